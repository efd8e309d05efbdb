"""The measures: how they rank, each that is recommended in full, and apart what does harm."""

from collections.abc import Iterable, Iterator

from api import selection
from api.plots.acceptability import acceptability
from api.plots.contributions import contributions
from api.reports import texts as t
from api.reports.document import (
    Block,
    Box,
    Figure,
    Heading,
    Item,
    Items,
    Label,
    Measure,
    Paragraph,
    Rich,
    Section,
    Table,
    Words,
)
from api.reports.summary import handful
from api.reports.writer import Writer
from api.words import worded
from engine.answer import (
    ContraindicationOut,
    EffectOut,
    PreconditionOut,
    RankedOut,
    ReasonOut,
)
from engine.ranking import RECOMMENDED
from engine.text import Text
from engine.wording import CRITERIA, STRENGTHS

SHOWN_REASONS = 2  # why a measure is not recommended, in short


def ranking(writer: Writer) -> Section:
    """Every option in one table, under the picture of how far the first ones stand."""
    blocks: list[Block] = []
    answer = writer.answer
    if answer.robustness is not None:
        blocks.append(Paragraph((Words(answer.robustness.says),)))
    plot = acceptability(answer)
    blocks += [Figure(plot)] if plot else []
    head = (t.RANK, t.OPTION, t.VERDICT, t.SCORE, t.RANKS, t.FIRST_IN, t.TOP_IN, t.ADVISED_IN)
    blocks += [
        Table(
            tuple(writer._(name) for name in head),
            tuple(tuple(_cells(writer, option)) for option in answer.ranking),
            numeric=(0, 3, 4, 5, 6, 7),
            widths=(1.3, 5.4, 7.3, 1.6, 1.7, 1.6, 1.9, 1.6),
        ),
        writer.line(t.TABLE_NOTE),
    ]
    return Section("ranking", writer._(t.RANKING), tuple(blocks))


def _cells(writer: Writer, option: RankedOut) -> Iterator[Rich]:
    yield (writer.rank(option),)
    yield (Words(option.name if option.core else f"↳ {option.name}"),)
    yield (writer.badge(option),)
    yield (writer.score(option),)
    stood, slug = option.robustness, option.intervention
    if stood is None:
        yield from ((), (), (), ())
        return
    yield writer.interval(stood, slug)
    yield (writer.percent(stood.p_rank_1, "p_rank_1", slug),)
    yield (writer.percent(stood.p_top_3, "p_top_3", slug),)
    yield (writer.percent(stood.p_recommended, "p_recommended", slug),)


def recommended(writer: Writer) -> Section:
    found = [o for o in writer.answer.ranking if o.verdict in RECOMMENDED]
    pictured = {option.intervention for option in handful(writer)}
    blocks = tuple(_measure(writer, o, pictured=o.intervention in pictured) for o in found)
    nothing = (writer.line(t.NO_MEASURE),)
    return Section("measures", writer._(t.MEASURES), blocks or nothing)


def harmful(writer: Writer) -> Section:
    """What is contraindicated, apart from everything else, and what may be."""
    ranking = writer.answer.ranking
    surely = selection.contraindicated(ranking)
    blocks: list[Block] = [writer.line(t.HARM_LEAD if surely else t.NONE_CERTAIN)]
    blocks += [_refused(writer, option) for option in surely]
    possibly = selection.possibly_contraindicated(ranking)
    if possibly:
        blocks += [Heading(writer._(t.POSSIBLY)), writer.line(t.POSSIBLY_LEAD)]
        blocks += [_perhaps(writer, option) for option in possibly]
    return Section("harm", writer._(t.HARM), tuple(blocks))


def others(writer: Writer) -> Section:
    """What is held back, not advised or not decided, each with its reason in short."""
    apart = (*RECOMMENDED, "strong_against")
    head = (t.RANK, t.OPTION, t.VERDICT, t.SCORE, t.WHY_SHORT)
    rows = tuple(
        (
            (writer.rank(option),),
            (Words(option.name),),
            (writer.badge(option),),
            (writer.score(option),),
            _why_not(writer, option),
        )
        for option in writer.answer.ranking
        if option.verdict not in apart
    )
    table = Table(
        tuple(writer._(name) for name in head), rows, numeric=(0, 3), widths=(1.3, 4, 4, 1.5, 8)
    )
    return Section("others", writer._(t.NOT_ADVISED), (table,))


def _why_not(writer: Writer, option: RankedOut) -> Rich:
    held = [item for item in selection.pressing(option) if item.holds_back]
    said: list[str] = []
    claims: list[str] = []
    if held:
        said.append(writer._(t.UNTIL, held[0].text) + _more(writer, len(held) - 1) + ".")
        claims += held[0].claims[:3]
    for reason in option.reasons_against[:SHOWN_REASONS]:
        said.append(f"{reason.title}.")
        claims += reason.claims[:3]
    if not said:
        return (writer.words(t.NOTHING_SPEAKS),)
    return (Words(_capital(" ".join(said))), *writer.marker(claims))


def _more(writer: Writer, rest: int) -> str:
    return f" ({writer._(t.AND_MORE, rest)})" if rest > 0 else ""


def _measure(writer: Writer, option: RankedOut, *, pictured: bool) -> Measure:
    figures = (Figure(contributions(writer.answer, option.intervention)),) if pictured else ()
    blocks = (
        *figures,
        *_warned(writer, option.contraindications),
        *_listed(writer, t.FOR, (_reason(writer, option, r) for r in option.reasons_for)),
        *_listed(writer, t.AGAINST, (_reason(writer, option, r) for r in option.reasons_against)),
        *_listed(writer, t.NEEDS, (_need(writer, item) for item in option.preconditions)),
        *_listed(writer, t.BEFORE, (writer.statement(_said(s.first), s) for s in option.sequence)),
        *_listed(writer, t.WITH, (writer.statement(_said(s.text), s) for s in option.safeguards)),
        *_listed(writer, t.FOUND, (_effect(writer, effect) for effect in option.effects)),
        *_listed(writer, t.WATCH, (Item((Words(said),)) for said in option.indicators)),
    )
    slug, facts = option.intervention, tuple(_facts(writer, option))
    return Measure(slug, option.name, writer.rank(option), writer.badge(option), facts, blocks)


def _facts(writer: Writer, option: RankedOut) -> Iterator[Rich]:
    """What is known of it beside the reasons: the score, how far it stands, GRADE, who, when."""
    outside = None if option.robustness is None else option.robustness.outside
    yield (
        writer.words(t.SCORED, style="strong"),
        writer.score(option),
        Words(". "),
        *writer.stands(option),
        *([Words(f" {outside}")] if outside else []),
    )
    yield _made_of(writer, option)
    yield (writer.words(t.SURE, style="strong"), *writer.certainty(option), Words("."))
    yield (
        *_term(writer, t.FAMILY, writer.names.family(option.family)),
        *_term(writer, t.WHO, writer.names.levels(option.level)),
        *_term(writer, t.TIME, option.time_to_effect),
        *(
            [writer.words(t.VARIANT, writer.named(option.variant_of)), Words(".")]
            if option.variant_of
            else []
        ),
    )


def _term(writer: Writer, label: Text, said: str) -> Rich:
    return (writer.words(label, style="strong"), Words(f"{said}. "))


def _made_of(writer: Writer, option: RankedOut) -> Rich:
    """The criteria that move the score, each with its share."""
    spans: list[Words] = []
    rich: Rich = (writer.words(t.MADE_OF, style="strong"),)
    moving = [(name, cell) for name, cell in option.criteria.items() if cell.share]
    for place, (name, cell) in enumerate(moving):
        spans = [Words(", " if place else ""), Words(f"{writer._(CRITERIA[name])} ")]
        subject = f"{option.intervention}:{name}"
        rich = (*rich, *spans, writer.signed(cell.share, "criterion", subject))
    return (*rich, Words("."))


def _warned(writer: Writer, found: Iterable[ContraindicationOut]) -> Iterator[Block]:
    items = tuple(_harm(writer, item) for item in found)
    if items:
        yield Box("harm", writer._(t.MAY_HARM), (Items(items),))


def _refused(writer: Writer, option: RankedOut) -> Block:
    found = option.contraindications
    blocks: list[Block] = [Items(tuple(_harm(writer, item) for item in found))]
    blocks += _listed(
        writer, t.AGAINST, (_reason(writer, option, r) for r in option.reasons_against)
    )
    blocks += _listed(writer, t.FOR, (_reason(writer, option, r) for r in option.reasons_for))
    blocks += _listed(writer, t.FOUND, (_effect(writer, effect) for effect in option.effects))
    title = writer._(t.CONTRAINDICATED, option.name)
    lead = (writer.badge(option), Words(". "), *next(_facts(writer, option)))
    return Box("harm", title, (Paragraph(lead), *blocks))


def _perhaps(writer: Writer, option: RankedOut) -> Block:
    items = tuple(_harm(writer, item) for item in option.contraindications)
    return Box("caution", f"{option.name} ({option.verdict_name})", (Items(items),))


def _harm(writer: Writer, item: ContraindicationOut) -> Item:
    said = writer.statement((writer.strong(f"{item.title}."),), item)
    if item.certainty == "certain" or not item.asks:
        return said
    asked = ", ".join(writer.names.subject(name) for name in item.asks)
    return Item((*said.spans, Words(" "), writer.words(t.ASK_FOR, asked)), said.under)


def _reason(writer: Writer, option: RankedOut, item: ReasonOut) -> Item:
    """The reason, why, who says so; under it what it moves, the facts here, and its rule.

    Of a variant only what is said: the option that it varies tells the rest.
    """
    title = writer.strong(f"{item.title}.")
    said = writer.statement((title,), item, brief=not option.core)
    strength = writer._(worded(STRENGTHS, item.strength))
    weight = f"{_capital(writer._(CRITERIA[item.criterion]))}, {strength}, "
    share = writer.signed(item.share, "share", f"{option.intervention}:{item.rule}")
    first, *rest = said.under
    return Item(said.spans, ((Words(weight, "soft"), share, Words(" · ", "soft"), *first), *rest))


def _need(writer: Writer, item: PreconditionOut) -> Item:
    held = f"; {writer._(t.BLOCKS)}" if item.holds_back else ""
    status = f" ({writer.phrases.status(item)}{held})."
    return writer.statement((writer.strong(_capital(item.text)), Words(status)), item)


def _effect(writer: Writer, item: EffectOut) -> Item:
    elsewhere = f" ({writer._(t.ELSEWHERE)})" if item.indirect else ""
    said = Words(f": {item.verdict_name}{elsewhere}.")
    return Item((writer.strong(item.outcome_name), said, *writer.marker(item.claims)))


def _said(text: str) -> Rich:
    return (Words(f"{_capital(text)}.", "strong"),)


def _listed(writer: Writer, title: Text, items: Iterable[Item]) -> Iterator[Block]:
    listed = tuple(items)
    if listed:
        yield Label(writer._(title))
        yield Items(listed)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
