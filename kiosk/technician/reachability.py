"""The way to the office, hop by hop: at which one it ends tells who has to be called.

Each hop is tried with what is configured, and with nothing else. Behind a hop that is not good the others are not
tried, except that a missing gateway ends nothing: the office may be next door.
"""

from __future__ import annotations

import re
import socket
import ssl
import struct
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from urllib.parse import urlsplit

from devices.deadline import Deadline
from kiosk.office_api import OfficeAddress
from kiosk.technician.machine import kernel_says, run

NOT_TRIED = "not_tried"
_LOOK_UP = 5.0  # seconds
_CONNECT = 4.0
_GREETING = 4.0
_PORTS = {"https": 443, "http": 80}
_INTERFACE = re.compile(r"[A-Za-z0-9_.:-]{1,15}")
_UNTRUSTED = {9: "tls_too_early", 10: "tls_expired", 62: "tls_other_name"}  # OpenSSL's X509_V_ERR_…


@dataclass(frozen=True)
class Hop:
    """One stretch of the way. `code` is empty when it is good, `not_tried` behind one that is not.

    Names: `interface`, `gateway`, `name`, `connection`, `tls`, `office`.
    """

    name: str
    code: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return not self.code


class _Ended(Exception):
    """The way ends at this hop."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def way_to(by: Deadline, address: OfficeAddress, root: Path = Path("/")) -> tuple[Hop, ...]:
    """Every hop but the last, which the line to the office knows itself. `root`: where `/sys` and `/proc` are."""
    first = urlsplit(address.proxy or address.url)
    host, port = first.hostname or "", first.port or _PORTS[first.scheme]
    names = ["name", "connection"]
    if first.scheme == "https" and not address.proxy:  # a proxy shows no certificate of the office
        names.append("tls")
    hops = []
    try:
        found = _look_up(by, host)
        hops.append(Hop("name", facts={"address": found}))
        with closing(_connect(by, found, port)) as line:
            hops.append(Hop("connection", facts={"port": port}))
            if "tls" in names:
                hops.append(Hop("tls", facts={"days": _greet(by, line, host, address.ca_file)}))
    except _Ended as ended:
        hops.append(Hop(names[len(hops)], ended.code))
    rest = (Hop(name, NOT_TRIED) for name in names[len(hops) :])
    return _interface(root), _gateway(root), *hops, *rest


def _interface(root: Path) -> Hop:
    """A network card with something at the other end of its cable, or a radio with a cell."""
    names = sorted(path.parent.name for path in (root / "sys/class/net").glob("*/operstate"))
    up = [name for name in names if name != "lo" and _INTERFACE.fullmatch(name) and _is_up(root, name)]
    return Hop("interface", facts={"names": " ".join(up)[:60]}) if up else Hop("interface", "no_interface_up")


def _is_up(root: Path, name: str) -> bool:
    """Some drivers do not tell their state, but all tell whether there is a carrier."""
    return (
        kernel_says(root / f"sys/class/net/{name}/operstate") == "up"
        or kernel_says(root / f"sys/class/net/{name}/carrier") == "1"
    )


def _gateway(root: Path) -> Hop:
    """The way out of the hall's network, in IPv4 or IPv6."""
    for line in kernel_says(root / "proc/net/route").splitlines()[1:]:
        columns = line.split()
        if len(columns) > 3 and columns[1] == "00000000" and int(columns[3], 16) & 2:
            gateway = IPv4Address(struct.pack("=I", int(columns[2], 16)))
            return Hop("gateway", facts={"address": str(gateway)})
    for line in kernel_says(root / "proc/net/ipv6_route").splitlines():
        columns = line.split()
        if len(columns) > 9 and columns[0] == "0" * 32 and columns[1] == "00" and columns[9] != "lo":
            return Hop("gateway", facts={"address": str(IPv6Address(bytes.fromhex(columns[4])))})
    return Hop("gateway", "no_gateway")


def _look_up(by: Deadline, host: str) -> str:
    """The address of a name, by the system's own resolver in a process that can be ended when it takes too long."""
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    patience = by.phase(_LOOK_UP)
    try:
        said = run(("getent", "ahosts", host), patience)
        return str(ip_address(said.split()[0]))
    except (OSError, ValueError, IndexError):
        raise _Ended("name_slow" if patience.passed else "name_unknown") from None


def _connect(by: Deadline, address: str, port: int) -> socket.socket:
    try:
        return socket.create_connection((address, port), by.phase(_CONNECT).left())
    except TimeoutError:
        raise _Ended("connection_silent") from None
    except ConnectionRefusedError:
        raise _Ended("connection_refused") from None
    except OSError:
        raise _Ended("connection_impossible") from None


def _greet(by: Deadline, line: socket.socket, host: str, ca_file: Path | None) -> int:
    """Days for which the office's certificate is still good."""
    try:
        context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
        line.settimeout(by.phase(_GREETING).left())
        with context.wrap_socket(line, server_hostname=host) as secure:
            certificate = secure.getpeercert() or {}
        until = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
    except ssl.SSLCertVerificationError as error:
        raise _Ended(_UNTRUSTED.get(error.verify_code, "tls_untrusted")) from None
    except (OSError, ValueError, KeyError):
        raise _Ended("tls_failed") from None
    return int((until - datetime.now(UTC).timestamp()) // 86_400)
