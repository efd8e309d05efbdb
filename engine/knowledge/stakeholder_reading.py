"""``stakeholders.yaml`` to :class:`~engine.knowledge.model.Stakeholder` and ``Actor``."""

from collections.abc import Iterable, Mapping

from engine.knowledge import schemas
from engine.knowledge.collecting import Reading, text
from engine.knowledge.documents import Document
from engine.knowledge.model import Actor, Stakeholder
from engine.profile import suppliers
from engine.text import Text
from engine.vocabulary import Vocabulary

FILE = "stakeholders.yaml"


def read_stakeholders(
    reading: Reading, files: list[Document], vocabulary: Vocabulary
) -> tuple[Mapping[str, Stakeholder], Mapping[str, Actor]]:
    """Whose eyes to read with, and who can act; a knowledge base may be without."""
    document = next((document for document in files if document.path == FILE), None)
    shape = reading.shaped(document, schemas.StakeholdersFile) if document else None
    if document is None or shape is None:
        return {}, {}
    _check(reading, document, shape, suppliers(vocabulary))
    stakeholders = {
        item.slug: Stakeholder(item.slug, text(item.name), text(item.because), item.weights)
        for item in shape.stakeholders
    }
    actors = {
        item.slug: Actor(item.slug, text(item.name), tuple(item.institutions), text(item.because))
        for item in shape.actors
    }
    return stakeholders, actors


def _check(
    reading: Reading,
    document: Document,
    shape: schemas.StakeholdersFile,
    institutions: Iterable[str],
) -> None:
    slugs = {
        "stakeholders": [item.slug for item in shape.stakeholders],
        "actors": [item.slug for item in shape.actors],
    }
    for part, names in slugs.items():
        for at, slug in enumerate(names):
            if slug in names[:at]:
                what = Text("duplicate id '{slug}'", "identificador repetido: «{slug}»")
                reading.fault(document, (part, at, "slug"), what.filled(slug=slug))
    for at, item in enumerate(shape.stakeholders):
        if not any(item.weights.values()):
            what = Text("at least one weight must be above 0", "al menos un peso debe superar 0")
            reading.fault(document, ("stakeholders", at, "weights"), what)
    for at, actor in enumerate(shape.actors):
        for place, name in enumerate(actor.institutions):
            kind = Text("kind of institution", "tipo de institución")
            loc = ("actors", at, "institutions", place)
            reading.known(document, loc, kind, name, institutions)
