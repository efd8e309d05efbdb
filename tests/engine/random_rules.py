"""Random rules: conditions of every operator, patterns, joins, negations, exceptions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from hypothesis import strategies as st

from engine.knowledge.documents import Document
from engine.vocabulary import Attribute, Domain, Vocabulary
from tests.engine.plain_knowledge import Raw, both, rule_document
from tests.engine.random_profiles import numbers, some_of

Draw = Callable[[st.SearchStrategy[Any]], Any]

CRITERIA = ("problem", "desirable_effects", "undesirable_effects", "feasibility", "acceptability")


@dataclass
class Scope:
    """What a condition may name at some place of a rule."""

    vocabulary: Vocabulary
    diagnoses: Sequence[str]
    words: Sequence[str]
    bound: dict[str, str] = field(default_factory=dict)  # name to kind of entity
    spent: set[str] = field(default_factory=set)  # names given where they cannot be seen from here

    def inner(self) -> "Scope":
        return replace(self, bound=dict(self.bound), spent=set(self.spent))

    def leave(self, branches: Sequence["Scope"]) -> None:
        for branch in branches:
            self.spent |= branch.spent | (branch.bound.keys() - self.bound.keys())

    def bind(self, kind: str) -> str:
        """A new name; alternatives of an *any* come to the same ones."""
        taken = self.spent | self.bound.keys()
        name = next(f"{kind}{n}" for n in count() if f"{kind}{n}" not in taken)
        self.bound[name] = kind
        return name


def condition(draw: Draw, scope: Scope, depth: int) -> Raw:
    """A random condition; the names that it binds are added to the scope."""
    forms = ["factor", "factor", "pattern", "pattern", "not_test", "not_pattern"]
    if scope.diagnoses:
        forms += ["diagnosis", "not_diagnosis"]
    if depth > 0:
        forms += ["all", "all", "any", "not_tree"]
    match draw(st.sampled_from(forms)):
        case "factor":
            return factor_test(draw, scope)
        case "diagnosis":
            return {"diagnosis": draw(st.sampled_from(scope.diagnoses))}
        case "pattern":
            return pattern(draw, scope, binds=True)
        case "not_test":
            return {"not": factor_test(draw, scope)}
        case "not_diagnosis":
            return {"not": {"diagnosis": draw(st.sampled_from(scope.diagnoses))}}
        case "not_pattern":
            return {"not": pattern(draw, scope.inner(), binds=False)}
        case "all":
            size = draw(st.integers(1, 3))
            return {"all": [condition(draw, scope, depth - 1) for _ in range(size)]}
        case "any":
            branches = [scope.inner() for _ in range(draw(st.integers(1, 3)))]
            parts = [condition(draw, branch, depth - 1) for branch in branches]
            scope.leave(branches)
            return {"any": parts}
        case _:
            return {"not": tree(draw, scope, depth)}


def tree(draw: Draw, scope: Scope, depth: int) -> Raw:
    """A tree of tests and diagnoses, without entity patterns."""
    forms = ["factor", "not"] + (["all", "any"] if depth else [])
    match draw(st.sampled_from(forms + (["diagnosis"] if scope.diagnoses else []))):
        case "factor":
            return factor_test(draw, scope)
        case "not":
            return {"not": factor_test(draw, scope)}
        case "diagnosis":
            return {"diagnosis": draw(st.sampled_from(scope.diagnoses))}
        case word:
            size = draw(st.integers(1, 2))
            return {word: [tree(draw, scope, depth - 1) for _ in range(size)]}


def factor_test(draw: Draw, scope: Scope) -> Raw:
    slugs = draw(some_of(tuple(scope.vocabulary.factors), least=1))[:2]
    factors = scope.vocabulary.factors
    return {"factor": {slug: value_test(draw, factors[slug].domain, scope.words) for slug in slugs}}


def value_test(draw: Draw, domain: Domain, words: Sequence[str]) -> Any:
    """A test of any operator that the domain knows."""
    match domain.type:
        case "number":
            names = draw(some_of(("is", "at_least", "at_most", "above", "below"), least=1))[:2]
            return {name: draw(numbers(domain)) for name in names}
        case "text":
            word = draw(st.sampled_from([w for w in words if not w.startswith("$")]))
            return draw(st.sampled_from((word, {"is": word})))
        case "several":
            some = draw(some_of(domain.values, least=1))
            return {"includes": draw(st.sampled_from((some, some[0])))}
        case "ordinal":
            names = draw(some_of(("is", "in", "at_least", "at_most"), least=1))[:2]
            return {name: _levels_for(draw, name, domain) for name in names}
        case "boolean":
            return draw(st.booleans())
        case _:
            return draw(some_of(domain.values, least=1))


def _levels_for(draw: Draw, operator: str, domain: Domain) -> Any:
    if operator == "in":
        return draw(some_of(domain.values, least=1))
    return draw(st.sampled_from(domain.values))


def pattern(draw: Draw, scope: Scope, *, binds: bool) -> Raw:
    """There is such an entity: tests on its attributes, and joins to entities bound before."""
    kinds = scope.vocabulary.kinds
    kind = draw(st.sampled_from(("group", "group", "body", "intervention")))
    attributes = kinds[kind].attributes
    chosen = draw(some_of(tuple(attributes), least=0))[:2]
    body: Raw = {}
    several = [name for name in chosen if attributes[name].domain.type == "several"]
    for name in chosen:
        # Without a binding (in a negation) one attribute of several values may be joined.
        body[name] = attribute_test(
            draw, scope, attributes[name], joins=binds or name not in several[1:]
        )
    if binds and draw(st.booleans()):
        body = {"as": scope.bind(kind), **body}
    return {kind: body}


def attribute_test(draw: Draw, scope: Scope, attribute: Attribute, *, joins: bool) -> Any:
    if not joins:
        return value_test(draw, attribute.domain, scope.words)
    references = [
        f"${name}.{other.name}"
        for name, kind in scope.bound.items()
        for other in scope.vocabulary.kinds[kind].attributes.values()
        if other.domain.type != "several"
    ]
    if references and draw(st.integers(0, 2)):
        reference = draw(st.sampled_from(references))
        return {"includes": reference} if attribute.domain.type == "several" else reference
    return value_test(draw, attribute.domain, scope.words)


def rule_file(draw: Draw, name: str, kind: str, scope: Scope) -> Document:
    when: Any = "always" if draw(st.integers(0, 15)) == 0 else condition(draw, scope, 2)
    unless = exception(draw, kind, scope.inner()) if draw(st.booleans()) else None
    bound = [f"${alias}" for alias, found in scope.bound.items() if found == "intervention"]
    slugs = scope.vocabulary.catalogue.attributes["slug"].domain.values
    targets: list[Any] = bound or [list(slugs), slugs[0]]
    target = draw(st.sampled_from(targets))
    consequence = _consequence(draw, kind, target, slugs)
    return rule_document(name, kind, when=when, unless=unless, **consequence)


def exception(draw: Draw, kind: str, scope: Scope) -> Raw:
    """An exception; of a diagnosis or a reason it may hold one entity pattern."""
    if kind not in ("diagnosis", "reason"):
        return condition(draw, scope, 1)
    match draw(st.sampled_from(("tree", "pattern", "any", "all"))):
        case "tree":
            return tree(draw, scope, 1)
        case "pattern":
            return _one_pattern(draw, scope)
        case word:
            return {word: [tree(draw, scope, 0), _one_pattern(draw, scope)]}


def _one_pattern(draw: Draw, scope: Scope) -> Raw:
    found = pattern(draw, scope, binds=False)
    return found if draw(st.booleans()) else {"not": found}


def _consequence(draw: Draw, kind: str, target: Any, slugs: Sequence[str]) -> Raw:
    other = draw(st.sampled_from((slugs[0], both("something"))))
    match kind:
        case "diagnosis":
            return {}
        case "reason":
            word = draw(st.sampled_from(("for", "against")))
            criterion = draw(st.sampled_from(CRITERIA))
            strength = draw(st.sampled_from(("weak", "moderate")))
            return {"then": {word: target, "criterion": criterion}, "strength": strength}
        case "gate":
            word = draw(st.sampled_from(("hold_back", "make_conditional")))
            return {"then": {word: target, "until": other}}
        case "contraindication":
            return {"then": {"contraindicate": target}}
        case "safeguard":
            return {"then": {"accompany": target, "with": other}}
        case "sequence":
            return {"then": {"first": other, "then": target}}
        case _:
            return {"then": {"warn": both("mind this"), "about": slugs[0]}}
