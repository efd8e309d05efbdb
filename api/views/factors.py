"""The vocabulary as it is shown: what may be said of a locality, and how to ask."""

from pydantic import BaseModel, Field

from engine.text import Language
from engine.vocabulary import (
    Attribute,
    Derivation,
    Dimension,
    Domain,
    EntityKind,
    Factor,
    Vocabulary,
)


class LevelView(BaseModel):
    value: str | bool = Field(description="As it is given in a profile.")
    name: str
    anchor: str | None = Field(description="What counts as this value.")


class ValuesView(BaseModel):
    """The values that a factor or an attribute can take."""

    type: str = Field(description="ordinal, boolean, categorical, number, several, or text.")
    levels: list[LevelView] = Field(description="From least to most, if the type is ordinal.")
    minimum: float | None
    maximum: float | None
    unit: str | None


class DerivationView(BaseModel):
    """How a factor follows from a list of the profile when it is not given itself."""

    how: str = Field(description="count, worst, or union.")
    entities: str
    attribute: str | None
    of: list[str] = Field(description="The kinds that count, if not all do.")


class FactorView(BaseModel):
    slug: str
    dimension: str
    name: str
    question: str = Field(description="What an interviewer would ask.")
    values: ValuesView
    derived_from: DerivationView | None
    better: str | None = Field(
        description="more or less of it is what policy wants; null where it is a choice."
    )
    not_actionable: str | None = Field(
        description="Why policy cannot act on it; null where it can. Changes never touch it."
    )
    claims: list[str]


class DimensionView(BaseModel):
    slug: str
    name: str
    headline: bool
    factors: list[str]


class AttributeView(BaseModel):
    name: str
    label: str
    question: str
    required: bool
    values: ValuesView


class EntityView(BaseModel):
    """A kind of thing that a profile lists: groups, institutions, routes, prisons, measures."""

    field: str = Field(description="The name of the list in a profile.")
    name: str
    question: str
    attributes: list[AttributeView]


class FactorsView(BaseModel):
    total: int
    dimensions: list[DimensionView]
    items: list[FactorView]
    lists: list[EntityView]


def factors_view(vocabulary: Vocabulary, factors: list[Factor], language: Language) -> FactorsView:
    return FactorsView(
        total=len(factors),
        dimensions=[_dimension(item, language) for item in vocabulary.dimensions.values()],
        items=[factor_view(item, vocabulary, language) for item in factors],
        lists=[_entity(item, language) for item in vocabulary.lists.values()],
    )


def factor_view(factor: Factor, vocabulary: Vocabulary, language: Language) -> FactorView:
    return FactorView(
        slug=factor.slug,
        dimension=factor.dimension,
        name=factor.name.in_(language),
        question=factor.question.in_(language),
        values=_values(factor.domain, language),
        derived_from=_derivation(factor.derivation, vocabulary),
        better=factor.better,
        not_actionable=factor.not_actionable and factor.not_actionable.in_(language),
        claims=list(factor.claims),
    )


def _derivation(found: Derivation | None, vocabulary: Vocabulary) -> DerivationView | None:
    if found is None:
        return None
    return DerivationView(
        how=found.how,
        entities=vocabulary.entities[found.kind].list_name,
        attribute=found.attribute,
        of=list(found.of),
    )


def _dimension(dimension: Dimension, language: Language) -> DimensionView:
    return DimensionView(
        slug=dimension.slug,
        name=dimension.name.in_(language),
        headline=dimension.headline,
        factors=list(dimension.factors),
    )


def _entity(kind: EntityKind, language: Language) -> EntityView:
    return EntityView(
        field=kind.list_name,
        name=kind.name.in_(language),
        question=kind.question.in_(language),
        attributes=[_attribute(item, language) for item in kind.attributes.values()],
    )


def _attribute(attribute: Attribute, language: Language) -> AttributeView:
    return AttributeView(
        name=attribute.name,
        label=attribute.label.in_(language),
        question=attribute.question.in_(language),
        required=attribute.required,
        values=_values(attribute.domain, language),
    )


def _values(domain: Domain, language: Language) -> ValuesView:
    number = domain.type == "number"
    boolean = domain.type == "boolean"
    return ValuesView(
        type=domain.type,
        levels=[
            LevelView(
                value=level.value == "true" if boolean else level.value,
                name=level.name.in_(language),
                anchor=level.anchor.in_(language) if level.anchor else None,
            )
            for level in domain.levels
        ],
        minimum=domain.minimum if number else None,
        maximum=domain.maximum if number else None,
        unit=domain.unit.in_(language) if domain.unit else None,
    )
