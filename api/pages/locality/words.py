"""What the page of a locality's advice says."""

from api.pages.words import Words, counted, said
from engine.text import Text


class LocalityWords(Words):
    title = said("Advice for {name}", "Recomendación para {name}")
    unnamed = said("a locality without a name", "una localidad sin nombre")
    change = said("Change the description", "Cambiar la descripción")
    own = said("Describe your own from it", "Describir la propia a partir de esta")
    caveats = said("Read with care", "Léase con cuidado")
    ranking = said("What can be done, most advisable first", "Qué se puede hacer, lo mejor primero")
    for_it = said("For", "A favor")
    against = said("Against", "En contra")
    harm = said("Does harm here", "Aquí hace daño")
    waits = said("Waits for", "Espera")
    nothing = said("Nothing known speaks of it yet.", "Nada de lo conocido habla de ello aún.")
    variants = counted(
        Text("and {n} further reason", "y {n} razón más"),
        Text("and {n} further reasons", "y {n} razones más"),
    )
    version = said(
        "Version {version} of the description, recorded {date}; rules {ruleset}.",
        "Versión {version} de la descripción, registrada el {date}; reglas {ruleset}.",
    )
