"""Numbers and dates as a reader writes them, by Unicode's locale data (Babel).

Spanish has the decimal comma, as in reports and in the sentences of answers: one number is written
in one way wherever it is read. Names of countries are those used in Latin America (``es_419``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from api import numbers
from engine.text import Language

LOCALES: Mapping[Language, Locale] = {"en": Locale("en"), "es": Locale("es")}
PLACES: Mapping[Language, Locale] = {"en": Locale("en"), "es": Locale("es", "419")}


@dataclass(frozen=True)
class Customs:
    """How one language writes numbers, dates and countries."""

    language: Language

    @property
    def locale(self) -> Locale:
        return LOCALES[self.language]

    def number(self, value: float, digits: int = 2) -> str:
        """A number with at most so many digits after the point."""
        return format_decimal(value, f"#,##0.{'#' * digits}", locale=self.locale)

    def score(self, value: float) -> str:
        """A score from 0 to 1, always with two digits, so that scores line up."""
        return numbers.decimal(value, self.language)

    def share(self, value: float) -> str:
        """Never rounded to all or nothing where it is neither."""
        return numbers.percent(value, self.language)

    def date(self, moment: datetime) -> str:
        return format_date(moment, "long", locale=self.locale)

    def moment(self, moment: datetime) -> str:
        """Day and time, in UTC: the server does not know the reader's clock."""
        day = format_date(moment, "medium", locale=self.locale)
        return f"{day}, {format_time(moment, 'short', locale=self.locale)} UTC"

    def country(self, code: str) -> str:
        """A country's name; a code that is no country's stands for itself."""
        return str(PLACES[self.language].territories.get(code, code))
