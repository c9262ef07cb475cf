"""Recipes: what the shipped ones promise, and a small one carried out on answers made here."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from data.catalogue import CATALOGUE, OBSERVATIONS
from data.errors import CatalogueError
from pipelines.__main__ import main
from pipelines.microdata import MicrodataError, command
from pipelines.microdata.model import checksum
from pipelines.microdata.recipe import RECIPES, find, read_recipe, read_recipes
from pipelines.microdata.reproduce import (
    DESIGN_EFFECTS,
    DIFFERS,
    EQUAL,
    NOT_FOUND,
    design_effects,
    reproduce,
)
from pipelines.policy import ComparisonPolicy, DisclosurePolicy

DISCLOSURE = DisclosurePolicy.read(CATALOGUE / "disclosure.toml")
COMPARISON = ComparisonPolicy.read(CATALOGUE / "comparison.toml")

RECIPE = """
dataset = "walk"

[[absent]]
period = "2005"
reason = "The file was not at hand."

[[rounds]]
period = "2001"
file = "walk.sav"
sha256 = "SHA"
weight = "w"
weight_reason = "Half of the people were asked twice as often."
strata = ["kind"]
strata_reason = "Town and country."
clusters = ["kind"]
clusters_in_order = { number = "id", every = 2 }
clusters_basis = "proxy"
clusters_reason = "Two interviews to a village, numbered as they were held."
sex = { variable = "sex", male = "1", female = "2" }
area = { variable = "place" }

[[rounds.series]]
id = "no-water"
variables = ["q"]
counted = ["1", "2"]
among = ["0", "1", "2"]
dont_know = ["9"]
by = ["all", "sex", "area"]
reason = "Sometimes or often."
"""
FIGURES = """series,period,area,sex,urbanisation,other,value,lower,upper,sample_size
no-water,2001,,,,,58.3,17.1,99.6,7
no-water,2001,,female,,,66.7,,,3
no-water,2001,Mara,,,,50.0,,,4
no-water,2005,,,,,10,,,9
"""
ANSWERS = pl.DataFrame(
    {
        "id": [3.0, 1.0, 2.0, 4.0, 5.0, 6.0, 7.0, 8.0],
        "kind": [1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0],
        "w": [1.0, 1.0, 2.0, 2.0, 1.0, 1.0, 2.0, 2.0],
        "sex": [1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0],
        "place": ["Mara", "Mara", "Mara", "Mara", "Pwani", "Pwani", "Pwani", "Pwani"],
        "q": [0.0, 1.0, 2.0, 0.0, 1.0, 1.0, 0.0, 9.0],
    }
)
"""Answered: Σw = 10; counted: 1 + 2 + 1 + 1 = 5. Women 1 + 1 of 4; Mara 3 of 6."""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    pyreadstat.write_sav(ANSWERS, str(tmp_path / "walk.sav"))
    text = RECIPE.replace("SHA", checksum(tmp_path / "walk.sav"))
    (tmp_path / "walk.toml").write_text(text)
    (tmp_path / "walk.csv").write_text(FIGURES)
    return tmp_path


def carried_out(room: Path) -> pl.DataFrame:
    return reproduce(
        recipe=read_recipe(room / "walk.toml"),
        folder=room,
        disclosure=DISCLOSURE,
        comparison=COMPARISON,
        observations=room,
    )


def test_figures_come_out_or_differ(room: Path) -> None:
    """p = 50 %; Kish's effect 7·(4·1 + 3·… ) = 7 · 16 / 100: 50 ± 1.96·√(0.25·1.12/7)."""
    found = carried_out(room)
    assert found["period"].unique().to_list() == ["2001"]
    whole, women, mara = found.rows(named=True)
    assert (whole["again"], whole["again_n"], whole["verdict"]) == (50.0, 7, DIFFERS)
    assert whole["dont_know_n"] == 1
    assert whole["kish_effect"] == pytest.approx(7 * 16 / 100)
    assert whole["kish_lower"] == pytest.approx(50 - 195.9964 * (0.25 * 1.12 / 7) ** 0.5, abs=1e-4)
    assert (women["again"], women["again_n"], women["verdict"]) == (50.0, 3, DIFFERS)
    assert (mara["again"], mara["verdict"]) == (50.0, EQUAL)


def test_a_breakdown_that_the_answers_have_not_is_said(room: Path) -> None:
    (room / "walk.csv").write_text(FIGURES.replace(",Mara,", ",Iringa,"))
    assert carried_out(room)["verdict"].to_list()[-1] == NOT_FOUND


def test_clusters_are_made_in_the_order_of_the_numbers(room: Path) -> None:
    found = design_effects(
        figures=carried_out(room),
        recipe=read_recipe(room / "walk.toml"),
        folder=room,
        disclosure=DISCLOSURE,
        day="2024-05-01",
    )
    assert found.columns == list(DESIGN_EFFECTS)
    assert set(found["clusters"]) == {4}
    assert set(found["strata"]) == {2}
    assert set(found["clusters_basis"]) == {"proxy"}


def test_another_file_than_the_recipes_stops(room: Path) -> None:
    pyreadstat.write_sav(ANSWERS.with_columns(q=pl.lit(0.0)), str(room / "walk.sav"))
    with pytest.raises(MicrodataError, match="checksum"):
        carried_out(room)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('counted = ["1", "2"]', 'counted = ["1", "3"]', "counted: found '3'"),
        ('dont_know = ["9"]', 'dont_know = ["0"]', "the code stands in two places"),
        ('by = ["all", "sex", "area"]', 'by = ["age"]', "found 'age'.*all"),
        ('period = "2005"', 'period = "2001"', "the period stands twice"),
        ("weight_reason", "weight_why", "unknown key"),
        ('clusters_basis = "proxy"', 'clusters_basis = "none"', "clusters_basis: found 'none'"),
        ('dataset = "walk"', 'dataset = "run"', "dataset: found 'run'"),
    ],
)
def test_a_recipe_that_does_not_hold_together(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    (tmp_path / "walk.toml").write_text(RECIPE.replace(old, new, 1))
    with pytest.raises(CatalogueError, match=said):
        read_recipe(tmp_path / "walk.toml")


def test_an_unknown_recipe_names_the_closest(room: Path) -> None:
    with pytest.raises(CatalogueError, match=r"found 'wolk'.*walk"):
        find("wolk", folder=room)


def test_the_command_fails_by_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    name = next(iter(read_recipes()))
    assert main(["survey", name, "--folder", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "Nothing was worked out" in said
    assert read_recipe(RECIPES / f"{name}.toml").rounds[0].file in said
    assert main(["survey", "nothing", "--folder", str(tmp_path)]) == 1
    assert name in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(read_recipes()))
def test_every_series_and_breakdown_of_a_recipe_is_shipped(name: str) -> None:
    recipe = find(name)
    shipped = {
        (row["series"], row["period"], "sex" if row["sex"] else "area" if row["area"] else "all")
        for row in csv.DictReader((OBSERVATIONS / f"{name}.csv").open())
    }
    promised = {
        (line.series, part.period, by) for part in recipe.rounds for line in part.lines
        for by in line.by
    }  # fmt: skip
    periods = {part.period for part in recipe.rounds}
    assert promised == {one for one in shipped if one[1] in periods}
    assert periods | set(recipe.absent) == {one[1] for one in shipped}


@pytest.mark.parametrize("name", sorted(read_recipes()))
def test_the_record_of_the_design_belongs_to_the_recipe(name: str) -> None:
    path = RECIPES / f"{name}.csv"
    rows = list(csv.DictReader(path.open()))
    assert tuple(rows[0]) == DESIGN_EFFECTS
    files = {part.period: (part.sha256, part.clusters_basis) for part in find(name).rounds}
    assert {row["period"]: (row["sha256"], row["clusters_basis"]) for row in rows} == files
    assert all(float(row["half_width"]) > 0 for row in rows)


def test_what_comes_out_is_printed_and_written_whole(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = FIGURES.replace("58.3,17.1,99.6", "50.0,10.8,89.2").replace("66.7", "50.0")
    (room / "walk.csv").write_text(figures)
    shown = carried_out(room)
    assert shown["verdict"].to_list() == [EQUAL, EQUAL, EQUAL]
    command.show(shown, recipe=read_recipe(room / "walk.toml"), quiet=False)
    said = capsys.readouterr().out
    assert "3 of 3 figures come out" in said
    assert "2005 not worked out: The file was not at hand." in said
    written = command.write(shown, path=room / "effects.csv")
    assert [one.name for one in room.glob("*.part")] == []
    assert written.read_text().startswith("series,")
