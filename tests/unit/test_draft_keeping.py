"""Drafts on the disk: a person's edits are never written over, whatever is lost or damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pads_analysis.draft import keep
from pads_analysis.errors import UsageError


def text(content: bytes) -> str:
    return content.decode("utf-8")


def draft(folder: Path, content: str):
    return keep(folder, "plan", {".md": content.encode()}, {".md": text})[0]


def test_written_then_unchanged_then_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "drafts"
    assert draft(folder, "one\n").state == "written"
    assert draft(folder, "one\n").state == "unchanged"
    assert draft(folder, "two\n").state == "replaced"
    assert (folder / "plan.md").read_text() == "two\n"
    assert sorted(path.name for path in folder.iterdir()) == [".drafts.json", "plan.md"]


def test_an_edit_stands_and_the_difference_is_told(tmp_path: Path) -> None:
    draft(tmp_path, "one\nsame\n")
    (tmp_path / "plan.md").write_text("mine\nsame\n")
    kept = draft(tmp_path, "two\nsame\n")
    assert (tmp_path / "plan.md").read_text() == "mine\nsame\n"
    assert kept.path.name == "plan.new.md" and kept.path.read_text() == "two\nsame\n"
    assert kept.state == "beside" and kept.edited == tmp_path / "plan.md"
    lines = kept.difference.splitlines()
    assert "-mine" in lines and "+two" in lines and " same" in lines
    # Drafted once more: the unedited new one is replaced, and no third file appears.
    assert draft(tmp_path, "three\n").path.name == "plan.new.md"
    assert (tmp_path / "plan.new.md").read_text() == "three\n"
    assert draft(tmp_path, "three\n").state == "unchanged"


def test_edits_of_the_new_one_stand_as_well(tmp_path: Path) -> None:
    draft(tmp_path, "one\n")
    (tmp_path / "plan.md").write_text("mine\n")
    draft(tmp_path, "two\n")
    (tmp_path / "plan.new.md").write_text("mine too\n")
    assert draft(tmp_path, "three\n").path.name == "plan.new-2.md"
    (tmp_path / "plan.new-2.md").write_text("and this\n")
    assert draft(tmp_path, "four\n").path.name == "plan.new-3.md"
    held = {path.name: path.read_text() for path in tmp_path.glob("*.md")}
    assert held == {
        "plan.md": "mine\n",
        "plan.new.md": "mine too\n",
        "plan.new-2.md": "and this\n",
        "plan.new-3.md": "four\n",
    }


@pytest.mark.parametrize(
    "damage", [None, b"", b"{", b"[]", b'{"drafted": 3}', b'{"drafted": {"plan.md": 3}}', b"\xff\xfe"]
)
def test_a_lost_or_damaged_note_counts_as_edited(tmp_path: Path, damage: bytes | None) -> None:
    draft(tmp_path, "one\n")
    note = tmp_path / ".drafts.json"
    if damage is None:
        note.unlink()
    else:
        note.write_bytes(damage)
    assert draft(tmp_path, "two\n").path.name == "plan.new.md"
    assert (tmp_path / "plan.md").read_text() == "one\n"
    assert json.loads(note.read_text())["drafted"].keys() == {"plan.new.md"}


def test_an_edited_file_that_says_the_same_is_unchanged(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("one\n")
    assert draft(tmp_path, "one\n").state == "unchanged"
    assert draft(tmp_path, "two\n").state == "replaced"


def test_each_form_is_kept_by_itself(tmp_path: Path) -> None:
    files = {".md": b"one\n", ".docx": b"1"}
    keep(tmp_path, "plan", files, {".md": text, ".docx": text})
    (tmp_path / "plan.md").write_text("mine\n")
    states = [
        each.state
        for each in keep(tmp_path, "plan", {".md": b"two\n", ".docx": b"2"}, {".md": text, ".docx": text})
    ]
    assert states == ["beside", "replaced"]


def test_an_edited_file_that_cannot_be_read_as_its_form_is_kept_too(tmp_path: Path) -> None:
    def broken(content: bytes) -> str:
        raise ValueError("not a document")

    (tmp_path / "plan.docx").write_bytes(b"mine")
    kept = keep(tmp_path, "plan", {".docx": b"2"}, {".docx": broken})[0]
    assert kept.path.name == "plan.new.docx" and "cannot be compared (not a document)" in kept.difference
    assert (tmp_path / "plan.docx").read_bytes() == b"mine"


@pytest.mark.parametrize("mark", [".~lock.plan.md#", "~$an.md"])
def test_a_file_that_is_open_is_not_replaced(tmp_path: Path, mark: str) -> None:
    draft(tmp_path, "one\n")
    (tmp_path / mark).touch()
    assert draft(tmp_path, "one\n").state == "unchanged"
    with pytest.raises(UsageError, match="open in a word processor") as caught:
        draft(tmp_path, "two\n")
    assert caught.value.exit_code == 2 and mark in str(caught.value)
    assert (tmp_path / "plan.md").read_text() == "one\n"


def test_a_folder_that_cannot_be_written_to_is_one_message(tmp_path: Path, monkeypatch) -> None:
    from pads_analysis.draft import keeping

    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="--to"):
        draft(tmp_path / "file", "one\n")
    (tmp_path / "plan.md").mkdir()
    with pytest.raises(UsageError, match="--to"):
        draft(tmp_path, "one\n")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(keeping, "atomic_write", refuse)
    with pytest.raises(UsageError, match=r"cannot be written \(Permission denied\)"):
        draft(tmp_path / "other", "one\n")
