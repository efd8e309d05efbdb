"""What a test needs of the machine beside the packages of the lock."""

import shutil

import pytest


def program(name: str, purpose: str) -> str:
    """The path of a program; without it the test is skipped, which CI forbids (conftest.py)."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{purpose} needs {name}: install it, or leave it to .ci/run")
    return found
