"""The whole answer as a report in Markdown, with every source at its end."""

import re
from collections.abc import Iterable, Iterator, Sequence

from api import citations, selection
from api.cli.rendering.together import Line, Together
from api.phrases import Phrases
from api.speech import Speaker, safe
from api.words import BASES, GRADES, worded
from engine.answer import (
    Answer,
    CaveatOut,
    ConditionNode,
    ContraindicationOut,
    EffectOut,
    FromRule,
    RankedOut,
    ReasonOut,
    UndecidedOut,
)
from engine.knowledge.model import Knowledge
from engine.profile import Profile, Value, read_profile
from engine.text import Text
from engine.wording import CRITERIA, STRENGTHS, Wording

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")

MADE_BY = Text(
    "Remanso {0}, knowledge base {1} ({2}), decision {3}.",
    "Remanso {0}, base de conocimiento {1} ({2}), decisión {3}.",
)
PLACE = Text("The place as understood", "El lugar tal como se entendió")
LOOKS = Text("What it looks like", "Cómo se ve")
BECAUSE_OF_PLACE = Text("Warnings because of this profile", "Advertencias por este perfil")
EVERYWHERE = Text("Warnings for every place", "Advertencias para cualquier lugar")
RANKING = Text("Ranking", "Clasificación")
RANKED_ROW = Text(
    "| # | Option | Verdict | Score | Ranks | Certainty | Who |",
    "| # | Opción | Veredicto | Puntaje | Puestos | Certeza | Quién |",
)
FACTOR_ROW = Text(
    "| Factor | Value | Basis | Source | As of |",
    "| Factor | Valor | Base | Fuente | Fecha |",
)
DETAIL = Text("Options one by one", "Las opciones, una por una")
FOR, AGAINST = Text("Reasons for", "Razones a favor"), Text("Reasons against", "Razones en contra")
HARM = Text("Contraindications", "Contraindicaciones")
NEEDS = Text("Preconditions", "Condiciones previas")
BEFORE = Text("What comes first", "Qué va primero")
WITH = Text("What must go with it", "Qué debe acompañarla")
SURE = Text("Certainty", "Certeza")
FOUND = Text("What the sources found", "Lo que hallaron las fuentes")
ELSEWHERE = Text("evidence from other countries", "evidencia de otros países")
WATCH = Text("What to watch", "Qué observar")
CRITERIA_TITLE = Text("Criteria", "Criterios")
ASK = Text("What to ask", "Qué preguntar")
HANGS = Text("rules that hang on it: {0}", "reglas que dependen de ello: {0}")
DISAGREE = Text("Where the sources disagree", "Dónde discrepan las fuentes")
UNDECIDED = Text("Rules left undecided", "Reglas sin decidir")
UNTOLD = Text(
    "Rules that wait for answers to these questions: {0} (listed by `--explain conditions`).",
    "Reglas que esperan respuesta a estas preguntas: {0} (`--explain conditions` las enumera).",
)
SILENT = Text("Rules that stay silent", "Reglas que callan")
SOURCES = Text("Sources", "Fuentes")
HERE = Text("Here", "Aquí")
LIMITS = Text("Where it may mislead", "Dónde puede engañar")
CERTAIN = Text("surely", "con certeza")
POSSIBLE = Text("possibly", "posiblemente")
BLOCKS = Text("holds it back", "la deja en espera")
ASKS = Text("ask", "pregunte")
SECTION = Text("section", "sección")
STEPS = Text("effect: {0}", "efecto: {0}")
VARIES = Text("variant of {0}", "variante de {0}")


def escaped(text: str) -> str:
    """Prose that Markdown shows as it is: a profile's words are never markup."""
    return _SPECIAL.sub(r"\\\1", safe(text))


def marked_down(lines: Iterable[Line]) -> Iterator[str]:
    """Lines shared with the screen, in Markdown."""
    within = False
    for line in lines:
        if line.kind == "item":
            yield f"{'  ' * line.depth}- {escaped(line.text)}"
        else:
            marks = {"title": "## ", "subtitle": "### ", "text": ""}[line.kind]
            yield from ("", f"{marks}{escaped(line.text)}", "")
        within = line.kind == "item"
    if within:
        yield ""


class Report(Speaker):
    """One answer as a report."""

    def __init__(self, answer: Answer, knowledge: Knowledge, who: Sequence[str] = ()) -> None:
        super().__init__(answer.language)
        self.answer, self.knowledge = selection.of_actors(answer, knowledge, who), knowledge
        self.ranking = self.answer.ranking
        self.phrases = Phrases(answer, knowledge)
        self.together = Together(answer)
        self.wording = Wording(knowledge)
        self.brief = answer.explain == "summary"
        self.deep = answer.explain in ("conditions", "full")
        self.short = self.brief  # whether the option at hand is told without its reasons' reasons

    def text(self) -> str:
        return "\n".join(self.lines()).rstrip() + "\n"

    def lines(self) -> Iterator[str]:
        answer = self.answer
        yield f"# {escaped(self.phrases.place())}"
        yield ""
        made = answer.engine_version, answer.ruleset.version, answer.ruleset.hash[:12]
        yield self._(MADE_BY, *made, answer.decision_id) + " " + self.phrases.known()
        yield from self._place()
        yield from self._diagnoses()
        called = selection.local_caveats(answer, self.knowledge)
        yield from self._warnings(BECAUSE_OF_PLACE, called)
        yield from self._table()
        yield from marked_down(self.together.package())
        yield from marked_down(self.together.precedents())
        yield from self._options()
        yield from self._questions()
        general = selection.general_caveats(answer, self.knowledge)
        yield from self._warnings(EVERYWHERE, general)
        yield from self._tensions()
        yield from self._open(UNDECIDED, answer.undecided_rules)
        yield from self._open(SILENT, answer.silent_rules)
        yield from self._sources()

    def _title(self, text: Text, level: int = 2) -> Iterator[str]:
        yield ""
        yield f"{'#' * level} {self._(text)}"
        yield ""

    def _place(self) -> Iterator[str]:
        profile = read_profile(self.answer.profile, self.knowledge.vocabulary)
        yield from self._title(PLACE)
        if profile.factors:
            yield from (self._(FACTOR_ROW), "|---|---|---|---|---|")
            for slug, value in profile.factors.items():
                yield self._factor(slug, value)
        yield from self._entities(profile)
        for notice in self.answer.notices:
            yield ""
            yield f"**!** {escaped(notice.where)}: {escaped(notice.what)}"
        if self.answer.informants is not None:
            yield ""
        yield from (f"- {escaped(line)}" for line in self.phrases.doubts())

    def _factor(self, slug: str, value: Value) -> str:
        factor = self.knowledge.vocabulary.factors[slug]
        said = self.wording.value(value.possible, factor.domain)
        basis = self._(worded(BASES, value.basis)) if value.basis else ""
        cells = (self._(factor.name), self._(said), basis, value.source or "", value.as_of or "")
        return "| " + " | ".join(escaped(cell) for cell in cells) + " |"

    def _entities(self, profile: Profile) -> Iterator[str]:
        for kind in self.knowledge.vocabulary.entities.values():
            if kind.kind in profile.lists:
                yield ""
                yield f"**{escaped(self._(kind.name))}** ({len(profile.lists[kind.kind])})"
                yield ""
            for entity in profile.lists.get(kind.kind, ()):
                said = (
                    f"{self._(kind.attributes[name].label)}: "
                    f"{self._(self.wording.value(value, kind.attributes[name].domain))}"
                    for name, value in entity.values.items()
                )
                yield f"- {escaped('; '.join(said))}"

    def _diagnoses(self) -> Iterator[str]:
        if self.answer.diagnoses:
            yield from self._title(LOOKS)
        for item in self.answer.diagnoses:
            yield f"- **{escaped(item.name)}.** {escaped(item.because)}{self._claims(item)}"
            yield from self._found(item)

    def _warnings(self, title: Text, caveats: Sequence[CaveatOut]) -> Iterator[str]:
        if caveats:
            yield from self._title(title)
        yield from (f"- {self._caveat(item)}" for item in caveats)

    def _caveat(self, item: CaveatOut) -> str:
        about = f"**{escaped(item.about_name)}:** " if item.about_name else ""
        return f"{about}{escaped(item.text)}{self._claims(item)}"

    def _table(self) -> Iterator[str]:
        yield from self._title(RANKING)
        if self.answer.robustness is not None:
            yield from (escaped(self.answer.robustness.says), "")
        yield from (self._(RANKED_ROW), "|---:|---|---|---:|---|---|---|")
        for option in self.ranking:
            levels = self.knowledge.vocabulary.catalogue.attributes["level"].domain
            who = ", ".join(self._(levels.levels[levels.index[name]].name) for name in option.level)
            grade = self._(worded(GRADES, option.certainty_grade)) if option.certainty_grade else ""
            name = option.name if option.core else f"↳ {option.name}"
            score, ranks = f"{option.score:.2f}", _interval(option)
            cells = (str(option.rank), name, option.verdict_name, score, ranks, grade, who)
            yield "| " + " | ".join(escaped(cell) for cell in cells) + " |"

    def _options(self) -> Iterator[str]:
        yield from self._title(DETAIL)
        for option in self.ranking:
            self.short = self.brief or option.verdict == "insufficient_information"
            yield from self._option(option)

    def _option(self, option: RankedOut) -> Iterator[str]:
        yield f"### {option.rank}. {escaped(option.name)}"
        yield ""
        yield f"**{option.verdict_name}**, {option.score:.2f}. {self._facts(option)}"
        yield ""
        if option.robustness is not None and option.robustness.outside:
            yield from (escaped(option.robustness.outside), "")
        for title, reasons in ((FOR, option.reasons_for), (AGAINST, option.reasons_against)):
            yield from self._part(title, (self._reason(item) for item in reasons))
        yield from self._part(HARM, (self._harm(item) for item in option.contraindications))
        needs = (
            (
                f"{escaped(item.text)} ({self.phrases.status(item)}"
                + (f"; {self._(BLOCKS)})" if item.holds_back else ")"),
                item,
            )
            for item in option.preconditions
        )
        yield from self._part(NEEDS, needs)
        yield from self._part(BEFORE, ((escaped(item.first), item) for item in option.sequence))
        yield from self._part(WITH, ((escaped(item.text), item) for item in option.safeguards))
        if option.effects and not self.short:
            yield from (f"**{self._(FOUND)}**", "")
            yield from (f"- {self._effect(effect)}" for effect in option.effects)
            yield ""
        if option.indicators and not self.short:
            yield from (f"**{self._(WATCH)}**", "")
            yield from (f"- {escaped(indicator)}" for indicator in option.indicators)
            yield ""

    def _effect(self, effect: EffectOut) -> str:
        elsewhere = f"; {self._(ELSEWHERE)}" if effect.indirect else ""
        said = f"{effect.outcome_name}: {effect.verdict_name}{elsewhere}"
        return f"{escaped(said)} ({', '.join(effect.claims)})"

    def _facts(self, option: RankedOut) -> str:
        """What the catalogue says, and how the score is made up."""
        families = self.knowledge.families
        said = [self._(families[option.family].name), self._(STEPS, option.time_to_effect)]
        if option.variant_of:
            said.append(self._(VARIES, self._(self._name(option.variant_of))))
        criteria = ", ".join(
            f"{self._(CRITERIA[name])} {cell.value:.2f} ({cell.share:+.2f})"
            for name, cell in option.criteria.items()
            if cell.share
        )
        made = f" {self._(CRITERIA_TITLE)}: {escaped(criteria)}." if criteria else ""
        return f"{escaped('; '.join(said))}.{self._sure(option)}{made}"

    def _sure(self, option: RankedOut) -> str:
        """The certainty, the claim that carries it, and why it was lowered."""
        if option.certainty is None:
            return ""
        found = option.certainty
        grade = self._(worded(GRADES, found.grade))
        lowered = "".join(f"; {reason}" for reason in found.lowered_for)
        return " " + escaped(f"{self._(SURE)}: {grade} ({found.claim}{lowered}).")

    def _name(self, slug: str) -> Text:
        return self.knowledge.interventions[slug].name

    def _part(self, title: Text, items: Iterable[tuple[str, FromRule]]) -> Iterator[str]:
        """A titled list: what is said, why, on what facts, with what limits."""
        listed = list(items)
        if not listed:
            return
        yield from (f"**{self._(title)}**", "")
        for said, item in listed:
            why = "" if self.short else f" {escaped(item.because)}"
            yield f"- {said}.{why}{self._claims(item)}"
            if not self.short:
                yield from self._found(item)
                yield f"  - *{self._(LIMITS)}:* {escaped(item.limits)}"
        yield ""

    def _reason(self, item: ReasonOut) -> tuple[str, FromRule]:
        strength = self._(worded(STRENGTHS, item.strength))
        weight = f"{self._(CRITERIA[item.criterion])}, {strength}, {item.share:+.2f}"
        return f"**{escaped(item.title)}** ({escaped(weight)})", item

    def _harm(self, item: ContraindicationOut) -> tuple[str, FromRule]:
        sure = self._(CERTAIN if item.certainty == "certain" else POSSIBLE)
        asks = f"; {self._(ASKS)}: {_slugs(item.asks)}" if item.asks else ""
        return f"**{escaped(item.title)}** ({sure}{asks})", item

    def _found(self, item: FromRule) -> Iterator[str]:
        """The facts that made a rule fire, or at depth its whole condition."""
        if item.condition is not None:
            yield from self._condition(item.condition)
            return
        facts = "; ".join(f"{found.name}: {found.value_name}" for found in item.matched)
        if facts:
            yield f"  - *{self._(HERE)}:* {escaped(facts)}"

    def _condition(self, node: ConditionNode) -> Iterator[str]:
        for depth, line in self.phrases.condition(node):
            yield f"{'  ' * (depth + 1)}- {escaped(line)}"

    def _questions(self) -> Iterator[str]:
        yield from self._title(ASK)
        for number, item in enumerate(self.answer.needed, start=1):
            subject = item.factor or item.entity
            hangs = self._(HANGS, item.decides)
            yield f"{number}. {escaped(item.question)} (`{subject}`; {hangs})"

    def _tensions(self) -> Iterator[str]:
        if self.answer.tensions:
            yield from self._title(DISAGREE)
        for item in self.answer.tensions:
            sides = f"{', '.join(item.a)} / {', '.join(item.b)}"
            yield f"- **{escaped(item.about)}** {escaped(item.reading)} ({sides})"

    def _open(self, title: Text, rules: Sequence[UndecidedOut]) -> Iterator[str]:
        if not rules:
            return
        yield from self._title(title)
        if not self.deep:
            yield self._(UNTOLD, len(rules))
            return
        for item in rules:
            asks = f" ({self._(ASKS)}: {_slugs(item.asks)})" if item.asks else ""
            yield f"- {escaped(item.title)} `{item.rule}`{asks}"
            if item.condition is not None:
                yield from self._condition(item.condition)

    def _sources(self) -> Iterator[str]:
        yield from self._title(SOURCES)
        claims = self.answer.claims
        for key, report in self.knowledge.reports.items():
            cited = {name: claim for name, claim in claims.items() if claim.report == key}
            if not cited:
                continue
            head = citations.record(report, self.language)
            yield from (f"### {key}", "", escaped(head), "")
            for name, claim in cited.items():
                where = f"{self._(SECTION)} {claim.section}"
                where += f", {citations.pages(claim.page, self.language)}" if claim.page else ""
                yield f"- **{name}** ({escaped(where)}): {escaped(claim.text)}"
            yield ""

    def _claims(self, item: FromRule) -> str:
        return f" ({', '.join(item.claims)})" if item.claims else ""


def _interval(option: RankedOut) -> str:
    """Between which ranks an option moves, whatever the unknowns turn out to be."""
    if option.robustness is None:
        return ""
    low, high = option.robustness.rank_interval
    return str(low) if low == high else f"{low}–{high}"


def _slugs(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
