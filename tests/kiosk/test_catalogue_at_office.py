"""The catalogue over a real wire: from the office as it serves it, and by the command line that harnesses drive."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from central.contract.catalogue import CatalogueReport, CatalogueState
from central.publishing.keyring import Keyring, make_keys, open_keyring
from central.publishing.repository import Repository
from central.services import kiosks, rollouts
from devices.deadline import Deadline
from kiosk.catalogue.__main__ import main
from kiosk.catalogue.check import understood
from kiosk.catalogue.faults import CatalogueMissing
from kiosk.catalogue.store import CatalogueStore
from kiosk.catalogue.update import CatalogueUpdate
from kiosk.enrolment import Enrolment
from kiosk.faults import OfficeFailed, OfficeSilent
from kiosk.office import Office, enrol
from kiosk.office_api import OfficeAddress
from kiosk.office_clock import OfficeClock
from tests.central.catalogue_documents import documents
from tests.central.house import House
from tests.central.terminal import serving
from tests.kiosk.catalogue_repository import SimulatedRepository
from tests.kiosk.scripted_office import ScriptedOffice

WITHIN = 10.0
MANY = tuple(f"item_{number}" for number in range(30))


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    directory = tmp_path_factory.mktemp("keys")
    make_keys(directory)
    return open_keyring([directory])


def office_at(url: str, tmp_path: Path) -> Office:
    """The terminal's side of the line; no question about the catalogue is signed, so any enrolment does."""
    enrolment = Enrolment("k", "HALL-1", "", {}, X25519PrivateKey.generate().public_key(), Ed25519PrivateKey.generate())
    return Office(OfficeAddress(url), enrolment, OfficeClock(tmp_path / "time-floor"))


def test_a_published_catalogue_reaches_the_terminal(tmp_path: Path, keys: Keyring) -> None:
    repository = Repository(tmp_path / "repository")
    house = House(str(tmp_path / "office.db"), tmp_path)
    store = CatalogueStore(tmp_path / "kiosk")
    store.start()
    with serving(house.office, catalogue=tmp_path / "repository") as url:
        office = office_at(url, tmp_path)

        def read(name: str) -> bytes | None:
            return office.catalogue_file(Deadline(WITHIN), name)

        repository.publish(documents(*MANY), keys, datetime.now(UTC))
        root = repository.root_path.read_bytes()
        update = CatalogueUpdate(tmp_path / "kiosk", store, root, understood, lambda: datetime.now(UTC))
        assert update.look(read) is not None
        assert {*store.switch().items} == {*MANY}
        store.confirm()
        repository.publish(documents(*MANY[1:]), keys, datetime.now(UTC))
        assert update.look(read) is not None
        assert {*store.switch().items} == {*MANY[1:]}
        assert update.look(read) is None
        store.confirm()
        signing = keys
        for number, name in enumerate(
            ("root-1", "root-2", "online"), start=2
        ):  # after two, none of three is left alone
            make_keys(tmp_path / f"new-{number}", [name])
            new = open_keyring([tmp_path / f"new-{number}"])
            assert repository.rotate(signing, new, datetime.now(UTC)) == number
            signing = Keyring({**signing.signers, **new.signers})
        repository.publish(documents(*MANY[2:]), signing, datetime.now(UTC))
        assert update.look(read) is not None, "from the first root to the fourth"
        assert {*store.switch().items} == {*MANY[2:]}
        office.close()
    house.close()


def test_an_office_without_a_catalogue_and_no_office_at_all(tmp_path: Path) -> None:
    house = House(str(tmp_path / "office.db"), tmp_path)
    store = CatalogueStore(tmp_path / "kiosk")
    store.start()
    root = SimulatedRepository().first_root
    update = CatalogueUpdate(tmp_path / "kiosk", store, root, understood, lambda: datetime.now(UTC))
    with serving(house.office) as url:
        office = office_at(url, tmp_path)
        with pytest.raises(CatalogueMissing):
            update.look(lambda name: office.catalogue_file(Deadline(WITHIN), name))
        office.close()
    with pytest.raises(OfficeSilent):
        update.look(lambda name: office.catalogue_file(Deadline(WITHIN), name))
    office.close()
    house.close()


def test_the_doorbell_rings_at_the_terminal(tmp_path: Path) -> None:
    house = House(str(tmp_path / "office.db"), tmp_path)
    with serving(house.office) as url:
        address = OfficeAddress(url)
        code = kiosks.invite(house.office, house.hall_id)
        enrolment = enrol(Deadline(WITHIN), address, code, "kiosk", tmp_path / "storage")
        office = Office(address, enrolment, OfficeClock(tmp_path / "time-floor"))
        assert office.desired(Deadline(WITHIN), 0, 0) is None
        rollouts.start(house.office, 3, (100,), 50, 100)
        desired = office.desired(Deadline(WITHIN), 0, 5)
        assert desired is not None
        assert desired.catalogue == 3
        assert office.desired(Deadline(WITHIN), desired.version, 0) is None
        office.report_catalogue(Deadline(WITHIN), CatalogueReport(state=CatalogueState.CURRENT, running=3))
        assert rollouts.standings(house.office)[0].done == 1
        office.close()
    with pytest.raises(OfficeSilent):
        office.desired(Deadline(WITHIN), 0, 0)
    office.close()
    house.close()


def http(body: bytes, *headers: str, status: str = "200 OK", kind: str = "application/json") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


PACKED = "Content-Encoding: gzip"


def test_what_came_packed_is_unpacked(tmp_path: Path) -> None:
    plain = b'{"a":1}' * 50_000
    with ScriptedOffice(http(gzip.compress(plain), PACKED), http(plain)) as scripted:
        office = office_at(scripted.url, tmp_path)
        assert office.catalogue_file(Deadline(WITHIN), "metadata/1.root.json") == plain
        assert office.catalogue_file(Deadline(WITHIN), "metadata/1.root.json") == plain
        assert scripted.requests[0].target == "/v1/catalogue/metadata/1.root.json"
        office.close()


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (http(gzip.compress(bytes(50_000_000)), PACKED), OfficeFailed),
        (http(gzip.compress(b"{}")[:-9], PACKED), OfficeFailed),
        (http(b"no gzip at all", PACKED), OfficeFailed),
        (http(b"", PACKED), OfficeFailed),
        (http(b"{}", "Content-Encoding: br"), OfficeFailed),
        (http(b"<html>", kind="text/html"), OfficeSilent),
        (http(b"<html>", kind="text/html", status="404 Not Found"), OfficeSilent),
        (http(b"", "Location: http://elsewhere/", status="302 Found"), OfficeSilent),
        (http(b"", status="502 Bad Gateway", kind="text/html"), OfficeFailed),
    ],
    ids=["a bomb", "cut short", "no gzip", "empty", "brotli", "a portal", "a portal's 404", "a redirect", "a gateway"],
)
def test_a_stranger_or_a_bomb_is_a_fault(tmp_path: Path, answer: bytes, fault: type[Exception]) -> None:
    with ScriptedOffice(answer) as scripted:
        office = office_at(scripted.url, tmp_path)
        with pytest.raises(fault):
            office.catalogue_file(Deadline(WITHIN), "metadata/timestamp.json")
        office.close()


# ---------------------------------------------------------------- the command line of the harnesses


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[tuple[str, SimulatedRepository, Path]]:
    """A plain web server over the simulator's files; what it does not have is 404."""
    repository = SimulatedRepository(datetime.now(UTC))
    directory = tmp_path / "mirror"
    directory.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(directory)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", repository, directory
    server.shutdown()
    thread.join()
    server.server_close()


def lay_out(repository: SimulatedRepository, directory: Path) -> None:
    for name, data in repository.files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_bytes(data)


def test_init_refresh_download(
    mirror: tuple[str, SimulatedRepository, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, repository, directory = mirror
    repository.publish(documents("first"))
    lay_out(repository, directory)
    trusted = tmp_path / "client"
    common = ["--metadata-dir", str(trusted), "--metadata-url", f"{url}/metadata"]
    target = ["--target-base-url", f"{url}/targets", "--target-dir", str(tmp_path / "found"), "--target-name"]
    assert main([*common, "refresh"]) == 1, "nothing is trusted yet"
    assert main([*common, "init", str(directory / "metadata" / "1.root.json")]) == 0
    assert main([*common, "refresh"]) == 0
    assert (trusted / "timestamp.json").read_bytes() == repository.files["metadata/timestamp.json"]
    assert main([*common, *target, "items/first.json", "download"]) == 0
    (found,) = (tmp_path / "found").iterdir()
    assert found.read_bytes() == documents("first")["items/first.json"]
    capsys.readouterr()
    assert main([*common, *target, "items/absent.json", "download"]) == 1
    assert "no target items/absent.json" in capsys.readouterr().err

    repository.rotate("timestamp")
    repository.rotate("root")
    repository.publish(documents("second"))
    lay_out(repository, directory)
    assert main([*common, "refresh"]) == 0
    assert (trusted / "root.json").read_bytes() == repository.files["metadata/3.root.json"]

    newest = (trusted / "timestamp.json").read_bytes()
    repository.timestamp.version -= 2
    repository.sign_timestamp()
    lay_out(repository, directory)
    assert main([*common, "refresh"]) == 1
    assert "BadVersionNumberError" in capsys.readouterr().err
    assert (trusted / "timestamp.json").read_bytes() == newest
