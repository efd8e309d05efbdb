"""Who reads: finds what is kept, among what this visitor may see, and says it in one language."""

from collections.abc import Mapping
from dataclasses import dataclass

from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from api.pages.advice.subject import Subject
from api.pages.advice.weighing import Weights, read_weights
from api.pages.frame import Frame, Framed
from api.pages.visitor import Visiting, Visitor
from api.routes.localities import kept_locality
from api.service import Service, Serving
from api.store import decisions, localities, rulesets
from api.store.localities import Kept
from api.store.tables import Decision, ProfileVersion
from api.written import Written
from engine.errors import NotFoundError
from engine.knowledge.model import Knowledge
from engine.text import Language, Text

_VERSION = Text("version of the profile", "versión del perfil")
_DECISION = Text("decision", "decisión")
_LONGEST = 10  # digits of a version, more than any has
_RECENT = 5  # decisions that are named on the page of advice
_SHOWN = 100  # own localities in a menu, those changed last


@dataclass(frozen=True)
class Reader:
    """A visitor with the page that is asked for."""

    frame: Frame
    service: Service
    visitor: Visitor

    @property
    def language(self) -> Language:
        return self.frame.language

    @property
    def knowledge(self) -> Knowledge:
        return self.service.knowledge

    def subject(self, locality_id: str, query: Mapping[str, str]) -> Subject:
        """The locality, its version and the weights that an address names.

        Raises:
            NotFoundError: there is no such locality or version.
            ProfileError: a weight is refused.
        """
        weights = read_weights(self.knowledge, query)
        return self.version(locality_id, query.get("version"), weights)

    def version(
        self, locality_id: str, version: str | None, weights: Weights | None = None
    ) -> Subject:
        """One version of a locality, the current one where none is named.

        Raises:
            NotFoundError: there is no such locality or version.
        """
        current = kept_locality(self.service, self.visitor.principal, locality_id)
        kept = current if version is None else self._find(locality_id, version)
        if kept is None:
            raise NotFoundError(_VERSION, str(version), ())
        return self._subject(kept, current.version.version, weights)

    def decided(self, decision_id: str) -> Subject:
        """A stored decision, and the version that it was made on.

        Raises:
            NotFoundError: there is none of that name.
        """
        decision = decisions.find(self.service.database, self.visitor.organisation, decision_id)
        if decision is None:
            raise NotFoundError(_DECISION, decision_id, ())
        return self.version(decision.locality_id, str(decision.version)).decided(decision)

    def keep(self, subject: Subject, answer: Written) -> None:
        """Store an answer as a decision."""
        rulesets.keep(self.service.database, self.knowledge)
        decisions.store(
            self.service.database,
            self.visitor.organisation,
            answer,
            locality_id=subject.id,
            version=subject.kept.version.version,
            weights=subject.own_weights,
            asked_by=self.visitor.signature,
        )

    def kept(self, subject: Subject) -> tuple[Decision, ...]:
        """The latest decisions that this visitor's organisation stored on a locality."""
        ours, database = self.visitor.organisation, self.service.database
        return tuple(decisions.latest(database, ours, subject.id, _RECENT))

    def own(self) -> list[Subject]:
        """The localities that were described here, latest change first; not all of very many."""
        found, _ = localities.own(self.service.database, self.visitor.organisation, _SHOWN, 0)
        return [self._subject(kept, kept.version.version) for kept in found]

    def versions(self, locality_id: str) -> list[ProfileVersion]:
        """All versions of a locality, the first first."""
        return localities.versions(self.service.database, self.visitor.organisation, locality_id)

    def _subject(self, kept: Kept, current: int, weights: Weights | None = None) -> Subject:
        return Subject(self.frame, self.service, kept, current, weights)

    def _find(self, locality_id: str, version: str) -> Kept | None:
        if not (version.isascii() and version.isdigit() and len(version) < _LONGEST):
            return None
        return localities.find(
            self.service.database, self.visitor.organisation, locality_id, int(version)
        )


Reading = NamedDependency[SkipValidation[Reader]]


async def reading(frame: Framed, service: Serving, visitor: Visiting) -> Reader:
    return Reader(frame, service, visitor)


READER = {"reader": Provide(reading)}
