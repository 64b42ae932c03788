"""投诉、表扬、廉政举报: taken in once, read by their number, with clocks that call somebody when they are over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import insert, text

from central.__main__ import main
from central.api.voices import MOST
from central.contract import case_number
from central.contract.clock import Light
from central.contract.messages import Received
from central.contract.voice import (
    LONGEST,
    SUBJECTS,
    ActOnVoice,
    RaiseVoice,
    ReadVoice,
    Voice,
    VoiceAct,
    VoiceKind,
    Voices,
    VoiceState,
    VoiceSubject,
    VoiceToSettle,
)
from central.services import voice_desk, voices
from central.services.refusals import Refusal
from central.services.voice_supervision import LookedAtVoices, supervise
from central.store.database import Conflict
from central.store.voice_tables import voices as table
from tests.central.house import PHONE, House
from tests.central.terminal import serving
from tests.central.test_api import Line, problem

Open = Callable[..., House]
NUMBER = case_number.new()
KINDS = (VoiceKind.COMPLAINT, VoiceKind.PRAISE, VoiceKind.INTEGRITY)


def voice(kind: VoiceKind = VoiceKind.COMPLAINT, **more: Any) -> RaiseVoice:
    given = {"number": case_number.new(), "kind": kind, "subject": VoiceSubject.OTHER, "text": "等了两个小时"}
    return RaiseVoice.model_validate(given | more)


def take_in(house: House, wanted: RaiseVoice) -> str:
    assert house.desk(lambda desk: voices.take_in(desk, house.kiosk, wanted)) == Received()
    return wanted.number


def act(house: House, number: str, how: str, kinds: tuple[VoiceKind, ...] = tuple(VoiceKind), **more: str) -> Any:
    wanted = ActOnVoice.model_validate({"act": how, "clerk": "王芳"} | more)
    return house.desk(lambda desk: voice_desk.act(desk, "window:1", number, wanted, kinds))


def read(house: House, number: str) -> Voice:
    return voices.read_voice(house.office, house.kiosk, number)


def refused(code: str, work: Callable[..., Any], *given: Any, **more: Any) -> None:
    with pytest.raises(Refusal) as said:
        work(*given, **more)
    assert said.value.code == code


# ---------------------------------------------------------------- what may be said


hostile = st.text(
    st.one_of(
        st.sampled_from("\x00\x1b\n\r\t\u202e\u2066\u200b\ufeff\ud800<>"),
        st.characters(blacklist_categories=("Cs",)),
    ),
    max_size=LONGEST + 20,
)


@given(hostile)
def test_what_passes_is_short_plain_and_visible(said: str) -> None:
    try:
        passed = voice(text=said).text
    except (ValidationError, UnicodeEncodeError):
        return
    assert len(passed) <= LONGEST
    assert passed == passed.strip()
    assert all(sign.isprintable() or sign.isspace() for sign in passed)
    assert not set("<>\x00\x1b\n\r\t\u202e\u2066\u200b\ufeff") & set(passed)
    assert len(voice(text=passed, phone=PHONE).model_dump_json().encode()) <= 2048


@pytest.mark.parametrize("said", ["x" * (LONGEST + 1), "<b>好</b>", "a\x1b[2J", "好\u202e坏", "a\nb", "&#60;"])
def test_hostile_text_is_refused(said: str) -> None:
    with pytest.raises(ValidationError):
        voice(text=said)


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "0000-0000-0001"},
        {"kind": "rating"},
        {"subject": "favours"},
        {"phone": "12345"},
        {"kind": "integrity", "phone": PHONE},
        {"kind": "integrity", "text": " "},
        {"id_number": "11010519491231002X"},
        {"kiosk": "1"},
    ],
    ids="-".join,
)
def test_what_does_not_fit_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises((ValidationError, case_number.NotACaseNumber)):
        voice(**wrong)


# ---------------------------------------------------------------- one voice, taken in once


@pytest.mark.parametrize("kind", KINDS)
def test_twice_is_once_and_another_under_the_number_is_none(open_house: Open, kind: VoiceKind) -> None:
    house = open_house().at("10:00")
    wanted = voice(kind)
    number = take_in(house, wanted)
    house.later(days=1)
    take_in(house, wanted)
    refused("number_taken", take_in, house, voice(kind, number=number, text="别的话"))
    told = read(house, f" {number.lower().replace('-', '')} ")
    assert (told.number, told.kind, told.state) == (number, kind, VoiceState.RECEIVED)
    assert told.received_on == date(2026, 11, 23)
    assert "等了" not in told.model_dump_json()
    assert len(voice_desk.waiting(house.office, house.hall_id, (kind,)).voices) == 1


def test_an_integrity_report_has_no_link_to_anybody(open_house: Open) -> None:
    """Nothing in the whole database but its own row knows the number; the row has hall, day and what was said."""
    house = open_house().at("10:17")
    before = contents(house)
    number = take_in(house, voice(VoiceKind.INTEGRITY, subject="fees", text="窗口收了好处费"))
    changed = {name: rows for name, rows in contents(house).items() if rows != before[name]}
    assert list(changed) == ["voices"]
    (row,) = changed["voices"]
    kept = {name: value for name, value in row.items() if value is not None and name != "content"}
    assert set(kept) == {"number", "hall_id", "kind", "subject", "day"}
    assert str(kept["day"]) == "2026-11-23"
    assert "好处费".encode() not in bytes(row["content"])
    assert read(house, number).subject is VoiceSubject.FEES


def contents(house: House) -> dict[str, list[dict[str, Any]]]:
    with house.office.database.read() as connection:
        names = connection.dialect.get_table_names(connection)
        return {
            name: [dict(row) for row in connection.execute(text(f"SELECT * FROM {name}")).mappings()] for name in names
        }


@pytest.mark.parametrize("column", ["at", "kiosk_id", "case_id"])
def test_the_database_itself_refuses_a_link(open_house: Open, column: str) -> None:
    house = open_house()
    row = {"number": NUMBER, "hall_id": house.hall_id, "kind": "integrity", "subject": "other", "content": b"x"}
    linked = house.clock.at if column == "at" else "0a" * 16
    with pytest.raises(Conflict), house.office.database.write() as connection:
        connection.execute(insert(table).values({**row, "day": date(2026, 11, 23), column: linked}))


def test_rows_are_as_long_as_each_other_whatever_was_said(open_small: Open) -> None:
    house = open_small()
    for wanted in (voice(text=""), voice(text="长" * LONGEST, phone=PHONE), voice(VoiceKind.INTEGRITY)):
        take_in(house, wanted)
    assert len({len(row["content"]) for row in contents(house)["voices"]}) == 1


# ---------------------------------------------------------------- what the office does about it


def test_a_complaint_is_called_about_answered_and_closed(open_house: Open) -> None:
    house = open_house().at("10:00")
    number = take_in(house, voice(subject="waiting", phone=PHONE))
    assert [(clock.kind, str(clock.due)) for clock in read(house, number).clocks] == [
        ("contact", "2026-11-24"),
        ("answer", "2026-12-14"),
    ]
    shown = voice_desk.look(house.office, house.hall_id, number)
    assert (shown.said, shown.phone, shown.owner) == ("等了两个小时", PHONE, "政务服务中心监督投诉窗口")
    refused("answer_missing", act, house, number, "close")
    refused("answer_missing", act, house, number, "answer")
    act(house, number, "contact")
    assert read(house, number).state is VoiceState.CONTACTED
    house.later(days=1)
    act(house, number, "answer", text="已经增开两个窗口")
    told = read(house, number)
    assert (told.state, told.answer, told.answered_on) == (
        VoiceState.ANSWERED,
        "已经增开两个窗口",
        date(2026, 11, 24),
    )
    assert {clock.light for clock in told.clocks} == {Light.GREEN}
    act(house, number, "close")
    refused("voice_closed", act, house, number, "answer", text="又说")
    assert voice_desk.waiting(house.office, house.hall_id).voices == ()
    events = voice_desk.look(house.office, house.hall_id, number).events
    assert [event.act for event in events] == [VoiceAct.CONTACT, VoiceAct.ANSWER, VoiceAct.CLOSE]


def test_nobody_overrides_without_a_reason_and_somebody_elses_leave(open_small: Open) -> None:
    house = open_small()
    number = take_in(house, voice())
    refused("reason_missing", act, house, number, "override", approver="李主任")
    refused("approver_missing", act, house, number, "override", reason="重复")
    refused("approver_missing", act, house, number, "override", reason="重复", approver="王芳")
    shown = act(house, number, "override", reason="重复", approver="李主任")
    assert shown.voice.clocks == ()  # never "answered in time"
    assert (shown.voice.state, shown.events[-1].reason, shown.events[-1].approver) == ("closed", "重复", "李主任")


def test_a_missed_call_is_red_and_stays_late(open_small: Open) -> None:
    house = open_small().at("10:00")
    number = take_in(house, voice(phone=PHONE))
    house.at("00:00", "2026-11-25")
    assert [(clock.light, clock.late) for clock in read(house, number).clocks] == [
        (Light.RED, True),
        (Light.WHITE, False),
    ]
    act(house, number, "contact")
    assert (read(house, number).clocks[0].light, read(house, number).clocks[0].late) == (Light.GREEN, True)


def test_a_year_without_calendar_is_said(open_small: Open) -> None:
    house = open_small().at("10:00", "2026-12-31")
    (contact, answer) = read(house, take_in(house, voice(phone=PHONE))).clocks
    assert (contact.due, contact.year_unknown, contact.light) == (None, 2027, Light.NO_CALENDAR)
    assert (answer.due, answer.year_unknown) == (None, 2027)


def test_who_left_no_number_is_not_called_and_praise_waits_for_nothing(open_small: Open) -> None:
    house = open_small()
    complaint, praise = take_in(house, voice()), take_in(house, voice(VoiceKind.PRAISE))
    assert [clock.kind for clock in read(house, complaint).clocks] == ["answer"]
    assert read(house, praise).clocks == ()
    refused("nobody_to_contact", act, house, complaint, "contact")
    assert act(house, praise, "close").voice.state is VoiceState.CLOSED


def test_windows_see_no_integrity_report(open_small: Open) -> None:
    house = open_small()
    number = take_in(house, voice(VoiceKind.INTEGRITY))
    assert voice_desk.waiting(house.office, house.hall_id).voices == ()
    refused("not_found", voice_desk.look, house.office, house.hall_id, number)
    refused("not_found", act, house, number, "answer", voice_desk.AT_WINDOWS, text="好")
    refused("not_found", read, house, case_number.new())
    refused("case_number_invalid", read, house, "0000-0000-0001")


# ---------------------------------------------------------------- clocks that are over, and guessing


def orders(house: House, number: str) -> list[tuple[str, str, str]]:
    called = voice_desk.look(house.office, house.hall_id, number, tuple(VoiceKind)).called
    return [(each.clock, each.level, f"{each.at:%m-%d %H:%M}") for each in called]


def test_a_clock_that_is_over_calls_three_levels_once_each(open_house: Open) -> None:
    house = open_house().at("10:00")
    number, report = take_in(house, voice(phone=PHONE)), take_in(house, voice(VoiceKind.INTEGRITY))
    take_in(house, voice(VoiceKind.PRAISE))
    house.at("12:00", "2026-11-24")
    assert (supervise(house.office).called, orders(house, number)) == (0, [])
    house.at("12:00", "2026-11-27")
    assert (supervise(house.office).called, supervise(house.office).called) == (2, 0)
    assert orders(house, number) == [("contact", "group", "11-25 00:00"), ("contact", "on_site", "11-27 00:00")]
    house.at("12:00", "2026-12-15")
    assert supervise(house.office) == LookedAtVoices(2, 3)
    assert orders(house, report) == [("answer", "group", "12-15 00:00")]
    assert [level for _, level, _ in orders(house, number)] == ["group", "on_site", "meeting", "group"]
    watched = ("watched_cases", "case_clocks", "case_lights")
    assert not any(contents(house)[name] for name in watched), "when the office first saw a report is written nowhere"


def test_who_acts_late_was_called_all_the_same(open_small: Open) -> None:
    """No pass came between the end of the limit and the call."""
    house = open_small().at("10:00")
    number = take_in(house, voice(phone=PHONE))
    house.at("09:00", "2026-11-25")
    act(house, number, "contact")
    house.at("09:00", "2026-12-10")
    assert supervise(house.office).called == 0
    assert orders(house, number) == [("contact", "group", "11-25 00:00")]


def test_guessing_numbers_ends_soon_at_this_terminal_and_not_at_others(open_small: Open) -> None:
    house = open_small()
    number = take_in(house, voice())
    for _ in range(6):
        refused("not_found", read, house, case_number.new())
    refused("too_many_lookups", read, house, number)
    own, house.kiosk = house.kiosk, house.enrol()
    assert read(house, number).number == number
    house.kiosk = own
    house.later(minutes=11)
    assert read(house, number).number == number


# ---------------------------------------------------------------- the line and the command


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    house = House(str(tmp_path / "office.db"), tmp_path).at("09:00")
    with serving(house.office) as url:
        yield Line(house, url)
    house.close()


def test_over_the_line(line: Line) -> None:
    wanted = voice(phone=PHONE)
    sealed = line.terminal.seal(wanted, "raise-voice")
    first = line.terminal.post("/v1/kiosk/voices", sealed)
    assert (first.status_code, first.json()) == (200, {"received": True})
    assert line.terminal.post("/v1/kiosk/voices", line.terminal.seal(wanted, "raise-voice")).status_code == 200
    found = Voice.model_validate(
        line.terminal.post("/v1/kiosk/voices/read", ReadVoice(number=wanted.number), "").json()
    )
    assert found.state is VoiceState.RECEIVED
    stranger = line.terminal.post("/v1/kiosk/voices/read", ReadVoice(number=case_number.new()), "")
    assert problem(stranger)[:2] == (404, "not_found")
    (listed,) = Voices.model_validate(line.window.get("/v1/windows/1/voices").json()).voices
    assert listed.phone == PHONE
    answer = ActOnVoice(act=VoiceAct.ANSWER, clerk="王芳", text="已经处理")
    acted = line.window.post(f"/v1/windows/1/voices/{wanted.number}/act", answer)
    assert VoiceToSettle.model_validate(acted.json()).voice.answer == "已经处理"
    assert line.window.get(f"/v1/windows/1/voices/{wanted.number}").status_code == 200
    assert problem(line.window.get("/v1/windows/9/voices"))[:2] == (404, "window_unknown")


def test_a_flood_waits_at_the_terminal_and_leaves_no_count_behind(line: Line) -> None:
    """A voice that comes too early is to be sent again; how many came is on no disk."""
    office = line.house.office
    before = set(contents(line.house))
    seen = []
    for _ in range(MOST + 1):
        sealed = line.terminal.seal(voice(VoiceKind.INTEGRITY, text="收了好处费"), "raise-voice")
        seen.append(line.terminal.post("/v1/kiosk/voices", sealed))
    assert {each.status_code for each in seen[:-1]} == {200}
    assert problem(seen[-1])[:2] == (429, "too_many_voices")
    assert len(voice_desk.waiting(office, line.house.hall_id, (VoiceKind.INTEGRITY,)).voices) == MOST
    assert set(contents(line.house)) == before
    assert all(row["kiosk_id"] is None for row in contents(line.house)["voices"])


def test_the_command_reads_answers_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house = House(str(tmp_path / "office.db"), tmp_path).at("09:00")
    number = take_in(house, voice(VoiceKind.INTEGRITY, text="收了好处费"))
    house.close()
    store = ["--database", str(tmp_path / "office.db"), "--keys", str(tmp_path / "office.keys")]
    assert main(["voices", "list", *store]) == 0
    assert number in capsys.readouterr().out
    assert main(["voices", "act", number, "override", "--by", "王芳", *store]) == 1
    assert main(["voices", "act", number, "answer", "--by", "王芳", "--text", "<b>", *store]) == 1
    assert main(["voices", "act", number, "answer", "--by", "王芳", "--text", "正在核查", *store]) == 0
    capsys.readouterr()
    assert main(["voices", "show", number, *store]) == 0
    assert json.loads(capsys.readouterr().out)["voice"]["answer"] == "正在核查"
    assert main(["voices", "figures", "2026-11", *store]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["satisfied"]["sample_too_small"] is True
    assert figures["without_calendar"] == 0


def test_every_kind_has_subjects() -> None:
    assert set(SUBJECTS) == set(VoiceKind)
