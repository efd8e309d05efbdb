"""What surrounds every page: its language, its place, who looks at it, where else one can go."""

from collections.abc import Iterator
from dataclasses import dataclass

from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation
from markupsafe import Markup

from api.language import language_in, negotiate
from api.pages.addresses import address, in_language
from api.pages.assets import asset
from api.pages.locale import Customs
from api.pages.visitor import Visiting
from api.pages.words import Words, said
from api.service import HttpRequest
from engine.text import LANGUAGES, Language, Text

LANGUAGE_NAMES = Text("English", "Español")  # each names itself


class FrameWords(Words):
    skip = said("Skip to the content", "Ir al contenido")
    home = said("Remanso: to the start", "Remanso: ir al inicio")
    navigation = said("Main", "Principal")
    languages = said("Language", "Idioma")
    start = said("Localities", "Localidades")
    tables = said("Tables", "Tablas")
    knowledge = said("Knowledge base", "Base de conocimiento")
    reference = said("For developers", "Para desarrolladores")
    about = said(
        "What is unknown is never guessed, harm is never netted against benefit, and every"
        " sentence has a source.",
        "Lo desconocido nunca se adivina, el daño nunca se compensa con el beneficio y cada frase"
        " tiene una fuente.",
    )
    visitor = said("For {name}", "Para {name}")
    leave = said("Sign out", "Salir")


@dataclass(frozen=True)
class Destination:
    """A place in the main navigation; ``current`` is where the reader is."""

    name: str
    address: str
    current: bool


@dataclass(frozen=True)
class Translation:
    """The same page in one of the languages."""

    language: Language
    name: str
    address: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """One request for a page, as far as every page needs to know of it."""

    language: Language
    path: str
    query: str = ""
    visitor: str | None = None

    @property
    def words(self) -> FrameWords:
        return FrameWords(self.language)

    @property
    def customs(self) -> Customs:
        return Customs(self.language)

    @property
    def home(self) -> str:
        return self.to()

    def to(self, *parts: str) -> str:
        """The address of another page in this language."""
        return address(self.language, *parts)

    def lang(self, language: Language) -> Markup:
        """The attribute that names the language of a part, where it is not that of the page."""
        return Markup("") if language == self.language else Markup(' lang="{}"').format(language)

    def asset(self, name: str) -> str:
        return asset(name)

    @property
    def translations(self) -> tuple[Translation, ...]:
        return tuple(
            Translation(
                language,
                LANGUAGE_NAMES.in_(language),
                in_language(self.path, self.query, language),
                language == self.language,
            )
            for language in LANGUAGES
        )

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """The main navigation; a page further down belongs to the first that leads to it."""
        return tuple(self._destinations())

    def _destinations(self) -> Iterator[Destination]:
        yield Destination(self.words.start, self.home, self.path == self.home)
        for part, name in (("tables", self.words.tables), ("knowledge", self.words.knowledge)):
            place = self.to(part)
            inside = self.path == place or self.path.startswith(f"{place}/")
            yield Destination(name, place, inside)


Framed = NamedDependency[SkipValidation[Frame]]


async def framed(request: HttpRequest, visitor: Visiting) -> Frame:
    return frame_of(request, visitor.name)


def frame_of(request: HttpRequest, visitor: str | None = None) -> Frame:
    """The frame of the page that a request asks for; any other request gets one by its header."""
    path = request.url.path
    language = language_in(path)
    if language is None:
        return Frame(negotiate(request.headers.get("accept-language")), "/", "", visitor)
    if path == f"/{language}":  # the framework takes the last slash away
        path = address(language)
    return Frame(language, path, request.url.query, visitor)


FRAME = {"frame": Provide(framed)}
