"""The controlled vocabulary: factors of a locality's profile, and entities listed in it.

Everything the rules, the API and the tables may name is here, with its levels, anchors and the
question an interviewer would ask. The files are ``rules/vocabulary/*.yaml``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from engine.possible import Interval, Levels, Possible, Several, Words
from engine.text import Text

DomainType = Literal["ordinal", "boolean", "categorical", "number", "several", "text"]
Better = Literal["more", "less"]
LEVELLED: frozenset[DomainType] = frozenset({"ordinal", "boolean", "categorical"})

FALSE_LEVEL, TRUE_LEVEL = 0, 1


@dataclass(frozen=True, slots=True)
class Level:
    """One value of a factor, with the anchor that says what counts as this value.

    ``fixed`` is one that policy can neither leave nor bring about: that there is no port.
    """

    value: str
    name: Text
    anchor: Text | None = None
    fixed: bool = False


@dataclass(frozen=True)
class Domain:
    """The values that a factor or an attribute can take.

    Levels of an ordinal domain are listed from least to most in the direction of its name; a
    boolean has the levels ``false`` and ``true``. ``prior`` is the span in which an unknown number
    is drawn when the advice is tried for robustness.
    """

    type: DomainType
    levels: tuple[Level, ...] = ()
    minimum: float = 0.0
    maximum: float = 0.0
    unit: Text | None = None
    prior: tuple[float, float] | None = None

    @cached_property
    def values(self) -> tuple[str, ...]:
        return tuple(level.value for level in self.levels)

    @cached_property
    def index(self) -> Mapping[str, int]:
        return {value: position for position, value in enumerate(self.values)}

    @cached_property
    def everything(self) -> int:
        """The mask of all levels."""
        return (1 << len(self.levels)) - 1

    @cached_property
    def unknown(self) -> Possible:
        """What is possible when nothing was recorded: everything."""
        match self.type:
            case "number":
                return Interval(self.minimum, self.maximum)
            case "several":
                return Several(0, self.everything)
            case "text":
                return Words(None)
            case _:
                return Levels(self.everything)

    def within_prior(self, low: float, high: float) -> tuple[float, float]:
        """The part of a range that the prior spans; the whole range where they do not meet."""
        least, most = self.prior or (self.minimum, self.maximum)
        return (max(low, least), min(high, most)) if least < high and low < most else (low, high)

    def mask(self, values: Iterable[str]) -> int:
        """The bits of these levels.

        Raises:
            KeyError: a value is not a level of this domain.
        """
        mask = 0
        for value in values:
            mask |= 1 << self.index[value]
        return mask

    def named(self, mask: int) -> tuple[Level, ...]:
        return tuple(level for bit, level in enumerate(self.levels) if mask >> bit & 1)


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a factor follows from an entity list when the profile does not give it.

    ``count``: how many entities are listed. ``worst``: the highest level of an attribute, over
    the entities whose ``kind`` is in ``of`` if that is given; ``least``: the lowest. ``union``: all
    values listed.
    """

    how: Literal["count", "worst", "least", "union"]
    kind: str
    attribute: str | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Factor:
    """One thing worth knowing about a locality.

    ``not_actionable`` says why policy cannot act on it (geography, demand elsewhere, history, what
    groups decide, a property of the data). ``better`` is the direction in which policy would move
    it; without one, either way is a choice of policy's.
    """

    slug: str
    dimension: str
    name: Text
    question: Text
    domain: Domain
    claims: tuple[str, ...] = ()
    derivation: Derivation | None = None
    not_actionable: Text | None = None
    better: Better | None = None


@dataclass(frozen=True)
class Attribute:
    """One thing worth knowing about an entity; ``codebook`` is the factor that lends its levels."""

    name: str
    label: Text
    question: Text
    domain: Domain
    required: bool = False
    codebook: str | None = None


@dataclass(frozen=True)
class EntityKind:
    """A kind of thing that a profile lists: groups, institutions, routes, prisons, measures."""

    kind: str
    list_name: str
    name: Text
    question: Text
    attributes: Mapping[str, Attribute]


@dataclass(frozen=True, slots=True)
class Dimension:
    slug: str
    name: Text
    headline: bool
    factors: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All dimensions, factors and entity kinds, by slug, in the order of the files."""

    dimensions: Mapping[str, Dimension]
    factors: Mapping[str, Factor]
    entities: Mapping[str, EntityKind]
    catalogue: EntityKind = field(
        default_factory=lambda: EntityKind(
            "intervention", "", Text("intervention", "intervención"), Text("", ""), {}
        )
    )

    @cached_property
    def kinds(self) -> Mapping[str, EntityKind]:
        """Every kind that a rule's pattern may name: the profile's and the catalogue's."""
        return {**self.entities, self.catalogue.kind: self.catalogue}

    @cached_property
    def lists(self) -> Mapping[str, EntityKind]:
        """Entity kinds by the name of their list in a profile."""
        return {kind.list_name: kind for kind in self.entities.values()}
