"""What the pages about tables of localities say."""

from api.pages.words import Words, counted, said
from engine.text import Text


class TablesWords(Words):
    title = said("Many localities at once", "Muchas localidades a la vez")
    what = said(
        "Send a table with one locality in each row. Every row gets the advice that it would get by"
        " itself; what a row does not say stays unknown, and a row that cannot be read is set aside"
        " with the reason.",
        "Envíe una tabla con una localidad en cada fila. Cada fila recibe la recomendación que"
        " recibiría por sí sola; lo que una fila no dice queda como desconocido, y una fila que no"
        " se puede leer se aparta con su motivo.",
    )
    send_title = said("Send a table", "Enviar una tabla")
    file = said("The table", "La tabla")
    file_hint = said(
        "CSV, Parquet, Excel, OpenDocument, or one JSON profile on each line; at most {limit} MB.",
        "CSV, Parquet, Excel, OpenDocument o un perfil JSON en cada línea; como máximo {limit} MB.",
    )
    recipe = said("What its columns are", "Qué son sus columnas")
    no_recipe = said(
        "Factors of this knowledge base, by their names",
        "Factores de esta base de conocimiento, por sus nombres",
    )
    recipes = said("A published table, by a recipe", "Una tabla publicada, con una receta")
    recipe_hint = said(
        "A recipe knows one published table: which of its numbers say something about a factor,"
        " and which do not.",
        "Una receta conoce una tabla publicada: cuáles de sus números dicen algo de un factor y"
        " cuáles no.",
    )
    columns_hint = said(
        "Without a recipe: a column “id”, then any of “name”, “country”, “latitude”, “longitude”"
        " and the factors’ names, as",
        "Sin receta: una columna «id» y luego cualquiera de «name», «country», «latitude»,"
        " «longitude» y los nombres de los factores, como",
    )
    factors = said("the knowledge base has them", "los tiene la base de conocimiento")
    beside = said(
        "Tables of groups, prisons and other lists, beside it",
        "Tablas de grupos, cárceles y otras listas, aparte",
    )
    beside_hint = said(
        "Each has a column “locality” with the id of the row that it belongs to.",
        "Cada una tiene una columna «locality» con el id de la fila a la que pertenece.",
    )
    other = said("What was asked", "Lo que se pidió")
    keep_rows = said("Keep what the rows say", "Conservar lo que dicen las filas")
    keep_rows_hint = said(
        "Needed to describe one of the places further. It can be removed at any time; without it"
        " only the advice is kept.",
        "Hace falta para seguir describiendo uno de los lugares. Se puede quitar en cualquier"
        " momento; sin ello solo se conserva la recomendación.",
    )
    as_map = said("Also make a file for maps (GeoJSON)", "Preparar también un archivo para mapas")
    as_map_hint = said(
        "GeoJSON; it needs latitude and longitude.", "GeoJSON; requiere latitud y longitud."
    )
    send = said("Send and work out", "Enviar y calcular")
    sending = said(
        "The table is sent and looked at; this may take a while.",
        "La tabla se está enviando y revisando; puede tardar.",
    )
    unsent = said(
        "The table did not arrive. The form is as you filled it in: check the connection, or sign"
        " in again in another window, and send it once more.",
        "La tabla no llegó. El formulario sigue como usted lo llenó: revise la conexión, o entre de"
        " nuevo en otra ventana, y envíela otra vez.",
    )
    refused = said("This cannot be worked out yet", "Esto aún no se puede calcular")
    choose_again = said(
        "Mend what is listed here and send it again. If the field is empty, choose the file again:"
        " a browser does not keep it.",
        "Corrija lo que se indica aquí y envíe de nuevo. Si el campo quedó vacío, elija el archivo"
        " otra vez: el navegador no lo conserva.",
    )
    no_file = said("Choose a file with a table.", "Elija un archivo con una tabla.")
    wrong_kind = said(
        "This kind of file cannot be read as a table. Save it as one of: {kinds}.",
        "Este tipo de archivo no se puede leer como tabla. Guárdelo como uno de: {kinds}.",
    )
    too_large = said(
        "The file is larger than {limit} MB. Send fewer rows or columns, or save it as Parquet.",
        "El archivo pesa más de {limit} MB. Envíe menos filas o columnas, o guárdelo como Parquet.",
    )
    more_faults = counted(Text("and {n} more", "y {n} más"), Text("and {n} more", "y {n} más"))
    public_table = said(
        "If somebody else published this table, choose its recipe.",
        "Si otra institución publicó esta tabla, elija su receta.",
    )
    wrong_recipe = said(
        "Check that this is the table that the recipe is for, or choose another recipe.",
        "Verifique que esta sea la tabla para la que es la receta, o elija otra receta.",
    )
    nearest = said("Did you mean “{value}”?", "¿Quiso decir «{value}»?")
    yours = said("Your tables", "Sus tablas")
    none_yet = said(
        "None yet. What you send is listed here with what came of it.",
        "Todavía no hay ninguna. Lo que envíe se lista aquí con su resultado.",
    )
    table = said("Table", "Tabla")
    sent = said("Sent", "Enviada")
    state = said("State", "Estado")
    rows = said("Rows", "Filas")
    set_aside = said("Set aside", "Apartadas")
    unnamed = said("A table without a name", "Una tabla sin nombre")
    queued = said("waits for its turn", "espera su turno")
    running = said("being worked out", "en cálculo")
    finished = said("finished", "terminada")
    failed = said("could not be worked out", "no se pudo calcular")
    cancelled = said("cancelled", "cancelada")
    pages = said("Pages of your tables", "Páginas de sus tablas")
    newer = said("Newer", "Más recientes")
    older = said("Older", "Anteriores")


class TableWords(TablesWords):
    above = said("All tables", "Todas las tablas")
    by_recipe = said("read by the recipe “{name}”", "leída con la receta «{name}»")
    progress = said("Rows worked out", "Filas calculadas")
    done = said("{done} of {total} rows", "{done} de {total} filas")
    rate = said("{rate} a second", "{rate} por segundo")
    waits = said(
        "Other tables are worked out first. You can leave this page and come back.",
        "Antes se calculan otras tablas. Puede salir de esta página y volver.",
    )
    goes_on = said(
        "You can leave this page and come back; the work goes on.",
        "Puede salir de esta página y volver; el trabajo continúa.",
    )
    look_again = said("Look again", "Ver cómo va")
    cancel = said("Cancel", "Cancelar")
    why_failed = said("Why it could not be worked out", "Por qué no se pudo calcular")
    nothing_kept = said(
        "It was cancelled, and its tables were removed.",
        "Se canceló y sus tablas se eliminaron.",
    )
    send_another = said("Send a table", "Enviar una tabla")
    gone = said(
        "Its results are not on this server any more. Send the table again.",
        "Sus resultados ya no están en este servidor. Envíe la tabla de nuevo.",
    )
    advised = counted(
        Text("{n} locality has advice.", "{n} localidad tiene recomendación."),
        Text("{{n}} localities have advice.", "{{n}} localidades tienen recomendación."),
    )
    rejected = counted(
        Text("{n} row was set aside.", "{n} fila se apartó."),
        Text("{{n}} rows were set aside.", "{{n}} filas se apartaron."),
    )
    strays = counted(
        Text(
            "{n} locality of the tables beside it is not in the table.",
            "{n} localidad de las tablas aparte no está en la tabla.",
        ),
        Text(
            "{{n}} localities of the tables beside it are not in the table.",
            "{{n}} localidades de las tablas aparte no están en la tabla.",
        ),
    )
    left_out = counted(
        Text(
            "{n} row is about no locality, and the recipe leaves it out.",
            "{n} fila no trata de una localidad y la receta la deja fuera.",
        ),
        Text(
            "{{n}} rows are about no locality, and the recipe leaves them out.",
            "{{n}} filas no tratan de una localidad y la receta las deja fuera.",
        ),
    )
    why_aside = said("See why", "Ver por qué")
    firsts = said("What comes first", "Qué queda en primer lugar")
    firsts_what = said(
        "The intervention that stands first in each locality, and how firmly it is recommended"
        " there. Where the verdict is “insufficient information”, the first place is not settled.",
        "La intervención que queda en primer lugar en cada localidad, y con qué firmeza se"
        " recomienda allí. Donde el veredicto es «información insuficiente», el primer lugar no"
        " está decidido.",
    )
    unsettled = said(
        "In {n} of {total} localities the first place is not settled: too little is known.",
        "En {n} de {total} localidades el primer lugar no está decidido: se sabe muy poco.",
    )
    one_option = said(
        "This table was asked about one intervention: {name}.",
        "Esta tabla se consultó sobre una sola intervención: {name}.",
    )
    intervention = said("Intervention", "Intervención")
    localities = said("Localities", "Localidades")
    verdict = said("Verdict", "Veredicto")
    share = said("Share", "Proporción")
    warnings = said("Warnings and contraindications", "Advertencias y contraindicaciones")
    warnings_what = said(
        "In how many localities each holds. Where it is not known whether one holds, it is not"
        " ruled out.",
        "En cuántas localidades se cumple cada una. Donde no se sabe si se cumple, no se descarta.",
    )
    rule = said("What it says", "Qué dice")
    kind = said("Kind", "Tipo")
    fires = said("Holds in", "Se cumple en")
    undecided = said("Not ruled out in", "No se descarta en")
    others = counted(Text("{n} more", "{n} más"), Text("{n} more", "{n} más"))
    missing = said("What is most often missing", "Qué falta con más frecuencia")
    missing_what = said(
        "Factors that are unknown and on which some rule waits.",
        "Factores desconocidos de los que depende alguna regla.",
    )
    factor = said("Factor", "Factor")
    unknown_in = said("Unknown in", "Desconocido en")
    every = said(
        "Every intervention, by its verdicts", "Todas las intervenciones, según su veredicto"
    )
    filter = said("Choose among them", "Elegir entre ellas")
    any = said("Any", "Cualquiera")
    which_first = said("Comes first", "Queda en primer lugar")
    which_option = said("Show the verdict of", "Mostrar el veredicto de")
    the_first = said("Whatever comes first", "La que quede en primer lugar")
    which_verdict = said("With the verdict", "Con el veredicto")
    which_rule = said("Warned that", "Con la advertencia")
    which_text = said("Name or id contains", "El nombre o el id contiene")
    order = said("In the order of", "En el orden de")
    order_table = said("the table", "la tabla")
    order_name = said("the name", "el nombre")
    order_known = said("how much is known", "cuánto se sabe")
    order_verdict = said("the verdict", "el veredicto")
    show = said("Show", "Mostrar")
    show_all = said("Show all", "Mostrar todas")
    found = counted(
        Text("{n} locality", "{n} localidad"),
        Text("{{n}} localities", "{{n}} localidades"),
    )
    shown = said("{first} to {last} of {all}", "{first} a {last} de {all}")
    nothing = said(
        "No locality is like that. Choose less at once, or show all.",
        "Ninguna localidad es así. Elija menos a la vez o muéstrelas todas.",
    )
    map = said("Map of the localities: {what}", "Mapa de las localidades: {what}")
    map_of_first = said("Verdict of what comes first", "Veredicto de lo que queda en primer lugar")
    map_of_option = said("Verdict: {name}", "Veredicto: {name}")
    count_of = said("{verdict}: {n}", "{verdict}: {n}")
    pointless = counted(
        Text("{n} of them has no point on this map.", "{n} de ellas no tiene punto en este mapa."),
        Text(
            "{{n}} of them have no point on this map.",
            "{{n}} de ellas no tienen punto en este mapa.",
        ),
    )
    together = said(
        "Places of one verdict that lie close together have one mark.",
        "Los lugares cercanos con el mismo veredicto comparten una marca.",
    )
    no_map = said(
        "There is no map: the table has no columns “latitude” and “longitude”.",
        "No hay mapa: la tabla no tiene columnas «latitude» y «longitude».",
    )
    name = said("Locality", "Localidad")
    country = said("Country", "País")
    known = said("Known factors", "Factores conocidos")
    first = said("Comes first", "En primer lugar")
    rank = said("place {rank}", "lugar {rank}")
    not_ranked = said("not among those kept", "no está entre las conservadas")
    pages_of = said("Pages of localities", "Páginas de localidades")
    before = said("The {n} before", "Las {n} anteriores")
    after = said("The {n} after", "Las {n} siguientes")
    rejects = said("Rows that were set aside", "Filas apartadas")
    row = said("Row", "Fila")
    column = said("Column", "Columna")
    reason = said("Reason", "Motivo")
    rejects_more = said(
        "The first {n}; all of them are in the file.",
        "Las primeras {n}; todas están en el archivo.",
    )
    take = said("Take it along", "Llevárselo")
    take_advice = said(
        "The advice, every intervention in every locality",
        "La recomendación, cada intervención en cada localidad",
    )
    take_rules = said("Which rules speak in each locality", "Qué reglas hablan en cada localidad")
    take_map = said("The advice for maps", "La recomendación para mapas")
    take_rejects = said("Rows that were set aside, with reasons", "Filas apartadas, con motivos")
    rows_kept = said(
        "What the rows said is kept, so that a place can be described further.",
        "Lo que decían las filas se conserva, para poder seguir describiendo un lugar.",
    )
    forget = said("Remove what the rows said", "Quitar lo que decían las filas")


class RowWords(TableWords):
    row_of = said("row {row}", "fila {row}")
    actions = said("Go on from here", "Seguir desde aquí")
    describe = said("Describe this place", "Describir este lugar")
    describe_what = said(
        "Begins a draft with what the row says and where it comes from; you add what you know.",
        "Empieza un borrador con lo que dice la fila y de dónde viene; usted agrega lo que sabe.",
    )
    advise = said("Read the full advice", "Leer la recomendación completa")
    advise_what = said(
        "Keeps the row as one of your localities and opens its advice, with every reason.",
        "Guarda la fila como una de sus localidades y abre su recomendación, con cada razón.",
    )
    not_kept = said(
        "What this row said is not kept. To describe the place, send the table again and keep what"
        " its rows say.",
        "Lo que decía esta fila no se conserva. Para describir el lugar, envíe la tabla de nuevo y"
        " conserve lo que dicen sus filas.",
    )
    unread = said(
        "What this row said is kept, but the rules in use cannot read it: {why}",
        "Lo que decía esta fila se conserva, pero las reglas en uso no pueden leerlo: {why}",
    )
    in_short = said("The advice in short", "La recomendación en breve")
    place = said("Place", "Lugar")
    score = said("Score", "Puntaje")
    further = counted(
        Text("{n} more intervention", "{n} intervención más"),
        Text("{n} more interventions", "{n} intervenciones más"),
    )
    against = said("Advised against here", "Desaconsejadas aquí")
    care = said("What to beware of here", "De qué cuidarse aquí")
    harm_none = said(
        "No contraindication holds here for sure.",
        "Ninguna contraindicación se cumple aquí con seguridad.",
    )
    care_unasked = said(
        "It was not asked which rules speak here. The full advice tells them.",
        "No se preguntó qué reglas hablan aquí. La recomendación completa las dice.",
    )
    harm_open = counted(
        Text(
            "{n} contraindication is not ruled out: too little is known",
            "{n} contraindicación no se descarta: se sabe muy poco",
        ),
        Text(
            "{n} contraindications are not ruled out: too little is known",
            "{n} contraindicaciones no se descartan: se sabe muy poco",
        ),
    )
    caveats = counted(
        Text("{n} warning holds here", "{n} advertencia se cumple aquí"),
        Text("{n} warnings hold here", "{n} advertencias se cumplen aquí"),
    )
    said_title = said("What the row says", "Qué dice la fila")
    said_none = said(
        "Nothing about any factor: all of it is unknown.",
        "Nada sobre ningún factor: todo es desconocido.",
    )
    value = said("Value", "Valor")
    whence = said("Where it comes from", "De dónde viene")
    left_what = said(
        "The recipe leaves these unknown on purpose:",
        "La receta deja estos como desconocidos a propósito:",
    )
