"""Makes the report from an executed book's outputs and nothing else.

`collect` reads the book, `render` makes the page, `findings` the data file, `render_index` the run's front page.
"""

from pads_analysis.report.collect import collect
from pads_analysis.report.document import Document
from pads_analysis.report.findings import findings
from pads_analysis.report.render import render, render_index

__all__ = ["Document", "collect", "findings", "render", "render_index"]
