"""The columns that a profile table, and a table of entities beside it, may have."""

from collections.abc import Sequence

from engine.errors import Fault, nearest
from engine.profile import MAXIMUM_NEAREST, PROVENANCE
from engine.tables.bounds import shown
from engine.text import Text
from engine.vocabulary import Vocabulary

ABOUT = ("id", "name", "country", "as_of", "latitude", "longitude")
OWNER = "locality"  # the column of an entity table that holds a locality's id


def check_header(vocabulary: Vocabulary, names: Sequence[str]) -> list[Fault]:
    """What is wrong with the columns of a profile table as a whole."""
    allowed = (*ABOUT, *vocabulary.factors, *vocabulary.lists)
    faults = []
    if "id" not in names:
        what = Text("the column 'id' is missing", "falta la columna «id»")
        faults.append(Fault("id", what))
    for name in names:
        slug, _, about = name.partition(".")
        if name not in allowed and not (slug in vocabulary.factors and about in PROVENANCE):
            what = _UNKNOWN.filled(name=shown(name))
            near = nearest(name, allowed) if len(faults) < MAXIMUM_NEAREST else None
            faults.append(Fault(name, what, (), near))
    return faults


def check_entity_header(vocabulary: Vocabulary, kind: str, names: Sequence[str]) -> list[Fault]:
    """What is wrong with the columns of an entity table as a whole."""
    entity = vocabulary.entities[kind]
    faults = []
    if OWNER not in names:
        what = Text(f"the column '{OWNER}' is missing", f"falta la columna «{OWNER}»")
        faults.append(Fault(f"{entity.list_name}.{OWNER}", what))
    allowed = (OWNER, *entity.attributes)
    for name in names:
        if name not in allowed:
            what = _UNKNOWN.filled(name=shown(name))
            near = nearest(name, allowed) if len(faults) < MAXIMUM_NEAREST else None
            faults.append(Fault(f"{entity.list_name}.{name}", what, allowed, near))
    return faults


_UNKNOWN = Text("unknown column '{name}'", "columna desconocida: «{name}»")
