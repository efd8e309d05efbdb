"""What is not there: what was asked for, and where one can go on from its address."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import unquote

from api.pages.page import Page, Spoken
from api.pages.words import Words, said
from api.problems import ADDRESS, FaultOut, Problem


class MissingWords(Words):
    title = said("There is nothing here", "Aquí no hay nada")
    moved = said(
        "The page may have moved, or its address may be incomplete.",
        "Puede que la página se haya movido o que su dirección esté incompleta.",
    )
    gone = said(
        "It may have been removed, or its address may be incomplete.",
        "Puede que se haya quitado o que su dirección esté incompleta.",
    )
    nearest = said("Did you mean “{name}”?", "¿Quiso decir «{name}»?")
    status = said("Error {status}", "Error {status}")
    localities = said(
        "To your localities and the documented cases", "Ir a sus localidades y a los casos"
    )
    tables = said("To your tables", "Ir a sus tablas")
    knowledge = said("To the knowledge base", "Ir a la base de conocimiento")
    locality = said("To the advice on this locality", "Ir a la recomendación para esta localidad")
    decision = said("To this decision", "Ir a esta decisión")
    draft = said("To this draft", "Ir a este borrador")
    table = said("To this table", "Ir a esta tabla")


@dataclass(frozen=True)
class Way:
    """Where one can go on."""

    name: str
    address: str


@dataclass(frozen=True)
class MissingPage(Page):
    """A page for an address at which nothing is."""

    template: ClassVar[str] = "missing.html"
    words = Spoken(MissingWords)

    problem: Problem

    @property
    def title(self) -> str:
        return self.words.title

    @property
    def what(self) -> str:
        """What is not there, where the address names a thing of a kind."""
        if not self._things:
            return ""
        told = self._things[0].what
        return f"{told[:1].upper()}{told[1:]}."

    @property
    def nearest(self) -> Way | None:
        """The same address with the name that is most like the one given."""
        for fault in self._things:
            if fault.nearest and str(fault.value) in self._parts:
                parts = [fault.nearest if p == fault.value else p for p in self._parts]
                return Way(fault.nearest, self.frame.to(*parts))
        return None

    @property
    def ways(self) -> tuple[Way, ...]:
        """Nearest first: the thing that the address is below, if that is there, then the area."""
        return tuple(way for way in (self._above, self._area) if way is not None)

    @property
    def _things(self) -> list[FaultOut]:
        """What is missing of what an address names; not the address as such."""
        return [fault for fault in self.problem.faults if fault.field != ADDRESS]

    @property
    def _parts(self) -> list[str]:
        """The address below the language, part by part."""
        return [unquote(part) for part in self.frame.path.split("/")[2:] if part]

    @property
    def _above(self) -> Way | None:
        words, parts = self.words, self._parts
        things = {
            "localities": words.locality,
            "decisions": words.decision,
            "describe": words.draft,
            "tables": words.table,
        }
        missing = {str(fault.value) for fault in self._things}
        if len(parts) < 3 or not missing or parts[1] in missing or parts[0] not in things:
            return None
        return Way(things[parts[0]], self.frame.to(*parts[:2]))

    @property
    def _area(self) -> Way:
        words, area = self.words, next(iter(self._parts), "")
        if area == "tables":
            return Way(words.tables, self.frame.to("tables"))
        if area in ("knowledge", "passages"):
            return Way(words.knowledge, self.frame.to("knowledge"))
        return Way(words.localities, self.frame.home)
