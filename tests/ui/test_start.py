"""The home screen does not wait for libraries that only devices and the network need."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from central.contract import sealing
from central.contract.messages import Enrolled, IssuerKey
from kiosk.enrolment import keep_enrolled, own_key

ROOT = Path(__file__).parents[2]
HEAVY = {
    "requests",
    "urllib3",
    "escpos",
    "numpy",
    "PIL",
    "zxingcpp",
    "serial",
    "usb",
    "yaml",
    "cv2",
    "argon2",
    "tomlkit",
    "fpdf",
    "fontTools",
    "tuf",
    "securesystemslib",
    "jsonschema",
    "qrcode",
}

FIRST_FRAME = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from kiosk import config
from ui.__main__ import Kiosk

application = QGuiApplication([])
kiosk = Kiosk(config.load(Path(sys.argv[1])), Path(sys.argv[1]))
assert kiosk.terminal is not None
frames = []

def swapped():
    frames.append(sorted(sys.modules))
    QCoreApplication.exit(0)

kiosk.window.frameSwapped.connect(swapped, Qt.ConnectionType.DirectConnection)
application.exec()
kiosk.stop()
print(json.dumps(frames[0]))
"""


def raw(key: object) -> str:
    return base64.urlsafe_b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()  # type: ignore[attr-defined]


def enrol(storage: Path) -> None:
    """As `kiosk enrol` leaves it, without an office."""
    sealing_key = X25519PrivateKey.generate().public_key()
    facts = Enrolled(
        kiosk_id="0a" * 16,
        hall_id="SZ-01",
        issuers=(IssuerKey(key_id=7, public_key=raw(Ed25519PrivateKey.generate().public_key())),),
        sealing_key_id=sealing.key_id(sealing_key),
        sealing_key=raw(sealing_key),
        fingerprint="AAAA-BBBB",
    )
    keep_enrolled(storage, facts, own_key(storage))


def test_the_first_frame_comes_before_heavy_libraries(tmp_path: Path) -> None:
    enrol(tmp_path / "storage")
    (tmp_path / "kiosk.toml").write_text(
        '[terminal]\nname = "1"\n[office]\nurl = "http://127.0.0.1:9"\n[storage]\ndirectory = "storage"\n'
        + "".join(
            f'[devices.{name}]\nport = "/dev/kiosk/{name}"\n'
            for name in ("id_card_reader", "code_scanner", "receipt_printer")
        )
        + "[screen]\nfullscreen = false\n",
        "utf-8",
    )
    played = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME, tmp_path / "kiosk.toml"],
        cwd=ROOT,
        env={"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software", "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert played.returncode == 0, played.stderr
    loaded = set(json.loads(played.stdout))
    assert {"kiosk.office", "devices.receipt_printer"} <= loaded, "the whole terminal is there, not a part of it"
    assert not HEAVY & loaded
