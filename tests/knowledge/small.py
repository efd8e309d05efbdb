"""A small sound knowledge base, as text, so that the line of every fault is known."""

from collections.abc import Mapping
from pathlib import Path

from engine.library import rules_folder

VOCABULARY = """\
dimension: prisons
name: {en: Prisons, es: Cárceles}
factors:
  - slug: prison_control
    type: ordinal
    name: {en: Control of prisons, es: Control de las cárceles}
    question: {en: "Who rules inside?", es: "¿Quién manda adentro?"}
    levels:
      - {value: state_run, name: {en: run by the state, es: bajo el Estado}}
      - {value: shared, name: {en: shared, es: compartido}}
      - {value: inmate_run, name: {en: run by inmates, es: bajo los internos}}
    claims: [SRC-PRISON-1]
  - slug: oversight
    type: ordinal
    name: {en: Oversight, es: Control externo}
    question: {en: "Who checks the guards?", es: "¿Quién controla a los guardias?"}
    levels:
      - {value: absent, name: {en: absent, es: ausente}}
      - {value: independent, name: {en: independent, es: independiente}}
  - slug: phones_free
    type: boolean
    name: {en: Phones inside, es: Teléfonos adentro}
    question: {en: "Do inmates telephone freely?", es: "¿Llaman libremente los internos?"}
  - slug: homicide_rate
    type: number
    unit: {en: per 100000, es: por 100000}
    minimum: 0
    maximum: 1000
    name: {en: Homicide rate, es: Tasa de homicidios}
    question: {en: "What is the rate?", es: "¿Cuál es la tasa?"}
"""

ENTITIES = """\
entities:
  - kind: group
    list: groups
    name: {en: group, es: grupo}
    question: {en: "Which groups?", es: "¿Qué grupos?"}
    attributes:
      - {name: name, type: text, required: true}
      - {name: leaders_in_prison, type: boolean}
  - kind: institution
    list: institutions
    name: {en: institution, es: institución}
    question: {en: "Which institutions?", es: "¿Qué instituciones?"}
    attributes:
      - name: kind
        type: categorical
        required: true
        values:
          - {value: prison_service, name: {en: prison service, es: servicio penitenciario}}
          - {value: police, name: {en: police, es: policía}}
"""

CATALOGUE = """\
family: prison_reform
name: {en: Prison reform, es: Reforma penitenciaria}
source: SRC 1
interventions:
  - slug: prison_control_recovery
    name: {en: Recovery of prisons, es: Recuperación de las cárceles}
    description: {en: The state rules inside again., es: El Estado vuelve a mandar adentro.}
    stance: recommended
    core: true
    level: [national]
    actors: {en: [government], es: [gobierno]}
    led_by: [prison_service]
    time_to_effect: {band: years, en: years, es: años}
    claims: {recommends: [SRC-PRISON-1]}
  - slug: communications_cut_off
    name: {en: Cutting communications, es: Corte de comunicaciones}
    description: {en: No telephones inside., es: Sin teléfonos adentro.}
    stance: conditional
    core: false
    variant_of: prison_control_recovery
    level: [national]
    actors: {en: [government], es: [gobierno]}
    led_by: [police]
    time_to_effect: {band: weeks, en: weeks, es: semanas}
"""

SOURCE = """\
report: SRC
title: A report
authors: Somebody
year: 2024
publication: A publisher
claims:
  - id: SRC-PRISON-1
    section: I
    page: 3
    text: {en: Inmates rule many prisons., es: Los internos mandan en muchas cárceles.}
    type: finding
    salience: core
    evidence: single_evaluation
    roles: {prison_control_recovery: [supports]}
    factors: [prison_control]
  - id: SRC-OVERSIGHT-2
    section: II
    page: null
    text: {en: Guards are seldom checked., es: Rara vez se controla a los guardias.}
    type: finding
    salience: core
    evidence: expert_judgement
"""

DIAGNOSIS = """\
id: inmate-rule
kind: diagnosis
status: trial
title: {en: Inmates rule the prisons, es: Los internos mandan en las cárceles}
because: {en: Guards left the yards., es: Los guardias dejaron los patios.}
when: {factor: {prison_control: {at_least: shared}}}
claims: {supports: [SRC-PRISON-1]}
limits: {en: Records are poor., es: Los registros son pobres.}
tests:
  - {given: {prison_control: inmate_run}, expect: fires}
  - {given: {prison_control: state_run}, expect: silent}
  - {given: {}, expect: undecided, asks: [prison_control]}
"""

REASON = """\
id: recovery-where-inmates-rule
kind: reason
status: trial
title: {en: Recover prisons ruled from inside, es: Recuperar cárceles gobernadas desde adentro}
because: {en: Leaders inside order 3 killings., es: Los líderes de adentro ordenan 3 muertes.}
when:
  all:
    - diagnosis: inmate-rule
    - group: {as: g, leaders_in_prison: true}
then: {for: prison_control_recovery, criterion: problem}
strength: strong
claims: {supports: [SRC-PRISON-1], limits: [SRC-OVERSIGHT-2]}
limits: {en: One country only., es: Un solo país.}
related: [{id: inmate-rule, as: complements}]
tests:
  - {given: {prison_control: shared, groups: [{name: A, leaders_in_prison: true}]}, expect: fires}
  - {given: {prison_control: shared, groups: [{name: A, leaders_in_prison: false}]}, expect: silent}
  - {given: {prison_control: shared, groups: [{name: A}]}, expect: undecided}
"""

GATE = """\
id: recovery-waits-for-oversight
kind: gate
status: trial
title: {en: What guards lead waits for oversight, es: Lo que dirigen los guardias espera un control}
because: {en: Nobody would notice abuse., es: Nadie notaría los abusos.}
when:
  all:
    - factor: {phones_free: true}
    - institution: {as: x, kind: prison_service}
    - intervention: {as: i, led_by: {includes: $x.kind}}
unless: {factor: {oversight: {at_least: independent}}}
then:
  hold_back: $i
  until: {en: somebody independent checks the guards, es: que alguien independiente los controle}
claims: {supports: [SRC-OVERSIGHT-2]}
limits: {en: Oversight on paper passes., es: Un control en el papel pasa.}
tests:
  - given: {phones_free: true, institutions: [{kind: prison_service}], oversight: absent}
    expect: fires
    reaches: [prison_control_recovery]
  - {given: {phones_free: false, oversight: absent}, expect: silent}
  - given: {phones_free: true, institutions: [{kind: prison_service}], oversight: independent}
    expect: silent
  - given: {phones_free: true, institutions: [{kind: prison_service}]}
    expect: fires
    asks: [oversight]
"""

FILES: Mapping[str, str] = {
    "interventions/prison_reform.yaml": CATALOGUE,
    "prisons/inmate-rule.yaml": DIAGNOSIS,
    "prisons/recovery-waits-for-oversight.yaml": GATE,
    "prisons/recovery-where-inmates-rule.yaml": REASON,
    "sources/src.yaml": SOURCE,
    "vocabulary/entities.yaml": ENTITIES,
    "vocabulary/prisons.yaml": VOCABULARY,
}


def replaced(path: str, old: str, new: str) -> dict[str, str]:
    """The files with one passage changed; the passage must stand there exactly once."""
    text = FILES[path]
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    return {**FILES, path: text.replace(old, new)}


def write(root: Path, files: Mapping[str, str] = FILES) -> Path:
    """Write the files, and the real scales, under the folder; the folder is returned."""
    root.mkdir(parents=True, exist_ok=True)
    scales = (rules_folder() / "scales.yaml").read_bytes()
    (root / "scales.yaml").write_bytes(scales)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def line_of(text: str, passage: str) -> int:
    """The line on which a passage begins; it must stand there exactly once."""
    assert text.count(passage) == 1, f"{passage!r} stands {text.count(passage)} times"
    return text[: text.index(passage)].count("\n") + 1
