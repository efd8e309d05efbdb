"""A server in a process of its own, for measures that need one to kill or to press."""

import os
import signal
import subprocess
import sys
from pathlib import Path

SERVE = "from api.cli.app import main; main()"


class Serving:
    """``remanso serve`` on a free port, over a database of its own."""

    def __init__(self, database_url: str, folder: Path) -> None:
        environment = {
            **os.environ,
            "REMANSO_DATABASE_URL": database_url,
            "REMANSO_BATCH_STORE": str(folder / "batches"),
            "REMANSO_LANG": "en",
            "REMANSO_RATE": "0",  # no limit: it is the server that is measured
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve", "--port", "0"],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        greeting = iter(self.process.stdout.readline, "")
        self.base = next(line for line in greeting if "http" in line).split()[-1]
        next(line for line in greeting if "Ctrl-C" in line)

    def end(self, how: signal.Signals = signal.SIGINT) -> None:
        if self.process.poll() is None:
            self.process.send_signal(how)
        if self.process.stdout is not None and not self.process.stdout.closed:
            self.process.communicate()
