"""The vocabulary's files to one :class:`~engine.vocabulary.Vocabulary`."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.knowledge import schemas
from engine.knowledge.collecting import Reading, text
from engine.knowledge.documents import Document, Loc
from engine.knowledge.model import Family, Intervention
from engine.text import Text
from engine.vocabulary import (
    Attribute,
    Derivation,
    Dimension,
    Domain,
    DomainType,
    EntityKind,
    Factor,
    Level,
    Vocabulary,
)

YES = Text("yes", "sí")
NO = Text("no", "no")
NUMBERS = Text(
    "A number is measured; policy acts on what lies behind it.",
    "Un número se mide; la política actúa sobre lo que hay detrás.",
)
STANCES: Mapping[str, Text] = {
    "recommended": Text("recommended", "recomendada"),
    "conditional": Text("conditional", "condicional"),
    "unproven": Text("unproven", "no probada"),
    "questionable": Text("questionable", "dudosa"),
    "harmful": Text("harmful", "dañina"),
}
TERRITORIES: Mapping[str, Text] = {
    "neighbourhood": Text("neighbourhood", "barrio"),
    "municipal": Text("municipal", "municipal"),
    "subnational": Text("subnational", "subnacional"),
    "national": Text("national", "nacional"),
    "regional": Text("regional", "regional"),
    "international": Text("international", "internacional"),
    "foreign": Text("foreign", "extranjero"),
}


def read_vocabulary(
    reading: Reading,
    files: list[Document],
    families: Mapping[str, Family],
    interventions: Mapping[str, Intervention],
) -> Vocabulary:
    """Factors of all dimensions, the entity kinds, and the catalogue as a kind of its own."""
    catalogue = tuple(Level(item.slug, item.name) for item in interventions.values())
    dimensions: dict[str, Dimension] = {}
    factors: dict[str, Factor] = {}
    entities: Mapping[str, EntityKind] = {}
    for document in files:
        if document.path.endswith("/entities.yaml"):
            continue
        shape = reading.shaped(document, schemas.DimensionFile)
        if shape is not None:
            dimensions[shape.dimension] = _dimension(shape)
            _factors(reading, document, shape, catalogue, factors)
    for document in files:
        if document.path.endswith("/entities.yaml"):
            entities = _entities(reading, document, factors, catalogue)
    for document in files:
        if entities and document.path not in reading.misshapen:
            _check_derivations(reading, document, factors, entities)
    kinds = entities.get("institution")
    leaders = kinds.attributes.get("kind") if kinds else None
    institution_levels = leaders.domain.levels if leaders else ()
    return Vocabulary(
        dimensions, factors, entities, _catalogue(families, interventions, institution_levels)
    )


def _dimension(shape: schemas.DimensionFile) -> Dimension:
    slugs = tuple(item.slug for item in shape.factors)
    return Dimension(shape.dimension, text(shape.name), shape.headline, slugs)


def _factors(
    reading: Reading,
    document: Document,
    shape: schemas.DimensionFile,
    catalogue: tuple[Level, ...],
    factors: dict[str, Factor],
) -> None:
    """Add a dimension's factors to those read before it."""
    for position, item in enumerate(shape.factors):
        if item.slug in factors:
            reading.fault(
                document,
                ("factors", position, "slug"),
                Text(f"duplicate id '{item.slug}'", f"identificador repetido: «{item.slug}»"),
            )
        factors[item.slug] = Factor(
            slug=item.slug,
            dimension=shape.dimension,
            name=text(item.name),
            question=text(item.question),
            domain=_factor_domain(reading, document, position, item, catalogue),
            claims=tuple(item.claims),
            derivation=_derivation(item.derive),
            not_actionable=_not_actionable(reading, document, position, item),
            better=item.better,
        )


def _not_actionable(
    reading: Reading, document: Document, position: int, item: schemas.FactorShape
) -> Text | None:
    """Why policy cannot act on a factor; a number is measured and never set."""
    if item.not_actionable is None:
        return NUMBERS if item.type == "number" else None
    if item.better is not None:
        what = Text(
            f"'{item.slug}' has a better direction, yet policy cannot act on it",
            f"«{item.slug}» tiene una dirección mejor, pero la política no puede actuar sobre él",
        )
        reading.fault(document, ("factors", position, "better"), what)
    return text(item.not_actionable)


def _factor_domain(
    reading: Reading,
    document: Document,
    position: int,
    item: schemas.FactorShape,
    catalogue: tuple[Level, ...],
) -> Domain:
    if item.type == "boolean":
        anchors = item.anchors
        return boolean(
            text(anchors.true_means) if anchors else None,
            text(anchors.false_means) if anchors else None,
        )
    if item.type == "number":
        if not item.maximum > item.minimum or item.unit is None:
            reading.fault(
                document,
                ("factors", position),
                Text(
                    f"the number '{item.slug}' needs a unit, a minimum and a maximum",
                    f"el número «{item.slug}» necesita unidad, mínimo y máximo",
                ),
            )
        prior = item.prior
        if prior and not item.minimum <= prior.low < prior.high <= item.maximum:
            what = Text("the prior is not within the bounds", "el rango previo excede los límites")
            reading.fault(document, ("factors", position, "prior"), what)
        unit = text(item.unit) if item.unit else None
        span = (prior.low, prior.high) if prior else None
        return Domain("number", (), item.minimum, item.maximum, unit, span)
    levels = catalogue if item.values_from else _levels(item.levels or item.values)
    if len(levels) < 2:
        reading.fault(
            document,
            ("factors", position),
            Text(
                f"'{item.slug}' needs at least two levels",
                f"«{item.slug}» necesita al menos dos niveles",
            ),
        )
    return Domain(item.type, levels)


def boolean(true_means: Text | None = None, false_means: Text | None = None) -> Domain:
    return Domain("boolean", (Level("false", NO, false_means), Level("true", YES, true_means)))


def _levels(shapes: list[schemas.LevelShape]) -> tuple[Level, ...]:
    return tuple(
        Level(
            shape.value,
            text(shape.name),
            text(shape.anchor) if shape.anchor else None,
            shape.fixed,
        )
        for shape in shapes
    )


def _derivation(shape: schemas.DerivationShape | None) -> Derivation | None:
    if shape is None:
        return None
    for how in ("count", "worst", "least", "union"):
        source = getattr(shape, how)
        if source:
            kind, _, attribute = source.partition(".")
            of = shape.of or ()
            return Derivation(
                how, kind, attribute or None, (of,) if isinstance(of, str) else tuple(of)
            )
    return None


def _check_derivations(
    reading: Reading,
    document: Document,
    factors: Mapping[str, Factor],
    entities: Mapping[str, EntityKind],
) -> None:
    """What a factor follows from: a kind of entity, its attribute, and the kinds counted."""
    for position, item in enumerate(document.data.get("factors") or []):
        found = factors[item["slug"]].derivation
        if found is None:
            continue
        loc = ("factors", position, "derive")
        kind = Text("kind of entity", "tipo de entidad")
        if not reading.known(document, loc, kind, found.kind, entities):
            continue
        attributes = entities[found.kind].attributes
        if found.how != "count":
            what = Text("attribute", "atributo")
            reading.known(document, loc, what, found.attribute or "", attributes)
        values = attributes["kind"].domain.values if "kind" in attributes else ()
        for value in found.of:
            reading.known(document, loc, Text("value", "valor"), value, values)


def _entities(
    reading: Reading,
    document: Document,
    factors: Mapping[str, Factor],
    catalogue: tuple[Level, ...],
) -> Mapping[str, EntityKind]:
    shape = reading.shaped(document, schemas.EntitiesFile)
    kinds: dict[str, EntityKind] = {}
    for i, item in enumerate(shape.entities if shape else []):
        reader = _AttributeReader(reading, document, item, factors, catalogue, kinds)
        kinds[item.kind] = EntityKind(
            item.kind,
            item.list_name,
            text(item.name),
            text(item.question),
            {
                raw.name: reader.read(raw, ("entities", i, "attributes", j))
                for j, raw in enumerate(item.attributes)
            },
        )
    return kinds


@dataclass(frozen=True)
class _AttributeReader:
    """Reads the attributes of one entity kind."""

    reading: Reading
    document: Document
    entity: schemas.EntityShape
    factors: Mapping[str, Factor]
    catalogue: tuple[Level, ...]
    kinds: Mapping[str, EntityKind]

    def read(self, raw: schemas.AttributeShape, loc: Loc) -> Attribute:
        codebook = self.factors.get(raw.levels_of or "")
        levels, natural = self._levels(raw, codebook, loc)
        type_ = raw.type or natural
        fallback = codebook.name if codebook else Text.same(raw.name)
        question = codebook.question if codebook else text(self.entity.question)
        return Attribute(
            name=raw.name,
            label=text(raw.label) if raw.label else fallback,
            question=text(raw.question) if raw.question else question,
            domain=boolean() if type_ == "boolean" else Domain(type_, levels),
            required=raw.required,
            codebook=raw.levels_of,
        )

    def _levels(
        self, raw: schemas.AttributeShape, codebook: Factor | None, loc: Loc
    ) -> tuple[tuple[Level, ...], DomainType]:
        """The attribute's levels, from where it says, and the type that goes with them."""
        if codebook:
            return codebook.domain.levels, codebook.domain.type
        if raw.levels_of:
            kind = Text("factor", "factor")
            where = (*loc, "levels_of")
            self.reading.known(self.document, where, kind, raw.levels_of, self.factors)
        if raw.values_from:
            return self.catalogue, "categorical"
        if raw.values_of:
            known = {
                f"{kind.kind}.{item.name}": item.domain.levels
                for kind in self.kinds.values()
                for item in kind.attributes.values()
            }
            where = (*loc, "values_of")
            attribute = Text("attribute", "atributo")
            self.reading.known(self.document, where, attribute, raw.values_of, known)
            return known.get(raw.values_of, ()), "categorical"
        return _levels(raw.values), "categorical" if raw.values else "text"


def _catalogue(
    families: Mapping[str, Family],
    interventions: Mapping[str, Intervention],
    institution_levels: tuple[Level, ...],
) -> EntityKind:
    """The catalogue in working memory: what a pattern may say of an intervention."""

    def attribute(name: str, label: Text, domain: Domain) -> Attribute:
        return Attribute(name, label, label, domain, required=True)

    def levels(names: Mapping[str, Text]) -> tuple[Level, ...]:
        return tuple(Level(value, name) for value, name in names.items())

    slugs = tuple(Level(item.slug, item.name) for item in interventions.values())
    attributes = (
        attribute("slug", Text("intervention", "intervención"), Domain("categorical", slugs)),
        attribute(
            "family",
            Text("family", "familia"),
            Domain("categorical", levels({f.slug: f.name for f in families.values()})),
        ),
        attribute("stance", Text("stance", "postura"), Domain("categorical", levels(STANCES))),
        attribute("core", Text("core option", "opción principal"), boolean()),
        attribute("led_by", Text("led by", "dirigida por"), Domain("several", institution_levels)),
        attribute("level", Text("level", "ámbito"), Domain("several", levels(TERRITORIES))),
    )
    return EntityKind(
        "intervention",
        "",
        Text("intervention", "intervención"),
        Text("", ""),
        {item.name: item for item in attributes},
    )
