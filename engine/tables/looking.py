"""Files looked into by a server: within little memory, however much their pages unpack to."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY: Final = "512MB"  # that one look may hold
DISK: Final = "1GB"  # for what is sorted and does not fit
THREADS: Final = 2


@contextmanager
def looking() -> Iterator["DuckDBPyConnection"]:
    """A connection for one look; what would take more memory fails, and the server goes on."""
    import duckdb  # late: it is large, and no answer about one place needs it

    with (
        TemporaryDirectory(prefix="remanso-") as folder,  # its own: two looks share no files
        duckdb.connect(
            config={
                "memory_limit": MEMORY,
                "threads": THREADS,
                "temp_directory": folder,
                "max_temp_directory_size": DISK,
            }
        ) as connection,
    ):
        yield connection
