"""An analyst's way in a real browser: from nothing to a report, with what goes wrong on it."""

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from engine.text import LANGUAGES
from tests.pages.test_browser import KEPT, begin, saved

pytestmark = pytest.mark.slow

Window = Callable[..., Page]
PLACE = "Durán (prueba)"
NOTE = {
    "en": ("No connection", "This was changed in another window meanwhile."),
    "es": ("Sin conexión", "Esto se cambió entretanto en otra ventana."),
}
# What is publicly known of such a place: chosen on five parts of the form.
CHOSEN = {
    "prison_control": [("prison_control", "inmate_run"), ("prison_comms", "open")],
    "violence": [("extortion", "pervasive")],
}


def choice(page: Page, factor: str, level: str) -> Locator:
    return page.locator(f'[name="factors.{factor}"][value="{level}"]')


def describe(page: Page, base: str) -> None:
    """The parts of the form, with a number that is not one and its mending."""
    page.locator('[name="name"]').fill(PLACE)
    saved(page)
    for part, given in CHOSEN.items():
        page.goto(f"{base}/{part}")
        for factor, level in given:
            choice(page, factor, level).check()
        saved(page)
    number = page.locator('[name="factors.homicide_rate"]')
    number.fill("many")
    expect(page.locator("#fault-factors-homicide-rate")).to_be_visible()
    number.fill("148")
    expect(page.locator("#fault-factors-homicide-rate")).to_have_count(0)
    saved(page)


def lose_the_line(page: Page, base: str, language: str) -> None:
    """What is chosen without a connection is sent when there is one again."""
    page.goto(f"{base}/prison_control")
    page.context.set_offline(True)
    choice(page, "prison_overcrowding", "extreme").check()
    expect(page.locator("#told")).to_contain_text(NOTE[language][0])
    page.context.set_offline(False)
    expect(page.locator("#told")).to_contain_text(KEPT[language], timeout=20_000)
    saved(page)


def meet_oneself(page: Page, other: Page, language: str) -> None:
    """The same question answered in two windows: both answers are shown, one is taken."""
    choice(other, "prison_comms", "cut").check()
    saved(other)
    choice(page, "prison_comms", "leaky").check()
    clash = page.locator("#slot-factors-prison-comms")
    expect(clash).to_contain_text(NOTE[language][1])
    clash.get_by_role("button").first.click()
    expect(clash.locator(".note")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_nothing_to_a_report(window: Window, language: str) -> None:
    """Describe, err and mend, lose the line, meet oneself, read, question, and leave with a PDF."""
    page = window(f"/{language}/")
    base = begin(page)
    describe(page, base)
    lose_the_line(page, base, language)
    meet_oneself(page, window(f"{base}/prison_control"), language)

    page.goto(f"{base}/review")
    expect(page.locator("main")).to_contain_text("148")
    page.locator(".going button").click()
    expect(page.locator("h1")).to_contain_text(PLACE)
    expect(page.locator("#care")).to_be_visible()
    advice = page.url

    reason = page.locator("#advised-options .statements.for li").first
    reason.locator("summary").click()
    expect(reason.locator(".sources cite").first).to_be_visible()

    page.goto(f"{advice}/why-not?option=preventive_community_policing")
    expect(page.locator(".answer .lead")).not_to_be_empty()
    page.goto(f"{advice}/what-if?change=prison_control&factors.prison_control=state")
    expect(page.locator(".answer")).to_be_visible()

    page.goto(advice)
    page.locator(".doing form").first.locator("button").click()
    page.wait_for_url(re.compile(rf"/{language}/decisions/\w+"))
    name = page.url.rpartition("/")[2]
    fetched = page.request.get(page.locator('.files a[href$=".pdf"]').get_attribute("href") or "")
    assert fetched.headers["content-type"] == "application/pdf"
    told = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(fetched.body())).pages)
    assert PLACE in told
    assert name in told.replace("\n", "")

    there = "es" if language == "en" else "en"
    page.locator(f'.languages a[lang="{there}"]').click()
    expect(page).to_have_url(re.compile(rf"/{there}/decisions/{name}"))
    page.goto(f"/{language}/")
    expect(page.locator("main")).to_contain_text(PLACE)
