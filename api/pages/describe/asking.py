"""What is worth asking next about the place that is described."""

from dataclasses import dataclass
from typing import ClassVar

from api.pages.describe.answers import anchor
from api.pages.describe.sections import section_of
from api.pages.describe.sheet import SheetPage
from engine.answer import NeededOut

SHOWN_QUESTIONS = 7


@dataclass(frozen=True)
class Asked:
    """A question worth asking, with the way to its field."""

    question: str
    address: str
    hangs: str


@dataclass(frozen=True)
class AskingPage(SheetPage):
    """What is worth asking next, as a page of its own."""

    template: ClassVar[str] = "describe_asking_page.html"
    is_section: ClassVar[bool] = False

    needed: tuple[NeededOut, ...]
    whole: bool = True

    @property
    def title(self) -> str:
        return self.words.title.format(section=self.words.asking, name=self.place_name)

    @property
    def asked(self) -> tuple[Asked, ...]:
        shown = self.needed if self.whole else self.needed[:SHOWN_QUESTIONS]
        return tuple(
            Asked(one.question, self._address(one), self.words.hangs(one.decides)) for one in shown
        )

    @property
    def more(self) -> str:
        rest = len(self.needed) - len(self.asked)
        return self.words.asking_more(rest) if rest else ""

    def _address(self, one: NeededOut) -> str:
        if one.factor:
            item = f"factors.{one.factor}"
            return f"{self.to(section_of(self.vocabulary, item))}#{anchor(item)}"
        kind = (one.entity or "").split(".")[0]
        found = self.vocabulary.entities.get(kind)
        return self.to(found.list_name if found else kind)


@dataclass(frozen=True)
class AskingPart(AskingPage):
    """The first of what is worth asking, beside the form."""

    template: ClassVar[str] = "describe_asking.html"

    whole: bool = False
