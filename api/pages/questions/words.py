"""What the pages say on which advice is questioned."""

from api.pages.advice.words import StatementWords
from api.pages.words import counted, said
from engine.text import Text


class QuestionWords(StatementWords):
    titled = said("{question} · {place}", "{question} · {place}")
    option = said("Option", "Opción")
    above = said("Compared with", "Comparada con")
    show = said("Show", "Mostrar")
    choose_other = said("{what}. Choose another one.", "{what}. Elija otra.")
    rank = said("Rank", "Puesto")
    verdict = said("Verdict", "Veredicto")
    score = said("Score", "Puntaje")
    placed = said("rank {rank}, score {score}", "puesto {rank}, puntaje {score}")

    contrast = said("Why this above that?", "¿Por qué esta sobre aquella?")
    other_way = said(
        "It is the other way round than you asked.", "Es al revés de como usted preguntó."
    )
    harm_below = said("Contraindicates the lower one here", "Contraindica aquí la que queda debajo")
    harm_it = said("Contraindicates it here", "La contraindica aquí")
    holds_it = said("What it waits for", "Qué espera")
    holds_below = said("Holds the lower one back", "Mantiene en espera la que queda debajo")
    makes = said("What makes the difference", "Qué hace la diferencia")
    makes_what = said(
        "Each line adds to the score of one or the other, in log-odds; the lines add up to the"
        " difference of the two. To the right speaks for “{upper}”, to the left for “{lower}”.",
        "Cada línea suma al puntaje de una u otra, en logaritmos de razón de probabilidades; las"
        " líneas suman la diferencia de ambas. A la derecha habla por «{upper}»; a la izquierda,"
        " por «{lower}».",
    )
    reason = said("Reason", "Razón")
    difference = said("Difference", "Diferencia")
    sum = said("Sum", "Suma")
    swap = said("What would turn it round", "Qué lo invertiría")

    why_not = said("Why not higher?", "¿Por qué no más arriba?")
    speaks_against = said("What speaks against it here", "Qué habla en contra aquí")
    failed = said("Reasons for it that do not hold here", "Razones a favor que aquí no se dan")
    failed_none = said(
        "Every known reason for it holds here.", "Toda razón conocida a favor se da aquí."
    )
    missing = said("asked: {text}; found: {value}", "se pide: {text}; se halló: {value}")
    missing_bare = said("asked: {text}", "se pide: {text}")
    bears = said("What is unknown and bears on it", "Qué se desconoce y pesa en ella")
    would_help = said("What would bring it up", "Qué la haría subir")
    is_first = said(
        "It comes first already, so nothing would bring it higher.",
        "Ya queda primera, así que nada la haría subir más.",
    )
    would_overtake = said("What would let another overtake it", "Qué haría que otra la superara")
    whole = said("Read all that is said of it", "Leer todo lo que se dice de ella")

    changes = said("What would change it?", "¿Qué la cambiaría?")
    changes_what = said(
        "The smallest changes that policy could make, each tried by itself. That there is none is"
        " an answer too.",
        "Los cambios mínimos que la política podría hacer, cada uno probado por sí solo. Que no"
        " haya ninguno también es una respuesta.",
    )
    first_option = said("Whatever comes first", "La que quede primera")
    top = said("the option that comes first", "la opción que queda primera")
    goal_above = said("To stand above", "Para quedar por encima de")
    move = said("{name}: from {before} to {after}", "{name}: de {before} a {after}")
    as_before = said("{name}: {value}, as before", "{name}: {value}, como antes")
    then = said(
        "Then {name} is at rank {rank} ({verdict}).",
        "Entonces {name} queda en el puesto {rank} ({verdict}).",
    )
    try_it = said("Try it", "Probarlo")
    more_found = counted(
        Text("{n} more such change was found.", "Se halló {n} cambio más así."),
        Text("{n} more such changes were found.", "Se hallaron {n} cambios más así."),
    )
    fixed = said("{name}: {value}. {because}", "{name}: {value}. {because}")
    fixed_title = said(
        "It hangs on what policy cannot change", "Depende de lo que la política no puede cambiar"
    )

    what_if = said("What if?", "¿Y si…?")
    what_if_what = said(
        "Change what you like and see what moves. The description itself stays as it is.",
        "Cambie lo que quiera y vea qué se mueve. La descripción misma queda como está.",
    )
    add = said("Change a factor", "Cambiar un factor")
    choose = said("Choose a factor", "Elija un factor")
    add_it = said("Add", "Añadir")
    now = said("As described: {value}", "Según la descripción: {value}")
    unknown = said("Unknown", "Se desconoce")
    yes = said("Yes", "Sí")
    no = said("No", "No")
    between = said("or between", "o entre")
    and_ = said("and", "y")
    number = said("Number", "Número")
    lowest = said("lowest", "mínimo")
    highest = said("highest", "máximo")
    partly = said("One of several", "Uno de varios")
    fault = said("This cannot be read: {what}.", "Esto no se puede leer: {what}.")
    see = said("See the difference", "Ver la diferencia")
    as_draft = said("Make this a draft", "Hacer de esto un borrador")
    no_change = said(
        "Nothing is changed yet: choose a factor, then another value for it.",
        "Aún no hay cambios: elija un factor y luego otro valor.",
    )
    moves = counted(
        Text("{n} option moves", "{n} opción se mueve"),
        Text("{n} options move", "{n} opciones se mueven"),
    )
    none_moves = said("No option moves.", "Ninguna opción se mueve.")
    unmoved = counted(
        Text("{n} option stays as it is.", "{n} opción queda como está."),
        Text("{n} options stay as they are.", "{n} opciones quedan como están."),
    )
    before = said("As described", "Según la descripción")
    after = said("If so", "Si fuera así")
    up = counted(Text("{n} up", "sube {n}"), Text("{n} up", "sube {n}"))
    down = counted(Text("{n} down", "baja {n}"), Text("{n} down", "baja {n}"))
    level = said("same rank", "mismo puesto")
    rules_start = said("Rules that would start to apply", "Reglas que empezarían a aplicarse")
    rules_stop = said("Rules that would no longer apply", "Reglas que dejarían de aplicarse")
    rules_open = said("Rules that would become undecided", "Reglas que quedarían sin decidir")
    appear = said("Warnings that would appear", "Advertencias que aparecerían")
    go = said("Warnings that would go", "Advertencias que desaparecerían")
    odd = said("What would be odd", "Qué llamaría la atención")

    weights = said("Other weights", "Otros pesos")
    weights_what = said(
        "How much each criterion counts, from 0 to 100; only their proportions matter. Weights"
        " move the score, never the verdict of what does harm.",
        "Cuánto cuenta cada criterio, de 0 a 100; solo importan sus proporciones. Los pesos mueven"
        " el puntaje, nunca el veredicto de lo que hace daño.",
    )
    weigh = said("Rank anew", "Ordenar de nuevo")
    reset = said("Back to the default weights", "Volver a los pesos predeterminados")
    reweighed = said("The ranking under these weights", "El orden con estos pesos")
    was = said("By default", "Con los pesos predeterminados")
    read_so = said("Read the advice with these weights", "Leer la recomendación con estos pesos")
    mend = said(
        "The ranking is not shown: mend the weights marked above.",
        "No se muestra el orden: corrija los pesos marcados arriba.",
    )
    stakeholders = said("Other eyes", "Otras miradas")
    stakeholders_what = said(
        "The reasons are the same for all; only what counts for how much differs. Whose weights"
        " these are, and why, is our assumption: put your own in their place.",
        "Las razones son las mismas para todos; solo cambia cuánto cuenta cada cosa. De quién son"
        " estos pesos, y por qué, es un supuesto nuestro: ponga los suyos en su lugar.",
    )
    first_five = said("First five", "Las cinco primeras")
    with_weights = said("Read with these weights", "Leer con estos pesos")
    agree = said("Where they agree", "Dónde coinciden")
    part = said("Where they part", "Dónde se separan")
    who_acts = said("Who can do what", "Quién puede hacer qué")
    itself = said("By itself", "Por su cuenta")
    shared = said("Together with others", "Junto con otros")
    asks_others = said("Only by asking others", "Solo pidiéndolo a otros")
    needs = said("needs: {names}", "necesita: {names}")
