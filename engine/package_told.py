"""The package in words: the phases, why each measure is in, what clashes, what to watch."""

from collections.abc import Iterable

from engine import answer as out
from engine import package as made
from engine.facts import Facts
from engine.knowledge.model import Knowledge
from engine.order import Link
from engine.package import Bridge, Clash, Guard, Member, Package, Waiting
from engine.reasons import Precondition
from engine.rule import Accompany, HoldBack
from engine.text import AND, Language, Text, joined
from engine.wording import Wording

PACKAGE = Text(
    "{count} measures from {families} families in {phases}, chosen by total so that families"
    " differ, in the order that their conditions ask for.",
    "{count} medidas de {families} familias en {phases}, elegidas por su total de modo que las"
    " familias difieran, en el orden que piden sus condiciones.",
)
ONE_PHASE, PHASES = Text("one phase", "una fase"), Text("{count} phases", "{count} fases")
NO_PACKAGE = Text(
    "There is no package: nothing is recommended on what is known.",
    "No hay paquete: con lo que se sabe no se recomienda nada.",
)
CHOSEN = Text("Chosen: it stands at rank {rank}.", "Elegida: ocupa el puesto {rank}.")
ENABLES = Text(
    "It comes first because of: {names}.",
    "Va antes por lo siguiente: {names}.",
)
RELEASED = Text(
    "Held back now; what blocks it is done in an earlier phase.",
    "En espera por ahora; lo que la bloquea se hace en una fase anterior.",
)
BRIDGES = Text(
    "It works sooner, beside measures that take years.",
    "Actúa antes, junto a medidas que tardan años.",
)
BRIDGED = Text(
    "{slow} takes long ({time}); these tell sooner beside it: {quick}.",
    "{slow} tarda ({time}); a su lado se notan antes: {quick}.",
)
UNBRIDGED = Text(
    "{slow} takes long ({time}), and no recommended measure with a stated short time stands beside"
    " it.",
    "{slow} tarda ({time}), y no hay a su lado ninguna medida recomendada con un plazo corto"
    " declarado.",
)
APART = Text("{ours} does not go together with: {others}.", "{ours} no va junto con: {others}.")
CARE = Text(
    "{ours} goes together with this only with care: {others}.",
    "{ours} va junto con lo siguiente solo con cuidado: {others}.",
)
BROUGHT = Text(
    "Once {ours} has done its work, this does harm: {others}.",
    "Cuando {ours} haya surtido efecto, hace daño lo siguiente: {others}.",
)


class PackageTeller:
    """Puts one package into one language; the claims it cites go into ``cited``."""

    def __init__(
        self, knowledge: Knowledge, facts: Facts, language: Language, cited: set[str]
    ) -> None:
        self.knowledge, self.facts = knowledge, facts
        self.language, self.cited = language, cited
        self.wording = Wording(knowledge)

    def tell(self, package: Package) -> out.PackageOut:
        inside = {member.slug for member in package.members}
        phases: dict[int, list[out.MemberOut]] = {}
        for member in package.members:
            phases.setdefault(member.phase, []).append(self._member(member))
        return out.PackageOut(
            says=self._says(package, len(phases)),
            method=out.MethodOut(
                maximum_chosen=made.MAXIMUM_CHOSEN,
                maximum_per_family=made.MAXIMUM_PER_FAMILY,
                maximum_released=made.MAXIMUM_RELEASED,
                further_one_counts_for=1 / made.SHARE_OF_A_FURTHER_ONE,
            ),
            phases=[out.PhaseOut(number=n, members=phases[n]) for n in sorted(phases)],
            waiting=[self._waiting(item) for item in package.waiting],
            conflicts=[self._conflict(item) for item in package.clashes],
            safeguards=[self._guard(item, inside) for item in package.guards],
            bridges=[self._bridge(item) for item in package.bridges],
            watch=self._watch() if inside else [],
        )

    def _(self, text: Text) -> str:
        return text.in_(self.language)

    def _name(self, slug: str) -> Text:
        return self.knowledge.interventions[slug].name

    def _names(self, slugs: Iterable[str]) -> Text:
        return joined([self._name(slug) for slug in slugs], AND)

    def _cite(self, claims: Iterable[str]) -> list[str]:
        listed = list(claims)
        self.cited.update(listed)
        return listed

    def _says(self, package: Package, phases: int) -> str:
        if not package.members:
            return self._(NO_PACKAGE)
        catalogue = self.knowledge.interventions
        families = len({catalogue[member.slug].family for member in package.members})
        words = ONE_PHASE if phases == 1 else PHASES.filled(count=phases)
        return self._(PACKAGE.filled(count=len(package.members), families=families, phases=words))

    def _member(self, member: Member) -> out.MemberOut:
        item = self.knowledge.interventions[member.slug]
        return out.MemberOut(
            intervention=item.slug,
            name=self._(item.name),
            family=item.family,
            family_name=self._(self.knowledge.families[item.family].name),
            rank=member.ranked.rank,
            verdict=member.ranked.verdict,
            role=member.role,
            says=self._why(member),
            in_force=member.in_force,
            time_band=item.time_band,
            time_to_effect=self._(item.time_to_effect),
            level=list(item.level),
            after=[self._link(link) for link in member.after],
            waits_for=[self._wait(wait) for wait in member.waits],
            indicators=[self._(indicator) for indicator in item.indicators],
        )

    def _why(self, member: Member) -> str:
        enabled = self._names(dict.fromkeys(link.then for link in member.before))
        match member.role:
            case "chosen":
                return self._(CHOSEN.filled(rank=member.ranked.rank))
            case "enables":
                return self._(ENABLES.filled(names=enabled))
            case "released":
                return self._(RELEASED)
            case _:
                return self._(BRIDGES)

    def _link(self, link: Link) -> out.LinkOut:
        return out.LinkOut(
            rule=link.rule.id,
            because=self._(link.rule.because),
            claims=self._cite(link.rule.supports),
            first=link.first,
            then=link.then,
            kind=link.kind,
        )

    def _wait(self, item: Precondition) -> out.WaitOut:
        then = item.rule.then
        assert isinstance(then, HoldBack)
        return out.WaitOut(
            rule=item.rule.id,
            because=self._(item.rule.because),
            claims=self._cite(item.rule.supports),
            text=self._(then.until),
            status="unknown" if item.status == "unknown" else "unmet",
            applies="certain" if item.fires else "possible",
            holds_back=item.fires and item.blocks,
            measure=then.measure,
        )

    def _waiting(self, item: Waiting) -> out.WaitingOut:
        return out.WaitingOut(
            intervention=item.slug,
            name=self._(self._name(item.slug)),
            waits_for=[self._wait(wait) for wait in item.waits],
        )

    def _conflict(self, clash: Clash) -> out.ConflictOut:
        others, ours = self._names(clash.others), self._names(clash.members)
        shared = {
            "members": list(clash.members),
            "names": [self._(self._name(slug)) for slug in clash.members],
            "others": [
                out.OpposedOut(intervention=slug, name=self._(self._name(slug)), stands=place)
                for slug, place in clash.others.items()
            ],
        }
        if clash.conflict is not None:
            conflict = clash.conflict
            words = APART if conflict.kind == "apart" else CARE
            return out.ConflictOut(
                id=conflict.id,
                kind=conflict.kind,
                rule=None,
                because=self._(conflict.because),
                mind=self._(conflict.mind),
                claims=self._cite(conflict.claims),
                says=self._(words.filled(ours=ours, others=others)),
                **shared,
            )
        assert clash.rule is not None
        assert clash.brought is not None
        because = f"{self._(clash.brought.because)} {self._(clash.rule.because)}"
        return out.ConflictOut(
            id=f"{clash.brought.intervention}:{clash.rule.id}",
            kind="brought_about",
            rule=clash.rule.id,
            because=because,
            mind=None,
            claims=self._cite(dict.fromkeys((*clash.brought.claims, *clash.rule.supports))),
            says=self._(BROUGHT.filled(ours=ours, others=others)),
            **shared,
        )

    def _guard(self, guard: Guard, inside: set[str]) -> out.GuardOut:
        rule = guard.companion.rule
        assert isinstance(rule.then, Accompany)
        return out.GuardOut(
            rule=rule.id,
            because=self._(rule.because),
            claims=self._cite(rule.supports),
            text=self._(rule.then.companion),
            measure=guard.measure,
            in_package=guard.measure in inside,
            accompanies=list(guard.members),
            phase=guard.phase,
        )

    def _bridge(self, bridge: Bridge) -> out.BridgeOut:
        item = self.knowledge.interventions[bridge.slow]
        words = BRIDGED if bridge.quick else UNBRIDGED
        said = words.filled(
            slow=item.name, time=item.time_to_effect, quick=self._names(bridge.quick)
        )
        return out.BridgeOut(slow=bridge.slow, quick=list(bridge.quick), says=self._(said))

    def _watch(self) -> list[out.WatchOut]:
        return [
            out.WatchOut(
                rule=None,
                because=self._(item.because),
                claims=self._cite(item.claims),
                subject=self._(item.subject),
                factors=[self._watched(slug) for slug in item.factors],
            )
            for item in self.knowledge.together.watch
        ]

    def _watched(self, slug: str) -> out.WatchedOut:
        factor = self.knowledge.vocabulary.factors[slug]
        here = self.wording.value(self.facts.factors[slug], factor.domain)
        return out.WatchedOut(factor=slug, name=self._(factor.name), here=self._(here))
