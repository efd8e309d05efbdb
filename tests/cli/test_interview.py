"""``remanso interview``: driven by a pipe, and by hand at a terminal."""

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from engine.advice import advise
from engine.interview import Interview
from engine.knowledge.model import Knowledge
from engine.profile import read_profile
from tests.cli.conftest import PLAIN, ROOT, Run

UNSAID = ("interview", "--source", "")
ASKED = re.compile(r"^\[(\d+)\] ", re.MULTILINE)
SUBJECT = re.compile(r"^  (\S+); ", re.MULTILINE)

# In a session of its own, the program takes the terminal that it is given as the one that may
# interrupt it.
CONTROLLED = (
    "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    " from api.cli.app import main; main()"
)


def lines(*typed: str) -> str:
    return "".join(f"{line}\n" for line in typed)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "town.yaml"


def test_answers_become_a_profile_that_is_advised(
    remanso: Run, kept: Path, knowledge: Knowledge
) -> None:
    """The first question is the most decisive, and the file is as good as any."""
    result = remanso(*UNSAID, "--output", kept, given=lines("1", "1", "q"))
    first = Interview.begin(knowledge, {}).next
    assert first is not None

    assert result.exit_code == 0, result.output
    assert first.question.en in result.output
    factors = yaml.safe_load(kept.read_text())["factors"]
    assert factors[first.subject] == first.domain.values[0]
    assert len(factors) == 2
    assert len(advise(knowledge, yaml.safe_load(kept.read_text())).ranking) == 71
    assert remanso("advise", kept, "--format", "json").exit_code == 0


def test_each_answer_shows_what_it_moves(remanso: Run) -> None:
    """The first three with their shares, what came in for what, and what is still open."""
    output = remanso(*UNSAID, given=lines("1", "2", "q")).output
    shown = " ".join(output.split("> 1", 1)[1].split("[2]")[0].split())

    assert re.search(r"First: .+ \(first in \d+%, among the first three in \d+%\); ", shown)
    assert re.search(r"(In: .+; out: |The first three )", shown)
    assert re.search(r"Open: \d+\.\d\d bits \([+-]\d+\.\d\d\)", shown)


def test_what_is_not_known_is_kept_and_not_asked_again(remanso: Run, kept: Path) -> None:
    """Neither now nor when the interview goes on; deleting the mark brings it back."""
    first = remanso(*UNSAID, "--output", kept, given=lines("", "?", "q")).output
    asked = SUBJECT.findall(first)
    marks = re.findall(r"^# not known: factors\.(\S+)$", kept.read_text(), re.MULTILINE)
    again = remanso(*UNSAID, "--output", kept, given=lines("q")).output

    assert marks == asked[:2]
    assert len(set(asked)) == 3
    assert SUBJECT.findall(again) == asked[2:]
    kept.write_text(kept.read_text().replace(f"# not known: factors.{marks[0]}\n", ""))
    assert SUBJECT.findall(remanso(*UNSAID, "--output", kept, given=lines("q")).output) == asked[:1]


def test_an_answer_can_be_taken_back(remanso: Run, kept: Path) -> None:
    """The question comes again, and the file forgets; before the first there is nothing."""
    output = remanso(*UNSAID, "--output", kept, given=lines("b", "1", "b", "q")).output
    asked = SUBJECT.findall(output)

    assert "There is nothing to take back." in output
    assert f"Taken back: {asked[0]}." in output
    assert asked == [asked[0], asked[1], asked[0]]
    assert "factors" not in (yaml.safe_load(kept.read_text()) or {})


def test_what_is_no_answer_is_asked_again(remanso: Run, kept: Path) -> None:
    """It says what is allowed, and nothing is written."""
    output = remanso(*UNSAID, "--output", kept, given=lines("99", "\x1b[31mno", "q")).output

    assert "! 99: choose by number, from 1 to " in output
    assert "\x1b" not in output
    assert len(ASKED.findall(output)) == 1
    assert yaml.safe_load(kept.read_text()) in (None, {})


def test_why_and_the_ranking_are_shown_on_the_way(remanso: Run) -> None:
    """Why: bits and rules. The ranking: ten options, each with its shares."""
    output = remanso(*UNSAID, given=lines("w", "r", "q")).output
    why, ranking = output.split("> w")[1].split("> r")

    assert re.search(r"\d\.\d\d bits of which options come first", why)
    assert "remanso rules show " in why
    assert len(re.findall(r"^ +\d+   ", ranking.split("> q")[0], re.MULTILINE)) == 10


def test_the_source_is_asked_once_and_stands_beside_answers(remanso: Run, kept: Path) -> None:
    """With what the answers rest on; entries of lists carry none."""
    typed = lines("field visit", "wrong", "2", "1", "1", "q")
    output = remanso("interview", "--output", kept, given=typed).output
    factors = yaml.safe_load(kept.read_text())["factors"]

    assert output.count("Where do the answers come from") == 1
    assert all(
        (given["source"], given["basis"]) == ("field visit", "proxy") for given in factors.values()
    )


def test_the_source_may_be_given_at_once(remanso: Run, kept: Path) -> None:
    """And then nothing is asked but questions."""
    output = remanso(
        "interview", "--source", "X", "--basis", "expert", "--output", kept, given=lines("1")
    ).output
    (given,) = yaml.safe_load(kept.read_text())["factors"].values()

    assert "Where do the answers come from" not in output
    assert (given["source"], given["basis"]) == ("X", "expert")


def test_an_interview_begins_where_a_profile_ends(
    remanso: Run, kept: Path, knowledge: Knowledge
) -> None:
    """All that was known is kept, with its provenance; what is added stands beside it."""
    case = knowledge.cases["guayaquil-2024"]
    remanso(*UNSAID, "guayaquil-2024", "--output", kept, given=lines("1", "q"))
    profile = yaml.safe_load(kept.read_text())

    assert case.profile["factors"].items() <= profile["factors"].items()
    assert len(profile["factors"]) == len(case.profile["factors"]) + 1
    assert profile["country"] == case.profile["country"]


def test_a_blank_profile_is_asked_about_in_full(remanso: Run, tmp_path: Path) -> None:
    """Blank lines of ``remanso profile new`` are unknown, not asked in vain."""
    blank = tmp_path / "blank.yaml"
    blank.write_text(remanso("profile", "new").output)

    output = remanso(*UNSAID, blank, given=lines("q")).output
    assert SUBJECT.findall(output) == SUBJECT.findall(remanso(*UNSAID, given=lines("q")).output)


def test_without_a_file_the_profile_is_printed(remanso: Run, knowledge: Knowledge) -> None:
    """It is said at the beginning, and at the end nothing is lost."""
    output = remanso(*UNSAID, given=lines("1")).output
    profile = yaml.safe_load(output[output.index("\nfactors:") :])

    assert "Nothing is kept" in output
    assert len(read_profile(profile, knowledge.vocabulary).factors) == 1


def test_lists_are_asked_about_in_place(remanso: Run, tmp_path: Path, kept: Path) -> None:
    """Once the factors are through: each group's open attributes, by the group's name."""
    town = tmp_path / "groups.yaml"
    town.write_text("groups:\n  - {name: Red}\n  - {name: Blue, in_talks: false}\n")
    blank = lines(*[""] * 200)
    output = remanso(*UNSAID, town, "--output", kept, given=blank).output

    assert "Red: Is this group in talks with the state?" in output
    assert "Blue: Is this group in talks with the state?" not in output
    assert "Which institutions matter for security" in output
    assert "NOTHING THAT CAN STILL BE ASKED" in output
    assert "# not known: groups.0.in_talks" in kept.read_text()


def test_in_spanish(remanso: Run, kept: Path) -> None:
    """The same interview, in the reader's language; its marks are read in either."""
    output = remanso(
        *UNSAID, "--output", kept, "--lang", "es", given=lines("", "1", "x", "q")
    ).output
    assert "# no se sabe: factors." in kept.read_text()
    again = remanso(*UNSAID, "--output", kept, "--lang", "en", given=lines("q")).output

    assert "Queda como desconocido." in output
    assert "Abierto: " in output
    assert "! x: elija por número, del 1 al " in output
    assert SUBJECT.findall(again) == SUBJECT.findall(output)[-1:]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("-",), 2, "standard input is for the answers"),
        (("nowhere-2024",), 2, "documented case"),
        (("missing.yaml",), 2, "there is no such file"),
        (("--output", "/nowhere/at/all.yaml"), 1, "/nowhere/at"),
        (("--basis", "guess"), 2, "basis"),
    ],
)
def test_what_cannot_be_begun_is_refused(
    remanso: Run, arguments: tuple[str, ...], code: int, words: str
) -> None:
    """Before anything is asked."""
    result = remanso("interview", *arguments, given=lines("1"))

    assert result.exit_code == code
    assert words in result.stderr
    assert "[1]" not in result.stdout


def test_a_file_is_not_overwritten_by_another_profile(remanso: Run, kept: Path) -> None:
    """Nor a file that is no profile."""
    kept.write_text("name: Mine\n")
    result = remanso(*UNSAID, "guayaquil-2024", "--output", kept, given=lines("1"))
    assert result.exit_code == 2
    assert "leave out PROFILE" in result.stderr

    for text in ("- a\n- b\n", "factors: {prison_control: nobody}\n"):
        kept.write_text(text)
        result = remanso(*UNSAID, "--output", kept, given=lines("1"))
        assert result.exit_code == 1
        assert str(kept) in result.stderr
        assert kept.read_text() == text


def test_only_its_owner_may_read_the_file(remanso: Run, kept: Path) -> None:
    """A profile can endanger people. Nothing half written is left beside it."""
    remanso(*UNSAID, "--output", kept, given=lines("1"))

    assert kept.stat().st_mode & 0o077 == 0
    assert list(kept.parent.iterdir()) == [kept]


class Terminal:
    """``remanso`` at a real terminal, of which one reads and types."""

    def __init__(self, *arguments: str) -> None:
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", CONTROLLED, *arguments],
            cwd=ROOT,
            env={**os.environ, **PLAIN, "TERM": "xterm"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self.seen = ""

    def until(self, words: str) -> str:
        """All that is shown until these words, which are looked for after those before."""
        start = len(self.seen)
        while words not in self.seen[start:]:
            try:
                self.seen += os.read(self.master, 65_536).decode()
            except OSError as error:  # on Linux, a terminal that nobody holds any more
                raise AssertionError(self.seen) from error
        return self.seen[start:]

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)


@pytest.fixture
def terminal(kept: Path) -> Iterator[Terminal]:
    opened = Terminal("interview", "--output", str(kept))
    yield opened
    opened.close()


@pytest.mark.slow
def test_at_a_terminal_ctrl_c_loses_nothing(terminal: Terminal, kept: Path) -> None:
    """Answers are typed, each is kept at once, and Ctrl-C says where."""
    terminal.until("> ")
    terminal.type("a visit\n")
    terminal.until("> ")
    terminal.type("3\n")
    terminal.until("> ")
    terminal.type("1\n")
    shown = terminal.until("> ")
    assert "Open: " in shown
    (given,) = yaml.safe_load(kept.read_text())["factors"].values()
    assert (given["source"], given["basis"]) == ("a visit", "expert")

    terminal.type("\x03")
    assert "STOPPED" in terminal.until("Advice:")
    assert terminal.process.wait() == 130
    assert len(yaml.safe_load(kept.read_text())["factors"]) == 1


@pytest.mark.slow
def test_a_lost_terminal_loses_nothing(terminal: Terminal, kept: Path) -> None:
    """What was answered before the line went dead is in the file."""
    terminal.until("> ")
    terminal.type("\n")
    terminal.until("> ")
    terminal.type("1\n")
    terminal.until("> ")
    terminal.process.send_signal(signal.SIGHUP)
    terminal.process.wait()

    assert len(yaml.safe_load(kept.read_text())["factors"]) == 1
