"""What the pages of advice say."""

from api.pages.words import Words, counted, said
from engine.text import Text


class StatementWords(Words):
    """Words around a statement of a rule."""

    rule = said("The rule itself", "La regla misma")
    why = said("Why, and who says so", "Por qué, y quién lo dice")
    here = said("Here", "Aquí")
    misleads = said("Where it may mislead", "Dónde puede engañar")
    asks = said("What would settle it", "Qué lo resolvería")
    passages = counted(
        Text("The passage it rests on", "El pasaje en que se apoya"),
        Text("The {n} passages it rests on", "Los {n} pasajes en que se apoya"),
    )
    observed = said("observed", "observado")
    proxy = said("by proxy", "por indicador indirecto")
    expert = said("expert reading", "lectura experta")
    doubted = said(
        "on the word of an institution that may be captured",
        "según una institución que puede estar capturada",
    )
    raises = said("adds {share}", "suma {share}")
    lowers = said("takes {share}", "resta {share}")
    possible = said("if it turns out so", "si resulta ser así")
    met = said("met", "se cumple")
    unmet = said("not met", "no se cumple")
    open = said("not known yet", "aún no se sabe")
    by_measure = said("{text} (would be met by: {measure})", "{text} (lo cumpliría: {measure})")
    before = said("First {first}, then this.", "Primero {first}; después, esta.")


class PictureWords(Words):
    """Words around a picture."""

    in_numbers = said("The same in numbers", "Lo mismo en cifras")


class OptionWords(StatementWords, PictureWords):
    """Words around one option."""

    option_title = said("{name} · {place}", "{name} · {place}")
    form_of = said("a form of {name}", "una forma de {name}")
    failure_of = said("how {name} goes wrong", "cómo fracasa {name}")
    rank = said("Rank {rank} of {all}", "Puesto {rank} de {all}")
    rank_alone = said("{rank}.", "{rank}.")
    by_criterion = said("Score {score}, by criterion", "Puntaje {score}, por criterio")
    bars_what = said(
        "To the right of the middle it speaks for the option, to the left against; 0.50 is nothing"
        " known.",
        "A la derecha del medio habla a favor; a la izquierda, en contra; 0,50 es que nada se"
        " sabe.",
    )
    stands = said(
        "In {first} of the ways the unknowns may turn out it comes first, in {top} among the first"
        " three; nine times in ten its rank lies between {low} and {high}.",
        "En el {first} de las formas en que puede resolverse lo desconocido queda primera, en el"
        " {top} entre las tres primeras; nueve de cada diez veces su puesto está entre {low} y"
        " {high}.",
    )
    firm = said("Its place is firm", "Su puesto es firme")
    fair = said("Its place may shift somewhat", "Su puesto puede moverse algo")
    loose = said("Its place is far from settled", "Su puesto está lejos de estar decidido")
    harm = said("Contraindicated here", "Contraindicada aquí")
    harm_open = said("May do harm here", "Puede hacer daño aquí")
    waits = said("Waits for this", "Espera esto")
    waits_for = said("Waits for this ({state}): {text}", "Espera esto ({state}): {text}")
    unmet_here = said("Not met here", "No se cumple aquí")
    is_unmet = said("Needs this ({state}): {text}", "Necesita esto ({state}): {text}")
    for_it = said("Reasons for it", "Razones a favor")
    against = said("Reasons against it", "Razones en contra")
    nothing = said("Nothing known speaks of it yet.", "Nada de lo conocido habla de ella aún.")
    conditions = said("Conditions", "Condiciones")
    safeguards = said("Safeguards that go with it", "Salvaguardas que la acompañan")
    sequence = said("What comes first", "Qué va antes")
    cautions = said("Read with care", "Léase con cuidado")
    insufficient_alone = said("not sufficient alone", "no basta por sí sola")
    indicators = said("How one would see it work", "Cómo se vería que funciona")
    effects = said("What studies found", "Qué hallaron los estudios")
    indirect = said("only in other countries", "solo en otros países")
    certainty = said("Certainty of the evidence", "Certeza de la evidencia")
    time = said("Time to effect", "Tiempo hasta el efecto")
    further = counted(
        Text("{n} condition, safeguard or caution", "{n} condición, salvaguarda o cautela"),
        Text("{n} conditions, safeguards and cautions", "{n} condiciones, salvaguardas y cautelas"),
    )
    whole = said("Read it whole", "Leerla entera")
    ask_why_not = said("Why does it not stand higher?", "¿Por qué no queda más arriba?")
    ask_contrast = said("Why above or below another?", "¿Por qué encima o debajo de otra?")
    ask_changes = said("What would change it?", "¿Qué la cambiaría?")
    back = said("All of the advice", "Toda la recomendación")
    high = said("high", "alta")
    moderate = said("moderate", "moderada")
    low = said("low", "baja")
    very_low = said("very low", "muy baja")
    no_grade = said("no study speaks of it", "ningún estudio habla de ella")


class PassageWords(Words):
    passages_title = said("Passages", "Pasajes")
    passages_what = said(
        "Here one reads the passages that a sentence of the advice rests on; the sentence itself"
        " leads to them. This address names none.",
        "Aquí se leen los pasajes en que se apoya una frase de la recomendación; la frase misma"
        " lleva a ellos. Esta dirección no nombra ninguno.",
    )
    passages_all = said("To the knowledge base", "Ir a la base de conocimiento")
    rests_on = said("It rests on", "Se apoya en")
    bounds = said("This weakens or bounds it", "Esto lo debilita o lo limita")
    section = said("section {section}", "sección {section}")
    paraphrase = said(
        "Our paraphrase, not the report's own words.",
        "Paráfrasis nuestra, no las palabras del informe.",
    )


class AdviceWords(OptionWords):
    """Words of the page of advice."""

    to_needed = said("To those questions", "Ir a esas preguntas")
    title = said("Advice for {name}", "Recomendación para {name}")
    known = counted(
        Text(
            "{n} of {{all}} factors is known. What is not known is left open, never guessed.",
            "Se conoce {n} de {{all}} factores. Lo que no se sabe queda abierto, nunca se adivina.",
        ),
        Text(
            "{n} of {{all}} factors are known. What is not known is left open, never guessed.",
            "Se conocen {n} de {{all}} factores. Lo que no se sabe queda abierto, nunca se"
            " adivina.",
        ),
    )
    keep = said("Keep this advice", "Guardar esta recomendación")
    keep_hint = said(
        "What is kept can be taken along as a report (PDF, HTML, Markdown) and read again later.",
        "Lo guardado se puede llevar como informe (PDF, HTML, Markdown) y volver a leer después.",
    )
    kept_before = said("Kept before:", "Guardadas antes:")
    versions = said("Versions of the description", "Versiones de la descripción")
    version_of = said("Version {version}, {date}", "Versión {version}, {date}")
    version_by = said("by {name}", "de {name}")
    version_read = said("the one that you read", "la que usted lee")
    version_current = said("current", "actual")
    version_compare = said("Compare with the current one", "Comparar con la actual")
    change = said("Change the description", "Cambiar la descripción")
    own = said("Describe your own from it", "Describir la propia a partir de esta")
    compare = said("Compare with another", "Comparar con otra")
    older_version = said(
        "You read version {version} of the description; there is a newer one.",
        "Usted lee la versión {version} de la descripción; hay una más reciente.",
    )
    to_current = said("Read the current one", "Leer la actual")
    reweighed = said(
        "Read with your own weights, not the default ones.",
        "Leída con sus propios pesos, no con los predeterminados.",
    )
    to_default = said("Back to the default weights", "Volver a los pesos predeterminados")
    kept_on = said(
        "Kept on {date} as decision {id}. It stays as it was given.",
        "Guardada el {date} como decisión {id}. Queda tal como se dio.",
    )
    kept_language = said(
        "It was given in {language}, and its words stay so.",
        "Se dio en {language}, y sus palabras quedan así.",
    )
    english = said("English", "inglés")
    spanish = said("Spanish", "español")
    kept_older = said(
        "The rules have changed since; today's advice may differ.",
        "Las reglas han cambiado desde entonces; la recomendación de hoy puede diferir.",
    )
    to_today = said("Today's advice", "La recomendación de hoy")
    on_page = said("On this page", "En esta página")
    care = said("Before you read", "Antes de leer")
    more_care = counted(
        Text(
            "{n} further caution about what is known here",
            "{n} cautela más sobre lo que se sabe aquí",
        ),
        Text(
            "{n} further cautions about what is known here",
            "{n} cautelas más sobre lo que se sabe aquí",
        ),
    )
    take_along = said("Take it along:", "Para llevar:")
    notices = said("What is odd in the description", "Qué llama la atención en la descripción")
    without_doubt = said(
        "{name}: rank {rank} as described, {without} without those values ({verdict}).",
        "{name}: puesto {rank} según la descripción, {without} sin esos valores ({verdict}).",
    )
    advised = said("What is advised, and why", "Qué se recomienda, y por qué")
    counted_advised = said(
        "Of {all} options, {advised} are advised: the first {leading} here, {rest} below. Of those"
        " {advised}, {variants} are variants of others.",
        "De {all} opciones se recomiendan {advised}: las primeras {leading} aquí, {rest} más abajo."
        " De esas {advised}, {variants} son variantes de otras.",
    )
    none_advised = said(
        "On what is known, nothing can be advised yet. Read what is held back, and what to ask.",
        "Con lo que se sabe, aún no se puede recomendar nada. Lea qué está en espera y qué"
        " preguntar.",
    )
    do_not = said("Do not do this here", "No hacer esto aquí")
    do_not_what = said(
        "These are contraindicated: rules say that they do harm here. Nothing that speaks for them"
        " outweighs that.",
        "Están contraindicadas: hay reglas que dicen que aquí hacen daño. Nada de lo que habla a"
        " su favor lo compensa.",
    )
    rest = said("The other options", "Las demás opciones")
    rest_advised = said("Also advised", "También se recomiendan")
    rest_held_back = said("Held back until a condition is met", "En espera de una condición")
    rest_insufficient = said(
        "Too little is known to say",
        "Se sabe muy poco para decirlo",
    )
    rest_against = said("Advised against", "Recomendación en contra")
    counted_options = counted(Text("{n} option", "{n} opción"), Text("{n} options", "{n} opciones"))
    together = said("Together: a package in phases", "En conjunto: un paquete por fases")
    phase = said("Phase {number}", "Fase {number}")
    member_rank = said("rank {rank}", "puesto {rank}")
    in_force = said("already in force", "ya en vigor")
    after = said("After {first}: {because}", "Después de {first}: {because}")
    still_waits = said("Still open: {text}", "Aún abierto: {text}")
    watch_members = said("Watch", "Vigilar")
    waiting = said(
        "Not in the package, since nothing in it meets what they wait for",
        "Fuera del paquete, porque nada en él cumple lo que esperan",
    )
    conflicts = said("What does not go together", "Qué no va junto")
    guards = said("What must accompany it", "Qué debe acompañarlo")
    watch = said("Watch beside murders", "Vigilar además de los homicidios")
    accompanies = said("with: {names}", "junto a: {names}")
    diagnoses = said("What kind of place this is", "Qué tipo de lugar es este")
    precedents = said("Places like this one", "Lugares como este")
    alike = said("Alike", "Se parecen")
    differ = said("Different", "Difieren")
    factor = said("Factor", "Factor")
    there = said("There", "Allá")
    tried = said("What was tried there", "Qué se intentó allá")
    likeness = said(
        "Compared on {compared} factors; distance {distance} (0 is the same).",
        "Comparado en {compared} factores; distancia {distance} (0 es igual).",
    )
    needed = said("What is worth asking", "Qué vale la pena preguntar")
    needed_what = said(
        "Each leads to its place in the description. The first would settle most.",
        "Cada una lleva a su lugar en la descripción. Las primeras son las que más resolverían.",
    )
    hangs = counted(
        Text("{n} rule hangs on it", "de ella depende {n} regla"),
        Text("{n} rules hang on it", "de ella dependen {n} reglas"),
    )
    more_needed = counted(
        Text("{n} further question", "{n} pregunta más"),
        Text("{n} further questions", "{n} preguntas más"),
    )
    tensions = said("Where the sources disagree", "Dónde discrepan las fuentes")
    one_side = said("One side", "Un lado")
    other_side = said("The other side", "El otro lado")
    colophon = said(
        "Description of {date}, version {version}. Rules {ruleset} ({hash}). Answer {id}.",
        "Descripción del {date}, versión {version}. Reglas {ruleset} ({hash}). Respuesta {id}.",
    )


class QuestionNavWords(Words):
    """What one can ask further."""

    question = said("Question it", "Cuestionarla")
    contrast = said("Why this above that?", "¿Por qué esta sobre aquella?")
    why_not = said("Why not higher?", "¿Por qué no más arriba?")
    changes = said("What would change it?", "¿Qué la cambiaría?")
    what_if = said("What if?", "¿Y si…?")
    weights = said("Other weights", "Otros pesos")
    stakeholders = said("Other eyes", "Otras miradas")
    advice = said("The advice", "La recomendación")
