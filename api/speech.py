"""Speaking one language: what every renderer does with a bilingual text, and with others' words."""

import re

from engine.text import Language, Text

# Control characters and direction marks: a profile's words must not steer a terminal, nor turn
# round the words that stand beside them on a page.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

_SPACES = re.compile(r"[^\S\u00a0\u202f]+")  # all at which a line may end


class Speaker:
    """Says texts in one language, with parts put into their braces."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def _(self, text: Text, *parts: object) -> str:
        said = text.in_(self.language)
        return said.format(*parts) if parts else said


def safe(text: str) -> str:
    """A text on one line, without anything that a terminal or a page would obey."""
    written = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return _UNSAFE.sub("�", _SPACES.sub(" ", written).strip())


def inline(text: str) -> str:
    """The same for a part of a line: a space at either end stays, since it parts two words."""
    inner = safe(text)
    if not inner:
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{inner}{' ' * text[-1].isspace()}"
