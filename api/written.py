"""An answer as it is sent: its bytes, and what is recorded of it beside them.

Evaluators write the bytes themselves. The whole answer as objects takes as long to cross between
two processes as a fifth of the work that it took, and most who ask want the bytes only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import engine.advice
from engine.answer import Answer
from engine.knowledge.model import Knowledge
from engine.text import Language


@dataclass(frozen=True)
class Written:
    """The bytes of an answer, and what it depended on. ``seed`` is of its completions."""

    body: bytes
    decision_id: str
    ruleset_version: str
    ruleset_hash: str
    engine_version: str
    language: Language
    explain: str
    seed: int | None


def serialised(answer: Answer) -> bytes:
    """An answer's bytes: made in this one place, so that the same answer has the same bytes."""
    return answer.model_dump_json().encode()


def written(answer: Answer) -> Written:
    return Written(
        serialised(answer),
        answer.decision_id,
        answer.ruleset.version,
        answer.ruleset.hash,
        answer.engine_version,
        answer.language,
        answer.explain,
        None if answer.robustness is None else answer.robustness.seed,
    )


def advise(knowledge: Knowledge, profile: Mapping[str, Any], /, **options: Any) -> Written:
    """:func:`engine.advice.advise`, written.

    Raises:
        ProfileError: as there.
    """
    return written(engine.advice.advise(knowledge, profile, **options))
