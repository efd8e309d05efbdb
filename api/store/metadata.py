"""All tables of the database, wherever they are described."""

from sqlmodel import SQLModel

import api.store.key_tables
import api.store.tables
import api.store.trace_tables  # noqa: F401 - importing a table is what makes it known

METADATA = SQLModel.metadata
