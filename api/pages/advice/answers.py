"""Answers as pages ask for them, kept for a while: parts of one page ask the same question.

What is kept hangs on everything that an answer depends on, the profile itself included, so that it
can never be that of another question.
"""

import json
from functools import lru_cache

from api.pages.advice.weighing import Weights
from engine.advice import advise
from engine.answer import Answer
from engine.knowledge.model import Knowledge
from engine.text import Language

_KEPT = 24  # an answer takes a few megabytes


@lru_cache(maxsize=_KEPT)
def advice(
    knowledge: Knowledge, profile: str, weights: Weights | None, language: Language
) -> Answer:
    """The same answer as the API gives; ``profile`` is JSON, as a version keeps it."""
    return advise(
        knowledge, json.loads(profile), language=language, weights=dict(weights or ()) or None
    )
