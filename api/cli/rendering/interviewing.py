"""What an interview shows: a question with its choices, and how the ranking settles."""

import shlex
from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table

from api.cli.rendering.brief import OPTION, SCORE, STYLES, VERDICT
from api.cli.rendering.screen import bullet, heading, indented, words
from api.marks import MARKS
from api.speech import Speaker
from api.words import BASES, KINDS
from engine.interview import Inquiry, Interview
from engine.knowledge.model import Knowledge
from engine.robustness_told import NAMES, top_verdict
from engine.text import Language, Text
from engine.vocabulary import Domain, EntityKind
from engine.wording import VERDICTS

SHOWN_RANKS = 10
SHOWN_RULES = 6
MANY = 40  # choices beyond so many are named by a command and not listed

KNOWN = Text(
    "{0} of {1} factors are known. The most decisive question comes first.",
    "Se conocen {0} de {1} factores. La pregunta más decisiva va primero.",
)
COMMANDS = Text(
    "Answer by number or name; Enter: not known; b: back; w: why this question; r: the ranking; q:"
    " stop.",
    "Responda por número o nombre; Enter: no se sabe; b: volver; w: por qué esta pregunta; r: la"
    " clasificación; q: terminar.",
)
KEPT = Text("Every answer is kept in {0}.", "Cada respuesta se guarda en {0}.")
NOT_KEPT = Text(
    "Nothing is kept: --output FILE keeps every answer.",
    "No se guarda nada: --output ARCHIVO guarda cada respuesta.",
)
SOURCE = Text(
    "Where do the answers come from: a report, a visit, a person's office? (Enter: not said)",
    "¿De dónde vienen las respuestas: un informe, una visita, un cargo? (Enter: no se dice)",
)
BASIS = Text("On what do they rest? (Enter: not said)", "¿En qué se apoyan? (Enter: no se dice)")
DECIDES = Text("{0}; {1} bits hang on it; rules: {2}", "{0}; pesa {1} bits; reglas: {2}")
DECIDES_UNTRIED = Text("{0}; rules: {1}", "{0}; reglas: {1}")
SOME = Text(
    "One or several numbers; several mean that it is one of them (an ordered scale: 2-4).",
    "Uno o varios números; varios quieren decir que es uno de ellos (una escala ordenada: 2-4).",
)
SEVERAL = Text(
    "All that are there, such as 1,3; 0: none of them; 3?: perhaps.",
    "Todo lo que haya, como 1,3; 0: ninguno; 3?: quizá.",
)
NUMBER = Text(
    "A number from {0:g} to {1:g} ({2}), or a range such as {0:g}-{1:g}.",
    "Un número de {0:g} a {1:g} ({2}), o un rango como {0:g}-{1:g}.",
)
TEXT = Text("A few words.", "Unas palabras.")
NAMES_ASKED = Text(
    "The name of each, separated by commas (A, B will do: name no person). The list is taken as"
    " complete; 0: there is none.",
    "El nombre de cada uno, separados por comas (bastan A, B: no nombre a personas). La lista se"
    " toma como completa; 0: no hay.",
)
CHOICES_ASKED = Text(
    "All of them, such as 1,3. The list is taken as complete; 0: there is none.",
    "Todos, como 1,3. La lista se toma como completa; 0: no hay.",
)
TOO_MANY = Text(
    "By name, separated by commas; `remanso interventions` lists them.",
    "Por nombre, separados por comas; `remanso interventions` los enumera.",
)
GROUPS = Text("The groups listed: {0}.", "Los grupos de la lista: {0}.")
FIRST = Text("First: ", "Primero: ")
SHARES = Text(
    "{0} (first in {1:.0%}, among the first three in {2:.0%})",
    "{0} (primera en {1:.0%}, entre las tres primeras en {2:.0%})",
)
COMES = Text("In: {0}; out: {1}.", "Entra: {0}; sale: {1}.")
STAYS = Text("The first three stay.", "Las tres primeras siguen.")
REORDERED = Text("The first three change places.", "Las tres primeras cambian de lugar.")
OPEN = Text("Open: {0:.2f} bits ({1:+.2f}).", "Abierto: {0:.2f} bits ({1:+.2f}).")
FIRM = Text(
    "Each of them stays among the first three in at least nine of ten ways in which the rest may"
    " turn out: one may stop here (q).",
    "Cada una sigue entre las tres primeras en al menos nueve de diez formas en que puede"
    " resolverse el resto: se puede terminar aquí (q).",
)
VAIN = Text("Kept as unknown.", "Queda como desconocido.")
BACK = Text("Taken back: {0}.", "Se retira: {0}.")
NOT_BACK = Text("There is nothing to take back.", "No hay nada que retirar.")
WHY = Text(
    "If nothing else becomes known, {0:.2f} bits of which options come first hang on the answer;"
    " if everything else does, {1:.2f}.",
    "Si no se llega a saber nada más, de la respuesta dependen {0:.2f} bits de qué opciones van"
    " primero; si se llega a saber todo lo demás, {1:.2f}.",
)
WHY_ENTITY = Text(
    "How far what comes first hangs on it cannot be estimated: no one can draw such entries.",
    "No se puede estimar cuánto depende de ello lo que va primero: nadie puede sortear entradas"
    " así.",
)
RULES = Text("Rules that hang on it: {0}.", "Reglas que dependen de ello: {0}.")
RULE = Text("{0} ({1}; remanso rules show {2})", "{0} ({1}; remanso rules show {2})")
MORE = Text("and {0} more", "y {0} más")
DONE = Text(
    "Nothing that can still be asked would settle more of what comes first.",
    "Nada de lo que aún se puede preguntar decidiría más de lo que va primero.",
)
STOPPED = Text("Stopped.", "Interrumpido.")
ANSWERED = Text(
    "Questions answered: {0}; not known: {1}.", "Preguntas respondidas: {0}; sin saberse: {1}."
)
REMAINS = Text(
    "Still open: {0:.2f} bits, which hang on what is not known. The first place: {1}.",
    "Sigue abierto: {0:.2f} bits, que dependen de lo que no se sabe. El primer lugar: {1}.",
)
SETTLED = Text(
    "Nothing is open. The first place: {0}.", "Nada queda abierto. El primer lugar: {0}."
)
WRITTEN = Text(
    "The profile is in {0}. Advice: remanso advise {0}",
    "El perfil está en {0}. Consejo: remanso advise {0}",
)
NEAR_FIRST, NEAR_TOP = Text("First in", "Primera en"), Text("First 3 in", "Entre 3 en")
# Attributes that name one of the profile's own groups.
HOLDERS = ("captured_by", "held_by")


class Interviewing(Speaker):
    """An interview on a screen, or in a pipe."""

    def __init__(self, knowledge: Knowledge, language: Language) -> None:
        super().__init__(language)
        self.knowledge = knowledge

    def opening(self, interview: Interview, kept: str | None) -> Iterator[RenderableType]:
        vocabulary = self.knowledge.vocabulary
        known = len(interview.judgement.profile.factors)
        if name := interview.judgement.profile.name:
            yield words((name, "bold"))
        yield words(self._(KNOWN, known, len(vocabulary.factors)))
        yield words((self._(KEPT, kept) if kept else self._(NOT_KEPT), "dim"))
        yield words((self._(COMMANDS), "dim"))
        yield from self.state(interview)

    def source(self) -> Iterator[RenderableType]:
        yield words("")
        yield words(self._(SOURCE))

    def bases(self) -> Iterator[RenderableType]:
        yield words(self._(BASIS))
        for number, text in enumerate(BASES.values(), 1):
            yield bullet(self._(text), mark=str(number))

    def question(
        self, inquiry: Inquiry, number: int, groups: list[str]
    ) -> Iterator[RenderableType]:
        """A question with its choices; ``groups`` are the names of those listed."""
        yield words("")
        whose = f"{inquiry.whose}: " if inquiry.whose else ""
        yield words((f"[{number}] ", "dim"), (f"{whose}{self._(inquiry.question)}", "bold"))
        count = len(inquiry.rules)
        if inquiry.worth is None:
            said = self._(DECIDES_UNTRIED, inquiry.subject, count)
        else:
            said = self._(DECIDES, inquiry.subject, f"{inquiry.worth.bits:.2f}", count)
        yield indented(words((said, "dim")))
        yield from self._choices(inquiry)
        if inquiry.where.rpartition(".")[2] in HOLDERS and groups:
            yield indented(words((self._(GROUPS, ", ".join(groups)), "dim")))

    def _choices(self, inquiry: Inquiry) -> Iterator[RenderableType]:
        domain = inquiry.domain
        if len(domain.levels) <= MANY:
            for number, level in enumerate(domain.levels, 1):
                anchor = f": {self._(level.anchor)}" if level.anchor else ""
                yield bullet((self._(level.name), "cyan"), anchor, mark=f"{number:2}")
        how = self._how(domain, inquiry.kind if inquiry.is_list else None)
        yield indented(words((how, "dim")))

    def _how(self, domain: Domain, listed: EntityKind | None) -> str:
        """How to answer."""
        if len(domain.levels) > MANY:
            return self._(TOO_MANY)
        if listed is not None:
            return self._(NAMES_ASKED if domain.type == "text" else CHOICES_ASKED)
        match domain.type:
            case "number":
                unit = self._(domain.unit) if domain.unit else ""
                return self._(NUMBER, domain.minimum, domain.maximum, unit)
            case "several":
                return self._(SEVERAL)
            case "text":
                return self._(TEXT)
        return self._(SOME)

    def state(self, interview: Interview) -> Iterator[RenderableType]:
        """What comes first now."""
        told = [
            self._(SHARES, self._name(slug), standing.first, standing.top)
            for slug in interview.first
            for standing in [interview.standing(slug)]
        ]
        yield words((self._(FIRST), "bold"), "; ".join(told))

    def moved(self, before: Interview, after: Interview) -> Iterator[RenderableType]:
        """What an answer moved, and how much is still open."""
        yield from self.state(after)
        new = [self._name(slug) for slug in after.first if slug not in before.first]
        gone = [self._name(slug) for slug in before.first if slug not in after.first]
        if new:
            said = self._(COMES, "; ".join(new), "; ".join(gone))
        else:
            said = self._(STAYS if before.first == after.first else REORDERED)
        change = after.open_bits - before.open_bits
        firm = f" {self._(FIRM)}" if after.is_firm and not before.is_firm else ""
        yield words(
            (said, "yellow" if new else ""), " ", self._(OPEN, after.open_bits, change), firm
        )

    def in_vain(self) -> Iterator[RenderableType]:
        yield words(self._(VAIN))

    def why(self, inquiry: Inquiry) -> Iterator[RenderableType]:
        """Why a question is asked."""
        worth = inquiry.worth
        yield words(self._(WHY_ENTITY) if worth is None else self._(WHY, worth.alone, worth.among))
        yield words(self._(RULES, len(inquiry.rules)))
        for name in inquiry.rules[:SHOWN_RULES]:
            rule = self.knowledge.rules[name]
            yield bullet(self._(RULE, self._(rule.title), self._(KINDS[rule.kind]), name))
        if len(inquiry.rules) > SHOWN_RULES:
            yield bullet((self._(MORE, len(inquiry.rules) - SHOWN_RULES), "dim"))

    def ranking(self, interview: Interview) -> Iterator[RenderableType]:
        """The first options as they stand."""
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        table.add_column("#", justify="right")
        for title in (OPTION, VERDICT):
            table.add_column(self._(title))
        for title in (SCORE, NEAR_FIRST, NEAR_TOP):
            table.add_column(self._(title), justify="right")
        for item in interview.judgement.ranking[:SHOWN_RANKS]:
            slug = item.standing.intervention
            standing = interview.standing(slug)
            mark, style = MARKS[item.verdict], STYLES[item.verdict]
            table.add_row(
                str(item.rank),
                words(self._name(slug)),
                words((f"{mark} {self._(VERDICTS[item.verdict])}", style)),
                f"{item.score:.2f}",
                f"{standing.first:.0%}",
                f"{standing.top:.0%}",
            )
        yield table

    def taken_back(self, inquiry: Inquiry) -> Iterator[RenderableType]:
        yield words(self._(BACK, inquiry.subject))

    def nothing_to_take_back(self) -> Iterator[RenderableType]:
        yield words(self._(NOT_BACK))

    def ending(
        self, interview: Interview, answered: int, kept: str | None
    ) -> Iterator[RenderableType]:
        """How it ends: whether anything asked would settle more, and where the profile is."""
        yield words("")
        yield heading(self._(DONE if interview.next is None else STOPPED).rstrip("."))
        yield words(self._(ANSWERED, answered, len(interview.not_known)))
        word = self._(NAMES[top_verdict(interview.judgement.ranking, interview.robustness)])
        still = interview.open_bits
        yield words(self._(REMAINS, still, word) if still else self._(SETTLED, word))
        yield from self.state(interview)
        if kept:
            yield words(self._(WRITTEN, shlex.quote(kept)))

    def _name(self, slug: str) -> str:
        return self._(self.knowledge.interventions[slug].name)
