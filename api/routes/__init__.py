"""The addresses, one module for each noun. Handlers parse, call one function, and return."""

from litestar.types import ControllerRouterHandler

from api.routes.admin import AdminController
from api.routes.advice import AdviceController
from api.routes.batches import BatchesController
from api.routes.cases import CasesController
from api.routes.claims import ClaimsController
from api.routes.coverage import CoverageController
from api.routes.decisions import DecisionsController, LocalityDecisionsController
from api.routes.factors import FactorsController
from api.routes.feedback import DecisionFeedbackController, KnowledgeFeedbackController
from api.routes.followups import FollowUpsController
from api.routes.health import HealthController
from api.routes.interventions import InterventionsController
from api.routes.localities import LocalitiesController
from api.routes.metrics import metrics
from api.routes.regions import RegionsController
from api.routes.reports import ReportsController
from api.routes.rules import RulesController
from api.routes.signing_key import SigningKeyController
from api.routes.stakeholders import StakeholdersController
from api.routes.welcome import welcome

ROUTES: tuple[ControllerRouterHandler, ...] = (
    welcome,
    AdviceController,
    StakeholdersController,
    RegionsController,
    FollowUpsController,
    BatchesController,
    LocalitiesController,
    LocalityDecisionsController,
    DecisionsController,
    DecisionFeedbackController,
    KnowledgeFeedbackController,
    SigningKeyController,
    ReportsController,
    InterventionsController,
    FactorsController,
    RulesController,
    ClaimsController,
    CasesController,
    CoverageController,
    HealthController,
    AdminController,
    metrics,
)
