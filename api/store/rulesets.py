"""Rule bases, kept by their hash: each once, so that old decisions can be given again."""

import json
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from api.store.tables import Decision
from api.store.trace_tables import Ruleset
from engine.knowledge.model import Knowledge
from engine.rulebase import rebuilt, written

REMEMBERED = 4  # rule bases that stay in memory once they were asked for


@dataclass(frozen=True)
class Kept:
    """A rule base as it is kept: known by its hash, which names its content."""

    hash: str
    content: bytes = field(compare=False, repr=False)

    def knowledge(self) -> Knowledge:
        """The rule base, ready to be asked.

        Raises:
            KnowledgeError: what is kept is not what the hash names, or this program cannot use it.
        """
        return _rebuilt(self)


def keep(engine: Engine, knowledge: Knowledge) -> None:
    """Keep a rule base, unless it is kept already, perhaps by somebody else at this moment."""
    if _is_kept(engine, knowledge.content_hash):
        return
    ruleset = Ruleset(
        hash=knowledge.content_hash, version=knowledge.version, content=written(knowledge)
    )
    try:
        with Session(engine) as session:
            session.add(ruleset)
            session.commit()
    except IntegrityError:
        if not _is_kept(engine, knowledge.content_hash):
            raise


def find(engine: Engine, content_hash: str) -> Kept | None:
    with Session(engine) as session:
        found = session.get(Ruleset, content_hash)
    return None if found is None else Kept(found.hash, found.content)


def of(engine: Engine, decision: Decision, today: Knowledge) -> Kept | None:
    """The rules of a decision; of one older than their keeping only if today's are the same."""
    kept = find(engine, decision.ruleset_hash)
    if kept is None and decision.ruleset_hash == today.content_hash:
        return Kept(today.content_hash, written(today))
    return kept


def _is_kept(engine: Engine, content_hash: str) -> bool:
    wanted = select(col(Ruleset.hash)).where(col(Ruleset.hash) == content_hash)
    with Session(engine) as session:
        return session.exec(wanted).first() is not None


@lru_cache(maxsize=REMEMBERED)
def _rebuilt(kept: Kept) -> Knowledge:
    try:
        files = json.loads(kept.content)
    except ValueError:
        files = None
    return rebuilt(files, kept.hash)
