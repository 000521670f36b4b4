"""Words of users in drafts: whatever they hold, Markdown and .docx print them and obey none of them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pads_analysis.draft import keep
from pads_analysis.draft.document import Bullets, Draft, Grid, Heading, Paragraph, cell, clean, line
from pads_analysis.draft.markdown import to_markdown
from pads_analysis.draft.word import to_docx

PIECES = (
    "|",
    "`",
    "```",
    "<script>",
    "</td>",
    "<!--",
    "-->",
    "\\",
    "*",
    "**",
    "_",
    "__",
    "#",
    "## ",
    "> ",
    "- ",
    "+ ",
    "1. ",
    "1)",
    "[",
    "](",
    "](javascript:alert(1))",
    "![",
    "]: http://example.org",
    "[to be written: x]",
    "(http://example.org)",
    "~~",
    "$",
    "&amp;",
    "&#60;",
    "---",
    "===",
    ":---",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "    ",
    "\x00",
    "\x07",
    "\x1b[31m",
    "\u202e",
    "\u2028",
    "\ud800",
    "\ufffe",
    "\ufeff",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1",
    "-2",
    "word",
    "Näme",
    "日本",
    "😀",
    " ",
    ".",
    "!",
    "'",
)
HOSTILE = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=12).map("".join)
FORBIDDEN = {
    "html_inline",
    "html_block",
    "link_open",
    "image",
    "code_inline",
    "fence",
    "code_block",
    "hr",
    "em_open",
    "s_open",
}
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def draft(a: str, b: str, c: str) -> Draft:
    grid = Grid(a, ("First", b), ((c, a), (b, "last")))
    blocks = (Heading(a), Paragraph(b), Paragraph(c, note=True), Bullets((a, b, c)), grid, Paragraph("after"))
    return Draft("name", b, "Public edition", blocks)


def plain(token) -> str:
    return "".join(child.content for child in token.children or [] if child.type in {"text", "text_special"})


@settings(max_examples=150, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_markdown_prints_every_word_and_obeys_none(a: str, b: str, c: str) -> None:
    tokens = PARSER.parse(to_markdown(draft(a, b, c)))
    every = [*tokens, *(child for token in tokens for child in token.children or [])]
    assert not {token.type for token in every} & FORBIDDEN
    assert sum(token.type == "heading_open" for token in tokens) == 2
    assert sum(token.type == "bullet_list_open" for token in tokens) == 1
    assert not [token for token in tokens if token.type == "ordered_list_open"]
    assert sum(token.type == "blockquote_open" for token in tokens) == 1
    assert sum(token.type == "tr_open" for token in tokens) == 3
    said = [" ".join(plain(token).split()) for token in tokens if token.type == "inline"]
    lines = [b, "Public edition", a, b, c, a, b, c, a, "First", b]
    wanted = [*(line(text) for text in lines), cell(c), cell(a), cell(b), "last", "after"]
    assert [text for text in said if text] == [" ".join(text.split()) for text in wanted if text]


@settings(max_examples=20, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_a_document_prints_every_word_and_opens(a: str, b: str, c: str) -> None:
    made = to_docx(draft(a, b, c))
    document = docx.Document(io.BytesIO(made))
    assert len(document.tables) == 1
    grid = [[each.text for each in row.cells] for row in document.tables[0].rows]
    assert grid == [["First", line(b)], [cell(c), cell(a)], [cell(b), "last"]]
    assert [each.text for each in document.paragraphs if each.style.name == "List Bullet"] == [
        line(each) for each in (a, b, c)
    ]
    assert to_docx(draft(a, b, c)) == made


@given(HOSTILE)
def test_a_cleaned_text_is_one_printable_line(text: str) -> None:
    shown = clean(text)
    assert shown == shown.strip() and shown.encode("utf-8").decode("utf-8") == shown
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", shown)
    assert clean(shown) == shown


@given(HOSTILE)
def test_no_cell_is_a_formula(text: str) -> None:
    shown = cell(text)
    if len(shown) > 1:
        assert not re.match(r"[=+@]|-(?!\s*[\d.])", shown)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["draft", "edit", "lose"]), st.sampled_from(["a", "b", "c"])), max_size=12
    )
)
def test_no_edit_is_ever_lost(tmp_path_factory, steps) -> None:
    folder: Path = tmp_path_factory.mktemp("drafts")
    mine: dict[str, str] = {}
    for at, (step, word) in enumerate(steps):
        if step == "draft":
            keep(folder, "plan", {".md": word.encode()}, {".md": bytes.decode})
        elif step == "lose":
            (folder / ".drafts.json").unlink(missing_ok=True)
        else:
            for path in sorted(folder.glob("*.md"))[:1]:
                mine[path.name] = f"mine {at}"
                path.write_text(mine[path.name])
    assert {name: (folder / name).read_text() for name in mine} == mine
