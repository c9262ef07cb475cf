"""Areas and aliases: complete, unambiguous, and never today's map for yesterday's place."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from data.catalogue import CATALOGUE, COUNTRIES, OBSERVATIONS, rows

AREAS = {row["area"]: row for row in rows(CATALOGUE / "areas.csv")}
ALIASES = rows(CATALOGUE / "area_aliases.csv")
FIRST_LEVEL = {"ARG": "province", "KEN": "county", "TZA": "region", "NPL": "province"}
# Letters of ISO 3166-2:AR run A-Z without I and O; the other three count.
CODES = {
    "ARG": {f"AR-{letter}" for letter in "ABCDEFGHJKLMNPQRSTUVWXYZ"},
    "KEN": {f"KE-{number:02}" for number in range(1, 48)},
    "TZA": {f"TZ-{number:02}" for number in range(1, 32)},
    "NPL": {f"NP-P{number}" for number in range(1, 8)},
}
FILES = sorted(OBSERVATIONS.glob("*.csv"))


def current(country: str) -> list[dict[str, str]]:
    return [
        row
        for row in AREAS.values()
        if row["country"] == country
        and row["level"] == FIRST_LEVEL[country]
        and not row["valid_to"]
    ]


def applies(alias: dict[str, str], *, dataset: str, level: str, year: int) -> bool:
    return (
        alias["dataset"] in (dataset, "")
        and alias["level"] in (level, "")
        and int(alias["year_from"] or 0) <= year <= int(alias["year_to"] or 9999)
    )


def resolve(*, country: str, dataset: str, name: str, level: str, year: int) -> list[str]:
    """Every area the lookup rule allows: one is right, none or several is a gap in the tables.

    Aliases of the dataset come first, those of its level before those of any; then aliases of the
    country; then today's first level by its exact name, if the row does not state another level.
    """
    if not name:
        return [country]
    hits: dict[tuple[bool, bool], list[str]] = {}
    for alias in ALIASES:
        if (alias["country"], alias["published_name"]) == (country, name) and applies(
            alias, dataset=dataset, level=level, year=year
        ):
            rank = (bool(alias["dataset"]), bool(alias["level"]))
            hits.setdefault(rank, []).append(alias["area"])
    if hits:
        return hits[max(hits)]
    return [
        row["area"]
        for row in current(country)
        if row["name"] == name and level in ("", row["level"])
    ]


def places(path) -> set[tuple[str, str, str, int]]:
    return {
        (row["country"], row["area"], row["area_level"], int(row["period"][:4]))
        for row in rows(path)
    }


def test_areas_stand_once():
    assert len(AREAS) == len(rows(CATALOGUE / "areas.csv"))


@pytest.mark.parametrize("country", COUNTRIES.values())
def test_iso_codes_are_complete(country):
    assert {row["area"] for row in current(country)} == CODES[country]
    names = [row["name"] for row in current(country)]
    assert len(set(names)) == len(names)
    numbers = [row["national_code"] for row in current(country)]
    assert all(numbers)
    assert len(set(numbers)) == len(numbers)


def test_iso_order_is_not_the_national_order():
    """The trap: county 001 is Mombasa, KE-01 is Baringo."""
    assert (AREAS["KE-01"]["name"], AREAS["KE-01"]["national_code"]) == ("Baringo", "030")
    assert (AREAS["KE-28"]["name"], AREAS["KE-28"]["national_code"]) == ("Mombasa", "001")
    assert AREAS["KE-30"]["name"] == "Nairobi"
    assert AREAS["TZ-02"]["name"] == "Dar es Salaam"
    assert AREAS["AR-B"]["name"] == "Buenos Aires"
    assert AREAS["AR-C"]["name"] == "Ciudad Autónoma de Buenos Aires"
    assert AREAS["NP-P7"]["name"] == "Sudurpashchim"


def test_own_ids_cannot_be_taken_for_iso_codes():
    iso = set().union(*CODES.values()) | set(COUNTRIES.values())
    for area, row in AREAS.items():
        if area not in iso:
            assert re.fullmatch(r"(ARG|KEN|TZA|NPL)(-[a-z0-9]+)+", area)
            assert area.startswith(row["country"])


def test_counts_of_areas_without_iso_code():
    found = Counter((row["country"], row["level"]) for row in AREAS.values())
    assert found["KEN", "former province"] == 7  # the eighth, Nairobi, is KE-30
    assert found["ARG", "statistical region"] == 6
    assert found["TZA", "zone"] == 9
    assert found["TZA", "former region"] == 7
    assert found["TZA", "district"] == 131
    assert found["NPL", "district"] == 77


def test_parents_exist_in_the_same_country():
    for area, row in AREAS.items():
        if row["level"] == "country":
            assert row["parent"] == ""
        else:
            assert AREAS[row["parent"]]["country"] == row["country"], area


def test_every_parent_leads_to_the_country():
    for area, row in AREAS.items():
        steps = 0
        while row["parent"] and steps < 5:
            row, steps = AREAS[row["parent"]], steps + 1
        assert row["level"] == "country", area


def test_years_are_years_in_order():
    for row in AREAS.values():
        for year in (row["valid_from"], row["valid_to"]):
            assert re.fullmatch(r"(\d{4})?", year)
        if row["valid_from"] and row["valid_to"]:
            assert row["valid_from"] < row["valid_to"]


def test_nepal_is_named_in_its_script():
    for row in current("NPL"):
        assert re.fullmatch("[\u0900-\u097f]+", row["local_name"])


def test_former_provinces_of_kenya_make_up_the_47_counties():
    counties = Counter(["Nairobi"])
    for row in AREAS.values():
        if row["level"] == "former province":
            counties.update(row["note"].partition("of today: ")[2].rstrip(".").split(", "))
    assert counties == Counter(row["name"] for row in current("KEN"))


def test_aliases_are_unambiguous():
    keys = Counter(
        (row["country"], row["dataset"], row["level"], row["published_name"], row["year_from"])
        for row in ALIASES
    )
    assert not [key for key, times in keys.items() if times > 1]


def test_aliases_point_into_their_country_and_are_reviewed():
    datasets = {path.stem for path in FILES}
    for row in ALIASES:
        assert AREAS[row["area"]]["country"] == row["country"]
        assert row["reviewed_note"].endswith(".")
        assert row["dataset"] in datasets | {""}


def test_a_name_of_several_meanings_is_never_an_alias_of_a_whole_country():
    for row in ALIASES:
        if row["published_name"] in ("Central", "Eastern", "Western", "Southern", "Meru", "Lake"):
            assert row["dataset"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_place_of_the_figures_is_one_area(path):
    for country, name, level, year in places(path):
        found = resolve(country=country, dataset=path.stem, name=name, level=level, year=year)
        assert len(found) == 1, (country, name, level, year, found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_region_of_tanzania_is_used_outside_its_years(path):
    for country, name, level, year in places(path):
        if country == "TZA":
            (area,) = resolve(country=country, dataset=path.stem, name=name, level=level, year=year)
            since, until = AREAS[area]["valid_from"] or "0", AREAS[area]["valid_to"] or "9999"
            assert int(since) <= year <= int(until), (area, year)


@pytest.mark.parametrize(
    ("dataset", "country", "name", "level", "year", "area"),
    [
        ("afrobarometer-tanzania-rounds-1-3", "TZA", "Arusha", "", 2001,
         "TZA-region-before-2002-arusha"),
        ("afrobarometer-tanzania-rounds-1-3", "TZA", "Arusha", "", 2003, "TZ-01"),
        ("afrobarometer-tanzania-rounds-1-3", "TZA", "Coast", "", 2001, "TZ-19"),
        ("afrobarometer-tanzania-2022", "TZA", "Iringa", "", 2022, "TZ-04"),
        ("uwezo-regions-2010-2012", "TZA", "Iringa", "", 2011, "TZA-region-2002-iringa"),
        ("tanzania-dhs-2015", "TZA", "Mbeya", "region", 2015, "TZA-region-2012-mbeya"),
        ("tanzania-dhs-2015", "TZA", "Iringa", "region", 2015, "TZ-04"),
        ("tanzania-dhs-2022", "TZA", "Mbeya", "region", 2022, "TZ-14"),
        ("tanzania-dhs-2022", "TZA", "Western", "zone", 2022, "TZA-zone-western"),
        ("ophi-mpi-2024", "KEN", "Western", "former province (harmonised trend)", 2022,
         "KEN-former-province-western"),
        ("ophi-mpi-2024", "KEN", "Nairobi", "county", 2022, "KE-30"),
        ("uwezo-tanzania-districts-2013", "TZA", "Meru", "", 2013, "TZA-district-2002-meru"),
        ("nation-femicide-2024", "KEN", "Meru", "", 2024, "KE-26"),
        ("usawa-flana", "KEN", "Central (5 counties)", "", 2023, "KEN-group-central-5-counties"),
        ("indec", "ARG", "Buenos Aires (GBA districts)", "", 2022,
         "ARG-part-buenos-aires-24-districts"),
        ("odsa-uca", "ARG", "Buenos Aires (GBA districts)", "", 2017,
         "ARG-part-buenos-aires-greater-odsa"),
        ("nepal-common-feedback", "NPL", "Kavrepalanchok", "", 2015,
         "NPL-district-kabhrepalanchok"),
        ("jmp-2021", "NPL", "", "", 2020, "NPL"),
    ],
)  # fmt: skip
def test_known_places(dataset, country, name, level, year, area):
    assert resolve(country=country, dataset=dataset, name=name, level=level, year=year) == [area]


@pytest.mark.parametrize(
    ("country", "name", "level"),
    [("KEN", "Central", ""), ("TZA", "Central", "region"), ("TZA", "Meru", ""),
     ("KEN", "nairobi", ""), ("ARG", "Buenos Aires (GBA districts)", "")],
)  # fmt: skip
def test_a_name_nobody_reviewed_is_not_guessed(country, name, level):
    assert resolve(country=country, dataset="other", name=name, level=level, year=2020) == []
