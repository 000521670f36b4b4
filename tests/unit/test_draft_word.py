"""The word-processor file: headings, tables, language and marking, the same bytes each time."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from draft_cases import FULL, write_run

from pads_analysis.draft import open_assessment, plan
from pads_analysis.draft.document import Bullets, Draft, Grid, Heading, Paragraph, clean, to_write
from pads_analysis.draft.markdown import to_markdown
from pads_analysis.draft.word import docx_text, to_docx

GRID = Grid("Steps", ("Priority", "Step"), (("Burglary", to_write("step")), ("Drugs", "=1+1")))
DRAFT = Draft(
    "name",
    "A title",
    "Public edition",
    (
        Heading("First part"),
        Heading("Within it", 3),
        Paragraph("Words."),
        Bullets(("one", "two")),
        GRID,
        Paragraph("A note.", note=True),
    ),
)


def opened(draft: Draft):
    return docx.Document(io.BytesIO(to_docx(draft)))


def test_headings_are_headings_and_the_marking_is_on_top_and_at_the_foot() -> None:
    document = opened(DRAFT)
    styles = [(each.style.name, each.text) for each in document.paragraphs[:4]]
    assert styles == [
        ("Title", "A title"),
        ("Normal", "Public edition"),
        ("Heading 1", "First part"),
        ("Heading 2", "Within it"),
    ]
    foot = document.sections[0].footer.paragraphs[0].text
    assert foot.startswith("Draft. Public edition. Page ")


def test_tables_repeat_their_header_row_and_have_a_caption() -> None:
    document = opened(DRAFT)
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Priority", "Step"]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False]
    assert "Steps" in [each.text for each in document.paragraphs if each.style.name == "Caption"]
    # The format fixes the order of a table's properties; a strict reader refuses another.
    order = [child.tag.rpartition("}")[2] for child in table._tbl.tblPr]
    wanted = ("tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook", "tblCaption")
    assert order == sorted(order, key=wanted.index)


def test_the_language_and_title_are_set_and_nothing_tells_a_time_or_a_name() -> None:
    document = opened(DRAFT)
    own = document.core_properties
    assert (own.title, own.language, own.author) == ("A title", "en-GB", "")
    assert own.created is None and own.modified is None
    languages = [each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))]
    assert languages and set(languages) == {"en-GB"}
    names = zipfile.ZipFile(io.BytesIO(to_docx(DRAFT))).namelist()
    assert not [name for name in names if "thumbnail" in name]


def test_what_is_to_be_written_is_marked_in_both_forms() -> None:
    runs = [
        run for row in opened(DRAFT).tables[0].rows for cell in row.cells for run in cell.paragraphs[0].runs
    ]
    marked = [run.text for run in runs if run.font.highlight_color is not None]
    assert marked == ["[to be written: step]"]
    assert "| Burglary | [to be written: step] |" in to_markdown(DRAFT)


def test_a_cell_like_a_formula_is_text() -> None:
    assert opened(DRAFT).tables[0].rows[2].cells[1].text == "'=1+1"
    assert "| Drugs | '=1+1 |" in to_markdown(DRAFT)


def test_the_same_draft_is_the_same_file_at_another_time(monkeypatch) -> None:
    first = to_docx(DRAFT)
    later = time.time() + 40_000_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert to_docx(DRAFT) == first
    dates = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_both_forms_say_the_same(tmp_path: Path) -> None:
    write_run(tmp_path, FULL)
    draft = plan(open_assessment(tmp_path, "E22000001"))
    said = docx_text(to_docx(draft))
    for block in draft.blocks:
        texts = [block.text] if isinstance(block, Heading | Paragraph) else []
        texts += block.items if isinstance(block, Bullets) else []
        texts += [cell for row in block.rows for cell in row] if isinstance(block, Grid) else []
        for text in texts:
            assert clean(text) in said


def test_what_is_no_document_is_said_to_be_none() -> None:
    for content in (b"", b"mine", to_docx(DRAFT)[:2000]):
        with pytest.raises(ValueError, match=r"not a readable \.docx"):
            docx_text(content)


def test_a_row_that_does_not_fit_its_headings_is_refused() -> None:
    with pytest.raises(ValueError, match="Steps"):
        Grid("Steps", ("Priority", "Step"), (("Burglary",),))
