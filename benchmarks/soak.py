"""A server that answers and reads its rules again, for as long as it takes to see a leak.

Run ``python -m benchmarks.soak --reloads 1000 --evaluations 100000``. It starts a server of its own
over two editions of the rules that differ in one title, asks for advice on the documented cases
from a few clients, and has the rules exchanged again and again meanwhile. Every answer is held to
the edition that it names. Printed over time: resident memory of the server and of its evaluators.
"""

import argparse
import hashlib
import itertools
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from engine.library import examine, rules_folder
from engine.lock import locked, read_lock, write_lock

SERVE = "from api.serving import serve; serve(port=0)"
RULE = "prisons/cut-off-showed-early-results.yaml"
SAMPLES = 20
MEGABYTE = 1_000_000
ONE_REQUEST = httpx.Limits(max_keepalive_connections=0)  # a connection each


@dataclass
class Memory:
    """Resident memory over time, in megabytes: the server's, and that of all its evaluators."""

    server: list[float] = field(default_factory=list)
    evaluators: list[float] = field(default_factory=list)

    def sample(self, pid: int) -> None:
        process = psutil.Process(pid)
        self.server.append(process.memory_info().rss / MEGABYTE)
        children = (child.memory_info().rss for child in process.children(recursive=True))
        self.evaluators.append(sum(children) / MEGABYTE)


@dataclass
class Seen:
    """Answers by what they were asked and by their edition: each must be one and the same."""

    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    count: int = 0
    wrong: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, case: str, response: httpx.Response) -> None:
        with self.lock:
            self.count += 1
            if response.status_code != 200:
                self.wrong += 1
                return
            key = case, response.json()["ruleset"]["hash"]
            digest = hashlib.sha256(response.content).hexdigest()
            self.wrong += self.answers.setdefault(key, digest) != digest


def editions(folder: Path) -> list[Path]:
    """Two rule bases, each with its own lock."""
    found = []
    for mark in ("A", "B"):
        copy = folder / mark
        shutil.copytree(rules_folder(), copy)
        rule = copy / RULE
        title = re.compile(r"^(  en: .*)$", re.MULTILINE)
        rule.write_text(title.sub(rf"\1 [{mark}]", rule.read_text("utf-8"), count=1), "utf-8")
        knowledge, faults = examine(copy)
        assert knowledge is not None
        assert not faults, faults
        write_lock(copy, locked(knowledge, read_lock(copy)))
        found.append(copy)
    return found


def served(folder: Path, rules: Path) -> tuple["subprocess.Popen[str]", str]:
    """A server over a database of its own, and its address."""
    environment = {
        **os.environ,
        "REMANSO_DATABASE_URL": f"sqlite:///{folder}/soak.sqlite3",
        "REMANSO_RULES": str(rules),
        "REMANSO_LOG_LEVEL": "error",
        "REMANSO_WAITING": "1000",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    base = next(process.stdout).rpartition(" ")[2].strip()
    threading.Thread(target=process.stdout.read, daemon=True).start()
    while httpx.get(f"{base}/v1/health/ready", timeout=None).status_code != 200:
        time.sleep(0.2)
    return process, base


def soak(reloads: int, evaluations: int, clients: int) -> None:
    """Reload and evaluate, evenly mixed, and print what became of the memory."""
    with tempfile.TemporaryDirectory() as place:
        folder, rules = Path(place), Path(place) / "rules"
        marks = editions(folder)
        shutil.copytree(marks[0], rules)
        process, base = served(folder, rules)
        try:
            _run(
                base,
                process.pid,
                rules,
                marks,
                reloads=reloads,
                evaluations=evaluations,
                clients=clients,
            )
        finally:
            process.terminate()
            print(f"the server ended with {process.wait()}")


def _run(
    base: str,
    pid: int,
    rules: Path,
    marks: list[Path],
    *,
    reloads: int,
    evaluations: int,
    clients: int,
) -> None:
    with httpx.Client(base_url=base, timeout=None, limits=ONE_REQUEST) as client:
        cases = [item["slug"] for item in client.get("/v1/cases").json()["items"]]
        asked, seen, memory = itertools.cycle(cases), Seen(), Memory()

        def ask(case: str) -> None:
            body = {"case": case, "explain": "summary"}
            seen.take(case, client.post("/v1/advice", json=body))

        print("reloads evaluations seconds server_MB evaluators_MB", flush=True)
        began = time.monotonic()
        with ThreadPoolExecutor(clients) as askers:
            for turn in range(reloads):
                until = evaluations * (turn + 1) // reloads
                due = evaluations * turn // reloads
                pending = [askers.submit(ask, next(asked)) for _ in range(until - due)]
                shutil.copytree(marks[(turn + 1) % 2], rules, dirs_exist_ok=True)
                answer = client.post("/v1/admin/rules/reload")
                assert answer.status_code == 200, answer.text
                assert answer.json()["changed"]
                for future in pending:
                    future.result()
                if (turn + 1) % max(1, reloads // SAMPLES) == 0:
                    memory.sample(pid)
                    gone = time.monotonic() - began
                    print(
                        f"{turn + 1:7} {seen.count:11} {gone:7.0f} {memory.server[-1]:9.0f}"
                        f" {memory.evaluators[-1]:13.0f}",
                        flush=True,
                    )
    _told(seen, memory)


def _told(seen: Seen, memory: Memory) -> None:
    print(f"{seen.count} answers, {seen.wrong} of them refused or not as before")
    for name, values in (("server", memory.server), ("evaluators", memory.evaluators)):
        half = len(values) // 2
        first, second = statistics.median(values[:half]), statistics.median(values[half:])
        print(f"{name}: median {first:.0f} MB in the first half, {second:.0f} MB in the second")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reloads", type=int, default=1_000)
    parser.add_argument("--evaluations", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=4)
    asked = parser.parse_args()
    soak(asked.reloads, asked.evaluations, asked.clients)


if __name__ == "__main__":
    main()
