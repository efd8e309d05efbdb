"""Tables of localities as pages: sent, followed, read, filtered, and gone on from."""

import csv
import io
import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar
from sqlalchemy import Engine

from api.access.principal import Scope
from api.app import create_app
from api.batches.job import ADVICE
from api.settings import Settings
from api.store import batches
from api.store.database import connect, upgrade
from api.store.localities import add_cases
from api.store.organisations import Organisation
from engine.knowledge.model import Knowledge
from engine.ranking import VERDICTS
from engine.tables.given import is_kept
from engine.tables.survey import Survey, Wish, surveyed
from engine.text import LANGUAGES
from tests.pages.conftest import Client, browsing
from tests.pages.test_sign_in import HOME, key_for, signed_in
from tests.tables.profile_tables import row_of

pytestmark = pytest.mark.slow  # each table is worked out in a process of its own

DATA = Path(__file__).parent.parent / "tables" / "data"
COLOMBIA = DATA / "co_municipality_2024.csv"
HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}'
HEAVIEST = 300_000  # bytes of a page with all its files


def table(rows: Sequence[Mapping[str, object]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def municipalities() -> list[dict[str, str]]:
    with COLOMBIA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(html: str) -> str:
    """What a reader sees, in one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def send(
    client: Client, content: bytes, *, name: str = "places.csv", lang: str = "en", **form: str
) -> Any:
    """What a browser sends when the form is filled in, lists without a file included."""
    fields = {"recipe": "", **form}
    texts = [("", f'name="{name}"', text.encode()) for name, text in fields.items()]
    quoted = name.replace('"', "%22")
    files = [(f'; filename="{quoted}"', 'name="profiles"', content)]
    files += [('; filename=""', 'name="groups"', b"")]
    body = b"".join(
        f"--edge\r\nContent-Disposition: form-data; {field}{about}\r\n\r\n".encode()
        + value
        + b"\r\n"
        for about, field, value in [*texts, *files]
    )
    kind = {"Content-Type": "multipart/form-data; boundary=edge"}
    return client.post(f"/{lang}/tables", content=body + b"--edge--\r\n", headers=kind)


def ended(client: Client, address: str) -> str:
    """The page of a table once it has ended, followed as by a reader who looks again."""
    while 'action="' + address + "/cancel" in (page := client.get(address).text):
        time.sleep(0.05)
    return page


def worked_out(client: Client, content: bytes, **about: str) -> str:
    """The address of a table that is finished."""
    response = send(client, content, **{"keep_rows": "true", **about})
    assert response.status_code == 303, told(response.text)
    address = str(response.headers["Location"])
    assert 'id="localities"' in ended(client, address)
    return address


@pytest.fixture(scope="module")
def rows(knowledge: Knowledge) -> list[dict[str, str]]:
    """The documented cases in a row each, some of them with a point; one row cannot be read."""
    found = [row_of(knowledge, slug, case.profile) for slug, case in knowledge.cases.items()]
    for number, row in enumerate(found[:20]):
        row.update(latitude=str(number - 10), longitude=str(-60 - number))
    found[0] |= {"latitude": "48.8", "longitude": "2.3"}  # on no map of Latin America
    found[3]["name"] = HOSTILE
    return [*found, {"id": "odd", "extortion": "comon"}]


@pytest.fixture(scope="module")
def finished(client: Client, rows: list[dict[str, str]]) -> str:
    return worked_out(client, table(rows), name=f"{HOSTILE}.csv", format="geojson")


@pytest.fixture(scope="module")
def colombia(client: Client) -> str:
    return worked_out(client, COLOMBIA.read_bytes(), recipe="colombia-2024", name=COLOMBIA.name)


def spanish(address: str) -> str:
    return address.replace("/en/", "/es/")


def ids(page: str) -> list[str]:
    """The rows that a page of localities lists."""
    return re.findall(r'href="/e[ns]/tables/\w+/rows/(\d+)"', page)


def test_the_way_from_the_start_leads_to_tables(client: Client) -> None:
    """The navigation leads here, and so does the choice of where to begin a description."""
    for lang in LANGUAGES:
        start = client.get(f"/{lang}/").text
        assert start.count(f'href="/{lang}/tables"') == 2
        page = client.get(f"/{lang}/tables").text
        assert f'<a href="/{lang}/tables" aria-current="page">' in page
        assert 'enctype="multipart/form-data"' in page


def test_every_recipe_is_offered_by_its_title(client: Client, app: Litestar) -> None:
    for lang, title in (("en", "Colombian municipalities"), ("es", "Municipios de Colombia")):
        page = client.get(f"/{lang}/tables").text
        assert re.search(rf'<option value="colombia-2024">{title}', page)


def test_a_table_is_followed_until_it_is_finished(
    client: Client, app: Litestar, rows: list[dict[str, str]]
) -> None:
    """While it waits or runs it says how far it is; htmx gets that alone, then the whole anew."""
    response = send(client, table(rows), lang="es")
    address = response.headers["Location"]
    part = client.get(address, headers={"HX-Request": "true"})
    assert "<progress" in part.text
    assert "<html" not in part.text
    page = ended(client, address)
    assert "localidades tienen recomendación" in told(page)
    last = client.get(address, headers={"HX-Request": "true"})
    assert last.headers["HX-Refresh"] == "true"
    assert "hx-trigger" not in last.text


def test_a_table_that_runs_can_be_cancelled(
    client: Client, app: Litestar, database: Engine, rows: list[dict[str, str]]
) -> None:
    """Its work stops, and the page says that nothing of it is kept."""
    many = [{**row, "id": f"{row['id']}-{n}"} for n in range(300) for row in rows]
    address = send(client, table(many)).headers["Location"]
    page = client.get(address).text
    assert f'action="{address}/cancel"' in page
    assert "<progress" in page
    assert client.post(f"{address}/cancel").status_code == 303
    assert "tables were removed" in client.get(address).text
    assert batches.status_of(database, address.rpartition("/")[2]) == batches.CANCELLED


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_says_what_came_of_it(
    client: Client, finished: str, rows: list[dict[str, str]], knowledge: Knowledge, lang: str
) -> None:
    """How many, how many were set aside and why, what comes first, and what to beware of."""
    page = client.get(finished.replace("/en/", f"/{lang}/")).text
    said = told(page)
    advised = {"en": "{n} localities have advice", "es": "{n} localidades tienen recomendación"}
    assert advised[lang].format(n=len(rows) - 1) in said
    rejects = told(page.partition('id="rejects"')[2].partition("</section>")[0])
    assert f" {len(rows)} odd extortion " in rejects
    assert {"en": "did you mean 'common'", "es": "quiso decir «common»"}[lang] in rejects
    firsts = page.partition('id="firsts"')[2].partition("</table>")[0]
    counts = [int(n) for n in re.findall(r'class="figure">([\d.,]+)</td>', firsts)]
    assert sum(counts) == len(rows) - 1
    assert f'href="/{lang}/knowledge/rules/' in page.partition('id="care"')[2]


def test_what_is_hostile_is_text(client: Client, finished: str) -> None:
    """A name, a file's name and what is looked for are shown as they are, and do nothing."""
    lists = client.get("/en/tables").text
    page = client.get(f"{finished}", params={"text": HOSTILE}).text
    (number,) = ids(page)
    for shown in (lists, page, client.get(f"{finished}/rows/{number}").text):
        assert "<script>alert" not in shown
        assert "49" not in told(shown).partition("script>")[2][:20]
        assert HOSTILE in unescape(shown)


def test_filters_stand_in_the_address(client: Client, finished: str) -> None:
    """What is chosen is what is listed, stays chosen, and holds in the other language."""
    page = client.get(finished).text
    first = re.findall(r'<a href="([^"]*\?first=(\w+)#localities)">', page)[0]
    shown = client.get(unescape(first[0]).partition("#")[0]).text
    assert f'<option value="{first[1]}" selected>' in shown
    assert 0 < len(ids(shown)) < len(ids(page))
    assert ids(client.get(spanish(unescape(first[0])).partition("#")[0]).text) == ids(shown)
    asked = {"option": "militarised_crackdown", "verdict": "strong_against"}
    against = client.get(finished, params=asked).text
    assert ids(against)
    cells = against.partition("</thead>")[2].count("verdict strong_against")
    assert cells >= len(ids(against))
    found = client.get(finished, params={"text": "DURAN-2024"}).text
    assert len(ids(found)) == 1
    assert "No locality is like that" in client.get(finished, params={"text": "zzz"}).text


def test_an_address_that_makes_no_sense_shows_everything(client: Client, finished: str) -> None:
    """Names that are none of the rules', sorts and pages that are none, are not asked for."""
    odd = {"first": "x'; --", "option": "?", "rule": '"', "verdict": "x", "sort": "x", "page": "x"}
    assert ids(client.get(finished, params=odd).text) == ids(client.get(finished).text)


def test_sorts_keep_every_locality(client: Client, finished: str) -> None:
    listed = [ids(client.get(finished, params={"sort": sort}).text) for sort in ("table", "name",
        "known", "verdict")]  # fmt: skip
    assert len({tuple(sorted(found)) for found in listed}) == 1
    assert len({tuple(found) for found in listed}) == 4
    assert listed[0] == sorted(listed[0], key=int)


def test_the_map_shows_who_has_a_point(client: Client, finished: str) -> None:
    """A mark for each, told by shape and by a legend; who has none is counted."""
    page = client.get(finished).text
    figure = page.partition('<figure class="map many">')[2].partition("</figure>")[0]
    assert 'role="img" aria-label="Map of the localities' in figure
    drawn = [len(re.findall(r"[ML]", path)) for path in re.findall(r' d="([^"]+)"', figure)]
    assert sum(drawn) == 19  # of twenty with a point one is in Europe
    assert f"{len(ids(page)) - 19} of them have no point on this map" in told(page)
    for verdict in set(re.findall(r"url\(#at-(\w+)\)", figure)):
        assert f'<marker id="at-{verdict}"' in figure
        assert f'class="verdict {verdict}"' in page


def test_a_table_without_points_has_no_map(client: Client) -> None:
    page = ended(client, worked_out(client, b"id,extortion\na,common\n"))
    assert "<figure" not in page
    assert "There is no map" in page


@pytest.mark.parametrize(
    ("name", "kind", "begins"),
    [
        ("advice.csv", "text/csv", b'"row","id","name"'),
        ("advice.parquet", "application/vnd.apache.parquet", b"PAR1"),
        ("advice.geojson", "application/geo+json", b'{"type": "FeatureCollection"'),
        ("localities.csv", "text/csv", b'"row","id"'),
        ("localities.parquet", "application/vnd.apache.parquet", b"PAR1"),
        ("rejects.csv", "text/csv", b"table,row,id,column,reason,motivo"),
    ],
)
def test_everything_can_be_taken_along(
    client: Client, finished: str, name: str, kind: str, begins: bytes
) -> None:
    """Every form that the API offers is linked, and is what its name says."""
    assert f'href="{finished}/{name}"' in client.get(finished).text
    response = client.get(f"{finished}/{name}")
    assert response.headers["Content-Type"].startswith(kind)
    assert response.content.startswith(begins)
    assert "attachment" in response.headers["Content-Disposition"]


def test_a_file_that_was_not_made_is_not_there(client: Client, colombia: str) -> None:
    assert "geojson" not in client.get(colombia).text
    assert client.get(f"{colombia}/advice.geojson").status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_recipe_reads_a_public_table(
    client: Client, colombia: str, knowledge: Knowledge, lang: str
) -> None:
    """Each row tells what the recipe made of it, from which source, and with which limits."""
    address = colombia.replace("/en/", f"/{lang}/")
    page = client.get(address, params={"text": "medellin"}).text
    (number,) = ids(page)
    row = told(client.get(f"{address}/rows/{number}").text)
    rate = knowledge.vocabulary.factors["homicide_rate"].name
    assert rate.in_("en" if lang == "en" else "es") in row
    assert "Policia Nacional" in row
    assert {"en": "leaves these unknown on purpose", "es": "desconocidos a propósito"}[lang] in row


def test_a_row_becomes_a_draft(client: Client, colombia: str) -> None:
    """The draft says what the row says, where it comes from, and nothing else."""
    (number,) = ids(client.get(colombia, params={"text": "medellin"}).text)
    begun = client.post(f"{colombia}/rows/{number}/describe")
    assert begun.status_code == 303
    place = begun.headers["Location"]
    assert 'value="MEDELLÍN, ANTIOQUIA"' in unescape(client.get(place).text)
    violence = unescape(client.get(f"{place.removesuffix('place')}violence").text)
    assert re.search(r'name="factors.homicide_rate"[^>]* value="11.3', violence)
    assert re.search(r'name="factors.homicide_rate:source"[^>]* value="Policia Nacional', violence)
    review = client.get(f"{place.removesuffix('place')}review").text
    assert "Policia Nacional" in review


def test_a_row_becomes_a_locality_with_its_full_advice(client: Client, colombia: str) -> None:
    """It is kept as one's own, and its advice puts first what the table's row puts first."""
    page = client.get(f"{colombia}/rows/1").text
    first = re.findall(r'<th scope="row">([^<]+)</th>', page.partition('id="short"')[2])[0]
    kept = client.post(f"{colombia}/rows/1/advice")
    assert kept.status_code == 303
    advice = client.get(kept.headers["Location"])
    assert advice.status_code == 200
    ranked = re.search(r'class="rank">1\.</span>.*?</h3>', advice.text, re.DOTALL)
    assert ranked is not None
    assert first in ranked[0]


def test_entities_of_tables_beside_it_are_in_the_draft(client: Client) -> None:
    """What stood in a table of groups stands in the list of the draft, and in no other row's."""
    files = {
        "profiles": ("p.csv", b"id,extortion\na,common\nb,\n"),
        "groups": ("g.csv", b"locality,name,tier\na,Los Uno,urban_gang\n"),
    }
    response = client.post("/en/tables", data={"keep_rows": "true"}, files=files)
    assert response.status_code == 303, told(response.text)
    address = response.headers["Location"]
    ended(client, address)
    for row, stands in ((1, True), (2, False)):
        place = client.post(f"{address}/rows/{row}/describe").headers["Location"]
        groups = client.get(f"{place.removesuffix('place')}groups").text
        assert ("Los Uno" in groups) is stands


def test_what_rows_said_is_kept_only_where_that_is_wanted(
    client: Client, app: Litestar, rows: list[dict[str, str]]
) -> None:
    """Without the tick only the advice stays; with it, what is kept can be removed again."""
    bare = worked_out(client, table(rows[:2]), keep_rows="")
    page = client.get(f"{bare}/rows/1").text
    assert "is not kept" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert client.post(f"{bare}/rows/1/describe").status_code == 409
    kept = worked_out(client, table(rows[:2]))
    folder = app.state.runner.folder(kept.rpartition("/")[2])
    assert is_kept(folder / ADVICE)
    assert client.post(f"{kept}/forget").status_code == 303
    assert not is_kept(folder / ADVICE)
    assert not list(folder.glob("*given*"))
    assert client.get(f"{kept}/rows/1").status_code == 200
    assert "Remove what the rows said" not in client.get(kept).text


def test_a_table_of_which_no_row_can_be_read_tells_why(client: Client) -> None:
    """There is no advice, no map and no warning, but the reason of each row."""
    page = client.get(worked_out(client, b"id,extortion,latitude,longitude\na,comon,1,2\n")).text
    assert "0 localities have advice" in told(page)
    assert "did you mean" in told(page.partition('id="rejects"')[2])
    assert "<figure" not in page
    assert 'id="firsts"' not in page


def test_a_row_that_was_set_aside_has_no_page(
    client: Client, finished: str, rows: list[dict[str, str]]
) -> None:
    for row in (len(rows), len(rows) + 1, 0, 2**63 - 1, 2**63, int("9" * 60)):
        assert client.get(f"{finished}/rows/{row}").status_code == 404
        assert client.post(f"{finished}/rows/{row}/describe").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "form", "said"),
    [
        (b"", "", {}, ("Choose a file", "Elija un archivo")),
        (b"x", "notes.txt", {}, ("This kind of file", "Este tipo de archivo")),
        (b"id,extorsion\na,b\n", "t.csv", {}, ("Did you mean “extortion”", "¿Quiso decir «ext")),
        (b"id,extortion\n", "t.csv", {}, ("has no rows", "no tiene filas")),
        (b"x", "t.xlsx", {}, ("cannot be read", "no se puede leer")),
        (b"id\na\n", "t.csv", {"format": "geojson"}, ("needs the columns", "necesita las col")),
        (b"id\na\n", "t.csv", {"recipe": "colombia-2024"}, ("no column 'code'", "columna «code»")),
        (b"id\na\n", "t.csv", {"recipe": "x"}, ("no such recipe", "no hay tal receta")),
    ],
)
def test_a_table_that_cannot_be_used_is_told_at_its_field(
    client: Client, content: bytes, name: str, form: dict[str, str], said: tuple[str, str]
) -> None:
    """What is wrong, in the reader's language; what was chosen stays; nothing is kept of it."""
    field = next(iter(form), "profiles")
    for lang, what in zip(("en", "es"), said, strict=True):
        before = client.get("/v1/batches").json()["total"]
        response = send(client, content, name=name, lang=lang, **form)
        assert response.status_code == 422
        faults = response.text.partition(f'id="fault-{field}"')[2].partition("</p>")[0]
        assert what in unescape(faults)
        assert 'role="alert"' in response.text
        if form.get("recipe") == "colombia-2024":
            assert '<option value="colombia-2024" selected>' in response.text
        if "format" in form:
            assert re.search(r'id="format"[^>]* checked', response.text)
        assert client.get("/v1/batches").json()["total"] == before


def test_with_htmx_the_form_keeps_the_file(client: Client) -> None:
    """What is wrong comes by itself, so that the form stays as it is; what is right leads on."""
    files = {"profiles": ("t.csv", b"id,extorsion\na,b\n")}
    header = {"HX-Request": "true"}
    refused = client.post("/en/tables", data={"recipe": ""}, files=files, headers=header)
    assert refused.status_code == 422
    assert refused.text.lstrip().startswith('<div id="told" role="alert">')
    files = {"profiles": ("t.csv", b"id,extortion\na,common\n")}
    taken = client.post("/en/tables", data={"recipe": ""}, files=files, headers=header)
    assert taken.headers["HX-Redirect"].startswith("/en/tables/")


def test_a_table_that_is_too_large_is_refused(
    knowledge: Knowledge, database: Engine, tmp_path: Path
) -> None:
    limited = Settings(str(database.url), batch_store=tmp_path, batch_limit=1024)
    with browsing(create_app(limited, knowledge, database)) as narrow:
        response = send(narrow, b"id\n" + b"x\n" * 1024, lang="es", recipe="mexico-2010")
        assert response.status_code == 422
        assert "pesa más de" in response.text
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]


def test_rows_that_a_recipe_cannot_read_are_told_by_their_place(client: Client) -> None:
    """The row is the one of the table that was sent, whatever came before it."""
    found, odd = municipalities(), 5
    found[odd - 1]["lat"] = "north"
    address = worked_out(client, table(found), recipe="colombia-2024")
    page = client.get(address).text
    rejects = told(page.partition('id="rejects"')[2].partition("</section>")[0])
    assert re.search(rf"Reason {odd} lat \w", rejects)
    assert "1 row was set aside" in told(page)
    assert f"{len(found) - 1} localities have advice" in told(page)


def test_a_table_that_fails_says_why(client: Client) -> None:
    """What shows only when all rows are read is told on the table's page."""
    content = table([{**row, "lat": "north"} for row in municipalities()])
    response = send(client, content, recipe="colombia-2024", lang="es")
    page = ended(client, response.headers["Location"])
    assert "Por qué no se pudo calcular" in page
    assert "ninguna fila de la tabla se puede leer con esta receta; fila 1" in told(page)


def test_a_table_asked_over_the_api_is_read_here_too(
    client: Client, rows: list[dict[str, str]]
) -> None:
    """Of what was not asked, rules or other options, nothing is claimed."""
    asked = client.post(
        "/v1/batches?intervention=bare_truce",
        content=table(rows[:6]),
        headers={"Content-Type": "text/csv"},
    ).json()
    address = f"/en/tables/{asked['id']}"
    page = ended(client, address)
    assert "asked about one intervention" in told(page)
    assert len(ids(page)) == 6
    assert 'id="care"' not in page
    row = told(client.get(f"{address}/rows/1").text)
    assert "was not asked which rules speak here" in row
    assert "No contraindication" not in row
    assert ids(client.get(address, params={"rule": "break-up-is-not-success"}).text) == ids(page)


def test_a_table_is_its_organisations_own(
    knowledge: Knowledge, tmp_path: Path, rows: list[dict[str, str]]
) -> None:
    """Another organisation's table, its rows and its files are answered as if there were none."""
    engine = connect(f"sqlite:///{tmp_path}/keys.sqlite3")
    upgrade(engine)
    add_cases(engine, knowledge.cases.values())
    keys = [key_for(engine, Organisation(name), *Scope) for name in ("ours", "theirs")]
    with browsing(create_app(Settings(str(engine.url), rate=0), knowledge, engine)) as visitor:
        visitor.headers.update(HOME)
        signed_in(visitor, keys[0])
        address = worked_out(visitor, table(rows[:3]))
        signed_in(visitor, keys[1])
        assert "places.csv" not in visitor.get("/en/tables").text
        for path in ("", "/rows/1", "/advice.csv", "/localities.csv", "/rejects.csv"):
            assert visitor.get(f"{address}{path}").status_code == 404
        for path in ("/cancel", "/forget", "/rows/1/describe", "/rows/1/advice"):
            assert visitor.post(f"{address}{path}").status_code == 404
        signed_in(visitor, keys[0])
        assert visitor.get(f"{address}/rows/1").status_code == 200
    engine.dispose()


@pytest.fixture(scope="module")
def survey(app: Litestar, client: Client, finished: str) -> Iterator[Survey]:
    folder = app.state.runner.folder(finished.rpartition("/")[2])
    with surveyed(folder / ADVICE, folder / "advice.localities.parquet", ranked_for=None) as found:
        yield found


TEXTS = st.sampled_from(["", "a", "20", "-", "HONDURAS", "ó", "%", "'", "zzz"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_filters_part_the_localities(
    data: st.DataObject, survey: Survey, knowledge: Knowledge
) -> None:
    """Under any filter, each locality has one verdict and one first place: counts add up."""
    options = st.sampled_from(["", *knowledge.interventions])
    rules = st.sampled_from(["", *survey.speaking()])
    wish = Wish(option=data.draw(options), rule=data.draw(rules), text=data.draw(TEXTS))
    total = survey.count(wish)
    assert total <= survey.count()
    assert sum(survey.verdicts(wish).values()) == total
    by_verdict = [Wish("", wish.option, v, wish.rule, wish.text) for v in VERDICTS]
    assert [survey.count(one) for one in by_verdict] == [
        survey.verdicts(wish).get(verdict, 0) for verdict in VERDICTS
    ]
    firsts = {first.intervention for first in survey.firsts()}
    by_first = [Wish(slug, wish.option, "", wish.rule, wish.text) for slug in sorted(firsts)]
    assert sum(survey.count(one) for one in by_first) == total
    listed = [found.row for found in survey.found(wish, "verdict", 1000, 0)]
    parts = [survey.found(wish, "verdict", 7, at) for at in range(0, max(total, 1), 7)]
    assert [found.row for part in parts for found in part] == listed
    assert len(set(listed)) == total


def test_no_page_of_ten_thousand_rows_is_heavy(client: Client) -> None:
    """With its files it stays under 300 KB, whatever is asked of it, in both languages."""
    spread = [(n * 7919 % 10_007, n * 104_729 % 10_009) for n in range(10_000)]
    content = table(
        [
            {
                "id": f"place-{n}",
                "name": f"Municipality of the long name {n}",
                "country": "BR",
                "latitude": -33 + y / 250,
                "longitude": -74 + x / 260,
                "extortion": ("", "common", "pervasive|common", "sporadic")[n % 4],
                "prison_control": ("", "inmate_run")[n % 2],
            }
            for n, (x, y) in enumerate(spread)
        ]
    )
    address = worked_out(client, content)
    queries = ("", "?option=militarised_crackdown&sort=verdict&page=200", "?text=9")
    for page in (client.get(f"{spanish(address)}{query}").text for query in queries):
        files = dict.fromkeys(re.findall(r'(?:href|src)="(/assets/[^"#]+)', page))
        weight = sum(len(client.get(file).content) for file in files)
        assert len(page.encode()) + weight < HEAVIEST
        assert len(ids(page)) <= 50


def test_the_record_of_a_table_says_how_it_was_asked(client: Client, colombia: str) -> None:
    """Over the API the same batch names its recipe, its language, and that its rows are kept."""
    shown = client.get(f"/v1/batches/{colombia.rpartition('/')[2]}").json()
    question = shown["question"]
    assert (question["recipe"], question["keep_rows"]) == ("colombia-2024", True)
    assert question["language"] == "en"
    assert shown["summary"]["left_out"] == 0
    assert json.dumps(shown["tables"])
