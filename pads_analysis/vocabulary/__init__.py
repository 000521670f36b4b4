"""The words of the field, kept as data: offences, statutory elements, sources and their licences.

YAML files beside this module hold the words; `load` reads one, and the functions below give typed views.
Everything here is read once and cached; nothing here knows about partnerships or periods.
"""

from pads_analysis.vocabulary.evidence import evidence_scale, evidence_warning, grading_rule, kinds_of_test
from pads_analysis.vocabulary.offences import Offence, Scheme, offence_scheme, slug
from pads_analysis.vocabulary.prescribed import (
    Category,
    DataSet,
    ExtractField,
    data_set,
    data_sets,
    extract_fields,
    grade_rules,
)
from pads_analysis.vocabulary.sources import Source, source
from pads_analysis.vocabulary.statute import Duty, Element, duties, statutory_elements
from pads_analysis.vocabulary.themes import (
    STATUTORY_THEMES,
    sets_of_theme,
    short_name,
    theme_of,
    themed_sets,
    themes,
)
from pads_analysis.vocabulary.views import ViewsMeasure, views_measures
from pads_analysis.vocabulary.words import (
    glossary,
    methods_used,
    report_sections,
    section_ids,
    statutory_gaps,
)

__all__ = [
    "STATUTORY_THEMES",
    "Category",
    "DataSet",
    "Duty",
    "Element",
    "ExtractField",
    "Offence",
    "Scheme",
    "Source",
    "ViewsMeasure",
    "data_set",
    "data_sets",
    "duties",
    "evidence_scale",
    "evidence_warning",
    "extract_fields",
    "glossary",
    "grade_rules",
    "grading_rule",
    "kinds_of_test",
    "methods_used",
    "offence_scheme",
    "report_sections",
    "section_ids",
    "sets_of_theme",
    "short_name",
    "slug",
    "source",
    "statutory_elements",
    "statutory_gaps",
    "test_kinds",
    "theme_of",
    "themed_sets",
    "themes",
    "views_measures",
]
