"""Runs the migrations on the connection that the program hands over."""

from alembic import context
from sqlmodel import SQLModel

import api.store.key_tables
import api.store.tables
import api.store.trace_tables  # noqa: F401 - so that the metadata knows the tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
