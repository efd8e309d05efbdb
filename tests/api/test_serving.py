"""The server as it is started: what it prepares, prints, refuses, and how it stops."""

import asyncio
import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from api.listening import ServingError, listen, loopback
from api.serving import serve
from api.settings import MEGABYTE, Settings, SettingsError
from engine.knowledge.model import Knowledge

START = "from api.serving import serve; serve(port=0)"


@dataclass
class Live:
    """A server in a process of its own, and what it printed before it listened."""

    process: "subprocess.Popen[str]"
    greeting: str

    @property
    def base(self) -> str:
        return self.greeting.splitlines()[0].rpartition(" ")[2]

    def raw(self, request: bytes, *, hang_up: bool = False) -> bytes:
        """Whatever bytes the server answers to whatever bytes."""
        address = urlsplit(self.base)
        with closing(socket.create_connection((address.hostname, address.port or 80))) as wire:
            wire.sendall(request)
            if hang_up:
                wire.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: wire.recv(65_536), b""))

    def stop(self) -> tuple[int, str]:
        """Interrupt it as Ctrl-C does; its exit code and what it said last."""
        self.process.send_signal(signal.SIGINT)
        _, errors = self.process.communicate()
        return self.process.returncode, errors


def start(folder: Path, command: str = START) -> Live:
    environment = {**os.environ, "REMANSO_DATABASE_URL": f"sqlite:///{folder}/kept.sqlite3"}
    process = subprocess.Popen(
        [sys.executable, "-c", command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    if not lines:
        raise AssertionError(process.communicate()[1])
    return Live(process, "".join(lines))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serving")


@pytest.fixture(scope="module")
def live(folder: Path) -> Iterator[Live]:
    found = start(folder)
    yield found
    if found.process.poll() is None:
        found.stop()


def test_the_request_to_try_works(live: Live) -> None:
    """The command that is printed, pasted as it stands, gets advice on Guayaquil."""
    line = next(line for line in live.greeting.splitlines() if "curl" in line)
    words = shlex.split(line[line.index("curl") :])
    url = next(word for word in words if word.startswith("http"))
    header, body = words[words.index("-H") + 1], words[words.index("-d") + 1]
    name, _, value = header.partition(": ")
    response = httpx.post(url, headers={name: value}, content=body, timeout=60)
    assert response.status_code == 200
    assert response.json()["profile"]["name"] == "Guayaquil"


def test_the_documentation_is_where_it_says(live: Live) -> None:
    """The address of the documentation that is printed shows it."""
    line = next(line for line in live.greeting.splitlines() if "/docs" in line)
    assert "swagger-ui" in httpx.get(line.split()[-1]).text


def test_the_documented_cases_are_kept(live: Live, knowledge: Knowledge) -> None:
    """A new server has the documented cases as localities, under their names."""
    listed = httpx.get(f"{live.base}/v1/localities").json()
    assert listed["total"] == len(knowledge.cases)
    assert httpx.get(f"{live.base}/v1/localities/guayaquil-2024").status_code == 200
    assert f"{len(knowledge.cases)} of {len(knowledge.cases)}" in live.greeting


def test_a_server_by_another_name_is_not_answered(live: Live) -> None:
    """A page elsewhere cannot reach the server by having its own name point here."""
    response = httpx.get(f"{live.base}/v1/localities", headers={"Host": "elsewhere.example"})
    assert response.status_code == 421
    assert response.headers["Content-Type"] == "application/problem+json"
    port = urlsplit(live.base).port
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", "localhost"):
        headers = {"Host": host}
        assert httpx.get(f"{live.base}/v1/localities", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /v1/localities/%ff%00 HTTP/1.1",
        b"GET /v1/localities/%zz HTTP/1.1",
        b"GET /v1/claims/%F0%9F%98%80?x=%ff HTTP/1.1",
        b"GET //v1//health HTTP/1.1",
        b"GET /v1/../../etc/passwd HTTP/1.1",
        b"DELETE /v1/health HTTP/1.1",
        b"BREW /v1/health HTTP/1.1",
        b"GET * HTTP/1.1",
        b"nonsense",
    ],
)
def test_hostile_bytes_on_the_wire_do_no_harm(live: Live, request_line: bytes) -> None:
    """Malformed requests are refused or answered, and the server goes on."""
    answer = live.raw(request_line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.split(b" ", 2)[1][:1] in (b"2", b"3", b"4"), answer[:300]
    assert httpx.get(f"{live.base}/v1/health").status_code == 200


def test_a_lie_about_the_length_does_no_harm(live: Live) -> None:
    """Bodies shorter than announced, or announced as vast, end in a refusal."""
    head = (
        b"POST /v1/advice HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        b"Content-Type: application/json\r\n"
    )
    live.raw(head + b"Content-Length: 999\r\n\r\n{}", hang_up=True)
    large = live.raw(head + b"Content-Length: 99999999999\r\n\r\n{}")
    assert large.startswith(b"HTTP/1.1 413")
    assert httpx.get(f"{live.base}/v1/health").status_code == 200


def test_a_taken_port_is_told_before_anything_is_done(live: Live, tmp_path: Path) -> None:
    """A second server on the port says so, and does not touch its database."""
    settings = Settings(f"sqlite:///{tmp_path}/other/data.sqlite3")
    with pytest.raises(ServingError, match="is taken by another program"):
        serve(port=urlsplit(live.base).port, settings=settings)
    assert not (tmp_path / "other").exists()


def test_no_place_for_batches_is_told_at_once(tmp_path: Path) -> None:
    """Not when the first table comes: the folder and the setting are named."""
    (tmp_path / "taken").write_text("no folder")
    url, store = f"sqlite:///{tmp_path}/data.sqlite3", tmp_path / "taken" / "batches"
    with pytest.raises(ServingError, match="cannot be kept in") as caught:
        serve(port=0, settings=Settings(url, batch_store=store))
    assert caught.value.faults[0].where == "REMANSO_BATCH_STORE"
    assert str(store) in caught.value.sentences("es")[0]


def test_it_stops_quietly_and_starts_again_with_what_it_kept(live: Live, folder: Path) -> None:
    """Ctrl-C ends it without a trace; the next start adds no case twice and loses nothing."""
    body = {"profile": {"name": "Kept"}}
    kept = httpx.post(f"{live.base}/v1/localities", json=body).headers["Location"]
    code, errors = live.stop()
    assert code == 0
    assert "Traceback" not in errors
    again = start(folder)
    try:
        assert "(0 of " in again.greeting
        assert httpx.get(f"{again.base}{kept}").json()["name"] == "Kept"
    finally:
        again.stop()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::", "remanso.example", "", "127.0.0"])
def test_other_machines_are_kept_out(host: str, tmp_path: Path) -> None:
    """Without keys no address is served that another machine could reach; the reason is told."""
    with pytest.raises(ServingError) as caught:
        serve(host, settings=Settings(f"sqlite:///{tmp_path}/empty.sqlite3", host=host))
    assert "127.0.0.1" in caught.value.faults[0].allowed
    assert caught.value.sentences("es") != caught.value.sentences("en")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_this_machine_may_come_in(host: str) -> None:
    """Every loopback address is served."""
    assert loopback(host)


def test_settings_come_from_the_environment() -> None:
    """Each choice can be made by its variable; what is not chosen has a default."""
    chosen = Settings.from_environment(
        {
            "REMANSO_DATABASE_URL": "sqlite:////data/x.sqlite3",
            "REMANSO_HOST": "::1",
            "REMANSO_PORT": "9000",
            "REMANSO_BODY_LIMIT": "5000",
        }
    )
    assert chosen == Settings("sqlite:////data/x.sqlite3", "::1", 9000, 5000)
    default = Settings.from_environment({})
    assert default.database_url.startswith("sqlite:///")
    assert (default.host, default.port, default.body_limit) == ("127.0.0.1", 8000, MEGABYTE)


def test_settings_that_cannot_be_are_told_together() -> None:
    """Every faulty variable is named, in one error."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"REMANSO_PORT": "70000", "REMANSO_BODY_LIMIT": "1 MB"})
    assert [fault.where for fault in caught.value.faults] == ["REMANSO_PORT", "REMANSO_BODY_LIMIT"]


def test_no_answer_waits_for_an_acknowledgement() -> None:
    """Head and body go out at once: with Nagle's algorithm each answer took 40 ms longer."""

    async def accepted() -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            found.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listening = listen("127.0.0.1", Settings("sqlite://", port=0))
        async with await asyncio.start_server(note, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            undelayed = await found
            writer.close()
            return undelayed

    assert asyncio.run(accepted()) != 0
