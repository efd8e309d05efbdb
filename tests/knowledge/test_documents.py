"""YAML files are read as plain data, with the line of every value."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Fault
from engine.knowledge.documents import (
    MAXIMUM_BYTES,
    MAXIMUM_DEPTH,
    Document,
    parse_document,
    read_document,
)


def parsed(raw: str | bytes) -> Document:
    """A document that must be sound."""
    faults: list[Fault] = []
    found = parse_document("a.yaml", raw if isinstance(raw, bytes) else raw.encode(), faults)
    assert found is not None
    assert faults == []
    return found


def refused(raw: str | bytes) -> Fault:
    """The one fault of a document that must be refused."""
    faults: list[Fault] = []
    found = parse_document("a.yaml", raw if isinstance(raw, bytes) else raw.encode(), faults)
    assert found is None
    (fault,) = faults
    return fault


@pytest.mark.parametrize(
    "word",
    [
        *("no", "No", "NO", "yes", "Yes", "on", "off", "y", "n", "True", "TRUE", "False", "Null"),
        *("2024-01-01", "12:30", "2001-12-14t21:59:43.10-05:00", "1_000", "0x1F", "0o17", "1,5"),
        *(".inf", "-.inf", ".nan", "nan", "inf", "=", "<<", "1.2.3", "+", ".", "e5", "5e"),
    ],
)
def test_nothing_else_than_plain_words_and_numbers_is_not_text(word: str) -> None:
    """What YAML 1.1 would read as a boolean, a date or an odd number stays the text it is."""
    assert parsed(f"level: {word}\n").data == {"level": word}


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("+7", 7),
        ("1.5", 1.5),
        (".5", 0.5),
        ("2.", 2.0),
        ("1e3", 1000.0),
        ("'true'", "true"),
        ('"12"', "12"),
        ("'null'", "null"),
    ],
)
def test_plain_words_and_numbers_are_values(word: str, value: Any) -> None:
    """Only true, false, null and decimal numbers are values; in quotes they are text too."""
    found = parsed(f"level: {word}\n").data["level"]

    assert found == value
    assert type(found) is type(value)


def test_a_number_longer_than_python_reads_stays_text() -> None:
    """A flood of digits is neither an error nor a minute of work."""
    digits = "9" * 100_000

    assert parsed(f"n: {digits}").data == {"n": digits}


NESTED = """\
a:
  b:
    - one
    - c: two
      d: [x,
          y]
e: >-
  folded
  text
f: {g: 1,
    h: 2}
"""


@pytest.mark.parametrize(
    ("way", "line"),
    [
        ((), 1),
        (("a",), 1),
        (("a", "b"), 2),
        (("a", "b", 0), 3),
        (("a", "b", 1), 4),
        (("a", "b", 1, "c"), 4),
        (("a", "b", 1, "d"), 5),
        (("a", "b", 1, "d", 0), 5),
        (("a", "b", 1, "d", 1), 6),
        (("e",), 7),
        (("f",), 10),
        (("f", "g"), 10),
        (("f", "h"), 11),
        (("a", "b", 1, "d", 7), 5),
        (("f", "missing", "deeper"), 10),
        (("missing",), 1),
    ],
)
def test_every_value_knows_its_line(way: tuple[str | int, ...], line: int) -> None:
    """A value's line is where it begins; of what is not there, the nearest place above it."""
    document = parsed(NESTED)

    assert document.line(way) == line
    assert document.where(way) == f"a.yaml:{line}"


def test_comments_and_empty_lines_count_as_lines() -> None:
    """The line is that of the file, as an editor shows it."""
    assert parsed("# one\n\n# three\na: 1\n").line(["a"]) == 4


@pytest.mark.parametrize(
    ("raw", "line", "en", "es"),
    [
        ("a: 1\nb: &x 2\n", 2, "no anchors or aliases", "sin anclas ni alias"),
        ("a: 1\nb: *x\n", 2, "no anchors or aliases", "sin anclas ni alias"),
        ("a:\n  - &x [1]\n  - *x\n", 2, "no anchors or aliases", "sin anclas ni alias"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "no tags", "sin etiquetas"),
        ("a: 1\nb: !local {}\n", 2, "no tags", "sin etiquetas"),
        ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands twice", "la clave «a» aparece dos veces"),
        ("a: 1\n? [b]\n: 2\n", 2, "a key must be a word", "una clave debe ser una palabra"),
        ("a: 1\n---\nb: 2\n", 2, "one document per file", "un documento por archivo"),
        ("a: 1\nb: [1\nc: 2\n", 3, "malformed YAML: ", "YAML mal formado: "),
        ("a: 1\n\tb: 2\n", 2, "malformed YAML: ", "YAML mal formado: "),
        (b"a: \xff\xfe\n", 1, "the file is not UTF-8", "el archivo no está en UTF-8"),
        (b"a: \xed\xa0\x80\n", 1, "the file is not UTF-8", "el archivo no está en UTF-8"),
    ],
)
def test_what_is_not_plain_is_refused(raw: str | bytes, line: int, en: str, es: str) -> None:
    """Anchors, aliases, tags, repeated keys and broken text are refused with their line."""
    fault = refused(raw)

    assert fault.where == f"a.yaml:{line}"
    assert fault.what.en.startswith(en)
    assert fault.what.es.startswith(es)


@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ("{a: ", "}")], ids=["lists", "mappings"]
)
def test_deep_nesting_is_refused(opening: str, closing: str) -> None:
    """As deep as any real file goes, and no deeper: a nest that would break the reader is told."""
    deep = parsed(opening * MAXIMUM_DEPTH + "1" + closing * MAXIMUM_DEPTH)
    assert deep.data

    for depth in (MAXIMUM_DEPTH + 1, 5_000):
        fault = refused(opening * depth + "1" + closing * depth)
        assert fault.what.en == "nested too deeply"
        assert fault.what.es == "anidamiento demasiado profundo"


def test_a_file_too_large_is_refused() -> None:
    """The limit itself is read, one byte more is not."""
    text = b"a: " + b"x" * (MAXIMUM_BYTES - 3)
    assert parsed(text).data["a"] == "x" * (MAXIMUM_BYTES - 3)

    fault = refused(text + b"x")

    assert fault.what.en == "the file is too large"
    assert fault.what.es == "el archivo es demasiado grande"


def test_a_file_is_named_by_its_path_under_the_root(tmp_path: Path) -> None:
    """Faults name a file as its author knows it, wherever the knowledge base lies."""
    path = tmp_path / "theme" / "a.yaml"
    path.parent.mkdir()
    path.write_text("a: !x 1\n", "utf-8")
    faults: list[Fault] = []

    assert read_document(tmp_path, path, faults) is None
    assert [fault.where for fault in faults] == ["theme/a.yaml:1"]


def test_the_hash_is_of_what_is_said() -> None:
    """Layout, comments and the order of keys change nothing; a value does."""
    one = parsed("a: 1\nb: [x, y]\n").content_hash

    assert parsed("# c\nb:\n  - x\n  - 'y'\na: 1\n").content_hash == one
    assert parsed("a: 1\nb: [y, x]\n").content_hash != one
    assert parsed("a: '1'\nb: [x, y]\n").content_hash != one


@given(st.one_of(st.binary(max_size=60), st.text("abc:-[]{}&*!'\"#|>?\n \t%@`,0", max_size=40)))
def test_any_bytes_are_read_or_told(raw: bytes | str) -> None:
    """Whatever bytes a file holds, it is read or refused with one fault, never a breakdown."""
    faults: list[Fault] = []

    found = parse_document("a.yaml", raw if isinstance(raw, bytes) else raw.encode(), faults)

    assert (found is None) == (len(faults) == 1)
