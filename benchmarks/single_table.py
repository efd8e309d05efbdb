"""One profile at a time through durable_rules, beside the peers on the same conditions."""

import statistics
from functools import partial

from benchmarks.agreement import DisagreementError, agree
from benchmarks.measuring import Work, in_turns, number, ratio, table
from benchmarks.peers import Peer, evaluate_all
from benchmarks.peers.clips_engine import ClipsEnvironment
from benchmarks.peers.zen_engine import ZenDecision, ZenExpression
from benchmarks.workload import Workload, as_records, facts_at, localities, slot_columns
from engine.facts import gather
from engine.inference import infer
from engine.knowledge.model import Knowledge
from engine.profile import read_profile

CASE = "guayaquil-2024"
COUNT = 10  # profiles
ROUNDS = 15


def single_table(knowledge: Knowledge, work: Workload) -> str:
    """durable_rules, beside the peers on the same conditions."""
    vocabulary = knowledge.vocabulary
    documented = gather(read_profile(knowledge.cases[CASE].profile, vocabulary), knowledge)
    known = localities(work, COUNT, unknown=0.0)
    facts = [facts_at(work, known, row) for row in range(COUNT)]
    records = as_records(slot_columns(work, known), COUNT)
    peers: list[Peer] = [
        ZenDecision(work, trace=True),
        ZenDecision(work),
        ZenExpression(work),
        ClipsEnvironment(work),
    ]
    agree(work, peers, COUNT)
    for peer, row in ((peer, row) for peer in peers for row in range(COUNT)):
        found = infer(work.knowledge, facts[row])
        fires = {name for name, outcome in found.items() if outcome.state == "fires"}
        if peer.fired(peer.evaluate(records[row])) != fires:
            raise DisagreementError(f"durable_rules and {peer.name}, locality {row}")
    ours = "durable_rules, all known"
    works: dict[str, Work] = {
        ours: lambda: [infer(work.knowledge, one) for one in facts],
        f"durable_rules, {CASE} (what is unknown stays so)": lambda: [
            infer(work.knowledge, documented) for _ in range(COUNT)
        ],
    }
    for peer in peers:
        works[peer.name] = partial(evaluate_all, peer, records)
    taken = in_turns(works, ROUNDS)
    rows = [
        [
            name,
            number(statistics.median(found) / COUNT * 1e3),
            number(min(found) / COUNT * 1e3),
            number(ratio(taken[ours], found)),
        ]
        for name, found in taken.items()
    ]
    headings = ["one profile at a time", "ms", "fastest", "durable_rules takes times this"]
    return table(headings, rows)
