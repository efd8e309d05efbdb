"""Files under ``regions/`` to :class:`~engine.diversion.Diversion`, every name checked."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.conditions import Condition
from engine.diversion import LINKS, OFFERS, Diversion, DiversionTest
from engine.knowledge.collecting import Reading, text
from engine.knowledge.condition_reading import ConditionReader
from engine.knowledge.documents import Document, Loc
from engine.knowledge.rule_reading import Shelf
from engine.knowledge.schemas import DiversionFile
from engine.possible import Levels
from engine.rule import Rule
from engine.text import Text
from engine.vocabulary import Vocabulary

_MEASURE, _CLAIM = Text("intervention", "intervención"), Text("claim", "afirmación")
_LINK, _LEVEL = Text("kind of link", "tipo de enlace"), Text("level", "nivel")
_EXPECTED = ("fires", "silent", "undecided")


def read_diversions(
    reading: Reading, files: list[Document], shelf: Shelf, rules: Mapping[str, Rule]
) -> Mapping[str, Diversion]:
    """The rules between localities; what is wrong with them is collected in ``reading``."""
    diagnoses = frozenset(name for name, rule in rules.items() if rule.kind == "diagnosis")
    shelf = replace(shelf, diagnoses=diagnoses)
    found: dict[str, Diversion] = {}
    for document in files:
        shape = reading.shaped(document, DiversionFile)
        if shape is not None:
            found[shape.id] = _Reader(reading, document, shelf).read(shape)
    return found


class _Reader:
    """Reads one file."""

    def __init__(self, reading: Reading, document: Document, shelf: Shelf) -> None:
        self.reading, self.document, self.shelf = reading, document, shelf

    def read(self, shape: DiversionFile) -> Diversion:
        stem = self.document.path.rsplit("/", 1)[-1].removesuffix(".yaml")
        if shape.id != stem:
            self.report(("id",), Text(f"the id must be '{stem}'", f"el id debe ser «{stem}»"))
        self._check_names(shape)
        self._check_tests(shape)
        return Diversion(
            id=shape.id,
            path=self.document.path,
            status=shape.status,
            title=text(shape.title),
            because=text(shape.because),
            offers=next((offer for offer in OFFERS if offer == shape.offers), OFFERS[0]),
            along=tuple(link for link in LINKS if link in shape.along),
            pressed=self._condition(shape.pressed, "pressed"),
            measures=tuple(shape.measures),
            exposed=self._condition(shape.exposed, "exposed"),
            raises=dict(self._levels(shape.then.exposed, ("then", "exposed"))),
            marks=dict(self._levels(shape.then.pressed, ("then", "pressed"))),
            first=shape.then.first,
            supports=tuple(shape.claims.supports),
            limited_by=tuple(shape.claims.limits),
            limits=text(shape.limits),
            tests=tuple(self._tests(shape)),
        )

    def report(
        self, loc: Loc, what: Text, allowed: tuple[str, ...] = (), near: str | None = None
    ) -> None:
        self.reading.fault(self.document, loc, what, allowed, near)

    def _condition(self, raw: object, part: str) -> Condition:
        """One end's condition; a reader of its own, since names do not cross a link."""
        reader = ConditionReader(self.shelf.vocabulary, self.shelf.diagnoses, self.report)
        return reader.read(raw, (part,))

    def _check_names(self, shape: DiversionFile) -> None:
        known = self.reading.known
        offer = Text("offer", "lo que ofrece")
        known(self.document, ("offers",), offer, shape.offers, OFFERS)
        for at, link in enumerate(shape.along):
            known(self.document, ("along", at), _LINK, link, LINKS)
        for at, slug in enumerate(shape.measures):
            known(self.document, ("measures", at), _MEASURE, slug, self.shelf.interventions)
        measures = self.shelf.interventions
        known(self.document, ("then", "first"), _MEASURE, shape.then.first, measures)
        if not shape.claims.supports:
            what = Text(
                "missing claim: a rule needs at least one", "falta una afirmación que la apoye"
            )
            self.report(("claims",), what)
        for stance in ("supports", "limits"):
            for at, claim in enumerate(getattr(shape.claims, stance)):
                known(self.document, ("claims", stance, at), _CLAIM, claim, self.shelf.claims)

    def _levels(self, given: Mapping[str, str], loc: Loc) -> Iterator[tuple[str, Levels]]:
        """At least these levels: a mask of each and all above it."""
        vocabulary: Vocabulary = self.shelf.vocabulary
        for slug, level in given.items():
            here = (*loc, slug)
            name = Text("factor", "factor")
            if not self.reading.known(self.document, here, name, slug, vocabulary.factors):
                continue
            domain = vocabulary.factors[slug].domain
            if domain.type != "ordinal":
                what = Text("only ordered levels can be raised", "solo se elevan niveles ordenados")
                self.report(here, what)
            elif self.reading.known(self.document, here, _LEVEL, level, domain.values):
                yield slug, Levels(domain.everything & ~((1 << domain.index[level]) - 1))

    def _tests(self, shape: DiversionFile) -> Iterator[DiversionTest]:
        for at, test in enumerate(shape.tests):
            loc = ("tests", at)
            if self.reading.known(self.document, (*loc, "link"), _LINK, test.link, LINKS):
                link = next(kind for kind in LINKS if kind == test.link)
                yield DiversionTest(
                    test.pressed,
                    test.exposed,
                    link,
                    tuple(test.weighed),
                    test.expect,
                    tuple(test.asks),
                    self.document.line(loc),
                )

    def _check_tests(self, shape: DiversionFile) -> None:
        """The least that a rule must show of itself."""
        expected = {test.expect for test in shape.tests}
        for missing in (name for name in _EXPECTED if name not in expected):
            what = Text("no test expects '{state}'", "ninguna prueba espera «{state}»")
            self.report(("tests",), what.filled(state=missing), _EXPECTED)
