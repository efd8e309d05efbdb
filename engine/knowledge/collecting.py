"""Faults collected while files are read: each with file, line, what is wrong, the nearest name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from engine.errors import Fault, nearest
from engine.knowledge.documents import Document, Loc
from engine.knowledge.misfits import misfit
from engine.knowledge.schemas import Bilingual
from engine.text import Text

Shape = TypeVar("Shape", bound=BaseModel)
# Where a file uses names that another file defines.
Way = Callable[[Mapping[str, Any]], Iterable[tuple[Loc, str]]]


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
        found = misfit(item, tuple(shape.model_fields))
        yield replace(found, where=document.where(tuple(item["loc"])))


def text(shape: Bilingual) -> Text:
    return Text(shape.en, shape.es)


def check_names(
    reading: Reading, files: Iterable[Document], way: Way, kind: Text, names: Iterable[str]
) -> None:
    """Report the names that do not exist; a file of another shape has been told already."""
    for document in files:
        if document.path not in reading.misshapen:
            for loc, name in way(document.data):
                reading.known(document, loc, kind, name, names)


def items(data: Mapping[str, Any], part: str) -> Iterable[tuple[int, Mapping[str, Any]]]:
    return enumerate(data.get(part) or [])


def listed(part: str, field: str) -> Way:
    """Where each item of a part lists names, in a list or as the keys of a mapping."""

    def way(data: Mapping[str, Any]) -> Iterable[tuple[Loc, str]]:
        for i, item in items(data, part):
            names = item.get(field) or []
            for j, name in enumerate(names):
                key = name if isinstance(names, dict) else j
                yield (part, i, field, key), str(name)

    return way


def single(part: str, field: str) -> Way:
    """Where each item of a part has one name."""

    def way(data: Mapping[str, Any]) -> Iterable[tuple[Loc, str]]:
        for i, item in items(data, part):
            yield (part, i, field), str(item.get(field))

    return way
