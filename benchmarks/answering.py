"""A full answer over HTTP, and which part of it costs what.

Run ``python -m benchmarks.answering``. A server of its own answers the same questions one after
another, then from eight clients at once; explanation level ``rules``, robustness over 1,000
completions, questions, package and precedents, as anyone gets them who asks without options. The
parts are timed in this process, by processor time.
"""

import argparse
import contextlib
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from api.written import serialised
from benchmarks.measuring import in_turns, number, table
from engine.advice import advise, diagnoses
from engine.columns.completions import complete
from engine.columns.firing import fire
from engine.columns.program import compiled
from engine.columns.ranking import rank as rank_columns
from engine.composition import Composer, Judgement
from engine.facts import gather
from engine.inference import infer
from engine.knowledge.model import Knowledge
from engine.library import open_library
from engine.oracle import Oracle
from engine.profile import read_profile
from engine.ranking import normalised, rank
from engine.reasons import weigh
from engine.robustness import COMPLETIONS, seed_of, try_out

CLIENTS = 8
ALMOST_EMPTY = {"name": "somewhere", "country": "CO"}


def questions(knowledge: Knowledge) -> dict[str, Any]:
    """Places of which much is known, and one of which almost nothing is."""
    cases = {slug: knowledge.cases[slug].profile for slug in ("guayaquil-2024", "sincelejo-2023")}
    return {**cases, "almost empty": ALMOST_EMPTY}


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A server with a database of its own; its address."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {
            **os.environ,
            "REMANSO_DATABASE_URL": f"sqlite:///{Path(folder) / 'answering.sqlite3'}",
            "REMANSO_PORT": str(port),
        }
        command = [sys.executable, "-c", "from api.cli.app import main; main()", "serve"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
            base = f"http://127.0.0.1:{port}"
            try:
                _wait_for(base)
                yield base
            finally:
                process.send_signal(signal.SIGINT)
                process.wait()


def _wait_for(base: str) -> None:
    while True:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"{base}/v1/health", timeout=60).raise_for_status()
            return
        time.sleep(0.2)


def asked(base: str, profiles: Mapping[str, Any], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each answer, one after another, the profiles in turns."""
    taken: dict[str, list[float]] = {name: [] for name in profiles}
    with httpx.Client(base_url=base, timeout=120) as client:
        for number_ in range(rounds + 2):
            for name, profile in profiles.items():
                start = time.perf_counter()
                client.post("/v1/advice", json={"profile": profile}).raise_for_status()
                if number_ >= 2:
                    taken[name].append((time.perf_counter() - start) * 1000)
    return taken


def at_once(base: str, profile: Any, rounds: int) -> float:
    """Answers a second to several clients at once."""

    def ask(_: int) -> None:
        with httpx.Client(base_url=base, timeout=120) as client:
            for _ in range(rounds):
                client.post("/v1/advice", json={"profile": profile}).raise_for_status()

    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(ask, range(CLIENTS)))
    return CLIENTS * rounds / (time.perf_counter() - start)


def parts(knowledge: Knowledge, raw: Any) -> dict[str, Callable[[], object]]:
    """The steps of an answer, each on what the steps before it gave."""
    weights = normalised(None, knowledge.scales)
    profile = read_profile(raw, knowledge.vocabulary)
    facts = gather(profile, knowledge)
    outcomes = infer(knowledge, facts)
    oracle = Oracle(knowledge.vocabulary, facts, diagnoses(knowledge, outcomes))
    standings = weigh(knowledge, facts, outcomes, oracle)
    ranking = rank(standings, knowledge, weights, profile.country)
    seed = seed_of(knowledge, facts, weights)
    drawn = complete(knowledge, facts, profile.country, COMPLETIONS, seed)
    firing = fire(compiled(knowledge), drawn.localities)
    robustness = try_out(knowledge, facts, weights, country=profile.country, seed=seed)
    judgement = Judgement(knowledge, profile, oracle, outcomes, ranking, weights, robustness)

    def composer() -> Composer:
        fresh = Oracle(knowledge.vocabulary, facts, diagnoses(knowledge, outcomes))
        return Composer(
            Judgement(knowledge, profile, fresh, outcomes, ranking, weights, robustness),
            "en",
            "rules",
        )

    answer = Composer(judgement, "en", "rules").answer("")
    return {
        "reading": lambda: gather(read_profile(raw, knowledge.vocabulary), knowledge),
        "durable_rules": lambda: infer(knowledge, facts),
        "reasons and ranking": lambda: rank(
            weigh(knowledge, facts, outcomes, oracle), knowledge, weights, profile.country
        ),
        "robustness: drawing": lambda: complete(
            knowledge, facts, profile.country, COMPLETIONS, seed
        ),
        "robustness: firing": lambda: fire(compiled(knowledge), drawn.localities),
        "robustness: ranking": lambda: rank_columns(firing, drawn.localities, weights),
        "robustness: all": lambda: try_out(
            knowledge, facts, weights, country=profile.country, seed=seed
        ),
        "into words: questions": lambda: composer().judgement.asked,
        "into words: precedents": lambda: composer()._precedents(),
        "into words: package": lambda: composer()._package(),
        "into words: all": lambda: composer().answer(""),
        "as JSON": lambda: serialised(answer),
        "the whole answer": lambda: advise(knowledge, raw),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=60)
    rounds = parser.parse_args().rounds
    knowledge = open_library()
    profiles = questions(knowledge)
    with server() as base:
        taken = asked(base, profiles, rounds)
        rates = {name: at_once(base, raw, max(rounds // 6, 2)) for name, raw in profiles.items()}
    headings = [
        "over HTTP",
        "median ms",
        "95th percentile",
        "fastest",
        f"a second, {CLIENTS} at once",
    ]
    rows = [
        [
            name,
            number(statistics.median(found)),
            number(float(np.percentile(found, 95))),
            number(min(found)),
            number(rates[name]),
        ]
        for name, found in taken.items()
    ]
    print(table(headings, rows), "\n", sep="")
    timed = {
        name: in_turns(parts(knowledge, raw), max(rounds // 3, 3)) for name, raw in profiles.items()
    }
    steps = list(next(iter(timed.values())))
    rows = [
        [
            step,
            *(number(statistics.median(found[step]) * 1000) for found in timed.values()),
            *(number(min(found[step]) * 1000) for found in timed.values()),
        ]
        for step in steps
    ]
    names = [*profiles, *(f"{name}, fastest" for name in profiles)]
    print(table(["processor ms", *names], rows))


if __name__ == "__main__":
    main()
