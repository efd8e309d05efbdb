"""What a body may hold, and what is refused with a reason."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.json_reading import MAXIMUM_DEPTH, NotJsonError, read_json

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcáß", max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(JSON_VALUES)
def test_json_reads_as_it_was_written(value: object) -> None:
    """Every value that JSON can hold comes back as it was, escaped or not."""
    assert read_json(json.dumps(value).encode()) == value
    assert read_json(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary())
def test_bytes_are_json_or_refused(body: bytes) -> None:
    """Any bytes are read, and can then be written again, or are refused; nothing else happens."""
    with contextlib.suppress(NotJsonError):
        json.dumps(read_json(body)).encode()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "line 1, column 1"),
        (b'{"a": 1,\n "b": }', "line 2, column 7"),
        (b'{"a": 1, "b": 2, "a": 3}', 'the key "a" is given twice'),
        (b'{"profile": {"factors": {"x": 1, "x": 1}}}', 'the key "x" is given twice'),
        (b"[NaN]", "NaN is not a number"),
        (b"[-Infinity]", "-Infinity is not a number"),
        (b"[1e999]", "too large"),
        (b"[" + b"9" * 5_000 + b"]", "too large"),
        (b'"\xff"', "not UTF-8: byte 1"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        (b'["\\ud800"]', "cannot be kept"),
        (b'{"\\udfff": 1}', "cannot be kept"),
        (b'{"a": ["b\\u0000"]}', "cannot be kept"),
        (b"[" * 100_000 + b"]" * 100_000, f"more than {MAXIMUM_DEPTH} levels"),
        (b'{"a":' * 100_000, f"more than {MAXIMUM_DEPTH} levels"),
        (b"[" * (MAXIMUM_DEPTH + 1) + b"]" * (MAXIMUM_DEPTH + 1), "levels deep"),
    ],
)
def test_what_no_profile_can_mean_is_refused(body: bytes, says: str) -> None:
    """Each kind of bad JSON is refused with its own reason."""
    with pytest.raises(NotJsonError) as caught:
        read_json(body)
    (fault,) = caught.value.faults
    assert says in fault.what.en
    assert fault.what.es


def test_a_faulty_text_is_named_by_its_place() -> None:
    """A character that cannot be kept is reported with the field that holds it."""
    with pytest.raises(NotJsonError) as caught:
        read_json(b'{"profile": {"groups": [{"name": "a\\u0000b"}]}}')
    assert caught.value.faults[0].where == "profile.groups.0.name"


def test_pairs_of_surrogates_and_a_byte_order_mark_are_fine() -> None:
    """What only looks suspicious is read."""
    assert read_json(b'\xef\xbb\xbf["\\ud83d\\ude00", "\\\\u0000"]') == ["😀", "\\u0000"]


def test_nesting_up_to_the_limit_is_read() -> None:
    """The deepest nesting that is allowed is read."""
    assert read_json(b"[" * MAXIMUM_DEPTH + b"]" * MAXIMUM_DEPTH)


def test_a_place_is_told_shortly() -> None:
    """Of a key without end, its beginning: whoever sent it need not get it back."""
    with pytest.raises(NotJsonError) as caught:
        read_json(b'{"' + b"k" * 400_000 + b'": [["\\u0000"]]}')
    (fault,) = caught.value.faults
    assert fault.where == f"{'k' * 80}…" + ".0.0"
