"""What an administrator asks of the running server."""

from litestar import Controller, Response, post
from pydantic import BaseModel, Field

from api.access.principal import Scope, needs
from api.bodies import spoken
from api.problems import problems
from api.service import HttpRequest, Preferred
from engine.answer import RulesetOut
from engine.knowledge.model import Knowledge
from engine.text import Text


class ReloadView(BaseModel):
    """What came of reading the rules again."""

    changed: bool = Field(description="Whether other rules are in use now.")
    before: RulesetOut
    ruleset: RulesetOut = Field(description="The rules in use now.")
    rules: dict[str, list[str]] = Field(description="The rules added, changed and removed, by id.")
    says: str


class AdminController(Controller):
    path = "/v1/admin"
    tags = ("health",)

    @post(
        "/rules/reload",
        status_code=200,
        sync_to_thread=True,
        summary="Use the rules that lie on disk now, if nothing is wrong with them",
        responses=problems(400, 422, 503),
        opt=needs(Scope.admin, cost=20),
    )
    def reload(self, request: HttpRequest, language: Preferred) -> Response[ReloadView]:
        """They are checked as a whole first; faulty ones are refused with every fault, and those
        in use stay. Requests that are under way are answered by the rules that they began with."""
        change = request.app.state.reloader.reload()
        view = ReloadView(
            changed=change.is_one,
            before=_ruleset(change.before),
            ruleset=_ruleset(change.after),
            rules=dict(change.rules),
            says=(_CHANGED if change.is_one else _SAME).in_(language),
        )
        return spoken(view, language)


def _ruleset(knowledge: Knowledge) -> RulesetOut:
    return RulesetOut(version=knowledge.version, hash=knowledge.content_hash)


_CHANGED = Text(
    "The rules on disk were checked and are in use now.",
    "Las reglas en disco se comprobaron y ya están en uso.",
)
_SAME = Text(
    "The rules on disk are those that were in use already.",
    "Las reglas en disco son las que ya estaban en uso.",
)
