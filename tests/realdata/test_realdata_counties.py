"""Three real two-tier counties on five months: what can be said is said, and of the rest why not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from conftest import published
from tiers import with_rest

from pads_analysis import assess
from pads_analysis.assess.result import NotAvailable
from pads_analysis.data.county_opening import open_county
from pads_analysis.data.ingest import ingest
from pads_analysis.data.store import Store
from pads_analysis.release import release
from pads_analysis.show import sentences

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

#: Partnerships of each county in the published lookups; Medway, Leicester and Peterborough are unitary.
SIZES = {"Kent": 11, "Leicestershire": 7, "Cambridgeshire": 5}


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    data = published("police-other-forces-5months", "lookups", "population")[0].parent
    target = tmp_path_factory.mktemp("counties") / "store"
    folders = [data / name for name in ("police-other-forces-5months", "lookups", "population")]
    assert ingest(folders, target).exit_code == 0
    return target


@pytest.fixture(scope="module", params=with_rest(sorted(SIZES), "Cambridgeshire"))
def county(request, store):
    return open_county(request.param, months=3, store=str(store))


def test_every_district_of_the_county_is_there(county) -> None:
    assert len(county.cases) == SIZES[county.name] and not county.without_data
    assert not any("Medway" in case.partnership.name for case in county.cases)


def test_no_change_is_claimed_or_denied_without_a_year_before(county) -> None:
    texts = [each.text for name in ("county", "county_priorities") for each in said(name, county)]
    assert any("cannot be said" in text for text in texts)
    assert not any("rose clearly" in text or "moved clearly" in text for text in texts)


def test_issues_are_still_scored_and_borders_say_why_not(county) -> None:
    found = assess.county_priorities(county)
    assert found.districts.shape[0] == SIZES[county.name]
    assert found.issues["n_first"].max() <= SIZES[county.name]
    assert found.issues["ratio"].isna().all()
    across = assess.cross_border(county)
    assert isinstance(across, NotAvailable) and not across.not_applicable
    assert "no boundaries" in across.because and "30 are needed" in across.because


def test_the_half_month_of_kent_is_not_counted(store) -> None:
    kent = open_county("Kent", period_end="2019-02", months=3, store=str(store))
    gaps = assess.county_gaps(kent).table
    assert set(gaps["data"]) == {"2 of 3 months complete"}


def test_small_areas_of_a_county_are_those_of_its_districts(county, store) -> None:
    opened, keys = Store.open(store), ["partnership_code", "place_code", "month", "offence_code"]
    each = [
        opened.place_months(case.partnership.code).assign(partnership_code=case.partnership.code)
        for case in county.cases
    ]
    apart = pd.concat(each)[[*keys, "count"]].sort_values(keys, ignore_index=True)
    joined = county.case.county_place_months[[*keys, "count"]].sort_values(keys, ignore_index=True)
    pd.testing.assert_frame_equal(joined, apart)


def said(name: str, county):
    return getattr(sentences, name)(release(getattr(assess, name)(county), county))
