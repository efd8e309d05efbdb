"""A whole rule base as one text, so that an old answer can be given again by the rules it rests on.

What is kept is what the content hash covers: every file's path and data. The order of keys is kept
too: it means nothing to the hash, but the strengths, for example, stand from weak to decisive.
"""

import json
from collections.abc import Mapping
from typing import Any

from engine.errors import Fault, KnowledgeError
from engine.knowledge.documents import Document, content_hash
from engine.knowledge.model import Knowledge
from engine.knowledge.reading import assemble
from engine.network import unfit
from engine.text import Text


def written(knowledge: Knowledge) -> bytes:
    """The rule base as JSON: a path for each file, and its data."""
    return json.dumps(
        dict(knowledge.files), ensure_ascii=False, allow_nan=False, separators=(",", ":")
    ).encode()


def hash_of(files: Mapping[str, Any]) -> str:
    """The hash of a rule base, from its files alone."""
    return content_hash({path: content_hash(data) for path, data in files.items()})


def rebuilt(files: Any, expected: str) -> Knowledge:
    """The rule base of such a text, once it was read as JSON, which must have the hash expected.

    Its rules were proved by their tests when they were first opened, and are not proved again;
    what the rules engine could not bear is looked for again, since a text may come from anywhere.

    Raises:
        KnowledgeError: it is another rule base than expected, or one that this program cannot use.
    """
    if not isinstance(files, dict):
        raise KnowledgeError([Fault("rules", _NO_FILES)])
    if hash_of(files) != expected:
        raise KnowledgeError([Fault("rules", _OTHER)])
    try:
        knowledge = assemble(
            [Document(path, data, {}, content_hash(data)) for path, data in files.items()]
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise KnowledgeError([Fault("rules", _UNREADABLE)]) from None
    faults = unfit(knowledge)
    if faults:
        raise KnowledgeError(faults)
    return knowledge


_NO_FILES = Text("not a rule base: no files", "no es una base de reglas: no tiene archivos")
_OTHER = Text(
    "these are not the rules that their hash names: something in them was changed",
    "estas no son las reglas que nombra su hash: algo en ellas se cambió",
)
_UNREADABLE = Text(
    "this program cannot read these rules", "este programa no puede leer estas reglas"
)
