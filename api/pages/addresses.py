"""Where pages are: under the language they are in, at the same place in both."""

from urllib.parse import quote

from engine.text import Language


def address(language: Language, *parts: str) -> str:
    """The address of a page: ``address("es", "describe", "x")`` is ``/es/describe/x``."""
    return "/".join(("", language, *(quote(part, safe="") for part in parts))) + (
        "" if parts else "/"
    )


def in_language(path: str, query: str, language: Language) -> str:
    """The same place, and the same question to it, in another language."""
    rest = path.split("/", 2)[2] if path.count("/") > 1 else ""
    return f"/{language}/{rest}" + (f"?{query}" if query else "")
