"""Answers as pages ask for them, kept for a while: parts of one page ask the same question.

What is kept hangs on everything that an answer depends on, the profile itself included, so that it
can never be that of another question. It goes with the edition of the rules that it was given by.
"""

import json
from functools import partial

from api.pages.advice.weighing import Weights
from api.pages.recent import Recent
from api.service import Service
from engine.advice import advise
from engine.answer import Answer
from engine.keeping import kept
from engine.knowledge.model import Knowledge
from engine.text import Language

_KEPT = 24  # an answer takes a few megabytes


@kept
def _recent(_: Knowledge) -> Recent[Answer]:
    return Recent(_KEPT)


def advice(service: Service, profile: str, weights: Weights | None, language: Language) -> Answer:
    """The same answer as the API gives; ``profile`` is JSON, as a version keeps it."""
    work = partial(
        service.evaluate,
        advise,
        service.knowledge,
        json.loads(profile),
        language=language,
        weights=dict(weights or ()) or None,
    )
    return _recent(service.knowledge).get((profile, weights, language), work)
