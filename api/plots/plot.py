"""A picture, what it shows in words, and the table that says the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plot:
    """One picture; ``rows`` are as wide as ``head``."""

    title: str
    description: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
