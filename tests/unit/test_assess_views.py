"""What people here say."""

from __future__ import annotations

import numpy as np
import pytest
from assess_cases import OWN, make_case, survey

from pads_analysis.assess.result import NotAvailable
from pads_analysis.assess.views import views
from pads_analysis.params.views import ViewsFile


def test_shares_have_an_interval_only_where_people_were_drawn_at_random():
    meeting = {"date": "2021-06-01", "title": "Ward forum", "public": True, "attendance": 31}
    closed = {**meeting, "title": "Board", "public": False}
    held = ViewsFile(surveys=[survey(True, 0.25), survey(False, 0.25, name="S2")], meetings=[meeting, closed])
    found = views(make_case({OWN: {"burglary": 50}}, views=held))
    drawn, chosen, forum, board = found.table.to_dict("records")
    # Wilson's score interval of 100 in 400.
    z, n, p = 1.959964, 400, 0.25
    middle, half = (p + z * z / (2 * n)), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    limits = [(middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)]
    assert [drawn["ci_low"], drawn["ci_high"]] == pytest.approx(limits, rel=1e-6)
    assert np.isnan(chosen["ci_low"]) and np.isnan(chosen["ci_high"]) and chosen["value"] == 0.25
    assert drawn["source"] == "Residents' survey"
    assert [forum["group"], board["group"]] == ["anyone could attend", "by invitation"]
    assert (forum["base"], forum["mode"]) == (31, "meeting") and np.isnan(forum["value"])
    assert found.basis.source_kinds == ("views",)


@pytest.mark.parametrize("held", [None, ViewsFile()])
def test_no_views_is_an_absence_that_names_the_file(held):
    found = views(make_case({OWN: {"burglary": 50}}, views=held))
    assert isinstance(found, NotAvailable) and f"{OWN}/views.yaml" in found.do and found.element == "e"
