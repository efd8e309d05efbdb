"""Fixtures that every test may use."""

import pytest
from hypothesis import settings

from engine.knowledge.model import Knowledge
from engine.library import open_library

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The real knowledge base, opened once."""
    return open_library()
