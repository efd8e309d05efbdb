"""Steps of the specifications, each phrased once in English and once in Spanish.

A step speaks of what a person says and sees. What a locality is like stands in
``features/phrasebook.yaml``; interventions are called by the names of the catalogue.
"""

import difflib
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from litestar.testing import TestClient
from pytest_bdd import given, parsers, then, when

from api.app import create_app
from api.dossier.container import DossierError, packed
from api.dossier.manifest import ANSWER, PROFILE, signer_part
from api.dossier.signing import signing_key
from api.dossier.verifying import verified
from api.reports import texts
from api.reports.composing import compose
from api.reports.document import Box, Document, Measure, Section, Source, Words, parts
from api.reports.html import html
from api.reports.markdown import markdown
from api.settings import Settings
from api.store.backup import backup, restore
from api.store.database import connect, upgrade
from engine.advice import advise
from engine.answer import Answer, FromRule, PrecedentOut, RankedOut
from engine.changes_told import what_would_change
from engine.contrast import contrast
from engine.followup import MethodsOut, ProposalOut
from engine.interview import FACTORS, Inquiry, Interview
from engine.knowledge.model import Knowledge
from engine.methods import other_methods
from engine.possible import Levels
from engine.questions import LITTLE
from engine.region import advise_region
from engine.region_answer import DiversionOut, RegionAnswer
from engine.stakeholders import consult
from engine.stakeholders_answer import AbilityOut, StakeholdersAnswer
from engine.text import LANGUAGES, Language
from engine.whatif import what_if
from engine.whynot import why_not
from tests.api.changed_rules import with_rule
from tests.dossier.making import Made, new_key
from tests.specifications import tables


def pytest_configure(config: pytest.Config) -> None:
    """Steps stand in modules by what they are about."""
    config.pluginmanager.register(tables)


PHRASEBOOK = Path(__file__).parents[2] / "features" / "phrasebook.yaml"
FOR = ("strong_for", "conditional_for")


class Locality:
    """What a scenario has said of its locality, and the advice it got."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.profile: dict[str, Any] = {"factors": {}}
        self.answers: dict[str, Answer] = {}
        self.reports: dict[str, Document] = {}
        self.held_back: str | None = None
        self.precedent: PrecedentOut | None = None

    @property
    def answer(self) -> Answer:
        return next(iter(self.answers.values()))

    @property
    def report(self) -> Document:
        return next(iter(self.reports.values()))

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


@then("it is told that the top is not settled")
@then("se le dice que el primer lugar no está decidido")
def top_not_settled(locality: Locality) -> None:
    found = locality.answer.robustness
    assert found is not None
    assert not found.stable
    leading = max(o.robustness.p_rank_1 for o in locality.answer.ranking if o.robustness)
    assert f"{leading:.0%}" in found.says


@then("the first question settles more than any other")
@then("la primera pregunta decide más que cualquier otra")
def first_settles_most(locality: Locality) -> None:
    settled = [item.settles or 0.0 for item in locality.answer.needed]
    assert settled[0] > 0
    assert settled[0] == max(settled)


@then(parsers.parse("{count:d} ways were tried"))
@then(parsers.parse("se probaron {count:d} formas"))
def ways_tried(locality: Locality, count: int) -> None:
    found = locality.answer.robustness
    assert found is not None
    assert found.completions == count


@then("every option has its rank interval and its share of recommendations")
@then("cada opción tiene su intervalo de puestos y su proporción de recomendaciones")
def each_has_its_interval(locality: Locality) -> None:
    ranking = locality.answer.ranking
    for option in ranking:
        assert option.robustness is not None
        low, high = option.robustness.rank_interval
        assert 1 <= low <= high <= len(ranking)
        assert 0 <= option.robustness.p_recommended <= 1
        assert (option.robustness.outside is None) == (low <= option.rank <= high)
    assert sum(o.robustness.p_rank_1 for o in ranking if o.robustness) == pytest.approx(1)


@then("of two leading options one stands above the other in every way")
@then("de dos opciones delanteras una está por encima de la otra en cada forma")
def one_of_two_stands_above(locality: Locality) -> None:
    found = locality.answer.robustness
    assert found is not None
    assert len(found.beats) > 1
    for one, others in found.beats.items():
        assert len(others) == len(found.beats) - 1
        for other, share in others.items():
            assert share + found.beats[other][one] == pytest.approx(1)


@when("other methods rank what is recommended", target_fixture="checked")
@when("otros métodos ordenan lo recomendado", target_fixture="checked")
def other_methods_rank(locality: Locality) -> MethodsOut:
    locality.answers["en"] = advise(locality.knowledge, locality.profile)
    return other_methods(locality.knowledge, locality.profile)


@then("it is told how many of them name the same first three")
@then("se le dice cuántos de ellos nombran las mismas tres primeras")
def how_many_agree(checked: MethodsOut) -> None:
    ours = {place.intervention for place in checked.first}
    assert len(checked.methods) == len({found.method for found in checked.methods}) > 1
    assert checked.agree == sum(set(found.first) == ours for found in checked.methods)
    assert f"{checked.agree} of {len(checked.methods)}" in checked.says


@then("none of them ranks what is contraindicated")
@then("ninguno de ellos ordena lo contraindicado")
def none_ranks_harm(locality: Locality, checked: MethodsOut) -> None:
    advised = {
        option.intervention
        for option in locality.answer.ranking
        if option.verdict in ("strong_for", "conditional_for")
    }
    assert checked.compared == len(advised)
    assert {slug for found in checked.methods for slug in found.first} <= advised


@then("both answers tell the same shares of first places")
@then("las dos respuestas dan las mismas proporciones de primeros lugares")
def same_shares(locality: Locality) -> None:
    one, other = (
        {
            option.intervention: option.robustness.model_dump(exclude={"outside"})
            for option in answer.ranking
            if option.robustness is not None
        }
        for answer in locality.answers.values()
    )
    assert one
    assert one == other  # but for the words, which are each language's own


def _phases(locality: Locality) -> dict[str, int]:
    """The phase of every measure in the package."""
    package = locality.answer.package
    assert package is not None
    return {m.intervention: phase.number for phase in package.phases for m in phase.members}


@then(parsers.parse('"{later}" is in a later phase than "{earlier}"'))
@then(parsers.parse('"{later}" va en una fase posterior a "{earlier}"'))
def later_phase(locality: Locality, later: str, earlier: str) -> None:
    phases = _phases(locality)
    assert phases[locality.slug(earlier)] < phases[locality.slug(later)]


@then(parsers.parse("the package draws on at least {count:d} families"))
@then(parsers.parse("el paquete reúne al menos {count:d} familias"))
def several_families(locality: Locality, count: int) -> None:
    catalogue = locality.knowledge.interventions
    assert len({catalogue[slug].family for slug in _phases(locality)}) >= count


@then(parsers.parse('"{name}" waits outside the package'))
@then(parsers.parse('"{name}" espera fuera del paquete'))
def waits_outside(locality: Locality, name: str) -> None:
    assert locality.answer.package is not None
    waiting = {item.intervention: item for item in locality.answer.package.waiting}
    assert any(wait.holds_back for wait in waiting[locality.slug(name)].waits_for)
    assert locality.slug(name) not in _phases(locality)


@then(parsers.parse('"{one}" and "{other}" are named as not going together'))
@then(parsers.parse('se nombra que "{one}" no va con "{other}"'))
def named_apart(locality: Locality, one: str, other: str) -> None:
    assert locality.answer.package is not None
    named = {
        (member, opposed.intervention)
        for conflict in locality.answer.package.conflicts
        if conflict.kind == "apart" and conflict.claims
        for member in conflict.members
        for opposed in conflict.others
    }
    assert (locality.slug(one), locality.slug(other)) in named


@then("something else than murders is to be watched")
@then("hay algo más que homicidios por observar")
def something_to_watch(locality: Locality) -> None:
    assert locality.answer.package is not None
    assert len(locality.answer.package.watch) >= 4
    assert all(item.claims for item in locality.answer.package.watch)


@then(parsers.parse('"{name}" is not in the package'))
@then(parsers.parse('"{name}" no está en el paquete'))
def not_in_package(locality: Locality, name: str) -> None:
    assert locality.slug(name) not in _phases(locality)


@then("nothing contraindicated is in the package")
@then("nada contraindicado está en el paquete")
def nothing_harmful_in_package(locality: Locality) -> None:
    harmful = {o.intervention for o in locality.answer.ranking if o.contraindications}
    assert harmful
    assert harmful.isdisjoint(_phases(locality))


@then("no package is offered")
@then("no se ofrece ningún paquete")
def no_package(locality: Locality) -> None:
    assert _phases(locality) == {}


@then(parsers.parse('"{case}" is offered as a precedent'))
@then(parsers.parse('"{case}" se ofrece como precedente'))
def offered(locality: Locality, case: str) -> None:
    assert locality.answer.precedents is not None
    found = next(item for item in locality.answer.precedents.cases if item.case == case)
    assert found.compared >= locality.answer.precedents.minimum_shared
    locality.precedent = found


@then(parsers.parse('it is told that "{name}" was tried there, on the word of "{claim}"'))
@then(parsers.parse('se dice que allí se probó "{name}", según "{claim}"'))
def was_tried(locality: Locality, name: str, claim: str) -> None:
    assert locality.precedent is not None
    tried = {item.intervention: item for item in locality.precedent.tried}
    assert tried[locality.slug(name)].claim == claim
    assert tried[locality.slug(name)].outcome_name


@then("the locality is not its own precedent")
@then("la localidad no es su propio precedente")
def not_its_own(locality: Locality) -> None:
    found = locality.answer.precedents
    assert found is not None
    assert found.itself
    assert {item.case for item in found.cases}.isdisjoint(found.itself)


@then("no precedent is offered")
@then("no se ofrece ningún precedente")
def no_precedent(locality: Locality) -> None:
    assert locality.answer.precedents is not None
    assert locality.answer.precedents.cases == []


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


@pytest.fixture
def told() -> dict[str, Any]:
    """What a follow-up question was answered, by its kind."""
    return {}


def _proposals(told: dict[str, Any]) -> list[ProposalOut]:
    return [item for found in told["changes"].prospects for item in found.proposals]


@when(parsers.parse('someone asks why "{option}" stands above "{other}"'))
@when(parsers.parse('alguien pregunta por qué "{option}" queda por encima de "{other}"'))
def asks_why(locality: Locality, told: dict[str, Any], option: str, other: str) -> None:
    one, another = locality.slug(option), locality.slug(other)
    told["contrast"] = contrast(locality.knowledge, locality.profile, one, another)
    assert told["contrast"].as_asked


@when(parsers.parse('someone asks what would change "{option}"'))
@when(parsers.parse('alguien pregunta qué cambiaría "{option}"'))
def asks_what_would_change(locality: Locality, told: dict[str, Any], option: str) -> None:
    slug = locality.slug(option)
    told["changes"] = what_would_change(locality.knowledge, locality.profile, slug)


@when(parsers.parse('someone asks why not "{option}"'))
@when(parsers.parse('alguien pregunta por qué no "{option}"'))
def asks_why_not(locality: Locality, told: dict[str, Any], option: str) -> None:
    told["why not"] = why_not(locality.knowledge, locality.profile, locality.slug(option))


@when(parsers.parse("someone asks what if it were one where {phrase}"))
@when(parsers.parse("alguien pregunta qué pasaría si fuera una donde {phrase}"))
def asks_what_if(
    locality: Locality, told: dict[str, Any], phrases: dict[str, Any], phrase: str
) -> None:
    told["what if"] = what_if(locality.knowledge, locality.profile, phrases[phrase])


@then("the verdict decides")
@then("decide el veredicto")
def verdict_decides(told: dict[str, Any]) -> None:
    assert told["contrast"].decided_by == "verdict"
    assert told["contrast"].upper.verdict != told["contrast"].lower.verdict


@then("all parts add up exactly to the difference")
@then("todas las partes suman exactamente la diferencia")
def parts_add_up(told: dict[str, Any]) -> None:
    found = told["contrast"]
    parts = [part.difference for criterion in found.criteria for part in criterion.parts]
    assert parts
    assert sum(parts) == found.difference == found.upper.total - found.lower.total


@then(parsers.parse('what stands in the way rests on "{claim}"'))
@then(parsers.parse('lo que la impide se apoya en "{claim}"'))
def in_the_way_rests_on(told: dict[str, Any], claim: str) -> None:
    found = told["contrast"]
    assert _rest([*found.contraindications, *found.preconditions], claim)


@then("nothing that policy can do would swap them")
@then("nada que la política pueda hacer las intercambiaría")
def nothing_swaps(told: dict[str, Any]) -> None:
    assert (told["contrast"].swap.found, told["contrast"].swap.already) == (0, False)


@then(parsers.parse("it would be released where {phrase}"))
@then(parsers.parse("la liberaría que {phrase}"))
def released_where(told: dict[str, Any], phrases: dict[str, Any], phrase: str) -> None:
    gates = [found for found in told["changes"].prospects if found.about == "gate"]
    assert phrases[phrase] in [item.changes for gate in gates for item in gate.proposals]


@then(parsers.parse("it would not take that {phrase}"))
@then(parsers.parse("no haría falta que {phrase}"))
def not_needed(told: dict[str, Any], phrases: dict[str, Any], phrase: str) -> None:
    gates = [found for found in told["changes"].prospects if found.about == "gate"]
    assert phrases[phrase] not in [item.changes for gate in gates for item in gate.proposals]


@then("every proposed change does what it says")
@then("todo cambio propuesto hace lo que dice")
def proposals_hold(locality: Locality, told: dict[str, Any]) -> None:
    proposals = _proposals(told)
    assert proposals
    for item in proposals:
        factors = {**dict(locality.profile["factors"]), **item.changes}
        changed = {**locality.profile, "factors": factors}
        answer = advise(locality.knowledge, changed, completions=0)
        then_ = {option.intervention: option for option in answer.ranking}
        assert then_[item.option.intervention].rank == item.option.rank
        assert then_[item.option.intervention].verdict == item.option.verdict
        assert answer.ranking[0].intervention == item.first.intervention


@then(parsers.parse('there is no change that lifts what rests on "{claim}"'))
@then(parsers.parse('ningún cambio levanta lo que se apoya en "{claim}"'))
def nothing_lifts(told: dict[str, Any], claim: str) -> None:
    found = [item for item in told["changes"].prospects if claim in item.claims]
    assert found
    assert [item.proposals for item in found] == [[] for _ in found]


@then("the answer says on what that policy cannot act on it hangs")
@then("la respuesta dice de qué depende que la política no puede cambiar")
def says_what_is_fixed(told: dict[str, Any]) -> None:
    fixed = [item for found in told["changes"].prospects for item in found.fixed]
    assert fixed
    assert all(item.because for item in fixed)


@then("no proposed change touches a fact of geography")
@then("ningún cambio propuesto toca un hecho de la geografía")
def no_geography(locality: Locality, told: dict[str, Any]) -> None:
    factors = locality.knowledge.vocabulary.factors
    moved = {move.factor for item in _proposals(told) for move in item.moves}
    assert moved
    assert [slug for slug in moved if factors[slug].not_actionable] == []


@then("the nearest failing reason tells the value found and how far it is")
@then("la razón más cercana que falla dice el valor hallado y a qué distancia está")
def nearest_failing(told: dict[str, Any]) -> None:
    nearest = told["why not"].failed[0]
    assert nearest.claims
    assert [item for item in nearest.missing if item.truth == "false" and item.value and item.steps]


@then("it is told what to ask about")
@then("se le dice por qué preguntar")
def told_what_to_ask(told: dict[str, Any]) -> None:
    asks = told["why not"].asks
    assert asks
    assert all(item.question.endswith("?") for item in asks)


@then(parsers.parse('"{name}" falls'))
@then(parsers.parse('"{name}" baja'))
def falls(locality: Locality, told: dict[str, Any], name: str) -> None:
    slug = locality.slug(name)
    assert [item.up < 0 for item in told["what if"].shifts if item.intervention == slug] == [True]


@then(parsers.parse('a warning that rests on "{claim}" goes'))
@then(parsers.parse('desaparece una advertencia que se apoya en "{claim}"'))
def warning_goes(told: dict[str, Any], claim: str) -> None:
    assert _rest(told["what if"].warnings_go, claim)


LINKS = {
    "road": ("road", "carretera"),
    "river": ("river", "río"),
    "coast": ("coast", "costa"),
    "border": ("border", "frontera"),
    "rivals": ("rivals", "rivales"),
}
INFORMANTS = {"the police": "police", "la policía": "police", "the church": "church"}
INFORMANTS |= {"la iglesia": "church"}


class Places:
    """What a scenario has said of its region, and the advice it got."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.localities: dict[str, dict[str, Any]] = {}
        self.links: list[dict[str, Any]] = []
        self.answer: RegionAnswer | None = None

    def add(self, name: str, about: dict[str, Any]) -> None:
        self.ids[name] = f"place-{len(self.ids)}"
        self.localities[name] = {"id": self.ids[name], **about}

    def moves(self, source: str, target: str, state: str) -> list[DiversionOut]:
        assert self.answer is not None
        ends = self.ids[source], self.ids[target]
        found = [d for d in self.answer.diversions if (d.source, d.target) == ends]
        return [d for d in found if d.state == state]


@pytest.fixture
def places() -> Places:
    return Places()


@given(parsers.parse("a region"))
@given(parsers.parse("una región"))
def a_region(places: Places) -> None:
    assert places.localities == {}


@given(parsers.parse('in it "{name}", of which nothing is known'))
@given(parsers.parse('en ella "{name}", de la que nada se sabe'))
def in_it_nothing(places: Places, name: str) -> None:
    places.add(name, {"profile": {}})


@given(parsers.parse('in it "{name}", as documented in "{case}"'))
@given(parsers.parse('en ella "{name}", como se documenta en "{case}"'))
def in_it_documented(places: Places, name: str, case: str) -> None:
    places.add(name, {"case": case})


@given(parsers.parse('in it "{name}", where {phrase}'))
@given(parsers.parse('en ella "{name}", donde {phrase}'))
def in_it_where(places: Places, phrases: dict[str, Any], name: str, phrase: str) -> None:
    places.add(name, {"profile": {"factors": phrases[phrase]}})


@given(parsers.parse('"{one}" and "{other}" are linked by {kind}'))
@given(parsers.parse('"{one}" y "{other}" están enlazados por {kind}'))
def linked(places: Places, one: str, other: str, kind: str) -> None:
    (link,) = [name for name, words in LINKS.items() if kind in words]
    places.links.append({"between": [places.ids[one], places.ids[other]], "kind": link})


@given(parsers.parse('"{measure}" is under discussion at "{name}"'))
@given(parsers.parse('se discute "{measure}" en "{name}"'))
def under_discussion(locality: Locality, places: Places, measure: str, name: str) -> None:
    places.localities[name].setdefault("discussed", []).append(locality.slug(measure))


@when("the region asks for advice")
@when("la región pide consejo")
def region_asks(knowledge: Knowledge, places: Places) -> None:
    raw = {"localities": list(places.localities.values()), "links": places.links}
    places.answer = advise_region(knowledge, raw)


@then(
    parsers.parse(
        'pressure is expected to move from "{source}" to "{target}", resting on "{claim}"'
    )
)
@then(parsers.parse('se espera que la presión se mude de "{source}" a "{target}", según "{claim}"'))
def expected_to_move(places: Places, source: str, target: str, claim: str) -> None:
    found = places.moves(source, target, "expected")
    assert [d.rule for d in found if claim in d.claims], [(d.rule, d.claims) for d in found]
    assert places.answer is not None
    assert claim in places.answer.claims


@then(parsers.parse('the move from "{source}" to "{target}" is bounded by "{claim}"'))
@then(parsers.parse('la mudanza de "{source}" a "{target}" queda acotada por "{claim}"'))
def bounded_by(places: Places, source: str, target: str, claim: str) -> None:
    found = places.moves(source, target, "expected")
    assert [d.rule for d in found if claim in d.limited_by]


@then(parsers.parse('pressure may move from "{source}" to "{target}"'))
@then(parsers.parse('la presión puede mudarse de "{source}" a "{target}"'))
def may_move(places: Places, source: str, target: str) -> None:
    assert places.moves(source, target, "expected") == []
    assert places.moves(source, target, "possible")


@then(parsers.parse('"{name}" is asked "{question}"'))
@then(parsers.parse('a "{name}" se le pregunta "{question}"'))
def asked_of(knowledge: Knowledge, places: Places, name: str, question: str) -> None:
    assert places.answer is not None
    asks = {(ask.locality, ask.factor) for d in places.answer.diversions for ask in d.asks}
    asked = {
        text
        for place, slug in asks
        if place == places.ids[name] and slug is not None
        for text in (
            knowledge.vocabulary.factors[slug].question.en,
            knowledge.vocabulary.factors[slug].question.es,
        )
    }
    assert question in asked


@then("no diversion is expected")
@then("no se espera ningún desvío")
def none_expected(places: Places) -> None:
    assert places.answer is not None
    assert [d.says for d in places.answer.diversions if d.state == "expected"] == []
    assert places.answer.raised == []


@then(parsers.parse('"{measure}" comes first for the region'))
@then(parsers.parse('"{measure}" va primero para la región'))
def first_for_the_region(locality: Locality, places: Places, measure: str) -> None:
    assert places.answer is not None
    assert locality.slug(measure) in [item.intervention for item in places.answer.first]


@then(parsers.parse('"{measure}" is contraindicated at "{name}" for the sake of "{other}"'))
@then(parsers.parse('"{measure}" está contraindicada en "{name}" por el bien de "{other}"'))
def contraindicated_for(
    locality: Locality, places: Places, measure: str, name: str, other: str
) -> None:
    assert places.answer is not None
    found = [
        item
        for item in places.answer.neighbours
        if (item.locality, item.intervention) == (places.ids[name], locality.slug(measure))
        and places.ids[other] in item.sake_of
    ]
    assert found
    assert all(item.claims for item in found)


@then(parsers.parse('at "{name}" "{factor}" would be at least "{level}"'))
@then(parsers.parse('en "{name}" "{factor}" sería al menos "{level}"'))
def would_be(knowledge: Knowledge, places: Places, name: str, factor: str, level: str) -> None:
    assert places.answer is not None
    for item in places.answer.raised:
        known = knowledge.vocabulary.factors[item.factor]
        if item.locality == places.ids[name] and factor in (known.name.en, known.name.es):
            lowest = known.domain.levels[known.domain.index[item.after["possible"][0]]]
            assert level in (lowest.name.en, lowest.name.es)
            assert item.changes
            return
    raise AssertionError([(item.locality, item.name) for item in places.answer.raised])


@then(parsers.parse('at "{name}" "{factor}" is so already'))
@then(parsers.parse('en "{name}" "{factor}" ya es así'))
def is_so_already(knowledge: Knowledge, places: Places, name: str, factor: str) -> None:
    assert places.answer is not None
    (found,) = [
        item
        for item in places.answer.raised
        if item.locality == places.ids[name]
        and factor
        in (
            knowledge.vocabulary.factors[item.factor].name.en,
            knowledge.vocabulary.factors[item.factor].name.es,
        )
    ]
    assert not found.changes


class Asked:
    """The stakeholders that a scenario adds, and what all of them were told."""

    def __init__(self) -> None:
        self.own: dict[str, dict[str, object]] = {}
        self.answer: StakeholdersAnswer | None = None

    def able(self, knowledge: Knowledge, actor: str, how: str) -> list[AbilityOut]:
        """What an actor, called as in either language, can do in this way."""
        assert self.answer is not None
        (found,) = [
            item
            for item in self.answer.actors
            if actor in (knowledge.actors[item.actor].name.en, knowledge.actors[item.actor].name.es)
        ]
        return list(getattr(found, how))


@pytest.fixture
def asked() -> Asked:
    return Asked()


@given(parsers.parse('a stakeholder "{name}" who looks only at what is feasible'))
@given(parsers.parse('un interesado "{name}" que solo mira lo que es viable'))
def stakeholder_of_feasibility(knowledge: Knowledge, asked: Asked, name: str) -> None:
    others = dict.fromkeys(knowledge.scales.weights, 0)
    asked.own[name] = {**others, "feasibility": 1}


@when("its stakeholders are asked")
@when("se pregunta a sus interesados")
def stakeholders_asked(knowledge: Knowledge, locality: Locality, asked: Asked) -> None:
    asked.answer = consult(knowledge, locality.profile, own=asked.own)


@then(parsers.parse('"{measure}" is among the first five of everyone'))
@then(parsers.parse('"{measure}" está entre las cinco primeras de todos'))
def among_everyones_first(locality: Locality, asked: Asked, measure: str) -> None:
    assert asked.answer is not None
    agreed = next(i for i in asked.answer.agree if i.intervention == locality.slug(measure))
    assert len(agreed.stands) == len(asked.answer.stakeholders)
    assert all(stand.rank <= 5 for stand in agreed.stands.values())


@then("whatever parts them names the criterion that weighs most in it")
@then("lo que los separa nombra el criterio que más pesa en ello")
def parting_named(asked: Asked) -> None:
    assert asked.answer is not None
    assert asked.answer.part
    for item in asked.answer.part:
        assert item.criterion is not None
        assert item.shares[item.criterion] == max(item.shares.values())


@then(parsers.parse('"{name}" parts from somebody, most of all on "{criterion}"'))
@then(parsers.parse('"{name}" se separa de alguien, sobre todo por "{criterion}"'))
def parts_from(asked: Asked, name: str, criterion: str) -> None:
    assert asked.answer is not None
    words = {"viabilidad": "feasibility"}
    found = [i for i in asked.answer.part if name in (i.higher_for, i.lower_for)]
    assert words.get(criterion, criterion) in {item.criterion for item in found}


@then(parsers.parse('"{actor}" must ask others for "{measure}"'))
@then(parsers.parse('"{actor}" debe pedir a otros "{measure}"'))
def must_ask(
    knowledge: Knowledge, locality: Locality, asked: Asked, actor: str, measure: str
) -> None:
    found = {i.intervention: i.of for i in asked.able(knowledge, actor, "asks")}
    assert found[locality.slug(measure)]


@then(parsers.parse('"{actor}" shares "{measure}" with others'))
@then(parsers.parse('"{actor}" comparte "{measure}" con otros'))
def shares_with(
    knowledge: Knowledge, locality: Locality, asked: Asked, actor: str, measure: str
) -> None:
    found = {i.intervention: i.of for i in asked.able(knowledge, actor, "shared")}
    assert found[locality.slug(measure)]


@then(parsers.parse('"{actor}" can do "{measure}" itself'))
@then(parsers.parse('"{actor}" puede hacer "{measure}" por sí mismo'))
def does_itself(
    knowledge: Knowledge, locality: Locality, asked: Asked, actor: str, measure: str
) -> None:
    found = {i.intervention: i.of for i in asked.able(knowledge, actor, "itself")}
    assert found[locality.slug(measure)] == []


@given(parsers.parse("where, by the word of {who}, {phrase}"))
@given(parsers.parse("donde, según {who}, {phrase}"))
def by_the_word_of(locality: Locality, phrases: dict[str, Any], who: str, phrase: str) -> None:
    for slug, value in phrases[phrase].items():
        locality.profile["factors"][slug] = {"value": value, "supplied_by": INFORMANTS[who]}


@then(parsers.parse("the word of {who} is doubted"))
@then(parsers.parse("se duda de la palabra de {who}"))
def word_doubted(locality: Locality, who: str) -> None:
    doubt = locality.answer.informants
    assert doubt is not None
    assert {item.supplied_by for item in doubt.values} == {INFORMANTS[who]}
    marked = {item.where.removeprefix("factors.") for item in doubt.values}
    shown = [
        fact
        for option in locality.answer.ranking
        for reason in option.reasons_for
        for fact in reason.matched
        if fact.factor in marked
    ]
    assert shown
    assert all(fact.doubted for fact in shown)


@then("nobody's word is doubted")
@then("no se duda de la palabra de nadie")
def nobody_doubted(locality: Locality) -> None:
    assert locality.answer.informants is None
    assert [n for n in locality.answer.notices if n.where == "informants"] == []


@then("without it the leading options are others")
@then("sin ella las opciones que van delante son otras")
def others_lead(locality: Locality) -> None:
    assert locality.answer.informants is not None
    assert locality.answer.informants.changes


@then("a notice says so")
@then("un aviso lo dice")
def notice_says_so(locality: Locality) -> None:
    doubt = locality.answer.informants
    assert doubt is not None
    assert doubt.says in {notice.what for notice in locality.answer.notices}


class Asking:
    """An interview, with every question put and the state in which it was put."""

    def __init__(self, locality: Locality) -> None:
        self.begun = Interview.begin(locality.knowledge, locality.profile)
        self.now = self.begun
        self.put: list[tuple[Inquiry, Interview]] = []

    def ask(self) -> Inquiry | None:
        inquiry = self.now.next
        if inquiry is not None:
            self.put.append((inquiry, self.now))
        return inquiry


@given(parsers.parse('the documented locality "{case}", of which nothing is told yet'))
@given(parsers.parse('la localidad documentada "{case}", de la que todavía no se cuenta nada'))
def documented_untold(locality: Locality, case: str) -> None:
    documented(locality, case)
    locality.profile = {**locality.profile, FACTORS: {}}


@when("an interviewer asks what is needed, and is told what is documented", target_fixture="asking")
@when(
    "alguien pregunta lo que hace falta y se le cuenta lo documentado",
    target_fixture="asking",
)
def asked_of_the_documented(locality: Locality) -> Asking:
    asking = Asking(locality)
    told = _documented(locality)
    while (inquiry := asking.ask()) is not None:
        if inquiry.subject in told:
            asking.now = asking.now.answered(inquiry, told[inquiry.subject])
        else:
            asking.now = asking.now.unanswered(inquiry)
    return asking


def _documented(locality: Locality) -> Any:
    name = locality.profile["name"]
    return next(
        case.profile[FACTORS]
        for case in locality.knowledge.cases.values()
        if {**case.profile, FACTORS: {}} == locality.profile and case.profile["name"] == name
    )


@then("every question is the most decisive of those still open")
@then("cada pregunta es la más decisiva de las que siguen abiertas")
def most_decisive(asking: Asking) -> None:
    for inquiry, state in asking.put:
        still = [
            item.settles or 0.0
            for item in state.judgement.needed
            if f"{FACTORS}.{item.question.subject}" not in state.not_known
        ]
        bits = inquiry.worth.bits if inquiry.worth else 0.0
        assert bits >= max(still) - LITTLE


@then("what comes first in the end is what comes first in the documented locality")
@then("lo que al final va primero es lo que va primero en la localidad documentada")
def ends_like_the_documented(locality: Locality, asking: Asking) -> None:
    profile = {**locality.profile, FACTORS: _documented(locality)}
    assert asking.now.first == Interview.begin(locality.knowledge, profile).first


@then("it came first, for good, within half of the questions that could be asked")
@then("quedó primero, sin cambios, dentro de la mitad de las preguntas posibles")
def settles_by_half(locality: Locality, asking: Asking) -> None:
    half = len(locality.knowledge.vocabulary.factors) // 2
    later = [state.first for _, state in asking.put[half:]]
    assert later
    assert {frozenset(first) for first in later} == {frozenset(asking.now.first)}


@when(
    parsers.parse("an interviewer asks {count:d} questions, and nobody knows"),
    target_fixture="asking",
)
@when(parsers.parse("alguien hace {count:d} preguntas y nadie lo sabe"), target_fixture="asking")
def nobody_knows(locality: Locality, count: int) -> Asking:
    asking = Asking(locality)
    for _ in range(count):
        inquiry = asking.ask()
        assert inquiry is not None
        asking.now = asking.now.unanswered(inquiry)
    return asking


@then(parsers.parse("{count:d} different questions were asked"))
@then(parsers.parse("se hicieron {count:d} preguntas distintas"))
def different_questions(asking: Asking, count: int) -> None:
    assert len({inquiry.where for inquiry, _ in asking.put}) == count


@then("nothing is recorded of any of them")
@then("de ninguna queda nada anotado")
def nothing_recorded(asking: Asking) -> None:
    assert asking.now.profile == asking.begun.profile
    assert asking.now.judgement.profile.factors == asking.begun.judgement.profile.factors


@then("the ranking is as it was")
@then("la clasificación es la de antes")
def ranking_as_it_was(asking: Asking) -> None:
    assert asking.now.judgement.ranking == asking.begun.judgement.ranking


@when(
    "an interviewer is told that the first question has one of its first two answers",
    target_fixture="asking",
)
@when(
    "a quien pregunta se le dice que la primera pregunta tiene una de sus dos primeras respuestas",
    target_fixture="asking",
)
def one_of_two(locality: Locality) -> Asking:
    asking = Asking(locality)
    inquiry = asking.ask()
    assert inquiry is not None
    asking.now = asking.now.answered(inquiry, {"possible": list(inquiry.domain.values[:2])})
    return asking


@then("both answers are kept as possible")
@then("las dos respuestas quedan como posibles")
def both_possible(asking: Asking) -> None:
    ((inquiry, _),) = asking.put
    value = asking.now.judgement.profile.factors[inquiry.subject]
    assert value.possible == Levels(inquiry.domain.mask(inquiry.domain.values[:2]))


@then("it is not asked again")
@then("no se vuelve a preguntar")
def not_asked_again(asking: Asking) -> None:
    asked = {inquiry.where for inquiry, _ in asking.put}
    following = asking.now.next
    assert following is not None
    assert following.where not in asked


@when("an interviewer is told an answer, and it is taken back", target_fixture="asking")
@when("a quien pregunta se le da una respuesta y se retira", target_fixture="asking")
def taken_back(locality: Locality) -> Asking:
    asking = Asking(locality)
    inquiry = asking.ask()
    assert inquiry is not None
    before = asking.now
    after = before.answered(inquiry, inquiry.domain.values[-1])
    assert after.profile != before.profile
    asking.now = before
    return asking


@then("the same question is asked again")
@then("se hace otra vez la misma pregunta")
def same_question(asking: Asking) -> None:
    first = asking.put[0][0]
    assert asking.now.next == first


class Kept:
    """A kept locality behind the service, what each person read of it, and what they were told."""

    def __init__(self, knowledge: Knowledge, folder: Path) -> None:
        self.knowledge = knowledge
        self.folder = folder
        self.serve("kept")
        upgrade(self.engine)
        profile = {"name": "Puerto Claro", "factors": {}}
        self.locality = self.ask("POST", "", {"profile": profile}).json()["id"]
        self.read: dict[str, str] = {}
        self.told: dict[str, Any] = {}
        self.decisions: list[Any] = []

    def serve(self, name: str) -> None:
        """Serve the database of that name."""
        url = f"sqlite:///{self.folder}/{name}.sqlite3"
        self.engine = connect(url)
        self.client: TestClient[Any] | None = None
        self.server = ExitStack()
        self.app = create_app(Settings(url), self.knowledge, self.engine)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        if self.client is None:  # only now: a server finds its tables made
            self.client = self.server.enter_context(TestClient(self.app))
        address = path if path.startswith("/v1") else f"/v1/localities{path}"
        if body is None:
            return self.client.request(method, address, headers=headers)
        return self.client.request(method, address, json=body, headers=headers)

    def close(self) -> None:
        self.server.close()
        self.engine.dispose()

    def total(self, what: str) -> int:
        return int(self.ask("GET", f"/{self.locality}/{what}").json()["total"])


@pytest.fixture
def kept(knowledge: Knowledge, tmp_path: Path) -> Iterator[Kept]:
    found = Kept(knowledge, tmp_path)
    yield found
    found.close()


@given(parsers.re(r"a kept locality that (?P<names>.+) (?:has|have) read"))
@given(parsers.re(r"una localidad guardada que (?P<names>.+) (?:ha|han) leído"))
def kept_and_read(kept: Kept, names: str) -> None:
    for name in re.split(" and | y ", names):
        reads_again(kept, name)


@when(parsers.parse("{name} reads the locality again"))
@when(parsers.parse("{name} vuelve a leer la localidad"))
def reads_again(kept: Kept, name: str) -> None:
    kept.read[name] = kept.ask("GET", f"/{kept.locality}/profile").headers["ETag"]


@when(parsers.parse("{name} records that {phrase}"))
@when(parsers.parse("{name} registra que {phrase}"))
def records(kept: Kept, phrases: dict[str, dict[str, Any]], name: str, phrase: str) -> None:
    said = {"If-Match": kept.read[name], "X-Asked-By": name}
    body = {"name": "Puerto Claro", "factors": phrases[phrase]}
    kept.told[name] = kept.ask("PUT", f"/{kept.locality}/profile", body, **said)


@then(parsers.parse("{name} is told that {other} recorded version {number:d} meanwhile"))
@then(parsers.parse("a {name} se le dice que {other} registró entretanto la versión {number:d}"))
def told_of_a_newer_version(kept: Kept, name: str, other: str, number: int) -> None:
    assert kept.told[name].status_code == 412
    (fault,) = kept.told[name].json()["faults"]
    assert other in fault["what"]
    assert fault["allowed"] == [f'"{number}"']


@then(parsers.re(r"the locality has (?P<count>\d+) versions? of its profile"))
@then(parsers.re(r"la localidad tiene (?P<count>\d+) versi(?:ón|ones) de su perfil"))
def has_versions(kept: Kept, count: str) -> None:
    assert kept.total("profile/versions") == int(count)


class Record:
    """A decision that an office stored, and what became of it."""

    def __init__(self, knowledge: Knowledge, folder: Path) -> None:
        self.settings = Settings(f"sqlite:///{folder}/remanso.sqlite3")
        self.knowledge = knowledge
        self.decision = ""
        self.answer = b""
        self.before = b""
        self.replay: Any = None
        self.dossier: Made | None = None
        self.servers = ExitStack()
        upgrade(connect(self.settings.database_url))
        self.serve(knowledge)

    def serve(self, knowledge: Knowledge) -> None:
        """From now on the office's server knows these rules."""
        self.servers.close()
        self.knowledge = knowledge
        app = create_app(self.settings, knowledge)
        self.client = self.servers.enter_context(TestClient(app))

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """One request to the office's server."""
        response = self.client.request(method, path, json=body)
        assert response.is_success, response.text
        return response

    @property
    def office(self) -> str:
        """The fingerprint of the key of the office that decided."""
        return str(self.ask("GET", "/v1/signing-key").json()["fingerprint"])

    def changed(self, name: str, content: bytes) -> bytes:
        assert self.dossier is not None
        return packed({**self.dossier.files, name: content})


@pytest.fixture
def record(knowledge: Knowledge, tmp_path: Path) -> Iterator[Record]:
    found = Record(knowledge, tmp_path)
    with found.servers:
        yield found


@given("a decision on it")
@given("una decisión sobre ella")
def decided(kept: Kept) -> None:
    kept.decisions.append(kept.ask("POST", f"/{kept.locality}/decisions"))
    assert kept.decisions[-1].status_code == 201


@when(parsers.parse("{name} asks for a decision, hears nothing, and asks again"))
@when(parsers.parse("{name} pide una decisión, no oye nada y vuelve a pedirla"))
def asks_again(kept: Kept, name: str) -> None:
    said = {"Idempotency-Key": "one-and-the-same", "X-Asked-By": name}
    for _ in range(2):
        kept.decisions.append(kept.ask("POST", f"/{kept.locality}/decisions", **said))


@then("both answers are the same decision")
@then("las dos respuestas son la misma decisión")
def the_same_decision(kept: Kept) -> None:
    first, again = kept.decisions
    assert (first.status_code, first.content) == (again.status_code, again.content)


@then(parsers.re(r"(?P<count>\d+) decisions? (?:is|are) kept"))
@then(parsers.re(r"quedan? guardadas? (?P<count>\d+) decisi(?:ón|ones)"))
def decisions_are_kept(kept: Kept, count: str) -> None:
    assert kept.total("decisions") == int(count)


@when("the database is backed up, lost and restored")
@when("la base de datos se copia, se pierde y se restaura")
def lost_and_restored(kept: Kept) -> None:
    file = kept.folder / "kept.backup"
    backup(kept.engine, file)
    kept.close()
    for lost in kept.folder.glob("kept.sqlite3*"):
        lost.unlink()
    kept.serve("new")
    restore(kept.engine, file)


@then("the decision is there, word for word")
@then("la decisión está ahí, palabra por palabra")
def there_word_for_word(kept: Kept) -> None:
    (given,) = kept.decisions
    found = kept.ask("GET", given.headers["Location"])
    assert found.content == given.content


@given("a decision that was taken on it")
@given("una decisión que se tomó sobre ella")
def decided_on(locality: Locality, record: Record) -> None:
    kept = record.ask("POST", "/v1/localities", {"profile": locality.profile}).json()["id"]
    response = record.ask("POST", f"/v1/localities/{kept}/decisions")
    record.decision, record.answer = response.headers["Location"], response.content
    record.before = record.ask("POST", "/v1/advice", {"profile": locality.profile}).content


@when(parsers.parse('the rule "{rule}" is withdrawn'))
@when(parsers.parse('se retira la regla "{rule}"'))
def rule_withdrawn(record: Record, rule: str) -> None:
    record.serve(with_rule(record.knowledge, rule, status="withdrawn"))


@when("the decision is asked for again")
@when("se vuelve a pedir la decisión")
def asked_again(record: Record) -> None:
    record.replay = record.ask("GET", f"{record.decision}/replay").json()


@then("it has the same answer, letter for letter")
@then("tiene la misma respuesta, letra por letra")
def same_answer(record: Record) -> None:
    assert record.replay["same_bytes"] is True
    assert record.ask("GET", record.decision).content == record.answer


@then(parsers.parse('it is told that "{name}" would stand otherwise today'))
@then(parsers.parse('se dice que "{name}" hoy quedaría de otro modo'))
def stands_otherwise(locality: Locality, record: Record, name: str) -> None:
    shifts = record.replay["today"]["difference"]["shifts"]
    assert locality.slug(name) in {shift["intervention"] for shift in shifts}


@then("it is told that the rules are the same today")
@then("se dice que las reglas de hoy son las mismas")
def same_rules(record: Record) -> None:
    assert record.replay["same_ruleset"] is True
    assert record.replay["today"]["difference"] is None


@when("the decision leaves as a dossier")
@when("la decisión sale como dossier")
def leaves_as_dossier(record: Record) -> None:
    content = record.ask("GET", f"{record.decision}/dossier").content
    record.dossier = Made(content, signing_key(record.settings))


@then("whoever knows the key of the office that decided finds it whole and given again")
@then(
    "quien conoce la clave de la oficina que decidió lo halla íntegro y la respuesta vuelve a darse"
)
def found_whole(record: Record) -> None:
    assert record.dossier is not None
    found = verified(record.dossier.content, record.office)
    assert found.reproduced
    assert found.dossier.pinned
    assert found.dossier.files[ANSWER] == record.answer


@when("somebody writes in it that the state runs the prison")
@when("alguien escribe en él que el Estado gobierna la cárcel")
def tampered_with(record: Record) -> None:
    assert record.dossier is not None
    profile = record.dossier.files[PROFILE]
    assert b"inmate_run" in profile
    changed = record.changed(PROFILE, profile.replace(b"inmate_run", b"state"))
    record.dossier = Made(changed, record.dossier.key)


@then("the dossier is refused")
@then("el dossier se rechaza")
def dossier_refused(record: Record) -> None:
    assert record.dossier is not None
    with pytest.raises(DossierError, match=PROFILE):
        verified(record.dossier.content)


@when("somebody else signs it as their own")
@when("otra persona lo firma como suyo")
def signed_by_another(record: Record) -> None:
    assert record.dossier is not None
    other = Made(record.dossier.content, new_key())
    mine = signer_part(other.key.public).model_dump()
    record.dossier = Made(other.rewritten(lambda manifest: manifest.update(signer=mine)), other.key)


@then("whoever knows the key of the office that decided refuses it")
@then("quien conoce la clave de la oficina que decidió lo rechaza")
def refused_by_who_knows(record: Record) -> None:
    assert record.dossier is not None
    with pytest.raises(DossierError, match="another key"):
        verified(record.dossier.content, record.office)


@then("without that key it is said that nobody knows who signed")
@then("sin esa clave se dice que nadie sabe quién firmó")
def nobody_knows_who_signed(record: Record) -> None:
    assert record.dossier is not None
    found = verified(record.dossier.content)
    assert not found.dossier.pinned
    assert found.dossier.signer.fingerprint != record.office


@when(parsers.parse('a hundred offices override "{name}" because a rule does not hold here'))
@when(parsers.parse('cien oficinas descartan "{name}" porque una regla no vale aquí'))
def hundred_disagree(locality: Locality, record: Record, name: str) -> None:
    said = {
        "response": "overridden",
        "reason": "rule_disputed",
        "intervention": locality.slug(name),
    }
    for _ in range(100):
        record.ask("POST", f"{record.decision}/feedback", said)


@then(parsers.parse('what they said is found under the option and under the rule "{rule}"'))
@then(parsers.parse('lo que dijeron se halla bajo la opción y bajo la regla "{rule}"'))
def found_under(record: Record, rule: str) -> None:
    for path in ("/v1/interventions/prison_comms_cutoff", f"/v1/rules/{rule}"):
        assert record.ask("GET", f"{path}/feedback").json()["responses"]["overridden"] == 100


@then("the same question has the same answer as before")
@then("la misma pregunta tiene la misma respuesta que antes")
def as_before(locality: Locality, record: Record) -> None:
    again = record.ask("POST", "/v1/advice", {"profile": locality.profile}).content
    assert again == record.before
    assert record.ask("GET", f"{record.decision}/replay").json()["same_bytes"] is True


@when("it asks for a report")
@when("pide un informe")
def asks_for_report(locality: Locality) -> None:
    report_in(locality, "en")


@when("it asks for a report in both languages")
@when("pide un informe en los dos idiomas")
def asks_for_reports(locality: Locality) -> None:
    for language in LANGUAGES:
        report_in(locality, language)


def report_in(locality: Locality, language: Language) -> None:
    answer = advise(locality.knowledge, locality.profile, language=language)
    locality.answers[language] = answer
    locality.reports[language] = compose(answer, locality.knowledge, date(2026, 11, 22))


def boxes(section: Section) -> list[Box]:
    return [block for block in section.blocks if isinstance(block, Box)]


def named(part: object) -> str:
    """All words of a part of a report."""
    return " ".join(found.text for found in parts(part) if isinstance(found, Words))


def harmful(locality: Locality) -> list[RankedOut]:
    return [option for option in locality.answer.ranking if option.verdict == "strong_against"]


@then("the report warns before it recommends")
@then("el informe advierte antes de recomendar")
def warns_first(locality: Locality) -> None:
    tones = [box.tone for box in boxes(locality.report.summary)]
    keys = [section.key for section in locality.report.sections]
    assert tones[0] == "caution"
    assert keys[0] == "warnings"
    assert keys.index("warnings") < keys.index("measures")


@then("what does harm here stands apart from what is recommended")
@then("lo que hace daño aquí está aparte de lo que se recomienda")
def harm_apart(locality: Locality) -> None:
    found = {section.key: section for section in locality.report.sections}
    told = {part.slug for part in parts(found["measures"]) if isinstance(part, Measure)}
    titles = [box.title for box in boxes(found["harm"]) if box.tone == "harm"]
    assert harmful(locality)
    assert len(titles) == len(harmful(locality))
    assert not told.intersection(option.intervention for option in harmful(locality))


@then("the first page names all that must not be done")
@then("la primera página nombra todo lo que no debe hacerse")
def first_page_refuses(locality: Locality) -> None:
    (refused,) = [box for box in boxes(locality.report.summary) if box.tone == "harm"]
    assert all(option.name in named(refused) for option in harmful(locality))


@then(parsers.parse('"{name}" stands among what must not be done'))
@then(parsers.parse('"{name}" está entre lo que no debe hacerse'))
def stands_refused(locality: Locality, name: str) -> None:
    (section,) = [found for found in locality.report.sections if found.key == "harm"]
    shown = locality.option(name).name
    assert any(shown in box.title for box in boxes(section) if box.tone == "harm")


@then(parsers.parse('"{name}" stands among what is recommended'))
@then(parsers.parse('"{name}" está entre lo que se recomienda'))
def stands_recommended(locality: Locality, name: str) -> None:
    told = [part.slug for part in parts(locality.report) if isinstance(part, Measure)]
    assert locality.slug(name) in told


@then("every rank, score and probability of the report is the answer's own")
@then("todo puesto, puntaje y probabilidad del informe es el de la respuesta")
def numbers_are_the_answers(locality: Locality) -> None:
    for language, report in locality.reports.items():
        said = {(n.quantity, n.subject): (n.value, n.said) for n in report.numbers()}
        for option in locality.answers[language].ranking:
            stood = option.robustness
            assert stood is not None
            told = [said[name, option.intervention] for name in ("rank", "score", "p_rank_1")]
            assert [value for value, _ in told] == [option.rank, option.score, stood.p_rank_1]
        shown = (unescape(html(report)), markdown(report).replace("\\", ""))
        assert all(text in form for _, text in said.values() for form in shown)


@then("every claim of the answer stands in the report once, with report and section")
@then("toda afirmación de la respuesta está una vez en el informe, con informe y sección")
def claims_stand_once(locality: Locality) -> None:
    for language, report in locality.reports.items():
        claims = locality.answers[language].claims
        listed = [part for part in parts(report) if isinstance(part, Source)]
        assert sorted(item.claim for item in listed) == sorted(claims)
        assert all(claims[item.claim].section in item.where for item in listed)


@then("both reports have the same numbers and claims")
@then("los dos informes tienen los mismos números y afirmaciones")
def same_reports(locality: Locality) -> None:
    one, other = locality.reports.values()
    assert one.claims() == other.claims()
    assert [n.value for n in one.numbers()] == [n.value for n in other.numbers()]
    assert one.title != other.title or one.kicker != other.kicker


@then("the report recommends nothing")
@then("el informe no recomienda nada")
def report_recommends_nothing(locality: Locality) -> None:
    assert not any(isinstance(part, Measure) for part in parts(locality.report))
    assert texts.NOTHING.en in named(locality.report.summary)


@then("the first page asks what to find out")
@then("la primera página pregunta qué averiguar")
def first_page_asks(locality: Locality) -> None:
    assert locality.answer.needed[0].question in named(locality.report.summary)
