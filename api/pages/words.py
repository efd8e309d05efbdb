"""What the pages say: the texts of one page in one language, complete in both by construction.

A page declares its texts once, as attributes of a class of :class:`Words`, in English and Spanish
side by side; its template reads them as plain strings: ``{{ page.words.heading }}``.
"""

from collections.abc import Callable
from typing import Any

from api import numbers
from engine.text import Language, Text


class Words:
    """The texts of a page, spoken in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language


class said:  # noqa: N801 - reads as a word where it is used
    """A text of a page; ``{braces}`` in it are filled by ``format``."""

    def __init__(self, en: str, es: str) -> None:
        self.text = Text(en, es)

    def __get__(self, words: Words, owner: type[Words]) -> str:
        return self.text.in_(words.language)


class counted:  # noqa: N801 - reads as a word where it is used
    """A text about a number of things: ``page.words.found(3)``; ``{n}`` is the number.

    English and Spanish both have one form for one thing and another for any other number.
    """

    def __init__(self, one: Text, many: Text) -> None:
        self.one, self.many = one, many

    def __get__(self, words: Words, owner: type[Words]) -> Callable[[int], str]:
        def count(number: int) -> str:
            text = self.one if number == 1 else self.many
            return text.in_(words.language).format(n=numbers.whole(number, words.language))

        return count


def texts_of(words: type[Words]) -> dict[str, tuple[Text, ...]]:
    """Every text that a class of words declares or inherits, by name."""
    found: dict[str, Any] = {}
    for kind in reversed(words.__mro__):
        found.update(vars(kind))
    return {
        name: (value.text,) if isinstance(value, said) else (value.one, value.many)
        for name, value in found.items()
        if isinstance(value, said | counted)
    }
