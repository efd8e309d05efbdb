"""The vocabulary: factors by dimension, and the lists that a profile may hold."""

from litestar import Controller, Response, get
from litestar.params import FromPath, FromQuery

from api.access.principal import Scope, needs
from api.bodies import spoken
from api.filters import among
from api.problems import problems
from api.service import Preferred, Serving, named
from api.views.factors import FactorsView, FactorView, factor_view, factors_view
from engine.text import Text

_FACTOR = Text("factor", "factor")


class FactorsController(Controller):
    path = "/v1/factors"
    tags = ("knowledge",)
    opt = needs(Scope.read)

    @get(
        sync_to_thread=True,
        summary="List the factors with questions and levels, and the lists of a profile",
        responses=problems(400, 422),
    )
    def list(
        self, service: Serving, language: Preferred, dimension: FromQuery[str | None] = None
    ) -> Response[FactorsView]:
        vocabulary = service.knowledge.vocabulary
        factors = list(vocabulary.factors.values())
        found = among(factors, vocabulary.dimensions, dimension=dimension)
        return spoken(factors_view(vocabulary, found, language), language)

    @get(
        "/{slug:str}",
        sync_to_thread=True,
        summary="Show a factor",
        responses=problems(400, 404),
    )
    def show(
        self, slug: FromPath[str], service: Serving, language: Preferred
    ) -> Response[FactorView]:
        vocabulary = service.knowledge.vocabulary
        factor = named(vocabulary.factors, slug, _FACTOR)
        return spoken(factor_view(factor, vocabulary, language), language)
