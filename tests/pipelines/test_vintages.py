"""Which vintage is shown: whole lines, and no old breakdown beside a revised total."""

from __future__ import annotations

import polars as pl

from data.catalogue import CATALOGUE
from pipelines.policy import ComparisonPolicy
from pipelines.vintages import vintages

POLICY = ComparisonPolicy.read(CATALOGUE / "comparison.toml")


def lines(*rows: tuple[str, str, str, float]) -> pl.DataFrame:
    """Rows of vintage, sex, period, value, all of one series and area."""
    return pl.DataFrame(
        [
            {
                "family": "un", "line_series": "S", "indicator": "4.1.1", "area": "KEN",
                "sex": sex, "age": "total", "urbanisation": "total", "other": "",
                "period": period, "value": value, "unit": "percent", "vintage": vintage,
                "note": "", "current": True,
            }
            for vintage, sex, period, value in rows
        ]
    )  # fmt: skip


def shown(frame: pl.DataFrame) -> list[tuple[str, str, str]]:
    found = vintages(frame, policy=POLICY).filter("current")
    return found.select("vintage", "sex", "period").rows()


def test_the_newest_wins_the_whole_line_gaps_included() -> None:
    frame = lines(
        ("2020", "total", "2015", 50), ("2020", "total", "2016", 51), ("2023", "total", "2016", 52)
    )  # fmt: skip
    assert shown(frame) == [("2023", "total", "2016")]


def test_an_old_breakdown_beside_the_same_total_stays_and_says_so() -> None:
    frame = lines(
        ("2020", "total", "2016", 50), ("2020", "female", "2016", 48), ("2023", "total", "2016", 54)
    )  # fmt: skip
    assert shown(frame) == [("2020", "female", "2016"), ("2023", "total", "2016")]
    told = vintages(frame, policy=POLICY).filter(sex="female")["note"][0]
    assert told == "of the vintage 2020; the newest, 2023, does not give it"


def test_an_old_breakdown_beside_a_revised_total_is_set_aside() -> None:
    # 50 became 56: more than the margin of 5 points, so the 48 belongs to what was revised.
    frame = lines(
        ("2020", "total", "2016", 50), ("2020", "female", "2016", 48),
        ("2020", "female", "2010", 40), ("2023", "total", "2016", 56),
    )  # fmt: skip
    assert shown(frame) == [("2023", "total", "2016")]


def test_a_vintage_alone_is_left_as_it_is() -> None:
    frame = lines(("2020", "total", "2016", 50), ("2020", "female", "2016", 48))
    found = vintages(frame, policy=POLICY)
    assert found["current"].all()
    assert set(found["note"]) == {""}
