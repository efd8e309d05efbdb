"""The rules changed while the server runs: checked as a whole, then used as a whole, or refused.

The files are read once, so that what was checked is what is used, whoever edits meanwhile.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from api.edition import Current, Edition, Files, laid_out, read_files
from api.evaluation.evaluators import Evaluators
from api.memory import settle
from api.metrics import Metrics
from api.requests import RequestModels, request_models
from engine.errors import Fault, KnowledgeError
from engine.knowledge.model import Knowledge
from engine.library import examine
from engine.lock import LOCK_NAME, changed, locked, read_lock
from engine.tables.recipe_proof import examine_recipes
from engine.text import Text

_log = structlog.get_logger("remanso")

Describe = Callable[[RequestModels, Knowledge], Mapping[str, Any]]


@dataclass(frozen=True)
class Change:
    """What a reload came to: the rules before and after, and which differ, by their ids."""

    before: Knowledge
    after: Knowledge
    rules: Mapping[str, list[str]]

    @property
    def is_one(self) -> bool:
        return self.before.content_hash != self.after.content_hash


class Reloader:
    """Puts a new edition in the place of the one in use; one at a time."""

    def __init__(
        self,
        current: Current,
        original: Path,
        evaluators: Evaluators,
        describe: Describe,
        metrics: Metrics,
    ) -> None:
        self._current = current
        self._original = original
        self._evaluators = evaluators
        self._describe = describe
        self._metrics = metrics
        self._turn = threading.Lock()

    def reload(self) -> Change:
        """Use the rules that lie on disk now.

        Raises:
            KnowledgeError: they are refused, with all faults; those in use stay.
        """
        with self._turn:
            try:
                change = self._reloaded()
            except KnowledgeError as error:
                self._metrics.reloaded("refused")
                faults = [fault.sentence() for fault in error.faults[:20]]
                _log.error("rules refused", faults=faults, count=len(error.faults))
                raise
        self._metrics.reloaded("changed" if change.is_one else "same")
        _log.info(
            "rules reloaded",
            before=change.before.content_hash,
            after=change.after.content_hash,
            **{name: len(rules) for name, rules in change.rules.items()},
        )
        return change

    def _reloaded(self) -> Change:
        before = self._current.edition.knowledge
        try:
            files = read_files(self._original)
        except OSError as error:
            what = Text(
                f"the files cannot be read: {error.strerror}",
                f"no se pueden leer los archivos: {error.strerror}",
            )
            raise KnowledgeError([Fault("rules", what)]) from None
        after = self._evaluators.apart(checked, files)
        if after.content_hash != before.content_hash:
            models = request_models(after)
            described = self._describe(models, after)
            self._current.edition = Edition(after, models, files, described)
            self._metrics.uses(after)
            settle()  # editions before are in cycles; those still answered by stay
        return Change(before, after, changed(_hashes(after), _hashes(before)))


def checked(files: Files) -> Knowledge:
    """The knowledge base, if `remanso rules check` and `rules lock --check` find nothing in it.

    Raises:
        KnowledgeError: they find something; all of it.
    """
    with laid_out(files) as root:
        knowledge, faults = examine(root)
        if knowledge is not None:
            faults += examine_recipes(root, knowledge.vocabulary)[1]
            if not faults and not is_locked(knowledge, root):
                faults.append(Fault(LOCK_NAME, UNLOCKED))
        elif not faults:
            faults.append(Fault("rules", _NO_RULES))
    if faults or knowledge is None:
        raise KnowledgeError(faults)
    return knowledge


def is_locked(knowledge: Knowledge, root: Path) -> bool:
    """Whether the lock of the rules is of these very rules."""
    try:
        before = read_lock(root)
        return locked(knowledge, before) == before
    except (ValueError, LookupError, TypeError, AttributeError):  # it is no lock at all
        return False


def _hashes(knowledge: Knowledge) -> dict[str, dict[str, Any]]:
    return {name: {"hash": rule.content_hash} for name, rule in knowledge.rules.items()}


_NO_RULES = Text("there are no rules", "no hay reglas")
UNLOCKED = Text(
    "the lock is not of these rules; run 'remanso rules lock'",
    "el registro no es de estas reglas; ejecute 'remanso rules lock'",
)
