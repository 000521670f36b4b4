"""The classification of offences: codes as they are written and damaged, months of use, baskets that add up."""

from __future__ import annotations

from pathlib import Path

import pytest

from pads_analysis.vocabulary import data_set, offence_scheme
from pads_analysis.vocabulary.baskets import APPROXIMATION, EXACT, NONE, baskets
from pads_analysis.vocabulary.classification import (
    DAMAGED,
    RESTORED,
    code_titled,
    find_code,
    is_damaged,
    offence_codes,
    read_code,
    subgroup_of,
)


def test_every_entry_has_a_place_in_each_scheme_it_names():
    street = {offence.name for offence in offence_scheme("street").offences}
    groups = offence_scheme("home_office")
    categories = {category.code for category in data_set("police_crime").categories}
    for entry in offence_codes().values():
        assert entry.police_uk in street or entry.group == "Fraud offences"
        assert groups.find(entry.group) is not None
        assert entry.extract in categories
        assert entry.dates in (("read", "unverified") if entry.first or entry.last else ("",))


@pytest.mark.parametrize(
    ("code", "group", "subgroup", "police_uk", "extract"),
    [
        ("5D", "Violence against the person", "Violence with injury", "Violence and sexual offences", "violence"),
        ("28E", "Theft offences", "Domestic burglary", "Burglary", "burglary"),
        ("44", "Theft offences", "Bicycle theft", "Bicycle theft", "theft_handling"),
        ("34B", "Robbery", "Robbery of personal property", "Robbery", "robbery"),
        ("59", "Miscellaneous crimes against society", "Miscellaneous crimes against society", "Other crime", "other"),
    ],
)  # fmt: skip
def test_a_code_leads_to_its_groups(code, group, subgroup, police_uk, extract):
    entry = find_code(code)
    assert (entry.group, entry.subgroup, entry.police_uk, entry.extract) == (
        group,
        subgroup,
        police_uk,
        extract,
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("8N", "8N"), ("8n", "8N"), (" 105A ", "105A"), ("105A\u00a0", "105A"), ("\ufeff5D", "5D"), ("'28A", "28A"),
        ("028A", "28A"), ("08N", "8N"), ("80.0", "80"), ("4/4", "4.4"), ("37/2", "37.2"), ("4.10", "4.10"),
        ("1/4.1/4.10/4.2", "1/4.1/4.10/4.2"), ("ffa uk", "FFA UK"),
    ],
)  # fmt: skip
def test_one_code_has_many_printings(text, code):
    assert read_code(text) == (code, "")


@pytest.mark.parametrize(
    "text",
    [
        "8-Jan", "1-Aug", "02-May", "Jan-37", "01 May", "08/01/2022", "2022-01-08", "2022-01-08 00:00:00", "44562",
        "44562.0", "1E+06", "5E3", "5.00E+03", "5,00E+03",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_made_of_a_code_is_never_guessed_at(text):
    assert is_damaged(text)
    assert read_code(text) == ("", DAMAGED)
    assert read_code(text, "Assault with injury") == ("8N", RESTORED)
    assert read_code(text, "Something else") == ("", DAMAGED)


@pytest.mark.parametrize("text", ["28Z", "ABC", "7", "1234", "", "19/7"])
def test_an_unknown_code_is_no_damage_and_stays_as_it_is(text):
    assert read_code(text) == (text, "")


def test_no_code_of_the_list_is_taken_for_damage_and_titles_of_published_tables_lead_to_it():
    assert not [code for code in offence_codes() if is_damaged(code)]
    assert code_titled("Burglary in a dwelling(outcome only)").code == "28A"
    assert code_titled("theft from vehicle").code == "45"
    assert subgroup_of("Residential burglary") == subgroup_of("DOMESTIC BURGLARY") == "Domestic burglary"


def test_months_of_use():
    before, after = find_code("28A"), find_code("28E")
    assert before.valid("2017-03") and not before.valid("2017-04")
    assert after.valid("2017-04") and not after.valid("2017-03")
    assert find_code("46").valid("1998-01") and find_code("46").valid("2030-01")
    assert (before.validity, before.dates) == ("to March 2017", "read")
    assert find_code("8F").validity == "from April 2008 to March 2012"


def test_baskets_hold_known_members_and_say_what_they_are():
    street = {offence.code for offence in offence_scheme("street").offences}
    for basket in baskets():
        assert basket.status == "unverified" and basket.source
        for source, counting in basket.ways.items():
            assert counting.how in (EXACT, APPROXIMATION, NONE)
            assert bool(counting.parts) == (counting.how != NONE)
            assert bool(counting.because) == (counting.how == NONE)
            assert bool(counting.misses) == (counting.how == APPROXIMATION)
            members = [member for part in counting.parts for member in part.members]
            assert len(members) == len(set(members))
            known = {"csp_table": offence_codes(), "street": street}.get(source)
            assert known is None or set(members) <= set(known)


def test_serious_acquisitive_crime_is_what_national_indicator_16_adds_up():
    found = next(basket for basket in baskets() if basket.code == "serious_acquisitive").ways["csp_table"]
    members = {member for part in found.parts for member in part.members}
    homes = {code for code, entry in offence_codes().items() if entry.subgroup == "Domestic burglary"}
    assert members == homes | {"34A", "34B", "37.2", "48", "45"}


def test_flags_are_in_no_source():
    found = next(basket for basket in baskets() if basket.code == "domestic_abuse")
    assert {counting.how for counting in found.ways.values()} == {NONE}


def test_the_page_on_baskets_says_what_the_data_hold():
    page = (Path(__file__).parents[2] / "docs" / "data" / "offences.md").read_text("utf-8")
    for basket in baskets():
        hows = [basket.ways[source].how for source in ("csp_table", "borough", "street")]
        assert f"| {basket.name} | {' | '.join(hows)} |" in page
    assert f"{len(offence_codes())} Home Office codes" in page
