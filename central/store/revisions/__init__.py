"""The way from one revision of the tables to the next (Alembic). Released ones are never changed."""
