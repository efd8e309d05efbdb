"""Tables as they come in: streamed to disk as they arrive, never held in memory."""

import hashlib
import json
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any

from litestar.concurrency import sync_to_thread
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from api.access.door import allowance_of
from api.bodies import is_json
from api.bounded import within
from api.problems import BODY, RequestError
from api.requests import BatchOptions, BatchRequest, read_request
from api.service import HttpRequest, Service
from engine.errors import Fault, nearest
from engine.json_reading import read_json
from engine.tables.sources import FORMATS
from engine.text import Text

MEDIA_TYPES: Mapping[str, str] = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/vnd.apache.parquet": ".parquet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": ".xlsb",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
}
MULTIPART = "multipart/form-data"
PROFILES = "profiles"
BLOCK = 1 << 20  # bytes that are gathered before they are written
LONGEST_TEXT = 10_000  # bytes of an option in a form
LONGEST_NAME = 200  # characters of a file's name
MOST_PARTS = 64
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)\Z", re.ASCII)


@dataclass
class Given:
    """What came in: options as they were given, and the names of tables.

    Tables that were ``sent`` are files in the batch's folder, others lie in the allowed one.
    ``called`` is what the sender calls the profile table, where that is known.
    """

    options: dict[str, Any]
    profiles: str = ""
    entities: dict[str, str] = field(default_factory=dict)
    sent: bool = True
    called: str = ""

    def content(self, folder: Path) -> bytes:
        """What makes it the same request as another: options, names, and the bytes of tables.

        Not the body's own bytes: a form sent again has other boundaries.
        """
        named = {PROFILES: self.profiles, **self.entities}
        tables = {where: _digest(folder / name) for where, name in named.items() if self.sent}
        asked = {"options": self.options, "named": named, "tables": tables}
        return json.dumps(asked, sort_keys=True).encode()


async def take_in(
    request: HttpRequest, service: Service, folder: Path, form: Given | None = None
) -> Given:
    """Read a request for a batch; tables that are sent go to ``folder``.

    What a ``form`` says is put there as it arrives, so that it can be shown again to who sent it.

    Raises:
        FaultsError: the request is refused.
    """
    kind = request.content_type[0].lower()
    options = _texts(request.query_params.multi_items())
    if is_json(kind):
        return await _named(request, service, options)
    if kind == MULTIPART:
        return await _form(request, service, folder, options, form or Given({}))
    if kind not in MEDIA_TYPES:
        allowed = (*MEDIA_TYPES, MULTIPART, "application/json")
        fault = Fault("Content-Type", _NO_TABLE, allowed, nearest(kind, allowed))
        raise RequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, fault)
    read_request(service.requests.batch_options, options)  # before a long upload
    name = f"{PROFILES}{MEDIA_TYPES[kind]}"
    with (folder / name).open("wb") as file:
        async for block in _blocks(request.stream()):
            await _written(file, block)
    return Given(options, name)


async def _named(request: HttpRequest, service: Service, options: dict[str, Any]) -> Given:
    """Tables that lie on the server, named in JSON."""
    pieces = within(allowance_of(request).body, request.stream(), request.content_length or 0)
    body = b"".join([piece async for piece in pieces])
    value = await sync_to_thread(partial(read_json, body))
    request.state[BODY] = value
    if isinstance(value, dict):
        _not_twice([*options, *value])
        value = {**options, **value}
    asked: BatchRequest = read_request(service.requests.batch, value)
    _known(asked.entities or {}, service)
    rest = asked.model_dump(exclude={PROFILES, "entities"})
    return Given(
        rest, asked.profiles, dict(asked.entities or {}), sent=False, called=asked.profiles
    )


async def _form(
    request: HttpRequest, service: Service, folder: Path, options: dict[str, Any], given: Given
) -> Given:
    """Tables and options as the parts of a form."""
    boundary = parse_options_header(request.headers.get("content-type", ""))[1].get("boundary")
    if not boundary:
        raise _malformed("no boundary")
    form = _Form(folder, tuple(service.knowledge.vocabulary.lists), list(options.items()), given)
    limits = {"max_segment_count": MOST_PARTS, "strict": True}
    parser = PushMultipartParser(boundary, **limits)
    try:
        async for block in _blocks(request.stream()):
            for event in parser.parse(block):
                await form.take(event)
        parser.close()
    except MultipartError as error:
        raise _malformed(str(error)) from None
    finally:
        form.close()
    given.options = _texts(form.texts)
    if not given.profiles:
        raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, Fault(PROFILES, _NO_PROFILES))
    return given


class _Form:
    """The parts of a form, one after the other."""

    def __init__(
        self,
        folder: Path,
        lists: tuple[str, ...],
        options: Iterable[tuple[str, Any]],
        given: Given,
    ) -> None:
        self.folder = folder
        self.lists = lists
        self.given = given
        self.texts: list[tuple[str, Any]] = list(options)
        self._file: IO[bytes] | None = None
        self._text: bytearray | None = None
        self._name = ""

    async def take(self, event: MultipartSegment | bytearray | bytes | None) -> None:
        """One event of the parser: a part begins, some of its bytes, or it ends."""
        if isinstance(event, MultipartSegment):
            self._begin(event)
        elif event is None:
            self._finish()
        elif self._file is not None:
            await _written(self._file, bytes(event))
        elif self._text is not None:
            self._text += event
            if len(self._text) > LONGEST_TEXT:
                raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, Fault(self._name, _TOO_LONG))

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _begin(self, part: MultipartSegment) -> None:
        name = self._name = part.name or ""
        tables = (PROFILES, *self.lists)
        if name not in (*tables, *BatchOptions.model_fields):
            allowed = (*tables, *BatchOptions.model_fields)
            fault = Fault(name, _NO_FIELD, allowed, nearest(name, allowed))
            raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, fault)
        if name not in tables:
            self._text = bytearray()
            return
        if part.filename == "":  # a browser's field in which no file was chosen
            return
        if name in self.given.entities or (name == PROFILES and self.given.profiles):
            raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, Fault(name, _TWICE))
        file = f"{name}{_suffix(part)}"
        if name == PROFILES:
            self.given.profiles, self.given.called = file, (part.filename or "")[:LONGEST_NAME]
        else:
            self.given.entities[name] = file
        self._file = (self.folder / file).open("wb")

    def _finish(self) -> None:
        self.close()
        if self._text is not None:
            self.texts.append((self._name, self._text.decode("utf-8", "replace")))
            self.given.options = {name: _read(name, value) for name, value in self.texts}
            self._text = None


def _suffix(part: MultipartSegment) -> str:
    """The format of a table in a form: by the name of its file, else by its media type."""
    named = Path(part.filename or "").suffix.lower()
    suffix = named if named in FORMATS else MEDIA_TYPES.get(part.content_type or "")
    if suffix is None:
        raise RequestError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            Fault(part.name or "", _NO_TABLE, (*FORMATS, *MEDIA_TYPES)),
        )
    return suffix


async def _blocks(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The body in blocks that are worth writing."""
    held = bytearray()
    async for piece in pieces:
        held += piece
        if len(held) >= BLOCK:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def _written(file: IO[bytes], block: bytes) -> None:
    await sync_to_thread(partial(file.write, block))


def _texts(given: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Options that were given as texts; what cannot be read stays text, and is refused as such."""
    items = list(given)
    _not_twice([name for name, _ in items])
    return {name: _read(name, value) for name, value in items}


def _read(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match name:
        case "top" if value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
        case "with_rules" | "keep_rows" if value in ("true", "false"):
            return value == "true"
        case "weights":
            return dict(_weights(value))
    return value


def _weights(text: str) -> Iterable[tuple[str, Any]]:
    """``criterion=number,...``; what is no number is told as any wrong weight is."""
    pairs = [[part.strip() for part in pair.partition("=")] for pair in text.split(",")]
    _not_twice([f"weights.{name}" for name, *_ in pairs])
    for name, _, number in pairs:
        yield name, float(number) if _NUMBER.match(number) else number


def _not_twice(names: list[str]) -> None:
    faults = [Fault(name, _TWICE) for name in dict.fromkeys(names) if names.count(name) > 1]
    if faults:
        raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, faults[0])


def _known(entities: Mapping[str, str], service: Service) -> None:
    lists = tuple(service.knowledge.vocabulary.lists)
    for name in entities:
        if name not in lists:
            fault = Fault(f"entities.{name}", _NO_LIST, lists, nearest(name, lists))
            raise RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, fault)


def _malformed(why: str) -> RequestError:
    what = Text(f"not a sound form: {why}", f"no es un formulario válido: {why}")
    return RequestError(HTTPStatus.BAD_REQUEST, Fault("body", what))


_NO_TABLE = Text(
    "declare what the table is; the form of a table is never guessed",
    "declare qué es la tabla; su formato nunca se adivina",
)
_NO_PROFILES = Text("the profile table is missing", "falta la tabla de perfiles")
_NO_FIELD = Text("unknown field", "campo desconocido")
_NO_LIST = Text("there is no such list", "no hay tal lista")
_TWICE = Text("given twice", "se indica dos veces")
_TOO_LONG = Text("the text is too long", "el texto es demasiado largo")
