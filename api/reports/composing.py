"""From an answer to a document: which sections there are, and in which order.

Warnings come before advice, advice before what must not be done, and all that proves it after.
"""

import textwrap
from collections.abc import Sequence
from datetime import date

from api import numbers
from api.reports import annexes, measures, place, summary, together
from api.reports import texts as t
from api.reports.document import Document, Paragraph, Rich, Section, Table, Words
from api.reports.method import method
from api.reports.writer import Writer
from engine.answer import Answer
from engine.knowledge.model import Knowledge
from engine.places import described, time_told
from engine.text import Language, Text

LONGEST_RUNNING = 60  # letters of the title at the head of a page


def compose(
    answer: Answer, knowledge: Knowledge, made: date, *, asked_in: Language | None = None
) -> Document:
    """The report on one answer.

    Args:
        knowledge: lends the names of slugs and the records of reports; the advice is the answer's.
        made: the day on which the decision was made, or the report if it was not kept.
        asked_in: the language of the stored decision, where the answer is that decision asked again
            in another one; the report says so.
    """
    writer = Writer(answer, knowledge, made)
    title = _title(writer)
    data = _data(writer)
    sections = (
        place.warned(writer),
        place.place(writer),
        measures.ranking(writer),
        measures.recommended(writer),
        measures.harmful(writer),
        measures.others(writer),
        together.package(writer),
        together.precedents(writer),
        annexes.questions(writer),
        annexes.disagreements(writer),
        annexes.profile(writer),
        method(writer),
        annexes.everywhere(writer),
        annexes.rules(writer),
        annexes.sources(writer),
        imprint(writer, asked_in),
    )
    return Document(
        language=answer.language,
        title=title,
        kicker=writer._(t.KICKER),
        subtitle=writer._(t.SUBTITLE, data, numbers.day(made, answer.language)),
        made=made,
        decision_id=answer.decision_id,
        running=writer._(t.RUNNING, textwrap.shorten(title, LONGEST_RUNNING, placeholder="…")),
        footer=writer._(t.FOOTER, answer.decision_id),
        page_of=writer._(t.PAGE_OF, "{0}", "{1}"),
        contents=writer._(t.CONTENTS),
        as_table=writer._(t.AS_TABLE),
        summary=summary.summary(writer),
        sections=tuple(section for section in sections if section is not None),
    )


def _title(writer: Writer) -> str:
    """``Guayaquil, Ecuador``."""
    profile = writer.answer.profile
    name, country, time = profile["name"], profile["country"], profile["as_of"]
    cases = writer.knowledge.cases.values()
    called = writer._(described(name, country, time, cases) if name else t.UNNAMED)
    return f"{called}, {numbers.country(country, writer.language)}" if country else called


def _data(writer: Writer) -> str:
    """The time that the description is about."""
    time = writer.answer.profile["as_of"]
    return writer._(time_told(time) if time else t.UNDATED)


def imprint(writer: Writer, asked_in: Language | None) -> Section:
    """Everything that is needed to make this report again."""
    rows = [(writer._(t.TERMS[name]), said) for name, said in _terms(writer)]
    table = Table((), tuple(((Words(term, "strong"),), said) for term, said in rows), widths=(2, 5))
    return Section(
        "imprint",
        writer._(t.IMPRINT),
        (table, writer.line(t.REPLAYED), *_notes(writer, asked_in)),
    )


def _terms(writer: Writer) -> list[tuple[str, Rich]]:
    answer = writer.answer
    rows: list[tuple[str, Rich]] = [
        ("decision", (Words(answer.decision_id, "code"),)),
        ("made", (Words(numbers.day(writer.made, answer.language)),)),
        ("ruleset", (Words(answer.ruleset.version),)),
        ("hash", (Words(answer.ruleset.hash, "code"),)),
        ("engine", (Words(f"Remanso {answer.engine_version}"),)),
        ("language", (writer.words(t.LANGUAGE_NAMES[answer.language]),)),
        ("explain", (Words(answer.explain, "code"),)),
    ]
    if answer.robustness is not None:
        tried = answer.robustness
        rows += [
            ("completions", (writer.whole(tried.completions, "completions", "answer"),)),
            ("seed", (writer.whole(tried.seed, "seed", "answer"),)),
        ]
    return rows


def _notes(writer: Writer, asked_in: Language | None) -> Sequence[Paragraph]:
    """What a reader must know where this report is not simply the decision as it was made."""
    notes: list[Paragraph] = []
    if asked_in is not None and asked_in != writer.language:
        names: list[Text] = [t.LANGUAGE_NAMES[asked_in], t.LANGUAGE_NAMES[writer.language]]
        notes.append(writer.line(t.ASKED_IN_ANOTHER, *(writer._(name) for name in names)))
    if not writer.names.current:
        notes.append(writer.line(t.OTHER_KNOWLEDGE, writer.knowledge.version))
    return notes
