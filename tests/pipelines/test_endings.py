"""Every caveat ends somewhere, every citizen series stands in a pair or says why not."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.errors import CatalogueError
from pipelines.build import build
from tests.pipelines.small import ROWS, project, write_rows

TALE = """
[[series]]
id = "can-write"
title = "Children who can write a letter"
indicators = ["4.1.1"]
"""
WHY = (
    '[[unpaired]]\ndataset = "walk"\nseries = ["{series}"]\nreason = "No exam asks for letters."\n'
)


@pytest.fixture
def small(tmp_path: Path) -> Any:
    catalogue, observations, folder = project(tmp_path)

    def run() -> Path:
        build(catalogue=catalogue, observations=observations, folder=folder)
        return folder / json.loads((folder / "current.json").read_text())["file"]

    run.catalogue, run.observations = catalogue, observations  # type: ignore[attr-defined]
    return run


def with_second_series(small: Any) -> None:
    path = small.catalogue / "datasets" / "walk.toml"
    path.write_text(path.read_text() + TALE)
    rows = [*ROWS["walk"], dict(series="can-write", country="KEN", period="2021", value="40")]
    write_rows(small.observations / "walk.csv", rows)


def unpaired(small: Any, text: str, *, country: str = "ken") -> None:
    folder = small.catalogue / "unpaired"
    folder.mkdir(exist_ok=True)
    (folder / f"{country}.toml").write_text(text)


def ask(file: Path, sql: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(duckdb.connect(str(file), read_only=True)) as connection:
        return connection.execute(sql).fetchall()


def test_a_series_without_pair_or_reason_stops(small: Any) -> None:
    with_second_series(small)
    with pytest.raises(CatalogueError, match=r"unpaired/ken\.toml.*walk/can-write"):
        small()


def test_a_reason_is_enough(small: Any) -> None:
    with_second_series(small)
    unpaired(small, WHY.format(series="can-write"))
    found = ask(small(), "select country, dataset, series, reason from unpaired")
    assert found == [("KEN", "walk", "can-write", "No exam asks for letters.")]


def test_a_reason_against_one_official_series_is_not_enough(small: Any) -> None:
    with_second_series(small)
    unpaired(small, WHY.format(series="can-write") + 'official = "exam/passes"\n')
    with pytest.raises(CatalogueError, match="walk/can-write"):
        small()


@pytest.mark.parametrize(
    ("text", "country", "said"),
    [
        (WHY.format(series="can-read"), "ken", "stands in a pair"),
        (WHY.format(series="can-sing"), "ken", "can-sing"),
        (WHY.format(series="can-read").replace("walk", "exam"), "ken", "no citizen|not a citizen"),
        (WHY.format(series="can-read") + 'official = "exam/fails"\n', "ken", "exam/fails"),
        (WHY.format(series="can-read") + 'official = "walk/can-read"\n', "ken", "official"),
        (WHY.format(series="can-read").replace("No exam asks for letters.", ""), "ken", "reason"),
        (WHY.format(series="can-read"), "uga", "ken"),
    ],
)
def test_a_bad_reason_is_named(small: Any, text: str, country: str, said: str) -> None:
    unpaired(small, text, country=country)
    with pytest.raises(CatalogueError, match=said) as stopped:
        small()
    assert f"unpaired/{country}.toml" in str(stopped.value)


def caveat(small: Any, text: str) -> None:
    path = small.catalogue / "datasets" / "walk.toml"
    old = 'caveats = [{ text = "One question only", ends_as = "printed note" }]'
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, f"caveats = [{text}]"))


@pytest.mark.parametrize(
    ("ends_as", "where"),
    [
        ("comparability reason", "ken-4.1.1-walk-exam · definition"),
        ("status flag", "low reliability"),  # Nakuru: 40 asked
    ],
)
def test_a_caveat_ends_where_it_says(small: Any, ends_as: str, where: str) -> None:
    caveat(small, f'{{ text = "Few", ends_as = "{ends_as}", where = ["{where}"] }}')
    found = ask(small(), "select ends_as, ends_in from caveats where dataset = 'walk'")
    assert found == [(ends_as, where)]


@pytest.mark.parametrize(
    ("ends_as", "where", "said"),
    [
        ("comparability reason", '["ken-4.1.1-walk-exam · definitions"]', "definitions"),
        ("comparability reason", "[]", "where"),
        ("status flag", '["censored"]', "no status flag"),
        ("status flag", '["doubtful"]', "censored"),
        ("correction", '["can-read"]', "no correction"),
        ("printed note", '["here"]', "where"),
        ("nowhere", '["here"]', "printed note"),
    ],
)
def test_a_caveat_that_ends_nowhere_is_named(
    small: Any, ends_as: str, where: str, said: str
) -> None:
    caveat(small, f'{{ text = "Few", ends_as = "{ends_as}", where = {where} }}')
    with pytest.raises(CatalogueError, match=said) as stopped:
        small()
    assert "walk.toml" in str(stopped.value)
    assert "caveats" in str(stopped.value)
