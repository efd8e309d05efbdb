"""Reading the advice: reasons first, harm apart, what is stored as it was given."""

import json
import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import Engine

from api.pages.advice.context import LEADING
from api.pages.advice.weighing import default_weights, listed, read_weights
from api.pages.advice.words import AdviceWords
from api.pages.assets import FOLDER
from api.pages.locale import Customs
from api.reports.composing import compose
from api.reports.markdown import markdown
from api.reports.summary import MEASURES
from api.reports.texts import COUNTED
from api.store import decisions, localities
from api.store.organisations import LOCAL
from engine.advice import advise
from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from engine.ranking import RECOMMENDED, normalised
from engine.text import LANGUAGES, Language
from tests.pages.conftest import Client

DURAN = "duran-2024"
BUDGET = 300_000  # bytes of a page with its files
HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}'


def told(html: str) -> str:
    """What a reader sees, in one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def section(html: str, anchor: str) -> str:
    """The part of a page under a heading."""
    return html.partition(f'id="{anchor}"')[2].partition("</section>")[0]


def unfolded(html: str) -> str:
    """What of an option is seen before anything in it is opened: the sentences themselves."""
    open_only = re.sub(r'(?s)<details class="further">.*', "", html)
    return re.sub(r'(?s)<div class="because">.*?</div>\s*</details>', "</details>", open_only)


def sections_of(html: str) -> str:
    return html.partition("<article>")[2].partition("</article>")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_advice_reads_as_the_api_gives_it(
    client: Client, knowledge: Knowledge, language: Language
) -> None:
    """Ranks, verdicts, scores, reasons and cautions are those of the answer."""
    answer = advise(knowledge, knowledge.cases[DURAN].profile, language=language)
    page = client.get(f"/{language}/localities/{DURAN}").text
    text = told(page)
    assert answer.robustness is not None
    assert answer.robustness.says in text
    for item in answer.ranking:
        assert f"{item.rank}. {item.name}" in text
        assert f'id="option-{item.intervention}"' in page
    first = told(section(page, "advised"))
    customs = Customs(language)
    for reason in answer.ranking[0].reasons_for:
        assert reason.title[1:] in first
        assert customs.score(reason.share) in first
    assert customs.score(answer.ranking[0].score) in first
    for caveat in answer.caveats:
        if caveat.about is None:
            assert caveat.text in text


@pytest.mark.parametrize("case", [DURAN, "guayaquil-2024", "rosario-2024"])
def test_what_does_harm_is_never_among_what_is_advised(
    client: Client, knowledge: Knowledge, case: str
) -> None:
    """Contraindicated options stand in a section of their own, before the others go on."""
    answer = advise(knowledge, knowledge.cases[case].profile)
    page = client.get(f"/en/localities/{case}").text
    harmful = {item.intervention for item in answer.ranking if item.verdict == "strong_against"}
    advised, apart = section(page, "advised"), section(page, "harmful")
    also = page.partition('id="also"')[2].partition('class="group"')[0]
    assert harmful
    for slug in harmful:
        assert f'id="option-{slug}"' in apart
        assert f'id="option-{slug}"' not in advised + also
    assert "strongly advised against" in apart
    assert page.index('id="harmful"') < page.index('id="rest"')
    for item in answer.ranking:
        if item.contraindications and item.contraindications[0].certainty == "certain":
            assert f'id="option-{item.intervention}"' not in advised + also


@pytest.mark.parametrize("case", [DURAN, "guayaquil-2024", "el-salvador-2022-25"])
def test_the_page_is_light(client: Client, case: str) -> None:
    """The page and its own files stay under the budget, in the wordier language."""
    page = client.get(f"/es/localities/{case}")
    names = re.findall(r'/assets/([^?"]+)\?v=', page.text)
    files = sum((FOLDER / name).stat().st_size for name in set(names))
    assert len(page.content) + files < BUDGET


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_can_be_read_whole(
    client: Client, knowledge: Knowledge, language: Language
) -> None:
    """As a page, and as the part that is opened in the list; both say the same."""
    answer = advise(knowledge, knowledge.cases[DURAN].profile, language=language)
    for item in (answer.ranking[0], answer.ranking[-1]):
        place = f"/{language}/localities/{DURAN}/options/{item.intervention}"
        page = client.get(place).text
        part = client.get(place, headers={"HX-Request": "true"}).text
        assert "<html" not in part
        for text in (told(page), told(part)):
            for found in (*item.reasons_for, *item.reasons_against, *item.contraindications):
                assert found.title[1:] in text
                assert found.because in text
            for found in item.preconditions:
                assert found.text[1:] in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["guayaquil-2024", DURAN])
def test_what_is_advised_is_counted_alike_on_page_and_in_report(
    client: Client, knowledge: Knowledge, language: Language, place: str
) -> None:
    """Each number says what it counts, and both add up to the same."""
    answer = advise(knowledge, knowledge.cases[place].profile, language=language)
    options = [option for option in answer.ranking if option.verdict in RECOMMENDED]
    variants = sum(not option.core for option in options)
    page = told(client.get(f"/{language}/localities/{place}").text)
    said = AdviceWords(language).counted_advised.format(
        all=len(answer.ranking),
        advised=len(options),
        leading=LEADING,
        rest=len(options) - LEADING,
        variants=variants,
    )
    assert said in page
    report = markdown(compose(answer, knowledge, date(2026, 11, 22)))
    above = min(MEASURES, len(options) - variants)
    parts = (above, len(options) - variants - above, variants)
    counted = COUNTED.in_(language).format(len(answer.ranking), len(options), *parts, "")
    assert counted.partition(";")[0] in report
    assert sum(parts) == len(options)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["guayaquil-2024", DURAN])
def test_what_is_not_met_is_read_without_opening_anything(
    client: Client, knowledge: Knowledge, language: Language, place: str
) -> None:
    """In words, in the list and in the option: what keeps it back, and what is not met here."""
    answer = advise(knowledge, knowledge.cases[place].profile, language=language)
    page = client.get(f"/{language}/localities/{place}").text
    words = AdviceWords(language)
    told_so = 0
    for option in answer.ranking:
        harms = any(one.certainty == "certain" for one in option.contraindications)
        whole = client.get(f"/{language}/localities/{place}/options/{option.intervention}").text
        listed_here = page.partition(f'id="option-{option.intervention}"')[2]
        is_open = listed_here.startswith(' class="option open"')
        for one in option.preconditions:
            if one.status == "met" or (one.status == "unknown" and not one.holds_back):
                continue
            state = words.unmet if one.status == "unmet" else words.open
            row = listed_here.partition('<li id="option-')[0]
            for html in (whole, row) if is_open else (whole,):
                assert one.text[1:] in (seen := told(unfolded(html)))
                assert state in seen.partition(one.text[1:])[2]
            if not is_open and not harms:
                assert f"({state}" in (seen := told(row.partition("<details>")[0]))
                assert one.text[1:] in seen
                told_so += 1
    assert told_so > 3


def test_a_statement_leads_to_its_passages(client: Client, knowledge: Knowledge) -> None:
    """Report, section, page and paraphrase stand at the address that the statement names."""
    page = client.get(f"/es/localities/{DURAN}").text
    place = unescape(re.findall(r'href="(/es/passages\?[^"]+)"', page)[0])
    text = told(client.get(place).text)
    listed_here = re.findall(r"(?:claim|limit)=([^&]+)", place)
    names = [name for listed_one in listed_here for name in listed_one.split(",")]
    assert names
    for name in names:
        claim = knowledge.claims[name]
        assert claim.text.es in text
        assert f"sección {claim.section}" in text
        assert knowledge.reports[claim.report].title in text


def test_advice_that_is_kept_stays_as_it_was_given(client: Client, database: Engine) -> None:
    """The page of a decision shows the stored answer, in its own language."""
    page = client.get(f"/es/localities/{DURAN}")
    kept = client.post(f"/es/localities/{DURAN}/decisions")
    assert kept.status_code == 303
    place = kept.headers["Location"]
    found = decisions.find(database, LOCAL, place.rpartition("/")[2])
    assert found is not None
    assert json.loads(found.answer)["decision_id"] == found.id
    shown = client.get(place)
    assert shown.status_code == 200
    assert sections_of(shown.text).count("<li id=") == sections_of(page.text).count("<li id=")
    replayed = client.get(f"/v1/decisions/{found.id}/replay", headers={"Accept": "*/*"})
    assert replayed.json()["same_bytes"] is True
    english = client.get(place.replace("/es/", "/en/")).text
    assert "its words stay so" in english
    assert 'lang="es"' in section(english, "advised")
    option = json.loads(found.answer)["ranking"][-1]["intervention"]
    assert client.get(f"{place}/options/{option}").status_code == 200
    passages = re.findall(r'href="(/en/decisions/[^"]+/passages\?[^"]+)"', english)
    assert client.get(unescape(passages[0])).status_code == 200


def test_weights_are_kept_with_the_advice(client: Client, database: Engine) -> None:
    """What is kept is what was read: the same weights, and a replay agrees."""
    kept = client.post(
        f"/en/localities/{DURAN}/decisions",
        content="problem=0&certainty=90",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    name = kept.headers["Location"].rpartition("/")[2]
    found = decisions.find(database, LOCAL, name)
    assert found is not None
    weights = json.loads(found.answer)["weights"]
    assert weights["problem"] == 0
    replayed = client.get(f"/v1/decisions/{name}/replay", headers={"Accept": "*/*"})
    assert replayed.json()["same_bytes"] is True
    page = client.get(kept.headers["Location"])
    assert "Read with your own weights" in page.text


def test_hostile_names_are_told_and_do_nothing(client: Client, database: Engine) -> None:
    """A name is text, wherever it stands."""
    kept = localities.add(database, LOCAL, {"name": HOSTILE, "country": "EC"}, HOSTILE)
    for place in ("", "/options/kingpin_removal", "/what-if", "/weights", "/stakeholders"):
        page = client.get(f"/en/localities/{kept.locality.id}{place}").text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}" in page


def test_an_empty_description_still_reads(client: Client, database: Engine) -> None:
    """Nothing known: nothing is advised by it that is not, and what to ask comes with it."""
    kept = localities.add(database, LOCAL, {}, None)
    page = client.get(f"/es/localities/{kept.locality.id}")
    assert page.status_code == 200
    assert "Una localidad sin nombre" in page.text
    assert 'id="needed"' in page.text


def test_an_older_version_can_be_read(client: Client, database: Engine) -> None:
    """The version in the address is shown, and that there is a newer one."""
    kept = localities.add(database, LOCAL, {"name": "Old"}, None)
    localities.add_version(database, LOCAL, kept.locality.id, {"name": "New"}, None)
    place = f"/en/localities/{kept.locality.id}"
    assert "Advice for New" in client.get(place).text
    old = client.get(f"{place}?version=1").text
    assert "Advice for Old" in old
    assert "there is a newer one" in old
    assert "version=1" in section(old, "advised") + section(old, "rest")
    for wrong in ("3", "x", "0", "9" * 30):
        assert client.get(f"{place}?version={wrong}").status_code == 404


@pytest.mark.parametrize(
    "place",
    [
        "localities/nowhere",
        f"localities/{DURAN}/options/nothing",
        "decisions/nothing",
        "decisions/nothing/options/kingpin_removal",
        "passages?claim=NO-1",
        "localities/nowhere/weights",
        "localities/nowhere/what-if",
        "compare?a=nowhere",
        f"compare?a={DURAN}@7",
    ],
)
def test_what_is_not_there_is_told_calmly(client: Client, place: str) -> None:
    response = client.get(f"/es/{place}")
    assert response.status_code == 404
    assert "no hay" in told(response.text).lower() or "encontr" in response.text


def test_a_question_leads_to_its_field(client: Client, knowledge: Knowledge) -> None:
    """A question worth asking opens a draft at the factor, or at the list, that it asks about."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    place = f"/en/localities/{DURAN}/ask"
    factor = client.post(place, content="item=factors.police_trust", headers=form)
    dimension = knowledge.vocabulary.factors["police_trust"].dimension
    assert factor.status_code == 303
    assert factor.headers["Location"].endswith(f"/{dimension}#factors-police-trust")
    assert client.get(factor.headers["Location"]).status_code == 200
    listed = client.post(place, content="item=group.name", headers=form)
    assert listed.headers["Location"].endswith("/groups")
    assert client.post(place, content="item=factors.none", headers=form).status_code == 404


def test_one_page_asks_one_question(client: Client) -> None:
    """The same question is answered from what is kept; other weights are another question."""

    def evaluations() -> int:
        text = client.get("/metrics").text
        return int(float(re.findall(r'evaluations_total\{work="advise"\} (\S+)', text)[0]))

    asked = f"/en/localities/{DURAN}?feasibility=7&problem=3"
    client.get(f"/en/localities/{DURAN}")
    before = evaluations()
    assert client.get(asked).status_code == client.get(asked).status_code == 200
    assert evaluations() == before + 1


def test_weights_in_an_address(knowledge: Knowledge) -> None:
    """What is left out keeps its default, what is out of range is refused by name."""
    defaults = default_weights(knowledge)
    assert normalised(dict(defaults.items()), knowledge.scales) == normalised(
        None, knowledge.scales
    )
    assert read_weights(knowledge, {}) is None
    found = read_weights(knowledge, {"problem": "12,5"})
    assert found is not None
    assert dict(found) == {**defaults, "problem": 12.5}
    for typed in ("-1", "101", "x", "nan", "1e2", "", "٣", "1.2.3"):
        with pytest.raises(ProfileError) as refused:
            read_weights(knowledge, {"problem": typed})
        assert [fault.where for fault in refused.value.faults] == ["weights.problem"]
    with pytest.raises(ProfileError):
        read_weights(knowledge, dict.fromkeys(defaults, "0"))


@pytest.mark.parametrize(
    ("language", "says"), [("en", "This address names none."), ("es", "no nombra ninguno.")]
)
def test_passages_of_nothing_say_what_they_are_for(
    client: Client, language: str, says: str
) -> None:
    page = client.get(f"/{language}/passages")
    assert page.status_code == 200
    assert says in page.text
    assert f'<a class="button plain" href="/{language}/knowledge">' in page.text
    assert says not in client.get(f"/{language}/passages?claim=ICG108-V.A.2-08").text


def test_older_versions_stand_on_the_page(client: Client, database: Engine) -> None:
    """Each with its moment and who recorded it, its advice, and a comparison with the current."""
    kept = localities.add(database, LOCAL, {"name": "Here"}, "Ana")
    place = f"/es/localities/{kept.locality.id}"
    assert "Versiones de la descripción" not in client.get(place).text
    later = {"name": "Here", "factors": {"police_trust": "high"}}
    localities.add_version(database, LOCAL, kept.locality.id, later, None)
    page = client.get(place).text
    listed = page.partition("Versiones de la descripción")[2].partition("</ul>")[0]
    moment = Customs("es").moment(kept.version.recorded_at)
    assert f'<a href="{place}?version=1">Versión 1, {moment}</a>' in listed
    assert told(listed).index("Versión 2") < told(listed).index("Versión 1")
    assert "de Ana" in listed
    assert f'<a href="{place}">Versión 2' in listed
    (comparing,) = re.findall(r'href="(/es/compare[^"]+)"', listed)
    assert "Here, versión 1 del" in client.get(unescape(comparing)).text
    older = client.get(f"{place}?version=1").text
    assert "de Ana, la que usted lee" in older


def test_weights_in_one_list(knowledge: Knowledge) -> None:
    """What links write is what forms write; a criterion that is named counts before the list."""
    named = read_weights(knowledge, {"problem": "3", "feasibility": "7.5"})
    assert named is not None
    assert read_weights(knowledge, {"weights": listed(named)}) == named
    again = read_weights(knowledge, {"weights": listed(named), "problem": "4"})
    assert dict(again or ())["problem"] == 4
    for typed in ("", "1,2", f"{listed(named)},1", listed(named).replace("7.5", "x")):
        with pytest.raises(ProfileError):
            read_weights(knowledge, {"weights": typed})
