"""Profiles in their ordinary form, a line each, as columns of localities."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from engine.columns.localities import from_facts
from engine.errors import ProfileError
from engine.facts import gather
from engine.knowledge.model import Knowledge
from engine.profile import Profile, read_profile
from engine.tables.about_columns import id_of, identify
from engine.tables.encoding import Encoded
from engine.tables.rejects import Rows, Unreadable


def encode(
    knowledge: Knowledge,
    raws: Sequence[Any],
    first: int = 1,
    repeated: Mapping[str, int] | None = None,
) -> Encoded:
    """Encode profiles in their ordinary form, each with an ``id`` beside its fields."""
    ids = [id_of(raw) for raw in raws]
    rows = Rows("", first, ids)
    for row, raw in enumerate(raws):
        for fault in raw.faults if isinstance(raw, Unreadable) else ():
            rows.refuse([row], fault)
    identify(rows, repeated or {})
    read: dict[int, Profile] = {}
    for row, raw in enumerate(raws):
        if isinstance(raw, Unreadable):
            continue
        own = {k: v for k, v in raw.items() if k != "id"} if isinstance(raw, Mapping) else raw
        try:
            read[row] = read_profile(own, knowledge.vocabulary)
        except ProfileError as error:
            for fault in error.faults:
                rows.refuse([row], fault)
    good = {row: profile for row, profile in read.items() if not rows.bad[row]}
    facts = [gather(profile, knowledge) for profile in good.values()]
    about = {
        "id": pa.array([ids[row] for row in good], pa.string()),
        **{
            name: pa.array([getattr(profile, name) for profile in good.values()], pa.string())
            for name in ("name", "country", "as_of")
        },
    }
    return Encoded(
        np.array([first + row for row in good], dtype=np.int64),
        pa.table(about),
        from_facts(knowledge, facts, [profile.country for profile in good.values()]),
        np.array([len(item.known) for item in facts], dtype=np.int16),
        rows.told(),
    )
