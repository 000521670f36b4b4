"""The door: every guard on its own, and what is yielded when none is broken."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from pads_analysis.data.delivery import walk
from pads_analysis.data.stream import Limits
from pads_analysis.errors import ContractError, UsageError

KB = 1024


def names(*paths: Path, **options) -> list[str]:
    return [raw.where for raw in walk(paths, **options)]


def make_zip(path: Path, members: list[tuple[zipfile.ZipInfo | str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as content:
        for name, body in members:
            content.writestr(name, body)
    return path


def refused(path: Path, limits: Limits | None = None) -> ContractError:
    with pytest.raises(ContractError) as caught:
        for raw in walk([path], limits):
            with raw.open() as stream:
                stream.read()
    assert caught.value.do
    return caught.value


def test_folders_are_walked_in_order_and_documents_are_reported(tmp_path):
    for name in ("b/2.csv", "a/1.csv", "a/readme.md", "a/.hidden.csv", "c.json", "area.json"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(
            '{"type": "FeatureCollection"}' if name == "area.json" else "x,y\n1,2\n", encoding="utf-8"
        )
    told: list[tuple[str, str]] = []
    found = names(tmp_path, left_alone=lambda where, why: told.append((where, why)))
    assert found == ["a/1.csv", "area.json", "b/2.csv"]
    assert {where for where, _ in told} == {"a/readme.md", "a/.hidden.csv", "c.json"}


def test_a_document_named_outright_is_yielded(tmp_path):
    file = tmp_path / "table.txt"
    file.write_text("a,b\n", encoding="utf-8")
    assert names(file) == ["table.txt"]
    assert names(tmp_path) == []


def test_a_missing_path_is_a_usage_error_before_anything_is_read(tmp_path):
    (tmp_path / "a.csv").write_text("a\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        walk([tmp_path / "a.csv", tmp_path / "absent.csv"])
    assert caught.value.exit_code == 2


def test_gzip_is_opened_by_content_and_zip_members_are_streamed(tmp_path):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"one"))
    packed = gzip.compress(b"three")
    make_zip(tmp_path / "z.zip", [("2021-08/2021-08-x-street.csv", b"two"), ("2021-09/y.csv.gz", packed)])
    found = {raw.where: (raw.open().read(), raw.container_last_month) for raw in walk([tmp_path])}
    assert found == {
        "a.csv.gz": (b"one", ""),
        "z.zip > 2021-08/2021-08-x-street.csv": (b"two", "2021-09"),
        "z.zip > 2021-09/y.csv.gz": (b"three", "2021-09"),
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv.gz", "z.zip"]


def test_files_of_one_name_in_two_folders_are_told_apart_without_the_machines_path(tmp_path):
    for folder in ("lsoa11", "ward"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "E06000022.csv").write_text("a,b\n", encoding="utf-8")
        make_zip(tmp_path / "in" / folder / "z.zip", [("one/x.csv", b"1"), ("two/x.csv", b"2")])
    members = ["z.zip > one/x.csv", "z.zip > two/x.csv"]
    wanted = [f"{folder}/{name}" for folder in ("lsoa11", "ward") for name in ("E06000022.csv", *members)]
    found = list(walk([tmp_path / "in"]))
    assert [raw.where for raw in found] == wanted
    assert {raw.name for raw in found} == {"E06000022.csv", "x.csv"}, "the bare name, as readers look at it"
    (tmp_path / "in/ward/z.zip").write_bytes(b"PK\x03\x04 no zip")
    told: list[tuple[str, str]] = []
    list(walk([tmp_path / "in"], refused=lambda where, error: told.append((where, error.where))))
    assert told == [("ward/z.zip", "ward/z.zip")]


def test_only_folders_of_months_date_a_zip(tmp_path):
    member = "2021-09-wessex-street.csv"
    loose = make_zip(tmp_path / "2021-09.zip", [(member, b"1")])
    published = make_zip(tmp_path / "p.zip", [(f"2021-08/{member}", b"1"), (f"2021-09/{member}", b"1")])
    assert [raw.container_last_month for raw in walk([loose, published])] == ["", "2021-09", "2021-09"]


def test_a_member_can_be_opened_after_the_walk_has_ended(tmp_path):
    make_zip(tmp_path / "z.zip", [("a.csv", b"later")])
    held = list(walk([tmp_path]))
    assert held[0].open().read() == b"later"
    assert held[0].open().read() == b"later"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("../evil.csv", "'..'"),
        ("a/../../evil.csv", "'..'"),
        ("/etc/evil.csv", "absolute"),
        ("C:/evil.csv", "absolute"),
        ("a\\evil.csv", "backslash"),
        ("bell\x07.csv", "control"),
    ],
)
def test_names_that_could_mislead_are_refused(tmp_path, name, says):
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    path = make_zip(tmp_path / "z.zip", [("good.csv", b"1"), (info, b"1")])
    assert says in refused(path).what


def test_a_name_cut_by_nul_is_refused(tmp_path):
    path = make_zip(tmp_path / "z.zip", [("aXb.csv", b"1")])
    path.write_bytes(path.read_bytes().replace(b"aXb.csv", b"a\x00b.csv"))
    assert "control" in refused(path).what


def test_links_are_refused(tmp_path):
    info = zipfile.ZipInfo("link.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "link" in refused(make_zip(tmp_path / "z.zip", [(info, b"/etc/passwd")])).what


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_stand_twice_or_differ_only_in_case_are_refused(tmp_path):
    assert "twice" in refused(make_zip(tmp_path / "a.zip", [("x.csv", b"1"), ("x.csv", b"2")])).what
    assert "case" in refused(make_zip(tmp_path / "b.zip", [("x.csv", b"1"), ("X.csv", b"2")])).what


def test_encrypted_members_are_refused(tmp_path):
    path = make_zip(tmp_path / "z.zip", [("x.csv", b"1")])
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.index(mark) + offset, 1)
    path.write_bytes(bytes(data))
    assert "encrypted" in refused(path).what


def test_a_zip_in_a_zip_is_refused_by_name_and_by_content(tmp_path):
    inner = make_zip(tmp_path / "inner.zip", [("x.csv", b"1")]).read_bytes()
    (tmp_path / "inner.zip").unlink()
    assert "another zip" in refused(make_zip(tmp_path / "a.zip", [("inner.zip", b"")])).what
    assert "another zip" in refused(make_zip(tmp_path / "b.zip", [("harmless.csv", inner)])).what


def test_a_workbook_is_no_nested_zip(tmp_path):
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as content:
        content.writestr("[Content_Types].xml", "<Types/>")
    (tmp_path / "alone.xlsx").write_bytes(book.getvalue())
    make_zip(tmp_path / "z.zip", [("packed.xlsx", book.getvalue())])
    assert names(tmp_path) == ["alone.xlsx", "z.zip > packed.xlsx"]


def test_too_many_members_are_refused(tmp_path):
    path = make_zip(tmp_path / "z.zip", [(f"{i}.csv", b"") for i in range(11)])
    assert "11 members" in refused(path, Limits(members=10)).what
    assert len(names(path, limits=Limits(members=11))) == 11


def test_totals_members_and_ratios_are_bounded(tmp_path):
    zeros = make_zip(tmp_path / "ratio.zip", [("z.csv", bytes(64 * KB))])
    assert "times its size" in refused(zeros, Limits(ratio=20, ratio_from=32 * KB)).what
    assert names(zeros, limits=Limits(ratio=20, ratio_from=65 * KB)), "small files may compress as they like"
    two = make_zip(tmp_path / "total.zip", [("a.csv", bytes(40 * KB)), ("b.csv", bytes(40 * KB))])
    assert "together" in refused(two, Limits(total_bytes=64 * KB)).what
    assert "more than 32,768 bytes" in refused(two, Limits(member_bytes=32 * KB)).what


def test_a_gzip_bomb_is_stopped_while_it_streams(tmp_path):
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(bytes(4096 * KB)))
    assert "times its size" in refused(bomb, Limits(ratio=200, ratio_from=1024 * KB)).what
    packed = make_zip(tmp_path / "z.zip", [("bomb.csv.gz", bomb.read_bytes())])
    assert "times its size" in refused(packed, Limits(ratio=200, ratio_from=1024 * KB)).what
    assert "together" in refused(packed, Limits(total_bytes=1024 * KB, ratio=10**6)).what


def test_a_member_that_lies_about_its_size_is_refused(tmp_path):
    path = make_zip(tmp_path / "z.zip", [("x.csv", bytes(range(256)) * 64)])
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(mark) + offset, 100)
    path.write_bytes(bytes(data))
    assert "damaged" in refused(path).what


def test_members_that_share_bytes_are_refused(tmp_path):
    path = make_zip(tmp_path / "z.zip", [("a.csv", bytes(range(256)) * 8), ("b.csv", b"tiny")])
    data = bytearray(path.read_bytes())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    struct.pack_into("<I", data, second + 20, len(data))
    path.write_bytes(bytes(data))
    assert "overlap" in refused(path).what


def test_damaged_files_are_refused_with_words(tmp_path):
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress(b"0123456789" * 1000)[:-20])
    assert "damaged" in refused(cut).what
    not_zip = tmp_path / "not.zip"
    not_zip.write_bytes(b"PK\x03\x04 and then nothing of a zip")
    assert "damaged" in refused(not_zip).what


def test_one_refused_zip_does_not_stop_the_others(tmp_path):
    make_zip(tmp_path / "a.zip", [("../x.csv", b"1")])
    (tmp_path / "b.csv").write_text("1", encoding="utf-8")
    told: list[str] = []
    assert names(tmp_path, refused=lambda where, error: told.append(where)) == ["b.csv"]
    assert told == ["a.zip"]


def test_a_national_archive_passes_the_default_limits():
    limits = Limits()
    assert limits.members >= 36 * 45 * 3
    assert limits.total_bytes >= 15 * 1024**3
    assert limits.ratio >= 100
