"""Questions about advice on a whole table: what comes first where, which localities are meant.

They are asked of the files as they lie on disk; what is read into memory is the answer alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

import pyarrow.parquet

from engine.ranking import VERDICTS
from engine.tables.looking import looking

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Sort = Literal["table", "name", "known", "verdict"]
SORTS: tuple[Sort, ...] = get_args(Sort)
NO_ROW = 2**63  # no table has so many, and no number of a column is as large
# The part of the globe whose points are told: further away they are on no map of Latin America.
SOUTH, NORTH, WEST, EAST = -60.0, 35.0, -120.0, -30.0
_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "row": "BIGINT",
        "id": "VARCHAR",
        "name": "VARCHAR",
        "country": "VARCHAR",
        "latitude": "DOUBLE",
        "longitude": "DOUBLE",
        "known_factors": "INTEGER",
        "rank": "INTEGER",
        "intervention": "VARCHAR",
        "verdict": "VARCHAR",
        "score": "DOUBLE",
    }
)


@dataclass(frozen=True)
class Wish:
    """Which localities are meant; what is empty leaves all of them.

    ``first`` is the intervention that comes first there; ``option`` one whose verdict is shown in
    place of the first one's, and must be ``verdict`` if that is given; ``rule`` one that fires.
    """

    first: str = ""
    option: str = ""
    verdict: str = ""
    rule: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one intervention stands in one locality."""

    rank: int
    intervention: str
    verdict: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """One locality: who it is, how much is known of it, what comes first, and what was asked of."""

    row: int
    id: str
    name: str | None
    country: str | None
    known: int
    first: Standing
    asked: Standing | None = None


@dataclass(frozen=True, slots=True)
class First:
    """In how many localities an intervention comes first with a verdict."""

    intervention: str
    verdict: str
    count: int


@dataclass(frozen=True, slots=True)
class Speaking:
    """In how many localities a rule fires, and in how many it is not known whether it does."""

    fires: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Extent:
    """The degrees between which the points of a table lie, and how many localities have one."""

    south: float
    north: float
    west: float
    east: float
    count: int


@dataclass(frozen=True, slots=True)
class Point:
    """Localities of one verdict that lie together."""

    latitude: float
    longitude: float
    verdict: str
    count: int


class Survey:
    """One finished batch's advice, and which rules spoke if that was asked for."""

    def __init__(
        self, connection: "DuckDBPyConnection", columns: frozenset[str], *, has_rules: bool
    ) -> None:
        self._connection = connection
        self.has_points = {"latitude", "longitude"} <= columns
        self.has_rules = has_rules

    def count(self, wish: Wish | None = None) -> int:
        where, given = _where(wish or Wish())
        ((count,),) = self._ask(f"SELECT count(*) FROM place {where}", given)
        return int(count)

    def firsts(self) -> list[First]:
        """What comes first how often, the most frequent first."""
        query = """
            SELECT * FROM (
                SELECT intervention, verdict, count(*) AS n FROM place GROUP BY ALL
            ) ORDER BY sum(n) OVER (PARTITION BY intervention) DESC, intervention, n DESC, verdict
        """
        return [First(*row) for row in self._ask(query)]

    def verdicts(self, wish: Wish) -> dict[str, int]:
        """How many of the localities meant have which verdict, in the order of the ranking."""
        where, given = _where(wish)
        query = f"SELECT shown, count(*) FROM {_shown(wish)} {where} GROUP BY ALL"
        found = dict(self._ask(query, [*_option(wish), *given]))
        return {name: found[name] for name in VERDICTS if name in found}

    def speaking(self) -> dict[str, Speaking]:
        """How often each rule fires and is undecided; those that never are either are left out."""
        if not self.has_rules:
            return {}
        query = """
            SELECT rule, sum(fires)::INTEGER, sum(undecided)::INTEGER FROM (
                SELECT unnest(fired) AS rule, 1 AS fires, 0 AS undecided FROM locality
                UNION ALL SELECT unnest(undecided), 0, 1 FROM locality
            ) GROUP BY rule
        """
        return {rule: Speaking(fires, undecided) for rule, fires, undecided in self._ask(query)}

    def found(self, wish: Wish, sort: Sort, limit: int, offset: int) -> list[Found]:
        """Some of the localities that are meant."""
        where, given = _where(wish)
        query = f"""
            SELECT row, id, name, country, known_factors, rank, intervention, verdict, score,
                asked_rank, asked_verdict, asked_score
            FROM {_shown(wish)} {where} ORDER BY {_ORDERS[sort]}, row LIMIT ? OFFSET ?
        """
        rows = self._ask(query, [*_option(wish), *given, limit, offset])
        return [_found(row, wish.option) for row in rows]

    def at(self, row: int) -> tuple[Found, tuple[Standing, ...]] | None:
        """One locality with all that was advised on it, best first; None where there is none."""
        if not 0 < row < NO_ROW:
            return None
        query = """
            SELECT row, id, name, country, known_factors, rank, intervention, verdict, score,
                NULL, NULL, NULL
            FROM advice WHERE row = ? ORDER BY rank
        """
        rows = self._ask(query, [row])
        if not rows:
            return None
        return _found(rows[0], ""), tuple(Standing(*one[5:9]) for one in rows)

    def rules_at(self, row: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The rules that fire in a locality, and those of which it is not known."""
        if not self.has_rules or not 0 < row < NO_ROW:
            return (), ()
        rows = self._ask("SELECT fired, undecided FROM locality WHERE row = ?", [row])
        return (tuple(rows[0][0]), tuple(rows[0][1])) if rows else ((), ())

    def extent(self) -> Extent | None:
        """Between which degrees all localities lie that have a point; None where none has."""
        query = f"""
            SELECT min(latitude), max(latitude), min(longitude), max(longitude), count(*)
            FROM place WHERE {_ON_MAP}
        """
        ((south, north, west, east, count),) = self._ask(query)
        return Extent(south, north, west, east, count) if count else None

    def points(self, wish: Wish, step: float) -> list[Point]:
        """Where the localities that are meant lie, to a ``step`` in degrees."""
        where, given = _where(wish, _ON_MAP)
        query = f"""
            SELECT round(latitude / $$) * $$ AS y, round(longitude / $$) * $$ AS x, shown, count(*)
            FROM {_shown(wish)} {where} GROUP BY ALL ORDER BY y, x, shown
        """.replace("$$", repr(float(step)))
        return [Point(*row) for row in self._ask(query, [*_option(wish), *given])]

    def _ask(self, query: str, given: Sequence[object] = ()) -> list[Any]:
        return self._connection.execute(query, list(given)).fetchall()


@contextmanager
def surveyed(advice: Path, localities: Path, *, ranked_for: str | None) -> Iterator[Survey]:
    """Look at a finished batch; ``ranked_for`` is the one option that it was asked about, if any.

    Without the table of localities, or where it tells of no rules, nothing is known of rules.
    """
    columns = frozenset(pyarrow.parquet.read_schema(advice).names)
    has_rules = localities.is_file() and "fired" in pyarrow.parquet.read_schema(localities).names
    listed = ", ".join(
        f"TRY_CAST({name if name in columns else 'NULL'} AS {kind}) AS {name}"
        for name, kind in _COLUMNS.items()
    )
    with looking() as connection:
        connection.read_parquet(str(advice)).project(listed).create_view("advice")
        first = "" if ranked_for else "WHERE rank = 1"
        connection.execute(f"CREATE VIEW place AS SELECT * FROM advice {first}")
        if has_rules:
            connection.read_parquet(str(localities)).create_view("locality")
        yield Survey(connection, columns, has_rules=has_rules)


def _shown(wish: Wish) -> str:
    """The localities with the verdict that is shown of each."""
    if not wish.option:
        nothing = "NULL AS asked_rank, NULL AS asked_verdict, NULL AS asked_score"
        return f"(SELECT *, verdict AS shown, {nothing} FROM place)"
    return """(
        SELECT place.*, other.verdict AS shown, other.rank AS asked_rank,
            other.verdict AS asked_verdict, other.score AS asked_score
        FROM place LEFT JOIN (SELECT * FROM advice WHERE intervention = ?) AS other USING (row)
    )"""


def _option(wish: Wish) -> list[object]:
    return [wish.option] if wish.option else []


def _where(wish: Wish, *conditions: str) -> tuple[str, list[object]]:
    """What a locality must fulfil, and what is filled in."""
    asked: list[tuple[str, list[object]]] = [(condition, []) for condition in conditions]
    if wish.first:
        asked.append(("intervention = ?", [wish.first]))
    if wish.verdict and wish.option:
        within = "row IN (SELECT row FROM advice WHERE intervention = ? AND verdict = ?)"
        asked.append((within, [wish.option, wish.verdict]))
    elif wish.verdict:
        asked.append(("verdict = ?", [wish.verdict]))
    if wish.rule:
        fires = "row IN (SELECT row FROM locality WHERE list_contains(fired, ?))"
        asked.append((fires, [wish.rule]))
    if wish.text:
        named = "concat_ws(' ', id, name)"
        holds = f"contains(lower(strip_accents({named})), lower(strip_accents(?)))"
        asked.append((holds, [wish.text]))
    if not asked:
        return "", []
    where = " AND ".join(condition for condition, _ in asked)
    return f"WHERE {where}", [value for _, given in asked for value in given]


def _found(values: Sequence[Any], option: str) -> Found:
    row, name, called, country, known, *first = values[:9]
    rank, verdict, score = values[9:]
    asked = None if rank is None else Standing(rank, option, verdict, score)
    return Found(row, name, called, country, known, Standing(*first), asked)


_ON_MAP = f"latitude BETWEEN {SOUTH} AND {NORTH} AND longitude BETWEEN {WEST} AND {EAST}"
_VERDICT_ORDER = ", ".join(f"'{name}'" for name in VERDICTS)
_ORDERS: Mapping[Sort, str] = MappingProxyType(
    {
        "table": "row",
        "name": "lower(strip_accents(coalesce(name, id)))",
        "known": "known_factors DESC",
        "verdict": f"list_position([{_VERDICT_ORDER}], shown) NULLS LAST,"
        " coalesce(asked_score, score) DESC",
    }
)
