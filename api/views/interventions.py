"""The catalogue as it is shown: what can be done, harmful measures included."""

from pydantic import BaseModel, Field

from api.views.rules import RuleBrief, rules_view
from engine.knowledge.model import Intervention, Knowledge, OutcomeVerdict, Stance, TimeBand
from engine.text import Language, Text
from engine.wording import OUTCOME_VERDICTS


class InterventionView(BaseModel):
    slug: str
    family: str
    family_name: str
    name: str
    description: str
    stance: Stance = Field(description="How the sources speak of it in general.")
    core: bool
    variant_of: str | None
    failure_mode_of: str | None
    level: list[str]
    actors: list[str]
    led_by: list[str]
    time_band: TimeBand
    time_to_effect: str
    examples: list[str]
    note: str | None
    indicators: list[str]
    claims: dict[str, list[str]] = Field(description="Claim ids by the part they play.")


class EffectView(BaseModel):
    """What the sources found it to do to one outcome, in the field's five words."""

    outcome: str
    outcome_name: str
    verdict: OutcomeVerdict
    verdict_name: str
    claims: list[str]


class InterventionsView(BaseModel):
    total: int
    items: list[InterventionView]


class InterventionDetail(InterventionView):
    rules: list[RuleBrief] = Field(description="The rules that name it.")
    effects: list[EffectView]


def interventions_view(
    knowledge: Knowledge, chosen: list[Intervention], language: Language
) -> InterventionsView:
    items = [intervention_view(knowledge, item, language) for item in chosen]
    return InterventionsView(total=len(items), items=items)


def intervention_detail(
    knowledge: Knowledge, item: Intervention, language: Language
) -> InterventionDetail:
    naming = [rule for rule in knowledge.rules.values() if item.slug in rule.targets.slugs]
    view = intervention_view(knowledge, item, language)
    return InterventionDetail(
        **view.model_dump(),
        rules=rules_view(naming, language).items,
        effects=[
            EffectView(
                outcome=effect.outcome,
                outcome_name=knowledge.outcomes[effect.outcome].in_(language),
                verdict=effect.verdict,
                verdict_name=OUTCOME_VERDICTS[effect.verdict].in_(language),
                claims=list(effect.claims),
            )
            for effect in knowledge.effects_of.get(item.slug, ())
        ],
    )


def intervention_view(
    knowledge: Knowledge, item: Intervention, language: Language
) -> InterventionView:
    def words(texts: tuple[Text, ...]) -> list[str]:
        return [text.in_(language) for text in texts]

    return InterventionView(
        slug=item.slug,
        family=item.family,
        family_name=knowledge.families[item.family].name.in_(language),
        name=item.name.in_(language),
        description=item.description.in_(language),
        stance=item.stance,
        core=item.core,
        variant_of=item.variant_of,
        failure_mode_of=item.failure_mode_of,
        level=list(item.level),
        actors=words(item.actors),
        led_by=list(item.led_by),
        time_band=item.time_band,
        time_to_effect=item.time_to_effect.in_(language),
        examples=list(item.examples),
        note=item.note.in_(language) if item.note else None,
        indicators=words(item.indicators),
        claims={role: list(ids) for role, ids in item.claims.items()},
    )
