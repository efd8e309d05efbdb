"""The package and the precedents of an answer, as lines that screen and report share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from rich.console import RenderableType
from rich.text import Text as Words

from api.cli.rendering.screen import bullet, heading, indented, words
from api.speech import Speaker
from api.words import standing
from engine.answer import (
    Answer,
    ConflictOut,
    GuardOut,
    MemberOut,
    OpposedOut,
    PackageOut,
    PrecedentOut,
    PrecedentsOut,
    SharedOut,
    WaitOut,
)
from engine.ranking import RECOMMENDED
from engine.text import Text
from engine.wording import VERDICTS

SHOWN_CASES = 3

PACKAGE = Text("What goes together, in phases", "Qué va junto, por fases")
PHASE = Text("Phase {0}", "Fase {0}")
AFTER = Text("After: {0}. {1}", "Después de: {0}. {1}")
WAITS = Text("Still open: {0} [{1}].", "Queda pendiente: {0} [{1}].")
IN_FORCE = Text("already in force", "ya en vigor")
TIME = Text("Effect: {0}.", "Efecto: {0}.")
WAITING = Text("Waiting outside the package", "En espera, fuera del paquete")
WAITS_FOR = Text("{0} waits until this holds: {1}.", "{0} espera a que se dé esto: {1}.")
WAITS_MORE = Text("{0} (and {1} more)", "{0} (y {1} más)")
CONFLICTS = Text("What does not go together", "Qué no va junto")
MIND = Text("Mind: {0}", "Tenga en cuenta: {0}")
GUARDS = Text("Safeguards", "Salvaguardas")
GUARD = Text("From phase {0}, for {1}: {2}", "Desde la fase {0}, para {1}: {2}")
INSIDE = Text("in the package", "en el paquete")
SOONER = Text("What tells sooner beside what is slow", "Qué se nota antes junto a lo lento")
WATCH = Text("What to watch beside murders", "Qué observar además de los homicidios")
HERE = Text("Here: {0}.", "Aquí: {0}.")
MEASURES = Text("What to watch of each measure", "Qué observar de cada medida")
METHOD = Text(
    "How it is made: up to {0} measures, at most {1} of a family, a family's next one counting for"
    " half; what their conditions ask for first; up to {2} options held back that these release.",
    "Cómo se forma: hasta {0} medidas, a lo sumo {1} por familia, y la siguiente de una familia"
    " cuenta la mitad; lo que sus condiciones piden antes; hasta {2} opciones en espera que estas"
    " liberan.",
)
PLACES: dict[str, Text] = {
    "in_package": Text("in the package", "en el paquete"),
    "waiting": Text("waiting", "en espera"),
    "in_force": Text("in force here", "en vigor aquí"),
    "outside": Text("kept out", "fuera"),
}
PRECEDENTS = Text("Documented places like this one", "Lugares documentados que se le parecen")
CASE = Text(
    "{0}, {1} ({2}): distance {3} over {4} factors known in both. {5}",
    "{0}, {1} ({2}): distancia {3} en {4} factores conocidos en ambos. {5}",
)
NO_CASE = Text("None can be offered.", "No se puede ofrecer ninguno.")
ALIKE = Text("Alike or close: {0}.", "Iguales o cercanos: {0}.")
DIFFER = Text("Differ: {0}.", "Difieren: {0}.")
TRIED = Text("Tried: {0}: {1}.", "Se probó: {0}: {1}.")
NOT_TRIED = Text("No listed measure was tried.", "No se probó ninguna medida de la lista.")
EVIDENCE = Text(
    "How like the evidence's places this one is (leading options)",
    "Cuánto se parece este lugar a los de la evidencia (primeras opciones)",
)
APART = Text("{0} (here {1}; there {2})", "{0} (aquí {1}; allá {2})")

Kind = Literal["title", "subtitle", "text", "item"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; an item may stand under another."""

    kind: Kind
    text: str
    depth: int = 0


def on_screen(lines: Iterable[Line]) -> Iterator[RenderableType]:
    for line in lines:
        match line.kind:
            case "title":
                yield Words("")
                yield heading(line.text)
            case "subtitle":
                yield indented(words((line.text, "bold")))
            case "text":
                yield indented(words(line.text))
            case _:
                mark = "•" if line.depth == 0 else "·"
                yield bullet(line.text, indent=2 + 2 * line.depth, mark=mark)


class Together(Speaker):
    """Both parts of one answer, in full or in brief."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.language)
        self.answer = answer
        self.names = {option.intervention: option.name for option in answer.ranking}

    def package(self) -> Iterator[Line]:
        """The package with all that stands behind it."""
        package = self.answer.package
        if package is None:
            return
        yield Line("title", self._(PACKAGE))
        yield Line("text", package.says)
        yield from self._phases(package)
        yield from self._waiting(package)
        if package.conflicts:
            yield Line("subtitle", self._(CONFLICTS))
        for conflict in package.conflicts:
            yield from self._conflict(conflict)
        if package.safeguards:
            yield Line("subtitle", self._(GUARDS))
        yield from (Line("item", self._guard(guard)) for guard in package.safeguards)
        if package.bridges:
            yield Line("subtitle", self._(SOONER))
        yield from (Line("item", bridge.says) for bridge in package.bridges)
        yield from self._watch(package)
        made = package.method
        numbers = made.maximum_chosen, made.maximum_per_family, made.maximum_released
        yield Line("text", self._(METHOD, *numbers))

    def package_in_brief(self) -> Iterator[Line]:
        """The phases by name, what clashes inside, what waits, and what to watch."""
        package = self.answer.package
        if package is None or not package.phases:
            return
        yield Line("title", self._(PACKAGE))
        for phase in package.phases:
            named = ", ".join(member.name for member in phase.members)
            yield Line("item", f"{self._(PHASE, phase.number)}: {named}.")
        for item in package.waiting:
            blocks = [wait.text for wait in item.waits_for if wait.holds_back]
            if blocks:
                first = blocks[0]
                said = self._(WAITS_MORE, first, len(blocks) - 1) if blocks[1:] else first
                yield Line("item", self._(WAITS_FOR, item.name, said))
        for conflict in package.conflicts:
            if any(other.stands != "outside" for other in conflict.others):
                yield Line("item", f"{conflict.says}{_claims(conflict.claims)}")
        yield from (Line("item", bridge.says) for bridge in package.bridges)
        subjects = ", ".join(item.subject.lower() for item in package.watch)
        yield Line("item", f"{self._(WATCH)}: {subjects}.")

    def precedents(self) -> Iterator[Line]:
        """Every case offered, and how like the evidence's places this one is."""
        found = self.answer.precedents
        if found is None:
            return
        yield from self._head(found)
        for case in found.cases:
            yield Line("item", self._case(case))
            for title, shared in ((ALIKE, case.alike), (DIFFER, case.differ)):
                if shared:
                    yield Line("item", self._(title, self._shared(shared)), 1)
            yield from self._tried(case)
        if found.evidence:
            yield Line("subtitle", self._(EVIDENCE))
        for origin in found.evidence:
            places = f" [{', '.join(origin.places)}]" if origin.places else ""
            yield Line("item", f"{origin.claim}{places}: {origin.says}")

    def precedents_in_brief(self) -> Iterator[Line]:
        """The nearest cases, and what happened there."""
        found = self.answer.precedents
        if found is None or not found.cases:
            return
        yield from self._head(found)
        for case in found.cases[:SHOWN_CASES]:
            yield Line("item", self._case(case))
            for tried in case.tried:
                yield Line("item", self._(TRIED, tried.name, tried.outcome_name), 1)

    def _head(self, found: PrecedentsOut) -> Iterator[Line]:
        yield Line("title", self._(PRECEDENTS))
        yield Line("text", found.says)
        if not found.cases:
            yield Line("text", self._(NO_CASE))

    def _phases(self, package: PackageOut) -> Iterator[Line]:
        for phase in package.phases:
            yield Line("subtitle", self._(PHASE, phase.number))
            for member in phase.members:
                yield from self._member(member)

    def _member(self, member: MemberOut) -> Iterator[Line]:
        force = f" ({self._(IN_FORCE)})" if member.in_force else ""
        if member.verdict not in RECOMMENDED:
            force += f" ({self._(VERDICTS[member.verdict])})"
        time = self._(TIME, member.time_to_effect)
        yield Line("item", f"{member.name} [{member.family_name}]{force}. {member.says} {time}")
        for link in member.after:
            said = self._(AFTER, self.names.get(link.first, link.first), link.because)
            yield Line("item", said + _claims(link.claims), 1)
        for wait in member.waits_for:
            yield Line("item", self._wait(wait), 1)

    def _wait(self, wait: WaitOut) -> str:
        stands = self._(standing(wait.status, wait.applies))
        return self._(WAITS, wait.text, stands) + _claims(wait.claims)

    def _waiting(self, package: PackageOut) -> Iterator[Line]:
        if package.waiting:
            yield Line("subtitle", self._(WAITING))
        for item in package.waiting:
            yield Line("item", f"{item.name}.")
            yield from (Line("item", self._wait(wait), 1) for wait in item.waits_for)

    def _conflict(self, conflict: ConflictOut) -> Iterator[Line]:
        stands = "; ".join(self._stands(other) for other in conflict.others)
        claims = _claims(conflict.claims)
        yield Line("item", f"{conflict.says} ({stands}) {conflict.because}{claims}")
        if conflict.mind:
            yield Line("item", self._(MIND, conflict.mind), 1)

    def _stands(self, other: OpposedOut) -> str:
        return f"{other.name}: {self._(PLACES[other.stands])}"

    def _guard(self, guard: GuardOut) -> str:
        named = ", ".join(self.names.get(slug, slug) for slug in guard.accompanies)
        inside = f" ({self._(INSIDE)})" if guard.in_package else ""
        said = self._(GUARD, guard.phase, named, guard.text)
        return f"{said}{inside}. {guard.because}{_claims(guard.claims)}"

    def _watch(self, package: PackageOut) -> Iterator[Line]:
        if package.watch:
            yield Line("subtitle", self._(WATCH))
        for item in package.watch:
            here = "; ".join(f"{factor.name}: {factor.here}" for factor in item.factors)
            known = f" {self._(HERE, here)}" if here else ""
            yield Line("item", f"{item.subject}. {item.because}{known}{_claims(item.claims)}")
        told = [m for phase in package.phases for m in phase.members if m.indicators]
        if told:
            yield Line("subtitle", self._(MEASURES))
        for member in told:
            yield Line("item", f"{member.name}: {'; '.join(member.indicators)}.")

    def _case(self, case: PrecedentOut) -> str:
        numbers = f"{case.distance:.2f}", case.compared
        return self._(CASE, case.place, case.country, case.period, *numbers, case.says)

    def _shared(self, shared: list[SharedOut]) -> str:
        return "; ".join(
            f"{item.name} ({item.here})"
            if item.here == item.there
            else self._(APART, item.name, item.here, item.there)
            for item in shared
        )

    def _tried(self, case: PrecedentOut) -> Iterator[Line]:
        if not case.tried:
            yield Line("item", self._(NOT_TRIED), 1)
        for tried in case.tried:
            said = f" {tried.says} ({tried.claim})" if tried.says else ""
            yield Line("item", self._(TRIED, tried.name, tried.outcome_name) + said, 1)


def _claims(claims: list[str]) -> str:
    return f" ({', '.join(claims)})" if claims else ""
