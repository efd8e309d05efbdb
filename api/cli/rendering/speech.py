"""Speaking one language: what every renderer does with a bilingual text."""

from engine.text import Language, Text


class Speaker:
    """Says texts in one language, with parts put into their braces."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def _(self, text: Text, *parts: object) -> str:
        said = text.in_(self.language)
        return said.format(*parts) if parts else said
