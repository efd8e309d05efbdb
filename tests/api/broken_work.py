"""Work that goes wrong in an evaluator, which finds it by its name as it finds any other."""

import os
import time
from typing import Any
from unittest.mock import patch

from api.written import Written, advise
from engine.knowledge.model import Knowledge


def bug(*given: Any, **options: Any) -> None:
    """An error whose words repeat what was confided."""
    raise RuntimeError(f"cannot evaluate {given} {options}")


def untold(*given: Any, **options: Any) -> None:
    """An error that cannot be sent from one process to another."""

    class HereError(Exception):
        pass

    raise HereError(given)


def death(*given: Any, **options: Any) -> None:
    """What a fault in the rules engine's C code comes to."""
    os.abort()


def crowded(knowledge: Knowledge, profile: Any, **options: Any) -> Written:
    """Advice where next to nothing may be weighed."""
    with patch("engine.inference.MAXIMUM_ACTIVATIONS", 10):
        return advise(knowledge, profile, **options)


def sleep(*given: object, **options: object) -> None:
    """Long enough to be seen at it."""
    time.sleep(1.5)


def sleep_for_ever(*given: object, **options: object) -> None:
    time.sleep(3600)


def unhurried(knowledge: Knowledge, profile: Any, **options: Any) -> Written:
    """Advice as it is, after a while."""
    time.sleep(4)
    return advise(knowledge, profile, **options)
