"""What the pages say on which a locality is described."""

from api.pages.words import Words, counted, said
from engine.text import Text


class TellingWords(Words):
    """Words for what is known of an item."""

    unknown = said("unknown", "se desconoce")
    one_of = said("one of: {levels}", "uno de estos: {levels}")
    between = said("between {low} and {high}", "entre {low} y {high}")
    at_least = said("at least {low}", "al menos {low}")
    at_most = said("at most {high}", "a lo sumo {high}")
    none_of_them = said("none of them", "ninguno de ellos")
    perhaps = said("perhaps {values}", "quizás {values}")
    yes = said("Yes", "Sí")
    no = said("No", "No")
    none = said("there are none", "no hay ninguno")
    taken_out = said("taken out", "se quitó")
    in_list = said("in the list", "en la lista")
    listed = counted(Text("{n} listed", "{n} en la lista"), Text("{n} listed", "{n} en la lista"))
    observed = said("observed", "observado")
    proxy = said("by proxy", "por indicador indirecto")
    expert = said("expert reading", "lectura experta")
    name = said("Name", "Nombre")
    country = said("Country", "País")
    as_of = said("Year or years described", "Año o años que se describen")


class DescribeWords(TellingWords):
    title = said("{section} · {name}", "{section} · {name}")
    unnamed = said("A locality without a name", "Una localidad sin nombre")
    sections = said("Parts of the description", "Partes de la descripción")
    group_place = said("To begin with", "Para empezar")
    group_headline = said("What weighs most", "Lo que más pesa")
    group_lists = said("One by one", "Uno por uno")
    group_further = said("Further", "Además")
    group_review = said("To end with", "Para terminar")
    known_of = said("{known} of {all}", "{known} de {all}")
    to_mend = counted(
        Text("{n} to mend", "{n} por corregir"), Text("{n} to mend", "{n} por corregir")
    )
    privacy = said(
        "Profiles can endanger people. Name no person, and keep places coarse: a town or a"
        " district, never a street or a house.",
        "Un perfil puede poner en peligro a personas. No nombre a nadie y no precise lugares: una"
        " ciudad o un distrito, nunca una calle o una casa.",
    )
    place_what = said(
        "How you will find this description again. All of it may stay blank.",
        "Para que encuentre después esta descripción. Todo puede quedar en blanco.",
    )
    name_hint = said("As you would call it in a report.", "Como lo llamaría en un informe.")
    as_of_hint = said("Such as 2024 or 2022-2024.", "Por ejemplo, 2024 o 2022-2024.")
    country_hint = said(
        "Evidence from the same country counts as more direct.",
        "La evidencia del mismo país cuenta como más directa.",
    )
    country_none = said("Not given", "Sin indicar")
    region = said("Latin America and the Caribbean", "América Latina y el Caribe")
    elsewhere = said("Elsewhere", "Otros")
    factors_what = said(
        "Choose what you know. What you leave at “Unknown” is treated as unknown, never as the"
        " lowest level.",
        "Elija lo que sabe. Lo que deje en «Se desconoce» se trata como desconocido, nunca como el"
        " nivel más bajo.",
    )
    unknown_choice = said("Unknown", "Se desconoce")
    partly = said("Not sure which: one of several", "No se sabe cuál: uno de varios")
    partly_what = said("Tick each that is still possible", "Marque cada uno que aún es posible")
    several_what = said(
        "Answer for each; what you leave open stays open.",
        "Responda por cada uno; lo que deje abierto queda abierto.",
    )
    rest = said("No to all the rest", "No a todos los demás")
    open_still = said("Unknown", "No se sabe")
    number = said("Number", "Número")
    or_between = said("or between", "o entre")
    and_ = said("and", "y")
    lowest = said("lowest", "mínimo")
    highest = said("highest", "máximo")
    derived = said(
        "Left unknown, this follows from what is listed under {lists}.",
        "Si se deja como desconocido, se deduce de lo que figura en {lists}.",
    )
    whence = said("Where this comes from", "De dónde viene")
    source = said("Source", "Fuente")
    source_hint = said(
        "Report, interview, visit; no names of people.",
        "Informe, entrevista, visita; sin nombres de personas.",
    )
    basis = said("Basis", "Base")
    basis_none = said("Not said", "Sin indicar")
    basis_observed = said("Observed here", "Observado aquí")
    basis_proxy = said(
        "By proxy: something near it, or a wider area",
        "Por indicador indirecto: algo cercano o un área mayor",
    )
    basis_expert = said("An expert's reading", "Lectura de una persona experta")
    date = said("Date", "Fecha")
    supplied_by = said("On the word of", "Según")
    supplied_hint = said(
        "If this description says that the institution is captured, its word is doubted in the"
        " advice.",
        "Si esta descripción dice que la institución está capturada, la recomendación duda de su"
        " palabra.",
    )
    list_what = said(
        "A list that is given is taken as complete.", "Una lista dada se toma como completa."
    )
    list_unknown = said("Unknown", "Se desconoce")
    list_none = said("There are none", "No hay ninguno")
    list_listed = said("These are all that matter", "Estos son todos los que importan")
    list_idle = said(
        "What is listed below stays in the draft; it counts if you choose that these are all.",
        "Lo que figura abajo queda en el borrador y cuenta solo si elige que estos son todos.",
    )
    add = said("Add: {kind}", "Agregar: {kind}")
    change = said("Change", "Cambiar")
    change_entry = said("Change {name}", "Cambiar {name}")
    close = said("Close", "Cerrar")
    remove = said("Remove", "Quitar")
    remove_entry = said("Remove {name}", "Quitar {name}")
    removed = said("{name} was removed.", "Se quitó {name}.")
    restore = said("Put it back", "Devolverlo a la lista")
    restore_entry = said("Put {name} back", "Devolver {name} a la lista")
    entry_blank = said("Nothing said yet", "Aún no se dice nada")
    needed_mark = said("needed", "obligatorio")
    next = said("Save and go on", "Guardar y seguir")
    save = said("Save", "Guardar")
    advice = said("See the advice", "Ver la recomendación")
    kept = said("Everything is saved as a draft.", "Todo está guardado como borrador.")
    kept_marked = said(
        "Everything is saved as a draft; what is marked here cannot be read yet.",
        "Todo está guardado como borrador; lo que está marcado aquí todavía no se puede leer.",
    )
    gone = said(
        "This draft was discarded in another window. What you typed is kept in this browser only.",
        "Este borrador se descartó en otra ventana. Lo que escribió queda solo en este navegador.",
    )
    keeping = said("Saving…", "Guardando…")
    not_kept = said(
        "No connection. What you typed is kept in this browser and will be sent as soon as the"
        " connection is back.",
        "Sin conexión. Lo que escribió queda en este navegador y se enviará en cuanto vuelva la"
        " conexión.",
    )
    refused = said(
        "The server could not save this. What you typed is kept in this browser; it will be sent"
        " again.",
        "El servidor no pudo guardar esto. Lo que escribió queda en este navegador; se enviará de"
        " nuevo.",
    )
    brought_back = said(
        "What this browser had kept was brought back.",
        "Se recuperó lo que este navegador había conservado.",
    )
    clash = said(
        "This was changed in another window meanwhile. There: {there}. Here: {here}. Nothing was"
        " overwritten; choose which holds.",
        "Esto se cambió entretanto en otra ventana. Allí: {there}. Aquí: {here}. No se sobrescribió"
        " nada; elija cuál vale.",
    )
    clash_here = said("Keep what stands here", "Dejar lo de aquí")
    clash_there = said("Take what stands there", "Tomar lo de allí")
    clashes = counted(
        Text(
            "One answer was changed in another window meanwhile",
            "Una respuesta se cambió entretanto en otra ventana",
        ),
        Text(
            "{n} answers were changed in another window meanwhile",
            "{n} respuestas se cambiaron entretanto en otra ventana",
        ),
    )
    mend = counted(
        Text("One answer cannot be read yet", "Una respuesta aún no se puede leer"),
        Text("{n} answers cannot be read yet", "{n} respuestas aún no se pueden leer"),
    )
    mend_what = said(
        "What you typed is kept as it is. Until it is mended there is no advice.",
        "Lo que escribió queda como está. Hasta que se corrija no hay recomendación.",
    )
    fault = said("To mend: {what}", "Por corregir: {what}")
    asking = said("Worth asking next", "Lo que conviene preguntar")
    asking_what = said(
        "Most decisive first: what would settle most which options come first.",
        "Lo más decisivo primero: lo que más aclararía qué opciones van primero.",
    )
    asking_wait = said("Show what is worth asking next", "Ver lo que conviene preguntar")
    asking_none = said(
        "Nothing that is still unknown would change what comes first.",
        "Nada de lo que aún se desconoce cambiaría lo que va primero.",
    )
    asking_more = counted(
        Text("and {n} more", "y {n} más"),
        Text("and {n} more", "y {n} más"),
    )
    asking_all = said("All questions", "Todas las preguntas")
    hangs = counted(
        Text("{n} rule hangs on it", "de ella depende {n} regla"),
        Text("{n} rules hang on it", "de ella dependen {n} reglas"),
    )
    review_what = said(
        "What is known so far, with where it comes from. Everything else is unknown.",
        "Lo que se sabe hasta ahora y de dónde viene. Todo lo demás se desconoce.",
    )
    review_nothing = said(
        "Nothing is known yet. Advice without anything known is only a list of questions.",
        "Todavía no se sabe nada. Una recomendación sin nada conocido es solo una lista de"
        " preguntas.",
    )
    known_total = counted(
        Text("{n} of {{all}} factors known", "{n} de {{all}} factores conocido"),
        Text("{n} of {{all}} factors known", "{n} de {{all}} factores conocidos"),
    )
    newer = said(
        "Version {version} of this locality was recorded on {date}, after you began. Saving keeps"
        " it and adds yours as a further version.",
        "El {date}, después de que usted empezó, se registró la versión {version} de esta"
        " localidad. Al guardar se conserva y la suya se agrega como una versión más.",
    )
    newer_look = said("Look at it first", "Verla primero")
    newer_save = said("Add mine as a further version", "Agregar la mía como una versión más")
    discard = said("Discard this draft", "Descartar este borrador")
    discard_title = said("Discard this draft?", "¿Descartar este borrador?")
    discard_what = said(
        "What was typed since it was last saved as a version is deleted for good. Versions of"
        " localities stay.",
        "Lo escrito desde la última vez que se guardó como versión se borra para siempre. Las"
        " versiones de las localidades se conservan.",
    )
    discard_yes = said("Discard it", "Descartarlo")
    discard_no = said("Keep it", "Conservarlo")
