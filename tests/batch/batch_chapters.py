"""Fixture chapters: tiny notebooks that show what real ones show."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import v4

PARAMETERS = """partnership: str = "E1"
period_end: str = "2021-09"
months: int = 12
edition: str = "partner"
params: str = "params"
store: str = "store"
"""
SHOW = """from IPython.display import display
def show(html, **data):
    display({"text/html": html, "text/plain": "x", "application/vnd.pads+json": data}, raw=True)
"""
COVER = """show("", kind="cover", partnership_code=partnership, partnership_name="Place " + partnership,
     period="October 2020 to September 2021", edition=edition, sources=[])"""
FINDING = """text = "Counted " + partnership
show("<p class='pads-sentence' id='s1'>" + text + "</p>", kind="sentence", id="s1", text=text, headline=True,
     importance=0.5, element="a", section="levels", facts={"n": 12})"""


def make_chapter(path: Path, *sources: str, title: str = "Levels", heading: str = "How much") -> Path:
    cells = [
        v4.new_markdown_cell(f"# {title}\n\nPurpose."),
        v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        v4.new_code_cell(f"{SHOW}\n{COVER}"),
        v4.new_markdown_cell(f"## {heading}\n\nOne sentence."),
        *(
            v4.new_code_cell(source, metadata={"pads": {"section": "levels", "element": "a"}})
            for source in sources
        ),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path
