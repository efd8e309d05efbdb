"""What does not fit the shape of a file, as pydantic finds it, in words that its author reads."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic_core import ErrorDetails

from engine.errors import Fault, nearest
from engine.knowledge.schemas import KEBAB, KEYS_MISSING, SLUG
from engine.text import Text

_QUOTED = re.compile(r"'([^']*)'")
_LANGUAGES = {"en": Text("English", "inglés"), "es": Text("Spanish", "español")}


def misfit(error: ErrorDetails, fields: Sequence[str]) -> Fault:
    """One of pydantic's errors; ``fields`` are those of the file, ``where`` the way to the place.

    What a value may be is listed where it can be, with the one that is nearest to it.
    """
    loc, kind = error["loc"], error["type"]
    way, last = ".".join(str(part) for part in loc), str(loc[-1]) if loc else ""
    if kind == "missing" and last in _LANGUAGES:
        above = ".".join(str(part) for part in loc[:-1])
        return Fault(way, _NO_LANGUAGE.filled(way=above, language=_LANGUAGES[last]))
    if kind == "missing":
        return Fault(way, _MISSING.filled(way=way))
    if kind == "extra_forbidden":
        return Fault(way, _NO_FIELD.filled(way=way), (), nearest(last, fields))
    allowed = tuple(_allowed(error))
    given = error["input"]
    near = nearest(given, allowed) if isinstance(given, str) else None
    what = _words(error)
    return Fault(way, _AT.filled(way=way, what=what) if way else what, allowed, near)


def _words(error: ErrorDetails) -> Text:
    limits = {name: _plain(value) for name, value in error.get("ctx", {}).items()}
    if error["type"] == "string_pattern_mismatch":
        return _FORMS.get(limits["pattern"], _FORM.filled(pattern=limits["pattern"]))
    found = _WORDS.get(error["type"])
    return _ELSE.filled(message=error["msg"]) if found is None else found.filled(**limits)


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _allowed(error: ErrorDetails) -> Iterator[str]:
    """The words that may stand there, if they can be counted."""
    if error["type"] == "literal_error":
        yield from _QUOTED.findall(str(error["ctx"]["expected"]))


_NO_LANGUAGE = Text(
    "missing language: {way} has no {language}", "falta un idioma: {way} no está en {language}"
)
_MISSING = Text("'{way}' is missing", "falta «{way}»")
_NO_FIELD = Text("'{way}' is not a field here", "«{way}» no es un campo de este archivo")
_AT = Text("'{way}': {what}", "«{way}»: {what}")
_ELSE = Text("it does not fit: {message}", "no es válido: {message}")
_FORM = Text("it does not have the form {pattern}", "no tiene la forma {pattern}")
_FORMS: Mapping[str, Text] = {
    SLUG: Text(
        "write small letters, digits and underscores, beginning with a letter",
        "escriba minúsculas, cifras y guiones bajos, empezando por una letra",
    ),
    KEBAB: Text(
        "write small letters and digits, with single hyphens between words",
        "escriba minúsculas y cifras, con un solo guion entre palabras",
    ),
}
_WHOLE = Text("give a whole number", "indique un número entero")
_NUMBER = Text("give a number", "indique un número")
_LIST = Text("give a list", "indique una lista")
_TRUTH = Text("give true or false", "indique true o false")
_FIELDS = Text("give fields with their values", "indique campos con sus valores")
_WORDS: Mapping[str, Text] = {
    "literal_error": Text("unknown value", "valor desconocido"),
    "string_type": Text("give a text", "indique un texto"),
    "string_too_short": Text("the text is empty", "el texto está vacío"),
    "string_too_long": Text(
        "give {max_length} characters at most", "indique {max_length} caracteres como máximo"
    ),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "greater_than": Text("give more than {gt}", "indique más de {gt}"),
    "greater_than_equal": Text("give {ge} or more", "indique {ge} o más"),
    "less_than": Text("give less than {lt}", "indique menos de {lt}"),
    "less_than_equal": Text("give {le} at most", "indique {le} como máximo"),
    "list_type": _LIST,
    "tuple_type": _LIST,
    "dict_type": _FIELDS,
    "model_type": _FIELDS,
    "model_attributes_type": _FIELDS,
    "too_short": Text("give at least {min_length}", "indique al menos {min_length}"),
    "too_long": Text("give {max_length} at most", "indique {max_length} como máximo"),
    KEYS_MISSING: Text("missing: {names}", "falta: {names}"),
}
