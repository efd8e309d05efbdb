"""What a report says in its own words, in both languages; the rest it takes from the answer."""

from engine.text import Text

# the whole
UNNAMED = Text("A locality without a name", "Una localidad sin nombre")
KICKER = Text(
    "Advice on organised-crime violence",
    "Recomendaciones frente a la violencia del crimen organizado",
)
SUBTITLE = Text("Data: {0} · Report: {1}", "Datos: {0} · Informe: {1}")
UNDATED = Text("no date given", "sin fecha indicada")
FOOTER = Text("Decision {0}", "Decisión {0}")
PAGE_OF = Text("Page {0} of {1}", "Página {0} de {1}")
AS_TABLE = Text("The same as a table", "Lo mismo en una tabla")
CONTENTS = Text("Contents", "Contenido")
RUNNING = Text("Remanso · {0}", "Remanso · {0}")

# the summary
SUMMARY = Text("Summary", "Resumen")
KNOWN = Text("How much is known", "Cuánto se sabe")
READ_FIRST = Text("Read this first", "Lea esto primero")
MORE_WARNINGS = Text(
    "{0} more warnings because of this place follow, and {1} that hold for every place.",
    "Siguen {0} advertencias más por este lugar y {1} que valen para cualquier lugar.",
)
ANOTHER_WARNING = Text(
    "{0} more warning because of this place follows, and {1} that hold for every place.",
    "Sigue {0} advertencia más por este lugar y {1} que valen para cualquier lugar.",
)
GENERAL_WARNINGS = Text(
    "No warning was called up by what is known of this place; {0} that hold for every place"
    " follow.",
    "Nada de lo que se sabe de este lugar activó una advertencia; siguen {0} que valen para"
    " cualquier lugar.",
)
DO = Text("What is recommended", "Qué se recomienda")
NOTHING = Text(
    "Nothing is recommended: too little is known of this place. Ask the questions below first.",
    "No se recomienda nada: se sabe demasiado poco de este lugar. Haga primero las preguntas de"
    " abajo.",
)
DO_NOT = Text("What must not be done here", "Qué no debe hacerse aquí")
NONE_CERTAIN = Text(
    "Nothing is known to do harm here. That is not the same as knowing that nothing does.",
    "De nada se sabe que cause daño aquí. Eso no equivale a saber que nada lo causa.",
)
ASK = Text("What to find out next", "Qué averiguar ahora")
FIRST_OF_ALL = Text("First: ", "Antes: ")
OPEN_UNTIL = Text("On condition: ", "Con la condición: ")
STANDS = Text(
    "First in {first} of trials, among the first three in {top}, recommended in {advised}; ranks"
    " {ranks}.",
    "Primera en {first} de las pruebas, entre las tres primeras en {top}, recomendada en"
    " {advised}; puestos {ranks}.",
)
COUNTED = Text(
    "Of {0} measures, {1} are recommended: the {2} above, {3} more and, as variants of others, {4};"
    " see “{5}”.",
    "De {0} medidas se recomiendan {1}: las {2} de arriba, {3} más y, como variantes de otras, {4};"
    " véase «{5}».",
)
TRIALS = Text(
    "A trial fills in what is unknown at random and varies the weights; there were {count}.",
    "Cada prueba completa al azar lo desconocido y varía los pesos; hubo {count}.",
)

# the place
PLACE = Text("What this place looks like", "Cómo se ve este lugar")
WARNINGS = Text("Warnings", "Advertencias")
BECAUSE_OF_PLACE = Text("Because of this place", "Por este lugar")
EVERYWHERE = Text("For every place", "Para cualquier lugar")
DIAGNOSES = Text("Diagnoses", "Diagnósticos")
NO_DIAGNOSIS = Text(
    "What is known does not add up to a named situation.",
    "Lo que se sabe no llega a configurar una situación con nombre.",
)
NOTICES = Text("How the profile was understood", "Cómo se entendió el perfil")
DOUBTS = Text("Whose word it is", "De quién es la palabra")
NOT_ALONE = Text("Not enough alone. ", "No basta por sí sola. ")

# the ranking
RANKING = Text("How the measures rank", "Cómo se ordenan las medidas")
RANK, OPTION = Text("Rank", "Puesto"), Text("Measure", "Medida")
VERDICT, SCORE = Text("Verdict", "Veredicto"), Text("Score", "Puntaje")
RANKS = Text("Ranks", "Puestos")
FIRST_IN = Text("First", "Primera")
TOP_IN = Text("First 3", "Primeras 3")
ADVISED_IN = Text("Recom.", "Recom.")
TABLE_NOTE = Text(
    "Ranks: those held in nine trials of ten. First, first 3, recom.: share of trials in which a"
    " measure comes first, is among the first three, is recommended. An arrow marks a variant.",
    "Puestos: los que ocupa en nueve de cada diez pruebas. Primera, primeras 3, recom.: proporción"
    " de pruebas en que la medida queda primera, entre las tres primeras, recomendada. La flecha"
    " señala una variante.",
)

# measures
MEASURES = Text("What is recommended, one by one", "Lo que se recomienda, una por una")
FOR, AGAINST = Text("What speaks for it", "A favor"), Text("What speaks against it", "En contra")
NEEDS = Text("What must hold", "Qué debe cumplirse")
BEFORE = Text("What comes first", "Qué va primero")
WITH = Text("What must go with it", "Qué debe acompañarla")
FOUND = Text("What the sources found", "Lo que hallaron las fuentes")
WATCH = Text("What to watch", "Qué observar")
MAY_HARM = Text("It may do harm here", "Puede hacer daño aquí")
HARMS = Text("It does harm here", "Hace daño aquí")
HERE = Text("Here: {0}", "Aquí: {0}")
BY_RULE = Text("Rule: ", "Regla: ")
ASK_FOR = Text("To settle it, ask about: {0}.", "Para aclararlo, pregunte por: {0}.")
BLOCKS = Text("holds it back", "la deja en espera")
ELSEWHERE = Text("evidence from other countries only", "solo evidencia de otros países")
FAMILY, WHO = Text("Family: ", "Familia: "), Text("Who can act: ", "Quién puede actuar: ")
TIME = Text("Time to effect: ", "Tiempo hasta el efecto: ")
SCORED = Text("Score: ", "Puntaje: ")
VARIANT = Text("Variant of: {0}", "Variante de: {0}")
SURE = Text("Certainty of the evidence (GRADE): ", "Certeza de la evidencia (GRADE): ")
NO_CERTAINTY = Text("not graded; nothing speaks for it", "sin graduar; nada habla a su favor")
MADE_OF = Text("Score by criterion: ", "Puntaje por criterio: ")
NO_MEASURE = Text("No measure is recommended.", "No se recomienda ninguna medida.")

# what is not recommended
HARM = Text("What must not be done here, and why", "Qué no debe hacerse aquí, y por qué")
HARM_LEAD = Text(
    "What is known of this place makes these measures harmful here. No reason in favour outweighs"
    " that.",
    "Lo que se sabe de este lugar hace dañinas estas medidas aquí. Ninguna razón a favor lo"
    " compensa.",
)
POSSIBLY = Text("What may do harm here", "Qué puede hacer daño aquí")
POSSIBLY_LEAD = Text(
    "Whether these do harm here hangs on what is not known yet. Until it is, they are not strongly"
    " recommended.",
    "Que estas causen daño aquí depende de lo que aún no se sabe. Mientras tanto, no reciben una"
    " recomendación fuerte.",
)
CONTRAINDICATED = Text("Contraindicated: {0}", "Contraindicada: {0}")
NOT_ADVISED = Text("Held back, not advised, not decided", "En espera, no aconsejadas, sin decidir")
WHY_SHORT = Text("Why", "Por qué")
UNTIL = Text("until: {0}", "hasta que se dé: {0}")
NOTHING_SPEAKS = Text(
    "Nothing known of this place speaks for it.",
    "Nada de lo que se sabe de este lugar habla por ella.",
)
AND_MORE = Text("and {0} more", "y {0} más")

# together
PACKAGE = Text("What goes together, in phases", "Qué va junto, por fases")
PHASE = Text("Phase {0}", "Fase {0}")
AFTER = Text("After “{0}”: ", "Después de «{0}»: ")
WAITS = Text("Still open: {0} ({1}). ", "Queda pendiente: {0} ({1}). ")
IN_FORCE = Text("already in force", "ya en vigor")
WAITING = Text("Waiting outside the package", "En espera, fuera del paquete")
CONFLICTS = Text("What does not go together", "Qué no va junto")
MIND = Text("Mind: {0}", "Tenga en cuenta: {0}")
GUARDS = Text("Safeguards", "Salvaguardas")
GUARD = Text("From phase {0}, for {1}", "Desde la fase {0}, para {1}")
INSIDE = Text("in the package", "en el paquete")
SOONER = Text("What shows sooner beside what is slow", "Qué se nota antes junto a lo lento")
BESIDE_MURDERS = Text("What to watch beside murders", "Qué observar además de los homicidios")
OF_EACH = Text("What to watch of each measure", "Qué observar de cada medida")
PLACES = {
    "in_package": Text("in the package", "en el paquete"),
    "waiting": Text("waiting", "en espera"),
    "in_force": Text("in force here", "en vigor aquí"),
    "outside": Text("kept out", "fuera"),
}

# precedents
PRECEDENTS = Text("Documented places like this one", "Lugares documentados que se le parecen")
CASE = Text("{place}, {country} ({period})", "{place}, {country} ({period})")
DISTANCE = Text(
    "Distance {distance} over {compared} factors known in both.",
    "Distancia {distance} en {compared} factores conocidos en ambos.",
)
DISTANCE_NOTE = Text(
    "0 means the same in all that is known of both; 1 as far apart as can be.",
    "0 significa iguales en todo lo que se conoce de ambos; 1, tan distintos como se puede.",
)
ALIKE = Text("Alike or close: {0}.", "Iguales o cercanos: {0}.")
DIFFER = Text("Differ: {0}.", "Difieren: {0}.")
APART = Text("{0} (here {1}; there {2})", "{0} (aquí {1}; allá {2})")
TRIED = Text("Tried: {0}: {1}.", "Se probó: {0}: {1}.")
NOT_TRIED = Text("No listed measure was tried.", "No se probó ninguna medida de la lista.")
NO_CASE = Text("None can be offered.", "No se puede ofrecer ninguno.")

# questions and disagreements
QUESTIONS = Text(
    "What to find out next, most decisive first", "Qué averiguar, lo más decisivo primero"
)
HANGS = Text("Rules that hang on it: {rules}.", "Reglas que dependen de ello: {rules}.")
NO_QUESTION = Text("Nothing is left to ask.", "No queda nada por preguntar.")
DISAGREE = Text("Where the sources disagree", "Dónde discrepan las fuentes")

# annexes
PROFILE = Text("Annex A. The place as it was understood", "Anexo A. El lugar tal como se entendió")
UNKNOWN_NOTE = Text(
    "What does not stand here is unknown. It was not guessed.",
    "Lo que no figura aquí se desconoce. No se supuso.",
)
NOTHING_GIVEN = Text("No factor was given.", "No se dio ningún factor.")
FACTOR, VALUE = Text("Factor", "Factor"), Text("Value", "Valor")
BASIS, SOURCE = Text("Basis", "Base"), Text("Source", "Fuente")
AS_OF = Text("As of", "Fecha")
METHOD = Text("Annex B. How to read this report", "Anexo B. Cómo leer este informe")
CAVEATS = Text(
    "Annex C. Warnings that hold for every place",
    "Anexo C. Advertencias que valen para cualquier lugar",
)
RULES = Text("Annex D. The rules behind this report", "Anexo D. Las reglas detrás de este informe")
RULES_LEAD = Text(
    "The advice follows from these rules, which fired on known facts of the profile or hold"
    " everywhere. Those marked “possible” could not be decided and are shown because of the harm"
    " that they warn of.",
    "Las recomendaciones se siguen de estas reglas, que se activaron con hechos conocidos del"
    " perfil o valen en todas partes. Las marcadas «posible» no se pudieron decidir y se muestran"
    " por el daño del que advierten.",
)
POSSIBLE = Text("possible", "posible")
ANOTHER_UNDECIDED = Text(
    "{0} further rule could not be decided on what is known, and says nothing here.",
    "Otra regla ({0}) no se pudo decidir con lo que se sabe, y aquí no dice nada.",
)
UNDECIDED = Text(
    "{0} further rules could not be decided on what is known, and say nothing here.",
    "Otras {0} reglas no se pudieron decidir con lo que se sabe, y aquí no dicen nada.",
)
LIMITS = Text("Where it may mislead: {0}", "Dónde puede engañar: {0}")
LIMITED_BY = Text("Limited by", "La limitan")
SOURCES = Text("Annex E. The evidence", "Anexo E. La evidencia")
SOURCES_LEAD = Text(
    "Every claim that this report leans on, once, paraphrased, with the place where it stands.",
    "Cada afirmación en que se apoya este informe, una vez, parafraseada, con el lugar donde está.",
)
SECTION = Text("section “{0}”", "sección «{0}»")
IMPRINT = Text("Annex F. How this report was made", "Anexo F. Cómo se hizo este informe")
TERMS = {
    "decision": Text("Decision", "Decisión"),
    "made": Text("Date of this report", "Fecha de este informe"),
    "ruleset": Text("Knowledge base", "Base de conocimiento"),
    "hash": Text("Its content hash (SHA-256)", "Su huella de contenido (SHA-256)"),
    "engine": Text("Program", "Programa"),
    "language": Text("Language", "Idioma"),
    "explain": Text("Depth of explanation", "Profundidad de la explicación"),
    "completions": Text("Trials", "Pruebas"),
    "seed": Text("Seed of the trials", "Semilla de las pruebas"),
}
LANGUAGE_NAMES = {"en": Text("English", "inglés"), "es": Text("Spanish", "español")}
REPLAYED = Text(
    "The same question asked again of the same knowledge base and program has the same answer, byte"
    " for byte.",
    "La misma pregunta, hecha de nuevo a la misma base de conocimiento y al mismo programa, tiene"
    " la misma respuesta, byte por byte.",
)
OTHER_KNOWLEDGE = Text(
    "The knowledge base has changed since this decision was made. The advice, its numbers and its"
    " sentences are those of the decision; names of factors and rules and the records of reports"
    " are those of knowledge base {0}.",
    "La base de conocimiento ha cambiado desde que se tomó esta decisión. Las recomendaciones, sus"
    " números y sus frases son los de la decisión; los nombres de factores y reglas y las fichas de"
    " los informes son los de la base de conocimiento {0}.",
)
ASKED_IN_ANOTHER = Text(
    "The decision was made in {0}. For this report its question was asked again in {1}, after a"
    " check that asked in {0} it still has the stored answer, byte for byte.",
    "La decisión se tomó en {0}. Para este informe se repitió la pregunta en {1}, tras comprobar"
    " que hecha en {0} conserva la respuesta guardada, byte por byte.",
)
