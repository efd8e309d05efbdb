"""A region as given: localities with an id each, and links between two of them.

::

    localities:
      - {id: port, case: guayaquil-2024}
      - {id: next-port, profile: {...}, discussed: [seizure_maximisation]}
    links:
      - {between: [port, next-port], kind: coast}
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.diversion import LINKS, LinkKind
from engine.errors import Fault, ProfileError, nearest
from engine.knowledge.model import Knowledge
from engine.profile import Profile, read_profile
from engine.text import Text

MAXIMUM_LOCALITIES = 20
MAXIMUM_LINKS = 400
MAXIMUM_DISCUSSED = 100
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
FIELDS = ("localities", "links")
PLACE_FIELDS = ("id", "profile", "case", "discussed")
LINK_FIELDS = ("between", "kind")


@dataclass(frozen=True)
class Place:
    """One locality of a region; ``discussed`` are the measures that are being considered there."""

    id: str
    profile: Profile
    discussed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """What joins two localities; pressure may travel it either way."""

    ends: tuple[str, str]
    kind: LinkKind


@dataclass(frozen=True)
class Region:
    places: tuple[Place, ...]
    links: tuple[Link, ...]


def read_region(raw: Any, knowledge: Knowledge) -> Region:
    """Read a region.

    Raises:
        ProfileError: naming every field that is wrong, its value, and what is allowed.
    """
    reader = _Reader(knowledge)
    region = reader.region(raw)
    if reader.faults:
        raise ProfileError(reader.faults)
    return region


@dataclass
class _Reader:
    knowledge: Knowledge
    faults: list[Fault] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)  # of every locality, even a faulty one

    def region(self, raw: Any) -> Region:
        if not self._is_mapping(raw, "region", FIELDS):
            return Region((), ())
        localities = self._items(raw, "localities", MAXIMUM_LOCALITIES)
        links = self._items(raw, "links", MAXIMUM_LINKS)
        if len(localities) < 2:
            what = Text(
                "a region has at least two localities", "una región tiene dos lugares o más"
            )
            self._fault("localities", what)
        places = [self._place(item, f"localities.{at}") for at, item in enumerate(localities)]
        read = [self._link(item, f"links.{at}") for at, item in enumerate(links)]
        joined = [link for link in read if link is not None]
        for at, link in enumerate(read):
            if link is not None and link in joined[: joined.index(link)] + read[:at]:
                self._fault(f"links.{at}", Text("this link stands twice", "este enlace se repite"))
        return Region(tuple(place for place in places if place is not None), tuple(joined))

    def _place(self, raw: Any, where: str) -> Place | None:
        if not self._is_mapping(raw, where, PLACE_FIELDS):
            return None
        name = self._id(raw.get("id"), f"{where}.id")
        profile = self._profile(raw, where)
        discussed = self._discussed(raw.get("discussed"), f"{where}.discussed")
        return None if name is None or profile is None else Place(name, profile, discussed)

    def _id(self, given: Any, where: str) -> str | None:
        if not isinstance(given, str) or not ID.fullmatch(given):
            self._fault(where, _ID)
            return None
        if given in self.ids:
            what = Text(
                "the id '{id}' stands twice: localities.{at} has it too",
                "el id «{id}» se repite: también lo lleva localities.{at}",
            )
            self._fault(where, what.filled(id=given, at=self.ids[given]))
            return None
        self.ids[given] = int(where.split(".")[1])
        return given

    def _profile(self, raw: Mapping[str, Any], where: str) -> Profile | None:
        given, case = raw.get("profile"), raw.get("case")
        if (given is None) == (case is None):
            self._fault(f"{where}.profile", _EITHER)
            return None
        if case is not None:
            cases = self.knowledge.cases
            if not isinstance(case, str) or case not in cases:
                what = Text("there is no such documented case", "no hay tal caso documentado")
                self._fault(f"{where}.case", what, tuple(cases), _near(case, cases))
                return None
            given = cases[case].profile
        try:
            return read_profile(given, self.knowledge.vocabulary)
        except ProfileError as error:
            for fault in error.faults:
                inner = "" if fault.where == "profile" else f".{fault.where}"
                self._fault(f"{where}.profile{inner}", fault.what, fault.allowed, fault.nearest)
            return None

    def _discussed(self, given: Any, where: str) -> tuple[str, ...]:
        if given is None:
            return ()
        if not isinstance(given, list | tuple) or len(given) > MAXIMUM_DISCUSSED:
            self._fault(where, Text("give a list of measures", "indique una lista de medidas"))
            return ()
        known = self.knowledge.interventions
        for at, slug in enumerate(given):
            if not isinstance(slug, str) or slug not in known:
                what = Text("there is no such intervention", "no hay tal intervención")
                self._fault(f"{where}.{at}", what, (), _near(slug, known))
        return tuple(slug for slug in known if slug in given)

    def _link(self, raw: Any, where: str) -> Link | None:
        if not self._is_mapping(raw, where, LINK_FIELDS):
            return None
        kind = next((kind for kind in LINKS if kind == raw.get("kind")), None)
        if kind is None:
            what = Text("unknown kind of link", "tipo de enlace desconocido")
            self._fault(f"{where}.kind", what, LINKS, _near(raw.get("kind"), LINKS))
        ends = self._ends(raw.get("between"), f"{where}.between")
        return None if kind is None or ends is None else Link(ends, kind)

    def _ends(self, given: Any, where: str) -> tuple[str, str] | None:
        """The two ends, in the order of the localities: a link is the same from either side."""
        if not isinstance(given, list | tuple) or len(given) != 2:
            self._fault(
                where, Text("give the ids of two localities", "indique los id de dos lugares")
            )
            return None
        unknown = False
        for at, name in enumerate(given):
            if not isinstance(name, str) or name not in self.ids:
                what = Text("no locality has this id", "ningún lugar tiene este id")
                self._fault(f"{where}.{at}", what, tuple(self.ids), _near(name, self.ids))
                unknown = True
        if unknown:
            return None
        one, other = sorted(given, key=lambda name: self.ids[name])
        if one == other:
            what = Text(
                "a link joins two different localities", "un enlace une dos lugares distintos"
            )
            self._fault(where, what)
            return None
        return one, other

    def _is_mapping(self, raw: Any, where: str, fields: tuple[str, ...]) -> bool:
        if not isinstance(raw, Mapping):
            self._fault(where, Text("give a mapping", "indique un mapa"), fields)
            return False
        for key in raw:
            if key not in fields:
                here = str(key)[:100] if where == "region" else f"{where}.{str(key)[:100]}"
                self._fault(
                    here, Text("unknown field", "campo desconocido"), fields, _near(key, fields)
                )
        return True

    def _items(self, raw: Mapping[str, Any], name: str, limit: int) -> list[Any]:
        given = raw.get(name)
        if given is None:
            return []
        if not isinstance(given, list | tuple):
            self._fault(name, Text("give a list", "indique una lista"))
            return []
        if len(given) > limit:
            self._fault(name, Text(f"more than {limit} entries", f"más de {limit} entradas"))
            return []
        return list(given)

    def _fault(
        self, where: str, what: Text, allowed: tuple[str, ...] = (), near: str | None = None
    ) -> None:
        self.faults.append(Fault(where, what, allowed, near))


def _near(given: Any, known: Iterable[str]) -> str | None:
    return nearest(given, known) if isinstance(given, str) else None


_ID = Text(
    "an id is 1 to 60 letters without accents, digits, - or _, and begins with a letter or digit",
    "un id son de 1 a 60 letras sin acento, cifras, - o _, y empieza con una letra o una cifra",
)
_EITHER = Text(
    "give either a profile or the name of a documented case",
    "indique un perfil o el nombre de un caso documentado, uno solo",
)
