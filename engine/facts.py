"""From a profile to facts: for every factor what is still possible, and the entities listed.

Factors that a profile does not give may follow from its lists (the worst captured police body,
the number of groups). The catalogue of interventions stands among the entities, so that one rule
can speak about every intervention that an institution would lead.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Fault
from engine.keeping import kept
from engine.knowledge.model import Intervention, Knowledge
from engine.phases import phase
from engine.possible import Interval, Levels, Possible, Several, Words
from engine.profile import Entity, Profile
from engine.text import Text
from engine.vocabulary import FALSE_LEVEL, TRUE_LEVEL, Derivation, Domain, Vocabulary

# Attributes that name a group, which is one of the profile's own where it lists its groups.
_HOLDERS = ("captured_by", "held_by")


@dataclass(frozen=True)
class Facts:
    """What is known about a locality, ready for rules.

    ``factors`` holds every factor of the vocabulary. ``entities`` holds only the kinds whose list
    was given (such a list is complete); the catalogue is always there. ``known`` names the factors
    about which something was said, ``derived`` those of them that follow from lists;
    ``catalogue`` names the interventions by their position among the entities.
    """

    factors: Mapping[str, Possible]
    entities: Mapping[str, tuple[Entity, ...]]
    catalogue: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()
    derived: frozenset[str] = frozenset()

    def is_closed(self, kind: str) -> bool:
        return kind in self.entities


@phase("facts")
def gather(profile: Profile, knowledge: Knowledge) -> Facts:
    """The facts of one profile."""
    vocabulary = knowledge.vocabulary
    factors: dict[str, Possible] = {}
    known: list[str] = []
    derived: list[str] = []
    for slug, factor in vocabulary.factors.items():
        value = profile.factors.get(slug)
        if value is not None:
            factors[slug] = value.possible
            known.append(slug)
            continue
        followed = derive(factor.derivation, profile, vocabulary)
        factors[slug] = factor.domain.unknown if followed is None else followed
        if followed is not None and followed != factor.domain.unknown:
            known.append(slug)
            derived.append(slug)
    return Facts(
        factors,
        {**profile.lists, vocabulary.catalogue.kind: catalogue_entities(knowledge)},
        tuple(knowledge.interventions),
        frozenset(known),
        frozenset(derived),
    )


def derive(
    derivation: Derivation | None, profile: Profile, vocabulary: Vocabulary
) -> Possible | None:
    """What a factor's derivation gives; None when its list was not given or says nothing."""
    if derivation is None or derivation.kind not in profile.lists:
        return None
    entities = profile.lists[derivation.kind]
    if derivation.how == "count":
        return Interval(float(len(entities)), float(len(entities)))
    attributes = vocabulary.entities[derivation.kind].attributes
    attribute = attributes[derivation.attribute or ""]
    if derivation.of:
        wanted = attributes["kind"].domain.mask(derivation.of)
        entities = tuple(e for e in entities if _mask(e, "kind") & wanted)
    if derivation.how == "union" and not entities:
        return Several(0, 0)
    possible = [entity.values.get(attribute.name, attribute.domain.unknown) for entity in entities]
    if not possible:
        return None
    if derivation.how == "union":
        return _union(possible)
    return _worst(possible) if derivation.how == "worst" else _least(possible)


def _mask(entity: Entity, attribute: str) -> int:
    value = entity.values.get(attribute)
    return value.mask if isinstance(value, Levels) else 0


def _worst(possible: list[Possible]) -> Levels:
    """The levels that the highest of several partly known levels may have."""
    levels = [item for item in possible if isinstance(item, Levels)]
    floor = max(item.lowest() for item in levels)
    union = 0
    for item in levels:
        union |= item.mask
    return Levels(union & ~((1 << floor) - 1))


def _least(possible: list[Possible]) -> Levels:
    """The levels that the lowest of several partly known levels may have."""
    levels = [item for item in possible if isinstance(item, Levels)]
    ceiling = min(item.highest() for item in levels)
    union = 0
    for item in levels:
        union |= item.mask
    return Levels(union & ((2 << ceiling) - 1))


def _union(possible: list[Possible]) -> Several:
    """The values that occur in at least one entity."""
    surely = possibly = 0
    for item in possible:
        if isinstance(item, Several):
            surely |= item.surely
            possibly |= item.possibly
        elif isinstance(item, Levels):
            surely |= item.mask if item.mask.bit_count() == 1 else 0
            possibly |= item.mask
    return Several(surely, possibly)


@kept
def catalogue_entities(knowledge: Knowledge) -> tuple[Entity, ...]:
    """The catalogue as entities: one per intervention, all attributes known."""
    attributes = knowledge.vocabulary.catalogue.attributes
    domains = {name: attribute.domain for name, attribute in attributes.items()}
    return tuple(_entity(item, domains) for item in knowledge.interventions.values())


def _entity(item: Intervention, domains: Mapping[str, Domain]) -> Entity:
    led_by = domains["led_by"].mask(item.led_by)
    level = domains["level"].mask(item.level)
    return Entity(
        "intervention",
        {
            "slug": Levels(domains["slug"].mask([item.slug])),
            "family": Levels(domains["family"].mask([item.family])),
            "stance": Levels(domains["stance"].mask([item.stance])),
            "core": Levels(1 << (TRUE_LEVEL if item.core else FALSE_LEVEL)),
            "led_by": Several(led_by, led_by),
            "level": Several(level, level),
        },
    )


def noticed(profile: Profile, vocabulary: Vocabulary) -> list[Fault]:
    """What is odd about a profile and yet no reason to refuse it."""
    return [*contradictions(profile, vocabulary), *dangling(profile, vocabulary)]


def contradictions(profile: Profile, vocabulary: Vocabulary) -> list[Fault]:
    """Factors given one way while the profile's own lists say another; the given value stands."""
    found = []
    for slug, value in profile.factors.items():
        factor = vocabulary.factors[slug]
        listed: Any = derive(factor.derivation, profile, vocabulary)
        if isinstance(value.possible, Levels) and isinstance(listed, Levels):
            apart = value.possible.mask & listed.mask == 0
        elif isinstance(value.possible, Interval) and isinstance(listed, Interval):
            apart = value.possible.high < listed.low or listed.high < value.possible.low
        else:
            apart = False
        if apart:
            what = Text(
                "the value given for '{name}' contradicts the profile's own list; the given value"
                " was used",
                "el valor dado para «{name}» contradice la lista del propio perfil; se usó el valor"
                " dado",
            )
            found.append(Fault(f"factors.{slug}", what.filled(name=factor.name)))
    return found


def dangling(profile: Profile, vocabulary: Vocabulary) -> list[Fault]:
    """Names that lead to no listed group, or to two: a rule that joins by name goes astray."""
    if "group" not in profile.lists:
        return []
    said = list(_said(profile, vocabulary))
    groups = [text for _, kind, attribute, text in said if (kind, attribute) == ("group", "name")]
    found: list[Fault] = []
    seen: set[str] = set()
    for where, kind, attribute, text in said:
        if attribute in _HOLDERS and text not in groups:
            found.append(Fault(where, _NOT_LISTED.filled(name=text)))
        elif (kind, attribute) == ("group", "name"):
            if text in seen:
                found.append(Fault(where, _SAME_NAME.filled(name=text)))
            seen.add(text)
    return found


def _said(profile: Profile, vocabulary: Vocabulary) -> Iterator[tuple[str, str, str, str]]:
    """Every text in a profile's lists: where it stands, of which kind and attribute, and itself."""
    for kind, entities in profile.lists.items():
        for position, entity in enumerate(entities):
            for name, possible in entity.values.items():
                if isinstance(possible, Words) and possible.text is not None:
                    where = f"{vocabulary.entities[kind].list_name}.{position}.{name}"
                    yield where, kind, name, possible.text


_NOT_LISTED = Text(
    "no listed group is called '{name}'; rules cannot tell which group is meant",
    "ningún grupo de la lista se llama «{name}»; las reglas no pueden saber a cuál se refiere",
)
_SAME_NAME = Text(
    "another listed group is called '{name}' too; rules cannot tell them apart by name",
    "otro grupo de la lista también se llama «{name}»; las reglas no los distinguen por el nombre",
)
