"""Conditions and rules in words, generated from their structure and never written a second time."""

from collections.abc import Mapping
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
    Pattern,
)
from engine.knowledge.model import Knowledge
from engine.possible import Interval, Levels, Possible, Several, Words
from engine.rule import (
    Accompany,
    Argue,
    Contraindicate,
    HoldBack,
    Precede,
    Rule,
    Targets,
    Warn,
)
from engine.text import AND, OR, Text, joined
from engine.vocabulary import Domain

UNKNOWN = Text("unknown", "desconocido")
LISTS: Mapping[str, Text] = {
    "groups": Text("Armed groups", "Grupos armados"),
    "institutions": Text("Institutions", "Instituciones"),
    "routes": Text("Routes", "Rutas"),
    "prisons": Text("Prisons", "Cárceles"),
    "measures": Text("Measures in force", "Medidas en vigor"),
}
_NOT = Text("not ({0})", "no ({0})")
_QUOTED = Text("“{0}”", "«{0}»")
_FOR = Text(
    "count a {strength} reason for {targets}, as to {criterion}",
    "cuente una razón {strength} a favor de {targets}, en cuanto a {criterion}",
)
_AGAINST = Text(
    "count a {strength} reason against {targets}, as to {criterion}",
    "cuente una razón {strength} en contra de {targets}, en cuanto a {criterion}",
)
_HOLD_BACK = Text(
    "hold back {targets} until this holds: {it}",
    "deje en espera {targets} hasta que se dé esta condición: {it}",
)
_CONDITION = Text(
    "make {targets} conditional on this: {it}", "condicione {targets} a lo siguiente: {it}"
)
_CONTRAINDICATE = Text("treat {targets} as contraindicated", "tenga por contraindicado: {targets}")
_ACCOMPANY = Text("accompany {targets} with {it}", "acompañe {targets} con {it}")
_PRECEDE = Text("do this first: {it}; then {targets}", "haga primero: {it}; después {targets}")
_WARN = Text("warn: {it}", "advierta: {it}")
_CONCLUDE = Text("conclude that {it}", "concluya que {it}")

CRITERIA: Mapping[str, Text] = {
    "problem": Text("the problem it addresses", "el problema que atiende"),
    "desirable_effects": Text("desirable effects", "efectos deseables"),
    "undesirable_effects": Text("undesirable effects", "efectos indeseables"),
    "certainty": Text("certainty of the evidence", "certeza de la evidencia"),
    "feasibility": Text("feasibility", "viabilidad"),
    "acceptability": Text("acceptability", "aceptabilidad"),
    "time_to_effect": Text("time to effect", "tiempo hasta el efecto"),
}
STRENGTHS: Mapping[str, Text] = {
    "weak": Text("weak", "débil"),
    "moderate": Text("moderate", "moderada"),
    "strong": Text("strong", "fuerte"),
    "decisive": Text("decisive", "decisiva"),
}
# The wording of GRADE's four levels (Guyatt et al. 2008, as used by the GRADE working group).
GRADES: Mapping[str, Text] = {
    "high": Text(
        "the true effect lies close to what the evidence says",
        "el efecto real está cerca de lo que dice la evidencia",
    ),
    "moderate": Text(
        "the true effect is likely close to what the evidence says, but may be substantially"
        " different",
        "es probable que el efecto real esté cerca de lo que dice la evidencia, pero puede ser"
        " sustancialmente distinto",
    ),
    "low": Text(
        "the true effect may be substantially different from what the evidence says",
        "el efecto real puede ser sustancialmente distinto de lo que dice la evidencia",
    ),
    "very_low": Text(
        "the true effect is likely substantially different from what the evidence says",
        "es probable que el efecto real sea sustancialmente distinto de lo que dice la evidencia",
    ),
}
LOWERINGS: Mapping[str, Text] = {
    "indirectness": Text(
        "indirectness: the evidence comes from other countries",
        "carácter indirecto: la evidencia procede de otros países",
    ),
}
# The five words of Cano, Rojido and Borges (2024) for what evaluations found, per outcome.
OUTCOME_VERDICTS: Mapping[str, Text] = {
    "works": Text("works", "funciona"),
    "promising": Text("promising", "prometedora"),
    "does_not_work": Text("does not work", "no funciona"),
    "counterproductive": Text("counterproductive", "contraproducente"),
    "inconclusive": Text("inconclusive", "no concluyente"),
}
# What happened where a measure was tried in a documented case.
TRIED: Mapping[str, Text] = {
    "helped": Text("helped", "ayudó"),
    "failed": Text("no lasting effect", "sin efecto duradero"),
    "mixed": Text("mixed", "resultado mixto"),
    "harmed": Text("did harm", "causó daño"),
    "uncertain": Text("the source declines to judge", "la fuente no se pronuncia"),
    "unreported": Text("result not reported", "resultado no informado"),
}
VERDICTS: Mapping[str, Text] = {
    "strong_for": Text("strongly recommended", "recomendación fuerte a favor"),
    "conditional_for": Text("conditionally recommended", "recomendación condicional a favor"),
    "held_back": Text("held back", "en espera"),
    "insufficient_information": Text("insufficient information", "información insuficiente"),
    "conditional_against": Text(
        "conditionally advised against", "recomendación condicional en contra"
    ),
    "strong_against": Text("strongly advised against", "recomendación fuerte en contra"),
}


class Wording:
    """Puts the parts of one knowledge base into words."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.vocabulary = knowledge.vocabulary

    def subject(self, slug: str) -> Text:
        """What a question is about: a factor, a list (groups), or an attribute (group.name).

        A slug that the knowledge base does not know stands for itself.
        """
        kind, _, attribute = slug.partition(".")
        if slug in self.vocabulary.factors:
            return self.vocabulary.factors[slug].name
        if slug in self.vocabulary.lists:
            return LISTS.get(slug, self.vocabulary.lists[slug].name)
        if attribute and kind in self.vocabulary.kinds:
            found = self.vocabulary.kinds[kind]
            known = found.attributes.get(attribute)
            label = known.label if known and known.label else Text.same(_plain(attribute))
            return Text("{kind}: {label}", "{kind}: {label}").filled(kind=found.name, label=label)
        return Text.same(_plain(slug))

    def condition(self, condition: Condition) -> Text:
        """A condition as one clause."""
        match condition:
            case All(()):
                return Text("always", "siempre")
            case All(parts):
                return joined([self._part(part) for part in parts], AND)
            case AnyOf(parts):
                return joined([self._part(part) for part in parts], OR)
            case FactorTest(factor, operator, operand, _, negated):
                found = self.vocabulary.factors[factor]
                return _negated(self._test(found.name, operator, operand, found.domain), negated)
            case DiagnosisTest(diagnosis, negated):
                return _negated(_lowered(self.knowledge.rules[diagnosis].title), negated)
            case Pattern():
                return self.pattern(condition)

    def _part(self, part: Condition) -> Text:
        words = self.condition(part)
        if isinstance(part, All | AnyOf) and len(part.parts) > 1:
            return Text(f"({words.en})", f"({words.es})")
        return words

    def pattern(self, pattern: Pattern) -> Text:
        kind = self.vocabulary.kinds[pattern.kind]
        article = "an" if kind.name.en[0] in "aeiou" else "a"
        words = (
            Text("there is no other {kind}", "no hay otro elemento «{kind}»")
            if pattern.absent
            else Text(f"there is {article} {{kind}}", "hay un elemento «{kind}»")
        ).filled(kind=kind.name)
        if pattern.alias:
            words = Text(f"{words.en} {pattern.alias}", f"{words.es} {pattern.alias}")
        tests = [self.attribute(pattern.kind, test) for test in pattern.tests]
        if not tests:
            return words
        inside = joined(tests, AND)
        return Text(f"{words.en} ({inside.en})", f"{words.es} ({inside.es})")

    def attribute(self, kind: str, test: AttributeTest) -> Text:
        attribute = self.vocabulary.kinds[kind].attributes[test.attribute]
        if test.reference is None:
            return self._test(attribute.label, test.operator, test.operand, attribute.domain)
        other = Text.same(f"{test.reference.alias}.{test.reference.attribute}")
        return OPERATORS[test.operator].words.filled(
            subject=_lowered(attribute.label), operand=other
        )

    def _test(self, subject: Text, operator: str, operand: Any, domain: Domain) -> Text:
        values = operand if isinstance(operand, tuple) else (operand,)
        named = joined([self._quoted(value, domain) for value in values], OR)
        return OPERATORS[operator].words.filled(subject=_lowered(subject), operand=named)

    def _quoted(self, value: Any, domain: Domain) -> Text:
        """A level's name in quotation marks, so that it reads as one inside a sentence."""
        words = self.operand(value, domain)
        if value not in domain.index:
            return words
        return Text(_QUOTED.en.format(words.en), _QUOTED.es.format(words.es))

    def operand(self, value: Any, domain: Domain) -> Text:
        if value in domain.index:
            return domain.levels[domain.index[value]].name
        if isinstance(value, int | float):
            number = f"{value:g}"
            unit = domain.unit
            return Text(f"{number} {unit.en}", f"{number} {unit.es}") if unit else Text.same(number)
        return Text.same(str(value))

    def value(self, possible: Possible, domain: Domain) -> Text:
        """What is possible, in words."""
        match possible:
            case Levels(mask) if mask == domain.everything:
                return UNKNOWN
            case Levels(mask):
                return joined([level.name for level in domain.named(mask)], OR)
            case Interval(low, high) if low == high:
                return self.operand(low, domain)
            case Interval(low, high) if (low, high) != (domain.minimum, domain.maximum):
                unit = domain.unit or Text("", "")
                return Text(
                    f"from {low:g} to {high:g} {unit.en}", f"de {low:g} a {high:g} {unit.es}"
                )
            case Several(surely, possibly) if possibly == surely:
                named = [level.name for level in domain.named(surely)]
                return joined(named, AND) if named else Text("none", "ninguno")
            case Several(surely, _) if surely:
                sure = joined([level.name for level in domain.named(surely)], AND)
                return Text(f"{sure.en}, perhaps more", f"{sure.es}, quizá más")
            case Words(text) if text is not None:
                return Text.same(text)
        return UNKNOWN

    def targets(self, targets: Targets) -> Text:
        if targets.alias:
            return Text(f"the intervention {targets.alias}", f"la intervención {targets.alias}")
        names = [self.knowledge.interventions[slug].name for slug in targets.slugs]
        return joined(names, AND)

    def then(self, rule: Rule) -> Text:
        """What follows when the rule fires, as a clause."""
        match rule.then:
            case Argue(targets, direction, criterion):
                side = _FOR if direction > 0 else _AGAINST
                return side.filled(
                    strength=STRENGTHS[rule.strength or "weak"],
                    targets=self.targets(targets),
                    criterion=CRITERIA[criterion],
                )
            case HoldBack(targets, until, _, blocks):
                words = _HOLD_BACK if blocks else _CONDITION
                return words.filled(targets=self.targets(targets), it=_lowered(until))
            case Contraindicate(targets):
                return _CONTRAINDICATE.filled(targets=self.targets(targets))
            case Accompany(targets, companion):
                return _ACCOMPANY.filled(targets=self.targets(targets), it=_lowered(companion))
            case Precede(targets, first):
                return _PRECEDE.filled(targets=self.targets(targets), it=_lowered(first))
            case Warn(warning):
                return _WARN.filled(it=warning)
            case _:
                return _CONCLUDE.filled(it=_lowered(rule.title))

    def rule(self, rule: Rule) -> Text:
        """The whole rule as a sentence, and why."""
        stated, because = self.stated(rule), rule.because
        return Text(
            f"{stated.en} Why: {because.en}",
            f"{stated.es} Por qué: {because.es}",
        )

    def stated(self, rule: Rule) -> Text:
        """When the rule speaks, unless what, and what it says then, as a sentence."""
        if rule.when == ALWAYS:
            head = Text("Always", "Siempre")
        else:
            head = Text("When {c}", "Cuando {c}").filled(c=self.condition(rule.when))
        if rule.unless is not None:
            unless = self.condition(rule.unless)
            head = Text(f"{head.en}, unless {unless.en}", f"{head.es}, excepto si {unless.es}")
        then = self.then(rule)
        return Text(f"{head.en}, {then.en.rstrip('.')}.", f"{head.es}, {then.es.rstrip('.')}.")


def _negated(words: Text, negated: bool) -> Text:
    if not negated:
        return words
    return Text(_NOT.en.format(words.en), _NOT.es.format(words.es))


def _lowered(text: Text) -> Text:
    """A name as it stands inside a sentence; acronyms keep their capitals."""

    def one(word: str) -> str:
        return word if word[:2].isupper() else word[:1].lower() + word[1:]

    return Text(one(text.en), one(text.es))


def _plain(slug: str) -> str:
    return slug.replace("_", " ")
