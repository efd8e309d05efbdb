"""The lock of the rules: every rule's version and content hash, so that a change is a decision.

A rule's version goes up by one whenever what it says changes (its layout does not count). The
file ``rules/rules.lock.json`` is generated; a test holds it to the rules.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.knowledge.model import Knowledge

LOCK_NAME = "rules.lock.json"


def read_lock(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """The rules as they were locked; empty when there is no lock yet."""
    path = folder / LOCK_NAME
    if not path.exists():
        return {}
    rules: Mapping[str, Mapping[str, Any]] = json.loads(path.read_text("utf-8"))["rules"]
    return rules


def locked(
    knowledge: Knowledge, before: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Every rule with its version: one more than before where its content changed."""
    return {
        name: {"version": _version(rule.content_hash, before.get(name)), "hash": rule.content_hash}
        for name, rule in sorted(knowledge.rules.items())
    }


def _version(content_hash: str, before: Mapping[str, Any] | None) -> int:
    if before is None:
        return 1
    version: int = before["version"]
    return version + int(before["hash"] != content_hash)


def write_lock(folder: Path, rules: Mapping[str, Mapping[str, Any]]) -> None:
    text = json.dumps({"rules": rules}, indent=1, sort_keys=True)
    (folder / LOCK_NAME).write_text(text + "\n", "utf-8")


def changed(
    rules: Mapping[str, Mapping[str, Any]], before: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[str]]:
    """The rules added, changed and removed since the lock was written."""
    return {
        "added": sorted(set(rules) - set(before)),
        "changed": sorted(
            name for name in set(rules) & set(before) if rules[name]["hash"] != before[name]["hash"]
        ),
        "removed": sorted(set(before) - set(rules)),
    }
