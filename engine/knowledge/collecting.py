"""Faults collected while files are read: each with file, line, what is wrong, the nearest name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from engine.errors import Fault, nearest
from engine.knowledge.documents import Document, Loc
from engine.knowledge.schemas import Bilingual
from engine.text import Text

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass
class Reading:
    """What has been read so far, and everything that was found wrong."""

    faults: list[Fault] = field(default_factory=list)
    misshapen: set[str] = field(default_factory=set)  # files whose names cannot be checked

    def shaped(self, document: Document, shape: type[Shape]) -> Shape | None:
        """The document's data in the shape that its folder asks for."""
        try:
            return shape.model_validate(document.data)
        except ValidationError as error:
            self.faults.extend(_shape_faults(document, shape, error))
            self.misshapen.add(document.path)
            return None

    def fault(
        self,
        document: Document,
        loc: Loc,
        what: Text,
        allowed: tuple[str, ...] = (),
        near: str | None = None,
    ) -> None:
        self.faults.append(Fault(document.where(loc), what, allowed, near))

    def known(
        self,
        document: Document,
        loc: Loc,
        kind: Text,
        name: str,
        names: Iterable[str],
    ) -> bool:
        """Whether a name exists; if not, it is reported with the nearest one that does."""
        names = tuple(names)
        if name in names:
            return True
        what = Text("unknown {kind} '{name}'", "no se conoce: {kind} «{name}»")
        self.fault(document, loc, what.filled(kind=kind, name=name), (), nearest(name, names))
        return False


def _shape_faults(
    document: Document, shape: type[BaseModel], error: ValidationError
) -> Iterable[Fault]:
    for item in error.errors(include_url=False):
        loc = tuple(item["loc"])
        last = str(loc[-1]) if loc else ""
        way = ".".join(str(part) for part in loc)
        near = None
        if item["type"] == "missing" and last in ("en", "es"):
            language = {"en": Text("English", "inglés"), "es": Text("Spanish", "español")}[last]
            what = Text(
                "missing language: {way} has no {l}", "falta un idioma: {way} no está en {l}"
            )
            what = what.filled(way=".".join(str(p) for p in loc[:-1]), l=language)
        elif item["type"] == "missing":
            what = Text(f"'{way}' is missing", f"falta «{way}»")
        elif item["type"] == "extra_forbidden":
            what = Text(f"'{way}' is not a field here", f"«{way}» no es un campo de este archivo")
            near = nearest(last, shape.model_fields)
        else:
            message = item["msg"]
            what = Text(f"'{way}': {message}", f"«{way}»: {message}")
        yield Fault(document.where(loc), what, (), near)


def text(shape: Bilingual) -> Text:
    return Text(shape.en, shape.es)
