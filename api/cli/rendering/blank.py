"""A blank profile as YAML: every question and every level stands beside it as a comment."""

from collections.abc import Iterator
from textwrap import wrap

from api.speech import Speaker
from api.words import DOMAINS, worded
from engine.text import Language, Text
from engine.vocabulary import Attribute, Domain, EntityKind, Factor, Vocabulary

WIDTH = 96

ABOUT = Text(
    "A locality's profile. What stays blank is unknown; nothing is ever guessed. A value may be"
    " plain (inmate_run), partly known ({possible: [shared, inmate_run]}), or carry where it comes"
    " from ({value: inmate_run, basis: observed, source: a report, as_of: 2024,"
    " supplied_by: police}); basis is observed, proxy or expert, supplied_by a kind of institution:"
    " one that the profile says is captured is doubted. Then: remanso advise THIS-FILE",
    "El perfil de una localidad. Lo que queda en blanco es desconocido; nunca se adivina nada. Un"
    " valor puede ser simple (inmate_run), conocerse en parte ({possible: [shared, inmate_run]}) o"
    " llevar su procedencia ({value: inmate_run, basis: observed, source: un informe, as_of:"
    " 2024, supplied_by: police}); basis es observed, proxy o expert, y supplied_by un tipo de"
    " institución: si el perfil la da por capturada, se duda de ella. Luego: remanso advise"
    " ESTE-ARCHIVO",
)
PRIVACY = Text(
    "Profiles can endanger people: name no one, and keep places coarse.",
    "Un perfil puede poner en peligro a personas: no nombre a nadie y no precise lugares.",
)
COUNTRY = Text("two letters, such as EC", "dos letras, como EC")
YEAR = Text("the year or years that this describes", "el año o los años que se describen")
LIST = Text(
    "A list that is given is taken as complete; one left blank is unknown, [] says there are none.",
    "Una lista dada se toma como completa; en blanco es desconocida, [] dice que no hay ninguno.",
)
SEVERAL = Text("a list of any of these: [...]", "una lista de cualquiera de estos: [...]")
REQUIRED = Text("required", "obligatorio")
INTERVENTION = Text(
    "an intervention: see `remanso interventions`", "una intervención: vea `remanso interventions`"
)
MANY = 40


def blank_profile(vocabulary: Vocabulary, language: Language) -> str:
    """The text of a blank profile."""
    return "\n".join(_Blank(language).lines(vocabulary)) + "\n"


class _Blank(Speaker):
    def lines(self, vocabulary: Vocabulary) -> Iterator[str]:
        yield from self._comment(self._(ABOUT))
        yield from self._comment(self._(PRIVACY))
        yield from ("name:", f"country:   # {self._(COUNTRY)}", f"as_of:   # {self._(YEAR)}", "")
        yield "factors:"
        for dimension in vocabulary.dimensions.values():
            yield from ("", f"  # ==== {self._(dimension.name)} ====")
            for slug in dimension.factors:
                yield from self._factor(vocabulary.factors[slug])
        yield ""
        yield from self._comment(self._(LIST))
        for kind in vocabulary.entities.values():
            yield from self._list(kind)

    def _factor(self, factor: Factor) -> Iterator[str]:
        yield ""
        yield from self._comment(self._(factor.question), "  ")
        yield from self._values(factor.domain, "    ")
        yield f"  {factor.slug}:"

    def _values(self, domain: Domain, indent: str) -> Iterator[str]:
        if domain.type == "number":
            unit = self._(domain.unit) if domain.unit else ""
            yield f"{indent[:-2]}#   {domain.minimum:g}–{domain.maximum:g} {unit}"
            return
        if domain.type == "several":
            yield f"{indent[:-2]}#   {self._(SEVERAL)}"
        for level in domain.levels:
            anchor = f": {self._(level.anchor)}" if level.anchor else ""
            said = f"{level.value} — {self._(level.name)}{anchor}"
            yield from self._comment(said, indent[:-2], "  ")

    def _list(self, kind: EntityKind) -> Iterator[str]:
        yield ""
        yield from self._comment(self._(kind.question))
        mark = "-"
        for attribute in kind.attributes.values():
            yield from self._attribute(attribute, mark)
            mark = " "
        yield f"{kind.list_name}:"

    def _attribute(self, attribute: Attribute, mark: str) -> Iterator[str]:
        domain = attribute.domain
        if len(domain.levels) > MANY:
            values = self._(INTERVENTION)
        elif domain.levels:
            values = ", ".join(domain.values)
        else:
            values = self._(worded(DOMAINS, domain.type))
        required = f"; {self._(REQUIRED)}" if attribute.required else ""
        said = f"{attribute.name}: {self._(attribute.label)} ({values}{required})"
        yield from self._comment(said, "", f" {mark} ")

    def _comment(self, said: str, indent: str = "", inner: str = "") -> Iterator[str]:
        """A comment as wide as a page, its further lines standing clear of its first."""
        hanging = " " * (len(inner) + 2) if inner else ""
        lines = wrap(said, WIDTH - len(indent), initial_indent=inner, subsequent_indent=hanging)
        for line in lines:
            yield f"{indent}# {line}"
