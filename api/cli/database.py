"""``remanso db``: the database made, looked over, copied, and put back."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failures import told
from api.cli.options import EXIT_FAULTY, Lang, example, language
from api.speech import safe
from engine.text import Language, Text

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from api.store.checking import Finding

database_app = typer.Typer(
    no_args_is_help=True,
    help="The database that REMANSO_DATABASE_URL names, by default a SQLite file in the user's "
    "data folder: make it, look it over, copy it, put it back. La base de datos.",
    epilog=example(
        "remanso db check",
        "REMANSO_DATABASE_URL=postgresql://remanso@db.example:5432/remanso remanso db upgrade",
    ),
)

BackupFile = Annotated[Path, typer.Argument(help="The backup's file.", show_default=False)]

ROWS = Text("rows", "filas")
UPGRADED = Text(
    "{place} is up to date (revision {revision}).", "{place} está al día (revisión {revision})."
)
DATABASE, REVISION = Text("database", "base"), Text("revision", "revisión")
ANSWERS, WRONG, RESULT = (
    Text("answers", "respuestas"),
    Text("wrong", "mal"),
    Text("result", "en suma"),
)
CURRENT = Text("{found}, up to date", "{found}, al día")
NOT_CURRENT = Text(
    "{found}, not {expected}: remanso db upgrade", "{found}, no {expected}: remanso db upgrade"
)
NONE = Text("none", "ninguna")
READABLE = Text("{n} can be read", "se pueden leer {n}")
SOUND, UNSOUND = Text("all is well", "todo está bien"), Text("not well", "no está bien")
BACKED_UP = Text(
    "{n} rows of {place} are in {file}. Files of batches and the key that signs dossiers are not"
    " part of it: copy {folder} and {key} too.",
    "{n} filas de {place} están en {file}. Los archivos de los lotes y la clave que firma los"
    " dossiers no forman parte de ella: copie también {folder} y {key}.",
)
RESTORED = Text(
    "{n} rows were put into {place} and compared with {file}, row by row.",
    "{n} filas se pusieron en {place} y se compararon con {file}, una a una.",
)
BESIDE = Text(
    "Before you serve, put the files of batches into {folder} and the key that signs dossiers at"
    " {key}; without it a new one is made, and dossiers are signed by another hand than before.",
    "Antes de servir, ponga los archivos de los lotes en {folder} y la clave que firma los dossiers"
    " en {key}; sin ella se crea otra, y otra mano firma los dossiers.",
)


@database_app.command(epilog=example("remanso db upgrade"))
def upgrade(lang: Lang = None) -> None:
    """Make the tables, or bring them up to date; `remanso serve` does it too. Crea las tablas.

    Wholly or not at all, and safe while others do the same. Make a backup before a new version.
    """
    spoken = language(lang)
    with told(spoken), _opened() as engine:
        from api.store.database import head, place
        from api.store.database import upgrade as upgrade_tables

        upgrade_tables(engine)
        _say(UPGRADED.filled(place=place(engine), revision=head() or ""), spoken)


@database_app.command(epilog=example("remanso db check", "remanso db check --lang es"))
def check(lang: Lang = None) -> None:
    """Look over the database: revision, damage, refusals, rows, and every answer. La revisa.

    The server may run meanwhile. Ends with 1 when something is wrong.
    """
    spoken = language(lang)
    with told(spoken), _opened() as engine:
        from api.store.checking import check as look_over

        found = look_over(engine)
        for title, said in _findings(found):
            typer.echo(f"{title.in_(spoken):<12}{safe(said.in_(spoken))}")
        if not found.is_sound:
            raise typer.Exit(EXIT_FAULTY)


@database_app.command(
    epilog=example("remanso db backup remanso-$(date +%F).backup", "zcat remanso.backup | head -2")
)
def backup(file: BackupFile, lang: Lang = None) -> None:
    """Copy every row, as of one moment, into a new file; the server may run meanwhile. La copia.

    SQLite and PostgreSQL write the same form, so that what one wrote the other can restore.
    """
    spoken = language(lang)
    with told(spoken), _opened() as engine, _counting(spoken) as tell:
        from api.store.backup import backup as copy
        from api.store.database import place

        counts = copy(engine, file, tell)
        where = {"place": place(engine), "file": str(file), **_beside(engine)}
        _say(BACKED_UP.filled(n=_sum(counts), **where), spoken)


@database_app.command(
    epilog=example(
        "REMANSO_DATABASE_URL=sqlite:///new.sqlite3 remanso db restore remanso-2026-11-22.backup"
    )
)
def restore(file: BackupFile, lang: Lang = None) -> None:
    """Put a backup into an empty database, and bring it up to date. La restaura.

    Wholly or not at all. This is also the way from SQLite to PostgreSQL, and back.
    """
    spoken = language(lang)
    with told(spoken), _opened() as engine, _counting(spoken) as tell:
        from api.store.backup import restore as put_back
        from api.store.database import place

        counts = put_back(engine, file, tell)
        where = {"place": place(engine), "file": str(file)}
        _say(RESTORED.filled(n=_sum(counts), **where), spoken)
        _say(BESIDE.filled(**_beside(engine)), spoken)


def _beside(engine: "Engine") -> dict[str, str]:
    """Where lies what is kept outside the database."""
    from api.dossier.signing import key_file
    from api.settings import Settings
    from api.store.database import batch_store

    settings = Settings.from_environment()
    return {
        "folder": str(settings.batch_store or batch_store(engine)),
        "key": str(key_file(settings) or "REMANSO_SIGNING_KEY"),
    }


@contextmanager
def _opened() -> Iterator["Engine"]:
    """The database that the environment names."""
    from api.settings import Settings
    from api.store.database import connect

    engine = connect(Settings.from_environment().database_url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _counting(spoken: Language) -> Iterator[Callable[[int], None]]:
    """How many rows are done, for whoever watches."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    watcher = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f}"), TextColumn(ROWS.in_(spoken)))
    quiet = not watcher.is_terminal
    with Progress(*columns, console=watcher, disable=quiet, transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda rows: progress.advance(task, rows)


def _findings(found: "Finding") -> Iterator[tuple[Text, Text]]:
    """What was found, each with its title."""
    yield DATABASE, _same(found.place)
    revision = NONE if found.revision is None else _same(found.revision)
    if found.is_current:
        yield REVISION, CURRENT.filled(found=revision)
        for name, rows in found.rows.items():
            yield ROWS, _same(f"{name} {rows:,}")
        yield ANSWERS, READABLE.filled(n=f"{found.answers:,}")
    else:
        yield REVISION, NOT_CURRENT.filled(found=revision, expected=found.expected or "")
    for flaw in found.flaws:
        yield WRONG, flaw
    yield RESULT, SOUND if found.is_sound else UNSOUND


def _same(text: str) -> Text:
    return Text(text, text)


def _sum(counts: Mapping[str, int]) -> str:
    return f"{sum(counts.values()):,}"


def _say(line: Text, spoken: Language) -> None:
    typer.echo(safe(line.in_(spoken)))
