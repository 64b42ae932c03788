"""A command is carried out once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from central.contract.messages import Ticket
from central.contract.voice import Voices
from central.services import commands, tickets
from central.services.commands import Answer
from central.services.refusals import Refusal
from central.store import commands as stored
from central.store.database import Unavailable
from tests.central.house import ANNA, BERT, House, item, somebody, walk_in

Open = Callable[..., House]


def send(house: House, key: str, id_number: str = ANNA, fingerprint: str = "f" * 64) -> Answer:
    wanted = walk_in(id_number, 1, house.clock.at)
    return commands.carry_out(
        house.office, house.command(key, fingerprint), lambda desk: tickets.take(desk, house.kiosk, wanted)
    )


def test_the_same_key_gets_the_same_answer_and_nothing_happens_again(open_house: Open) -> None:
    house = open_house()
    house.at("10:00")
    first = send(house, "k" * 32)
    house.later(minutes=30)
    assert send(house, "k" * 32) == first
    assert house.slot("09:00").walk_in_taken == 1


def test_an_answer_is_kept_for_the_office_alone(open_house: Open) -> None:
    """What goes to a clerk may hold a citizen's words and telephone number."""
    house = open_house()
    said = Voices(voices=(), more=True)
    answer = commands.carry_out(house.office, house.command("k" * 32), lambda _: said)
    with house.office.database.read() as connection:
        kept = stored.find(connection, house.command().principal, "k" * 32)
    assert kept is not None
    assert b"more" in answer.body.encode()
    assert b"more" not in kept.body
    assert kept.fingerprint != house.command().fingerprint
    assert commands.answered(house.office, house.command("k" * 32)) == answer


def test_a_refusal_is_an_answer_too_and_leaves_nothing_of_the_effect(open_house: Open) -> None:
    house = open_house(item(walk_in=0))
    house.at("10:00")
    refused = send(house, "k" * 32)
    assert refused.status == 409
    house.at("10:00").later(days=1)
    assert send(house, "k" * 32) == refused


def test_the_same_key_with_another_command_is_refused(open_house: Open) -> None:
    house = open_house()
    house.at("10:00")
    send(house, "k" * 32)
    with pytest.raises(Refusal, match="idempotency_key_reused") as caught:
        send(house, "k" * 32, BERT, "e" * 64)
    assert caught.value.status == 422


def test_a_failure_is_not_kept(open_house: Open) -> None:
    house = open_house()
    house.at("10:00")

    def fail(_desk: object) -> Ticket:
        tickets.take(_desk, house.kiosk, walk_in(ANNA, 1, house.clock.at))  # type: ignore[arg-type]
        raise Unavailable("the disk is full")

    with pytest.raises(Unavailable):
        commands.carry_out(house.office, house.command("k" * 32, "f" * 64), fail)
    assert Ticket.model_validate_json(send(house, "k" * 32).body).number == "A001"


def test_one_key_sent_many_times_at_once_gives_one_ticket(open_house: Open) -> None:
    house = open_house(item(walk_in=50))
    house.at("10:00")
    with ThreadPoolExecutor(16) as pool:
        answers = set(pool.map(lambda _: send(house, "k" * 32), range(48)))
    assert len(answers) == 1
    assert house.slot("09:00").walk_in_taken == 1


def test_one_person_at_many_kiosks_at_once_gets_one_ticket(open_house: Open) -> None:
    house = open_house(item(walk_in=50))
    house.at("10:00")
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda number: send(house, f"{number:032d}"), range(48)))
    issued = [answer for answer in answers if answer.status == 200]
    assert len(issued) == 1
    number = Ticket.model_validate_json(issued[0].body)
    refused = {answer.body for answer in answers if answer.status == 409}
    assert all('"code":"ticket_open"' in body and number.ticket_id in body for body in refused)
    assert Ticket.model_validate_json(send(house, "next" * 8, somebody(1)).body).number == "A002"  # no gap
