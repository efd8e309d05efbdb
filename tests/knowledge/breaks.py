"""One passage of the small knowledge base broken, and the fault that must be told for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.knowledge import small

REASON = "prisons/recovery-where-inmates-rule.yaml"
GATE = "prisons/recovery-waits-for-oversight.yaml"
DIAGNOSIS = "prisons/inmate-rule.yaml"
CATALOGUE = "interventions/prison_reform.yaml"
FACTORS = "vocabulary/prisons.yaml"
ENTITIES = "vocabulary/entities.yaml"
SOURCE = "sources/src.yaml"


@dataclass(frozen=True)
class Break:
    """One passage of one file broken; ``at`` begins the line on which the fault stands."""

    name: str
    path: str
    old: str
    new: str
    at: str
    en: str
    es: str
    nearest: str | None = None
    allowed: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    place: str = ""  # where the fault stands when it is not the broken file

    def files(self) -> dict[str, str]:
        return {**small.replaced(self.path, self.old, self.new), **self.extra}

    def where(self) -> str:
        path = self.place or self.path
        return f"{path}:{small.line_of(self.files()[path], self.at)}"
