"""One evaluator by itself: the memory of its process over many editions, or many evaluations.

Run ``python -m benchmarks.endurance --editions 1000`` and ``--evaluations 100000``. The first makes
the process take up editions of the rules in turn, as a server that reloads them does, and answer
under each. The second runs the rules engine over the documented cases, again and again.
:mod:`benchmarks.soak` does both through a server, which takes twenty times as long.
"""

import argparse
import itertools
import pickle
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import psutil

from api.evaluation import worker
from api.evaluation.worker import Question
from engine.advice import advise
from engine.facts import gather
from engine.inference import inference_for
from engine.library import open_library
from engine.profile import read_profile

SAMPLES = 20
Step = Callable[[], object]
MEGABYTE = 1_000_000


def editions() -> Iterator[Step]:
    """Steps that each take up the other of two editions and answer one question under it."""
    knowledge = open_library()
    other = replace(knowledge, version=f"{knowledge.version}-other")
    packed = [pickle.dumps(one, pickle.HIGHEST_PROTOCOL) for one in (knowledge, other)]
    asked = Question(advise, ({"factors": {"extortion": "common"}},), {"explain": "summary"})
    question = pickle.dumps(asked, pickle.HIGHEST_PROTOCOL)
    number = 0

    def take_up() -> None:
        nonlocal number
        number += 1
        key = str(number)  # never seen before, so that it is unpacked and loaded
        assert worker.knows(key, packed[number % 2])
        assert worker.answered(key, question) is not None

    del knowledge, other
    while True:
        yield take_up


def evaluations() -> Iterator[Step]:
    """Steps that each run all rules over one documented case."""
    knowledge = open_library()
    inference = inference_for(knowledge)
    cases = [
        gather(read_profile(case.profile, knowledge.vocabulary), knowledge)
        for case in knowledge.cases.values()
    ]
    for facts in itertools.cycle(cases):
        yield partial(inference.solutions, facts)


def endure(steps: Iterator[Step], times: int) -> None:
    """Take so many steps and print, twenty times, what the process holds."""
    process, began = psutil.Process(), time.monotonic()
    print("steps seconds MB", flush=True)
    for number in range(1, times + 1):
        next(steps)()
        if number % max(1, times // SAMPLES) == 0:
            held = process.memory_info().rss / MEGABYTE
            print(f"{number:6} {time.monotonic() - began:7.0f} {held:5.1f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editions", type=int, default=0)
    parser.add_argument("--evaluations", type=int, default=0)
    asked = parser.parse_args()
    if not asked.editions and not asked.evaluations:
        parser.error("say how many: --editions 1000, --evaluations 100000")
    for steps, times in ((editions, asked.editions), (evaluations, asked.evaluations)):
        if times:
            endure(steps(), times)


if __name__ == "__main__":
    main()
