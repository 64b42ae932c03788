"""New keys in place of old ones: who must sign, that terminals of any age follow, and a power cut at every write."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from tuf.api.metadata import Metadata, Root

from central.__main__ import main
from central.publishing.keyring import KeyMissing, Keyring, make_keys, open_keyring
from central.publishing.repository import Repository, RepositoryBroken
from central.stock import Stock
from tests.central.catalogue_documents import documents
from tests.central.house import House
from tests.central.terminal import serving
from tests.central.test_publishing import verified, without
from tests.power_cut import cut_at_every_call

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def place(tmp_path: Path, ring: Keyring) -> Path:
    Repository(tmp_path / "repository").publish(documents("first"), ring, NOW)
    return tmp_path / "repository"


def fresh(directory: Path, *names: str) -> Keyring:
    """New keys for these holders."""
    make_keys(directory, names)
    return open_keyring([directory])


def root_of(place: Path, number: int) -> Root:
    return Metadata[Root].from_file(str(place / "metadata" / f"{number}.root.json")).signed


def after(ring: Keyring, new: Keyring) -> Keyring:
    return Keyring({**ring.signers, **new.signers})


def test_the_same_keys_for_longer(place: Path, ring: Keyring) -> None:
    later = NOW + timedelta(days=1000)
    repository = Repository(place)
    assert repository.rotate(without(ring, "root-2", "online"), Keyring({}), later) == 2
    assert root_of(place, 2).expires == later + timedelta(days=5 * 365)
    assert {name: role.keyids for name, role in root_of(place, 2).roles.items()} == {
        name: role.keyids for name, role in root_of(place, 1).roles.items()
    }
    assert verified(place).version == 1


@pytest.mark.parametrize(
    "stolen", [("online",), ("root-1",), ("root-1", "online"), ("editor",), ("editor", "reviewer")]
)
def test_a_key_that_was_replaced_signs_nothing_any_more(
    place: Path, ring: Keyring, tmp_path: Path, stolen: tuple[str, ...]
) -> None:
    """And terminals that know the first root alone follow to what the new keys sign."""
    new, repository = fresh(tmp_path / "new", *stolen), Repository(place)
    assert repository.rotate(ring, new, NOW) == 2
    replaced = {"editor", "reviewer"} & {*stolen}
    assert verified(place).version == repository.version() == (2 if replaced else 1)
    assert repository.publish(documents("second"), after(ring, new), NOW) == repository.version()
    assert {*verified(place).targets} == {*documents("second")}
    held = Stock(place).shelf()
    assert held.find("first", 1) is not None, "what the old keys had signed in their time"
    assert held.find("second", 1) is not None
    if "root-1" not in stolen:
        with pytest.raises(RepositoryBroken, match="does not accept"):
            repository.publish(documents("third"), ring, NOW)
    if stolen == ("root-1",):
        with pytest.raises(KeyMissing, match="two of its three"):
            repository.rotate(without(ring, "root-2"), Keyring({}), NOW)
        assert repository.rotate(without(ring, "root-1"), Keyring({}), NOW) == 3


def test_a_lost_root_key_is_replaced_by_the_two_that_are_left(place: Path, ring: Keyring, tmp_path: Path) -> None:
    new, repository = fresh(tmp_path / "new", "root-2"), Repository(place)
    left = without(ring, "root-2", "online", "editor", "reviewer")
    assert repository.rotate(left, new, NOW) == 2
    root = root_of(place, 2).roles["root"]
    assert {*root.keyids} == {each.public_key.keyid for each in (*left.signers.values(), *new.signers.values())}
    assert root.threshold == 2
    assert verified(place).version == 1


@pytest.mark.parametrize("missing", [("root-1", "root-3"), ("root-1",), ("root-1", "root-2", "root-3")])
def test_one_root_key_puts_no_other_in_force(
    place: Path, ring: Keyring, tmp_path: Path, missing: tuple[str, ...]
) -> None:
    """Neither alone, nor where it cannot be told whose key would go."""
    before = sorted((place / "metadata").iterdir())
    with pytest.raises(KeyMissing):
        Repository(place).rotate(without(ring, *missing), fresh(tmp_path / "new", "root-2"), NOW)
    assert sorted((place / "metadata").iterdir()) == before
    with pytest.raises(RepositoryBroken, match="nothing is published"):
        Repository(tmp_path / "empty").rotate(ring, Keyring({}), NOW)


def test_keys_of_strangers_put_no_root_in_force(place: Path, ring: Keyring, tmp_path: Path) -> None:
    strangers = fresh(tmp_path / "strangers", *ring.signers)
    with pytest.raises(KeyMissing, match="two of its three"):
        Repository(place).rotate(strangers, Keyring({}), NOW)
    assert not (place / "metadata" / "2.root.json").exists()


def test_a_power_cut_at_any_call_leaves_what_terminals_understand(place: Path, ring: Keyring, tmp_path: Path) -> None:
    start = tmp_path / "start"
    shutil.copytree(place, start)
    new = fresh(tmp_path / "new", "root-1", "online", "editor")

    def lay_out() -> None:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(start, place)

    for nth in cut_at_every_call(lambda: Repository(place).rotate(ring, new, NOW), place, lay_out):
        assert verified(place).version in (1, 2), nth
        Stock(place)
        if not (place / "metadata" / "2.root.json").exists():
            assert Repository(place).rotate(ring, new, NOW) == 2, nth
        assert Repository(place).publish(documents("second"), after(ring, new), NOW) > 1
        assert {*verified(place).targets} == {*documents("second")}, nth
    assert nth > 10, "the cuts missed the work"


def test_the_command_line_makes_a_key_and_puts_it_in_force(
    keys: Path, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["items", "keys", str(tmp_path / "new"), "--only", "online", "editor"]) == 0
    common = ["--keys", str(keys), "--repository", str(place)]
    assert main(["items", "rotate-root", *common, "--new-keys", str(tmp_path / "new")]) == 0
    assert (
        "root 2 is in force; terminals follow by themselves; start a rollout for version 2" in capsys.readouterr().out
    )
    assert main(["items", "renew", *common]) == 1
    assert main(["items", "renew", "--keys", str(tmp_path / "new"), "--repository", str(place)]) == 0
    assert verified(place, datetime.now(UTC)).version == 2


# ---------------------------------------------------------------- how long the signatures are good


@pytest.mark.parametrize(("days", "warnings"), [(0, ()), (3.9, ()), (4.1, ("expires_soon",)), (8, ("expired",))])
def test_the_office_says_in_time_that_nobody_renews(
    tmp_path: Path,
    ring: Keyring,
    capsys: pytest.CaptureFixture[str],
    days: float,
    warnings: tuple[str, ...],
) -> None:
    """A time stamp lasts seven days."""
    place, now = tmp_path / "repository", datetime.now(UTC)
    Repository(place).publish(documents("first"), ring, now - timedelta(days=days))
    house = House(str(tmp_path / "office.db"), tmp_path)
    house.office.stock = stock = Stock(place)
    assert stock.health(now).warnings == warnings
    assert stock.health(now).version == 1
    with serving(house.office, catalogue=place) as url:
        told = requests.get(f"{url}/v1/catalogue/health", timeout=10).json()
        assert told["warnings"] == list(warnings)
    assert main(["items", "status", "--repository", str(place)]) == len(warnings)
    assert "version 1, signatures good until" in capsys.readouterr().out
    Repository(place).renew(ring, now)
    assert stock.health(now).warnings == (), "without a restart"
    (place / "metadata" / "timestamp.json").write_text("{}")
    assert stock.health(now).warnings == ("broken",)
    house.close()
