"""What an answer rests on: rules, claims, and where their sources disagree."""

from engine.answer.parts import Part


class RulesetOut(Part):
    version: str
    hash: str


class ClaimOut(Part):
    text: str
    report: str
    report_title: str
    section: str
    page: str | None
    evidence: str


class TensionOut(Part):
    """A disagreement between sources on which this answer leans."""

    id: str
    about: str
    a: list[str]
    b: list[str]
    reading: str
