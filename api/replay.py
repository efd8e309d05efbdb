"""A stored decision asked again: the same bytes, or an honest account of why not."""

from typing import Any, cast

import engine
from api.bodies import serialised
from api.store.tables import Decision
from api.views.localities import ReplayView, decision_brief
from engine.advice import advise
from engine.answer import RulesetOut
from engine.composition import Explain
from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from engine.text import Language, Text


def replay(
    knowledge: Knowledge, decision: Decision, profile: Any, language: Language
) -> ReplayView:
    """Ask the stored question again of the knowledge base that is loaded, and compare."""
    stored = decision_brief(decision)
    same_ruleset = stored.ruleset.hash == knowledge.content_hash
    same_engine = stored.engine_version == engine.__version__
    try:
        answer = advise(
            knowledge,
            profile,
            language=cast("Language", stored.language),
            explain=cast("Explain", stored.explain),
            weights=stored.weights,
            decision_id=stored.id,
        )
        same = serialised(answer) == decision.answer
        says = _account(same, same_ruleset, same_engine)
    except ProfileError:
        same, says = False, _REFUSED
    return ReplayView(
        decision=stored,
        same_bytes=same,
        same_ruleset=same_ruleset,
        same_engine=same_engine,
        ruleset=RulesetOut(version=knowledge.version, hash=knowledge.content_hash),
        engine_version=engine.__version__,
        says=says.in_(language),
    )


def _account(same: bool, same_ruleset: bool, same_engine: bool) -> Text:
    if same:
        return _SAME
    if not same_ruleset:
        return _OTHER_RULESET
    return _UNEXPLAINED if same_engine else _OTHER_ENGINE


_SAME = Text(
    "The same question has the same answer today, byte for byte.",
    "La misma pregunta tiene hoy la misma respuesta, byte por byte.",
)
_OTHER_RULESET = Text(
    "The knowledge base has changed since: today's answer differs from the stored one. The stored"
    " one stays as it was given.",
    "La base de conocimiento ha cambiado desde entonces: la respuesta de hoy difiere de la"
    " guardada. La guardada se conserva tal como se dio.",
)
_OTHER_ENGINE = Text(
    "The program has changed since: today's answer differs from the stored one. The stored one"
    " stays as it was given.",
    "El programa ha cambiado desde entonces: la respuesta de hoy difiere de la guardada. La"
    " guardada se conserva tal como se dio.",
)
_REFUSED = Text(
    "The stored profile is no longer admitted by the knowledge base that is loaded, so the question"
    " could not be asked again. The stored answer stays as it was given.",
    "La base de conocimiento cargada ya no admite el perfil guardado, así que no se pudo repetir la"
    " pregunta. La respuesta guardada se conserva tal como se dio.",
)
_UNEXPLAINED = Text(
    "The answers differ although knowledge base and program are the same. This should not be:"
    " please report it.",
    "Las respuestas difieren aunque la base de conocimiento y el programa son los mismos. No"
    " debería ocurrir: por favor, avise.",
)
