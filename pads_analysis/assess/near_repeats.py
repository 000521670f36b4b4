"""Whether one crime is followed by another near by and soon after (statutory element a)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pads_analysis.assess.incidents import disclosed_basis, incidents
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.open_data import not_from_open_data
from pads_analysis.assess.points import own_points
from pads_analysis.assess.result import NearRepeatsResult, NotAvailable
from pads_analysis.assess.subjects import TOTAL, subjects
from pads_analysis.stats.multiplicity import adjust
from pads_analysis.stats.near_repeat import near_repeat
from pads_analysis.stats.near_repeat_ratios import pair_ratios, pairs_within

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "Does one crime foretell the next nearby?"
OPEN_DATA = (
    "published points are moved to the nearest of a fixed list of map points and come without a day, so that "
    "crimes of several addresses share one point by design"
)
DATA_SET = "police_crime"
#: Bands hold their lower edge and not their upper: under a metre is the same place, 1 to 100 metres end below 101.
METRES, DAYS = (0.0, 1.0, 101.0, 201.0, 401.0), (0.0, 8.0, 15.0, 22.0, 29.0)
SPACE_WORDS = ("same place", "1 to 100 m", "101 to 200 m", "201 to 400 m")
TIME_WORDS = ("0 to 7 days", "8 to 14 days", "15 to 21 days", "22 to 28 days")
#: Days of a span up to which its middle can stand for the day.
LONGEST_SPAN = 3
LEAST_INCIDENTS = 100
#: Pairs times shuffles that take about a second and a half; shuffles are fewer where pairs are many.
MOST_WORK, MOST_SHUFFLES, LEAST_SHUFFLES = 150_000_000, 999, 199
MOST_PAIRS = MOST_WORK // LEAST_SHUFFLES
RATIOS = ("observed", "expected", "ratio", "ci_low", "ci_high")


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """Incidents of one kind that can be placed and dated: points in metres (n, 2), whole days (n,), pairs near by."""

    code: str
    name: str
    points: np.ndarray
    days: np.ndarray
    pairs: int


@once_per_case
def near_repeats(case: Case) -> NearRepeatsResult | NotAvailable:
    """Return how much oftener crimes of a kind follow one another near by than shuffled dates would give.

    Only incidents with a point of their own and a span of a few days at most are used; each kind by itself.
    """
    rows = incidents(case, DATA_SET, case.period)
    if rows is None:
        return not_from_open_data(case, "near_repeats", TITLE, OPEN_DATA)
    points = own_points(rows)
    if points.refused:
        return _absent(
            points.refused,
            "Ask the police for the points as recorded (easting and northing to the metre) for partners' use.",
        )
    usable, left_out = _usable(points.rows, points.n_without)
    whole, too_few = _kinds(usable)
    kinds = _within_budget(whole)
    if not kinds:
        return _absent(
            f"no kind of crime has {LEAST_INCIDENTS} records with a point and a day", "Ingest further months."
        )
    work = sum(kind.pairs for kind in kinds)
    shuffles = int(np.clip(MOST_WORK // max(work, 1), LEAST_SHUFFLES, MOST_SHUFFLES))
    settings = case.params.statistics
    rng = np.random.default_rng(case.params.priorities.seed)
    table = pd.concat([_table(kind, shuffles, settings.confidence, rng) for kind in kinds], ignore_index=True)
    table["p_adjusted"] = adjust(table["p"].to_numpy())
    clear = (table["p_adjusted"] <= settings.false_discovery_rate) & (table["ratio"] >= 1 + settings.margin)
    table["clear"] = clear & (table["ci_low"] > 1)
    return NearRepeatsResult(
        basis=disclosed_basis(case, (DATA_SET,), case.period, *_notes(kinds)),
        table=table,
        kinds=pd.DataFrame([_reach(kind, table, settings.confidence) for kind in kinds]),
        left_out=_with_cut(left_out, whole, kinds),
        too_few=too_few,
        records=len(rows),
        shuffles=shuffles,
        fdr=settings.false_discovery_rate,
    )


def _absent(because: str, do: str) -> NotAvailable:
    return NotAvailable("near_repeats", "a", TITLE, because, do)


def _usable(rows: pd.DataFrame, n_without: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the incidents with a day, one row each, and how many records were left out for what reason."""
    end = rows["occurred_to"].fillna(rows["occurred_from"])
    span = end - rows["occurred_from"]
    dated = rows.assign(day=(rows["occurred_from"] + span / 2).dt.normalize())
    short = (span >= pd.Timedelta(0)) & (span <= pd.Timedelta(days=LONGEST_SPAN))
    kept = dated[short]
    # Crimes of one moment at one place are one incident, recorded more than once; they are no repeats.
    once = kept.drop_duplicates(["category_code", "easting", "northing", "occurred_from", "occurred_to"])
    counts = (
        ("without a point", n_without),
        (f"with a span of more than {LONGEST_SPAN} days", int((~short).sum())),
        ("of the same kind, place and times as another", len(kept) - len(once)),
    )
    return once, pd.DataFrame(counts, columns=["reason", "count"])


def _kinds(rows: pd.DataFrame) -> tuple[list[_Kind], tuple[str, ...]]:
    """Return the kinds with enough incidents, and those without, by name and number."""
    if rows.empty:
        return [], ()
    found, few = [], []
    for subject in subjects(DATA_SET, rows):
        if subject.code == TOTAL:
            continue
        if len(subject.rows) < LEAST_INCIDENTS:
            few.append(f"{subject.name} ({len(subject.rows)})")
            continue
        ordered = subject.rows.sort_values(["day", "easting", "northing"], kind="stable")
        points = ordered[["easting", "northing"]].to_numpy(dtype="float64")
        days = (ordered["day"] - ordered["day"].min()).dt.days.to_numpy(dtype="float64")
        found.append(_Kind(subject.code, subject.name, points, days, pairs_within(points, METRES[-1])))
    return found, tuple(few)


def _within_budget(kinds: list[_Kind]) -> list[_Kind]:
    """Return the kinds, the busiest cut to their latest incidents where all together hold too many pairs."""
    share = MOST_PAIRS / max(sum(kind.pairs for kind in kinds), 1)
    if share >= 1:
        return kinds
    cut = []
    for kind in kinds:
        # Pairs grow with the square of the incidents.
        kept = max(LEAST_INCIDENTS, int(len(kind.days) * np.sqrt(share)))
        points, days = kind.points[-kept:], kind.days[-kept:]
        cut.append(_Kind(kind.code, kind.name, points, days - days.min(), pairs_within(points, METRES[-1])))
    return cut


def _with_cut(left_out: pd.DataFrame, whole: list[_Kind], kinds: list[_Kind]) -> pd.DataFrame:
    cut = sum(len(one.days) for one in whole) - sum(len(one.days) for one in kinds)
    row = pd.DataFrame(
        {"reason": ["of the earliest, because there are too many pairs to shuffle"], "count": [cut]}
    )
    return pd.concat([left_out, row], ignore_index=True)


def _table(kind: _Kind, shuffles: int, confidence: float, rng: np.random.Generator) -> pd.DataFrame:
    tested = near_repeat(kind.points, kind.days, METRES, DAYS, permutations=shuffles, rng=rng)
    sized = pair_ratios(kind.points, kind.days, METRES, DAYS, confidence)
    rows = [
        (
            *(kind.code, kind.name, s, k, SPACE_WORDS[s], TIME_WORDS[k]),
            *(getattr(sized, name)[s, k] for name in RATIOS),
            # Without a pair so near in the whole period there is nothing to test.
            tested.p[s, k] if sized.expected[s, k] > 0 else np.nan,
        )
        for s in range(len(SPACE_WORDS))
        for k in range(len(TIME_WORDS))
    ]
    return pd.DataFrame(rows, columns=["code", "name", "space", "time", "metres", "days", *RATIOS, "p"])


def _reach(kind: _Kind, table: pd.DataFrame, confidence: float) -> dict[str, Any]:
    """Return how far the pattern reaches without a gap from the nearest band, in the first days and then in time.

    Clear cells farther away, or later, with nothing clear between are no near repeats and are not said.
    """
    own = table[table["code"] == kind.code]
    clear = own.pivot_table(index="space", columns="time", values="clear", aggfunc="first").to_numpy(
        dtype=bool
    )
    row: dict[str, Any] = {"code": kind.code, "name": kind.name, "incidents": len(kind.days), "found": False}
    row |= dict.fromkeys(("metres_to", "days_to", *RATIOS), np.nan)
    # The same place may hold too few incidents to be tested; the hundred metres around it then begin the pattern.
    nearest = 0 if clear[0, 0] else 1
    if not clear[nearest, 0]:
        return row
    last_space = nearest + _unbroken(clear[nearest:, 0]) - 1
    last_time = _unbroken(clear[nearest, :]) - 1
    metres, days = METRES[last_space + 1], DAYS[1]
    whole = pair_ratios(kind.points, kind.days, (0.0, metres), (0.0, days), confidence)
    row |= {name: float(getattr(whole, name)[0, 0]) for name in RATIOS}
    return row | {"found": True, "metres_to": metres - 1, "days_to": DAYS[last_time + 1] - 1}


def _unbroken(flags: np.ndarray) -> int:
    return len(flags) if flags.all() else int(np.argmin(flags))


def _notes(kinds: list[_Kind]) -> tuple[str, ...]:
    return (
        "Pairs of crimes of one kind are counted by the distance and the days between them, and compared "
        "with the same places and dates in shuffled order.",
        "The day is the middle of the time in which a crime may have happened, for spans of up to "
        f"{LONGEST_SPAN} days.",
        "A place or a time of year that grew busier looks like near repeats too: compare the nearest bands "
        "with the next ones.",
        "Whether the authority moved points before it sent them cannot be seen in the extract: ask.",
    )
