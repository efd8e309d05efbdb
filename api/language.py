"""Which language an answer is in: the address says it, else ``Accept-Language`` (RFC 9110)."""

from collections.abc import Iterator

from engine.text import LANGUAGES, Language

DEFAULT: Language = "en"


def negotiate(header: str | None) -> Language:
    """The language that the caller likes best; English when it names none that there is.

    >>> negotiate("fr, es-419;q=0.8, en;q=0.5")
    'es'
    """
    ranges = list(_ranges(header or ""))

    def wish(language: Language) -> tuple[float, int]:
        """Quality, then place in the header; a range that names the language beats ``*``."""
        named = [(quality, -at) for at, (tag, quality) in enumerate(ranges) if tag == language]
        anything = [(quality, -at) for at, (tag, quality) in enumerate(ranges) if tag == "*"]
        return max(named or anything, default=(0.0, 0))

    best = max(LANGUAGES, key=wish)
    return best if wish(best)[0] > 0 else DEFAULT


def language_in(path: str) -> Language | None:
    """The language that an address names first, as those of pages do; None when it names none.

    >>> language_in("/es/describe"), language_in("/v1/rules")
    ('es', None)
    """
    first = path.removeprefix("/").partition("/")[0]
    return next((language for language in LANGUAGES if language == first), None)


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    """Each language named, without its region, with its quality; malformed parts are skipped."""
    for part in header.split(","):
        tag, _, parameter = part.partition(";")
        quality = _quality(parameter.strip())
        if tag.strip() and quality is not None:
            yield tag.strip().lower().split("-")[0], quality


def _quality(parameter: str) -> float | None:
    if not parameter:
        return 1.0
    name, _, value = parameter.partition("=")
    try:
        quality = float(value)
    except ValueError:
        return None
    return quality if name.strip().lower() == "q" and 0 <= quality <= 1 else None
