"""The first page: cases and localities on a map and in a list."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.app import create_app
from api.pages.map import APART, Mark, drawn, kept_apart
from api.pages.projection import Spot
from api.settings import Settings
from api.store import localities
from api.store.database import connect, upgrade
from api.store.localities import add_cases
from api.store.organisations import LOCAL
from engine.knowledge.model import Knowledge
from engine.places import PLACES, period_of, place_of
from tests.pages.conftest import Client, browsing


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_documented_case_is_listed(
    client: Client, knowledge: Knowledge, language: str
) -> None:
    """Each case has a link; the map leads nowhere that the list does not lead to."""
    page = client.get(f"/{language}/").text
    for case in knowledge.cases.values():
        assert f'href="/{language}/localities/{case.slug}"' in page
    listed = page.partition("</figure>")[2]
    for target in re.findall(r'<a href="([^"]+)" class="(?:place|whole)"', page):
        assert f'href="{target}"' in listed or f'id="{target[1:]}"' in listed, target


def test_the_navigation_says_where_one_is(client: Client) -> None:
    """The place where the reader is stands out in the navigation, and nowhere else."""
    assert '<a href="/en/" aria-current="page">' in client.get("/en/").text
    assert '<a href="/en/" aria-current="page">' not in client.get("/en/sign-in").text


def test_own_localities_are_listed_with_the_latest_first(client: Client, database: Engine) -> None:
    """What was described here is listed by name, and counted on the map by its country."""
    localities.add(database, LOCAL, {"name": "Older <b>", "country": "PE"}, None)
    localities.add(database, LOCAL, {"name": "Newer", "country": "PE", "factors": {}}, None)
    localities.add(database, LOCAL, {}, None)
    page = client.get("/es/").text
    own = page.partition('id="own"')[2].partition("</section>")[0]
    assert own.index("Sin nombre") < own.index("Newer") < own.index("Older &lt;b&gt;")
    assert 'aria-label="Perú: 2 localidades propias"' in page
    assert "guayaquil-2024" not in own


def test_own_localities_stand_where_their_place_is_known(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    """A documented name in its country is a place; any other stays in its country, and is counted.

    No point is made up: a town of that name elsewhere, or a name like it, is another place.
    """
    database = connect(f"sqlite:///{tmp_path}/remanso.sqlite3")
    upgrade(database)
    add_cases(database, knowledge.cases.values())
    for name, country in (
        *(("Guayaquil", "EC"), ("guayaquil", "EC"), ("Guayaquil", "PE"), ("Guayaquil norte", "EC")),
        *((None, "EC"), ("Medellín", "CO"), ("Lisboa", "PT"), ("Nowhere", None)),
    ):
        given = {"name": name, "country": country}
        localities.add(database, LOCAL, {k: v for k, v in given.items() if v}, None)
    with browsing(create_app(Settings(str(database.url)), knowledge, database)) as client:
        page = client.get("/en/").text
    database.dispose()
    marks = re.findall(r'class="own" aria-label="([^"]+)"', page)
    assert sorted(marks) == [
        "Ecuador: 2 own localities",
        "Guayaquil: 2 own localities",
        "Medellín: 1 own locality",
        "Peru: 1 own locality",
    ]
    assert "3 own localities stand in the middle of their country" in page
    assert "2 own localities are not on the map" in page


def test_many_localities_have_pages(client: Client, database: Engine) -> None:
    """A long list is shown in parts that lead to each other."""
    for number in range(30):
        localities.add(database, LOCAL, {"name": f"Many {number}"}, None)
    first = client.get("/en/").text
    assert 'href="?page=2#own"' in first
    assert 'href="?page=1#own"' in client.get("/en/?page=2").text


def test_points_lie_where_they_should(knowledge: Knowledge) -> None:
    """Cases about a town or region lie within the drawing; the others within their country."""
    view = drawn().view
    for case in knowledge.cases.values():
        place = place_of(case)
        if place.latitude is None or place.longitude is None:
            assert case.country in drawn().middles, case.slug
            continue
        spot = view.spot(place.latitude, place.longitude)
        assert 0 < spot.x < view.width, case.slug
        assert 0 < spot.y < view.height, case.slug


def test_every_case_has_a_name_in_both_languages(knowledge: Knowledge) -> None:
    """A documented case that is added needs its name and its point on the pages too."""
    assert set(knowledge.cases) == set(PLACES)
    for case in knowledge.cases.values():
        in_words = re.sub(r"[\d\s-]", "", case.period) != ""
        assert not in_words or period_of(case).es != case.period, case.slug


def test_marks_do_not_cover_each_other() -> None:
    """Marks at one spot part, the same way every time."""
    marks = [Mark("place", str(n), "", 1, Spot(100.0, 100.0)) for n in range(4)]
    placed = kept_apart(marks)
    spots = [mark.spot for mark in placed]
    for i, one in enumerate(spots):
        for other in spots[i + 1 :]:
            assert ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5 > APART - 0.5
    assert kept_apart(marks) == placed
