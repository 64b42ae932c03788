"""The catalogue's way to the terminal: attacks on it, by an own simulator of a repository, and power cuts."""

from __future__ import annotations

import json
import logging
import os
import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tuf.api.metadata import DelegatedRole, Delegations

from devices.states import Cancelled, Fault
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.check import understood
from kiosk.catalogue.faults import (
    CatalogueMissing,
    CatalogueNotKept,
    CatalogueRefused,
    CatalogueStale,
    CatalogueUnfit,
)
from kiosk.catalogue.store import TRIES, CatalogueStore
from kiosk.catalogue.transport import LONGEST, Transport, from_directory
from kiosk.catalogue.update import LONGEST_DOCUMENT, CatalogueUpdate, Check
from kiosk.faults import OfficeSilent
from tests.central.catalogue_documents import documents
from tests.kiosk.catalogue_repository import NOW, SimulatedRepository
from tests.power_cut import cut_at_every_call


class Kiosk:
    """What a terminal has of the catalogue, on one directory, restarted at will."""

    def __init__(self, directory: Path, repository: SimulatedRepository, check: Check = understood) -> None:
        self.directory = directory
        self.repository = repository
        self.check = check
        self.now = NOW
        self.restart()

    def restart(self) -> Catalogue:
        self.store = CatalogueStore(self.directory)
        self.update = CatalogueUpdate(
            self.directory, self.store, self.repository.first_root, self._checked, lambda: self.now
        )
        return self.store.start()

    def _checked(self, found: Catalogue) -> Fault | None:
        return self.check(found)

    def look(self, read: Transport | None = None, allowed: int | None = None) -> Catalogue | None:
        return self.update.look(read or self.repository.read, allowed)

    def install(self) -> Catalogue:
        """All the way: look, switch between sessions, confirm."""
        self.look()
        running = self.store.switch()
        self.store.confirm()
        return running

    def refuses(self, reason: str) -> None:
        """What is offered now is refused for this reason, and what runs goes on, after a restart too."""
        before = self.store.running
        with pytest.raises(CatalogueRefused) as refused:
            self.look()
        assert refused.value.facts["reason"] == reason
        assert self.store.staged is None
        assert self.restart() == before


@pytest.fixture
def repository() -> SimulatedRepository:
    simulated = SimulatedRepository()
    simulated.publish(documents("first", "second"))
    return simulated


@pytest.fixture
def kiosk(tmp_path: Path, repository: SimulatedRepository) -> Kiosk:
    return Kiosk(tmp_path / "catalogue", repository)


# ---------------------------------------------------------------- the straight way


def test_a_catalogue_is_staged_switched_and_there_after_a_restart(kiosk: Kiosk) -> None:
    assert kiosk.store.running == Catalogue()
    staged = kiosk.look()
    assert staged is not None
    assert (staged.version, {*staged.items}, {*staged.sources}) == (1, {"first", "second"}, {"population"})
    assert kiosk.store.running.version == 0
    assert kiosk.restart().version == 0, "a catalogue that was never switched to must not run"
    assert kiosk.look() is not None
    assert kiosk.store.switch() == kiosk.store.running == staged
    kiosk.store.confirm()
    assert kiosk.restart() == staged


def test_types_of_projects_travel_with_the_items(kiosk: Kiosk) -> None:
    project = (Path(__file__).parents[2] / "assets" / "projects" / "renovation.json").read_bytes()
    kiosk.repository.publish(documents("senior_card") | {"projects/renovation.json": project})
    kiosk.install()
    assert [*kiosk.restart().projects] == ["renovation"]


def test_nothing_new_costs_two_questions_and_no_write(kiosk: Kiosk) -> None:
    kiosk.install()
    kiosk.repository.asked.clear()
    before = {path: path.stat().st_mtime_ns for path in kiosk.directory.rglob("*")}
    assert kiosk.look() is None
    assert kiosk.repository.asked == ["metadata/2.root.json", "metadata/timestamp.json"]
    assert {path: path.stat().st_mtime_ns for path in kiosk.directory.rglob("*")} == before


def test_only_what_changed_is_fetched_and_what_nobody_names_is_dropped(kiosk: Kiosk) -> None:
    kiosk.install()
    for version in (2, 3):
        kiosk.repository.publish(documents("first") | documents("second", version=version))
        kiosk.repository.asked.clear()
        assert kiosk.install().items["second"].version == version
        assert [name[-12:] for name in kiosk.repository.asked if "targets/" in name] == [".second.json"]
    assert len([*kiosk.directory.glob("objects/*")]) == 4, "first, population, and second of two versions"


def test_a_catalogue_waits_for_its_wave(kiosk: Kiosk) -> None:
    kiosk.install()
    kiosk.repository.publish(documents("first"))
    assert kiosk.look(allowed=1) is None
    staged = kiosk.look(allowed=2)
    assert staged is not None
    assert staged.version == 2
    assert kiosk.look(allowed=2) is None, "it is staged already"


def test_the_same_bytes_from_a_stick(kiosk: Kiosk, tmp_path: Path) -> None:
    for name, data in kiosk.repository.files.items():
        (tmp_path / "stick" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "stick" / name).write_bytes(data)
    assert kiosk.look(from_directory(tmp_path / "stick")) is not None
    target = next((tmp_path / "stick" / "targets" / "items").iterdir())
    target.write_bytes(target.read_bytes().replace(b"first", b"worst").replace(b"second", b"worsts"))
    other = Kiosk(tmp_path / "other", kiosk.repository)
    with pytest.raises(CatalogueRefused, match="LengthOrHash"):
        other.look(from_directory(tmp_path / "stick"))


def test_a_stick_leads_nowhere_else(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    (stick / "metadata").mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (stick / "metadata" / "link.json").symlink_to(tmp_path / "secret")
    (stick / "there").symlink_to(tmp_path)
    os.mkfifo(stick / "metadata" / "pipe.json")
    with (stick / "metadata" / "long.json").open("wb") as long:
        long.truncate(LONGEST + 1)
    read = from_directory(stick)
    for name in ("../secret", "metadata/../../secret", "/etc/passwd", "metadata//x", "metadata/absent.json", "a\0b"):
        assert read(name) is None
    for name in ("metadata/pipe.json", "metadata/long.json", "metadata"):
        assert read(name) is None
    for name in ("metadata/link.json", "there/secret"):
        assert read(name) is None


# ---------------------------------------------------------------- attacks


def test_a_rollback_of_the_time_stamp(kiosk: Kiosk) -> None:
    old = kiosk.repository.files["metadata/timestamp.json"]
    kiosk.repository.publish(documents("first"))
    kiosk.install()
    kiosk.repository.files["metadata/timestamp.json"] = old
    kiosk.refuses("bad_version_number")


@pytest.mark.parametrize("role", ["snapshot", "targets"])
def test_a_rollback_of_a_role_by_the_online_key(kiosk: Kiosk, role: str) -> None:
    kiosk.repository.publish(documents("first"))
    kiosk.install()
    getattr(kiosk.repository, role).version -= 2 if role == "snapshot" else 1
    kiosk.repository.sign_all()
    kiosk.refuses("bad_version_number")


def test_an_older_time_stamp_is_not_believed_even_after_an_update_that_failed(kiosk: Kiosk) -> None:
    old = kiosk.repository.files["metadata/timestamp.json"]
    kiosk.repository.publish(documents("first"))
    del kiosk.repository.files["metadata/2.snapshot.json"]
    with pytest.raises(CatalogueMissing):
        kiosk.look()
    kiosk.repository.files["metadata/timestamp.json"] = old
    kiosk.refuses("bad_version_number")


def test_a_freeze_is_seen_when_the_time_stamp_runs_out_and_the_terminal_serves_on(kiosk: Kiosk) -> None:
    running = kiosk.install()
    kiosk.now = NOW + timedelta(days=7, seconds=-1)
    assert kiosk.look() is None
    kiosk.now = NOW + timedelta(days=7)
    with pytest.raises(CatalogueStale):
        kiosk.look()
    assert kiosk.restart() == running
    kiosk.repository.timestamp.expires = kiosk.now + timedelta(days=7)
    kiosk.repository.sign_timestamp()
    assert kiosk.look() is None


@pytest.mark.parametrize("days", [-4000, 4000])
def test_the_machines_clock_decides_nothing(kiosk: Kiosk, days: int) -> None:
    """The simulator's dates lie around `NOW`, far from the machine's own clock in one direction or the other."""
    kiosk.now += timedelta(days=days)
    for signed in (kiosk.repository.root, kiosk.repository.targets, kiosk.repository.snapshot):
        signed.expires = kiosk.now + timedelta(days=30)
    kiosk.repository.timestamp.expires = kiosk.now + timedelta(days=7)
    kiosk.repository.sign_root()
    kiosk.repository.sign_all()
    kiosk.restart()
    assert kiosk.look() is not None
    kiosk.now += timedelta(days=7)
    with pytest.raises(CatalogueStale):
        kiosk.look()


def test_a_mix_of_two_versions(kiosk: Kiosk) -> None:
    kiosk.install()
    kiosk.repository.publish(documents("first", "second", "third"))
    kiosk.repository.files["metadata/2.targets.json"] = kiosk.repository.files["metadata/1.targets.json"]
    kiosk.refuses("length_or_hash_mismatch")


def test_the_online_key_alone_cannot_change_an_item(kiosk: Kiosk) -> None:
    kiosk.install()
    kiosk.repository.keys["targets"] = kiosk.repository.keys["timestamp"]
    kiosk.repository.publish(documents("third"))
    kiosk.refuses("unsigned_metadata")


@pytest.mark.parametrize("signing", [0, 1])
def test_too_few_signatures(kiosk: Kiosk, signing: int) -> None:
    kiosk.install()
    kiosk.repository.targets.version += 1
    kiosk.repository.sign_targets(kiosk.repository.keys["targets"][:signing])
    kiosk.repository.sign_snapshot()
    kiosk.repository.sign_timestamp()
    kiosk.refuses("unsigned_metadata")


def test_one_signature_counted_twice(kiosk: Kiosk) -> None:
    kiosk.repository.keys["targets"][1] = kiosk.repository.keys["targets"][0]
    kiosk.repository.publish(documents("third"))
    kiosk.refuses("unsigned_metadata")


@pytest.mark.parametrize("role", ["root", "targets", "snapshot", "timestamp"])
def test_keys_are_changed_and_the_old_ones_sign_no_more(kiosk: Kiosk, role: str) -> None:
    kiosk.install()
    lost = kiosk.repository.keys[role]
    kiosk.repository.rotate(role)
    kiosk.repository.publish(documents("third"))
    assert {*kiosk.install().items} == {"third"}
    kiosk.restart()
    if role == "root":
        kiosk.repository.keys["root"] = lost
        kiosk.repository.rotate("targets")
    else:
        kiosk.repository.keys[role] = lost
        kiosk.repository.publish(documents("fourth"))
    kiosk.refuses("unsigned_metadata")


def test_a_root_that_only_its_new_keys_have_signed(kiosk: Kiosk) -> None:
    kiosk.repository.keys["root"] = SimulatedRepository().keys["root"]
    kiosk.repository.root.version += 1
    kiosk.repository.sign_root()
    kiosk.refuses("unsigned_metadata")


def test_a_root_that_leaves_a_number_out(kiosk: Kiosk) -> None:
    kiosk.repository.root.version = 3
    kiosk.repository.sign_root()
    kiosk.repository.files["metadata/2.root.json"] = kiosk.repository.files.pop("metadata/3.root.json")
    kiosk.refuses("bad_version_number")


def test_a_version_run_forward_by_thieves_is_left_behind_with_their_keys(kiosk: Kiosk) -> None:
    kiosk.repository.timestamp.version = kiosk.repository.snapshot.version = 10**6
    kiosk.repository.sign_all()
    kiosk.install()
    kiosk.repository.rotate("timestamp")
    kiosk.repository.rotate("snapshot")
    kiosk.repository.timestamp.version = kiosk.repository.snapshot.version = 1
    kiosk.repository.publish(documents("third"))
    assert {*kiosk.install().items} == {"third"}


@pytest.mark.parametrize("name", ["timestamp.json", "2.root.json", "1.snapshot.json", "1.targets.json"])
def test_data_without_an_end(kiosk: Kiosk, name: str) -> None:
    kiosk.repository.files[f"metadata/{name}"] = b" " * (LONGEST + 1)
    kiosk.refuses("too_long")


def test_a_document_longer_than_signed(kiosk: Kiosk) -> None:
    for name in [name for name in kiosk.repository.files if name.startswith("targets/")]:
        kiosk.repository.files[name] += b" "
    kiosk.refuses("too_long")


def test_a_document_that_is_another(kiosk: Kiosk) -> None:
    for name in [name for name in kiosk.repository.files if name.startswith("targets/")]:
        kiosk.repository.files[name] = kiosk.repository.files[name].replace(b"1", b"2")
    kiosk.refuses("length_or_hash_mismatch")


def test_signed_and_too_long_for_a_terminal(kiosk: Kiosk) -> None:
    kiosk.repository.publish({"items/first.json": b" " * (LONGEST_DOCUMENT + 1)})
    kiosk.refuses("too_long")


@pytest.mark.parametrize("path", ["../first.json", "items/../../first.json", "first.json", "items/First.json", "/x"])
def test_signed_under_a_path_that_leads_elsewhere(kiosk: Kiosk, path: str) -> None:
    kiosk.repository.publish({path: b"{}"})
    kiosk.refuses("path")


def test_a_role_that_is_delegated_and_might_be_shared(kiosk: Kiosk) -> None:
    """The client would not ask again who has signed a role that it keeps. Here nobody delegates to begin with."""
    (signer, _) = kiosk.repository.keys["targets"]
    shared = DelegatedRole("shared", [signer.public_key.keyid], 1, terminating=False, paths=["items/*"])
    kiosk.repository.targets.delegations = Delegations({signer.public_key.keyid: signer.public_key}, {"shared": shared})
    kiosk.repository.publish(documents("third"))
    kiosk.refuses("delegation")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["timestamp.json", "2.root.json", "1.snapshot.json", "1.targets.json"]),
    data=st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.integers() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["signed", "signatures", "_type", "version", "x"]), inner, max_size=4)
            ),
            max_leaves=12,
        ).map(lambda value: json.dumps(value).encode()),
        st.just(b"[" * 100_000),
    ),
)
def test_garbage_in_place_of_metadata_is_a_fault_and_changes_nothing(
    repository: SimulatedRepository, name: str, data: bytes
) -> None:
    found = repository.files | {f"metadata/{name}": data}
    with TemporaryDirectory() as directory:
        kiosk = Kiosk(Path(directory), repository)
        with pytest.raises(CatalogueRefused):
            kiosk.look(found.get)
        assert kiosk.store.staged is None
        assert kiosk.look() is not None


@pytest.mark.parametrize("trouble", [OfficeSilent("gone"), Cancelled()])
def test_the_transports_own_trouble_is_told_as_it_is(kiosk: Kiosk, trouble: Exception) -> None:
    def read(_name: str) -> bytes:
        raise trouble

    with pytest.raises(type(trouble)) as told:
        kiosk.look(read)
    assert told.value is trouble
    with pytest.raises(CatalogueMissing):
        kiosk.look(lambda _name: None)


# ---------------------------------------------------------------- signed, and not to be used


@pytest.mark.parametrize(
    ("found", "into", "reason"),
    [
        (b'"format"', b'"former"', "form"),
        (b'"item":"third"', b'"item":"fourth"', "name"),
        (b'"x-control":"', b'"x-control":"un', "form"),
        (b'"source":"population"', b'"source":"elsewhere"', "source"),
    ],
)
def test_a_document_that_this_program_does_not_understand(kiosk: Kiosk, found: bytes, into: bytes, reason: str) -> None:
    running = kiosk.install()
    unfit = documents("third")
    assert found in unfit["items/third.json"]
    unfit["items/third.json"] = unfit["items/third.json"].replace(found, into)
    kiosk.repository.publish(unfit)
    with pytest.raises(CatalogueUnfit) as fault:
        kiosk.look()
    assert fault.value.facts == {"document": "items/third.json", "reason": reason}
    assert kiosk.restart() == running


def test_what_the_check_says_stands(kiosk: Kiosk) -> None:
    def objects(found: Catalogue) -> Fault | None:
        return CatalogueUnfit("does not render") if "third" in found.items else None

    kiosk.check = objects
    running = kiosk.install()
    kiosk.repository.publish(documents("third"))
    with pytest.raises(CatalogueUnfit, match="render"):
        kiosk.look()
    assert kiosk.restart() == running


# ---------------------------------------------------------------- trial and the way back


def second(kiosk: Kiosk) -> Catalogue:
    """A second version, switched to and not confirmed."""
    kiosk.install()
    kiosk.repository.publish(documents("third"))
    kiosk.look()
    return kiosk.store.switch()


def test_starts_that_are_not_confirmed_lead_back_and_the_version_stays_away(kiosk: Kiosk) -> None:
    assert second(kiosk).version == 2
    assert [kiosk.restart().version for _ in range(TRIES + 2)] == [2] * TRIES + [1, 1]
    assert kiosk.store.harmful == (2,)
    assert kiosk.look() is None
    kiosk.repository.publish(documents("fourth"))
    assert kiosk.install().version == 3


def test_a_confirmed_catalogue_stays_however_often_it_is_started(kiosk: Kiosk) -> None:
    second(kiosk)
    kiosk.restart()
    kiosk.store.confirm()
    assert {kiosk.restart().version for _ in range(TRIES + 2)} == {2}


def test_while_one_is_on_trial_the_slot_before_is_not_touched(kiosk: Kiosk) -> None:
    second(kiosk)
    kiosk.repository.publish(documents("fourth"))
    assert kiosk.look() is None
    kiosk.store.confirm()
    assert kiosk.look() is not None


def test_the_first_catalogue_of_all_fails_and_the_terminal_still_starts(kiosk: Kiosk) -> None:
    kiosk.look()
    kiosk.store.switch()
    assert [kiosk.restart().version for _ in range(TRIES + 1)] == [1] * TRIES + [0]
    assert kiosk.store.taken_back == 1


def test_a_withdrawn_version_is_taken_back_whether_it_runs_or_waits(kiosk: Kiosk) -> None:
    second(kiosk)
    assert kiosk.store.take_back(2).version == 1
    assert kiosk.restart().version == 1
    kiosk.repository.publish(documents("fourth"))
    assert kiosk.look() is not None
    assert kiosk.store.take_back(3).version == 1
    assert kiosk.store.switch().version == 1
    assert kiosk.look() is None
    assert kiosk.restart().version == 1
    assert kiosk.store.harmful == (2, 3)


# ---------------------------------------------------------------- torn disks


def test_a_document_that_rots_on_the_disk_costs_one_version_and_is_fetched_again(kiosk: Kiosk) -> None:
    kiosk.install()
    kiosk.repository.publish(documents("second", "third"))
    kiosk.install()
    for path in kiosk.directory.glob("objects/*"):
        if b'"third"' in path.read_bytes():
            path.write_bytes(path.read_bytes()[:100])
    assert kiosk.restart().version == 1
    assert kiosk.install().version == 2


@pytest.mark.parametrize("torn", ["current.json", "a.json", "b.json"])
def test_a_torn_state_file_leaves_one_of_two_versions(
    kiosk: Kiosk, torn: str, caplog: pytest.LogCaptureFixture
) -> None:
    second(kiosk)
    kiosk.store.confirm()
    (kiosk.directory / torn).write_bytes(b"\x00" * 10)
    with caplog.at_level(logging.WARNING):
        assert kiosk.restart().version in (1, 2)
    assert torn in caplog.text
    kiosk.look()
    kiosk.store.switch()
    kiosk.store.confirm()
    assert kiosk.restart().version == 2


def test_kept_metadata_that_is_torn_is_fetched_again(kiosk: Kiosk) -> None:
    kiosk.install()
    for path in kiosk.directory.glob("metadata/**/*.json"):
        path.write_bytes(b"")
    assert kiosk.look() is None
    kiosk.repository.publish(documents("third"))
    assert kiosk.install().version == 2


def test_a_disk_that_takes_nothing_is_a_fault(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    running = kiosk.install()
    kiosk.repository.publish(documents("third"))

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CatalogueNotKept):
        kiosk.look()
    monkeypatch.undo()
    assert kiosk.restart() == running
    assert kiosk.install().version == 2


@pytest.mark.parametrize("first", [True, False], ids=["the first catalogue", "a later one"])
def test_a_power_cut_at_any_call_leaves_the_old_catalogue_or_the_new(
    tmp_path: Path, repository: SimulatedRepository, first: bool
) -> None:
    start, place = tmp_path / "start", tmp_path / "catalogue"
    old = Kiosk(start, repository)
    if not first:
        old.install()
        repository.rotate("timestamp")
        repository.publish(documents("first") | documents("second", "third", version=2))
    new = {*documents("first", "second", *(() if first else ("third",)))}
    start.mkdir(exist_ok=True)

    def lay_out() -> None:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(start, place)

    def whole(found: Catalogue) -> int:
        """Its version, when it is the old or the new one and no mixture."""
        versions = {name: item.version for name, item in found.items.items()}
        if found.version == 0:
            assert first
            assert versions == {}
        elif found.version == 1:
            assert versions == {"first": 1, "second": 1}
        else:
            assert versions == {"first": 1, "second": 2, "third": 2}
        return found.version

    seen = set()
    for nth in cut_at_every_call(lambda: Kiosk(place, repository).install(), place, lay_out):
        kiosk = Kiosk(place, repository)
        seen.add(whole(kiosk.store.running))
        kiosk.store.confirm()
        kiosk.install()
        assert whole(kiosk.store.running) == repository.targets.version, nth
        assert {f"items/{name}.json" for name in kiosk.store.running.items} == {n for n in new if "items" in n}
    assert seen == {repository.targets.version, repository.targets.version - 1}
    assert nth > 20, "the cuts missed the work"


def test_a_power_cut_on_the_way_back_leaves_one_of_the_two(tmp_path: Path, repository: SimulatedRepository) -> None:
    start, place = tmp_path / "start", tmp_path / "catalogue"
    kiosk = Kiosk(start, repository)
    second(kiosk)
    for _ in range(TRIES):
        kiosk.restart()

    def lay_out() -> None:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(start, place)

    cuts = 0
    for _ in cut_at_every_call(lambda: Kiosk(place, repository), place, lay_out):
        assert Kiosk(place, repository).store.running.version == 1
        assert Kiosk(place, repository).store.running.version == 1
        cuts += 1
    assert cuts >= 3
