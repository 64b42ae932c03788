"""How Alembic runs the revisions: on the connection that it is given, in that connection's transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from central.store.tables import Instant


def plain_instant(kind: str, value: Any, _context: Any) -> str | Literal[False]:
    """A revision does not depend on the program's own types: these change, and it must not."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(value, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("tables"),
    render_item=plain_instant,
    render_as_batch=True,  # SQLite changes a table by making it anew
    compare_type=True,
    transactional_ddl=True,
)
context.run_migrations()
