"""The parsers hold against inputs that coverage guides, for a bounded number of them."""

import pytest

from benchmarks.fuzzing import TARGETS, run

RUNS = {
    "profile": 6_000,
    "yaml": 4_000,
    "recipe": 2_000,
    "rules": 150,
    "cells": 5_000,
    "table": 60,
}


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_a_parser_reads_or_refuses_whatever_comes(target: str) -> None:
    """Nothing but values and declared refusals, and more of the code is reached than by the seeds.

    ``python -m benchmarks.fuzzing`` does the same for longer; benchmarks/README.md has its figures.
    """
    result = run(target, runs=RUNS[target])
    assert not result.findings
    assert result.executions >= RUNS[target]
    assert result.reached > result.seeded > 0
