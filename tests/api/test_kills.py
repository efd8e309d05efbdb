"""Nothing that was acknowledged is lost or doubled, whenever the server is killed."""

import random

import pytest

from benchmarks.kills import On, Victim, kill

pytestmark = pytest.mark.slow
ROUNDS = 4


@pytest.mark.parametrize(
    ("on", "victim"),
    [("sqlite", "server"), ("postgresql", "server"), ("postgresql", "database")],
)
def test_what_was_acknowledged_is_there_once(on: On, victim: Victim) -> None:
    """Killed in the midst of many writers, and asked again with the same keys: all is as it was."""
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}: python -m benchmarks.kills --on {on} --kill {victim} --seed {seed}")
    counts = kill(on, victim, ROUNDS, seed, print)
    assert (counts.lost, counts.doubled) == (0, 0)
    assert counts.found == counts.acknowledged + counts.sent_again > 0
