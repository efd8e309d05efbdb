"""typst, in a process of its own: what it keeps in memory of a report goes when the process does.

Measured: the compiler keeps about 270 MB of each long report, for as long as the process lives. So
this module is run (``python -m api.reports.typesetting``) and never imported by who serves. It
reads from standard input the seconds since 1970 that date the file, a line end, and the document
as JSON; it writes the PDF to standard output.
"""

import sys
from importlib.resources import files
from typing import Literal

import typst

STANDARD: Literal["ua-1"] = "ua-1"
LACKING = "could not be displayed with"  # typst, of a letter that a font does not have


def typeset(document: str, moment: int) -> bytes:
    """The document as PDF.

    Fonts are those that typst carries, so that the bytes are the same on every machine. Only where
    they lack a letter (a name in Chinese) are the machine's asked, and the file then makes no claim
    to PDF/UA.
    """
    source = (files("api.reports") / "report.typ").read_bytes()
    inputs = {"document": document}
    try:
        return typst.compile(
            source,
            sys_inputs=inputs,
            ignore_system_fonts=True,
            timestamp=moment,
            pdf_standards=STANDARD,
        )
    except typst.TypstError as error:
        if LACKING not in error.message:
            raise
        return typst.compile(source, sys_inputs=inputs, timestamp=moment)


def main() -> None:
    moment, _, document = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.buffer.write(typeset(document.decode(), int(moment)))


if __name__ == "__main__":
    main()
