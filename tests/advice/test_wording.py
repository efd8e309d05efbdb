"""Every rule reads as a sentence, in both languages, made from its structure."""

import re

import pytest

from engine.conditions import OPERATORS, FactorTest
from engine.knowledge.model import Knowledge
from engine.library import examine
from engine.possible import Interval, Levels, Several, Words
from engine.text import LANGUAGES, Language
from engine.wording import CRITERIA, GRADES, LOWERINGS, STRENGTHS, VERDICTS, Wording
from tests.knowledge import small

UNREADABLE = re.compile(r"[{}\[\]]|\b[a-z]+_[a-z_]+\b|  |\(\)|“”|«»|\.\.|,,|\s[,.;]")


@pytest.fixture(scope="module")
def wording(knowledge: Knowledge) -> Wording:
    return Wording(knowledge)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_reads_as_a_sentence(
    knowledge: Knowledge, wording: Wording, language: Language
) -> None:
    """No rule's sentence shows a slug, a brace, a hole or the machinery behind it."""
    opening = {"en": ("When ", "Always,"), "es": ("Cuando ", "Siempre,")}[language]
    why = {"en": " Why: ", "es": " Por qué: "}[language]
    for rule in knowledge.active:
        sentence = wording.rule(rule).in_(language)
        assert UNREADABLE.search(sentence) is None, (rule.id, sentence)
        assert not re.search(r"\b(None(?! of)|True|False|nan|inf)\b", sentence.split(why)[0])
        assert sentence.startswith(opening)
        assert sentence.count(why) == 1
        assert sentence.endswith(rule.because.in_(language))


def test_each_language_has_its_own_words(knowledge: Knowledge, wording: Wording) -> None:
    """No sentence is the same in both languages: neither is a fallback for the other."""
    for rule in knowledge.active:
        text = wording.rule(rule)
        assert text.en != text.es


def test_every_exception_is_in_the_sentence(knowledge: Knowledge, wording: Wording) -> None:
    """A rule with an exception says so, and one without does not."""
    with_exception = [rule for rule in knowledge.active if rule.unless is not None]
    assert with_exception
    for rule in with_exception:
        assert rule.unless is not None
        text, unless = wording.rule(rule), wording.condition(rule.unless)
        assert f", unless {unless.en}, " in text.en
        assert f", excepto si {unless.es}, " in text.es


def test_every_test_of_a_level_names_the_level(knowledge: Knowledge, wording: Wording) -> None:
    """Each operator reads with the factor's name and the level's name, in either language."""
    control = knowledge.vocabulary.factors["prison_control"]
    level = control.domain.levels[1]
    for name in ("is", "at_least", "at_most"):
        row = OPERATORS[name]
        test = FactorTest(
            "prison_control", name, level.value, row.accepts(control.domain, level.value)
        )
        text = wording.condition(test)
        between = {"is": ("is", "es"), "at_least": ("is at least", "es al menos")}.get(
            name, ("is at most", "es a lo sumo")
        )
        assert text.en.endswith(f" {between[0]} “{level.name.en}”")
        assert text.es.endswith(f" {between[1]} «{level.name.es}»")


def test_what_is_possible_reads_in_words(knowledge: Knowledge, wording: Wording) -> None:
    """Known, partly known and unknown values each have their words."""
    factors = knowledge.vocabulary.factors
    control, rate = factors["prison_control"].domain, factors["homicide_rate"].domain
    routes = factors["route_functions"].domain
    low, middle, high = (level.name for level in control.levels)
    one, two = (level.name for level in routes.levels[:2])
    assert rate.unit is not None

    for possible, domain, en, es in (
        (Levels(0b010), control, middle.en, middle.es),
        (Levels(0b110), control, f"{middle.en} or {high.en}", f"{middle.es} o {high.es}"),
        (Levels(0b011), control, f"{low.en} or {middle.en}", f"{low.es} o {middle.es}"),
        (Levels(0b111), control, "unknown", "desconocido"),
        (Interval(40, 40), rate, f"40 {rate.unit.en}", f"40 {rate.unit.es}"),
        (
            Interval(20, 40),
            rate,
            f"from 20 to 40 {rate.unit.en}",
            f"de 20 a 40 {rate.unit.es}",
        ),
        (Interval(rate.minimum, rate.maximum), rate, "unknown", "desconocido"),
        (Several(0b11, 0b11), routes, f"{one.en} and {two.en}", f"{one.es} y {two.es}"),
        (Several(0b01, 0b11), routes, f"{one.en}, perhaps more", f"{one.es}, quizá más"),
        (Several(0, 0), routes, "none", "ninguno"),
        (Several(0, 0b11), routes, "unknown", "desconocido"),
        (Words("Los Ñ"), control, "Los Ñ", "Los Ñ"),
        (Words(None), control, "unknown", "desconocido"),
    ):
        text = wording.value(possible, domain)
        assert (text.en, text.es) == (en, es)


def test_fixed_words_stand_in_both_languages() -> None:
    """Criteria, strengths, grades and verdicts have a word in each language."""
    for words in (CRITERIA, STRENGTHS, GRADES, LOWERINGS, VERDICTS):
        for text in words.values():
            assert text.en
            assert text.es
            assert text.en != text.es


# --- exact sentences ----------------------------------------------------------------------------

HEAD = """\
status: trial
title: {en: A title, es: Un título}
because: {en: Somebody saw it., es: Alguien lo vio.}
claims: {supports: [SRC-PRISON-1]}
limits: {en: Much., es: Mucho.}
"""
ALWAYS = "when: always\ntests: [{given: {}, expect: fires}]\n"
OPEN = """\
when: {factor: {homicide_rate: {at_least: 10, below: 40.5}, prison_control: [shared, inmate_run]}}
tests:
  - {given: {homicide_rate: 10, prison_control: shared}, expect: fires}
  - {given: {homicide_rate: 9, prison_control: shared}, expect: silent}
  - {given: {}, expect: undecided}
"""
NO_GROUP = """\
when: {not: {group: {leaders_in_prison: true}}}
tests:
  - {given: {groups: []}, expect: fires}
  - {given: {groups: [{name: A, leaders_in_prison: true}]}, expect: silent}
  - {given: {}, expect: undecided}
"""
WRITTEN = {
    "harm": "kind: contraindication\nthen: {contraindicate: communications_cut_off}\n" + OPEN,
    "company": (
        "kind: safeguard\n"
        "then: {accompany: communications_cut_off, with: prison_control_recovery}\n" + NO_GROUP
    ),
    "step": (
        "kind: sequence\nthen: {first: prison_control_recovery, then: communications_cut_off}\n"
        + ALWAYS
    ),
    "warning": "kind: caveat\nthen: {warn: {en: Count again., es: Cuente otra vez.}}\n" + ALWAYS,
    "against": (
        "kind: reason\nstrength: weak\n"
        "then: {against: [prison_control_recovery, communications_cut_off],"
        " criterion: feasibility}\n" + ALWAYS
    ),
}
SENTENCES = {
    "inmate-rule": (
        "When control of prisons is at least “shared”, conclude that inmates rule the prisons."
        " Why: Guards left the yards.",
        "Cuando control de las cárceles es al menos «compartido», concluya que los internos"
        " mandan en las cárceles. Por qué: Los guardias dejaron los patios.",
    ),
    "recovery-where-inmates-rule": (
        "When inmates rule the prisons and there is a group g (leaders_in_prison is “yes”), count"
        " a strong reason for Recovery of prisons, as to the problem it addresses. Why: Leaders"
        " inside order 3 killings.",
        "Cuando los internos mandan en las cárceles y hay un elemento «grupo» g (leaders_in_prison"
        " es «sí»), cuente una razón fuerte a favor de Recuperación de las cárceles, en cuanto a"
        " el problema que atiende. Por qué: Los líderes de adentro ordenan 3 muertes.",
    ),
    "recovery-waits-for-oversight": (
        "When phones inside is “yes”, there is an institution x (kind is “prison service”) and"
        " there is an intervention i (led by includes x.kind), unless oversight is at least"
        " “independent”, hold back the intervention i until this holds: somebody independent"
        " checks the guards. Why: Nobody would notice abuse.",
        "Cuando teléfonos adentro es «sí», hay un elemento «institución» x (kind es «servicio"
        " penitenciario») y hay un elemento «intervención» i (dirigida por incluye x.kind), excepto"
        " si control externo es al menos «independiente», deje en espera la intervención i hasta"
        " que se dé esta condición: que alguien independiente los controle. Por qué: Nadie notaría"
        " los abusos.",
    ),
    "harm": (
        "When homicide rate is at least 10 per 100000, homicide rate is below 40.5 per 100000 and"
        " control of prisons is “shared” or “run by inmates”, treat Cutting communications as"
        " contraindicated. Why: Somebody saw it.",
        "Cuando tasa de homicidios es al menos 10 por 100000, tasa de homicidios es menos de 40.5"
        " por 100000 y control de las cárceles es «compartido» o «bajo los internos», tenga por"
        " contraindicado: Corte de comunicaciones. Por qué: Alguien lo vio.",
    ),
    "company": (
        "When there is no other group (leaders_in_prison is “yes”), accompany Cutting"
        " communications with recovery of prisons. Why: Somebody saw it.",
        "Cuando no hay otro elemento «grupo» (leaders_in_prison es «sí»), acompañe Corte de"
        " comunicaciones con recuperación de las cárceles. Por qué: Alguien lo vio.",
    ),
    "step": (
        "Always, do this first: recovery of prisons; then Cutting communications. Why: Somebody"
        " saw it.",
        "Siempre, haga primero: recuperación de las cárceles; después Corte de comunicaciones."
        " Por qué: Alguien lo vio.",
    ),
    "warning": (
        "Always, warn: Count again. Why: Somebody saw it.",
        "Siempre, advierta: Cuente otra vez. Por qué: Alguien lo vio.",
    ),
    "against": (
        "Always, count a weak reason against Recovery of prisons and Cutting communications, as to"
        " feasibility. Why: Somebody saw it.",
        "Siempre, cuente una razón débil en contra de Recuperación de las cárceles y Corte de"
        " comunicaciones, en cuanto a viabilidad. Por qué: Alguien lo vio.",
    ),
}


@pytest.fixture(scope="module")
def small_base(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The small knowledge base, with a rule of every kind."""
    written = {f"theme/{name}.yaml": f"id: {name}\n{HEAD}{text}" for name, text in WRITTEN.items()}
    root = small.write(tmp_path_factory.mktemp("rules"), {**small.FILES, **written})
    base, faults = examine(root)
    assert faults == []
    assert base is not None
    return base


@pytest.mark.parametrize("name", SENTENCES)
def test_a_rule_reads_word_for_word(small_base: Knowledge, name: str) -> None:
    """A rule of each kind gives this sentence and no other, in English and in Spanish."""
    text = Wording(small_base).rule(small_base.rules[name])

    assert (text.en, text.es) == SENTENCES[name]
