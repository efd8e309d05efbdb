"""From the files under ``rules/`` to one frozen :class:`~engine.knowledge.model.Knowledge`.

Every fault of every file is collected before anything is refused.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.errors import Fault, KnowledgeError
from engine.knowledge import schemas
from engine.knowledge.collecting import Reading, text
from engine.knowledge.documents import Document, Loc, content_hash, read_document
from engine.knowledge.layers import layered
from engine.knowledge.model import (
    Case,
    Claim,
    EvidenceKind,
    Family,
    Intervention,
    Knowledge,
    Report,
    Scales,
    Tension,
)
from engine.knowledge.rule_reading import Shelf, check_in_force, read_rule
from engine.knowledge.vocabulary_reading import read_vocabulary
from engine.rule import Rule
from engine.text import Text

Way = Callable[[Mapping[str, Any]], Iterable[tuple[Loc, str]]]

THEMES_ASIDE = frozenset({"vocabulary", "interventions", "sources", "cases"})


def documents(root: Path, faults: list[Fault]) -> list[Document]:
    """Every YAML file under the root, in an order that does not depend on the disk."""
    paths = sorted(path for path in root.rglob("*.yaml") if path.is_file())
    if not paths:
        faults.append(
            Fault(str(root), Text("no knowledge base here", "aquí no hay base de conocimiento"))
        )
    read = (read_document(root, path, faults) for path in paths)
    return [document for document in read if document is not None]


def read_knowledge(root: Path) -> Knowledge:
    """Read a knowledge base.

    Raises:
        KnowledgeError: with all faults together, each with file and line.
    """
    faults: list[Fault] = []
    return assemble(documents(root, faults), faults)


def assemble(files: list[Document], faults: list[Fault] | None = None) -> Knowledge:
    """Build the knowledge base from documents already read (from disk or from the cache)."""
    reading = Reading(list(faults or []))
    by_folder: dict[str, list[Document]] = {}
    for document in files:
        folder = document.path.rsplit("/", 1)[0] if "/" in document.path else ""
        by_folder.setdefault(folder, []).append(document)

    families, interventions = _interventions(reading, by_folder.get("interventions", []))
    vocabulary = read_vocabulary(reading, by_folder.get("vocabulary", []), families, interventions)
    reports, claims, tensions = _sources(reading, by_folder.get("sources", []))
    declined = _declined(reading, by_folder.get("sources", []), claims)
    places = _places(reading, by_folder.get("sources", []))
    scales = _scales(reading, by_folder.get("", []))
    cases, expectations = _cases(reading, by_folder.get("cases", []))
    shelf = Shelf(vocabulary, frozenset(), interventions, claims, scales)
    rules = _rules(reading, by_folder, shelf)
    layers = layered(rules, reading.faults)
    _cross_check(reading, by_folder, shelf)
    if reading.faults or scales is None:
        raise KnowledgeError(sorted(set(reading.faults), key=_place))
    return Knowledge(
        vocabulary=vocabulary,
        families=families,
        interventions=interventions,
        reports=reports,
        claims=claims,
        tensions=tensions,
        rules=rules,
        layers=layers,
        scales=scales,
        cases=cases,
        expectations=expectations,
        version=scales.dated.replace("-", "."),
        content_hash=content_hash({document.path: document.content_hash for document in files}),
        declined=declined,
        places=places,
    )


def _place(fault: Fault) -> tuple[str, int, str]:
    path, _, line = fault.where.rpartition(":")
    return path, int(line) if line.isdigit() else 0, fault.what.en


def _interventions(
    reading: Reading, files: list[Document]
) -> tuple[Mapping[str, Family], Mapping[str, Intervention]]:
    families: dict[str, Family] = {}
    found: dict[str, Intervention] = {}
    for document in files:
        shape = reading.shaped(document, schemas.FamilyFile)
        if shape is None:
            continue
        families[shape.family] = Family(shape.family, text(shape.name), shape.source)
        for position, item in enumerate(shape.interventions):
            if item.slug in found:
                reading.fault(
                    document,
                    ("interventions", position, "slug"),
                    Text(f"duplicate id '{item.slug}'", f"identificador repetido: «{item.slug}»"),
                )
            found[item.slug] = _intervention(shape.family, item)
    for document in files:
        _check_variants(reading, document, found)
    return families, found


def _intervention(family: str, item: schemas.InterventionShape) -> Intervention:
    return Intervention(
        slug=item.slug,
        family=family,
        name=text(item.name),
        description=text(item.description),
        stance=item.stance,
        core=item.core,
        variant_of=item.variant_of,
        failure_mode_of=item.failure_mode_of,
        level=tuple(item.level),
        actors=tuple(Text(en, es) for en, es in zip(item.actors.en, item.actors.es, strict=False)),
        led_by=tuple(item.led_by),
        time_band=item.time_to_effect.band,
        time_to_effect=Text(item.time_to_effect.en, item.time_to_effect.es),
        examples=tuple(item.examples),
        note=text(item.note) if item.note else None,
        indicators=tuple(text(indicator) for indicator in item.indicators),
        claims={role: tuple(ids) for role, ids in item.claims.items()},
    )


def _check_variants(
    reading: Reading, document: Document, known: Mapping[str, Intervention]
) -> None:
    if document.path in reading.misshapen:
        return
    for position, item in _items(document.data, "interventions"):
        for link in ("variant_of", "failure_mode_of"):
            if item.get(link):
                reading.known(
                    document,
                    ("interventions", position, link),
                    Text("intervention", "intervención"),
                    str(item[link]),
                    known,
                )


def _sources(
    reading: Reading, files: list[Document]
) -> tuple[Mapping[str, Report], Mapping[str, Claim], tuple[Tension, ...]]:
    reports: dict[str, Report] = {}
    claims: dict[str, Claim] = {}
    tensions: list[tuple[Document, int, Tension]] = []
    for document in files:
        if document.path.endswith(("/declined.yaml", "/places.yaml")):
            continue
        if document.path.endswith("/tensions.yaml"):
            file = reading.shaped(document, schemas.TensionsFile)
            for position, item in enumerate(file.tensions if file else []):
                tension = Tension(
                    item.id, text(item.about), tuple(item.a), tuple(item.b), text(item.reading)
                )
                tensions.append((document, position, tension))
            continue
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
    for document, position, tension in tensions:
        for side in ("a", "b"):
            for index, name in enumerate(getattr(tension, side)):
                reading.known(
                    document,
                    ("tensions", position, side, index),
                    Text("claim", "afirmación"),
                    name,
                    claims,
                )
    return reports, claims, tuple(tension for _, _, tension in tensions)


def _places(reading: Reading, files: list[Document]) -> Mapping[str, frozenset[str]]:
    """The countries that each place speaks for; a place that claims name must be listed."""
    known: dict[str, frozenset[str]] = {}
    for document in files:
        if document.path.endswith("/places.yaml"):
            shape = reading.shaped(document, schemas.PlacesFile)
            places = shape.places if shape else {}
            known = {place: frozenset(countries) for place, countries in places.items()}
    if known:
        _check_names(reading, files, _listed("claims", "places"), Text("place", "lugar"), known)
    return known


def _declined(
    reading: Reading, files: list[Document], claims: Mapping[str, Claim]
) -> Mapping[str, Text]:
    """Claims that were consciously left out, with the reason."""
    found: dict[str, Text] = {}
    for document in files:
        if document.path.endswith("/declined.yaml"):
            shape = reading.shaped(document, schemas.DeclinedFile)
            for position, item in enumerate(shape.declined if shape else []):
                loc = ("declined", position, "claim")
                reading.known(document, loc, Text("claim", "afirmación"), item.claim, claims)
                found[item.claim] = text(item.reason)
    return found


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


def _scales(reading: Reading, files: list[Document]) -> Scales | None:
    for document in files:
        if document.path == "scales.yaml":
            shape = reading.shaped(document, schemas.ScalesFile)
            for kind, item in shape.evidence.items() if shape else ():
                loc = ("evidence", kind, "strength")
                name = Text("strength", "fuerza")
                reading.known(document, loc, name, item.strength, shape.strengths if shape else ())
            return _scales_of(shape) if shape else None
    reading.faults.append(Fault("scales.yaml:1", Text("the file is missing", "falta el archivo")))
    return None


def _scales_of(shape: schemas.ScalesFile) -> Scales:
    return Scales(
        dated=shape.dated,
        strengths=shape.strengths,
        evidence={
            kind: EvidenceKind(item.grade, item.strength) for kind, item in shape.evidence.items()
        },
        certainty=shape.certainty,
        time_to_effect=shape.time_to_effect,
        weights=shape.weights,
        spread=shape.spread,
        strong_for_score=shape.verdicts.strong_for_score,
        strong_for_certainty=shape.verdicts.strong_for_certainty,
    )


def _cases(
    reading: Reading, files: list[Document]
) -> tuple[Mapping[str, Case], Mapping[str, tuple[Mapping[str, Any], ...]]]:
    cases: dict[str, Case] = {}
    expectations: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for document in files:
        if document.path.endswith("/expectations.yaml"):
            file = reading.shaped(document, schemas.ExpectationsFile)
            if file:
                expectations = {name: tuple(items) for name, items in file.model_dump().items()}
            continue
        shape = reading.shaped(document, schemas.CaseFile)
        if shape:
            cases[shape.slug] = case_of(shape)
    return cases, expectations


def case_of(shape: schemas.CaseFile) -> Case:
    """A documented case, its coded factors turned into a profile with their provenance."""
    factors = {
        coded.factor: {
            "value": coded.value,
            "basis": "proxy" if coded.scope == "national" else "expert",
            **({"source": coded.claim} if coded.claim else {}),
            "as_of": shape.period,
        }
        for coded in shape.factors
    }
    return Case(
        slug=shape.slug,
        place=shape.place,
        country=shape.country,
        period=shape.period,
        coded_at=shape.coded_at,
        profile={
            "name": shape.place,
            "country": shape.country,
            "as_of": shape.period,
            "factors": factors,
        },
        tried=tuple(item.model_dump(exclude_none=True) for item in shape.interventions_tried),
        expectations=tuple(shape.expectations),
        note=shape.note,
    )


def _rules(
    reading: Reading, by_folder: Mapping[str, list[Document]], shelf: Shelf
) -> Mapping[str, Rule]:
    files = [
        document
        for folder, documents_there in sorted(by_folder.items())
        if folder and folder not in THEMES_ASIDE
        for document in documents_there
    ]
    shapes: list[tuple[Document, schemas.RuleFile]] = []
    for document in files:
        shape = reading.shaped(document, schemas.RuleFile)
        if shape is not None:
            shapes.append((document, shape))
    diagnoses = frozenset(shape.id for _, shape in shapes if shape.kind == "diagnosis")
    shelf = replace(shelf, diagnoses=diagnoses)
    rules: dict[str, Rule] = {}
    for document, shape in shapes:
        if shape.id in rules:
            reading.fault(
                document,
                ("id",),
                Text(
                    f"duplicate id '{shape.id}', also in {rules[shape.id].path}",
                    f"identificador repetido: «{shape.id}», también en {rules[shape.id].path}",
                ),
            )
            continue
        rules[shape.id] = read_rule(reading, document, shape, shelf)
    for document, shape in shapes:
        for position, link in enumerate(shape.related):
            reading.known(
                document, ("related", position, "id"), Text("rule", "regla"), link.id, rules
            )
        check_in_force(reading, document, rules[shape.id], rules)
    return rules


def _cross_check(reading: Reading, by_folder: Mapping[str, list[Document]], shelf: Shelf) -> None:
    """Names that one folder uses of another."""
    vocabulary, scales = shelf.vocabulary, shelf.scales
    catalogue = vocabulary.catalogue.attributes
    claim, factor = Text("claim", "afirmación"), Text("factor", "factor")
    measure = Text("intervention", "intervención")
    names: list[tuple[str, Way, Text, Iterable[str]]] = [
        ("vocabulary", _listed("factors", "claims"), claim, shelf.claims),
        ("interventions", _intervention_claims, claim, shelf.claims),
        ("sources", _listed("claims", "roles"), measure, shelf.interventions),
        ("sources", _listed("claims", "factors"), factor, vocabulary.factors),
        ("cases", _single("factors", "factor"), factor, vocabulary.factors),
        ("cases", _single("interventions_tried", "intervention"), measure, shelf.interventions),
    ]
    for field, kind in (
        ("led_by", Text("kind of institution", "tipo de institución")),
        ("level", Text("level", "ámbito")),
    ):
        if catalogue[field].domain.values or not reading.misshapen:  # a broken file is told once
            way = _listed("interventions", field)
            names.append(("interventions", way, kind, catalogue[field].domain.values))
    if scales is not None:
        evidence = Text("kind of evidence", "tipo de evidencia")
        names.append(("sources", _single("claims", "evidence"), evidence, scales.evidence))
    for folder, way, kind, known in names:
        _check_names(reading, by_folder.get(folder, []), way, kind, known)


def _check_names(
    reading: Reading, files: Iterable[Document], way: Way, kind: Text, names: Iterable[str]
) -> None:
    """Report the names that do not exist; a file of another shape has been told already."""
    for document in files:
        if document.path not in reading.misshapen:
            for loc, name in way(document.data):
                reading.known(document, loc, kind, name, names)


def _items(data: Mapping[str, Any], part: str) -> Iterable[tuple[int, Mapping[str, Any]]]:
    return enumerate(data.get(part) or [])


def _listed(part: str, field: str) -> Way:
    """Where each item of a part lists names, in a list or as the keys of a mapping."""

    def way(data: Mapping[str, Any]) -> Iterable[tuple[Loc, str]]:
        for i, item in _items(data, part):
            names = item.get(field) or []
            for j, name in enumerate(names):
                key = name if isinstance(names, dict) else j
                yield (part, i, field, key), str(name)

    return way


def _single(part: str, field: str) -> Way:
    """Where each item of a part has one name."""

    def way(data: Mapping[str, Any]) -> Iterable[tuple[Loc, str]]:
        for i, item in _items(data, part):
            yield (part, i, field), str(item.get(field))

    return way


def _intervention_claims(data: Mapping[str, Any]) -> Iterable[tuple[Loc, str]]:
    for i, item in _items(data, "interventions"):
        for role, ids in (item.get("claims") or {}).items():
            for j, name in enumerate(ids):
                yield ("interventions", i, "claims", role, j), str(name)
