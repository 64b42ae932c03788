"""The command line of a terminal."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from devices.deadline import Deadline
from devices.states import Fault

CONFIG = Path("/etc/kiosk/kiosk.toml")
BUILT = bool(getattr(sys, "frozen", False))  # by PyInstaller: the terminal's folder, without office and bench
ENROLMENT = 30.0  # seconds that the office has for its answer
INTERRUPTED = 130  # as shells say of Ctrl-C


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Whoever ends it in the middle is shown no traceback."""
    try:
        code = _command(arguments)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except EOFError:  # of what was asked
        print("nobody answered / 没有输入", file=sys.stderr)
        return 1
    except BrokenPipeError:  # `| head`; what is left to write has nobody to read it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _command(arguments: Sequence[str] | None) -> int:
    parser = argparse.ArgumentParser(prog="kiosk", description="Self-service terminal of a government hall.")
    parser.set_defaults(passes_on=False)
    commands = parser.add_subparsers(required=True, metavar="command")

    config = argparse.ArgumentParser(add_help=False)
    config.add_argument("--config", type=Path, default=CONFIG, metavar="FILE", help=f"default: {CONFIG}")

    enrolling = commands.add_parser("enrol", parents=[config], help="take a place in a hall, with the office's code")
    enrolling.add_argument("--code", help="the one-time code; asked for when it is not given")
    enrolling.set_defaults(carry_out=_enrol)
    doctor = commands.add_parser("doctor", parents=[config], help="say what is wrong with this terminal")
    doctor.set_defaults(carry_out=_doctor)
    technicians = commands.add_parser("technicians", parents=[config], help="who may open the service console")
    technicians.add_argument("act", choices=["add", "list", "remove", "reset"], help="reset: unlock; the PIN stays")
    technicians.add_argument("number", nargs="?", default="", help="staff number; a PIN is asked for")
    technicians.set_defaults(carry_out=_records, command="technicians")
    logbook = commands.add_parser("logbook", parents=[config], help="what technicians did here")
    logbook.add_argument("act", choices=["verify", "show"])
    logbook.add_argument("--last", type=int, default=50, metavar="N", help="entries to show; default: 50")
    logbook.set_defaults(carry_out=_records, command="logbook")
    bundle = commands.add_parser("bundle", parents=[config], help="pack facts for support, without personal data")
    bundle.add_argument("--to", type=Path, required=True, metavar="DIR")
    bundle.set_defaults(carry_out=_records, command="bundle")
    devices = commands.add_parser("devices", help="look at devices, find them, test them", add_help=False)
    devices.set_defaults(carry_out=_devices, passes_on=True)
    run = commands.add_parser("run", parents=[config], help="start the terminal")
    run.set_defaults(carry_out=_run)
    if not BUILT:
        demo = commands.add_parser("demo", help="office, hardware and terminal on this machine", add_help=False)
        demo.set_defaults(carry_out=_demo, passes_on=True)

    chosen, rest = parser.parse_known_args(arguments)
    if rest and not chosen.passes_on:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    chosen.rest = rest
    code: int = chosen.carry_out(chosen)
    return code


def _enrol(chosen: argparse.Namespace) -> int:
    from kiosk import config, fittings, office

    try:
        tree = config.load(chosen.config)
        code = (chosen.code or input("One-time code / 一次性码: ")).strip().upper()
        enrolment = office.enrol(
            Deadline(ENROLMENT), fittings.office_address(tree.office), code, tree.terminal.name, tree.storage.directory
        )
    except Fault as fault:
        print(f"{fault.code}: {fault.detail}", file=sys.stderr)
        return 1
    print(f"Hall / 大厅: {enrolment.hall_id}")
    print(f"Compare with the office's list / 与管理端核对指纹: {enrolment.fingerprint}")
    return 0


def _doctor(chosen: argparse.Namespace) -> int:
    from kiosk import doctor

    wrong = False
    for finding in doctor.examine(chosen.config):
        wrong = wrong or bool(finding.code)
        print(finding, flush=True)
    return 1 if wrong else 0


def _records(chosen: argparse.Namespace) -> int:
    from kiosk.technician import records

    return records.main(chosen)


def _devices(chosen: argparse.Namespace) -> int:
    from kiosk.technician import commands

    return commands.main(chosen.rest, CONFIG)


def _run(chosen: argparse.Namespace) -> int:
    program = [str(Path(sys.executable).with_name("kiosk-terminal"))] if BUILT else [sys.executable, "-m", "ui"]
    command = [*program, "--config", str(chosen.config)]
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606  a new process image: nothing of this one stays in memory


def _demo(chosen: argparse.Namespace) -> int:
    from kiosk import demo

    return demo.main(chosen.rest)


if __name__ == "__main__":
    sys.exit(main())
