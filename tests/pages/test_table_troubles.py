"""Tables of localities where something is odd: told as it is, at its place, and never a failure."""

import re
from html import unescape
from pathlib import Path

import pyarrow as pa
import pytest
from litestar import Litestar
from pyarrow import parquet
from sqlalchemy import Engine, func
from sqlmodel import select

from api.app import create_app
from api.batches.job import ADVICE
from api.batches.runner import Runner
from api.settings import Settings
from api.store import drafts
from api.store.organisations import LOCAL
from api.store.tables import Locality
from api.store.writing import session
from engine.knowledge.model import Knowledge
from engine.tables import given
from engine.text import LANGUAGES
from tests.pages.conftest import Client, browsing
from tests.pages.test_tables import (
    COLOMBIA,
    ended,
    ids,
    send,
    spanish,
    table,
    told,
    worked_out,
)
from tests.tables.profile_tables import documented, many

pytestmark = pytest.mark.slow  # each table is worked out in a process of its own

PLAIN = b"id,extortion\na,common\nb,sporadic\n"


def of(app: Litestar, address: str) -> Path:
    """Where the advice on a table lies."""
    runner: Runner = app.state.runner
    return runner.folder(address.rpartition("/")[2]) / ADVICE


def section(page: str, name: str) -> str:
    return told(page.partition(f'id="{name}"')[2].partition("</section>")[0])


@pytest.fixture(scope="module")
def plain(client: Client) -> str:
    return worked_out(client, PLAIN)


@pytest.fixture(scope="module")
def cases(client: Client, knowledge: Knowledge) -> str:
    return worked_out(client, table(many(documented(knowledge), 2)))


def test_rows_are_not_forgotten_while_they_are_worked_on(
    client: Client, app: Litestar, knowledge: Knowledge
) -> None:
    """Who asks too early is told so: they would be kept afterwards all the same."""
    address = send(client, table(many(documented(knowledge), 60)), keep_rows="true").headers[
        "Location"
    ]
    assert client.post(f"{address}/forget").status_code == 409
    assert client.post(f"{address}/cancel").status_code == 303


def localities(database: Engine) -> int:
    with session(database) as reading:
        return reading.exec(select(func.count()).select_from(Locality)).one()


def test_a_row_is_kept_once(client: Client, database: Engine, plain: str) -> None:
    """Asked for twice, by a double click, it is one locality; no draft is left behind."""
    before, unfinished = localities(database), drafts.unfinished(database, LOCAL, 1_000)
    first, second = (client.post(f"{plain}/rows/1/advice").headers["Location"] for _ in range(2))
    assert first == second
    assert localities(database) == before + 1
    assert client.post(f"{plain}/rows/2/advice").headers["Location"] != first
    assert drafts.unfinished(database, LOCAL, 1_000) == unfinished


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_that_the_rules_cannot_read_any_more_says_so(
    client: Client, app: Litestar, plain: str, lang: str
) -> None:
    """A factor that has left the rules is no failure: the advice stays, and why is told."""
    address, kept = worked_out(client, PLAIN), b'{"id": "a", "factors": {"gone_factor": "x"}}'
    parquet.write_table(
        pa.table({"line": [kept, kept]}), given._beside(of(app, address), "profiles")
    )
    row = client.get(f"{address.replace('/en/', f'/{lang}/')}/rows/1")
    assert row.status_code == 200
    said = {"en": "the rules in use cannot read it", "es": "las reglas en uso no pueden leerlo"}
    assert said[lang] in told(row.text)
    assert "gone_factor" in row.text
    assert f'action="{address}' not in row.text
    for what in ("describe", "advice"):
        assert client.post(f"{address}/rows/1/{what}").status_code == 422


def test_the_recipe_shown_is_the_one_that_was_used(client: Client, app: Litestar) -> None:
    """Whatever the rules say by now, the table tells of the recipe that read it."""
    address = worked_out(client, COLOMBIA.read_bytes(), recipe="colombia-2024")
    kept = of(app, address).with_name("advice.recipe.yaml")
    written = kept.read_text("utf-8")
    assert "Colombian municipalities" in written
    kept.write_text(written.replace("Colombian municipalities", "Municipalities of then"), "utf-8")
    assert "Municipalities of then" in told(client.get(address).text)
    kept.write_text("nonsense", "utf-8")
    assert "colombia-2024" in told(client.get(address).text)
    row = told(client.get(f"{address}/rows/2").text).partition("Go on from here")[0]
    assert "row 2" not in row  # rows count as the recipe left them, not as they were sent


ODD = b"""id,extortion,homicide_rate,prison_control
a,comon,x,zz
b,common,1,inmate_run
c,common
d,common,2,inmate_run
"""


@pytest.fixture(scope="module")
def odd(client: Client) -> str:
    files = {
        "profiles": ("p.csv", ODD),
        "groups": ("g.csv", b"locality,name\nb,Los Uno\nnowhere,Los Dos\nnowhere,Los Tres\n"),
    }
    address = str(client.post("/en/tables", data={"recipe": ""}, files=files).headers["Location"])
    ended(client, address)
    return address


def test_rows_that_were_set_aside_are_counted_not_their_faults(client: Client, odd: str) -> None:
    """One row may have many faults; a line that is no row is one that was set aside."""
    page = client.get(odd).text
    said = told(page.partition('class="lead"')[2].partition("</p>")[0])
    assert "2 localities have advice. 2 rows were set aside." in said
    assert "1 locality of the tables beside it is not in the table" in said
    spoken = told(client.get(spanish(odd)).text)
    assert "2 filas se apartaron." in spoken
    assert "1 localidad de las tablas aparte no está en la tabla" in spoken


def test_what_was_set_aside_is_named_in_words(
    client: Client, odd: str, knowledge: Knowledge
) -> None:
    """No row is the row 0, and no table goes by a name of the program's."""
    group = knowledge.vocabulary.lists["groups"].name
    for lang in ("en", "es"):
        page = client.get(odd.replace("/en/", f"/{lang}/")).text.partition('id="rejects"')[2]
        places = [
            unescape(place) for place in re.findall(r'data-label="(?:Row|Fila)">(.*?)<', page)
        ]
        assert places == ["1", "1", "1", "3", f"{group.in_(lang)} · 2"]


def test_what_was_set_aside_is_read_once(client: Client, app: Litestar) -> None:
    """However often a page is looked at: a long list takes a while."""
    address = worked_out(client, ODD)
    before = section(client.get(address).text, "rejects")
    of(app, address).with_name("advice.rejects.csv").write_text("nonsense", "utf-8")
    assert section(client.get(address).text, "rejects") == before


@pytest.mark.parametrize(
    ("files", "form", "at", "said"),
    [
        (
            {"groups": ("g.docx", b"x")},
            {},
            "beside",
            ("armed group: This kind of file", "grupo armado: Este tipo de archivo"),
        ),
        (
            {"groups": ("g.csv", b"name\nLos Uno\n")},
            {},
            "beside",
            ("armed group: the column 'locality' is missing", "grupo armado: falta la columna"),
        ),
        (
            {"prisons": ("p.xlsx", b"x")},
            {},
            "beside",
            ("prison: cannot be read", "cárcel: no se puede leer"),
        ),
        ({}, {"weights": "problem=much"}, "other", ("weights", "weights")),
    ],
)
def test_what_is_wrong_beside_the_table_is_told_there(
    client: Client,
    files: dict[str, tuple[str, bytes]],
    form: dict[str, str],
    at: str,
    said: tuple[str, str],
) -> None:
    """Which of the tables it is, and nothing about recipes, which would not help."""
    for lang, what in zip(LANGUAGES, said, strict=True):
        sent = {"profiles": ("t.csv", PLAIN), **files}
        response = client.post(f"/{lang}/tables", data={"recipe": "", **form}, files=sent)
        assert response.status_code == 422
        faults = unescape(response.text.partition(f'id="fault-{at}"')[2].partition("</p>")[0])
        assert what in faults
        assert 'id="fault-profiles"' not in response.text
        assert 'id="fault-recipe"' not in response.text


def test_who_cannot_be_asked_keeps_nothing(
    knowledge: Knowledge, database: Engine, tmp_path: Path
) -> None:
    """Of a table that is refused unread nobody knows whether its rows were to be kept."""
    limited = Settings(str(database.url), batch_store=tmp_path, batch_limit=1024)
    with browsing(create_app(limited, knowledge, database)) as narrow:
        page = send(narrow, b"id\n" + b"x\n" * 1024).text
        assert re.search(r'id="keep_rows"[^>]*>', page)
        assert not re.search(r'id="keep_rows"[^>]* checked', page)
    assert re.search(r'id="keep_rows"[^>]* checked', _first(knowledge, database))


def _first(knowledge: Knowledge, database: Engine) -> str:
    with browsing(create_app(Settings(str(database.url)), knowledge, database)) as visitor:
        return visitor.get("/en/tables").text


def test_a_page_beyond_the_last_is_the_last(client: Client, cases: str) -> None:
    """Of the localities of a table, and of the tables."""
    last = client.get(cases, params={"page": "2"}).text
    assert ids(client.get(cases, params={"page": "999"}).text) == ids(last)
    assert 0 < len(ids(last)) < 50
    assert "No locality is like that" in client.get(cases, params={"text": "zzz"}).text
    listed = client.get("/en/tables", params={"page": "999"}).text
    assert "None yet" not in listed
    assert 'href="/en/tables/' in listed
    assert ">Newer<" in listed or ">Older<" not in listed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_folded_away_is_not_called_what_it_is_not(
    client: Client, cases: str, lang: str
) -> None:
    """Many warnings hold in some localities and not in others; only so many are shown at once."""
    care = client.get(cases.replace("/en/", f"/{lang}/")).text.partition('id="care"')[2]
    care = care.partition("</section>")[0]
    folded = care.partition("<details")[2]
    counts = [
        int(n)
        for n in re.findall(r'data-label="(?:Holds|Se cumple) [^>]*>(?:<a[^>]*>)?(\d+)', folded)
    ]
    assert any(0 < count < 2 * 37 for count in counts)
    note = told(folded.partition("<summary>")[2].partition("</summary>")[0])
    assert re.fullmatch(r" *\d+ (more|más) *", note)
