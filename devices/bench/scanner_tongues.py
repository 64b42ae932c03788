"""The far end of each scanner family: what the scanner understands, answers and forgets."""

from __future__ import annotations

from collections.abc import Callable

from devices.bench.scanner_packets import Ssi, SsiRaw, Vbar, VbarRaw
from devices.bench.scanner_streams import Datalogic, Gm65, Honeywell, Keyboard, KeyboardGbk, Newland, NewlandClassic
from devices.bench.scanner_tongue import Engine, Tongue

TONGUES: dict[str, Callable[[Engine, bytes], Tongue]] = {
    "plain": Tongue,
    "newland": Newland,
    "newland_classic": NewlandClassic,
    "honeywell": Honeywell,
    "ssi": Ssi,
    "ssi_raw": SsiRaw,
    "datalogic": Datalogic,
    "gm65": Gm65,
    "vbar": Vbar,
    "vbar_raw": VbarRaw,
    "keyboard_wedge": Keyboard,
    "keyboard_wedge_gbk": KeyboardGbk,
}
