"""Opening a knowledge base: read, prove every rule by its own tests, remember by content.

Reading megabytes of YAML and proving hundreds of rules takes seconds; the result depends only on
the files' bytes. So what was read and proved is kept as JSON (data, never code) under the user's
cache folder, named by a hash of all bytes and of this package's own source; anything unexpected
in the cache is ignored and made anew.
"""

import hashlib
import json
import os
import tempfile
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import platformdirs

from engine.consistency import inconsistencies
from engine.diversion_proof import prove_diversions
from engine.errors import EvaluationError, Fault, KnowledgeError
from engine.knowledge.documents import Document, content_hash
from engine.knowledge.model import Knowledge
from engine.knowledge.reading import assemble, documents
from engine.network import unfit
from engine.proof import prove
from engine.source import source_fingerprint

MAXIMUM_KEPT = 4  # compiled knowledge bases in the cache folder; older ones are removed


def rules_folder() -> Path:
    """Where the knowledge base is: ``REMANSO_RULES``, the checkout, or the installed package."""
    configured = os.environ.get("REMANSO_RULES")
    if configured:
        return Path(configured)
    checkout = Path(__file__).resolve().parent.parent / "rules"
    if checkout.is_dir():
        return checkout
    return Path(str(resources.files("engine"))) / "rules"


def open_library(root: Path | None = None) -> Knowledge:
    """The knowledge base, proved; from the cache when nothing changed.

    Raises:
        KnowledgeError: it is refused, with all faults together.
    """
    folder = root or rules_folder()
    return _opened(folder, fingerprint(folder))


@lru_cache(maxsize=8)
def _opened(folder: Path, key: str) -> Knowledge:
    cached = _cached(key)
    if cached is not None:
        return cached
    faults: list[Fault] = []
    files = documents(folder, faults)
    knowledge = assemble(files, faults)
    faults = _together(knowledge)
    if faults:
        raise KnowledgeError(faults)
    _remember(key, files)
    return knowledge


def pack(root: Path | None = None) -> str:
    """The knowledge base as one text, for machines that have not its files.

    Raises:
        KnowledgeError: it is refused, with all faults together.
    """
    folder = root or rules_folder()
    key = fingerprint(folder)
    _opened(folder, key)
    files = _kept(key) or [[file.path, file.data] for file in documents(folder, [])]
    return json.dumps({"program": source_fingerprint(), "files": files})


@lru_cache(maxsize=2)
def unpack(packed: str) -> Knowledge:
    """The knowledge base of a text that this very program has packed, on whatever machine.

    Raises:
        EvaluationError: another version packed it, which may read the rules in another way.
    """
    stored = json.loads(packed)
    if stored["program"] != source_fingerprint():
        raise EvaluationError("this machine has another version of remanso than the one that asks")
    return _assembled(stored["files"])


def examine(root: Path) -> tuple[Knowledge | None, list[Fault]]:
    """Everything that is wrong with a knowledge base, and what of it could be read.

    Sound rules are proved even while other files are faulty, so that one run shows all there is
    to mend.
    """
    faults: list[Fault] = []
    files = documents(root, faults)
    knowledge: Knowledge | None = None
    first: tuple[Fault, ...] | None = None
    while files and knowledge is None:
        try:
            knowledge = assemble(files, faults if first is None else None)
        except KnowledgeError as error:
            faulty = {fault.where.rpartition(":")[0] for fault in error.faults}
            sound = [document for document in files if document.path not in faulty]
            # The first time, it may have been only files that are not among these: not YAML.
            files = sound if first is None or len(sound) < len(files) else []
            first = error.faults if first is None else first
    return knowledge, [*(first or ()), *_together(knowledge)]


def _together(knowledge: Knowledge | None) -> list[Fault]:
    """What shows only once the files are put together: failing tests, inconsistencies, width."""
    if knowledge is None:
        return []
    return [
        *prove(knowledge),
        *prove_diversions(knowledge),
        *inconsistencies(knowledge),
        *unfit(knowledge),
    ]


def fingerprint(folder: Path) -> str:
    """A hash of every byte of the knowledge base and of the source that reads it."""
    digest = hashlib.sha256(source_fingerprint().encode())
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _cache_path(key: str) -> Path:
    folder = os.environ.get("REMANSO_CACHE") or platformdirs.user_cache_dir("remanso")
    return Path(folder) / f"knowledge-{key}.json"


def _cached(key: str) -> Knowledge | None:
    try:
        files = _kept(key)
        return None if files is None else _assembled(files)
    except (ValueError, KeyError, TypeError, RecursionError, KnowledgeError):
        return None


def _kept(key: str) -> list[Any] | None:
    """The files of the knowledge base as they were remembered: the path and the data of each."""
    path = _cache_path(key)
    try:
        if not _is_ours(path):
            return None
        stored = json.loads(path.read_text("utf-8"))
        return list(stored["files"]) if stored["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _assembled(files: list[Any]) -> Knowledge:
    return assemble([Document(name, data, {}, content_hash(data)) for name, data in files])


def _is_ours(path: Path) -> bool:
    """Whether nobody else could have written the file; where users have no ids, nobody else is."""
    if not hasattr(os, "getuid"):
        return True
    status = path.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def _remember(key: str, files: list[Document]) -> None:
    """Write the cache whole or not at all; a machine without a writable cache goes without."""
    path = _cache_path(key)
    content: dict[str, Any] = {
        "key": key,
        "files": [[document.path, document.data] for document in files],
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:  # nothing is left of a failure
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=folder, delete=False
            ) as file:
                json.dump(content, file, ensure_ascii=False)
            os.replace(file.name, path)
        kept = sorted(path.parent.glob("knowledge-*.json"), key=lambda p: p.stat().st_mtime)
        for old in kept[:-MAXIMUM_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return
