"""Rules in the form that a peer can run: comparisons of plain numbers, nothing unknown.

Every factor becomes one slot or, where it takes several values, one slot of 0 or 1 for each. A
level is its place among the levels. Exceptions are taken in (``when`` and not ``unless``), as they
may be where everything is known.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.conditions import All, AnyOf, Condition, DiagnosisTest, FactorTest, Pattern
from engine.oracle import whole
from engine.possible import LevelTarget, MemberTarget, RangeTarget
from engine.rule import Rule
from engine.vocabulary import Vocabulary

Sign = Literal[">=", "<=", ">", "<", "==", "!="]
OPPOSITES: Mapping[Sign, Sign] = {
    ">=": "<",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    "==": "!=",
    "!=": "==",
}
JOINS: Mapping[Literal["and", "or"], str] = {"and": " and ", "or": " or "}


@dataclass(frozen=True, slots=True)
class Comparison:
    slot: str
    sign: Sign
    operand: float

    def __str__(self) -> str:
        return f"{self.slot} {self.sign} {self.operand:g}"


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """The outcome of another rule."""

    rule: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts joined by *and* or by *or*."""

    how: Literal["and", "or"]
    parts: "tuple[Expression, ...]"


Expression = Comparison | Diagnosed | Joined


def slots(vocabulary: Vocabulary, factor: str) -> tuple[str, ...]:
    """The slots of a factor: names that every peer can read."""
    place = list(vocabulary.factors).index(factor)
    domain = vocabulary.factors[factor].domain
    if domain.type == "several":
        return tuple(f"f{place}_{level}" for level in range(len(domain.levels)))
    return (f"f{place}",)


def expression(vocabulary: Vocabulary, rule: Rule) -> Expression:
    """What makes a rule fire where everything is known.

    Raises:
        TypeError: the rule speaks of entities.
    """
    return _expression(vocabulary, whole(rule))


def _expression(vocabulary: Vocabulary, condition: Condition) -> Expression:
    match condition:
        case All(parts):
            return joined("and", [_expression(vocabulary, part) for part in parts])
        case AnyOf(parts):
            return joined("or", [_expression(vocabulary, part) for part in parts])
        case DiagnosisTest(name, negated):
            return Diagnosed(name, negated)
        case FactorTest(factor, target=LevelTarget(mask, size)):
            (slot,) = slots(vocabulary, factor)
            return _levels(slot, mask, size)
        case FactorTest(factor, target=RangeTarget() as target):
            (slot,) = slots(vocabulary, factor)
            return _range(slot, target)
        case FactorTest(factor, target=MemberTarget(mask, absent)):
            wanted = [s for k, s in enumerate(slots(vocabulary, factor)) if mask >> k & 1]
            flag = 0 if absent else 1
            return joined("and" if absent else "or", [Comparison(s, "==", flag) for s in wanted])
        case Pattern():
            raise TypeError("a pattern of entities is not a comparison")
    raise TypeError(f"not a condition: {condition!r}")


def joined(how: Literal["and", "or"], parts: list[Expression]) -> Expression:
    """Parts joined, without a join inside one of the same kind, nor a join of one part."""
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Joined) and part.how == how else [part])
    distinct = tuple(dict.fromkeys(flat))
    return distinct[0] if len(distinct) == 1 else Joined(how, distinct)


def _levels(slot: str, mask: int, size: int) -> Expression:
    inside = [level for level in range(size) if mask >> level & 1]
    if len(inside) == size - 1:
        (other,) = set(range(size)) - set(inside)
        if other == 0:
            return Comparison(slot, ">=", 1)
        return Comparison(slot, "<=" if other == size - 1 else "!=", other - (other == size - 1))
    if inside and inside == list(range(inside[0], size)):
        return Comparison(slot, ">=", inside[0])
    if inside == list(range(len(inside))):
        return Comparison(slot, "<=", len(inside) - 1)
    return joined("or", [Comparison(slot, "==", level) for level in inside])


def _range(slot: str, target: RangeTarget) -> Expression:
    ends: list[Expression] = []
    if target.low != float("-inf"):
        inner: Sign = ">" if target.open_low else ">="
        outer: Sign = "<=" if target.open_low else "<"
        ends.append(Comparison(slot, outer if target.outside else inner, target.low))
    if target.high != float("inf"):
        inner = "<" if target.open_high else "<="
        outer = ">=" if target.open_high else ">"
        ends.append(Comparison(slot, outer if target.outside else inner, target.high))
    return joined("or" if target.outside else "and", ends)


def comparisons(expression: Expression) -> Iterator[Comparison]:
    """The comparisons of an expression; what a diagnosis compares is its own."""
    match expression:
        case Joined(parts=parts):
            for part in parts:
                yield from comparisons(part)
        case Comparison():
            yield expression


def opposite(expression: Expression) -> Expression:
    """What holds where the expression does not."""
    match expression:
        case Comparison(slot, sign, operand):
            return Comparison(slot, OPPOSITES[sign], operand)
        case Diagnosed(rule, negated):
            return Diagnosed(rule, not negated)
        case Joined(how, parts):
            return joined("or" if how == "and" else "and", [opposite(part) for part in parts])


def inlined(expression: Expression, rules: Mapping[str, Expression]) -> Expression:
    """The expression with every diagnosis written out, for peers that do not chain."""
    match expression:
        case Diagnosed(rule, negated):
            inner = inlined(rules[rule], rules)
            return opposite(inner) if negated else inner
        case Joined(how, parts):
            return joined(how, [inlined(part, rules) for part in parts])
        case Comparison():
            return expression


def infix(
    expression: Expression,
    leaf: Callable[[Comparison | Diagnosed], str] = str,
    joins: Mapping[Literal["and", "or"], str] = JOINS,
) -> str:
    """The expression in a language with signs between its operands."""
    match expression:
        case Joined(how, parts):
            return "(" + joins[how].join(infix(part, leaf, joins) for part in parts) + ")"
        case Comparison() | Diagnosed():
            return leaf(expression)
