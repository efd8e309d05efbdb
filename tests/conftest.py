"""Fixtures that every test may use."""

import os
from collections.abc import Generator

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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI nothing is skipped: a tool that is missing there is a step that .ci/run lacks."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI forbids: {report.longrepr}"
    return report
