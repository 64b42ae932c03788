"""Rollouts: who goes when, what stops them, and the doorbell that tells the terminals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from central.__main__ import main
from central.contract.catalogue import CatalogueReport, CatalogueState, Desired
from central.services import kiosks, rollouts
from central.services.refusals import Refusal
from central.store import kiosks as kiosk_store
from central.store.kiosks import Kiosk
from central.store.rollouts import State
from tests.central.house import House
from tests.central.terminal import Terminal, serving

WAVES = (10, 50, 100)


@pytest.fixture
def house(open_house: Callable[..., House]) -> House:
    return open_house()


def enrol_more(house: House, numbers: range, **other: object) -> list[Kiosk]:
    """Terminals besides the one that the house has; their names, and so their places, are always the same."""
    made = [replace(house.kiosk, kiosk_id=f"{number:032x}", **other) for number in numbers]  # type: ignore[arg-type]
    with house.office.database.write() as connection:
        for kiosk in made:
            kiosk_store.add(connection, kiosk)
    return [house.kiosk, *made]


def going(house: House, fleet: list[Kiosk], catalogue: int) -> list[Kiosk]:
    return [kiosk for kiosk in fleet if rollouts.desired(house.office, kiosk).catalogue == catalogue]


def says(house: House, kiosk: Kiosk, state: CatalogueState, running: int | None, tried: int | None = None) -> None:
    rollouts.keep_report(house.office, kiosk, CatalogueReport(state=state, running=running, tried=tried))


def the_state(house: House) -> tuple[State, int]:
    rollout = rollouts.standings(house.office)[-1].rollout
    return rollout.state, rollout.wave


def test_before_the_first_rollout_everybody_stays(house: House) -> None:
    assert rollouts.desired(house.office, house.kiosk) == Desired(version=0)


def test_wave_after_wave_until_all_have_it(house: House) -> None:
    fleet = enrol_more(house, range(80))
    rollouts.start(house.office, 1, WAVES, 90, 10)
    before: set[str] = set()
    for wave in range(3):
        assert the_state(house) == (State.RUNNING, wave)
        allowed = going(house, fleet, 1)
        assert before < {kiosk.kiosk_id for kiosk in allowed}, "whoever was allowed once stays allowed"
        assert abs(len(allowed) - len(fleet) * WAVES[wave] / 100) <= 18
        for kiosk in allowed:
            says(house, kiosk, CatalogueState.CURRENT, running=1)
            before.add(kiosk.kiosk_id)
    assert the_state(house) == (State.DONE, 2)
    assert going(house, fleet, 1) == fleet


def test_a_wave_waits_for_its_share(house: House) -> None:
    fleet = enrol_more(house, range(9))
    rollouts.start(house.office, 1, (100,), 90, 50)
    for kiosk in fleet[:8]:
        says(house, kiosk, CatalogueState.CURRENT, running=1)
    says(house, fleet[8], CatalogueState.STAGED, running=None, tried=1)
    assert the_state(house) == (State.RUNNING, 0)
    says(house, fleet[8], CatalogueState.CURRENT, running=1)
    assert the_state(house) == (State.DONE, 0)


@pytest.mark.parametrize("harm", [CatalogueState.FAILED, CatalogueState.ROLLED_BACK])
def test_harm_beyond_the_threshold_stops_everything(house: House, harm: CatalogueState) -> None:
    fleet = enrol_more(house, range(19))
    rollouts.start(house.office, 1, (100,), 90, 10)
    says(house, fleet[0], harm, running=None, tried=1)
    assert the_state(house) == (State.RUNNING, 0), "one of twenty is 5 percent"
    says(house, fleet[1], harm, running=None, tried=1)
    assert the_state(house) == (State.STOPPED, 0)
    assert going(house, fleet, 1) == []
    says(house, fleet[2], CatalogueState.CURRENT, running=1)
    assert the_state(house) == (State.STOPPED, 0), "only a person lets it go on"


def test_who_comes_after_the_start_goes_last(house: House) -> None:
    fleet = enrol_more(house, range(40))
    rollouts.start(house.office, 1, (50, 100), 100, 10)
    (*_, late) = enrol_more(house, range(40, 80), enrolled_at=house.office.clock.machine() + timedelta(hours=1))
    first = going(house, fleet, 1)
    assert 0 < len(first) < len(fleet)
    assert rollouts.desired(house.office, late).catalogue is None
    for kiosk in first:
        says(house, kiosk, CatalogueState.CURRENT, running=1)
    assert rollouts.desired(house.office, late).catalogue == 1


def test_a_person_holds_it_lets_it_go_on_and_calls_it_back(house: House) -> None:
    rollouts.start(house.office, 1, (100,), 100, 100)
    says(house, house.kiosk, CatalogueState.CURRENT, running=1)
    enrol_more(house, range(1))
    rollouts.start(house.office, 2, (100,), 100, 100)
    seen = [rollouts.desired(house.office, house.kiosk)]
    for state in (State.PAUSED, State.RUNNING, State.STOPPED, State.RUNNING, State.WITHDRAWN):
        rollouts.bring_to(house.office, 2, state)
        seen.append(rollouts.desired(house.office, house.kiosk))
    assert [each.catalogue for each in seen] == [2, 1, 2, 1, 2, 1]
    assert [each.withdrawn for each in seen] == [()] * 5 + [(2,)]
    assert [each.version for each in seen] == sorted({each.version for each in seen}), "each change rings"
    with pytest.raises(Refusal, match="rollout_not_so"):
        rollouts.bring_to(house.office, 2, State.RUNNING)


def test_what_cannot_be_started(house: House) -> None:
    enrol_more(house, range(1))
    for waves in ((), (50,), (50, 50, 100), (50, 20, 100), (0, 100)):
        with pytest.raises(Refusal, match="rollout_waves"):
            rollouts.start(house.office, 1, waves, 90, 10)
    rollouts.start(house.office, 2, (100,), 90, 10)
    with pytest.raises(Refusal, match="rollout_under_way"):
        rollouts.start(house.office, 3, (100,), 90, 10)
    for version in (1, 2):
        with pytest.raises(Refusal, match="rollout_known"):
            rollouts.start(house.office, version, (100,), 90, 10)
    with pytest.raises(Refusal, match="rollout_unknown"):
        rollouts.bring_to(house.office, 9, State.PAUSED)


def test_a_terminal_that_is_shut_out_holds_nobody_up(house: House) -> None:
    fleet = enrol_more(house, range(1))
    kiosks.revoke(house.office, fleet[1].kiosk_id)
    rollouts.start(house.office, 1, (100,), 100, 10)
    says(house, house.kiosk, CatalogueState.CURRENT, running=1)
    assert the_state(house) == (State.DONE, 0)


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house = House(str(tmp_path / "office.db"), tmp_path)
    house.close()
    common = ["--database", str(tmp_path / "office.db"), "--keys", str(next(tmp_path.glob("*keys*")))]
    assert main(["rollout", "start", "4", "--waves", "100", *common]) == 0
    assert "catalogue 4: running, wave 1 of 1 (100%): 0 of 1 run it, 0 failed" in capsys.readouterr().out
    for act, state in (("pause", "paused"), ("resume", "running"), ("stop", "stopped"), ("rollback", "withdrawn")):
        assert main(["rollout", act, "4", *common]) == 0
        assert state in capsys.readouterr().out
    assert main(["rollout", "resume", "4", *common]) == 1
    assert "rollout_not_so" in capsys.readouterr().err
    house = House(str(tmp_path / "office.db"), tmp_path)
    detail = "items/senior_card.json: rules: is cut: 优待"
    failed = CatalogueReport(state=CatalogueState.FAILED, running=3, tried=4, fault="catalogue_unfit", detail=detail)
    rollouts.keep_report(house.office, house.kiosk, failed)
    name = house.kiosk.name
    house.close()
    assert main(["rollout", "status", *common]) == 0
    assert f"  {name}: catalogue_unfit {detail}\n" in capsys.readouterr().out


# ---------------------------------------------------------------- the doorbell


@pytest.fixture
def line(tmp_path: Path) -> Iterator[tuple[House, Terminal]]:
    house = House(str(tmp_path / "office.db"), tmp_path)
    with serving(house.office) as url:
        terminal = Terminal(url, kiosks.invite(house.office, house.hall_id))
        yield house, terminal
        terminal.line.close()
    house.close()


def test_who_waits_is_told_of_a_change_by_another_process(line: tuple[House, Terminal]) -> None:
    house, terminal = line
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(terminal.get, "/v1/kiosk/desired?since=0&wait=25") for _ in range(4)]
        rollouts.start(house.office, 7, (100,), 100, 100)
        answers = [each.result() for each in waiting]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert {Desired.model_validate_json(answer.content).catalogue for answer in answers} == {7}


def test_nothing_new_is_304_at_once_or_after_the_wait(line: tuple[House, Terminal]) -> None:
    house, terminal = line
    assert terminal.get("/v1/kiosk/desired").status_code == 304
    rollouts.start(house.office, 7, (100,), 100, 100)
    change = Desired.model_validate_json(terminal.get("/v1/kiosk/desired?since=0&wait=25").content).version
    for wait in (0, 1):
        answer = terminal.get(f"/v1/kiosk/desired?since={change}&wait={wait}")
        assert (answer.status_code, answer.content) == (304, b"")
    for query in ("since=-1", "wait=26", "wait=x", f"since={2**31}"):
        assert terminal.get(f"/v1/kiosk/desired?{query}").status_code == 422


def test_a_report_is_kept_and_only_a_terminals(line: tuple[House, Terminal]) -> None:
    house, terminal = line
    rollouts.start(house.office, 7, (100,), 1, 100)
    report = CatalogueReport(state=CatalogueState.CURRENT, running=7)
    assert terminal.post("/v1/kiosk/catalogue", report, key="").json() == {"received": True}
    assert the_state(house) == (State.DONE, 0)
    assert terminal.line.get(f"{terminal.url}/v1/kiosk/desired").status_code == 401
    assert terminal.line.post(f"{terminal.url}/v1/kiosk/catalogue", json=report.model_dump()).status_code == 401
