"""What the page says on which two descriptions are compared."""

from api.pages.advice.words import StatementWords
from api.pages.words import counted, said
from engine.text import Text


class CompareWords(StatementWords):
    title = said("Side by side", "Lado a lado")
    titled = said("{a} beside {b}", "{a} junto a {b}")
    what = said(
        "Two places, or two dates of one place: what is known of each, and what that does to the"
        " advice. What is unknown is shown as unknown, never as a difference.",
        "Dos lugares, o dos fechas de un lugar: qué se sabe de cada uno y qué hace eso con la"
        " recomendación. Lo desconocido se muestra como desconocido, nunca como diferencia.",
    )
    one = said("One", "Uno")
    other = said("The other", "El otro")
    choose = said("Choose", "Elija")
    compare = said("Compare", "Comparar")
    swap = said("Change sides", "Cambiar de lado")
    documented = said("Documented cases", "Casos documentados")
    own = said("Your localities", "Sus localidades")
    versions = said("Versions of {name}", "Versiones de {name}")
    version = said("{name}, version {version} of {date}", "{name}, versión {version} del {date}")
    known = counted(
        Text("{n} factor known", "{n} factor conocido"),
        Text("{n} factors known", "{n} factores conocidos"),
    )
    first = said("Comes first", "Queda primera")
    steadiness = said("The first place: {word}.", "El primer lugar: {word}.")
    options = said("Options that stand otherwise", "Opciones que quedan de otro modo")
    options_what = counted(
        Text("{n} option has another verdict.", "{n} opción tiene otro veredicto."),
        Text("{n} options have another verdict.", "{n} opciones tienen otro veredicto."),
    )
    all_options = said("Other ranks, same verdict", "Otros puestos, mismo veredicto")
    same = said("Nothing differs.", "Nada difiere.")
    option = said("Option", "Opción")
    rank = said("rank {rank}", "puesto {rank}")
    differ = said("Known in both, and different", "Conocido en ambos, y distinto")
    one_sided = said(
        "Known in one, unknown in the other", "Conocido en uno, desconocido en el otro"
    )
    alike = said("Known in both, and the same", "Conocido en ambos, e igual")
    open_both = counted(
        Text("{n} factor is unknown in both.", "{n} factor se desconoce en ambos."),
        Text("{n} factors are unknown in both.", "{n} factores se desconocen en ambos."),
    )
    factor = said("Factor", "Factor")
    lists = said("What is listed", "Lo que se enumera")
    warnings = said("Warnings that differ", "Advertencias que difieren")
    only = said("Only for {name}", "Solo para {name}")
    read = said("Read its advice", "Leer su recomendación")
