"""Advice written whole: Parquet, CSV or GeoJSON, from the parts in which it was worked out."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from engine.ranking import VERDICTS
from engine.tables.formulas import harmless

POINTS_PIECE = 4_096  # rows that are plain values at once
Writer = Callable[[Path, Iterator[pa.Table]], None]


def write(out: Path, parts: Sequence[Path]) -> None:
    """Write all parts, in order, as one file: the whole of it or nothing."""
    temporary = out.with_name(f".{out.name}.writing")
    try:
        WRITERS[out.suffix.lower()](temporary, (pa.parquet.read_table(part) for part in parts))
        os.replace(temporary, out)
    finally:
        temporary.unlink(missing_ok=True)


def _parquet(path: Path, tables: Iterator[pa.Table]) -> None:
    first = next(tables)
    with pa.parquet.ParquetWriter(path, first.schema, compression="zstd") as writer:
        writer.write_table(first)
        for table in tables:
            writer.write_table(table)


def _csv(path: Path, tables: Iterator[pa.Table]) -> None:
    first = flat(next(tables))
    with pa.csv.CSVWriter(path, first.schema) as writer:
        writer.write_table(first)
        for table in tables:
            writer.write_table(flat(table))


def flat(table: pa.Table) -> pa.Table:
    """Lists as texts, and no cell that a spreadsheet would take for a formula."""
    return pa.table([_flat_column(c) for c in table.columns], names=table.column_names)


def _flat_column(column: pa.ChunkedArray) -> Any:
    if pa.types.is_list(column.type):
        return pa.array([" ".join(names) for names in column.to_pylist()], pa.string())
    if pa.types.is_string(column.type):
        return pa.array([text and harmless(text) for text in column.to_pylist()], pa.string())
    return column


def _geojson(path: Path, tables: Iterator[pa.Table]) -> None:
    """One point for each locality, its options in order as a property."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        for number, feature in enumerate(f for table in tables for f in _features(table)):
            file.write(",\n" if number else "\n")
            json.dump(feature, file, ensure_ascii=False)
        file.write("\n]}\n")


def _features(table: pa.Table) -> Iterator[Mapping[str, Any]]:
    about = [
        n
        for n in ("row", "id", "name", "country", "as_of", "known_factors")
        if n in table.column_names
    ]
    point = ("longitude", "latitude")
    held: dict[str, Any] | None = None
    for row in (row for piece in table.to_batches(POINTS_PIECE) for row in piece.to_pylist()):
        option = {k: v for k, v in row.items() if k not in about and k not in point}
        if held is not None and held["properties"]["row"] == row["row"]:
            held["properties"]["options"].append(option)
            continue
        if held is not None:
            yield held
        held = {
            "type": "Feature",
            "geometry": _geometry([row[name] for name in point]),
            "properties": {**{name: row[name] for name in about}, "options": [option]},
        }
    if held is not None:
        yield held


def _geometry(point: Sequence[Any]) -> Mapping[str, Any] | None:
    """A point; null, as GeoJSON has it, where the place is not known."""
    try:
        return {"type": "Point", "coordinates": [float(end) for end in point]}
    except (TypeError, ValueError):
        return None


WRITERS: Mapping[str, Writer] = {".parquet": _parquet, ".csv": _csv, ".geojson": _geojson}


def by_locality(out: Path, parts: Sequence[Path]) -> Path:
    """One option's rows over all localities, the best placed first, as one part with its places."""
    verdicts = ", ".join(f"'{name}'" for name in VERDICTS)
    listed = [str(part) for part in parts]
    ordered = out.with_name(f".{out.name}.ordered.parquet")
    query = f"""
        SELECT row_number() OVER () AS place, * FROM (
            SELECT * FROM read_parquet(?)
            ORDER BY list_position([{verdicts}], verdict), score DESC, "row"
        )
    """
    import duckdb  # late: it is large, and no answer about one place needs it

    table = duckdb.connect().sql(query, params=[listed]).to_arrow_table()
    pa.parquet.write_table(table, ordered)
    return ordered
