"""One rule, factor, intervention or claim on a screen, with everything that stands behind it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text as Words

from api import citations
from api import words as w
from api.cli.rendering.screen import bullet, heading, indented, words
from api.speech import Speaker
from api.words import worded
from engine.conditions import factors_of
from engine.knowledge.model import Claim, Effect, Intervention, Knowledge
from engine.rule import Rule, RuleTest
from engine.text import Language, Text
from engine.vocabulary import Derivation, Domain, Factor
from engine.wording import OUTCOME_VERDICTS, Wording

SENTENCE, LIMITS = (
    Text("In a sentence", "En una frase"),
    Text("Where it may mislead", "Dónde puede engañar"),
)
SUPPORTS, WEAKENS = Text("Who says so", "Quién lo dice"), Text("What bounds it", "Qué lo acota")
TESTS, RELATED = Text("Its tests", "Sus pruebas"), Text("Related rules", "Reglas relacionadas")
QUESTION, LEVELS = Text("Question", "Pregunta"), Text("Levels", "Niveles")
DERIVED = Text("When it is not given, it follows", "Si no se da, se deduce")
HOW: Mapping[str, Text] = {
    "count": Text("from the number of entries under {0}", "del número de entradas en {0}"),
    "worst": Text("from the highest '{1}' under {0}", "del «{1}» más alto en {0}"),
    "least": Text("from the lowest '{1}' under {0}", "del «{1}» más bajo en {0}"),
    "union": Text("from all values of '{1}' under {0}", "de todos los valores de «{1}» en {0}"),
}
BEYOND = Text("Policy cannot act on it", "La política no puede actuar sobre esto")
BETTER = Text("Policy wants", "La política quiere")
WAYS: Mapping[str, Text] = {
    "more": Text("more of it", "más de esto"),
    "less": Text("less of it", "menos de esto"),
}
LEAN = Text("Rules that lean on it", "Reglas que se apoyan en esto")
SPEAK = Text("Rules that speak of it", "Reglas que hablan de esto")
CLAIMS = Text("Claims", "Afirmaciones")
ASKS, REACHES = Text("asks", "pregunta"), Text("reaches", "alcanza")
NOTHING = Text("nothing is known", "no se sabe nada")
EFFECT, LED = Text("Time to effect", "Tiempo hasta el efecto"), Text("Led by", "Dirigida por")
LEVEL, ACTORS = Text("Level", "Ámbito"), Text("Actors", "Actores")
VARIES = Text("Variant of", "Variante de")
FAILS = Text("A way in which this fails", "Una forma en que fracasa")
VARIANTS = Text("Variants", "Variantes")
FOUND = Text("What the sources found", "Lo que hallaron las fuentes")
WATCH = Text("What to watch", "Qué observar")
EXAMPLES, NOTE = Text("Tried in", "Se probó en"), Text("Note", "Nota")
SECTION = Text("section {0}", "sección {0}")
FOOTNOTES = Text(", notes {0}", ", notas {0}")
PLACES, SPEAKS_OF = Text("Places and years", "Lugares y años"), Text("Speaks of", "Habla de")
TENSIONS = Text("Disagreement between sources", "Desacuerdo entre fuentes")
GLOSS = Text(
    "The analyst's reading joins more than the report says in one place.",
    "La lectura del analista une más de lo que el informe dice en un solo lugar.",
)


class Cards(Speaker):
    """Cards about one knowledge base, in one language."""

    def __init__(self, knowledge: Knowledge, language: Language) -> None:
        super().__init__(language)
        self.knowledge = knowledge
        self.wording = Wording(knowledge)

    def rule(self, rule: Rule) -> Iterator[RenderableType]:
        yield words((self._(rule.title), "bold"))
        kind, status = worded(w.KINDS, rule.kind), worded(w.STATUSES, rule.status)
        yield words((f"{rule.id} · {self._(kind)} · {self._(status)} · {rule.path}", "dim"))
        yield from self._part(SENTENCE, [self._(self.wording.rule(rule))])
        yield from self._part(LIMITS, [self._(rule.limits)])
        yield from self._claims(SUPPORTS, rule.supports)
        yield from self._claims(WEAKENS, rule.limited_by)
        yield from self._part(TESTS, (self._test(test) for test in rule.tests), mark="•")
        related = [
            f"{self._(worded(w.RELATIONS, link.relation))} {link.id}: "
            f"{self._(self.knowledge.rules[link.id].title)}"
            for link in rule.related
        ]
        yield from self._part(RELATED, related, mark="•")

    def _test(self, test: RuleTest) -> str:
        given = "; ".join(f"{name}: {_plain(value)}" for name, value in test.given.items())
        said = f"{given or self._(NOTHING)} → {self._(worded(w.STATES, test.expect))}"
        for label, names in ((ASKS, test.asks), (REACHES, test.reaches)):
            said += f"; {self._(label)} {', '.join(names)}" if names else ""
        return said

    def factor(self, factor: Factor) -> Iterator[RenderableType]:
        dimension = self.knowledge.vocabulary.dimensions[factor.dimension]
        type_ = self._(worded(w.DOMAINS, factor.domain.type))
        yield words((self._(factor.name), "bold"))
        yield words((f"{factor.slug} · {self._(dimension.name)} · {type_}", "dim"))
        yield from self._part(QUESTION, [self._(factor.question)])
        yield from self._levels(factor.domain)
        if factor.derivation:
            yield from self._part(DERIVED, [self._derivation(factor.derivation)])
        if factor.not_actionable:
            yield from self._part(BEYOND, [self._(factor.not_actionable)])
        elif factor.better:
            yield from self._part(BETTER, [self._(WAYS[factor.better])])
        yield from self._claims(CLAIMS, factor.claims)
        yield from self._rules(LEAN, _factor_rules(self.knowledge, factor.slug))

    def _derivation(self, source: Derivation) -> str:
        kind = self.knowledge.vocabulary.entities[source.kind]
        label = kind.attributes[source.attribute].label if source.attribute else Text("", "")
        return self._(HOW[source.how], kind.list_name, self._(label))

    def _levels(self, domain: Domain) -> Iterator[RenderableType]:
        if domain.type == "number":
            unit = self._(domain.unit) if domain.unit else ""
            yield from self._part(LEVELS, [f"{domain.minimum:g}–{domain.maximum:g} {unit}"])
            return
        yield from self._titled(LEVELS)
        for level in domain.levels:
            anchor = f": {self._(level.anchor)}" if level.anchor else ""
            yield bullet((level.value, "cyan"), f" — {self._(level.name)}{anchor}")

    def intervention(self, item: Intervention) -> Iterator[RenderableType]:
        catalogue = self.knowledge.vocabulary.catalogue.attributes
        stance = catalogue["stance"].domain
        family = self.knowledge.families[item.family]
        yield words((self._(item.name), "bold"))
        named = self._(stance.levels[stance.index[item.stance]].name)
        yield words((f"{item.slug} · {self._(family.name)} · {named}", "dim"))
        yield words(self._(item.description))
        yield Words("")
        for label, said in (
            (LEVEL, self._named(catalogue["level"].domain, item.level)),
            (LED, self._named(catalogue["led_by"].domain, item.led_by)),
            (ACTORS, ", ".join(self._(actor) for actor in item.actors)),
            (EFFECT, self._(item.time_to_effect)),
            (VARIES, self._intervention_name(item.variant_of)),
            (FAILS, self._intervention_name(item.failure_mode_of)),
            (VARIANTS, self._variants(item.slug)),
            (EXAMPLES, ", ".join(item.examples)),
            (NOTE, self._(item.note) if item.note else ""),
        ):
            if said:
                yield words((f"{self._(label)}: ", "bold"), said)
        yield from self._part(FOUND, (self._effect(e) for e in self._effects(item)), mark="•")
        yield from self._part(WATCH, (self._(text) for text in item.indicators), mark="•")
        for role, ids in item.claims.items():
            title = Text(
                f"{CLAIMS.en}: {worded(w.ROLES, role).en}",
                f"{CLAIMS.es}: {worded(w.ROLES, role).es}",
            )
            yield from self._claims(title, ids)
        about = [rule for rule in self.knowledge.active if item.slug in rule.targets.slugs]
        yield from self._rules(SPEAK, about)

    def _effects(self, item: Intervention) -> Sequence[Effect]:
        return self.knowledge.effects_of.get(item.slug, ())

    def _effect(self, effect: Effect) -> str:
        outcome = self._(self.knowledge.outcomes[effect.outcome])
        verdict = self._(OUTCOME_VERDICTS[effect.verdict])
        return f"{outcome}: {verdict} ({', '.join(effect.claims)})"

    def _named(self, domain: Domain, values: Iterable[str]) -> str:
        return ", ".join(self._(domain.levels[domain.index[value]].name) for value in values)

    def _intervention_name(self, slug: str | None) -> str:
        return f"{self._(self.knowledge.interventions[slug].name)} ({slug})" if slug else ""

    def _variants(self, slug: str) -> str:
        every = self.knowledge.interventions.values()
        return "; ".join(self._intervention_name(i.slug) for i in every if i.variant_of == slug)

    def claim(self, claim: Claim) -> Iterator[RenderableType]:
        report = self.knowledge.reports[claim.report]
        yield words((claim.id, "bold"))
        yield words(
            f"{citations.record(report, self.language)} ",
            self.locator(claim),
        )
        yield Words("")
        yield words(self._(claim.text))
        yield Words("")
        kinds = (
            worded(w.CLAIM_TYPES, claim.type),
            worded(w.SALIENCE, claim.salience),
            worded(w.EVIDENCE, claim.evidence),
        )
        yield words((" · ".join(self._(kind) for kind in kinds), "dim"))
        where = ", ".join([*claim.places, claim.years] if claim.years else claim.places)
        if where:
            yield words((f"{self._(PLACES)}: ", "bold"), where)
        if claim.analyst_gloss:
            yield words((self._(GLOSS), "yellow"))
        yield from self._part(SPEAKS_OF, self._subjects(claim), mark="•")
        for tension in self.knowledge.tensions:
            if claim.id in tension.a + tension.b:
                sides = f"{', '.join(tension.a)} / {', '.join(tension.b)}"
                said = f"{self._(tension.about)} {self._(tension.reading)} ({sides})"
                yield from self._part(TENSIONS, [said])
        citing = [rule for rule in self.knowledge.active if claim.id in rule.claims]
        yield from self._rules(LEAN, citing)

    def _subjects(self, claim: Claim) -> Iterator[str]:
        """What a claim speaks of: interventions and in which role, then factors."""
        for slug, roles in claim.roles.items():
            said = ", ".join(self._(worded(w.ROLES, role)) for role in roles)
            yield f"{self._intervention_name(slug)}: {said}"
        for slug in claim.factors:
            yield f"{self._(self.knowledge.vocabulary.factors[slug].name)} ({slug})"

    def locator(self, claim: Claim) -> str:
        said = self._(SECTION, claim.section)
        said += f", {citations.pages(claim.page, self.language)}" if claim.page else ""
        return said + (self._(FOOTNOTES, ", ".join(claim.footnotes)) if claim.footnotes else "")

    def _titled(self, title: Text) -> Iterator[RenderableType]:
        yield Words("")
        yield heading(self._(title))

    def _part(
        self, title: Text, items: Iterable[str], mark: str | None = None
    ) -> Iterator[RenderableType]:
        listed = list(items)
        if not listed:
            return
        yield from self._titled(title)
        for item in listed:
            yield bullet(item, mark=mark) if mark else indented(words(item))

    def _claims(self, title: Text, ids: Iterable[str]) -> Iterator[RenderableType]:
        claims = [self.knowledge.claims[name] for name in ids]
        if claims:
            yield from self._titled(title)
        for claim in claims:
            locator = f" ({self.locator(claim)})"
            yield bullet((claim.id, "cyan"), f": {self._(claim.text)}", (locator, "dim"))

    def _rules(self, title: Text, rules: Sequence[Rule]) -> Iterator[RenderableType]:
        if rules:
            yield from self._titled(title)
        for rule in rules:
            yield bullet((rule.id, "cyan"), f": {self._(rule.title)}")


def _factor_rules(knowledge: Knowledge, slug: str) -> list[Rule]:
    return [
        rule
        for rule in knowledge.active
        if any(slug in factors_of(condition) for condition in rule.conditions())
    ]


def _plain(value: Any) -> str:
    """A given value as a rule's author wrote it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_plain(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_plain(item) for item in value) + "]"
    return str(value)
