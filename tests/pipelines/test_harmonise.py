"""Vintages, places and breakdowns: three releases of one database become one line each."""

from __future__ import annotations

import polars as pl
import pytest

from data.catalogue import CATALOGUE
from pipelines import harmonise, vintages
from pipelines.places import Places
from pipelines.policy import ComparisonPolicy
from pipelines.vocabularies import Vocabularies
from tests.pipelines.small import OFFICIAL, project, write_rows

POLICY = ComparisonPolicy.read(CATALOGUE / "comparison.toml")

PLACES = Places()


def release(name: str, series: str) -> str:
    return (
        OFFICIAL.replace('id = "exam"', f'id = "{name}"', 1)
        .replace('family = "exam"', 'family = "un-sdg"')
        .replace('"passes"', f'"{series}"')
        .replace('["4.1.1"]', '["7.1.1"]')
    )


@pytest.fixture
def lines(tmp_path):
    """Two releases: the older has three years under an older code, the newer two."""
    catalogue, observations, _ = project(tmp_path)
    common = dict(indicator="7.1.1", country="KEN")
    rows = {
        "un-2020": [
            dict(common, series="EG_ELC_ACCS", period=year, value=value, vintage="2020-10-19")
            for year, value in (("2014", "36"), ("2015", "41.6"), ("2016", "56"))
        ],
        "un-2023": [
            dict(common, series="EG_ACS_ELEC", period=year, value=value, vintage="2023-04-03",
                 sex="T", age="ALLAGE", urbanisation="ALL", unit="%")
            for year, value in (("2015", "41.7"), ("2016", "53.1"))
        ],
    }  # fmt: skip
    for name, code in (("un-2020", "EG_ELC_ACCS"), ("un-2023", "EG_ACS_ELEC")):
        (catalogue / "datasets" / f"{name}.toml").write_text(release(name, code))
        write_rows(observations / f"{name}.csv", rows[name])
    vocabularies = Vocabularies.read(folder=catalogue)
    from data.catalogue import read_datasets
    from pipelines.sources import observations_csv

    datasets = read_datasets(folder=catalogue)
    kept = [
        harmonise.dataset(
            observations_csv.read(observations / f"{name}.csv"),
            about=datasets[name],
            vocabularies=vocabularies,
        ).kept
        for name in rows
    ]
    return vintages.vintages(pl.concat(kept), policy=POLICY)


def test_newest_vintage_wins_the_whole_line(lines):
    current = lines.filter("current").sort("year_start")
    assert current["year_start"].to_list() == [2015, 2016]
    assert current["value"].to_list() == [41.7, 53.1]
    # 2014 stands only in the older release: it is a revision, not a point of the newer line.
    old = lines.filter(~pl.col("current"))
    assert old["year_start"].sort().to_list() == [2014, 2015, 2016]


def test_codes_and_units_become_one(lines):
    assert lines["line_series"].unique().to_list() == ["EG_ACS_ELEC"]
    assert lines["unit"].unique().to_list() == ["percent"]
    assert set(lines["unit_published"]) == {"percent", "%"}
    assert set(lines["sex"]) == set(lines["age"]) == set(lines["urbanisation"]) == {"total"}


def resolve(**changes):
    row = dict(country="TZA", dataset="tanzania-dhs-2022", name="", level="", year=2022)
    return PLACES.resolve(**{**row, **changes})


def test_blank_is_the_country():
    assert resolve() == "TZA"


def test_old_map_is_never_mapped_onto_todays():
    old = resolve(dataset="afrobarometer-tanzania-rounds-1-3", name="Iringa", year=2003)
    assert old != "TZ-04"  # before 2012 Iringa held Njombe too
    assert PLACES.areas[old]["valid_to"]


def test_a_split_counts_from_its_year():
    dataset = "afrobarometer-tanzania-rounds-1-3"
    assert resolve(dataset=dataset, name="Arusha", year=2001) != "TZ-01"  # with Manyara
    assert resolve(dataset=dataset, name="Arusha", year=2003) == "TZ-01"


def test_zone_and_former_province_are_not_the_same_place():
    zone = resolve(name="Central", level="zone")
    province = resolve(country="KEN", dataset="infotrak-energy-2017", name="Central", year=2017)
    assert PLACES.areas[zone]["level"] == "zone"
    assert PLACES.areas[province]["level"] == "former province"


def test_resemblance_is_not_enough():
    with pytest.raises(LookupError):
        resolve(country="KEN", dataset="kenya-census-2019", name="Homabay", level="no such")
