"""The environment, read variable by variable; what cannot be is collected, to be told together."""

import re
from collections.abc import Mapping
from pathlib import Path

from engine.errors import Fault, nearest
from engine.text import Text

_ORIGIN = re.compile(r"https?://[^/?#\s*]+")
_NO_ORIGIN = Text(
    "'{origin}' is not an origin; write https://name or https://name:port, no path and no *",
    "«{origin}» no es un origen; escriba https://nombre o https://nombre:puerto, sin ruta y sin *",
)
_NO_FOLDER = Text("there is no folder {folder}", "no hay ninguna carpeta {folder}")


class Environment:
    """Variables by what they hold; one that is empty is as one that is not there.

    A value that cannot be leaves its fault in ``faults``, and something harmless in its place.
    """

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.faults: list[Fault] = []

    def text(self, name: str) -> str | None:
        return self._given.get(name) or None

    def several(self, name: str) -> tuple[str, ...]:
        """What commas part."""
        parts = (part.strip() for part in self._given.get(name, "").split(","))
        return tuple(part for part in parts if part)

    def origins(self, name: str) -> tuple[str, ...]:
        """Addresses of whole servers, as browsers send them."""
        found = self.several(name)
        self.faults += [
            Fault(name, _NO_ORIGIN.filled(origin=origin))
            for origin in found
            if not _ORIGIN.fullmatch(origin)
        ]
        return found

    def path(self, name: str) -> Path | None:
        given = self.text(name)
        return Path(given).absolute() if given else None

    def folder(self, name: str) -> Path | None:
        """A folder that is there."""
        found = self.path(name)
        if found is not None and not found.is_dir():
            self.faults.append(Fault(name, _NO_FOLDER.filled(folder=str(found))))
        return found

    def number(self, name: str, default: int, high: int, low: int = 1) -> int:
        """A whole number in digits alone; only what is given need lie between low and high."""
        given = self.text(name)
        if given is None:
            return default
        if given.isascii() and given.isdigit() and low <= int(given[:20]) <= high:
            return int(given)
        what = Text(
            f"'{given}' is not a whole number from {low} to {high}",
            f"«{given}» no es un número entero de {low} a {high}",
        )
        self.faults.append(Fault(name, what))
        return default

    def level(self, name: str, default: str, levels: tuple[str, ...]) -> str:
        """A level of the log, in whatever letters it is written."""
        given = self.text(name) or default
        if given.lower() not in levels:
            what = Text(
                f"'{given}' is not a level of the log", f"«{given}» no es un nivel del registro"
            )
            self.faults.append(Fault(name, what, levels, nearest(given, levels)))
        return given.lower()
