"""What the page shows on which somebody signs in."""

from dataclasses import dataclass
from typing import ClassVar

from api.pages.page import Page, Spoken
from api.pages.sign_in.words import SignInWords


@dataclass(frozen=True)
class SignInPage(Page):
    """``to`` is where the reader wanted to go, ``fault`` why the key was not taken."""

    template: ClassVar[str] = "sign_in.html"
    words = Spoken(SignInWords)

    to: str
    fault: str | None = None

    @property
    def title(self) -> str:
        return self.words.title
