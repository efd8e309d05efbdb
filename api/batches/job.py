"""What a batch's process is told, and the process as its server sees it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ADVICE = "advice.parquet"
LOG = "worker.log"
RULES = "rules"  # in a batch's folder: the rules that it began with


@dataclass(frozen=True)
class Job:
    """One batch in plain values, ready to be sent; ``only_check`` stops before the work.

    ``entities`` are paths by the names of lists. ``allowed`` is the folder that the tables must
    lie in, if they were not sent. ``rules`` is the hash of the rules that the batch began with,
    which lie in its folder. ``recipe``, one of those rules', makes profiles of the table's rows.
    ``keep_rows`` is whether what the rows said stays beside the advice. ``rows`` are the most that
    a table may have, and ``memory`` the bytes that each process may hold; 0 sets no limit.
    """

    folder: str
    profiles: str
    entities: Mapping[str, str]
    weights: Mapping[str, Any] | None
    top: int
    option: str | None
    with_rules: bool
    format: str
    rules: str
    recipe: str | None = None
    keep_rows: bool = False
    allowed: str | None = None
    workers: int = 1
    chunk: int = 0
    only_check: bool = False
    rows: int = 0
    memory: int = 0


class Process:
    """A process that works on one job, and ends when its server does.

    It reads its job from standard input, which then stays open: when the server ends, however
    that happens, the pipe closes, and the process ends itself.
    """

    def __init__(self, job: Job) -> None:
        with (Path(job.folder) / LOG).open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "api.batches.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(f"{json.dumps(asdict(job))}\n")
            self._process.stdin.flush()

    @property
    def pid(self) -> int:
        return self._process.pid

    def reports(self) -> Iterator[Mapping[str, Any]]:
        """What it says, until it ends."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with contextlib.suppress(ValueError):  # half a line, when it was killed
                yield json.loads(line)

    def end(self) -> None:
        """End it now, with the processes that it started."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()

    def close(self) -> int:
        """Wait until it has ended; its exit code."""
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(BrokenPipeError):
                assert pipe is not None
                pipe.close()
        return code
