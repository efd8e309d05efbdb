"""Numbers, dates and countries as each language writes them."""

from datetime import date

import pytest

from api import numbers


@pytest.mark.parametrize(
    ("value", "en", "es"),
    [(0.9055, "0.91", "0,91"), (0, "0.00", "0,00"), (1, "1.00", "1,00")],
)
def test_a_score(value: float, en: str, es: str) -> None:
    assert (numbers.decimal(value, "en"), numbers.decimal(value, "es")) == (en, es)


@pytest.mark.parametrize(
    ("value", "said"), [(0.4249, "+0,42"), (-0.4249, "−0,42"), (0, "0,00"), (-0.001, "0,00")]
)
def test_what_is_added_has_its_sign(value: float, said: str) -> None:
    assert numbers.signed(value, "es") == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0%"), (0.001, "<1%"), (0.365, "36%"), (0.995, ">99%"), (0.9999, ">99%"), (1, "100%")],
)
def test_a_share_is_never_rounded_to_all_or_nothing(value: float, said: str) -> None:
    assert numbers.percent(value, "en") == said


def test_days_and_countries_have_names() -> None:
    assert numbers.day(date(2026, 11, 22), "es") == "22 de noviembre de 2026"
    assert numbers.country("MX", "es") == "México"
    assert numbers.country("ZZZ", "en") == "ZZZ"
