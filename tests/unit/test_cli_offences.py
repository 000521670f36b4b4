"""`pads offences`: codes looked up by code, by word and by basket."""

from __future__ import annotations

import pytest

from pads_analysis.cli.offences import run_offences
from pads_analysis.errors import UsageError


def test_a_code_is_printed_with_its_group_its_months_and_its_baskets(capsys):
    run_offences("028e")
    first, second, *rest = capsys.readouterr().out.splitlines()
    assert first == "Theft offences > Domestic burglary (police.uk: Burglary)"
    assert second.split()[:3] == ["28E", "Burglary", "Residential,"]
    assert second.endswith(
        "from April 2017 [BCS comparator crime; Serious acquisitive crime; Neighbourhood crime]"
    )
    assert rest[-1].startswith("1 offence. ")


@pytest.mark.parametrize(("word", "code"), [("shoplifting", "46"), ("RAPE", "19C"), ("hate crime", "105B")])
def test_words_are_found_in_titles_groups_and_baskets(capsys, word, code):
    run_offences(word)
    assert any(
        line.split()[0] == code for line in capsys.readouterr().out.splitlines() if line.startswith("  ")
    )


def test_without_a_word_everything_is_listed(capsys):
    run_offences("")
    assert "152 offences." in capsys.readouterr().out


def test_unverified_dates_are_marked(capsys):
    run_offences("8F")
    assert "from April 2008 to March 2012?" in capsys.readouterr().out


def test_nothing_found_says_what_to_give():
    with pytest.raises(UsageError, match="is in no code"):
        run_offences("zzz")
    with pytest.raises(UsageError, match="what a spreadsheet makes of a code"):
        run_offences("8-Jan")
