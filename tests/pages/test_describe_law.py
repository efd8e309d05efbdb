"""Laws of a draft: it says what the profile says, and no window loses what another wrote."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.describe.items import Fields, entries, item_of, known_fields
from api.pages.describe.merging import by_item, merged, only, stale
from api.pages.describe.numbers import UnreadableError, read_number, written
from api.pages.describe.reading import read, sound
from api.pages.describe.typed import typed
from engine.knowledge.model import Knowledge
from engine.profile import as_understood, read_profile
from engine.vocabulary import Vocabulary
from tests.engine.random_profiles import profiles

PLAIN = ("A", "Los ñeros 🐍", 'L\'Anse "del" río', "1.0", "true", "?", "{'a': [1]}", "$g.name", "é")


def understood(profile: Any, vocabulary: Vocabulary) -> dict[str, Any]:
    """What a profile says, without what says nothing: a value for which everything is possible."""
    found = as_understood(read_profile(profile, vocabulary), vocabulary)
    for slug, value in list(found["factors"].items()):
        plain = value if isinstance(value, dict) else {}
        possible = read_profile({"factors": {slug: value}}, vocabulary).factors[slug].possible
        if possible == vocabulary.factors[slug].domain.unknown:
            assert plain is not None
            del found["factors"][slug]
    for list_name, kind in vocabulary.lists.items():
        for entity in found.get(list_name, ()):
            for name, value in list(entity.items()):
                domain = kind.attributes[name].domain
                given_alone = {list_name: [{**_required(kind), name: value}]}
                alone = read_profile(given_alone, vocabulary).lists[kind.kind][0]
                if alone.values[name] == domain.unknown:
                    del entity[name]
    return found


def _required(kind: Any) -> dict[str, Any]:
    return {
        name: "x" if attribute.domain.type == "text" else attribute.domain.values[0]
        for name, attribute in kind.attributes.items()
        if attribute.required
    }


@settings(max_examples=30)
@given(data=st.data())
def test_a_draft_says_what_the_profile_says(knowledge: Knowledge, data: st.DataObject) -> None:
    """Typed out and read again, any profile means the same, and has no fault."""
    vocabulary = knowledge.vocabulary
    profile = data.draw(profiles(vocabulary, words=PLAIN))
    fields = typed(profile, vocabulary)
    reading = read(fields, vocabulary)
    assert reading.faults == {}
    assert understood(reading.profile, vocabulary) == understood(profile, vocabulary)
    listed = {entry.item for name in vocabulary.lists for entry in entries(fields, name)}
    assert set(fields) <= known_fields(vocabulary, fields) | listed


def test_every_case_can_be_taken_up(knowledge: Knowledge) -> None:
    """A draft from a documented case is that case, sources and all."""
    for case in knowledge.cases.values():
        reading = read(typed(case.profile, knowledge.vocabulary), knowledge.vocabulary)
        assert reading.faults == {}, case.slug
        assert understood(reading.profile, knowledge.vocabulary) == understood(
            case.profile, knowledge.vocabulary
        )


@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_as_it_was_written(number: float) -> None:
    """What stands in a field is read as the number it stands for."""
    assert read_number(written(number)) == number


@pytest.mark.parametrize(
    ("typed_text", "number"),
    [("58", 58.0), ("58,2", 58.2), ("58.25", 58.25), ("0,125", 0.125), (" 1 200 ", 1200.0)],
)
def test_point_and_comma_are_both_read(typed_text: str, number: float) -> None:
    """Readers of both customs are understood."""
    assert read_number(typed_text) == number


@pytest.mark.parametrize("typed_text", ["1.234", "1,234", "58,125", "abc", "1.2.3", "", "1e999"])
def test_a_number_that_could_be_two_is_asked_back(typed_text: str) -> None:
    """Nothing is guessed: a thousand and a little more than one are not told apart by luck."""
    with pytest.raises(UnreadableError):
        read_number(typed_text)


NAMES = st.sampled_from(["factors.a", "factors.a:possible", "factors.b", "name", "groups.1.name"])
FIELDS = st.dictionaries(NAMES, st.sampled_from([("x",), ("y",), ("z",), ("x", "y")]))


@given(draft=FIELDS, here=FIELDS)
def test_alone_what_was_typed_is_kept(draft: Fields, here: Fields) -> None:
    """With one window, the draft becomes what the form says."""
    result = merged(draft, draft, here)
    assert result.clashes == frozenset()
    assert by_item(result.fields) == by_item(here)


@given(seen=FIELDS, one=FIELDS, other=FIELDS)
def test_no_window_overwrites_another(seen: Fields, one: Fields, other: Fields) -> None:
    """Of two windows, each keeps what only it changed; what both changed otherwise waits."""
    first = merged(seen, seen, one)
    second = merged(first.fields, seen, other)
    was, a, b = by_item(seen), by_item(one), by_item(other)
    now = by_item(second.fields)
    for item in {*was, *a, *b}:
        had, mine, yours = was.get(item, {}), a.get(item, {}), b.get(item, {})
        if mine != had and yours not in (had, mine):
            assert item in second.clashes
            assert now.get(item, {}) == mine
        else:
            assert item not in second.clashes
            assert now.get(item, {}) == (yours if yours != had else mine)


@given(steps=st.lists(st.tuples(st.integers(0, 2), NAMES, st.sampled_from("xyz")), max_size=12))
def test_windows_that_stand_undo_nothing(steps: list[tuple[int, str, str]]) -> None:
    """However long windows stand and whenever they send, none changes what it never touched."""
    draft: Fields = {}
    standing: list[Fields] = [{}, {}, {}]
    seen: list[Fields] = [{}, {}, {}]
    typed_by: dict[str, set[int]] = {}
    for window, field, said in steps:
        before = by_item(draft)
        standing[window] = {**standing[window], field: (said,)}
        typed_by.setdefault(item_of(field), set()).add(window)
        draft = merged(draft, seen[window], standing[window]).fields
        old = stale(draft, standing[window], seen[window])
        shown = {f: v for f, v in draft.items() if item_of(f) not in old}
        seen[window] = {**shown, **only(seen[window], old)}
        for item, stood in before.items():
            if window not in typed_by.get(item, set()):
                assert by_item(draft).get(item) == stood


@settings(max_examples=60)
@given(data=st.data())
def test_whatever_is_typed_can_be_judged(knowledge: Knowledge, data: st.DataObject) -> None:
    """Any text in any field is read or refused at its item; what is sound can be advised on."""
    vocabulary = knowledge.vocabulary
    start: Fields = {
        "groups": ("listed",), "groups.1": ("listed",), "groups.2": ("removed",),
        "prisons": ("listed",), "prisons.a": ("listed",),
    }  # fmt: skip
    names = sorted(known_fields(vocabulary, start))
    said = st.one_of(
        st.sampled_from(["?", "yes", "no", "none", "listed", "inmate_run", "police", "1.234"]),
        st.text(max_size=5),
    )
    drawn = data.draw(
        st.dictionaries(st.sampled_from(names), st.tuples(said), min_size=1, max_size=12)
    )
    fields = {**start, **drawn}
    reading = read(fields, vocabulary)
    lists = set(vocabulary.lists)
    for item in reading.faults:
        assert item.split(".")[0] in {"name", "country", "as_of", "factors", *lists}, item
    read_profile(sound(fields, vocabulary), vocabulary)
    if not reading.faults:
        read_profile(reading.profile, vocabulary)
