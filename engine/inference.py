"""durable_rules, run under the discipline that was measured to be safe.

The only module that imports the engine. It talks to the C interface directly (no host, no timer
threads), keeps one live session at a time under one lock, asserts facts one by one, lets actions
do nothing but be recorded, and deletes the session whatever happens.
"""

import json
import threading
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field

import durable_rules_engine

from engine.encoding import encode
from engine.errors import EvaluationError
from engine.facts import Facts
from engine.keeping import kept
from engine.knowledge.model import Knowledge
from engine.network import EngineFact, Network, Written, compile_network, engine_fact, facts_for
from engine.outcomes import Binding, Outcome, Solutions, outcomes
from engine.phases import phase

SESSION = "s"  # sessions are told apart by a 32-bit hash: one name, one live session, no clash
MAXIMUM_ACTIVATIONS = 200_000
_HANDLED, _NOT_HANDLED = 0, 1


@dataclass
class Session:
    """What one evaluation has asserted and seen."""

    facts: dict[str, EngineFact] = field(default_factory=dict)
    activations: list[tuple[str, str]] = field(default_factory=list)  # engine rule, its message
    derived: set[str] = field(default_factory=set)
    pending: list[str] = field(default_factory=list)
    state: int | None = None  # the engine's number of this session, once it has one
    fired: bool = False


class Inference:
    """One compiled knowledge base inside the engine; safe to share between threads."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._lock = threading.Lock()
        self._written: Written = {}
        try:
            handle = durable_rules_engine.create_ruleset("remanso", encode(network.definition))
        except durable_rules_engine.error as error:
            raise EvaluationError(f"the engine refused the rules: {error}") from error
        self._handle: int | None = handle
        # The engine's memory is not Python's: it is given back when nothing refers to this object.
        self._release = weakref.finalize(self, durable_rules_engine.delete_ruleset, handle)
        self._release.atexit = False

    def close(self) -> None:
        """Give the engine's memory back; the object must not be used again."""
        with self._lock:
            self._handle = None
            self._release()

    def solutions(self, facts: Facts) -> dict[str, Solutions]:
        """Run the rules over the facts of one locality.

        Raises:
            EvaluationError: the engine refused a fact or would not come to rest.
        """
        prepared = list(facts_for(self.network, facts, self._written))
        with self._lock:
            if self._handle is None:
                raise EvaluationError("this inference was closed")
            session = Session()
            try:
                self._run(session, prepared)
            except durable_rules_engine.error as error:
                raise EvaluationError(f"the engine failed: {error}") from error
            finally:
                self._forget(session)
        return self._collect(session)

    def _forget(self, session: Session) -> None:
        """Delete the session; one in which no rule ever fired would be freed uninitialised."""
        if session.state is None:
            return
        if not session.fired:
            durable_rules_engine.start_action_for_state(self._handle, session.state)
        durable_rules_engine.delete_state(self._handle, SESSION)

    def _run(self, session: Session, prepared: Iterable[EngineFact]) -> None:
        # The first fact fires a rule of its own, so that the session can be deleted.
        state = self._assert(session, engine_fact({"kind": "$begin"}))
        self._agenda(session, state)
        for fact in prepared:
            self._assert(session, fact)
        self._rest(session, state)
        for kinds in self.network.goes:
            for kind in kinds:
                self._assert(session, engine_fact({"kind": kind}))
            self._rest(session, state)

    def _rest(self, session: Session, state: int) -> None:
        """Run the agenda and assert what follows, until nothing new follows."""
        self._agenda(session, state)
        while session.pending:
            for kind in session.pending:
                self._assert(session, engine_fact({"kind": kind}))
            session.pending = []
            self._agenda(session, state)

    def _assert(self, session: Session, fact: EngineFact) -> int:
        name = f"f{len(session.facts)}"
        session.facts[name] = fact
        message = f'{{"id":"{name}","sid":"{SESSION}","z":1.0,{fact.body}}}'
        result, state = durable_rules_engine.assert_fact(self._handle, message)
        if result not in (_HANDLED, _NOT_HANDLED):
            raise EvaluationError(f"the engine refused a fact: {fact.body[:100]}")
        session.state = int(state)
        return session.state

    def _agenda(self, session: Session, state: int) -> None:
        started = durable_rules_engine.start_action_for_state(self._handle, state)
        if not started:
            return
        session.fired = True
        message: str | None = started[1]
        while message:
            # A message is one object with one key, the rule's name: {"r12":{"k0":{...}}}. What
            # it holds is decoded only where a rule names what it matched.
            self._record(session, message[2 : message.index('"', 2)], message)
            message = durable_rules_engine.complete_and_start_action(self._handle, state)

    def _record(self, session: Session, name: str, message: str) -> None:
        if len(session.activations) >= MAXIMUM_ACTIVATIONS:
            raise EvaluationError(f"more than {MAXIMUM_ACTIVATIONS} activations")
        if name == "begin":
            return
        session.activations.append((name, message))
        rule = self.network.rules[name]
        if rule.rule in self.network.diagnoses:
            kind = f"{rule.signal}:{rule.rule}"
            if kind not in session.derived:
                session.derived.add(kind)
                session.pending.append(kind)

    def _collect(self, session: Session) -> dict[str, Solutions]:
        found: dict[str, dict[str, set[Binding]]] = {}
        for name, message in session.activations:
            rule = self.network.rules[name]
            binding = []
            frame = json.loads(message)[name] if rule.names else {}
            for pattern, alias in rule.names.items():
                position = session.facts[frame[pattern]["id"]].position
                if position is not None:
                    binding.append((alias, position))
            signals = found.setdefault(rule.rule, {"must": set(), "may": set(), "lifted": set()})
            signals[rule.signal].update(tuple(sorted((*binding, *way))) for way in rule.chosen)
        return {
            rule: Solutions(*(frozenset(signals[s]) for s in ("must", "may", "lifted")))
            for rule, signals in found.items()
        }


@kept
def inference_for(knowledge: Knowledge) -> Inference:
    """The engine loaded with a knowledge base: built once, then kept."""
    return Inference(compile_network(knowledge))


@phase("inference")
def infer(knowledge: Knowledge, facts: Facts) -> dict[str, Outcome]:
    """The outcome of every active rule, by durable_rules."""
    return outcomes(knowledge.active, inference_for(knowledge).solutions(facts))
