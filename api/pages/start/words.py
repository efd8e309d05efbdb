"""What the first page says."""

from api.pages.words import Words, counted, said
from engine.text import Text


class StartWords(Words):
    title = said(
        "What can be done about organised-crime violence here",
        "Qué se puede hacer aquí frente a la violencia del crimen organizado",
    )
    what = said(
        "Remanso ranks what can be done about organised-crime violence in one place, and shows its"
        " reasons for and against.",
        "Remanso ordena lo que se puede hacer frente a la violencia del crimen organizado en un"
        " lugar y muestra sus razones a favor y en contra.",
    )
    how = said(
        "You describe the place as far as you know it: its routes, groups, prisons and"
        " institutions.",
        "Usted describe el lugar hasta donde lo conoce: sus rutas, grupos, cárceles e"
        " instituciones.",
    )
    care = said(
        "What you leave out stays unknown and is asked for, never guessed; each reason names the"
        " passage it rests on.",
        "Lo que usted omite queda como desconocido y se pregunta, nunca se adivina; cada razón cita"
        " el pasaje en que se apoya.",
    )
    describe = said("Describe a locality", "Describir una localidad")
    or_from = said("or begin from a documented case", "o empezar desde un caso documentado")
    choose_case = said("Choose a case", "Elija un caso")
    from_case = said("Begin from it", "Empezar desde él")
    or_table = said("Or begin", "O empiece")
    from_row = said("from a row of a table", "desde una fila de una tabla")
    many = said(
        "where many localities get their advice at once.",
        "donde muchas localidades reciben su recomendación a la vez.",
    )
    unfinished = said("Not finished yet", "Sin terminar")
    changed = said("last changed {when}", "último cambio: {when}")
    map = said(
        "Map of Latin America: documented cases and own localities",
        "Mapa de América Latina: casos documentados y localidades propias",
    )
    key_place = said("Documented place", "Lugar documentado")
    key_whole = said("Documented country or wider area", "País o área mayor documentados")
    key_own = said("Own localities", "Localidades propias")
    in_country = counted(
        Text(
            "{n} own locality stands in the middle of its country, since its place is not known.",
            "{n} localidad propia está en el centro de su país, porque no se conoce su lugar.",
        ),
        Text(
            "{n} own localities stand in the middle of their country, since their place is not"
            " known.",
            "{n} localidades propias están en el centro de su país, porque no se conoce su lugar.",
        ),
    )
    nowhere = counted(
        Text(
            "{n} own locality is not on the map: its country is not given or not drawn.",
            "{n} localidad propia no está en el mapa: su país no se indica o no está dibujado.",
        ),
        Text(
            "{n} own localities are not on the map: their country is not given or not drawn.",
            "{n} localidades propias no están en el mapa: su país no se indica o no está dibujado.",
        ),
    )
    own = said("Your localities", "Sus localidades")
    none_yet = said(
        "None yet. What you describe is kept here, with every version of it.",
        "Todavía no hay ninguna. Lo que usted describa se guarda aquí, con todas sus versiones.",
    )
    name = said("Name", "Nombre")
    unnamed = said("Without a name", "Sin nombre")
    country = said("Country", "País")
    known = said("Known factors", "Factores conocidos")
    version = said("Version", "Versión")
    recorded = said("Recorded", "Registrada")
    older = said("Older", "Anteriores")
    newer = said("Newer", "Más recientes")
    pages = said("Pages of your localities", "Páginas de sus localidades")
    documented = said("Documented cases", "Casos documentados")
    documented_what = said(
        "Places and measures that the five reports describe, as the reports describe them. Open"
        " one to read the advice for it.",
        "Lugares y medidas que describen los cinco informes, tal como ellos los describen. Abra uno"
        " para leer la recomendación.",
    )
    localities = counted(
        Text("{n} own locality", "{n} localidad propia"),
        Text("{n} own localities", "{n} localidades propias"),
    )
