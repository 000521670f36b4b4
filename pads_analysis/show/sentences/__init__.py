"""Sentences: deterministic templates from released results, in the four-way vocabulary of `compare`.

Every function takes a `Released` result and returns a list of `Sentence`, or the section's `Absence`.
"""

from pads_analysis.show.sentences.baskets import baskets
from pads_analysis.show.sentences.change import change, place_change
from pads_analysis.show.sentences.concerns import comments, concern_gap, concerns, meetings, respondents
from pads_analysis.show.sentences.county import county
from pads_analysis.show.sentences.county_matters import county_priorities, cross_border, escalation
from pads_analysis.show.sentences.data import quality
from pads_analysis.show.sentences.decisions import decisions
from pads_analysis.show.sentences.decomposition import decompositions, outturn
from pads_analysis.show.sentences.drivers import contributions, peer_trend, recording
from pads_analysis.show.sentences.exceedances import exceedances
from pads_analysis.show.sentences.explanations import context, hypotheses
from pads_analysis.show.sentences.hours import hours
from pads_analysis.show.sentences.interventions import interventions
from pads_analysis.show.sentences.joint_working import county_gaps, joint_working
from pads_analysis.show.sentences.level_shifts import level_shifts
from pads_analysis.show.sentences.levels import levels
from pads_analysis.show.sentences.months import seasonality, trends
from pads_analysis.show.sentences.offence_mix import offence_mix
from pads_analysis.show.sentences.outcomes import outcomes
from pads_analysis.show.sentences.partners import partners, submissions
from pads_analysis.show.sentences.pattern_change import pattern_change
from pads_analysis.show.sentences.patterns import (
    area_profile,
    concentration,
    deprivation,
    hotspots,
)
from pads_analysis.show.sentences.people import people
from pads_analysis.show.sentences.performance import hallmarks, performance
from pads_analysis.show.sentences.persistence import persistence
from pads_analysis.show.sentences.plan import plan_lessons, plan_targets, previous_plan
from pads_analysis.show.sentences.position import position
from pads_analysis.show.sentences.previous import previous_findings, since_previous
from pads_analysis.show.sentences.priorities import priorities
from pads_analysis.show.sentences.priority_places import priority_places, public_agreement, strategies
from pads_analysis.show.sentences.problems import problems
from pads_analysis.show.sentences.readiness import readiness
from pads_analysis.show.sentences.repeats import near_repeats, repeats
from pads_analysis.show.sentences.severity import severity
from pads_analysis.show.sentences.views import confidence, view_changes, views
from pads_analysis.show.sentences.wards import wards

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
    "recording",
    "repeats",
    "respondents",
    "seasonality",
    "severity",
    "since_previous",
    "strategies",
    "submissions",
    "trends",
    "view_changes",
    "views",
    "wards",
]
