"""One file that holds several: a ZIP written in one way only, so that every byte of it counts.

Nothing is compressed: compressed bytes depend on the library that made them, and a file that
unpacks to more than itself could fill a disk. What is read is written again and compared, so that
there is no place for anything that is not looked at.
"""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping

from engine.errors import Fault, FaultsError
from engine.text import Text

MAXIMUM_BYTES = 32_000_000  # a dossier of the real rule base has about four million
MAXIMUM_CONTENTS = 100_000  # of the table of contents, which has about 500
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can hold: it says nothing
_END, _LOCATOR = 22, 20  # bytes of the last record, and of ZIP64's before it
_UNIX, _READABLE = 3, 0o100644 << 16
_DAMAGED = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    OverflowError,
    ValueError,
    struct.error,
)


class DossierError(FaultsError):
    """A dossier is refused."""


def packed(members: Mapping[str, bytes]) -> bytes:
    """The files as one, always in the same way."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(members.items()):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            archive.writestr(entry, content)
    return written.getvalue()


def unpacked(content: bytes, names: Iterable[str]) -> dict[str, bytes]:
    """The files of a dossier, which must be exactly those named.

    Raises:
        DossierError: it is too large, damaged, or holds anything else than a dossier does.
    """
    if len(content) > MAXIMUM_BYTES:
        raise refusal(_TOO_LARGE.filled(limit=MAXIMUM_BYTES // 1_000_000))
    if not _ends_well(content):
        raise refusal(_NOT_ONE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look(archive.infolist(), frozenset(names), len(content))
            members = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except _DAMAGED:
        raise refusal(_NOT_ONE) from None
    if packed(members) != content:
        raise refusal(_OTHERWISE)
    return members


def _ends_well(content: bytes) -> bool:
    """Whether the last record is a plain one of a short table of contents.

    Looked at first, since a table of a million entries would be read whole before it is refused.
    """
    end = content[-_END:]
    return (
        end[:4] == b"PK\x05\x06"
        and int.from_bytes(end[12:16], "little") <= MAXIMUM_CONTENTS
        and content[-_END - _LOCATOR : -_END][:4] != b"PK\x06\x07"  # one that leads elsewhere
    )


def _look(entries: list[zipfile.ZipInfo], names: frozenset[str], size: int) -> None:
    """Refuse by what the table of contents says, before anything is read."""
    found = [entry.filename for entry in entries]
    strange = sorted(set(found) - names)
    if strange:
        raise refusal(_STRANGE.filled(name=strange[0][:200]))
    missing = sorted(names - set(found))
    if missing:
        raise refusal(_MISSING.filled(name=missing[0]))
    if len(found) > len(names):
        raise refusal(_TWICE)
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
        raise refusal(_COMPRESSED)
    if sum(entry.file_size for entry in entries) > size:
        raise refusal(_OTHERWISE)


def refusal(what: Text) -> DossierError:
    return DossierError([Fault("dossier", what)])


_TOO_LARGE = Text(
    "larger than {limit} MB, which no dossier is",
    "mide más de {limit} MB, y ningún dossier mide eso",
)
_NOT_ONE = Text(
    "not a dossier, or damaged: it cannot be opened",
    "no es un dossier, o está dañado: no se puede abrir",
)
_STRANGE = Text(
    "it holds a file that is no part of a dossier: '{name}'",
    "contiene un archivo que no es parte de un dossier: «{name}»",
)
_MISSING = Text("a file is missing: '{name}'", "falta un archivo: «{name}»")
_TWICE = Text("it holds a file twice", "contiene un archivo dos veces")
_COMPRESSED = Text(
    "a file in it is compressed; a dossier's never are",
    "contiene un archivo comprimido; los de un dossier nunca lo están",
)
_OTHERWISE = Text(
    "it is not written as a dossier is: something was added or changed outside its files",
    "no está escrito como se escribe un dossier: algo se añadió o cambió fuera de sus archivos",
)
