"""A drawing in fewer bytes shows the same: every place, style and reference is still there."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from pads_analysis.show.lean import lean, short_path

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("M 0 3.5 \nL 10 3.5 \nL 10 8.126 \nz\n", "m0 3.5h10v4.63z"),
        ("M 1 1 \nL 3 2 \nL 2 4 \n", "m1 1 2 1-1 2"),
        ("M 684 794 \nQ 1 2 684 790 \nz", "m684 794q-683-792 0-4z"),
        ("M 0 0 \nC 0.5 0 1 0.25 1 1 \nz", "m0 0c.5 0 1 .25 1 1z"),
        # A move after the end of a shape is told from where that shape began.
        ("M 2 2 \nL 5 5 \nz\nM 3 2 \nL 4 4 ", "m2 2 3 3zm1 0 1 2"),
        ("A 1 2 0 0 0 3 4", "A 1 2 0 0 0 3 4"),
        ("", ""),
    ],
)
def test_a_path_is_told_in_steps(written: str, short: str) -> None:
    assert short_path(written) == short


def test_rounding_does_not_add_up_along_a_path() -> None:
    rng = np.random.default_rng(3)
    points = np.cumsum(rng.uniform(0.02, 0.9, size=(500, 2)), axis=0)
    written = "M " + "\nL ".join(f"{x:.6f} {y:.6f}" for x, y in points)
    numbers = re.findall(r"-?(?:\d+\.\d+|\d+|\.\d+)", short_path(written))
    # Every step here goes along both axes, so that the numbers are pairs.
    places = np.cumsum(np.array(numbers, dtype=float).reshape(-1, 2), axis=0)
    assert np.abs(places - points).max() <= 0.005 + 1e-6


def test_what_marks_share_is_said_once_and_names_that_nobody_uses_go() -> None:
    found = lean(
        f"""{HEAD}<g id="figure_1"><g id="empty"/><defs><path id="mark" d="M 0 0 L 1 0"/></defs>
        <g clip-path="url(#p1)"><use xlink:href="#mark" x="1.23456" y="2" style="fill: #12436d; stroke: #12436d"/>
        <use xlink:href="#mark" x="3" y="4" style="fill: #12436d; stroke: #12436d"/></g></g>
        <defs><clipPath id="p1"><rect x="0" y="0" width="5.00001" height="5"/></clipPath></defs></svg>""".encode()
    ).decode()
    assert found == (
        f'{HEAD}<defs><clipPath id="a"><rect x="0" y="0" width="5" height="5"/></clipPath><path d="m0 0h1" id="b"/>'
        '</defs><g clip-path="url(#a)" style="fill:#12436d;stroke:#12436d"><use xlink:href="#b" x="1.23" y="2"/>'
        '<use xlink:href="#b" x="3" y="4"/></g></svg>'
    )


@pytest.mark.parametrize("style", ["opacity:0.4", "fill:none;stroke-linecap:round", ""])
def test_what_a_group_would_not_hand_down_stays_with_each_mark(style: str) -> None:
    marks = "".join(f'<path d="M {at} 0" style="{style}"/>' for at in (0, 1))
    found = ElementTree.fromstring(lean(f'{HEAD}<g clip-path="url(#p)">{marks}</g></svg>'.encode()))  # noqa: S314
    assert [path.get("style") for path in found.iter(f"{SVG}path")] == [style, style]


def test_a_letter_is_placed_without_its_transform_and_its_scale_is_kept() -> None:
    found = ElementTree.fromstring(  # noqa: S314 - made here
        lean(
            f"""{HEAD}<g transform="translate(10.123456 20) scale(0.13 -0.13)"><defs>
            <path id="A" d="M 0 0 L 5 6" transform="scale(0.015625)"/></defs>
            <use xlink:href="#A"/><use xlink:href="#A" transform="translate(63.625 0)"/>
            <use xlink:href="#A" transform="translate(6 9.5) scale(0.7)"/></g></svg>""".encode()
        )
    )
    letters = [dict(use.items()) for use in found.iter(f"{SVG}use")]
    name = letters[0][f"{XLINK}href"]
    assert letters == [
        {f"{XLINK}href": name},
        {f"{XLINK}href": name, "x": "64"},
        {f"{XLINK}href": name, "transform": "translate(6 9.5) scale(0.7)"},
    ]
    assert found.find(f".//{SVG}path").get("transform") == "scale(0.015625)"
    assert found.find(f"{SVG}g").get("transform") == "translate(10.12 20) scale(0.13 -0.13)"


def test_a_chart_keeps_every_mark_and_every_reference() -> None:
    drawing = Figure(figsize=(3, 2))
    axes = drawing.subplots()
    axes.plot([1, 2, 3], [2, 1, 3], marker="o", label="one")
    axes.bar([1, 2], [1, 2], hatch="//")
    axes.legend()
    buffer = io.BytesIO()
    FigureCanvasSVG(drawing).print_svg(buffer)
    before = ElementTree.fromstring(buffer.getvalue())  # noqa: S314 - made here
    small = lean(buffer.getvalue())
    after = ElementTree.fromstring(small)  # noqa: S314 - made here
    for tag in ("path", "use", "clipPath", "pattern", "rect"):
        assert len(list(after.iter(f"{SVG}{tag}"))) == len(list(before.iter(f"{SVG}{tag}")))
    held = {element.get("id") for element in after.iter() if element.get("id")}
    assert set(re.findall(r"(?:href=\"|url\()#(\w+)", small.decode())) == held
    assert len(small) < 0.7 * len(buffer.getvalue())
    assert lean(buffer.getvalue()) == small
