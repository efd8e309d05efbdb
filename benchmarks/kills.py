"""What is left of acknowledged writes when the server is killed, again and again.

Run ``python -m benchmarks.kills --rounds 50`` (``--on sqlite`` or ``postgresql``; ``--kill
database`` kills every process of PostgreSQL instead of ours). In each round several writers keep
localities, new versions and decisions, each with an idempotency key, until the server is ended by
SIGKILL at a random moment. It is started again; what was sent and not answered is sent again with
its key, and every write of the round is looked for.

*Lost* is an acknowledged write that is not there, or not byte for byte what was acknowledged.
*Doubled* is one that is there more than once.
"""

import argparse
import json
import random
import signal
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import httpx
from sqlalchemy import Engine, select

from api.store.checking import check
from api.store.database import connect
from api.store.tables import Decision, ProfileVersion
from benchmarks.serving import Serving
from tests.api.servers import PostgreSQL

WRITERS = 6
MOST = 40  # answers before a kill
LONGEST = 0.3  # seconds from the last of these to the kill
On = Literal["sqlite", "postgresql"]
Victim = Literal["server", "database"]


@dataclass(frozen=True)
class Write:
    """Something to be kept; its mark is its key, and stands in what is kept."""

    mark: str
    method: str
    path: str
    body: dict[str, Any]

    def send(self, client: httpx.Client) -> httpx.Response:
        headers = {"Idempotency-Key": self.mark, "X-Asked-By": self.mark}
        return client.request(self.method, self.path, json=self.body, headers=headers)


@dataclass
class Ledger:
    """What was sent, and what the server said it has kept."""

    sent: dict[str, Write] = field(default_factory=dict)
    answers: dict[str, httpx.Response] = field(default_factory=dict)
    localities: list[str] = field(default_factory=list)

    def note(self, write: Write, response: httpx.Response) -> bool:
        """Note an answer; false when the server could not keep it now (503)."""
        if response.status_code == 503:
            return False
        if not response.is_success:
            raise AssertionError(f"{write.method} {write.path}: {response.text}")
        self.answers[write.mark] = response
        if write.path == "/v1/localities":
            self.localities.append(response.json()["id"])
        return True

    @property
    def unanswered(self) -> list[Write]:
        return [write for mark, write in self.sent.items() if mark not in self.answers]


@dataclass
class Counts:
    """What came of all rounds."""

    acknowledged: int = 0
    sent_again: int = 0
    found: int = 0
    lost: int = 0
    doubled: int = 0

    def told(self, rounds: int) -> str:
        return (
            f"{rounds} kills: {self.acknowledged} acknowledged before a kill and {self.sent_again}"
            f" when sent again, {self.found} found, {self.lost} lost, {self.doubled} doubled"
        )


def kill(
    on: On, victim: Victim, rounds: int, seed: int, tell: Callable[[str], None] = lambda _: None
) -> Counts:
    """Write and kill for so many rounds; what was acknowledged, found, lost and doubled."""
    dice = random.Random(seed)
    counts = Counts()
    with tempfile.TemporaryDirectory() as name, database(on, Path(name)) as (url, server):
        folder = Path(name)
        serving = Serving(url, folder)
        localities: list[str] = []
        try:
            for number in range(rounds):
                ledger = Ledger(localities=localities)
                with _writing(serving.base, ledger, dice.getrandbits(32)) as failing:
                    answers = dice.randint(0, MOST)
                    while len(ledger.answers) < answers and not failing():
                        time.sleep(0.001)
                    time.sleep(dice.uniform(0, LONGEST))
                    if victim == "server" or server is None:
                        serving.end(signal.SIGKILL)
                    else:
                        server.crash()
                if victim == "server" or server is None:
                    serving = Serving(url, folder)
                else:
                    server.recover()
                _examine(serving.base, url, ledger, counts)
                tell(f"round {number + 1}: {counts.told(number + 1)}")
        finally:
            serving.end()
        engine = connect(url)
        found = check(engine)
        engine.dispose()
        assert found.is_sound, found.flaws
    return counts


@contextmanager
def _writing(base: str, ledger: Ledger, seed: int) -> Iterator[Callable[[], bool]]:
    """Write from all sides; gives a way to ask whether a writer has ended before its time."""
    with ThreadPoolExecutor(WRITERS) as pool:
        over = threading.Event()
        writers = [
            pool.submit(_writer, base, ledger, random.Random(seed + number), over)
            for number in range(WRITERS)
        ]
        try:
            yield lambda: any(writer.done() for writer in writers)
        finally:
            over.set()
        for writer in writers:
            writer.result()


def _writer(base: str, ledger: Ledger, dice: random.Random, over: threading.Event) -> None:
    with httpx.Client(base_url=base, timeout=None) as client:
        while not over.is_set():
            write = _any_write(ledger, dice)
            ledger.sent[write.mark] = write
            try:
                if not ledger.note(write, write.send(client)):
                    return
            except httpx.TransportError:
                return


def _any_write(ledger: Ledger, dice: random.Random) -> Write:
    mark = uuid.UUID(int=dice.getrandbits(128)).hex
    profile = {"name": mark, "factors": {"extortion": dice.choice(["sporadic", "common"])}}
    kind = dice.choice(["locality", "version", "decision"])
    if kind == "locality" or not ledger.localities:
        return Write(mark, "POST", "/v1/localities", {"profile": profile})
    at = f"/v1/localities/{dice.choice(ledger.localities)}"
    if kind == "version":
        return Write(mark, "PUT", f"{at}/profile", profile)
    return Write(mark, "POST", f"{at}/decisions", {"explain": "summary"})


def _examine(base: str, url: str, ledger: Ledger, counts: Counts) -> None:
    """Send again what was not answered, and look for everything."""
    with httpx.Client(base_url=base, timeout=None) as client:
        waiting = ledger.unanswered
        for write in waiting:
            while not ledger.note(write, write.send(client)):
                time.sleep(0.1)  # a database that was killed needs a moment
        engine = connect(url)
        there = _marks(engine)
        engine.dispose()
        counts.acknowledged += len(ledger.sent) - len(waiting)
        counts.sent_again += len(waiting)
        for mark, write in ledger.sent.items():
            same = there[mark] >= 1 and _is_same(client, write, ledger.answers[mark])
            counts.found += same
            counts.lost += not same
            counts.doubled += there[mark] > 1
        engine = connect(url)
        counts.doubled += sum((_marks(engine) - there).values())  # by asking once more
        engine.dispose()


def _marks(engine: Engine) -> Counter[str]:
    """How often each mark stands in the database."""
    with engine.connect() as connection:
        names = connection.execute(select(ProfileVersion.name)).scalars()
        askers = connection.execute(select(Decision.asked_by)).scalars()
        return Counter(str(mark) for mark in (*names, *askers))


def _is_same(client: httpx.Client, write: Write, answer: httpx.Response) -> bool:
    """Whether what is kept, and what is answered when asked again, is what was acknowledged."""
    again = write.send(client)
    if (again.status_code, again.content) != (answer.status_code, answer.content):
        return False
    location = answer.headers["Location"]
    if again.headers["Location"] != location:
        return False
    if write.path == "/v1/localities":  # its current profile may be another by now
        location += "/profile/versions/1"
    kept = client.get(location)
    if write.path.endswith("/decisions"):
        return kept.content == answer.content
    return bool(kept.json()["profile"] == json.loads(answer.content)["profile"] == _profile(write))


def _profile(write: Write) -> Any:
    return write.body.get("profile", write.body)


@contextmanager
def database(on: On, folder: Path) -> Iterator[tuple[str, PostgreSQL | None]]:
    if on == "sqlite":
        yield f"sqlite:///{folder}/kept.sqlite3", None
        return
    server = PostgreSQL()
    try:
        yield server.new(), server
    finally:
        server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--on", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kill", choices=["server", "database"], default="server")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    asked = parser.parse_args()
    if asked.kill == "database" and asked.on == "sqlite":
        parser.error("SQLite has no process to kill")
    print(f"seed {asked.seed}", flush=True)
    found = kill(
        asked.on, asked.kill, asked.rounds, asked.seed, lambda line: print(line, flush=True)
    )
    print(f"{asked.on}, {asked.kill} killed: {found.told(asked.rounds)}")


if __name__ == "__main__":
    main()
