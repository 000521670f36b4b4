"""Did an offence change more in some small areas of the partnership than in the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pads_analysis.assess.change import MIN_EVENTS_FOR_PLACE
from pads_analysis.assess.places import place_pairs
from pads_analysis.assess.selection import enough_pairs, paired_months
from pads_analysis.assess.tested import Tested, cannot
from pads_analysis.stats.panel import ENOUGH_AREAS, two_way_poisson
from pads_analysis.stats.randomisation import randomisation_test

if TYPE_CHECKING:
    from pads_analysis.data.case import Case
    from pads_analysis.params import HypothesisTest

MOST_DEPRIVED_DECILES = 2
#: With fewer areas on one side than these the model's p is too small, and a randomisation test stands beside it.
ENOUGH_ON_A_SIDE = ENOUGH_AREAS // 4


def place_test(case: Case, test: HypothesisTest, offence: str) -> Tested:
    """Return the change in the named small areas over the change in all others, each area with a level of its own."""
    if case.places is None or case.place_months is None:
        return cannot(f"the counts come from the {case.scheme.label}, which have no small areas")
    now, before, _ = paired_months(case)
    if not enough_pairs(case, now):
        return cannot("too few months are complete in both periods")
    inside = _inside(case, test)
    if isinstance(inside, str):
        return cannot(inside, "deprivation" if test.deprived else "lookup")
    pairs = place_pairs(case, now, before, offence)
    within = pairs["place_code"].isin(inside).to_numpy()
    events = int(pairs.loc[within, ["count", "count_before"]].sum().sum())
    if events < MIN_EVENTS_FOR_PLACE:
        return cannot(f"only {events} events lie in the areas named, and {MIN_EVENTS_FOR_PLACE} are needed")
    if within.all():
        return cannot("the areas named are the whole partnership, so that there is no rest to compare with")
    kinds = ("deprivation",) if test.deprived else ()
    return _compared(case, pairs, within, events, kinds)


def _compared(
    case: Case, pairs: pd.DataFrame, within: np.ndarray, events: int, kinds: tuple[str, ...]
) -> Tested:
    rows = {
        "count": np.concatenate([pairs["count_before"].clip(lower=0), pairs["count"].clip(lower=0)]),
        "area": np.tile(pairs["place_code"].to_numpy(), 2),
        "period": np.repeat([0, 1], len(pairs)),
        "treated": np.concatenate([np.zeros(len(pairs)), within.astype(float)]),
    }
    try:
        found = two_way_poisson(**rows, confidence=case.params.statistics.confidence)
        p, sets = found.p, min(found.n_treated, found.n_areas - found.n_treated)
        if sets < ENOUGH_ON_A_SIDE:
            rng = np.random.default_rng(case.params.priorities.seed)
            p = max(p, randomisation_test(**rows, rng=rng, draws=1999).p)
    except ValueError as error:
        return cannot(f"the counts do not carry such a comparison ({error})", *kinds)
    return Tested(
        found.ratio,
        found.ratio_low,
        found.ratio_high,
        p=p,
        count=events,
        kinds=kinds,
        detail=f"{int(within.sum())} of {len(within)} small areas",
    )


def _inside(case: Case, test: HypothesisTest) -> set[str] | str:
    """Return the small areas in question, or why there are none."""
    places = case.places
    if test.deprived:
        decile = pd.to_numeric(places["imd_decile"], errors="coerce")
        if decile.isna().all():
            return "the store holds no index of deprivation for these small areas"
        found = set(places.loc[decile <= MOST_DEPRIVED_DECILES, "place_code"])
        return found or "no small area of the partnership lies in the most deprived fifth of the country"
    asked = set(test.places)
    own = places["place_code"].isin(asked) | places["ward_code"].isin(asked)
    known = set(places["place_code"]) | set(places["ward_code"])
    missing = sorted(asked - known)
    if missing:
        some = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        return f"no small area or ward of this partnership has the code {some}"
    return set(places.loc[own, "place_code"])
