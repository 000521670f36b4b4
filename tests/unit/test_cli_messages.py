"""The command line: one clear message and the right exit code for every wrong input, and nothing run."""

from __future__ import annotations

from pathlib import Path

import pytest

from pads_analysis.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Return exit code, output and errors of one command."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


@pytest.fixture
def options(example, tmp_path: Path) -> tuple[object, ...]:
    return ("--store", example.store, "--params", example.params, "--output", tmp_path / "out")


WRONG = {
    "unknown partnership": (("E22000999",), "There is no partnership 'E22000999' in the store. Nearest: "),
    "misspelt name": (("Aldermer",), "Nearest: Aldermere (E22000900)"),
    "no partnership": ((), "No partnership was named."),
    "codes and all": (("E22000900", "--all"), "Codes and --all were both given."),
    "code cut short": (
        ("E2200900",),
        "There is no partnership 'E2200900' in the store. Nearest: Aldermere (E22000900)",
    ),
    "a district": (("E07000900",), "E07000900 is a district; its partnership is Aldermere (E22000900)."),
    "a district nobody holds": (
        ("E06999999",),
        "E06999999 is a district, and no partnership of the store holds it.",
    ),
    "edition": (
        ("E22000900", "--edition", "secret"),
        "command line: edition is 'secret', which is not one of its values. Use partner or public.",
    ),
    "map of nothing": (
        ("E22000900", "--set", "places.offence=burglery"),
        "command line: places.offence is burglery, which is no offence code of the data.police.uk street-level "
        "categories. Did you mean burglary?",
    ),
    "period after the data": (
        ("E22000900", "--period-end", "2030-01"),
        "The period February 2029 to January 2030 lies outside the data for Aldermere, "
        "which run from April 2020 to March 2024.",
    ),
    "period before the data": (("E22000900", "--period-end", "2020-06"), "lies outside the data"),
    "no such month": (
        ("E22000900", "--period-end", "2024-13"),
        "period_end is '2024-13', which is not a month.",
    ),
    "wrong type": (("E22000900", "--months", "twelve"), "months is 'twelve', which is not a whole number."),
    "unknown key": (("E22000900", "--set", "statistics.margn=0.05"), "Did you mean statistics.margin?"),
    "not a setting": (("E22000900", "--set", "margin"), "'margin' is not a setting."),
    "unknown peer": (
        ("E22000900", "--set", "peers.codes=[E22999999]"),
        "command line: E22999999 is not in the store's lookups. Correct it, or ingest the lookup that holds it.",
    ),
    "source not held": (("E22000900", "--set", "source=borough"), "The store holds no borough data"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_run_says_what_where_and_what_to_do(name, capsys, options, tmp_path) -> None:
    arguments, expected = WRONG[name]
    code, out, err = run(capsys, "run", *arguments, *options)
    assert code == 2
    assert expected in err
    assert "Traceback" not in err and not out
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--months", "0"), "command line: months is 0, which is out of range."),
        (("--period-end", "2024-13"), "period_end is '2024-13', which is not a month."),
        (("--period-end", "2030-01"), "lies outside the data for Aldermere"),
        (("--set", "statistics.margn=1"), "Did you mean statistics.margin?"),
    ],
)
def test_a_wrong_setting_of_a_county_is_said_before_anything_runs(
    capsys, options, tmp_path, given, said
) -> None:
    code, out, err = run(capsys, "run", "--county", "Corvenshire", *given, *options)
    assert code == 2 and said in err and not out
    assert not (tmp_path / "out").exists()


def test_a_final_run_that_is_not_ready_names_every_partnership_gap_and_file(
    capsys, options, tmp_path
) -> None:
    code, out, err = run(capsys, "run", "E22000908", "E22000910", *options, "--set", "status=final")
    assert code == 2 and not out and not (tmp_path / "out").exists()
    assert "2 of 2 partnerships marked final are not ready; nothing was run." in err
    for partnership in ("E22000908", "E22000910"):
        assert f"params/partnerships/{partnership}/decisions.yaml" in err
        assert f"params/partnerships/{partnership}/plan.yaml" in err
    assert "(g)" not in err.split("E22000910")[0] and "Traceback" not in err


def test_every_wrong_partnership_is_named_at_once(capsys, example, tmp_path) -> None:
    params = tmp_path / "params"
    for code, text in (("E22000900", "months: many\n"), ("E22000901", "editon: public\n")):
        folder = params / "partnerships" / code
        folder.mkdir(parents=True)
        (folder / "assessment.yaml").write_text(text, "utf-8")
    code, _, err = run(
        capsys, "run", "--all", "--store", example.store, "--params", params, "--output", tmp_path / "out"
    )
    assert code == 2
    assert "2 of 20 partnerships cannot be run; nothing was." in err
    assert "months is 'many'" in err and "Did you mean edition?" in err
    assert "E22000901/assessment.yaml, line 1" in err.replace("\\", "/")


def test_there_is_no_store(capsys, tmp_path) -> None:
    code, _, err = run(capsys, "run", "E22000900", "--store", tmp_path / "none")
    assert code == 2 and "There is no store here." in err and "pads ingest" in err


def test_there_is_nothing_to_ingest(capsys, tmp_path) -> None:
    assert run(capsys, "ingest", tmp_path / "none", "--store", tmp_path / "store")[0] == 2
    stray = tmp_path / "notes.csv"
    stray.write_text("a,b\n1,2\n", "utf-8")
    code, out, err = run(capsys, "ingest", stray, "--store", tmp_path / "store")
    assert code == 4
    assert "not recognised" in out and "none of these files" in err


def test_a_broken_delivery_is_refused_and_the_others_are_kept(capsys, tmp_path) -> None:
    good = tmp_path / "lookup.csv"
    good.write_text("LSOA11CD,LSOA11NM,LAD21CD,LAD21NM\nE01000001,A 001A,E07000001,A\n", "utf-8")
    heading = (
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type"
    )
    (tmp_path / "cut.csv").write_text(
        f"{heading},Last outcome category,Context\n,2024-01,X Police,X Pol", "utf-8"
    )
    code, out, err = run(capsys, "ingest", tmp_path, "--store", tmp_path / "store")
    assert code == 4
    assert "cut.csv" in err and "line 2" in err
    assert "1 row read, 1 kept" in out


def test_check_prints_every_value_with_its_origin_and_every_element(capsys, example) -> None:
    options = ("--store", example.store, "--params", example.params, "--set", "statistics.margin=0.2")
    code, out, _ = run(capsys, "check", "E22000900", *options)
    assert code == 0
    assert "statistics.margin" in out and "0.2  [command line]" in out
    assert "[default]" in out and "assessment.yaml, line" in out
    for letter in "abcdefg":
        assert f"({letter}) " in out
    assert out.index("Statutory elements") < out.index("Settings")
    assert "text: levels" in out
    _, bare, _ = run(capsys, "check", "E22000910", *options)
    assert "no survey was given" in bare and "data: no; text: none" in bare


def test_check_says_what_the_public_edition_withholds(capsys, example) -> None:
    options = ("--store", example.store, "--params", example.params, "--edition", "public")
    code, out, _ = run(capsys, "check", "E22000900", *options)
    assert code == 0
    kinds = "plan, views, decisions, hypotheses, context, county, issues, commentary"
    assert f"Withheld from the public edition: {kinds}." in out
    assert "<!-- public -->" in out and "text: levels" not in out
    # What several questions say alike is said once for each element: (c), (d), (e), (f) hold what partners supplied.
    said = [line for line in out.splitlines() if "Withheld from the public edition: not available" in line]
    assert len(said) == 4


def test_check_lists_the_duties_around_the_assessment_and_judges_none(capsys, example) -> None:
    options = ("--store", example.store, "--params", example.params)
    _, out, _ = run(capsys, "check", "E22000900", *options)
    duties = out[out.index("Duties around the assessment") : out.index("Settings")]
    assert (
        "At least one public meeting a year: SI 2007/1830 reg 12 (wording not checked). 1 public meeting"
        in duties
    )
    assert "Regard to the police and crime objectives" in duties and "data:" not in duties


def test_notes_are_printed_once_and_missing_folders_together(capsys, example, tmp_path) -> None:
    folder = tmp_path / "ours" / "partnerships" / "E22000900"
    folder.mkdir(parents=True)
    (folder / "plann.yaml").write_text("", "utf-8")
    options = ("--store", example.store, "--params", tmp_path / "ours")
    code, _, err = run(capsys, "check", "E22000900", "E22000901", *options)
    assert code == 0
    assert err.splitlines() == [
        "pads: note: partnerships/E22000900/plann.yaml is not read: the project knows nothing of that name. "
        "Did you mean plan.yaml?",
        "pads: note: no folder for E22000901 in ours; the defaults are used",
    ]
    code, _, err = run(capsys, "check", "E22000901", "E22000902", "E22000903", "E22000904", *options)
    assert err.splitlines() == [
        "pads: note: no folder for 4 of 4 partnerships, for example E22000901, in ours; the defaults are used"
    ]


def test_a_folder_one_level_too_deep_is_refused(capsys, example, tmp_path) -> None:
    options = ("--store", example.store, "--params", example.params / "partnerships")
    code, _, err = run(capsys, "run", "E22000900", *options, "--output", tmp_path / "out")
    assert code == 2
    assert f"Give {example.params}, the folder that holds partnerships." in err


def test_all_of_a_store_without_crime_is_nothing_to_run(capsys, tmp_path) -> None:
    lookup = tmp_path / "lookup.csv"
    lookup.write_text(
        "LSOA11CD,LSOA11NM,LAD21CD,LAD21NM,CSP21CD,CSP21NM\nE01000001,A 001A,E07000001,A,E22000001,A\n",
        "utf-8",
    )
    assert run(capsys, "ingest", lookup, "--store", tmp_path / "store")[0] == 0
    code, _, err = run(capsys, "run", "--all", "--store", tmp_path / "store", "--output", tmp_path / "out")
    assert code == 2
    assert "The store holds no recorded crime for any partnership, so there is nothing to run." in err
    assert "Name one or more codes" not in err


def test_demo_says_what_to_type_next(capsys, monkeypatch, tmp_path) -> None:
    class Summary:
        codes = ("E22000900", "E22000901")

    monkeypatch.setattr("pads_analysis.data.example.write_example", lambda *_, **__: Summary)
    code, out, _ = run(capsys, "demo", tmp_path)
    assert code == 0
    assert out.splitlines() == [
        f"Wrote 2 example partnerships to {tmp_path}.",
        f"Next: pads ingest {tmp_path / 'raw'} --store {tmp_path / 'store'}",
        f"Next: pads run --all --store {tmp_path / 'store'} --params {tmp_path / 'params'}",
    ]


def test_a_unitary_area_has_no_county_matters(capsys, example) -> None:
    _, out, _ = run(capsys, "check", "E22000908", "--store", example.store, "--params", example.params)
    assert "data: not applicable" in out


def test_help_names_the_commands(capsys) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert all(command in out for command in ("demo", "ingest", "check", "run"))
    assert "..." not in out.split("Commands:")[1]
    for command in ("run", "check"):
        _, out, _ = run(capsys, command, "--help")
        plain = " ".join(out.split())
        assert "exact names" in plain and "params/defaults.yaml" in plain and "`pads check`" in plain
        assert "Exit codes: 0 all passed, 1 some partnerships failed, 2" in plain
        assert "<path>" not in plain and "int range" not in plain


def test_a_fault_of_ours_keeps_its_traceback(capsys, monkeypatch, example) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("pads_analysis.cli.check.run_check", broken)
    with pytest.raises(ZeroDivisionError):
        main(["check", "E22000900", "--store", str(example.store)])
    assert "this is a fault in pads_analysis" in capsys.readouterr().err
