"""Files of YAML that are written to do harm: refused in a sentence wherever YAML is read."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_bad_input import told
from tests.knowledge import small

BOMBS: dict[str, tuple[str, str, str]] = {
    "anchors": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "no anchors", "sin anclas"),
    "merge": ("base: 1\n<<: *base\n", "no anchors", "sin anclas"),
    "a tag that names a type": (
        "a: !!python/object/apply:os.system [touch it]\n",
        "no tags",
        "sin etiquetas",
    ),
    "a tag of its own": ("%TAG ! tag:x,2000:\n--- !y\na: 1\n", "no tags", "sin etiquetas"),
    "deep lists": ("[" * 100_000, "nested too deeply", "anidamiento demasiado profundo"),
    "deep blocks": ("- " * 100_000, "nested too deeply", "anidamiento demasiado profundo"),
    "deep mappings": ("{a: " * 100_000, "nested too deeply", "anidamiento demasiado profundo"),
    "a key that is a mapping": ("? {a: b}\n: c\n", "a key must be a word", "una palabra"),
    "a key twice": ("id: a\nid: b\n", "stands twice", "aparece dos veces"),
    "two documents": ("a: 1\n--- \nb: 2\n", "one document", "un documento"),
    "ten megabytes": ("a: " + "x" * 10_000_000, "too large", "demasiado grande"),
    "half a pair": ('id: "\\ud800"\n', "malformed YAML", "YAML mal formado"),
}
LANGUAGES = ("en", "es")


@pytest.mark.parametrize(("text", "en", "es"), BOMBS.values(), ids=BOMBS.keys())
def test_yaml_that_does_harm_is_refused_wherever_it_is_read(
    remanso: Run, tmp_path: Path, text: str, en: str, es: str
) -> None:
    """In a profile, a recipe and a rule file; in both languages; with the file and its line."""
    profile, recipe = tmp_path / "town.yaml", tmp_path / "table.yaml"
    rules = small.write(tmp_path / "rules", {**small.FILES, "prisons/a-bomb.yaml": text})
    for path in (profile, recipe):
        path.write_text(text, "utf-8")
    for language, says in zip(LANGUAGES, (en, es), strict=True):
        told(remanso("advise", profile, "--lang", language), 1, "town.yaml:", says)
        asked = remanso("import", recipe, "--check", "--lang", language)
        told(asked, 1, "table.yaml:", says)
        found = remanso("rules", "check", rules, "--lang", language)
        assert found.exit_code == 1
        assert "prisons/a-bomb.yaml:" in found.output
        assert says in found.output
        assert "Traceback" not in found.output
    assert not (Path.cwd() / "it").exists()


@pytest.mark.parametrize(
    "name",
    ["../secret", "/etc/passwd", "..", "a\0b", "CON", "nul.yaml", "x" * 5_000, "~/a.yaml", ""],
)
def test_names_that_are_tricks_lead_nowhere(remanso: Run, tmp_path: Path, name: str) -> None:
    """Of a case, a recipe, a table: what is not there is told, and nothing is read or written."""
    before = set(tmp_path.iterdir())
    for command in (
        ("advise", name),
        ("cases", "show", name),
        ("import", name, name, "--out", tmp_path / "out.csv"),
        ("recipes", "new", name, "--table", name, "--folder", tmp_path),
        ("batch", name, "--out", tmp_path / "out.parquet"),
    ):
        result = remanso(*command)
        assert result.exit_code in (1, 2), command
        assert isinstance(result.exception, SystemExit), command
        assert "Traceback" not in result.output
    assert set(tmp_path.iterdir()) == before
