"""Bad knowledge is refused: every fault with its file, line, what is wrong, the nearest name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import Fault, KnowledgeError
from engine.knowledge.documents import Document
from engine.knowledge.reading import assemble, documents
from engine.library import examine, open_library
from engine.text import Language
from tests.knowledge import small

REASON = "prisons/recovery-where-inmates-rule.yaml"
GATE = "prisons/recovery-waits-for-oversight.yaml"
DIAGNOSIS = "prisons/inmate-rule.yaml"
CATALOGUE = "interventions/prison_reform.yaml"
FACTORS = "vocabulary/prisons.yaml"
ENTITIES = "vocabulary/entities.yaml"
SOURCE = "sources/src.yaml"


@dataclass(frozen=True)
class Break:
    """One passage of one file broken; ``at`` begins the line on which the fault stands."""

    name: str
    path: str
    old: str
    new: str
    at: str
    en: str
    es: str
    nearest: str | None = None
    allowed: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    place: str = ""  # where the fault stands when it is not the broken file

    def files(self) -> dict[str, str]:
        return {**small.replaced(self.path, self.old, self.new), **self.extra}

    def where(self) -> str:
        path = self.place or self.path
        return f"{path}:{small.line_of(self.files()[path], self.at)}"


AGAINST = small.REASON.replace("id: recovery-where-inmates-rule", "id: an-opposed-reason").replace(
    "{for: prison", "{against: prison"
)
SECOND = small.DIAGNOSIS.replace("id: inmate-rule", "id: a-second-diagnosis").replace(
    "when: {factor: {prison_control: {at_least: shared}}}", "when: {diagnosis: inmate-rule}"
)
LENT = """\
  - kind: measure
    list: measures
    name: {en: measure, es: medida}
    question: {en: "Which measures?", es: "¿Qué medidas?"}
    attributes:
      - {name: led_by, values_of: institution.kin}
"""
PHONES = small.VOCABULARY[
    small.VOCABULARY.index("  - slug: phones_free") : small.VOCABULARY.index("  - slug: homicide")
]
CUT_OFF = small.CATALOGUE[small.CATALOGUE.index("  - slug: communications_cut_off") :]
SECOND_CLAIM = small.SOURCE[small.SOURCE.index("  - id: SRC-OVERSIGHT-2") :]
IMPOSSIBLE = """\
id: an-impossible-diagnosis
kind: diagnosis
status: trial
title: {en: Never, es: Nunca}
because: {en: Nothing, es: Nada}
when: {factor: {homicide_rate: {above: 40, at_most: 10}}}
claims: {supports: [SRC-PRISON-1]}
limits: {en: All, es: Todo}
tests:
  - {given: {homicide_rate: 50}, expect: fires}
  - {given: {homicide_rate: 20}, expect: silent}
  - {given: {}, expect: undecided}
"""

# Faults that stand in what one file says, found while the files are read.
READ = (
    Break(
        "unknown factor",
        DIAGNOSIS,
        "when: {factor: {prison_control:",
        "when: {factor: {prison_controll:",
        "when:",
        "unknown factor 'prison_controll'",
        "no se conoce: factor «prison_controll»",
        "prison_control",
        ("homicide_rate", "oversight", "phones_free", "prison_control"),
    ),
    Break(
        "unknown level",
        DIAGNOSIS,
        "{at_least: shared}",
        "{at_least: sharde}",
        "when:",
        "'sharde' is not one of its values",
        "«sharde» no es uno de sus valores",
        "shared",
        ("state_run", "shared", "inmate_run"),
    ),
    Break(
        "unknown operator",
        DIAGNOSIS,
        "{at_least: shared}",
        "{at_leest: shared}",
        "when:",
        "unknown operator 'at_leest'",
        "no se conoce: operador «at_leest»",
        "at_least",
        ("above", "at_least", "at_most", "below", "in", "includes", "is"),
    ),
    Break(
        "operator of another type",
        DIAGNOSIS,
        "{at_least: shared}",
        "{above: shared}",
        "when:",
        "'above' does not test a value of type ordinal",
        "«above» no prueba un valor de tipo ordinal",
        None,
        ("is", "in", "at_least", "at_most"),
    ),
    Break(
        "unknown word of conditions",
        REASON,
        "    - diagnosis: inmate-rule",
        "    - diagnosys: inmate-rule",
        "    - diagnosys:",
        "'diagnosys' is not a word of conditions",
        "«diagnosys» no es palabra de condiciones",
        "diagnosis",
        ("all", "any", "not", "factor", "diagnosis", "group", "institution", "intervention"),
    ),
    Break(
        "no Spanish",
        REASON,
        ", es: Un solo país.}",
        "}",
        "limits: {en",
        "missing language: limits has no Spanish",
        "falta un idioma: limits no está en español",
    ),
    Break(
        "no English",
        REASON,
        "{en: One country only., es:",
        "{es:",
        "limits: {es",
        "missing language: limits has no English",
        "falta un idioma: limits no está en inglés",
    ),
    Break(
        "no Spanish in what follows",
        GATE,
        ", es: que alguien independiente los controle}",
        "}",
        "  until:",
        "missing language: then.until has no es",
        "falta un idioma: then.until no tiene es",
    ),
    Break(
        "no supporting claim",
        GATE,
        "claims: {supports: [SRC-OVERSIGHT-2]}",
        "claims: {limits: [SRC-OVERSIGHT-2]}",
        "claims:",
        "missing claim: a rule needs at least one",
        "falta una afirmación que la apoye",
    ),
    Break(
        "unknown claim",
        GATE,
        "supports: [SRC-OVERSIGHT-2]",
        "supports: [SRC-OVERSIGTH-2]",
        "claims:",
        "unknown claim 'SRC-OVERSIGTH-2'",
        "no se conoce: afirmación «SRC-OVERSIGTH-2»",
        "SRC-OVERSIGHT-2",
    ),
    Break(
        "unknown claim of a factor",
        FACTORS,
        "claims: [SRC-PRISON-1]",
        "claims: [SRC-PRISON-7]",
        "    claims:",
        "unknown claim 'SRC-PRISON-7'",
        "no se conoce: afirmación «SRC-PRISON-7»",
        "SRC-PRISON-1",
    ),
    Break(
        "unknown intervention of a claim",
        SOURCE,
        "roles: {prison_control_recovery:",
        "roles: {prison_control_recovry:",
        "    roles:",
        "unknown intervention 'prison_control_recovry'",
        "no se conoce: intervención «prison_control_recovry»",
        "prison_control_recovery",
    ),
    Break(
        "cycle among diagnoses",
        DIAGNOSIS,
        "when: {factor: {prison_control: {at_least: shared}}}",
        "when: {diagnosis: a-second-diagnosis}",
        "id:",
        "a cycle among diagnoses: ",
        "un ciclo entre diagnósticos: ",
        extra={"prisons/a-second-diagnosis.yaml": SECOND},
        place="prisons/a-second-diagnosis.yaml",
    ),
    Break(
        "diagnosis that builds on itself",
        DIAGNOSIS,
        "when: {factor: {prison_control: {at_least: shared}}}",
        "when: {diagnosis: inmate-rule}",
        "id:",
        "a cycle among diagnoses: inmate-rule -> inmate-rule",
        "un ciclo entre diagnósticos: inmate-rule -> inmate-rule",
    ),
    Break(
        "unknown diagnosis",
        REASON,
        "    - diagnosis: inmate-rule",
        "    - diagnosis: inmates-rule",
        "    - diagnosis:",
        "unknown diagnosis 'inmates-rule'",
        "no se conoce: diagnóstico «inmates-rule»",
        "inmate-rule",
        ("inmate-rule",),
    ),
    Break(
        "duplicate id of a rule",
        DIAGNOSIS,
        "because: {en: Guards left the yards.",
        "because: {en: Guards left the yard.",
        "id:",
        "duplicate id 'inmate-rule', also in policing/inmate-rule.yaml",
        "identificador repetido: «inmate-rule», también en policing/inmate-rule.yaml",
        extra={"policing/inmate-rule.yaml": small.DIAGNOSIS},
    ),
    Break(
        "duplicate factor",
        FACTORS,
        PHONES,
        PHONES + PHONES.replace("phones_free", "phones_free  # again"),
        "  - slug: phones_free  # again",
        "duplicate id 'phones_free'",
        "identificador repetido: «phones_free»",
    ),
    Break(
        "duplicate claim",
        SOURCE,
        SECOND_CLAIM,
        SECOND_CLAIM + SECOND_CLAIM.replace("GHT-2", "GHT-2  # again"),
        "  - id: SRC-OVERSIGHT-2  # again",
        "duplicate id 'SRC-OVERSIGHT-2'",
        "identificador repetido: «SRC-OVERSIGHT-2»",
    ),
    Break(
        "duplicate intervention",
        CATALOGUE,
        CUT_OFF,
        CUT_OFF + CUT_OFF.replace("cut_off", "cut_off  # again"),
        "  - slug: communications_cut_off  # again",
        "duplicate id 'communications_cut_off'",
        "identificador repetido: «communications_cut_off»",
    ),
    Break(
        "id that is not the file's",
        GATE,
        "id: recovery-waits-for-oversight",
        "id: recovery-waits",
        "id:",
        "the id must be 'recovery-waits-for-oversight'",
        "el id debe ser «recovery-waits-for-oversight»",
    ),
    Break(
        "attribute that the entity lacks",
        REASON,
        "group: {as: g, leaders_in_prison: true}",
        "group: {as: g, leader_in_prison: true}",
        "    - group:",
        "unknown attribute of group 'leader_in_prison'",
        "no se conoce: atributo de group «leader_in_prison»",
        "leaders_in_prison",
        ("leaders_in_prison", "name"),
    ),
    Break(
        "malformed YAML",
        GATE,
        "when:\n  all:",
        "when:\n  all: [",
        "    - factor: {phones",
        "malformed YAML: ",
        "YAML mal formado: ",
    ),
    Break(
        "anchor",
        GATE,
        "tests:\n",
        "tests: &all\n",
        "tests:",
        "no anchors or aliases",
        "sin anclas ni alias",
    ),
    Break(
        "alias",
        GATE,
        "status: trial",
        "status: *all",
        "status:",
        "no anchors or aliases",
        "sin anclas ni alias",
    ),
    Break(
        "tag", GATE, "status: trial", "status: !!str trial", "status:", "no tags", "sin etiquetas"
    ),
    Break(
        "duplicate key",
        GATE,
        "limits: {en",
        "kind: gate\nlimits: {en",
        "kind: gate\nlimits",
        "the key 'kind' stands twice",
        "la clave «kind» aparece dos veces",
    ),
    Break(
        "stronger than the evidence",
        REASON,
        "strength: strong",
        "strength: decisive",
        "strength:",
        "'decisive' is stronger than its evidence allows (single_evaluation)",
        "«decisive» es más fuerte de lo que permite su evidencia (single_evaluation)",
        None,
        ("weak", "moderate", "strong"),
    ),
    Break(
        "unknown strength",
        REASON,
        "strength: strong",
        "strength: stronk",
        "strength:",
        "a reason needs a strength",
        "una razón necesita una fuerza",
        "strong",
        ("weak", "moderate", "strong", "decisive"),
    ),
    Break(
        "strength of what is no reason",
        GATE,
        "status: trial",
        "status: trial\nstrength: weak",
        "strength:",
        "only a reason has a strength",
        "solo una razón lleva fuerza",
    ),
    Break(
        "unknown target",
        REASON,
        "{for: prison_control_recovery,",
        "{for: prison_control_recover,",
        "then:",
        "unknown intervention 'prison_control_recover'",
        "intervención desconocida: «prison_control_recover»",
        "prison_control_recovery",
    ),
    Break(
        "unknown criterion",
        REASON,
        "criterion: problem}",
        "criterion: problems}",
        "then:",
        "unknown criterion 'problems'",
        "criterio desconocido: «problems»",
        "problem",
        ("problem", "desirable_effects", "undesirable_effects", "feasibility", "acceptability"),
    ),
    Break(
        "form of another kind",
        REASON,
        "then: {for: prison_control_recovery, criterion: problem}",
        "then: {contraindicate: prison_control_recovery}",
        "then:",
        "a reason has another 'then'",
        "un reason lleva otro «then»",
        None,
        ("{criterion, for}", "{against, criterion}"),
    ),
    Break(
        "nothing follows",
        REASON,
        "then: {for: prison_control_recovery, criterion: problem}\n",
        "",
        "id: recovery",
        "a reason has another 'then'",
        "un reason lleva otro «then»",
        None,
        ("{criterion, for}", "{against, criterion}"),
    ),
    Break(
        "unbound name in a condition",
        GATE,
        "{includes: $x.kind}",
        "{includes: $y.kind}",
        "    - intervention:",
        "unknown bound name 'y'",
        "no se conoce: nombre enlazado «y»",
        None,
        ("x",),
    ),
    Break(
        "unbound target",
        GATE,
        "hold_back: $i",
        "hold_back: $j",
        "  hold_back:",
        "'$j' is not an intervention bound in 'when'",
        "«$j» no es una intervención enlazada en «when»",
    ),
    Break(
        "target bound to what is no intervention",
        GATE,
        "hold_back: $i",
        "hold_back: $x",
        "  hold_back:",
        "'$x' is not an intervention bound in 'when'",
        "«$x» no es una intervención enlazada en «when»",
    ),
    Break(
        "unknown field",
        REASON,
        "related: [",
        "relates: [",
        "relates:",
        "'relates' is not a field here",
        "«relates» no es un campo de este archivo",
        "related",
    ),
    Break(
        "missing field",
        REASON,
        "limits: {en: One country only., es: Un solo país.}\n",
        "",
        "id: recovery",
        "'limits' is missing",
        "falta «limits»",
    ),
    Break(
        "unknown related rule",
        REASON,
        "related: [{id: inmate-rule,",
        "related: [{id: inmate-rules,",
        "related:",
        "unknown rule 'inmate-rules'",
        "no se conoce: regla «inmate-rules»",
        "inmate-rule",
    ),
    Break(
        "no test that fires",
        DIAGNOSIS,
        "  - {given: {prison_control: inmate_run}, expect: fires}\n",
        "",
        "tests:",
        "no test shows the rule firing",
        "ninguna prueba muestra que se active",
    ),
    Break(
        "no test outside the boundary",
        DIAGNOSIS,
        "  - {given: {prison_control: state_run}, expect: silent}\n",
        "",
        "tests:",
        "a test must show it silent just outside the boundary",
        "una prueba debe mostrarla callada justo fuera del límite",
    ),
    Break(
        "no test with information missing",
        DIAGNOSIS,
        "  - {given: {}, expect: undecided, asks: [prison_control]}\n",
        "",
        "tests:",
        "no test shows it with information missing",
        "ninguna prueba la muestra con información faltante",
    ),
    Break(
        "factor with one level",
        FACTORS,
        "      - {value: absent, name: {en: absent, es: ausente}}\n",
        "",
        "  - slug: oversight",
        "'oversight' needs at least two levels",
        "«oversight» necesita al menos dos niveles",
    ),
    Break(
        "number without a unit",
        FACTORS,
        "    unit: {en: per 100000, es: por 100000}\n",
        "",
        "  - slug: homicide_rate",
        "the number 'homicide_rate' needs a unit",
        "el número «homicide_rate» necesita unidad",
    ),
    Break(
        "unknown factor that lends levels",
        ENTITIES,
        "{name: leaders_in_prison, type: boolean}",
        "{name: leaders_in_prison, type: boolean, levels_of: phone_free}",
        "      - {name: leaders_in_prison",
        "unknown factor 'phone_free'",
        "no se conoce: factor «phone_free»",
        "phones_free",
    ),
    Break(
        "unknown attribute that lends values",
        ENTITIES,
        "          - {value: police, name: {en: police, es: policía}}\n",
        "          - {value: police, name: {en: police, es: policía}}\n" + LENT,
        "      - {name: led_by",
        "unknown attribute 'institution.kin'",
        "no se conoce: atributo «institution.kin»",
        "institution.kind",
    ),
    Break(
        "unknown entity that a factor follows from",
        FACTORS,
        "    name: {en: Phones inside,",
        "    derive: {worst: groups.leaders_in_prison}\n    name: {en: Phones inside,",
        "    derive:",
        "unknown kind of entity 'groups'",
        "no se conoce: tipo de entidad «groups»",
        "group",
    ),
    Break(
        "unknown attribute that a factor follows from",
        FACTORS,
        "    name: {en: Phones inside,",
        "    derive: {worst: group.leaders_in_prisons}\n    name: {en: Phones inside,",
        "    derive:",
        "unknown attribute 'leaders_in_prisons'",
        "no se conoce: atributo «leaders_in_prisons»",
        "leaders_in_prison",
    ),
    Break(
        "unknown leader of an intervention",
        CATALOGUE,
        "led_by: [police]",
        "led_by: [polices]",
        "    led_by: [polices]",
        "unknown kind of institution 'polices'",
        "no se conoce: tipo de institución «polices»",
        "police",
    ),
    Break(
        "unknown kind of evidence",
        SOURCE,
        "evidence: expert_judgement",
        "evidence: expert_judgment",
        "    evidence: expert_judgment",
        "unknown kind of evidence 'expert_judgment'",
        "no se conoce: tipo de evidencia «expert_judgment»",
        "expert_judgement",
    ),
    Break(
        "variant of nothing",
        CATALOGUE,
        "variant_of: prison_control_recovery",
        "variant_of: prison_recovery",
        "    variant_of:",
        "unknown intervention 'prison_recovery'",
        "no se conoce: intervención «prison_recovery»",
        "prison_control_recovery",
    ),
)

# Faults that show once everything is read: a rule's own tests, and the rules taken together.
TOGETHER = (
    Break(
        "own test expects otherwise",
        REASON,
        "groups: [{name: A}]}, expect: undecided}",
        "groups: [{name: B, leaders_in_prison: true}]}, expect: undecided}",
        "  - {given: {prison_control: shared, groups: [{name: B",
        "the rule's own test fails: expected 'undecided', found 'fires'",
        "falla la prueba de la regla: se esperaba «undecided» y dio «fires»",
    ),
    Break(
        "own test asks otherwise",
        DIAGNOSIS,
        "asks: [prison_control]",
        "asks: [oversight]",
        "  - {given: {}",
        "the rule's own test fails: it does not ask 'oversight' (it asks: prison_control)",
        "falla la prueba de la regla: no pregunta «oversight» (pregunta: prison_control)",
    ),
    Break(
        "own test reaches otherwise",
        GATE,
        "reaches: [prison_control_recovery]",
        "reaches: [communications_cut_off]",
        "  - given: {phones_free: true, institutions: [{kind: prison_service}], oversight: absent}",
        "the rule's own test fails: it reaches prison_control_recovery",
        "falla la prueba de la regla: alcanza prison_control_recovery",
    ),
    Break(
        "own test gives what cannot be",
        REASON,
        "{prison_control: shared, groups: [{name: A}]",
        "{prison_control: sharde, groups: [{name: A}]",
        "  - {given: {prison_control: sharde",
        "given: factors.prison_control: unknown value 'sharde'; did you mean 'shared'?",
        "given: factors.prison_control: no se conoce: valor 'sharde'; ¿quiso decir «shared»?",
        "shared",
    ),
    Break(
        "Spanish with another number",
        REASON,
        "ordenan 3 muertes",
        "ordenan 5 muertes",
        "id: recovery-where",
        "'because' has other numbers or claims in Spanish than in English",
        "«because» tiene otros números o afirmaciones en español que en inglés",
    ),
    Break(
        "level that nobody uses",
        FACTORS,
        "      - {value: independent,",
        "      - {value: weak, name: {en: weak, es: débil}}\n      - {value: independent,",
        "dimension:",
        "no rule and no test uses oversight: weak",
        "ninguna regla ni prueba usa oversight: weak",
    ),
)


def refusal(root: Path) -> tuple[Fault, ...]:
    """The faults for which a knowledge base is refused."""
    with pytest.raises(KnowledgeError) as refused:
        open_library(root)
    return refused.value.faults


def test_the_small_base_is_sound(base: Path) -> None:
    """Nothing is wrong before anything is broken, so each case below proves its own fault."""
    knowledge, faults = examine(base)

    assert faults == []
    assert knowledge is not None
    assert sorted(knowledge.rules) == sorted(
        Path(name).stem for name in small.FILES if name.startswith("prisons/")
    )


@pytest.mark.parametrize("broken", READ + TOGETHER, ids=lambda broken: broken.name)
def test_each_fault_is_told(tmp_path: Path, broken: Break) -> None:
    """A broken passage gives one fault: its place, both languages, what is allowed, the nearest."""
    (fault,) = refusal(small.write(tmp_path / "rules", broken.files()))

    assert fault.where == broken.where()
    assert broken.en in fault.what.en
    assert broken.es in fault.what.es
    assert fault.nearest == broken.nearest
    assert fault.allowed == broken.allowed


@pytest.mark.parametrize("broken", READ + TOGETHER, ids=lambda broken: broken.name)
def test_examining_tells_the_same_fault(tmp_path: Path, broken: Break) -> None:
    """Examining a broken base does not stop at the fault, and does not lose it either."""
    root = small.write(tmp_path / "rules", broken.files())

    _, faults = examine(root)

    assert refusal(root)[0] in faults


def test_two_reasons_opposed_on_one_condition_are_told(tmp_path: Path) -> None:
    """A reason against what another argues for on the same condition is a contradiction."""
    files = {**small.FILES, "prisons/an-opposed-reason.yaml": AGAINST}

    (fault,) = refusal(small.write(tmp_path / "rules", files))

    assert fault.where == "prisons/an-opposed-reason.yaml:1"
    assert "argues against 'recovery-where-inmates-rule'" in fault.what.en
    assert "argumenta contra «recovery-where-inmates-rule»" in fault.what.es


def test_a_file_of_another_shape_is_told_with_the_place_inside_it(tmp_path: Path) -> None:
    """In a catalogue the missing language is told with the position of the intervention."""
    files = small.replaced(CATALOGUE, ", es: Corte de comunicaciones}", "}")

    faults = refusal(small.write(tmp_path / "rules", files))

    line = small.line_of(files[CATALOGUE], "    name: {en: Cutting")
    told = {fault.where: fault.what for fault in faults}[f"{CATALOGUE}:{line}"]
    assert told.en == "missing language: interventions.1.name has no Spanish"
    assert told.es == "falta un idioma: interventions.1.name no está en español"


def test_a_rule_that_can_never_fire_is_told(tmp_path: Path) -> None:
    """A condition that contradicts itself is named as such, beside the test that fails for it."""
    files = {**small.FILES, "prisons/an-impossible-diagnosis.yaml": IMPOSSIBLE}

    faults = refusal(small.write(tmp_path / "rules", files))

    told = {fault.where: fault.what for fault in faults}
    path = "prisons/an-impossible-diagnosis.yaml"
    assert "can never fire" in told[f"{path}:1"].en
    assert "nunca puede activarse" in told[f"{path}:1"].es
    line = small.line_of(IMPOSSIBLE, "  - {given: {homicide_rate: 50}")
    assert "expected 'fires', found 'silent'" in told[f"{path}:{line}"].en
    assert len(faults) == 2


FIVE = {
    CATALOGUE: ("variant_of: prison_control_recovery", "variant_of: prison_recovery"),
    DIAGNOSIS: ("{at_least: shared}", "{at_least: sharde}"),
    GATE: ("tests:\n", "tests: &all\n"),
    REASON: (", es: Un solo país.}", "}"),
    FACTORS: ("claims: [SRC-PRISON-1]", "claims: [SRC-PRISON-7]"),
}


def test_five_faults_in_five_files_are_told_together(tmp_path: Path) -> None:
    """Everything that is wrong is in one refusal, sorted by place, in both languages."""
    files = dict(small.FILES)
    for path, (old, new) in FIVE.items():
        files[path] = small.replaced(path, old, new)[path]

    faults = refusal(small.write(tmp_path / "rules", files))

    assert [fault.where.rpartition(":")[0] for fault in faults] == sorted(FIVE)
    error = KnowledgeError(faults)
    assert str(error).splitlines() == error.sentences("en")
    slips: tuple[tuple[Language, str], ...] = (
        ("en", "did you mean 'shared'?"),
        ("es", "¿quiso decir «shared»?"),
    )
    for language, slip in slips:
        sentences = error.sentences(language)
        assert len(sentences) == 5
        assert sum(slip in sentence for sentence in sentences) == 1


def test_several_faults_in_one_file_stand_in_the_order_of_its_lines(tmp_path: Path) -> None:
    """Within a file the faults are sorted by line as a number: line 9 before line 12."""
    broken = (
        small.GATE.replace("{phones_free: true}\n", "{phone_free: true}\n")
        .replace("hold_back: $i", "hold_back: $j")
        .replace("[SRC-OVERSIGHT-2]", "[SRC-OVERSIGTH-2]")
    )
    assert broken != small.GATE

    faults = refusal(small.write(tmp_path / "rules", {**small.FILES, GATE: broken}))

    lines = [int(fault.where.rpartition(":")[2]) for fault in faults]
    marks = ("    - factor: {phone_free", "  hold_back: $j", "claims: {supports")
    assert lines == [small.line_of(broken, mark) for mark in marks]
    assert lines != sorted(lines, key=str)


def test_sound_rules_are_proved_while_other_files_are_faulty(tmp_path: Path) -> None:
    """One run shows both a file that cannot be read and a rule elsewhere whose test fails."""
    files = small.replaced(GATE, "status: trial", "status: !!str trial")
    files[DIAGNOSIS] = small.replaced(DIAGNOSIS, "asks: [prison_control]", "asks: [oversight]")[
        DIAGNOSIS
    ]

    _, faults = examine(small.write(tmp_path / "rules", files))

    sentences = [fault.sentence() for fault in faults]
    assert any(sentence.startswith(f"{GATE}:3: no tags") for sentence in sentences)
    assert any("does not ask 'oversight'" in sentence for sentence in sentences)


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(allow_nan=False),
    st.sampled_from(["", "x", "$x", "$x.kind", "always", "prison_control", "true"]),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just({"x": 1}),
    st.just([None]),
    st.just([{"id": 1, "slug": {}}]),
)


def places(data: object, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every value inside some data, and to the data themselves."""
    found = [way]
    if isinstance(data, dict):
        for key, item in data.items():
            found += places(item, (*way, key))
    elif isinstance(data, list):
        for position, item in enumerate(data):
            found += places(item, (*way, position))
    return found


def with_junk(data: object, way: tuple[str | int, ...], junk: object) -> object:
    """The data with the value at one place replaced."""
    if not way:
        return junk
    first, *rest = way
    inner = with_junk(data[first], tuple(rest), junk)  # type: ignore[index]
    if isinstance(data, list):
        return [inner if position == first else item for position, item in enumerate(data)]
    assert isinstance(data, dict)
    return {**data, first: inner}


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """The files of the small base, as read."""
    faults: list[Fault] = []
    read = documents(small.write(tmp_path_factory.mktemp("parsed")), faults)
    assert not faults
    return read


@settings(max_examples=300)
@given(st.data())
def test_junk_anywhere_is_a_fault_or_harmless(parsed: list[Document], data: st.DataObject) -> None:
    """Whatever stands in whatever place, knowledge is read or refused: it never breaks down."""
    position = data.draw(st.integers(0, len(parsed) - 1))
    document = parsed[position]
    way = data.draw(st.sampled_from(places(document.data)))
    junk = with_junk(document.data, way, data.draw(JUNK))
    changed = Document(document.path, junk, document.lines, document.content_hash)
    files = [*parsed[:position], changed, *parsed[position + 1 :]]

    faults: tuple[Fault, ...] = ()
    knowledge = None
    try:
        knowledge = assemble(files)
    except KnowledgeError as error:
        faults = error.faults

    assert (knowledge is None) == bool(faults)
    assert all(fault.what.en and fault.what.es for fault in faults)
