"""``remanso keys``: made, listed, revoked, in the database that the server uses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from api.access.principal import Scope
from api.cli.failures import refuse, told
from api.cli.key_limits import BodyLimit, Rate, TableLimit, allowed, limits_given
from api.cli.options import Lang, example, language
from api.store.organisations import NAME, Organisation
from engine.errors import NotFoundError
from engine.text import Language, Text

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from api.access.keys import Key
    from api.store.key_tables import ApiKey

CREATE = (
    "remanso keys create --organisation health-ministry --name planning"
    " --scope read --scope advise --expires 90d"
)

LIMIT = "remanso keys limit 0f1e2d3c4b5a6978 --rate 600 --body-limit server"

keys_app = typer.Typer(
    no_args_is_help=True,
    help="Who may ask the server: keys, by organisation. Quién puede preguntar al servidor.",
    epilog=example(CREATE, "remanso keys list", LIMIT, "remanso keys revoke 0f1e2d3c4b5a6978"),
)


@keys_app.callback()
def keys() -> None:
    """Make, list, limit and revoke the keys that let organisations ask the server.

    As long as there was never a key, the server answers its own machine only, without one.
    """


Owner = Annotated[
    str,
    typer.Option(
        help="Whose key it is: small letters, digits and hyphens. All its keys see the same "
        "localities, decisions and batches, and no other organisation's. 'local' has what was "
        "stored before there were keys.",
        show_default=False,
    ),
]
Name = Annotated[
    str, typer.Option(help="Who or what uses it, for your own list.", show_default=False)
]
Opens = Annotated[
    list[Scope],
    typer.Option(help="What it opens; may be repeated.", show_default=False),
]
Expires = Annotated[
    str | None,
    typer.Option(
        help="After how long it opens nothing more: 12h, 90d, 52w. Without it, never.",
        show_default=False,
        metavar="TIME",
    ),
]
Id = Annotated[
    str, typer.Argument(help="The id of the key, as 'remanso keys list' shows it.", metavar="ID")
]


@keys_app.command(epilog=example(CREATE))
def create(
    *,
    organisation: Owner,
    name: Name,
    scope: Opens,
    expires: Expires = None,
    rate: Rate = None,
    body_limit: BodyLimit = None,
    table_limit: TableLimit = None,
    lang: Lang = None,
) -> None:
    """Make a key and print it, this once. Crea una clave y la muestra, esta única vez.

    The key alone goes to standard output, what is said about it to standard error.
    """
    spoken = language(lang)
    with told(spoken), _database(make=True) as database:
        from api.store import keys as store
        from api.store.database import place

        others = {one.organisation for one in store.listed(database)}
        limits = limits_given(rate, body_limit, table_limit)
        key, kept = _made(database, organisation, name, scope, expires=expires, limits=limits)
        typer.echo(key.text())
        note = _ANOTHER if organisation in others else _FIRST
        note = (note if others else _FIRST_OF_ALL).filled(organisation=organisation)
        until = _never(spoken) if kept.expires_at is None else _shown(kept.expires_at)
        typer.echo(note.in_(spoken), err=True)
        made = _MADE.filled(id=kept.id, until=until, place=place(database))
        typer.echo(made.in_(spoken), err=True)


def _made(
    database: "Engine",
    organisation: str,
    name: str,
    scopes: Sequence[Scope],
    *,
    expires: str | None,
    limits: Mapping[str, int | None],
) -> "tuple[Key, ApiKey]":
    """A new key, and what is kept of it."""
    from api.access.keys import new_key
    from api.store import keys as store

    key = new_key()
    kept = store.add(
        database,
        _organisation(organisation),
        key_id=key.id,
        hashed=key.hashed(),
        name=_name(name),
        scopes=[word for word in Scope if word in scopes],
        expires_at=None if expires is None else _until(expires),
        limits=limits,
    )
    return key, kept


@keys_app.command(epilog=example(LIMIT))
def limit(
    key: Id,
    rate: Rate = None,
    body_limit: BodyLimit = None,
    table_limit: TableLimit = None,
    lang: Lang = None,
) -> None:
    """Give a key limits of its own; 'server' takes one back. Da a una clave límites propios.

    What is not named stays. Running servers hold to it within seconds.
    """
    spoken = language(lang)
    with told(spoken), _database() as database:
        from api.store import keys as store

        limits = limits_given(rate, body_limit, table_limit)
        if not limits:
            refuse("--rate", _NO_LIMITS)
        key_id = _known(database, key)
        store.limit(database, key_id, limits)
        changed = store.find(database, key_id)
        assert changed is not None
        said = _LIMITED.filled(id=key_id, limits=allowed(changed, spoken))
        typer.echo(said.in_(spoken))


@keys_app.command("list", epilog=example("remanso keys list"))
def list_keys(lang: Lang = None) -> None:
    """List the keys and what they open; never the keys themselves. Lista las claves."""
    spoken = language(lang)
    with told(spoken), _database() as database:
        from api.cli.rendering.screen import listing, screen
        from api.store import keys as store
        from api.store.database import place

        found = store.listed(database)
        if not found:
            typer.echo(_NONE.filled(place=place(database)).in_(spoken), err=True)
            return
        titles = [title.in_(spoken) for title in _TITLES]
        listing(screen(), titles, (_row(key, spoken) for key in found))


@keys_app.command(epilog=example("remanso keys revoke 0f1e2d3c4b5a6978"))
def revoke(key: Id, lang: Lang = None) -> None:
    """Let a key open nothing any more, within seconds, on running servers too. Revoca una clave."""
    spoken = language(lang)
    with told(spoken), _database() as database:
        from api.store import keys as store

        key_id = _known(database, key)
        said = _REVOKED if store.revoke(database, key_id) else _REVOKED_BEFORE
        typer.echo(said.filled(id=key_id).in_(spoken))


@contextmanager
def _database(*, make: bool = False) -> "Iterator[Engine]":
    """The server's database, with its tables; a first key may come before the first start."""
    from api.settings import Settings
    from api.store.database import connect, present, upgrade

    database = connect(Settings.from_environment().database_url)
    try:
        if not make:
            present(database)
        upgrade(database)
        yield database
    finally:
        database.dispose()


def _organisation(given: str) -> Organisation:
    if not NAME.fullmatch(given):
        refuse("--organisation", _NO_ORGANISATION)
    return Organisation(given)


def _name(given: str) -> str:
    if not given.strip() or len(given) > _LONGEST:
        refuse("--name", _NO_NAME)
    return given.strip()


def _until(given: str) -> datetime:
    found = re.fullmatch(r"([1-9][0-9]{0,4})([hdw])", given)
    if found is None:
        refuse("--expires", _NO_TIME)
    number, unit = int(found[1]), found[2]
    return datetime.now(UTC) + number * _UNITS[unit]


def _known(database: "Engine", given: str) -> str:
    """The id of a key, also when the whole key was given; its secret is never repeated."""
    from api.store import keys as store

    key_id = given.removeprefix("rmn_").partition("_")[0]
    if store.find(database, key_id) is None:
        raise NotFoundError(_KEY, key_id, [one.id for one in store.listed(database)])
    return key_id


def _row(key: "ApiKey", spoken: Language) -> list[str]:
    used = Text("never", "nunca").in_(spoken) if key.used_at is None else _shown(key.used_at)
    until = _never(spoken) if key.expires_at is None else _shown(key.expires_at)
    state, own = _state(key, spoken), allowed(key, spoken)
    return [key.id, key.organisation, key.name, key.scopes, state, until, used, own]


def _state(key: "ApiKey", spoken: Language) -> str:
    if key.revoked_at is not None:
        return Text("revoked", "revocada").in_(spoken)
    if key.expires_at is not None and key.expires_at <= datetime.now(UTC):
        return Text("expired", "caducada").in_(spoken)
    return Text("good", "vigente").in_(spoken)


def _never(spoken: Language) -> str:
    return Text("no end", "sin fin").in_(spoken)


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}Z"


_LONGEST = 100
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_KEY = Text("key", "clave")
_TITLES = (
    Text("id", "id"),
    Text("organisation", "organización"),
    Text("name", "nombre"),
    Text("scopes", "permisos"),
    Text("state", "estado"),
    Text("until", "hasta"),
    Text("last used", "último uso"),
    Text("own limits", "límites propios"),
)
_FIRST_OF_ALL = Text(
    "This is the first key, of '{organisation}': from now on the server asks everyone for one. What"
    " was stored before belongs to the organisation 'local'.",
    "Es la primera clave, de «{organisation}»: desde ahora el servidor pide una a todos. Lo"
    " guardado antes pertenece a la organización «local».",
)
_FIRST = Text(
    "This is the first key of '{organisation}'.", "Es la primera clave de «{organisation}»."
)
_ANOTHER = Text(
    "It sees what the other keys of '{organisation}' see.",
    "Ve lo mismo que las otras claves de «{organisation}».",
)
_MADE = Text(
    "Keep it now: it is not shown again. Send it as 'Authorization: Bearer KEY'."
    " Its id is {id}; it opens until: {until}; what is known of it is in {place}.",
    "Guárdela ahora: no se vuelve a mostrar. Envíela como «Authorization: Bearer CLAVE»."
    " Su id es {id}; abre hasta: {until}; lo que se sabe de ella está en {place}.",
)
_NONE = Text(
    "There are no keys in {place}: a server over it answers its own machine only.",
    "No hay claves en {place}: un servidor sobre ella responde solo a su propia máquina.",
)
_REVOKED = Text(
    "Revoked: {id}. Running servers refuse it within seconds.",
    "Revocada: {id}. Los servidores en marcha la rechazan en segundos.",
)
_REVOKED_BEFORE = Text("It was revoked before: {id}.", "Ya estaba revocada: {id}.")
_NO_ORGANISATION = Text(
    "write small letters, digits and hyphens, 63 at most, beginning with a letter or digit",
    "escriba minúsculas sin acentos, cifras y guiones, 63 como máximo, empezando por letra o cifra",
)
_NO_NAME = Text(
    "say in 1 to 100 characters who or what uses it",
    "diga en 1 a 100 caracteres quién o qué la usa",
)
_NO_LIMITS = Text(
    "say what to change: --rate, --body-limit or --table-limit",
    "diga qué cambiar: --rate, --body-limit o --table-limit",
)
_LIMITED = Text(
    "Limits of {id}: {limits}. Running servers hold to them within seconds.",
    "Límites de {id}: {limits}. Los servidores en marcha los aplican en segundos.",
)
_NO_TIME = Text(
    "write a whole number with h (hours), d (days) or w (weeks), as in 90d",
    "escriba un número entero con h (horas), d (días) o w (semanas), como 90d",
)
