"""Every parser fed with what nobody would write, guided by what of its code was reached.

Run ``python -m benchmarks.fuzzing --seconds 180`` (``--target recipe`` for one of them, ``--runs``
for a number of executions instead). Atheris changes sound and unsound examples of the tests and of
the rules byte by byte, and keeps what reaches new code. Whatever a parser answers with but a value
or one of the declared refusals is a finding, and so is a value that does not keep its law: a
profile means the same when it is written out and read again, a cell too, and no row of a
table is lost.

Each target runs in a process of its own, which tells of its findings on standard output.
"""

import argparse
import contextlib
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LONGEST = 8_192  # bytes of an input
SLOW = 25  # seconds after which an input has hung
SEED = 20_261_122
INSTRUMENTED = ("engine", "api.cli.reading")
SHOWN = 200  # bytes of an input that was found


@dataclass(frozen=True)
class Target:
    """A parser: what tries one input, and the inputs to begin with."""

    attempt: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class Finding:
    """An input that was answered with something else than a value or a refusal."""

    kind: str
    where: str
    data: str


@dataclass(frozen=True)
class Result:
    """What a run did; ``seeded`` edges of the code were reached by the seeds alone."""

    target: str
    executions: int
    per_second: int
    seeded: int
    reached: int
    findings: tuple[Finding, ...]


def run(target: str, *, runs: int = -1, seconds: int = 0) -> Result:
    """Fuzz one target in a process of its own, for a number of executions or a time.

    Raises:
        RuntimeError: the process told nothing.
    """
    command = [sys.executable, "-m", "benchmarks.fuzzing", "--only", target]
    asked = [f"--runs={runs}", f"--seconds={seconds}"]
    with tempfile.TemporaryDirectory() as folder:  # a process that is ended leaves its files there
        place = {**os.environ, "TMPDIR": folder}
        done = subprocess.run([*command, *asked], capture_output=True, check=False, env=place)
    log = done.stderr.decode("utf-8", "replace")
    covered = [int(number) for number in re.findall(r"\bcov: (\d+)", log)]
    seeded = re.search(r"INITED cov: (\d+)", log)
    executed = re.search(r"Done (\d+) runs in (\d+) second", log)
    found = [Finding(**json.loads(line)) for line in done.stdout.splitlines() if line[:1] == b"{"]
    if executed is None:  # libFuzzer ended it: an input hung, or broke the process
        found.append(Finding("the process ended", f"exit code {done.returncode}", log[-2_000:]))
    if seeded is None:
        raise RuntimeError(log[-2_000:])
    count, time = (int(part) for part in executed.groups()) if executed else (0, 0)
    return Result(target, count, count // max(time, 1), int(seeded[1]), max(covered), tuple(found))


def _fuzz(name: str, runs: int, seconds: int) -> None:
    """Fuzz one target in this process, and end it."""
    import atheris

    with atheris.instrument_imports(include=list(INSTRUMENTED), enable_loader_override=False):
        target = _TARGETS[name]()
    known: set[tuple[str, str]] = set()

    def once(data: bytes) -> None:
        try:
            target.attempt(data)
        except Exception as error:
            finding = _finding(error, data)
            if (finding.kind, finding.where) not in known:
                known.add((finding.kind, finding.where))
                print(json.dumps(vars(finding)), flush=True)

    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for seed in target.seeds():
            (corpus / hashlib.sha256(seed).hexdigest()).write_bytes(seed[:LONGEST])
        words = Path(folder) / "words"
        words.write_text("".join(f'"{word}"\n' for word in _words()), "ascii")
        options = [
            f"-max_len={LONGEST}",
            f"-timeout={SLOW}",
            f"-seed={SEED}",
            f"-runs={runs}",
            f"-max_total_time={seconds}",
            f"-dict={words}",
            f"-artifact_prefix={folder}/",
        ]
        atheris.Setup([sys.argv[0], *options, str(corpus)], once)
        atheris.Fuzz()


def _finding(error: Exception, data: bytes) -> Finding:
    """Where in our code it came from; two of the same place are one."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno} ({error})"
    return Finding(type(error).__name__, where[:SHOWN], repr(data[:SHOWN]))


def _words() -> Iterator[str]:
    """What the parsers know by name."""
    vocabulary = _vocabulary()
    for factor in vocabulary.factors.values():
        yield factor.slug
        yield from factor.domain.values
    yield from vocabulary.lists
    yield from ("value", "possible", "at_least", "at_most", "basis", "source", "as_of", "factors")
    yield from ("number", "bands", "per_100k", "ratio", "count_items", "only_if", "tests", "gives")
    yield from ("when", "unless", "then", "all", "any", "not", "factor", "$g.name", "true", "null")


def _vocabulary() -> Any:
    from engine.library import open_library

    return open_library().vocabulary


def _json() -> Target:
    """The profile's reader behind the service: JSON, then the vocabulary, then facts."""
    from engine.errors import FaultsError
    from engine.facts import gather
    from engine.json_reading import read_json
    from engine.library import open_library
    from engine.profile import as_understood, read_profile
    from tests.advice.bad_profiles import BAD

    knowledge = open_library()

    def attempt(data: bytes) -> None:
        try:
            profile = read_profile(read_json(data), knowledge.vocabulary)
        except FaultsError:
            return
        written = json.dumps(as_understood(profile, knowledge.vocabulary)).encode()
        again = read_profile(read_json(written), knowledge.vocabulary)
        assert again == profile, "it means something else when it is read again"
        gather(profile, knowledge)

    def seeds() -> Iterator[bytes]:
        for case in knowledge.cases.values():
            yield json.dumps(case.profile, ensure_ascii=False).encode()
        yield from _written(given for given, *_ in BAD.values())

    return Target(attempt, seeds)


def _yaml() -> Target:
    """The profile's reader of the command line: a file of YAML or JSON."""
    import yaml

    from api.cli.reading import parsed
    from engine.errors import FaultsError
    from engine.library import open_library
    from engine.profile import read_profile
    from tests.advice.bad_profiles import BAD

    knowledge = open_library()

    def attempt(data: bytes) -> None:
        try:
            read_profile(parsed("standard input", data).data, knowledge.vocabulary)
        except FaultsError as error:
            error.sentences("es")

    def seeds() -> Iterator[bytes]:
        for case in knowledge.cases.values():
            yield yaml.safe_dump(_plain(case.profile), allow_unicode=True).encode()
        yield from _written(given for given, *_ in BAD.values())
        yield from _BOMBS

    return Target(attempt, seeds)


def _recipe() -> Target:
    """The reader of recipes, and what a recipe that was read makes of its own tests."""
    from engine.library import rules_folder
    from engine.tables.recipe_proof import prove_recipe
    from engine.tables.recipe_reading import parse_recipe
    from tests.tables.recipes import SMALL

    vocabulary = _vocabulary()

    def attempt(data: bytes) -> None:
        recipe, faults = parse_recipe("small.yaml", data, vocabulary)
        assert recipe is not None or faults, "refused without a word"
        if recipe is not None:
            faults = prove_recipe(recipe, vocabulary)
        for fault in faults:
            fault.sentence("es")

    def seeds() -> Iterator[bytes]:
        yield SMALL.encode()
        for number in ("1" + "0" * 400, "1e999", ".inf"):
            yield SMALL.replace("number: ", f"number: {{sum: [{number}, 1]}} # ", 1).encode()
        for path in (rules_folder() / "recipes").glob("*.yaml"):
            yield path.read_bytes()
        yield from _BOMBS

    return Target(attempt, seeds)


def _rules() -> Target:
    """The reader of rule files: a small base of which one file, by the first byte, is the input."""
    from engine.errors import Fault, KnowledgeError
    from engine.knowledge.documents import parse_document
    from engine.knowledge.reading import assemble
    from tests.knowledge import small
    from tests.knowledge.test_refusals import BREAKS

    paths = sorted(small.FILES)

    def attempt(data: bytes) -> None:
        faults: list[Fault] = []
        chosen = paths[data[0] % len(paths)] if data else ""
        raw = {path: text.encode() for path, text in small.FILES.items()} | {chosen: data[1:]}
        read = (parse_document(path, text, faults) for path, text in raw.items() if path)
        try:
            assemble([document for document in read if document is not None], faults)
        except KnowledgeError as error:
            error.sentences("es")

    def seeds() -> Iterator[bytes]:
        for files in [small.FILES, *(broken.files() for broken in BREAKS)]:
            for place, path in enumerate(paths):
                if path in files and (files is small.FILES or files[path] != small.FILES[path]):
                    yield bytes([place]) + files[path].encode()
        yield from (b"\0" + bomb for bomb in _BOMBS)

    return Target(attempt, seeds)


def _cells() -> Target:
    """The reader of a table's cells: the first byte says of which factor, the rest is the cell."""
    from engine.errors import ProfileError
    from engine.profile import ProfileReader
    from engine.tables.cells import cell, given
    from engine.tables.formulas import harmless, original

    vocabulary = _vocabulary()
    factors = list(vocabulary.factors.values())

    def read(domain: Any, text: str) -> Any:
        raw = given(domain, text)
        reader = ProfileReader(vocabulary)
        value = None if raw is None else reader.value(domain, raw, "cell")
        if reader.faults:
            raise ProfileError(reader.faults)
        return domain.unknown if value is None else value.possible

    def attempt(data: bytes) -> None:
        text = data[1:].decode("utf-8", "replace")
        assert original(harmless(text)) == text, "a text was not kept"
        domain = factors[data[0] % len(factors)].domain if data else factors[0].domain
        try:
            possible = read(domain, text)
        except ProfileError:
            return
        again = read(domain, cell(domain, possible))
        assert again == possible, "it means something else when it is read again"

    def seeds() -> Iterator[bytes]:
        for place, factor in enumerate(factors):
            if place < 256:
                values = factor.domain.values or ("1.5", "2..4", "..3", "=1")
                yield from (bytes([place]) + text.encode() for text in (*values[:2], "none", ""))
                yield bytes([place]) + "|".join(values).encode()
                yield bytes([place]) + "+".join(values).encode()

    return Target(attempt, seeds)


def _table() -> Target:
    """A profile table: the first byte says in which form, the rest is the file.

    Its law: every row is advised on or set aside, and none is both.
    """
    from engine.errors import FaultsError
    from engine.library import open_library
    from engine.tables.batch import encode
    from engine.tables.headers import check_header
    from engine.tables.sources import ProfileTable

    knowledge = open_library()
    forms = (".csv", ".jsonl", ".tsv", ".parquet")
    folder = tempfile.mkdtemp()

    def attempt(data: bytes) -> None:
        path = Path(folder, f"table{forms[data[0] % len(forms) if data else 0]}")
        path.write_bytes(data[1:])
        try:
            table = ProfileTable(path)
            repeated = table.repeated()
            if not table.is_lines and check_header(knowledge.vocabulary, table.columns):
                return
            good, aside = set[int](), set[int]()
            for _, chunk in table.chunks(64):
                encoded = encode(knowledge, chunk, repeated)
                good.update(encoded.rows.tolist())
                aside.update(reject.row for reject in encoded.rejects)
        except FaultsError as error:
            error.sentences("es")
            return
        assert not good & aside, "a row is advised on and set aside"
        assert good | aside == set(range(1, table.count() + 1)), "a row was lost"

    def seeds() -> Iterator[bytes]:
        text = "id,name,country,extortion,homicide_rate,groups,latitude\n"
        rows = 'a,"A ""b""",EC,common|sporadic,1..4,none,-2.1\n=1,+x,XX,?,nan,,91\n\n,,,,,,\n'
        yield b"\0" + (text + rows).encode()
        yield b"\0" + (text + rows).replace(",", ";").replace("\n", "\r\n").encode("utf-8-sig")
        yield b"\2" + (text + rows).replace(",", "\t").encode()
        yield b"\0" + (text + rows).encode("utf-16")
        yield b"\0" + f'{text}a,"b\nc,d"e,\n\nf,g,,,,,,x\nh,"i, j" ,EC\r\n'.encode()
        for place, case in enumerate(knowledge.cases.values()):
            yield b"\1" + json.dumps({"id": place, **case.profile}).encode()
        yield b'\1{"id": 1, "id": 2}\n[NaN]\n{}\n' + b"[" * 99
        yield b"\3PAR1"

    return Target(attempt, seeds)


def _written(profiles: Iterable[Any]) -> Iterator[bytes]:
    """Those that JSON can hold."""
    for profile in profiles:
        with contextlib.suppress(ValueError):
            yield json.dumps(profile, default=str, skipkeys=True).encode()


def _plain(value: Any) -> Any:
    """What YAML can write: mappings and lists that are nothing else."""
    return json.loads(json.dumps(value, ensure_ascii=False))


_BOMBS = (
    b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
    b"a: {<<: *b}\n<<: [*a]\n",
    b"!!python/object/apply:os.system ['true']\n",
    b"%TAG ! tag:x,2000:\n--- !y\na: 1\n",
    b"- " * 2_000,
    b"[" * 2_000,
    b"{a: " * 1_000,
    b"? {a: b}\n: c\n",
    b"a: 1\na: 2\n",
    b"a: 1e999\nb: .nan\nc: 0x1F\nd: 1_000\ne: 2024-01-01\nf: no\n",
    b"--- a\n--- b\n",
    b'a: "\\0\\ud800"\n',
)
_TARGETS: dict[str, Callable[[], Target]] = {
    "profile": _json,
    "yaml": _yaml,
    "recipe": _recipe,
    "rules": _rules,
    "cells": _cells,
    "table": _table,
}
TARGETS = tuple(_TARGETS)


def main() -> None:
    """Fuzz what is asked for, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", choices=TARGETS, action="append")
    parser.add_argument("--only", choices=TARGETS, help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, default=-1)
    parser.add_argument("--seconds", type=int, default=0)
    given = parser.parse_args()
    if given.only:
        _fuzz(given.only, given.runs, given.seconds)
        return
    seconds = given.seconds or (0 if given.runs > 0 else 60)
    results = [run(name, runs=given.runs, seconds=seconds) for name in given.target or TARGETS]
    from benchmarks.measuring import table

    headings = ["parser", "executions", "a second", "reached by seeds", "reached", "findings"]
    rows = [
        [
            result.target,
            f"{result.executions:,}",
            f"{result.per_second:,}",
            f"{result.seeded:,}",
            f"{result.reached:,}",
            str(len(result.findings)),
        ]
        for result in results
    ]
    print(table(headings, rows))
    for result in results:
        for finding in result.findings:
            print(f"\n{result.target}: {finding.kind} at {finding.where}\n  {finding.data}")


if __name__ == "__main__":
    main()
