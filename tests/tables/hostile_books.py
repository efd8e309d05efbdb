"""Spreadsheets that claim to hold more than a machine does, or reach for what is not theirs."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>'.encode()
TAIL = b"</sheetData></worksheet>"
TEXT = b'<c r="%s" t="inlineStr"><is><t>%s</t></is></c>'
SHARED = f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>%s</t></si></sst>'
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "lol">{ENTITIES}]>'
PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="r3" Type="{OFFICE}/externalLink" TargetMode="External" '
    'Target="file:///etc/passwd"/></Relationships>',
}


def book(path: Path, sheet: Iterable[bytes], shared: str = SHARED % "") -> Path:
    """A workbook of one sheet, whose XML is written piece by piece."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**PARTS, "xl/sharedStrings.xml": shared}.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file:
            for piece in (HEAD, *sheet, TAIL):
                file.write(piece)
    return path


def first_row(*cells: bytes) -> bytes:
    """Texts in the first row, from the left."""
    places = (b"%c1" % (65 + place) for place in range(len(cells)))
    texts = b"".join(TEXT % pair for pair in zip(places, cells, strict=True))
    return b'<row r="1">' + texts + b"</row>"


def far_corner(path: Path) -> Path:
    """Two cells, and between them seventeen thousand million."""
    last = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return book(path, [b'<row r="1">' + TEXT % (b"A1", b"id") + b"</row>", last])


def long_text(path: Path) -> Path:
    """One cell of two thousand and five hundred million letters."""
    million = b"x" * 1_000_000
    return book(path, [b'<row r="1"><c r="A1" t="inlineStr"><is><t>', *[million] * 2_500])


def one_text_everywhere(path: Path) -> Path:
    """A text of 32,000 letters, kept once and shown a million times."""
    cells = b'<row><c t="s"><v>0</v></c></row>' * 20_000
    return book(path, [cells] * 50, SHARED % ("y" * 32_000))


def laughs(path: Path) -> Path:
    """A text that is ten times another, nine times over."""
    shown = b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    return book(path, [shown], LAUGHS + SHARED % "&a9;")


def outside(path: Path) -> Path:
    """An entity that names a file of this machine."""
    shared = '<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + SHARED % "&f;"
    return book(path, [b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>'], shared)


def repeated(path: Path) -> Path:
    """One cell, said to be repeated a million times across and a thousand million down."""
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        '<table:table table:name="S"><table:table-row table:number-rows-repeated="1000000000">'
        '<table:table-cell table:number-columns-repeated="1000000" office:value-type="string">'
        "<text:p>id</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path
