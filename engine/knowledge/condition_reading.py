"""From a rule's ``when`` and ``unless`` as written to conditions, every name checked."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.conditions import (
    ALWAYS,
    OPERATORS,
    All,
    AnyOf,
    AttributeTest,
    Condition,
    DiagnosisTest,
    FactorTest,
    Operator,
    Pattern,
    Reference,
    leaves,
    negated,
)
from engine.errors import nearest
from engine.knowledge.documents import Loc
from engine.text import Text
from engine.vocabulary import Attribute, Domain, EntityKind, Vocabulary

# Told where, what, what is allowed, and the nearest name.
Report = Callable[[Loc, Text, tuple[str, ...], str | None], None]

_SHAPE = Text(
    "a condition is 'always' or a mapping of all, any, not, factor, diagnosis or an entity kind",
    "una condición es «always» o un mapa de all, any, not, factor, diagnosis o un tipo de entidad",
)
_NOTHING = AnyOf(())


class ConditionReader:
    """Reads one rule's conditions; bindings of ``when`` are visible in ``unless``."""

    def __init__(self, vocabulary: Vocabulary, diagnoses: Iterable[str], report: Report) -> None:
        self.vocabulary = vocabulary
        self.diagnoses = frozenset(diagnoses)
        self.report = report
        self.bound: dict[str, EntityKind] = {}
        self.spent: set[str] = set()  # names given in a part that can no longer be seen
        self.kinds: dict[str, EntityKind] = {}  # what each name of the rule stands for

    def read(self, raw: Any, loc: Loc) -> Condition:
        """The condition; a faulty part is reported and read as never true."""
        if raw == "always":
            return ALWAYS
        if not isinstance(raw, dict) or len(raw) != 1:
            return self._fault(loc, _SHAPE)
        ((word, inner),) = raw.items()
        inside = (*loc, word)
        if word in ("all", "any"):
            return self._branch(word, inner, inside)
        if word == "not":
            return self._negation(inner, inside)
        if word == "factor":
            return self._factors(inner, inside)
        if word == "diagnosis":
            return self._diagnosis(inner, inside)
        if word in self.vocabulary.kinds:
            return self._pattern(self.vocabulary.kinds[word], inner, inside)
        words = ("all", "any", "not", "factor", "diagnosis", *self.vocabulary.kinds)
        return self._fault(
            inside,
            Text(f"'{word}' is not a word of conditions", f"«{word}» no es palabra de condiciones"),
            words,
            nearest(word, words),
        )

    def _branch(self, word: str, inner: Any, loc: Loc) -> Condition:
        if not isinstance(inner, list) or not inner:
            return self._fault(
                loc, Text(f"'{word}' holds a list of conditions", f"«{word}» lleva una lista")
            )
        if word == "all":
            return All(tuple(self.read(part, (*loc, at)) for at, part in enumerate(inner)))
        before, spent, inside, parts = dict(self.bound), set(self.spent), set[str](), []
        for position, part in enumerate(inner):
            self.bound, self.spent = dict(before), set(spent)
            parts.append(self.read(part, (*loc, position)))
            inside |= self.spent | self.bound.keys() - before.keys()
        self.bound, self.spent = before, inside
        return AnyOf(tuple(parts))

    def _negation(self, inner: Any, loc: Loc) -> Condition:
        before = dict(self.bound)
        condition = self.read(inner, loc)
        self.spent |= self.bound.keys() - before.keys()
        self.bound = before
        if not isinstance(condition, Pattern) and any(
            isinstance(leaf, Pattern) for leaf in leaves(condition)
        ):
            return self._fault(
                loc,
                Text(
                    "'not' takes a test, a diagnosis, one entity pattern, or a tree without entity"
                    " patterns",
                    "«not» lleva una prueba, un diagnóstico, un solo patrón de entidad o un árbol"
                    " sin patrones de entidad",
                ),
            )
        return negated(condition)

    def _diagnosis(self, inner: Any, loc: Loc) -> Condition:
        if not isinstance(inner, str) or inner not in self.diagnoses:
            return self._unknown(loc, Text("diagnosis", "diagnóstico"), inner, self.diagnoses)
        return DiagnosisTest(inner)

    def _factors(self, inner: Any, loc: Loc) -> Condition:
        if not isinstance(inner, dict) or not inner:
            return self._fault(
                loc, Text("'factor' holds a mapping", "«factor» lleva un mapa de factores")
            )
        parts: list[Condition] = []
        for slug, test in inner.items():
            here = (*loc, slug)
            factor = self.vocabulary.factors.get(slug)
            if factor is None:
                self._unknown(here, Text("factor", "factor"), slug, self.vocabulary.factors)
                continue
            for operator, operand, at in self._tests(test, here):
                if not self._operand_fits(operator, operand, factor.domain, at):
                    continue
                parts.append(
                    FactorTest(
                        slug, operator.name, operand, operator.accepts(factor.domain, operand)
                    )
                )
        return parts[0] if len(parts) == 1 else All(tuple(parts)) if parts else _NOTHING

    def _tests(self, test: Any, loc: Loc) -> list[tuple[Operator, Any, Loc]]:
        """A test as written (a bare value means *is*) as operators with their operands."""
        if not isinstance(test, dict):
            operator = OPERATORS["in"] if isinstance(test, list) else OPERATORS["is"]
            return [(operator, _word(test), loc)]
        if not test:
            self._fault(loc, Text("the test is empty", "la prueba está vacía"))
        read = []
        for name, operand in test.items():
            if name not in OPERATORS:
                self._unknown((*loc, name), Text("operator", "operador"), name, OPERATORS)
                continue
            read.append((OPERATORS[name], _word(operand), (*loc, name)))
        return read

    def _operand_fits(self, operator: Operator, operand: Any, domain: Domain, loc: Loc) -> bool:
        if domain.type not in operator.types:
            usable = tuple(name for name, row in OPERATORS.items() if domain.type in row.types)
            self.report(
                loc,
                Text(
                    f"'{operator.name}' does not test a value of type {domain.type}",
                    f"«{operator.name}» no prueba un valor de tipo {domain.type}",
                ),
                usable,
                None,
            )
            return False
        if isinstance(operand, (list, tuple)) and not (operator.many and operand):
            self.report(
                loc,
                Text(f"'{operator.name}' takes one value", f"«{operator.name}» lleva un valor"),
                (),
                None,
            )
            return False
        values = operand if isinstance(operand, (list, tuple)) else [operand]
        fits = [self._value_fits(value, domain, loc) for value in values]  # all are reported
        return all(fits)

    def _value_fits(self, value: Any, domain: Domain, loc: Loc) -> bool:
        if domain.type == "number":
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
            fits = is_number and domain.minimum <= value <= domain.maximum  # false for nan
            expected: tuple[str, ...] = ("a number",)
        elif domain.type == "text":
            fits, expected = isinstance(value, str), ("a text",)
        else:
            fits = isinstance(value, str) and value in domain.index
            expected = domain.values
        if not fits:
            self.report(
                loc,
                Text(f"'{value}' is not one of its values", f"«{value}» no es uno de sus valores"),
                expected,
                nearest(value, expected),
            )
        return fits

    def _pattern(self, kind: EntityKind, inner: Any, loc: Loc) -> Condition:
        if not isinstance(inner, dict):
            return self._fault(
                loc, Text("an entity pattern is a mapping", "un patrón de entidad es un mapa")
            )
        alias = inner.get("as")
        if alias is not None and not self._is_new(alias, kind):
            return self._fault(
                (*loc, "as"),
                Text(
                    f"the name '{alias}' must be a new word",
                    f"el nombre «{alias}» debe ser una palabra nueva",
                ),
            )
        tests: list[AttributeTest] = []
        for name, test in inner.items():
            if name == "as":
                continue
            attribute = kind.attributes.get(name)
            if attribute is None:
                self._unknown(
                    (*loc, name),
                    Text(f"attribute of {kind.kind}", f"atributo de {kind.kind}"),
                    name,
                    kind.attributes,
                )
                continue
            tests.extend(self._attribute_tests(attribute, test, (*loc, name)))
        if alias is not None:
            self.bound[alias] = kind
        return Pattern(kind.kind, alias, tuple(tests))

    def _is_new(self, alias: Any, kind: EntityKind) -> bool:
        """A name stands for one entity, except that alternatives of an *any* may share it."""
        if not isinstance(alias, str) or alias in self.bound or alias in self.spent:
            return False
        return self.kinds.setdefault(alias, kind) is kind

    def _attribute_tests(
        self, attribute: Attribute, test: Any, loc: Loc
    ) -> Iterable[AttributeTest]:
        for operator, operand, at in self._tests(test, loc):
            if isinstance(operand, str) and operand.startswith("$"):
                reference = self._reference(operand, at)
                if reference and self._joins(operator, attribute, at):
                    yield AttributeTest(attribute.name, operator.name, operand, None, reference)
            elif self._operand_fits(operator, operand, attribute.domain, at):
                target = operator.accepts(attribute.domain, operand)
                yield AttributeTest(attribute.name, operator.name, operand, target)

    def _joins(self, operator: Operator, attribute: Attribute, loc: Loc) -> bool:
        wanted = "includes" if attribute.domain.type == "several" else "is"
        if operator.name != wanted or attribute.domain.type == "number":
            self.report(
                loc,
                Text(
                    f"'{attribute.name}' is joined with '{wanted}'",
                    f"«{attribute.name}» se une con «{wanted}»",
                ),
                (wanted,),
                None,
            )
            return False
        return True

    def _reference(self, operand: str, loc: Loc) -> Reference | None:
        alias, _, name = operand[1:].partition(".")
        kind = self.bound.get(alias)
        if kind is None:
            self._unknown(loc, Text("bound name", "nombre enlazado"), alias, self.bound)
            return None
        attribute = kind.attributes.get(name)
        if attribute is None or attribute.domain.type in ("number", "several"):
            self._unknown(
                loc,
                Text(f"attribute of {kind.kind}", f"atributo de {kind.kind}"),
                name,
                [n for n, a in kind.attributes.items() if a.domain.type != "several"],
            )
            return None
        return Reference(alias, name)

    def _unknown(
        self, loc: Loc, kind: Text, name: Any, known: Iterable[str] | Mapping[str, Any]
    ) -> Condition:
        words = tuple(sorted(known))
        what = Text("unknown {kind} '{name}'", "no se conoce: {kind} «{name}»")
        near = nearest(name, words)
        return self._fault(
            loc, what.filled(kind=kind, name=str(name)), words if len(words) < 20 else (), near
        )

    def _fault(
        self, loc: Loc, what: Text, allowed: tuple[str, ...] = (), near: str | None = None
    ) -> Condition:
        self.report(loc, what, allowed, near)
        return _NOTHING


def _word(value: Any) -> Any:
    """YAML's ``true`` and ``false`` are the levels of a yes-or-no factor."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return tuple(_word(item) for item in value)
    return value
