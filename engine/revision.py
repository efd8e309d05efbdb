"""The same question asked of other rules: what they say otherwise, told as a difference."""

from collections.abc import Mapping
from typing import Any

from engine.advice import judge
from engine.answer import RulesetOut
from engine.composition import Judgement
from engine.difference import Difference
from engine.followup import PlaceOut, RevisionOut
from engine.knowledge.model import Knowledge
from engine.telling import Teller
from engine.text import Language, Text

NOTHING = Text(
    "The rules have changed since, and today's say the same of this profile: same ranks, verdicts"
    " and scores.",
    "Las reglas han cambiado desde entonces, y las de hoy dicen lo mismo de este perfil: mismos"
    " puestos, veredictos y puntajes.",
)
OTHERWISE = Text(
    "The rules have changed since: of the options, {ranks} would stand at another rank, {verdicts}"
    " would have another verdict, and {first} would come first.",
    "Las reglas han cambiado desde entonces: de las opciones, {ranks} estarían en otro puesto,"
    " {verdicts} tendrían otro veredicto, y {first} quedaría primera.",
)


def revised(
    before: Knowledge,
    after: Knowledge,
    profile: Any,
    *,
    language: Language = "en",
    weights: Mapping[str, object] | None = None,
) -> RevisionOut:
    """What the rules after say otherwise of a profile than the rules before.

    Raises:
        ProfileError: either rule base refuses the profile or a weight.
    """
    was, now = judge(before, profile, weights), judge(after, profile, weights)
    return _Revision(was, now, language).answer()


class _Revision(Difference):
    """Tells what a change of the rules changes, of the same profile."""

    def answer(self) -> RevisionOut:
        parts = self.parts()
        self.after.cited = self.cited(parts) & set(self.after.knowledge.claims)
        was, now = _in_force(self.before.knowledge), _in_force(self.after.knowledge)
        old = self.before.knowledge
        return RevisionOut(
            before=RulesetOut(version=old.version, hash=old.content_hash),
            says=self._says(parts).in_(self.after.language),
            appear=_only(self.after, self.before.judgement),
            go=_only(self.before, self.after.judgement),
            rules_added=sorted(set(now) - set(was)),
            rules_changed=sorted(rule for rule in set(was) & set(now) if was[rule] != now[rule]),
            rules_removed=sorted(set(was) - set(now)),
            **parts,
            **self.after.head(),
        )

    def _says(self, parts: Mapping[str, Any]) -> Text:
        known = self.before.knowledge.interventions.keys()
        if not parts["shifts"] and known == self.after.knowledge.interventions.keys():
            return NOTHING
        moved = [(shift.before, shift.after) for shift in parts["shifts"]]
        first = self.after.name(parts["first_after"].intervention)
        return OTHERWISE.filled(
            ranks=sum(was.rank != now.rank for was, now in moved),
            verdicts=sum(was.verdict != now.verdict for was, now in moved),
            first=Text(f"“{first.en}”", f"«{first.es}»"),
        )


def _in_force(knowledge: Knowledge) -> dict[str, str]:
    return {rule.id: rule.content_hash for rule in knowledge.active}


def _only(teller: Teller, other: Judgement) -> list[PlaceOut]:
    """The options of one ranking that the other does not know."""
    known = {item.standing.intervention for item in other.ranking}
    return [
        teller.place(item)
        for item in teller.judgement.ranking
        if item.standing.intervention not in known
    ]
