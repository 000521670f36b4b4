"""Documents drafted from a finished assessment: the partnership plan, its public summary, the county agreement.

Everything that is said comes from the findings.json of a run, so a number has one origin; nothing is computed anew.
What only people can say is left open, marked and counted.
"""

from pads_analysis.draft.agreement import agreement
from pads_analysis.draft.assessment import Assessment, open_assessment, open_county
from pads_analysis.draft.document import Draft, places_left
from pads_analysis.draft.keeping import Kept, keep
from pads_analysis.draft.plan import plan
from pads_analysis.draft.summary import summary

__all__ = [
    "Assessment",
    "Draft",
    "Kept",
    "agreement",
    "keep",
    "open_assessment",
    "open_county",
    "places_left",
    "plan",
    "summary",
]
