"""What keeps a database from being used."""

from engine.errors import FaultsError


class DatabaseError(FaultsError):
    """The database cannot be used as asked."""
