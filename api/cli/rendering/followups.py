"""Answers to further questions on a screen: why this, why not that, what would change it."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType

from api import words as w
from api.cli.rendering.brief import STYLES
from api.cli.rendering.screen import bullet, heading, words
from api.marks import MARKS
from api.speech import Speaker
from api.words import worded
from engine.followup import (
    ChangesOut,
    ContrastOut,
    CriterionDifference,
    DifferencePart,
    FailedOut,
    FollowUp,
    MethodsOut,
    MissingOut,
    MoveOut,
    PlaceOut,
    ProposalOut,
    ProspectOut,
    ShiftOut,
    WhatIfOut,
    WhyNotOut,
)
from engine.knowledge.model import POINT
from engine.ranking import WHOLE
from engine.text import Text

SHOWN_PARTS = 5
SHOWN_SHIFTS = 12
SHOWN_RULES = 12
PARTS = POINT * WHOLE

ADDS_UP = Text("What makes the difference", "Qué hace la diferencia")
SUM = Text(
    "These add up to {0:+.2f}, the whole difference of the weighted points.",
    "Suman {0:+.2f}, toda la diferencia de los puntos ponderados.",
)
REST = Text("{0} smaller parts together", "{0} partes menores en conjunto")
STOPS = Text("What stands in the way of {0}", "Qué impide {0}")
SWAP = Text("What would swap them", "Qué las intercambiaría")
CHANGE = Text("What would change it", "Qué lo cambiaría")
FAILED = Text("What would speak for it, and fails here", "Qué hablaría a favor, y aquí no se da")
HERE = Text("here: {0}", "aquí: {0}")
STEPS = Text("{0} levels away", "a {0} niveles")
STEP = Text("one level away", "a un nivel")
AGAINST = Text("What speaks against it", "Qué habla en contra")
WAITS = Text("What it waits for", "Qué espera")
HARMS = Text("Why it is contraindicated", "Por qué está contraindicada")
MAY_HARM = Text("possibly", "posiblemente")
ASK = Text("What to ask", "Qué preguntar")
THEN = Text("then {0}: rank {1}, {2}", "entonces {0}: puesto {1}, {2}")
FIXED = Text(
    "It hangs on what policy cannot act on: {0} ({1}). {2}",
    "Depende de algo sobre lo que la política no puede actuar: {0} ({1}). {2}",
)
LISTS = Text(
    "It hangs on lists that no change of a factor touches: {0}.",
    "Depende de listas que ningún cambio de un factor toca: {0}.",
)
FOUND_MORE = Text("and {0} more", "y {0} más")
CHANGED = Text("Changed", "Cambiado")
MOVES = Text("Ranks up and down", "Puestos que suben y bajan")
UNMOVED = Text("{0} options stay as they are.", "{0} opciones siguen igual.")
NOTHING = Text("nothing", "nada")
UNCHANGED = Text("as before", "como antes")
RULES = Text("Rules that change", "Reglas que cambian")
APPEAR = Text("Warnings that appear", "Advertencias que aparecen")
GO = Text("Warnings that go", "Advertencias que desaparecen")


def pages(answer: FollowUp) -> Iterator[RenderableType]:
    """The answer, part by part."""
    pages = Pages(answer.language)
    match answer:
        case ContrastOut():
            return pages.contrast(answer)
        case WhyNotOut():
            return pages.why_not(answer)
        case ChangesOut():
            return pages.changes(answer)
        case WhatIfOut():
            return pages.what_if(answer)
        case MethodsOut():
            return pages.methods(answer)
    raise TypeError(f"no page for a {type(answer).__name__}")


class Pages(Speaker):
    """Puts answers on pages."""

    def contrast(self, answer: ContrastOut) -> Iterator[RenderableType]:
        yield words((answer.says, "bold"))
        yield from self._places(answer.upper, answer.lower)
        stops = [(item.text, item.claims) for item in answer.preconditions]
        stops += [(item.title, item.claims) for item in answer.contraindications]
        yield from self._listed(self._(STOPS, answer.lower.name), stops)
        yield from self._head(ADDS_UP)
        for criterion in answer.criteria:
            yield from self._criterion(criterion)
        yield words((self._(SUM, answer.difference / PARTS), "bold"))
        yield from self._head(SWAP)
        yield from self._prospect(answer.swap)

    def why_not(self, answer: WhyNotOut) -> Iterator[RenderableType]:
        yield words((" ".join(answer.says), "bold"))
        yield from self._places(*dict.fromkeys((answer.first, answer.place)))
        option = answer.option
        harms = [
            (
                item.title + ("" if item.certainty == "certain" else f" ({self._(MAY_HARM)})"),
                item.claims,
            )
            for item in option.contraindications
        ]
        yield from self._listed(self._(HARMS), harms)
        waits = [
            (f"{item.text} [{self._(w.standing(item.status, item.applies))}]", item.claims)
            for item in option.preconditions
            if item.status != "met"
        ]
        yield from self._listed(self._(WAITS), waits)
        against = [(item.title, item.claims) for item in option.reasons_against]
        yield from self._listed(self._(AGAINST), against[:SHOWN_PARTS])
        if answer.failed:
            yield from self._head(FAILED)
            for failed in answer.failed:
                yield from self._failed(failed)
        yield from self._listed(self._(ASK), [(item.question, ()) for item in answer.asks])
        yield from self._head(CHANGE)
        for prospect in answer.prospects:
            yield from self._prospect(prospect)

    def changes(self, answer: ChangesOut) -> Iterator[RenderableType]:
        yield from self._places(answer.option)
        for prospect in answer.prospects:
            yield words("")
            yield from self._prospect(prospect)

    def what_if(self, answer: WhatIfOut) -> Iterator[RenderableType]:
        yield words((answer.says, "bold"))
        yield from self._head(CHANGED)
        for move in answer.changes:
            yield bullet(self._move(move))
        for notice in answer.notices:
            yield bullet((f"{notice.where}: {notice.what}", "yellow"), mark="!")
        yield from self._head(MOVES)
        for shift in answer.shifts[:SHOWN_SHIFTS]:
            yield self._shift(shift)
        yield from self._more(len(answer.shifts) - SHOWN_SHIFTS)
        yield words((self._(UNMOVED, answer.unmoved), "dim"))
        yield from self._head(RULES)
        for item in answer.rules[:SHOWN_RULES]:
            before, after = (self._(worded(w.STATES, s)) for s in (item.before, item.after))
            said = f"{self._(worded(w.KINDS, item.kind))}: {item.title} ({before} → {after})"
            yield bullet(said, *_claims(item.claims))
        yield from self._more(len(answer.rules) - SHOWN_RULES)
        if not answer.rules:
            yield bullet(self._(NOTHING))
        for title, warnings in ((APPEAR, answer.warnings_appear), (GO, answer.warnings_go)):
            texts = {item.text: item.claims for item in warnings}
            yield from self._listed(self._(title), list(texts.items()))

    def methods(self, answer: MethodsOut) -> Iterator[RenderableType]:
        yield words((answer.says, "bold"))
        yield words(answer.how_sure)
        yield from self._places(*answer.first)
        yield words("")
        for item in answer.methods:
            yield bullet(
                (f"{item.method} ({item.shared}/{len(item.first)}): ", "bold"),
                "; ".join(item.names),
            )

    def _head(self, title: Text) -> Iterator[RenderableType]:
        yield words("")
        yield heading(self._(title))

    def _places(self, *places: PlaceOut) -> Iterator[RenderableType]:
        for place in places:
            mark, style = MARKS[place.verdict], STYLES[place.verdict]
            yield words(f"{place.rank:>3}. {place.name}  ", (f"{mark} {place.verdict_name}", style))

    def _listed(
        self, title: str, items: Sequence[tuple[str, Iterable[str]]]
    ) -> Iterator[RenderableType]:
        if not items:
            return
        yield words("")
        yield heading(title)
        for said, claims in items:
            yield bullet(said, *_claims(claims))

    def _criterion(self, found: CriterionDifference) -> Iterator[RenderableType]:
        if found.difference == 0 and not any(part.difference for part in found.parts):
            return
        yield words((f"{found.difference / PARTS:+.2f}  {found.name}", "bold"))
        telling = [part for part in found.parts if part.difference]
        for part in telling[:SHOWN_PARTS]:
            yield self._part(part)
        rest = telling[SHOWN_PARTS:]
        if rest:
            left = sum(part.difference for part in rest)
            yield bullet(f"{left / PARTS:+.2f}  {self._(REST, len(rest))}", indent=4)

    def _part(self, part: DifferencePart) -> RenderableType:
        return bullet(
            f"{part.difference / PARTS:+.2f}  {part.title}", *_claims(part.claims), indent=4
        )

    def _failed(self, failed: FailedOut) -> Iterator[RenderableType]:
        yield bullet(failed.title, *_claims(failed.claims))
        for missing in failed.missing:
            yield bullet(self._missing(missing), indent=6, mark="·")

    def _missing(self, missing: MissingOut) -> str:
        said = f"[{self._(worded(w.TRUTHS, missing.truth))}] {missing.text}"
        if missing.value is None:
            return said
        far = self._(STEP) if missing.steps == 1 else self._(STEPS, missing.steps)
        away = f", {far}" if missing.truth == "false" else ""
        return f"{said} ({self._(HERE, missing.value)}{away})"

    def _prospect(self, found: ProspectOut) -> Iterator[RenderableType]:
        yield words(found.says, *_claims(found.claims))
        for proposal in found.proposals:
            place = proposal.first if found.about == "another_first" else proposal.option
            yield from self._proposal(proposal, place)
        yield from self._more(found.found - len(found.proposals))
        if found.to_find_out:
            yield words((found.to_find_out, "dim"))
        for item in found.fixed:
            yield bullet((self._(FIXED, item.name, item.value_name, item.because), "dim"), mark="·")
        if found.lists:
            yield bullet((self._(LISTS, ", ".join(found.list_names)), "dim"), mark="·")

    def _proposal(self, proposal: ProposalOut, place: PlaceOut) -> Iterator[RenderableType]:
        then = self._(THEN, place.name, place.rank, place.verdict_name)
        moves = "; ".join(self._move(move) for move in proposal.moves)
        yield bullet((moves, "bold"), (f" — {then}", "dim"))
        for notice in proposal.notices:
            yield bullet((f"{notice.where}: {notice.what}", "yellow"), indent=6, mark="!")

    def _move(self, move: MoveOut) -> str:
        if move.unchanged:
            return f"{move.name}: {move.after_name} ({self._(UNCHANGED)})"
        return f"{move.name}: {move.before_name} → {move.after_name}"

    def _shift(self, shift: ShiftOut) -> RenderableType:
        arrow = "▲" if shift.up > 0 else "▼" if shift.up < 0 else "·"
        said = f"{shift.name}: {shift.before.rank} → {shift.after.rank}"
        if shift.before.verdict != shift.after.verdict:
            said += f" ({shift.before.verdict_name} → {shift.after.verdict_name})"
        return bullet(said, mark=arrow)

    def _more(self, count: int) -> Iterator[RenderableType]:
        if count > 0:
            yield words((f"  {self._(FOUND_MORE, count)}", "dim"))


def _claims(claims: Iterable[str]) -> list[tuple[str, str]]:
    named = ", ".join(list(claims)[:3])
    return [(f" ({named})", "dim")] if named else []
