"""Every kind of page for everyone: no violation of WCAG 2.2 AA, and no scrolling sideways."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page

from engine.text import LANGUAGES
from tests.pages.conftest import HTML, Site
from tests.pages.kinds import every_kind
from tests.pages.test_browser import without_violations

pytestmark = pytest.mark.slow

WIDE, NARROW = 1280, 320  # at 320, a page of 1280 is read at four times its size (reflow)
SCHEMES = {"en": "light", "es": "dark"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_kind_of_page_is_for_everyone(
    window: Callable[..., Page], site: Site, language: str, width: int
) -> None:
    """axe finds nothing, and only what must be wide may scroll to the side."""
    headers = {**HTML, "Origin": site.base}
    with httpx.Client(base_url=site.base, headers=headers, timeout=None) as client:
        kinds = every_kind(client, language)
    size = {"width": width, "height": 900}
    page = window(f"/{language}/", color_scheme=SCHEMES[language], viewport=size)
    for kind, address in kinds.items():
        page.goto(address, wait_until="networkidle")
        without_violations(page, f"{kind}, {width} wide")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{kind} scrolls sideways by {wide} at {width}"
