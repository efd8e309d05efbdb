"""A new recipe's file: the table's columns with examples, every field blank, with what belongs.

What is left blank is a fault that ``remanso import RECIPE --check`` names.
"""

import json
import re
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from api.cli.failures import refuse
from api.speech import safe
from engine.errors import ProfileError
from engine.knowledge.schemas import Kebab
from engine.tables.foreign import ForeignTable, open_table
from engine.tables.recipe import Layout
from engine.text import Language, Text

EXAMPLES = 3
_PLAIN = re.compile(r"[^\W\d_][\w]*( [\w]+)*\Z")  # words that YAML reads as they stand
_SPOKEN_FOR = {"true", "false", "null", "yes", "no", "on", "off"}

Hints = Mapping[str, str]  # what belongs in a field, in one language

HINTS: Mapping[str, Text] = {
    "title": Text("which table this is for", "para qué tabla es"),
    "publisher": Text("who publishes it", "quién la publica"),
    "attribution": Text("how it is to be credited", "cómo se debe citar"),
    "terms": Text("its licence or terms of use", "su licencia o condiciones de uso"),
    "period": Text("the years that it covers", "los años que abarca"),
    "as_of": Text("the year its profiles speak of", "el año del que hablan los perfiles"),
    "id": Text(
        "unique and lasting: an official code, as in 'PE-{code:6}' (filled up to six digits)",
        "único y duradero: un código oficial, como «PE-{code:6}» (completado a seis cifras)",
    ),
    "name": Text("as in '{town}, {state}'", "como «{municipio}, {estado}»"),
    "country": Text(
        "two letters; if they differ, instead: countries: {column: ..., codes: {Peru: PE}}",
        "dos letras; si varían, en su lugar: countries: {column: ..., codes: {Perú: PE}}",
    ),
    "leave_out": Text(
        "rows that are about no locality, such as a total",
        "filas que no son de ninguna localidad, como un total",
    ),
    "columns": Text(
        "scope: locality, region or country. Remove what you do not read. What means 'not recorded'"
        " goes under missing, with because; a share is between: [0, 1]",
        "scope: locality, region o country. Quite lo que no se lee. Lo que significa «sin registro»"
        " va en missing, con because; una proporción es between: [0, 1]",
    ),
    "factors": Text(
        "only what a column truly bears on; 'remanso factors show SLUG' gives levels and anchors",
        "solo aquello de lo que una columna habla de verdad; 'remanso factors show SLUG' da los"
        " niveles y las anclas",
    ),
    "number": Text(
        "a column, or {per_100k: [deaths, people]}; also ratio, difference, sum, mean, count_items",
        "una columna, o {per_100k: [muertes, habitantes]}; también ratio, difference, sum, mean,"
        " count_items",
    ),
    "bands": Text(
        "from low to high; each with 'source', or 'ours: true' and the reason",
        "de menos a más; cada una con «source», o «ours: true» y la razón",
    ),
    "basis": Text("observed, or proxy for something near it", "observed, o proxy si es indirecto"),
    "limits": Text("where it would mislead; never empty", "dónde engañaría; nunca vacío"),
    "unknown": Text(
        "what the table seems to tell and does not, and why",
        "lo que la tabla parece decir y no dice, y por qué",
    ),
    "tests": Text(
        "rows of the table and what they must give; one with cells left out, which stay unknown",
        "filas de la tabla y lo que deben dar; una con celdas vacías, que quedan desconocidas",
    ),
}


def begin_recipe(folder: Path, recipe: str, table: Path, spoken: Language) -> Path:
    """Write the new recipe's file, and nothing over an old one.

    Raises:
        UsageFaultsError: the id cannot be, there is no such folder, or the file exists.
        ProfileError: the table cannot be read.
    """
    try:
        TypeAdapter(Kebab).validate_python(recipe)
    except ValidationError:
        what = Text(
            "an id is lowercase words joined by hyphens, at most 80 characters",
            "un id son palabras en minúscula unidas por guiones, a lo sumo 80 caracteres",
        )
        refuse(recipe, what)
    path = folder / f"{recipe}.yaml"
    if not folder.is_dir():
        refuse(str(folder), Text("there is no such folder", "no existe esa carpeta"))
    if path.exists():
        refuse(str(path), Text("this recipe exists already", "esa receta ya existe"))
    opened, encoding = _opened(table)
    text = blank_recipe(recipe, opened, encoding, spoken)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def _opened(table: Path) -> tuple[ForeignTable, str]:
    """The table, in UTF-8 or in what many statistics offices write."""
    try:
        return open_table(table), "utf-8"
    except ProfileError as error:
        if "latin-1" not in str(error):
            raise
        return open_table(table, Layout(encoding="latin-1")), "latin-1"


def blank_recipe(recipe: str, table: ForeignTable, encoding: str, spoken: Language) -> str:
    """The text of a new recipe's file."""
    hint = {name: text.in_(spoken) for name, text in HINTS.items()}
    rows = [cells for _, cells in islice(table.rows(), EXAMPLES)]
    parts = (
        [f"id: {recipe}", f"title:   # {hint['title']}", "  en:", "  es:"],
        _table(hint, encoding),
        _locality(hint),
        _columns(hint, table.header, rows),
        _factors(hint),
        _unknown(hint),
        _tests(hint, rows[0] if rows else {}),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _table(hint: Hints, encoding: str) -> list[str]:
    return [
        "table:",
        f"  publisher:   # {hint['publisher']}",
        f"  attribution:   # {hint['attribution']}",
        f"  terms: {{en: , es: }}   # {hint['terms']}",
        f"  period:   # {hint['period']}",
        f"  as_of:   # {hint['as_of']}",
        *([f"  format: {{encoding: {encoding}}}"] if encoding != "utf-8" else []),
    ]


def _locality(hint: Hints) -> list[str]:
    return [
        "locality:",
        f"  id:   # {hint['id']}",
        f"  name:   # {hint['name']}",
        f"  country:   # {hint['country']}",
        f"  # leave_out:   # {hint['leave_out']}",
        "  #   - {column: code, is: [0], because: {en: , es: }}",
        "",
    ]


def _columns(hint: Hints, header: Iterable[str], rows: list[Mapping[str, str]]) -> list[str]:
    return [f"columns:   # {hint['columns']}", *(_column(name, rows) for name in header), ""]


def _factors(hint: Hints) -> list[str]:
    """One factor to fill in, and one with bands as a comment."""
    return [
        f"factors:   # {hint['factors']}",
        "  - factor: homicide_rate",
        f"    number:   # {hint['number']}",
        f"    basis:   # {hint['basis']}",
        f"    limits:   # {hint['limits']}",
        "      en:",
        "      es:",
        "  # - factor: homicide_trend",
        "  #   value: {ratio: [this_year, last_year]}",
        "  #   only_if:",
        "  #     - {of: {sum: [this_year, last_year]}, at_least: 50, because: {en: , es: }}",
        f"  #   bands:   # {hint['bands']}",
        "  #     - {below: 0.87, possible: [falling_fast, falling], ours: true,"
        " because: {en: , es: }}",
        "  #     - {below: 1.13, level: stable, ours: true, because: {en: , es: }}",
        "  #     - {possible: [rising, spiking], ours: true, because: {en: , es: }}",
        "  #   basis: observed",
        "  #   limits: {en: , es: }",
        "",
    ]


def _unknown(hint: Hints) -> list[str]:
    return [
        f"unknown: []   # {hint['unknown']}",
        "#  - factors: [extortion]",
        "#    because: {en: , es: }",
        "",
    ]


def _tests(hint: Hints, first: Mapping[str, str]) -> list[str]:
    """The table's first row, whole and with all but one cell left out."""
    return [
        f"tests:   # {hint['tests']}",
        f"  - row: {{{_row(first)}}}",
        "    gives: {homicide_rate: }",
        f"  - row: {{{_row(dict(islice(first.items(), 1)))}}}",
        "    gives: {}",
    ]


def _column(name: str, rows: list[Mapping[str, str]]) -> str:
    seen = ", ".join(safe(cells.get(name, ""))[:24] or "-" for cells in rows)
    return f"  {quoted(name)}: {{scope: }}   # {seen}"


def _row(cells: Mapping[str, str]) -> str:
    return ", ".join(f"{quoted(name)}: {quoted(cell)}" for name, cell in cells.items())


def quoted(text: str) -> str:
    """A word as YAML reads it back unchanged."""
    number = re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text)
    if number or (_PLAIN.match(text) and text.lower() not in _SPOKEN_FOR):
        return text
    return json.dumps(text, ensure_ascii=False)
