"""Other files broken one way each, and what shows only when everything is put together."""

from tests.knowledge import small
from tests.knowledge.breaks import (
    CATALOGUE,
    DIAGNOSIS,
    ENTITIES,
    FACTORS,
    GATE,
    REASON,
    SOURCE,
    Break,
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

BROKEN_FILES = (
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
        "a better direction of what policy cannot act on",
        FACTORS,
        PHONES,
        PHONES.replace(
            "    type: boolean\n",
            "    type: boolean\n    better: more\n    not_actionable: {en: far, es: lejos}\n",
        ),
        "    better: more",
        "'phones_free' has a better direction, yet policy cannot act on it",
        "«phones_free» tiene una dirección mejor, pero la política no puede actuar sobre él",
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
        "tag", GATE, "status: trial", "status: !!str trial", "status:", "no tags", "sin etiquetas"
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
