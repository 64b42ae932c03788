"""The command line of the office: serve it, publish a hall, let a kiosk in, call the next number."""

from __future__ import annotations

import argparse
import json
import logging
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from central import (
    agent_command,
    case_command,
    demo,
    parameter_command,
    settle_command,
    supervision_command,
    voice_command,
)
from central.api.app import create_app, routes
from central.cases.report_file import FileUnreadable
from central.clock import Clock
from central.contract.messages import HallBoard, Message, WindowState
from central.items import calendars_command
from central.items import command as item_documents
from central.keys import KeysExposed, open_keys
from central.limits.calendar import WorkCalendar
from central.limits.notice import NotACalendar
from central.limits.supervision_rules import SHIPPED, NotRules, SupervisionRules
from central.office import Office
from central.published import NotPublishable, read_hall
from central.publishing import command as publishing
from central.publishing import rollout_command
from central.publishing.keyring import KeyMissing
from central.publishing.repository import RepositoryBroken
from central.server import serve
from central.services import decisions, halls, kiosks, papers
from central.services.refusals import Refusal
from central.services.supervision import PassRuns
from central.services.windows import Act
from central.sources.registers import Register, Registers
from central.stock import Stock
from central.store import halls as hall_store
from central.store import kiosks as kiosk_store
from central.store.database import Database, Unavailable

_HALLS = Path(__file__).resolve().parent.parent / "assets" / "halls"
_ACTS = ("next", *Act)
_TOKEN = "CENTRAL_TOKEN"  # noqa: S105  # the name of a variable
_ANSWER_WITHIN_S = 10


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0, or 1 with a sentence on stderr."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except Refusal as refusal:
        facts = "".join(f"; {name} {value}" for name, value in refusal.facts.items())
        print(f"central: {refusal}{facts}", file=sys.stderr)
        return 1
    except _EXPECTED as error:
        print(f"central: {error}", file=sys.stderr)
        return 1
    return 0


class Refused(RuntimeError):
    """The office said no over HTTP."""


_EXPECTED = (
    Refused,
    Refusal,
    NotPublishable,
    case_command.NotAllTaken,
    FileUnreadable,
    agent_command.NoSuchAgent,
    item_documents.NotClean,
    NotACalendar,
    NotRules,
    PassRuns,
    KeysExposed,
    KeyMissing,
    RepositoryBroken,
    Unavailable,
    demo.AlreadySeeded,
    OSError,
)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="central", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    store = argparse.ArgumentParser(add_help=False, parents=[item_documents.calendars_option()])
    store.add_argument("--database", default="central.db", help="a file, or postgresql://user@host/name")
    store.add_argument("--keys", type=Path, help="the office's own keys; default: beside the database's file")
    store.add_argument("--supervision", type=Path, default=SHIPPED, help="the rules of supervision")

    _add_serve(commands, store)
    seed = commands.add_parser("seed", parents=[store], help="fill an empty database")
    seed.add_argument("--demo", action="store_true", required=True, help="with the demo hall and today's bookings")
    seed.add_argument(
        "--clock", type=_moment, help="ISO 8601: when the demo's day is; default: now, if it is long enough"
    )
    seed.add_argument("--halls", type=Path, default=_HALLS, help="directory of the halls' files")
    seed.add_argument("--write-codes", type=Path, metavar="FILE", help="JSON for the bench's phone, with tokens")
    seed.set_defaults(run=_seed)

    hall = commands.add_parser("halls", help="publish a hall").add_subparsers(required=True, metavar="COMMAND")
    publish = hall.add_parser("publish", parents=[store], help="put a hall's file in force")
    publish.add_argument("file", type=Path)
    publish.set_defaults(run=_publish)
    stocked = argparse.ArgumentParser(add_help=False, parents=[store])
    stocked.add_argument("--repository", type=Path, help="the signed catalogue; default: beside the database's file")
    parameter_command.add_commands(hall, stocked, _stocked_office)

    items = commands.add_parser("items", help="look at the service items, and sign them for the terminals")
    verbs = items.add_subparsers(required=True, metavar="COMMAND")
    item_documents.add_commands(verbs)
    publishing.add_commands(verbs)

    calendars = commands.add_parser("calendars", help="which years' working days are known")
    calendars_command.add_commands(calendars.add_subparsers(required=True, metavar="COMMAND"))

    rollout = commands.add_parser("rollout", help="let a signed catalogue version go out in waves")
    rollout_command.add_commands(rollout.add_subparsers(required=True, metavar="COMMAND"), store, _office)

    supervision = commands.add_parser("supervision", help="the clocks of the cases: lights, orders, months")
    supervision_command.add_commands(
        supervision.add_subparsers(required=True, metavar="COMMAND"), stocked, _stocked_office
    )

    kept = commands.add_parser("cases", help="look at cases, and take in a department's")
    case_command.add_commands(kept.add_subparsers(required=True, metavar="COMMAND"), stocked, _stocked_office, _hall_id)

    voices = commands.add_parser("voices", help="complaints, praise, integrity reports and bad ratings")
    voice_command.add_commands(voices.add_subparsers(required=True, metavar="COMMAND"), store, _office, _hall_id)

    board = commands.add_parser("board", parents=[store], help="the hall now")
    board.add_argument("--hall", help="default: the only one")
    board.set_defaults(run=_board)

    _add_access_commands(commands, store)
    openapi = commands.add_parser("openapi", help="print the description of the API")
    openapi.set_defaults(run=_openapi)
    _add_proof_commands(commands, store)
    _add_window_commands(commands)
    return parser


def _add_serve(commands: Any, store: argparse.ArgumentParser) -> None:
    serve = commands.add_parser("serve", parents=[store], help="answer kiosks, channels and windows")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8080, help="0: any free one, told on stdout")
    serve.add_argument("--clock", type=_moment, help="ISO 8601: business time begins there and runs on")
    serve.add_argument("--public-url", help="the office's URL as kiosks know it, where a gateway stands before it")
    serve.add_argument("--repository", type=Path, help="the signed catalogue; default: beside the database's file")
    serve.add_argument("--register", metavar="URL", help="the register that answers for the data sources")
    serve.add_argument("--register-token-file", type=Path, help="the token that lets the office ask there")
    serve.add_argument("--register-ca-file", type=Path, help="the only authority to trust for it")
    serve.set_defaults(run=_serve)


def _add_access_commands(commands: Any, store: argparse.ArgumentParser) -> None:
    kiosk = commands.add_parser("kiosks", help="let kiosks in and out").add_subparsers(required=True, metavar="COMMAND")
    invite = kiosk.add_parser("invite", parents=[store], help="a code for one kiosk, good for 15 minutes")
    invite.add_argument("--hall", help="default: the only one")
    invite.set_defaults(run=_invite)
    listing = kiosk.add_parser("list", parents=[store], help="every kiosk with its newest report")
    listing.set_defaults(run=_list)
    revoke = kiosk.add_parser("revoke", parents=[store], help="shut a kiosk out at once")
    revoke.add_argument("kiosk_id")
    revoke.set_defaults(run=_revoke)

    agents = commands.add_parser("agents", help="who may act for applicants")
    agent_command.add_commands(agents.add_subparsers(required=True, metavar="COMMAND"), store, _office, _hall_id)

    token = commands.add_parser("tokens", parents=[store], help="make a token, shown once")
    token.add_argument("role", choices=["channel", "window", "department"])
    token.add_argument("--hall", help="default: the only one")
    token.add_argument("--name", default="", help="whose it is")
    token.add_argument("--department", help="whose cases it reports; for the role department")
    token.set_defaults(run=_token)


def _add_proof_commands(commands: Any, store: argparse.ArgumentParser) -> None:
    kept = commands.add_parser("decisions", help="prove decisions").add_subparsers(required=True, metavar="COMMAND")
    replay = kept.add_parser("replay", parents=[store], help="decide again, and hold it against what was decided")
    which = replay.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help="every decision there is")
    which.add_argument("application_id", nargs="?", help="of one application")
    replay.set_defaults(run=_replay)

    verify = commands.add_parser("verify", parents=[store], help="is a paper genuine, and still valid?")
    verify.add_argument("code", help="as it stands on the paper, or what its QR says after /verify/")
    verify.set_defaults(run=_verify)


def _add_window_commands(commands: Any) -> None:
    line = argparse.ArgumentParser(add_help=False)
    line.add_argument("--office", default="http://127.0.0.1:8080", help="URL of the office")
    line.add_argument("--token", default=os.environ.get(_TOKEN), help=f"of a window client; default: ${_TOKEN}")

    window = commands.add_parser("windows", parents=[line], help="begin or end work at a window")
    window.add_argument("act", choices=["open", "close"])
    window.add_argument("--window", required=True)
    window.set_defaults(run=_window)

    call = commands.add_parser("call", parents=[line], help="call the next ticket, or do something with the one there")
    call.add_argument("act", choices=[str(act) for act in _ACTS])
    call.add_argument("--window", required=True)
    call.add_argument("--ticket", help="id; default: the ticket at the window")
    call.set_defaults(run=_call)
    settle_command.add_command(commands, line, _ask)


# ---------------------------------------------------------------- on the database


@contextmanager
def _office(options: argparse.Namespace, start: datetime | None = None) -> Iterator[Office]:
    keys = options.keys or _beside(options.database, ".keys")
    calendar, supervision = WorkCalendar.read(options.calendars), SupervisionRules.read(options.supervision)
    database = Database(options.database)
    try:
        clock = Clock.starting_at(start) if start else Clock(demo.open_shift(database))
        yield Office(database, open_keys(keys), clock, calendar=calendar, supervision=supervision)
    finally:
        database.close()


@contextmanager
def _stocked_office(options: argparse.Namespace) -> Iterator[Office]:
    """The office with its signed items on the shelf. Raises `RepositoryBroken`."""
    with _office(options) as office:
        office.stock = Stock(options.repository or _beside(options.database, ".catalogue"))
        yield office


def _beside(database: str, suffix: str) -> Path:
    return Path(f"central{suffix}") if "://" in database else Path(database).with_suffix(suffix)


def _serve(options: argparse.Namespace) -> None:
    with _office(options, options.clock) as office:
        if abs(office.clock.shift) > timedelta(minutes=1):
            now = office.clock.now().isoformat(timespec="minutes")
            logging.getLogger("central").warning("business time is %s", now)
        repository = options.repository or _beside(options.database, ".catalogue")
        office.stock = Stock(repository)
        for warning in office.stock.health(office.clock.machine()).warnings:
            logging.getLogger("central").warning("the catalogue's signatures: %s", warning)
        if options.register:
            office.registers = Registers(_register(options))
        app = create_app(office, options.public_url, repository)
        try:
            serve(app, options.host, options.port)
        finally:
            office.registers.close()


def _register(options: argparse.Namespace) -> Register:
    if options.register_token_file is None:
        raise Refused("--register needs --register-token-file")
    token = options.register_token_file.read_text(encoding="ascii").strip()
    return Register(options.register, token, options.register_ca_file)


def _replay(options: argparse.Namespace) -> None:
    with _office(options) as office:
        wanted = decisions.every(office) if options.all else [options.application_id]
        faults = 0
        for application_id in wanted:
            try:
                print(f"{application_id}  {decisions.replay(office, application_id)}  repeats")
            except decisions.NotRepeated as fault:
                faults += 1
                print(f"{fault}", file=sys.stderr)
    print(f"{len(wanted) - faults} of {len(wanted)} decisions repeat")
    if faults:
        raise Refused(f"{faults} of {len(wanted)} decisions do not repeat")


def _verify(options: argparse.Namespace) -> None:
    with _office(options) as office:
        verified = papers.verify(office, options.code)
    public = verified.public
    state = "valid" if verified.valid else "genuine, and no longer valid"
    print(f"{state}: {public.title.zh_CN}, {public.holder} {public.holder_number}, {public.body.zh_CN}")
    print(f"issued {public.issued_on}, until {public.valid_until or 'no end'}")


def _seed(options: argparse.Namespace) -> None:
    with _office(options) as office:
        codes = demo.seed(office, options.halls, options.clock)
    if options.write_codes:
        demo.write_codes(options.write_codes, codes)
    print(f"{codes['hall_id']}: {len(codes['bookings'])} bookings, business time {codes['now']}")


def _publish(options: argparse.Namespace) -> None:
    file = read_hall(options.file)
    with _office(options) as office:
        halls.publish(office, file)
    print(f"{file.hall_id} is in force")


def _board(options: argparse.Namespace) -> None:
    with _office(options) as office:
        _print_board(halls.board(office, _hall_id(office, options.hall)))


def _invite(options: argparse.Namespace) -> None:
    with _office(options) as office:
        print(kiosks.invite(office, _hall_id(office, options.hall)))


def _list(options: argparse.Namespace) -> None:
    with _office(options) as office:
        with office.database.read() as connection:
            rows = kiosk_store.listed(connection)
        for kiosk, at, report in rows:
            state = "revoked" if kiosk.revoked_at else _report(office, at, report)
            print(f"{kiosk.kiosk_id}  {kiosk.hall_id}  {kiosk.fingerprint}  {state}  {kiosk.name}")


def _report(office: Office, at: datetime | None, report: Any) -> str:
    if at is None:
        return "never reported"
    age = round((office.clock.machine() - at).total_seconds())
    state = "in service" if report["in_service"] else report.get("paused") or "out of service"
    cut = f", LOGBOOK CUT SHORT since {report['logbook_cut']}" if "logbook_cut" in report else ""
    return f"{state}, {age} s ago{cut}"


def _revoke(options: argparse.Namespace) -> None:
    with _office(options) as office:
        if not kiosks.revoke(office, options.kiosk_id):
            raise Refused("no such kiosk, or it is revoked already")


def _token(options: argparse.Namespace) -> None:
    if (options.role == "department") != (options.department is not None):
        raise Refused("--department names the department of a token for one, and of no other")
    with _office(options) as office:
        hall_id = _hall_id(office, options.hall)
        print(kiosks.make_token(office, options.role, hall_id, options.name, options.department))


def _openapi(_options: argparse.Namespace) -> None:
    print(json.dumps(routes().openapi(), ensure_ascii=False, indent=2))


def _hall_id(office: Office, wanted: str | None) -> str:
    with office.database.read() as connection:
        known = hall_store.hall_ids(connection)
    if wanted in known or (wanted is None and len(known) == 1):
        return wanted or known[0]
    raise Refused(f"say which hall with --hall: {', '.join(known) or 'none is published'}")


def _print_board(board: HallBoard) -> None:
    print(f"{board.name.zh_CN}  {board.now:%Y-%m-%d %H:%M}")
    for item in board.items:
        wait = f"{item.wait.low_min}-{item.wait.high_min} min" if item.wait else "wait cannot be estimated"
        closed = f"  {item.closed_code}" + (f" until {item.opens_at:%m-%d %H:%M}" if item.opens_at else "")
        print(
            f"{item.prefix}  {item.name.zh_CN}: {item.waiting} waiting, {wait}, {item.windows_open} windows,"
            f" {item.walk_in_left} left{closed if item.closed_code else ''}"
        )


# ---------------------------------------------------------------- over HTTP


def _window(options: argparse.Namespace) -> None:
    _print_window(_post(options, options.act))


def _call(options: argparse.Namespace) -> None:
    if options.act == "next":
        _print_window(_post(options, "call-next"))
        return
    ticket_id = options.ticket
    if ticket_id is None:
        there = WindowState.model_validate(_ask(options, "GET", "")).serving
        if there is None:
            raise Refused("nobody is at this window")
        ticket_id = there.ticket_id
    _print_window(_post(options, f"tickets/{ticket_id}/{options.act}"))


def _post(options: argparse.Namespace, path: str) -> WindowState:
    return WindowState.model_validate(_ask(options, "POST", f"/{path}"))


def _ask(options: argparse.Namespace, method: str, path: str, message: Message | None = None) -> Any:
    import requests

    if not options.token:
        raise Refused(f"give a window client's token with --token or ${_TOKEN}")
    answer = requests.request(
        method,
        f"{options.office}/v1/windows/{options.window}{path}",
        headers={"Authorization": f"Bearer {options.token}", "Idempotency-Key": secrets.token_hex(16)},
        json=None if message is None else message.model_dump(mode="json"),
        timeout=_ANSWER_WITHIN_S,
    )
    body = answer.json()
    if not answer.ok:
        raise Refused(f"{body['title']} {body['facts'] or ''}".strip())
    return body


def _print_window(window: WindowState) -> None:
    there = window.serving
    now = f"{there.number} {there.state} ({there.ticket_id})" if there else "nobody"
    print(f"window {window.window_id}: {'open' if window.open else 'closed'}, {now}")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("say the offset too: 2026-11-23T10:07:00+08:00")
    return moment


if __name__ == "__main__":
    sys.exit(main())
