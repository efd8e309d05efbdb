"""A new rule's file: every field in its order, blank, with what belongs there.

What is left blank is a fault that ``remanso rules check`` names: an unfinished rule never passes
for a finished one.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from api.cli.failures import refuse
from engine.knowledge.reading import THEMES_ASIDE
from engine.knowledge.schemas import Kebab
from engine.text import Language, Text

_THEME = re.compile(r"[a-z][a-z0-9_]{0,59}\Z")

# What follows, by kind; and what its tests show. `rules/README.md` explains each.
THEN: Mapping[str, str] = {
    "diagnosis": "",
    "reason": "then: {for: , criterion: }   # for or against",
    "gate": "then: {hold_back: , until: {en: , es: }}   # hold_back or make_conditional",
    "contraindication": "then: {contraindicate: }",
    "safeguard": "then: {accompany: , with: {en: , es: }}   # or an intervention's slug",
    "sequence": "then: {first: , then: }",
    "caveat": "then: {warn: {en: , es: }, about: }",
}
EXCEPTIONAL = ("gate", "contraindication")

HINTS: Mapping[str, Text] = {
    "title": Text("one line, a full statement", "una línea, una afirmación completa"),
    "because": Text("why it would hold: the mechanism", "por qué se cumpliría: el mecanismo"),
    "when": Text(
        "what a locality looks like when this holds", "cómo es una localidad cuando esto se cumple"
    ),
    "unless": Text(
        "the documented exception; remove the line if there is none",
        "la excepción documentada; quite la línea si no la hay",
    ),
    "strength": Text(
        "weak, moderate, strong, decisive; no more than the evidence allows",
        "weak, moderate, strong, decisive; no más de lo que permite la evidencia",
    ),
    "claims": Text("who says so; read each claim", "quién lo dice; lea cada afirmación"),
    "limits": Text("where it would mislead; never empty", "dónde engañaría; nunca vacío"),
    "fires": Text("it fires", "se activa"),
    "silent": Text("just outside the boundary", "justo fuera del límite"),
    "exception": Text("the exception lifts it", "la excepción la levanta"),
    "undecided": Text("with information missing, it asks", "si falta información, pregunta"),
}


def begin(root: Path, rule: str, kind: str, theme: str, spoken: Language) -> Path:
    """Write the new rule's file, and nothing over an old one.

    Raises:
        UsageFaultsError: the id or the theme cannot be, or a rule of that name exists.
    """
    _check(root, rule, theme)
    path = root / theme / f"{rule}.yaml"
    path.parent.mkdir(exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(blank_rule(rule, kind, spoken))
    return path


def blank_rule(rule: str, kind: str, spoken: Language) -> str:
    """The text of a new rule's file."""
    hint = {name: text.in_(spoken) for name, text in HINTS.items()}
    exceptional = kind in EXCEPTIONAL
    lines = [
        f"id: {rule}",
        f"kind: {kind}",
        "status: draft   # draft, trial, established, withdrawn",
        f"title:   # {hint['title']}",
        "  en:",
        "  es:",
        f"because:   # {hint['because']}",
        "  en:",
        "  es:",
        f"when:   # {hint['when']}",
        "  factor: {}",
        *([f"unless:   # {hint['unless']}", "  factor: {}"] if exceptional else []),
        *([THEN[kind]] if THEN[kind] else []),
        *([f"strength:   # {hint['strength']}"] if kind == "reason" else []),
        f"claims:   # {hint['claims']}",
        "  supports: []",
        "  limits: []",
        f"limits:   # {hint['limits']}",
        "  en:",
        "  es:",
        "related: []   # - {id: other-rule, as: complements}",
        "tests:",
        f"  - {{given: {{}}, expect: fires}}   # {hint['fires']}",
        f"  - {{given: {{}}, expect: silent}}   # {hint['silent']}",
        *([f"  - {{given: {{}}, expect: silent}}   # {hint['exception']}"] if exceptional else []),
        f"  - {{given: {{}}, expect: undecided, asks: []}}   # {hint['undecided']}",
    ]
    return "\n".join(lines) + "\n"


def _check(root: Path, rule: str, theme: str) -> None:
    if not root.is_dir():
        refuse(str(root), Text("there is no such folder", "no existe esa carpeta"))
    try:
        TypeAdapter(Kebab).validate_python(rule)
    except ValidationError:
        what = Text(
            "an id is lowercase words joined by hyphens, at most 80 characters",
            "un id son palabras en minúscula unidas por guiones, a lo sumo 80 caracteres",
        )
        refuse(rule, what)
    if not _THEME.match(theme) or theme in THEMES_ASIDE:
        themes = sorted(p.name for p in root.iterdir() if p.is_dir() and p.name not in THEMES_ASIDE)
        refuse(
            f"--theme {theme}", Text("no rules stand there", "allí no hay reglas"), tuple(themes)
        )
    for path in root.glob(f"*/{rule}.yaml"):
        refuse(str(path), Text("this rule exists already", "esa regla ya existe"))
