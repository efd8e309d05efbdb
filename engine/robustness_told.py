"""How sure a ranking is, in words: whether its first place stands, leans, or cannot be named."""

from collections.abc import Sequence

from engine.answer import RobustnessOut, TopVerdict
from engine.knowledge.model import Knowledge
from engine.ranking import Ranked
from engine.robustness import SETTLED as FIRM
from engine.robustness import STABLE, Robustness, Standing
from engine.text import Language, Text

NAMES: dict[TopVerdict, Text] = {
    "settled": Text("settled", "decidido"),
    "leaning": Text("leaning", "se inclina"),
    "insufficient_information": Text("insufficient information", "información insuficiente"),
}
SETTLED = Text(
    "The first place stands: {first} stays first in {p_first} of the ways in which the unknowns may"
    " turn out and criteria be weighed.",
    "El primer lugar se sostiene: {first} queda primera en {p_first} de las formas en que pueden"
    " resolverse las incógnitas y ponderarse los criterios.",
)
LEANING = Text(
    "The first place is not settled: on what is known it is {first}, which stays first in {p_first}"
    " and among the first three in {p_top} of the ways in which the unknowns may turn out.{other}"
    " Ask the questions below first.",
    "El primer lugar no está decidido: con lo que se sabe es {first}, que queda primera en"
    " {p_first} y entre las tres primeras en {p_top} de las formas en que pueden resolverse las"
    " incógnitas.{other} Haga antes las preguntas de abajo.",
)
INSUFFICIENT = Text(
    "Too little is known to say what comes first: on what is known it is {first}, which stays among"
    " the first three in only {p_top} of the ways in which the unknowns may turn out.{other} Ask"
    " the questions below first, and take the order as one to check.",
    "Se sabe demasiado poco para decir qué va primero: con lo que se sabe es {first}, que queda"
    " entre las tres primeras solo en {p_top} de las formas en que pueden resolverse las"
    " incógnitas.{other} Haga antes las preguntas de abajo y tome el orden como algo por"
    " verificar.",
)
UNSUPPORTED = Text(
    "Too little is known to recommend anything: nothing that is known speaks for {first}, which"
    " stands first.{other} Ask the questions below first.",
    "Se sabe demasiado poco para recomendar algo: nada de lo que se sabe habla a favor de {first},"
    " que aparece primera.{other} Haga antes las preguntas de abajo.",
)
OTHER = Text(
    " With the unknowns filled in evenly, {name} comes first most often ({share}).",
    " Al completar por igual las incógnitas, {name} queda primera más veces ({share}).",
)


HIGHER = Text(
    "On what is known it stands higher than in most ways in which the unknowns may turn out: what"
    " would hold it back, or bring others forward, hangs on what is not known.",
    "Con lo que se sabe está más arriba que en la mayoría de las formas en que pueden resolverse"
    " las incógnitas: lo que la frenaría, o adelantaría a otras, depende de lo que no se sabe.",
)
LOWER = Text(
    "On what is known it stands lower than in most ways in which the unknowns may turn out: what"
    " would bring it forward, or hold others back, hangs on what is not known.",
    "Con lo que se sabe está más abajo que en la mayoría de las formas en que pueden resolverse"
    " las incógnitas: lo que la adelantaría, o frenaría a otras, depende de lo que no se sabe.",
)

BENEATH = Text(
    "All of this rests on what is known. There {first} comes first; it stays first in {p_first} of"
    " the ways in which the unknowns may turn out and criteria be weighed. To agree on what is"
    " known does not settle what is not.",
    "Todo esto se apoya en lo que se sabe. Con ello {first} va primero; queda primera en {p_first}"
    " de las formas en que pueden resolverse las incógnitas y ponderarse los criterios. Coincidir"
    " en lo que se sabe no decide lo que no se sabe.",
)
BENEATH_NOTHING = Text(
    "All of this rests on too little: nothing that is known speaks for any option.",
    "Todo esto se apoya en demasiado poco: nada de lo que se sabe habla a favor de ninguna opción.",
)


def top_verdict(ranking: Sequence[Ranked], robustness: Robustness) -> TopVerdict:
    """Whether what stands first on what is known may be said to come first.

    It may where it stays first in four completions of five. Where it is not even among the first
    three in most, or is no recommendation at all, too little is known.
    """
    first = ranking[0]
    found = robustness.options[first.standing.intervention]
    if first.verdict == "insufficient_information" or found.top < STABLE:
        return "insufficient_information"
    return "settled" if found.first >= FIRM else "leaning"


def outside(rank: int, found: Standing) -> Text | None:
    """Why an option's rank is none of those that most completions give it, where it is none."""
    if rank < found.lowest:
        return HIGHER
    return LOWER if rank > found.highest else None


def steadiness(
    knowledge: Knowledge, ranking: Sequence[Ranked], robustness: Robustness, language: Language
) -> RobustnessOut:
    """What the completions say of the ranking as a whole."""
    word = top_verdict(ranking, robustness)
    return RobustnessOut(
        completions=robustness.count,
        seed=robustness.seed,
        stable=word == "settled",
        verdict=word,
        verdict_name=NAMES[word].in_(language),
        says=_says(knowledge, ranking[0], robustness, word).in_(language),
        beats={one: dict(others) for one, others in robustness.beats.items()},
    )


def beneath(knowledge: Knowledge, ranking: Sequence[Ranked], robustness: Robustness) -> Text:
    """How far what rests on a ranking stands: other methods, or others' eyes, know no more."""
    first = ranking[0]
    if first.verdict == "insufficient_information":
        return BENEATH_NOTHING
    slug = first.standing.intervention
    return BENEATH.filled(
        first=knowledge.interventions[slug].name, p_first=_share(robustness.options[slug].first)
    )


def _says(knowledge: Knowledge, first: Ranked, robustness: Robustness, word: TopVerdict) -> Text:
    options, slug = robustness.options, first.standing.intervention
    leader = max(options, key=lambda name: (options[name].first, name == slug, name))
    words = {"settled": SETTLED, "leaning": LEANING, "insufficient_information": INSUFFICIENT}[word]
    if first.verdict == "insufficient_information":
        words = UNSUPPORTED
    other = OTHER.filled(
        name=knowledge.interventions[leader].name, share=_share(options[leader].first)
    )
    return words.filled(
        first=knowledge.interventions[slug].name,
        p_first=_share(options[slug].first),
        p_top=_share(options[slug].top),
        other=Text.same("") if leader == slug else other,
    )


def _share(part: float) -> Text:
    return Text.same(f"{part:.0%}")
