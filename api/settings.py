"""What an installation chooses, read from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from api.access.allowance import HIGHEST
from api.environment import Environment
from api.logs import LEVELS
from engine.errors import FaultsError

MEGABYTE = 1_000_000


class SettingsError(FaultsError):
    """The environment asks for something that cannot be."""


@dataclass(frozen=True)
class Settings:
    """The choices; ``allowed_hosts`` empty means that any ``Host`` header is answered.

    ``allowed_origins`` are the addresses whose pages may ask in a visitor's browser. ``rate`` is
    what a key may spend in a minute, in points; 0 sets no limit.

    Batches may read tables that lie in ``batch_folder`` on the server, if there is one; what they
    keep is in ``batch_store``, else beside the database's file or, with PostgreSQL, in the user's
    data folder; servers over the same database need the same ``batch_store``. ``batch_workers`` 0
    is one for each core, ``batch_chunk`` 0 the engine's own. A table may have ``batch_rows``, and
    each process of a batch holds at most ``batch_memory`` bytes. ``signing_key`` is a private key
    as PEM or where one lies; without it, one is made in the data folder.

    ``evaluators`` processes evaluate at once, 0 being one for each core; so many requests may be
    ``waiting`` for them. ``timeout`` is how long one evaluation may take, ``grace`` how long the
    server finishes what it has when it is to stop, in seconds. A ``warm`` server starts its
    evaluators at once, and not when they are first needed.
    """

    database_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    body_limit: int = MEGABYTE
    allowed_hosts: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    rate: int = 3_000
    batch_folder: Path | None = None
    batch_store: Path | None = None
    batch_limit: int = 512 * MEGABYTE
    batch_rows: int = 20_000_000
    batch_memory: int = 4_000 * MEGABYTE
    batches_at_once: int = 1
    batch_workers: int = 0
    batch_chunk: int = 0
    signing_key: str | None = field(default=None, repr=False)  # may be the key itself
    evaluators: int = 0
    waiting: int = 64
    timeout: int = 60
    grace: int = 30
    log_level: str = "info"
    warm: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read ``REMANSO_DATABASE_URL``, ``_HOST``, ``_PORT`` and ``_BODY_LIMIT``.

        For callers: ``REMANSO_ALLOWED_HOSTS``, ``_ALLOWED_ORIGINS`` and ``_RATE``.

        For batches: ``REMANSO_BATCH_FOLDER``, ``_BATCH_STORE``, ``_BATCH_LIMIT``, ``_BATCH_ROWS``,
        ``_BATCH_MEMORY``, ``_BATCHES_AT_ONCE`` and ``_BATCH_WORKERS``. For dossiers:
        ``REMANSO_SIGNING_KEY``. For load and trouble: ``REMANSO_EVALUATORS``, ``_WAITING``,
        ``_TIMEOUT``, ``_GRACE`` and ``_LOG_LEVEL``.

        Raises:
            SettingsError: a value is not what it should be; all of them together.
        """
        read = Environment(os.environ if environment is None else environment)
        chosen = cls(
            database_url=read.text("REMANSO_DATABASE_URL") or default_database_url(),
            batch_folder=read.folder("REMANSO_BATCH_FOLDER"),
            batch_store=read.path("REMANSO_BATCH_STORE"),
            signing_key=read.text("REMANSO_SIGNING_KEY"),
            host=read.text("REMANSO_HOST") or cls.host,
            allowed_hosts=tuple(host.lower() for host in read.several("REMANSO_ALLOWED_HOSTS")),
            allowed_origins=read.origins("REMANSO_ALLOWED_ORIGINS"),
            port=read.number("REMANSO_PORT", cls.port, 65_535),
            body_limit=read.number("REMANSO_BODY_LIMIT", cls.body_limit, HIGHEST.body),
            rate=read.number("REMANSO_RATE", cls.rate, HIGHEST.rate, low=0),
            batch_limit=read.number("REMANSO_BATCH_LIMIT", cls.batch_limit, HIGHEST.table),
            batch_rows=read.number("REMANSO_BATCH_ROWS", cls.batch_rows, 10_000_000_000),
            batch_memory=read.number(
                "REMANSO_BATCH_MEMORY", cls.batch_memory, 10_000_000 * MEGABYTE, low=500 * MEGABYTE
            ),
            batches_at_once=read.number("REMANSO_BATCHES_AT_ONCE", cls.batches_at_once, 64),
            batch_workers=read.number("REMANSO_BATCH_WORKERS", cls.batch_workers, 1_024),
            evaluators=read.number("REMANSO_EVALUATORS", cls.evaluators, 1_024, low=0),
            waiting=read.number("REMANSO_WAITING", cls.waiting, 1_000),
            timeout=read.number("REMANSO_TIMEOUT", cls.timeout, 3_600),
            grace=read.number("REMANSO_GRACE", cls.grace, 3_600),
            log_level=read.level("REMANSO_LOG_LEVEL", cls.log_level, LEVELS),
        )
        if read.faults:
            raise SettingsError(read.faults)
        return chosen


def default_database_url() -> str:
    """A SQLite file in the user's data folder."""
    return f"sqlite:///{Path(platformdirs.user_data_dir('remanso')) / 'remanso.sqlite3'}"
