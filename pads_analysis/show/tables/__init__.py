"""Tables: one function per printed table, each from a released result.

Every function takes a `Released` result and returns a `Table` (levels: two), or the section's `Absence`.
"""

from pads_analysis.show.tables.baskets import baskets
from pads_analysis.show.tables.change import (
    change,
    contributions_offences,
    contributions_places,
    peer_trend,
    place_change,
    recording,
)
from pads_analysis.show.tables.concerns import comments, concern_gap, concerns, meetings, respondents
from pads_analysis.show.tables.county import county, county_shared
from pads_analysis.show.tables.county_matters import county_priorities, cross_border, escalation
from pads_analysis.show.tables.data import coverage, deliveries, gaps, glossary, methods, settings
from pads_analysis.show.tables.decomposition import decompositions, outturn
from pads_analysis.show.tables.exceedances import exceedances
from pads_analysis.show.tables.explanations import context, hypotheses
from pads_analysis.show.tables.incidents import hours, near_repeats, repeats
from pads_analysis.show.tables.interventions import interventions
from pads_analysis.show.tables.joint_working import county_gaps, joint_working
from pads_analysis.show.tables.level_shifts import level_shifts
from pads_analysis.show.tables.levels import levels
from pads_analysis.show.tables.offence_mix import offence_mix
from pads_analysis.show.tables.outcomes import outcomes
from pads_analysis.show.tables.partners import partners, people, submissions
from pads_analysis.show.tables.pattern_change import pattern_change
from pads_analysis.show.tables.patterns import (
    area_profile,
    concentration,
    deprivation,
    hotspots,
    seasonality,
    trends,
)
from pads_analysis.show.tables.performance import hallmarks, performance
from pads_analysis.show.tables.persistence import persistence
from pads_analysis.show.tables.plan import plan_lessons, plan_targets, previous_plan
from pads_analysis.show.tables.position import position
from pads_analysis.show.tables.previous import previous_findings, since_previous
from pads_analysis.show.tables.priorities import decisions, priorities, weights
from pads_analysis.show.tables.priority_places import priority_places, public_agreement, strategies
from pads_analysis.show.tables.problems import problems
from pads_analysis.show.tables.readiness import readiness
from pads_analysis.show.tables.record import record
from pads_analysis.show.tables.severity import severity
from pads_analysis.show.tables.trail import trail
from pads_analysis.show.tables.views import confidence, view_changes, views
from pads_analysis.show.tables.wards import wards

__all__ = [
    "area_profile",
    "baskets",
    "change",
    "comments",
    "concentration",
    "concern_gap",
    "concerns",
    "confidence",
    "context",
    "contributions_offences",
    "contributions_places",
    "county",
    "county_gaps",
    "county_priorities",
    "county_shared",
    "coverage",
    "cross_border",
    "decisions",
    "decompositions",
    "deliveries",
    "deprivation",
    "escalation",
    "exceedances",
    "gaps",
    "glossary",
    "hallmarks",
    "hotspots",
    "hours",
    "hypotheses",
    "interventions",
    "joint_working",
    "level_shifts",
    "levels",
    "meetings",
    "methods",
    "near_repeats",
    "offence_mix",
    "outcomes",
    "outturn",
    "partners",
    "pattern_change",
    "peer_trend",
    "people",
    "performance",
    "persistence",
    "place_change",
    "plan_lessons",
    "plan_targets",
    "position",
    "previous_findings",
    "previous_plan",
    "priorities",
    "priority_places",
    "problems",
    "public_agreement",
    "readiness",
    "record",
    "recording",
    "repeats",
    "respondents",
    "seasonality",
    "settings",
    "severity",
    "since_previous",
    "strategies",
    "submissions",
    "trail",
    "trends",
    "view_changes",
    "views",
    "wards",
    "weights",
]
