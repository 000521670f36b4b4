"""hypotheses.yaml and context.yaml: what is refused, with the line or row and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from pads_analysis.errors import ParamsError
from pads_analysis.params import load_params
from pads_analysis.params.hypothesis_tests import EXPECTATIONS, MAY_HAVE, NEEDS, OF_A_KIND, HypothesisTest

CODE = "E22000900"
HEAD = """hypotheses:
  - claim: c
    mechanism: m
    expected_pattern: e
    rivals: [one]
    indicator: vehicle_crime
    grade: weak
    tests:
"""
CONTEXT = "series:\n  - {id: premises, name: Premises, file: context/p.csv, unit: premises, source: s%s}\n"
TABLE = "area_code,period,value\nE22000900,2023,1.5\nE22000901,2023,\nE22000901,2024,2\n"


def write(root: Path, **texts: str) -> None:
    folder = root / "partnerships" / CODE
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")


def table(root: Path, text: str | bytes, name: str = "p.csv") -> None:
    (root / "context").mkdir(exist_ok=True)
    content = text.encode("utf-8") if isinstance(text, str) else text
    (root / "context" / name).write_bytes(content)


def refused(root: Path) -> str:
    with pytest.raises(ParamsError) as caught:
        load_params(CODE, params_dir=root)
    assert caught.value.exit_code == 2
    return str(caught.value)


@pytest.mark.parametrize(
    ("test", "said"),
    [
        (
            "{kind: chaneg, expect: rise}",
            "is 'chaneg', which is not one of its values. Use change, later_than,",
        ),
        (
            "{kind: change, expect: more}",
            "expects more, which a test of the kind change does not know. Use rise",
        ),
        (
            "{kind: change, expect: rise, hours: 22-06}",
            "gives hours, which a test of the kind change does not use",
        ),
        ("{kind: change, expect: rise, supports: rival}", "'rival', which is neither the claim nor a rival"),
        ("{kind: change, expect: rise, supports: rival 2}", "supports rival 2, and the list of rivals has 1"),
        ("{kind: later_than, expect: rise}", "is of the kind later_than and gives no month. Add month."),
        ("{kind: later_than, expect: rise, month: 2024-13}", "'2024-13', which is not a month"),
        ("{kind: place, expect: more}", "needs either places or deprived"),
        (
            "{kind: place, expect: more, deprived: true, places: [E01000001]}",
            "needs either places or deprived",
        ),
        ("{kind: place, expect: more, places: [E07000001]}", "is not the code of a small area or ward"),
        ("{kind: place, expect: more, deprived: yes}", "deprived"),
        ("{kind: hours, expect: more}", "gives neither hours nor days"),
        ("{kind: hours, expect: more, hours: 06-25}", "is not a span of hours"),
        ("{kind: hours, expect: more, hours: 06-06}", "is not a span of hours"),
        ("{kind: hours, expect: more, days: [Fri]}", "Use Monday, Tuesday"),
        ("{kind: context, expect: with, series: premises}", "There is no context series premises."),
        ("{kind: context, expect: with, series: residants}", "Did you mean residents?"),
        ("{kind: other_offence, expect: alike}", "gives no offence"),
        ("{kind: other_offence, expect: alike, offense: drugs}", "offense is not a known name"),
    ],
)
def test_a_wrong_test_is_refused_with_its_line(tmp_path: Path, test: str, said: str) -> None:
    write(tmp_path, hypotheses=f"{HEAD}      - {test}\n")
    message = refused(tmp_path)
    assert said in message
    assert "hypotheses.yaml, line 9, column" in message


def test_a_test_needs_an_offence(tmp_path: Path) -> None:
    text = HEAD.replace("    indicator: vehicle_crime\n", "")
    write(tmp_path, hypotheses=f"{text}      - {{kind: change, expect: rise}}\n")
    assert "has a test and names no offence to test" in refused(tmp_path)
    write(tmp_path, hypotheses=f"{text}      - {{kind: change, expect: rise, indicator: drugs}}\n")
    assert load_params(CODE, params_dir=tmp_path).hypotheses.hypotheses[0].tests[0].indicator == "drugs"


def test_tests_are_optional_and_every_kind_can_be_written() -> None:
    values = {
        "month": "2024-01", "places": ["E01000001"], "hours": "22-06", "series": "premises", "offence": "drugs",
    }  # fmt: skip
    for kind, words in EXPECTATIONS.items():
        wanted = (*NEEDS.get(kind, ()), *MAY_HAVE.get(kind, ()))
        given = {name: values[name] for name in wanted if name in values}
        for word in words:
            assert HypothesisTest.model_validate({"kind": kind, "expect": word, **given}).supports == "claim"
    assert set(OF_A_KIND) == {name for names in (*NEEDS.values(), *MAY_HAVE.values()) for name in names}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (", per: 0", "per is 0, which is out of range"),
        (", lag: -1", "lag is -1, which is out of range"),
        (", offences: [a, a]", "names the offence 'a' twice"),
    ],
)
def test_a_wrong_series_is_refused(tmp_path: Path, more: str, said: str) -> None:
    write(tmp_path, context=CONTEXT % more)
    table(tmp_path, TABLE)
    assert said in refused(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: premises", "id: residents", "which the store's own series has"),
        ("id: premises", "id: Pre-mises", "is not the id of a series"),
        ("context/p.csv", "context/q.csv", "There is no file context/q.csv. Did you mean context/p.csv?"),
        ("context/p.csv", "/context/p.csv", "file is an absolute path"),
        ("context/p.csv", "../p.csv", "leaves the folder of parameters"),
        (", source: s", "", "source is missing"),
    ],
)
def test_a_series_names_a_file_inside_the_folder(tmp_path: Path, old: str, new: str, said: str) -> None:
    write(tmp_path, context=(CONTEXT % "").replace(old, new))
    table(tmp_path, TABLE)
    message = refused(tmp_path)
    assert said in message and "context.yaml, line 2" in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "p.csv, row 1: The column area_code is missing."),
        ("area_code,period,period,value\n", "The column period stands twice."),
        ("area_code,period,value\n", "The table holds no value."),
        (
            f"{TABLE}E07000900,2024,1\n",
            "row 5, column area_code: 'E07000900' is not a partnership code. That is a ",
        ),
        (f"{TABLE}E22000900,2024/25,1\n", "row 5, column period: '2024/25' is neither a year nor a month."),
        (f'{TABLE}E22000900,2024,"1,200"\n', "row 5, column value: '1,200' is not a number"),
        (f"{TABLE}E22000900,2024,nan\n", "row 5, column value: 'nan' is not a number"),
        (f"{TABLE}E22000900,2023,4\n", "row 5: E22000900 and 2023 stand in row 2 already."),
        (
            f"{TABLE}E22000900,2024-01,4\n",
            "row 5, column period: 2024-01 is a month, and the rows before have years.",
        ),
        (f"{TABLE}E22000900,2024\n", "row 5: The row has 2 cells"),
        (f'{TABLE}E22000900,2024,"4\n', "The file is no table of comma-separated values"),
        (b"area_code,period,value\nE22000900,2023,\xff\n", "line 2, column 16: A character is not UTF-8."),
    ],
)
def test_a_wrong_row_is_refused_with_row_and_column(tmp_path: Path, text: str | bytes, said: str) -> None:
    write(tmp_path, context=CONTEXT % "")
    table(tmp_path, text)
    assert said in refused(tmp_path)


def test_all_faults_of_a_file_are_listed_up_to_five(tmp_path: Path) -> None:
    write(tmp_path, context=CONTEXT % "")
    table(tmp_path, "area_code,period,value\n" + "E22000900,soon,1\n" * 9)
    assert refused(tmp_path).count("is neither a year nor a month") == 5


def test_a_table_is_read_with_marks_blanks_and_other_columns(tmp_path: Path) -> None:
    write(tmp_path, context=CONTEXT % ", per: 10, lag: 1, offences: [drugs]")
    table(
        tmp_path,
        "\ufeffname,Area_Code,PERIOD,value\r\nA,E22000900,2023,1.5\r\n\r\nB, E22000901 ,2023,\r\n"
        "B,W14000001,2024,-2e1\r\n",
    )
    found = load_params(CODE, params_dir=tmp_path)
    (series,) = found.context.series
    assert (series.per, series.lag, series.offences) == (10.0, 1, ("drugs",))
    assert found.context_tables["premises"].values == {
        ("E22000900", "2023"): 1.5,
        ("W14000001", "2024"): -20.0,
    }
    assert found.context_tables["premises"].yearly
    assert tmp_path / "context" / "p.csv" in found.files
