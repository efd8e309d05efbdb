"""From a locality's profile to ranked advice: start reading here.

::

    profile ──▶ facts ──▶ outcomes ──▶ standings ──▶ ranking ──▶ answer
    (as given)  (known,   (rules fire,  (reasons for  (score,     (why, who says
                unknown)  are silent    and against,  verdict)    so, what is
                          or undecided) gates, ...)               missing)
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from engine import __version__
from engine.answer import Answer
from engine.composition import Composer, Explain, Judgement
from engine.errors import Fault, ProfileError, nearest
from engine.facts import Facts, gather
from engine.inference import infer
from engine.informants import Doubt, doubted, without
from engine.knowledge.model import Knowledge
from engine.oracle import Oracle
from engine.outcomes import Outcome
from engine.profile import Profile, as_understood, read_profile
from engine.ranking import normalised, rank
from engine.reasons import weigh
from engine.robustness import COMPLETIONS, Robustness, seed_of, try_out
from engine.rule import Criterion
from engine.source import source_fingerprint
from engine.text import LANGUAGES, Language, Text
from engine.truth import Truth

EXPLAIN: tuple[Explain, ...] = get_args(Explain)
_STATES = {"fires": Truth.TRUE, "undecided": Truth.UNKNOWN, "silent": Truth.FALSE}


def advise(
    knowledge: Knowledge,
    profile: Any,
    *,
    language: Language = "en",
    explain: Explain = "rules",
    weights: Mapping[str, object] | None = None,
    decision_id: str | None = None,
    completions: int = COMPLETIONS,
) -> Answer:
    """Rank all interventions for one locality, with reasons.

    Args:
        profile: the locality as given (a mapping from YAML or JSON).
        weights: criteria weights that replace the default ones; they are normalised.
        decision_id: the name of a stored decision; by default a hash of all that the answer
            depends on, so that the same question has the same name.
        completions: how many times the unknowns are filled in to see how far the ranking stands;
            0 for not at all.

    Raises:
        ProfileError: the profile, a weight or an option is refused; all faults together.
    """
    _check_options(language, explain)
    judgement = judge(knowledge, profile, weights, completions)
    return composed(judgement, language, explain, decision_id)


def composed(
    judgement: Judgement, language: Language, explain: Explain, decision_id: str | None = None
) -> Answer:
    """A judgement put into words; one may be put into several.

    Raises:
        ProfileError: there is no such language or level of explanation.
    """
    _check_options(language, explain)
    name = decision_id or _name(judgement, language, explain)
    return Composer(judgement, language, explain).answer(name)


def judge(
    knowledge: Knowledge,
    raw: Any,
    weights: Mapping[str, object] | None = None,
    completions: int = 0,
) -> Judgement:
    """Everything that the evaluation finds, before it is put into words."""
    chosen = normalised(weights, knowledge.scales)
    profile = read_profile(raw, knowledge.vocabulary)
    judgement = evaluated(knowledge, profile, chosen)
    facts = judgement.oracle.facts
    return replace(
        judgement,
        robustness=_tried_out(knowledge, profile, facts, chosen, completions)
        if completions
        else None,
        doubt=_doubted(knowledge, profile, chosen),
    )


def evaluated(
    knowledge: Knowledge, profile: Profile, weights: Mapping[Criterion, int]
) -> Judgement:
    """One profile through rules, reasons and ranking, and nothing more."""
    facts = gather(profile, knowledge)
    outcomes = infer(knowledge, facts)
    oracle = Oracle(knowledge.vocabulary, facts, diagnoses(knowledge, outcomes))
    standings = weigh(knowledge, facts, outcomes, oracle)
    ranking = rank(standings, knowledge, weights, profile.country)
    return Judgement(knowledge, profile, oracle, outcomes, ranking, weights)


def _doubted(
    knowledge: Knowledge, profile: Profile, weights: Mapping[Criterion, int]
) -> Doubt | None:
    """The values that a captured institution supplied, and the ranking without them."""
    values = doubted(profile, knowledge.vocabulary)
    if not values:
        return None
    rest = without(profile, knowledge.vocabulary)
    return Doubt(values, evaluated(knowledge, rest, weights).ranking)


def _tried_out(
    knowledge: Knowledge,
    profile: Profile,
    facts: Facts,
    weights: Mapping[Criterion, int],
    completions: int,
) -> Robustness:
    """How far the ranking stands; the draws follow from the question, so that they replay."""
    seed = seed_of(knowledge, facts, weights)
    return try_out(knowledge, facts, weights, country=profile.country, seed=seed, count=completions)


def diagnoses(knowledge: Knowledge, outcomes: Mapping[str, Outcome]) -> dict[str, Truth]:
    """The truth of every diagnosis, as the engine found it."""
    return {name: _STATES[outcomes[name].state] for name in knowledge.diagnoses}


def _check_options(language: str, explain: str) -> None:
    faults = [
        Fault(
            where,
            Text(f"unknown value '{given}'", f"valor desconocido: «{given}»"),
            allowed,
            nearest(given, allowed),
        )
        for where, given, allowed in (
            ("language", language, LANGUAGES),
            ("explain", explain, EXPLAIN),
        )
        if given not in allowed
    ]
    if faults:
        raise ProfileError(faults)


def _name(judgement: Judgement, language: str, explain: str) -> str:
    depends_on = {
        "ruleset": judgement.knowledge.content_hash,
        "engine": [__version__, source_fingerprint()],
        "profile": as_understood(judgement.profile, judgement.knowledge.vocabulary),
        "weights": judgement.weights,
        "language": language,
        "explain": explain,
        "completions": judgement.robustness.count if judgement.robustness else 0,
    }
    text = json.dumps(depends_on, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
