"""Small hand-made results for the tests of the show room."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pads_analysis.assess.result import (
    Basis,
    BasketsResult,
    ChangeResult,
    CommentsResult,
    ConcentrationResult,
    ConcernGapResult,
    ConcernsResult,
    ConfidenceResult,
    ContributionsResult,
    CountyResult,
    DeprivationResult,
    HotspotsResult,
    LevelsResult,
    MeetingsResult,
    NotAvailable,
    OffenceMixResult,
    PeerTrendResult,
    PersistenceResult,
    PlaceAmongAll,
    PlaceChangeResult,
    PositionResult,
    PrioritiesResult,
    QualityResult,
    RespondentsResult,
    SeasonalityResult,
    SeverityResult,
    Trend,
    TrendsResult,
    Verdict,
    ViewChangesResult,
    ViewsResult,
)
from pads_analysis.release.gate import Released

HOSTILE = "<img src=x onerror=alert(1)>"
PERIOD = "October 2020 to September 2021"
BASIS = Basis("Bristol, City of", PERIOD, ("street", "lookup", "population"))
CARRIED = "Population: mid-2021 is not in the store; the mid-2020 estimate is carried forward."
CARRIED_SHORT = "mid-2020 population, carried forward"


def released(result: object, commentary: str = "") -> Released:
    return Released(result, "partner", commentary)


def absent(section: str = "levels") -> Released:
    return released(NotAvailable(section, "a", "Levels", "no file was delivered", "Ingest one."))


def offence(code: str, name: str, verdict: Verdict, *, is_total: bool = False, **other: object) -> dict:
    """One row of levels: 1,200 crimes, 12.0 per 1,000 (11.3 to 12.7), peers 10.0, ratio 1.20 (1.10 to 1.31)."""
    row = {
        "offence_code": code, "offence_name": name, "family": "crime", "is_total": is_total, "count": 1200,
        "rate_per_1000": 12.0, "ci_low": 11.3, "ci_high": 12.7, "caveat": "",
    }  # fmt: skip
    for prefix in ("peer", "all"):
        row |= {
            f"{prefix}_rate": 10.0, f"{prefix}_ci_low": 9.5, f"{prefix}_ci_high": 10.5, f"{prefix}_ratio": 1.2,
            f"{prefix}_ratio_low": 1.1, f"{prefix}_ratio_high": 1.31, f"{prefix}_p_adjusted": 0.01,
        }  # fmt: skip
    return row | {"vs_peers": verdict, "vs_all": verdict} | other


def levels(rows: list[dict] | None = None, basis: Basis = BASIS, n_peers: int = 12) -> LevelsResult:
    rows = rows or [
        offence("all_crime", "All police recorded crime", Verdict.HIGHER, is_total=True),
        offence(
            "anti_social_behaviour", "Anti-social behaviour", Verdict.SIMILAR, family="disorder", count=1
        ),
        offence("drugs", "Drugs", Verdict.UNCERTAIN, family="substance_misuse"),
        offence("burglary", "Burglary", Verdict.LOWER, rate_per_1000=0.4, ci_low=0.3, ci_high=0.5),
        offence("robbery", "Robbery", Verdict.TOO_FEW, count=4),
    ]
    return LevelsResult(basis, pd.DataFrame(rows), n_peers, 30, "nearest", "Benjamini-Hochberg.")


def placed(code: str, name: str, low: int, high: int, **other: object) -> dict:
    row = {
        "offence_code": code, "offence_name": name, "is_total": False, "caveat": "", "count": 600,
        "rate_per_1000": 6.0, "ci_low": 5.0, "ci_high": 7.1, "rank": low, "rank_low": low, "rank_high": high,
        "n_areas": 12, "dispersion": 2.0, "half": "", "is_highest": False, "is_lowest": False,
    }  # fmt: skip
    return row | other


def position(n_areas: int = 12, *, funnel_place: int = 0) -> PositionResult:
    """Bristol is the second of so many areas; place 1 to 4."""
    rows = [
        placed("all_crime", "All police recorded crime", 1, 4, is_total=True, n_areas=n_areas, half="upper"),
        placed("burglary", "Burglary", 1, 1, is_highest=True, half="upper", n_areas=n_areas),
        placed("drugs", "Drugs", 2, n_areas - 1, n_areas=n_areas),
    ]
    rate = np.linspace(90.0, 50.0, n_areas)
    areas = pd.DataFrame(
        {
            "partnership_code": [f"E2200{at:04d}" for at in range(n_areas)],
            "partnership_name": ["Other with a longer name" if at else BASIS.place for at in range(n_areas)],
            "is_own": [at == 0 for at in range(n_areas)], "count": 6000,
            "person_years": np.linspace(80_000.0, 400_000.0, n_areas), "rate_per_1000": rate, "ci_low": rate - 5,
            "ci_high": rate + 5, "dispersion": 2.0, "funnel_place": [funnel_place] + [0] * (n_areas - 1),
        }
    )  # fmt: skip
    curve = pd.DataFrame(
        {
            "person_years": [60_000.0, 200_000.0, 440_000.0], "target": 70.0, "inner_low": [50.0, 54.0, 55.0],
            "inner_high": [90.0, 86.0, 85.0], "outer_low": [40.0, 45.0, 47.0], "outer_high": [100.0, 95.0, 93.0],
        }
    )  # fmt: skip
    return PositionResult(
        BASIS, pd.DataFrame(rows), areas, n_areas, True, "nearest", 70.0, 64.0, 76.0, 44.0, 96.0,
        curve if n_areas >= 10 else None, PlaceAmongAll(40, 3, 9, False, False),
    )  # fmt: skip


def offence_mix(n_others: int = 12) -> OffenceMixResult:
    """Burglary makes up more than elsewhere, drugs less; robbery has too few events."""
    rows = [
        ("violence", "Violence", 500, 0.5, 0.5, 1.0, 0.95, 1.05, Verdict.SIMILAR),
        ("burglary", "Burglary", 300, 0.3, 0.2, 1.5, 1.3, 1.73, Verdict.HIGHER),
        ("drugs", "Drugs", 191, 0.191, 0.28, 0.68, 0.6, 0.8, Verdict.LOWER),
        ("robbery", "Robbery", 9, 0.009, np.nan, np.nan, np.nan, np.nan, Verdict.TOO_FEW),
    ]
    columns = [
        "offence_code",
        "offence_name",
        "count",
        "share",
        "peer_share",
        "quotient",
        "ci_low",
        "ci_high",
        "verdict",
    ]
    table = pd.DataFrame(rows, columns=columns).assign(
        caveat="", share_low=0.1, share_high=0.6, peer_low=0.1, peer_high=0.6, p=0.01, p_adjusted=0.02
    )
    if not n_others:
        compared = ["peer_share", "quotient", "ci_low", "ci_high"]
        table = table.assign(verdict=Verdict.TOO_FEW, **dict.fromkeys(compared, np.nan))
    return OffenceMixResult(BASIS, table, 1000, n_others, True, "Benjamini-Hochberg.")


def baskets(**other: object) -> BasketsResult:
    """Serious acquisitive crime rose; neighbourhood crime, an approximation, may not have; two are not counted."""
    rows = [
        ("serious_acquisitive", "Serious acquisitive crime", "exact", "", 960, 600, 1.6, 1.4, 1.83, Verdict.HIGHER),
        (
            "neighbourhood_crime", "Neighbourhood crime (approximation)", "approximation", "it holds more",
            1000, 950, 1.05, 0.95, 1.16, Verdict.UNCERTAIN,
        ),
    ]  # fmt: skip
    columns = [
        "offence_code", "offence_name", "how", "misses", "count_now", "count_before", "ratio", "ci_low", "ci_high",
        "verdict",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns).assign(
        count=lambda frame: frame["count_now"], rate_per_1000=15.9, rate_low=14.9, rate_high=16.9, note="",
        status="unverified", source="a list", meaning="Some offences.", p=0.01, p_adjusted=0.02, method="quasi-Poisson",
    )  # fmt: skip
    uncounted = pd.DataFrame(
        {"offence_name": ["Hate crime", "Domestic abuse"], "because": "it is a flag", "status": "unverified"}
    )
    said = {
        "period_before": "October 2019 to September 2020",
        "months_compared": 12,
        "rule": "Benjamini-Hochberg.",
    }
    return BasketsResult(BASIS, table, uncounted, counted_from="borough tables", **(said | other))


def severity(**other: object) -> SeverityResult:
    """Violence is half of the offences and most of the score; drugs have no weight."""
    table = pd.DataFrame(
        {
            "offence_code": ["violence", "burglary", "shoplifting"],
            "offence_name": ["Violence", "Burglary", "Shoplifting"], "caveat": "", "count": [500, 300, 200],
            "weight": [40.0, 20.0, 1.0], "share_count": [0.5, 0.3, 0.2], "share_score": [0.763, 0.229, 0.008],
        }
    )  # fmt: skip
    values = {
        "title": "Trial score", "source": "A published table", "unit": "days", "score": 262.0, "score_low": 240.0,
        "score_high": 285.0, "effective_events": 730.4, "rate": 10.0, "rate_low": 9.4, "rate_high": 10.6,
        "n_others": 12, "peers_chosen": True, "without_weight": ("Drugs",), "share_without": 0.02, "peer_score": 200.0,
        "peer_low": 180.0, "peer_high": 220.0, "ratio": 1.31, "ratio_low": 1.12, "ratio_high": 1.53,
        "verdict": Verdict.HIGHER,
    }  # fmt: skip
    return SeverityResult(basis=BASIS, table=table, **(values | other))


def changed(code: str, name: str, verdict: Verdict, *, is_total: bool = False, **other: object) -> dict:
    row = {
        "offence_code": code, "offence_name": name, "family": "crime", "is_total": is_total, "count": 132,
        "count_before": 100, "difference": 32, "ratio": 1.32, "ci_low": 1.21, "ci_high": 1.44, "p": 0.001,
        "p_adjusted": 0.002, "method": "nb", "verdict": verdict, "note": "",
        "recording": False,
    }  # fmt: skip
    return row | other


def change(rows: list[dict] | None = None, basis: Basis = BASIS) -> ChangeResult:
    rows = rows or [
        changed("all_crime", "All police recorded crime", Verdict.HIGHER, is_total=True),
        changed("burglary", "Burglary", Verdict.LOWER, ratio=0.75, ci_low=0.6, ci_high=0.9, count=75),
        changed("drugs", "Drugs", Verdict.UNCERTAIN, ratio=1.1, ci_low=0.8, ci_high=1.5),
        changed("robbery", "Robbery", Verdict.TOO_FEW, count=4, count_before=3, difference=1),
    ]
    return ChangeResult(
        basis,
        pd.DataFrame(rows),
        "October 2019 to September 2020",
        12,
        (),
        "FDR 5%.",
        "the year before",
    )


def trends(name: str = "Burglary", *, in_baseline: bool = False) -> TrendsResult:
    """Three years; two months of the period signal, and with `in_baseline` one of the months before too."""
    months = pd.date_range("2018-10-01", periods=36, freq="MS")
    count = np.full(36, 100.0)
    count[30], count[33], count[10] = 160.0, 40.0, 20.0
    table = pd.DataFrame(
        {
            "month": months, "count": count, "daily_rate": count / 30, "expected": 100.0, "lower": 70.0, "upper": 130.0,
            "in_baseline": np.arange(36) < 24, "in_period": np.arange(36) >= 24, "excluded": np.arange(36) == 10,
            "signal": ["limits" if value in (160.0, 40.0) else "" for value in count],
            "direction": [1 if value == 160.0 else -1 if value == 40.0 else 0 for value in count],
        }
    )  # fmt: skip
    if in_baseline:
        table.loc[5, ["signal", "direction"]] = ["limits", 1]
    signals = pd.DataFrame(
        [
            {
                "offence_code": "burglary", "offence_name": name, "months_signalled": 2, "rules": "limits",
                "direction": "both", "last_month": months[-1], "count": 100, "expected": 100.0, "lower": 70.0,
                "upper": 130.0,
            }
        ]
    )  # fmt: skip
    series = Trend("burglary", name, "crime", table, True, "October 2018 to September 2020")
    return TrendsResult(BASIS, (series,), signals, "Three-sigma limits.")


def seasonality() -> SeasonalityResult:
    index = 1 + 0.3 * np.cos((np.arange(12) - 6) / 12 * 2 * np.pi)
    table = pd.DataFrame(
        {
            "offence_code": "asb", "offence_name": "Anti-social behaviour", "month_number": range(1, 13),
            "index": index, "ci_low": index - 0.05, "ci_high": index + 0.05,
        }
    )  # fmt: skip
    strength = pd.DataFrame(
        [
            {
                "offence_code": "asb", "offence_name": "Anti-social behaviour", "strength": 0.8, "p_adjusted": 0.001,
                "is_seasonal": True, "peak_month": 7, "trough_month": 1, "peak_index": 1.3,
            }
        ]
    )  # fmt: skip
    wider = strength.iloc[:0].assign(peak_low=[], peak_high=[], area=[])
    return SeasonalityResult(BASIS, table, strength, 4, wider)


def hotspots(*, tested: bool = True, name: str = "Bristol 001A", side: int = 4) -> HotspotsResult:
    """A grid of squares of one kilometre; the first is a persistent hot spot and the second a new one."""
    number = side * side
    status = ["persistent", "new", "former"] + [""] * (number - 3) if tested else [""] * number
    count = np.arange(number, 0, -1) * 10
    places = pd.DataFrame(
        {
            "place_code": [f"E0100{at:04d}" for at in range(number)],
            "place_name": [name if at == 0 else f"Bristol {at:03d}B" for at in range(number)],
            "count": count, "count_before": count, "rate_per_1000": count / 1.5, "population": 1500,
            "share": count / count.sum(), "z": 1.0, "p_adjusted": 0.01,
            "is_hot": [value in ("persistent", "new") for value in status],
            "was_hot": [value in ("persistent", "former") for value in status], "status": status,
        }
    )  # fmt: skip
    if tested:
        import geopandas as gpd
        from shapely.geometry import box

        squares = [box(1000 * (at % side), 1000 * (at // side), 1000 * (at % side + 1), 1000 * (at // side + 1))
                   for at in range(number)]  # fmt: skip
        places = gpd.GeoDataFrame(places, geometry=squares, crs=27700)
    kinds = (*BASIS.source_kinds, "boundaries")
    basis = Basis(BASIS.place, PERIOD, kinds)
    return HotspotsResult(
        basis, places, "All police recorded crime", tested, 0.05, 2 if tested else 0, 1360, 1,
        n_tested=number if tested else 0, why_untested="" if tested else "the store has no boundaries",
    )  # fmt: skip


def persistence() -> PersistenceResult:
    """The same grid over twelve quarters: a lasting, a recent, an ended hot spot and one on and off."""
    places = hotspots().places
    pattern = ["lasting", "recent", "ended", "on_off"] + [""] * (len(places) - 4)
    hot = [12, 3, 8, 5] + [0] * (len(places) - 4)
    places = places[["place_code", "place_name", "geometry"]].assign(
        pattern=pattern, steps_hot=hot, count=places["count"], z=1.0,
        category=["persistent hotspot", "consecutive hotspot"] + ["no pattern detected"] * (len(places) - 2),
        first_hot=["January to March 2018" if number else "" for number in hot],
        last_hot=["July to September 2021" if number else "" for number in hot],
        now=["persistent", "new", "former"] + [""] * (len(places) - 3),
    )  # fmt: skip
    first = pd.date_range("2018-10-01", periods=12, freq="3MS")
    steps = pd.DataFrame(
        {"label": [f"{at:%B %Y}" for at in first], "first": first, "months": 3, "count": 400, "n_hot": 2}
    )
    basis = Basis(BASIS.place, "October 2018 to September 2021", (*BASIS.source_kinds, "boundaries"))
    return PersistenceResult(basis, places, steps, "All police recorded crime", 0.05, 3, 4, len(places))


def concentration(n_places: int = 100) -> ConcentrationResult:
    x = np.linspace(0, 1, 101)
    curve = pd.DataFrame({"share_places": x, "share_crime": 1 - (1 - x) ** 3, "share_crime_by_chance": x})
    table = pd.DataFrame(
        [
            {
                "share_crime": 0.5, "places": 21, "share_places": 0.21, "places_by_chance": 48.0,
                "share_places_by_chance": 0.48,
            }
        ]
    )  # fmt: skip
    return ConcentrationResult(BASIS, curve, table, 0.5, 0.05, n_places, 3000)


def deprivation() -> DeprivationResult:
    table = pd.DataFrame(
        {
            "quintile": range(1, 6), "places": 20, "population": 30000, "count": [900, 700, 500, 400, 300],
            "rate_per_1000": [30.0, 23.3, 16.7, 13.3, 10.0], "ci_low": [28.0, 21.6, 15.2, 12.0, 8.9],
            "ci_high": [32.0, 25.1, 18.2, 14.7, 11.2],
        }
    )  # fmt: skip
    return DeprivationResult(BASIS, table, "English indices of deprivation 2019", 3.0, 2.6, 3.4)


def place_change() -> PlaceChangeResult:
    table = pd.DataFrame(
        [
            {
                "place_code": "E01000000", "place_name": "Bristol 001A", "count": 60, "count_before": 30, "ratio": 2.0,
                "ci_low": 1.3, "ci_high": 3.1, "p_adjusted": 0.01, "verdict": Verdict.HIGHER,
            },
            {
                "place_code": "E01000001", "place_name": "Bristol 001B", "count": 30, "count_before": 30, "ratio": 1.0,
                "ci_low": 0.6, "ci_high": 1.7, "p_adjusted": 0.9, "verdict": Verdict.UNCERTAIN,
            },
        ]
    )  # fmt: skip
    return PlaceChangeResult(BASIS, table, 2, "False discovery rate 5%.")


def contributions(*, with_places: bool = True) -> ContributionsResult:
    offences = pd.DataFrame(
        {
            "offence_code": ["burglary", "drugs"], "offence_name": ["Burglary", "Drugs"], "count_before": [600, 400],
            "count": [660, 380], "difference": [60, -20], "contribution_points": [6.0, -2.0], "ci_low": [3.0, -4.0],
            "ci_high": [9.0, 0.0],
        }
    )  # fmt: skip
    places = pd.DataFrame(
        {
            "place_code": ["E01000000", ""], "place_name": ["Bristol 001A", "All other areas"],
            "count_before": [100, 900], "count": [150, 890], "difference": [50, -10],
            "contribution_points": [5.0, -1.0],
        }
    )  # fmt: skip
    return ContributionsResult(BASIS, offences, places if with_places else None, 4.0, 1000, 1040)


def peer_trend() -> PeerTrendResult:
    table = change().table.assign(own_ratio=1.32, peer_ratio=1.1, relative_ratio=1.2)
    return PeerTrendResult(BASIS, table, 12, "False discovery rate 5%.")


def priorities() -> PrioritiesResult:
    table = pd.DataFrame(
        {
            "offence_code": ["burglary", "drugs", "robbery"], "offence_name": ["Burglary", "Drugs", "Robbery"],
            "score_volume": [4.0, 2.0, np.nan], "total": [3.5, 2.0, 1.0], "total_low": [3.2, 1.6, 0.7],
            "total_high": [3.8, 2.4, 1.3], "rank_low": [1, 2, 3], "rank_high": [1, 2, 3],
            "tier": ["first", "next", "watch"], "why": ["20% of all recorded crimes", "", ""],
        }
    )  # fmt: skip
    weights = pd.DataFrame(
        [{"criterion": "Share of crimes", "weight": 1.0, "used": True, "anchor": "0 scores 0"}]
    )
    return PrioritiesResult(BASIS, table, weights, 2000, ("Harm: no values were given",))


def county() -> CountyResult:
    table = pd.DataFrame(
        {
            "partnership_code": ["E22000001", "E22000002"], "partnership_name": ["Gloucester", "Stroud"],
            "is_own": [True, False], "count": [9000, 4000], "rate_per_1000": [70.0, 35.0], "ci_low": [68.5, 33.9],
            "ci_high": [71.5, 36.1], "change_ratio": [1.2, 1.0], "change_low": [1.12, 0.95],
            "change_high": [1.29, 1.05], "change_verdict": [Verdict.HIGHER, Verdict.SIMILAR],
        }
    )  # fmt: skip
    shared = pd.DataFrame(
        columns=["offence_code", "offence_name", "partnerships_higher", "partnerships", "names"]
    )
    return CountyResult(Basis("Gloucester", PERIOD, BASIS.source_kinds), "Gloucestershire", table, shared)


def quality() -> QualityResult:
    coverage = pd.DataFrame(
        {
            "month": pd.date_range("2021-01-01", periods=4, freq="MS"), "rows": [900.0, 400.0, np.nan, 910.0],
            "no_location": [10, 10, 0, 10], "expected": [900.0] * 4,
            "status": ["complete", "looks incomplete", "missing", "complete"],
        }
    )  # fmt: skip
    deliveries = pd.DataFrame(
        [
            {
                "kind": "street", "vintage": "", "files": 4, "rows_in": 1000, "rows_kept": 999, "rows_rejected": 1,
                "reasons": "bad month: 1", "period": "2021-01 to 2021-04",
            }
        ]
    )  # fmt: skip
    gaps = pd.DataFrame([{"gap": "No hospital data.", "effect": "Unreported violence is not seen."}])
    return QualityResult(BASIS, deliveries, coverage, gaps, 0.02)


def _share(question: str, value: float, **said: object) -> dict[str, object]:
    return {
        "survey": "Residents' survey", "date": "2021-03", "mode": "post", "group": "residents", "question": question,
        "count": round(value * 812), "base": 812, "value": value, "ci_low": value - 0.04, "ci_high": value + 0.04,
        "design_effect": 1.2, "withheld": "", "warning": "", "source": "County council",
    } | said  # fmt: skip


def views() -> ViewsResult:
    chose = {"survey": "Have your say", "ci_low": np.nan, "ci_high": np.nan, "design_effect": np.nan}
    published = {
        "measure": "confidence_police", "question": "Police do a good job", "group": "", "date": "2021-03",
        "value": 0.56, "comparator": 0.67, "comparator_name": "London", "value_before": np.nan, "date_before": "",
        "source": "PAS London",
    }  # fmt: skip
    return ViewsResult(
        Basis(BASIS.place, PERIOD, ("views",)),
        pd.DataFrame(
            [
                _share("Feels safe after dark", 0.56),
                _share("Feels safe at work", 0.5, group="workers")
                | {
                    "base": 31,
                    "count": 12,
                    "value": np.nan,
                    "ci_low": np.nan,
                    "ci_high": np.nan,
                    "withheld": "fewer than 50 answers",
                },
            ]
        ),
        pd.DataFrame([_share("Wants action on speeding", 0.71, **chose)]),
        pd.DataFrame([published]),
        least=50,
        residents="random",
        workers="none",
    )


def concerns(first: bool = True) -> ConcernsResult:
    rows = [
        _share(name, value) | {
            "list_id": "a", "heading": "Worst problems", "offence_code": code, "rank_low": low, "rank_high": high,
            "n_ranked": 3, "first": at == 0 and first,
        }
        for at, (name, value, code, low, high) in enumerate([
            ("Speeding", 0.54, "", 1, 1 if first else 2),
            ("Burglary", 0.31, "burglary", 2 if first else 1, 3),
            ("Drug use", 0.29, "drugs", 2, 3),
        ])
    ]  # fmt: skip
    return ConcernsResult(Basis(BASIS.place, PERIOD, ("survey",)), pd.DataFrame(rows), pd.DataFrame(), 50)


def concern_gap() -> ConcernGapResult:
    names = (
        "question", "offence_code", "offence_name", "base", "value", "ci_low", "ci_high", "rank_low", "rank_high",
        "shared_low", "shared_high", "count", "count_low", "count_high", "recorded_low", "recorded_high", "verdict",
    )  # fmt: skip
    nan = np.nan
    rows = [
        (
            "Speeding",
            "",
            "",
            812,
            0.54,
            0.5,
            0.58,
            1,
            1,
            nan,
            nan,
            nan,
            nan,
            nan,
            nan,
            nan,
            "no police category",
        ),
        (
            "Drug use",
            "drugs",
            "Drugs",
            812,
            0.31,
            0.28,
            0.34,
            2,
            2,
            1,
            1,
            40,
            28,
            54,
            2,
            2,
            "higher in concern",
        ),
        (
            "Burglary",
            "burglary",
            "Burglary",
            812,
            0.1,
            0.08,
            0.12,
            3,
            3,
            2,
            2,
            900,
            842,
            961,
            1,
            1,
            "lower in concern",
        ),
    ]
    return ConcernGapResult(
        Basis(BASIS.place, PERIOD, ("street", "survey")), pd.DataFrame(rows, columns=names), "Residents' survey",
        "2021-03-31", "residents", "Worst problems", "The rule.",
    )  # fmt: skip


def confidence() -> ConfidenceResult:
    rows = [
        _share("Agrees: police and council", 0.5) | {"measure": "police_and_council", "measure_name": "a"},
        _share("Agrees: police and others", 0.6) | {"measure": "other_public_services", "measure_name": "b"},
    ]
    given = views()
    return ConfidenceResult(
        given.basis, pd.DataFrame(rows), pd.DataFrame(columns=list(rows[0])), given.published, (), 50
    )


def view_changes() -> ViewChangesResult:
    shared = {"series": "Residents' survey", "measure": "safety", "group": "residents", "date_before": "2019-03-31",
              "date": "2021-03-31", "base_before": 700, "base": 812, "warning": "", "why": "", "p": 0.01,
              "p_adjusted": 0.01}  # fmt: skip
    rows = [
        shared | {"question": "Feels safe after dark", "value_before": 0.42, "value": 0.56, "difference": 0.14,
                  "ci_low": 0.08, "ci_high": 0.2, "verdict": Verdict.HIGHER},
        shared | {"question": "Feels safe by day", "value_before": 0.8, "value": 0.82, "difference": 0.02,
                  "ci_low": -0.04, "ci_high": 0.08, "verdict": Verdict.UNCERTAIN},
        shared | {"question": "Trusts the police", "value_before": 0.5, "value": 0.5, "difference": np.nan,
                  "ci_low": np.nan, "ci_high": np.nan, "verdict": Verdict.TOO_FEW,
                  "why": "it was asked in other words in the earlier wave"},
    ]  # fmt: skip
    return ViewChangesResult(
        Basis(BASIS.place, PERIOD, ("survey",)),
        pd.DataFrame(rows),
        ("Have your say: people chose",),
        0.05,
        "The rule.",
    )


def respondents() -> RespondentsResult:
    survey = {
        "survey": "Residents' survey", "date": "2021-03-31", "first": "2021-02-01", "last": "2021-03-31",
        "authority": "County council", "mode": "post", "sample": "probability", "asked": "adults", "respondents": 812,
        "residents": 800.0, "workers": 200.0, "weighted": True, "kish": 1.25, "n_effective": 649.6,
    }  # fmt: skip
    shared = {"survey": "Residents' survey", "date": "2021-03-31", "sample": "probability", "profile": "age",
              "base": 812, "source": "estimates"}  # fmt: skip
    rows = [
        shared | {"category": "16 to 34", "count": 122, "share": 0.15, "weighted_share": 0.2, "population_share": 0.31,
                  "difference": -0.16},
        shared | {"category": "35 and over", "count": 690, "share": 0.85, "weighted_share": 0.8,
                  "population_share": 0.69, "difference": 0.16},
    ]  # fmt: skip
    return RespondentsResult(
        Basis(BASIS.place, PERIOD, ("survey",)), pd.DataFrame([survey]), pd.DataFrame(rows), 50
    )


def comments() -> CommentsResult:
    rows = [
        {"survey": "Residents' survey", "date": "2021-03-31", "question": "Anything else?", "code": code,
         "count": count, "base": 40, "value": np.nan}
        for code, count in (("Lighting", 22), ("Speeding", 15), ("(not coded)", 10))
    ]  # fmt: skip
    return CommentsResult(Basis(BASIS.place, PERIOD, ("survey",)), pd.DataFrame(rows), 50)


def meetings() -> MeetingsResult:
    log = pd.DataFrame(
        [
            {"date": "2021-03-14", "last": "", "title": "Public meeting", "kind": "meeting", "public": True,
             "attendance": 64.0, "held_by": "District council", "reached": "young people", "said": "Light it."},
            {"date": "2020-11", "last": "2020-12", "title": "Have your say", "kind": "consultation", "public": True,
             "attendance": np.nan, "held_by": "", "reached": "", "said": ""},
        ]
    )  # fmt: skip
    years = pd.DataFrame(
        {
            "first": pd.to_datetime(["2020-10-01", "2019-10-01"]), "last": pd.to_datetime(["2021-09-01", "2020-09-01"]),
            "met": [True, False], "date": ["2021-03-14", ""], "title": ["Public meeting", ""], "n": [1, 0],
        }
    )  # fmt: skip
    return MeetingsResult(Basis(BASIS.place, PERIOD, ("views",)), log, years)
