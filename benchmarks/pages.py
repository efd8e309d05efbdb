"""How long each kind of page takes over HTTP, and the first answer on a place.

Run ``python -m benchmarks.pages``. A server of its own, just started, is asked for the advice on a
documented place first of all; then for each kind of page once, then in turns. Answers are kept for
a while, as for a reader who goes to and fro; places that nobody asked about before are asked about
apart, each once.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import httpx
import numpy as np

from benchmarks.measuring import number, table
from benchmarks.serving import Serving
from tests.pages.conftest import HTML
from tests.pages.kinds import CASE, every_kind

LANGUAGE = "es"
FRESH = "advice, a place not asked about before"


def taken(client: httpx.Client, address: str) -> float:
    """Milliseconds until the whole page is there."""
    start = time.perf_counter()
    answer = client.get(address)
    milliseconds = (time.perf_counter() - start) * 1000
    if answer.is_server_error:
        answer.raise_for_status()
    return milliseconds


def unasked(client: httpx.Client, count: int) -> list[str]:
    """Places of which as much is known as of the documented one, each a question of its own."""
    profile = client.get(f"/v1/localities/{CASE}").raise_for_status().json()["profile"]
    found = []
    for turn in range(count):
        given = {"profile": {**profile, "name": f"Place {turn}"}}
        kept = client.post("/v1/localities", json=given).raise_for_status().json()
        found.append(f"/{LANGUAGE}/localities/{kept['id']}")
    return found


def measured(client: httpx.Client, rounds: int) -> dict[str, tuple[float, list[float]]]:
    """For each kind of page the first time, and those after it."""
    start = taken(client, f"/{LANGUAGE}/localities/{CASE}")
    kinds = every_kind(client, LANGUAGE)
    firsts = {kind: taken(client, address) for kind, address in kinds.items()}
    firsts["advice"] = start
    again: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(rounds):
        for kind, address in kinds.items():
            again[kind].append(taken(client, address))
    fresh = [taken(client, address) for address in unasked(client, rounds)]
    return {
        FRESH: (fresh[0], fresh),
        **{kind: (firsts[kind], again[kind]) for kind in kinds},
    }


def told(times: Mapping[str, tuple[float, list[float]]]) -> str:
    rows = [
        [kind, *(number(value) for value in (first, statistics.median(all_), _late(all_)))]
        for kind, (first, all_) in times.items()
    ]
    return table(("page, ms", "first", "median", "95th percentile"), rows)


def _late(times: list[float]) -> float:
    return float(np.percentile(times, 95))


def main() -> None:
    options = argparse.ArgumentParser(description="Time every kind of page over HTTP.")
    options.add_argument("--rounds", type=int, default=20)
    rounds = options.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        serving = Serving(f"sqlite:///{folder}/pages.sqlite3", Path(folder))
        try:
            headers = {**HTML, "Origin": serving.base}
            with httpx.Client(base_url=serving.base, headers=headers, timeout=None) as client:
                print(told(measured(client, rounds)))
        finally:
            serving.end()


if __name__ == "__main__":
    main()
