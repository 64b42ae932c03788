"""A process to be killed: writes to the ledger named on its command line and says what was acknowledged."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from devices.paper import PaperState
from kiosk.ledger import Ledger

EFFECT = "a" * 32
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def main() -> None:
    ledger = Ledger(Path(sys.argv[1]))
    say("open")
    ledger.append("take-ticket", b"sealed " * 60, EFFECT, now=NOW)
    say("appended")
    ledger.sent(EFFECT, "ticket A001")
    say("sent")
    paper = ledger.paper_begin(EFFECT, 0)
    say("begun")
    ledger.paper(paper, PaperState.PRINTED)
    say("printed")
    ledger.close()
    say("closed")


if __name__ == "__main__":
    main()
