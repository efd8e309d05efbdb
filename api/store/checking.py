"""Whether a database is sound: tables, refusals, files, every stored answer, every rule base."""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, LargeBinary, column, select, table

from api.store.append_only import triggers_of
from api.store.backup import counted
from api.store.database import head, kind_of, place, present, reading, revision
from api.store.metadata import METADATA
from engine.rulebase import hash_of
from engine.text import Text

AT_ONCE = 200  # answers that are read together
SHOWN = 20  # faults of one kind that are told one by one


@dataclass(frozen=True)
class Finding:
    """What a database was found to be."""

    place: str
    revision: str | None
    expected: str | None
    rows: Mapping[str, int]
    answers: int
    flaws: tuple[Text, ...]

    @property
    def is_current(self) -> bool:
        return self.revision == self.expected

    @property
    def is_sound(self) -> bool:
        return self.is_current and not self.flaws


def check(engine: Engine) -> Finding:
    """Look at all of it, as of one moment; the server may run meanwhile.

    Raises:
        DatabaseError: the database is not there, or cannot be reached.
    """
    present(engine)
    with reading(engine) as connection:
        found, expected = revision(connection), head()
        flaws = kind_of(engine.url).flaws(connection)
        rows: Mapping[str, int] = {}
        answers = 0
        if found == expected:
            rows = counted(connection)
            unreadable = list(_unreadable(connection))
            answers = rows["decisions"] - len(unreadable)
            flaws += [*_unguarded(engine, connection), *_few(unreadable), *_altered(connection)]
    return Finding(place(engine), found, expected, rows, answers, tuple(flaws))


def _unguarded(engine: Engine, connection: Connection) -> list[Text]:
    """Tables that can only be added to, without what makes them so."""
    there = kind_of(engine.url).triggers(connection)
    kind = connection.dialect.name
    return [
        _UNGUARDED.filled(table=described.name, missing=", ".join(sorted(missing)))
        for described in METADATA.sorted_tables
        if described.info.get("append_only")
        and (missing := triggers_of(described.name, kind) - there)
    ]


def _unreadable(connection: Connection) -> Iterator[str]:
    """The decisions whose answers cannot be read any more."""
    raw = table("decisions", column("id"), column("answer", LargeBinary()))
    with connection.execute(select(raw), execution_options={"yield_per": AT_ONCE}) as found:
        for name, kept in found:
            try:
                json.loads(zlib.decompress(kept))
            except (zlib.error, ValueError, TypeError):  # the last: not even bytes
                yield name


def _altered(connection: Connection) -> Iterator[Text]:
    """The rule bases that are not what their hash names: decisions made with them cannot replay."""
    raw = table("rulesets", column("hash"), column("content", LargeBinary()))
    for name, kept in connection.execute(select(raw)):
        try:
            found = hash_of(json.loads(zlib.decompress(kept)))
        except (zlib.error, ValueError, TypeError, AttributeError):
            found = ""
        if found != name:
            yield _OTHER_RULES.filled(hash=name[:12])


def _few(names: list[str]) -> list[Text]:
    """The first of them by name, the rest by number."""
    told = [_UNREADABLE.filled(id=name) for name in names[:SHOWN]]
    return told + [_MORE.filled(n=len(names) - SHOWN)] * (len(names) > SHOWN)


_UNGUARDED = Text(
    "{table} can be changed: the triggers that refuse it are not there or not in force ({missing})",
    "{table} se puede cambiar: faltan o no rigen los disparadores que lo impiden ({missing})",
)
_UNREADABLE = Text(
    "the answer of decision {id} cannot be read",
    "no se puede leer la respuesta de la decisión {id}",
)
_OTHER_RULES = Text(
    "the rules {hash} that are kept are not those of that hash: decisions made with them cannot be"
    " asked again",
    "las reglas {hash} guardadas no son las de ese hash: las decisiones tomadas con ellas no se"
    " pueden repetir",
)
_MORE = Text("and {n} answers more", "y {n} respuestas más")
