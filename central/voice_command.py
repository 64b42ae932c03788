"""`central voices list | show | act | figures`: complaints, praise, integrity reports and bad ratings of a hall.

Here alone are integrity reports read: whoever works at a window does not see them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from pydantic import ValidationError

from central.contract.voice import ActOnVoice, VoiceAct, VoiceClock, VoiceKind, VoiceToSettle
from central.limits.figure import Rate
from central.office import Office
from central.services import satisfaction, voice_desk, voices
from central.services.refusals import Refusal
from central.supervision_command import month, rate_shown, say

OpenOffice = Callable[[argparse.Namespace], AbstractContextManager[Office]]
ChooseHall = Callable[[Office, str | None], str]

_ALL = tuple(VoiceKind)


def add_commands(verbs: Any, store: argparse.ArgumentParser, open_office: OpenOffice, hall: ChooseHall) -> None:
    """Put the verbs below `central voices`."""
    listing = verbs.add_parser("list", parents=[store], help="those that nobody has closed, the oldest first")
    listing.add_argument("--hall", help="default: the only one")
    listing.set_defaults(run=partial(_list, open_office, hall))
    show = verbs.add_parser("show", parents=[store], help="one of them, with what was said and all that was done")
    show.add_argument("number")
    show.set_defaults(run=partial(_show, open_office))
    act = verbs.add_parser("act", parents=[store], help="somebody has called, answers, closes, or overrides")
    act.add_argument("number")
    act.add_argument("act", choices=[each.value for each in VoiceAct])
    act.add_argument("--by", required=True, help="who does it")
    act.add_argument("--text", default="", help="the answer, as the citizen reads it")
    act.add_argument("--reason", default="", help="of an override")
    act.add_argument("--approver", default="", help="of an override: somebody else")
    act.set_defaults(run=partial(_act, open_office))
    figures = verbs.add_parser("figures", parents=[store], help="a month's satisfaction with its evidence, as JSON")
    figures.add_argument("period", type=month, metavar="YYYY-MM")
    figures.add_argument("--hall", help="default: the only one")
    figures.set_defaults(run=partial(_figures, open_office, hall))


def _list(open_office: OpenOffice, hall: ChooseHall, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        found = voice_desk.waiting(office, hall(office, options.hall), _ALL)
    for each in found.voices:
        clocks = "; ".join(map(_clock, each.voice.clocks))
        voice = each.voice
        sys.stdout.write(
            f"{voice.number}  {voice.received_on}  {voice.kind}  {voice.subject}  {voice.state}  {clocks}\n"
        )
    if found.more:
        sys.stdout.write("and more\n")


def _clock(clock: VoiceClock) -> str:
    until = f"by {clock.due}" if clock.due else f"no day: the holidays of {clock.year_unknown} are not known"
    return f"{clock.kind} {until}, {clock.light}{', late' if clock.late else ''}"


def _show(open_office: OpenOffice, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        _write(voice_desk.look(office, _hall_of(office, options.number), options.number, _ALL))


def _act(open_office: OpenOffice, options: argparse.Namespace) -> None:
    try:
        wanted = ActOnVoice(
            act=options.act, clerk=options.by, text=options.text, reason=options.reason, approver=options.approver
        )
    except ValidationError as error:
        raise Refusal("bad_request", {"field": str(error.errors()[0]["loc"][0])}, status=422) from None
    with open_office(options) as office:
        hall_id = _hall_of(office, options.number)
        with office.database.write() as connection:
            desk = office.desk(connection, hall_id)
            _write(voice_desk.act(desk, f"command:{options.by}", options.number, wanted, _ALL))


def _hall_of(office: Office, number: str) -> str:
    with office.database.read() as connection:
        return voices.numbered(connection, number).hall_id


def _write(shown: VoiceToSettle) -> None:
    sys.stdout.write(json.dumps(shown.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n")


def _figures(open_office: OpenOffice, hall: ChooseHall, options: argparse.Namespace) -> None:
    with open_office(options) as office:
        hall_id = hall(office, options.hall)
        found = satisfaction.satisfaction(office, hall_id, options.period)
        rates: dict[str, Rate] = {
            "satisfied": found.satisfied,
            "answered": found.answered,
            "called_in_time": found.called_in_time,
        }
        shown = {name: rate_shown(rate) for name, rate in rates.items()}
        say(office, options.period, {"hall": hall_id, **shown, "without_calendar": found.undated})
