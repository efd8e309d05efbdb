"""Tables that can only be added to: the database itself refuses anything else.

The refusal stands in the database and not in this program, so that it also meets whoever opens the
database with another one. Migrations call this for each such table.
"""

from collections.abc import Iterator, Sequence

from alembic import op

REFUSED = "are never changed"
_EVENTS = ("update", "delete")


def make_append_only(table: str, key: Sequence[str]) -> None:
    """Refuse every change of a row; ``key`` is the table's primary key."""
    kind = op.get_context().dialect.name
    for statement in _on_postgresql(table) if kind == "postgresql" else _on_sqlite(table, key):
        op.execute(statement)


def triggers_of(table: str, kind: str) -> set[str]:
    """The triggers that hold it, by name."""
    last = "truncate" if kind == "postgresql" else "replace"
    return {f"{table}_no_{event}" for event in (*_EVENTS, last)}


def _on_sqlite(table: str, key: Sequence[str]) -> Iterator[str]:
    """The third trigger stops ``INSERT OR REPLACE``, which deletes without a delete trigger."""
    refusal = f"SELECT RAISE(ABORT, '{table} {REFUSED}')"
    for event in _EVENTS:
        yield (
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
            f" BEGIN {refusal}; END"
        )
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    yield (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
        f" BEGIN {refusal}; END"
    )


def _on_postgresql(table: str) -> Iterator[str]:
    """``TRUNCATE`` has no rows, so it is refused as a statement.

    ``ALWAYS``: also in a session that calls itself a replica, where triggers otherwise rest.
    """
    yield (
        "CREATE OR REPLACE FUNCTION remanso_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN RAISE EXCEPTION '% {REFUSED}', TG_TABLE_NAME"
        " USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for event, level in (*((event, "ROW") for event in _EVENTS), ("truncate", "STATEMENT")):
        yield (
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table}"
            f" FOR EACH {level} EXECUTE FUNCTION remanso_refuse_change()"
        )
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_{event}"
