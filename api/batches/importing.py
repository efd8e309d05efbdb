"""A public table made into profiles by a recipe of the rules, before a batch works on them.

Rows count as they stand in the table that was sent, so that who sent it finds them there.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import Fault, ProfileError
from engine.knowledge.model import Knowledge
from engine.knowledge.reading import RECIPES
from engine.tables.batch import REJECT_COLUMNS, Told
from engine.tables.foreign import open_table
from engine.tables.formulas import harmless, original
from engine.tables.importing import Importer, Summary
from engine.tables.recipe_reading import read_recipe
from engine.text import Text

PROFILES = "imported.parquet"


@dataclass
class Aside:
    """Bad rows as a batch tells of them."""

    rows: list[Told] = field(default_factory=list)

    def add(self, row: int, column: str, _value: str, fault: Fault, /) -> None:
        self.rows.append(("", row, "", column, fault.sentence("en"), fault.sentence("es")))


@dataclass(frozen=True)
class Imported:
    """What an import came to: the profiles, and the rows that none was made of.

    ``places`` says in which row of the table each locality stood.
    """

    path: Path
    summary: Summary
    rejects: tuple[Told, ...]
    places: Mapping[str, int]

    def tell_rejects(self, path: Path) -> None:
        """Put the rows that no profile was made of before those that no advice was given on."""
        later = list(self._placed(path)) if path.exists() else []
        if self.rejects or later:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(REJECT_COLUMNS)
                writer.writerows([harmless(str(cell)) for cell in row] for row in self.rejects)
                writer.writerows(later)

    def _placed(self, path: Path) -> Iterator[list[str]]:
        with path.open(encoding="utf-8", newline="") as file:
            _, *rows = csv.reader(file)
        for table, row, name, *why in rows:
            place = self.places.get(original(name), row) if not table else row
            yield [table, str(place), name, *why]


def importer(rules: Path, knowledge: Knowledge, recipe: str, table: Path) -> Importer:
    """The recipe with the table before it.

    Raises:
        ProfileError: the table cannot be read, or lacks columns that the recipe expects.
    """
    path = rules / RECIPES / f"{recipe}.yaml"
    found, faults = read_recipe(rules, path, knowledge.vocabulary)
    if found is None:
        raise ProfileError(faults)
    return Importer(found, knowledge.vocabulary, open_table(table, found.layout), "en")


def imported(importing: Importer, folder: Path) -> Imported:
    """Make the profiles.

    Raises:
        ProfileError: no row could be read, or a column is about whole countries.
    """
    aside, path = Aside(), folder / PROFILES
    summary = importing.write(path, aside, lambda _: None)
    if not summary.written:
        raise ProfileError([Fault("recipe", _none_read(aside.rows))])
    return Imported(path, summary, tuple(aside.rows), importing.ids)


def _none_read(rejects: list[Told]) -> Text:
    """That nothing came of it, with the first reason."""
    if not rejects:
        return Text(
            "the recipe leaves out every row of the table",
            "la receta deja fuera todas las filas de la tabla",
        )
    _, row, _, _, why, motivo = rejects[0]
    return Text(
        f"no row of the table can be read by this recipe; row {row}: {why}",
        f"ninguna fila de la tabla se puede leer con esta receta; fila {row}: {motivo}",
    )
