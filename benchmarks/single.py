"""One profile at a time: what each stage costs, durable_rules beside the oracle, in one process.

Run ``python benchmarks/single.py``. Prints medians over all documented cases, in milliseconds, and
the ratio of durable_rules to the oracle on the same work.
"""

import statistics
import time
from collections.abc import Callable
from typing import TypeVar

from engine.advice import advise, judge
from engine.facts import gather
from engine.inference import inference_for
from engine.library import open_library
from engine.oracle import evaluate
from engine.profile import read_profile

ROUNDS = 5
Result = TypeVar("Result")


def timed(work: Callable[[], Result]) -> float:
    """Milliseconds for one call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    knowledge = open_library()
    engine = inference_for(knowledge)
    profiles = [case.profile for case in knowledge.cases.values()]
    prepared = [gather(read_profile(raw, knowledge.vocabulary), knowledge) for raw in profiles]
    stages: dict[str, list[float]] = {}

    def record(stage: str, milliseconds: float) -> None:
        stages.setdefault(stage, []).append(milliseconds)

    for _ in range(ROUNDS):
        for raw, facts in zip(profiles, prepared, strict=True):
            record("oracle, rules only", timed(lambda facts=facts: evaluate(knowledge, facts)))
            record("durable_rules, rules only", timed(lambda facts=facts: engine.solutions(facts)))
            record("judge: rules to ranking", timed(lambda raw=raw: judge(knowledge, raw)))
            record("advise: with the answer", timed(lambda raw=raw: advise(knowledge, raw)))
    print(f"{len(knowledge.active)} rules, {len(engine.network.rules)} engine rules, ", end="")
    print(f"{len(profiles)} profiles, {ROUNDS} rounds")
    for stage, values in stages.items():
        low, high = min(values), max(values)
        print(f"{stage:28} {statistics.median(values):8.1f} ms  ({low:.1f} to {high:.1f})")
    medians = {stage: statistics.median(values) for stage, values in stages.items()}
    ratio = medians["durable_rules, rules only"] / medians["oracle, rules only"]
    print(f"durable_rules / oracle: {ratio:.1f}")


if __name__ == "__main__":
    main()
