"""Texts that a person reads, in English and Spanish side by side."""

from dataclasses import dataclass
from typing import Literal, Self

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in both languages; neither is a fallback for the other."""

    en: str
    es: str

    def in_(self, language: Language) -> str:
        return self.en if language == "en" else self.es

    @classmethod
    def same(cls, word: str) -> Self:
        """A word that no language changes: a slug, a number, a proper name."""
        return cls(word, word)

    def filled(self, **parts: "Text | str | float") -> "Text":
        """Put parts into the braces of both sentences."""
        return Text(
            *(
                getattr(self, language).format(
                    **{
                        name: part.in_(language) if isinstance(part, Text) else part
                        for name, part in parts.items()
                    }
                )
                for language in LANGUAGES
            )
        )


def joined(texts: "list[Text] | tuple[Text, ...]", conjunction: Text) -> Text:
    """``a, b and c``, in both languages."""

    def one(language: Language) -> str:
        words = [text.in_(language) for text in texts]
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {conjunction.in_(language)} {words[-1]}"

    return Text(one("en"), one("es"))


AND = Text("and", "y")
OR = Text("or", "o")
