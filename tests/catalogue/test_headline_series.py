"""The choice of headline series: complete, traceable, and wrong lines named."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest

from data.catalogue import CATALOGUE, read_codes, read_datasets, rows
from data.errors import CatalogueError
from data.headline import COLUMNS, FILE, Headline, read_headlines
from data.store import SETTINGS
from pipelines.progress.lines import USABLE, aims

DATASETS = read_datasets()
CODES = read_codes()
HEADLINES = read_headlines(datasets=DATASETS, codes=CODES)
AIMS = aims(folder=CATALOGUE)
HEADER = ",".join(COLUMNS)
# Series that read the other way round than their indicator, or whose direction is their own:
# none is the framework's, so each must be meant.
OWN_DIRECTION = {"10.5.1", "12.4.2", "16.2.2"}


@pytest.fixture(scope="module")
def official(warehouse: Path) -> pl.DataFrame:
    """The official national values of the release that may be points."""
    file = json.loads((warehouse / "current.json").read_text(encoding="utf-8"))["file"]
    columns = ("indicator", "series", "country", "year_end", "unit", "dataset")
    asked = (
        f"SELECT {', '.join(columns)} FROM observations "
        "WHERE side = 'official' AND current AND area = country AND value IS NOT NULL "
        "AND relation = 'indicator' AND list_contains($usable, status)"
    )
    # As the store opens it: one process cannot open a file in two ways.
    opened = duckdb.connect(str(warehouse / file), read_only=True, config=SETTINGS)
    with contextlib.closing(opened) as connection:
        found = connection.execute(asked, {"usable": list(USABLE)}).fetchall()
    return pl.DataFrame(found, schema=columns, orient="row")


def test_every_indicator_with_an_official_line_has_a_choice(official) -> None:
    lines = official.group_by("indicator", "country", "dataset", "series").agg(
        pl.col("year_end").n_unique().alias("years")
    )
    held = set(lines.filter(pl.col("years") >= 2)["indicator"])
    assert held - {one.indicator for one in HEADLINES} == set()


def test_every_choice_has_values(official) -> None:
    held = set(official.select("indicator", "series").iter_rows())
    for one in HEADLINES:
        assert any((one.indicator, code) in held for code in one.series), one.line


@pytest.mark.parametrize("one", HEADLINES, ids=lambda one: f"{one.indicator}-{one.series[0]}")
def test_direction_is_the_indicator_s_or_meant(one: Headline) -> None:
    if one.indicator not in OWN_DIRECTION:
        assert one.direction == AIMS[one.indicator].direction
    if one.target is not None:
        assert one.target == AIMS[one.indicator].target


def test_what_reads_the_other_way_round_is_not_read_as_progress() -> None:
    """Open defecation, people without electricity, deaths: no rise may count as good."""
    bad = re.compile(r"\bwithout\b|open defecation|\bdeaths?\b|mortality|\bvictims?\b", re.I)
    titles = {
        (about.family, code): series.title
        for about in DATASETS.values()
        for code, series in about.series.items()
    }
    for one in HEADLINES:
        for title in (titles[one.family, code] for code in one.series):
            if one.direction == "increase" and "death registration" not in title:
                assert not bad.search(title), (one.line, title)


def test_targets_are_stated_wherever_the_indicator_has_one_in_the_same_unit(official) -> None:
    """A choice without the target's value must measure something else, and say so."""
    units = dict(official.select("series", "unit").unique().iter_rows())
    for one in HEADLINES:
        aim = AIMS[one.indicator]
        if aim.target is not None and one.target is None and one.direction:
            same_unit = units[one.series[0]] == aim.unit
            assert not same_unit or "not used" in one.reason, one.line


def written(folder: Path, *lines: str) -> Path:
    shutil.copytree(CATALOGUE / "framework", folder / "framework")
    text = "\n".join([HEADER, *lines]) + "\n"
    (folder / "framework" / FILE).write_text(text, encoding="utf-8")
    return folder


GOOD = "7.1.1,un-sdg,EG_ACS_ELEC,,,,,increase,100,,,r"


def test_a_line_is_read(tmp_path: Path) -> None:
    (one,) = read_headlines(datasets=DATASETS, codes=CODES, folder=written(tmp_path, GOOD))
    assert (one.line, one.sex, one.age, one.urbanisation, one.other) == (
        2, "total", "total", "total", "",
    )  # fmt: skip
    assert (one.series, one.direction, one.target) == (("EG_ACS_ELEC",), "increase", 100)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([GOOD.replace("7.1.1", "7.1.9")], "line 2, column indicator: found '7.1.9'"),
        ([GOOD.replace("7.1.1", "7.1")], "line 2, column indicator: found '7.1'"),
        ([GOOD.replace("un-sdg", "un")], "line 2, column family: found 'un'"),
        ([GOOD.replace("un-sdg", "walk")], "no official dataset"),
        ([GOOD.replace("EG_ACS_ELEC", "EG_ACS")], "line 2, column series: found 'EG_ACS'"),
        ([GOOD.replace("EG_ACS_ELEC", "")], "line 2, column series"),
        ([GOOD.replace("increase", "up")], "column direction: found 'up'.*decrease"),
        ([GOOD.replace("increase,100", "increase,99")], "only the indicator's own value"),
        ([GOOD.replace("increase,100", "increase,all")], "only the indicator's own value"),
        ([GOOD.replace("increase", "none")], "beside a direction"),
        ([GOOD.removesuffix("r")], "carries its reason"),
        ([GOOD, GOOD], "line 3.*stands twice"),
        ([GOOD + ",more"], "exactly these are needed"),
        (["7.1.1,un-sdg"], "exactly these are needed"),
        (
            [GOOD, "7.1.2,un-sdg,EG_EGY_CLEAN,,,,,increase,100,,,r",
             "7.1.1,wdi-2025,electricity-access,,,,,increase,100,,,r"],
            "line 4.*stand together",
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(tmp_path: Path, lines: list[str], says: str) -> None:
    with pytest.raises(CatalogueError, match=rf"{FILE}.*{says}"):
        read_headlines(datasets=DATASETS, codes=CODES, folder=written(tmp_path, *lines))


def test_the_file_has_no_empty_line() -> None:
    assert len(HEADLINES) == len(rows(CATALOGUE / "framework" / FILE))
