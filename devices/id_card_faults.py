"""What can go wrong between a card and its reader, by the status words of the security module."""

from __future__ import annotations

from devices.sdt import Status
from devices.states import Fault, Garbled, HardwareFailed, Remedy


class CardUnreadable(Fault):
    """The card is there and cannot be read; lift it and lay it again. Also two cards at once."""

    code = "card_unreadable"
    remedy = Remedy.CITIZEN


class CardPulled(Fault):
    """The card left before it was read."""

    code = "card_pulled"
    remedy = Remedy.CITIZEN


class CardUnknown(Fault):
    """Not an identity card."""

    code = "card_unknown"
    remedy = Remedy.CITIZEN


class CardRejected(Fault):
    """The security module does not accept the card: counterfeit, or of a kind younger than the module."""

    code = "card_rejected"
    remedy = Remedy.CITIZEN


class CardBeyondReader(Fault):
    """Turned down by a module older than some kinds of cards: it may be the reader that cannot, and not the card.

    `kinds`: those that this reader may not know.
    """

    code = "card_beyond_reader"
    remedy = Remedy.CITIZEN


class ReaderFailed(HardwareFailed):
    """The security module reports a defect, or that it is not authorised: a service call, no retry."""

    code = "reader_failed"


DEFECTS = (Status.SELF_TEST_FAILED, Status.NOT_AUTHORISED)

_FAULTS: dict[Status, type[Fault]] = {
    Status.CHECKSUM_WRONG: Garbled,
    Status.LENGTH_WRONG: Garbled,
    Status.NOT_PERMITTED: ReaderFailed,
    Status.UNRECOGNISED: ReaderFailed,
    Status.SELF_TEST_FAILED: ReaderFailed,
    Status.NOT_AUTHORISED: ReaderFailed,
    Status.CARD_TYPE_UNKNOWN: CardUnknown,
    Status.READER_REJECTS_CARD: CardRejected,
    Status.UNVERIFIED: CardRejected,
}  # all others: CardUnreadable


def fault_of(status: Status) -> Fault:
    return _FAULTS.get(status, CardUnreadable)(status.name.lower(), status=int(status))
