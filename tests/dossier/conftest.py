"""A small rule base and a dossier made with it."""

import pytest

from engine.knowledge.model import Knowledge
from engine.knowledge.reading import read_knowledge
from tests.dossier.making import Made, made
from tests.knowledge import small


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The small rule base."""
    return read_knowledge(small.write(tmp_path_factory.mktemp("rules")))


@pytest.fixture(scope="session")
def sound(rules: Knowledge) -> Made:
    """A sound dossier."""
    return made(rules)
