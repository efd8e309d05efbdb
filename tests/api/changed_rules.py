"""The real rule base with a rule changed, as it might be some months later."""

import copy
from typing import Any

from engine.knowledge.documents import Document, content_hash
from engine.knowledge.model import Knowledge
from engine.knowledge.reading import assemble


def with_rule(knowledge: Knowledge, rule: str, **fields: Any) -> Knowledge:
    """The rule base with some fields of one rule given other values."""
    files = copy.deepcopy(dict(knowledge.files))
    files[knowledge.rules[rule].path].update(fields)
    return _assembled(files)


def with_factor(knowledge: Knowledge, factor: str, **fields: Any) -> Knowledge:
    """The rule base with some fields of one factor given other values."""
    files = copy.deepcopy(dict(knowledge.files))
    found = [
        one
        for path, data in files.items()
        if path.startswith("vocabulary/")
        for one in data.get("factors", ())
        if one["slug"] == factor
    ]
    (one,) = found
    one.update(fields)
    return _assembled(files)


def _assembled(files: dict[str, Any]) -> Knowledge:
    return assemble([Document(path, data, {}, content_hash(data)) for path, data in files.items()])
