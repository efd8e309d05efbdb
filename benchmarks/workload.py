"""The same work for everyone: rules that all can run, and synthetic localities for them."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.expressions import Expression, comparisons, expression, inlined, slots
from engine.columns import masks
from engine.columns.arrays import Array
from engine.columns.localities import Column, Localities
from engine.conditions import (
    All,
    AnyOf,
    Condition,
    DiagnosisTest,
    FactorTest,
    Pattern,
    diagnoses_of,
    leaves,
)
from engine.facts import Facts, catalogue_entities
from engine.knowledge.model import Knowledge
from engine.possible import Interval, Levels, Possible, Several
from engine.rule import Rule
from engine.vocabulary import Domain

NUMBERS_UP_TO = 100  # synthetic counts and rates: around the thresholds that rules use
UNKNOWN_SHARE = 0.4


def plain_rules(knowledge: Knowledge) -> tuple[Rule, ...]:
    """The active rules that every peer can run: of factors and diagnoses, no entities.

    Rules without a condition always fire; they are left out, as nothing is there to evaluate.
    """
    return tuple(rule for rule in knowledge.active if _is_plain(knowledge, rule))


def _is_plain(knowledge: Knowledge, rule: Rule) -> bool:
    parts = [leaf for condition in rule.conditions() for leaf in leaves(condition)]
    inner = [knowledge.rules[name] for c in rule.conditions() for name in diagnoses_of(c)]
    return (
        bool(parts)
        and not any(isinstance(leaf, Pattern) for leaf in parts)
        and all(_is_plain(knowledge, other) for other in inner)
    )


@dataclass(frozen=True, eq=False)
class Workload:
    """Rules of which none needs a rule outside, and the knowledge base that has only these."""

    knowledge: Knowledge

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.knowledge.active

    @cached_property
    def expressions(self) -> Mapping[str, Expression]:
        """Each rule as comparisons, diagnoses before what builds on them."""
        layers = self.knowledge.layers
        ordered = sorted(self.rules, key=lambda r: (layers.get(r.id, len(layers)), r.id))
        return {rule.id: expression(self.knowledge.vocabulary, rule) for rule in ordered}

    @cached_property
    def inlined(self) -> Mapping[str, Expression]:
        """The same with every diagnosis written out."""
        return {name: inlined(one, self.expressions) for name, one in self.expressions.items()}

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """The slots that some rule compares, in the order of the vocabulary."""
        used = {item.slot for one in self.expressions.values() for item in comparisons(one)}
        vocabulary = self.knowledge.vocabulary
        return tuple(s for slug in self.factors for s in slots(vocabulary, slug) if s in used)

    @cached_property
    def factors(self) -> tuple[str, ...]:
        """The factors that some rule asks for, in the order of the vocabulary."""
        asked = {
            leaf.factor
            for rule in self.rules
            for condition in rule.conditions()
            for leaf in leaves(condition)
            if isinstance(leaf, FactorTest)
        }
        return tuple(slug for slug in self.knowledge.vocabulary.factors if slug in asked)


def shared_work(knowledge: Knowledge, count: int | None = None) -> Workload:
    """So many of the rules that all can run, or all of them; with the diagnoses they need.

    More rules than there are: copies under new names that ask for other factors of the same form.
    """
    rules = list(plain_rules(knowledge))
    if count is not None and count < len(rules):
        rules = _some(knowledge, rules, count)
    copies = _copies(knowledge, rules, (count or 0) - len(rules))
    chosen = {rule.id: rule for rule in (*rules, *copies)}
    return Workload(replace(knowledge, rules=chosen))


def _some(knowledge: Knowledge, rules: list[Rule], count: int) -> list[Rule]:
    """The first rules in a shuffled order that, with the diagnoses they need, are so many."""
    shuffled = random.Random(4).sample(rules, len(rules))
    chosen: dict[str, Rule] = {}
    for rule in shuffled:
        needed = {one.id: one for one in _with_diagnoses(knowledge, rule)}
        if len(chosen | needed) <= count:
            chosen |= needed
    return list(chosen.values())


def _with_diagnoses(knowledge: Knowledge, rule: Rule) -> Iterator[Rule]:
    yield rule
    for condition in rule.conditions():
        for name in diagnoses_of(condition):
            yield from _with_diagnoses(knowledge, knowledge.rules[name])


def _copies(knowledge: Knowledge, rules: list[Rule], count: int) -> Iterator[Rule]:
    """Copies that ask for other factors; they build on the diagnoses of the original."""
    originals = [rule for rule in rules if rule.kind != "diagnosis"]
    for number in range(max(count, 0)):
        turn = number // len(originals) + 1
        rule = originals[number % len(originals)]
        others = _permutation(knowledge, turn)
        yield replace(
            rule,
            id=f"{rule.id}-{turn}",
            when=_renamed(rule.when, others),
            unless=None if rule.unless is None else _renamed(rule.unless, others),
        )


def _permutation(knowledge: Knowledge, seed: int) -> Mapping[str, str]:
    """Every factor to another with a domain of the same form."""
    alike: dict[tuple[str, int], list[str]] = {}
    for slug, factor in knowledge.vocabulary.factors.items():
        alike.setdefault((factor.domain.type, len(factor.domain.levels)), []).append(slug)
    found: dict[str, str] = {}
    for group in alike.values():
        found |= zip(group, random.Random(seed).sample(group, len(group)), strict=True)
    return found


def _renamed(condition: Condition, others: Mapping[str, str]) -> Condition:
    match condition:
        case All(parts):
            return All(tuple(_renamed(part, others) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_renamed(part, others) for part in parts))
        case FactorTest():
            return replace(condition, factor=others[condition.factor])
        case DiagnosisTest():
            return condition
    raise TypeError(f"not a plain condition: {condition!r}")


def localities(
    work: Workload, size: int, seed: int = 0, unknown: float = UNKNOWN_SHARE
) -> Localities:
    """Synthetic localities: each factor's value drawn evenly, unknown in this share of them."""
    rng = np.random.default_rng(seed)
    vocabulary = work.knowledge.vocabulary
    drawn = {slug: values(vocabulary.factors[slug].domain, size, rng) for slug in work.factors}
    columns = {
        slug: column(vocabulary.factors[slug].domain, found, rng.random(size) < unknown)
        for slug, found in drawn.items()
    }
    countries = tuple(sorted({case.country for case in work.knowledge.cases.values()}))
    country = rng.integers(0, len(countries), size).astype(np.int16)
    return Localities(size, columns, country=country, countries=countries)


def values(domain: Domain, size: int, rng: np.random.Generator) -> Array:
    """Values, all known: a level's place, a number, or flags for each of several values."""
    match domain.type:
        case "number":
            return rng.integers(0, NUMBERS_UP_TO, size).astype(np.float64)
        case "several":
            return rng.random((size, len(domain.levels))) < 0.3
        case _:
            return rng.integers(0, len(domain.levels), size)


def column(domain: Domain, found: Array, hidden: NDArray[np.bool_]) -> Column:
    """What is possible: the value found, or everything where it is hidden."""
    match domain.type:
        case "number":
            return Column(
                np.where(hidden, domain.minimum, found), np.where(hidden, domain.maximum, found)
            )
        case "several":
            bits = [1 << level for level in range(len(domain.levels))]
            single, sure = masks.column(domain, bits), masks.full(domain, len(found), 0)
            for level in range(len(bits)):
                sure[found[:, level]] |= single[level]
            everything = masks.full(domain, len(found), domain.everything)
            nothing = masks.full(domain, len(found), 0)
            return Column(
                masks.chosen(hidden, nothing, sure), masks.chosen(hidden, everything, sure)
            )
        case _:
            single = masks.column(domain, [1 << level for level in range(len(domain.levels))])
            everything = masks.full(domain, len(found), domain.everything)
            return Column(masks.chosen(hidden, everything, single[found]))


def slot_columns(work: Workload, known: Localities) -> dict[str, Array]:
    """Fully known localities as peers read them: one column of plain numbers for each slot."""
    found: dict[str, Array] = {}
    vocabulary = work.knowledge.vocabulary
    for slug in work.factors:
        names, first = slots(vocabulary, slug), known.factors[slug].first
        match vocabulary.factors[slug].domain.type:
            case "number":
                found[names[0]] = first
            case "several":
                for level, name in enumerate(names):
                    found[name] = masks.touches(first, 1 << level).astype(np.uint8)
            case _:
                found[names[0]] = np.log2(first).astype(np.uint8)
    return {name: found[name] for name in work.slots}


def facts_at(work: Workload, known: Localities, row: int) -> Facts:
    """One of the localities by itself; of factors that no rule asks for, nothing is known."""
    vocabulary = work.knowledge.vocabulary
    return Facts(
        {
            slug: _possible(factor.domain, known.factors.get(slug), row)
            for slug, factor in vocabulary.factors.items()
        },
        {vocabulary.catalogue.kind: catalogue_entities(work.knowledge)},
        tuple(work.knowledge.interventions),
        frozenset(known.factors),
    )


def _possible(domain: Domain, found: Column | None, row: int) -> Possible:
    if found is None:
        return domain.unknown
    first = found.first[row]
    second = first if found.second is None else found.second[row]
    match domain.type:
        case "number":
            return Interval(float(first), float(second))
        case "several":
            return Several(_mask(first), _mask(second))
        case _:
            return Levels(int(first))


def _mask(words: Any) -> int:
    """A row of a column of masks as one number."""
    return sum(int(word) << 64 * place for place, word in enumerate(np.atleast_1d(words)))


def as_records(columns: Mapping[str, Array], size: int) -> list[dict[str, Any]]:
    """The first localities one by one, each slot a plain number."""
    lists = {name: column[:size].tolist() for name, column in columns.items()}
    return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]
