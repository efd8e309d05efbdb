"""What happens in a process that evaluates: it keeps a few knowledge bases, and answers from them.

Questions and answers cross as pickles, between processes of one server only.
"""

import pickle
import signal
import traceback
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.memory import settle
from engine.advice import advise
from engine.knowledge.model import Knowledge
from engine.outcomes import Outcome
from engine.phases import watched

MOST_KEPT = 2  # knowledge bases: the one in use, and one that is on its way out or asked for again
_known: OrderedDict[str, Knowledge] = OrderedDict()


@dataclass(frozen=True)
class Question:
    """What is to be worked out: ``work(knowledge, *given, **options)``."""

    work: Callable[..., Any]
    given: tuple[Any, ...]
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Phase:
    """A phase of the work: when it began (Unix time) and how long it took, in seconds."""

    name: str
    began: float
    seconds: float


@dataclass
class Reply:
    """What came of a question, and what is to be known about it.

    ``fired`` counts the rules that fired, by their kind. Of an error only where it was raised is
    kept beside it, since its words may repeat a profile.
    """

    result: Any = None
    error: Exception | None = None
    trace: str = ""
    phases: list[Phase] = field(default_factory=list)
    fired: Counter[str] = field(default_factory=Counter)


def answered(key: str, question: bytes) -> bytes | None:
    """The reply, as a pickle; None when the knowledge base of that key is not known here."""
    knowledge = _known.get(key)
    if knowledge is None:
        return None
    reply = _reply(knowledge, question)
    try:
        return pickle.dumps(reply, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # an error of some library that cannot travel
        return pickle.dumps(Reply(error=RuntimeError(type(error).__name__), trace=reply.trace))


def knows(key: str, packed: bytes | None = None) -> bool:
    """Whether the knowledge base of that key is known here; it is once it was sent along.

    What every answer needs is then worked out, so that the first one need not wait for it.
    """
    if key in _known:
        _known.move_to_end(key)
    elif packed is not None:
        _leave_signals()
        while len(_known) >= MOST_KEPT:
            _known.popitem(last=False)
        settle()  # those that went are in cycles, and the rules engine's memory hangs on them
        knowledge = pickle.loads(packed)
        advise(knowledge, {})
        _known[key] = knowledge
        settle()
    return key in _known


def _reply(knowledge: Knowledge, sent: bytes) -> Reply:
    reply = Reply()

    def note(name: str, began: float, seconds: float, result: object) -> None:
        reply.phases.append(Phase(name, began, seconds))
        if name == "inference" and isinstance(result, Mapping):
            reply.fired.update(_fired(knowledge, result))

    try:
        question: Question = pickle.loads(sent)
        with watched(note):
            reply.result = question.work(knowledge, *question.given, **question.options)
    except Exception as error:
        reply.error = error
        reply.trace = "".join(traceback.format_tb(error.__traceback__))
    return reply


def _fired(knowledge: Knowledge, outcomes: Mapping[str, Outcome]) -> Counter[str]:
    firing = (name for name, outcome in outcomes.items() if outcome.state == "fires")
    return Counter(knowledge.rules[name].kind for name in firing)


def _leave_signals() -> None:
    """Ctrl-C reaches all processes of a terminal; when this one ends is for the server to say."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
