"""Drafts: kept at every change, changed only by who knows what they say now."""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Engine, delete, update
from sqlmodel import col, or_, select

from api.store.localities import ATTEMPTS, BusyError
from api.store.organisations import Organisation
from api.store.tables import Draft, now
from api.store.writing import Store, session

Fields = Mapping[str, tuple[str, ...]]


def add(engine: Engine, organisation: Organisation, fields: Fields, **about: Any) -> Draft:
    """Keep a new draft; ``about`` says what it began from and who writes it."""
    draft = Draft(id=uuid.uuid4().hex, organisation=organisation, fields=_written(fields), **about)
    with session(engine) as writing:
        writing.add(draft)
        writing.commit()
    return draft


def begun(engine: Engine, organisation: Organisation, fields: Fields, **about: Any) -> Draft:
    """A draft that says this and began from that: one that nobody has touched yet, else a new one.

    Who goes to and fro between a case and its description begins it once.
    """
    same = {"revision": 0, "saved_revision": None, "locality_id": None, **about}
    wanted = _ours(organisation).where(Draft.fields == _written(fields))
    for name, value in same.items():
        wanted = wanted.where(getattr(Draft, name) == value)
    with session(engine) as reading:
        found: Draft | None = reading.exec(wanted.order_by(col(Draft.changed_at).desc())).first()
    return found or add(engine, organisation, fields, **about)


def find(engine: Engine, organisation: Organisation, draft_id: str) -> Draft | None:
    with session(engine) as reading:
        found: Draft | None = reading.exec(_ours(organisation).where(Draft.id == draft_id)).first()
    return found


def held(store: Store, organisation: Organisation, draft_id: str) -> Draft | None:
    """A draft that nobody else changes until the transaction ends."""
    wanted = _ours(organisation).where(Draft.id == draft_id).with_for_update()
    with session(store) as reading:
        found: Draft | None = reading.exec(wanted).first()
        reading.commit()  # a savepoint that is rolled back lets go of what it held
    return found


def fields_of(draft: Draft) -> Fields:
    return {field: tuple(given) for field, given in json.loads(draft.fields).items()}


def change(
    engine: Engine, organisation: Organisation, draft_id: str, edit: Callable[[Fields], Fields]
) -> Draft | None:
    """Change what a draft says; None when there is none.

    ``edit`` is given what it says now, and is asked again if that was changed in the meantime.

    Raises:
        BusyError: others changed it again and again.
    """
    for _ in range(ATTEMPTS):
        draft = find(engine, organisation, draft_id)
        if draft is None:
            return None
        fields = _written(edit(fields_of(draft)))
        if fields == draft.fields:
            return draft
        same = (col(Draft.id) == draft_id) & (col(Draft.revision) == draft.revision)
        values = {"fields": fields, "revision": draft.revision + 1, "changed_at": now()}
        with engine.begin() as connection:
            changed = connection.execute(update(Draft).where(same).values(**values)).rowcount
        if changed:
            return find(engine, organisation, draft_id)
    raise BusyError


def saved(store: Store, draft: Draft, locality_id: str, version: int) -> None:
    """Say that a draft, as it was at that revision, is now a version of a locality."""
    with session(store) as writing:
        found = writing.get(Draft, draft.id)
        if found is not None:
            found.saved_revision = draft.revision
            found.locality_id = locality_id
            found.base_version = version
            writing.commit()


def unfinished(engine: Engine, organisation: Organisation, limit: int) -> list[Draft]:
    """The drafts with a change in them that is no version of a locality yet, latest first.

    One that was only begun says nothing that could be lost: it is begun again as easily.
    """
    open_still = (col(Draft.revision) > 0) & or_(
        col(Draft.saved_revision).is_(None), col(Draft.saved_revision) < col(Draft.revision)
    )
    wanted = _ours(organisation).where(open_still).order_by(col(Draft.changed_at).desc())
    with session(engine) as reading:
        return list(reading.exec(wanted.limit(limit)).all())


def of_version(
    engine: Engine, organisation: Organisation, locality_id: str, version: int
) -> Draft | None:
    """The draft of a locality that says what that version says, or goes on from it."""
    same = (col(Draft.locality_id) == locality_id) & (col(Draft.base_version) == version)
    with session(engine) as reading:
        found: Draft | None = reading.exec(
            _ours(organisation).where(same).order_by(col(Draft.changed_at).desc())
        ).first()
    return found


def remove(engine: Engine, organisation: Organisation, draft_id: str) -> None:
    ours = (col(Draft.id) == draft_id) & (col(Draft.organisation) == organisation)
    with engine.begin() as connection:
        connection.execute(delete(Draft).where(ours))


def _ours(organisation: Organisation) -> Any:
    return select(Draft).where(Draft.organisation == organisation)


def _written(fields: Fields) -> str:
    return json.dumps({field: list(given) for field, given in fields.items()}, ensure_ascii=False)
