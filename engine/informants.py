"""Values on the word of an institution that the profile itself says is captured.

A captured police body has reasons to call its streets quiet. Such values are marked, and the
ranking is made a second time as if they had not been given: the difference shows how far the
advice hangs on the word of those whom the advice is about. Nothing is taken out of the first
ranking, and in the second nothing is put in place of what was taken out: it is unknown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.answer import InformantsOut, ShiftOut, SuppliedOut
from engine.knowledge.model import Knowledge
from engine.possible import Levels, Possible
from engine.profile import INSTITUTION, Entity, Profile, plain_value
from engine.ranking import Ranked
from engine.text import AND, Language, Text, joined
from engine.vocabulary import Domain, Vocabulary
from engine.wording import VERDICTS, Wording

# From which level of capture an institution's word is doubted (ours). A few captured individuals
# do not speak for the whole; captured units write its reports.
CAPTURED_FROM = "units"
CAPTURE = "capture"
TOP = 10  # a change is told where the option stands among so many before or after (ours)


@dataclass(frozen=True, slots=True)
class Doubted:
    """A value whose supplier is captured; ``where`` is its place in the profile."""

    where: str
    name: Text
    domain: Domain
    possible: Possible
    supplier: str
    captured: str  # where the profile says that the supplier is captured


@dataclass(frozen=True)
class Doubt:
    """The doubted values, and the ranking as it is without them."""

    values: tuple[Doubted, ...]
    without: tuple[Ranked, ...]


def captured(profile: Profile, vocabulary: Vocabulary) -> Mapping[str, str]:
    """The kinds of institution that the profile says are captured, and where it says so.

    By a listed institution, or by the factor that the list would give. Only what certainly is
    captured counts: a level that may be lower accuses nobody.
    """
    found: dict[str, str] = {}
    for where, kinds, domain, possible in _captures(profile, vocabulary):
        least = domain.index.get(CAPTURED_FROM, len(domain.levels))
        if isinstance(possible, Levels) and possible.lowest() >= least:
            found.update({kind: where for kind in kinds if kind not in found})
    return found


def _captures(
    profile: Profile, vocabulary: Vocabulary
) -> Iterator[tuple[str, Sequence[str], Domain, Possible]]:
    """Everything that the profile says of capture: where, of which kinds, and how much."""
    for slug, value in profile.factors.items():
        factor = vocabulary.factors[slug]
        source = factor.derivation
        if source and (source.kind, source.attribute) == (INSTITUTION, CAPTURE):
            yield f"factors.{slug}", source.of, factor.domain, value.possible
    for position, entity in enumerate(profile.lists.get(INSTITUTION, ())):
        kind = vocabulary.entities[INSTITUTION]
        named, possible = entity.values.get("kind"), entity.values.get(CAPTURE)
        if isinstance(named, Levels) and possible is not None:
            kinds = [level.value for level in kind.attributes["kind"].domain.named(named.mask)]
            where = f"{kind.list_name}.{position}.{CAPTURE}"
            yield where, kinds, kind.attributes[CAPTURE].domain, possible


def doubted(profile: Profile, vocabulary: Vocabulary) -> tuple[Doubted, ...]:
    """Every value that a captured institution supplied."""
    suspects = captured(profile, vocabulary)
    found: list[Doubted] = []
    for slug, value in profile.factors.items():
        factor, by = vocabulary.factors[slug], value.supplied_by
        if by is not None and by in suspects:
            found.append(
                Doubted(
                    f"factors.{slug}", factor.name, factor.domain, value.possible, by, suspects[by]
                )
            )
    for kind, entities in profile.lists.items():
        known = vocabulary.entities[kind]
        for position, entity in enumerate(entities):
            for name, by in entity.suppliers.items():
                if by in suspects:
                    attribute, where = known.attributes[name], f"{known.list_name}.{position}"
                    found.append(
                        Doubted(
                            f"{where}.{name}",
                            attribute.label,
                            attribute.domain,
                            entity.values[name],
                            by,
                            suspects[by],
                        )
                    )
    return tuple(found)


def without(profile: Profile, vocabulary: Vocabulary) -> Profile:
    """The profile as if no captured institution had supplied a value.

    Where even what an entity is comes from a captured institution, the whole list is unknown:
    nobody else says how many there are.
    """
    suspects = captured(profile, vocabulary)
    factors = {
        slug: value for slug, value in profile.factors.items() if value.supplied_by not in suspects
    }
    lists = {
        kind: tuple(_without(entity, suspects) for entity in entities)
        for kind, entities in profile.lists.items()
        if not _unsure(entities, vocabulary, suspects)
    }
    return replace(profile, factors=factors, lists=lists)


def _without(entity: Entity, suspects: Iterable[str]) -> Entity:
    dropped = {name for name, by in entity.suppliers.items() if by in suspects}
    values = {name: value for name, value in entity.values.items() if name not in dropped}
    suppliers = {name: by for name, by in entity.suppliers.items() if name not in dropped}
    return Entity(entity.kind, values, suppliers)


def _unsure(
    entities: Iterable[Entity], vocabulary: Vocabulary, suspects: Mapping[str, str]
) -> bool:
    return any(
        by in suspects and vocabulary.entities[entity.kind].attributes[name].required
        for entity in entities
        for name, by in entity.suppliers.items()
    )


def told(
    knowledge: Knowledge, ranking: Sequence[Ranked], doubt: Doubt, language: Language
) -> InformantsOut:
    """The doubt in words: what is marked, and what changes without it."""
    wording = Wording(knowledge)
    names = knowledge.vocabulary.entities[INSTITUTION].attributes["kind"].domain
    shifts = _shifts(knowledge, ranking, doubt.without, language)
    return InformantsOut(
        says=_says(doubt, names, shifts).in_(language),
        values=[
            SuppliedOut(
                where=item.where,
                name=item.name.in_(language),
                value=plain_value(item.domain, item.possible),
                value_name=wording.value(item.possible, item.domain).in_(language),
                supplied_by=item.supplier,
                supplied_by_name=_named(names, item.supplier).in_(language),
                captured=item.captured,
            )
            for item in doubt.values
        ],
        changes=shifts,
    )


def _shifts(
    knowledge: Knowledge, before: Sequence[Ranked], after: Sequence[Ranked], language: Language
) -> list[ShiftOut]:
    """The leading options whose place or verdict is another without the doubted values."""
    later = {item.standing.intervention: item for item in after}
    found = []
    for item in before:
        slug = item.standing.intervention
        other = later[slug]
        leads = min(item.rank, other.rank) <= TOP
        if leads and (item.rank, item.verdict) != (other.rank, other.verdict):
            found.append(
                ShiftOut(
                    intervention=slug,
                    name=knowledge.interventions[slug].name.in_(language),
                    rank=item.rank,
                    rank_without=other.rank,
                    verdict=item.verdict,
                    verdict_name=VERDICTS[item.verdict].in_(language),
                    verdict_without=other.verdict,
                    verdict_without_name=VERDICTS[other.verdict].in_(language),
                )
            )
    return found


def _says(doubt: Doubt, names: Domain, shifts: Sequence[ShiftOut]) -> Text:
    kinds = dict.fromkeys(item.supplier for item in doubt.values)
    who = joined([_named(names, kind) for kind in kinds], AND)
    words = _CHANGED if shifts else _UNCHANGED
    return words.filled(count=len(doubt.values), who=who, moved=len(shifts), top=TOP)


def _named(names: Domain, kind: str) -> Text:
    return names.levels[names.index[kind]].name


_CHANGED = Text(
    "Values on the word of an institution that this profile says is captured: {count} (from:"
    " {who}). Without them, {moved} of the options that lead before or after change place or"
    " verdict; check these values with somebody else.",
    "Valores tomados de una institución que este perfil da por capturada: {count} (de: {who})."
    " Sin ellos, {moved} de las opciones que van delante antes o después cambian de puesto o de"
    " veredicto; contraste estos valores con otra fuente.",
)
_UNCHANGED = Text(
    "Values on the word of an institution that this profile says is captured: {count} (from:"
    " {who}). Without them the first {top} options and their verdicts are the same.",
    "Valores tomados de una institución que este perfil da por capturada: {count} (de: {who})."
    " Sin ellos, las primeras {top} opciones y sus veredictos son los mismos.",
)
