"""Publishing: who must sign, what stays when nothing changes, and a power cut at every write."""

from __future__ import annotations

import gzip
import json
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.ngclient._internal.trusted_metadata_set import TrustedMetadataSet
from tuf.ngclient.config import EnvelopeType

from central.__main__ import main
from central.contract.item import ItemDocument
from central.items.finding import Rule
from central.items.library import read_library
from central.items.lint import lint
from central.keys import KeysExposed
from central.publishing.documents import signable
from central.publishing.keyring import EVERYBODY, KeyMissing, Keyring, make_keys, open_keyring
from central.publishing.repository import LASTS, Repository, RepositoryBroken
from tests.central.catalogue_documents import ASSETS, documents
from tests.central.courses import CALENDAR
from tests.central.house import House
from tests.central.terminal import serving
from tests.power_cut import cut_at_every_call

NOW = datetime.now(UTC).replace(microsecond=0)


def without(ring: Keyring, *names: str) -> Keyring:
    return Keyring({name: signer for name, signer in ring.signers.items() if name not in names})


def verified(directory: Path, now: datetime = NOW) -> Targets:
    """What a client makes of the repository: every signature, number, hash and date checked."""
    metadata = directory / "metadata"
    trusted = TrustedMetadataSet((metadata / "1.root.json").read_bytes(), EnvelopeType.METADATA)
    trusted.reference_time = now
    number = 2
    while (successor := metadata / f"{number}.root.json").exists():
        trusted.update_root(successor.read_bytes())
        number += 1
    timestamp = trusted.update_timestamp((metadata / "timestamp.json").read_bytes())
    number = timestamp.snapshot_meta.version
    snapshot = trusted.update_snapshot((metadata / f"{number}.snapshot.json").read_bytes())
    number = snapshot.meta["targets.json"].version
    targets = trusted.update_delegated_targets(
        (metadata / f"{number}.targets.json").read_bytes(), Targets.type, Root.type
    )
    for path, file in targets.targets.items():
        folder, _, name = path.partition("/")
        file.verify_length_and_hashes((directory / "targets" / folder / f"{file.hashes['sha256']}.{name}").read_bytes())
    return targets


def test_what_is_published_verifies_and_only_what_is_published(tmp_path: Path, ring: Keyring) -> None:
    repository = Repository(tmp_path)
    assert repository.version() == 0
    assert repository.publish(documents("first", "second"), ring, NOW) == 1
    targets = verified(tmp_path)
    assert {*targets.targets} == {*documents("first", "second")} == {*repository.documents()}
    assert repository.publish(documents("second", "third"), ring, NOW) == 2
    assert {*verified(tmp_path).targets} == {*documents("second", "third")}
    assert repository.version() == 2


def test_the_same_again_is_no_new_version_and_gets_a_new_time_stamp(tmp_path: Path, ring: Keyring) -> None:
    repository = Repository(tmp_path)
    repository.publish(documents("first"), ring, NOW)
    later = NOW + timedelta(days=6)
    assert repository.publish(documents("first"), without(ring, "root-1", "editor", "reviewer"), later) == 1
    verified(tmp_path, later + LASTS[Timestamp.type] - timedelta(seconds=1))


def test_the_online_key_renews_and_can_do_nothing_else(tmp_path: Path, ring: Keyring) -> None:
    repository = Repository(tmp_path)
    online = without(ring, *({*EVERYBODY} - {"online"}))
    with pytest.raises(RepositoryBroken):
        repository.renew(online, NOW)
    repository.publish(documents("first"), ring, NOW)
    repository.renew(online, NOW + timedelta(days=20))
    assert verified(tmp_path, NOW + timedelta(days=26)).version == 1
    with pytest.raises(KeyMissing, match="editor, reviewer"):
        repository.publish(documents("second"), online, NOW)


@pytest.mark.parametrize("gone", ["editor", "reviewer", "online"])
def test_whoever_must_sign_must_be_there(tmp_path: Path, ring: Keyring, gone: str) -> None:
    repository = Repository(tmp_path)
    repository.publish(documents("first"), ring, NOW)
    with pytest.raises(KeyMissing, match=gone):
        repository.publish(documents("second"), without(ring, gone), NOW)
    assert verified(tmp_path).version == repository.version() == 1


def test_the_first_root_names_every_key(tmp_path: Path, ring: Keyring) -> None:
    with pytest.raises(KeyMissing, match="root-3"):
        Repository(tmp_path).publish(documents("first"), without(ring, "root-3"), NOW)
    Repository(tmp_path).publish(documents("first"), ring, NOW)
    root = Metadata[Root].from_file(str(tmp_path / "metadata" / "1.root.json")).signed
    assert {role: (each.threshold, len(each.keyids)) for role, each in root.roles.items()} == {
        "root": (2, 3),
        "targets": (2, 2),
        "snapshot": (1, 1),
        "timestamp": (1, 1),
    }


def test_keys_of_another_repository_sign_nothing(tmp_path: Path, ring: Keyring) -> None:
    make_keys(tmp_path / "others")
    repository = Repository(tmp_path / "repository")
    repository.publish(documents("first"), ring, NOW)
    with pytest.raises(RepositoryBroken, match="editor, reviewer"):
        repository.publish(documents("second"), open_keyring([tmp_path / "others"]), NOW)
    assert verified(tmp_path / "repository").version == 1


@pytest.mark.parametrize("path", ["items/../x.json", "/items/x1.json", "items/X.json", "x.json", "items/a b.json"])
def test_no_other_path_is_published(tmp_path: Path, ring: Keyring, path: str) -> None:
    with pytest.raises(ValueError, match="no path"):
        Repository(tmp_path).publish({path: b"{}"}, ring, NOW)
    assert not (tmp_path / "metadata").exists()


def test_a_torn_repository_is_said_to_be_one(tmp_path: Path, ring: Keyring) -> None:
    repository = Repository(tmp_path)
    repository.publish(documents("first"), ring, NOW)
    (tmp_path / "metadata" / "timestamp.json").write_bytes(b"{")
    with pytest.raises(RepositoryBroken, match="timestamp"):
        repository.publish(documents("second"), ring, NOW)


def test_a_power_cut_at_any_call_leaves_the_old_version_or_the_new(tmp_path: Path, ring: Keyring) -> None:
    start, place = tmp_path / "start", tmp_path / "repository"
    Repository(start).publish(documents("first", "second"), ring, NOW)
    following = documents("second", "third", version=2)

    def lay_out() -> None:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(start, place)

    seen = set()
    for nth in cut_at_every_call(lambda: Repository(place).publish(following, ring, NOW), place, lay_out):
        seen.add(version := verified(place).version)
        assert version == 1 or {*verified(place).targets} == {*following}, nth
        assert Repository(place).publish(following, ring, NOW) >= version
        assert {*verified(place).targets} == {*following}, nth
        numbered = Metadata[Snapshot].from_file(str(max(place.glob("metadata/*.snapshot.json")))).signed
        assert numbered.version >= 2
    assert seen == {1, 2}
    assert nth > 15, "the cuts missed the work"


# ---------------------------------------------------------------- keys and command line


def test_keys_are_their_owners_alone_and_never_overwritten(keys: Path, tmp_path: Path) -> None:
    assert {path.stem for path in keys.iterdir()} == {*EVERYBODY}
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()} == {0o600}
    with pytest.raises(FileExistsError):
        make_keys(keys)
    shutil.copytree(keys, tmp_path / "keys")
    (tmp_path / "keys" / "editor.pem").chmod(0o640)
    with pytest.raises(KeysExposed, match="editor"):
        open_keyring([tmp_path / "keys"])


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    for text in (b"", b"garbage", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"):
        (tmp_path / "editor.pem").write_bytes(text)
        (tmp_path / "editor.pem").chmod(0o600)
        with pytest.raises(KeyMissing, match="editor"):
            open_keyring([tmp_path])


def test_the_command_line_publishes_from_two_sticks(
    keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sticks = [tmp_path / "editors", tmp_path / "others"]
    for stick in sticks:
        stick.mkdir()
    for path in keys.iterdir():
        shutil.copy2(path, sticks[path.stem != "editor"])
    place = tmp_path / "catalogue"
    (tmp_path / "items").mkdir()
    shutil.copy2(ASSETS / "items" / "senior_card.json", tmp_path / "items")
    documents_at = ["--items", str(tmp_path / "items"), "--sources", str(ASSETS / "sources")]
    common = ["items", "publish", "--repository", str(place), "--keys", str(sticks[1]), *documents_at]
    assert main(common) == 1
    assert "editor" in capsys.readouterr().err
    assert main([*common, "--keys", str(sticks[0])]) == 0
    assert "version 1" in capsys.readouterr().out
    assert "items/senior_card.json" in verified(place, datetime.now(UTC)).targets
    assert main(["items", "renew", "--repository", str(place), "--keys", str(sticks[1])]) == 0


def test_what_the_linter_finds_is_not_published(keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items, place = tmp_path / "items", tmp_path / "repository"
    items.mkdir()
    shutil.copytree(ASSETS / "sources", tmp_path / "sources")
    command = ["items", "publish", "--keys", str(keys), "--repository", str(place), "--items", str(items)]
    assert main(command) == 1
    assert "holds no item" in capsys.readouterr().out
    written = (ASSETS / "items" / "senior_card.json").read_bytes()
    (items / "other_name.json").write_bytes(written.replace(b'"senior_card"', b'"one_name"', 1))
    assert main(command) == 1
    assert "is not the file's name" in capsys.readouterr().out
    (items / "other_name.json").rename(items / "one_name.json")
    assert main(command) == 0
    (items / "one_name.json").write_bytes(
        (items / "one_name.json").read_bytes().replace(b'"test": "', b'"test": "not', 1)
    )
    assert main(command) == 1
    assert Repository(place).version() == 1


def test_what_is_signed_is_what_was_linted_without_its_tests(tmp_path: Path) -> None:
    items = tmp_path / "items"
    items.mkdir()
    shutil.copy2(ASSETS / "items" / "senior_card.json", items)
    library = read_library(items, ASSETS / "sources")
    (items / "senior_card.json").write_text("{}")  # changed since it was linted
    signed = signable(library)
    assert {*signed} == {"items/senior_card.json", *(f"sources/{path.name}" for path in (ASSETS / "sources").iterdir())}
    written = json.loads((ASSETS / "items" / "senior_card.json").read_bytes())
    published = json.loads(signed["items/senior_card.json"])
    assert published == {name: value for name, value in written.items() if name not in ("base_case", "cases")}
    assert ItemDocument.model_validate(published).rules == ItemDocument.model_validate(written).rules
    (items / "senior_card.json").write_text(json.dumps(written, indent=7))
    assert signable(read_library(items, ASSETS / "sources")) == signed


def test_an_item_that_does_not_test_itself_is_not_published(tmp_path: Path) -> None:
    items = tmp_path / "items"
    items.mkdir()
    (items / "senior_card.json").write_bytes(
        signable(read_library(ASSETS / "items", ASSETS / "sources"))["items/senior_card.json"]
    )
    assert [(each.place, each.rule) for each in lint(read_library(items, ASSETS / "sources"), CALENDAR)] == [
        ("base_case", Rule.SCHEMA),
        ("cases", Rule.SCHEMA),
    ]


# ---------------------------------------------------------------- over HTTP


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, ring: Keyring) -> Iterator[tuple[str, Path]]:
    tmp_path = tmp_path_factory.mktemp("served")
    house = House(str(tmp_path / "office.db"), tmp_path)
    place = tmp_path / "catalogue"
    Repository(place).publish(documents(*(f"item_{n}" for n in range(40))), ring, NOW)
    (tmp_path / "secret.json").write_text("{}")
    with serving(house.office, catalogue=place) as url:
        yield f"{url}/v1/catalogue", place
    house.close()


def test_the_office_serves_the_files_byte_for_byte(served: tuple[str, Path]) -> None:
    url, place = served
    for folder, immutable in (("metadata", True), ("targets/items", True), ("targets/sources", True)):
        for path in (place / folder).glob("*.json"):
            answer = requests.get(f"{url}/{folder}/{path.name}", headers={"Accept-Encoding": "identity"}, timeout=10)
            assert (answer.status_code, answer.content) == (200, path.read_bytes())
            stays = "immutable" in answer.headers["Cache-Control"]
            assert stays is (immutable and path.name != "timestamp.json")


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("identity", False), ("gzip;q=0", False), ("x" * 5000, False)],
)
def test_metadata_is_packed_where_that_is_asked_for(served: tuple[str, Path], accepted: str, packed: bool) -> None:
    url, place = served
    with requests.get(
        f"{url}/metadata/1.targets.json", headers={"Accept-Encoding": accepted}, stream=True, timeout=10
    ) as answer:
        raw = answer.raw.read()
    assert ("Content-Encoding" in answer.headers) is packed
    plain = (place / "metadata" / "1.targets.json").read_bytes()
    assert (gzip.decompress(raw) if packed else raw) == plain
    assert not packed or len(raw) < len(plain) / 2


@pytest.mark.parametrize(
    "path",
    [
        "metadata/2.root.json",
        "metadata/0.root.json",
        "metadata/root.json",
        "metadata/1.timestamp.json",
        "metadata/timestamp.json.new",
        "metadata/..%2f..%2fsecret.json",
        "metadata/%2e%2e/%2e%2e/secret.json",
        "metadata/1.root.json%00",
        "metadata/1.root.json%0a",
        "metadata/" + "9" * 5000 + ".root.json",
        "targets/items/senior_card.json",
        "targets/items/..%2f..%2fsecret.json",
        "targets/metadata/" + "0" * 64 + ".root.json",
        "targets/items/" + "0" * 64 + ".item_1.json",
        "targets/" + "0" * 64 + ".item_1.json",
    ],
)
def test_nothing_else_is_served(served: tuple[str, Path], path: str) -> None:
    url, _ = served
    request = requests.Request("GET", url).prepare()
    request.url = f"{url}/{path}"
    with requests.Session() as line:
        answer = line.send(request, timeout=10)
    assert answer.status_code in (404, 422)
    assert json.loads(answer.content)["code"] in {"no_such_file", "no_such_route", "bad_request"}


def test_an_office_without_a_catalogue_says_so(tmp_path: Path) -> None:
    house = House(str(tmp_path / "office.db"), tmp_path)
    with serving(house.office) as url:
        answer = requests.get(f"{url}/v1/catalogue/metadata/timestamp.json", timeout=10)
    house.close()
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_file")
