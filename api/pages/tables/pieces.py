"""Small things that the pages about tables show: an entry of a menu, a link, a verdict."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One entry of a menu."""

    key: str
    name: str
    chosen: bool = False


@dataclass(frozen=True)
class Link:
    name: str
    address: str


@dataclass(frozen=True)
class Verdict:
    """A verdict as :func:`pieces.verdict` draws it."""

    slug: str
    name: str
