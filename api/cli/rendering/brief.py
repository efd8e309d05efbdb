"""Advice on a screen, as an expert would brief: the place, the warnings, what to do, what not."""

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Words

from api import selection
from api.cli.rendering.screen import Part, bullet, heading, indented, words
from api.cli.rendering.together import Together, on_screen
from api.marks import MARKS
from api.phrases import Phrases
from api.selection import Entry
from api.speech import Speaker
from engine.answer import (
    Answer,
    CaveatOut,
    ConditionNode,
    FromRule,
    PreconditionOut,
    RankedOut,
    ReasonOut,
)
from engine.knowledge.model import Knowledge
from engine.ranking import RECOMMENDED, VERDICTS
from engine.text import Text
from engine.wording import Wording

SHOWN_CAVEATS = 5
SHOWN_DIAGNOSES = 8
SHOWN_CLAIMS = 3
SHOWN_TERMS = 2
SHOWN_POSSIBLE = 5

STYLES = {
    "strong_for": "bold green",
    "conditional_for": "green",
    "held_back": "yellow",
    "insufficient_information": "cyan",
    "conditional_against": "red",
    "strong_against": "bold red",
}

FIRST = Text("Read this first", "Lea esto primero")
DO = Text("What to do", "Qué hacer")
NOT_YET = Text("The options, in no firm order yet", "Las opciones, todavía sin orden firme")
DO_ITSELF = Text("What can be done by: {0}", "Qué puede hacer: {0}")
DO_NOT = Text("Contraindicated here", "Contraindicado aquí")
MAY_HARM = Text("May do harm here; more must be known", "Puede hacer daño aquí; falta saber más")
ASK = Text("What to ask next", "Qué preguntar ahora")
MORE = Text("To see more", "Para ver más")
LOOKS_LIKE = Text("What it looks like: ", "Cómo se ve: ")
NOTHING_YET = Text(
    "Too little is known for a recommendation. Ask the questions below first.",
    "Se sabe demasiado poco para recomendar. Haga primero las preguntas de abajo.",
)
NONE_LEFT = Text("No option is left to show.", "No queda ninguna opción que mostrar.")

OPTION, VERDICT = Text("Option", "Opción"), Text("Verdict", "Veredicto")
SCORE = Text("Score", "Puntaje")
WHY = Text("Strongest reason, and on what terms", "Razón más fuerte, y en qué términos")
WHY_NOT = Text("Why not", "Por qué no")
VARIANT = Text("(variant of: {0})", "(variante de: {0})")

FOR, AGAINST = Text("For: ", "A favor: "), Text("Against: ", "En contra: ")
UNTIL = Text("Held back until: ", "En espera hasta que se dé esta condición: ")
IF = Text("Condition: ", "Condición: ")
WITH = Text("Together with: ", "Junto con: ")
BEFORE = Text("First: ", "Primero: ")
AND_MORE = Text("and {0} more", "y {0} más")
MORE_WARNINGS = Text(
    "More warnings: {0} because of this profile, {1} for every place (--format markdown).",
    "Más advertencias: {0} por este perfil, {1} para cualquier lugar (--format markdown).",
)
EVERYTHING = Text("Every option, reason and source", "Todas las opciones, razones y fuentes")
DEEPER = Text("What each reason rests on", "En qué se apoya cada razón")
PHASES = Text("The phases in full", "Las fases por completo")
ONE_RULE = Text("One rule in words", "Una regla en palabras")
ONE_CLAIM = Text("Who says so, and where", "Quién lo dice, y dónde")
HANGS = Text("({0}; rules that hang on it: {1})", "({0}; reglas que dependen de ello: {1})")
ASK_FIRST = Text(" Ask: ", " Pregunte: ")


class Brief(Speaker):
    """One answer on a screen."""

    def __init__(
        self, answer: Answer, knowledge: Knowledge, asked: str, who: Sequence[str] = ()
    ) -> None:
        super().__init__(answer.language)
        self.answer, self.knowledge, self.wording = answer, knowledge, Wording(knowledge)
        self.asked, self.who = asked, tuple(who)
        self.ranking = selection.of_actors(answer, knowledge, who).ranking
        self.advised = any(o.verdict in RECOMMENDED for o in answer.ranking)
        self.phrases = Phrases(answer, knowledge)
        self.together = Together(answer)
        self.brief = answer.explain == "summary"
        self.whole = answer.explain == "full"

    def parts(self) -> Iterator[RenderableType]:
        """What is printed, from the top."""
        yield from self._place()
        yield from self._warnings()
        if not self.advised:
            yield from self._questions()
        yield from self._options()
        yield from self._harmful()
        yield from self._possibly_harmful()
        if self.advised:
            yield from on_screen(self.together.package_in_brief())
        yield from on_screen(self.together.precedents_in_brief())
        if self.advised:
            yield from self._questions()
        yield from self._more()

    def _place(self) -> Iterator[RenderableType]:
        yield words((self.phrases.place(), "bold"))
        yield words(self.phrases.known())
        yield words((self._counts(), "dim"))
        for notice in self.answer.notices:
            where = f"{notice.where}: " if "." in notice.where else ""
            yield words(("! ", "bold yellow"), f"{where}{notice.what}")
        for line in self.phrases.doubts():
            yield bullet(line)
        found = selection.telling_diagnoses(self.answer, self.knowledge)
        if found:
            names = [item.name for item in found[:SHOWN_DIAGNOSES]]
            rest = len(self.answer.diagnoses) - len(names)
            said = "; ".join(names) + (f"; {self._(AND_MORE, rest)}" if rest else "")
            yield words((self._(LOOKS_LIKE), "bold"), f"{said}.")
        if not self.advised:
            yield words((self._(NOTHING_YET), "bold yellow"))

    def _counts(self) -> str:
        """How many options have each verdict."""
        count = Counter(option.verdict for option in self.answer.ranking)
        names = {option.verdict: option.verdict_name for option in self.answer.ranking}
        return ", ".join(f"{names[v]}: {count[v]}" for v in VERDICTS if count[v])

    def _warnings(self) -> Iterator[RenderableType]:
        called = selection.local_caveats(self.answer, self.knowledge)
        shown = called if self.whole else called[:SHOWN_CAVEATS]
        general = selection.general_caveats(self.answer, self.knowledge)
        if not shown:
            return
        yield from self._titled(self._(FIRST))
        for caveat in shown:
            yield bullet(*self._caveat(caveat), mark="!")
        if len(called) > len(shown) or general:
            rest = self._(MORE_WARNINGS, len(called) - len(shown), len(general))
            yield indented(words((rest, "dim")), 4)

    def _caveat(self, caveat: CaveatOut) -> list[Part]:
        about = [(f"{caveat.about_name}: ", "bold")] if caveat.about_name else []
        return [*about, caveat.text, *self._claims(caveat)]

    def _options(self) -> Iterator[RenderableType]:
        names = selection.actors(self.knowledge)
        who = ", ".join(self._(names[name]) for name in self.who)
        title = DO if self.advised else NOT_YET
        yield from self._titled(self._(DO_ITSELF, who) if who else self._(title))
        if self.answer.robustness is not None:
            yield indented(words((self.answer.robustness.says, "italic")))
        listed = selection.entries(self.ranking)
        if not listed:
            yield indented(words(self._(NONE_LEFT)))
            return
        table = self._table(WHY)
        for position, entry in enumerate(listed):
            if position:
                table.add_row()
            self._rows(table, entry)
        yield table

    def _rows(self, table: Table, entry: Entry) -> None:
        option, shown = entry.option, []
        if not option.core and option.variant_of:
            parent = self.knowledge.interventions[option.variant_of].name
            shown = [(" " + self._(VARIANT, self._(parent)), "dim")]
        name = words((option.name, "bold"), *shown)
        self._row(table, option, name, Group(*self._terms(option)))
        for variant in entry.variants:
            label = bullet(variant.name, indent=1, mark="↳")
            self._row(table, variant, label, Group(*self._terms(variant, least=True)))

    def _harmful(self) -> Iterator[RenderableType]:
        found = selection.contraindicated(self.ranking)
        if not found:
            return
        yield from self._titled(self._(DO_NOT))
        table = self._table(WHY_NOT)
        for position, option in enumerate(found):
            if position:
                table.add_row()
            item = selection.weightiest(option)
            others = len(option.contraindications) - 1
            rest = [(f" {self._(AND_MORE, others)}.", "dim")] if others else []
            why = [words(f"{item.title}.", *self._claims(item), *rest), *self._tree(item.condition)]
            self._row(table, option, words((option.name, "bold")), Group(*why))
        yield table

    def _possibly_harmful(self) -> Iterator[RenderableType]:
        found = selection.possibly_contraindicated(self.ranking)
        if not found:
            return
        found = sorted(found, key=lambda option: -option.rank)  # the worst first
        yield from self._titled(self._(MAY_HARM))
        for option in found if self.whole else found[:SHOWN_POSSIBLE]:
            item = selection.weightiest(option)
            asked = "; ".join(self._(self.wording.subject(name)) for name in item.asks)
            ask = [f"{self._(ASK_FIRST)}{asked}."] if asked else []
            title = (f"{option.name}: ", "bold")
            yield bullet(title, f"{item.title}.", *self._claims(item), *ask, mark="?")
        rest = len(found) - SHOWN_POSSIBLE
        if rest > 0 and not self.whole:
            yield indented(words((self._(AND_MORE, rest) + ".", "dim")), 4)

    def _questions(self) -> Iterator[RenderableType]:
        needed = self.answer.needed[: selection.SHOWN_QUESTIONS]
        if not needed:
            return
        yield from self._titled(self._(ASK))
        for number, item in enumerate(needed, start=1):
            hangs = self._(HANGS, item.factor or item.entity, item.decides)
            yield bullet(item.question, (f" {hangs}", "dim"), mark=f"{number:>2}.", indent=1)
        rest = len(self.answer.needed) - len(needed)
        if rest:
            yield indented(words((self._(AND_MORE, rest) + ".", "dim")), 5)

    def _more(self) -> Iterator[RenderableType]:
        yield from self._titled(self._(MORE))
        advise = f"remanso advise {shlex.quote(self.asked)}"
        ways = [(EVERYTHING, f"{advise} --format markdown"), (DEEPER, f"{advise} --explain full")]
        ways.append((PHASES, f"remanso package {shlex.quote(self.asked)}"))
        statement = self._some_statement()
        if statement is not None:
            ways.append((ONE_RULE, f"remanso rules show {statement.rule}"))
            ways.append((ONE_CLAIM, f"remanso claims show {statement.claims[0]}"))
        tongue = " --lang es" if self.language == "es" else ""
        for what, command in ways:
            yield bullet(f"{self._(what)}: ", (command + tongue, "cyan"))

    def _some_statement(self) -> FromRule | None:
        """A statement of this very answer that cites a claim, as an example to look up."""
        said = (
            item
            for option in self.ranking
            for item in (*option.reasons_for, *option.contraindications)
        )
        return next((item for item in said if item.claims), None)

    def _titled(self, title: str) -> Iterator[RenderableType]:
        yield Words("")
        yield heading(title)

    def _table(self, last: Text) -> Table:
        table = Table(
            box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), expand=True
        )
        table.add_column("#", justify="right", no_wrap=True, width=2)
        table.add_column(self._(OPTION), ratio=3)
        table.add_column(self._(VERDICT), width=18)
        table.add_column(self._(SCORE), justify="right", no_wrap=True)
        table.add_column(self._(last), ratio=7)
        return table

    def _row(
        self, table: Table, option: RankedOut, name: RenderableType, why: RenderableType
    ) -> None:
        mark = MARKS[option.verdict]
        verdict = words((f"{mark} {option.verdict_name}", STYLES[option.verdict]))
        table.add_row(str(option.rank), name, verdict, f"{option.score:.2f}", why)

    def _terms(self, option: RankedOut, *, least: bool = False) -> Iterator[RenderableType]:
        """Why, and on what terms: for a variant the least, in a summary only the reasons."""
        every = self.whole and not least
        for label, reasons in ((FOR, option.reasons_for), (AGAINST, option.reasons_against)):
            best = selection.strongest(reasons)
            for reason in reasons if every else [best] if best else []:
                if label is FOR or not (least or self.brief):
                    yield from self._reason(label, reason, tree=not least)
        if not self.brief:
            yield from self._conditions(option, 1 if least else SHOWN_TERMS)
            if not least:
                yield from self._company(option)

    def _reason(self, label: Text, reason: ReasonOut, *, tree: bool) -> Iterator[RenderableType]:
        yield words((self._(label), "bold"), f"{reason.title}.", *self._claims(reason))
        if tree:
            yield from self._tree(reason.condition)

    def _conditions(self, option: RankedOut, most: int) -> Iterator[RenderableType]:
        still = selection.pressing(option)
        shown = still if self.whole else still[:most]
        for item in shown:
            yield self._condition(item)
        if len(still) > len(shown):
            yield words((self._(AND_MORE, len(still) - len(shown)) + ".", "dim"))

    def _condition(self, item: PreconditionOut) -> RenderableType:
        style = "bold yellow" if item.holds_back else "bold"
        status = self.phrases.status(item)
        label = self._(UNTIL if item.holds_back else IF)
        return words((label, style), f"{item.text} [{status}].", *self._claims(item))

    def _company(self, option: RankedOut) -> Iterator[RenderableType]:
        """What must come first, and what must go with it."""
        yield from self._listed(BEFORE, [(item.first, item) for item in option.sequence])
        yield from self._listed(WITH, [(item.text, item) for item in option.safeguards])

    def _listed(
        self, label: Text, items: Sequence[tuple[str, FromRule]]
    ) -> Iterator[RenderableType]:
        """The one that this place calls up most; all of them when everything is shown."""
        kept = sorted(items, key=lambda pair: -len(pair[1].matched))
        shown = kept if self.whole else kept[:1]
        rest = len(kept) - len(shown)
        more: list[Part] = [(f" {self._(AND_MORE, rest)}.", "dim")] if rest else []
        for said, item in shown:
            yield words((self._(label), "bold"), f"{said}.", *self._claims(item), *more)

    def _claims(self, item: FromRule) -> list[Part]:
        """The claims behind a statement, the first few by name."""
        if not item.claims:
            return []
        rest = len(item.claims) - SHOWN_CLAIMS
        named = ", ".join(item.claims[:SHOWN_CLAIMS]) + (f" +{rest}" if rest > 0 else "")
        return [(f" ({named})", "dim")]

    def _tree(self, node: ConditionNode | None) -> Iterator[RenderableType]:
        if node is not None:
            for depth, line in self.phrases.condition(node):
                yield bullet(line, indent=depth * 2, mark="·")
