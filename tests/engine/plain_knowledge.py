"""A small knowledge base in its files: factors and entities of every type, and any rules."""

from collections.abc import Sequence
from typing import Any

from engine.knowledge.documents import Document, content_hash
from engine.knowledge.model import Knowledge
from engine.knowledge.reading import assemble

Raw = dict[str, Any]

SCALES: Raw = {
    "dated": "2026-01-01",
    "strengths": {"weak": 0.4, "moderate": 0.8, "strong": 1.4, "decisive": 2.2},
    "evidence": {
        "systematic_review": {"grade": "moderate", "strength": "decisive"},
        "expert_judgement": {"grade": "very_low", "strength": "moderate"},
    },
    "certainty": {"very_low": 0.0, "low": 0.4, "moderate": 1.0, "high": 1.6},
    "time_to_effect": {
        "weeks": 0.8,
        "months": 0.5,
        "years": 0.0,
        "decades": -0.8,
        "not_stated": 0.0,
    },
    "weights": {
        "problem": 0.4,
        "desirable_effects": 0.2,
        "undesirable_effects": 0.1,
        "certainty": 0.1,
        "feasibility": 0.1,
        "acceptability": 0.05,
        "time_to_effect": 0.05,
    },
    "spread": 2.0,
    "questions": {
        "contraindication": 8,
        "gate": 4,
        "reason": 2,
        "safeguard": 1,
        "sequence": 1,
        "caveat": 1,
        "diagnosis": 0,
    },
    "verdicts": {"strong_for_score": 0.75, "strong_for_certainty": "low"},
}
INSTITUTIONS = ("police", "courts", "church")


def both(word: str) -> Raw:
    return {"en": word, "es": f"{word} (es)"}


def document(path: str, data: Any) -> Document:
    return Document(path, data, {}, content_hash(data))


def levels(count: int, prefix: str = "v") -> list[Raw]:
    return [{"value": f"{prefix}{k}", "name": both(f"level {k}")} for k in range(count)]


def vocabulary_files(
    grades: int = 3, parts: int = 3, worst: Raw | None = None, union: str = "group.roles"
) -> list[Document]:
    """Factors of every type, some derived from lists, and three kinds of entities."""
    factors: list[Raw] = [
        {"slug": "grade", "type": "ordinal", "levels": levels(grades)},
        {"slug": "reach", "type": "ordinal", "levels": levels(4)},
        {"slug": "sort", "type": "categorical", "values": levels(3)},
        {"slug": "armed", "type": "boolean"},
        {"slug": "open", "type": "boolean"},
        {"slug": "rate", "type": "number", "minimum": 0.0, "maximum": 1e9, "unit": both("unit")},
        {"slug": "parts", "type": "several", "values": levels(parts)},
    ]
    derived: list[Raw] = [
        {"slug": "worst", "type": "ordinal", "levels": levels(3)},
        {"slug": "groups_known", "type": "number", "maximum": 10_000.0, "unit": both("groups")},
        {"slug": "duties", "type": "several", "values": levels(3)},
    ]
    ways: list[Raw] = [worst or {"worst": "body.rank"}, {"count": "group"}, {"union": union}]
    for factor, way in zip(derived, ways, strict=True):
        factors.append({**factor, "derive": way})
    for factor in factors:
        factor.update(name=both(factor["slug"]), question=both(f"{factor['slug']}?"))
    dimension = {"dimension": "all", "name": both("all"), "factors": factors}
    return [
        document("vocabulary/all.yaml", dimension),
        document("vocabulary/entities.yaml", {"entities": [_group(), _body(), _institution()]}),
    ]


def _entity(kind: str, list_name: str, *attributes: Raw) -> Raw:
    question = both(f"which {list_name}?")
    return {
        "kind": kind,
        "list": list_name,
        "name": both(kind),
        "question": question,
        "attributes": [{"label": both(a["name"]), "question": question, **a} for a in attributes],
    }


def _group() -> Raw:
    return _entity(
        "group",
        "groups",
        {"name": "name", "type": "text", "required": True},
        {"name": "rank", "levels_of": "reach"},
        {"name": "sort", "type": "categorical", "values": levels(3)},
        {"name": "roles", "type": "several", "values": levels(3)},
        {"name": "armed", "type": "boolean"},
        {"name": "sponsor", "type": "text"},
    )


def _body() -> Raw:
    values = [{"value": value, "name": both(value)} for value in (*INSTITUTIONS, "v0")]
    return _entity(
        "body",
        "bodies",
        {"name": "kind", "type": "categorical", "required": True, "values": values},
        {"name": "rank", "type": "ordinal", "values": levels(3)},
        {"name": "held_by", "type": "text"},
        {"name": "duties", "type": "several", "values": values},
        {"name": "measure", "type": "categorical", "values_from": "interventions"},
    )


def _institution() -> Raw:
    """The catalogue takes those who may lead an intervention from this kind."""
    values = [{"value": value, "name": both(value)} for value in INSTITUTIONS]
    return _entity(
        "institution",
        "institutions",
        {"name": "kind", "type": "categorical", "required": True, "values": values},
        {"name": "name", "type": "text"},
    )


def catalogue_file(interventions: Sequence[Raw]) -> Document:
    head = {"family": "all", "name": both("all"), "source": "none"}
    return document("interventions/all.yaml", {**head, "interventions": list(interventions)})


def intervention(number: int, **given: Any) -> Raw:
    return {
        "slug": f"measure_{number}",
        "name": both(f"measure {number}"),
        "description": both("what it does"),
        "stance": "recommended",
        "core": True,
        "level": ["municipal"],
        "actors": {"en": ["someone"], "es": ["alguien"]},
        "led_by": ["police"],
        "time_to_effect": {"band": "years", **both("a while")},
        **given,
    }


def source_file() -> Document:
    claims = [
        {
            "id": f"C-{evidence}",
            "section": "1",
            "page": "1",
            "text": both("what was found"),
            "type": "finding",
            "salience": "core",
            "evidence": evidence,
        }
        for evidence in SCALES["evidence"]
    ]
    head = {"report": "C", "title": "t", "authors": "a", "year": 2024, "publication": "p"}
    return document("sources/c.yaml", {**head, "claims": claims})


def rule_document(name: str, kind: str, **given: Any) -> Document:
    """A rule's file: what is not given is there because the reader wants it to be."""
    raw: Raw = {
        "id": name,
        "kind": kind,
        "status": "trial",
        "title": both(name),
        "because": both("a mechanism"),
        "when": "always",
        "claims": {"supports": ["C-expert_judgement"]},
        "limits": both("much"),
        # What a rule's own tests say is proved elsewhere.
        "tests": [
            {"given": {}, "expect": expect} for expect in ("fires", "silent", "silent", "undecided")
        ],
        **given,
    }
    return document(
        f"theme/{name}.yaml", {name: part for name, part in raw.items() if part is not None}
    )


def plain_files(*rules: Document, interventions: Sequence[Raw] | None = None) -> list[Document]:
    """The files of a knowledge base with these rules and, if not told, three interventions."""
    catalogue = [intervention(k) for k in range(3)] if interventions is None else interventions
    shelves = [catalogue_file(catalogue), source_file(), document("scales.yaml", SCALES)]
    return [*vocabulary_files(), *shelves, *rules]


def plain_knowledge(*rules: Document) -> Knowledge:
    return assemble(plain_files(*rules))
