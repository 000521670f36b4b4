"""Executed books, made by hand: what a kernel would have left."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode, v4

MIME = "application/vnd.pads+json"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
COVER = {
    "id": "cover",
    "partnership_code": "E22000036",
    "partnership_name": "Aldermere",
    "force_name": "Eastshire Police",
    "county_name": "",
    "period": "October 2020 to September 2021",
    "period_first": "2020-10",
    "period_last": "2021-09",
    "previous_period": "October 2019 to September 2020",
    "edition": "partner",
    "status": "draft",
    "contact": "analyst@example.org",
    "data_as_of": "2021-11-03",
    "peers": ["Brackley", "Coldwell"],
    "peers_basis": "closest in population",
    "sources": [
        {
            "kind": "street",
            "name": "Street-level crime",
            "publisher": "Home Office",
            "licence": "Open Government Licence v3.0",
            "attribution": "Contains public sector information.",
            "caveats": ["Locations are moved."],
        }
    ],
    "code_version": "0.1.0",
}


def own(kind: str, html: str, **data: Any) -> NotebookNode:
    """One of our own display objects."""
    bundle = {"text/html": html, "text/plain": "x", MIME: {"kind": kind, **data}}
    return v4.new_output("display_data", data=bundle)


def cover(**changes: Any) -> NotebookNode:
    return own("cover", "<div class='pads-cover'>cover</div>", **{**COVER, **changes})


def sentence(name: str, text: str, element: str = "a", **data: Any) -> NotebookNode:
    return own(
        "sentence",
        f'<p class="pads-sentence" id="{name}">{text}</p>',
        id=name,
        text=text,
        element=element,
        **data,
    )


def headline(name: str, text: str, element: str, importance: float) -> NotebookNode:
    return sentence(name, text, element, headline=True, importance=importance)


def absence(
    name: str, title: str, because: str, element: str, do: str = "", na: bool = False
) -> NotebookNode:
    html = f'<div class="pads-absence" id="{name}"><p>{title}</p></div>'
    data = {"title": title, "because": because, "do": do, "not_applicable": na}
    return own("absence", html, id=name, element=element, **data)


def foreign(metadata: dict[str, Any] | None = None, **data: str) -> NotebookNode:
    """Any other output; keyword names are MIME types with `_` for `/`."""
    bundle = {name.replace("_", "/", 1).replace("svg", "svg+xml"): content for name, content in data.items()}
    return v4.new_output("display_data", data=bundle, metadata=metadata or {})


def section(
    title: str, *outputs: NotebookNode, name: str = "", element: str = "", text: str = ""
) -> list[NotebookNode]:
    code = v4.new_code_cell("SECRET = 'the code'", execution_count=1, outputs=list(outputs))
    code.metadata["pads"] = {"section": name, "element": element}
    return [v4.new_markdown_cell(f"## {title}\n\n{text}"), code]


def book(**chapters: list[NotebookNode]) -> NotebookNode:
    """A book of chapters by notebook stem; titles are the stems with spaces."""
    bound = []
    for stem, cells in chapters.items():
        title = stem.replace("_", " ").capitalize()
        for number, cell in enumerate([v4.new_markdown_cell(f"# {title}\n\nThe purpose."), *cells], start=1):
            source = {"notebook": f"{stem}.ipynb", "cell": number, "heading": "", "chapter": title}
            cell.metadata.setdefault("pads", {})["source"] = source
            cell["id"] = f"{stem}-{number}".replace("_", "-")
            bound.append(cell)
    last = v4.new_code_cell("done", execution_count=99, outputs=[own("complete", "", run_id="r1")])
    last.metadata["pads"] = {"sentinel": True}
    return v4.new_notebook(cells=[*bound, last])
