"""Texts in a CSV file that no spreadsheet takes for a formula, and back again.

A spreadsheet computes a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line's end,
and what it computes may fetch, send or start something (OWASP, "CSV injection"). An apostrophe
before it makes it text. Numbers stay what they are, whatever their sign.
"""

import re

_BEGINS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\Z", re.ASCII)


def harmless(text: str) -> str:
    """The text with an apostrophe before it if it would be a formula, or look as if it had one."""
    return f"'{text}" if _BEGINS.match(text) and not _NUMBER.match(text) else text


def original(text: str) -> str:
    """The text that :func:`harmless` was given."""
    return text[1:] if text.startswith("'") and _BEGINS.match(text) else text
