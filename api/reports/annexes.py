"""What stands at the end: questions, disagreements, the profile, the rules, the evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api import citations
from api.reports import texts as t
from api.reports.document import (
    Block,
    Heading,
    Item,
    Items,
    Paragraph,
    Rich,
    Section,
    Source,
    Sources,
    Table,
    Words,
)
from api.reports.place import caveats
from api.reports.summary import warnings
from api.reports.writer import Writer
from api.words import EVIDENCE, KINDS, worded
from engine.answer import ClaimOut, FromRule
from engine.rule import Kind


def questions(writer: Writer) -> Section:
    """What is still worth asking, with what hangs on it."""
    items = tuple(
        Item(
            (Words(item.question),),
            (
                writer.filled(
                    t.HANGS,
                    rules=(
                        writer.whole(item.decides, "decides", item.factor or item.entity or ""),
                    ),
                ),
            ),
        )
        for item in writer.answer.needed
    )
    blocks: Block = Items(items, "numbers") if items else writer.line(t.NO_QUESTION)
    return Section("questions", writer._(t.QUESTIONS), (blocks,), dense=True)


def disagreements(writer: Writer) -> Section | None:
    """Where sources that this answer leans on say different things."""
    if not writer.answer.tensions:
        return None
    items = tuple(
        Item(
            (
                writer.strong(item.about),
                Words(f" {item.reading}"),
                *writer.marker((*item.a, *item.b)),
            )
        )
        for item in writer.answer.tensions
    )
    return Section("disagreements", writer._(t.DISAGREE), (Items(items),))


def profile(writer: Writer) -> Section:
    """Everything that was known, with its provenance."""
    head = (t.FACTOR, t.VALUE, t.BASIS, t.SOURCE, t.AS_OF)
    known = list(writer.names.factors())
    rows = tuple(
        tuple((Words(cell),) for cell in (k.name, k.value, k.basis, k.source, k.as_of))
        for k in known
    )
    blocks: list[Block] = [writer.line(t.UNKNOWN_NOTE)]
    if rows:
        table = Table(tuple(writer._(n) for n in head), rows, widths=(5, 4, 2.2, 2.6, 1.8))
        blocks.append(table)
    else:
        blocks.append(writer.line(t.NOTHING_GIVEN))
    for name, entries in writer.names.entities():
        blocks += [
            Heading(f"{name} ({len(entries)})"),
            Items(tuple(Item((Words(entry),)) for entry in entries)),
        ]
    return Section("profile", writer._(t.PROFILE), tuple(blocks))


def everywhere(writer: Writer) -> Section | None:
    """The warnings that hold for every place."""
    _, general = warnings(writer)
    if not general:
        return None
    return Section(
        "caveats", writer._(t.CAVEATS), (Items(tuple(caveats(writer, general))),), dense=True
    )


@dataclass(frozen=True, slots=True)
class Speaking:
    """A rule that speaks in this answer, by one of the statements that it makes."""

    kind: Kind
    title: str
    statement: FromRule
    fired: bool  # and not merely possible


def rules(writer: Writer) -> Section:
    """Every rule that speaks in this answer, once, with where it may mislead."""
    found = sorted(speaking(writer).items(), key=lambda pair: (pair[1].kind, pair[1].title))
    blocks: list[Block] = [writer.line(t.RULES_LEAD)]
    for kind in KINDS:
        items = tuple(_rule(writer, name, rule) for name, rule in found if rule.kind == kind)
        if items:
            title = writer._(worded(KINDS, kind))
            blocks += [Heading(f"{title[:1].upper()}{title[1:]} ({len(items)})"), Items(items)]
    undecided = {item.rule for item in writer.answer.undecided_rules} - {name for name, _ in found}
    if undecided:
        told = t.ANOTHER_UNDECIDED if len(undecided) == 1 else t.UNDECIDED
        blocks.append(writer.line(told, len(undecided)))
    return Section("rules", writer._(t.RULES), tuple(blocks), dense=True)


def speaking(writer: Writer) -> Mapping[str, Speaking]:
    """The rules behind the statements of this answer, with their titles."""
    found: dict[str, Speaking] = {}
    for kind, title, statement, fired in _statements(writer):
        if statement.rule not in found or (fired and not found[statement.rule].fired):
            named = writer.names.rule(statement.rule, title)
            found[statement.rule] = Speaking(kind, named, statement, fired)
    return found


def _statements(writer: Writer) -> Iterator[tuple[Kind, str, FromRule, bool]]:
    answer = writer.answer
    for diagnosis in answer.diagnoses:
        yield "diagnosis", diagnosis.name, diagnosis, True
    for caveat in answer.caveats:
        yield "caveat", caveat.text, caveat, True
    for option in answer.ranking:
        for reason in (*option.reasons_for, *option.reasons_against):
            yield "reason", reason.title, reason, True
        for harm in option.contraindications:
            yield "contraindication", harm.title, harm, harm.certainty == "certain"
        for need in option.preconditions:
            yield "gate", need.text, need, need.applies == "certain"
        for guard in option.safeguards:
            yield "safeguard", guard.text, guard, True
        for step in option.sequence:
            yield "sequence", step.first, step, True


def _rule(writer: Writer, name: str, rule: Speaking) -> Item:
    said = rule.statement
    possible = "" if rule.fired else f" ({writer._(t.POSSIBLE)})"
    under: list[Rich] = [(writer.words(t.LIMITS, said.limits, style="soft"),)]
    if said.limited_by:
        under.append((writer.words(t.LIMITED_BY, style="soft"), *writer.marker(said.limited_by)))
    spans = (
        writer.strong(f"{rule.title}. "),
        Words(name, "code"),
        Words(possible),
        *writer.marker(said.claims),
    )
    return Item(spans, tuple(under))


def sources(writer: Writer) -> Section:
    """Every claim once, by report, with the place where it stands."""
    blocks: list[Block] = [writer.line(t.SOURCES_LEAD)]
    claims = writer.answer.claims
    for report in sorted({claim.report for claim in claims.values()}):
        listed = [(place, name) for name, place in writer.places.items()]
        items = tuple(
            Source(place, name, _where(writer, claims[name]), claims[name].text)
            for place, name in sorted(listed)
            if claims[name].report == report
        )
        title = claims[items[0].claim].report_title
        blocks += [
            Heading(report),
            Paragraph((Words(writer.names.record(report, title)),)),
            Sources(items),
        ]
    return Section("sources", writer._(t.SOURCES), tuple(blocks), dense=True)


def _where(writer: Writer, claim: ClaimOut) -> str:
    """``section …, page 12; experience of a case``."""
    where = writer._(t.SECTION, claim.section)
    where += f", {citations.pages(claim.page, writer.language)}" if claim.page else ""
    return f"{where}; {writer._(worded(EVIDENCE, claim.evidence))}"
