"""Charts and maps: every one is drawn, reproducible, small, and says what it shows."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
import show_results as made
from show_results import CARRIED, CARRIED_SHORT, HOSTILE, released

from pads_analysis.assess.result import Verdict
from pads_analysis.show import Absence, Figure, charts, mapping, maps, palette, sentences, tables
from pads_analysis.show import figure as figure_room
from pads_analysis.show.charts import intervals
from pads_analysis.show.charts.contributions import places_finding

DRAWN = {
    "change": (charts.change, made.change),
    "concentration": (charts.concentration, made.concentration),
    "contributions": (charts.contributions, made.contributions),
    "county": (charts.county, made.county),
    "coverage": (charts.coverage, made.quality),
    "deprivation": (charts.deprivation, made.deprivation),
    "hotspots": (maps.hotspots, made.hotspots),
    "levels": (charts.levels, made.levels),
    "baskets": (charts.baskets, made.baskets),
    "offence_mix": (charts.offence_mix, made.offence_mix),
    "peer_trend": (charts.peer_trend, made.peer_trend),
    "persistence": (maps.persistence, made.persistence),
    "position": (charts.position, made.position),
    "priorities": (charts.priorities, made.priorities),
    "seasonality": (charts.seasonality, made.seasonality),
    "severity": (charts.severity, made.severity),
    "trends": (charts.trends, made.trends),
    "views": (charts.views, made.views),
    "concerns": (charts.concerns, made.concerns),
    "concern_gap": (charts.concern_gap, made.concern_gap),
    "confidence": (charts.confidence, made.confidence),
    "view_changes": (charts.view_changes, made.view_changes),
    "respondents": (charts.respondents, made.respondents),
    "comments": (charts.comments, made.comments),
    "meetings": (charts.meetings, made.meetings),
}
LARGEST = 120_000


def _figures(shown) -> list[Figure]:
    return shown if isinstance(shown, list) else [shown]


@pytest.mark.parametrize("name", DRAWN)
def test_every_chart_is_drawn_small_described_and_the_same_each_time(name):
    renderer, result = DRAWN[name]
    first, second = (_figures(renderer(released(result()))) for _ in range(2))
    assert [figure.image for figure in first] == [figure.image for figure in second]
    for figure in first:
        assert len(figure.image) * 4 / 3 < LARGEST
        assert len(figure.title.split()) <= 13
        assert len(figure.alt) <= 260
        assert figure.title in figure.alt
        assert re.search(r"Bristol|Gloucester", figure.subtitle)
        assert figure.data.rows
        if figure.mime == "image/svg+xml":
            assert b"<!--" not in figure.image
            assert b"metadata" not in figure.image
            tree = ElementTree.fromstring(figure.image)  # noqa: S314 - our own bytes
            assert not list(tree.iter("{http://www.w3.org/2000/svg}text"))
        else:
            assert figure.image.startswith(b"\x89PNG")
            assert b"tEXt" not in figure.image


def _tick_labels(axes) -> list:
    """Return the labels of the vertical axis that are drawn: those of ticks within its limits."""
    low, high = sorted(axes.get_ylim())
    return [
        label for label in axes.get_yticklabels() if axes.axison and low <= label.get_position()[1] <= high
    ]


@pytest.mark.parametrize("name", DRAWN)
def test_no_key_and_no_label_leaves_the_picture(name, monkeypatch):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    outside = []

    def inspected(drawing):
        FigureCanvasAgg(drawing).draw()
        frame = drawing.bbox.padded(1)
        texts = [text for axes in drawing.axes for text in (*axes.texts, *_tick_labels(axes))]
        for artist in (*drawing.legends, *(text for text in texts if text.get_text() and text.get_visible())):
            box = artist.get_window_extent()
            if not (frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1):
                outside.append((artist, box))
        return b"<svg/>"

    monkeypatch.setattr(figure_room, "svg", inspected)
    monkeypatch.setattr(figure_room, "png", lambda drawing: b"longer than that")
    renderer, result = DRAWN[name]
    long = replace(result().basis, place="Bournemouth, Christchurch and Poole with Kinson and Southbourne")
    renderer(released(replace(result(), basis=long)))
    assert not outside


def test_a_title_can_be_given():
    figure = charts.change(released(made.change()), title="My own finding")
    assert figure.title == "My own finding"
    assert "My own finding" in figure.alt


def test_names_are_not_in_the_image_and_need_no_mathematics():
    rows = [
        made.offence("x", HOSTILE, Verdict.HIGHER),
        made.offence("y", "cost of $5 or $6_a", Verdict.LOWER),
    ]
    figure = charts.levels(released(made.levels(rows)))
    assert b"onerror" not in figure.image
    assert b"alert" not in figure.image
    assert HOSTILE in [row[0] for row in figure.data.rows]


def test_the_source_names_publishers_and_says_when_the_population_is_carried_forward():
    basis = replace(made.BASIS, population_note=CARRIED, population_short=CARRIED_SHORT)
    figure = charts.levels(released(made.levels(basis=basis)))
    assert "data.police.uk" in figure.source
    assert figure.source.endswith("(Office for National Statistics). Mid-2020 population, carried forward.")
    counts = charts.change(released(made.change(basis=basis))).source
    assert "data.police.uk" in counts
    assert "opulation" not in counts
    attribution = maps.hotspots(released(made.hotspots())).source
    assert "© Crown copyright" in attribution
    assert "Source:" not in attribution


def test_the_finding_counts_only_clear_differences():
    figure = charts.levels(released(made.levels()))
    assert figure.title == "Recorded crime is above the peer mean"
    ratios = (("burglary", "Burglary", 1.3), ("vehicle", "Vehicle crime", 2.1))
    above = [made.offence(code, name, Verdict.HIGHER, peer_ratio=ratio) for code, name, ratio in ratios]
    whole = made.offence("all_crime", "All", Verdict.HIGHER, is_total=True)
    title = "Recorded crime is above the peer mean, vehicle crime most of all"
    assert charts.levels(released(made.levels([whole, *above]))).title == title
    parts = [*above, made.offence("drugs", "Drugs", Verdict.LOWER)]
    for total, title in (
        (Verdict.UNCERTAIN, "2 types are above and 1 below the peer mean"),
        (Verdict.SIMILAR, "Recorded crime is similar to the peer mean; 2 types are above and 1 below"),
    ):
        found = charts.levels(released(made.levels([whole | {"vs_peers": total}, *parts])))
        assert found.title == title
    nothing = [made.offence("a", "Arson", Verdict.UNCERTAIN), made.offence("b", "Burglary", Verdict.SIMILAR)]
    level = {"peer_ratio": 1.1, "peer_ratio_low": 0.9, "peer_ratio_high": 1.3}
    rows = [made.offence("all_crime", "All", Verdict.UNCERTAIN, is_total=True, **level), *nothing]
    assert charts.levels(released(made.levels(rows))).title == "No clear difference from the peer mean"
    still = [
        made.changed("all_crime", "All", Verdict.UNCERTAIN, is_total=True),
        made.changed("a", "A", Verdict.SIMILAR),
    ]
    assert charts.change(released(made.change(still))).title == "No type of offence shows a clear difference"


def test_the_data_behind_the_trend_mark_signals_and_months_left_out():
    figure = charts.trends(released(made.trends(in_baseline=True)))[0]
    assert figure.title == "Burglary: of 12 months 1 signals up and 1 down"
    assert figure.subtitle.endswith("Signals are marked in this period only.")
    left_out = [row for row in figure.data.rows if row[5]]
    assert [row[0] for row in left_out] == [pd.Timestamp("2019-08-01")]
    assert [row[4] for row in figure.data.rows] == ["[z]"] * 24 + ["none"] * 6 + ["limits"] + ["none"] * 2 + [
        "limits"
    ] + ["none"] * 2


def test_the_largest_clear_contribution_makes_the_title_and_no_single_area_does():
    offences, places = charts.contributions(released(made.contributions()))
    assert offences.title == "Burglary adds 6.0 points in a net 4.0% rise"
    assert places.title == "The one small area rose"
    rest = made.contributions().places.assign(contribution_points=[5.0, 9.0])
    largest = charts.contributions(released(replace(made.contributions(), places=rest)))[1]
    assert [row[0] for row in largest.data.rows] == ["Bristol 001A", "All other areas"]
    noise = made.contributions().offences.assign(ci_low=[-1.0, -4.0])
    unclear = charts.contributions(released(replace(made.contributions(), offences=noise)))[0]
    assert unclear.title == "No single type of offence clearly moves the total: a net 4.0% rise"
    several = noise.assign(
        offence_name=["Violence and sexual offences", "Drugs"],
        ci_low=[3.0, -4.0],
        contribution_points=[6.0, -2.0],
    )
    plural = charts.contributions(released(replace(made.contributions(), offences=several)))[0]
    assert plural.title.startswith("Violence and sexual offences add 6.0 points")


@pytest.mark.parametrize(
    ("moves", "title"),
    [
        ([5] * 9 + [-1], "Of the ten largest changes nine are rises"),
        ([-5, -4, 3], "Of the three largest changes two are falls"),
        ([5, 0, 0, 0], "Of the four largest changes one is a rise"),
        ([0, 0], "No small area changed"),
    ],
)
def test_the_title_of_small_areas_counts_directions_and_names_none(moves, title):
    frame = pd.DataFrame(
        {"place_code": [f"E{at}" for at in range(len(moves))], "place_name": "Noise", "difference": moves}
    )
    rest = pd.DataFrame([{"place_code": "", "place_name": "All other small areas (9)", "difference": 99}])
    assert places_finding(pd.concat([frame, rest])) == title


def test_an_empty_remainder_is_nowhere():
    places = made.contributions().places
    places.loc[1, ["place_name", "count_before", "count", "difference"]] = [
        "All other small areas (0)",
        0,
        0,
        0,
    ]
    result = released(replace(made.contributions(), places=places))
    assert [row[0] for row in charts.contributions(result)[1].data.rows] == ["Bristol 001A"]
    assert [row[0] for row in tables.contributions_places(result).rows] == ["Bristol 001A"]


def test_peers_that_nobody_chose_are_never_called_peers():
    levels = released(replace(made.levels(), peers_chosen=False, n_peers=4))
    shown = charts.levels(levels)
    assert shown.title == "Recorded crime is above the mean of the others"
    texts = [item.text for item in sentences.levels(levels)] + [
        table.plain() for table in tables.levels(levels)
    ]
    texts += [shown.plain()]
    assert "the mean of the 4 other partnerships in the store" in texts[0]
    assert not [text for text in texts if re.search("peer", text, re.IGNORECASE)]


def test_an_offence_without_a_ratio_is_named_and_not_drawn():
    rows = [
        made.changed("a", "Arson", Verdict.UNCERTAIN, ratio=1.1, ci_low=0.8, ci_high=1.5),
        made.changed(
            "b", "Burglary", Verdict.HIGHER, count_before=0, ratio=np.inf, ci_low=80.0, ci_high=np.inf
        ),
    ]
    figure = charts.change(released(made.change(rows)))
    assert [row[0] for row in figure.data.rows] == ["Arson"]
    assert figure.subtitle.endswith("Not drawn, as one period has none: burglary.")
    assert figure.title == "Burglary is higher than before"


def test_a_total_that_leans_is_not_said_to_make_no_clear_difference():
    total = made.offence("all_crime", "All", Verdict.UNCERTAIN, is_total=True)
    assert charts.levels(released(made.levels([total]))).title == (
        "Recorded crime may be above the peer mean, but not clearly"
    )


def test_quarters_are_called_quarters_and_months_left_out_by_choice_are_not_missing():
    coverage = made.quality().coverage.assign(
        status=["complete", "complete", "left out by choice", "complete"]
    )
    by_choice = charts.coverage(released(replace(made.quality(), coverage=coverage)))
    assert by_choice.title == "The other 3 months of data look complete; 1 left out by choice"
    quarters = coverage.assign(month=pd.date_range("2021-01-01", periods=4, freq="QS"), status="complete")
    shown = released(replace(made.quality(), coverage=quarters))
    figure, table = charts.coverage(shown), tables.coverage(shown)
    assert figure.title == "All 4 quarters of data look complete"
    assert figure.subtitle.startswith("Rows delivered a quarter")
    assert table.columns[0].heading == "Quarter from"
    assert "month" not in f"{figure.title} {table.caption} {figure.data.plain()}".casefold()


def test_with_few_small_areas_concentration_is_not_spoken_of():
    few = released(made.concentration(n_places=7))
    shown = {charts.concentration(few), tables.concentration(few), sentences.concentration(few)}
    (absence,) = shown
    assert isinstance(absence, Absence) and absence.not_applicable
    assert "7 small areas, too few" in absence.because
    assert isinstance(charts.concentration(released(made.concentration(n_places=8))), Figure)
    assert len(charts.contributions(released(made.contributions(with_places=False)))) == 1


def test_without_a_population_there_is_no_chart_of_rates_and_it_says_so():
    rows = [made.offence("a", "Arson", Verdict.TOO_FEW, rate_per_1000=np.nan, ci_low=np.nan, ci_high=np.nan)]
    shown = charts.levels(released(made.levels(rows)))
    assert isinstance(shown, Absence)
    assert "population" in shown.because


def test_without_boundaries_there_is_no_map_and_it_says_so():
    shown = maps.hotspots(released(made.hotspots(tested=False)))
    assert isinstance(shown, Absence)
    assert shown.id == "absence-hotspots-map"
    assert "boundaries" in shown.because
    assert isinstance(maps.place_change(released(made.place_change())), Absence)


def test_the_map_of_change_takes_its_outlines_from_released_hotspots():
    spots = released(made.hotspots())
    figure = maps.place_change(released(made.place_change()), spots)
    assert isinstance(figure, Figure)
    assert figure.title == "Change stands out in 1 small area: 1 higher"
    assert [row[0] for row in figure.data.rows] == ["Bristol 001A"]
    with pytest.raises(TypeError, match="released"):
        maps.place_change(released(made.place_change()), made.hotspots())


def test_a_place_without_an_outline_is_left_off_the_map_and_kept_in_its_data():
    result = made.hotspots()
    places = result.places.copy()
    places.loc[0, "geometry"] = None
    places.loc[3, "rate_per_1000"] = np.nan
    figure = maps.hotspots(released(replace(result, places=places)))
    assert "Bristol 001A" in [row[0] for row in figure.data.rows]


def test_classes_hold_about_as_many_areas_each_and_say_their_limits():
    limits = mapping.breaks(list(range(1, 101)))
    assert limits == [26.0, 51.0, 76.0]
    assert mapping.class_labels(limits) == ["under 26", "26 to under 51", "51 to under 76", "76 and over"]
    assert [mapping.class_of(value, limits) for value in (1, 26, 75.9, 100)] == [0, 1, 2, 3]
    assert mapping.class_of(float("nan"), limits) is None
    assert mapping.breaks([1.0, 2.0]) == []
    assert mapping.breaks([5.0] * 50) == []


@pytest.mark.parametrize(("width", "length"), [(4000, 500), (25_000, 5000), (100_000, 20_000)])
def test_the_scale_bar_is_a_round_length(width, length):
    assert mapping.bar_length(width) == length


@pytest.mark.parametrize(("low", "high"), [(0.7, 1.5), (0.05, 100), (0.9, 1.12), (3e-4, 2e4)])
def test_ticks_of_a_logarithmic_axis_are_few_and_inside(low, high):
    ticks = intervals.log_ticks(low, high)
    assert 2 <= len(ticks) <= 7
    assert all(low <= tick <= high for tick in ticks)


def test_at_most_four_categories_have_a_colour():
    assert palette.categories(2) == palette.DUO
    assert len(palette.categories(4)) == 4
    with pytest.raises(ValueError, match="at most 4"):
        palette.categories(5)


def _contrast(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True)) + 0.05)


def test_text_and_marks_have_the_contrast_that_wcag_asks_for():
    assert _contrast(palette.DARK_GREY) >= 4.5
    assert all(_contrast(colour) >= 3 for colour in (*palette.CATEGORIES, palette.MID_GREY))


def test_a_title_holds_a_long_question_whole():
    long = (
        "is satisfied with how the police and the council keep the streets and the parks here safe after dark"
    )
    result = made.views()
    result.table.loc[:, "question"] = long
    found = _figures(charts.views(released(result)))[0]
    assert found.title.endswith(long) and "…" not in found.title + found.alt
    waves = made.view_changes()
    waves.table.loc[:, "question"] = long
    assert "…" not in _figures(charts.view_changes(released(waves)))[0].title
