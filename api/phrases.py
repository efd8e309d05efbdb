"""Phrases about one answer that the screen and the report share."""

from collections.abc import Iterator
from typing import Any

from api.speech import Speaker
from api.words import TRUTHS, standing, worded
from engine.answer import Answer, ConditionNode, PreconditionOut
from engine.knowledge.model import Knowledge
from engine.text import Text

UNNAMED = Text("A locality without a name", "Una localidad sin nombre")
KNOWN = Text("{0} of {1} factors are known", "Se conocen {0} de {1} factores")
KNOWN_ONE = Text("{0} of {1} factors is known", "Se conoce {0} de {1} factores")
PARTLY = Text(", {0} of them in part", ", {0} de ellos en parte")
PROXY = Text(", {0} by proxy only", ", {0} solo por un indicador indirecto")
REST = Text("; what was not given is unknown.", "; lo que no se dio es desconocido.")
LISTED = Text(". Lists given: {0}", ". Listas dadas: {0}")
DOUBTED = Text(
    "{0}: {1}, on the word of: {2}, which is captured",
    "{0}: {1}, según: {2}, institución capturada",
)
MOVES = Text("{0}: {1}; without these values {2}", "{0}: {1}; sin estos valores {2}")
VALUE = Text("{0} (here: {1})", "{0} (aquí: {1})")


class Phrases(Speaker):
    """Puts the parts of one answer into phrases, in the answer's language."""

    def __init__(self, answer: Answer, knowledge: Knowledge) -> None:
        super().__init__(answer.language)
        self.answer, self.knowledge = answer, knowledge

    def place(self) -> str:
        """``Guayaquil, EC (2024)``."""
        profile = self.answer.profile
        name = profile["name"] or self._(UNNAMED)
        country = f", {profile['country']}" if profile["country"] else ""
        year = f" ({profile['as_of']})" if profile["as_of"] else ""
        return f"{name}{country}{year}"

    def known(self) -> str:
        """What was understood of the profile, in one sentence."""
        profile, vocabulary = self.answer.profile, self.knowledge.vocabulary
        given = profile["factors"]
        known = KNOWN_ONE if len(given) == 1 else KNOWN
        said = self._(known, len(given), len(vocabulary.factors))
        partly = sum(1 for value in given.values() if _is_partial(value))
        if partly:
            said += self._(PARTLY, partly)
        proxies = sum(
            1
            for value in given.values()
            if isinstance(value, dict) and value.get("basis") == "proxy"
        )
        if proxies:
            said += self._(PROXY, proxies)
        lists = [name for name in vocabulary.lists if name in profile]
        if lists:
            said += self._(LISTED, ", ".join(f"{name} ({len(profile[name])})" for name in lists))
        return said + self._(REST)

    def doubts(self) -> Iterator[str]:
        """The values on the word of a captured institution, and what moves without them."""
        doubt = self.answer.informants
        if doubt is None:
            return
        for item in doubt.values:
            yield self._(DOUBTED, item.name, item.value_name, item.supplied_by_name)
        for shift in doubt.changes:
            before = f"{shift.rank} ({shift.verdict_name})"
            after = f"{shift.rank_without} ({shift.verdict_without_name})"
            yield self._(MOVES, shift.name, before, after)

    def status(self, item: PreconditionOut) -> str:
        return self._(standing(item.status, item.applies))

    def condition(self, node: ConditionNode, depth: int = 0) -> Iterator[tuple[int, str]]:
        """A condition tree as indented lines: truth, words, and the value found."""
        said = self._(VALUE, node.text, node.value) if node.value else node.text
        yield depth, f"[{self._(worded(TRUTHS, node.truth))}] {said}"
        for part in node.parts:
            yield from self.condition(part, depth + 1)


def _is_partial(value: Any) -> bool:
    return isinstance(value, dict) and "possible" in value
