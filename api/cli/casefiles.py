"""A file of cases and expectations, checked before advice is held to it.

The form is that of the documented cases: ``cases``, and beside them general, contrast and
within-case expectations. Every name in it is checked, so that a slip of the pen is told as such
and not counted as an expectation that fails.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.cli.reading import content, yaml_document
from engine.errors import Fault, ProfileError, nearest
from engine.knowledge.collecting import Reading
from engine.knowledge.documents import Document, Loc
from engine.knowledge.model import Case, Knowledge
from engine.knowledge.reading import case_of
from engine.knowledge.schemas import CaseFile, ExpectationsFile
from engine.profile import read_profile
from engine.text import Text
from engine.vocabulary import LEVELLED

Expectations = Mapping[str, tuple[Mapping[str, Any], ...]]

CASES = "cases"
GENERAL, CONTRAST, WITHIN = (
    "general_expectations",
    "contrast_expectations",
    "within_case_expectations",
)
KEYS = ("notes", CASES, GENERAL, CONTRAST, WITHIN)

# The interventions that each kind of expectation names, by the field that names them.
_ONE = ("intervention",)
MEASURES: Mapping[str, tuple[str, ...]] = {
    "rank_above": ("higher", "lower"),
    "contraindicated": _ONE,
    "precondition_unmet": _ONE,
    "precondition_met": _ONE,
    "safeguard_required": _ONE,
    "sequencing": ("first", "then"),
    "insufficient_alone": _ONE,
    "uncertain": _ONE,
}

CLAIM = Text("claim", "afirmación")
FACTOR = Text("factor", "factor")
MEASURE = Text("intervention", "intervención")


def read_cases(path: Path, knowledge: Knowledge) -> tuple[Mapping[str, Case], Expectations]:
    """The cases of a file, and what is expected across them.

    Raises:
        UsageFaultsError: there is no such file.
        ProfileError: everything that is wrong in it, each with its line.
    """
    document = yaml_document(str(path), content(path))
    reader = _Reader(document, knowledge)
    found = reader.read()
    if reader.reading.faults:
        raise ProfileError(sorted(set(reader.reading.faults), key=_line))
    return found


def _line(fault: Fault) -> tuple[int, str]:
    line = fault.where.rpartition(":")[2]
    return (int(line) if line.isdigit() else 0), fault.what.en


class _Reader:
    def __init__(self, document: Document, knowledge: Knowledge) -> None:
        self.document, self.knowledge = document, knowledge
        self.reading = Reading()

    def read(self) -> tuple[Mapping[str, Case], Expectations]:
        data = self.document.data
        if not isinstance(data, dict):
            what = Text("a file of cases is a mapping", "un archivo de casos es un mapa")
            self.reading.fault(self.document, (), what, KEYS)
            return {}, {}
        for key in data:
            if key not in KEYS:
                self._unknown((key,), Text("field", "campo"), key, KEYS)
        cases = self._cases(data.get(CASES) or [])
        rest = {name: data[name] or [] for name in (GENERAL, CONTRAST, WITHIN) if name in data}
        shape = self.reading.shaped(replace(self.document, data=rest), ExpectationsFile)
        self._expectations(rest if shape else {})
        return cases, {name: tuple(items) for name, items in rest.items()} if shape else {}

    def _cases(self, items: Any) -> dict[str, Case]:
        cases: dict[str, Case] = {}
        if not isinstance(items, list):
            self._fault((CASES,), Text("give a list of cases", "indique una lista de casos"))
            return cases
        for position, item in enumerate(items):
            loc: Loc = (CASES, position)
            shape = self.reading.shaped(_part(self.document, loc, item), CaseFile)
            if shape is None:
                continue
            if shape.slug in cases:
                slug = shape.slug
                what = Text(f"duplicate id '{slug}'", f"identificador repetido: «{slug}»")
                self._fault((*loc, "slug"), what)
            cases[shape.slug] = case_of(shape)
            self._case(loc, shape, cases[shape.slug])
        return cases

    def _case(self, loc: Loc, shape: CaseFile, case: Case) -> None:
        """The names and values of one case."""
        places = {coded.factor: i for i, coded in enumerate(shape.factors)}
        for i, coded in enumerate(shape.factors):
            self._known((*loc, "factors", i, "factor"), FACTOR, coded.factor, self._factors)
        for i, tried in enumerate(shape.interventions_tried):
            where = (*loc, "interventions_tried", i, "intervention")
            self._known(where, MEASURE, tried.intervention, self.knowledge.interventions)
        for i, expectation in enumerate(shape.expectations):
            self._expectation((*loc, "expectations", i), expectation)
        known = {k: v for k, v in case.profile["factors"].items() if k in self._factors}
        try:
            read_profile({**case.profile, "factors": known}, self.knowledge.vocabulary)
        except ProfileError as error:
            for fault in error.faults:
                slug = fault.where.split(".")[1] if "." in fault.where else ""
                here = (*loc, "factors", places[slug], "value") if slug in places else loc
                said = Text(
                    *(f"{fault.where}: {words}" for words in (fault.what.en, fault.what.es))
                )
                self._fault(here, said, fault.allowed, fault.nearest)

    def _expectations(self, rest: Mapping[str, Any]) -> None:
        for i, item in enumerate(rest.get(GENERAL, ())):
            self._expectation((GENERAL, i), item)
            self._when((GENERAL, i, "when"), item.get("when") or [])
        for i, item in enumerate(rest.get(CONTRAST, ())):
            self._measures((CONTRAST, i), item, _ONE)
            self._needs((CONTRAST, i), item, ("higher_in", "lower_in"))
            self._claims((CONTRAST, i), item)
        for i, item in enumerate(rest.get(WITHIN, ())):
            self._measures((WITHIN, i), item, ("higher", "lower"))
            self._needs((WITHIN, i), item, ("case",))
            self._claims((WITHIN, i), item)

    def _expectation(self, loc: Loc, item: Mapping[str, Any]) -> None:
        if not self._needs(loc, item, ("kind",)):
            return
        kind = str(item["kind"])
        self._measures(loc, item, MEASURES.get(kind, ()))
        if kind == "caveat":
            self._needs(loc, item, ("about",))
        self._claims(loc, item)

    def _measures(self, loc: Loc, item: Mapping[str, Any], fields: tuple[str, ...]) -> None:
        if self._needs(loc, item, fields):
            for name in fields:
                self._known((*loc, name), MEASURE, item[name], self.knowledge.interventions)

    def _claims(self, loc: Loc, item: Mapping[str, Any]) -> None:
        claims = item.get("claims", [])
        if not isinstance(claims, list):
            what = Text("give a list of claims", "indique una lista de afirmaciones")
            self._fault((*loc, "claims"), what)
            return
        for i, name in enumerate(claims):
            self._known((*loc, "claims", i), CLAIM, name, self.knowledge.claims)

    def _when(self, loc: Loc, conditions: Any) -> None:
        """The conditions of a general expectation: levels of a factor, all of them known."""
        for i, item in enumerate(conditions if isinstance(conditions, list) else [conditions]):
            here = (*loc, i)
            if not isinstance(item, dict):
                self._fault(here, Text("give a mapping", "indique un mapa"))
                continue
            if not self._needs(here, item, ("factor", "in")):
                continue
            if not self._known((*here, "factor"), FACTOR, item["factor"], self._factors):
                continue
            domain = self._factors[item["factor"]].domain
            if domain.type not in LEVELLED or not isinstance(item["in"], list):
                what = Text("'in' lists levels of a factor", "«in» enumera niveles de un factor")
                self._fault((*here, "in"), what, domain.values)
                continue
            for j, word in enumerate(item["in"]):
                plain = str(word).lower() if isinstance(word, bool) else word
                self._known((*here, "in", j), Text("value", "valor"), plain, domain.values)

    @property
    def _factors(self) -> Mapping[str, Any]:
        return self.knowledge.vocabulary.factors

    def _needs(self, loc: Loc, item: Mapping[str, Any], fields: tuple[str, ...]) -> bool:
        lacking = [name for name in fields if item.get(name) is None]
        for name in lacking:
            self._fault(loc, Text(f"'{name}' is missing", f"falta «{name}»"))
        return not lacking

    def _known(self, loc: Loc, kind: Text, name: Any, names: Iterable[str]) -> bool:
        if isinstance(name, str) and name in names:
            return True
        self._unknown(loc, kind, name, names)
        return False

    def _unknown(self, loc: Loc, kind: Text, name: Any, names: Iterable[str]) -> None:
        what = Text("unknown {kind} '{name}'", "{kind} desconocido: «{name}»")
        self._fault(loc, what.filled(kind=kind, name=str(name)), (), nearest(name, names))

    def _fault(
        self, loc: Loc, what: Text, allowed: tuple[str, ...] = (), near: str | None = None
    ) -> None:
        self.reading.fault(self.document, loc, what, allowed, near)


def _part(document: Document, loc: Loc, data: Any) -> Document:
    """One part of a document as a document of its own, its lines kept."""
    return Document(document.path, data, dict(_lines(document, loc)), document.content_hash)


def _lines(document: Document, loc: Loc) -> Iterator[tuple[Loc, int]]:
    for way, line in document.lines.items():
        if way[: len(loc)] == loc:
            yield way[len(loc) :], line
