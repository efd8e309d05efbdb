"""Reading and questioning in a real browser: what opens, what slides, and who can use it."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.pages.test_browser import PHONE, STANDARDS

pytestmark = pytest.mark.slow

Window = Callable[..., Page]
DURAN = "localities/duran-2024"


def test_a_reason_opens_onto_its_passages(window: Window) -> None:
    """One key opens a reason; the passages come with it, and the page stays where it is."""
    page = window(f"/en/{DURAN}")
    reason = page.locator("#advised-options .statements.for li").first
    reason.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(reason.locator(".sources cite").first).to_be_visible()
    expect(reason.get_by_text("Our paraphrase")).to_be_visible()
    assert page.url.endswith(DURAN)


def test_a_link_to_an_option_opens_it(window: Window) -> None:
    """An option deep in a folded group is opened, read whole, by its address alone."""
    page = window(f"/es/{DURAN}#option-crop_substitution")
    option = page.locator("#option-crop_substitution")
    expect(option).to_be_visible()
    expect(option.locator(".weighed")).to_be_visible()
    option.locator(".weighed summary").first.click()
    expect(option.locator(".because").first).to_be_visible()


def test_without_a_script_every_link_leads_to_the_same(window: Window) -> None:
    """The passages and the options are pages of their own."""
    page = window(f"/en/{DURAN}", java_script_enabled=False)
    reason = page.locator("#advised-options .statements.for li").first
    reason.locator("summary").click()
    reason.locator(".passages a").click()
    expect(page.locator(".sources cite").first).to_be_visible()
    page.goto(f"/en/{DURAN}/weights?problem=30")
    expect(page.locator(".slide").first).to_be_hidden()
    page.locator("#problem").fill("90")
    page.get_by_role("button", name="Rank anew").click()
    expect(page.locator("#problem")).to_have_value("90")
    assert "problem=90" in page.url


def test_on_paper_nothing_is_folded(window: Window) -> None:
    """What a fold hides on the screen is printed: a safeguard must not be lost on the way."""
    page = window(f"/en/{DURAN}")
    folded = page.locator("#advised-options details:not([open])").filter(
        has=page.locator(".statements, li")
    )
    inside = folded.first.locator("li").first
    shown = []
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        shown.append(inside.evaluate("item => item.checkVisibility({contentVisibilityAuto: true})"))
    assert shown == [False, True]


def test_paper_is_never_dark(window: Window) -> None:
    """Who reads in the dark prints dark ink on white, pictures too; questions are printed."""
    inks = []
    for scheme in ("light", "dark"):
        page = window(f"/en/{DURAN}", color_scheme=scheme)
        page.emulate_media(media="print", color_scheme=scheme)
        inks.append(
            page.evaluate(
                """[".verdict", ".care", ".plot img", "h1"].map(name => {
                    const style = getComputedStyle(document.querySelector(name));
                    return [style.color, style.backgroundColor, style.colorScheme];
                })"""
            )
        )
        asked = page.locator(".asked button").first
        assert asked.evaluate("button => getComputedStyle(button).display") != "none"
        assert (
            "@media screen and"
            in page.request.get(page.locator(".plot img").first.get_attribute("src") or "").text()
        )
    assert inks[0] == inks[1]
    assert all(scheme == "light" for *_, scheme in inks[1])


def test_the_ranking_follows_the_slider_and_the_address_too(window: Window) -> None:
    """Sliding ranks anew; what is out of range is told beside the ranking's place."""
    page = window(f"/en/{DURAN}/weights")
    first = page.locator("#reweighed tbody tr").nth(2)
    before = first.inner_text()
    slider = page.locator('[data-for="time_to_effect"]')
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator("#time_to_effect")).to_have_value("100")
    expect(first).not_to_have_text(before, use_inner_text=True)
    expect(page).to_have_url(re.compile("time_to_effect=100"))
    page.locator("#problem").fill("500")
    expect(page.locator("#reweighed .fault").first).to_be_visible()


@pytest.mark.parametrize(
    ("language", "scheme", "phone"), [("en", "light", False), ("es", "dark", True)]
)
def test_everyone_can_read_and_question(
    window: Window, language: str, scheme: str, phone: bool
) -> None:
    """axe finds nothing against WCAG 2.2 AA, and no page is wider than its window."""
    options = {"color_scheme": scheme, **({"viewport": PHONE} if phone else {})}
    page = window(f"/{language}/", **options)
    for place in (
        DURAN,
        f"{DURAN}/options/militarised_crackdown",
        f"{DURAN}/contrast?option=blowback_planning&above=kingpin_removal",
        f"{DURAN}/why-not?option=community_dialogue",
        f"{DURAN}/changes?option=kingpin_removal",
        f"{DURAN}/what-if?change=military_role&factors.military_role=none&change=arms_origin",
        f"{DURAN}/weights?problem=101",
        f"{DURAN}/stakeholders",
        "passages?claim=CS-1-01&limit=CS-4-03",
        "compare?a=duran-2024&b=rosario-2024",
    ):
        page.goto(f"/{language}/{place}")
        for folded in page.locator("details:not([open]) > summary").all()[:4]:
            if folded.is_visible():
                folded.click()
        page.wait_for_load_state("networkidle")
        found = Axe().run(page, options={"runOnly": STANDARDS})
        assert found.violations_count == 0, f"{place}: {found.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, place
