"""The office on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from central.published import HallFile
from central.publishing.keyring import Keyring, make_keys, open_keyring
from tests.central.house import House, hall_file
from tests.central.postgresql import PostgreSQL


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    server = PostgreSQL()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys of everybody who signs the catalogue. Nobody changes them."""
    directory = tmp_path_factory.mktemp("keys")
    make_keys(directory)
    return directory


@pytest.fixture(scope="session")
def ring(keys: Path) -> Keyring:
    return open_keyring([keys])


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "office.db")
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.empty_database()


@pytest.fixture
def open_house(target: str, tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Opens an office with a hall of these items, on either database."""
    houses: list[House] = []

    def make(*items: dict[str, Any], file: HallFile | None = None) -> House:
        houses.append(House(target, tmp_path, file or hall_file(*items)))
        return houses[-1]

    yield make
    for house in houses:
        house.close()


@pytest.fixture
def open_small(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """The same on SQLite alone, for what does not depend on the database."""
    houses: list[House] = []

    def make(*items: dict[str, Any], file: HallFile | None = None) -> House:
        houses.append(House(str(tmp_path / f"office{len(houses)}.db"), tmp_path, file or hall_file(*items)))
        return houses[-1]

    yield make
    for house in houses:
        house.close()
