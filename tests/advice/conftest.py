"""Answers that many tests look at, each computed once."""

import pytest

from engine.advice import advise
from engine.answer import Answer
from engine.composition import Explain
from engine.knowledge.model import Knowledge
from engine.text import Language


class Answers:
    """The answers of the documented cases, kept by case, language and level of explanation."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._kept: dict[tuple[str, str, str], Answer] = {}

    def of(self, slug: str, language: Language = "en", explain: Explain = "rules") -> Answer:
        key = (slug, language, explain)
        if key not in self._kept:
            profile = self.knowledge.cases[slug].profile
            self._kept[key] = advise(self.knowledge, profile, language=language, explain=explain)
        return self._kept[key]


@pytest.fixture(scope="session")
def answers(knowledge: Knowledge) -> Answers:
    """The answers of the documented cases."""
    return Answers(knowledge)
