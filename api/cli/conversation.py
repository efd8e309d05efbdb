"""A conversation: questions put to a person or a pipe, and what is done with each line typed."""

import sys
from collections.abc import Iterable
from typing import IO, Any

import typer
from rich.console import RenderableType

from api.cli.records import Record
from api.cli.rendering.answers import plain_yaml
from api.cli.rendering.interviewing import Interviewing
from api.cli.rendering.screen import screen, show
from api.cli.replies import reply, sourced
from api.speech import safe
from engine.errors import ProfileError
from engine.interview import Inquiry, Interview
from engine.knowledge.model import Knowledge
from engine.profile import BASES, MAXIMUM_TEXT
from engine.text import Language

NOT_KNOWN = ("", "?")
BACK, WHY, RANKING, STOP = "b", "w", "r", "q"


class Conversation:
    """One interview with a person or a pipe: every state it went through, the last one now."""

    def __init__(
        self,
        begun: Interview,
        record: Record | None,
        knowledge: Knowledge,
        language: Language,
    ) -> None:
        self.states: list[tuple[Interview, Inquiry | None]] = [(begun, None)]
        self.record = record
        self.page = Interviewing(knowledge, language)
        self.screen = screen()
        self.provenance: dict[str, str] = {}

    @property
    def now(self) -> Interview:
        return self.states[-1][0]

    @property
    def kept(self) -> str | None:
        return None if self.record is None else str(self.record.path)

    def hold(self, source: str | None, basis: str | None) -> None:
        """Ask until nothing asked would settle more, or the person stops."""
        self._keep()
        self._say(self.page.opening(self.now, self.kept))
        if not self._ask_source(source, basis):
            return
        while (inquiry := self.now.next) is not None:
            self._say(self.page.question(inquiry, len(self.states), self._groups()))
            if not self._turn(inquiry):
                return

    def end(self) -> None:
        """Say how it ended; where nothing kept the profile, it is printed."""
        answered = sum(
            after.profile is not before.profile
            for (before, _), (after, _) in zip(self.states, self.states[1:], strict=False)
        )
        self._say(self.page.ending(self.now, answered, self.kept))
        if self.record is None and answered:
            typer.echo("\n" + plain_yaml(self.now.profile), nl=False)

    def _turn(self, inquiry: Inquiry) -> bool:
        """One question until it is answered, passed or taken back; False to stop."""
        while True:
            typed = self._read()
            if typed is None or typed == STOP:
                return False
            if typed == WHY:
                self._say(self.page.why(inquiry))
            elif typed == RANKING:
                self._say(self.page.ranking(self.now))
            elif typed == BACK:
                if self._back():
                    return True
            elif typed in NOT_KNOWN:
                self._go_on(self.now.unanswered(inquiry), inquiry)
                self._say(self.page.in_vain())
                return True
            elif self._answer(inquiry, typed):
                return True

    def _answer(self, inquiry: Inquiry, typed: str) -> bool:
        """Whether what was typed is an answer; if not, what is wrong with it was said."""
        before = self.now
        try:
            given = reply(inquiry, typed)
            answer = given if inquiry.is_list else sourced(given, self.provenance)
            after = before.answered(inquiry, answer)
        except ProfileError as error:
            for sentence in error.sentences(self.page.language):
                typer.echo(f"! {safe(sentence)}")
            return False
        self._go_on(after, inquiry)
        self._say(self.page.moved(before, after))
        return True

    def _go_on(self, after: Interview, inquiry: Inquiry) -> None:
        self.states.append((after, inquiry))
        self._keep()

    def _back(self) -> bool:
        if len(self.states) == 1:
            self._say(self.page.nothing_to_take_back())
            return False
        _, inquiry = self.states.pop()
        assert inquiry is not None
        self._keep()
        self._say(self.page.taken_back(inquiry))
        return True

    def _keep(self) -> None:
        if self.record is not None:
            self.record.write(self.now)

    def _ask_source(self, source: str | None, basis: str | None) -> bool:
        """Where the answers come from; False if the person stops already here."""
        if source is None:
            self._say(self.page.source())
            source = self._read()
            if source is None or source == STOP:
                return False
        if source and source not in NOT_KNOWN:
            self.provenance["source"] = source
            if basis is None:
                return self._ask_basis()
        if basis is not None:
            self.provenance["basis"] = basis
        return True

    def _ask_basis(self) -> bool:
        while True:
            self._say(self.page.bases())
            typed = self._read()
            if typed is None or typed == STOP:
                return False
            if typed in NOT_KNOWN:
                return True
            chosen = dict(zip("123", BASES, strict=True)).get(typed, typed)
            if chosen in BASES:
                self.provenance["basis"] = chosen
                return True

    def _groups(self) -> list[str]:
        """The names of the groups that the profile lists."""
        listed: Any = self.now.profile.get("groups") or ()
        return [str(group["name"]) for group in listed]

    def _say(self, parts: Iterable[RenderableType]) -> None:
        show(self.screen, parts)

    def _read(self) -> str | None:
        """One line; None where there is no more. What comes in a pipe is shown as if typed."""
        typer.echo("> ", nl=False)
        sys.stdout.flush()
        typed = line(sys.stdin)
        if typed is None or not sys.stdin.isatty():
            typer.echo(safe(typed or ""))
        return typed


def line(file: IO[str]) -> str | None:
    """The next line, without blanks at its ends; of one that never ends, only the beginning."""
    read = file.readline(MAXIMUM_TEXT + 2)
    if not read:
        return None
    rest = read
    while rest and not rest.endswith("\n"):
        rest = file.readline(MAXIMUM_TEXT)
    return read.strip()
