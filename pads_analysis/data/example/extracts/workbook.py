"""A workbook with one sheet of text, for the authority that sends no CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from pads_analysis.data.example.files import write_zip

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_TYPES = (
    f'{_HEAD}<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)


def write_workbook(path: Path, sheet: str, rows: Iterable[Sequence[str]], day: str) -> Path:
    """Write an xlsx workbook, the same bytes for the same rows.

    Parameters
    ----------
    path : Path
    sheet : str
        Name of its only sheet.
    rows : iterable of sequences of str
        Every row, title lines and headings among them; an empty text leaves its cell out.
    day : str
        YYYY-MM-DD that it is dated.
    """
    lines = "".join(f'<row r="{at}">{_cells(row, at)}</row>' for at, row in enumerate(rows, 1))
    main = f"{_OFFICE}/spreadsheetml/2006/main"
    links = f"{_OFFICE}/officeDocument/2006/relationships"
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(f"{links}/officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(f"{links}/worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'{_HEAD}<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
    }
    return write_zip(path, members, day)


def _relations(kind: str, target: str) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>'
    )


def _cells(row: Sequence[str], line: int) -> str:
    return "".join(
        f'<c r="{chr(ord("A") + at)}{line}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        for at, text in enumerate(row)
        if text
    )
