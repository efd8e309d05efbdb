"""What goes together, and where it was seen before: the package and the precedents."""

from collections.abc import Iterator

from api import numbers
from api.plots.phases import phases
from api.reports import texts as t
from api.reports.document import (
    Block,
    Box,
    Figure,
    Heading,
    Item,
    Items,
    Paragraph,
    Rich,
    Section,
    Words,
)
from api.reports.writer import Writer
from api.words import standing
from engine.answer import (
    ConflictOut,
    GuardOut,
    MemberOut,
    PackageOut,
    PrecedentOut,
    SharedOut,
    TriedOut,
    WaitOut,
    WatchOut,
)


def package(writer: Writer) -> Section | None:
    """The phases with what each measure waits for, what clashes, and what to watch."""
    found = writer.answer.package
    if found is None:
        return None
    blocks = (
        Paragraph((Words(found.says),)),
        *_pictured(writer),
        *_phases(writer, found),
        *_waiting(writer, found),
        *_conflicts(writer, found),
        *_guards(writer, found),
        *_bridges(writer, found),
        *_watched(writer, found),
    )
    return Section("package", writer._(t.PACKAGE), blocks)


def _pictured(writer: Writer) -> Iterator[Block]:
    plot = phases(writer.answer)
    if plot is not None:
        yield Figure(plot)


def _phases(writer: Writer, found: PackageOut) -> Iterator[Block]:
    for phase in found.phases:
        yield Heading(writer._(t.PHASE, phase.number))
        yield Items(tuple(_member(writer, member) for member in phase.members))


def _member(writer: Writer, member: MemberOut) -> Item:
    force = f" ({writer._(t.IN_FORCE)})" if member.in_force else ""
    option = writer.options.get(member.intervention)
    spans: Rich = (
        writer.strong(member.name),
        Words(f" [{member.family_name}]{force}"),
        *((Words(", "), writer.badge(option)) if option else ()),
        Words(f". {member.says} {writer._(t.TIME)}{member.time_to_effect}."),
    )
    under: list[Rich] = [
        (
            writer.words(t.AFTER, writer.named(link.first)),
            Words(link.because),
            *writer.marker(link.claims),
        )
        for link in member.after
    ]
    under += [_wait(writer, wait) for wait in member.waits_for]
    return Item(spans, tuple(under))


def _wait(writer: Writer, wait: WaitOut) -> Rich:
    status = writer._(standing(wait.status, wait.applies))
    said = writer.words(t.WAITS, wait.text, status)
    return (said, Words(wait.because), *writer.marker(wait.claims))


def _waiting(writer: Writer, found: PackageOut) -> Iterator[Block]:
    if found.waiting:
        yield Heading(writer._(t.WAITING))
        yield Items(
            tuple(
                Item(
                    (writer.strong(item.name),),
                    tuple(_wait(writer, wait) for wait in item.waits_for),
                )
                for item in found.waiting
            )
        )


def _conflicts(writer: Writer, found: PackageOut) -> Iterator[Block]:
    if found.conflicts:
        items = tuple(_conflict(writer, conflict) for conflict in found.conflicts)
        yield Box("caution", writer._(t.CONFLICTS), (Items(items),))


def _conflict(writer: Writer, conflict: ConflictOut) -> Item:
    stands = "; ".join(
        f"{other.name}: {writer._(t.PLACES[other.stands])}" for other in conflict.others
    )
    spans = (
        writer.strong(conflict.says),
        Words(f" {conflict.because}"),
        *writer.marker(conflict.claims),
    )
    mind: list[Rich] = [(writer.words(t.MIND, conflict.mind),)] if conflict.mind else []
    return Item(spans, ((Words(stands, "soft"),), *mind))


def _guards(writer: Writer, found: PackageOut) -> Iterator[Block]:
    if found.safeguards:
        yield Heading(writer._(t.GUARDS))
        yield Items(tuple(_guard(writer, guard) for guard in found.safeguards))


def _guard(writer: Writer, guard: GuardOut) -> Item:
    named = ", ".join(writer.named(slug) for slug in guard.accompanies)
    inside = f" ({writer._(t.INSIDE)})" if guard.in_package else ""
    text = f"{guard.text[:1].upper()}{guard.text[1:]}{inside}."
    because = Words(f" {guard.because}")
    return Item(
        (writer.strong(text), because, *writer.marker(guard.claims)),
        ((writer.words(t.GUARD, guard.phase, named, style="soft"),),),
    )


def _bridges(writer: Writer, found: PackageOut) -> Iterator[Block]:
    if found.bridges:
        yield Heading(writer._(t.SOONER))
        yield Items(tuple(Item((Words(bridge.says),)) for bridge in found.bridges))


def _watched(writer: Writer, found: PackageOut) -> Iterator[Block]:
    if found.watch:
        yield Heading(writer._(t.BESIDE_MURDERS))
        yield Items(tuple(_watch(writer, item) for item in found.watch))
    told = [m for phase in found.phases for m in phase.members if m.indicators]
    if told:
        yield Heading(writer._(t.OF_EACH))
        yield Items(
            tuple(
                Item((writer.strong(f"{m.name}: "), Words(f"{'; '.join(m.indicators)}.")))
                for m in told
            )
        )


def _watch(writer: Writer, item: WatchOut) -> Item:
    here = "; ".join(f"{factor.name}: {factor.here}" for factor in item.factors)
    spans = (
        writer.strong(f"{item.subject}."),
        Words(f" {item.because}"),
        *writer.marker(item.claims),
    )
    return Item(spans, ((writer.words(t.HERE, here, style="soft"),),) if here else ())


def precedents(writer: Writer) -> Section | None:
    """The documented places most like this one: what was tried there, and what happened."""
    found = writer.answer.precedents
    if found is None:
        return None
    blocks: list[Block] = [Paragraph((Words(found.says),))]
    if found.cases:
        blocks += [
            writer.line(t.DISTANCE_NOTE),
            Items(tuple(_case(writer, case) for case in found.cases)),
        ]
    else:
        blocks.append(writer.line(t.NO_CASE))
    return Section("precedents", writer._(t.PRECEDENTS), tuple(blocks))


def _case(writer: Writer, case: PrecedentOut) -> Item:
    country = numbers.country(case.country, writer.language)
    place = t.CASE.filled(place=case.place, country=country, period=case.period)
    spans = (
        writer.strong(f"{writer._(place)}. "),
        *writer.filled(
            t.DISTANCE,
            distance=(writer.decimal(case.distance, "distance", case.case),),
            compared=(writer.whole(case.compared, "compared", case.case),),
        ),
        Words(f" {case.says}"),
    )
    under: list[Rich] = [_tried(writer, tried) for tried in case.tried]
    under += [] if case.tried else [(writer.words(t.NOT_TRIED),)]
    for text, shared in ((t.ALIKE, case.alike), (t.DIFFER, case.differ)):
        if shared:
            under.append((writer.words(text, _shared(writer, shared), style="soft"),))
    return Item(spans, tuple(under))


def _tried(writer: Writer, tried: TriedOut) -> Rich:
    said = writer.words(t.TRIED, tried.name, tried.outcome_name)
    if not tried.says or tried.claim is None:
        return (said,)
    return (said, Words(f" {tried.says}"), *writer.marker((tried.claim,)))


def _shared(writer: Writer, shared: list[SharedOut]) -> str:
    return "; ".join(
        f"{item.name} ({item.here})"
        if item.here == item.there
        else writer._(t.APART, item.name, item.here, item.there)
        for item in shared
    )
