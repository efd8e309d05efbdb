"""``remanso package`` and ``remanso precedents``: one part of an answer, in full."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from api.cli.advise import Asked, FormOption, Out
from api.cli.failures import refuse, told
from api.cli.options import Form, Lang, example, language
from api.cli.weights import Weights, parts, weights_given
from engine.errors import ProfileError
from engine.text import Text

if TYPE_CHECKING:
    from engine.answer import Answer

PACKAGE_EXAMPLE = example(
    "remanso package guayaquil-2024", "remanso package town.yaml --lang es --format markdown"
)
PRECEDENTS_EXAMPLE = example(
    "remanso precedents guayaquil-2024", "remanso precedents town.yaml --lang es --format json"
)


def package(
    profile: Asked,
    *,
    form: FormOption = None,
    lang: Lang = None,
    weights: Weights = None,
    out: Out = None,
) -> None:
    """Measures that go together here, in phases, with what clashes and what to watch.

    Not one winner: what comes first, what waits and for what, what must go with it.
    Medidas que van juntas aquí, por fases, con lo que choca y lo que hay que observar.
    """
    _told("package", profile, form=form, lang=lang, weights=weights, out=out)


def precedents(
    profile: Asked,
    *,
    form: FormOption = None,
    lang: Lang = None,
    weights: Weights = None,
    out: Out = None,
) -> None:
    """The documented places most like this one: what was tried there, and what happened.

    Likeness counts only factors known in both; what is unknown is never alike.
    Los lugares documentados que más se parecen a este: qué se probó allí y qué pasó.
    """
    _told("precedents", profile, form=form, lang=lang, weights=weights, out=out)


def _told(part: str, profile: str, *, form: Any, lang: Any, weights: Any, out: Any) -> None:
    spoken = language(lang)
    with told(spoken):
        from api.cli.advise import form_of
        from api.cli.reading import profile_given
        from engine.advice import advise as advised
        from engine.library import open_library

        given_weights = weights_given(weights or [])
        knowledge = open_library()
        parts(given_weights, knowledge)
        given = profile_given(profile, knowledge)
        try:
            answer = advised(
                knowledge, given.data, language=spoken, weights=given_weights, completions=0
            )
        except ProfileError as error:
            raise ProfileError(given.located(fault) for fault in error.faults) from error
        text = _written(answer, part, form_of(form, out))
        if out is None:
            typer.echo(text, nl=False)
            return
        try:
            out.write_text(text, encoding="utf-8")
        except OSError as error:
            refuse(f"--out {out}", Text.same(error.strerror or str(error)))


def _written(answer: "Answer", part: str, form: Form) -> str:
    """The part in its form; for programs with the claims that it cites."""
    import io
    import json

    import yaml

    from api.cli.rendering.report import marked_down
    from api.cli.rendering.screen import screen, show
    from api.cli.rendering.together import Together, on_screen

    lines = getattr(Together(answer), part)()
    if form is Form.table:
        file = io.StringIO()
        show(screen(file), on_screen(lines))
        return file.getvalue().lstrip("\n")
    if form is Form.markdown:
        return "\n".join(marked_down(lines)).strip() + "\n"
    told_part = getattr(answer, part).model_dump(mode="json")
    claims = {
        name: answer.claims[name].model_dump(mode="json") for name in sorted(_cited(told_part))
    }
    data = {"profile": answer.profile["name"], part: told_part, "claims": claims}
    if form is Form.json:
        return json.dumps(data, ensure_ascii=False) + "\n"
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)


def _cited(part: Any) -> set[str]:
    """Every claim that a part names."""
    return set(_claims(part))


def _claims(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from part.get("claims") or ()
        if part.get("claim"):
            yield part["claim"]
        for inner in part.values():
            yield from _claims(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _claims(inner)
