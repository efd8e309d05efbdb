"""What a report says, before it is set in type: sections of blocks, blocks of words.

Numbers and claims are marked as what they are and not dissolved in the text, so that every form
sets them alike and a test can hold each to the answer that it was taken from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Literal

from api.plots.plot import Plot
from engine.ranking import Verdict
from engine.text import Language

Style = Literal["plain", "strong", "soft", "code"]
Form = Literal["bullets", "numbers", "plain"]
Tone = Literal["caution", "harm", "calm"]
# What a number of the answer is; a subject says of which option, rule or case.
Quantity = Literal[
    "rank",
    "score",
    "share",
    "criterion",
    "points",
    "p_rank_1",
    "p_top_3",
    "p_recommended",
    "low",
    "high",
    "weight",
    "seed",
    "completions",
    "distance",
    "compared",
    "decides",
    "likeness",
]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one kind."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the answer, as it is and as the language writes it."""

    said: str
    value: float
    quantity: Quantity
    subject: str


@dataclass(frozen=True, slots=True)
class Marker:
    """Points from a sentence to the claims behind it: their places in the annex, their ids."""

    places: tuple[int, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Badge:
    """A verdict: a shape and words, so that it reads without colour."""

    verdict: Verdict
    mark: str
    text: str


Span = Words | Number | Marker | Badge
Rich = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: Rich


@dataclass(frozen=True, slots=True)
class Heading:
    """A title inside a section, which the table of contents does not list."""

    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """Says what the list under it is; it never stands alone at the foot of a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list, and what stands under it in smaller type."""

    spans: Rich
    under: tuple[Rich, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list; a plain one has no mark of its own, because each item begins with its number."""

    items: tuple[Item, ...]
    form: Form = "bullets"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; ``numeric`` are the columns set to the right, ``widths`` relative."""

    head: tuple[str, ...]
    rows: tuple[tuple[Rich, ...], ...]
    numeric: tuple[int, ...] = ()
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """Something that must not be overlooked; its title says in words what its tone says."""

    tone: Tone
    title: str
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Figure:
    plot: Plot


@dataclass(frozen=True, slots=True)
class Measure:
    """One option: its place, its verdict, what is known of it, and what speaks for and against."""

    slug: str
    name: str
    rank: Number
    badge: Badge
    facts: tuple[Rich, ...]
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Source:
    """One claim in the annex: its place there, its id, where it stands, what it says."""

    place: int
    claim: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Sources:
    items: tuple[Source, ...]


Block = Paragraph | Heading | Label | Items | Table | Box | Figure | Measure | Sources


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with a title of its own; ``key`` names it in every language.

    A dense one is looked up and not read: small type, in columns where the page is wide enough.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    language: Language
    title: str
    kicker: str  # what kind of thing this is, above the title
    subtitle: str
    made: date
    decision_id: str
    running: str  # at the head of every page after the first
    footer: str  # at the foot of every page, before its number
    page_of: str  # "Page {0} of {1}"
    contents: str
    as_table: str  # opens the table that says what a picture shows
    summary: Section
    sections: tuple[Section, ...]

    def numbers(self) -> Iterator[Number]:
        """Every number of the answer that the report says, as often as it does."""
        return (part for part in parts(self) if isinstance(part, Number))

    def claims(self) -> set[str]:
        """Every claim that the report points to or lists."""
        marked = (
            claim for part in parts(self) if isinstance(part, Marker) for claim in part.claims
        )
        return {*marked, *(part.claim for part in parts(self) if isinstance(part, Source))}


def parts(value: Any) -> Iterator[Any]:
    """Everything that a document is made of, from the top, each part before what it holds."""
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item)
