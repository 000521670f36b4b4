"""Surveys as the store gives them: who answered, what they answered, and what others have published."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from pads_analysis.params.survey_map import SurveyMap

#: What stands as the answer of a respondent who was asked a multiple question and chose nothing.
NONE_CHOSEN = "(none chosen)"
#: What stands as the answer in own words that no code of the codeframe marks.
NOT_CODED = "(not coded)"
#: Starts the name of each column of the profile in `HeldSurvey.respondents`.
PROFILE = "profile_"

RESPONDENTS = {
    "respondent": "int64",
    "weight": "float64",
    "stratum": "str",
    "cluster": "str",
    "group": "str",
    "area_code": "str",
}
ANSWERS = {"respondent": "int64", "question": "str", "answer": "str"}
PUBLISHED = {
    "series": "str",
    "measure": "str",
    "measure_text": "str",
    "area_name": "str",
    "partnership_code": "str",
    "period": "datetime64[us]",
    "value": "float64",
    "comparator": "float64",
    "comparator_name": "str",
    "base": "float64",
    "file": "str",
}


@dataclass(frozen=True, slots=True, eq=False)
class HeldSurvey:
    """One wave of a survey, as far as it is about one partnership.

    Attributes
    ----------
    map : SurveyMap
        How it was drawn and what was asked, as it stood when the file was ingested.
    respondents : DataFrame
        One row for each respondent of the partnership: respondent (int64, unlike within the file), weight (float64,
        1 where the file has none), stratum, cluster ("" for none), group (resident, worker, both or ""), area_code
        (str, "" for none), and a column profile_<name> (str, "" for none) for each column of the profile.
    answers : DataFrame
        respondent, question (id), answer: only what was answered, several rows where several answers were given, in
        the map's spelling of each. A respondent who was asked a multiple question and chose nothing has one row with
        `NONE_CHOSEN`. Of questions in own words the codes alone, or `NOT_CODED`; the text is stored nowhere.
    n_weighted : bool
        Whether the file had weights.
    file : str
        Name of the file, to print.
    """

    map: SurveyMap
    respondents: pd.DataFrame = field(repr=False)
    answers: pd.DataFrame = field(repr=False)
    n_weighted: bool
    file: str = ""

    @property
    def size(self) -> int:
        """Respondents of the partnership."""
        return len(self.respondents)


def no_published_views() -> pd.DataFrame:
    """Return published results without rows, their columns typed as when filled.

    Columns: series and measure (short names), measure_text (the measure as published), area_name (as published),
    partnership_code, period (timestamp, first day of the last month that the value is about), value (share, 0 to 1),
    comparator (the same of the area compared with, NaN for none), comparator_name, base (people asked, NaN where it was
    not published), file.
    """
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in PUBLISHED.items()})
