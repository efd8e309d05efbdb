"""The five reports: claims, where they disagree, what was declined, where they speak of."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.knowledge import schemas
from engine.knowledge.collecting import Reading, check_names, listed, single, text
from engine.knowledge.documents import Document
from engine.knowledge.model import Claim, Effect, Intervention, Report, Scales, Tension
from engine.text import Text

_CLAIM, _MEASURE = Text("claim", "afirmación"), Text("intervention", "intervención")
_OUTCOME = Text("outcome", "resultado")


@dataclass(frozen=True)
class Sources:
    """Everything under ``sources/``."""

    reports: Mapping[str, Report]
    claims: Mapping[str, Claim]
    tensions: tuple[Tension, ...]
    declined: Mapping[str, Text]
    places: Mapping[str, frozenset[str]]
    localities: frozenset[str]
    outcomes: Mapping[str, Text]
    effects: tuple[Effect, ...]


def read_sources(
    reading: Reading,
    files: list[Document],
    interventions: Mapping[str, Intervention],
    scales: Scales | None,
) -> Sources:
    """Read the reports' files; what is wrong in them is collected in ``reading``."""
    special = {"tensions.yaml", "declined.yaml", "places.yaml", "effects.yaml"}
    by_name = {document.path.rsplit("/", 1)[-1]: document for document in files}
    reports, claims = _reports(reading, [d for n, d in by_name.items() if n not in special])
    outcomes, effects = _effects(
        reading, by_name.get("effects.yaml"), interventions, claims, scales
    )
    return Sources(
        reports=reports,
        claims=claims,
        tensions=_tensions(reading, by_name.get("tensions.yaml"), claims),
        declined=_declined(reading, by_name.get("declined.yaml"), claims),
        places=_places(reading, by_name.get("places.yaml"), files),
        localities=_localities(reading, by_name.get("places.yaml")),
        outcomes=outcomes,
        effects=effects,
    )


def _reports(
    reading: Reading, files: list[Document]
) -> tuple[Mapping[str, Report], Mapping[str, Claim]]:
    reports: dict[str, Report] = {}
    claims: dict[str, Claim] = {}
    for document in files:
        shape = reading.shaped(document, schemas.SourceFile)
        if shape is None:
            continue
        reports[shape.report] = Report(
            shape.report, shape.title, shape.authors, shape.year, shape.publication
        )
        for position, claim in enumerate(shape.claims):
            if claim.id in claims:
                reading.fault(
                    document,
                    ("claims", position, "id"),
                    Text(f"duplicate id '{claim.id}'", f"identificador repetido: «{claim.id}»"),
                )
            claims[claim.id] = _claim(shape.report, claim)
    return reports, claims


def _tensions(
    reading: Reading, document: Document | None, claims: Mapping[str, Claim]
) -> tuple[Tension, ...]:
    shape = reading.shaped(document, schemas.TensionsFile) if document else None
    if document is None or shape is None:
        return ()
    for part in ("a", "b"):
        check_names(reading, [document], listed("tensions", part), _CLAIM, claims)
    return tuple(
        Tension(item.id, text(item.about), tuple(item.a), tuple(item.b), text(item.reading))
        for item in shape.tensions
    )


def _effects(
    reading: Reading,
    document: Document | None,
    interventions: Mapping[str, Intervention],
    claims: Mapping[str, Claim],
    scales: Scales | None,
) -> tuple[Mapping[str, Text], tuple[Effect, ...]]:
    """What the sources found measures to do to outcomes; "works" needs evidence that carries it."""
    shape = reading.shaped(document, schemas.EffectsFile) if document else None
    if document is None or shape is None:
        return {}, ()
    outcomes = {item.slug: text(item.name) for item in shape.outcomes}
    names = (
        (single("effects", "intervention"), _MEASURE, interventions),
        (single("effects", "outcome"), _OUTCOME, outcomes),
        (listed("effects", "claims"), _CLAIM, claims),
    )
    for way, kind, known in names:
        check_names(reading, [document], way, kind, known)
    seen: set[tuple[str, str]] = set()
    for position, item in enumerate(shape.effects):
        loc = ("effects", position)
        if (item.intervention, item.outcome) in seen:
            what = Text(
                f"'{item.intervention}' is judged twice as to '{item.outcome}'",
                f"«{item.intervention}» se juzga dos veces en cuanto a «{item.outcome}»",
            )
            reading.fault(document, loc, what)
        seen.add((item.intervention, item.outcome))
        kinds = {claims[name].evidence for name in item.claims if name in claims}
        if scales and item.verdict == "works" and not kinds & scales.works_from:
            what = Text(
                "'works' needs several evaluations or a systematic review among its claims",
                "«works» exige varias evaluaciones o una revisión sistemática entre sus"
                " afirmaciones",
            )
            reading.fault(document, (*loc, "verdict"), what)
    effects = (
        Effect(item.intervention, item.outcome, item.verdict, tuple(item.claims))
        for item in shape.effects
    )
    return outcomes, tuple(effects)


def _places(
    reading: Reading, document: Document | None, files: list[Document]
) -> Mapping[str, frozenset[str]]:
    """The countries that each place speaks for; a place that claims name must be listed."""
    shape = reading.shaped(document, schemas.PlacesFile) if document else None
    known = {place: frozenset(codes) for place, codes in shape.places.items()} if shape else {}
    if known:
        check_names(reading, files, listed("claims", "places"), Text("place", "lugar"), known)
    return known


def _localities(reading: Reading, document: Document | None) -> frozenset[str]:
    """The places that lie within one country, of which cases and claims may tell by name."""
    if document is None or document.path in reading.misshapen:
        return frozenset()
    named = list(document.data.get("within_a_country") or [])
    for position, name in enumerate(named):
        loc = ("within_a_country", position)
        reading.known(document, loc, Text("place", "lugar"), name, document.data["places"])
    return frozenset(named)


def _declined(
    reading: Reading, document: Document | None, claims: Mapping[str, Claim]
) -> Mapping[str, Text]:
    """Claims that were consciously left out, with the reason."""
    shape = reading.shaped(document, schemas.DeclinedFile) if document else None
    if document is None or shape is None:
        return {}
    check_names(reading, [document], single("declined", "claim"), _CLAIM, claims)
    return {item.claim: text(item.reason) for item in shape.declined}


def _claim(report: str, shape: schemas.ClaimShape) -> Claim:
    return Claim(
        id=shape.id,
        report=report,
        section=shape.section,
        page=shape.page,
        footnotes=tuple(shape.footnotes),
        text=text(shape.text),
        type=shape.type,
        salience=shape.salience,
        evidence=shape.evidence,
        roles={slug: tuple(roles) for slug, roles in shape.roles.items()},
        factors=tuple(shape.factors),
        places=tuple(shape.places),
        years=shape.years,
        strength_words=tuple(shape.strength_words),
        analyst_gloss=shape.analyst_gloss,
    )
