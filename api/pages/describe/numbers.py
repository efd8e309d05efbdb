"""Numbers as people type them: a point or a comma before the decimals, and no guess at thousands.

Half the readers write ``1.234`` for one thousand two hundred and thirty-four, the others for a
little more than one. Where only the writer can know, the number is refused with a question.
"""

import math
import re

from engine.text import Text

_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")


class UnreadableError(Exception):
    """What was typed is no number, or could be two; ``what`` says so."""

    def __init__(self, what: Text) -> None:
        self.what = what
        super().__init__(what.en)


def read_number(typed: str) -> float:
    """The number that was typed.

    Raises:
        UnreadableError: it is none, or it could be two.
    """
    plain = typed.replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if _AMBIGUOUS.fullmatch(plain):
        whole = re.sub("[.,]", "", plain)
        raise UnreadableError(_TWO.filled(typed=plain, whole=whole, decimal=f"{plain}0"))
    if not _PLAIN.fullmatch(plain):
        raise UnreadableError(_NONE.filled(typed=typed[:40]))
    number = float(plain.replace(",", "."))
    if not math.isfinite(number):
        raise UnreadableError(_NONE.filled(typed=typed[:40]))
    return number


def written(number: float) -> str:
    """A number as it stands in a field, such that it is read as itself."""
    plain = repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return f"{plain}0" if _AMBIGUOUS.fullmatch(plain) else plain


_NONE = Text(
    "“{typed}” is not a number; write digits, such as 12 or 12.5",
    "«{typed}» no es un número; escriba cifras, como 12 o 12,5",
)
_TWO = Text(
    "“{typed}” can be read in two ways; write {whole}, or {decimal} if it has decimals",
    "«{typed}» se puede leer de dos maneras; escriba {whole}, o {decimal} si tiene decimales",
)
