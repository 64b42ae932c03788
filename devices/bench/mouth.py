"""The mouth of a simulated printer that keeps what is cut off: presenter, exit sensor, bin."""

from __future__ import annotations

from devices.bench.thermal_paper import PrintedSlip


class Mouth:
    """What lies where behind the cutter. `held` is what a hand can take."""

    def __init__(self, *, presents: bool) -> None:
        """`presents`: a slip is held back until a command hands it out."""
        self.held: PrintedSlip | None = None
        self.bin: list[PrintedSlip] = []  # taken back
        self.fallen: list[PrintedSlip] = []  # thrown out, or pushed out by the next one
        self.blocked = False  # something sticks in it: the sensor is covered, and nothing moves
        self._presents = presents
        self._inside: PrintedSlip | None = None

    @property
    def covered(self) -> bool:
        """What the exit sensor says."""
        return self.held is not None or self.blocked

    def take_in(self, slip: PrintedSlip | None) -> None:
        """A piece has been cut off; None for a strip of which nobody makes anything."""
        if self._inside is not None:
            self.fallen.append(self._inside)
        self._inside = slip
        if not self._presents:
            self.hand_out()

    def hand_out(self) -> None:
        if self._inside is not None:
            if self.held is not None:
                self.fallen.append(self.held)
            self.held, self._inside = self._inside, None

    def obey(self, command: bytes) -> bool:
        """GS e (Custom, KPM210/216 p. 76) and GS R (Citizen, PMU2300III p. 326); False for anything else."""
        match command[:3]:
            case b"\x1de\x03":
                self.hand_out()
            case b"\x1de\x02" | b"\x1dR0":
                self._let_go(self.bin)
            case b"\x1de\x05":
                self._let_go(self.fallen)
            case b"\x1dR1":
                pass  # the time after which it would take a slip back by itself
            case _:
                return False
        return True

    def _let_go(self, to: list[PrintedSlip]) -> None:
        if not self.blocked:
            to += [slip for slip in (self._inside, self.held) if slip is not None]
            self._inside = self.held = None
