"""The report on a stored decision, in its own language or in the other one.

A stored answer has one language. In the other one its question is asked again, and only after a
check that asked in its own language it still has the same answer, byte for byte: otherwise the
report would tell of another decision than the one stored.
"""

import json
from http import HTTPStatus
from typing import Any, cast

from api.problems import RequestError
from api.replay import replay
from api.reports.composing import compose
from api.reports.document import Document
from api.store.rulesets import Kept
from api.store.tables import Decision
from engine.advice import advise
from engine.answer import Answer
from engine.composition import Explain
from engine.errors import Fault
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES, Language, Text


def decided_report(
    today: Knowledge,
    rules: Kept | None,
    decision: Decision,
    profile: Any,
    language: Language | None,
) -> Document:
    """The report, in the words of the decision's own rules where they are kept.

    ``profile`` is the version that was decided on.

    Raises:
        RequestError: the other language is asked for, and the question has another answer today.
    """
    made, own = decision.decided_at.date(), cast("Language", decision.language)
    knowledge = today if rules is None else rules.knowledge()
    if language is None or language == own:
        return compose(Answer.model_validate_json(decision.answer), knowledge, made)
    again = replay(today, rules, decision, profile, language)
    if not again.same_bytes:
        what = Text.same(f"{_ANOTHER.in_(language)} {again.says}")
        raise RequestError(HTTPStatus.CONFLICT, Fault("language", what, (own,)))
    answer = advise(
        knowledge,
        profile,
        language=language,
        explain=cast("Explain", decision.explain),
        weights=None if decision.weights is None else json.loads(decision.weights),
        decision_id=decision.id,
    )
    return compose(answer, knowledge, made, asked_in=own)


def language_wanted(named: str | None) -> Language | None:
    """The language that a query names, if it names one.

    Raises:
        RequestError: there is no report in that language.
    """
    for language in LANGUAGES:
        if named == language:
            return language
    if named is None:
        return None
    raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, Fault("language", _NO_LANGUAGE, LANGUAGES))


_ANOTHER = Text(
    "the report can be had only in the language of the decision.",
    "el informe solo se puede obtener en el idioma de la decisión.",
)
_NO_LANGUAGE = Text("there is no report in that language", "no hay informe en ese idioma")
