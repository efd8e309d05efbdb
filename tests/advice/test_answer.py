"""The answer cites what it says, repeats itself exactly, and is the same in both languages."""

from collections.abc import Iterator
from typing import Any

import pytest

from engine.advice import EXPLAIN, advise
from engine.answer import Answer, ConditionNode, FromRule, RankedOut
from engine.composition import Explain
from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from engine.ranking import VERDICTS
from tests.advice.conftest import Answers

GUAYAQUIL = "guayaquil-2024"


def of_option(option: RankedOut) -> Iterator[FromRule]:
    yield from option.reasons_for
    yield from option.reasons_against
    yield from option.contraindications
    yield from option.preconditions
    yield from option.safeguards
    yield from option.sequence


def statements(answer: Answer) -> Iterator[FromRule]:
    """Everything that the answer says of the locality or of an option."""
    for option in answer.ranking:
        yield from of_option(option)
    yield from answer.caveats
    yield from answer.diagnoses


def claims_in(part: Any) -> Iterator[str]:
    """Every claim that a part of an answer names, however deep."""
    if isinstance(part, dict):
        yield from part.get("claims") or ()
        if part.get("claim"):
            yield part["claim"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from claims_in(inner)


def test_every_sentence_has_a_source(knowledge: Knowledge, answers: Answers) -> None:
    """In every documented case each statement cites claims, and each claim is listed once."""
    said = 0
    for slug in knowledge.cases:
        answer = answers.of(slug)
        cited: set[str] = set()
        for part in statements(answer):
            said += 1
            assert part.claims, part.rule
            assert part.because
            assert part.limits
            cited.update(part.claims, part.limited_by)
        cited.update(o.certainty.claim for o in answer.ranking if o.certainty)
        cited.update(c for o in answer.ranking for effect in o.effects for c in effect.claims)
        for part_of in (answer.precedents, answer.package):
            assert part_of is not None
            cited.update(claims_in(part_of.model_dump()))
        for tension in answer.tensions:
            assert cited & {*tension.a, *tension.b}
            cited.update(tension.a, tension.b)
        assert cited == set(answer.claims)
        for name, claim in answer.claims.items():
            assert claim.report in knowledge.reports
            assert claim.report_title == knowledge.reports[claim.report].title
            assert claim.section
            assert claim.text == knowledge.claims[name].text.en
    assert said > 10_000


def test_every_intervention_is_ranked_once_in_every_case(
    knowledge: Knowledge, answers: Answers
) -> None:
    """All of the catalogue is ranked, the harmful included, by the verdict's order."""
    for slug in knowledge.cases:
        ranking = answers.of(slug).ranking
        assert {option.intervention for option in ranking} == set(knowledge.interventions)
        assert [option.rank for option in ranking] == list(range(1, len(ranking) + 1))
        order = [VERDICTS.index(option.verdict) for option in ranking]
        assert order == sorted(order)


def test_reasons_stand_on_their_side(knowledge: Knowledge, answers: Answers) -> None:
    """Reasons for push up, reasons against push down, and the strongest comes first."""
    for slug in knowledge.cases:
        for option in answers.of(slug).ranking:
            assert all(reason.points > 0 <= reason.share for reason in option.reasons_for)
            assert all(reason.points < 0 >= reason.share for reason in option.reasons_against)
            for side in (option.reasons_for, option.reasons_against):
                size = [abs(reason.points) for reason in side]
                assert size == sorted(size, reverse=True)
                assert len({reason.rule for reason in side}) == len(side)


def test_an_open_precondition_asks(knowledge: Knowledge, answers: Answers) -> None:
    """What is not known to be met says what to ask; what is met holds nothing back."""
    seen = set()
    for slug in knowledge.cases:
        for option in answers.of(slug).ranking:
            for gate in option.preconditions:
                seen.add(gate.status)
                assert gate.text
                if gate.status == "met":
                    assert not gate.holds_back
                if gate.status == "unknown":
                    assert gate.asks, (slug, gate.rule)
            if option.verdict == "held_back":
                assert any(gate.holds_back for gate in option.preconditions)
            for harm in option.contraindications:
                assert harm.certainty == "certain" or harm.asks, (slug, harm.rule)
    assert seen == {"met", "unmet", "unknown"}


def test_questions_come_in_the_order_of_what_hangs_on_them(
    knowledge: Knowledge, answers: Answers
) -> None:
    """Each question is asked once, is of something unknown, and some rule hangs on it."""
    for slug in knowledge.cases:
        answer = answers.of(slug)
        subjects = [item.factor or item.entity for item in answer.needed]
        assert len(subjects) == len(set(subjects))
        given = answer.profile["factors"]
        for item in answer.needed:
            assert (item.factor is None) != (item.entity is None)
            assert item.decides > 0
            assert item.factor not in given
        asked = {name for item in answer.undecided_rules for name in item.asks}
        assert asked <= set(subjects)


# --- the same question, the same answer ---------------------------------------------------------


def profile(knowledge: Knowledge) -> dict[str, Any]:
    return dict(knowledge.cases[GUAYAQUIL].profile)


def turned(value: Any) -> Any:
    """The same data with the keys of every mapping in reverse order."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(list(value))}
    return value


def test_the_same_question_gives_the_same_bytes(knowledge: Knowledge) -> None:
    """An answer repeated is the same to the last byte, however the profile's keys are ordered."""
    first = advise(knowledge, profile(knowledge)).model_dump_json()

    assert advise(knowledge, profile(knowledge)).model_dump_json() == first
    assert advise(knowledge, turned(profile(knowledge))).model_dump_json() == first
    assert Answer.model_validate_json(first).model_dump_json() == first


def test_equal_questions_have_one_name(knowledge: Knowledge) -> None:
    """What only looks different (a default said aloud, weights in proportion) has the same name."""
    scales = knowledge.scales
    name = advise(knowledge, profile(knowledge)).decision_id

    same: tuple[dict[str, Any], ...] = (
        {"language": "en"},
        {"explain": "rules"},
        {"weights": {}},
        {"weights": dict(scales.weights)},
    )
    for options in same:
        assert advise(knowledge, profile(knowledge), **options).decision_id == name
    plain = {**profile(knowledge), "groups": None}
    assert advise(knowledge, plain).decision_id == name


def test_other_questions_have_other_names(knowledge: Knowledge) -> None:
    """Language, explanation, weights and every part of the profile are part of the name."""
    raw = profile(knowledge)
    answers = [
        advise(knowledge, raw),
        advise(knowledge, raw, language="es"),
        advise(knowledge, raw, explain="full"),
        advise(knowledge, raw, weights={"problem": 1}),
        advise(knowledge, {**raw, "country": "MX"}),
        advise(knowledge, {**raw, "groups": []}),
        advise(knowledge, {**raw, "factors": {**raw["factors"], "homicide_rate": 1}}),
    ]

    assert len({answer.decision_id for answer in answers}) == len(answers)


def test_a_stored_decision_keeps_its_name(knowledge: Knowledge) -> None:
    """A name that is given is used, and changes nothing else."""
    named = advise(knowledge, {}, decision_id="of-my-own")
    usual = advise(knowledge, {})

    assert named.decision_id == "of-my-own"
    assert named.model_dump(exclude={"decision_id"}) == usual.model_dump(exclude={"decision_id"})


def test_options_that_do_not_exist_are_told(knowledge: Knowledge) -> None:
    """An unknown language and level of explanation are told together, with what is allowed."""
    with pytest.raises(ProfileError) as refused:
        advise(knowledge, {}, language="esp", explain="rule")

    language, explain = refused.value.faults
    assert (language.where, language.nearest, language.allowed) == ("language", "es", ("en", "es"))
    assert (explain.where, explain.nearest, explain.allowed) == ("explain", "rules", EXPLAIN)
    assert explain.what.es == "valor desconocido: «rule»"


# --- levels of explanation ----------------------------------------------------------------------


def nodes(node: ConditionNode) -> Iterator[ConditionNode]:
    yield node
    for part in node.parts:
        yield from nodes(part)


@pytest.mark.parametrize("explain", ["conditions", "full"])
def test_conditions_come_back_as_trees(answers: Answers, explain: Explain) -> None:
    """Each statement shows its rule's own condition; what was fired is true at the root."""
    answer = answers.of(GUAYAQUIL, explain=explain)

    values = 0
    for part in statements(answer):
        assert part.condition is not None
        possible = "possible" in (getattr(part, "certainty", ""), getattr(part, "applies", ""))
        if getattr(part, "status", None) == "met":  # what lifts a gate lifts it in any case
            assert part.condition.truth in ("true", "unknown"), part.rule
        elif not possible:
            assert part.condition.truth == "true", part.rule
        else:
            assert part.condition.truth == "unknown", part.rule
        for node in nodes(part.condition):
            assert node.text
            values += node.value is not None
    assert values > 100
    for item in answer.undecided_rules:
        assert item.condition is not None
        assert item.condition.truth in ("unknown", "true"), item.rule
        assert "unknown" in {node.truth for node in nodes(item.condition)}, item.rule


def test_only_the_deep_levels_show_trees(answers: Answers) -> None:
    """At the levels summary and rules no condition tree is carried along."""
    for explain in EXPLAIN[:2]:
        answer = answers.of(GUAYAQUIL, explain=explain)
        assert all(part.condition is None for part in statements(answer))
        assert all(item.condition is None for item in answer.undecided_rules)


def test_the_summary_keeps_the_strongest_reasons(answers: Answers) -> None:
    """A summary has at most one reason for and one against, the first of those at length."""
    brief, long = answers.of(GUAYAQUIL, explain="summary"), answers.of(GUAYAQUIL)

    for short, full in zip(brief.ranking, long.ranking, strict=True):
        for side in ("reasons_for", "reasons_against"):
            kept = [item.rule for item in getattr(short, side)]
            assert kept == [item.rule for item in getattr(full, side)][:1]
        assert (short.intervention, short.rank, short.score, short.verdict) == (
            full.intervention,
            full.rank,
            full.score,
            full.verdict,
        )
        assert short.criteria == full.criteria
    assert all(not part.matched for part in statements(brief))
    assert any(part.matched for part in statements(long))


def test_the_full_answer_accounts_for_every_rule(knowledge: Knowledge, answers: Answers) -> None:
    """At the level full each rule fired, is undecided, or is listed as silent with its reason."""
    answer = answers.of(GUAYAQUIL, explain="full")

    silent = {item.rule for item in answer.silent_rules}
    open_ = {item.rule for item in answer.undecided_rules}
    spoken = {part.rule for part in statements(answer)}
    active = {rule.id for rule in knowledge.active}
    assert silent
    assert not silent & open_
    assert silent | open_ | spoken == active
    for explain in EXPLAIN[:3]:
        assert answers.of(GUAYAQUIL, explain=explain).silent_rules == []
    for item in answer.silent_rules:
        assert item.condition is not None
        assert item.asks == []


def in_any_order(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def test_what_matched_is_what_the_profile_says(knowledge: Knowledge, answers: Answers) -> None:
    """The facts shown under a reason are the profile's own, with their source."""
    factors = knowledge.cases[GUAYAQUIL].profile["factors"]
    sourced = 0
    for part in statements(answers.of(GUAYAQUIL)):
        for fact in part.matched:
            assert fact.factor in factors
            given = factors[fact.factor]
            assert in_any_order(fact.value) == in_any_order(given["value"])
            assert fact.source == given.get("source")
            assert fact.basis == given["basis"]
            sourced += fact.source is not None
    assert sourced > 100


# --- languages ----------------------------------------------------------------------------------

WORDED = {
    *("text", "name", "title", "because", "limits", "question", "value_name", "verdict_name"),
    *(
        "about_name",
        "meaning",
        "reading",
        "first",
        "time_to_effect",
        "what",
        "outcome_name",
        "outside",
        "says",
    ),
    # of the package and the precedents
    *("subject", "mind", "here", "there", "family_name", "names", "place", "period", "places"),
}
FREE = {"decision_id", "language"}


def without_words(value: Any, key: str = "") -> Any:
    """An answer with every sentence replaced by whether it is there."""
    if isinstance(value, dict):
        return {name: without_words(item, name) for name, item in value.items() if name not in FREE}
    if isinstance(value, list):
        if key in ("indicators", "lowered_for") or (key == "about" and value):
            return len(value)
        return [without_words(item, key) for item in value]
    if key in WORDED and isinstance(value, str):
        return bool(value)
    return value


@pytest.mark.parametrize("explain", ["rules", "full"])
@pytest.mark.parametrize("slug", [GUAYAQUIL, "monterrey-2009-13"])
def test_both_languages_say_the_same(answers: Answers, slug: str, explain: Explain) -> None:
    """In Spanish the numbers, claims and structure are those of the English answer."""
    english = answers.of(slug, "en", explain).model_dump(mode="json")
    spanish = answers.of(slug, "es", explain).model_dump(mode="json")
    for answer in (english, spanish):
        for tension in answer["tensions"]:
            tension["about"] = bool(tension["about"])
        for node in answer["undecided_rules"] + answer["silent_rules"]:
            node["condition"] = shape(node["condition"])
        for part in all_parts(answer):
            part["condition"] = shape(part["condition"])

    assert without_words(spanish) == without_words(english)
    assert spanish["ranking"][0]["name"] != english["ranking"][0]["name"]


def all_parts(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    sides = ("reasons_for", "reasons_against", "contraindications", "preconditions")
    for option in answer["ranking"]:
        for side in (*sides, "safeguards", "sequence"):
            yield from option[side]
    yield from answer["caveats"]
    yield from answer["diagnoses"]


def shape(node: dict[str, Any] | None) -> Any:
    """A condition tree without its words."""
    if node is None:
        return None
    return node["truth"], node["value"] is None, [shape(part) for part in node["parts"]]


# --- names --------------------------------------------------------------------------------------

NAMES: dict[str, set[str]] = {
    "": {
        *("decision_id", "ruleset", "engine_version", "profile", "language", "ranking"),
        *("caveats", "needed", "diagnoses", "undecided_rules", "claims"),
    },
    "ruleset": {"version", "hash"},
    "ranking": {
        *("intervention", "name", "family", "core", "rank", "score", "verdict", "criteria"),
        *("reasons_for", "reasons_against", "contraindications", "preconditions", "safeguards"),
        *("sequence", "indicators"),
    },
    "criteria": {"value", "share"},
    "reasons_for": {"rule", "because", "criterion", "points", "matched", "claims"},
    "reasons_against": {"rule", "because", "criterion", "points", "matched", "claims"},
    "contraindications": {"rule", "because", "claims"},
    "preconditions": {"text", "status", "rule", "claims"},
    "safeguards": {"text", "rule", "claims"},
    "sequence": {"first", "then", "rule", "claims"},
    "matched": {"factor", "value"},
    "caveats": {"text", "about", "rule", "claims"},
    "needed": {"factor", "question"},
    "claims": {"text", "report", "section", "page"},
}


def test_the_names_of_the_contract_are_there(answers: Answers) -> None:
    """The names that other systems rely on exist at every level of the JSON."""
    answer = answers.of(GUAYAQUIL).model_dump(mode="json")
    options = answer["ranking"]
    found: dict[str, list[dict[str, Any]]] = {
        "": [answer],
        "ruleset": [answer["ruleset"]],
        "ranking": options,
        "criteria": [cell for option in options for cell in option["criteria"].values()],
        "caveats": answer["caveats"],
        "needed": answer["needed"],
        "claims": list(answer["claims"].values()),
    }
    sides = ("reasons_for", "reasons_against", "contraindications", "preconditions")
    for side in (*sides, "safeguards", "sequence"):
        found[side] = [item for option in options for item in option[side]]
    found["matched"] = [fact for reason in found["reasons_for"] for fact in reason["matched"]]

    assert found.keys() == NAMES.keys()
    for part, items in found.items():
        assert items, part
        for item in items:
            assert NAMES[part] <= item.keys(), part
    assert {option["verdict"] for option in options} <= set(VERDICTS)
