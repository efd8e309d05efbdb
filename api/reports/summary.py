"""The first page: what an official takes away in two minutes. Warnings stand before advice."""

from collections.abc import Iterator, Sequence

from api import selection
from api.reports import texts as t
from api.reports.document import (
    Block,
    Box,
    Item,
    Items,
    Paragraph,
    Rich,
    Section,
    Words,
)
from api.reports.writer import Writer
from engine.answer import CaveatOut, RankedOut
from engine.ranking import RECOMMENDED

WARNINGS, MEASURES, QUESTIONS = 2, 5, 3
QUESTIONS_ALONE = 8  # where nothing can be recommended yet


def summary(writer: Writer) -> Section:
    blocks = (
        Paragraph((writer.strong(f"{writer._(t.KNOWN)}: "), Words(writer.phrases.known()))),
        _warnings(writer),
        *_measures(writer),
        _harm(writer),
        *_questions(writer),
    )
    return Section("summary", writer._(t.SUMMARY), blocks)


def handful(writer: Writer) -> list[RankedOut]:
    """The first recommended measures that are no variants of another."""
    return recommended(writer)[:MEASURES]


def recommended(writer: Writer) -> list[RankedOut]:
    """The recommended measures that are no variants of another."""
    return [option for option in _recommended(writer) if option.core]


def _recommended(writer: Writer) -> list[RankedOut]:
    return [option for option in writer.answer.ranking if option.verdict in RECOMMENDED]


def warnings(writer: Writer) -> tuple[list[CaveatOut], list[CaveatOut]]:
    """Warnings that this place called up, those on reading it first; and those for every place."""
    called = selection.once(c for c in writer.answer.caveats if writer.names.local(c))
    general = selection.once(c for c in writer.answer.caveats if not writer.names.local(c))
    options = writer.options
    return sorted(called, key=lambda c: (c.about in options, -len(c.matched))), general


def _warnings(writer: Writer) -> Box:
    called, general = warnings(writer)
    shown = called[:WARNINGS]
    items = tuple(Item(_warning(writer, caveat)) for caveat in shown)
    rest = writer.line(t.GENERAL_WARNINGS, len(general))
    if shown:
        more = len(called) - len(shown)
        told = t.ANOTHER_WARNING if more == 1 else t.MORE_WARNINGS
        rest = writer.line(told, more, len(general))
    listed: tuple[Block, ...] = (Items(items),) if items else ()
    return Box("caution", writer._(t.READ_FIRST), (*listed, rest))


def _warning(writer: Writer, caveat: CaveatOut) -> Rich:
    about: Rich = (writer.strong(f"{caveat.about_name}: "),) if caveat.about_name else ()
    return (*about, Words(caveat.text), *writer.marker(caveat.claims[:3]))


def _measures(writer: Writer) -> Iterator[Block]:
    found, shown = recommended(writer), handful(writer)
    if not shown:
        yield Box("calm", writer._(t.DO), (writer.line(t.NOTHING),))
        return
    items = tuple(Item(_headline(writer, option), _terms(writer, option)) for option in shown)
    every = len(_recommended(writer))
    blocks: list[Block] = [Items(items, "plain")]
    robustness = writer.answer.robustness
    said: list[Words] = []
    if robustness is not None:
        said += [
            Words(robustness.says),
            writer.words(t.TRIALS.filled(count=robustness.completions)),
        ]
    if every > len(shown):
        parts = (len(shown), len(found) - len(shown), every - len(found))
        counted = (len(writer.answer.ranking), every, *parts)
        said.append(writer.words(t.COUNTED, *counted, writer._(t.MEASURES)))
    spaced = tuple(span for part in said for span in (part, Words(" ")))[:-1]
    blocks += [Paragraph(spaced)] if spaced else []
    yield Box("calm", writer._(t.DO), tuple(blocks))


def _headline(writer: Writer, option: RankedOut) -> Rich:
    rank = writer.rank(option)
    return (rank, Words(". "), writer.strong(option.name), Words("  "), writer.badge(option))


def _terms(writer: Writer, option: RankedOut) -> tuple[Rich, ...]:
    """Why, on what terms, and how far its rank stands."""
    terms: list[Rich] = []
    best = selection.strongest(option.reasons_for)
    if best is not None:
        terms.append((Words(f"{best.title}."), *writer.marker(best.claims[:3])))
    still = selection.pressing(option)
    if option.sequence:
        terms.append(
            (writer.words(t.FIRST_OF_ALL, style="strong"), Words(option.sequence[0].first))
        )
    elif still:
        status = writer.phrases.status(still[0])
        label = writer.words(t.OPEN_UNTIL, style="strong")
        terms.append((label, Words(f"{still[0].text} ({status})")))
    if option.robustness is not None:
        terms.append(writer.softly(writer.stands(option)))
    return tuple(terms)


def _harm(writer: Writer) -> Box:
    """What is contraindicated, by the reason why, so that each reason is read once."""
    found = selection.contraindicated(writer.answer.ranking)
    if not found:
        return Box("harm", writer._(t.DO_NOT), (writer.line(t.NONE_CERTAIN),))
    grouped: dict[str, list[RankedOut]] = {}
    for option in found:
        grouped.setdefault(selection.weightiest(option).rule, []).append(option)
    items = tuple(Item(_refused(writer, options)) for options in grouped.values())
    return Box("harm", writer._(t.DO_NOT), (Items(items),))


def _refused(writer: Writer, options: Sequence[RankedOut]) -> Rich:
    why = selection.weightiest(options[0])
    names = ", ".join(option.name for option in options)
    return (writer.strong(names), Words(f": {why.title}."), *writer.marker(why.claims[:3]))


def _questions(writer: Writer) -> Iterator[Block]:
    most = QUESTIONS if recommended(writer) else QUESTIONS_ALONE
    asked = writer.answer.needed[:most]
    if asked:
        items = tuple(Item((Words(item.question),)) for item in asked)
        yield Box("calm", writer._(t.ASK), (Items(items, "numbers"),))
