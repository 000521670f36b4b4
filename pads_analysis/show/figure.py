"""From a result to a finished figure: the drawing surface, the image bytes and the words around them.

Matplotlib is used through its object interface only, so no window, no global figure and no display is needed;
it is loaded when the first chart is drawn.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from typing import TYPE_CHECKING, Any

from pads_analysis.assess.result import Basis
from pads_analysis.show import words
from pads_analysis.show.cells import Column
from pads_analysis.show.display import identifier
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.vocabulary import source

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

WIDTH_INCHES = 5.8
PIXELS_PER_INCH = 100
PNG_PIXELS_PER_INCH = 130
PNG_COLOURS = 192
KEY_CHARACTERS, KEY_MARK = 62, 5
OWN_FILES = {
    "views": "what people here answered",
    "survey": "answers of respondents",
    "survey_table": "published survey results",
    "previous_plan": "the previous plan's actions",
    "plan": "the partnership's plan",
    "severity": "severity weights",
    "issues": "the partnership's own issues and judgements",
    "matrix": "the partnership's own matrix",
    "decisions": "decisions of the authorities",
    "hypotheses": "explanations that the partnership supplies",
    "context": "context series that the partnership supplies",
    "county": "what the partnership judged of matters for the county",
}

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_METADATA = re.compile(rb"<metadata>.*?</metadata>", re.DOTALL)
_BLANKS = re.compile(rb"\s*\n\s*")
# Of what is drawn only: a scale may be smaller than a hundredth.
_PLACED = re.compile(rb'\bd="[^"]*"|translate\([^)]*\)|\b[xy]="[^"]*"')
_BEYOND_HUNDREDTHS = re.compile(rb"(\.\d\d)\d+")
_STYLE = re.compile(rb'style="[^"]*"')


@contextmanager
def canvas(
    height: float = 4.0, panels: tuple[int, int] = (1, 1), **options: Any
) -> Iterator[tuple[Drawing, Any]]:
    """Give a drawing and its axes in the house style; the drawing must be turned into bytes inside the block.

    Parameters
    ----------
    height : float
        Inches; the width is always 5.8, so that text stays legible on a phone.
    panels : tuple of int
        Rows and columns of axes.
    **options
        Passed to `subplots`.

    Yields
    ------
    (matplotlib Figure, Axes or array of Axes)
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure as Drawing

    style = resources.files("pads_analysis.show").joinpath("style.mplstyle")
    with resources.as_file(style) as path, mpl.rc_context(fname=path):
        drawing = Drawing(figsize=(WIDTH_INCHES, height), layout="constrained")
        yield drawing, drawing.subplots(*panels, **options)


def svg(drawing: Drawing) -> bytes:
    """Return a drawing as SVG: the same bytes every time, no comments or metadata, to a hundredth of a point."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = io.BytesIO()
    FigureCanvasSVG(drawing).print_svg(
        buffer, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
    )
    return _short(_BLANKS.sub(b"\n", _METADATA.sub(b"", _COMMENT.sub(b"", buffer.getvalue()))))


def _short(drawn: bytes) -> bytes:
    """Return a drawing with places to a hundredth of a point, and without blanks in its styles."""
    drawn = _PLACED.sub(lambda found: _BEYOND_HUNDREDTHS.sub(rb"\1", found[0]), drawn)
    return _STYLE.sub(lambda found: found[0].replace(b"; ", b";").replace(b": ", b":"), drawn)


def png(drawing: Drawing) -> bytes:
    """Return a drawing as PNG with a palette of at most 192 colours and no metadata."""
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    drawing.set_dpi(PNG_PIXELS_PER_INCH)
    canvas_ = FigureCanvasAgg(drawing)
    canvas_.draw()
    picture = Image.fromarray(np.asarray(canvas_.buffer_rgba())).convert("RGB")
    buffer = io.BytesIO()
    picture.quantize(PNG_COLOURS, dither=Image.Dither.NONE).save(buffer, "png", optimize=True)
    return buffer.getvalue()


def smallest(drawing: Drawing) -> tuple[bytes, str]:
    """Return a drawing as SVG or PNG, whichever is smaller, with its media type."""
    vector = svg(drawing)
    raster = png(drawing)
    return (vector, "image/svg+xml") if len(vector) <= len(raster) else (raster, "image/png")


def finish(
    drawing: Drawing,
    *,
    section: str,
    name: str = "",
    title: str,
    measure: str,
    basis: Basis,
    chart: str,
    message: str = "",
    data: Table,
    detail: str = "",
    period: str = "",
    source_text: str = "",
    per_resident: bool = False,
    as_map: bool = False,
) -> Figure:
    """Return the figure made of a drawing and the words that must stand with it.

    Parameters
    ----------
    drawing : matplotlib Figure
    section, name : str
        Make the id.
    title : str
        The finding.
    measure : str
        What is shown, with its unit; the subtitle is measure, place, period.
    basis : Basis
        Gives place, period, sources and the population note.
    chart : str
        Type of chart, the first words of the alternative text.
    message : str
        The main message of the alternative text; the title when empty.
    data : Table
        The numbers drawn.
    detail : str
        A further sentence of the subtitle: how to read the marks.
    period : str
        Overrides the period of the basis.
    source_text : str
        Overrides the source line made from the basis.
    per_resident : bool
        Whether the numbers are divided by residents: only then is the population a source of the figure.
    as_map : bool
        Whether PNG may be chosen when it is smaller.
    """
    place, when = words.place_name(basis.place), period or basis.period
    image, mime = smallest(drawing) if as_map else (svg(drawing), "image/svg+xml")
    width, height = (round(float(inches) * PIXELS_PER_INCH) for inches in drawing.get_size_inches())
    return Figure(
        id=identifier("figure", section, name),
        title=title,
        subtitle=f"{measure}, {place}, {when}.{' ' + detail if detail else ''}",
        source=source_text or source_line(basis, per_resident=per_resident),
        alt=alt_text(chart, measure, place, when, message or title),
        data=data,
        image=image,
        mime=mime,
        width=width,
        height=height,
    )


def alt_text(chart: str, measure: str, place: str, period: str, message: str) -> str:
    """Return the alternative text: type of chart, measure, place, period, main message."""
    return f"{chart}: {words.in_sentence(measure)}, {place}, {period}. {message.rstrip('.')}."


def source_line(basis: Basis, *, per_resident: bool = True) -> str:
    """Return where the numbers come from: publications, attribution of boundaries, population used.

    A figure of counts does not name the population. Where the population is not a published estimate a few words
    say so; the section's table gives the whole note.
    """
    names, extra = [], []
    for kind in dict.fromkeys(basis.source_kinds):
        if kind == "lookup" or (kind == "population" and not per_resident):
            # A lookup names areas and holds no figures; the cover acknowledges it.
            continue
        try:
            entry = source(kind)
        except KeyError:
            names.append(OWN_FILES.get(kind, kind.replace("_", " ")))
            continue
        if kind == "boundaries":
            extra.append(entry.attribution.removeprefix("Source: "))
        names.append(f"{entry.name} ({entry.publisher})")
    population = sentence(basis.population_short) if per_resident else ""
    return " ".join(filter(None, [sentence("; ".join(names) or "not stated"), *extra, population]))


def sentence(text: str) -> str:
    """Return `text` as a sentence: a capital first, one full stop last; empty stays empty."""
    stripped = text.strip().rstrip(".")
    return f"{words.at_start(stripped)}." if stripped else ""


def data_table(
    section: str,
    name: str,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    *notes: str,
) -> Table:
    """Return the table behind a figure."""
    return Table(
        id=identifier("data", section, name),
        caption=caption,
        columns=tuple(columns),
        rows=tuple(tuple(row) for row in rows),
        notes=tuple(note for note in notes if note),
    )


def key_above(axes: Axes, columns: int = 2, handles: Sequence[Any] | None = None) -> None:
    """Put the key above the plot, to the left, in the order of the data; long labels take fewer columns."""
    entries = list(handles) if handles is not None else axes.get_legend_handles_labels()[0]
    longest = max((len(line) for entry in entries for line in str(entry.get_label()).split("\n")), default=1)
    fitting = max(1, KEY_CHARACTERS // (longest + KEY_MARK))
    axes.figure.legend(handles=entries, loc="outside upper left", ncols=min(columns, fitting))


def thousands(axis: Any) -> None:
    """Print an axis' numbers with thousands separators, on at most about seven lines."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
