"""A dossier is checked by itself, and whatever was changed in it is found."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import api.dossier.verifying
from api.dossier import container
from api.dossier.composing import dossier, question_of, traced
from api.dossier.container import DossierError, packed, unpacked
from api.dossier.manifest import (
    ANSWER,
    CLAIMS,
    MANIFEST,
    NAMES,
    PROFILE,
    README,
    RULES,
    SIGNATURE,
    TRACE,
    canonical,
)
from api.dossier.verifying import opened, verified
from engine.knowledge.model import Knowledge
from engine.source import Program, program
from tests.dossier.making import PROFILE as GIVEN
from tests.dossier.making import Made, decided, made, new_key


def refused(content: bytes, *words: str, expected: str | None = None) -> str:
    """The sentence with which a dossier is refused, the same finding in both languages."""
    with pytest.raises(DossierError) as caught:
        verified(content, expected)
    (said,) = caught.value.sentences("en")
    assert caught.value.sentences("es") != [said]
    for word in words:
        assert word in said
    return said


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"language": "es", "explain": "full", "weights": {"feasibility": 3.5}},
        {"explain": "conditions"},
        {"explain": "summary", "completions": 1_000},
    ],
)
def test_a_sound_dossier_is_reproduced(rules: Knowledge, asked: Any) -> None:
    """Everything is in it, and this program gives the same answer again."""
    dossier = made(rules, **asked)
    found = verified(dossier.content, dossier.key.public.fingerprint)
    assert found.reproduced
    assert found.same_engine
    assert found.same_libraries
    assert found.dossier.pinned
    assert found.dossier.manifest.decision.asked_by == "Ministerio de Gobierno"
    assert found.dossier.manifest.trace.same_answer
    assert found.dossier.files[ANSWER] == decided(rules, **asked)[0].answer
    assert json.loads(found.dossier.files[PROFILE]) == GIVEN
    assert json.loads(found.dossier.files[RULES]).keys() == rules.files.keys()


def test_the_claims_stand_with_their_reports(sound: Made) -> None:
    """Every claim that the answer cites, as the rule base records it, with what it is from."""
    claims = json.loads(sound.files[CLAIMS])
    assert claims.keys() == json.loads(sound.files[ANSWER])["claims"].keys()
    assert claims["SRC-PRISON-1"]["claim"]["section"] == "I"
    assert claims["SRC-PRISON-1"]["report"]["title"] == "A report"


def test_the_trace_shows_conditions(sound: Made) -> None:
    """Truth and value at every node, whatever level was asked for."""
    assert json.loads(sound.files[ANSWER])["explain"] == "rules"
    trace = json.loads(sound.files[TRACE])
    shown = [r for option in trace["ranking"] for r in option["reasons_for"]]
    assert all(reason["condition"]["truth"] == "true" for reason in shown)
    assert shown


def test_the_same_decision_gives_the_same_bytes(rules: Knowledge) -> None:
    """With the same key; another key signs the same files otherwise."""
    key = new_key()
    assert made(rules, key).content == made(rules, key).content
    assert made(rules).content != made(rules, key).content


def test_without_an_expected_key_only_the_signature_is_known(sound: Made) -> None:
    """Whoever changes a dossier can sign it again: that is not hidden."""
    found = verified(sound.content)
    assert not found.dossier.pinned
    assert found.dossier.signer == sound.key.public


def test_another_signer_than_expected_is_refused(rules: Knowledge, sound: Made) -> None:
    """Both fingerprints are told."""
    other = new_key().public.fingerprint
    refused(sound.content, other, sound.key.public.fingerprint, expected=other)


@settings(max_examples=400)
@given(st.data())
def test_no_flipped_byte_goes_unnoticed(sound: Made, data: st.DataObject) -> None:
    """Anywhere: in files, names, sizes, checksums, the table of contents, the signature."""
    place = data.draw(st.integers(0, len(sound.content) - 1))
    flipped = bytearray(sound.content)
    flipped[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DossierError):
        opened(bytes(flipped))


@pytest.mark.slow
def test_no_flipped_byte_of_the_frame_goes_unnoticed(sound: Made) -> None:
    """Every byte outside the enclosed files, and their ends, one after the other."""
    frame = set(range(len(sound.content)))
    for name in (ANSWER, CLAIMS, RULES, TRACE, README, PROFILE):
        content = sound.files[name]
        start = sound.content.index(content)
        frame -= set(range(start + 1, start + len(content) - 1))
    for place in sorted(frame):
        flipped = bytearray(sound.content)
        flipped[place] ^= 1
        with pytest.raises(DossierError):
            opened(bytes(flipped))


@settings(max_examples=100)
@given(st.data())
def test_a_part_of_a_dossier_is_none(sound: Made, data: st.DataObject) -> None:
    """Cut off at either end, or with something before or after."""
    cut = data.draw(st.integers(1, len(sound.content)))
    junk = data.draw(st.binary(min_size=1, max_size=40))
    for content in (
        sound.content[:-cut],
        sound.content[cut:],
        sound.content + junk,
        junk + sound.content,
    ):
        with pytest.raises(DossierError):
            opened(content)


@given(st.binary(max_size=300))
@example(b"")
@example(b"PK\x05\x06" + bytes(18))
@example(b"PK\x05\x06" + b"\xff" * 18)
def test_what_is_no_dossier_is_refused(content: bytes) -> None:
    """Whatever it is."""
    with pytest.raises(DossierError):
        opened(content)


def zipped(entries: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP as anybody may write one."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/passwd", "a\\b", "extra.json", "answer.json/", "Answer.json", "a" * 60_000],
)
def test_a_file_of_another_name_is_refused(sound: Made, name: str) -> None:
    """Also one whose name leads elsewhere; nothing is ever written to a disk."""
    refused(zipped([*sound.files.items(), (name, b"")]), "no part of a dossier")


def test_a_file_that_stands_twice_is_refused(sound: Made) -> None:
    """One for the reader, another for the checker."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zipped([*sound.files.items(), (ANSWER, b"{}")])
    refused(content, "twice")


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_refused(sound: Made, name: str) -> None:
    """Each of them is needed."""
    left = {other: content for other, content in sound.files.items() if other != name}
    refused(packed(left), f"missing: '{name}'")


def test_a_bomb_is_refused_before_it_is_unpacked(sound: Made) -> None:
    """Ten million zeros in ten thousand bytes; and a file that says it is larger than the whole."""
    files = {**sound.files, RULES: bytes(10_000_000)}
    refused(zipped(list(files.items()), zipfile.ZIP_DEFLATED), "compressed")
    lying = sound.content.replace(
        len(sound.files[RULES]).to_bytes(4, "little"), (2**31).to_bytes(4, "little")
    )
    assert lying != sound.content
    refused(lying)


def test_a_long_table_of_contents_is_not_read(sound: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of entries, or a ZIP64 record that says so, are refused before they are opened."""
    many = zipped([*sound.files.items(), *((f"{n}", b"") for n in range(3_000))])
    locator = b"PK\x06\x07" + bytes(16)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    refused(many, "not a dossier")
    refused(sound.content[:-22] + locator + sound.content[-22:], "not a dossier")


def test_a_dossier_that_is_too_large_is_refused(
    sound: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its size, before anything in it is looked at."""
    monkeypatch.setattr(container, "MAXIMUM_BYTES", len(sound.content) - 1)
    refused(sound.content, "larger than")


def test_the_same_files_written_otherwise_are_refused(sound: Made) -> None:
    """In another order, at another time, with a comment: a place for what nobody looks at."""
    refused(zipped(list(sound.files.items())), "not written as a dossier is")
    assert unpacked(packed(sound.files), NAMES) == sound.files


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.update(format="another"),
        lambda m: m.update(format_version=2),
        lambda m: m.update(extra=1),
        lambda m: m["decision"].update(extra=1),
        lambda m: m["decision"].update(decided_at="yesterday"),
        lambda m: m["decision"].update(decided_at="2026-03-14T15:09:26.535898+00:00"),
        lambda m: m.pop("trace"),
        lambda m: m["files"].update({"../x": {"sha256": "0", "size": 0}}),
        lambda m: m["files"].pop(RULES),
        lambda m: m["files"][RULES].update(size=1),
        lambda m: m["signer"].update(fingerprint="0" * 64),
        lambda m: m["signer"].update(algorithm="none"),
        lambda m: m["signer"].update(public_key="-----BEGIN PUBLIC KEY-----"),
        lambda m: m["decision"].update(id="another"),
        lambda m: m["decision"].update(language="es"),
        lambda m: m["decision"].update(seed=1),
        lambda m: m["decision"]["ruleset"].update(hash="0" * 64),
        lambda m: m["decision"].update(weights={"problem": 9.0}),
        lambda m: m["decision"].update(weights={"nonsense": 9.0}),
        lambda m: m["trace"].update(same_answer=False),
    ],
)
def test_a_manifest_that_tells_something_else_is_refused(
    sound: Made, change: Callable[[dict[str, Any]], None]
) -> None:
    """Even signed by the right key: whoever holds it cannot make a dossier say what is not so."""
    refused(sound.rewritten(change))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (ANSWER, b'"rank":1', b'"rank":2'),
        (ANSWER, b'"ranking":[', b'"ranking":[], "x":['),
        (ANSWER, b"{", b"["),
        (PROFILE, b"shared", b"state_run"),
        (PROFILE, b"shared", b"nonsense"),
        (PROFILE, b"{", b"{{"),
        (PROFILE, b'"name"', b'"name": "B", "name"'),
        (RULES, b"shared", b"inmate_run"),
        (RULES, b"{", b"[" * 100_000),
        (CLAIMS, b"Inmates rule", b"Guards rule"),
        (TRACE, b'"truth":"true"', b'"truth":"unknown"'),
        (TRACE, b"{", b""),
    ],
)
def test_a_file_that_was_changed_and_signed_again_is_refused(
    sound: Made, name: str, old: bytes, new: bytes
) -> None:
    """Rules and profile give the answer, or the dossier is none."""
    content = sound.files[name]
    assert old in content
    refused(sound.with_files({name: content.replace(old, new, 1)}))


def test_rules_that_no_program_can_use_are_refused(sound: Made, rules: Knowledge) -> None:
    """Well-formed, of the hash that is named, signed: and nonsense all the same."""
    for path, data in (
        ("scales.yaml", {}),
        ("scales.yaml", []),
        ("sources/src.yaml", {"report": "SRC", "claims": 7}),
        ("sources/src.yaml", {"report": "SRC", "claims": [{}]}),
        ("prisons/inmate-rule.yaml", {"id": ["x"]}),
        ("interventions/prison_reform.yaml", {"interventions": [None]}),
    ):
        refused(with_rules(sound, {**rules.files, path: data}))


def with_rules(sound: Made, files: dict[str, Any]) -> bytes:
    """The dossier with other rules, and everything that names them made to fit."""
    from engine.rulebase import hash_of

    named = {"version": "2026.01.01", "hash": hash_of(files)}
    answer = {**json.loads(sound.files[ANSWER]), "ruleset": named}
    changed = {
        RULES: json.dumps(files, separators=(",", ":")).encode(),
        ANSWER: json.dumps(answer, separators=(",", ":")).encode(),
    }
    content = sound.with_files(changed)
    other = Made(content, sound.key)
    return other.rewritten(lambda manifest: manifest["decision"].update(ruleset=named))


def test_another_program_cannot_confirm_but_does_not_accuse(
    sound: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes differ and the program too: it is told as that and no more."""
    changed = Program("0.2.0", "f" * 64, program().libraries)
    monkeypatch.setattr(api.dossier.verifying, "program", lambda: changed)
    found = verified(sound.content)
    assert found.reproduced
    assert not found.same_engine
    monkeypatch.setattr("api.replay.serialised", lambda _: b"another answer")
    assert not verified(sound.content).reproduced


def test_an_answer_of_another_program_is_enclosed_as_it_is(
    rules: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trace is today's, and the manifest says that it is not that of the answer."""
    decision, profile, kept = decided(rules)
    decision.engine_fingerprint = "e" * 64
    decision.answer = decision.answer.replace(b'"rank":1', b'"rank":9', 1)
    key = new_key()
    again = traced(rules, question_of(decision, profile), kept)
    content = dossier(decision, profile, kept, key, again)
    found = verified(content, key.public.fingerprint)
    assert not found.reproduced
    assert not found.dossier.manifest.trace.same_answer
    assert found.dossier.files[ANSWER] == decision.answer


def test_the_manifest_is_canonical(sound: Made) -> None:
    """So that there is one way only to write it."""
    raw = sound.files[MANIFEST]
    assert canonical(json.loads(raw)) == raw
    assert len(sound.files[SIGNATURE]) == 64
