"""``remanso factors``, ``interventions``, ``claims`` and ``profile new``."""

import pytest

from api import citations
from api.cli.rendering.blank import blank_profile
from engine.advice import advise
from engine.answer import Answer
from engine.knowledge.documents import parse_document
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES, Language
from tests.cli.conftest import Run


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_factor_is_listed_with_its_values(
    remanso: Run, knowledge: Knowledge, lang: str
) -> None:
    """One line per factor: slug, dimension, name, values."""
    lines = remanso("factors", "--lang", lang).output.splitlines()
    factors = knowledge.vocabulary.factors

    assert [line.split("\t")[0] for line in lines] == list(factors)
    for line, factor in zip(lines, factors.values(), strict=True):
        assert squeezed(factor.name.in_(lang)) in line
        assert all(value in line for value in factor.domain.values)


def test_factors_of_one_dimension(remanso: Run, knowledge: Knowledge) -> None:
    """--dimension keeps only its own factors."""
    lines = remanso("factors", "--dimension", "prison_control").output.splitlines()
    wanted = knowledge.vocabulary.dimensions["prison_control"].factors

    assert tuple(line.split("\t")[0] for line in lines) == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", ["prison_control", "homicide_rate", "route_functions"])
def test_a_factor_is_shown_whole(remanso: Run, knowledge: Knowledge, slug: str, lang: str) -> None:
    """Question, levels with anchors, claims with their words, and the rules that lean on it."""
    factor = knowledge.vocabulary.factors[slug]
    printed = squeezed(remanso("factors", "show", slug, "--lang", lang).output)

    assert squeezed(factor.question.in_(lang)) in printed
    for level in factor.domain.levels:
        assert level.anchor is not None
        assert (
            squeezed(f"{level.value} — {level.name.in_(lang)}: {level.anchor.in_(lang)}") in printed
        )
    for claim in factor.claims:
        assert squeezed(knowledge.claims[claim].text.in_(lang)) in printed
    if factor.domain.type == "number":
        assert f"{factor.domain.minimum:g}–{factor.domain.maximum:g}" in printed


def test_a_derived_factor_says_from_what(remanso: Run) -> None:
    """A factor that follows from a list names the list and the attribute."""
    printed = squeezed(remanso("factors", "show", "prison_control").output)

    assert (
        "from the highest 'Who controls the prisons serving the locality' under prisons" in printed
    )


def test_interventions_of_one_family(remanso: Run, knowledge: Knowledge) -> None:
    """--family keeps only its own; without it the whole catalogue is listed."""
    every = remanso("interventions").output.splitlines()
    some = remanso("interventions", "--family", "prison_reform").output.splitlines()
    family = [i.slug for i in knowledge.interventions.values() if i.family == "prison_reform"]

    assert [line.split("\t")[0] for line in every] == list(knowledge.interventions)
    assert [line.split("\t")[0] for line in some] == family


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("slug", ["prison_comms_cutoff", "leader_isolation", "bare_truce"])
def test_an_intervention_is_shown_whole(
    remanso: Run, knowledge: Knowledge, slug: str, lang: str
) -> None:
    """What it is, who leads it, what it varies, what to watch, and what is said of it."""
    item = knowledge.interventions[slug]
    printed = squeezed(remanso("interventions", "show", slug, "--lang", lang).output)

    assert squeezed(item.description.in_(lang)) in printed
    assert squeezed(item.time_to_effect.in_(lang)) in printed
    for indicator in item.indicators:
        assert squeezed(indicator.in_(lang)) in printed
    for ids in item.claims.values():
        assert all(f"{name}: " in printed for name in ids)
    for other in (item.variant_of, item.failure_mode_of):
        assert other is None or f"({other})" in printed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_claim_is_shown_whole(remanso: Run, knowledge: Knowledge, lang: Language) -> None:
    """What it says, in which report and where, of what, and which rules lean on it."""
    claim = knowledge.claims["ICG108-V.A.5-06"]
    printed = squeezed(remanso("claims", "show", claim.id, "--lang", lang).output)
    citing = [rule.id for rule in knowledge.active if claim.id in rule.claims]

    assert squeezed(claim.text.in_(lang)) in printed
    assert squeezed(knowledge.reports[claim.report].title) in printed
    assert squeezed(claim.section) in printed
    assert citations.pages(str(claim.page), lang) in printed
    assert all(slug in printed for slug in (*claim.roles, *claim.factors))
    assert citing
    assert all(f"{rule}: " in printed for rule in citing)


def test_a_claim_shows_what_disputes_it(remanso: Run, knowledge: Knowledge) -> None:
    """A claim that another source disputes says so."""
    tension = knowledge.tensions[0]
    printed = squeezed(remanso("claims", "show", tension.a[0]).output)

    assert squeezed(tension.reading.en) in printed
    assert tension.b[0] in printed


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (("factors", "show", "prison_contrl"), "prison_control"),
        (("factors", "--dimension", "prison"), "prison_control"),
        (("interventions", "show", "bare_truces"), "bare_truce"),
        (("interventions", "--family", "prison_reforms"), "prison_reform"),
        (("claims", "show", "ICG108-V.A.5-6"), "ICG108-V.A.5-06"),
    ],
)
def test_unknown_names_have_a_nearest_one(
    remanso: Run, arguments: tuple[str, ...], near: str
) -> None:
    """A slip of the pen is answered with the name that was meant, in either language."""
    english, spanish = remanso(*arguments), remanso(*arguments, "--lang", "es")

    assert english.exit_code == spanish.exit_code == 2
    assert f"did you mean '{near}'?" in english.stderr
    assert f"¿quiso decir «{near}»?" in spanish.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_blank_profile_says_nothing(
    remanso: Run, knowledge: Knowledge, nowhere: Answer, lang: str
) -> None:
    """A blank profile is sound, and is understood as nothing known."""
    blank = remanso("profile", "new", "--lang", lang).output
    document = parse_document("blank.yaml", blank.encode(), [])

    assert document is not None
    assert set(document.data["factors"]) == set(knowledge.vocabulary.factors)
    assert set(document.data) >= {"name", "country", "as_of", *knowledge.vocabulary.lists}
    assert advise(knowledge, document.data).decision_id == nowhere.decision_id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_blank_profile_asks_every_question(knowledge: Knowledge, lang: str) -> None:
    """Every factor stands with its question, and every level with its anchor."""
    text = blank_profile(knowledge.vocabulary, lang)
    comments = squeezed(" ".join(line.strip().lstrip("# ") for line in text.splitlines()))

    for factor in knowledge.vocabulary.factors.values():
        assert squeezed(factor.question.in_(lang)) in comments
        for level in factor.domain.levels:
            anchor = f": {level.anchor.in_(lang)}" if level.anchor else ""
            assert squeezed(f"{level.value} — {level.name.in_(lang)}{anchor}") in comments
    for kind in knowledge.vocabulary.entities.values():
        assert squeezed(kind.question.in_(lang)) in comments
    assert max(map(len, text.splitlines())) <= 100


def test_a_profile_filled_in_is_understood(remanso: Run) -> None:
    """Writing a level after its factor is all that a reader has to do."""
    blank = remanso("profile", "new").output
    filled = blank.replace("  prison_control:\n", "  prison_control: inmate_run\n")
    result = remanso("advise", "-", given=filled)

    assert filled != blank
    assert "1 of 115 factors is known" in result.output
