"""The settings of an assessment: what may be set, where each value came from, and what is wrong with one.

`load_params` layers the project's `defaults.yaml`, a partnership's files and what was given for one run,
checks all of it and returns a frozen `Resolved`. Importing this package needs pydantic and PyYAML only.
"""

from pads_analysis.params.context import ContextFile, ContextSeries
from pads_analysis.params.context_table import ContextTable
from pads_analysis.params.county_file import CountyFile
from pads_analysis.params.edition import for_edition
from pads_analysis.params.hypothesis_tests import HypothesisTest
from pads_analysis.params.issues import IssuesFile
from pads_analysis.params.judgements import DecisionsFile, HallmarksFile, HypothesesFile
from pads_analysis.params.layers import Resolved, load_params
from pads_analysis.params.listing import Setting, params_files, settings
from pads_analysis.params.locations import notebooks_dir, params_dir
from pads_analysis.params.matrix import MatrixFile
from pads_analysis.params.models import AssessmentParams
from pads_analysis.params.plan import PlanFile
from pads_analysis.params.previous import FINDINGS_VERSION, PreviousAssessment
from pads_analysis.params.schema import write_schemas
from pads_analysis.params.severity import SeverityFile
from pads_analysis.params.views import ViewsFile

__all__ = [
    "FINDINGS_VERSION",
    "AssessmentParams",
    "ContextFile",
    "ContextSeries",
    "ContextTable",
    "CountyFile",
    "DecisionsFile",
    "HallmarksFile",
    "HypothesesFile",
    "HypothesisTest",
    "IssuesFile",
    "MatrixFile",
    "PlanFile",
    "PreviousAssessment",
    "Resolved",
    "Setting",
    "SeverityFile",
    "ViewsFile",
    "for_edition",
    "load_params",
    "notebooks_dir",
    "params_dir",
    "params_files",
    "settings",
    "write_schemas",
]
