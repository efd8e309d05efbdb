"""How to read a report: what a score is and is not, what the words mean, what was never done."""

from collections.abc import Iterator

from api.reports import texts as t
from api.reports.document import Block, Heading, Item, Items, Paragraph, Rich, Section, Table, Words
from api.reports.writer import Writer
from api.words import GRADES, worded
from engine.ranking import VERDICTS, Verdict
from engine.robustness import CONCENTRATION
from engine.text import Text
from engine.wording import CRITERIA
from engine.wording import GRADES as MEANINGS
from engine.wording import VERDICTS as NAMES

SCORE = Text("What the score is", "Qué es el puntaje")
SCORE_IS = Text(
    "Every reason that applies here moves one measure under one criterion by a fixed number of"
    " points; a stronger reason moves it further. The points are multiplied by the weight of the"
    " criterion and added up, and the sum is read as a number from 0 to 1. At 0.50 what is known"
    " moves the measure neither up nor down. Sums are exact: the shares printed beside the reasons"
    " and the criteria add up to the score, and a reader can do the sum again. (The points are"
    " log-odds; the score is their logistic.)",
    "Cada razón que se aplica aquí mueve una medida, según un criterio, un número fijo de puntos;"
    " una razón más fuerte la mueve más. Los puntos se multiplican por el peso del criterio y se"
    " suman, y la suma se lee como un número de 0 a 1. En 0,50 lo que se sabe no mueve la medida"
    " ni hacia arriba ni hacia abajo. Las sumas son exactas: los aportes impresos junto a las"
    " razones y los criterios suman el puntaje, y cualquiera puede rehacer la cuenta. (Los puntos"
    " son logaritmos de razón de probabilidades; el puntaje es su función logística.)",
)
SCORE_NOT = Text("What the score is not", "Qué no es el puntaje")
IS_NOT = (
    Text(
        "It is not the probability that a measure works, nor a forecast of how many lives it"
        " saves.",
        "No es la probabilidad de que una medida funcione, ni un pronóstico de cuántas vidas"
        " salva.",
    ),
    Text(
        "It orders the measures for one place on what is known of that place. A higher score here"
        " than elsewhere may only mean that more is known here.",
        "Ordena las medidas para un lugar según lo que se sabe de ese lugar. Un puntaje más alto"
        " aquí que en otra parte puede significar solo que aquí se sabe más.",
    ),
    Text(
        "It does not decide alone. The verdict comes before it: no score, however high, lifts a"
        " measure that does harm here above one that does not.",
        "No decide por sí solo. El veredicto va antes: ningún puntaje, por alto que sea, pone una"
        " medida que hace daño aquí por encima de una que no lo hace.",
    ),
    Text(
        "It judges measures, and nobody's work.",
        "Juzga medidas, y no el trabajo de nadie.",
    ),
)
WORDS = Text("What the verdicts mean", "Qué significan los veredictos")
MEANS: dict[Verdict, Text] = {
    "strong_for": Text(
        "What is known of this place calls for it, on evidence of at least moderate certainty,"
        " every condition is met, and nothing says that it may do harm.",
        "Lo que se sabe de este lugar la pide, con evidencia de certeza al menos moderada, toda"
        " condición está cumplida y nada dice que pueda hacer daño.",
    ),
    "conditional_for": Text(
        "What is known of this place speaks for it, but the evidence is less certain or a condition"
        " is open: read the conditions before deciding.",
        "Lo que se sabe de este lugar habla a su favor, pero la evidencia es menos cierta o queda"
        " una condición pendiente: lea las condiciones antes de decidir.",
    ),
    "held_back": Text(
        "Something speaks for it, but without a condition that is not known to be met it fails or"
        " does harm. It waits until that condition holds.",
        "Algo habla a su favor, pero fracasa o hace daño sin una condición que no consta que se"
        " cumpla. Espera hasta que esa condición se dé.",
    ),
    "insufficient_information": Text(
        "What is known of this place neither calls for it nor speaks against its effects. This is"
        " no verdict on the measure; it says that questions are open.",
        "Lo que se sabe de este lugar ni la pide ni habla contra sus efectos. No es un veredicto"
        " sobre la medida; dice que quedan preguntas abiertas.",
    ),
    "conditional_against": Text(
        "What is known, of this place or of the measure anywhere, speaks more against it than for"
        " it.",
        "Lo que se sabe, de este lugar o de la medida en cualquier parte, habla más en contra que a"
        " favor.",
    ),
    "strong_against": Text(
        "It is contraindicated: what is known of this place makes it do harm here.",
        "Está contraindicada: lo que se sabe de este lugar hace que cause daño aquí.",
    ),
}
CERTAINTY = Text("How certain the evidence is (GRADE)", "Cuán cierta es la evidencia (GRADE)")
CERTAINTY_IS = Text(
    "The grade is that of the best evidence that speaks for a measure, by its kind; it is lowered"
    " when all of that evidence comes from other countries. A low grade says how far to trust the"
    " evidence, not that the measure is bad.",
    "El grado es el de la mejor evidencia a favor de una medida, según su tipo; baja cuando toda"
    " esa evidencia procede de otros países. Un grado bajo dice hasta dónde confiar en la"
    " evidencia, no que la medida sea mala.",
)
GRADE_MEANS = Text("Meaning", "Significado")
GRADE = Text("Grade", "Grado")
UNKNOWN = Text("What is unknown is never guessed", "Lo desconocido nunca se supone")
UNKNOWN_IS = Text(
    "A factor that nobody gave is unknown, and unknown is not the lowest level. A rule whose"
    " condition is unknown says nothing and asks instead. Only about harm does doubt weigh to one"
    " side: an exception that would allow a harmful measure counts only when it is known to hold,"
    " and a measure that may do harm cannot be strongly recommended.",
    "Un factor que nadie dio es desconocido, y desconocido no es el nivel más bajo. Una regla"
    " cuya condición se desconoce no dice nada y, en cambio, pregunta. Solo sobre el daño pesa la"
    " duda hacia un lado: una excepción que permitiría una medida dañina cuenta solo cuando"
    " consta que se cumple, y una medida que puede hacer daño no recibe una recomendación fuerte.",
)
HARM = Text("Harm is never netted against benefit", "El daño nunca se compensa con el beneficio")
HARM_IS = Text(
    "A measure that does harm here stands below every other, whatever speaks for it. Its reasons in"
    " favour are printed all the same, because somebody will name them.",
    "Una medida que hace daño aquí queda por debajo de todas las demás, diga lo que diga lo que"
    " haya a su favor. Sus razones a favor se imprimen de todos modos, porque alguien las"
    " nombrará.",
)
RANKS = Text("How far the ranks stand (SMAA)", "Hasta dónde se sostienen los puestos (SMAA)")
RANKS_ARE = Text(
    "The ranking was tried {count} times. Each trial fills in every unknown factor with one of its"
    " possible levels, all equally likely and independent of one another, and varies the weights"
    " around those used (a Dirichlet distribution of concentration {concentration}). Counted is how"
    " often a measure comes first, is among the first three, and is recommended; the range of ranks"
    " leaves out the best and the worst twentieth of the trials. In the world unknowns are neither"
    " equally likely nor independent, so these shares say how far the advice hangs on what is not"
    " known; they are not probabilities of events. Lists of groups or institutions that were not"
    " given stay unknown in every trial.",
    "La clasificación se probó {count} veces. Cada prueba completa cada factor desconocido con"
    " uno de sus niveles posibles, todos igual de probables e independientes entre sí, y varía"
    " los pesos en torno a los usados (una distribución de Dirichlet de concentración"
    " {concentration}). Se cuenta cuántas veces una medida queda primera, entre las tres primeras"
    " y recomendada; el rango de puestos deja fuera la mejor y la peor vigésima parte de las"
    " pruebas. En el mundo lo desconocido no es ni igual de probable ni independiente, de modo"
    " que estas proporciones dicen cuánto dependen las recomendaciones de lo que no se sabe; no"
    " son probabilidades de sucesos. Las listas de grupos o instituciones que no se dieron siguen"
    " desconocidas en todas las pruebas.",
)
UNTRIED = Text(
    "The ranking of this report was not tried in this way.",
    "La clasificación de este informe no se probó de este modo.",
)
CLAIMS = Text("Where the sentences come from", "De dónde vienen las frases")
CLAIMS_ARE = Text(
    "Numbers in square brackets point to the annex of evidence. Claims are paraphrased from the"
    " reports, with the place where they stand; they are the reports' findings and judgements, and"
    " the choice of rules and strengths is ours. This report supports a decision by people who know"
    " the place; it does not replace their consultation with those who live there.",
    "Los números entre corchetes remiten al anexo de evidencia. Las afirmaciones se parafrasean"
    " de los informes, con el lugar donde están; son hallazgos y juicios de esos informes, y la"
    " elección de reglas y fuerzas es nuestra. Este informe apoya una decisión de quienes conocen"
    " el lugar; no reemplaza la consulta con quienes viven en él.",
)
WEIGHTS = Text("Weights of the criteria", "Pesos de los criterios")
CRITERION, WEIGHT = Text("Criterion", "Criterio"), Text("Weight", "Peso")


def method(writer: Writer) -> Section:
    """What the reader must know to weigh what this report says."""
    blocks = (
        *_part(writer, SCORE, SCORE_IS),
        Heading(writer._(WEIGHTS)),
        _weights(writer),
        Heading(writer._(SCORE_NOT)),
        Items(tuple(Item((writer.words(text),)) for text in IS_NOT)),
        Heading(writer._(WORDS)),
        _verdicts(writer),
        *_part(writer, HARM, HARM_IS),
        *_part(writer, UNKNOWN, UNKNOWN_IS),
        Heading(writer._(RANKS)),
        _trials(writer),
        *_part(writer, CERTAINTY, CERTAINTY_IS),
        _grades(writer),
        *_part(writer, CLAIMS, CLAIMS_ARE),
    )
    return Section("method", writer._(t.METHOD), blocks)


def _part(writer: Writer, title: Text, text: Text) -> Iterator[Block]:
    yield Heading(writer._(title))
    yield writer.line(text)


def _weights(writer: Writer) -> Table:
    rows = tuple(
        (
            (Words(_capital(writer._(CRITERIA[name]))),),
            (writer.decimal(weight, "weight", name),),
        )
        for name, weight in writer.answer.weights.items()
    )
    head = writer._(CRITERION), writer._(WEIGHT)
    return Table(head, rows, numeric=(1,), widths=(5, 1))


def _verdicts(writer: Writer) -> Table:
    rows = tuple(
        ((writer.verdict(word, writer._(NAMES[word])),), (writer.words(MEANS[word]),))
        for word in VERDICTS
    )
    head = writer._(t.VERDICT), writer._(GRADE_MEANS)
    return Table(head, rows, widths=(2.4, 6))


def _grades(writer: Writer) -> Table:
    rows = tuple(
        ((Words(_capital(writer._(worded(GRADES, grade)))),), (writer.words(meaning),))
        for grade, meaning in MEANINGS.items()
    )
    head = writer._(GRADE), writer._(GRADE_MEANS)
    return Table(head, rows, widths=(2.4, 6))


def _trials(writer: Writer) -> Paragraph:
    tried = writer.answer.robustness
    if tried is None:
        return writer.line(UNTRIED)
    count: Rich = (writer.whole(tried.completions, "completions", "answer"),)
    width: Rich = (Words(str(CONCENTRATION)),)
    return Paragraph(writer.filled(RANKS_ARE, count=count, concentration=width))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
