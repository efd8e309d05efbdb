"""A report says what the answer says: the same numbers, all its claims, warnings before advice."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from api.reports import texts as t
from api.reports.composing import compose
from api.reports.document import Box, Document, Measure, Section, Words, parts
from api.reports.summary import MEASURES, WARNINGS, warnings
from api.reports.writer import Writer
from engine.advice import advise
from engine.answer import Answer
from engine.knowledge.model import Knowledge
from engine.places import called
from engine.ranking import RECOMMENDED
from engine.text import LANGUAGES, Language
from tests.reports.conftest import DAY, Answered, Made

Named = tuple[str, str, float]


def numbers_of(answer: Answer) -> Iterator[Named]:
    """Every number of the answer that a report may say: what it is, of what, how much."""
    for option in answer.ranking:
        slug = option.intervention
        yield "rank", slug, option.rank
        yield "score", slug, option.score
        for name, cell in option.criteria.items():
            yield "criterion", f"{slug}:{name}", cell.share
        for reason in (*option.reasons_for, *option.reasons_against):
            yield "share", f"{slug}:{reason.rule}", reason.share
        if option.robustness is not None:
            stood = option.robustness
            yield "p_rank_1", slug, stood.p_rank_1
            yield "p_top_3", slug, stood.p_top_3
            yield "p_recommended", slug, stood.p_recommended
            yield "low", slug, stood.rank_interval[0]
            yield "high", slug, stood.rank_interval[1]
    for name, weight in answer.weights.items():
        yield "weight", name, weight
    for item in answer.needed:
        yield "decides", item.factor or item.entity or "", item.decides
    if answer.precedents is not None:
        for case in answer.precedents.cases:
            yield "distance", case.case, case.distance
            yield "compared", case.case, case.compared
    if answer.robustness is not None:
        yield "completions", "answer", answer.robustness.completions
        yield "seed", "answer", answer.robustness.seed


def said(document: Document) -> set[Named]:
    return {(number.quantity, number.subject, number.value) for number in document.numbers()}


def section(document: Document, key: str) -> Section:
    return next(found for found in document.sections if found.key == key)


def words(value: object) -> str:
    return " ".join(part.text for part in parts(value) if isinstance(part, Words))


def test_every_number_is_the_answers_own(place: Made) -> None:
    """No number of a report was computed or rounded on the way."""
    assert said(place.document) <= set(numbers_of(place.answer))


def test_no_rank_score_or_probability_is_left_out(place: Made) -> None:
    """Every option stands in the report, with all that is said of its place."""
    wanted = {
        number for number in numbers_of(place.answer) if number[0] not in ("share", "criterion")
    }
    assert wanted <= said(place.document)


def test_every_reason_of_what_is_recommended_has_its_share(place: Made) -> None:
    """Who reads why may do the sum again."""
    shares = {(n.subject, n.value) for n in place.document.numbers() if n.quantity == "share"}
    for option in place.answer.ranking:
        if option.verdict in ("strong_for", "conditional_for"):
            for reason in (*option.reasons_for, *option.reasons_against):
                assert (f"{option.intervention}:{reason.rule}", reason.share) in shares


def test_every_claim_of_the_answer_stands_in_the_annex(place: Made) -> None:
    assert place.document.claims() == set(place.answer.claims)


def test_warnings_come_before_advice(place: Made) -> None:
    """On the first page, and in the order of the sections."""
    tones = [block.tone for block in place.document.summary.blocks if isinstance(block, Box)]
    keys = [found.key for found in place.document.sections]
    assert tones.index("caution") < tones.index("calm")
    assert keys.index("warnings") < keys.index("measures") < keys.index("harm")


def test_what_does_harm_stands_apart(guayaquil: Made) -> None:
    """Each contraindicated option has a box of its own that says so, and no other place does."""
    harmful = [o for o in guayaquil.answer.ranking if o.verdict == "strong_against"]
    boxes = [b for b in section(guayaquil.document, "harm").blocks if isinstance(b, Box)]
    titles = {box.title for box in boxes if box.tone == "harm"}
    measures = [p for p in parts(guayaquil.document) if isinstance(p, Measure)]
    assert harmful
    assert titles == {f"Contraindicada: {option.name}" for option in harmful}
    assert not {m.slug for m in measures} & {option.intervention for option in harmful}


def test_the_summary_names_all_that_must_not_be_done(guayaquil: Made) -> None:
    summary = words(guayaquil.document.summary)
    for option in guayaquil.answer.ranking:
        assert option.verdict != "strong_against" or option.name in summary


def test_an_unknown_place_gets_no_recommendation(nowhere: Made) -> None:
    """Its report says so, and asks."""
    summary = words(nowhere.document.summary)
    assert t.NOTHING.en in summary
    assert nowhere.answer.needed[0].question in summary
    assert not any(isinstance(part, Measure) for part in parts(nowhere.document))
    assert t.NONE_CERTAIN.en not in summary or "strong_against" not in {
        option.verdict for option in nowhere.answer.ranking
    }


def test_both_languages_say_the_same_numbers_and_claims(
    knowledge: Knowledge, answered: Answered
) -> None:
    both = [compose(answered("duran-2024", tongue), knowledge, DAY) for tongue in LANGUAGES]
    assert said(both[0]) == said(both[1])
    assert both[0].claims() == both[1].claims()
    assert [found.key for found in both[0].sections] == [found.key for found in both[1].sections]


@pytest.mark.parametrize("language", LANGUAGES)
def test_informants_and_lists_are_told(knowledge: Knowledge, language: Language) -> None:
    """Whose word is doubted, and every entry of a list, stand in the report."""
    profile = {
        "name": "Puerto Claro",
        "factors": {
            "capture_police": "units",
            "prison_control": {"value": "inmate_run", "supplied_by": "police"},
        },
        "groups": [{"name": "Group A", "hierarchy": "weak"}],
    }
    answer = advise(knowledge, profile, language=language)
    document = compose(answer, knowledge, DAY)
    assert answer.informants is not None
    assert answer.informants.says in words(section(document, "warnings"))
    assert "Group A" in words(section(document, "profile"))


def test_a_changed_knowledge_base_is_said(knowledge: Knowledge, guayaquil: Made) -> None:
    """An older answer keeps its sentences; slugs that are gone stand for themselves."""
    vocabulary = knowledge.vocabulary
    left = {k: v for k, v in vocabulary.factors.items() if k != "prison_control"}
    other = replace(
        knowledge,
        vocabulary=replace(vocabulary, factors=left),
        families={},
        rules={},
        reports={},
        content_hash="0" * 64,
        version="later",
    )
    document = compose(guayaquil.answer, other, DAY)
    told = words(section(document, "imprint"))
    assert t.OTHER_KNOWLEDGE.es.format("later") in told
    assert t.OTHER_KNOWLEDGE.es.format("later") not in words(guayaquil.document)
    assert said(document) == said(guayaquil.document)
    assert document.claims() == set(guayaquil.answer.claims)
    assert "prison control" in words(section(document, "profile"))


def test_a_summary_explanation_makes_a_report_too(knowledge: Knowledge) -> None:
    """At every depth of explanation, and without trials."""
    profile = knowledge.cases["duran-2024"].profile
    brief = advise(knowledge, profile, explain="summary", completions=0)
    document = compose(brief, knowledge, DAY)
    assert said(document) <= set(numbers_of(brief))
    assert document.claims() == set(brief.claims)


@pytest.mark.parametrize("begun_in", [None, *LANGUAGES])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_documented_place_is_called_as_the_reader_calls_it(
    knowledge: Knowledge, language: Language, begun_in: Language | None
) -> None:
    """Title and time are in the report's language, whichever one the description was begun in."""
    case = knowledge.cases["mexico-pri-era"]
    profile = case.profile if begun_in is None else called(case, case.profile, begun_in)
    document = compose(advise(knowledge, profile, language=language, completions=0), knowledge, DAY)
    title, data = {
        "en": ("Mexico, the PRI era, Mexico", "Data: to the 1990s"),
        "es": ("México, la era del PRI, México", "Datos: hasta los años noventa"),
    }[language]
    assert document.title == title
    assert document.subtitle.startswith(f"{data} · ")
    foreign = {"en": "hasta los", "es": "to the 1990s"}[language]
    assert foreign not in words(section(document, "profile"))


def test_another_place_is_called_as_it_is_written(knowledge: Knowledge) -> None:
    """A name or a time that is no case's is nobody's to translate."""
    profile = {"name": "Mexico City", "country": "PE", "as_of": "2024-03"}
    answer = advise(knowledge, profile, language="es", completions=0)
    document = compose(answer, knowledge, DAY)
    assert document.title == "Mexico City, Perú"
    assert document.subtitle.startswith("Datos: 2024-03 · ")


@pytest.mark.parametrize(("more", "said_so"), [(1, "Sigue 1 advertencia"), (2, "Siguen 2 adv")])
def test_numbers_and_words_agree(
    knowledge: Knowledge, guayaquil: Made, more: int, said_so: str
) -> None:
    """One further warning follows, several follow; measures are counted as they are."""
    called, general = warnings(Writer(guayaquil.answer, knowledge, DAY))
    assert len(called) > WARNINGS + more
    ranking = guayaquil.answer.ranking
    advised = [one for one in ranking if one.core and one.verdict in RECOMMENDED]
    left_out = [one.intervention for one in advised[MEASURES + more :]]
    answer = guayaquil.answer.model_copy(
        update={
            "caveats": [*called[: WARNINGS + more], *general],
            "ranking": [one for one in ranking if one.intervention not in left_out],
        }
    )
    told = words(compose(answer, knowledge, DAY).summary)
    assert said_so in told
    assert f"las {MEASURES} de arriba, {more} más y" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_known_factor_is_known(knowledge: Knowledge, language: Language) -> None:
    """The first sentence agrees with the number, also where it is one."""
    answer = advise(knowledge, {"factors": {"extortion": "common"}}, language=language)
    told = words(compose(answer, knowledge, DAY).summary)
    factors = len(knowledge.vocabulary.factors)
    said_so = {"en": f"1 of {factors} factors is known", "es": f"Se conoce 1 de {factors} factores"}
    assert said_so[language] in told
