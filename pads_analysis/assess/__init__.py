"""The questions a strategic assessment asks, one function each: `Case` in, frozen result or `NotAvailable` out."""

from pads_analysis.assess.area import area_profile
from pads_analysis.assess.baskets import baskets
from pads_analysis.assess.change import change, place_change
from pads_analysis.assess.comments import comments
from pads_analysis.assess.concern_gap import concern_gap
from pads_analysis.assess.concerns import concerns
from pads_analysis.assess.confidence import confidence
from pads_analysis.assess.context import context
from pads_analysis.assess.county import county
from pads_analysis.assess.county_priorities import county_priorities
from pads_analysis.assess.cross_border import cross_border
from pads_analysis.assess.decisions import decisions
from pads_analysis.assess.decomposition import decompositions
from pads_analysis.assess.drivers import contributions, peer_trend
from pads_analysis.assess.escalation import escalation
from pads_analysis.assess.evaluation import interventions
from pads_analysis.assess.exceedances import exceedances
from pads_analysis.assess.forecast import outturn
from pads_analysis.assess.hallmarks import hallmarks
from pads_analysis.assess.hours import hours
from pads_analysis.assess.hypotheses import hypotheses
from pads_analysis.assess.joint_working import county_gaps, joint_working
from pads_analysis.assess.level_shifts import level_shifts
from pads_analysis.assess.levels import levels
from pads_analysis.assess.meetings import meetings
from pads_analysis.assess.methods import methods
from pads_analysis.assess.near_repeats import near_repeats
from pads_analysis.assess.offence_mix import offence_mix
from pads_analysis.assess.outcomes import outcomes
from pads_analysis.assess.partners import partners
from pads_analysis.assess.pattern_change import pattern_change
from pads_analysis.assess.patterns import concentration, deprivation, hotspots
from pads_analysis.assess.people import people
from pads_analysis.assess.performance import performance
from pads_analysis.assess.persistence import persistence
from pads_analysis.assess.plan_lessons import plan_lessons
from pads_analysis.assess.plan_targets import plan_targets
from pads_analysis.assess.position import position
from pads_analysis.assess.previous_findings import previous_findings
from pads_analysis.assess.previous_plan import previous_plan
from pads_analysis.assess.priorities import priorities
from pads_analysis.assess.priority_places import priority_places
from pads_analysis.assess.problems import problems
from pads_analysis.assess.public_agreement import public_agreement
from pads_analysis.assess.quality import quality
from pads_analysis.assess.readiness import readiness
from pads_analysis.assess.record import record
from pads_analysis.assess.recording import recording
from pads_analysis.assess.repeats import repeats
from pads_analysis.assess.respondents import respondents
from pads_analysis.assess.seasons import seasonality
from pads_analysis.assess.severity import severity
from pads_analysis.assess.since_previous import since_previous
from pads_analysis.assess.strategies import strategies
from pads_analysis.assess.submissions import submissions
from pads_analysis.assess.trail import trail
from pads_analysis.assess.trends import trends
from pads_analysis.assess.view_changes import view_changes
from pads_analysis.assess.views import views
from pads_analysis.assess.wards import wards

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
    "contributions",
    "county",
    "county_gaps",
    "county_priorities",
    "cross_border",
    "decisions",
    "decompositions",
    "deprivation",
    "escalation",
    "exceedances",
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
    "quality",
    "readiness",
    "record",
    "recording",
    "repeats",
    "respondents",
    "seasonality",
    "severity",
    "since_previous",
    "strategies",
    "submissions",
    "trail",
    "trends",
    "view_changes",
    "views",
    "wards",
]
