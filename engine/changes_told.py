"""What would change the advice, told: of one option, or of what comes first."""

from collections.abc import Mapping
from typing import Any

from engine.advice import judge
from engine.changes import check_option, check_two, goals_for, prospects, ranked
from engine.errors import Fault, ProfileError
from engine.followup import ChangesOut
from engine.knowledge.model import Knowledge
from engine.telling import Teller
from engine.text import Language, Text

_OPTION = Text(
    "say which option should stand above it", "diga qué opción debería quedar por encima"
)


def what_would_change(
    knowledge: Knowledge,
    profile: Any,
    option: str | None = None,
    above: str | None = None,
    *,
    language: Language = "en",
    weights: Mapping[str, object] | None = None,
) -> ChangesOut:
    """The smallest changes that policy can make and that would change the advice.

    Of an option: what releases its gates, lifts its contraindications, and brings it to the top
    or above another. Without one: what would put another option first.

    Raises:
        ProfileError: the profile, a weight or an option is refused.
    """
    check_option(knowledge, "option", option)
    check_option(knowledge, "above", above)
    if above is not None and option is None:
        raise ProfileError([Fault("option", _OPTION)])
    if above is not None:
        check_two("above", above, option)
    judgement = judge(knowledge, profile, weights)
    found = prospects(judgement, goals_for(judgement, option, above))
    teller = Teller(judgement, language)
    told = teller.prospects(found)
    subject = ranked(judgement, option) if option else judgement.ranking[0]
    return ChangesOut(option=teller.place(subject), prospects=told, **teller.head())
