"""``remanso feedback`` and ``outcomes``: what people did with decisions, and what was measured."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.failures import refuse, told
from api.cli.options import Lang, example, language
from api.speech import safe
from engine.text import Language, Text

if TYPE_CHECKING:
    from api.store.feedback import FeedbackPage

feedback_app = typer.Typer(
    no_args_is_help=True,
    help="What people did with decisions; it never changes the advice. "
    "Lo que se hizo con las decisiones; nunca cambia el consejo.",
    epilog=example("remanso feedback list 6f3b0c", "remanso feedback add 6f3b0c accepted"),
)
outcomes_app = typer.Typer(
    no_args_is_help=True,
    help="What was measured after decisions; it never changes the advice. "
    "Lo que se midió después de las decisiones; nunca cambia el consejo.",
    epilog=example("remanso outcomes list 6f3b0c"),
)

AT_MOST = 10_000  # entries that are listed at once
WHOLE = Text("whole decision", "toda la decisión")
WHEN, ABOUT = Text("When", "Cuándo"), Text("About", "Sobre")
RESPONSE, WHY, WHO = Text("Response", "Respuesta"), Text("Why", "Por qué"), Text("Who", "Quién")
INDICATOR, VALUE = Text("Indicator", "Indicador"), Text("Value", "Valor")
SOURCE, COMMENT = Text("Source", "Fuente"), Text("Comment", "Comentario")
DECISION = Text("Decision", "Decisión")
ONE_OF = Text(
    "name a decision, --rule or --intervention, one of them",
    "indique una decisión, --rule o --intervention, una sola",
)
KEPT = Text("kept as {0}", "guardado como {0}")


class Reaction(StrEnum):
    """What was done with advice."""

    accepted = "accepted"
    adapted = "adapted"
    overridden = "overridden"


DecisionId = Annotated[str, typer.Argument(help="The decision, as its answer names it.")]
OneDecision = Annotated[
    str | None, typer.Argument(help="The decision, as its answer names it.", show_default=False)
]
By = Annotated[
    str | None, typer.Option(help="Who says so: an office, not a person.", show_default=False)
]
Option = Annotated[
    str | None,
    typer.Option(
        help="The option that it is about; else the whole decision.",
        show_default=False,
        metavar="SLUG",
    ),
]
Comment = Annotated[str | None, typer.Option(help="In free text.", show_default=False)]


@feedback_app.command(
    "add",
    epilog=example(
        "remanso feedback add 6f3b0c accepted",
        "remanso feedback add 6f3b0c overridden --intervention community_dialogue "
        "--reason not_feasible",
    ),
)
def add_feedback(
    decision: DecisionId,
    response: Annotated[Reaction, typer.Argument(help="What was done with the advice.")],
    *,
    intervention: Option = None,
    rule: Annotated[
        str | None,
        typer.Option(help="The rule that it is about.", show_default=False, metavar="RULE"),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option(
            help="Why, unless it was accepted: already_done, not_feasible, not_acceptable, "
            "not_our_power, not_legal, may_harm, profile_wrong, local_knowledge, rule_disputed, "
            "source_disputed, other.",
            show_default=False,
        ),
    ] = None,
    comment: Comment = None,
    by: By = None,
    lang: Lang = None,
) -> None:
    """Say what was done with a decision, or with one option or rule in it, and why."""
    spoken = language(lang)
    with told(spoken):
        from api.cli.store import decision_named, opened
        from api.feedback import FeedbackRequest, feedback_of
        from api.requests import read_request
        from api.store import feedback
        from api.views.feedback import NOTICE

        given = {
            "response": response.value,
            "intervention": intervention,
            "rule": rule,
            "reason": reason,
            "comment": comment,
        }
        with opened() as (_, engine):
            found, _ = decision_named(engine, decision)
            item, rules = feedback_of(read_request(FeedbackRequest, given), found, by)
            feedback.add(engine, item, rules)
        typer.echo(KEPT.in_(spoken).format(item.id))
        typer.echo(NOTICE.in_(spoken), err=True)


@feedback_app.command(
    "list",
    epilog=example(
        "remanso feedback list 6f3b0c",
        "remanso feedback list --rule presence-waits-for-oversight",
    ),
)
def list_feedback(
    decision: OneDecision = None,
    *,
    rule: Annotated[
        str | None,
        typer.Option(help="All feedback on what this rule spoke of.", show_default=False),
    ] = None,
    intervention: Annotated[
        str | None, typer.Option(help="All feedback on this option.", show_default=False)
    ] = None,
    lang: Lang = None,
) -> None:
    """List the feedback on a decision, a rule or an intervention, with counts."""
    spoken = language(lang)
    with told(spoken):
        from api.cli.store import decision_named, opened
        from api.store import feedback

        _just_one("feedback list", decision, rule, intervention)
        with opened() as (_, engine):
            if decision is not None:
                found, _ = decision_named(engine, decision)
                page = feedback.of_decision(engine, None, found.id, AT_MOST, 0)
            elif rule is not None:
                page = feedback.of_rule(engine, None, rule, AT_MOST, 0)
            else:
                page = feedback.of_intervention(engine, None, str(intervention), AT_MOST, 0)
        _print(page, spoken)


@outcomes_app.command(
    "add",
    epilog=example(
        "remanso outcomes add 6f3b0c homicide_rate 41.5 --unit 'per 100,000 a year' "
        "--date 2025-12-31 --source 'National police, yearbook'"
    ),
)
def add_outcome(
    decision: DecisionId,
    indicator: Annotated[
        str,
        typer.Argument(
            help="What to watch (extortion, disappearances, displacement, ...), a factor that is a "
            "number (homicide_rate), or other, which needs a comment."
        ),
    ],
    value: Annotated[float, typer.Argument(help="The number that was found.")],
    *,
    unit: Annotated[str, typer.Option(help="What it counts.", show_default=False)],
    date: Annotated[
        str, typer.Option(help="The day, or the last of the period.", show_default=False)
    ],
    source: Annotated[str, typer.Option(help="Who says so, and where.", show_default=False)],
    intervention: Option = None,
    comment: Comment = None,
    by: By = None,
    lang: Lang = None,
) -> None:
    """Record something that was measured after a decision."""
    spoken = language(lang)
    with told(spoken):
        from api.cli.store import decision_named, opened
        from api.feedback import OutcomeRequest, outcome_of
        from api.requests import read_request
        from api.store import feedback
        from api.views.feedback import OUTCOME_NOTICE
        from engine.library import open_library

        given: dict[str, Any] = {
            "indicator": indicator,
            "value": value,
            "unit": unit,
            "measured_on": date,
            "source": source,
            "intervention": intervention,
            "comment": comment,
        }
        with opened() as (_, engine):
            found, _ = decision_named(engine, decision)
            asked = read_request(OutcomeRequest, given)
            item, rules = outcome_of(asked, found, open_library(), by)
            feedback.add_outcome(engine, item, rules)
        typer.echo(KEPT.in_(spoken).format(item.id))
        typer.echo(OUTCOME_NOTICE.in_(spoken), err=True)


@outcomes_app.command(
    "list",
    epilog=example(
        "remanso outcomes list 6f3b0c",
        "remanso outcomes list --intervention prison_comms_cutoff",
    ),
)
def list_outcomes(
    decision: OneDecision = None,
    *,
    rule: Annotated[
        str | None,
        typer.Option(help="All that was measured for options it spoke of.", show_default=False),
    ] = None,
    intervention: Annotated[
        str | None, typer.Option(help="All that was measured for it.", show_default=False)
    ] = None,
    lang: Lang = None,
) -> None:
    """List what was measured, after a decision or for a rule or option, by the day measured."""
    spoken = language(lang)
    with told(spoken):
        from api.cli.rendering.screen import listing, screen
        from api.cli.store import decision_named, opened
        from api.store import feedback
        from api.views.feedback import OUTCOME_NOTICE

        _just_one("outcomes list", decision, rule, intervention)
        with opened() as (_, engine):
            if decision is not None:
                found, _ = decision_named(engine, decision)
                page = feedback.outcomes_of_decision(engine, None, found.id, AT_MOST, 0)
            elif rule is not None:
                page = feedback.outcomes_of_rule(engine, None, rule, AT_MOST, 0)
            else:
                page = feedback.outcomes_of_intervention(
                    engine, None, str(intervention), AT_MOST, 0
                )
        rows = [
            (
                item.measured_on.isoformat(),
                item.indicator,
                f"{item.value:g} {item.unit}",
                item.intervention or WHOLE.in_(spoken),
                item.source,
                item.comment or "",
                item.decision_id,
            )
            for item in page.items
        ]
        titles = (WHEN, INDICATOR, VALUE, ABOUT, SOURCE, COMMENT, DECISION)
        listing(screen(), [title.in_(spoken) for title in titles], rows)
        typer.echo(OUTCOME_NOTICE.in_(spoken), err=True)


def _just_one(command: str, *names: str | None) -> None:
    """Refuse to list for none, or for more than one."""
    if sum(name is not None for name in names) != 1:
        refuse(command, ONE_OF)


def _print(found: "FeedbackPage", spoken: Language) -> None:
    """Each entry, then the counts."""
    from api.cli.rendering.screen import listing, screen
    from api.feedback import REACTION_NAMES
    from api.views.feedback import NOTICE

    rows = [
        (
            item.given_at.isoformat(timespec="seconds"),
            REACTION_NAMES[item.response].in_(spoken),
            item.rule or item.intervention or WHOLE.in_(spoken),
            _why(item.reason, item.comment, spoken),
            item.given_by or "",
            item.decision_id,
        )
        for item in found.items
    ]
    titles = [title.in_(spoken) for title in (WHEN, RESPONSE, ABOUT, WHY, WHO, DECISION)]
    listing(screen(), titles, rows)
    counts = [f"{REACTION_NAMES[n].in_(spoken)}: {c}" for n, c in sorted(found.responses.items())]
    typer.echo(safe(", ".join(counts) or "0"))
    typer.echo(NOTICE.in_(spoken), err=True)


def _why(reason: str | None, comment: str | None, spoken: Language) -> str:
    from api.feedback import REASONS

    said = REASONS[reason].in_(spoken) if reason else None
    return ": ".join(part for part in (said, comment) if part)
