"""What no single rule file can show to be wrong: contradictions, dead rules, unused levels.

Beside each rule's own tests, the knowledge base as a whole must hold together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from engine.conditions import (
    All,
    AnyOf,
    Condition,
    DiagnosisTest,
    FactorTest,
    Pattern,
    leaves,
    negated,
)
from engine.conjunction import alternatives_of, width
from engine.errors import Fault
from engine.knowledge.model import Knowledge
from engine.oracle import whole
from engine.order import rings
from engine.possible import LevelTarget, MemberTarget, RangeTarget
from engine.rule import Accompany, Argue, HoldBack, Precede, Rule, Warn
from engine.text import Text
from engine.vocabulary import LEVELLED

MAXIMUM_ALTERNATIVES = 4_000
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_CLAIM = re.compile(r"\b(?:ICG108|CS|MPI|OPED|CB)-[A-Z0-9.\-]+")


def inconsistencies(knowledge: Knowledge) -> list[Fault]:
    """Everything in which the rules, taken together, contradict themselves or lie dead."""
    return [
        *_opposed(knowledge),
        *_never_firing(knowledge),
        *_unused_levels(knowledge),
        *_twins_apart(knowledge),
        *rings(knowledge),
    ]


def _opposed(knowledge: Knowledge) -> Iterator[Fault]:
    """Two reasons on the same condition that push one cell both ways, without a known tension."""
    cells: dict[tuple[Any, ...], list[Rule]] = {}
    for rule in knowledge.active:
        if isinstance(rule.then, Argue):
            for slug in rule.then.targets.slugs:
                key = (rule.when, rule.unless, slug, rule.then.criterion)
                cells.setdefault(key, []).append(rule)
    for (_, _, slug, criterion), rules in cells.items():
        for one, other in combinations(rules, 2):
            if _direction(one) != _direction(other) and not _share_tension(knowledge, one, other):
                yield Fault(
                    f"{one.path}:1",
                    Text(
                        f"argues against '{other.id}' on the same condition, for {slug} as to"
                        f" {criterion}, and no tension between sources explains it",
                        f"argumenta contra «{other.id}» con la misma condición, sobre {slug} en"
                        f" {criterion}, y ninguna tensión entre fuentes lo explica",
                    ),
                )


def _direction(rule: Rule) -> int:
    assert isinstance(rule.then, Argue)
    return rule.then.direction


def _share_tension(knowledge: Knowledge, one: Rule, other: Rule) -> bool:
    cited, opposed = set(one.claims), set(other.claims)
    return any(
        (cited & set(tension.a) and opposed & set(tension.b))
        or (cited & set(tension.b) and opposed & set(tension.a))
        for tension in knowledge.tensions
    )


def _never_firing(knowledge: Knowledge) -> Iterator[Fault]:
    for rule in knowledge.active:
        if never_fires(knowledge, rule):
            yield Fault(
                f"{rule.path}:1",
                Text(
                    "the rule can never fire: its condition contradicts itself",
                    "la regla nunca puede activarse: su condición se contradice",
                ),
            )


def never_fires(knowledge: Knowledge, rule: Rule) -> bool:
    """Whether every alternative of the condition asks for the impossible of some factor.

    Conditions too wide to lay out in full are taken to be possible.
    """
    condition = _laid_out(knowledge, whole(rule))
    if width(condition) > MAXIMUM_ALTERNATIVES:
        return False
    return not any(_possible(knowledge, leaves) for leaves in alternatives_of(condition))


def _laid_out(knowledge: Knowledge, condition: Condition) -> Condition:
    """The condition with diagnoses replaced by what they rest on."""
    match condition:
        case All(parts):
            return All(tuple(_laid_out(knowledge, part) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_laid_out(knowledge, part) for part in parts))
        case DiagnosisTest(diagnosis, negated=turned):
            inner = whole(knowledge.rules[diagnosis])
            return _laid_out(knowledge, negated(inner) if turned else inner)
        case _:
            return condition


def _possible(knowledge: Knowledge, conjunction: Iterable[Any]) -> bool:
    """Whether the factor tests of a conjunction leave every factor some value."""
    masks: dict[str, int] = {}
    ranges: dict[str, RangeTarget] = {}
    present: dict[str, int] = {}
    absent: dict[str, int] = {}
    for leaf in conjunction:
        match leaf:
            case FactorTest(factor, target=LevelTarget(mask, size)):
                masks[factor] = masks.get(factor, (1 << size) - 1) & mask
            case FactorTest(factor, target=RangeTarget(outside=False) as asked):
                domain = knowledge.vocabulary.factors[factor].domain
                whole_range = RangeTarget(domain.minimum, domain.maximum)
                ranges[factor] = _common(ranges.get(factor, whole_range), asked)
            case FactorTest(factor, target=MemberTarget(mask, absent=True)):
                absent[factor] = absent.get(factor, 0) | mask
            case FactorTest(factor, target=MemberTarget(mask)) if mask.bit_count() == 1:
                present[factor] = present.get(factor, 0) | mask
            case _:
                continue
    return (
        all(masks.values())
        and not any(map(_is_empty, ranges.values()))
        and not any(present[factor] & absent.get(factor, 0) for factor in present)
    )


def _common(one: RangeTarget, other: RangeTarget) -> RangeTarget:
    """What two ranges share; where their ends meet, an open end is the narrower."""
    low, open_low = max((one.low, one.open_low), (other.low, other.open_low))
    high, closed_high = min((one.high, not one.open_high), (other.high, not other.open_high))
    return RangeTarget(low, high, open_low, not closed_high)


def _is_empty(found: RangeTarget) -> bool:
    is_open = found.open_low or found.open_high
    return found.low > found.high or (found.low == found.high and is_open)


def _unused_levels(knowledge: Knowledge) -> Iterator[Fault]:
    """Levels that no rule's condition and no rule's test ever names: nobody would miss them."""
    used = {slug: set(words) for slug, words in _used_words(knowledge).items()}
    for slug, factor in knowledge.vocabulary.factors.items():
        if factor.domain.type not in LEVELLED or slug not in used:
            continue
        idle = [value for value in factor.domain.values if value not in used[slug]]
        if idle:
            names = ", ".join(idle)
            yield Fault(
                f"vocabulary/{factor.dimension}.yaml:1",
                Text(
                    f"no rule and no test uses {slug}: {names}",
                    f"ninguna regla ni prueba usa {slug}: {names}",
                ),
            )


def _used_words(knowledge: Knowledge) -> Mapping[str, set[str]]:
    used: dict[str, set[str]] = {}
    for rule in knowledge.active:
        for condition in rule.conditions():
            for leaf in leaves(condition):
                if isinstance(leaf, FactorTest):
                    used.setdefault(leaf.factor, set()).update(_words(leaf.operand))
                elif isinstance(leaf, Pattern):
                    continue
        for test in rule.tests:
            for name, value in test.given.items():
                if name in knowledge.vocabulary.factors:
                    used.setdefault(name, set()).update(_words(value))
    return used


def _words(value: Any) -> Iterator[str]:
    """The level names in an operand or in a given value, however it is given."""
    if isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _words(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _words(item)


def _twins_apart(knowledge: Knowledge) -> Iterator[Fault]:
    """Texts whose Spanish has other numbers or claims than their English twin."""
    for rule in knowledge.active:
        for name, text in texts_of(rule):
            if _marks(text.en) != _marks(text.es):
                yield Fault(
                    f"{rule.path}:1",
                    Text(
                        f"'{name}' has other numbers or claims in Spanish than in English",
                        f"«{name}» tiene otros números o afirmaciones en español que en inglés",
                    ),
                )


def texts_of(rule: Rule) -> Iterator[tuple[str, Text]]:
    """Every text of a rule, with the name of its field."""
    yield "title", rule.title
    yield "because", rule.because
    yield "limits", rule.limits
    match rule.then:
        case HoldBack(until=text):
            yield "then.until", text
        case Accompany(companion=text):
            yield "then.with", text
        case Precede(first=text):
            yield "then.first", text
        case Warn(warning=text):
            yield "then.warn", text


def _marks(text: str) -> list[str]:
    """The numbers (without their separators) and the claims that a text names."""
    claims = _CLAIM.findall(text)
    digits = [re.sub(r"[.,]", "", number) for number in _DIGITS.findall(_CLAIM.sub("", text))]
    return sorted(claims + digits)
