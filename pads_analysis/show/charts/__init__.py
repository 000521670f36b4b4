"""Charts: one function per family, each from a released result to figures.

Every function takes a `Released` result and returns a `Figure`, a list of them, or the section's `Absence`.
"""

from pads_analysis.show.charts.baskets import baskets
from pads_analysis.show.charts.change import change
from pads_analysis.show.charts.concentration import concentration
from pads_analysis.show.charts.concerns import concern_gap, concerns
from pads_analysis.show.charts.context import context
from pads_analysis.show.charts.contributions import contributions
from pads_analysis.show.charts.county import county
from pads_analysis.show.charts.county_priorities import county_priorities
from pads_analysis.show.charts.coverage import coverage
from pads_analysis.show.charts.decomposition import decompositions
from pads_analysis.show.charts.deprivation import deprivation
from pads_analysis.show.charts.exceedances import exceedances
from pads_analysis.show.charts.explanations import hypotheses
from pads_analysis.show.charts.hours import hours
from pads_analysis.show.charts.interventions import interventions
from pads_analysis.show.charts.level_shifts import level_shifts
from pads_analysis.show.charts.levels import levels
from pads_analysis.show.charts.near_repeats import near_repeats
from pads_analysis.show.charts.offence_mix import offence_mix
from pads_analysis.show.charts.outcomes import outcomes
from pads_analysis.show.charts.outturn import outturn
from pads_analysis.show.charts.partners import partners
from pads_analysis.show.charts.peer_trend import peer_trend
from pads_analysis.show.charts.people import people
from pads_analysis.show.charts.plan import plan_targets
from pads_analysis.show.charts.position import position
from pads_analysis.show.charts.priorities import priorities
from pads_analysis.show.charts.priority_places import priority_places
from pads_analysis.show.charts.problems import problems
from pads_analysis.show.charts.public_agreement import public_agreement
from pads_analysis.show.charts.repeats import repeats
from pads_analysis.show.charts.respondents import comments, meetings, respondents
from pads_analysis.show.charts.seasonality import seasonality
from pads_analysis.show.charts.severity import severity
from pads_analysis.show.charts.submissions import submissions
from pads_analysis.show.charts.trends import trends
from pads_analysis.show.charts.views import confidence, view_changes, views
from pads_analysis.show.charts.wards import wards

__all__ = [
    "baskets",
    "change",
    "comments",
    "concentration",
    "concern_gap",
    "concerns",
    "confidence",
    "context",
    "contributions",
    "county",
    "county_priorities",
    "coverage",
    "decompositions",
    "deprivation",
    "exceedances",
    "hours",
    "hypotheses",
    "interventions",
    "level_shifts",
    "levels",
    "meetings",
    "near_repeats",
    "offence_mix",
    "outcomes",
    "outturn",
    "partners",
    "peer_trend",
    "people",
    "plan_targets",
    "position",
    "priorities",
    "priority_places",
    "problems",
    "public_agreement",
    "repeats",
    "respondents",
    "seasonality",
    "severity",
    "submissions",
    "trends",
    "view_changes",
    "views",
    "wards",
]
