"""``package.yaml`` to :class:`~engine.knowledge.model.Companionship`."""

from collections.abc import Iterable, Mapping

from engine.knowledge import schemas
from engine.knowledge.collecting import Reading, check_names, listed, single, text
from engine.knowledge.documents import Document
from engine.knowledge.model import Brought, Companionship, Conflict, Watch
from engine.possible import Possible
from engine.profile import ProfileReader
from engine.text import Text
from engine.vocabulary import Vocabulary

FILE = "package.yaml"
_MEASURE, _CLAIM = Text("intervention", "intervención"), Text("claim", "afirmación")
_FACTOR = Text("factor", "factor")


def read_companionship(
    reading: Reading,
    files: list[Document],
    vocabulary: Vocabulary,
    interventions: Iterable[str],
    claims: Iterable[str],
) -> Companionship:
    """What packages have to heed, by id; a knowledge base may be without."""
    document = next((document for document in files if document.path == FILE), None)
    shape = reading.shaped(document, schemas.PackageFile) if document else None
    if document is None or shape is None:
        return Companionship()
    for way, kind, known in (
        (listed("conflicts", "one"), _MEASURE, interventions),
        (listed("conflicts", "other"), _MEASURE, interventions),
        (listed("conflicts", "claims"), _CLAIM, claims),
        (single("brings_about", "intervention"), _MEASURE, interventions),
        (listed("brings_about", "factors"), _FACTOR, vocabulary.factors),
        (listed("brings_about", "claims"), _CLAIM, claims),
        (listed("watch", "factors"), _FACTOR, vocabulary.factors),
        (listed("watch", "claims"), _CLAIM, claims),
    ):
        check_names(reading, [document], way, kind, known)
    _check_once(reading, document, shape)
    brought = (
        Brought(
            item.intervention,
            _values(reading, document, vocabulary, at, item),
            text(item.because),
            tuple(item.claims),
        )
        for at, item in enumerate(shape.brings_about)
    )
    return Companionship(
        tuple(_conflict(item) for item in sorted(shape.conflicts, key=lambda item: item.id)),
        {item.intervention: item for item in brought},
        tuple(
            Watch(
                item.id,
                text(item.subject),
                text(item.because),
                tuple(item.factors),
                tuple(item.claims),
            )
            for item in shape.watch
        ),
    )


def _conflict(item: schemas.ConflictShape) -> Conflict:
    return Conflict(
        item.id,
        item.kind,
        frozenset(item.one),
        frozenset(item.other),
        text(item.because),
        text(item.mind),
        tuple(item.claims),
    )


def _values(
    reading: Reading,
    document: Document,
    vocabulary: Vocabulary,
    at: int,
    shape: schemas.BroughtShape,
) -> Mapping[str, Possible]:
    """The values that a measure brings about, read as a profile's are."""
    found: dict[str, Possible] = {}
    for slug, given in shape.factors.items():
        if slug not in vocabulary.factors:
            continue  # told already
        reader = ProfileReader(vocabulary)
        value = reader.value(vocabulary.factors[slug].domain, given, slug)
        for fault in reader.faults:
            loc = ("brings_about", at, "factors", slug)
            reading.fault(document, loc, fault.what, fault.allowed, fault.nearest)
        if value is not None:
            found[slug] = value.possible
    return found


def _check_once(reading: Reading, document: Document, shape: schemas.PackageFile) -> None:
    """No name twice, no measure at odds with itself."""
    for part, field, names in (
        ("conflicts", "id", [item.id for item in shape.conflicts]),
        ("brings_about", "intervention", [item.intervention for item in shape.brings_about]),
        ("watch", "id", [item.id for item in shape.watch]),
    ):
        for at, name in enumerate(names):
            if name in names[:at]:
                what = Text("duplicate id '{name}'", "identificador repetido: «{name}»")
                reading.fault(document, (part, at, field), what.filled(name=name))
    for at, item in enumerate(shape.conflicts):
        for name in sorted(set(item.one) & set(item.other)):
            what = Text("'{name}' is at odds with itself", "«{name}» se contradice a sí misma")
            reading.fault(document, ("conflicts", at, "other"), what.filled(name=name))
