"""The benchmark times the same work: every peer finds the same rules to fire."""

from typing import Any

import pytest

from benchmarks.agreement import DisagreementError, agree, fired_rules
from benchmarks.firing_table import peers_for
from benchmarks.peers import Peer
from benchmarks.peers.zen_engine import ZenDecision, ZenExpression
from benchmarks.workload import (
    Workload,
    as_records,
    facts_at,
    localities,
    shared_work,
    slot_columns,
)
from engine.knowledge.model import Knowledge
from engine.oracle import evaluate

LOCALITIES, RULES = 20, 40


@pytest.fixture(scope="module")
def work(knowledge: Knowledge) -> Workload:
    return shared_work(knowledge, RULES)


def test_all_peers_agree_on_what_fires(work: Workload) -> None:
    """Some rules fire and some do not, so that agreeing says something."""
    agree(work, [*peers_for(work), ZenDecision(work, trace=True)], LOCALITIES)

    fired = fired_rules(work, LOCALITIES)

    assert len(work.rules) == RULES
    assert 0 < min(map(len, fired)) <= max(map(len, fired)) < RULES


def test_what_they_agree_on_is_what_the_oracle_says(work: Workload) -> None:
    known = localities(work, LOCALITIES, unknown=0.0)
    expected = [
        {
            name
            for name, outcome in evaluate(work.knowledge, facts_at(work, known, row)).items()
            if outcome.state == "fires"
        }
        for row in range(LOCALITIES)
    ]

    assert fired_rules(work, LOCALITIES) == expected


def test_copies_of_rules_agree_too(knowledge: Knowledge) -> None:
    """More rules than there are are copies that ask for other factors."""
    real = len(shared_work(knowledge).rules)

    more = shared_work(knowledge, real + RULES)

    assert len(more.rules) == real + RULES
    agree(more, [ZenExpression(more)], 3)


class Forgetful:
    """A peer that never sees one of the rules that fire."""

    name = "forgetful"

    def __init__(self, peer: Peer) -> None:
        self.peer = peer

    def evaluate(self, record: dict[str, Any]) -> Any:
        return self.peer.evaluate(record)

    def fired(self, outcome: Any) -> frozenset[str]:
        return frozenset(sorted(self.peer.fired(outcome))[1:])


def test_a_peer_that_errs_stops_the_benchmark(work: Workload) -> None:
    with pytest.raises(DisagreementError, match="forgetful, locality 0"):
        agree(work, [Forgetful(ZenExpression(work))], LOCALITIES)


def test_records_are_plain_numbers(work: Workload) -> None:
    """Peers read each locality as they would in their own programs: no arrays, no masks."""
    columns = slot_columns(work, localities(work, LOCALITIES, unknown=0.0))

    for record in as_records(columns, LOCALITIES):
        assert tuple(record) == work.slots
        assert {type(value) for value in record.values()} <= {int, float}
