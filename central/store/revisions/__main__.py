"""`python -m central.store.revisions "what changes"`: write the next revision, by what the tables say now.

Read what it wrote before it is kept: Alembic does not see a renamed column, and knows nothing of the rows.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import Script
from sqlalchemy import create_engine

from central.store import schema
from central.store.database import TABLES


def main(what: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        engine = create_engine(f"sqlite:///{Path(directory) / 'head.db'}")
        with engine.begin() as connection:
            schema.upgrade(connection)
            way = schema.way(connection)
            way.attributes["tables"] = TABLES
            names = sorted(path.stem[:4] for path in (schema.REVISIONS / "versions").glob("[0-9]*.py"))
            number = f"{int(names[-1]) + 1 if names else 1:04}"
            written = command.revision(way, what, autogenerate=True, rev_id=number)
            assert isinstance(written, Script)
            said = Path(written.path).read_text()
            Path(written.path).write_text(re.sub(r"^    # ### .*\n", "", said, flags=re.MULTILINE))
        engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
