"""The commands about who may come in, what was done and what support gets: `kiosk technicians`, `logbook`, `bundle`."""

from __future__ import annotations

import argparse
import sys
from collections import deque
from contextlib import suppress
from dataclasses import replace
from getpass import getpass

from devices.deadline import Deadline
from devices.states import Fault
from kiosk import config
from kiosk.config import Config
from kiosk.ledger import Ledger
from kiosk.office_clock import OfficeClock
from kiosk.storage import LEDGER_FILE, TIME_FLOOR_FILE
from kiosk.technician import bundle
from kiosk.technician.logbook import Action, Logbook
from kiosk.technician.machine import Machine
from kiosk.technician.technicians import Technicians, check_number, check_pin
from kiosk.technician.teller import complain

SAVING = 120.0  # seconds for a slow stick


def main(chosen: argparse.Namespace) -> int:
    """Carry one command out; the exit status. What is expected to go wrong is a line, no traceback."""
    try:
        tree = config.load(chosen.config)
        clock = OfficeClock(tree.storage.directory / TIME_FLOOR_FILE)
        logbook = Logbook(tree.storage.directory, clock.machine)
        match chosen.command:
            case "technicians":
                _people(chosen.act, chosen.number, Technicians(tree.storage.directory, clock.machine), logbook)
            case "logbook" if chosen.act == "show":
                for entry in deque(logbook.entries(), max(1, chosen.last)):
                    _say(str(entry))
            case "logbook":
                return _verify(logbook)
            case _:
                facts = _facts(tree, clock, logbook)
                with logbook.action("", Action.BUNDLE, {"file": facts.file_name}):
                    _say(str(chosen.to / bundle.save(Deadline(SAVING), facts, chosen.to)))
    except Fault as fault:
        complain(fault)
        return 1
    except ValueError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    return 0


def _people(act: str, number: str, technicians: Technicians, logbook: Logbook) -> None:
    """Raises `ValueError` for what a person typed wrongly."""
    if act == "list":
        for technician in technicians.listed():
            _say(f"{technician.number}{'  locked / 已锁定' if technician.locked else ''}")
        return
    check_number(number)
    if act == "add":
        pin = _new_pin()
        with logbook.action("", Action.PERSON_ADDED, {"number": number}):
            technicians.add(number, pin)
        return
    if not technicians.knows(number):
        raise ValueError(f"there is no technician {number} / 没有这个工号")
    if act == "remove":
        with logbook.action("", Action.PERSON_REMOVED, {"number": number}):
            technicians.remove(number)
    else:
        with logbook.action("", Action.PERSON_RESET, {"number": number}):
            technicians.reset(number)


def _new_pin() -> str:
    """Asked for twice and never shown. Raises `ValueError`."""
    pin = getpass("PIN / 密码: ")
    check_pin(pin)
    if getpass("PIN again / 再输一次: ") != pin:
        raise ValueError("the two are not the same / 两次不一样")
    return pin


def _verify(logbook: Logbook) -> int:
    found = logbook.verify()
    _say(f"{found.entries} entries, length {found.head.length}, head {found.head.hash}")
    if found.broken:
        _say(f"WRONG  {found.broken}: changed, or a line before it is missing / 此行被改过，或前面少了一行")
        return 1
    _say("ok     compare length and head with the office's / 请与管理端记录的长度和摘要核对")
    return 0


def _facts(tree: Config, clock: OfficeClock, logbook: Logbook) -> bundle.Facts:
    """Of a terminal that may be running: then it holds its ledger, and its devices are its own."""
    facts = bundle.Facts(tree, clock.machine(), logbook, Machine())
    with suppress(Fault, OSError):
        if (tree.storage.directory / LEDGER_FILE).exists():
            ledger = Ledger(tree.storage.directory / LEDGER_FILE)
            facts = replace(facts, depth=ledger.depth(clock.now()), open_effects=tuple(ledger.open_effects()))
            ledger.close()
    return facts


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
