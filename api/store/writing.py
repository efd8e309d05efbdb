"""Writes that belong together: kept in one transaction, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from api.store.database import kind_of

Store = Engine | Connection  # by itself, or as a part of what is written together


@contextmanager
def together(engine: Engine) -> Iterator[Connection]:
    """A transaction that is committed at the end, and rolled back by any error."""
    with engine.begin() as connection:
        kind_of(engine.url).begin_writing(connection)
        yield connection


def session(store: Store) -> Session:
    """A session; within a transaction its commit is a savepoint, and the whole decides."""
    return Session(store, expire_on_commit=False, join_transaction_mode="create_savepoint")
