"""The whole build on small hand-written figures: what it makes, and how it stops."""

from __future__ import annotations

import contextlib
import json

import duckdb
import polars as pl
import pytest

from data.errors import CatalogueError, ContractError, FigureError
from pipelines import warehouse
from pipelines.build import build
from tests.pipelines.small import ROWS, pair_text, project, write_rows


@pytest.fixture
def small(tmp_path):
    catalogue, observations, folder = project(tmp_path)

    def run():
        return build(catalogue=catalogue, observations=observations, folder=folder)

    run.catalogue, run.observations, run.folder = catalogue, observations, folder
    return run


def ask(run, sql):
    pointer = json.loads((run.folder / "current.json").read_text())
    file = str(run.folder / pointer["file"])
    with contextlib.closing(duckdb.connect(file, read_only=True)) as connection:
        return connection.execute(sql).fetchall()


def test_rows_in_equal_rows_out(small):
    _, report = small()
    walk = report.filter(pl.col("dataset") == "walk").row(0, named=True)
    # 900 asked: kept. 40 asked: kept and marked. 12 asked: suppressed.
    assert (walk["read"], walk["kept"], walk["flagged"], walk["suppressed"]) == (3, 1, 1, 1)
    assert walk["rejected"] == 0
    assert "low reliability" in walk["reasons"]


def test_gap_by_hand(small):
    small()
    gaps = ask(
        small, "select area, gap, gap_lower, gap_upper, agreement from comparison order by 1"
    )
    # Kenya: 60 (57-63) - 70 = -10 (-13 to -7): excludes 0, beyond 5 points.
    assert ("KEN", -10.0, -13.0, -7.0, "differs") in gaps
    # Turkana was suppressed before comparing: no gap can give its value back.
    assert "KE-43" not in {row[0] for row in gaps}


def test_suppressed_value_is_nowhere_in_the_release(small):
    small()
    rows = ask(small, "select value, value_published, sample_size, status from observations"
               " where area = 'KE-43' and side = 'citizen'")  # fmt: skip
    assert rows == [(None, None, None, "suppressed")]


def test_same_input_same_release(small, tmp_path):
    first, _ = small()
    again, _ = small()
    other_catalogue, other_observations, other = project(tmp_path / "elsewhere")
    elsewhere, _ = build(catalogue=other_catalogue, observations=other_observations, folder=other)
    assert first == again == elsewhere == warehouse.current(folder=small.folder)


def test_other_input_other_release(small):
    first, _ = small()
    changed = [dict(ROWS["exam"][0], value="71"), *ROWS["exam"][1:]]
    write_rows(small.observations / "exam.csv", changed)
    second, _ = small()
    assert second != first
    assert (small.folder / f"{first}.duckdb").exists()  # a reader of the last one is not cut off


def break_value(run, **change):
    rows = [dict(row) for row in ROWS["walk"]]
    rows[1].update(change)
    write_rows(run.observations / "walk.csv", rows)


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


BAD_FIGURES = [
    (dict(value="many"), "line 3, column value"),
    (dict(value="150"), "0 to 100"),
    (dict(area="Nakulu"), "Nakuru"),
    (dict(unit="percentage"), "percent"),
    (dict(sex="femail"), "female"),
    (dict(indicator="4.1.9"), "4.1.1"),
    (dict(series="can-write"), "can-read"),
    (dict(period="early 2021"), "2018-04"),
    (dict(citation="c7"), "c1"),
    (dict(sample_size="0"), "sample_size"),
    (dict(lower="55", upper="60"), "outside its own interval"),
    (dict(area=""), "first in line 2"),
    (dict(country="UGA"), "KEN"),
]


@pytest.mark.parametrize(("change", "said"), BAD_FIGURES)
def test_bad_figure_stops_and_last_release_serves(small, change, said):
    good, _ = small()
    break_value(small, **change)
    with pytest.raises(FigureError) as stopped:
        small()
    assert "walk.csv" in str(stopped.value)
    assert "line" in str(stopped.value)
    assert said in str(stopped.value)
    assert warehouse.current(folder=small.folder) == good


def test_damaged_file_stops(small):
    good, _ = small()
    (small.observations / "walk.csv").write_bytes(b"PK\x03\x04\xff\xfe broken")
    with pytest.raises(FigureError, match=r"walk\.csv"):
        small()
    assert warehouse.current(folder=small.folder) == good


def test_missing_column_stops(small):
    path = small.observations / "walk.csv"
    path.write_text(path.read_text().replace(",value,", ",worth,", 1))
    with pytest.raises(FigureError, match="column value"):
        small()


def test_personal_data_stops(small):
    path = small.observations / "walk.csv"
    path.write_text(path.read_text().replace(",note", ",phone_number", 1))
    with pytest.raises(ContractError, match="phone"):
        small()


def test_figures_without_dataset_stop(small):
    write_rows(small.observations / "walks.csv", [])
    with pytest.raises(CatalogueError, match=r"walks\.csv"):
        small()


CORRECTION = """[[corrections]]
dataset = "exam"
action = "{action}"
reason = "Printed by mistake."
provider = "a reader"
where = {{ series = "passes", area = ["Nakuru"] }}
expect = ["{expect}"]
"""


def test_correction_rejects_and_is_listed(small):
    correction = CORRECTION.format(action="exclude", expect="65")
    (small.catalogue / "corrections.toml").write_text(correction)
    _, report = small()
    exam = report.filter(pl.col("dataset") == "exam").row(0, named=True)
    assert (exam["kept"], exam["rejected"]) == (2, 1)
    assert "Printed by mistake." in exam["reasons"]


def test_complement_turns_the_value(small):
    correction = CORRECTION.format(action="complement", expect="65") + 'title = "Fails"\n'
    (small.catalogue / "corrections.toml").write_text(correction)
    small()
    assert ask(small, "select value, value_published from observations"
               " where area = 'KE-31' and side = 'official'") == [(35.0, 65.0)]  # fmt: skip


def test_correction_that_no_longer_matches_stops(small):
    good, _ = small()
    correction = CORRECTION.format(action="exclude", expect="66")
    (small.catalogue / "corrections.toml").write_text(correction)
    with pytest.raises(CatalogueError, match="no longer matches"):
        small()
    assert warehouse.current(folder=small.folder) == good


BAD_PAIRS = [
    ("score = 2", "score = 3", "score"),
    ('reason = "Said of unit."', 'reason = ""', "reason"),
    ('series = "passes"', 'series = "pases"', "passes"),
    ('dataset = "exam"', 'dataset = "exams"', "exam"),
    ('indicator = "4.1.1"', 'indicator = "4.1.8"', "4.1.1"),
    ('dimension = "unit"', 'dimension = "units"', "unit"),
    ('state = "independent"', 'state = "free"', "independent"),
    ('label = "Exam"', 'label = "Exam"\nwhere = { sexe = ["total"] }', "sex"),
]


@pytest.mark.parametrize(("old", "new", "said"), BAD_PAIRS)
def test_bad_pair_stops(small, old, new, said):
    edit(small.catalogue / "pairs" / "ken-4.1.1-walk-exam.toml", old, new)
    with pytest.raises(CatalogueError) as stopped:
        small()
    assert "ken-4.1.1-walk-exam" in str(stopped.value)
    assert said in str(stopped.value)


def test_score_below_two_needs_a_remedy(small):
    path = small.catalogue / "pairs" / "ken-4.1.1-walk-exam.toml"
    path.write_text(pair_text(score=1).replace('remedy = "Ask it."\n', "", 1))
    with pytest.raises(CatalogueError, match="remedy"):
        small()


def test_pair_without_figures_stops(small):
    path = small.catalogue / "pairs" / "ken-4.1.1-walk-exam.toml"
    text = 'label = "Exam"\nwhere = { sex = ["male"] }'
    path.write_text(pair_text().replace('label = "Exam"', text))
    with pytest.raises(CatalogueError, match="no current observation"):
        small()


def test_pair_that_shares_no_axis_has_no_gap(small):
    path = small.catalogue / "pairs" / "ken-4.1.1-walk-exam.toml"
    path.write_text(pair_text(score=0))
    small()
    assert ask(small, "select count(*) from comparison") == [(0,)]
    assert ask(small, "select verdict from pairs") == [("context only",)]
