"""What is typed, read as an answer: by number, by name, in part, in either language."""

from typing import Any

import pytest

from api.cli.replies import reply, sourced
from engine.errors import ProfileError
from engine.interview import FACTORS, Inquiry, identifier
from engine.knowledge.model import Knowledge
from engine.profile import read_profile
from engine.text import Text


def of_factor(knowledge: Knowledge, slug: str) -> Inquiry:
    factor = knowledge.vocabulary.factors[slug]
    return Inquiry(f"{FACTORS}.{slug}", factor.question, factor.domain, (), None)


def of_list(knowledge: Knowledge, name: str) -> Inquiry:
    kind = knowledge.vocabulary.lists[name]
    domain = kind.attributes[identifier(kind)].domain
    return Inquiry(name, kind.question, domain, (), None, kind)


@pytest.mark.parametrize(
    ("slug", "typed", "given"),
    [
        ("prison_control", "1", "state"),
        ("prison_control", "inmate_run", "inmate_run"),
        ("prison_control", "INMATE_RUN", "inmate_run"),
        ("prison_control", "1,2", {"possible": ["state", "shared"]}),
        ("prison_control", "1 2", {"possible": ["state", "shared"]}),
        ("prison_control", "2-3", {"possible": ["shared", "inmate_run"]}),
        ("prison_control", "3-2", {"possible": ["shared", "inmate_run"]}),
        ("deliberate_violence", "2", True),
        ("deliberate_violence", "y", True),
        ("deliberate_violence", "sí", True),
        ("deliberate_violence", "no", False),
        ("route_functions", "0", []),
        ("route_functions", "storage", ["storage"]),
        ("route_functions", "storage+retail_market", ["storage", "retail_market"]),
        (
            "route_functions",
            "storage, retail_market?",
            {"value": ["storage"], "possible": ["retail_market"]},
        ),
        ("homicide_rate", "12", 12.0),
        ("homicide_rate", "12,5", 12.5),
        ("homicide_rate", "20-40", {"possible": {"at_least": 20.0, "at_most": 40.0}}),
        ("homicide_rate", "20 .. 40", {"possible": {"at_least": 20.0, "at_most": 40.0}}),
    ],
)
def test_an_answer_is_what_a_profile_would_give(
    knowledge: Knowledge, slug: str, typed: str, given: Any
) -> None:
    """And a profile's reader takes it, with and without its source."""
    found = reply(of_factor(knowledge, slug), typed)

    assert found == given
    for answer in (found, sourced(found, {"source": "a visit", "basis": "expert"})):
        profile = read_profile({FACTORS: {slug: answer}}, knowledge.vocabulary)
        assert slug in profile.factors


def test_choices_go_by_their_names_in_either_language(knowledge: Knowledge) -> None:
    """As they are shown."""
    inquiry = of_factor(knowledge, "prison_control")
    for level in inquiry.domain.levels:
        assert reply(inquiry, level.name.en) == level.value
        assert reply(inquiry, level.name.es.upper()) == level.value


@pytest.mark.parametrize(
    ("slug", "typed", "words"),
    [
        ("prison_control", "0", "from 1 to"),
        ("prison_control", "9", "from 1 to"),
        ("prison_control", "1,9", "9: choose"),
        ("prison_control", "inmate_rum", "did you mean 'inmate_run'?"),
        ("prison_control", "1-99", "99: choose"),
        ("prison_control", "1,2,3", "leaves everything open"),
        ("deliberate_violence", "maybe", "from 1 to 2"),
        ("deliberate_violence", "1-2", "1-2: choose"),
        ("route_functions", "storage, 99", "99: choose"),
    ],
)
def test_what_is_no_answer_is_refused(
    knowledge: Knowledge, slug: str, typed: str, words: str
) -> None:
    """With what is allowed."""
    with pytest.raises(ProfileError) as caught:
        reply(of_factor(knowledge, slug), typed)

    assert words in "; ".join(caught.value.sentences("en"))


def test_lists_are_told_by_what_tells_their_entries_apart(knowledge: Knowledge) -> None:
    """Groups by name, institutions by kind, measures by intervention; 0 says there are none."""
    groups, institutions = of_list(knowledge, "groups"), of_list(knowledge, "institutions")
    measures = of_list(knowledge, "measures")
    name = knowledge.interventions["militarised_crackdown"].name.es

    assert reply(groups, "A, B ,") == [{"name": "A"}, {"name": "B"}]
    assert reply(groups, "0") == []
    assert reply(institutions, "1,courts") == [{"kind": "police"}, {"kind": "courts"}]
    assert reply(measures, name) == [{"intervention": "militarised_crackdown"}]


def test_no_source_is_no_provenance() -> None:
    """An answer stays plain."""
    assert sourced("state", {}) == "state"
    assert sourced(["a"], {"source": "b"}) == {"value": ["a"], "source": "b"}


def test_words_are_taken_as_they_are(knowledge: Knowledge) -> None:
    """Commas and numbers in a name mean nothing."""
    attribute = knowledge.vocabulary.entities["group"].attributes["sponsor"]
    inquiry = Inquiry("groups.0.sponsor", Text.same("?"), attribute.domain, (), None)

    assert reply(inquiry, "The 1, the 2-3") == "The 1, the 2-3"
