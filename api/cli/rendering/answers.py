"""An answer in each of its forms."""

import io
from collections.abc import Sequence
from typing import Any

import yaml
from pydantic import BaseModel

from api.cli.options import Form
from api.cli.rendering.brief import Brief
from api.cli.rendering.report import Report
from api.cli.rendering.screen import screen, show
from api.selection import of_actors
from engine.answer import Answer
from engine.knowledge.model import Knowledge


def on_screen(answer: Answer, knowledge: Knowledge, asked: str, who: Sequence[str]) -> None:
    show(screen(), Brief(answer, knowledge, asked, who).parts())


def written(
    answer: Answer,
    knowledge: Knowledge,
    form: Form,
    asked: str,
    who: Sequence[str] = (),
    *,
    indent: bool = False,
) -> str:
    """The answer as text. JSON is what the service sends, indented only when a person looks."""
    if form is Form.table:
        file = io.StringIO()
        show(screen(file), Brief(answer, knowledge, asked, who).parts())
        return file.getvalue()
    if form is Form.markdown:
        return Report(answer, knowledge, who).text()
    kept = of_actors(answer, knowledge, who)
    if form is Form.json:
        return kept.model_dump_json(indent=2 if indent else None) + "\n"
    return dumped(kept, as_json=False)


def dumped(answer: BaseModel, *, as_json: bool) -> str:
    """Any answer for programs, as JSON on one line or as YAML."""
    if as_json:
        return answer.model_dump_json() + "\n"
    return plain_yaml(answer.model_dump(mode="json"))


def plain_yaml(data: Any) -> str:
    """Data as YAML, in its own order."""
    return yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)


class _Plain(yaml.CSafeDumper):
    """Every value in full: an alias would send the reader elsewhere."""

    def ignore_aliases(self, _: Any) -> bool:
        return True
