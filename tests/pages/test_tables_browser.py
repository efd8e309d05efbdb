"""A table of localities in a real browser: from a mistake to a draft, for everyone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.pages.test_browser import PHONE, without_violations

pytestmark = pytest.mark.slow

COLOMBIA = Path(__file__).parent.parent / "tables" / "data" / "co_municipality_2024.csv"
SAID = {
    "en": ("This cannot be worked out yet", "Send and work out", "Show", "Describe this place"),
    "es": ("Esto aún no se puede calcular", "Enviar y calcular", "Mostrar", "Describir este lugar"),
}
LONG = 60_000  # milliseconds in which a table of thirteen rows is worked out on a busy machine


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("es", "dark")])
def test_a_table_is_sent_mended_followed_filtered_and_described(
    window: Callable[..., Page], lang: str, scheme: str
) -> None:
    """The file stays chosen after a mistake; axe finds nothing on any page, wide or narrow."""
    refused, sending, show, describe = SAID[lang]
    page = window(f"/{lang}/", color_scheme=scheme)
    page.locator(f'.begin a[href="/{lang}/tables"]').click()
    page.locator("#profiles").set_input_files(COLOMBIA)
    page.get_by_role("button", name=sending).click()
    expect(page.locator("#told")).to_contain_text(refused, timeout=LONG)
    without_violations(page, "a table that was refused")
    assert page.locator("#profiles").input_value().endswith(COLOMBIA.name)
    page.locator("#recipe").select_option("colombia-2024")
    page.get_by_role("button", name=sending).click()
    page.wait_for_url(re.compile(r"/tables/\w+$"), timeout=LONG)
    expect(page.locator("#localities")).to_be_visible(timeout=LONG)
    without_violations(page, "a finished table")
    expect(page.locator(".map.many path.marks")).not_to_have_count(0)

    page.locator("#text").fill("medellin")
    page.get_by_role("button", name=show, exact=True).click()
    expect(page.locator('a[href*="/rows/"]')).to_have_count(1)
    expect(page).to_have_url(re.compile(r"text=medellin"))
    page.locator('a[href*="/rows/"]').click()
    without_violations(page, "a row")
    page.set_viewport_size(PHONE)
    row = page.url
    for address in (f"/{lang}/tables", row.partition("/rows/")[0], row):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, f"{address} scrolls sideways on a phone"
        without_violations(page, f"{address} on a phone")
    page.get_by_role("button", name=describe).click()
    expect(page.locator('[name="name"]')).to_have_value("MEDELLÍN, ANTIOQUIA")


def test_a_table_that_does_not_arrive_is_told(window: Callable[..., Page]) -> None:
    """Without a connection the form says so and stays as it is; with it, it is sent."""
    page = window("/en/tables")
    page.locator("#recipe").select_option("colombia-2024")
    page.locator("#profiles").set_input_files(COLOMBIA)
    page.context.set_offline(True)
    page.get_by_role("button", name="Send and work out").click()
    expect(page.locator("#unsent")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Send and work out").click()
    page.wait_for_url(re.compile(r"/tables/\w+$"), timeout=LONG)


def test_a_table_is_followed_without_a_script(window: Callable[..., Page]) -> None:
    """A form, a link to look again, and a form to choose: nothing of it needs a script."""
    page = window("/es/tables", java_script_enabled=False)
    page.locator("#recipe").select_option("colombia-2024")
    page.locator("#profiles").set_input_files(COLOMBIA)
    page.get_by_role("button", name="Enviar y calcular").click()
    page.wait_for_url(re.compile(r"/tables/\w+$"), timeout=LONG)
    again = page.get_by_role("link", name="Ver cómo va")
    while again.count():
        again.click()
    page.locator("#verdict").select_option("insufficient_information")
    page.get_by_role("button", name="Mostrar", exact=True).click()
    expect(page.locator('a[href*="/rows/"]')).not_to_have_count(0)
    expect(page.locator("#verdict")).to_have_value("insufficient_information")
