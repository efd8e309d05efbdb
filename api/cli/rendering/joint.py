"""Several localities, or several stakeholders, on a screen."""

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Words

from api.cli.rendering.screen import Part, bullet, heading, indented, words
from api.speech import Speaker
from engine.region_answer import AskOut, DiversionOut, NeighbourOut, RegionAnswer
from engine.stakeholders_answer import AbilityOut, ActorOut, StakeholdersAnswer
from engine.text import Text

SHOWN_CLAIMS = 4
SHOWN_POSSIBLE = 6
SHOWN_ASKS = 3
SHOWN_OPEN = 8
SHOWN_ABILITIES = 6

EXPECTED = Text("Where the pressure moves", "Adónde se muda la presión")
POSSIBLE = Text("Where it may move; find out", "Adónde puede mudarse; averígüelo")
TO_ASK = Text("What to ask", "Qué preguntar")
CHANGES = Text("What it changes there", "Qué cambia allí")
FIRST = Text("What comes first, together", "Qué va primero, en conjunto")
TOGETHER = Text("For the region", "Para la región")
NEIGHBOURS = Text("Contraindicated for a neighbour's sake", "Contraindicado por el bien del vecino")
DIVIDED = Text("Helps one place and harms another", "Ayuda a un lugar y daña a otro")
PRESSED = Text(" Pressed by: {0}.", " Presiona: {0}.")
FOUND = Text(" There: {0}.", " Allí: {0}.")
WEIGHED = {
    "recommended": Text("{0} (recommended there)", "{0} (recomendada allí)"),
    "discussed": Text("{0} (under discussion)", "{0} (en discusión)"),
}
ASK = Text(" Ask: {0}", " Pregunte: {0}")
ALREADY = Text("already so", "ya es así")
SAKE = Text("at {0}, for the sake of {1}", "en {0}, por el bien de {1}")
ON_TABLE = Text(" (on the table there)", " (sobre la mesa allí)")
AT = Text("recommended at: {0}", "recomendada en: {0}")
AGAINST_AT = Text("contraindicated at: {0}", "contraindicada en: {0}")
MORE = Text("and {0} more", "y {0} más")

SIDE_BY_SIDE = Text(
    "What comes first for each (bold: for all)",
    "Qué va primero para cada cual (en negrita: para todos)",
)
PART = Text("Where they part, and on what", "En qué se separan, y por qué")
OPTION = Text("Option", "Opción")
CAN = Text("Who can do what", "Quién puede hacer qué")
ITSELF = Text("itself", "por su cuenta")
SHARED = Text("with others", "con otros")
ASKS = Text("must ask others", "debe pedirlo a otros")
NOBODY = Text("nothing", "nada")
WEIGHTS = Text("Whose weights are these?", "¿De quién son estos pesos?")
OURS = Text("ours", "nuestros")
YOURS = Text("yours", "suyos")


class Page(Speaker):
    """What both pages share."""

    def _titled(self, title: Text) -> Iterator[RenderableType]:
        yield Words("")
        yield heading(self._(title))

    def _claims(self, claims: list[str]) -> list[Part]:
        if not claims:
            return []
        rest = f" +{len(claims) - SHOWN_CLAIMS}" if len(claims) > SHOWN_CLAIMS else ""
        return [(f" ({', '.join(claims[:SHOWN_CLAIMS])}{rest})", "dim")]


class RegionPage(Page):
    """One region on a screen."""

    def __init__(self, answer: RegionAnswer) -> None:
        super().__init__(answer.language)
        self.answer = answer
        self.names = {place.id: place.name for place in answer.localities}

    def parts(self) -> Iterator[RenderableType]:
        yield words((self.answer.says, "bold"))
        expected = [item for item in self.answer.diversions if item.state == "expected"]
        possible = [item for item in self.answer.diversions if item.state == "possible"]
        yield from self._diversions(EXPECTED, expected)
        yield from self._raised()
        yield from self._first()
        yield from self._neighbours()
        yield from self._together()
        yield from self._diversions(POSSIBLE, possible[:SHOWN_POSSIBLE])
        if len(possible) > SHOWN_POSSIBLE:
            rest = self._(MORE, len(possible) - SHOWN_POSSIBLE)
            yield indented(words((f"{rest}.", "dim")), 4)
        yield from self._open()

    def _open(self) -> Iterator[RenderableType]:
        """What would tell whether pressure moves, where nothing yet says that it does."""
        asks = [ask for item in self.answer.undecided for ask in item.asks]
        places = list(dict.fromkeys((ask.locality, ask.question) for ask in asks))
        if not places or self.answer.diversions:
            return
        yield from self._titled(TO_ASK)
        for place, question in places[:SHOWN_OPEN]:
            yield bullet((f"{self.names[place]}: ", "bold"), question)
        if len(places) > SHOWN_OPEN:
            yield indented(words((self._(MORE, len(places) - SHOWN_OPEN) + ".", "dim")), 4)

    def _diversions(self, title: Text, items: list[DiversionOut]) -> Iterator[RenderableType]:
        if items:
            yield from self._titled(title)
        for item in items:
            yield bullet(*self._diversion(item), mark="!" if item.state == "expected" else "?")

    def _diversion(self, item: DiversionOut) -> list[Part]:
        said: list[Part] = [(item.says, "bold"), f" {item.title}."]
        pressing = [f"{fact.name}: {fact.value_name}" for fact in item.pressed_by]
        pressing += [self._(WEIGHED[found.why], found.name) for found in item.weighed]
        if pressing:
            said.append(self._(PRESSED, "; ".join(pressing)))
        if item.matched:
            facts = (f"{fact.name}: {fact.value_name}" for fact in item.matched)
            said.append(self._(FOUND, "; ".join(facts)))
        return [*said, *self._claims(item.claims), *self._asks(item.asks)]

    def _asks(self, asks: list[AskOut]) -> list[Part]:
        questions = [item.question for item in asks[:SHOWN_ASKS]]
        return [self._(ASK, " ".join(questions))] if questions else []

    def _raised(self) -> Iterator[RenderableType]:
        if self.answer.raised:
            yield from self._titled(CHANGES)
        for item in self.answer.raised:
            place = (f"{self.names[item.locality]}: ", "bold")
            change = f"{item.before_name} → {item.after_name}" if item.changes else item.after_name
            already = [] if item.changes else [(f" ({self._(ALREADY)})", "dim")]
            yield bullet(place, f"{item.name}: {change}", *already, *self._claims(item.claims))

    def _first(self) -> Iterator[RenderableType]:
        if self.answer.first:
            yield from self._titled(FIRST)
        for item in self.answer.first:
            yield bullet((item.says, "bold"), *self._claims(item.claims))

    def _neighbours(self) -> Iterator[RenderableType]:
        if self.answer.neighbours:
            yield from self._titled(NEIGHBOURS)
        for item in self.answer.neighbours:
            yield bullet(*self._neighbour(item))

    def _neighbour(self, item: NeighbourOut) -> list[Part]:
        sake = ", ".join(self.names[name] for name in item.sake_of)
        where = self._(SAKE, self.names[item.locality], sake)
        table = self._(ON_TABLE) if item.on_the_table else ""
        return [(item.name, "bold"), f" {where}{table}: {item.title}.", *self._claims(item.claims)]

    def _together(self) -> Iterator[RenderableType]:
        if self.answer.together:
            yield from self._titled(TOGETHER)
        for number, item in enumerate(self.answer.together, start=1):
            places = ", ".join(self.names[name] for name in item.recommended_at)
            yield bullet((item.name, "bold"), f" ({self._(AT, places)})", mark=f"{number:>2}.")
        if self.answer.divided:
            yield from self._titled(DIVIDED)
        for divided in self.answer.divided:
            good = self._(AT, ", ".join(self.names[name] for name in divided.recommended_at))
            bad = self._(
                AGAINST_AT, ", ".join(self.names[name] for name in divided.contraindicated_at)
            )
            yield bullet((divided.name, "bold"), f" ({good}; {bad})")


class StakeholdersPage(Page):
    """Several stakeholders on a screen."""

    def __init__(self, answer: StakeholdersAnswer) -> None:
        super().__init__(answer.language)
        self.answer = answer

    def parts(self) -> Iterator[RenderableType]:
        yield words((self.answer.says, "bold"))
        yield words(self.answer.how_sure)
        if any(item.first for item in self.answer.stakeholders):
            yield from self._titled(SIDE_BY_SIDE)
            yield self._table()
        yield from self._parting()
        yield from self._titled(CAN)
        for actor in self.answer.actors:
            yield from self._actor(actor)
        yield from self._titled(WEIGHTS)
        for item in self.answer.stakeholders:
            whose = self._(OURS if item.ours else YOURS)
            because = f" {item.because}" if item.because else ""
            yield bullet((f"{item.name} ({whose}):", "bold"), because)

    def _table(self) -> RenderableType:
        """The first five of everyone, side by side."""
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
        table.add_column("#", justify="right")
        for item in self.answer.stakeholders:
            table.add_column(item.name, overflow="fold", ratio=1)
        agreed = {item.intervention for item in self.answer.agree}
        for place in range(max((len(item.first) for item in self.answer.stakeholders), default=0)):
            row = [item.first[place : place + 1] for item in self.answer.stakeholders]
            cells = [
                words(*((one.name, "bold" if one.intervention in agreed else "") for one in cell))
                for cell in row
            ]
            table.add_row(str(place + 1), *cells)
        return table

    def _parting(self) -> Iterator[RenderableType]:
        if self.answer.part:
            yield from self._titled(PART)
        for item in self.answer.part:
            yield bullet(item.says)

    def _actor(self, actor: ActorOut) -> Iterator[RenderableType]:
        yield bullet((f"{actor.name}.", "bold"), (f" {actor.because}", "dim"))
        for label, items in ((ITSELF, actor.itself), (SHARED, actor.shared), (ASKS, actor.asks)):
            shown = [self._ability(item) for item in items[:SHOWN_ABILITIES]]
            rest = len(items) - len(shown)
            more = f"; {self._(MORE, rest)}" if rest > 0 else ""
            said = "; ".join(shown) or self._(NOBODY)
            yield bullet((f"{self._(label)}: ", "bold"), f"{said}{more}.", indent=4)

    def _ability(self, item: AbilityOut) -> str:
        return f"{item.name} ({', '.join(item.of_names)})" if item.of_names else item.name
