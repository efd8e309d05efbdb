"""One rule file to one :class:`~engine.rule.Rule`, every name in it checked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.conditions import ALWAYS, All, AnyOf, Condition, Pattern, diagnoses_of
from engine.errors import nearest
from engine.knowledge.collecting import Reading, text
from engine.knowledge.condition_reading import ConditionReader
from engine.knowledge.documents import Document, Loc
from engine.knowledge.model import Claim, Intervention, Scales
from engine.knowledge.schemas import RuleFile
from engine.rule import (
    CAUTIOUS,
    IN_FORCE,
    Accompany,
    Argue,
    Contraindicate,
    HoldBack,
    Precede,
    Related,
    Rule,
    RuleTest,
    Targets,
    Then,
    Warn,
)
from engine.text import Text
from engine.vocabulary import Vocabulary

ARGUABLE = (
    "problem",
    "desirable_effects",
    "undesirable_effects",
    "feasibility",
    "acceptability",
)
FORMS: Mapping[str, tuple[frozenset[str], ...]] = {
    "diagnosis": (frozenset(),),
    "reason": (frozenset({"for", "criterion"}), frozenset({"against", "criterion"})),
    "gate": (frozenset({"hold_back", "until"}), frozenset({"make_conditional", "until"})),
    "contraindication": (frozenset({"contraindicate"}),),
    "safeguard": (frozenset({"accompany", "with"}),),
    "sequence": (frozenset({"first", "then"}),),
    "caveat": (
        frozenset({"warn"}),
        frozenset({"warn", "about"}),
        frozenset({"warn", "about", "insufficient_alone"}),
    ),
}


@dataclass(frozen=True)
class Shelf:
    """Everything that a rule may name."""

    vocabulary: Vocabulary
    diagnoses: frozenset[str]
    interventions: Mapping[str, Intervention]
    claims: Mapping[str, Claim]
    scales: Scales | None


def read_rule(reading: Reading, document: Document, shape: RuleFile, shelf: Shelf) -> Rule:
    """Build the rule; what is wrong with it is reported to ``reading``."""

    def report(
        loc: Loc, what: Text, allowed: tuple[str, ...] = (), near: str | None = None
    ) -> None:
        reading.fault(document, loc, what, allowed, near)

    stem = document.path.rsplit("/", 1)[-1].removesuffix(".yaml")
    if shape.id != stem:
        report(("id",), Text(f"the id must be '{stem}'", f"el id debe ser «{stem}»"))
    conditions = ConditionReader(shelf.vocabulary, shelf.diagnoses, report)
    when = conditions.read(shape.when, ("when",))
    unless = conditions.read(shape.unless, ("unless",)) if shape.unless is not None else None
    if unless is not None and shape.kind not in CAUTIOUS:
        _check_exception(report, unless)
    then = _ThenReader(shape, conditions, shelf, report).read()
    _check_claims(reading, document, shape, shelf.claims)
    _check_strength(report, shape, shelf)
    _check_tests(report, shape, when, unless)
    return Rule(
        id=shape.id,
        theme=document.path.rsplit("/", 1)[0],
        kind=shape.kind,
        status=shape.status,
        title=text(shape.title),
        because=text(shape.because),
        when=when,
        unless=unless,
        then=then,
        strength=shape.strength,
        supports=tuple(shape.claims.supports),
        limited_by=tuple(shape.claims.limits),
        limits=text(shape.limits),
        related=tuple(Related(link.id, link.as_) for link in shape.related),
        tests=tuple(_tests(document, shape)),
        path=document.path,
        content_hash=document.content_hash,
    )


def check_in_force(
    reading: Reading, document: Document, rule: Rule, rules: Mapping[str, Rule]
) -> None:
    """A rule builds only on diagnoses that are evaluated; withdrawn rules are on record only."""
    for part, condition in (("when", rule.when), ("unless", rule.unless)):
        named = diagnoses_of(condition) if condition and rule.status != "withdrawn" else ()
        for name in sorted(named):
            if rules[name].status not in IN_FORCE:
                what = Text(
                    f"the diagnosis '{name}' is not in force: its status is {rules[name].status}",
                    f"el diagnóstico «{name}» no está en vigor: su estado es {rules[name].status}",
                )
                reading.fault(document, (part,), what)


def _check_exception(report: Any, unless: Condition) -> None:
    """The exception of a reason or a diagnosis is negated, and *not* takes one entity pattern."""

    def patterns(condition: Condition) -> int:
        match condition:
            case All(parts):
                return sum(patterns(part) for part in parts)
            case AnyOf(parts):
                return max((patterns(part) for part in parts), default=0)
        return int(isinstance(condition, Pattern))

    if patterns(unless) > 1:
        report(
            ("unless",),
            Text(
                "the exception of a reason or a diagnosis holds one entity pattern; put more into a"
                " diagnosis of its own",
                "la excepción de una razón o de un diagnóstico lleva un solo patrón de entidad;"
                " ponga más en un diagnóstico propio",
            ),
        )


def _tests(document: Document, shape: RuleFile) -> Iterator[RuleTest]:
    for position, test in enumerate(shape.tests):
        line = document.line(("tests", position))
        yield RuleTest(line, test.given, test.expect, tuple(test.asks), tuple(test.reaches))


class _ThenReader:
    """Reads ``then``, whose form depends on the rule's kind."""

    def __init__(
        self,
        shape: RuleFile,
        conditions: ConditionReader,
        shelf: Shelf,
        report: Any,
    ) -> None:
        self.shape, self.report = shape, report
        self.then = shape.then or {}
        self.bound = conditions.bound
        self.interventions = shelf.interventions
        self.subjects = {*shelf.interventions, *shelf.vocabulary.factors, *shelf.diagnoses}

    def read(self) -> Then:
        keys = frozenset(self.then)
        forms = FORMS[self.shape.kind]
        if keys not in forms:
            readable = tuple("{" + ", ".join(sorted(form)) + "}" for form in forms)
            self.report(
                ("then",),
                Text(
                    f"a {self.shape.kind} has another 'then'",
                    f"un {self.shape.kind} lleva otro «then»",
                ),
                readable,
                None,
            )
            return None
        read: Callable[[], Then] = getattr(self, f"_{self.shape.kind}")
        return read()

    def _diagnosis(self) -> Then:
        return None

    def _reason(self) -> Then:
        word = "for" if "for" in self.then else "against"
        criterion = self.then["criterion"]
        if criterion not in ARGUABLE:
            self.report(
                ("then", "criterion"),
                Text(f"unknown criterion '{criterion}'", f"criterio desconocido: «{criterion}»"),
                ARGUABLE,
                nearest(criterion, ARGUABLE),
            )
        return Argue(self._targets(word), 1 if word == "for" else -1, criterion)

    def _gate(self) -> Then:
        word = "hold_back" if "hold_back" in self.then else "make_conditional"
        until, measure = self._named("until")
        return HoldBack(self._targets(word), until, measure, word == "hold_back")

    def _contraindication(self) -> Then:
        return Contraindicate(self._targets("contraindicate"))

    def _safeguard(self) -> Then:
        companion, measure = self._named("with")
        return Accompany(self._targets("accompany"), companion, measure)

    def _sequence(self) -> Then:
        first, measure = self._named("first")
        return Precede(self._targets("then"), first, measure)

    def _caveat(self) -> Then:
        raw = self.then.get("about")
        about = tuple(raw) if isinstance(raw, list) else () if raw is None else (raw,)
        for subject in about:
            if not isinstance(subject, str) or subject not in self.subjects:
                self.report(
                    ("then", "about"),
                    Text(f"unknown subject '{subject}'", f"tema desconocido: «{subject}»"),
                    (),
                    nearest(subject, self.subjects),
                )
        warning = self._bilingual("warn")
        return Warn(warning, about, bool(self.then.get("insufficient_alone", False)))

    def _targets(self, word: str) -> Targets:
        raw = self.then[word]
        if isinstance(raw, str) and raw.startswith("$"):
            kind = self.bound.get(raw[1:])
            if kind is None or kind.kind != "intervention":
                self.report(
                    ("then", word),
                    Text(
                        f"'{raw}' is not an intervention bound in 'when'",
                        f"«{raw}» no es una intervención enlazada en «when»",
                    ),
                    (),
                    None,
                )
            return Targets(alias=raw[1:])
        slugs = tuple(raw) if isinstance(raw, list) else (raw,)
        for slug in slugs:
            if not isinstance(slug, str) or slug not in self.interventions:
                self.report(
                    ("then", word),
                    Text(f"unknown intervention '{slug}'", f"intervención desconocida: «{slug}»"),
                    (),
                    nearest(slug, self.interventions),
                )
        return Targets(slugs=tuple(str(slug) for slug in slugs))

    def _named(self, word: str) -> tuple[Text, str | None]:
        """A text in both languages, or an intervention that lends its name."""
        raw = self.then[word]
        if isinstance(raw, str):
            found = self.interventions.get(raw)
            if found:
                return found.name, raw
            self.report(
                ("then", word),
                Text(f"unknown intervention '{raw}'", f"intervención desconocida: «{raw}»"),
                (),
                nearest(raw, self.interventions),
            )
            return Text.same(raw), None
        return self._bilingual(word), None

    def _bilingual(self, word: str) -> Text:
        raw = self.then[word]
        given = raw if isinstance(raw, dict) else {}
        for language in ("en", "es"):
            if not isinstance(given.get(language), str) or not given[language].strip():
                self.report(
                    ("then", word),
                    Text(
                        f"missing language: then.{word} has no {language}",
                        f"falta un idioma: then.{word} no tiene {language}",
                    ),
                    (),
                    None,
                )
        return Text(str(given.get("en", "")), str(given.get("es", "")))


def _check_claims(
    reading: Reading, document: Document, shape: RuleFile, claims: Mapping[str, Claim]
) -> None:
    if not shape.claims.supports:
        reading.fault(
            document,
            ("claims",),
            Text("missing claim: a rule needs at least one", "falta una afirmación que la apoye"),
        )
    for stance in ("supports", "limits"):
        for position, name in enumerate(getattr(shape.claims, stance)):
            loc = ("claims", stance, position)
            reading.known(document, loc, Text("claim", "afirmación"), name, claims)


def _check_strength(report: Any, shape: RuleFile, shelf: Shelf) -> None:
    scales, claims = shelf.scales, shelf.claims
    if shape.kind != "reason":
        if shape.strength is not None:
            what = Text("only a reason has a strength", "solo una razón lleva fuerza")
            report(("strength",), what, (), None)
        return
    if scales is None:
        return
    if shape.strength not in scales.strengths:
        report(
            ("strength",) if shape.strength else (),
            Text("a reason needs a strength", "una razón necesita una fuerza"),
            tuple(scales.strengths),
            nearest(shape.strength, scales.strengths),
        )
        return
    kinds = [claims[name].evidence for name in shape.claims.supports if name in claims]
    order = tuple(scales.strengths)
    # A kind of evidence or a strength that does not exist is told where it stands.
    carried = [scales.evidence[kind].strength for kind in kinds if kind in scales.evidence]
    places = [order.index(strength) for strength in carried if strength in order]
    allowed = max(places, default=len(order))
    if order.index(shape.strength) > allowed:
        best = ", ".join(sorted(set(kinds)))
        report(
            ("strength",),
            Text(
                f"'{shape.strength}' is stronger than its evidence allows ({best})",
                f"«{shape.strength}» es más fuerte de lo que permite su evidencia ({best})",
            ),
            order[: allowed + 1],
            None,
        )


def _check_tests(report: Any, shape: RuleFile, when: Condition, unless: Condition | None) -> None:
    """The least that a rule must show of itself."""
    expects = [test.expect for test in shape.tests]

    def lacks(what: Text) -> None:
        report(("tests",), what, (), None)

    if "fires" not in expects:
        lacks(Text("no test shows the rule firing", "ninguna prueba muestra que se active"))
    silent_needed = (when != ALWAYS) + (unless is not None)
    if expects.count("silent") < min(silent_needed, 1) or (
        silent_needed == 2 and expects.count("silent") < 2
    ):
        lacks(
            Text(
                "a test must show it silent just outside the boundary, and one per exception",
                "una prueba debe mostrarla callada justo fuera del límite, y una por excepción",
            )
        )
    informed = when != ALWAYS or unless is not None
    if informed and not any(test.expect == "undecided" or test.asks for test in shape.tests):
        lacks(
            Text(
                "no test shows it with information missing",
                "ninguna prueba la muestra con información faltante",
            )
        )
