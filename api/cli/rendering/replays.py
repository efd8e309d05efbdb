"""A replay on a screen: do the bytes agree, and what would today's rules say otherwise?"""

from collections.abc import Iterator

from rich.console import RenderableType

from api.cli.rendering.followups import MOVES, SHOWN_SHIFTS, UNMOVED, Pages
from api.cli.rendering.screen import bullet, words
from api.views.decisions import ReplayView
from engine.followup import RevisionOut
from engine.text import Language, Text

UNDER = Text(
    "Rules {0} ({1}), program {2}; decided on {3}.",
    "Reglas {0} ({1}), programa {2}; decidido el {3}.",
)
TODAY = Text("Today's rules", "Las reglas de hoy")
CHANGED = Text("Rules that changed", "Reglas que cambiaron")
ADDED = Text("added: {0}", "añadidas: {0}")
EDITED = Text("changed: {0}", "cambiadas: {0}")
REMOVED = Text("removed: {0}", "retiradas: {0}")
APPEAR = Text("Options that are new", "Opciones nuevas")
GO = Text("Options that are gone", "Opciones que ya no están")


def pages(replay: ReplayView, language: Language) -> Iterator[RenderableType]:
    """The replay, part by part."""
    return _Replayed(language).replay(replay)


class _Replayed(Pages):
    def replay(self, found: ReplayView) -> Iterator[RenderableType]:
        stored = found.decision
        when = stored.decided_at.isoformat(timespec="seconds")
        rules = stored.ruleset
        yield words((found.says, "bold green" if found.same_bytes else "bold red"))
        yield words(
            (self._(UNDER, rules.version, rules.hash[:12], stored.engine_version, when), "dim")
        )
        yield from self._head(TODAY)
        yield words(found.today.says)
        for fault in found.today.faults:
            yield bullet(f"{fault.field}: {fault.what}")
        if found.today.difference is not None:
            yield from self._difference(found.today.difference)

    def _difference(self, found: RevisionOut) -> Iterator[RenderableType]:
        if found.shifts:
            yield from self._head(MOVES)
        for shift in found.shifts[:SHOWN_SHIFTS]:
            yield self._shift(shift)
        yield from self._more(len(found.shifts) - SHOWN_SHIFTS)
        yield words((self._(UNMOVED, found.unmoved), "dim"))
        yield from self._head(CHANGED)
        for title, rules in (
            (ADDED, found.rules_added),
            (EDITED, found.rules_changed),
            (REMOVED, found.rules_removed),
        ):
            if rules:
                yield bullet(self._(title, ", ".join(rules)))
        for title, places in ((APPEAR, found.appear), (GO, found.go)):
            if places:
                yield from self._head(title)
                yield from self._places(*places)
