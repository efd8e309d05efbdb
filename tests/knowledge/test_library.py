"""Opening a knowledge base: kept by content, never trusted, never in the way."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine import library
from engine.errors import KnowledgeError
from engine.knowledge.model import Knowledge
from engine.library import MAXIMUM_KEPT, fingerprint, open_library, rules_folder
from tests.knowledge import small

GATE = "prisons/recovery-waits-for-oversight.yaml"


def reopened(root: Path) -> Knowledge:
    """The knowledge base as a new process would open it."""
    library._opened.cache_clear()
    return open_library(root)


@pytest.fixture
def parsing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is parsed as YAML from here on."""
    parsed: list[str] = []
    parse: Callable[..., Any] = yaml.parse

    def listening(text: str, **options: Any) -> Any:
        parsed.append(text)
        return parse(text, **options)

    monkeypatch.setattr(yaml, "parse", listening)
    return parsed


def kept(cache: Path) -> list[Path]:
    """What stands in the cache folder."""
    return sorted(cache.iterdir()) if cache.exists() else []


def test_the_second_opening_parses_nothing(base: Path, cache: Path, parsing: list[str]) -> None:
    """What was read and proved once is taken from the cache, and says the same."""
    first = open_library(base)
    assert len(parsing) == len(small.FILES) + 1
    parsing.clear()

    second = reopened(base)

    assert parsing == []
    assert second is not first
    assert second.content_hash == first.content_hash
    assert second.rules.keys() == first.rules.keys()
    for name, rule in first.rules.items():
        found = second.rules[name]
        assert (found.when, found.unless, found.then) == (rule.when, rule.unless, rule.then)
        assert (found.title, found.claims, found.content_hash) == (
            rule.title,
            rule.claims,
            rule.content_hash,
        )
    assert second.vocabulary.factors == first.vocabulary.factors
    assert second.interventions == first.interventions
    assert second.claims == first.claims
    assert second.scales == first.scales


def test_one_process_opens_a_knowledge_base_once(base: Path) -> None:
    """Within a process the same bytes give the same object."""
    assert open_library(base) is open_library(base)


@pytest.mark.parametrize("path", [*small.FILES, "scales.yaml"])
def test_a_changed_byte_is_noticed(base: Path, parsing: list[str], path: str) -> None:
    """A single byte more in any file, even in a comment, makes everything be read again."""
    open_library(base)
    before = fingerprint(base)
    parsing.clear()
    with (base / path).open("ab") as file:
        file.write(b"#")

    open_library(base)

    assert fingerprint(base) != before
    assert len(parsing) == len(small.FILES) + 1


def test_a_renamed_file_is_noticed(base: Path) -> None:
    """The same bytes under another name are another knowledge base: names matter."""
    before = fingerprint(base)
    (base / GATE).rename(base / "prisons/another-name.yaml")

    assert fingerprint(base) != before
    with pytest.raises(KnowledgeError, match="the id must be 'another-name'"):
        open_library(base)


def test_a_change_of_content_shows(base: Path) -> None:
    """After a change the new words are given, and the hash of the content is another."""
    first = open_library(base)
    files = small.replaced(GATE, "What guards lead waits", "All that guards lead waits")
    small.write(base, files)

    second = open_library(base)

    assert second.rules[Path(GATE).stem].title.en == "All that guards lead waits for oversight"
    assert second.content_hash != first.content_hash


def test_what_is_refused_is_not_kept(tmp_path: Path, cache: Path) -> None:
    """Bad knowledge leaves nothing behind, and is refused again the next time."""
    root = small.write(tmp_path / "bad", small.replaced(GATE, "hold_back: $i", "hold_back: $j"))

    for _ in range(2):
        with pytest.raises(KnowledgeError):
            reopened(root)

    assert kept(cache) == []


SPOILED: dict[str, Callable[[bytes, str], bytes]] = {
    "empty": lambda _, __: b"",
    "truncated": lambda raw, _: raw[: len(raw) // 2],
    "one byte short": lambda raw, _: raw[:-1],
    "not UTF-8": lambda raw, _: b"\xff\xfe" + raw,
    "another key": lambda raw, key: raw.replace(key.encode(), b"0" * len(key)),
    "null": lambda _, __: b"null",
    "a list": lambda _, __: b"[]",
    "a number": lambda _, __: b"1e999",
    "a text": lambda _, __: b'"key"',
    "no files": lambda _, key: json.dumps({"key": key}).encode(),
    "files that are none": lambda _, key: json.dumps({"key": key, "files": None}).encode(),
    "empty files": lambda _, key: json.dumps({"key": key, "files": []}).encode(),
    "files too short": lambda _, key: json.dumps({"key": key, "files": [["a"]]}).encode(),
    "files of numbers": lambda _, key: json.dumps({"key": key, "files": [[1, 2]]}).encode(),
    "files of lists": lambda _, key: json.dumps({"key": key, "files": [[[], []]]}).encode(),
    "files of mappings": lambda _, key: json.dumps({"key": key, "files": [{"a": 1}]}).encode(),
    "scalars for files": lambda _, key: json.dumps(
        {"key": key, "files": [["interventions/a.yaml", "x"], ["vocabulary/b.yaml", 5]]}
    ).encode(),
    "a deep nest": lambda _, __: b"[" * 100_000,
    "a deep nest inside": lambda _, key: (
        b'{"key": "%s", "files": %s}' % (key.encode(), b"[" * 50_000 + b"]" * 50_000)
    ),
    "rules left out": lambda raw, _: _without_the_gate(raw),
}


def _without_the_gate(raw: bytes) -> bytes:
    """A cache in which a word of a rule was put out of joint."""
    assert raw.count(b'"hold_back"') == 1
    return raw.replace(b'"hold_back"', b'"hold_bakc"')


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_a_spoiled_cache_is_ignored_and_replaced(
    base: Path, cache: Path, parsing: list[str], spoil: Callable[[bytes, str], bytes]
) -> None:
    """Whatever stands in the cache file, the knowledge is that of the files, and kept anew."""
    first = open_library(base)
    (path,) = kept(cache)
    sound = path.read_bytes()
    path.write_bytes(spoil(sound, fingerprint(base)))
    assert path.read_bytes() != sound
    parsing.clear()

    second = reopened(base)

    assert parsing
    assert second.content_hash == first.content_hash
    assert second.rules.keys() == first.rules.keys()
    assert path.read_bytes() == sound


def test_a_folder_in_place_of_the_cache_file_is_no_error(base: Path, cache: Path) -> None:
    """Where the cache file cannot be written, the knowledge is read from its own files."""
    taken = cache / f"knowledge-{fingerprint(base)}.json"
    taken.mkdir(parents=True)

    assert open_library(base).rules.keys() == reopened(base).rules.keys()
    assert kept(cache) == [taken]


def test_an_unwritable_cache_is_no_error(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parsing: list[str]
) -> None:
    """A machine that lets nothing be written goes without a cache."""
    file = tmp_path / "a-file"
    file.write_text("not a folder")
    monkeypatch.setenv("REMANSO_CACHE", str(file / "cache"))

    first = open_library(base)
    parsing.clear()
    second = reopened(base)

    assert parsing
    assert second.content_hash == first.content_hash
    assert file.read_text() == "not a folder"


def test_a_full_disk_leaves_no_half_file(
    base: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If writing breaks off, the knowledge is opened all the same and no cache is believed."""

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json, "dump", full)

    assert open_library(base).rules
    assert kept(cache) == []


def test_hashes_are_made_from_what_is_read(base: Path, cache: Path) -> None:
    """What a cache says in other words never passes under the hash of the old ones."""
    first = open_library(base)
    (path,) = kept(cache)
    path.write_text(path.read_text("utf-8").replace("waits for oversight", "waits"), "utf-8")

    second = reopened(base)

    name = Path(GATE).stem
    assert second.rules[name].title != first.rules[name].title
    assert second.rules[name].content_hash != first.rules[name].content_hash
    assert second.content_hash != first.content_hash


def test_few_versions_are_kept(base: Path, cache: Path) -> None:
    """Of many versions only the newest stay, the current one among them, and no other file."""
    for number in range(MAXIMUM_KEPT + 3):
        with (base / GATE).open("ab") as file:
            file.write(b"# once more\n")
        open_library(base)
        newest = cache / f"knowledge-{fingerprint(base)}.json"
        os.utime(newest, (1_000_000 + number, 1_000_000 + number))

    assert len(kept(cache)) == MAXIMUM_KEPT
    assert newest in kept(cache)
    assert all(path.match("knowledge-*.json") for path in kept(cache))


def test_other_files_in_the_cache_folder_are_left_alone(base: Path, cache: Path) -> None:
    """Only what the cache wrote itself is ever removed."""
    cache.mkdir()
    other = cache / "notes.json"
    other.write_text("mine")
    for _ in range(MAXIMUM_KEPT + 2):
        with (base / GATE).open("ab") as file:
            file.write(b"# once more\n")
        open_library(base)

    assert other.read_text() == "mine"


def test_the_configured_folder_is_opened(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """REMANSO_RULES points to another knowledge base, and an empty one means the usual."""
    monkeypatch.setenv("REMANSO_RULES", str(base))
    assert rules_folder() == base
    assert list(open_library().interventions) == [
        "prison_control_recovery",
        "communications_cut_off",
    ]

    monkeypatch.setenv("REMANSO_RULES", "")
    assert rules_folder() != base
    assert (rules_folder() / "scales.yaml").is_file()


@pytest.mark.parametrize("name", ["nowhere", "empty", "a-file"])
def test_a_folder_without_knowledge_is_told(tmp_path: Path, name: str) -> None:
    """A missing or empty folder, or a file, is a fault that names it, in both languages."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "a-file").write_text("")

    with pytest.raises(KnowledgeError) as refused:
        open_library(tmp_path / name)

    (fault,) = [
        fault for fault in refused.value.faults if fault.what.en == "no knowledge base here"
    ]
    assert fault.where == str(tmp_path / name)
    assert fault.what.es == "aquí no hay base de conocimiento"
