"""What the pages of the knowledge base say."""

from api.pages.words import Words, counted, said
from engine.text import Text


class KnowledgeWords(Words):
    """Words that all pages of the knowledge base share."""

    knowledge = said("What the advice rests on", "En qué se apoya la recomendación")
    rules = said("Rules", "Reglas")
    claims = said("Claims", "Afirmaciones")
    interventions = said("Interventions", "Intervenciones")
    factors = said("Factors", "Factores")
    locator = said("section {section}", "sección {section}")


class SearchWords(KnowledgeWords):
    what = said(
        "Every rule with its mechanism, its limits and its tests; every claim with the passage"
        " where it stands; everything that can be done, and all that can be known of a place.",
        "Cada regla con su mecanismo, sus límites y sus pruebas; cada afirmación con el pasaje"
        " donde está; todo lo que se puede hacer y todo lo que se puede saber de un lugar.",
    )
    label = said("Look for", "Buscar")
    hint = said(
        "Words in either language; accents and capitals do not matter.",
        "Palabras en cualquiera de los dos idiomas; no importan tildes ni mayúsculas.",
    )
    search = said("Search", "Buscar")
    sorts = said("Sort of thing", "Tipo de elemento")
    everything = said("Everything", "Todo")
    found_all = counted(Text("{n} thing", "{n} elemento"), Text("{n} things", "{n} elementos"))
    found = counted(
        Text("{n} thing found for “{{query}}”", "{n} elemento encontrado con «{{query}}»"),
        Text("{n} things found for “{{query}}”", "{n} elementos encontrados con «{{query}}»"),
    )
    nothing = said(
        "Nothing has all these words. Try fewer, or only the beginning of one.",
        "Nada tiene todas estas palabras. Pruebe con menos, o solo con el comienzo de una.",
    )
    shown = said("{first} to {last} of {all}", "{first} a {last} de {all}")
    pages = said("Pages of what was found", "Páginas de lo encontrado")
    before = said("The {n} before", "Los {n} anteriores")
    after = said("The {n} after", "Los {n} siguientes")
    coverage = said("Which claim stands in which rule", "Qué afirmación está en qué regla")


class RuleWords(KnowledgeWords):
    kind = said("rule", "regla")
    sentence = said("In a sentence", "En una frase")
    because = said("Why: the mechanism", "Por qué: el mecanismo")
    limits = said("Where it may mislead", "Dónde puede engañar")
    supports = said("Who says so", "Quién lo dice")
    bounds = said("What bounds it", "Qué la acota")
    targets = said("What it speaks of", "De qué habla")
    tests = said("Its tests", "Sus pruebas")
    tests_what = said(
        "Each gives a description and says what the rule must then do; they are run before the"
        " rule is used.",
        "Cada una da una descripción y dice qué debe hacer entonces la regla; se ejecutan antes"
        " de usarla.",
    )
    given = said("Given", "Dado")
    expected = said("Then the rule", "Entonces la regla")
    nothing_given = said("nothing is known", "no se sabe nada")
    asks = said("asks: {names}", "pregunta: {names}")
    reaches = said("reaches: {names}", "alcanza: {names}")
    cases = said("Documented cases in which it fires", "Casos documentados en que se activa")
    no_case = said(
        "It fires in no documented case: only its own tests show it at work.",
        "No se activa en ningún caso documentado: solo sus propias pruebas la muestran en acción.",
    )
    not_in_force = said("This rule is not in force.", "Esta regla no está en vigor.")
    related = said("Related rules", "Reglas relacionadas")
    feedback = said("What people answered", "Qué respondió la gente")
    answered = said("{response}: {n}", "{response}: {n}")
    no_feedback = said(
        "Nobody has answered yet to a decision in which it spoke.",
        "Nadie ha respondido aún a una decisión en la que habló.",
    )
    stands_in = said("File {path}, fingerprint {hash}", "Archivo {path}, huella {hash}")


class ClaimWords(KnowledgeWords):
    title = said("Claim {id}", "Afirmación {id}")
    report = said("Report", "Informe")
    place = said("Where it stands", "Dónde está")
    evidence = said("Evidence", "Evidencia")
    sort = said("Sort", "Tipo")
    where = said("Places and years", "Lugares y años")
    paraphrase = said(
        "In our words, after the report; the report itself is what counts.",
        "En nuestras palabras, según el informe; lo que vale es el informe mismo.",
    )
    gloss = said(
        "This reading joins more than the report says in one place.",
        "Esta lectura une más de lo que el informe dice en un solo lugar.",
    )
    declined = said("Left out of the rules on purpose", "Fuera de las reglas a propósito")
    rules_on_it = said("Rules built on it", "Reglas construidas sobre ella")
    no_rules = said("No rule in force cites it.", "Ninguna regla en vigor la cita.")
    limits_it = said("as a bound", "como límite")
    findings = said("Findings that it carries", "Hallazgos que sostiene")
    about = said("What it speaks of", "De qué habla")
    tensions = said("Where it disagrees with others", "Dónde discrepa de otras")
    against = said("{one} against {other}", "{one} frente a {other}")


class InterventionWords(KnowledgeWords):
    time = said("Time to effect", "Tiempo hasta el efecto")
    actors = said("Who acts", "Quién actúa")
    stance = said("In the sources", "En las fuentes")
    form_of = said("A form of", "Una forma de")
    failure_of = said("A way in which this fails", "Una forma en que fracasa")
    findings = said("What studies found", "Qué hallaron los estudios")
    no_findings = said(
        "The sources pass no verdict on its effects.",
        "Las fuentes no emiten veredicto sobre sus efectos.",
    )
    outcome = said("Effect on", "Efecto en")
    verdict = said("Verdict", "Veredicto")
    rules_about = said("Rules that name it", "Reglas que la nombran")
    no_rules = said(
        "No rule names it; some may reach it by what it is.",
        "Ninguna regla la nombra; algunas pueden alcanzarla por lo que es.",
    )
    indicators = said("How one would see it work", "Cómo se vería que funciona")


class FactorWords(KnowledgeWords):
    question = said("Question", "Pregunta")
    levels = said("What can be answered", "Qué se puede responder")
    span = said("a number from {low} to {high} {unit}", "un número de {low} a {high} {unit}")
    rules_on_it = said("Rules that look at it", "Reglas que la miran")
    no_rules = said("No rule looks at it by itself.", "Ninguna regla la mira por sí sola.")


class CoverageWords(KnowledgeWords):
    title = said("Which claim stands in which rule", "Qué afirmación está en qué regla")
    what = said(
        "Each claim of the five reports, the rules that cite it, how many tests those rules carry,"
        " and in how many documented cases one of them fires. What is left out is said.",
        "Cada afirmación de los cinco informes, las reglas que la citan, cuántas pruebas tienen"
        " esas reglas y en cuántos casos documentados se activa alguna. Lo que queda fuera se"
        " dice.",
    )
    by_report = said("By report", "Por informe")
    by_family = said("By family of interventions", "Por familia de intervenciones")
    report = said("Report", "Informe")
    family = said("Family", "Familia")
    no_family = said("of no family", "de ninguna familia")
    encoded = said("in rules", "en reglas")
    core = said("core claims", "afirmaciones centrales")
    core_encoded = said("of them in rules", "de ellas en reglas")
    declined = said("left out on purpose", "fuera a propósito")
    missing = said("What is missing", "Qué falta")
    orphans = said("Core claims without a place", "Afirmaciones centrales sin lugar")
    unreasoned = said(
        "Interventions for or against which no rule argues by name",
        "Intervenciones a favor o en contra de las cuales ninguna regla argumenta por su nombre",
    )
    silent = said(
        "Rules that fire in no documented case", "Reglas que no se activan en ningún caso"
    )
    none = said("None.", "Ninguna.")
    matrix = said("Claim by claim", "Afirmación por afirmación")
    claim = said("Claim", "Afirmación")
    is_core = said("core", "central")
    tests = said("Tests", "Pruebas")
    cases = said("Cases", "Casos")
    effects = counted(Text("{n} finding", "{n} hallazgo"), Text("{n} findings", "{n} hallazgos"))
    because = said("Left out: {why}", "Fuera: {why}")
    shown = said("{first} to {last} of {all}", "{first} a {last} de {all}")
    pages = said("Pages of the claims", "Páginas de las afirmaciones")
    before = said("Before", "Anteriores")
    after = said("After", "Siguientes")
