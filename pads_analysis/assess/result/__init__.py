"""What every assessment question returns: frozen results, or a stated absence.

Each result names the question it answers (`section`) and the statutory element it serves. Tables hold one row per
thing compared; columns are snake_case with a unit suffix. Verdicts are words of `Verdict`.
"""

from pads_analysis.assess.result.basics import Basis, NotAvailable, Verdict
from pads_analysis.assess.result.baskets import BasketsResult
from pads_analysis.assess.result.change import (
    ChangeResult,
    ContributionsResult,
    ExceedancesResult,
    LevelShiftsResult,
    PeerTrendResult,
    PlaceChangeResult,
    RecordingResult,
)
from pads_analysis.assess.result.county import (
    CountyGapsResult,
    CountyPrioritiesResult,
    CountyResult,
    CrossBorderResult,
    EscalationResult,
    JointWorkingResult,
)
from pads_analysis.assess.result.data import MethodsResult, QualityResult
from pads_analysis.assess.result.drivers import DecompositionsResult, OutturnResult
from pads_analysis.assess.result.explanations import ContextResult, HypothesesResult
from pads_analysis.assess.result.incidents import HoursResult, NearRepeatsResult, RepeatsResult
from pads_analysis.assess.result.interventions import ActionSeries, InterventionsResult, Outcome
from pads_analysis.assess.result.outcomes import OutcomesResult
from pads_analysis.assess.result.partners import PartnersResult, PeopleResult, SubmissionsResult
from pads_analysis.assess.result.patterns import (
    AreaProfileResult,
    ConcentrationResult,
    DeprivationResult,
    HotspotsResult,
    LevelsResult,
    OffenceMixResult,
    PersistenceResult,
    PlaceAmongAll,
    PositionResult,
    SeasonalityResult,
    SeverityResult,
    Trend,
    TrendsResult,
)
from pads_analysis.assess.result.patterns_since import PatternChangeResult
from pads_analysis.assess.result.performance import HallmarksResult, PerformanceResult
from pads_analysis.assess.result.plan import PlanLessonsResult, PlanTargetsResult, PreviousPlanResult
from pads_analysis.assess.result.previous import (
    Movement,
    PreviousFindingsResult,
    RecordResult,
    SincePreviousResult,
    Standing,
)
from pads_analysis.assess.result.priorities import (
    DecisionsResult,
    PrioritiesResult,
    PriorityPlacesResult,
    PublicAgreementResult,
    StrategiesResult,
)
from pads_analysis.assess.result.problems import (
    Aspect,
    Flag,
    Problem,
    ProblemPlaces,
    ProblemsResult,
    Side,
)
from pads_analysis.assess.result.readiness import ElementState, Gap, ReadinessResult
from pads_analysis.assess.result.trail import TrailResult
from pads_analysis.assess.result.views import (
    CommentsResult,
    ConcernGapResult,
    ConcernsResult,
    ConfidenceResult,
    MeetingsResult,
    RespondentsResult,
    ViewChangesResult,
    ViewsResult,
)
from pads_analysis.assess.result.wards import WardsResult

__all__ = [
    "ActionSeries",
    "AreaProfileResult",
    "Aspect",
    "Basis",
    "BasketsResult",
    "ChangeResult",
    "CommentsResult",
    "ConcentrationResult",
    "ConcernGapResult",
    "ConcernsResult",
    "ConfidenceResult",
    "ContextResult",
    "ContributionsResult",
    "CountyGapsResult",
    "CountyPrioritiesResult",
    "CountyResult",
    "CrossBorderResult",
    "DecisionsResult",
    "DecompositionsResult",
    "DeprivationResult",
    "ElementState",
    "EscalationResult",
    "ExceedancesResult",
    "Flag",
    "Gap",
    "HallmarksResult",
    "HotspotsResult",
    "HoursResult",
    "HypothesesResult",
    "InterventionsResult",
    "JointWorkingResult",
    "LevelShiftsResult",
    "LevelsResult",
    "MeetingsResult",
    "MethodsResult",
    "Movement",
    "NearRepeatsResult",
    "NotAvailable",
    "OffenceMixResult",
    "Outcome",
    "OutcomesResult",
    "OutturnResult",
    "PartnersResult",
    "PatternChangeResult",
    "PeerTrendResult",
    "PeopleResult",
    "PerformanceResult",
    "PersistenceResult",
    "PlaceAmongAll",
    "PlaceChangeResult",
    "PlanLessonsResult",
    "PlanTargetsResult",
    "PositionResult",
    "PreviousFindingsResult",
    "PreviousPlanResult",
    "PrioritiesResult",
    "PriorityPlacesResult",
    "Problem",
    "ProblemPlaces",
    "ProblemsResult",
    "PublicAgreementResult",
    "QualityResult",
    "ReadinessResult",
    "RecordResult",
    "RecordingResult",
    "RepeatsResult",
    "RespondentsResult",
    "SeasonalityResult",
    "SeverityResult",
    "Side",
    "SincePreviousResult",
    "Standing",
    "StrategiesResult",
    "SubmissionsResult",
    "TrailResult",
    "Trend",
    "TrendsResult",
    "Verdict",
    "ViewChangesResult",
    "ViewsResult",
    "WardsResult",
]
