"""Precedents in words: which cases are like this place, in what, and what happened there."""

from collections.abc import Sequence

from engine import answer as out
from engine.knowledge.model import Knowledge
from engine.places import period_of, place_name, place_of
from engine.precedents import MINIMUM_SHARED, Compared, Origin, Precedent, Precedents
from engine.text import Language, Text
from engine.truth import Truth
from engine.wording import TRIED, Wording

FOUND = Text(
    "Of {all} documented cases, {comparable} share at least {least} known factors with this"
    " profile; the others have too few in common to say whether they are like it.",
    "De {all} casos documentados, {comparable} comparten al menos {least} factores conocidos con"
    " este perfil; los demás tienen demasiado poco en común para decir si se le parecen.",
)
ORDER = Text(
    " The nearest come first, counted as if one more factor were unlike: likeness that rests on few"
    " factors counts less.",
    " Primero van los más parecidos, contados como si un factor más fuera distinto: el parecido que"
    " se apoya en pocos factores cuenta menos.",
)
ITSELF = Text(
    " Left out, because it documents this very locality: {cases}.",
    " Se omite, porque documenta esta misma localidad: {cases}.",
)
LIKE = Text(
    "Alike or close: {alike} of {compared}; known only for a wider area or by proxy: {proxy}.",
    "Iguales o cercanos: {alike} de {compared}; conocidos solo para un área mayor o por un"
    " indicador indirecto: {proxy}.",
)
HERE = Text(
    "It tells of this very locality.",
    "Habla de esta misma localidad.",
)
COUNTRY = {
    Truth.TRUE: Text("The evidence covers this country.", "La evidencia abarca este país."),
    Truth.FALSE: Text(
        "The evidence comes from other countries.", "La evidencia procede de otros países."
    ),
    Truth.UNKNOWN: Text(
        "Whether the evidence covers this country is not known.",
        "No se sabe si la evidencia abarca este país.",
    ),
}
WIDE = Text(
    " It speaks of whole countries, not of one place.",
    " Se refiere a países enteros, no a un lugar.",
)
LIKENESS = Text(
    " This locality is {share} like the comparable documented cases of its places ({count}).",
    " Esta localidad se parece en un {share} a los casos documentados comparables de sus lugares"
    " ({count}).",
)
NO_LIKENESS = Text(
    " How like its places this locality is, is not known: no documented case of them shares enough"
    " known factors.",
    " No se sabe cuánto se parece esta localidad a sus lugares: ningún caso documentado de ellos"
    " comparte suficientes factores conocidos.",
)


class PrecedentsTeller:
    """Puts precedents into one language; the claims it cites go into ``cited``."""

    def __init__(self, knowledge: Knowledge, language: Language, cited: set[str]) -> None:
        self.knowledge, self.language, self.cited = knowledge, language, cited
        self.wording = Wording(knowledge)

    def tell(self, found: Precedents, *, brief: bool) -> out.PrecedentsOut:
        """All of it; in brief without the factors compared and without the evidence's places."""
        says = FOUND.filled(
            all=found.comparable + found.too_little,
            comparable=found.comparable,
            least=MINIMUM_SHARED,
        )
        itself = ITSELF.filled(cases=self._names(found.itself)) if found.itself else Text.same("")
        return out.PrecedentsOut(
            minimum_shared=MINIMUM_SHARED,
            comparable=found.comparable,
            too_little=found.too_little,
            itself=list(found.itself),
            says=self._(says) + (self._(ORDER) if found.comparable > 1 else "") + self._(itself),
            cases=[self._case(item, brief=brief) for item in found.nearest],
            evidence=[] if brief else [self._origin(item) for item in found.evidence],
        )

    def _(self, text: Text) -> str:
        return text.in_(self.language)

    def _names(self, cases: Sequence[str]) -> Text:
        """Documented cases as each language calls them, with their years."""
        found = [self.knowledge.cases[slug] for slug in cases]
        named = [(place_of(one).name, period_of(one)) for one in found]
        return Text(
            ", ".join(f"{name.en} ({years.en})" for name, years in named),
            ", ".join(f"{name.es} ({years.es})" for name, years in named),
        )

    def _case(self, item: Precedent, *, brief: bool) -> out.PrecedentOut:
        by_proxy = sum(factor.by_proxy for factor in item.compared)
        shared = [] if brief else list(item.compared)
        alike = sum(factor.alike for factor in item.compared)
        says = LIKE.filled(alike=alike, compared=len(item.compared), proxy=by_proxy)
        return out.PrecedentOut(
            case=item.case.slug,
            place=self._(place_of(item.case).name),
            country=item.case.country,
            period=self._(period_of(item.case)),
            distance=item.distance,
            compared=len(item.compared),
            known_there=item.known,
            by_proxy=by_proxy,
            alike=[self._shared(factor) for factor in shared if factor.alike],
            differ=[self._shared(factor) for factor in shared if not factor.alike],
            tried=self._tried(item),
            says=self._(says),
        )

    def _shared(self, item: Compared) -> out.SharedOut:
        factor = self.knowledge.vocabulary.factors[item.factor]
        return out.SharedOut(
            factor=item.factor,
            name=self._(factor.name),
            here=self._(self.wording.value(item.here, factor.domain)),
            there=self._(self.wording.value(item.there, factor.domain)),
            distance=item.distance,
            by_proxy=item.by_proxy,
        )

    def _tried(self, item: Precedent) -> list[out.TriedOut]:
        found = []
        for tried in item.case.tried:
            claim = self.knowledge.claims.get(tried.get("claim", ""))
            if claim is not None:
                self.cited.add(claim.id)
            found.append(
                out.TriedOut(
                    intervention=tried["intervention"],
                    name=self._(self.knowledge.interventions[tried["intervention"]].name),
                    outcome=tried["outcome"],
                    outcome_name=self._(TRIED[tried["outcome"]]),
                    claim=claim.id if claim else None,
                    says=self._(claim.text) if claim else None,
                )
            )
        return found

    def _origin(self, item: Origin) -> out.OriginOut:
        self.cited.add(item.claim)
        likeness = item.likeness
        return out.OriginOut(
            claim=item.claim,
            options=list(item.options),
            places=[self._(place_name(name)) for name in self.knowledge.claims[item.claim].places],
            same_country=None if item.country is Truth.UNKNOWN else item.country is Truth.TRUE,
            here=item.here,
            wide=item.wide,
            likeness=likeness,
            cases=[case.case.slug for case in item.cases],
            says=self._says(item, likeness),
        )

    def _says(self, item: Origin, likeness: float | None) -> str:
        said = self._(HERE if item.here else COUNTRY[item.country])
        if item.wide:
            said += self._(WIDE)
        if likeness is not None:
            share = f"{likeness:.0%}"
            return said + self._(LIKENESS.filled(share=share, count=len(item.cases)))
        return said if item.here else said + self._(NO_LIKENESS)
