"""The conformance kit: one suite for any driver, on the bench or on a real device, and a report to hand in.

    python -m devices.conformance --driver code_scanner:newland --bench
    python -m devices.conformance --driver vendor.reader:open_reader --kind id_card_reader --port /dev/serial/by-id/…

`docs/conformance.md` is the guide for vendors.
"""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 0 when the driver conforms, 1 when it does not, 2 when nothing could be tested, 3 when steps
    were left out."""
    from devices.conformance.command import main as command

    return command(arguments)
