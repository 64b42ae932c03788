"""A database knows its tables' revision: today's are made, older ones are brought on, strange ones are left alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import ANY

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from central.__main__ import main
from central.commands import upgrade
from central.store import database, schema
from central.store.database import TABLES, Conflict, Database, SchemaStrange, Unavailable
from central.store.schema import HEAD
from tests.central.postgresql import PostgreSQL

ADDS_A_COLUMN = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("halls") as halls:
        halls.add_column(sa.Column("region", sa.String(6), nullable=True))
    op.execute("UPDATE halls SET region = '440300'")
"""
FAILS_LATER = ADDS_A_COLUMN + '    op.execute("UPDATE nothing SET here = 1")\n'
LOSES_A_HALL = ADDS_A_COLUMN + '    op.execute("DELETE FROM halls")\n'


@pytest.fixture
def bare(request: pytest.FixtureRequest, target: str) -> Iterator[str]:
    """A database without tables; what is made there is gone afterwards."""
    if "://" not in target:
        yield target
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.bare_database() as url:
        yield url


@pytest.fixture
def tomorrow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """From here on this is the program of tomorrow, with one more revision."""

    def come(revision: str) -> None:
        folder = tmp_path / "revisions"
        shutil.copytree(schema.REVISIONS, folder)
        (folder / "versions" / "0002_tomorrow.py").write_text(revision)
        monkeypatch.setattr(schema, "REVISIONS", folder)
        monkeypatch.setattr(schema, "HEAD", "0002")
        monkeypatch.setattr(upgrade, "HEAD", "0002")

    return come


def looked(target: str, statement: str) -> list[tuple[object, ...]]:
    engine = database._engine(target, "BEGIN", 1)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]
    finally:
        engine.dispose()


def with_a_hall(target: str) -> None:
    made = Database(target)
    with made.write() as connection:
        connection.execute(text("INSERT INTO halls (hall_id, file, revision, shift_s) VALUES ('H1', '{}', 1, 0)"))
        connection.execute(
            text("INSERT INTO windows (hall_id, window_id, is_open) VALUES ('H1', '1', :no)"), {"no": False}
        )
    made.close()


def test_a_new_database_is_of_today_and_opens_again(bare: str) -> None:
    Database(bare).close()
    Database(bare).close()
    assert looked(bare, "SELECT version_num FROM alembic_version") == [(HEAD,)]


def test_the_revisions_lead_to_the_tables_of_today(bare: str) -> None:
    """Whoever changes a table writes a revision: `python -m central.store.revisions "what changes"`."""
    if "://" not in bare:
        Path(bare).touch()
    assert database.upgrade(bare) is None
    engine = database._engine(bare, "BEGIN", 1)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": TABLES})
        assert compare_metadata(context, TABLES) == []
        assert ScriptDirectory.from_config(schema.way(connection)).get_heads() == [HEAD]
    engine.dispose()
    Database(bare).close()


def test_an_older_database_is_refused_until_it_is_brought_on(
    bare: str, tomorrow: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with_a_hall(bare)
    tomorrow(ADDS_A_COLUMN)
    with pytest.raises(SchemaStrange, match=r"of revision 0001, this program 0002.*central upgrade"):
        Database(bare)
    assert main(["upgrade", "--database", bare]) == 0
    assert "0002, were 0001" in capsys.readouterr().out
    assert looked(bare, "SELECT hall_id, region FROM halls") == [("H1", "440300")]
    assert looked(bare, "SELECT hall_id FROM windows") == [("H1",)]
    Database(bare).close()


@pytest.mark.parametrize(
    ("revision", "fault"), [(FAILS_LATER, (Unavailable, ProgrammingError)), (LOSES_A_HALL, Conflict)]
)
def test_a_revision_that_fails_leaves_everything_as_it_was(
    bare: str, tomorrow: Callable[[str], None], revision: str, fault: type[Exception]
) -> None:
    with_a_hall(bare)
    tomorrow(revision)
    with pytest.raises(fault):
        database.upgrade(bare)
    assert looked(bare, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert looked(bare, "SELECT * FROM halls") == [("H1", ANY, 1, 0)]


@pytest.mark.parametrize("found", [None, "9999"])
def test_a_stranger_s_tables_are_left_alone(bare: str, found: str | None) -> None:
    with_a_hall(bare)
    engine = database._engine(bare, "BEGIN IMMEDIATE", 1)
    with engine.begin() as connection:
        mark(connection, found)
    engine.dispose()
    with pytest.raises(SchemaStrange, match="the program that made it"):
        Database(bare)
    assert main(["upgrade", "--database", bare]) == 1
    assert looked(bare, "SELECT hall_id FROM halls") == [("H1",)]


def mark(connection: Connection, found: str | None) -> None:
    if found is None:
        connection.execute(text("DROP TABLE alembic_version"))
    else:
        connection.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": found})


def test_no_database_is_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["upgrade", "--database", str(tmp_path / "none.db")]) == 1
    assert "there is no database" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()
