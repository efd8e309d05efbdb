"""Stored decisions over HTTP: how many a second, and how long the slowest of twenty takes.

Run ``python -m benchmarks.stored`` (``--seconds 20``, ``--on sqlite postgresql``, ``--clients 1 8
64``). A server in a process of its own decides on a documented locality and stores the answer; the
clients are threads of this process. ``python -m benchmarks.stored --commits`` measures instead what
waiting for the disk costs SQLite.
"""

import argparse
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from sqlalchemy import text

from api.store import localities
from api.store.database import connect, upgrade
from api.store.organisations import LOCAL
from benchmarks.kills import On, database
from benchmarks.measuring import number, table
from benchmarks.serving import Serving

CASE = "guayaquil-2024"
WARM = 3  # seconds before the measure
COMMITS = 300
HEADINGS = ["stored decisions", "clients", "a second", "median, ms", "95th percentile, ms"]


def pressed(base: str, clients: int, seconds: float, explain: str) -> list[str]:
    """The figures of one run: a second, median, 95th percentile."""
    path = f"/v1/localities/{CASE}/decisions"
    wires = [httpx.Client(base_url=base, timeout=None) for _ in range(clients)]
    begun = time.perf_counter()

    def press(wire: httpx.Client) -> list[float]:
        taken = []
        while not taken or time.perf_counter() - begun < seconds:
            asked = time.perf_counter()
            answer = wire.post(path, json={"explain": explain})
            assert answer.status_code == 201, answer.text
            taken.append(time.perf_counter() - asked)
        return taken

    with ThreadPoolExecutor(clients) as pool:
        taken = [one for some in pool.map(press, wires) for one in some]
    gone = time.perf_counter() - begun
    for wire in wires:
        wire.close()
    slowest = statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
    return [
        number(len(taken) / gone),
        *(number(x * 1000) for x in (statistics.median(taken), slowest)),
    ]


def stored(on: On, clients: list[int], seconds: float, explain: str) -> list[list[str]]:
    """A row for each number of clients."""
    with tempfile.TemporaryDirectory() as name, database(on, Path(name)) as (url, _):
        serving = Serving(url, Path(name))
        try:
            pressed(serving.base, 1, WARM, explain)
            return [
                [on, str(count), *pressed(serving.base, count, seconds, explain)]
                for count in clients
            ]
        finally:
            serving.end()


def commits() -> list[list[str]]:
    """What a small write costs when it waits for the disk (FULL), and when it does not (NORMAL)."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for setting in ("FULL", "NORMAL"):
            engine = connect(f"sqlite:///{folder}/{setting}.sqlite3")
            upgrade(engine)
            with engine.connect() as connection:  # the pool hands out this one again and again
                connection.execute(text(f"PRAGMA synchronous = {setting}"))
            taken = []
            for _ in range(COMMITS):
                begun = time.perf_counter()
                localities.add(
                    engine, LOCAL, {"name": "A", "factors": {"extortion": "common"}}, None
                )
                taken.append((time.perf_counter() - begun) * 1000)
            low = statistics.quantiles(taken, n=20)
            rows.append([setting, number(statistics.median(taken)), number(low[-1])])
            engine.dispose()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--on", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--clients", nargs="+", type=int, default=[1, 8, 64])
    parser.add_argument("--explain", default="rules")
    parser.add_argument("--commits", action="store_true")
    asked = parser.parse_args()
    if asked.commits:
        print(table(["synchronous", "median, ms", "95th percentile, ms"], commits()))
        return
    rows = [
        row for on in asked.on for row in stored(on, asked.clients, asked.seconds, asked.explain)
    ]
    print(table(HEADINGS, rows))


if __name__ == "__main__":
    main()
