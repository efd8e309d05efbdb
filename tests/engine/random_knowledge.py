"""Small random knowledge bases, to hold the evaluators to each other.

A knowledge base is drawn as the files it would be read from and then read by the ordinary reader,
so that whatever a rule author may write can be drawn, and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from engine.facts import Facts, gather
from engine.knowledge.documents import Document
from engine.knowledge.model import Knowledge
from engine.knowledge.reading import assemble
from engine.network import unfit
from engine.profile import read_profile
from tests.engine.plain_knowledge import (
    INSTITUTIONS,
    SCALES,
    Raw,
    catalogue_file,
    document,
    intervention,
    source_file,
    vocabulary_files,
)
from tests.engine.random_profiles import profiles, some_of, word_pools
from tests.engine.random_rules import Draw, Scope, rule_file

KINDS = ("reason", "gate", "contraindication", "safeguard", "sequence", "caveat")


@dataclass(frozen=True)
class World:
    """A random knowledge base, its files, and the words that its localities should use too."""

    knowledge: Knowledge
    files: tuple[Document, ...]
    words: tuple[str, ...]

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """What someone who mends a failing example wants to see."""
        rules = [file.data for file in self.files if file.path.startswith("theme/")]
        shown = ("id", "when", "unless", "then")
        printer.text("\n".join(str({name: rule.get(name) for name in shown}) for rule in rules))

    def localities(self) -> st.SearchStrategy[Raw]:
        return profiles(self.knowledge.vocabulary, self.words)


def draw_intervention(draw: Draw, number: int) -> Raw:
    return intervention(
        number,
        stance=draw(st.sampled_from(("recommended", "conditional", "harmful"))),
        core=draw(st.booleans()),
        level=draw(some_of(("municipal", "national", "foreign"))),
        led_by=draw(some_of(INSTITUTIONS)),
    )


@st.composite
def worlds(draw: Draw) -> World:
    """A knowledge base of up to four diagnoses, each built on those before, and other rules."""
    size = st.integers(2, 4)
    worst = draw(st.sampled_from([{"worst": "body.rank"}, {"worst": "body.rank", "of": "police"}]))
    union = draw(st.sampled_from(("group.roles", "group.sort")))
    files = [
        *vocabulary_files(draw(size), draw(size), worst, union),
        catalogue_file([draw_intervention(draw, k) for k in range(draw(st.integers(1, 4)))]),
        source_file(),
        document("scales.yaml", SCALES),
    ]
    vocabulary = assemble(files).vocabulary
    words = draw(word_pools())
    diagnoses: list[str] = []
    for number in range(draw(st.integers(0, 4))):
        name = f"diagnosis-{number}"
        files.append(rule_file(draw, name, "diagnosis", Scope(vocabulary, diagnoses[:], words)))
        diagnoses.append(name)
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(KINDS))
        scope = Scope(vocabulary, diagnoses, words)
        files.append(rule_file(draw, f"{kind}-{number}", kind, scope))
    return World(assemble(files), tuple(files), tuple(words))


fuzz = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def fits_the_engine(knowledge: Knowledge) -> bool:
    """Random rules are now and then too wide for the engine; real ones would be refused."""
    return not unfit(knowledge)


def facts_of(knowledge: Knowledge, raw: Mapping[str, Any]) -> Facts:
    return gather(read_profile(raw, knowledge.vocabulary), knowledge)
