"""What is refused: where, what, what is allowed, the nearest name; and never a traceback."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import Result

from api.cli.reading import parsed
from engine.errors import Fault, ProfileError
from tests.cli.conftest import Run
from tests.engine.test_json_reading import JSON_VALUES


def told(result: Result, code: int, *words: str) -> list[str]:
    """The lines on standard error, after the least that every refusal owes."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert result.exception is None or isinstance(result.exception, SystemExit)
    for word in words:
        assert word in result.stderr
    return result.stderr.splitlines()


BAD = """\
name: Town
factors:
  prison_contrl: state
  fragmentation: fragmentd
  homicide_rate: -4
  extortion:
    value: pervasive
    basis: gess
groups:
  - hierarchy: weak
"""


def test_every_fault_of_a_profile_has_its_line(remanso: Run, tmp_path: Path) -> None:
    """All faults come together, one per line, each with file, line, field and a way out."""
    path = tmp_path / "town.yaml"
    path.write_text(BAD)
    lines = told(remanso("advise", path), 1)

    assert [line.split(": ")[0] for line in lines] == [f"{path}:{n}" for n in (3, 4, 5, 8, 10)]
    assert "`remanso factors`" in lines[0]
    assert "did you mean 'prison_control'?" in lines[0]
    assert "did you mean 'fragmented'?; allowed: hegemonic" in lines[1]
    assert "factors.homicide_rate: -4 is out of range: give a number from 0" in lines[2]
    assert "allowed: observed, proxy, expert" in lines[3]
    assert "groups.0.name" in lines[4]


def test_faults_are_told_in_spanish(remanso: Run, tmp_path: Path) -> None:
    """The same faults, in the reader's language."""
    path = tmp_path / "town.yaml"
    path.write_text(BAD)
    lines = told(remanso("advise", path, "--lang", "es"), 1)

    assert "`remanso factors`" in lines[0]
    assert "¿quiso decir «prison_control»?" in lines[0]
    assert "se admite: hegemonic" in lines[1]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.yaml", b"a: [\n b: c\n", "malformed YAML"),
        ("a.yaml", b"a: &x 1\nb: *x\n", "a.yaml:1: no anchors or aliases"),
        ("a.yaml", b"a: !!python/name:os.system x\n", "no tags"),
        ("a.yaml", b"name: A\nname: B\n", "a.yaml:2: the key 'name' stands twice"),
        ("a.yaml", b"\xff\xfe\x00\x01", "not UTF-8"),
        ("a.yaml", b"name: \x00", "malformed YAML"),
        ("a.yaml", b"- 1\n", "a profile is a mapping"),
        ("a.yaml", b"", "a profile is a mapping"),
        ("a.yaml", b"factors: {homicide_rate: " + b"9" * 5000 + b"}", "is not a number"),
        ("a.json", b'{"name": "A"', "a.json:1: not JSON"),
        ("a.json", b'{"name": "A",\n "name": "B"}', 'the key "name" is given twice'),
        ("a.json", b'{"factors": {"homicide_rate": NaN}}', "NaN is not a number"),
        ("a.json", b'{"factors": {"homicide_rate": 1e999}}', "a number is too large"),
        ("a.json", b'{"factors": {"homicide_rate": ' + b"9" * 400 + b"}}", "too large"),
        ("a.json", b'{"factors": {"homicide_rate": ' + b"9" * 299 + b"}}", "is out of range"),
        ("a.json", b"[" * 100_000, "nested more than 32 levels deep"),
        ("a.json", b"\x80", "not UTF-8"),
        ("a.json", b'{"\\ud800": 1}', "a character that cannot be kept"),
        ("a.json", b'{"groups": [{"name": "\\u0000"}]}', "groups.0.name: the text has"),
        ("a.json", b" " * 2_000_001, "too large"),
        ("a.yaml", b" " * 2_000_001, "too large"),
    ],
)
def test_a_file_that_is_no_profile(
    remanso: Run, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    """Malformed, binary, hostile or huge: each is refused in a sentence."""
    path = tmp_path / name
    path.write_bytes(content)

    told(remanso("advise", path), 1, name, says)


def test_bad_standard_input_is_named(remanso: Run) -> None:
    """Faults in standard input say so, with their line."""
    told(remanso("advise", "-", given="name: A\nfactrs: {}\n"), 1, "standard input:2: factrs")
    told(remanso("advise", "-", given="{"), 1, "standard input:1: not JSON")
    told(remanso("advise", "-", given=b"\xff"), 1, "standard input:1: the file is not UTF-8")


def test_names_that_lead_nowhere(remanso: Run, tmp_path: Path) -> None:
    """A missing file, a folder, an unknown case: wrong usage, each with a hint."""
    told(remanso("advise", tmp_path / "none.yaml"), 2, "none.yaml: there is no such file")
    told(remanso("advise", tmp_path), 2, "this is a folder")
    told(remanso("advise", "guayaqil-2024"), 2, "did you mean 'guayaquil-2024'?")
    told(remanso("advise", "a\x00.yaml"), 2, "null")
    told(remanso("advise", "x" * 5000 + ".yaml"), 2)


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ("problm=1", "did you mean 'problem'?; allowed: problem"),
        ("problem", "write criterion=number"),
        ("problem=much", "'much' is not a number"),
        ("problem=nan", "a weight is a number from 0 to 1000"),
        ("problem=-1", "a weight is a number from 0 to 1000"),
        ("problem=1,problem=2", "'problem' is given twice"),
        ("", "write criterion=number"),
    ],
)
def test_weights_that_are_none(remanso: Run, weights: str, says: str) -> None:
    """A weight names a criterion and gives a number, once."""
    told(remanso("advise", "duran-2024", "--weights", weights), 2, says)


def test_other_options_that_cannot_be(remanso: Run, tmp_path: Path) -> None:
    """An unknown actor, form, depth or language, and a place that cannot be written to."""
    told(remanso("advise", "duran-2024", "--actor", "municipl"), 2, "did you mean 'municipal'?")
    told(remanso("advise", "duran-2024", "--format", "xml"), 2, "json")
    told(remanso("advise", "duran-2024", "--explain", "all"), 2, "conditions")
    told(remanso("advise", "duran-2024", "--lang", "fr"), 2, "es")
    told(remanso("advise", "duran-2024", "--out", tmp_path / "no" / "a.md"), 2, "--out")
    told(remanso("advise"), 2, "PROFILE")


def test_a_broken_knowledge_base_is_told_with_its_lines(
    remanso: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the rules themselves are unsound, advice is refused and the faults are named."""
    (tmp_path / "scales.yaml").write_text("dated: [\n")
    monkeypatch.setenv("REMANSO_RULES", str(tmp_path))

    told(remanso("advise", "duran-2024"), 1, "scales.yaml:2: malformed YAML", "rules check")


@given(st.binary(max_size=200), st.sampled_from(["a.yaml", "a.json", "standard input"]))
def test_any_bytes_are_read_or_refused(raw: bytes, name: str) -> None:
    """Reading never fails in any other way than by refusing."""
    assert all(fault.where.startswith(name) for fault in refused(name, raw))


def refused(name: str, raw: bytes) -> tuple[Fault, ...]:
    """Why these bytes are refused; nothing when they are read."""
    try:
        parsed(name, raw)
    except ProfileError as error:
        return error.faults
    return ()


@given(JSON_VALUES)
def test_json_is_read_as_it_is_written(value: object) -> None:
    """What is sound JSON comes through unchanged."""
    assert parsed("a.json", json.dumps(value).encode()).data == value
