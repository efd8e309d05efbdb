"""One recipe in words: what it reads, what each number means and who says so, what it leaves."""

from collections.abc import Iterator

from rich.console import RenderableType

from api.cli.rendering.screen import bullet, heading, indented, words
from api.speech import Speaker
from api.words import BASES, worded
from engine.possible import Interval, Levels, Possible, Several, Words
from engine.tables.quantity import Cell, CellFact, Combined, Constant, Quantity
from engine.tables.recipe import Band, Column, Condition, Recipe, Said, Way
from engine.text import Language, Text
from engine.vocabulary import Domain, Vocabulary

FOR = Text("For: {0} ({1})", "Para: {0} ({1})")
TERMS = Text("Terms: {0}", "Condiciones: {0}")
CREDIT = Text("Credit: {0}", "Atribución: {0}")
ID = Text("A locality's id: {0}", "Identificador de la localidad: {0}")
COLUMNS = Text("Columns", "Columnas")
SCOPES = {
    "locality": Text("about the locality", "de la localidad"),
    "region": Text("about a region", "de una región"),
    "country": Text("about the country: no factor reads it", "del país: ningún factor la lee"),
}
MISSING = Text("not recorded: {0}", "sin registro: {0}")
NEEDS = Text("believed only with {0}", "se cree solo con {0}")
BETWEEN = Text("between {0} and {1}", "entre {0} y {1}")
FILLED = Text("What it fills", "Lo que llena")
UNKNOWN = Text("What stays unknown", "Lo que queda desconocido")
NOTHING = Text("nothing is said", "no se dice nada")
ONLY_IF = Text("only if {0}: {1}", "solo si {0}: {1}")
FROM = Text("from {0} ({1}; {2})", "a partir de {0} ({1}; {2})")
LIMITS = Text("Limits: {0}", "Límites: {0}")
BELOW = Text("below {0}", "menos de {0}")
REST = Text("from there up", "de ahí en adelante")
ALL = Text("any number", "cualquier número")
OURS = Text("our threshold", "umbral propio")
AT_LEAST, AT_MOST = Text("at least {0}", "al menos {0}"), Text("at most {0}", "a lo sumo {0}")
ONE_OF = Text("{0} is {1}", "{0} es {1}")
OR = Text(" or ", " o ")
OPERATIONS = {
    "ratio": Text("{0} divided by {1}", "{0} dividido por {1}"),
    "difference": Text("{0} less {1}", "{0} menos {1}"),
    "per_100k": Text("{0} per 100,000 of {1}", "{0} por cada 100.000 de {1}"),
    "sum": Text("the sum of {0}", "la suma de {0}"),
    "mean": Text("the mean of {0}", "el promedio de {0}"),
    "count_items": Text("the number of items in {0}", "la cantidad de elementos en {0}"),
    "present": Text("whether {0} is filled", "si {0} está llena"),
}


class RecipeCard(Speaker):
    """Words for one recipe."""

    def __init__(self, vocabulary: Vocabulary, language: Language) -> None:
        super().__init__(language)
        self.vocabulary = vocabulary

    def card(self, recipe: Recipe) -> Iterator[RenderableType]:
        yield words((self._(recipe.title), "bold"))
        yield indented(words(self._(FOR, recipe.publisher, recipe.period)))
        yield indented(words(self._(CREDIT, recipe.attribution)))
        yield indented(words(self._(TERMS, self._(recipe.terms))))
        yield indented(words(self._(ID, recipe.place.id.text)))
        yield heading(self._(COLUMNS))
        for column in recipe.columns.values():
            yield bullet((column.name, "cyan"), f": {self.column(column)}")
        yield heading(self._(FILLED))
        for way in recipe.ways:
            yield from self.way(way)
        yield heading(self._(UNKNOWN))
        for left in recipe.left:
            yield bullet((", ".join(left.factors), "cyan"), f": {self._(left.because)}")

    def column(self, column: Column) -> str:
        said = [self._(SCOPES[column.scope])]
        if column.missing:
            said.append(self._(MISSING, ", ".join(column.missing)))
        if column.needs:
            said.append(self._(NEEDS, ", ".join(column.needs)))
        if column.least is not None and column.most is not None:
            said.append(self._(BETWEEN, f"{column.least:g}", f"{column.most:g}"))
        return "; ".join(said)

    def way(self, way: Way) -> Iterator[RenderableType]:
        factor = self.vocabulary.factors[way.factor]
        basis = self._(worded(BASES, way.basis))
        read = self._(FROM, self.read(way), basis, way.source)
        yield bullet((way.factor, "cyan"), f" ({self._(factor.name)}): {read}")
        for condition in way.only_if:
            said = self._(ONLY_IF, self.condition(condition), self._(condition.because))
            yield bullet(said, indent=4, mark="–")
        for band in way.bands:
            yield self.said(self.band(band, way.bands), band.said, factor.domain)
        for word, said_ in way.words.items():
            yield self.said(word, said_, factor.domain)
        yield bullet(self._(LIMITS, self._(way.limits)), indent=4, mark="–")

    def read(self, way: Way) -> str:
        if way.word_column is not None:
            return way.word_column
        parts = [self.quantity(quantity) for quantity in way.quantities]
        match way.number_as:
            case "between":
                return self._(BETWEEN, ", ".join(parts[:-1]), parts[-1])
            case "at_least":
                return self._(AT_LEAST, *parts)
            case "at_most":
                return self._(AT_MOST, *parts)
        return parts[0]

    def band(self, band: Band, bands: tuple[Band, ...]) -> str:
        if band.below is not None:
            return self._(BELOW, f"{band.below:g}")
        return self._(REST if len(bands) > 1 else ALL)

    def said(self, when: str, said: Said, domain: Domain) -> RenderableType:
        level = self._(NOTHING) if said.possible is None else self.possible(domain, said.possible)
        who = said.source or self._(OURS)
        parts = (f"{when} → ", (level, "bold"), f". {self._(said.because)} ({who})")
        return bullet(*parts, indent=4, mark="–")

    def possible(self, domain: Domain, possible: Possible) -> str:
        match possible:
            case Levels(mask):
                return self._(OR).join(self._(level.name) for level in domain.named(mask))
            case Several(surely, _):
                return ", ".join(self._(level.name) for level in domain.named(surely))
            case Interval(low, high):
                return self._(BETWEEN, f"{low:g}", f"{high:g}")
            case Words(text):
                return text or ""

    def condition(self, condition: Condition) -> str:
        if condition.column is not None:
            return self._(ONE_OF, condition.column, self._(OR).join(condition.words))
        bounds = [
            self._(text, f"{value:g}")
            for text, value in ((AT_LEAST, condition.least), (AT_MOST, condition.most))
            if value is not None
        ]
        read = "" if condition.of is None else self.quantity(condition.of)
        return self._(ONE_OF, read, ", ".join(bounds))

    def quantity(self, quantity: Quantity) -> str:
        match quantity:
            case Cell(column):
                return column
            case Constant(value):
                return f"{value:g}"
            case CellFact(how, column):
                return self._(OPERATIONS[how], column)
            case Combined(how, parts):
                said = [self.quantity(part) for part in parts]
                if how in ("sum", "mean"):
                    return self._(OPERATIONS[how], ", ".join(said))
                return self._(OPERATIONS[how], *said)
