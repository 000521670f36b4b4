from __future__ import annotations

import io
import math

import pytest

from pads_analysis.data import readers
from pads_analysis.data.reading import RawFile, Reading
from pads_analysis.errors import ContractError

AGES = ",".join(f'"{age}"' for age in range(90)) + ',"90+"'
ONES = ",".join(["1"] * 91)


def raw(text: str, name: str = "file.csv") -> RawFile:
    data = text.encode()
    return RawFile(name, "", "", len(data), lambda: io.BytesIO(data))


def read(text: str, kind: str, name: str = "file.csv") -> Reading:
    file = raw(text, name)
    found = readers.recognise(file)
    assert found is not None
    assert found.kind == kind
    reading = readers.read(file, found)
    assert reading.rows_in == reading.rows_kept + sum(reading.rejected.values())
    return reading


def edges(reading: Reading) -> set[tuple[str, str]]:
    table = reading.table
    ends = (
        table["from_entity"] + table["from_vintage"] + ":" + table["from_code"],
        table["to_entity"] + table["to_vintage"] + ":" + table["to_code"],
    )
    assert len(table) == len(set(zip(*ends, strict=True)))
    return set(zip(*ends, strict=True))


@pytest.mark.parametrize(
    "headings",
    [
        "LSOA11CD,LSOA11NM,LAD21CD,LAD21NM,CSP21CD",
        "lsoa11_code,lsoa11_name,ltla21_code,ltla21_name,csp21_code",
        "LSOA Code (2011),LSOA Name (2011),LAD code 2021,LAD name 2021,csp21-code",
    ],
)
def test_edges_run_from_every_finer_area_to_every_coarser_one(headings: str):
    reading = read(f"{headings}\nE01000001,City 001A,E09000001,City of London,E22000001\n", "lookup")
    assert edges(reading) == {
        ("lsoa11:E01000001", "ltla21:E09000001"),
        ("lsoa11:E01000001", "csp21:E22000001"),
        ("ltla21:E09000001", "csp21:E22000001"),
    }
    assert reading.table["from_name"].tolist() == ["City 001A", "City 001A", "City of London"]


def test_vintages_of_one_area_give_edges_from_each_to_the_next_with_the_change():
    text = (
        "lsoa21_code,lsoa11_code,change_code\n"
        "E01000001,E01000001,U\nE01030001,E01000002,S\nE01030002,E01000002,S\n"
    )
    reading = read(text, "lookup")
    assert edges(reading) == {
        ("lsoa11:E01000001", "lsoa21:E01000001"),
        ("lsoa11:E01000002", "lsoa21:E01030001"),
        ("lsoa11:E01000002", "lsoa21:E01030002"),
    }
    assert reading.table["change_code"].tolist() == ["U", "S", "S"]


def test_districts_over_many_years_are_chained_year_by_year():
    text = "ltla16_code,ltla18_code,ltla17_code\nE07000004,E06000060,E07000004\n"
    assert edges(read(text, "lookup")) == {
        ("ltla16:E07000004", "ltla17:E07000004"),
        ("ltla17:E07000004", "ltla18:E06000060"),
    }


def test_todays_code_of_a_renamed_district_is_followed():
    reading = read("LADCD,LADNM,LADCD_ACTIVE,LADNM_ACTIVE\nE06000029,Poole,E06000058,BCP\n", "lookup")
    assert edges(reading) == {("ltla:E06000029", "ltla:E06000058")}
    assert reading.table["to_name"].tolist() == ["BCP"]


def test_pseudo_codes_and_blanks_give_no_edge_and_bad_codes_are_flagged():
    text = (
        "LAD21CD,CTY21CD,PFA21CD\nE06000001,E99999999,E23000013\nE07000001,E10000001,oops\n"
        "E07000002,,\n,E10000001,\n"
    )
    reading = read(text, "lookup")
    assert edges(reading) == {
        ("ltla21:E06000001", "pfa21:E23000013"),
        ("ltla21:E07000001", "county21:E10000001"),
    }
    assert reading.flagged == {"code not understood in column PFA21CD, left out": 1}
    assert reading.rejected == {"no pair of area codes": 2}


def test_scottish_and_northern_irish_small_areas_are_accepted_in_lookups():
    text = "lsoa11_code,ltla21_code\nS01006506,S12000033\n95AA01S1,N09000001\n"
    assert read(text, "lookup").rows_kept == 2


def test_a_code_column_given_twice_is_refused():
    file = raw("LSOA11CD,LSOA11CD,LAD21CD\nE01000001,E01000001,E09000001\n")
    with pytest.raises(ContractError, match="LSOA11CD"):
        readers.read(file, readers.recognise(file))


def test_a_rural_urban_table_is_known_and_not_used():
    found = readers.recognise(raw("lsoa11_code,ruc11_code,ruc\nE01000001,A1,Urban\n"))
    assert found is not None
    assert found.kind == ""
    assert "rural-urban" in found.why


def test_population_takes_its_year_from_the_name_of_the_file_and_says_so():
    text = f'"lsoa11_code","lsoa11_name","total_population",{AGES}\nE01000001,City 001A,91,{ONES}\n'
    reading = read(text, "population", "population19_lsoa11.csv.gz")
    row = reading.table.iloc[0]
    assert (row["entity"], row["vintage"], row["code"]) == ("lsoa", "11", "E01000001")
    assert (row["year"], row["population"], row["age_0"], row["age_90"]) == (2019, 91, 1, 1)
    assert reading.coverage == ("population|lsoa11|2019",)
    assert any("2019" in note and "name" in note for note in reading.notes)


def test_a_title_row_outweighs_the_name_of_the_file():
    text = "Population estimates: Mid-2021 (published 2023)\n\nltla21_code,population\nE06000001,5\n"
    reading = read(text, "population", "downloaded-2024.csv")
    assert reading.table["year"].tolist() == [2021]
    assert reading.notes == ()


def test_population_without_a_year_anywhere_is_refused():
    file = raw("ltla21_code,population\nE06000001,5\n", "districts.csv")
    with pytest.raises(ContractError, match="which year") as fault:
        readers.read(file, readers.recognise(file))
    assert "name of the file" in fault.value.do


def test_years_side_by_side_become_rows():
    text = 'ltla21_code,mid_2019,mid_2020\nE06000001,"1,000",1001\nE06000002,-,7\n'
    reading = read(text, "population")
    assert reading.table[["year", "population"]].to_numpy().tolist() == [[2019, 1000], [2020, 1001]]
    assert sum(reading.rejected.values()) == 1


def test_ages_that_do_not_add_up_are_flagged():
    reading = read(f"ltla21_code,population,{AGES}\nE06000001,90,{ONES}\n", "population", "2021.csv")
    assert reading.flagged == {"ages do not add up to the total": 1}


def test_men_and_women_of_each_age_are_added():
    heads = ",".join([f"F{age}" for age in range(91)] + [f"M{age}" for age in range(91)])
    twos = ",".join(["2"] * 91)
    text = f"LSOA 2021 Code,Total,{heads}\nE01000001,273,{ONES},{twos}\n"
    reading = read(text, "population", "mid-2022.csv")
    assert reading.table["vintage"].tolist() == ["21"]
    assert set(reading.table.filter(like="age_").iloc[0]) == {3}
    assert reading.flagged == {}


def test_a_mixed_table_keeps_districts_and_says_what_it_leaves():
    text = (
        f"Mid-2020\nCode,Name,Geography,All ages,{AGES}\nK02000001,UNITED KINGDOM,Country,91,{ONES}\n"
        f"E06000001,Hartlepool,Unitary,91,{ONES}\n"
    )
    reading = read(text, "population")
    assert reading.table[["entity", "code", "year"]].iloc[0].tolist() == ["ltla", "E06000001", 2020]
    assert reading.rejected == {"not a district, ward or small area": 1}


def test_an_area_given_twice_is_kept_once_when_equal_and_not_at_all_when_not():
    rows = "E06000001,5\nE06000001,5\nE06000002,7\nE06000002,8\nE06000003,9\n"
    reading = read("ltla21_code,households\n" + rows, "households", "census-2021.csv")
    assert reading.table["code"].tolist() == ["E06000001", "E06000003"]
    assert reading.rejected == {
        "area given more than once, with different figures": 2,
        "area given again with the same figures": 1,
    }


def test_census_households_with_repeated_other_headings_and_thousands_are_read():
    text = (
        "Region code,Local authority code,LSOA Code,LSOA Name,,Persons,Persons,Persons,Households\n"
        'E12000001,E06000047,E01020634,County Durham 001A,,"1,563","1,517",46,"1,666"\n'
    )
    reading = read(text, "households", "census_2011_population_hh.csv")
    row = reading.table.iloc[0]
    assert (row["entity"], row["code"], row["year"], row["households"]) == ("lsoa", "E01020634", 2011, 1666)


def test_the_overall_index_is_read_and_scores_may_be_absent():
    text = "lsoa11_code,IMD_decile,Crime_decile,IMD_rank\nE01000001,9,1,29199\nE01000002,11,1,5\n"
    reading = read(text, "deprivation", "imd2019_england_lsoa11.csv.gz")
    row = reading.table.iloc[0]
    assert (row["index_year"], row["rank"], row["decile"]) == (2019, 29199, 9)
    assert math.isnan(row["score"])
    assert reading.rejected == {"decile is not 1 to 10": 1}
    assert reading.coverage == ("deprivation|lsoa11|2019",)


def test_the_official_long_headings_of_the_index_are_understood():
    text = (
        "LSOA code (2011),Local Authority District code (2019),Index of Multiple Deprivation (IMD) Rank (where 1 is"
        " most deprived),Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)\n"
        'E01000001,E09000001,"29,199",9\n'
    )
    reading = read(text, "deprivation", "File_1_IoD2019.csv")
    assert reading.table[["vintage", "rank", "decile"]].iloc[0].tolist() == ["11", 29199, 9]


def test_deciles_are_worked_out_when_only_ranks_are_given():
    rows = "".join(f"E0100{rank:04d},{rank}\n" for rank in range(1, 21))
    reading = read("lsoa21_code,imd_rank\n" + rows, "deprivation", "imd2025.csv")
    assert reading.table["decile"].tolist() == [decile for decile in range(1, 11) for _ in range(2)]
    assert any("worked out" in note for note in reading.notes)


def test_domains_without_the_overall_rank_are_known_and_not_used():
    found = readers.recognise(raw("lsoa11_code,Crime_rank,Income_decile\nE01000001,1,1\n"))
    assert found is not None
    assert found.kind == ""


def test_a_population_file_cut_in_its_last_age_is_refused():
    ages = ",".join(["1"] * 90) + ",10"
    text = f"ltla21_code,population,{AGES}\nE06000001,100,{ages}"
    read(text, "population", "2021.csv")
    file = raw(text[:-1], "2021.csv")
    with pytest.raises(ContractError, match="cut short"):
        readers.read(file, readers.recognise(file))
