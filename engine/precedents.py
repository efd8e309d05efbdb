"""Precedents: the documented cases most like a locality, and how like it the evidence's places are.

Likeness is Gower's (1971): over the factors known in both, the mean of each factor's distance from
0 to 1. Ordered levels: how many levels lie between, of all that could; yes or no and words: same or
not; numbers: their difference, of the span of the factor's prior; several values at once: the share
of those present in either that are not in both (Jaccard). A factor that is unknown, or known only
in part, on either side is not compared: it never counts as alike. Two profiles that share too few
known factors have no distance at all.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.facts import Facts, gather
from engine.keeping import kept
from engine.knowledge.model import Case, Claim, Knowledge
from engine.places import names_of, time_written
from engine.possible import Interval, Levels, Possible, Several
from engine.profile import Profile, read_profile
from engine.ranking import Ranked
from engine.truth import Truth
from engine.vocabulary import Domain

# Below so many factors known in both, likeness says nothing. Cases know 2 to 32 factors, most of
# them about 6; of two profiles with four in common, each still weighs a quarter (ours).
MINIMUM_SHARED = 4
MAXIMUM_CASES = 5  # offered (ours)
ALIKE = 0.25  # a factor at most so far apart counts as alike: one level of five (ours)
LEADING = 3  # options whose evidence is looked at (ours)


@dataclass(frozen=True, slots=True)
class Compared:
    """One factor known in both, and how far apart they are, from 0 to 1."""

    factor: str
    here: Possible
    there: Possible
    distance: float
    by_proxy: bool  # whether either value stands for more than the place itself

    @property
    def alike(self) -> bool:
        return self.distance <= ALIKE


@dataclass(frozen=True, slots=True)
class Precedent:
    """A documented case, compared factor by factor."""

    case: Case
    compared: tuple[Compared, ...]
    known: int  # factors that the case knows

    @property
    def distance(self) -> float:
        return _mean([item.distance for item in self.compared])

    @property
    def cautious(self) -> float:
        """The distance if one more factor were compared and found unlike; the order goes by it.

        Of two cases equally far, the one compared on more factors comes first.
        """
        total = sum(item.distance for item in self.compared)
        return (total + 1.0) / (len(self.compared) + 1)


@dataclass(frozen=True, slots=True)
class Origin:
    """How like the locality is to the places that one claim's evidence comes from."""

    claim: str
    options: tuple[str, ...]
    country: Truth  # whether the evidence covers the locality's country
    here: bool  # whether it tells of this very locality
    wide: bool  # whether it speaks of whole countries only
    cases: tuple[Precedent, ...]  # comparable cases of those places, the nearest first

    @property
    def likeness(self) -> float | None:
        """The mean over the comparable cases; None where nothing can be said."""
        return 1.0 - _mean([case.distance for case in self.cases]) if self.cases else None


@dataclass(frozen=True, slots=True)
class Precedents:
    """The nearest cases; how many had too little in common; those that are the locality itself."""

    nearest: tuple[Precedent, ...]
    comparable: int
    too_little: int
    itself: tuple[str, ...]
    evidence: tuple[Origin, ...]


def precedents(
    knowledge: Knowledge, profile: Profile, facts: Facts, ranking: Iterable[Ranked]
) -> Precedents:
    """What is documented of places like this one."""
    itself = [case.slug for case in knowledge.cases.values() if is_itself(case, profile)]
    others = [slug for slug in knowledge.cases if slug not in itself]
    compared = {slug: _precedent(knowledge, slug, profile, facts) for slug in others}
    enough = {s: p for s, p in compared.items() if len(p.compared) >= MINIMUM_SHARED}
    order = sorted(enough.values(), key=lambda item: (item.cautious, item.case.slug))
    return Precedents(
        tuple(order[:MAXIMUM_CASES]),
        len(enough),
        len(others) - len(enough),
        tuple(sorted(itself)),
        _evidence(knowledge, profile, ranking, order, itself),
    )


def distance(knowledge: Knowledge, one: Facts, other: Facts) -> float | None:
    """How far two localities are apart, from 0 to 1; None if too few factors are known in both."""
    found = [item.distance for item in compare(knowledge, one, other)]
    return _mean(found) if len(found) >= MINIMUM_SHARED else None


def compare(
    knowledge: Knowledge, one: Facts, other: Facts, proxies: frozenset[str] = frozenset()
) -> tuple[Compared, ...]:
    """The factors known in both, in the vocabulary's order."""
    found = []
    for slug, factor in knowledge.vocabulary.factors.items():
        if slug in one.known and slug in other.known:
            here, there = one.factors[slug], other.factors[slug]
            apart = apart_in(factor.domain, here, there)
            if apart is not None:
                found.append(Compared(slug, here, there, apart, slug in proxies))
    return tuple(found)


def apart_in(domain: Domain, one: Possible, other: Possible) -> float | None:
    """How far apart two values of one factor are; None unless both are known in full."""
    match one, other:
        case Levels(a), Levels(b) if a.bit_count() == b.bit_count() == 1:
            if domain.type != "ordinal":
                return float(a != b)
            steps = max(len(domain.levels) - 1, 1)
            return abs(a.bit_length() - b.bit_length()) / steps
        case Interval(a, high), Interval(b, top) if a == high and b == top:
            low, most = domain.prior or (domain.minimum, domain.maximum)
            return min(abs(a - b) / (most - low), 1.0) if most > low else float(a != b)
        case Several(a, may), Several(b, might) if a == may and b == might:
            either = (a | b).bit_count()
            return (a ^ b).bit_count() / either if either else 0.0
    return None


def is_itself(case: Case, profile: Profile) -> bool:
    """Whether a case documents this very locality, and not at a time known to be another.

    The same name, in either language, in the same country (or in none that is given) is the same
    place. Another time of the same place is a precedent: what was tried here before.
    """
    if profile.name is None or _plain(profile.name) not in map(_plain, names_of(case)):
        return False
    if profile.country is not None and profile.country != case.country:
        return False
    here, there = _years(time_written(profile.as_of or "")), _years(case.period)
    return not here or not there or (here[0] <= there[1] and there[0] <= here[1])


def _plain(name: str) -> str:
    """A name without case, accents and doubled spaces."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def _years(period: str) -> tuple[int, int] | None:
    """The first and the last year of a period in words; an end that is open reaches far."""
    spans: list[tuple[int, int]] = []
    for found in re.finditer(r"\b((?:19|20)\d\d)(s?)\b(?:-(\d\d)\b(?!-))?", period):
        first = int(found[1])
        # 2012-13 is a span of years, 2024-01 a month: the second never lies before the first.
        later = int(found[3]) - first % 100 if found[3] else 0
        spans.append((first, first + (9 if found[2] else max(later, 0))))
    if not spans:
        return None
    since = len(spans) > 1 or not re.search(r"\bto ", period)
    until = not re.search(r"\b(?:from|after)\b", period)
    return min(low for low, _ in spans) if since else 0, (
        max(high for _, high in spans) if until else 9999
    )


def _precedent(knowledge: Knowledge, slug: str, profile: Profile, facts: Facts) -> Precedent:
    there, proxies = _documented(knowledge)[slug]
    ours = {name for name, value in profile.factors.items() if value.basis == "proxy"}
    found = compare(knowledge, facts, there, proxies | ours)
    return Precedent(knowledge.cases[slug], found, len(there.known))


@kept
def _documented(knowledge: Knowledge) -> Mapping[str, tuple[Facts, frozenset[str]]]:
    """The facts of every documented case, and which of its factors are known by proxy only."""
    found = {}
    for slug, case in knowledge.cases.items():
        profile = read_profile(case.profile, knowledge.vocabulary)
        proxies = [name for name, value in profile.factors.items() if value.basis == "proxy"]
        found[slug] = gather(profile, knowledge), frozenset(proxies)
    return found


def _evidence(
    knowledge: Knowledge,
    profile: Profile,
    ranking: Iterable[Ranked],
    order: list[Precedent],
    itself: list[str],
) -> tuple[Origin, ...]:
    """Where the claims behind the leading options' reasons come from, by claim."""
    cited: dict[str, list[str]] = {}
    for ranked in list(ranking)[:LEADING]:
        for reason in ranked.standing.reasons:
            for name in reason.rule.supports:
                options = cited.setdefault(name, [])
                if ranked.standing.intervention not in options:
                    options.append(ranked.standing.intervention)
    found = []
    for name in sorted(cited):
        claim = knowledge.claims[name]
        told, covered = _cases_of(knowledge)[name]
        wide = bool(claim.places) and not knowledge.localities.intersection(claim.places)
        country = _covers(knowledge, claim, profile.country)
        here = not wide and any(slug in told for slug in itself)
        cases = tuple(item for item in order if item.case.slug in told | covered)
        found.append(Origin(name, tuple(cited[name]), country, here, wide, cases))
    return tuple(found)


def _covers(knowledge: Knowledge, claim: Claim, country: str | None) -> Truth:
    """Whether the evidence covers a country; unknown where either is."""
    covered = frozenset[str]().union(
        *(knowledge.places.get(place, frozenset()) for place in claim.places)
    )
    if country is None or not covered:
        return Truth.UNKNOWN
    return Truth.TRUE if covered & {country, "*"} else Truth.FALSE


Slugs = frozenset[str]


@kept
def _cases_of(knowledge: Knowledge) -> Mapping[str, tuple[Slugs, Slugs]]:
    """The documented cases of the places that each claim's evidence comes from.

    First those it tells of: coded from the claim itself, or naming a place within a country that
    it names. Then those it covers: lying in a country or a region that it names.
    """
    coded: dict[str, set[str]] = {name: set() for name in knowledge.claims}
    for case in knowledge.cases.values():
        for name in _claims_of(case):
            if name in coded:
                coded[name].add(case.slug)
    by_place = {
        place: {case.slug for case in knowledge.cases.values() if _lies_in(knowledge, case, place)}
        for place in knowledge.places
    }
    found = {}
    for name, claim in knowledge.claims.items():
        narrow = [place for place in claim.places if place in knowledge.localities]
        told = coded[name].union(*(by_place[place] for place in narrow))
        covered = set[str]().union(*(by_place.get(place, set()) for place in claim.places))
        found[name] = frozenset(told), frozenset(covered)
    return found


def _claims_of(case: Case) -> set[str]:
    """The claims that a case is coded from."""
    coded = {value["source"] for value in case.profile["factors"].values() if "source" in value}
    return coded | {item["claim"] for item in case.tried if "claim" in item}


def _lies_in(knowledge: Knowledge, case: Case, place: str) -> bool:
    named = re.search(rf"\b{re.escape(_plain(place))}\b", _plain(case.place)) is not None
    if place in knowledge.localities:
        return named
    countries = knowledge.places[place]
    return named or case.country in countries or "*" in countries


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
