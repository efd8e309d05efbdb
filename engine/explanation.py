"""Why a rule stands as it does: its condition with the truth and the value found at every node."""

from collections.abc import Iterable, Iterator

from engine.answer import ConditionNode, Matched
from engine.conditions import (
    All,
    AnyOf,
    Condition,
    DiagnosisTest,
    FactorTest,
    Pattern,
)
from engine.knowledge.model import Knowledge
from engine.oracle import NOTHING_BOUND, UNSEEN, Bound, Oracle, whole
from engine.outcomes import Binding
from engine.possible import Possible
from engine.profile import Entity, Profile, plain_value
from engine.reasons import bound_names
from engine.rule import CAUTIOUS, Rule
from engine.text import Language, Text
from engine.truth import Truth
from engine.vocabulary import Domain
from engine.wording import Wording

_WORDS = {Truth.TRUE: "true", Truth.FALSE: "false", Truth.UNKNOWN: "unknown"}
_ALL = Text("all of these hold", "se cumple todo esto")
_ANY = Text("at least one of these holds", "se cumple al menos una de estas")


class Explanation:
    """Explains rules of one evaluation, in one language."""

    def __init__(
        self,
        knowledge: Knowledge,
        profile: Profile,
        oracle: Oracle,
        language: Language,
        doubted: Iterable[str] = (),
    ) -> None:
        self.knowledge = knowledge
        self.profile = profile
        self.oracle = oracle
        self.language = language
        self.doubted = frozenset(doubted)  # places of values that a captured institution supplied
        self.wording = Wording(knowledge)
        # The same fact stands behind many rules; each is put into words once.
        self._told: dict[tuple[str, str | None], Matched] = {}

    def tree(self, rule: Rule, binding: Binding = ()) -> ConditionNode:
        """The rule's condition, and under it its exception if it has one."""
        bound = bound_names(rule, binding)
        node = self._node(rule.when, bound)
        if rule.unless is None:
            return node
        words = Text("unless", "excepto si").in_(self.language)
        inner = self._node(rule.unless, self.oracle.best(rule.when, bound))
        exception = inner.model_copy(update={"text": f"{words}: {inner.text}"})
        head = _ALL.in_(self.language)
        return ConditionNode(text=head, truth=node.truth, parts=[node, exception])

    def _node(self, condition: Condition, bound: Bound, held: Truth | None = None) -> ConditionNode:
        """One node; ``held`` is how far it holds where it is seen as a part of an *all*."""
        truth = _WORDS[self.oracle.truth(condition, bound) if held is None else held]
        match condition:
            case All(parts) if parts:
                nodes, names = [], bound
                way = self.oracle.best(condition, bound)
                for part in parts:
                    reached, after = self.oracle.along(part, names, way)
                    # An *any* is shown by its own parts, of which another may hold better.
                    shown = None if isinstance(part, AnyOf) else reached
                    nodes.append(self._node(part, names, shown))
                    names = after
                return ConditionNode(text=_ALL.in_(self.language), truth=truth, parts=nodes)
            case AnyOf(parts) if parts:
                nodes = [self._node(part, bound) for part in parts]
                return ConditionNode(text=_ANY.in_(self.language), truth=truth, parts=nodes)
            case DiagnosisTest(diagnosis):
                inner = self._node(whole(self.knowledge.rules[diagnosis]), {})
                return ConditionNode(text=self._words(condition), truth=truth, parts=[inner])
            case FactorTest(factor):
                domain = self.knowledge.vocabulary.factors[factor].domain
                value = self.wording.value(self.oracle.facts.factors[factor], domain)
                return ConditionNode(
                    text=self._words(condition), truth=truth, value=value.in_(self.language)
                )
            case _:
                return ConditionNode(text=self._words(condition), truth=truth)

    def matched(self, rule: Rule, binding: Binding = ()) -> list[Matched]:
        """The facts on which a fired rule rests; through a diagnosis, those it rests on."""
        condition = rule.when if rule.kind in CAUTIOUS else whole(rule)
        return self.found(condition, bound_names(rule, binding))

    def found(self, condition: Condition, bound: Bound = NOTHING_BOUND) -> list[Matched]:
        """The facts on which a condition that holds rests, each once."""
        return list({id(item): item for item in self._matched(condition, bound)}.values())

    def _matched(
        self, condition: Condition, bound: Bound, after: Bound | None = None
    ) -> Iterator[Matched]:
        if self.oracle.truth(condition, bound) is not Truth.TRUE:
            return
        match condition:
            case All(parts):
                names, way = bound, self.oracle.best(condition, bound)
                for part in parts:
                    _, following = self.oracle.along(part, names, way)
                    yield from self._matched(part, names, following)
                    names = following
            case AnyOf(parts):
                for part in parts:
                    yield from self._matched(part, bound)
            case DiagnosisTest(diagnosis, negated=False):
                yield from self._matched(whole(self.knowledge.rules[diagnosis]), {})
            case FactorTest(factor):
                yield self._factor(factor)
            case Pattern(absent=False):
                names = self.oracle.best(condition, bound) if after is None else after
                yield from self._entity(condition, names)

    def _factor(self, slug: str) -> Matched:
        if (slug, None) not in self._told:
            self._told[slug, None] = self._factor_told(slug)
        return self._told[slug, None]

    def _factor_told(self, slug: str) -> Matched:
        factor = self.knowledge.vocabulary.factors[slug]
        possible = self.oracle.facts.factors[slug]
        given = self.profile.factors.get(slug)
        return Matched(
            factor=slug,
            name=factor.name.in_(self.language),
            value=plain_value(factor.domain, possible),
            value_name=self._value(possible, factor.domain),
            source=given.source if given else None,
            basis=given.basis if given else None,
            supplied_by=given.supplied_by if given else None,
            doubted=f"factors.{slug}" in self.doubted,
        )

    def _entity(self, pattern: Pattern, names: Bound) -> Iterator[Matched]:
        """The tested attributes of the entity that a pattern found."""
        if pattern.kind == self.knowledge.vocabulary.catalogue.kind:
            return
        alias = pattern.alias or next(
            (name for name, (kind, _) in reversed(list(names.items())) if kind == pattern.kind), ""
        )
        kind = self.knowledge.vocabulary.kinds[pattern.kind]
        position = names.get(alias, ("", UNSEEN))[1]
        if position == UNSEEN:
            return
        entity = self.oracle.facts.entities[pattern.kind][position]
        where = f"{kind.list_name}.{position}"
        for name in dict.fromkeys(test.attribute for test in pattern.tests):
            if (where, name) not in self._told:
                self._told[where, name] = self._attribute(where, pattern.kind, entity, name)
            yield self._told[where, name]

    def _attribute(self, where: str, kind: str, entity: Entity, name: str) -> Matched:
        attribute = self.knowledge.vocabulary.kinds[kind].attributes[name]
        possible = entity.values.get(name, attribute.domain.unknown)
        return Matched(
            entity=where,
            attribute=name,
            name=attribute.label.in_(self.language),
            value=plain_value(attribute.domain, possible),
            value_name=self._value(possible, attribute.domain),
            supplied_by=entity.suppliers.get(name),
            doubted=f"{where}.{name}" in self.doubted,
        )

    def _value(self, possible: Possible, domain: Domain) -> str:
        return self.wording.value(possible, domain).in_(self.language)

    def _words(self, condition: Condition) -> str:
        return self.wording.condition(condition).in_(self.language)
