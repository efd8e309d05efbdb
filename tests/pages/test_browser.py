"""The pages in a real browser: as they are used, and as they must be for everyone."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, ViewportSize, expect

from engine.text import LANGUAGES
from tests.pages.conftest import Site

pytestmark = pytest.mark.slow

Window = Callable[..., Page]
HEAVIEST = 300_000  # bytes of a page with all its files
KEPT = {"en": "Everything is saved as a draft.", "es": "Todo está guardado como borrador."}
PHONE: ViewportSize = {"width": 390, "height": 844}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def begin(page: Page, case: str | None = None) -> str:
    """A new draft in a window that shows the first page; its address without the part."""
    if case:
        page.locator("#case").select_option(case)
        page.locator("form:has(#case) button").click()
    else:
        page.locator(".begin button").first.click()
    page.wait_for_url("**/place")
    return page.url.removesuffix("/place")


def saved(page: Page) -> None:
    """Wait until the server has what was typed."""
    expect(page.locator("html")).to_have_attribute("data-draft", "kept")


def without_violations(page: Page, where: str) -> None:
    found = Axe().run(page, options={"runOnly": STANDARDS})
    assert found.violations_count == 0, f"{where}\n{found.generate_report()}"


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("es", "dark")])
def test_everyone_can_use_every_page(window: Window, language: str, scheme: str) -> None:
    """axe finds nothing against WCAG 2.2 AA, wide and narrow, in light and dark."""
    page = window(f"/{language}/", color_scheme=scheme)
    base = begin(page, "guayaquil-2024")
    page.goto(f"{base}/groups")
    page.locator('button[value="add"]').click()
    expect(page.locator("#groups-1-name")).to_be_visible()
    page.goto(f"{base}/violence")
    page.locator('[name="factors.homicide_rate"]').fill("x")
    expect(page.locator("#fault-factors-homicide-rate")).to_be_visible()
    addresses = [
        f"/{language}/",
        f"/{language}/nowhere",
        f"/{language}/localities/guayaquil-2024",
        *(f"{base}/{part}" for part in ("place", "prison_control", "route_position", "violence")),
        *(f"{base}/{part}" for part in ("groups?open=1", "asking", "review", "discard")),
    ]
    for address in addresses:
        page.goto(address, wait_until="networkidle")
        without_violations(page, address)
    page.set_viewport_size(PHONE)
    for address in addresses:
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, f"{address} scrolls sideways on a phone"
    without_violations(page, "on a phone")


def test_no_page_is_heavy_and_none_asks_elsewhere(window: Window, site: Site) -> None:
    """With all its files a page stays under 300 KB, and everything comes from here."""
    page = window("/es/")
    base = begin(page, "guayaquil-2024")
    for address in ("/es/", f"{base}/route_position", f"{base}/review", f"{base}/asking"):
        fetched: list[Response] = []
        note = partial(list.append, fetched)
        page.on("response", note)
        page.goto(address, wait_until="networkidle")
        page.remove_listener("response", note)
        assert all(response.url.startswith(site.base) for response in fetched)
        assert sum(int(found.headers["content-length"]) for found in fetched) < HEAVIEST, address


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_chosen_is_kept_at_once(window: Window, language: str) -> None:
    """A choice is saved by itself, counted beside its part, and there after a reload."""
    page = window(f"/{language}/")
    base = begin(page)
    page.goto(f"{base}/prison_control")
    page.locator('[name="factors.prison_control"][value="inmate_run"]').check()
    expect(page.locator('#parts a[aria-current="page"] .known')).to_contain_text("1")
    expect(page.locator("#told")).to_contain_text(KEPT[language])
    saved(page)
    page.reload()
    expect(page.locator('[name="factors.prison_control"][value="inmate_run"]')).to_be_checked()
    expect(page.locator("#asking li").first).to_be_visible()
    page.locator(f'.languages a[lang="{"es" if language == "en" else "en"}"]').click()
    expect(page.locator('[name="factors.prison_control"][value="inmate_run"]')).to_be_checked()


def test_a_number_is_kept_while_it_is_typed(window: Window) -> None:
    """Text is saved in the pauses of typing; a mistake is told at its field until it is mended."""
    page = window("/en/")
    page.goto(f"{begin(page)}/violence")
    field = page.locator('[name="factors.homicide_rate"]')
    field.press_sequentially("1.234")
    fault = page.locator("#fault-factors-homicide-rate")
    expect(fault).to_contain_text("write 1234, or 1.2340")
    field.fill("58.2")
    expect(fault).to_have_count(0)
    saved(page)
    page.reload()
    expect(field).to_have_value("58.2")


def test_entries_come_and_go_in_place(window: Window) -> None:
    """Groups are added and removed without leaving the page; the address keeps what is open."""
    page = window("/en/")
    page.goto(f"{begin(page)}/groups")
    page.get_by_role("button", name="Add: armed group").click()
    page.locator('[name="groups.1.name"]').fill("Los Uno")
    page.get_by_role("button", name="Add: armed group").click()
    expect(page.locator("#groups-2-name")).to_be_visible()
    expect(page).to_have_url(re.compile(r"open=2$"))
    expect(page.locator("#groups-1")).to_contain_text("Los Uno")
    expect(page.locator('#parts a[aria-current="page"]')).to_contain_text("2 listed")
    page.get_by_role("button", name="Remove Los Uno").click()
    expect(page.locator("#groups-1")).to_contain_text("Los Uno was removed.")
    page.get_by_role("button", name="Put Los Uno back").click()
    expect(page.locator("#groups-1 h2")).to_have_text("Los Uno")
    page.reload()
    expect(page.locator("#groups-1 h2")).to_have_text("Los Uno")


def test_the_focus_goes_on_where_the_button_was_about(window: Window) -> None:
    """Who uses the keyboard, or hears the page, is at the entry that came, went or came back."""
    page = window("/es/")
    page.goto(f"{begin(page)}/groups")
    page.get_by_role("button", name="Agregar: grupo armado").press("Enter")
    name = page.locator('[name="groups.1.name"]')
    expect(name).to_be_focused()
    page.keyboard.type("Los Uno")
    page.get_by_role("button", name="Agregar: grupo armado").press("Enter")
    expect(page.locator('[name="groups.2.name"]')).to_be_focused()
    page.get_by_role("button", name="Quitar Los Uno").press("Enter")
    expect(page.get_by_role("button", name="Devolver Los Uno a la lista")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Cambiar Los Uno")).to_be_focused()
    page.keyboard.press("Enter")
    expect(name).to_be_focused()
    page.get_by_role("button", name="Cerrar").press("Enter")
    expect(page.get_by_role("button", name="Cambiar Los Uno")).to_be_focused()
    expect(page.get_by_role("group", name="Los Uno", exact=True)).to_have_count(1)
    page.get_by_role("button", name="Agregar: grupo armado").press("Enter")
    rest = page.get_by_role("button", name="No a todos los demás").first
    rest.press("Enter")
    expect(page.locator('[name="groups.3.revenue:extortion"][value="no"]')).to_be_checked()
    expect(rest).to_be_focused()


def test_the_form_is_two_keys_away(window: Window) -> None:
    """Who uses the keyboard skips the parts of the description, and meets what is to mend first."""
    page = window("/es/")
    base = begin(page)
    for part, first in (("place", "name"), ("prison_control", "factors.prison_control")):
        page.goto(f"{base}/{part}")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_attribute("name", first)
    page.goto(f"{base}/violence")
    page.locator('[name="factors.homicide_rate"]').fill("many")
    page.get_by_role("button", name="Ver la recomendación").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/violence#factors-homicide-rate")


def test_a_refused_choice_has_the_focus(window: Window) -> None:
    """Who chose an option twice is at the menu that is to be changed."""
    page = window("/es/localities/duran-2024/contrast?option=kingpin_removal&above=kingpin_removal")
    expect(page.get_by_label("Comparada con")).to_be_focused()
    without_violations(page, "a refused choice")


def test_a_lost_connection_loses_nothing(window: Window) -> None:
    """Without a connection the page says so and keeps what is typed; with it, all is sent."""
    page = window("/es/")
    page.goto(f"{begin(page)}/prison_control")
    expect(page.locator("#asking li").first).to_be_visible()
    page.context.set_offline(True)
    page.locator('[name="factors.prison_control"][value="shared"]').check()
    expect(page.locator("#told")).to_contain_text("Sin conexión")
    page.locator('[name="factors.prison_comms"][value="open"]').check()
    page.context.set_offline(False)
    expect(page.locator("#told")).to_contain_text(KEPT["es"], timeout=20_000)
    saved(page)
    page.reload()
    expect(page.locator('[name="factors.prison_control"][value="shared"]')).to_be_checked()
    expect(page.locator('[name="factors.prison_comms"][value="open"]')).to_be_checked()


def test_a_closed_window_and_a_stopped_server_lose_nothing(window: Window, site: Site) -> None:
    """What was typed while the server was down is there when page and server are opened again."""
    page = window("/en/")
    address = f"{begin(page)}/prison_control"
    page.goto(address)
    expect(page.locator("#asking li").first).to_be_visible()
    site.stop()
    try:
        page.locator('[name="factors.prison_control"][value="shared"]').check()
        expect(page.locator("#told")).to_contain_text("No connection")
        page.close()
    finally:
        site.start()
    again = window(address)
    expect(again.locator('[name="factors.prison_control"][value="shared"]')).to_be_checked()
    saved(again)
    again.reload()
    expect(again.locator('[name="factors.prison_control"][value="shared"]')).to_be_checked()


def test_two_tabs_do_not_overwrite_each_other(window: Window) -> None:
    """Each tab keeps what only it changed; what both changed is shown from both sides."""
    one = window("/en/")
    address = f"{begin(one)}/prison_control"
    one.goto(address)
    other = window(address)
    one.locator('[name="factors.prison_control"][value="shared"]').check()
    saved(one)
    other.locator('[name="factors.prison_comms"][value="open"]').check()
    expect(other.locator('#parts a[aria-current="page"] .known')).to_contain_text("2")
    other.locator('[name="factors.prison_overcrowding"]').first.check()
    saved(other)
    other.reload()
    expect(other.locator('[name="factors.prison_control"][value="shared"]')).to_be_checked()

    one.locator('[name="factors.prison_comms"][value="cut"]').check()
    clash = one.locator("#slot-factors-prison-comms")
    expect(clash).to_contain_text("This was changed in another window meanwhile.")
    expect(one.locator('[name="factors.prison_comms"][value="cut"]')).to_be_checked()
    clash.get_by_role("button", name="Take what stands there").click()
    expect(one.locator('[name="factors.prison_comms"][value="open"]')).to_be_checked()
    expect(one.locator("#slot-factors-prison-comms .note")).to_have_count(0)


def test_the_whole_path_without_a_script(window: Window) -> None:
    """Forms do all that matters: describe, list, err, mend, and read the advice."""
    page = window("/es/", java_script_enabled=False)
    base = begin(page)
    page.locator('[name="name"]').fill("Puerto Manso")
    page.get_by_role("button", name="Guardar y seguir").click()
    page.goto(f"{base}/groups")
    page.get_by_role("button", name="Agregar: grupo armado").click()
    page.get_by_role("button", name="Ver la recomendación").click()
    page.locator(".note a").first.click()
    page.locator('[name="groups.1.name"]').fill("Los Uno")
    page.get_by_role("button", name="Ver la recomendación").click()
    expect(page.locator("h1")).to_have_text("Recomendación para Puerto Manso")


def test_the_keyboard_goes_everywhere(window: Window) -> None:
    """The first key leads past the navigation; every mark on the map can be reached and seen."""
    page = window("/en/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    marks = page.locator(".map svg a")
    for number in range(marks.count()):
        marks.nth(number).focus()
        expect(marks.nth(number)).to_be_focused()
        expect(marks.nth(number).locator(".name")).to_have_css("opacity", "1")
