"""The machine below the terminal: a mixer in a process of its own, a backlight of files, a way that ends anywhere."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from devices.deadline import Deadline
from kiosk.office_api import OfficeAddress
from kiosk.technician import reachability
from kiosk.technician.machine import BRIGHTNESS, DARKEST, VOLUME, Machine, NotAdjustable, Setting
from kiosk.technician.reachability import NOT_TRIED, Hop, way_to

AMIXER = """#!/bin/sh
echo "$@" >> {calls}
level=$(cat {level})
case "$2" in
scontrols) echo "Simple mixer control 'Mic',0"; echo "Simple mixer control '{control}',0" ;;
sset) printf %s "$4" | tr -d % > {level} ;;
sget) echo "Simple mixer control '{control}',0"
      echo "  Front Left: Playback 32768 [$level%] [-12.00dB] [on]"
      echo "  Front Right: Playback 0 [0%] [off]" ;;
esac
"""


def settings(machine: Machine) -> dict[str, Setting]:
    return {setting.name: setting for setting in machine.settings(Deadline(5))}


@pytest.fixture
def mixer(tmp_path: Path) -> Path:
    (tmp_path / "level").write_text("40")
    return script(tmp_path, AMIXER.format(calls=tmp_path / "calls", level=tmp_path / "level", control="PCM"))


def script(directory: Path, text: str) -> Path:
    path = directory / "amixer"
    path.write_text(text)
    path.chmod(0o700)
    return path


def test_volume_is_read_and_set(tmp_path: Path, mixer: Path) -> None:
    machine = Machine(tmp_path, str(mixer))
    assert settings(machine)[VOLUME] == Setting(VOLUME, 40)
    machine.set_level(Deadline(5), VOLUME, 70)
    assert settings(machine)[VOLUME].percent == 70
    machine.set_level(Deadline(5), VOLUME, 170)
    assert settings(machine)[VOLUME].percent == 100
    assert "-M sset PCM 70% unmute\n" in (tmp_path / "calls").read_text()


@pytest.mark.parametrize(
    ("text", "code"),
    [("#!/bin/sh\nexit 1\n", "mixer_failed"), ("#!/bin/sh\necho \"Simple mixer control 'Mic',0\"\n", "no_mixer"),
     ("#!/bin/sh\necho \"Simple mixer control 'Master',0\"\n", "mixer_failed"), ("no program", "mixer_failed")],
)  # fmt: skip
def test_a_mixer_that_does_not_do_says_so(tmp_path: Path, text: str, code: str) -> None:
    machine = Machine(tmp_path, str(script(tmp_path, text)))
    assert settings(machine)[VOLUME] == Setting(VOLUME, None, code)
    with pytest.raises(NotAdjustable) as refused:
        machine.set_level(Deadline(5), VOLUME, 10)
    assert refused.value.code == code


def test_a_mixer_that_hangs_is_ended(tmp_path: Path) -> None:
    machine = Machine(tmp_path, str(script(tmp_path, "#!/bin/sh\nexec sleep 60\n")))
    assert {s.name: s for s in machine.settings(Deadline(0.1))}[VOLUME].code == "mixer_failed"


@pytest.fixture
def light(tmp_path: Path) -> Path:
    directory = tmp_path / "sys/class/backlight/intel"
    directory.mkdir(parents=True)
    (directory / "max_brightness").write_text("937\n")
    (directory / "brightness").write_text("469\n")
    return directory


def test_brightness_is_read_and_set_and_never_dark(tmp_path: Path, light: Path) -> None:
    machine = Machine(tmp_path, "none")
    assert settings(machine)[BRIGHTNESS] == Setting(BRIGHTNESS, 50, least=DARKEST)
    machine.set_level(Deadline(5), BRIGHTNESS, 100)
    assert (light / "brightness").read_text() == "937"
    machine.set_level(Deadline(5), BRIGHTNESS, 0)
    assert settings(machine)[BRIGHTNESS].percent == DARKEST


def test_a_backlight_that_makes_no_sense_is_left_alone(tmp_path: Path, light: Path) -> None:
    (light / "max_brightness").write_text("bright")
    assert settings(Machine(tmp_path, "none"))[BRIGHTNESS].code == "backlight_locked"
    assert settings(Machine(tmp_path / "sys", "none"))[BRIGHTNESS].code == "no_backlight"


def test_facts_about_this_machine_and_about_none(tmp_path: Path) -> None:
    here = Machine().facts()
    assert int(here["MemTotal_kb"]) > 100_000
    assert int(here["up_s"]) > 0
    assert set(Machine(tmp_path).facts()) == {"kernel", "machine", "cpus"}


# ---------------------------------------------------------------- the way to the office


class Certificate:
    """One that signs itself."""

    def __init__(self, directory: Path, host: str, days: int) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        start = datetime.now(UTC) + timedelta(days=min(days, 0)) - timedelta(days=10)
        made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), start,
                                       start + timedelta(days=abs(days) + 9 if days > 0 else 5))  # fmt: skip
        signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False).sign(
            key, hashes.SHA256()
        )
        self.file = directory / f"{host}{days}.pem"
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self.file.write_bytes(secret + signed.public_bytes(Encoding.PEM))


@contextmanager
def office(certificate: Certificate | None) -> Iterator[int]:
    """Greets with its certificate, or hangs up; the port."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            line, _ = server.accept()
        except OSError:
            return
        with line:
            if certificate is not None:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(certificate.file)
                try:
                    context.wrap_socket(line, server_side=True).close()
                except OSError:
                    return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield int(server.getsockname()[1])
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def walk(address: OfficeAddress, root: Path = Path("/")) -> dict[str, Hop]:
    return {hop.name: hop for hop in way_to(Deadline(10), address, root)}


@pytest.mark.parametrize(
    ("host", "days", "trusted", "code"),
    [("localhost", 30, True, ""), ("localhost", 30, False, "tls_untrusted"), ("localhost", -30, True, "tls_expired"),
     ("elsewhere", 30, True, "tls_other_name"), ("", 0, True, "tls_failed")],
)  # fmt: skip
def test_the_greeting(tmp_path: Path, host: str, days: int, trusted: bool, code: str) -> None:
    mine = Certificate(tmp_path, host, days) if host else None
    other = Certificate(tmp_path, "other", 30)
    with office(mine) as port:
        trusting = mine if mine and trusted else other
        hops = walk(OfficeAddress(f"https://localhost:{port}", trusting.file))
    assert hops["name"].good
    assert hops["connection"].good
    assert hops["tls"].code == code
    if not code:
        assert 25 <= int(hops["tls"].facts["days"]) <= 30


def test_where_the_way_ends_the_rest_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    refused = walk(OfficeAddress(f"https://127.0.0.1:{port}"))
    assert (refused["connection"].code, refused["tls"].code) == ("connection_refused", NOT_TRIED)

    def silent(*_: object) -> socket.socket:
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", silent)
    assert walk(OfficeAddress("https://127.0.0.1"))["connection"].code == "connection_silent"

    def in_vain(*_: object) -> str:
        raise OSError(0, "CalledProcessError")

    monkeypatch.setattr(reachability, "run", in_vain)
    unknown = walk(OfficeAddress("https://office.example"))
    assert unknown["name"].code == "name_unknown"
    assert unknown["connection"].code == unknown["tls"].code == NOT_TRIED
    monkeypatch.setattr(reachability, "_LOOK_UP", 0.0)
    assert walk(OfficeAddress("https://office.example"))["name"].code == "name_slow"


def test_a_proxy_shows_no_certificate() -> None:
    hops = walk(OfficeAddress("https://office.example", proxy="http://127.0.0.1:1"))
    assert list(hops) == ["interface", "gateway", "name", "connection"]


def test_cable_and_gateway(tmp_path: Path) -> None:
    address = OfficeAddress("http://127.0.0.1:1")
    hops = walk(address, tmp_path)
    assert (hops["interface"].code, hops["gateway"].code) == ("no_interface_up", "no_gateway")
    for name, state, carrier in [
        ("lo", "unknown", "1"),
        ("eth0", "down", "0"),
        ("wlan0", "up", "1"),
        ("usb0", "unknown", "1"),
    ]:
        (tmp_path / "sys/class/net" / name).mkdir(parents=True)
        (tmp_path / "sys/class/net" / name / "operstate").write_text(state)
        (tmp_path / "sys/class/net" / name / "carrier").write_text(carrier)
    (tmp_path / "proc/net").mkdir(parents=True)
    (tmp_path / "proc/net/route").write_text(
        "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"
        "eth0\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\neth0\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000000\n"
    )
    hops = walk(address, tmp_path)
    assert hops["interface"].facts == {"names": "usb0 wlan0"}
    assert hops["gateway"].facts == {"address": "192.168.1.1"}
    (tmp_path / "proc/net/route").write_text("")
    (tmp_path / "proc/net/ipv6_route").write_text(
        f"{'0' * 32} 00 {'0' * 32} 00 fe80{'0' * 27}1 00000400 00000001 00000000 00000003 eth0\n"
    )
    assert walk(address, tmp_path)["gateway"].facts == {"address": "fe80::1"}
