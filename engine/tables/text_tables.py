"""A text table gone through line by line, before a faster reader reads it in pieces.

A reader that works on many pieces at once does not tell the same each time of a quote that is not
closed: rows are missing, and nobody hears of it. So every line is looked at here first. A record
that cannot be a row is told by its row and its line, and a copy is made in which an empty row
stands in its place: the rows of the copy are those of the file, one by one.
"""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from engine.tables.bounds import LONGEST_HEADER, UnfitError, header_line, shown
from engine.text import Text

LONGEST_RECORD = 2_000_000  # bytes; the reader that follows holds two megabytes at most
DELIMITERS = ",;\t|"
_UTF8 = "utf-8"
_OPENS = re.compile(rb' *"')
_CLOSES = re.compile(rb'[^"]*+(?:""[^"]*+)*+" *')
_QUOTED = re.compile(rb' *"([^"]*+(?:""[^"]*+)*+)" *')
_PIECE = 1 << 16  # bytes; of a line that is too long, no more is held at once


@dataclass(frozen=True, slots=True)
class Broken:
    """What stands in the place of one row, or of several that cannot be told apart.

    Rows count from 1, without the header and blank lines; ``line`` counts all lines from 1.
    """

    row: int
    rows: int
    line: int
    text: str
    what: Text

    def said(self) -> Iterator[tuple[int, Text]]:
        """Each row that it stands for, and why it is none."""
        for row in range(self.row, self.row + self.rows):
            yield row, self.what


@dataclass(frozen=True)
class TextTable:
    """A table whose rows are known: where it can be read, its columns, and what is no row."""

    path: Path
    names: tuple[str, ...]
    delimiter: str
    rows: int
    broken: tuple[Broken, ...]

    def reader(self, names: Sequence[str]) -> str:
        """DuckDB's reader, told everything: a guess at the form could lose rows."""
        columns = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in names)
        return (
            f"read_csv({_literal(str(self.path))}, columns = {{{columns}}}, auto_detect = false,"
            f" header = true, delim = {_literal(self.delimiter)}, quote = '\"', escape = '\"',"
            " strict_mode = true)"
        )


def look_through(
    path: Path, copy: Path, *, delimiter: str | None = None, encoding: str = _UTF8
) -> TextTable:
    """Go through a text table; where a reader would stumble, ``copy`` is made, and is what to read.

    Raises:
        UnfitError: it has no header that could be one.
        UnicodeError: it is in another encoding.
    """
    header_line(path)
    source = _Source(path, encoding)
    names, delimiter = _header(source, delimiter)
    sieve = _Sieve(source, delimiter.encode(), len(names))
    rows, ends, broken = 0, set[bytes](), list[Broken]()
    copied = encoding != _UTF8
    for record in sieve.records():
        ends.add(record.end)
        copied = copied or record.is_changed
        copied = copied or (not record.rows and len(names) == 1)  # it would be read as an empty row
        if record.what is not None:
            broken.append(Broken(rows, record.rows, record.line, record.text, record.what))
        rows += record.rows
    copied = copied or bool(broken) or len(ends - {b""}) > 1
    if copied:
        sieve.write(copy)
    return TextTable(copy if copied else path, names, delimiter, rows - 1, tuple(broken))


def _header(source: "_Source", delimiter: str | None) -> tuple[tuple[str, ...], str]:
    """The cells of the first record, and what separates them."""
    held = b""
    for line in source.lines():
        held += line.body
        if delimiter is None:
            tabbed = source.path.suffix.lower() == ".tsv"
            delimiter = "\t" if tabbed else max(DELIMITERS, key=held.decode().count)
        record = _Record(delimiter.encode())
        record.take(held)
        if not record.is_open or len(held) > LONGEST_HEADER:
            break
        held += line.end
    else:
        raise UnfitError(_NO_HEADER)
    cells = next(csv.reader([held.decode()], delimiter=delimiter, skipinitialspace=True), [])
    if record.is_open or record.is_unsound or len(cells) != record.cells:
        raise UnfitError(_NO_HEADER)
    return tuple(cell.strip() for cell in cells), delimiter


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, or a piece of one that is too long: then only its last piece has an end."""

    body: bytes
    end: bytes
    is_last: bool


@dataclass(frozen=True)
class _Source:
    """The lines of a file, in UTF-8 whatever it is in."""

    path: Path
    encoding: str

    def lines(self) -> Iterator[_Line]:
        """Every line, and of one that is too long its pieces.

        Raises:
            UnicodeError: the file is in another encoding.
        """
        if self.encoding == _UTF8:
            with self.path.open("rb") as file:
                if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
                    file.seek(0)
                yield from _lines(file)
            return
        with self.path.open(encoding=self.encoding, newline="\n") as text:
            while line := text.readline(LONGEST_RECORD):
                yield _line(line.encode(), is_last=len(line) < LONGEST_RECORD or line[-1] == "\n")


def _lines(file: BinaryIO) -> Iterator[_Line]:
    decoder = codecs.getincrementaldecoder(_UTF8)()
    while piece := file.readline(LONGEST_RECORD):
        is_last = len(piece) < LONGEST_RECORD or piece.endswith(b"\n")
        while not is_last and piece.endswith(b'"'):  # two quotes that are one stay together
            more = file.readline(_PIECE)
            piece += more
            is_last = len(more) < _PIECE or more.endswith(b"\n")
        decoder.decode(piece, final=is_last)
        yield _line(piece, is_last=is_last)


def _line(piece: bytes, *, is_last: bool) -> _Line:
    for end in (b"\r\n", b"\n"):
        if piece.endswith(end):
            return _Line(piece[: -len(end)], end, is_last)
    return _Line(piece, b"", is_last)


@dataclass
class _Record:
    """One record while its lines come in: how many cells it has, and whether a quote is open."""

    delimiter: bytes
    cells: int = 0
    filled: int = 0  # the last of its cells in which anything stands
    is_open: bool = False
    is_unsound: bool = False  # something stands behind the quote that closes a cell
    is_odd: bool = False  # in a cell without quotes stands the end of a line of another kind
    is_loose: bool = False  # spaces around a quote, or quotes within a cell that has none around it
    _inside: bool = False  # of a cell without quotes, whose line goes on in the next piece

    def take(self, line: bytes, *, is_last: bool = True) -> None:
        """One more line of it."""
        place = 0
        while True:
            place = self._cell(line, place)
            if self.is_open or self.is_unsound:
                return
            if place == len(line):
                self._inside = not is_last
                return
            place += len(self.delimiter)

    def _cell(self, line: bytes, place: int) -> int:
        """Where the cell ends that begins here, or goes on."""
        if not self.is_open:
            opened = None if self._inside else _OPENS.match(line, place)
            if opened is None:
                return self._plain(line, place)
            self.cells += 1
            self.is_loose |= opened.end() > place + 1
            self.filled, self.is_open, place = self.cells, True, opened.end()
        closed = _CLOSES.match(line, place)
        if closed is None:
            return len(line)
        self.is_open = False
        place = closed.end()
        self.is_loose |= line.endswith(b" ", 0, place)
        self.is_unsound = place < len(line) and not line.startswith(self.delimiter, place)
        return place

    def _plain(self, line: bytes, place: int) -> int:
        self.cells += not self._inside
        self._inside = False
        end = line.find(self.delimiter, place)
        end = len(line) if end < 0 else end
        if end > place:
            self.filled = self.cells
            self.is_odd |= line.find(b"\r", place, end) >= 0
            self.is_loose |= line.find(b'"', place, end) >= 0
        return end


@dataclass(frozen=True, slots=True)
class _Sifted:
    """A record that was gone through: how many rows it is, its bytes, or what is wrong with it."""

    line: int
    rows: int
    body: bytes
    end: bytes
    what: Text | None = None
    text: str = ""
    is_changed: bool = False  # it is written in another way, and says the same


@dataclass(frozen=True)
class _Sieve:
    """Tells the records of a table that are rows from those that are none."""

    source: _Source
    delimiter: bytes
    width: int

    def records(self) -> Iterator[_Sifted]:
        """All records in order, the header among them; a blank line is one of no rows."""
        lines = self.source.lines()
        number = 0
        for line in lines:
            number += 1
            if not line.body and line.is_last:
                yield _Sifted(number, 0, b"", line.end)
            elif self._is_plain(line):
                yield _Sifted(number, 1, line.body, line.end)
            else:
                record = self._gathered(line, number, lines)
                number += record[1] - 1
                yield record[0]

    def write(self, path: Path) -> None:
        """A copy with an empty row in place of each that is none, and with lines that end alike."""
        empty = self.delimiter * (self.width - 1) or b'""'
        with path.open("wb") as file:
            for record in self.records():
                body = [record.body] if record.what is None else [empty]
                file.writelines(part + b"\n" for part in body * record.rows)

    def _is_plain(self, line: _Line) -> bool:
        """Whether it is a row at a glance, as nearly all lines are."""
        body = line.body
        return (
            line.is_last
            and b'"' not in body
            and b"\r" not in body
            and body.count(self.delimiter) == self.width - 1
        )

    def _gathered(self, line: _Line, number: int, rest: Iterator[_Line]) -> tuple[_Sifted, int]:
        """The record that begins with a line, and over how many lines it goes."""
        record, held, size, lines = _Record(self.delimiter), [line.body], len(line.body), 1
        record.take(line.body, is_last=line.is_last)
        while not line.is_last or (record.is_open and not record.is_unsound):
            held.append(line.end)
            lines += line.is_last
            following = next(rest, None)
            if following is None:
                lines -= line.is_last
                break
            line = following
            size += len(line.body)
            if size <= LONGEST_RECORD:
                held.append(line.body)
            if not record.is_unsound:
                record.take(line.body, is_last=line.is_last)
        body = b"".join(held)
        is_apart = not record.is_open and not record.is_unsound
        what = self._wrong(record, size, number, lines)
        if what is None:
            if record.is_loose:
                body = self._strict(body)
            return _Sifted(number, 1, body, line.end, is_changed=record.is_loose), lines
        text = shown(body.decode(errors="replace"))
        return _Sifted(number, 1 if is_apart else lines, b"", line.end, what, text), lines

    def _strict(self, body: bytes) -> bytes:
        """A sound record with each cell in quotes, so that nobody reads it in another way."""
        cells, place = list[bytes](), 0
        while place <= len(body):
            quoted = _QUOTED.match(body, place)
            end = quoted.end() if quoted else body.find(self.delimiter, place)
            end = len(body) if end < 0 else end
            cells.append(quoted[1] if quoted else body[place:end].replace(b'"', b'""'))
            place = end + len(self.delimiter)
        return self.delimiter.join(b'"' + cell + b'"' for cell in cells[: self.width])

    def _wrong(self, record: _Record, size: int, line: int, lines: int) -> Text | None:
        """Why a record is no row."""
        if record.is_open or record.is_unsound:
            last = line + lines - 1
            return (_OPEN if lines == 1 else _OPEN_LINES).filled(line=line, last=last)
        if size > LONGEST_RECORD:
            return _LONG.filled(line=line)
        if record.is_odd:
            return _RETURN.filled(line=line)
        if record.cells < self.width or record.filled > self.width:
            return _CELLS.filled(line=line, n=record.cells, width=self.width)
        return None


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_NO_HEADER = Text(
    "its first line is no header: a quote in it is not closed, or something stands behind one",
    "su primera línea no es un encabezado: hay en ella una comilla sin cerrar, o algo después de"
    " la que cierra",
)
_CELLS = Text(
    "line {line} has {n} cells, and the header {width}",
    "la línea {line} tiene {n} celdas y el encabezado {width}",
)
_LONG = Text(
    f"line {{line}} has more than {LONGEST_RECORD:,} bytes",
    f"la línea {{line}} tiene más de {LONGEST_RECORD:,} bytes".replace(",", " "),
)
_OPEN = Text(
    "in line {line} a quote is not closed, or something stands behind the one that closes",
    "en la línea {line} hay una comilla sin cerrar, o algo después de la que cierra",
)
_OPEN_LINES = Text(
    "in line {line} a quote opens that is not closed soundly; the lines up to {last} cannot be told"
    " from what stands in it",
    "en la línea {line} se abre una comilla que no se cierra bien; las líneas hasta la {last} no se"
    " distinguen de lo que hay en ella",
)
_RETURN = Text(
    "within line {line} stands the end of a line of another kind (CR)",
    "dentro de la línea {line} hay un fin de línea de otro tipo (CR)",
)
