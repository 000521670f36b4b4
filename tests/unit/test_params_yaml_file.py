from __future__ import annotations

import pytest
import yaml

from pads_analysis.errors import ParamsError
from pads_analysis.params.yaml_file import LARGEST_FILE, Mark, parse_yaml, read_yaml


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("True", "True"),
        ("12:30", "12:30"),
        ("010", "010"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1e5", "1e5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("+5", "+5"),
        ("2024-10", "2024-10"),
        ("2024-10-01", "2024-10-01"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("0.10", 0.1),
        (".5", 0.5),
        ("-0.25", -0.25),
        ("9" * 30, "9" * 30),
    ],
)
def test_plain_scalars_mean_what_they_look_like(written, meant):
    found = parse_yaml(f"key: {written}\n", "f.yaml").data["key"]
    assert found == meant
    assert type(found) is type(meant)


def test_nested_content_agrees_with_the_reference_parser_where_both_rules_agree():
    text = "a:\n  b: [1, 2.5, {c: d}]\n  e: |\n    two\n    lines\nf: 'it''s'\ng: {h: [], i: {}}\n"
    assert parse_yaml(text, "f.yaml").data == yaml.safe_load(text)


def test_every_key_and_entry_knows_its_line_and_column():
    document = parse_yaml("a: 1\nb:\n  c: 2\n  d:\n    - x\n    - {e: y}\n", "f.yaml")
    assert document.marks == {
        ("a",): Mark(1, 1),
        ("b",): Mark(2, 1),
        ("b", "c"): Mark(3, 3),
        ("b", "d"): Mark(4, 3),
        ("b", "d", 0): Mark(5, 7),
        ("b", "d", 1): Mark(6, 7),
        ("b", "d", 1, "e"): Mark(6, 8),
    }
    assert document.where(("b", "d", 1, "absent")) == "f.yaml, line 6, column 7"
    assert document.where(("absent",)) == "f.yaml"


def test_what_was_written_is_kept_beside_what_it_means():
    document = parse_yaml("a: 1.10\nb: '1.10'\n", "f.yaml")
    assert document.data == {"a": 1.1, "b": "1.10"}
    assert document.written == {("a",): "1.10"}


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("a: 1\nb: 2\na: 3\n", "f.yaml, line 3, column 1", "'a' stands twice, in line 1 and in line 3."),
        ("x:\n  a: 1\n  a: 1\n", "f.yaml, line 3, column 3", "'a' stands twice, in line 2 and in line 3."),
        ("x: {a: 1, a: 2}\n", "f.yaml, line 1, column 11", "'a' stands twice, in line 1 and in line 1."),
        ("a: &x 1\n", "f.yaml, line 1, column 4", "&x is an anchor."),
        ("a: 1\nb: *x\n", "f.yaml, line 2, column 4", "*x is an alias."),
        ("&x a: 1\n", "f.yaml, line 1, column 1", "&x is an anchor."),
        ("a: !!str 1\n", "f.yaml, line 1, column 4", "tag:yaml.org,2002:str is a tag."),
        ("a: !own {b: 1}\n", "f.yaml, line 1, column 4", "!own is a tag."),
        ("- a\n", "f.yaml, line 1, column 1", "The file does not consist of settings."),
        ("only text\n", "f.yaml, line 1, column 1", "The file does not consist of settings."),
        ("--- 5\n", "f.yaml, line 1, column 5", "The file does not consist of settings."),
        ("a: 1\n---\nb: 2\n", "f.yaml, line 2, column 1", "A second document begins here (---)."),
        ("%YAML 1.1\n---\na: 1\n", "f.yaml, line 1, column 1", "The file has a % directive."),
        ("? [a]\n: b\n", "f.yaml, line 1, column 3", "A list or a mapping stands where a name should."),
        ("a: [1, 2\n", "f.yaml, line 2, column 1", "The file is not valid YAML ("),
        ("a: b: c\n", "f.yaml, line 1, column 5", "The file is not valid YAML ("),
        ("ok: 1\na: x\x00y\n", "f.yaml, line 2, column 5", "The hidden character U+0000"),
        ("a: " + "[" * 60 + "]" * 60, "f.yaml, line 1, column 24", "nested deeper than 20 levels"),
        ("a: " + "[" * 50_000, "f.yaml, line 1, column 24", "nested deeper than 20 levels"),
        ('a: "\\UFFFFFFFF"\n', "f.yaml", "names a character that does not exist"),
    ],
)
def test_what_is_not_plain_is_refused_with_its_place(text, where, what):
    with pytest.raises(ParamsError) as caught:
        parse_yaml(text, "f.yaml")
    assert caught.value.where == where
    assert what in caught.value.what
    assert caught.value.do.endswith(".")


def test_no_tag_constructs_anything():
    with pytest.raises(ParamsError, match="is a tag"):
        parse_yaml("!!python/object/apply:os.getcwd []\n", "f.yaml")


def test_a_merge_key_is_only_a_name():
    assert parse_yaml("<<: {a: 1}\n", "f.yaml").data == {"<<": {"a": 1}}


def test_tabs_are_named_as_the_cause():
    with pytest.raises(ParamsError) as caught:
        parse_yaml("a:\n\t- b\n", "f.yaml")
    assert "tabs" in caught.value.do


def test_a_file_of_comments_says_nothing():
    assert parse_yaml("# nothing yet\n", "f.yaml").data == {}
    assert parse_yaml("", "f.yaml").data == {}


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb:\r\n  c: caf\xc3\xa9\r\n")
    document = read_yaml(path)
    assert document.data == {"a": 1, "b": {"c": "café"}}
    assert document.marks["b", "c"] == Mark(3, 3)


def test_other_encodings_are_refused_with_the_place_of_the_first_bad_character(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\nb: caf\xe9\n")
    with pytest.raises(ParamsError) as caught:
        read_yaml(path, "partnerships/x/a.yaml")
    assert caught.value.where == "partnerships/x/a.yaml, line 2, column 7"
    assert "UTF-8" in caught.value.do


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_read(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\n#" + b"x" * (LARGEST_FILE - 6))
    assert read_yaml(path).data == {"a": 1}
    path.write_bytes(b"a: 1\n#" + b"x" * (LARGEST_FILE - 5))
    with pytest.raises(ParamsError, match="larger than 256 kB"):
        read_yaml(path)


def test_a_file_that_cannot_be_read_is_a_user_error(tmp_path):
    with pytest.raises(ParamsError, match="cannot be read"):
        read_yaml(tmp_path / "absent.yaml")
    with pytest.raises(ParamsError, match="cannot be read"):
        read_yaml(tmp_path)
