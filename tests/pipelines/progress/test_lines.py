"""Which points are a line of a pair's side, and which official series stands for an indicator."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from data.catalogue import CATALOGUE
from data.errors import CatalogueError
from data.headline import Headline
from data.pairs import Break, Pair, Side
from pipelines.progress.headline import headline_lines
from pipelines.progress.lines import Aim, Lines, aims, joined, pair_lines
from pipelines.progress.policy import ProgressPolicy
from tests.pipelines.observations import observations

POLICY = ProgressPolicy.read(CATALOGUE / "progress.toml")
AIMS = {
    "7.1.1": Aim(direction="increase", target=100.0, unit="percent"),
    "5.2": Aim(direction="decrease", target=None, unit=""),
}
Row = dict[str, Any]
SIDE = Side(dataset="made-up", series=("s",), label="l", where={}, areas=("national",))
PAIR = Pair(
    id="p", country="KEN", indicator="7.1.1", title="t", question="q", margin=None,
    context_reason="", citizen=SIDE, official=SIDE, independence="independent",
    independence_reason="r", scores=(),
)  # fmt: skip


def at(year: int, value: float | None = 10.0, **more: Any) -> Row:
    return {"year": year, "value": value} | more


def lines(*rows: Row, pair: Pair = PAIR, official: list[Row] | None = None) -> Lines:
    both = [{"side": "citizen"} | row for row in rows]
    both += [{"side": "official"} | row for row in official or [at(2020)]]
    frame = observations(*both).select(pl.lit("p").alias("pair"), pl.all())
    return pair_lines(pairs={"p": pair}, observations=frame, aims=AIMS)


def years(found: Lines, line: str = "p · citizen") -> list[int]:
    return found.points.filter(line=line)["year"].sort().to_list()


def terms(found: Lines, line: str = "p · citizen") -> Row:
    return found.terms.filter(line=line).row(0, named=True)


# --- pairs ----------------------------------------------------------------------------------------


def test_the_country_and_all_people_stand_before_their_parts() -> None:
    found = lines(
        at(2015), at(2020), at(2020, 99, area="KE-30"), at(2020, 98, sex="female"),
        at(2020, 97, urbanisation="rural"),
    )  # fmt: skip
    assert found.points.filter(line="p · citizen")["value"].to_list() == [10, 10]
    row = terms(found)
    assert (row["area"], row["refused"], row["note"]) == ("KEN", "", "")
    assert (row["direction"], row["target"]) == ("increase", 100)


@pytest.mark.parametrize(
    ("part", "kept"),
    [({"area": "KE-30"}, True), ({"sex": "female"}, True), ({"urbanisation": "rural"}, True)],
)
def test_the_only_part_a_side_has_is_its_line(part: Row, *, kept: bool) -> None:
    found = lines(at(2015, **part), at(2020, **part))
    assert (years(found) == [2015, 2020]) is kept
    assert terms(found)["area"] == part.get("area", "KEN")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([at(2015, area="KE-30"), at(2020, area="KE-01")], "several areas"),
        ([at(2015, sex="female"), at(2020, sex="male")], "several sexes"),
        ([at(2015, urbanisation="rural"), at(2020, urbanisation="urban")], "countryside apart"),
        ([at(2015), at(2015, age="15+"), at(2020)], "joins several series"),
        ([at(2015), at(2020, series="t")], "joins several series"),
        ([at(2015), at(2015, period="2015-06"), at(2020)], "several values of one year"),
        ([at(2015, status="suppressed", value=None)], "every value is censored"),
    ],
)
def test_no_line_no_points_and_the_reason(rows: list[Row], says: str) -> None:
    found = lines(*rows)
    assert years(found) == []
    assert says in terms(found)["refused"]


@pytest.mark.parametrize("status", ["censored", "suppressed", "partial period"])
def test_withheld_values_are_no_points(status: str) -> None:
    assert years(lines(at(2015), at(2018, status=status), at(2020))) == [2015, 2020]


def test_a_suppressed_country_is_not_replaced_by_its_only_county() -> None:
    found = lines(at(2015, None, status="suppressed"), at(2015, area="KE-30"), at(2020, None,
                  status="suppressed"), at(2020, area="KE-30"))  # fmt: skip
    assert years(found) == []


def test_weak_values_are_points_and_said() -> None:
    found = lines(at(2015, status="low reliability"), at(2020, status="provisional"))
    assert years(found) == [2015, 2020]
    assert "low reliability" in terms(found)["note"]


def test_a_period_of_several_years_stands_at_its_last() -> None:
    found = lines({"year_start": 2015, "year_end": 2016, "value": 1.0, "year": 2016}, at(2020))
    assert years(found) == [2016, 2020]
    assert "stands at its last year" in terms(found)["note"]


def test_only_the_stretch_after_the_last_break_of_its_own_side() -> None:
    breaks = tuple(
        Break(side=side, year=year, reason="r")
        for side, year in (("citizen", 2013), ("citizen", 2016), ("official", 2019))
    )
    pair = replace(PAIR, breaks=breaks)
    rows = [at(year) for year in (2012, 2014, 2015, 2016, 2018, 2020)]
    found = lines(*rows, pair=pair, official=rows)
    assert years(found) == [2016, 2018, 2020]
    assert years(found, "p · official") == [2020]
    assert terms(found)["note"] == "only the values from the break of 2016 on"
    across = {"year_start": 2015, "year_end": 2016, "value": 1.0, "year": 2016}
    assert years(lines(across, at(2018), pair=pair)) == [2018]  # it straddles the break


def test_a_break_after_the_last_value_has_not_happened_yet() -> None:
    pair = replace(PAIR, breaks=(Break(side="citizen", year=2022, reason="r"),))
    assert years(lines(at(2015), at(2020), pair=pair)) == [2015, 2020]


@pytest.mark.parametrize(
    ("side", "unit", "direction", "target"),
    [
        ({}, "percent", "increase", 100.0),
        ({}, "count", "increase", None),  # the target is stated in another unit
        ({"direction": "decrease", "target": 0.0}, "percent", "decrease", 0.0),
        ({"direction": "decrease"}, "percent", "decrease", None),
        ({"direction": "none"}, "percent", "", None),
    ],
)
def test_direction_and_target(side: Row, unit: str, direction: str, target: float | None) -> None:
    pair = replace(PAIR, citizen=replace(SIDE, **side))
    row = terms(lines(at(2015, unit=unit), at(2020, unit=unit), pair=pair))
    assert (row["direction"], row["target"]) == (direction, target)


def test_a_target_code_has_a_direction_and_no_value() -> None:
    row = terms(lines(at(2015), at(2020), pair=replace(PAIR, indicator="5.2")))
    assert (row["direction"], row["target"]) == ("decrease", None)


def test_aims_of_the_framework() -> None:
    found = aims(folder=CATALOGUE)
    assert found["7.1.1"] == Aim(direction="increase", target=100.0, unit="percent")
    assert found["5.2"].target is None
    assert found["4.5.1"].direction == ""


# --- headline series ------------------------------------------------------------------------------

FIRST = Headline(
    line=2, indicator="7.1.1", family="un", series=("new", "old"), sex="total", age="total",
    urbanisation="total", other="", direction="increase", target=100.0, no_growth="", note="",
    reason="r",
)  # fmt: skip
SECOND = replace(FIRST, line=3, family="bank", series=("b",), note="the bank's")
DATASETS: Any = {
    "un-2020": SimpleNamespace(id="un-2020", family="un"),
    "un-2023": SimpleNamespace(id="un-2023", family="un"),
    "bank": SimpleNamespace(id="bank", family="bank"),
}


def official(year: int, value: float = 10.0, **more: Any) -> Row:
    return at(year, value, side="official", dataset="un-2023", series="new") | more


def headline(*rows: Row, pairs: dict[str, Pair] | None = None, **changed: Any) -> Lines:
    return headline_lines(
        observations=observations(*rows),
        headlines=(replace(FIRST, **changed), SECOND),
        pairs=pairs or {},
        aims=AIMS,
        datasets=DATASETS,
        policy=POLICY,
    )


def test_the_first_choice_that_allows_a_verdict() -> None:
    old = [official(year, 5, series="old", dataset="un-2020") for year in (2015, 2018)]
    bank = [official(year, 7, series="b", dataset="bank") for year in (2015, 2022)]
    new = [official(2015), official(2020)]
    for rows, series in (
        ([*new, *old, *bank], "new"),
        ([new[0], *old, *bank], "old"),
        ([official(2015), official(2016), *bank], "b"),  # 2015 to 2016 allows no verdict
        ([official(2015), official(2016)], "new"),  # nothing better: the line says why not
    ):
        row = headline(*rows).terms.row(0, named=True)
        assert (row["line"], row["series"]) == ("KEN · 7.1.1", series)
        assert row["note"] == ("the bank's" if series == "b" else "")


def test_only_current_national_official_values_of_the_breakdown() -> None:
    found = headline(
        official(2015), official(2020), official(2021, current=False), official(2022, area="KE-30"),
        official(2023, sex="female"), official(2024, status="censored"), official(2019, age="15+"),
        official(2018, side="citizen"), official(2017, indicator="7.1.2"),
    )  # fmt: skip
    assert found.points["year"].to_list() == [2015, 2020]


def test_each_country_has_its_line() -> None:
    rows = [official(year, country=code, area=code) for code in ("KEN", "NPL")
            for year in (2015, 2020)]  # fmt: skip
    assert headline(*rows).terms["line"].to_list() == ["KEN · 7.1.1", "NPL · 7.1.1"]


def test_one_value_is_no_line() -> None:
    assert headline(official(2015)).terms.is_empty()


def test_breaks_that_a_pair_knows_hold_here_too() -> None:
    side = replace(SIDE, dataset="un-2020", series=("new",))
    known = replace(PAIR, official=side, breaks=(Break(side="official", year=2018, reason="r"),))
    rows = [official(2015), official(2018), official(2021)]
    found = headline(*rows, pairs={"p": known})
    assert found.points["year"].to_list() == [2018, 2021]
    assert "from the break of 2018 on" in found.terms["note"][0]
    elsewhere = replace(known, country="NPL")
    assert headline(*rows, pairs={"p": elsewhere}).points.height == 3


def test_two_values_of_a_year_are_named() -> None:
    rows = [official(2015), official(2020), official(2020, period="2020-06")]
    with pytest.raises(CatalogueError, match=r"line 2.*several values of one year"):
        headline(*rows)


def test_a_target_in_another_unit_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"line 2, column target.*'count'.*percent"):
        headline(official(2015, unit="count"), official(2020, unit="count"))


def test_joined_keeps_all() -> None:
    both = joined(headline(official(2015), official(2020)), lines(at(2015), at(2020)))
    assert both.terms.height == 3
    assert both.points.height == 5
