"""Steps of the specifications, each phrased once in English and once in Spanish.

A step speaks of what a person says and sees. What a locality is like stands in
``features/phrasebook.yaml``; interventions are called by the names of the catalogue.
"""

import difflib
from pathlib import Path
from typing import Any

import pytest
import yaml
from pytest_bdd import given, parsers, then, when

from engine.advice import advise
from engine.answer import Answer, FromRule, RankedOut
from engine.knowledge.model import Knowledge

PHRASEBOOK = Path(__file__).parents[2] / "features" / "phrasebook.yaml"
FOR = ("strong_for", "conditional_for")


class Locality:
    """What a scenario has said of its locality, and the advice it got."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.profile: dict[str, Any] = {"factors": {}}
        self.answers: dict[str, Answer] = {}
        self.held_back: str | None = None

    @property
    def answer(self) -> Answer:
        return next(iter(self.answers.values()))

    def slug(self, name: str) -> str:
        """The intervention that the catalogue calls by this name, in either language."""
        names = {
            text: item.slug
            for item in self.knowledge.interventions.values()
            for text in (item.name.en, item.name.es)
        }
        assert name in names, f"no such option; near: {difflib.get_close_matches(name, names)}"
        return names[name]

    def option(self, name: str) -> RankedOut:
        slug = self.slug(name)
        return next(option for option in self.answer.ranking if option.intervention == slug)


@pytest.fixture(scope="session")
def phrases() -> dict[str, dict[str, Any]]:
    """Every phrase of the phrase book, in both languages."""
    entries = yaml.safe_load(PHRASEBOOK.read_text("utf-8"))["phrases"]
    return {entry[language]: entry["factors"] for entry in entries for language in ("en", "es")}


@pytest.fixture
def locality(knowledge: Knowledge) -> Locality:
    return Locality(knowledge)


def _rest(parts: list[Any], claim: str) -> list[str]:
    """The rules among these parts that cite the claim."""
    return [part.rule for part in parts if claim in part.claims + part.limited_by]


@given(parsers.parse("a locality about which nothing is known"))
@given(parsers.parse("una localidad de la que no se sabe nada"))
def nothing_known(locality: Locality) -> None:
    assert locality.profile == {"factors": {}}


@given(parsers.parse('the documented locality "{case}"'))
@given(parsers.parse('la localidad documentada "{case}"'))
def documented(locality: Locality, case: str) -> None:
    locality.profile = dict(locality.knowledge.cases[case].profile)


@given(parsers.re(r"(?:a locality )?where (?P<phrase>.+)"))
@given(parsers.re(r"(?:una localidad )?donde (?P<phrase>.+)"))
def locality_where(locality: Locality, phrases: dict[str, Any], phrase: str) -> None:
    near = difflib.get_close_matches(phrase, phrases)
    assert phrase in phrases, f"the phrase book does not have this phrase; near: {near}"
    locality.profile["factors"].update(phrases[phrase])


@when("it asks for advice")
@when("pide consejo")
def asks(locality: Locality) -> None:
    locality.answers["en"] = advise(locality.knowledge, locality.profile)


@when("it asks for advice in both languages")
@when("pide consejo en los dos idiomas")
def asks_twice(locality: Locality) -> None:
    for language in ("en", "es"):
        locality.answers[language] = advise(locality.knowledge, locality.profile, language=language)


@then(parsers.parse('"{name}" is held back'))
@then(parsers.parse('"{name}" queda en espera'))
def is_held_back(locality: Locality, name: str) -> None:
    assert locality.option(name).verdict == "held_back"
    locality.held_back = name


@then(parsers.parse('"{name}" is not held back'))
@then(parsers.parse('"{name}" no queda en espera'))
def is_not_held_back(locality: Locality, name: str) -> None:
    assert locality.option(name).verdict != "held_back"


@then(parsers.parse('"{name}" waits for "{measure}"'))
@then(parsers.parse('"{name}" espera a "{measure}"'))
def waits_for(locality: Locality, name: str, measure: str) -> None:
    waited = {item.measure for item in locality.option(name).preconditions if item.status != "met"}
    assert locality.slug(measure) in waited


@then(parsers.parse('the reasons that hold it back rest on "{claim}"'))
@then(parsers.parse('lo que la deja en espera se apoya en "{claim}"'))
def holding_rests_on(locality: Locality, claim: str) -> None:
    assert locality.held_back is not None
    holding = [p for p in locality.option(locality.held_back).preconditions if p.holds_back]
    assert _rest(holding, claim), [(p.rule, p.claims) for p in holding]


@then(parsers.parse('a precondition of "{name}" that rests on "{claim}" is unmet'))
@then(parsers.parse('una condición previa de "{name}" que se apoya en "{claim}" no se cumple'))
def precondition_unmet(locality: Locality, name: str, claim: str) -> None:
    unmet = [item for item in locality.option(name).preconditions if item.status == "unmet"]
    assert _rest(unmet, claim), [(p.rule, p.claims) for p in unmet]


@then(parsers.parse('"{name}" is recommended'))
@then(parsers.parse('"{name}" se recomienda'))
def is_recommended(locality: Locality, name: str) -> None:
    assert locality.option(name).verdict in FOR


@then(parsers.parse('"{name}" is not recommended'))
@then(parsers.parse('"{name}" no se recomienda'))
def is_not_recommended(locality: Locality, name: str) -> None:
    assert locality.option(name).verdict not in FOR


@then(parsers.parse('"{name}" is contraindicated'))
@then(parsers.parse('"{name}" está contraindicada'))
def is_contraindicated(locality: Locality, name: str) -> None:
    option = locality.option(name)
    assert option.verdict == "strong_against"
    assert any(item.certainty == "certain" for item in option.contraindications)


@then(parsers.parse('"{name}" is not contraindicated'))
@then(parsers.parse('"{name}" no está contraindicada'))
def is_not_contraindicated(locality: Locality, name: str) -> None:
    certain = [
        item.rule for item in locality.option(name).contraindications if item.certainty == "certain"
    ]
    assert certain == []


@then(parsers.parse('the contraindication of "{name}" rests on "{claim}"'))
@then(parsers.parse('la contraindicación de "{name}" se apoya en "{claim}"'))
def contraindication_rests_on(locality: Locality, name: str, claim: str) -> None:
    certain = [i for i in locality.option(name).contraindications if i.certainty == "certain"]
    assert _rest(certain, claim), [(item.rule, item.claims) for item in certain]


@then(parsers.parse('a reason against "{name}" rests on "{claim}"'))
@then(parsers.parse('una razón contra "{name}" se apoya en "{claim}"'))
def reason_against(locality: Locality, name: str, claim: str) -> None:
    assert _rest(locality.option(name).reasons_against, claim)


@then(parsers.parse('"{name}" comes with a safeguard that rests on "{claim}"'))
@then(parsers.parse('"{name}" lleva una salvaguarda que se apoya en "{claim}"'))
def comes_with_safeguard(locality: Locality, name: str, claim: str) -> None:
    safeguards = locality.option(name).safeguards
    assert _rest(safeguards, claim), [(s.rule, s.claims) for s in safeguards]


@then(parsers.parse('"{higher}" ranks above "{lower}"'))
@then(parsers.parse('"{higher}" queda por encima de "{lower}"'))
def ranks_above(locality: Locality, higher: str, lower: str) -> None:
    assert locality.option(higher).rank < locality.option(lower).rank


@then(parsers.parse('a warning rests on "{claim}"'))
@then(parsers.parse('una advertencia se apoya en "{claim}"'))
def warning_rests_on(locality: Locality, claim: str) -> None:
    caveats = locality.answer.caveats
    assert _rest(caveats, claim), [(c.rule, c.claims) for c in caveats if c.matched]


@then(parsers.parse('"{first}" comes before "{second}"'))
@then(parsers.parse('"{first}" va antes que "{second}"'))
def comes_before(locality: Locality, first: str, second: str) -> None:
    steps = {step.first_intervention for step in locality.option(second).sequence}
    assert locality.slug(first) in steps


@then(parsers.parse('both sides of the disagreement "{name}" are shown'))
@then(parsers.parse('se muestran las dos partes del desacuerdo "{name}"'))
def both_sides(locality: Locality, name: str) -> None:
    (tension,) = [item for item in locality.answer.tensions if item.id == name]
    assert tension.reading
    assert set(tension.a + tension.b) <= set(locality.answer.claims)


@then("nothing is recommended")
@then("no se recomienda nada")
def nothing_recommended(locality: Locality) -> None:
    assert [o.intervention for o in locality.answer.ranking if o.verdict in FOR] == []


@then(parsers.parse("it is asked at least {count:d} questions"))
@then(parsers.parse("se le hacen al menos {count:d} preguntas"))
def asked_questions(locality: Locality, count: int) -> None:
    questions = [item.question for item in locality.answer.needed]
    assert len(questions) >= count
    assert all(question.endswith("?") for question in questions)


@then(parsers.parse('it is asked about "{factor}"'))
@then(parsers.parse('se le pregunta por "{factor}"'))
def asked_about(locality: Locality, factor: str) -> None:
    assert factor in {item.factor for item in locality.answer.needed}


@then("every reason cites a claim")
@then("toda razón cita una afirmación")
def every_reason_cites(locality: Locality) -> None:
    parts: list[FromRule] = [*locality.answer.caveats, *locality.answer.diagnoses]
    for option in locality.answer.ranking:
        parts += [*option.reasons_for, *option.reasons_against, *option.contraindications]
        parts += [*option.preconditions, *option.safeguards, *option.sequence]
    assert parts
    assert [part.rule for part in parts if not part.claims] == []
    cited = {claim for part in parts for claim in part.claims + part.limited_by}
    assert cited <= set(locality.answer.claims)


@then("every cited claim is listed with its report and section")
@then("toda afirmación citada figura con su informe y sección")
def every_claim_exists(locality: Locality) -> None:
    assert locality.answer.claims
    for name, claim in locality.answer.claims.items():
        assert locality.knowledge.claims[name].report == claim.report
        assert claim.section
        assert claim.report_title


@then("the ranking, the numbers and the claims are the same")
@then("el orden, los números y las afirmaciones son los mismos")
def same_in_both(locality: Locality) -> None:
    assert _without_words(locality.answers["en"]) == _without_words(locality.answers["es"])


@then("the sentences are not")
@then("las frases no")
def different_sentences(locality: Locality) -> None:
    english, spanish = locality.answers["en"], locality.answers["es"]
    shared = [
        (a.rule, a.because)
        for one, other in zip(english.ranking, spanish.ranking, strict=True)
        for a, b in zip(one.reasons_for, other.reasons_for, strict=True)
        if a.because == b.because
    ]
    assert shared == []


def _without_words(answer: Answer) -> list[Any]:
    """The part of an answer that no language may change."""
    return [
        [
            (o.intervention, o.rank, o.score, o.verdict, o.criteria, o.certainty_grade)
            for o in answer.ranking
        ],
        [
            (r.rule, r.points, r.share, r.claims, r.limited_by)
            for o in answer.ranking
            for r in [*o.reasons_for, *o.reasons_against]
        ],
        [(c.rule, c.about, c.claims) for c in answer.caveats],
        [(n.factor, n.entity, n.decides) for n in answer.needed],
        sorted(answer.claims),
    ]
