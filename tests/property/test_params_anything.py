"""Whatever is written, the answer is parameters or a `ParamsError`: never another exception."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pads_analysis.errors import ParamsError
from pads_analysis.params import load_params, params_dir
from pads_analysis.params.fields import is_own_notebook
from pads_analysis.params.folder import DOCUMENTS
from pads_analysis.params.models import AssessmentParams
from pads_analysis.params.overrides import nested
from pads_analysis.params.schema import SCHEMAS
from pads_analysis.params.shape import leaves
from pads_analysis.params.stack import conform
from pads_analysis.params.yaml_file import parse_yaml, plain_scalar, read_yaml

CODE = "E22000123"
NAMES = sorted({key for leaf in leaves(AssessmentParams) for key in leaf})
SEGMENTS = ["..", ".", "a", "own.ipynb", "", "~", "C:", "con", "b c", "\\", "%2e"]
DOTTED = sorted(".".join(leaf) for leaf in leaves(AssessmentParams))

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates().map(str)
names = st.sampled_from(NAMES) | st.text(max_size=8)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
mappings = st.dictionaries(names, anything, max_size=5)


def load(folder: Path, **given_) -> None:
    """Load; a ParamsError must say something, anything else fails the test."""
    try:
        found = load_params(CODE, params_dir=folder, **given_)
    except ParamsError as error:
        assert str(error).strip()
        assert all(problem.what and problem.do for problem in error.problems or (error,))
    else:
        assert found.params.partnership == CODE


@settings(max_examples=60, deadline=None)
@given(data=mappings, name=st.sampled_from(DOCUMENTS))
def test_any_mapping_in_any_file(data, name):
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "partnerships" / CODE
        own.mkdir(parents=True)
        (own / f"{name}.yaml").write_text(json.dumps(data), "utf-8")
        load(Path(folder))


@settings(max_examples=60, deadline=None)
@given(given_=st.dictionaries(st.sampled_from(DOTTED) | names | st.integers(), anything, max_size=5))
def test_any_mapping_of_overrides(given_):
    load(params_dir(), overrides=given_)


@settings(max_examples=60, deadline=None)
@given(given_=st.dictionaries(st.sampled_from(DOTTED), st.text(max_size=12), max_size=5))
def test_any_text_on_the_command_line(given_):
    load(params_dir(), overrides=given_)


@settings(max_examples=100, deadline=None)
@given(
    raw=st.text(
        alphabet=st.sampled_from("ab:-?[]{},#&*!|>'\"%@` \n\t\\xUu0_.~<=\x00\u2028\u202e"), max_size=60
    )
)
def test_any_text_as_yaml(raw):
    try:
        document = parse_yaml(raw, "f.yaml")
    except ParamsError as error:
        assert error.where.startswith("f.yaml")
    else:
        assert isinstance(document.data, dict)


@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=40))
def test_any_bytes_as_a_file(raw):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.yaml"
        path.write_bytes(raw)
        try:
            assert isinstance(read_yaml(path).data, dict)
        except ParamsError as error:
            assert error.where.startswith("a.yaml")


letters = st.text(st.characters(codec="ascii", categories=["L", "N"]))
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | letters,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3)
    ),
    max_leaves=10,
)


@settings(max_examples=80, deadline=None)
@given(data=st.dictionaries(st.text("abc", min_size=1), plain, max_size=4))
def test_what_the_reference_writer_writes_is_read_back(data):
    assert parse_yaml(yaml.safe_dump(data), "f.yaml").data == data


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("0123456789.-+_eE:"), max_size=12))
def test_a_number_is_only_what_reads_back_as_the_same_plain_decimal(text):
    found = plain_scalar(text)
    if isinstance(found, int) and not isinstance(found, bool):
        assert str(found) == text or text == "-0"
    elif isinstance(found, float):
        assert float(text) == found
        assert not set("eE+_:") & set(text)
    else:
        assert found == text or (found is None and text == "")


@settings(max_examples=200, deadline=None)
@given(parts=st.lists(st.sampled_from(SEGMENTS), max_size=5))
def test_an_accepted_notebook_path_never_leaves_its_folder(parts):
    entry = "/".join(parts)
    if is_own_notebook(entry):
        with tempfile.TemporaryDirectory() as folder:
            base = Path(folder).resolve()
            assert (base / entry).resolve().is_relative_to(base)
            assert (base / entry).resolve() != base
            assert len(Path(entry).parts) == len(parts)


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=20))
def test_text_on_the_command_line_stays_itself_for_text_fields(text):
    found, wrong = nested({"title": text}, "command line")
    assert (found, wrong) == ({"title": text}, [])


@settings(max_examples=60, deadline=None)
@given(data=mappings, name=st.sampled_from(sorted(SCHEMAS)))
def test_conforming_keeps_names_and_is_done_once(data, name):
    document = parse_yaml(json.dumps(data), "f.yaml")
    found = conform(document.data, SCHEMAS[name], document)
    assert found.keys() == document.data.keys()
    assert conform(found, SCHEMAS[name], document) == found
