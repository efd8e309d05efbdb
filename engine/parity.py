"""The three evaluators held to one another: oracle, durable_rules, columns.

The oracle says what a rule means, durable_rules gives single answers, columns give tables. Each
locality is evaluated by all three: every rule must have the same state, and every option the same
total, verdict and place in a single answer and in columns.
"""

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from engine.advice import judge
from engine.columns.firing import fire
from engine.columns.localities import Localities, from_facts
from engine.columns.program import compiled
from engine.columns.ranking import rank
from engine.composition import Judgement
from engine.facts import gather
from engine.knowledge.model import Knowledge
from engine.library import open_library
from engine.oracle import evaluate
from engine.outcomes import Outcome
from engine.profile import read_profile
from engine.ranking import VERDICTS, normalised
from engine.rule import State
from engine.tables.batch import encode
from engine.tables.profiles import profiles_of
from engine.tables.sources import Chunk, ProfileTable

STATES: tuple[State, ...] = ("silent", "undecided", "fires")
PIECE = 32  # localities compared at once by one process
TOLD = 10  # differences that are told one by one
WAITING = 2  # pieces read ahead for each process

# What an option came to: its total, its verdict, its place.
Placed = tuple[int, str, int]


@dataclass(frozen=True)
class Difference:
    """One rule or intervention of which evaluators say different things."""

    locality: str
    of: str
    said: Mapping[str, str]


@dataclass(frozen=True)
class Compared:
    """What was compared of some localities: a hash of each one's outcomes, and what differs."""

    hashes: tuple[str, ...] = ()
    cells: int = 0
    set_aside: int = 0
    differing: int = 0
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Report:
    """What was compared altogether; ``localities`` by the set that they are of.

    ``differing`` counts the cells that differ, of which ``differences`` tells the first.
    """

    localities: Mapping[str, int]
    rules: int
    options: int
    cells: int
    set_aside: int
    differing: int
    differences: tuple[Difference, ...]
    hash: str


@dataclass(frozen=True)
class Piece:
    """Some localities of one set: documented cases by name, or rows of a table.

    ``chosen`` are the places (within the piece) of those that are compared.
    """

    of: str
    chosen: tuple[int, ...]
    cases: tuple[str, ...] = ()
    chunk: Chunk | None = None
    repeated: Mapping[str, int] = field(default_factory=dict)


def parity(
    tables: Iterable[ProfileTable] = (),
    *,
    rules: Path | None = None,
    sample: int | None = None,
    workers: int = 0,
    told: Callable[[int, int], None] = lambda *_: None,
) -> Report:
    """Compare the evaluators on all documented cases and on the rows of tables.

    With ``sample`` only so many localities of each set, spread evenly over it.
    """
    knowledge = open_library(rules)
    sets = _sets(knowledge, list(tables), sample)
    total = sum(size for _, size, _ in sets)
    counts = dict.fromkeys((name for name, _, _ in sets), 0)
    digest = hashlib.sha256(knowledge.content_hash.encode())
    cells = set_aside = differing = done = 0
    differences: list[Difference] = []
    pieces = (piece for _, _, found in sets for piece in found)
    for piece, compared in _worked(pieces, rules, workers or os.cpu_count() or 1):
        counts[piece.of] += len(compared.hashes)
        cells, set_aside = cells + compared.cells, set_aside + compared.set_aside
        differing += compared.differing
        differences += compared.differences[: TOLD - len(differences)]
        for hashed in compared.hashes:
            digest.update(hashed.encode())
        done += len(piece.chosen)
        told(done, total)
    return Report(
        counts,
        len(knowledge.active),
        len(knowledge.interventions),
        cells,
        set_aside,
        differing,
        tuple(differences),
        digest.hexdigest(),
    )


def _sets(
    knowledge: Knowledge, tables: Sequence[ProfileTable], sample: int | None
) -> list[tuple[str, int, Iterator[Piece]]]:
    """Every set of localities: its name, how many of it are compared, and its pieces."""
    names = tuple(knowledge.cases)
    chosen = _spread(len(names), sample)
    found = [("cases", len(chosen), _case_pieces(names, chosen))]
    for table in tables:
        chosen = _spread(table.count(), sample)
        found.append((str(table.path), len(chosen), _table_pieces(table, chosen)))
    return found


def _spread(size: int, sample: int | None) -> range | list[int]:
    """The places of a sample, evenly spread; of all where there are not more."""
    if sample is None or sample >= size:
        return range(size)
    return [place * size // sample for place in range(sample)]


def _case_pieces(names: Sequence[str], chosen: Sequence[int]) -> Iterator[Piece]:
    for start in range(0, len(chosen), PIECE):
        cases = tuple(names[place] for place in chosen[start : start + PIECE])
        yield Piece("cases", tuple(range(len(cases))), cases)


def _table_pieces(table: ProfileTable, chosen: Sequence[int]) -> Iterator[Piece]:
    repeated, wanted = table.repeated(), set(chosen)
    for number, chunk in table.chunks(PIECE):
        places = [row for row in range(chunk.size) if number * PIECE + row in wanted]
        if places:
            yield Piece(str(table.path), tuple(places), chunk=chunk, repeated=repeated)


def _worked(
    pieces: Iterator[Piece], rules: Path | None, workers: int
) -> Iterator[tuple[Piece, Compared]]:
    """Each piece with what came of it, in order, reading only a few ahead."""
    compare = partial(compared, rules)
    if workers == 1:
        yield from ((piece, compare(piece)) for piece in pieces)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[tuple[Piece, Future[Compared]]] = deque()
        while True:
            for piece in islice(pieces, workers * WAITING - len(waiting)):
                waiting.append((piece, pool.submit(compare, piece)))
            if not waiting:
                return
            piece, future = waiting.popleft()
            yield piece, future.result()


def compared(rules: Path | None, piece: Piece) -> Compared:
    """The three evaluators on one piece."""
    knowledge = open_library(rules)
    if piece.chunk is None:
        raws = [knowledge.cases[name].profile for name in piece.cases]
        profiles = [read_profile(raw, knowledge.vocabulary) for raw in raws]
        facts = [gather(profile, knowledge) for profile in profiles]
        localities = from_facts(knowledge, facts, [profile.country for profile in profiles])
        return _compared(
            knowledge, dict(enumerate(zip(piece.cases, raws, strict=True))), localities
        )
    encoded = encode(knowledge, piece.chunk, piece.repeated)
    names = encoded.about.column("id").to_pylist()
    raws = profiles_of(knowledge.vocabulary, piece.chunk)
    places = (int(row) - piece.chunk.first for row in encoded.rows)
    singles = {
        row: (f"{piece.of}: {names[row]}", raws[place])
        for row, place in enumerate(places)
        if place in piece.chosen
    }
    found = _compared(knowledge, singles, encoded.localities)
    return replace(found, set_aside=len(piece.chosen) - len(singles))


def _compared(
    knowledge: Knowledge, singles: Mapping[int, tuple[str, Any]], localities: Localities
) -> Compared:
    """Single localities (name and profile), by their row among the columns."""
    columns = Columns(knowledge, localities)
    hashes, cells = [], 0
    differences: list[Difference] = []
    for row, (name, raw) in singles.items():
        single = judge(knowledge, raw)
        found = _table(knowledge, single, columns, row)
        cells += len(found)
        differences += [
            Difference(name, of, said) for of, said in found.items() if len(set(said.values())) > 1
        ]
        hashes.append(_hash(found))
    return Compared(tuple(hashes), cells, 0, len(differences), tuple(differences[:TOLD]))


class Columns:
    """What columns say of localities, row by row."""

    def __init__(self, knowledge: Knowledge, localities: Localities) -> None:
        firing = fire(compiled(knowledge), localities)
        self.planes = firing.rules()
        self.ranking = rank(firing, localities, normalised(None, knowledge.scales))
        self.order = self.ranking.order()

    def states(self, row: int) -> dict[str, State]:
        return {
            name: STATES[plane if isinstance(plane, int) else int(plane[row])]
            for name, plane in self.planes.items()
        }

    def places(self, row: int) -> dict[str, Placed]:
        found = self.ranking
        return {
            found.slugs[option]: (
                int(found.totals[option, row]),
                VERDICTS[found.verdicts[option, row]],
                place,
            )
            for place, option in enumerate(self.order[row], start=1)
        }


def _table(
    knowledge: Knowledge, single: Judgement, columns: Columns, row: int
) -> dict[str, Mapping[str, str]]:
    """What each evaluator says of each rule and option of one locality."""
    meant: Mapping[str, Outcome] = evaluate(knowledge, single.oracle.facts)
    states = columns.states(row)
    found: dict[str, Mapping[str, str]] = {}
    for rule in knowledge.active:
        inferred = single.outcomes[rule.id]
        said = {
            "oracle": meant[rule.id].state,
            "durable_rules": inferred.state,
            "columns": states.get(rule.id, "?"),
        }
        if inferred != meant[rule.id] and inferred.state == meant[rule.id].state:
            # The same state, but of other entities.
            said["oracle"] += f" {meant[rule.id]}"
            said["durable_rules"] += f" {inferred}"
        found[rule.id] = said
    places = columns.places(row)
    for item in single.ranking:
        slug = item.standing.intervention
        alone = (item.total, item.verdict, item.rank)
        found[slug] = {"single": _shown(alone), "columns": _shown(places[slug])}
    return found


def _shown(placed: Placed) -> str:
    total, verdict, place = placed
    return f"{place}. {verdict} ({total})"


def _hash(found: Mapping[str, Mapping[str, str]]) -> str:
    """A hash of everything that was said of one locality, by whomever."""
    digest = hashlib.sha256()
    for of, said in sorted(found.items()):
        for value in said.values():
            digest.update(f"{of}={value}\n".encode())
    return digest.hexdigest()
