"""From the files under ``rules/`` to one frozen :class:`~engine.knowledge.model.Knowledge`.

Every fault of every file is collected before anything is refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.errors import Fault, KnowledgeError
from engine.knowledge import schemas
from engine.knowledge.collecting import Reading, Way, check_names, items, listed, single, text
from engine.knowledge.diversion_reading import read_diversions
from engine.knowledge.documents import Document, Loc, content_hash, read_document
from engine.knowledge.layers import layered
from engine.knowledge.model import (
    POINT,
    Case,
    EvidenceKind,
    Family,
    Intervention,
    Knowledge,
    Scales,
)
from engine.knowledge.package_reading import read_companionship
from engine.knowledge.rule_reading import Shelf, check_in_force, read_rule
from engine.knowledge.source_reading import read_sources
from engine.knowledge.stakeholder_reading import read_stakeholders
from engine.knowledge.vocabulary_reading import read_vocabulary
from engine.rule import Rule
from engine.text import Text

# Recipes turn tables into profiles: no part of what advice rests on, so not of its hash either.
RECIPES = "recipes"
REGIONS = "regions"  # rules between two localities, not within one
THEMES_ASIDE = frozenset({"vocabulary", "interventions", "sources", "cases", RECIPES, REGIONS})


def documents(root: Path, faults: list[Fault]) -> list[Document]:
    """Every YAML file under the root, in an order that does not depend on the disk."""
    found = (path for path in root.rglob("*.yaml") if path.is_file())
    paths = sorted(path for path in found if path.relative_to(root).parts[0] != RECIPES)
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
    scales = _scales(reading, by_folder.get("", []))
    stakeholders, actors = read_stakeholders(reading, by_folder.get("", []), vocabulary)
    sources = read_sources(reading, by_folder.get("sources", []), interventions, scales)
    cases, expectations = _cases(reading, by_folder.get("cases", []))
    together = read_companionship(
        reading, by_folder.get("", []), vocabulary, interventions, sources.claims
    )
    shelf = Shelf(vocabulary, frozenset(), interventions, sources.claims, scales)
    rules = _rules(reading, by_folder, shelf)
    diversions = read_diversions(reading, by_folder.get(REGIONS, []), shelf, rules)
    layers = layered(rules, reading.faults)
    _cross_check(reading, by_folder, shelf)
    if reading.faults or scales is None:
        raise KnowledgeError(sorted(set(reading.faults), key=_place))
    return Knowledge(
        vocabulary=vocabulary,
        families=families,
        interventions=interventions,
        reports=sources.reports,
        claims=sources.claims,
        tensions=sources.tensions,
        rules=rules,
        layers=layers,
        scales=scales,
        cases=cases,
        expectations=expectations,
        version=scales.dated.replace("-", "."),
        content_hash=content_hash({document.path: document.content_hash for document in files}),
        declined=sources.declined,
        places=sources.places,
        outcomes=sources.outcomes,
        effects=sources.effects,
        stakeholders=stakeholders,
        actors=actors,
        diversions=diversions,
        localities=sources.localities,
        together=together,
        files={document.path: document.data for document in files},
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
    for position, item in items(document.data, "interventions"):
        for link in ("variant_of", "failure_mode_of"):
            if item.get(link):
                reading.known(
                    document,
                    ("interventions", position, link),
                    Text("intervention", "intervención"),
                    str(item[link]),
                    known,
                )


def _scales(reading: Reading, files: list[Document]) -> Scales | None:
    for document in files:
        if document.path == "scales.yaml":
            shape = reading.shaped(document, schemas.ScalesFile)
            for kind, item in shape.evidence.items() if shape else ():
                loc = ("evidence", kind, "strength")
                name = Text("strength", "fuerza")
                reading.known(document, loc, name, item.strength, shape.strengths if shape else ())
            return _scales_of(reading, document, shape) if shape else None
    reading.faults.append(Fault("scales.yaml:1", Text("the file is missing", "falta el archivo")))
    return None


def _scales_of(reading: Reading, document: Document, shape: schemas.ScalesFile) -> Scales:
    def points(part: str) -> dict[Any, int]:
        """A table of log-odds in points; a number finer than a point is a fault."""
        table: Mapping[Any, float] = getattr(shape, part)
        for name, log_odds in table.items():
            if not (log_odds * POINT).is_integer() and round(log_odds, 3) != log_odds:
                what = Text("at most three decimals", "a lo sumo tres decimales")
                reading.fault(document, (part, name), what)
        return {name: round(log_odds * POINT) for name, log_odds in table.items()}

    return Scales(
        dated=shape.dated,
        strengths=points("strengths"),
        evidence={
            kind: EvidenceKind(item.grade, item.strength) for kind, item in shape.evidence.items()
        },
        certainty=points("certainty"),
        time_to_effect=points("time_to_effect"),
        weights=shape.weights,
        spread=shape.spread,
        strong_for_score=shape.verdicts.strong_for_score,
        strong_for_certainty=shape.verdicts.strong_for_certainty,
        works_from=frozenset(shape.works_from),
        questions=shape.questions,
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
        ("vocabulary", listed("factors", "claims"), claim, shelf.claims),
        ("interventions", _intervention_claims, claim, shelf.claims),
        ("sources", listed("claims", "roles"), measure, shelf.interventions),
        ("sources", listed("claims", "factors"), factor, vocabulary.factors),
        ("cases", single("factors", "factor"), factor, vocabulary.factors),
        ("cases", single("interventions_tried", "intervention"), measure, shelf.interventions),
    ]
    for field, kind in (
        ("led_by", Text("kind of institution", "tipo de institución")),
        ("level", Text("level", "ámbito")),
    ):
        if catalogue[field].domain.values or not reading.misshapen:  # a broken file is told once
            way = listed("interventions", field)
            names.append(("interventions", way, kind, catalogue[field].domain.values))
    if scales is not None:
        evidence = Text("kind of evidence", "tipo de evidencia")
        names.append(("sources", single("claims", "evidence"), evidence, scales.evidence))
    for folder, way, kind, known in names:
        check_names(reading, by_folder.get(folder, []), way, kind, known)


def _intervention_claims(data: Mapping[str, Any]) -> Iterable[tuple[Loc, str]]:
    for i, item in items(data, "interventions"):
        for role, ids in (item.get("claims") or {}).items():
            for j, name in enumerate(ids):
                yield ("interventions", i, "claims", role, j), str(name)
