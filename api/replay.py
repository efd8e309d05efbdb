"""A stored decision asked again under its own rules: the same bytes, or an account of why not.

And what today's rules would say otherwise: that is another question, and is answered apart.
"""

from dataclasses import dataclass
from typing import Any, cast

from api.problems import fault_out
from api.store.rulesets import Kept
from api.store.tables import Decision
from api.views.decisions import DecisionBrief, ReplayView, TodayView, decision_brief
from api.written import serialised
from engine.advice import composed, judge
from engine.answer import RulesetOut
from engine.composition import Explain, Judgement
from engine.errors import KnowledgeError, ProfileError
from engine.knowledge.model import Knowledge
from engine.revision import revised
from engine.robustness import COMPLETIONS
from engine.source import program
from engine.text import Language, Text


@dataclass(frozen=True)
class Question:
    """What was asked when a decision was made, apart from the rules that it was asked of."""

    decision_id: str
    profile: Any
    language: str
    explain: str
    weights: dict[str, Any] | None

    def asked_of(self, knowledge: Knowledge) -> bytes:
        """The answer's bytes.

        Raises:
            ProfileError: the rules refuse the profile or a weight.
        """
        return self._put(self._judged(knowledge), self.explain)

    def traced_in(self, knowledge: Knowledge) -> tuple[bytes, bytes]:
        """The answer's bytes, and those of the answer that shows every condition.

        Raises:
            ProfileError: the rules refuse the profile or a weight.
        """
        judgement = self._judged(knowledge)
        return self._put(judgement, self.explain), self._put(judgement, "conditions")

    def _judged(self, knowledge: Knowledge) -> Judgement:
        return judge(knowledge, self.profile, self.weights, COMPLETIONS)

    def _put(self, judgement: Judgement, explain: str) -> bytes:
        language, level = cast("Language", self.language), cast("Explain", explain)
        return serialised(composed(judgement, language, level, self.decision_id))


def question_of(stored: DecisionBrief, profile: Any) -> Question:
    return Question(stored.id, profile, stored.language, stored.explain, stored.weights)


def replay(
    today: Knowledge, kept: Kept | None, decision: Decision, profile: Any, language: Language
) -> ReplayView:
    """Ask the stored question again of the stored rules and compare; then of today's rules."""
    stored = decision_brief(decision)
    question = question_of(stored, profile)
    same_engine = stored.engine_fingerprint == program().fingerprint
    same_libraries = stored.libraries == program().libraries
    rules: Knowledge | None = None
    same, says = False, _NOT_KEPT
    try:
        if kept is not None:
            rules = kept.knowledge()
            same = question.asked_of(rules) == decision.answer
            says = _account(same, same_engine, same_libraries)
    except KnowledgeError:
        says = _UNUSABLE
    except ProfileError:
        says = _REFUSED
    return ReplayView(
        decision=stored,
        same_bytes=same,
        same_ruleset=stored.ruleset.hash == today.content_hash,
        same_engine=same_engine,
        same_libraries=same_libraries,
        ruleset=RulesetOut(version=today.version, hash=today.content_hash),
        engine_version=program().version,
        engine_fingerprint=program().fingerprint,
        says=says.in_(language),
        today=_today(rules, today, stored, question, language),
    )


def _today(
    rules: Knowledge | None,
    today: Knowledge,
    stored: DecisionBrief,
    question: Question,
    language: Language,
) -> TodayView:
    """What today's rules would say of the same profile that the decision's own did not."""
    if stored.ruleset.hash == today.content_hash:
        return TodayView(says=_SAME_RULES.in_(language))
    if rules is None:
        return TodayView(says=_NOTHING_TO_COMPARE.in_(language))
    try:
        found = revised(rules, today, question.profile, language=language, weights=question.weights)
    except ProfileError as error:
        faults = [fault_out(fault, question.profile, language) for fault in error.faults]
        return TodayView(says=_NO_LONGER_ADMITTED.in_(language), faults=faults)
    return TodayView(says=found.says, difference=found)


def _account(same: bool, same_engine: bool, same_libraries: bool) -> Text:
    if same:
        return _SAME if same_engine else _SAME_BY_ANOTHER
    if not same_engine:
        return _OTHER_ENGINE
    return _UNEXPLAINED if same_libraries else _OTHER_LIBRARIES


_SAME = Text(
    "Asked again under the rules of that time, the question has the same answer, byte for byte.",
    "Repetida con las reglas de entonces, la pregunta tiene la misma respuesta, byte por byte.",
)
_SAME_BY_ANOTHER = Text(
    "Asked again under the rules of that time, the question has the same answer, byte for byte,"
    " although the program has changed since.",
    "Repetida con las reglas de entonces, la pregunta tiene la misma respuesta, byte por byte,"
    " aunque el programa ha cambiado.",
)
_OTHER_ENGINE = Text(
    "The program has changed since: under the rules of that time its answer differs from the stored"
    " one. The stored one stays as it was given.",
    "El programa ha cambiado desde entonces: con las reglas de aquel momento, su respuesta difiere"
    " de la guardada. La guardada se conserva tal como se dio.",
)
_OTHER_LIBRARIES = Text(
    "The program is the same but runs on other versions of its libraries: under the rules of that"
    " time the answer differs from the stored one. The stored one stays as it was given.",
    "El programa es el mismo, pero funciona con otras versiones de sus bibliotecas: con las reglas"
    " de aquel momento, la respuesta difiere de la guardada. La guardada se conserva tal como se"
    " dio.",
)
_UNEXPLAINED = Text(
    "The answers differ although rules and program are the same. This should not be: please report"
    " it.",
    "Las respuestas difieren aunque las reglas y el programa son los mismos. No debería ocurrir:"
    " por favor, avise.",
)
_REFUSED = Text(
    "The program has changed since, and refuses the stored profile under the rules of that time, so"
    " the question could not be asked again. The stored answer stays as it was given.",
    "El programa ha cambiado desde entonces y no admite el perfil guardado con las reglas de aquel"
    " momento, así que no se pudo repetir la pregunta. La respuesta guardada se conserva tal como"
    " se dio.",
)
_UNUSABLE = Text(
    "The kept rules are not what their hash names, or this program can no longer read them, so the"
    " question could not be asked again. The stored answer stays as it was given.",
    "Las reglas guardadas no son las que nombra su hash, o este programa ya no puede leerlas, así"
    " que no se pudo repetir la pregunta. La respuesta guardada se conserva tal como se dio.",
)
_NOT_KEPT = Text(
    "The decision is older than the keeping of rules, and the rules have changed since, so the"
    " question could not be asked again. The stored answer stays as it was given.",
    "La decisión es anterior a que se guardaran las reglas, y estas han cambiado, así que no se"
    " pudo repetir la pregunta. La respuesta guardada se conserva tal como se dio.",
)
_SAME_RULES = Text(
    "The rules are the same today as they were then.",
    "Las reglas de hoy son las mismas de entonces.",
)
_NOTHING_TO_COMPARE = Text(
    "The rules have changed since; without those of that time it cannot be told what today's say"
    " otherwise.",
    "Las reglas han cambiado desde entonces; sin las de aquel momento no se puede decir qué cambia"
    " con las de hoy.",
)
_NO_LONGER_ADMITTED = Text(
    "Today's rules no longer admit the stored profile; it would have to be brought up to date.",
    "Las reglas de hoy ya no admiten el perfil guardado; habría que ponerlo al día.",
)
