"""The parts of a description, in the order in which they are asked: what weighs most first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from api.pages.describe.items import PLACE
from engine.text import Text
from engine.vocabulary import Dimension, EntityKind, Vocabulary
from engine.wording import LISTS

Kind = Literal["place", "factors", "list", "review"]
Group = Literal["place", "headline", "lists", "further", "review"]

PLACE_SECTION, REVIEW_SECTION = "place", "review"
_PLACE = Text("The place", "El lugar")
_REVIEW = Text("Read over", "Revisar")


@dataclass(frozen=True)
class Section:
    """One page of the description; ``items`` are those that always stand in it."""

    slug: str
    kind: Kind
    group: Group
    name: Text
    items: tuple[str, ...]


def sections(vocabulary: Vocabulary) -> Mapping[str, Section]:
    """All sections by their slug."""
    dimensions = vocabulary.dimensions.values()
    found = [
        Section(PLACE_SECTION, "place", "place", _PLACE, PLACE),
        *(_of_factors(dimension, "headline") for dimension in dimensions if dimension.headline),
        *(_of_list(kind) for kind in vocabulary.lists.values()),
        *(_of_factors(dimension, "further") for dimension in dimensions if not dimension.headline),
        Section(REVIEW_SECTION, "review", "review", _REVIEW, ()),
    ]
    return {section.slug: section for section in found}


def _of_factors(dimension: Dimension, group: Group) -> Section:
    items = tuple(f"factors.{slug}" for slug in dimension.factors)
    return Section(dimension.slug, "factors", group, dimension.name, items)


def _of_list(kind: EntityKind) -> Section:
    name = LISTS.get(kind.list_name, kind.name)
    return Section(kind.list_name, "list", "lists", name, (kind.list_name,))


def section_of(vocabulary: Vocabulary, item: str) -> str:
    """The section in which an item stands."""
    first, _, rest = item.partition(".")
    if first == "factors":
        return vocabulary.factors[rest].dimension
    return first if first in vocabulary.lists else PLACE_SECTION


def after(vocabulary: Vocabulary, slug: str) -> str:
    """The section that follows; the last is followed by itself."""
    order = list(sections(vocabulary))
    return order[min(order.index(slug) + 1, len(order) - 1)]
