"""The Public Attitude Survey by London borough, as MOPAC published it, beside its own figures read with csv alone."""

from __future__ import annotations

import csv

import pytest
from conftest import published

from pads_analysis.data.ingest import ingest
from pads_analysis.data.store import Store

pytestmark = pytest.mark.realdata


def test_the_london_survey_is_held_for_every_borough_without_bases(tmp_path):
    survey, lookups = published("pas-london-confidence", "lookups")
    (file,) = survey.glob("*.csv")
    assert ingest([lookups, file], tmp_path / "store").exit_code == 0
    store = Store.open(tmp_path / "store")
    names = dict(
        store.partnerships()[["partnership_name", "partnership_code"]].itertuples(index=False, name=None)
    )
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    # A row with texts beyond the last heading is named and left out.
    rows = [row for row in rows if not any(row[6:])]
    own = [row for row in rows if row[2].casefold() == "richmond upon thames"]
    assert len({row[2] for row in own}) == 2
    held = store.published_views(names["Richmond upon Thames"], open_only=True)
    assert len(held) == len(own)
    assert held["base"].isna().all()
    assert held["value"].sum() == pytest.approx(sum(float(row[4].replace(",", ".")) for row in own))
    assert len(store.published_views(names["Westminster"])) == sum(
        row[2] == "City of Westminster" for row in rows
    )
    unplaced = store.unplaced()
    assert unplaced[unplaced["source"] == "survey_table"].empty
    total = sum(len(store.published_views(code)) for code in names.values())
    assert total == len(rows)
