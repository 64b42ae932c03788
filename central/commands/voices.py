"""`central voices list | show | act | figures`: complaints, praise, integrity reports and bad ratings of a hall.

Here alone are integrity reports read: whoever works at a window does not see them.
"""

from __future__ import annotations

import argparse
import json

from pydantic import ValidationError

from central.commands import opening
from central.commands.evidence import month, rate_shown, say
from central.commands.options import add_hall
from central.contract.voice import ActOnVoice, VoiceAct, VoiceClock, VoiceKind, VoiceToSettle
from central.limits.figure import Rate
from central.office import Office
from central.services import satisfaction, surveys, voice_desk, voices
from central.services.refusals import Refusal

EXPECTED = opening.EXPECTED

_ALL = tuple(VoiceKind)


def add(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = verbs.add_parser("list", help="those that nobody has closed, the oldest first")
    opening.add_store(listing)
    add_hall(listing)
    listing.set_defaults(run=_list)
    show = verbs.add_parser("show", help="one of them, with what was said and all that was done")
    opening.add_store(show)
    show.add_argument("number")
    show.set_defaults(run=_show)
    act = verbs.add_parser("act", help="somebody has called, answers, closes, overrides, appeals")
    opening.add_store(act)
    act.add_argument("number")
    act.add_argument("act", choices=[each.value for each in VoiceAct])
    act.add_argument("--by", required=True, help="who does it")
    act.add_argument("--text", default="", help="the answer, as the citizen reads it")
    act.add_argument("--reason", default="", help="of an override, of an appeal and its end")
    act.add_argument("--approver", default="", help="of an override and of an appeal's end: somebody else")
    act.set_defaults(run=_act)
    figures = verbs.add_parser("figures", help="a month's satisfaction with its evidence, as JSON")
    opening.add_store(figures)
    figures.add_argument("period", type=month, metavar="YYYY-MM")
    add_hall(figures)
    figures.set_defaults(run=_figures)


def _list(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        found = voice_desk.waiting(office, opening.hall_id(office, options.hall), _ALL)
    for each in found.voices:
        clocks = "; ".join(map(_clock, each.voice.clocks))
        voice = each.voice
        said = [f"{voice.number}  {voice.received_on}  {voice.kind}  {voice.subject}  {voice.state}  {clocks}"]
        said += [f"with {order.owner} ({order.level})" for order in each.called[-1:]]
        said += [f"appeal {voice.appeal}"] if voice.appeal else []
        print("  ".join(said))
    if found.more:
        print("and more")


def _clock(clock: VoiceClock) -> str:
    until = f"by {clock.due}" if clock.due else f"no day: the holidays of {clock.year_unknown} are not known"
    return f"{clock.kind} {until}, {clock.light}{', late' if clock.late else ''}"


def _show(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        _write(voice_desk.look(office, _hall_of(office, options.number), options.number, _ALL))


def _act(options: argparse.Namespace) -> None:
    try:
        wanted = ActOnVoice(
            act=options.act, clerk=options.by, text=options.text, reason=options.reason, approver=options.approver
        )
    except ValidationError as error:
        raise Refusal("bad_request", {"field": str(error.errors()[0]["loc"][0])}, status=422) from None
    with opening.opened(options) as office:
        hall_id = _hall_of(office, options.number)
        with office.database.write() as connection:
            desk = office.desk(connection, hall_id)
            _write(voice_desk.act(desk, f"command:{options.by}", options.number, wanted, _ALL))


def _hall_of(office: Office, number: str) -> str:
    with office.database.read() as connection:
        return voices.numbered(connection, number).hall_id


def _write(shown: VoiceToSettle) -> None:
    print(json.dumps(shown.model_dump(mode="json"), ensure_ascii=False, indent=2))


def _figures(options: argparse.Namespace) -> None:
    with opening.opened(options) as office:
        hall_id = opening.hall_id(office, options.hall)
        found = satisfaction.satisfaction(office, hall_id, options.period)
        asked = surveys.told(office, hall_id, options.period)
        rates: dict[str, Rate] = {
            "satisfied": found.satisfied,
            "without_set_aside": found.without_set_aside,
            "answered": found.answered,
            "called_in_time": found.called_in_time,
        }
        shown = {name: rate_shown(rate) for name, rate in rates.items()}
        say(
            office,
            options.period,
            {
                "hall": hall_id,
                **shown,
                "set_aside": found.set_aside,
                "without_calendar": found.undated,
                "survey": {question.value: rate_shown(rate) for question, rate in asked.items()},
            },
        )
