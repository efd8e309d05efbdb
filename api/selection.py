"""What of an answer a reader is shown first; nothing is computed anew, only chosen and ordered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from engine.answer import (
    Answer,
    CaveatOut,
    ContraindicationOut,
    DiagnosisOut,
    FromRule,
    NoticeOut,
    PreconditionOut,
    RankedOut,
    ReasonOut,
)
from engine.conditions import diagnoses_of, is_specific
from engine.knowledge.model import Knowledge
from engine.text import AND, Text, joined

SHOWN_OPTIONS = 10
SHOWN_QUESTIONS = 10

_ONLY = Text(
    "only what these can do themselves is listed, with its rank among all options: {who}",
    "solo figura lo que estos pueden hacer por sí mismos, con su puesto entre todas las opciones:"
    " {who}",
)

Statement = TypeVar("Statement", bound=FromRule)


@dataclass(frozen=True)
class Entry:
    """One option as it stands in the list, with its variants under it."""

    option: RankedOut
    variants: tuple[RankedOut, ...] = ()


def of_actors(answer: Answer, knowledge: Knowledge, wanted: Sequence[str]) -> Answer:
    """The answer with only what these levels or institutions can do themselves.

    Ranks stay those of the whole ranking, and a notice says what was left out. Without
    ``wanted`` the answer is as it was.
    """
    if not wanted:
        return answer
    kept = [
        option
        for option in answer.ranking
        if {*option.level, *knowledge.interventions[option.intervention].led_by}.intersection(
            wanted
        )
    ]
    notice = NoticeOut(where="ranking", what=only(knowledge, wanted).in_(answer.language))
    return answer.model_copy(update={"ranking": kept, "notices": [*answer.notices, notice]})


def only(knowledge: Knowledge, wanted: Sequence[str]) -> Text:
    """That a ranking was filtered, in words."""
    names = actors(knowledge)
    return _ONLY.filled(who=joined([names[name] for name in wanted], AND))


def actors(knowledge: Knowledge) -> Mapping[str, Text]:
    """Whom :func:`of_actors` knows, with their names: levels of government, institutions."""
    attributes = knowledge.vocabulary.catalogue.attributes
    used = {
        name for item in knowledge.interventions.values() for name in (*item.level, *item.led_by)
    }
    known = (*attributes["level"].domain.levels, *attributes["led_by"].domain.levels)
    return {level.value: level.name for level in known if level.value in used}


def entries(ranking: Iterable[RankedOut], limit: int = SHOWN_OPTIONS) -> list[Entry]:
    """The first core options with their variants, in rank order.

    A variant that stands higher than the option it varies, or whose own is not shown, keeps its
    place in the order: what ranks high is never hidden under what ranks low. What is surely
    contraindicated has a list of its own.
    """
    open_ = [option for option in ranking if not certain(option)]
    core = [option for option in open_ if option.core][:limit]
    shown = {option.intervention: option for option in core}
    last = core[-1].rank if core else max((option.rank for option in open_), default=0)
    under: dict[str, list[RankedOut]] = {}
    alone: list[RankedOut] = []
    for option in open_:
        parent = shown.get(option.variant_of or "")
        if option.core:
            continue
        if parent is not None and option.rank > parent.rank:
            under.setdefault(parent.intervention, []).append(option)
        elif option.rank < last or not core:
            alone.append(option)
    listed = [Entry(option, tuple(under.get(option.intervention, ()))) for option in core]
    listed += [Entry(option) for option in alone]
    return sorted(listed, key=lambda entry: entry.option.rank)


def certain(option: RankedOut) -> bool:
    """Whether the option surely does harm here."""
    return any(item.certainty == "certain" for item in option.contraindications)


def contraindicated(ranking: Iterable[RankedOut]) -> list[RankedOut]:
    """Options that do harm here, the worst first."""
    return sorted((option for option in ranking if certain(option)), key=lambda o: -o.rank)


def possibly_contraindicated(ranking: Iterable[RankedOut]) -> list[RankedOut]:
    """Options that may do harm here, once more is known; those best placed first."""
    return [option for option in ranking if option.contraindications and not certain(option)]


def weightiest(option: RankedOut) -> ContraindicationOut:
    """The contraindication that rests on most of what is known of this place."""
    return min(
        option.contraindications,
        key=lambda item: (item.certainty != "certain", -len(item.matched), item.rule),
    )


def pressing(option: RankedOut) -> list[PreconditionOut]:
    """Preconditions still open: those that hold the option back first, then those known unmet."""
    still = [item for item in option.preconditions if item.status != "met"]
    return sorted(still, key=lambda item: (not item.holds_back, item.status != "unmet"))


def strongest(reasons: Sequence[ReasonOut]) -> ReasonOut | None:
    """The reason that moves the score most."""
    return max(reasons, key=lambda reason: abs(reason.share), default=None)


def local(statement: FromRule, knowledge: Knowledge) -> bool:
    """Whether a statement was made because of this profile, and not of every place."""
    return is_specific(knowledge.rules[statement.rule].when)


def local_caveats(answer: Answer, knowledge: Knowledge) -> list[CaveatOut]:
    """Warnings that this profile called up: on reading the place first, then on options."""
    called = [caveat for caveat in answer.caveats if local(caveat, knowledge)]
    return sorted(once(called), key=lambda c: (c.about in knowledge.interventions, -len(c.matched)))


def general_caveats(answer: Answer, knowledge: Knowledge) -> list[CaveatOut]:
    """Warnings that hold everywhere."""
    return once(caveat for caveat in answer.caveats if not local(caveat, knowledge))


def once(statements: Iterable[Statement]) -> list[Statement]:
    """One statement per rule: a rule that speaks of several subjects says the same of each."""
    found: dict[str, Statement] = {}
    for statement in statements:
        found.setdefault(statement.rule, statement)
    return list(found.values())


def telling_diagnoses(answer: Answer, knowledge: Knowledge) -> list[DiagnosisOut]:
    """The diagnoses on which no other found diagnosis builds: these say most."""
    built_on = {
        name
        for diagnosis in answer.diagnoses
        for name in diagnoses_of(knowledge.rules[diagnosis.diagnosis].when)
    }
    return [item for item in answer.diagnoses if item.diagnosis not in built_on]
