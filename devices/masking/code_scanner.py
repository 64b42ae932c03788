"""What may be kept of the talk with a code scanner: its answers to commands; of codes only how long they are."""

from __future__ import annotations

from devices.masking import Legible, veil


class CodeScannerMask:
    """Implements `Mask`."""

    filler = ord(".")

    def __init__(self, family: str) -> None:
        self.language = f"code_scanner:{family}"

    def sent(self, data: bytes) -> bytes:
        return data

    def received(self, data: bytes) -> list[Legible]:
        return [Legible(len(data), veil(data))]

    def paused(self) -> list[Legible]:
        return []
