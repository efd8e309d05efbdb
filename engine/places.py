"""Where the documented cases lie, and what they are called in both languages.

Only cases about a town or a region have a point of their own: the middle of the place, to a tenth
of a degree, as any atlas has it. A case about a whole country stands in the country's middle, and
so does what a reader keeps, unless it has the name of a documented place there: profiles carry no
coordinates, because a point can endanger people.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.knowledge.model import Case
from engine.text import Language, Text


@dataclass(frozen=True, slots=True)
class Place:
    """A documented case's name, and its point in degrees if it is not about a whole country."""

    name: Text
    latitude: float | None = None
    longitude: float | None = None


PLACES: Mapping[str, Place] = {
    "buenaventura-2010-13": Place(
        Text(
            "Buenaventura, strip between gang territories",
            "Buenaventura, franja entre territorios de bandas",
        ),
        3.9,
        -77.0,
    ),
    "buenaventura-2022-24": Place(Text.same("Buenaventura"), 3.9, -77.0),
    "central-america-cooperation-2007-13": Place(
        Text("Central America, regional cooperation", "Centroamérica, cooperación regional")
    ),
    "colombia-coca-2014-21": Place(
        Text("Coca-growing regions of Colombia", "Regiones cocaleras de Colombia")
    ),
    "colombia-escobar-1993": Place(
        Text("Colombia, the Medellín Cartel", "Colombia, el cartel de Medellín")
    ),
    "colombia-quadrants-2010": Place(
        Text("Colombia, police quadrants", "Colombia, cuadrantes de policía")
    ),
    "colon-honduras-2024": Place(Text.same("Colón (Tocoa, Trujillo)"), 15.7, -86.0),
    "costa-rica-2023": Place(Text.same("Costa Rica")),
    "duran-2024": Place(Text.same("Durán"), -2.2, -79.8),
    "ecuador-2024-conflict-declaration": Place(
        Text("Ecuador, declared internal conflict", "Ecuador, conflicto interno declarado")
    ),
    "el-salvador-2022-25": Place(Text.same("El Salvador")),
    "el-salvador-mano-dura-2000s": Place(
        Text(
            "El Salvador, Honduras, Guatemala: iron fist",
            "El Salvador, Honduras, Guatemala: mano dura",
        )
    ),
    "el-salvador-truce-2012": Place(Text("El Salvador, the truce", "El Salvador, la tregua")),
    "guatemala-cicig-2007": Place(Text("Guatemala, CICIG", "Guatemala, CICIG")),
    "guaviare-2024": Place(Text.same("Guaviare"), 2.1, -72.3),
    "guayaquil-2024": Place(Text.same("Guayaquil"), -2.2, -79.9),
    "honduras-north-coast-2005-11": Place(
        Text("North coast of Honduras", "Costa norte de Honduras"), 15.7, -87.5
    ),
    "manzanillo-2024": Place(Text("Manzanillo and Colima", "Manzanillo y Colima"), 19.1, -104.2),
    "medellin-2000s": Place(Text.same("Medellín"), 6.2, -75.6),
    "mexico-2006-12": Place(Text("Mexico", "México")),
    "mexico-2018-20": Place(Text("Mexico", "México")),
    "mexico-city-2010s": Place(Text("Mexico City", "Ciudad de México"), 19.4, -99.1),
    "mexico-elections-2024": Place(
        Text("Mexico, municipal elections", "México, elecciones municipales")
    ),
    "mexico-guadalajara-1980s": Place(
        Text("Mexico, the Guadalajara confederation", "México, la confederación de Guadalajara")
    ),
    "mexico-guatemala-border-2012": Place(
        Text("Chiapas and the Guatemalan border", "Chiapas y la frontera con Guatemala"),
        15.4,
        -92.3,
    ),
    "mexico-pri-era": Place(Text("Mexico, the PRI era", "México, la era del PRI")),
    "monterrey-2009-13": Place(Text.same("Monterrey"), 25.7, -100.3),
    "nicaragua-1998-2012": Place(Text.same("Nicaragua")),
    "northern-triangle-cities-2010-16": Place(
        Text("Cities of Honduras and El Salvador", "Ciudades de Honduras y El Salvador"),
        13.7,
        -89.2,
    ),
    "putumayo-2024": Place(Text.same("Putumayo"), 0.6, -76.3),
    "rio-upp-2008": Place(Text("Rio de Janeiro, favelas", "Río de Janeiro, favelas"), -22.9, -43.3),
    "rosario-2024": Place(Text.same("Rosario"), -32.9, -60.7),
    "san-fernando-tamaulipas-2010": Place(Text.same("San Fernando, Tamaulipas"), 24.8, -98.2),
    "sincelejo-2023": Place(Text.same("Sincelejo"), 9.3, -75.4),
    "sur-de-bolivar-2023": Place(Text.same("Sur de Bolívar (San Pablo)"), 7.5, -73.9),
    "us-southwest-border-2021-23": Place(
        Text("US-Mexico border", "Frontera de México y Estados Unidos"), 31.7, -106.4
    ),
    "zacatecas-2019-20": Place(Text.same("Zacatecas"), 22.8, -102.6),
}


# Periods that a case's file tells in words; the others are years.
_PERIODS: Mapping[str, Text] = {
    "2024-01 to 2025-02": Text("January 2024 to February 2025", "enero de 2024 a febrero de 2025"),
    "to 1993 and after": Text("to 1993 and after", "hasta 1993 y después"),
    "to 1990s": Text("to the 1990s", "hasta los años noventa"),
    "1980s": Text("1980s", "años ochenta"),
    "2000s": Text("2000s", "años 2000"),
    "early 2000s": Text("early 2000s", "comienzos de los años 2000"),
    "2010s": Text("2010s", "década de 2010"),
    "2009-2013 and after": Text("2009–2013 and after", "2009-2013 y después"),
    "from 2007": Text("from 2007", "desde 2007"),
    "from 2008": Text("from 2008", "desde 2008"),
    "from 2010": Text("from 2010", "desde 2010"),
}
_WRITTEN: Mapping[str, str] = {
    told: written for written, text in _PERIODS.items() for told in (text.en, text.es)
}
_YEARS = re.compile(r"\d{4}[-–]\d{4}")


def period_of(case: Case) -> Text:
    """The years that a case is about, in words where its file has words."""
    return time_told(case.period)


def time_told(written: str) -> Text:
    """The time that a description names, as each language tells it.

    A locality of one's own that began from a case keeps the case's time, in the words of its file
    or of the language in which it was begun. Whatever else is written there stands for itself.
    """
    if time_written(written) in _PERIODS:
        return _PERIODS[time_written(written)]
    if _YEARS.fullmatch(written):
        first, last = written[:4], written[-4:]
        return Text(f"{first}–{last}", f"{first}-{last}")
    return Text.same(written)


def time_written(told: str) -> str:
    """A case's time as its file has it, in whichever language it is told; any other as it is."""
    return _WRITTEN.get(told, told)


def place_of(case: Case) -> Place:
    """The place of a documented case; one of another knowledge base is called as its file says."""
    return PLACES.get(case.slug) or Place(Text.same(case.place))


def called(case: Case, profile: Mapping[str, Any], language: Language) -> Mapping[str, Any]:
    """A case's profile with its place and its time, of each value too, as a language has them."""
    name, time = place_of(case).name.in_(language), period_of(case).in_(language)
    factors = {
        slug: {**value, "as_of": time} if isinstance(value, Mapping) and "as_of" in value else value
        for slug, value in (profile.get("factors") or {}).items()
    }
    return {**profile, "name": name, "as_of": time, "factors": factors}


def described(name: str, country: str | None, time: str | None, cases: Iterable[Case]) -> Text:
    """What a described place is called: a documented one as each language calls it.

    A locality of one's own that began from a case keeps the case's name, as its file or one of the
    languages has it. Cases of one name are told apart by their time; where that leaves several, the
    name is that of the place that they share. Any other place is called as it is written.
    """
    alike = [case for case in cases if case.country == country and name in names_of(case)]
    then = [case for case in alike if time_told(time or "") == period_of(case)]
    found = {place_of(case).name for case in then or alike}
    if not found:
        return Text.same(name)
    return found.pop() if len(found) == 1 else place_name(name)


def names_of(case: Case) -> tuple[str, str, str]:
    """How a case's place may be written: as in its file, and in both languages."""
    name = place_of(case).name
    return case.place, name.en, name.es


def place_name(name: str) -> Text:
    """A place that evidence comes from, as each language calls it; others have one name."""
    return _NAMES.get(name) or Text.same(name)


_NAMES: Mapping[str, Text] = {
    name: Text(english, spanish)
    for name, english, spanish in (
        ("Andean countries", "Andean countries", "países andinos"),
        ("Bogota", "Bogotá", "Bogotá"),
        ("Brazil", "Brazil", "Brasil"),
        ("Caribbean", "Caribbean", "Caribe"),
        (
            "Caribbean coast of Nicaragua",
            "Caribbean coast of Nicaragua",
            "costa caribeña de Nicaragua",
        ),
        ("Central America", "Central America", "Centroamérica"),
        ("Central American cities", "Central American cities", "ciudades centroamericanas"),
        ("Choco", "Chocó", "Chocó"),
        ("Ciudad Juarez", "Ciudad Juárez", "Ciudad Juárez"),
        ("Colon", "Colón", "Colón"),
        ("Culiacan", "Culiacán", "Culiacán"),
        ("Dominican Republic", "Dominican Republic", "República Dominicana"),
        ("Duran", "Durán", "Durán"),
        ("Dubai", "Dubai", "Dubái"),
        ("Europe", "Europe", "Europa"),
        ("European ports", "European ports", "puertos europeos"),
        ("Honduras north coast", "Honduras north coast", "costa norte de Honduras"),
        ("Jamundi", "Jamundí", "Jamundí"),
        ("Latin America", "Latin America", "América Latina"),
        (
            "Latin America and the Caribbean",
            "Latin America and the Caribbean",
            "América Latina y el Caribe",
        ),
        ("Medellin", "Medellín", "Medellín"),
        ("Mexico", "Mexico", "México"),
        ("Mexico City", "Mexico City", "Ciudad de México"),
        ("Narino", "Nariño", "Nariño"),
        ("Panama", "Panama", "Panamá"),
        ("Peten", "Petén", "Petén"),
        ("Rio de Janeiro", "Rio de Janeiro", "Río de Janeiro"),
        ("Sao Paulo", "São Paulo", "São Paulo"),
        ("Sur de Bolivar", "Sur de Bolívar", "Sur de Bolívar"),
        ("United States", "United States", "Estados Unidos"),
        ("world", "world", "mundo"),
    )
}
