"""Numbers, shares, dates and countries as each language writes them (CLDR, through Babel)."""

from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from engine.text import Language

MINUS = "−"  # a minus, and not a hyphen: it does not break from its number


def decimal(value: float, language: Language) -> str:
    """Two digits behind the mark: scores, distances.

    >>> decimal(0.9055, "es")
    '0,91'
    """
    return format_decimal(value, "0.00", locale=language)


def whole(value: int, language: Language) -> str:
    """A number of things, thousands apart.

    >>> whole(1065, "en"), whole(1065, "es")
    ('1,065', '1.065')
    """
    return format_decimal(value, "#,##0", locale=language)


def signed(value: float, language: Language) -> str:
    """With its sign: what is added to a score or taken from it; what rounds to nothing has none.

    >>> signed(-0.4249, "en"), signed(-0.001, "en")
    ('−0.42', '0.00')
    """
    if abs(value) < 0.005:
        return decimal(0, language)
    return format_decimal(value, f"+0.00;{MINUS}0.00", locale=language)


def percent(value: float, language: Language) -> str:
    """A share in hundredths; what is not quite all or nothing is never rounded to it.

    >>> percent(0.365, "en"), percent(0.999, "en"), percent(0.001, "en")
    ('36%', '>99%', '<1%')
    """
    if 0 < value < 0.005:
        return f"<{format_percent(0.01, locale=language)}"
    if 0.995 <= value < 1:
        return f">{format_percent(0.99, locale=language)}"
    return format_percent(value, locale=language)


def day(value: date, language: Language) -> str:
    """A date in words.

    >>> day(date(2026, 11, 22), "es")
    '22 de noviembre de 2026'
    """
    return format_date(value, "long", locale=language)


def country(code: str, language: Language) -> str:
    """A country's name by its code; a code that is none stands for itself."""
    return str(Locale(language).territories.get(code, code))
