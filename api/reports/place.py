"""The place: what it looks like, what to mind before reading on, and whose word it is."""

from collections.abc import Iterable, Iterator

from api.reports import texts as t
from api.reports.document import Block, Box, Heading, Item, Items, Paragraph, Section, Words
from api.reports.summary import warnings
from api.reports.writer import Writer
from engine.answer import CaveatOut


def warned(writer: Writer) -> Section:
    """The warnings that this place called up; those for every place have an annex."""
    called, general = warnings(writer)
    listed = Items(tuple(caveats(writer, called)))
    lead = writer.line(t.GENERAL_WARNINGS, len(general))
    box = Box("caution", writer._(t.BECAUSE_OF_PLACE), (listed,)) if called else lead
    return Section("warnings", writer._(t.WARNINGS), (box, *_doubts(writer)))


def caveats(writer: Writer, found: Iterable[CaveatOut]) -> Iterator[Item]:
    for caveat in found:
        about = (writer.strong(f"{caveat.about_name}: "),) if caveat.about_name else ()
        alone = (writer.words(t.NOT_ALONE, style="strong"),) if caveat.insufficient_alone else ()
        yield writer.statement((*about, *alone, Words(caveat.text)), caveat)


def place(writer: Writer) -> Section:
    """The diagnoses, with what each rests on."""
    found = writer.answer.diagnoses
    items = tuple(writer.statement((writer.strong(f"{d.name}."),), d) for d in found)
    blocks: list[Block] = [Paragraph((Words(writer.phrases.known()),))]
    blocks.append(Items(items) if items else writer.line(t.NO_DIAGNOSIS))
    if writer.answer.notices:
        blocks += [
            Heading(writer._(t.NOTICES)),
            Items(tuple(Item((Words(f"{n.where}: {n.what}"),)) for n in writer.answer.notices)),
        ]
    return Section("place", writer._(t.PLACE), tuple(blocks))


def _doubts(writer: Writer) -> Iterator[Block]:
    """Values on the word of a captured institution, and what moves without them."""
    doubt = writer.answer.informants
    if doubt is None:
        return
    items = tuple(Item((Words(line),)) for line in writer.phrases.doubts())
    lead = Paragraph((Words(doubt.says),))
    yield Box("caution", writer._(t.DOUBTS), (lead, Items(items)))
