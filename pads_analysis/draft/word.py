"""A draft as a word-processor file (.docx): real headings, repeated header rows, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from pads_analysis.draft.document import PLACE, Block, Bullets, Draft, Grid, Heading, cell, clean, line

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph as DocxParagraph

LANGUAGE = "en-GB"
FONT = "Arial"
POINTS = {"Normal": 11, "Title": 22, "Heading 1": 16, "Heading 2": 13, "Caption": 10}
PAGE_MM, MARGIN_MM = (210, 297), 20
CELL_POINTS = 9.5
DARK, SHADE = "1F2A37", "E3E8EE"
NOTE_INDENT_MM = 6
#: Width of a sign in a cell, what a cell has beside its text, and the signs beyond which a text gets no more room.
SIGN_MM, CELL_SIDES_MM, MOST_SIGNS, MOST_SHARED = 2.0, 3.5, 14, 120
MOST_TITLE = 255
#: The earliest moment that a zip can hold: a file that says when it was made would differ each time.
EPOCH = (1980, 1, 1, 0, 0, 0)


def to_docx(draft: Draft) -> bytes:
    """Return the file. It carries a title, the language, no author and no time."""
    import docx

    document = docx.Document()
    _page(document, draft)
    _styles(document)
    _properties(document, draft)
    document.add_paragraph(line(draft.title), style="Title")
    document.add_paragraph().add_run(clean(draft.marking)).bold = True
    for block in draft.blocks:
        _add(document, block)
    stream = io.BytesIO()
    document.save(stream)
    return _timeless(stream.getvalue())


def docx_text(content: bytes) -> str:
    """Return the text of a .docx, one paragraph or row of a table a line: what two versions are compared by.

    Raises
    ------
    ValueError
        When it is not a .docx that can be read.
    """
    import docx
    from docx.table import Table

    try:
        document = docx.Document(io.BytesIO(content))
        blocks = list(document.iter_inner_content())
    except Exception as error:  # what a damaged zip or XML raises is not ours to list
        raise ValueError(f"not a readable .docx ({type(error).__name__})") from error
    lines = []
    for block in blocks:
        if isinstance(block, Table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines) + "\n"


def _page(document: Document, draft: Draft) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in PAGE_MM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    foot = section.footer.paragraphs[0]
    foot.add_run(f"Draft. {clean(draft.marking)}. Page ")
    _field(foot, "PAGE")


def _field(paragraph: DocxParagraph, code: str) -> None:
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        if kind:
            run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))
        else:
            text = _element("w:instrText")
            text.text = code
            run._r.append(text)


def _styles(document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, points in POINTS.items():
        style = document.styles[name]
        style.font.size, style.font.name = Pt(points), FONT
        style.font.color.rgb = RGBColor.from_string(DARK)
        fonts = style.element.rPr.rFonts
        for kind in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[kind]
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _properties(document: Document, draft: Draft) -> None:
    own = document.core_properties
    own.title, own.language = line(draft.title)[:MOST_TITLE], LANGUAGE
    own.subject, own.category = clean(draft.marking)[:MOST_TITLE], "Draft"
    own.author = own.last_modified_by = own.comments = own.keywords = ""
    # The empty document that the library starts from has a date and a picture of its own.
    for name in ("created", "modified", "lastPrinted"):
        for found in [each for each in own._element if each.tag.endswith(f"}}{name}")]:
            own._element.remove(found)
    links = document.part.package.rels
    for key in [key for key, link in links.items() if link.reltype.endswith("/thumbnail")]:
        del links[key]


def _add(document: Document, block: Block) -> None:
    if isinstance(block, Heading):
        document.add_heading(line(block.text), level=block.level - 1)
    elif isinstance(block, Bullets):
        for item in block.items:
            _write(document.add_paragraph(style="List Bullet"), line(item))
    elif isinstance(block, Grid):
        _add_grid(document, block)
    elif block.note:
        from docx.shared import Mm

        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(NOTE_INDENT_MM)
        _write(paragraph, line(block.text), italic=True)
    else:
        _write(document.add_paragraph(), line(block.text))


def _add_grid(document: Document, grid: Grid) -> None:
    caption = document.add_paragraph(line(grid.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(grid.headings), style="Table Grid")
    table.autofit = False
    # The format asks for this order: margins of cells, look, caption.
    properties = table._tbl.tblPr
    look = properties.find(_qualified("w:tblLook"))
    if look is None:
        properties.append(_padding())
    else:
        look.addprevious(_padding())
    properties.append(_element("w:tblCaption", {"w:val": line(grid.caption)[:MOST_TITLE]}))
    for column, width in zip(table.columns, _widths(grid), strict=True):
        column.width = width
    _fill(table, 0, tuple(line(text) for text in grid.headings), heading=True)
    for at, row in enumerate(grid.rows, start=1):
        table.add_row()
        _fill(table, at, tuple(cell(text) for text in row))
    # A paragraph after it keeps two tables from becoming one.
    document.add_paragraph()


def _padding() -> Any:
    margins = _element("w:tblCellMar")
    for side, twips in (("top", 40), ("left", 85), ("bottom", 40), ("right", 85)):
        margins.append(_element(f"w:{side}", {"w:w": str(twips), "w:type": "dxa"}))
    return margins


def _widths(grid: Grid) -> list[int]:
    """Return the widths of the columns: each holds its longest word, and long texts share what is left."""
    from docx.shared import Mm

    columns = [
        [line(head), *map(cell, texts)] for head, *texts in zip(grid.headings, *grid.rows, strict=True)
    ]
    floors = [
        CELL_SIDES_MM
        + SIGN_MM * min(max(len(word) for text in column for word in [*text.split(), ""]), MOST_SIGNS)
        for column in columns
    ]
    shares = [min(max(len(text) for text in column), MOST_SHARED) ** 0.5 for column in columns]
    room = PAGE_MM[0] - 2 * MARGIN_MM
    left = max(room - sum(floors), 0)
    wanted = [floor + left * share / (sum(shares) or 1) for floor, share in zip(floors, shares, strict=True)]
    return [Mm(room * width / sum(wanted)) for width in wanted]


def _fill(table: Table, at: int, texts: tuple[str, ...], *, heading: bool = False) -> None:
    from docx.shared import Pt

    row = table.rows[at]
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    if heading:
        properties.append(_element("w:tblHeader"))
    for place, text in zip(row.cells, texts, strict=True):
        paragraph = place.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        _write(paragraph, text, bold=heading, points=CELL_POINTS)
        if heading:
            shade = {"w:val": "clear", "w:color": "auto", "w:fill": SHADE}
            place._tc.get_or_add_tcPr().append(_element("w:shd", shade))


def _write(
    paragraph: DocxParagraph, value: str, *, bold: bool = False, italic: bool = False, points: float = 0
) -> None:
    """Add a text in runs; what is to be written is marked, and not by colour alone, for it has brackets."""
    from docx.enum.text import WD_COLOR_INDEX
    from docx.shared import Pt

    text, at = clean(value), 0
    pieces = []
    for place in PLACE.finditer(text):
        pieces += [(text[at : place.start()], False), (place.group(), True)]
        at = place.end()
    for piece, open_ in [*pieces, (text[at:], False)]:
        if not piece:
            continue
        run = paragraph.add_run(piece)
        run.bold, run.italic = bold or None, italic or None
        if points:
            run.font.size = Pt(points)
        if open_:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _qualified(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)


def _element(tag: str, attributes: dict[str, str] | None = None) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        element.set(qn(name), value)
    return element


def _timeless(content: bytes) -> bytes:
    """Return a zip with the same files in the same order and no time of their own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(out, "w") as kept:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            kept.writestr(entry, made.read(name))
    return out.getvalue()
