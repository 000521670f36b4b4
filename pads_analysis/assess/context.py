"""Recorded crime beside other series, over areas and periods (statutory element c): association, never a cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.compare import family_rule, judge
from pads_analysis.assess.context_panels import (
    AREAS,
    CANNOT,
    Panel,
    deprivation_panel,
    residents_panel,
    series_panel,
)
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.result import ContextResult, NotAvailable
from pads_analysis.assess.selection import basis
from pads_analysis.stats.panel_slope import area_slope, two_way_slope
from pads_analysis.vocabulary import evidence_warning

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "What recorded crime goes along with"
#: Fewer areas or periods than these leave the spread between areas unknown.
LEAST_AREAS, LEAST_PERIODS, LEAST_SMALL_AREAS = 8, 3, 20
ESTIMATES = ("ratio", "ci_low", "ci_high", "p", "p_permuted")


@once_per_case
def context(case: Case) -> ContextResult | NotAvailable:
    """Set recorded crime beside each context series: effect size per meaningful unit, with its interval.

    Series over partnerships are told with a level for each area and for each period, so that only what moved apart from
    the others counts; deprivation, which hardly moves, over the small areas of the partnership.
    """
    panels = [panel for panel in _panels(case) if panel is not None]
    rows = pd.DataFrame([_row(case, panel) for panel in panels])
    if rows.empty or (not rows["supplied"].any() and (rows["reason"] != "").all()):
        return NotAvailable("context", "c", TITLE, _why(case, rows), _do(case))
    settings = case.params.statistics
    rows = judge(rows, settings, count=rows["count"]) if rows["p"].notna().any() else _unjudged(rows)
    kinds = [kind for panel in panels for kind in panel.kinds]
    return ContextResult(
        basis=basis(case, *_notes(case), kinds=tuple(dict.fromkeys(kinds))),
        table=rows.drop(columns="count"),
        rule=family_rule(settings),
        warnings=(evidence_warning("ecology"), evidence_warning("no_cause")),
    )


def _panels(case: Case) -> list[Panel | None]:
    held = case.resolved.context
    supplied = [
        series_panel(case, series, case.resolved.context_tables[series.id], offence)
        for series in (held.series if held else ())
        for offence in dict.fromkeys(
            (*(series.offences or (case.scheme.total_code,)), *_asked_for(case, series.id))
        )
    ]
    of_the_store = [
        panel(case, offence)
        for name, panel in (("residents", residents_panel), ("deprivation", deprivation_panel))
        for offence in dict.fromkeys((case.scheme.total_code, *_asked_for(case, name)))
    ]
    return [*supplied, *of_the_store]


def _asked_for(case: Case, series: str) -> list[str]:
    """Return the offences for which a test of a hypothesis asks after the series."""
    held = case.resolved.hypotheses
    return [
        test.indicator or entry.indicator
        for entry in (held.hypotheses if held else ())
        for test in entry.tests
        if test.series == series
    ]


def _row(case: Case, panel: Panel) -> dict[str, object]:
    reason = panel.reason or _too_little(panel)
    estimates = dict.fromkeys(ESTIMATES, np.nan)
    if not reason:
        try:
            estimates = _estimate(case, panel)
        except ValueError as error:
            reason = _in_words(str(error))
    rows = panel.rows
    known = len(rows) > 0
    return {
        "series": panel.series,
        "series_name": panel.name,
        "unit": panel.unit,
        "per": panel.per,
        "step_words": panel.step_words,
        "lag": panel.lag,
        "offence_code": panel.offence,
        "offence_name": case.scheme.offence(panel.offence).name,
        **estimates,
        "n_areas": int(rows["area"].nunique()) if known else 0,
        "n_periods": int(rows["period"].nunique()) if known else 0,
        "areas_are": panel.areas_are,
        "span": panel.span,
        "adjusts": panel.adjusts,
        "reason": reason,
        "supplied": panel.supplied,
        "source": panel.source,
        "note": panel.note,
        "count": int(rows["count"].sum()) if known and not reason else 0,
    }


def _estimate(case: Case, panel: Panel) -> dict[str, float]:
    rows, confidence = panel.rows, case.params.statistics.confidence
    if panel.areas_are == AREAS:
        found = two_way_slope(
            rows["count"].to_numpy(),
            rows["area"].to_numpy(),
            rows["period"].to_numpy(),
            rows["value"].to_numpy(),
            rng=np.random.default_rng(case.params.priorities.seed),
            exposure=rows["exposure"].to_numpy(),
            step=panel.step,
            confidence=confidence,
        )
    else:
        found = area_slope(
            rows["count"].to_numpy(),
            rows["value"].to_numpy(),
            exposure=rows["exposure"].to_numpy(),
            step=panel.step,
            confidence=confidence,
        )
    return dict(
        zip(
            ESTIMATES,
            (found.ratio, found.ratio_low, found.ratio_high, found.p, found.p_permuted),
            strict=True,
        )
    )


def _too_little(panel: Panel) -> str:
    areas, periods = panel.rows["area"].nunique(), panel.rows["period"].nunique()
    if panel.areas_are != AREAS:
        if areas >= LEAST_SMALL_AREAS:
            return ""
        return f"only {areas} small areas have a value, and {LEAST_SMALL_AREAS} are needed"
    if areas < LEAST_AREAS:
        return f"only {areas} partnerships have counts and values, and {LEAST_AREAS} are needed"
    if periods < LEAST_PERIODS:
        return f"counts and values share only {periods} periods, and {LEAST_PERIODS} are needed"
    return ""


def _in_words(message: str) -> str:
    if "vary within areas" in message:
        return "the series moves alike in all areas, or not at all, so that nothing can be told from it"
    if "the same in every area" in message:
        return "the series is the same in every area"
    return f"the counts do not carry such a comparison ({message})"


def _unjudged(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(p_adjusted=np.nan, verdict=CANNOT)


def _notes(case: Case) -> tuple[str, ...]:
    if "context" in case.resolved.withheld:
        return ("The series that the partnership supplies are withheld from the public edition.",)
    return ()


def _why(case: Case, rows: pd.DataFrame) -> str:
    own = (
        "the series that the partnership supplies are withheld from the public edition"
        if "context" in case.resolved.withheld
        else "no context series was given for this partnership"
    )
    if rows.empty:
        return own
    said = "; ".join(f"of {row.series_name.lower()}, {row.reason}" for row in rows.itertuples())
    return f"{own}, and the store's own series cannot be used: {said}"


def _do(case: Case) -> str:
    if "context" in case.resolved.withheld:
        return "The partner edition holds them."
    folder = f"params/partnerships/{case.partnership.code}"
    return f"Write {folder}/context.yaml; docs/how-to/test-an-explanation.md shows how."
