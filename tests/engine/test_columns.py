"""A locality in a column gets what it gets by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.advice import diagnoses
from engine.columns.firing import fire
from engine.columns.localities import Localities, from_facts
from engine.columns.program import compiled
from engine.columns.ranking import Ranking
from engine.columns.ranking import rank as rank_columns
from engine.facts import Facts, gather
from engine.inference import infer
from engine.knowledge.model import Knowledge
from engine.oracle import Oracle, diagnose, evaluate
from engine.possible import Several, Words
from engine.profile import Entity, Profile, read_profile
from engine.ranking import VERDICTS, Ranked, normalised, rank
from engine.reasons import weigh
from engine.rule import Criterion, State
from engine.tables.cells import cell
from engine.tables.encoding import encode
from engine.tables.headers import OWNER
from engine.vocabulary import Vocabulary
from tests.engine.random_knowledge import World, facts_of, fits_the_engine, fuzz, worlds

pytestmark = pytest.mark.slow

STATES: tuple[State, ...] = ("silent", "undecided", "fires")


@fuzz
@given(st.data(), worlds())
def test_random_rules_stand_as_the_oracle_says(data: st.DataObject, world: World) -> None:
    """Entities, joins, negation, chaining and missing values, several localities at once."""
    raws = data.draw(st.lists(world.localities(), min_size=1, max_size=5))
    facts = [facts_of(world.knowledge, raw) for raw in raws]

    found = fire(compiled(world.knowledge), from_facts(world.knowledge, facts)).rules()

    for row, one in enumerate(facts):
        expected = {n: r.state for n, r in evaluate(world.knowledge, one).items()}
        columns = {n: STATES[p if isinstance(p, int) else int(p[row])] for n, p in found.items()}
        assert columns == expected


def places(ranked: Sequence[Ranked]) -> list[tuple[str, int, str]]:
    return [(item.standing.intervention, item.total, item.verdict) for item in ranked]


def in_columns(found: Ranking, row: int) -> list[tuple[str, int, str]]:
    return [
        (found.slugs[k], int(found.totals[k, row]), VERDICTS[found.verdicts[k, row]])
        for k in found.order()[row]
    ]


@fuzz
@given(st.data(), worlds())
def test_random_options_rank_as_they_do_alone(data: st.DataObject, world: World) -> None:
    """Totals are the same whole numbers, and verdict and order follow."""
    knowledge = world.knowledge
    raws = data.draw(st.lists(world.localities(), min_size=1, max_size=4))
    facts = [facts_of(knowledge, raw) for raw in raws]
    weights = normalised(None, knowledge.scales)

    columns = from_facts(knowledge, facts)
    found = rank_columns(fire(compiled(knowledge), columns), columns, weights)

    for row, one in enumerate(facts):
        assert in_columns(found, row) == places(alone(knowledge, one, weights, None))


def test_documented_cases_rank_as_they_do_alone(knowledge: Knowledge) -> None:
    """All documented cases in one table, each with its own country."""
    cases = list(knowledge.cases.values())
    facts = [facts_of(knowledge, case.profile) for case in cases]
    weights = normalised({"feasibility": 0.31, "problem": 1.7}, knowledge.scales)

    columns = from_facts(knowledge, facts, [case.country for case in cases])
    found = rank_columns(fire(compiled(knowledge), columns), columns, weights)

    for row, case in enumerate(cases):
        expected = alone(knowledge, facts[row], weights, case.country)
        assert in_columns(found, row) == places(expected), case.slug


def alone(
    knowledge: Knowledge, facts: Facts, weights: Mapping[Criterion, int], country: str | None
) -> tuple[Ranked, ...]:
    oracle = Oracle(knowledge.vocabulary, facts, diagnose(knowledge, facts))
    standings = weigh(knowledge, facts, evaluate(knowledge, facts), oracle)
    return rank(standings, knowledge, weights, country)


@settings(fuzz, max_examples=30)
@given(st.data(), worlds())
def test_three_evaluators_agree_on_random_rules(data: st.DataObject, world: World) -> None:
    """What durable_rules says of each locality, the oracle and the columns say too."""
    knowledge = world.knowledge
    assume(fits_the_engine(knowledge))
    facts = [facts_of(knowledge, data.draw(world.localities())) for _ in range(3)]
    weights = normalised(None, knowledge.scales)

    columns = from_facts(knowledge, facts)
    states, ranking = worked_out(knowledge, columns)

    for row, one in enumerate(facts):
        inferred = infer(knowledge, one)
        assert inferred == evaluate(knowledge, one)
        assert states[row] == {name: outcome.state for name, outcome in inferred.items()}
        oracle = Oracle(knowledge.vocabulary, one, diagnoses(knowledge, inferred))
        standings = weigh(knowledge, one, inferred, oracle)
        assert ranking[row] == places(rank(standings, knowledge, weights))


Row = list[tuple[str, int, str]]


def worked_out(
    knowledge: Knowledge, localities: Localities
) -> tuple[list[dict[str, State]], list[Row]]:
    """Every rule's state and every option's place, for each locality of columns."""
    firing = fire(compiled(knowledge), localities)
    found = rank_columns(firing, localities, normalised(None, knowledge.scales))
    planes = {
        name: np.broadcast_to(np.asarray(plane), localities.size)
        for name, plane in firing.rules().items()
    }
    states = [
        {name: STATES[plane[row]] for name, plane in planes.items()}
        for row in range(localities.size)
    ]
    return states, [in_columns(found, row) for row in range(localities.size)]


@settings(fuzz, max_examples=30)
@given(st.data(), worlds())
def test_chunks_never_matter(data: st.DataObject, world: World) -> None:
    """However the localities are cut, each gets what it gets among all the others."""
    raws = data.draw(st.lists(world.localities(), min_size=1, max_size=6))
    facts = [facts_of(world.knowledge, raw) for raw in raws]
    countries = data.draw(some_countries(len(raws)))
    whole = from_facts(world.knowledge, facts, countries)
    cuts = data.draw(st.lists(st.integers(0, len(raws)), max_size=4))
    ends = sorted({0, len(raws), *cuts})

    states: list[dict[str, State]] = []
    ranking: list[Row] = []
    for start, stop in pairwise(ends):
        found = worked_out(world.knowledge, whole.rows(start, stop))
        states, ranking = states + found[0], ranking + found[1]

    assert (states, ranking) == worked_out(world.knowledge, whole)


def some_countries(size: int) -> st.SearchStrategy[list[str | None]]:
    return st.lists(st.sampled_from(("EC", "MX", None)), min_size=size, max_size=size)


@settings(fuzz, max_examples=50)
@given(st.data(), worlds())
def test_a_table_says_what_profiles_say(data: st.DataObject, world: World) -> None:
    """Cells and entity tables, derived factors too, with bad rows and foreign rows between."""
    knowledge = world.knowledge
    raws = data.draw(st.lists(world.localities(), min_size=1, max_size=4))
    countries = data.draw(some_countries(len(raws)))
    profiles = [
        replace(sayable(read_profile(raw, knowledge.vocabulary), knowledge.vocabulary), country=c)
        for raw, c in zip(raws, countries, strict=True)
    ]
    rows = [row_of(knowledge.vocabulary, f"p{n}", one) for n, one in enumerate(profiles)]
    bad = data.draw(st.integers(0, len(rows)))
    rows.insert(bad, {**rows[0], "id": "bad", "country": "nowhere"})
    owned = [(f"p{n}", one) for n, one in enumerate(profiles)] + [("bad", profiles[0])]

    encoded = encode(
        knowledge.vocabulary,
        pa.Table.from_pylist(rows, schema=texts(rows)),
        entity_tables(data, knowledge.vocabulary, owned),
    )

    facts = [gather(profile, knowledge) for profile in profiles]
    alone = from_facts(knowledge, facts, countries)
    assert {reject.id for reject in encoded.rejects} == {"bad"}
    assert list(encoded.rows) == [n + 1 for n in range(len(rows)) if n != bad]
    assert list(encoded.known) == [len(item.known) for item in facts]
    assert worked_out(knowledge, encoded.localities) == worked_out(knowledge, alone)


def sayable(profile: Profile, vocabulary: Vocabulary) -> Profile:
    """The profile without what no cell can say: texts of blanks, sure values beside possible."""

    def can(possible: Any) -> bool:
        match possible:
            case Several(surely, possibly):
                return surely == possibly
            case Words(text):
                return text is not None and text.strip() == text != ""
        return True

    def entity(one: Entity) -> Entity:
        attributes = vocabulary.entities[one.kind].attributes
        values = {name: value for name, value in one.values.items() if can(value)}
        for name, attribute in attributes.items():
            if attribute.required and name not in values:
                values[name] = Words("A")
        return Entity(one.kind, values)

    return Profile(
        factors={
            slug: value
            for slug, value in profile.factors.items()
            if can(value.possible) and value.possible != vocabulary.factors[slug].domain.unknown
        },
        lists={kind: tuple(map(entity, found)) for kind, found in profile.lists.items()},
    )


def row_of(vocabulary: Vocabulary, name: str, profile: Profile) -> dict[str, str | None]:
    row: dict[str, str | None] = {"id": name, "country": profile.country}
    for slug, value in profile.factors.items():
        row[slug] = cell(vocabulary.factors[slug].domain, value.possible)
    for kind, found in profile.lists.items():
        row[vocabulary.entities[kind].list_name] = "" if found else "none"
    return row


def entity_tables(
    data: st.DataObject, vocabulary: Vocabulary, owned: Sequence[tuple[str, Profile]]
) -> dict[str, pa.Table]:
    """The entities of all localities by kind; those of one in order, between those of others."""
    tables = {}
    for kind, found in vocabulary.entities.items():
        queues = [
            [
                {OWNER: owner}
                | {n: cell(found.attributes[n].domain, v) for n, v in entity.values.items()}
                for entity in profile.lists.get(kind, ())
            ]
            for owner, profile in owned
        ]
        rows: list[dict[str, str]] = []
        turns = [place for place, queue in enumerate(queues) for _ in queue]
        for turn in data.draw(st.permutations(turns)):
            rows.append(queues[turn].pop(0))
        schema = pa.schema([(OWNER, pa.string()), *((n, pa.string()) for n in found.attributes)])
        tables[kind] = pa.Table.from_pylist(rows, schema=schema)
    return tables


def texts(rows: Sequence[Mapping[str, Any]]) -> pa.Schema:
    return pa.schema(
        [(name, pa.string()) for name in dict.fromkeys(n for row in rows for n in row)]
    )
