"""The report as Markdown (CommonMark with pipe tables): readable as it stands, in any viewer."""

import re
from collections.abc import Iterable, Iterator

from api.reports.document import (
    Badge,
    Block,
    Box,
    Document,
    Figure,
    Heading,
    Item,
    Items,
    Label,
    Marker,
    Measure,
    Number,
    Paragraph,
    Rich,
    Section,
    Sources,
    Span,
    Table,
    Words,
)
from api.speech import inline, safe

# What CommonMark and its common extensions read as markup anywhere, and at the start of a line.
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$&])")
_AT_START = re.compile(r"^(\d*)([.)+=-])(?=[\s=-]|$)")
_FENCE = re.compile(r"`+")


def markdown(document: Document) -> str:
    return "\n".join(_spaced(_lines(document))) + "\n"


def escaped(text: str) -> str:
    """Text that every reader of Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", inline(text))


def _lines(document: Document) -> Iterator[str]:
    yield from (_around(document.kicker, "*"), "", f"# {escaped(document.title)}", "")
    yield from (_line(escaped(document.subtitle)), "")
    for section in (document.summary, *document.sections):
        yield from _section(section)
    yield from ("---", "", _line(escaped(document.footer)))


def _section(section: Section) -> Iterator[str]:
    yield from ("", f"## {escaped(section.title)}", "")
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    yield ""
    match block:
        case Paragraph(spans):
            yield _rich(spans)
        case Heading(text):
            yield f"### {escaped(text)}"
        case Label(text):
            yield _around(text, "**")
        case Items():
            yield from _items(block)
        case Table():
            yield from _table(block.head, block.rows, block.numeric)
        case Box():
            yield from _quoted(block)
        case Figure(plot):
            yield f"{_around(plot.title, '**')}: {escaped(plot.description)}"
            yield ""
            rows = tuple(tuple((Words(cell),) for cell in row) for row in plot.rows)
            yield from _table(plot.head, rows, ())
        case Measure():
            yield from _measure(block)
        case Sources(items):
            for item in items:
                where = f"{_around(item.claim, '**')} · {escaped(item.where)}"
                yield f"- {item.place}\\. {where}: {escaped(item.text)}"
    yield ""


def _items(items: Items) -> Iterator[str]:
    for place, item in enumerate(items.items, start=1):
        mark = f"{place}." if items.form == "numbers" else "-"
        yield from _item(mark, item)


def _item(mark: str, item: Item) -> Iterator[str]:
    yield f"{mark} {_rich(item.spans)}"
    indent = " " * (len(mark) + 1)
    yield from (f"{indent}- {_rich(line)}" for line in item.under)


def _table(
    head: tuple[str, ...], rows: Iterable[tuple[Rich, ...]], numeric: tuple[int, ...]
) -> Iterator[str]:
    listed = list(rows)
    width = len(head) or len(listed[0])
    yield _row(escaped(name) for name in head or [" "] * width)
    yield _row("---:" if place in numeric else "---" for place in range(width))
    for row in listed:
        yield _row(_rich(cell) for cell in row)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _quoted(box: Box) -> Iterator[str]:
    """A box as a quotation with its title: what must not be overlooked stands apart."""
    inside = (line for block in box.blocks for line in _block(block))
    lines = [_around(_TONES[box.tone] + box.title, "**"), "", *_spaced(inside)]
    while not lines[-1]:
        lines.pop()
    yield from (f"> {line}".rstrip() for line in lines)


def _measure(measure: Measure) -> Iterator[str]:
    yield f"### {measure.rank.said}. {escaped(measure.name)}"
    yield from ("", _span(measure.badge), "")
    yield from (f"- {_rich(fact)}" for fact in measure.facts)
    for block in measure.blocks:
        yield from _block(block)


def _rich(spans: Rich) -> str:
    return _line("".join(_span(span) for span in spans))


def _line(marked: str) -> str:
    """A line that begins no list, title or rule by the words that it happens to begin with."""
    return _AT_START.sub(r"\1\\\2", marked.strip())


def _span(span: Span) -> str:
    match span:
        case Words(text, "strong"):
            return _around(text, "**")
        case Words(text, "code"):
            return _code(text)
        case Words(text):
            return escaped(text)
        case Number():
            return escaped(span.said)
        case Marker(places):
            return escaped(f"[{', '.join(map(str, places))}]")
        case Badge():
            return f"{escaped(span.mark)} {_around(span.text, '**')}"


def _around(text: str, mark: str) -> str:
    """Emphasis with the spaces outside: inside it would be no emphasis."""
    inner = inline(text)
    stripped = inner.strip()
    if not stripped:
        return inner
    before, _, after = inner.partition(stripped)
    return f"{before}{mark}{escaped(stripped)}{mark}{after}"


def _code(text: str) -> str:
    """Code between more backticks than it holds."""
    inner = safe(text)
    longest = max((len(run) for run in _FENCE.findall(inner)), default=0)
    fence = "`" * (longest + 1)
    room = " " if inner.startswith("`") or inner.endswith("`") else ""
    return f"{fence}{room}{inner}{room}{fence}"


def _spaced(lines: Iterable[str]) -> Iterator[str]:
    """Without more than one empty line in a row, and none at the beginning."""
    last = ""
    for line in lines:
        if line or last:
            yield line
        last = line


_TONES = {"caution": "! ", "harm": "✖ ", "calm": ""}
