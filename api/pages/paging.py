"""One page of a long list: which part of it is shown, and which pages lie around it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paging:
    """The page ``asked`` for, from 1, of ``total`` things; one beyond the last is the last."""

    asked: int
    size: int
    total: int

    @property
    def last(self) -> int:
        return max(-(-self.total // self.size), 1)

    @property
    def number(self) -> int:
        return min(max(self.asked, 1), self.last)

    @property
    def offset(self) -> int:
        """How many things stand on the pages before."""
        return (self.number - 1) * self.size

    @property
    def ends(self) -> tuple[int, int]:
        """The first and the last thing that is shown, from 1."""
        return self.offset + 1, min(self.offset + self.size, self.total)

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.last else None

    @property
    def rest(self) -> int:
        """How many things stand on the page after this one."""
        return max(min(self.total - self.offset - self.size, self.size), 0)
