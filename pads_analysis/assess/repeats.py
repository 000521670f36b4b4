"""How much crime strikes the same victims, or the same places, again (statutory element a)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pads_analysis.assess.incidents import disclosed_basis, incidents
from pads_analysis.assess.keeping import once_per_case
from pads_analysis.assess.open_data import not_from_open_data
from pads_analysis.assess.points import own_points
from pads_analysis.assess.result import NotAvailable, RepeatsResult
from pads_analysis.assess.subjects import Subject, subjects
from pads_analysis.stats.multiplicity import adjust
from pads_analysis.stats.repeat_shares import repeat_shares, repeats_by_chance

if TYPE_CHECKING:
    from pads_analysis.data.case import Case

TITLE = "Repeat victimisation"
OPEN_DATA = (
    "published crime data do not tell one victim from another, and their points are moved to map points that "
    "several addresses share"
)
DATA_SET = "police_crime"
MOST_TIMES = 5
#: So many repeated units must all lie within quarters before their keys are doubted.
LEAST_FOR_DOUBT = 20
#: Fewer struck again are not called more than chance: a single household would decide.
LEAST_REPEATED = 5
COMPARED = ("expected", "ratio", "ratio_low", "ratio_high", "p")
SHARES = (
    "share_units",
    "share_units_low",
    "share_units_high",
    "share_events",
    "share_events_low",
    "share_events_high",
)
RATES = (
    *("mean", "mean_low", "mean_high"),
    *("prevalence", "prevalence_low", "prevalence_high", "incidence", "incidence_low", "incidence_high"),
)


@dataclass(frozen=True, slots=True)
class _Exposed:
    """How many could have been struck, and in what words; missing where it is not known."""

    number: float
    words: str


@once_per_case
def repeats(case: Case) -> RepeatsResult | NotAvailable:
    """Return how many victims were struck again and what share of crime they carry, beside what chance would give.

    Where the extract has no keys of victims, places stand in for them, and are called places.
    """
    rows = incidents(case, DATA_SET, case.period)
    if rows is None:
        return not_from_open_data(case, "repeats", TITLE, OPEN_DATA)
    least = case.params.statistics.minimum_base_for_percent
    by_victim = _units_of_victims(rows)
    if (by_victim["unit"] != "").sum() >= least:
        return _result(case, by_victim, "victim", _residents(case))
    points = own_points(rows)
    n_keys = int((by_victim["unit"] != "").sum())
    if points.refused or len(points.rows) < least:
        why = points.refused or f"only {len(points.rows)} records have a point"
        return NotAvailable(
            "repeats",
            "a",
            TITLE,
            f"{_few_keys(n_keys, least)}, and {why}",
            "Ask the police for a meaningless key of the victim in each record, and name it in the map (repeat_key).",
        )
    return _result(case, _units_of_places(rows), "place", _households(case), _few_keys(n_keys, least))


def _few_keys(number: int, least: int) -> str:
    if number == 0:
        return "no record of the extract has a key of its victim"
    return f"only {number} records of the extract have a key of their victim and {least} are needed"


def _units_of_victims(rows: pd.DataFrame) -> pd.DataFrame:
    key = rows["repeat_key"].fillna("").astype(str)
    # A key means nothing outside the authority that made it.
    unit = (rows["authority"].astype(str) + "\n" + key).where(key != "", "")
    return rows.assign(unit=unit)


def _units_of_places(rows: pd.DataFrame) -> pd.DataFrame:
    has = rows["easting"].notna() & rows["northing"].notna()
    spot = rows["easting"].round().astype(str) + " " + rows["northing"].round().astype(str)
    return rows.assign(unit=spot.where(has, ""))


def _residents(case: Case) -> _Exposed:
    return _Exposed(case.population().value, "residents")


def _households(case: Case) -> _Exposed:
    table = case.households_by_year
    own = table[table["partnership_code"] == case.partnership.code].sort_values("year")
    held = own[own["year"] <= case.period.last.year]
    number = float(held["households"].iloc[-1]) if len(held) else float("nan")
    return _Exposed(number, "households")


def _result(case: Case, rows: pd.DataFrame, unit: str, exposed: _Exposed, why: str = "") -> RepeatsResult:
    every = subjects(DATA_SET, rows)
    settings = case.params.statistics
    least = settings.minimum_base_for_percent
    table = pd.DataFrame([_row(subject, exposed, least, settings.confidence) for subject in every])
    table["p_adjusted"] = adjust(table["p"].to_numpy(dtype="float64"))
    clear = table["p_adjusted"] <= settings.false_discovery_rate
    enough = table["repeated"] >= LEAST_REPEATED
    table["above_chance"] = clear & enough & (table["ratio"] >= 1 + settings.margin)
    return RepeatsResult(
        basis=disclosed_basis(case, (DATA_SET,), case.period, *_notes(case, rows, unit, exposed, why)),
        unit=unit,
        table=table.drop(columns="p"),
        times=_times(_struck(every[0].rows)),
        exposed=exposed.number,
        exposed_words=exposed.words,
        months=case.period.length,
        least_units=least,
    )


def _struck(rows: pd.DataFrame) -> pd.Series:
    """Return events by unit; records of one unit and one moment are one event."""
    keyed = rows[rows["unit"] != ""]
    return keyed.drop_duplicates(["unit", "occurred_from", "occurred_to"]).groupby("unit").size()


def _row(subject: Subject, exposed: _Exposed, least: int, confidence: float) -> dict[str, Any]:
    struck = _struck(subject.rows)
    row: dict[str, Any] = {
        "code": subject.code,
        "name": subject.name,
        "is_total": subject.is_total,
        "records": len(subject.rows),
        "keyed": int((subject.rows["unit"] != "").sum()),
        "events": int(struck.sum()),
        "units": len(struck),
        "repeated": int((struck >= 2).sum()),
        "most": int(struck.max()) if len(struck) else 0,
        **dict.fromkeys((*SHARES, *RATES, *COMPARED), np.nan),
    }
    if len(struck) < least:
        return row
    times = struck.to_numpy()
    shares = repeat_shares(times, confidence)
    row |= {name: getattr(shares, name) for name in (*SHARES, "mean", "mean_low", "mean_high")}
    if exposed.number > len(times):
        chance = repeats_by_chance(times, exposed.number, confidence)
        row |= {name: getattr(chance, name) for name in (*RATES[3:], *COMPARED)}
    return row


def _times(struck: pd.Series) -> pd.DataFrame:
    """Return units and events by the number of events, the last row being that number and more."""
    capped = struck.clip(upper=MOST_TIMES)
    rows = [
        (times, int((capped == times).sum()), int(struck[capped == times].sum()))
        for times in range(1, MOST_TIMES + 1)
    ]
    return pd.DataFrame(rows, columns=["times", "units", "events"])


def _notes(case: Case, rows: pd.DataFrame, unit: str, exposed: _Exposed, why: str) -> list[str]:
    struck = "A victim" if unit == "victim" else "A place"
    said = [
        f"{why[0].upper()}{why[1:]}, so that places are counted and not people." if why else "",
        f"Only the {case.period.length} months of the period are looked at. {struck} struck before or after "
        "them as well counts as struck less often, so that the shares are smaller than over a longer time, "
        "and those of periods of different length cannot be compared.",
        f"Records of one {unit} that give the same times are taken as one event.",
    ]
    if unit == "victim" and _keys_last_a_quarter(rows):
        said.append(
            "No key occurs in more than one quarter: it may be new in each file, and then repeats across "
            "quarters cannot be seen."
        )
    if unit == "victim":
        said.append(
            "Chance is that of every resident alike. Victims who live elsewhere, and firms, are counted as "
            "if they were residents."
        )
    elif np.isfinite(exposed.number):
        said.append(
            "Chance is that of as many places as there are households, each alike; shops, streets and "
            "stations are places too, so that more places exist and fewer repeats would be due to chance."
        )
    else:
        said.append("The store holds no number of households, so that no comparison with chance was made.")
    return said


def _keys_last_a_quarter(rows: pd.DataFrame) -> bool:
    keyed = rows[rows["unit"] != ""]
    quarters = pd.PeriodIndex(keyed["month"].astype(str), freq="M").asfreq("Q")
    if quarters.nunique() < 2:
        return False
    found = pd.Series(quarters.astype(str)).groupby(keyed["unit"].to_numpy()).agg(["size", "nunique"])
    again = found[found["size"] >= 2]
    return len(again) >= LEAST_FOR_DOUBT and bool((again["nunique"] == 1).all())
