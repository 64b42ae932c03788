"""The office's shelf is its own signed repository: verified, taken on without a restart, and nothing ever taken off."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from central.__main__ import main
from central.contract.item import Outcome
from central.publishing.keyring import Keyring, make_keys, open_keyring
from central.publishing.publications import Publications
from central.publishing.repository import Repository, RepositoryBroken
from central.services import decisions
from central.services.refusals import Refusal
from central.stock import Stock
from tests.central.catalogue_documents import ASSETS, documents
from tests.central.counter import GUOAN, Counter, item_document
from tests.central.house import House

NOW = datetime.now(UTC)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """A counter whose office decides by its repository, where nothing is published yet."""
    house = House(str(tmp_path / "office.db"), tmp_path)
    counter = Counter(house)
    counter.office.stock = Stock(tmp_path / "repository")
    yield counter
    house.close()


def stricter(version: int, min_age: int) -> dict[str, bytes]:
    """The sample item as another version, for older people."""

    def change(item: dict[str, Any]) -> None:
        item["version"] = version
        item["parameters"]["min_age"]["value"] = min_age

    return documents() | {"items/senior_card.json": item_document(change)}


def test_a_running_application_keeps_the_version_that_it_began_with(
    counter: Counter, ring: Keyring, tmp_path: Path
) -> None:
    repository = Repository(tmp_path / "repository")
    with pytest.raises(Refusal, match="item_unknown"):
        counter.begin()
    repository.publish(stricter(1, 60), ring, NOW)
    began = counter.begin()
    assert began.open_application is None
    application = counter.application()
    repository.publish(stricter(2, 75), ring, NOW)
    second = counter.submit(item="senior_card", version=2)
    assert second.outcome is Outcome.REFUSAL_PROPOSED
    first = counter.submit(**application.model_dump())
    assert first.outcome is Outcome.APPROVED
    assert [decisions.replay(counter.office, each) for each in decisions.every(counter.office)]
    repository.publish(documents("another"), ring, NOW)
    assert counter.office.shelf.find("another", 1) is not None
    assert counter.submit().outcome is Outcome.APPROVED, "taken out of the catalogue, and still to be finished"


def test_the_shelf_that_somebody_holds_does_not_change(tmp_path: Path, ring: Keyring) -> None:
    repository = Repository(tmp_path)
    repository.publish(documents("first"), ring, NOW)
    stock = Stock(tmp_path)
    held = stock.shelf()
    assert stock.shelf() is held
    repository.publish(documents("second"), ring, NOW)
    assert held.find("second", 1) is None
    assert stock.shelf().find("first", 1) is held.find("first", 1), "parsed once"
    assert stock.shelf().find("second", 1) is not None


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("metadata/timestamp.json", "timestamp"),
        ("metadata/1.snapshot.json", "snapshot"),
        ("metadata/2.targets.json", "targets"),
        ("metadata/1.targets.json", "targets"),
        ("metadata/1.root.json", "root"),
        ("targets/items/*.first.json", "first"),
    ],
)
def test_what_was_tampered_with_is_not_decided_by(
    tmp_path: Path, ring: Keyring, pattern: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    repository = Repository(tmp_path)
    repository.publish(documents("first"), ring, NOW)
    stock = Stock(tmp_path)
    held = stock.shelf()
    repository.publish(documents("second"), ring, NOW)
    for path in tmp_path.glob(pattern.replace("1.snapshot", "2.snapshot")):
        content = path.read_bytes()
        path.write_bytes(content.replace(b'"signed"', b'"signed" ').replace(b'"version":', b'"version":1', 1))
    with pytest.raises(RepositoryBroken, match=said):
        Stock(tmp_path)
    if "first" not in pattern and "1.targets" not in pattern and "root" not in pattern:  # what it has checked, it keeps
        assert stock.shelf() is held
        assert said in stock.fault
        assert stock.shelf() is held
        assert [record.levelname for record in caplog.records if record.name == "central.stock"] == ["ERROR"]


def test_one_editor_alone_puts_nothing_on_the_shelf(tmp_path: Path, ring: Keyring, keys: Path) -> None:
    """A repository that another's keys have signed, under the root that this office knows."""
    Repository(tmp_path / "ours").publish(documents("first"), ring, NOW)
    make_keys(tmp_path / "keys")
    theirs = open_keyring([tmp_path / "keys"])
    Repository(tmp_path / "theirs").publish(documents("evil"), theirs, NOW)
    for path in (tmp_path / "theirs" / "metadata").glob("*.json"):
        if "root" not in path.name:
            shutil.copy2(path, tmp_path / "ours" / "metadata")
    publications = Publications(tmp_path / "ours")
    with pytest.raises(RepositoryBroken, match="not signed by those who must"):
        publications.refresh()
    assert publications.version == 0


def test_a_version_never_means_two_things(keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = tmp_path / "items"
    items.mkdir()
    written = json.loads((ASSETS / "items" / "senior_card.json").read_bytes())
    command = ["items", "publish", "--keys", str(keys), "--repository", str(tmp_path / "repository")]
    command += ["--items", str(items), "--sources", str(ASSETS / "sources")]

    def publish(**change: Any) -> int:
        (items / "senior_card.json").write_text(json.dumps(written | change, ensure_ascii=False), "utf-8")
        return main(command)

    assert publish() == 0
    assert publish(visits=2) == 1
    assert "items/senior_card.json: differs from what was published as version 1; raise it" in capsys.readouterr().err
    assert publish(visits=2, version=2) == 0
    assert publish(cases=written["cases"][::-1]) == 0, "as it was; tests are no part of what is published"
    assert publish(visits=3, version=2) == 1


def test_the_office_starts_with_its_repository_or_says_why_not(
    keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = tmp_path / "office.catalogue"
    Repository(repository).publish(documents("first"), open_keyring([keys]), NOW)
    (repository / "metadata" / "1.targets.json").write_text("{}")
    assert main(["serve", "--port", "0", "--database", str(tmp_path / "office.db")]) == 1
    assert "1.targets.json cannot be read" in capsys.readouterr().err


def test_a_source_is_asked_as_its_newest_document_says(counter: Counter, ring: Keyring, tmp_path: Path) -> None:
    population = json.loads((ASSETS / "sources" / "population.json").read_bytes())
    repository = Repository(tmp_path / "repository")
    repository.publish(stricter(1, 60), ring, NOW)
    assert counter.office.shelf.sources["population"].timeout_s == population["timeout_s"]
    newer = json.dumps(population | {"timeout_s": 1.5}).encode()
    repository.publish(stricter(1, 60) | {"sources/population.json": newer}, ring, NOW)
    assert counter.office.shelf.sources["population"].timeout_s == 1.5
    assert counter.submit(applicant=GUOAN).outcome is Outcome.APPROVED
