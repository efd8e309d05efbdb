"""What of an answer is shown first."""

import pytest

from api import selection
from engine.answer import Answer, RankedOut
from engine.knowledge.model import Knowledge


@pytest.fixture(scope="module")
def some(guayaquil: Answer) -> RankedOut:
    """An option to copy: core, nothing against it."""
    return next(o for o in guayaquil.ranking if o.core and not o.contraindications)


def option(some: RankedOut, name: str, rank: int, parent: str | None = None) -> RankedOut:
    """An option at a rank; a variant when it has a parent."""
    changes = {"intervention": name, "rank": rank, "core": parent is None, "variant_of": parent}
    return some.model_copy(update=changes)


def shown(ranking: list[RankedOut], limit: int = 10) -> list[tuple[str, list[str]]]:
    """Names as they are listed, with those of the variants under them."""
    return [
        (entry.option.intervention, [variant.intervention for variant in entry.variants])
        for entry in selection.entries(ranking, limit)
    ]


def test_a_lower_variant_stands_under_its_option(some: RankedOut) -> None:
    """It is shown although it ranks far below."""
    ranking = [option(some, "a", 1), option(some, "b", 2), option(some, "v", 70, "a")]

    assert shown(ranking) == [("a", ["v"]), ("b", [])]


def test_a_higher_variant_keeps_its_place(some: RankedOut) -> None:
    """What ranks high is never hidden under what ranks low."""
    ranking = [option(some, "v", 1, "b"), option(some, "a", 2), option(some, "b", 3)]

    assert shown(ranking) == [("v", []), ("a", []), ("b", [])]
    assert shown(ranking, limit=1) == [("v", []), ("a", [])]


def test_a_low_variant_of_what_is_not_shown_is_not_shown(some: RankedOut) -> None:
    """Only what stands above the last core option shown joins the list."""
    ranking = [option(some, "a", 1), option(some, "b", 2), option(some, "v", 3, "b")]

    assert shown(ranking, limit=1) == [("a", [])]


def test_variants_alone_are_shown(some: RankedOut) -> None:
    """An actor who can do only variants sees them."""
    assert shown([option(some, "v", 5, "b"), option(some, "w", 9, "b")]) == [("v", []), ("w", [])]


def test_surely_harmful_options_are_never_among_the_rest(guayaquil: Answer) -> None:
    """Each option is listed as harmful or as possible, never as both."""
    harmful = {o.intervention for o in selection.contraindicated(guayaquil.ranking)}
    possible = {o.intervention for o in selection.possibly_contraindicated(guayaquil.ranking)}
    listed = {e.option.intervention for e in selection.entries(guayaquil.ranking, 71)}

    assert harmful
    assert not harmful & (possible | listed)


def test_conditions_that_hold_back_come_first(guayaquil: Answer) -> None:
    """What blocks stands before what only conditions; what is met is not pressing."""
    talks = next(o for o in guayaquil.ranking if o.intervention == "phased_negotiation")
    pressing = selection.pressing(talks)

    assert pressing[0].holds_back
    assert [p.holds_back for p in pressing] == sorted(
        (p.holds_back for p in pressing), reverse=True
    )
    assert all(item.status != "met" for item in pressing)


def test_warnings_are_told_once(guayaquil: Answer, knowledge: Knowledge) -> None:
    """Local and general warnings together are all warnings, each once."""
    local = {item.rule for item in selection.local_caveats(guayaquil, knowledge)}
    general = {item.rule for item in selection.general_caveats(guayaquil, knowledge)}

    assert local
    assert not local & general
    assert local | general == {item.rule for item in guayaquil.caveats}


def test_nothing_known_calls_up_no_local_warning(nowhere: Answer, knowledge: Knowledge) -> None:
    """Warnings that hold everywhere are not passed off as local."""
    assert selection.local_caveats(nowhere, knowledge) == []


def test_telling_diagnoses_leave_out_what_they_build_on(
    guayaquil: Answer, knowledge: Knowledge
) -> None:
    """The contested hub is named; that it is a hub goes without saying."""
    told = {item.diagnosis for item in selection.telling_diagnoses(guayaquil, knowledge)}
    found = {item.diagnosis for item in guayaquil.diagnoses}

    assert "contested-export-hub" in told
    assert "export-hub" in found - told


def test_every_actor_can_do_something(guayaquil: Answer, knowledge: Knowledge) -> None:
    """No name is offered that would give an empty list."""
    for name in selection.actors(knowledge):
        assert selection.of_actors(guayaquil, knowledge, [name]).ranking
