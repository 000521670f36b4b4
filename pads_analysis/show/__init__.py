"""Renderers: from released results to figures, tables and sentences that a notebook and a report can show.

`show` prints displays; `charts`, `maps`, `tables` and `sentences` make them from what passed the disclosure
gate; `cover` is the front. Matplotlib is loaded when the first chart is drawn, not before.
"""

from pads_analysis.show import charts, maps, sentences, tables
from pads_analysis.show.cover import Cover, cover
from pads_analysis.show.display import MIME, Absence, Commentary, Item, Sentence
from pads_analysis.show.exhibits import Figure, Table
from pads_analysis.show.showing import one_by_one, show
from pads_analysis.verbs import make_callable

__all__ = [
    "MIME",
    "Absence",
    "Commentary",
    "Cover",
    "Figure",
    "Item",
    "Sentence",
    "Table",
    "charts",
    "cover",
    "maps",
    "one_by_one",
    "sentences",
    "show",
    "tables",
]

make_callable(__name__, show)
