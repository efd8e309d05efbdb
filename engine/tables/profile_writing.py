"""Profiles written as a table: CSV, Parquet, or one JSON object on each line."""

import csv
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet

from engine.tables.applying import POINT, Locality
from engine.tables.cells import cell
from engine.tables.formulas import harmless
from engine.tables.recipe import Recipe
from engine.vocabulary import Vocabulary

ABOUT = ("id", "name", "country", "as_of", *POINT)
PROVENANCE = ("basis", "source", "as_of")
CHUNK = 2_048


class Written(ABC):
    """A file of profiles being written, one locality after the other."""

    def __init__(self, path: Path, recipe: Recipe, vocabulary: Vocabulary) -> None:
        self.path, self.recipe, self.vocabulary = path, recipe, vocabulary
        self.names = (
            *ABOUT,
            *(
                name
                for slug in recipe.factors
                for name in (slug, *(f"{slug}.{about}" for about in PROVENANCE))
            ),
        )

    @abstractmethod
    def __enter__(self) -> Self: ...

    @abstractmethod
    def __exit__(self, *failure: object) -> None: ...

    @abstractmethod
    def add(self, locality: Locality) -> None: ...

    def row(self, locality: Locality) -> dict[str, Any]:
        """The locality as one flat row; what is unknown is not in it."""
        row = dict(locality.about)
        for slug, found in locality.factors.items():
            row[slug] = cell(self.vocabulary.factors[slug].domain, found.possible)
            for about in PROVENANCE:
                value = getattr(found.way, about)
                if value:
                    row[f"{slug}.{about}"] = value
        return row


class CsvWritten(Written):
    """A CSV file."""

    def __enter__(self) -> Self:
        self.file = self.path.open("w", encoding="utf-8", newline="")
        self.writer = csv.DictWriter(self.file, self.names, restval="")
        self.writer.writeheader()
        return self

    def __exit__(self, *failure: object) -> None:
        self.file.close()

    def add(self, locality: Locality) -> None:
        cells = self.row(locality).items()
        self.writer.writerow(
            {
                name: cell if name in self.recipe.factors else harmless(str(cell))
                for name, cell in cells
            }
        )


class LinesWritten(Written):
    """One profile in the ordinary nested form on each line."""

    def __enter__(self) -> Self:
        self.file = self.path.open("w", encoding="utf-8")
        return self

    def __exit__(self, *failure: object) -> None:
        self.file.close()

    def add(self, locality: Locality) -> None:
        json.dump(locality.profile(self.vocabulary), self.file, ensure_ascii=False)
        self.file.write("\n")


class ParquetWritten(Written):
    """A Parquet file, a chunk of rows at a time."""

    def __enter__(self) -> Self:
        types: Mapping[str, pa.DataType] = {name: pa.float64() for name in POINT}
        self.schema = pa.schema([(name, types.get(name, pa.string())) for name in self.names])
        self.writer = pa.parquet.ParquetWriter(self.path, self.schema, compression="zstd")
        self.held: list[dict[str, Any]] = []
        return self

    def __exit__(self, *failure: object) -> None:
        self._flush()
        self.writer.close()

    def add(self, locality: Locality) -> None:
        self.held.append(self.row(locality))
        if len(self.held) >= CHUNK:
            self._flush()

    def _flush(self) -> None:
        if self.held:
            self.writer.write_table(pa.Table.from_pylist(self.held, schema=self.schema))
        self.held = []


WRITERS: Mapping[str, Callable[[Path, Recipe, Vocabulary], Written]] = {
    ".csv": CsvWritten,
    ".parquet": ParquetWritten,
    ".jsonl": LinesWritten,
}
