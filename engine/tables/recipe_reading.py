"""A recipe's file to a :class:`~engine.tables.recipe.Recipe`, every fault with its line."""

import contextlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from engine.errors import Fault, nearest
from engine.knowledge.collecting import Reading, text
from engine.knowledge.documents import Document, Loc, parse_document
from engine.knowledge.reading import RECIPES
from engine.possible import Levels, Possible, Several
from engine.profile import ProfileReader, Value
from engine.tables import recipe_shapes as shapes
from engine.tables.quantity import (
    ARITHMETIC,
    CELL_FACTS,
    OPERATIONS,
    Cell,
    CellFact,
    Combined,
    Constant,
    Quantity,
    columns_of,
)
from engine.tables.recipe import (
    NUMBER_AS,
    Band,
    Column,
    Condition,
    Layout,
    Left,
    LeftOut,
    Place,
    Recipe,
    RecipeTest,
    Said,
    Template,
    Way,
)
from engine.text import Text
from engine.vocabulary import LEVELLED, Domain, Vocabulary

_FIELD = re.compile(r"\{([^{}:]+)(?::(\d{1,2}))?\}")
_COLUMN, _FACTOR = Text("column", "columna"), Text("factor", "factor")
_OPERATION = Text("operation", "operación")
PLACE_FIELDS = ("id", "name", "country", "latitude", "longitude")

COUNTRY_WIDE = Text(
    "the column '{column}' is about whole countries: it is the same for every locality of one and"
    " cannot tell them apart. Leave the factor unknown, and say why under 'unknown'",
    "la columna «{column}» trata de países enteros: es igual para todas las localidades de uno y no"
    " puede distinguirlas. Deje el factor como desconocido y explique por qué en «unknown»",
)
REGION_WIDE = Text(
    "the column '{column}' is about a region: of a locality in it, it is a proxy at best",
    "la columna «{column}» trata de una región: de una localidad de ella es, a lo sumo, un"
    " indicador indirecto (proxy)",
)


def read_recipes(folder: Path, vocabulary: Vocabulary) -> tuple[dict[str, Recipe], list[Fault]]:
    """The sound recipes under a knowledge base, and what is wrong with the others."""
    found: dict[str, Recipe] = {}
    faults: list[Fault] = []
    for path in sorted((folder / RECIPES).glob("*.yaml")):
        recipe, wrong = read_recipe(folder, path, vocabulary)
        faults.extend(wrong)
        if recipe is not None:
            found[recipe.id] = recipe
    return found, faults


def read_recipe(
    root: Path, path: Path, vocabulary: Vocabulary
) -> tuple[Recipe | None, list[Fault]]:
    """One recipe, or every fault of it."""
    return parse_recipe(path.relative_to(root).as_posix(), path.read_bytes(), vocabulary)


def parse_recipe(
    name: str, raw: bytes, vocabulary: Vocabulary
) -> tuple[Recipe | None, list[Fault]]:
    """A recipe that need not stand in a file, or every fault of it."""
    reading = Reading()
    document = parse_document(name, raw, reading.faults)
    shape = reading.shaped(document, shapes.RecipeFile) if document else None
    if document is None or shape is None:
        return None, reading.faults
    recipe = _RecipeReader(reading, document, shape, vocabulary).read()
    return (None if reading.faults else recipe), reading.faults


@dataclass
class _RecipeReader:
    """Reads one file; what is wrong goes to ``reading``."""

    reading: Reading
    document: Document
    shape: shapes.RecipeFile
    vocabulary: Vocabulary

    def read(self) -> Recipe:
        shape, table = self.shape, self.shape.table
        if shape.id != Path(self.document.path).stem:
            self._fault(
                ("id",),
                Text(
                    "the id is not the file's name", "el id no coincide con el nombre del archivo"
                ),
            )
        ways = tuple(self._way(item, ("factors", i)) for i, item in enumerate(shape.factors))
        recipe = Recipe(
            id=shape.id,
            path=self.document.path,
            title=text(shape.title),
            publisher=table.publisher,
            terms=text(table.terms),
            attribution=table.attribution,
            period=table.period,
            as_of=table.as_of,
            layout=Layout(**table.format.model_dump()),
            place=self._place(),
            columns={name: self._column(name, item) for name, item in shape.columns.items()},
            ways=tuple(way for way in ways if way is not None),
            left=self._left(),
            tests=tuple(self._tests()),
        )
        self._check_scopes()
        return recipe

    # Columns and places

    def _column(self, name: str, item: shapes.ColumnShape) -> Column:
        loc: Loc = ("columns", name)
        for i, other in enumerate(item.needs):
            self._known_column(other, (*loc, "needs", i))
        trusted = not item.missing and not item.needs and not item.empty_is_none
        if item.because is None and not trusted:
            self._fault(
                loc,
                Text(
                    "'because' is missing: say what shows that these cells are not to be believed"
                    " (or, with empty_is_none, that they are)",
                    "falta «because»: diga qué muestra que no se puede creer en estas celdas (o,"
                    " con empty_is_none, que sí)",
                ),
            )
        least, most = item.between
        if least is not None and most is not None and least > most:
            self._fault(
                (*loc, "between"), Text("nothing is left possible", "no queda nada posible")
            )
        return Column(
            name=name,
            scope=item.scope,
            missing=tuple(item.missing),
            needs=tuple(item.needs),
            least=least,
            most=most,
            empty_is_none=item.empty_is_none,
        )

    def _place(self) -> Place:
        raw = self.shape.locality
        if (raw.country is None) == (raw.countries is None):
            what = Text(
                "give 'country' with two letters, or 'countries' with a column and its codes",
                "indique «country» con dos letras, o «countries» con una columna y sus códigos",
            )
            self._fault(("locality",), what)
        if raw.countries is not None:
            self._known_column(raw.countries.column, ("locality", "countries", "column"))
        for i, item in enumerate(raw.leave_out):
            self._known_column(item.column, ("locality", "leave_out", i, "column"))
        for field in ("latitude", "longitude"):
            if getattr(raw, field) is not None:
                self._known_column(getattr(raw, field), ("locality", field))
        return Place(
            id=self._template(raw.id, "id"),
            name=None if raw.name is None else self._template(raw.name, "name"),
            country=raw.country,
            country_column=raw.countries.column if raw.countries else None,
            codes=raw.countries.codes if raw.countries else {},
            latitude=raw.latitude,
            longitude=raw.longitude,
            leave_out=tuple(
                LeftOut(item.column, tuple(item.words), text(item.because))
                for item in raw.leave_out
            ),
        )

    def _template(self, raw: str, field: str) -> Template:
        """A template; a bare column name stands for that column."""
        if "{" not in raw:
            raw = f"{{{raw}}}"
        names = tuple(match[1] for match in _FIELD.finditer(raw))
        for name in names:
            self._known_column(name, ("locality", field))
        if not names:
            what = Text("no column stands in it", "no contiene ninguna columna")
            self._fault(("locality", field), what)
        return Template(raw, names)

    def _known_column(self, name: str, loc: Loc) -> bool:
        return self.reading.known(self.document, loc, _COLUMN, name, self.shape.columns)

    # Quantities

    def _quantity(self, raw: Any, loc: Loc) -> Quantity | None:
        if isinstance(raw, str):
            return Cell(raw) if self._known_column(raw, loc) else None
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return self._constant(raw, loc)
        if not isinstance(raw, Mapping) or len(raw) != 1:
            self._fault(
                loc,
                Text(
                    "give a column's name, a number, or one operation such as {ratio: [a, b]}",
                    "indique el nombre de una columna, un número o una operación como"
                    " {ratio: [a, b]}",
                ),
                OPERATIONS,
            )
            return None
        (how, parts), *_ = raw.items()
        if not self.reading.known(self.document, (*loc, how), _OPERATION, how, OPERATIONS):
            return None
        if how in CELL_FACTS:
            return self._cell_fact(how, parts, (*loc, how))
        return self._combined(how, parts, (*loc, how))

    def _constant(self, raw: float, loc: Loc) -> Quantity | None:
        with contextlib.suppress(OverflowError):
            if math.isfinite(value := float(raw)):
                return Constant(value)
        self._fault(loc, Text("not a finite number", "no es un número finito"))
        return None

    def _cell_fact(self, how: str, raw: Any, loc: Loc) -> Quantity | None:
        if not isinstance(raw, str):
            what = Text("give a column's name", "indique el nombre de una columna")
            self._fault(loc, what)
            return None
        return CellFact(how, raw) if self._known_column(raw, loc) else None

    def _combined(self, how: str, raw: Any, loc: Loc) -> Quantity | None:
        wanted = ARITHMETIC[how][1]
        if not isinstance(raw, list) or (len(raw) != wanted if wanted else len(raw) < 2):
            what = Text("'{how}' takes a list of {n}", "«{how}» necesita una lista de {n}")
            n = Text.same("2") if wanted else Text("2 or more", "2 o más")
            self._fault(loc, what.filled(how=how, n=n))
            return None
        parts = [self._quantity(part, (*loc, i)) for i, part in enumerate(raw)]
        known = tuple(part for part in parts if part is not None)
        return Combined(how, known) if len(known) == len(parts) else None

    # Ways to a factor

    def _way(self, item: shapes.WayShape, loc: Loc) -> Way | None:
        if not self.reading.known(
            self.document, (*loc, "factor"), _FACTOR, item.factor, self.vocabulary.factors
        ):
            return None
        domain = self.vocabulary.factors[item.factor].domain
        forms = [name for name in (*NUMBER_AS, "value") if getattr(item, name) is not None]
        if len(forms) != 1:
            what = Text("give one of these", "indique uno solo de estos")
            self._fault(loc, what, (*NUMBER_AS, "value"))
            return None
        form = forms[0]
        quantities, bands, column, words = self._form(item, form, domain, loc)
        source = item.source or self.shape.table.attribution
        return Way(
            factor=item.factor,
            only_if=tuple(
                condition
                for i, raw in enumerate(item.only_if)
                if (condition := self._condition(raw, (*loc, "only_if", i))) is not None
            ),
            number_as=None if form == "value" else next(n for n in NUMBER_AS if n == form),
            quantities=quantities,
            bands=bands,
            word_column=column,
            words=words,
            basis=item.basis,
            source=source,
            as_of=item.as_of or self.shape.table.as_of,
            limits=text(item.limits),
        )

    def _form(
        self, item: shapes.WayShape, form: str, domain: Domain, loc: Loc
    ) -> tuple[tuple[Quantity, ...], tuple[Band, ...], str | None, Mapping[str, Said]]:
        if form != "value":
            return self._numbers(item, form, domain, loc), (), None, {}
        if (item.bands is None) == (item.map is None):
            what = Text("a 'value' needs 'bands' or 'map'", "«value» necesita «bands» o «map»")
            self._fault((*loc, "value"), what)
            return (), (), None, {}
        if domain.type == "number":
            what = Text(
                f"'{item.factor}' is a number: use 'number', 'between', 'at_least' or 'at_most'",
                f"«{item.factor}» es un número: use «number», «between», «at_least» o «at_most»",
            )
            self._fault((*loc, "value"), what)
            return (), (), None, {}
        if item.bands is not None:
            quantity = self._quantity(item.value, (*loc, "value"))
            bands = self._bands(item.bands, domain, (*loc, "bands"))
            return ((quantity,) if quantity else ()), bands, None, {}
        return (), (), *self._map(item, domain, loc)

    def _numbers(
        self, item: shapes.WayShape, form: str, domain: Domain, loc: Loc
    ) -> tuple[Quantity, ...]:
        if domain.type != "number":
            what = Text(
                f"'{item.factor}' is no number: use 'value' with 'bands' or 'map'",
                f"«{item.factor}» no es un número: use «value» con «bands» o «map»",
            )
            self._fault((*loc, form), what)
        raw = getattr(item, form)
        if form == "between" and len(raw) < 2:
            what = Text("'between' takes two or more", "«between» necesita dos o más")
            self._fault((*loc, form), what)
        parts = (
            [self._quantity(part, (*loc, form, i)) for i, part in enumerate(raw)]
            if form == "between"
            else [self._quantity(raw, (*loc, form))]
        )
        return tuple(part for part in parts if part is not None)

    def _map(
        self, item: shapes.WayShape, domain: Domain, loc: Loc
    ) -> tuple[str | None, Mapping[str, Said]]:
        if not isinstance(item.value, str):
            what = Text("'map' reads the words of one column", "«map» lee palabras de una columna")
            self._fault((*loc, "value"), what)
            return None, {}
        self._known_column(item.value, (*loc, "value"))
        words = {
            word: said
            for word, raw in (item.map or {}).items()
            if (said := self._said(raw, domain, (*loc, "map", word))) is not None
        }
        return item.value, words

    def _bands(self, raw: list[shapes.BandShape], domain: Domain, loc: Loc) -> tuple[Band, ...]:
        thresholds = [band.below for band in raw[:-1]]
        order = Text(
            "bands go up: each but the last says 'below', each higher than the one before",
            "los tramos van de menos a más: todos menos el último dicen «below», cada uno mayor que"
            " el anterior",
        )
        known = [threshold for threshold in thresholds if threshold is not None]
        rising = all(a < b for a, b in pairwise(known))
        if not raw or len(known) < len(thresholds) or not rising or raw[-1].below is not None:
            self._fault(loc, order)
        return tuple(
            Band(band.below, said)
            for i, band in enumerate(raw)
            if (said := self._said(band, domain, (*loc, i))) is not None
        )

    def _said(self, raw: shapes.SaidShape, domain: Domain, loc: Loc) -> Said | None:
        if (raw.source is None) != raw.ours:
            what = Text(
                "say who set this: a 'source', or 'ours: true' with the reason in 'because'",
                "diga quién lo fijó: una «source», o «ours: true» con la razón en «because»",
            )
            self._fault(loc, what)
        said = [raw.level is not None, raw.possible is not None, raw.unknown]
        if sum(said) != 1:
            what = Text(
                "give one of 'level', 'possible', 'unknown: true'",
                "indique uno solo: «level», «possible» o «unknown: true»",
            )
            self._fault(loc, what)
            return None
        possible = None if raw.unknown else self._possible(raw, domain, loc)
        return Said(possible, text(raw.because), raw.source)

    def _possible(self, raw: shapes.SaidShape, domain: Domain, loc: Loc) -> Possible | None:
        given = raw.level if raw.level is not None else {"possible": raw.possible}
        value = self._read(domain, given, (*loc, "level" if raw.level is not None else "possible"))
        if value is None:
            return None
        sound = isinstance(value.possible, Levels) and domain.type in LEVELLED
        exact = isinstance(value.possible, Several) and raw.possible is None
        if not sound and not exact:
            what = Text(
                "a factor of several values is given whole, as 'level: [a, b]'",
                "un factor de varios valores se da entero, como «level: [a, b]»",
            )
            self._fault(loc, what)
        if value.possible == domain.unknown:
            what = Text(
                "everything is left possible: say 'unknown: true'",
                "todo queda posible: diga «unknown: true»",
            )
            self._fault(loc, what)
        return value.possible

    def _read(self, domain: Domain, given: Any, loc: Loc) -> Value | None:
        """A value in the form that profiles use, its faults told with the line."""
        reader = ProfileReader(self.vocabulary)
        value = reader.value(domain, given, str(loc[-1]))
        for fault in reader.faults:
            self._fault(loc, fault.what, fault.allowed, fault.nearest)
        return value

    def _condition(self, raw: shapes.ConditionShape, loc: Loc) -> Condition | None:
        least, most = raw.at_least, raw.at_most
        bounded = least is not None or most is not None
        words = raw.is_ if isinstance(raw.is_, list) else [raw.is_]
        if bounded == (raw.is_ is not None) or (raw.is_ is not None and not _all_texts(words)):
            what = Text(
                "give 'at_least', 'at_most' or both, or 'is' with a word or a list of words",
                "indique «at_least», «at_most» o ambos, o «is» con una palabra o una lista",
            )
            self._fault(loc, what)
            return None
        quantity = self._quantity(raw.of, (*loc, "of"))
        if raw.is_ is not None and not isinstance(quantity, Cell):
            if quantity is not None:
                what = Text("'is' reads one column", "«is» lee una sola columna")
                self._fault((*loc, "of"), what)
            return None
        column = quantity.column if raw.is_ is not None and isinstance(quantity, Cell) else None
        chosen = tuple(words) if column else ()
        return Condition(quantity, column, least, most, chosen, text(raw.because))

    # What the file as a whole must keep to

    def _left(self) -> tuple[Left, ...]:
        filled = {way.factor for way in self.shape.factors}
        for i, item in enumerate(self.shape.unknown):
            for j, factor in enumerate(item.factors):
                loc = ("unknown", i, "factors", j)
                self.reading.known(self.document, loc, _FACTOR, factor, self.vocabulary.factors)
                if factor in filled:
                    what = Text(
                        f"'{factor}' is filled above and cannot stay unknown",
                        f"«{factor}» se llena arriba y no puede quedar desconocido",
                    )
                    self._fault(loc, what)
        return tuple(Left(tuple(item.factors), text(item.because)) for item in self.shape.unknown)

    def _check_scopes(self) -> None:
        """Nothing that is the same for a whole country may say anything of one locality."""
        for i, way in enumerate(self.shape.factors):
            for loc, name in self._columns_used(way, ("factors", i)):
                scope = self.shape.columns[name].scope if name in self.shape.columns else None
                if scope == "country":
                    self._fault(loc, COUNTRY_WIDE.filled(column=name))
                elif scope == "region" and way.basis == "observed":
                    self._fault(loc, REGION_WIDE.filled(column=name))

    def _columns_used(self, way: shapes.WayShape, loc: Loc) -> Iterable[tuple[Loc, str]]:
        quiet = _RecipeReader(Reading(), self.document, self.shape, self.vocabulary)
        for form in (*NUMBER_AS, "value"):
            raw = getattr(way, form)
            for part in raw if form == "between" and raw is not None else [raw]:
                yield from quiet._named(part, (*loc, form))
        for j, condition in enumerate(way.only_if):
            yield from quiet._named(condition.of, (*loc, "only_if", j, "of"))

    def _named(self, raw: Any, loc: Loc) -> Iterable[tuple[Loc, str]]:
        """The columns that a quantity reads, and those that these cannot do without."""
        quantity = None if raw is None else self._quantity(raw, loc)
        for name in columns_of(quantity) if quantity else ():
            yield loc, name
            for other in self.shape.columns[name].needs:
                yield loc, other

    # Tests

    def _tests(self) -> Iterable[RecipeTest]:
        for i, item in enumerate(self.shape.tests):
            loc: Loc = ("tests", i)
            for name in item.row:
                self._known_column(name, (*loc, "row", name))
            if item.rejected is not None:
                self._known_column(item.rejected, (*loc, "rejected"))
            if (item.gives is not None) + (item.rejected is not None) + item.left_out != 1:
                what = Text(
                    "give one of 'gives', 'rejected', 'left_out: true'",
                    "indique uno solo: «gives», «rejected» o «left_out: true»",
                )
                self._fault(loc, what)
            given = item.gives or {}
            about = {name: str(given[name]) for name in PLACE_FIELDS if name in given}
            factors = {name: value for name, value in given.items() if name not in PLACE_FIELDS}
            for name, value in factors.items():
                where = (*loc, "gives", name)
                if self.reading.known(self.document, where, _FACTOR, name, self.vocabulary.factors):
                    self._read(self.vocabulary.factors[name].domain, value, where)
            row = {name: _as_text(cell) for name, cell in item.row.items()}
            line = self.document.line(loc)
            yield RecipeTest(row, about, factors, item.rejected, item.left_out, line)

    def _fault(
        self, loc: Loc, what: Text, allowed: tuple[str, ...] = (), near: str | None = None
    ) -> None:
        self.reading.fault(self.document, loc, what, allowed, near)


def _all_texts(words: Iterable[Any]) -> bool:
    return all(isinstance(word, str) for word in words)


def _as_text(cell: Any) -> str:
    """A cell of a test's row as the table would hold it."""
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def missing_columns(recipe: Recipe, header: Iterable[str]) -> list[Fault]:
    """The columns that the recipe expects and the table has not."""
    names = tuple(header)
    what = Text("the table has no column '{name}'", "la tabla no tiene la columna «{name}»")
    return [
        Fault(recipe.id, what.filled(name=name), (), nearest(name, names))
        for name in recipe.columns
        if name not in names
    ]
