"""Where tables may lie on the server: in the folder that the administrator allowed, or nowhere."""

from pathlib import Path

from engine.errors import Fault, ProfileError, nearest
from engine.tables.sources import FORMATS
from engine.text import Text

_PATTERNS = "*?[]{}"  # a table's name is handed to a reader that would take these for patterns


def table_in(folder: Path | None, given: str, where: str) -> Path:
    """The table that a caller names, found inside the folder with all links followed.

    Whether anything stands outside the folder is never told.

    Raises:
        ProfileError: no folder is allowed, the path leads out of it, or there is no such table.
    """
    if folder is None:
        raise ProfileError([Fault(where, _NO_FOLDER)])
    root = folder.resolve()
    try:
        path = (root / given).resolve()
        inside, there = path.is_relative_to(root), path.is_file()
    except (OSError, ValueError, RuntimeError):  # a zero character, a circle, far too long a name
        inside = there = False
    if not inside or set(_PATTERNS) & set(given):
        raise ProfileError([Fault(where, _OUTSIDE)])
    if not there:
        raise ProfileError([Fault(where, _MISSING, (), _nearest(root, path))])
    if path.suffix.lower() not in FORMATS:
        what = Text(f"unknown format '{path.suffix}'", f"formato desconocido: «{path.suffix}»")
        raise ProfileError([Fault(where, what, FORMATS)])
    return path


def _nearest(root: Path, path: Path) -> str | None:
    """The table beside the missing one whose name is most like it."""
    try:
        names = [item.name for item in path.parent.iterdir() if item.suffix.lower() in FORMATS]
    except OSError:
        return None
    near = nearest(path.name, names)
    return near and (path.parent / near).relative_to(root).as_posix()


_NO_FOLDER = Text(
    "this server reads no tables from its disk: its administrator allowed no folder"
    " (REMANSO_BATCH_FOLDER); send the table itself",
    "este servidor no lee tablas de su disco: su administrador no permitió ninguna carpeta"
    " (REMANSO_BATCH_FOLDER); envíe la tabla misma",
)
_OUTSIDE = Text(
    "name a table inside the folder that the administrator allowed, without patterns",
    "nombre una tabla dentro de la carpeta que el administrador permitió, sin comodines",
)
_MISSING = Text("there is no such table in the folder", "no hay tal tabla en la carpeta")
