"""What can go wrong, and how it is told: where, what, what is allowed, the nearest name.

::

    RemansoError
    ├── KnowledgeError     the knowledge base is refused, all faults together
    ├── ProfileError       a profile, weight or option of the caller is refused, all faults together
    ├── NotFoundError      a name that the knowledge base does not have
    └── EvaluationError    an evaluation could not be finished (a bug: never the caller's fault)
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.text import Language, Text

LISTED = 40  # names that are allowed are listed up to so many; the rest are counted


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    ``where`` is ``path:line`` in a knowledge base and a dotted field in a profile.
    """

    where: str
    what: Text
    allowed: tuple[str, ...] = ()
    nearest: str | None = None

    def sentence(self, language: Language = "en") -> str:
        what = self.what.in_(language)
        parts = [f"{self.where}: {what}" if self.where else what]
        if self.nearest:
            parts.append(
                Text("did you mean '{0}'?", "¿quiso decir «{0}»?")
                .in_(language)
                .format(self.nearest)
            )
        if self.allowed:
            listed = ", ".join(self.allowed[:LISTED])
            rest = len(self.allowed) - LISTED
            more = Text(f" and {rest} more", f" y {rest} más").in_(language) if rest > 0 else ""
            parts.append(Text("allowed: ", "se admite: ").in_(language) + listed + more)
        return "; ".join(parts)


def nearest(name: object, known: Iterable[str]) -> str | None:
    """The known name most like this one, if any is near enough to be a slip of the pen."""
    matches = difflib.get_close_matches(str(name)[:100], list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


class RemansoError(Exception):
    """Base of every error that Remanso raises on purpose.

    It may be raised in one process and told in another, whatever it was made from.
    """

    def __reduce__(self) -> Any:
        return _revived, (type(self), self.args, vars(self))


def _revived(
    kind: type[RemansoError], args: tuple[Any, ...], state: dict[str, Any]
) -> RemansoError:
    error = kind.__new__(kind)
    error.args = args
    vars(error).update(state)
    return error


class FaultsError(RemansoError):
    """Several faults, reported together: nobody enjoys mending one per run."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.sentence() for fault in self.faults))

    def sentences(self, language: Language) -> list[str]:
        return [fault.sentence(language) for fault in self.faults]


class KnowledgeError(FaultsError):
    """The knowledge base is refused."""


class ProfileError(FaultsError):
    """What the caller gave is refused."""


class NotFoundError(RemansoError):
    """There is nothing of that name."""

    def __init__(self, kind: Text, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.nearest = kind, name, nearest(name, known)
        super().__init__(self.sentence("en"))

    @property
    def what(self) -> Text:
        return Text(
            "there is no {kind} named '{name}'", "no hay {kind} con el nombre «{name}»"
        ).filled(kind=self.kind, name=self.name)

    def sentence(self, language: Language) -> str:
        sentence = self.what.in_(language)
        if self.nearest:
            sentence += (
                Text("; did you mean '{0}'?", "; ¿quiso decir «{0}»?")
                .in_(language)
                .format(self.nearest)
            )
        return sentence


class EvaluationError(RemansoError):
    """An evaluation could not be finished."""
