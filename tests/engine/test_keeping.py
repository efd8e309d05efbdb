"""What is kept with a knowledge base goes when it goes, and does not travel with it."""

import copy
import gc
import pickle
import weakref
from http import HTTPStatus

import pytest

from api.problems import RequestError
from engine.advice import advise
from engine.errors import Fault, FaultsError, KnowledgeError, NotFoundError
from engine.keeping import KEPT, kept
from engine.knowledge.model import Knowledge
from engine.text import Text


def test_work_is_done_once_for_each_thing() -> None:
    """The same thing gets what it got before; another one gets its own."""

    class Thing:
        pass

    @kept
    def worked(thing: Thing) -> list[Thing]:
        return [thing]

    one, other = Thing(), Thing()
    assert worked(one) is worked(one)
    assert worked(one) == [one]
    assert worked(other) == [other]


def test_a_knowledge_base_that_nobody_uses_goes(knowledge: Knowledge) -> None:
    """No cache holds it, after everything that an answer needs was worked out from it."""
    another = copy.copy(knowledge)
    advise(another, {"factors": {"extortion": "common"}})
    assert getattr(another, KEPT)
    gone = weakref.ref(another)
    del another
    gc.collect()
    assert gone() is None


def test_a_knowledge_base_travels_and_answers_alike(knowledge: Knowledge) -> None:
    """In another process it is the one that was read; what was worked out stays behind."""
    advise(knowledge, {})
    travelled: Knowledge = pickle.loads(pickle.dumps(knowledge))
    assert not hasattr(travelled, KEPT)
    profile = knowledge.cases["guayaquil-2024"].profile
    assert advise(travelled, profile) == advise(knowledge, profile)


@pytest.mark.parametrize(
    "error",
    [
        KnowledgeError([Fault("a.yaml:3", Text("wrong", "mal"), ("x",), "x")]),
        NotFoundError(Text("rule", "regla"), "captured-polic", ["captured-police"]),
        RequestError(HTTPStatus.CONFLICT, Fault("language", Text("no", "no")), headers={"A": "b"}),
    ],
)
def test_errors_travel_whole(error: FaultsError | NotFoundError) -> None:
    """What is raised in one process is told in another as it would have been told there."""
    travelled = pickle.loads(pickle.dumps(error))
    assert type(travelled) is type(error)
    assert str(travelled) == str(error)
    assert vars(travelled) == vars(error)
