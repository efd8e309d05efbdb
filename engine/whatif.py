"""What if: some factors changed, and what that changes, shown as a difference."""

from collections.abc import Mapping
from typing import Any

from engine.advice import judge
from engine.answer import NoticeOut
from engine.composition import Judgement
from engine.difference import Difference
from engine.errors import Fault, FaultsError, ProfileError
from engine.facts import noticed
from engine.followup import WhatIfOut
from engine.knowledge.model import Knowledge
from engine.profile import as_understood, read_profile
from engine.text import Language, Text

SAME_FIRST = Text("{after} still comes first.", "{after} sigue en primer lugar.")
OTHER_FIRST = Text(
    "{after} would come first instead of {before}.",
    "{after} quedaría primera en lugar de {before}.",
)
NOTHING = Text("name at least one factor to change", "indique al menos un factor que cambiar")


def what_if(
    knowledge: Knowledge,
    profile: Any,
    changes: Mapping[str, Any],
    *,
    language: Language = "en",
    weights: Mapping[str, object] | None = None,
) -> WhatIfOut:
    """What these factors, given like those of a profile (or null for unknown), would change.

    Raises:
        ProfileError: the profile, a weight or a change is refused.
    """
    before = judge(knowledge, profile, weights)
    after = judge(knowledge, changed_profile(knowledge, before, changes), weights)
    return _WhatIf(before, after, language).answer(changes)


def changed_profile(
    knowledge: Knowledge, before: Judgement, changes: Mapping[str, Any]
) -> dict[str, Any]:
    """The profile with its factors changed.

    Raises:
        ProfileError: a change is refused; the faults stand under ``changes``.
    """
    check_changes(knowledge, changes)
    profile = as_understood(before.profile, knowledge.vocabulary)
    profile["factors"] |= changes
    return profile


def check_changes(knowledge: Knowledge, changes: Any) -> None:
    """Refuse changes that a profile could not hold, and no change at all.

    Raises:
        ProfileError: naming each under ``changes``.
    """
    if changes is None or changes == {}:
        raise ProfileError([Fault("changes", NOTHING)])
    try:
        read_profile({"factors": changes}, knowledge.vocabulary)
    except FaultsError as error:
        raise ProfileError(
            Fault(
                "changes" + fault.where.removeprefix("factors"),
                fault.what,
                fault.allowed,
                fault.nearest,
            )
            for fault in error.faults
        ) from error


class _WhatIf(Difference):
    """Tells what a change of the profile changes, under the same rules."""

    def answer(self, changes: Mapping[str, Any]) -> WhatIfOut:
        before, after = self.before.judgement, self.after.judgement
        was, now = before.oracle.facts.factors, after.oracle.facts.factors
        parts = self.parts()
        self.before.cited = self.cited(parts)
        return WhatIfOut(
            says=self._says(),
            changes=[self.before.move(slug, was[slug], now[slug]) for slug in changes],
            notices=[
                NoticeOut(where=fault.where, what=self.before._(fault.what))
                for fault in noticed(after.profile, after.knowledge.vocabulary)
                if fault.where in {f"factors.{slug}" for slug in changes}
            ],
            **parts,
            **self.before.head(),
        )

    def _says(self) -> str:
        before, after = (
            teller.quoted(teller.judgement.ranking[0].standing.intervention)
            for teller in (self.before, self.after)
        )
        words = SAME_FIRST if before == after else OTHER_FIRST
        return self.before._(words.filled(before=before, after=after))
