"""Successive releases: what one printed is known for ever, what one withheld stays withheld.

Attacks on two and three releases in which rows come and go and counts are revised, then on the
release that this project builds from its own figures.
"""

from __future__ import annotations

import contextlib
import csv
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.catalogue import CATALOGUE, OBSERVATIONS
from data.errors import CatalogueError
from pipelines import disclosed
from pipelines.build import build
from pipelines.protect import Protected
from tests.pipelines.attack import (
    ALL_KNOWING,
    BOLD,
    CAUTIOUS,
    POLICY,
    Key,
    Seen,
    Table,
    forced,
    guarded,
    histories,
    printed,
    published,
    recovered,
    solved,
)
from tests.pipelines.small import project, write_rows

YEAR = ("total", "2020")


def table(**values: int) -> Table:
    """KEN=…, KE_01=… of one year."""
    return {(area.replace("_", "-"), *YEAR): value for area, value in values.items()}


def opened(shown: Table, release: Protected) -> set[Key]:
    """The counts that a release reports as given away by earlier ones."""
    rows = set(release.open["row"])
    return {key for key, row in zip(shown, release.observations["row"], strict=True) if row in rows}


def left(*tables: Table) -> list[list[float | None]]:
    made = published(tables)
    return [list(printed(one, by).values()) for one, by in zip(tables, made, strict=True)]


# --- by hand ------------------------------------------------------------------------------------


def test_a_total_that_comes_later_gives_nothing_back() -> None:
    first = table(KE_01=3, KE_02=30, KE_03=42)
    # The total is new: it goes, since 30 and 42 are known and protect nothing.
    assert left(first, table(KEN=75) | first) == [[None, 30, 42], [None, None, 30, 42]]


def test_a_breakdown_that_comes_later_gives_nothing_back() -> None:
    first = table(KEN=75, KE_01=33, KE_02=42)
    sexes = {("KE-01", "female", "2020"): 3, ("KE-01", "male", "2020"): 30}
    assert left(first, first | sexes) == [[75, 33, 42], [75, 33, 42, None, None]]
    # Only one of the two comes: the other follows from the total.
    assert left(first, first | {("KE-01", "male", "2020"): 30})[1] == [75, 33, 42, None]


def test_what_was_withheld_stays_withheld() -> None:
    first = table(KEN=45, KE_01=3, KE_02=12, KE_03=30)
    grown = table(KEN=54, KE_01=12, KE_02=12, KE_03=30)
    # Nothing is small now, but 12 of 15 would say that it was 3.
    assert left(first, grown) == [[45, None, None, 30], [54, None, None, 30]]
    assert left(grown) == [[54, 12, 12, 30]]


def test_another_may_not_take_the_place_of_what_was_withheld() -> None:
    first = table(KEN=75, KE_01=3, KE_02=30, KE_03=42)
    # The second smallest is another one now; printing the old one would give 3 back.
    second = table(KEN=95, KE_01=3, KE_02=50, KE_03=42)
    assert left(first, second) == [[75, None, None, 42], [95, None, None, 42]]


def test_a_revised_count_can_protect_its_old_value_cannot() -> None:
    first = table(KEN=62, KE_02=20, KE_03=42)
    same = table(KEN=65, KE_01=3, KE_02=20, KE_03=42)
    # 20 and 42 are known: the new total goes. Where 20 was revised to 21, that goes instead.
    assert left(first, same)[1] == [None, None, 20, 42]
    assert left(first, table(KEN=66, KE_01=3, KE_02=21, KE_03=42))[1] == [66, None, None, 42]


def test_what_nothing_protects_any_more_is_reported_and_withheld() -> None:
    # A national breakdown may leave a small count over; later it protects a county's.
    first = {("KEN", "total", "2020"): 21, ("KEN", "female", "2020"): 20}
    later = first | {("KEN", "male", "2020"): 1, ("KE-01", "male", "2020"): 1}
    made = published([first, later])
    assert list(printed(later, made[1]).values()) == [21, 20, None, None]
    assert made[0].open.is_empty()
    assert opened(later, made[1]) == {("KEN", "male", "2020"), ("KE-01", "male", "2020")}
    assert "nothing printed now can protect it" in made[1].open["reason"][0]
    # Readers are told no more than of any other withheld count.
    assert set(made[1].observations["note"]) == {
        "",
        "a count below 10 on a sensitive topic",
        "withheld so that no total gives a small count back",
    }


def test_a_count_that_was_printed_is_never_printed_again_once_it_is_sensitive() -> None:
    low = POLICY.thresholds | {"5.2": 0}
    careless = guarded(
        table(KEN=75, KE_01=3, KE_02=30, KE_03=42),
        policy=POLICY.__class__(**(vars(POLICY) | {"thresholds": low})),
    )
    later = table(KEN=75, KE_01=3, KE_02=30, KE_03=42)
    assert None not in printed(later, careless).values()
    now = guarded(later, former=[careless])
    # It protects nothing and needs no protection: 30 may stay.
    assert list(printed(later, now).values()) == [75, None, 30, 42]
    assert opened(later, now) == {("KE-01", *YEAR)}


# --- attacks ------------------------------------------------------------------------------------


def seen_of(tables: Sequence[Table], made: Sequence[Protected]) -> list[Seen]:
    return [printed(one, by) for one, by in zip(tables, made, strict=True)]


def new(tables: Sequence[Table], seen: Sequence[Seen], *, attacker: str) -> set[Any]:
    """What an attacker learns from the last release that the earlier ones do not tell."""
    blind = [*seen[:-1], dict.fromkeys(seen[-1])]
    return recovered(tables, seen, attacker=attacker) - recovered(tables, blind, attacker=attacker)


patient = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(st.integers(2, 3).flatmap(lambda releases: histories(releases=releases)))
def test_rows_that_come_and_go_give_nothing_back(tables: list[Table]) -> None:
    made = published(tables)
    seen = seen_of(tables, made)
    known: set[Key] = set()
    for number in range(1, len(tables) + 1):
        past = tables[:number], seen[:number]
        if number > 1:
            assert new(*past, attacker=ALL_KNOWING) <= forced(tables[:number])
        # What earlier releases give away all the same is reported, by the time it has a row.
        known |= opened(tables[number - 1], made[number - 1])
        now = {key for key, _ in recovered(*past) - forced(tables[:number])}
        assert now & seen[number - 1].keys() <= known


@patient
@given(histories(releases=3, revised=True), st.sampled_from([CAUTIOUS, BOLD]))
def test_revisions_give_nothing_back(tables: list[Table], attacker: str) -> None:
    seen = seen_of(tables, published(tables))
    for number in range(2, len(tables) + 1):
        assert new(tables[:number], seen[:number], attacker=attacker) <= forced(tables[:number])


@patient
@given(histories(releases=3, revised=True))
def test_over_releases_what_was_withheld_stays_so(tables: list[Table]) -> None:
    made = published(tables)
    withheld: set[Key] = set()
    for shown, seen in zip(tables, seen_of(tables, made), strict=True):
        assert all(seen[key] is None for key in withheld & shown.keys())
        withheld |= {key for key, value in seen.items() if value is None}


@settings(max_examples=15, deadline=None)
@given(histories(releases=2, revised=True))
def test_the_same_release_again_is_the_same(tables: list[Table]) -> None:
    made = published([*tables, tables[-1]])
    assert made[-1].observations.equals(made[-2].observations)
    assert made[-1].disclosure.equals(made[-2].disclosure)


def test_the_attacker_finds_what_careless_releases_leave() -> None:
    first, later = table(KE_01=3, KE_02=30), table(KEN=33, KE_01=3, KE_02=30)
    careless = [guarded(first), guarded(later)]
    seen = seen_of([first, later], careless)
    # Alone, the later one withholds 3 and 30; the earlier one has printed the 30.
    assert list(seen[1].values()) == [33, None, None]
    assert recovered([first, later], seen) == {(("KE-01", *YEAR), 3)}
    assert new([first, later], seen_of([first, later], published([first, later])),
               attacker=ALL_KNOWING) == set()  # fmt: skip


# --- the ledger ---------------------------------------------------------------------------------

KILLED = [
    dict(series="killed", indicator="5.2", country="KEN", area=area, period="2021", value=value,
         unit="count", sex="female")
    for area, value in (("", "75"), ("Nakuru", "3"), ("Turkana", "30"), ("Mombasa", "42"))
]  # fmt: skip


@pytest.fixture
def small(tmp_path: Path) -> Any:
    catalogue, observations, folder = project(tmp_path)
    with (catalogue / "datasets" / "walk.toml").open("a", encoding="utf-8") as handle:
        handle.write('\n[[series]]\nid = "killed"\ntitle = "Women killed"\nindicators = ["5.2"]\n')

    def run(*rows: dict[str, str]) -> list[float | None]:
        given_rows = list(csv.DictReader((observations / "walk.csv").open()))
        kept = [row for row in given_rows if row["indicator"] == "4.1.1"]
        write_rows(observations / "walk.csv", [*kept, *rows])
        found: list[pl.DataFrame] = []
        run.release, _ = build(  # type: ignore[attr-defined]
            catalogue=catalogue, observations=observations, folder=folder,
            given_away=found.append,
        )  # fmt: skip
        run.open = found[0]  # type: ignore[attr-defined]
        file = folder / f"{run.release}.duckdb"  # type: ignore[attr-defined]
        with contextlib.closing(duckdb.connect(str(file), read_only=True)) as connection:
            asked = "select value from observations where indicator = '5.2' order by row"
            return [value for (value,) in connection.execute(asked).fetchall()]

    run.catalogue, run.folder = catalogue, folder  # type: ignore[attr-defined]
    return run


def test_a_public_release_is_kept_in_the_ledger(small: Any) -> None:
    parts = KILLED[1:]
    assert small(*parts) == [None, 30, 42]
    ledger = small.catalogue / disclosed.FILE
    assert not ledger.exists()  # nothing is public before somebody says so
    alone = small(*KILLED)
    assert alone == [75, None, None, 42]

    assert small(*parts) == [None, 30, 42]
    assert disclosed.append(catalogue=small.catalogue, warehouse=small.folder) == (
        small.release, 2, 1,
    )  # fmt: skip
    text = ledger.read_text()
    assert "30.0" in text and "3.0" not in text.replace("30.0", "")
    # Twice is once, and the same figures give the same release, whatever the ledger holds.
    release = small.release
    assert disclosed.append(catalogue=small.catalogue, warehouse=small.folder)[1:] == (0, 0)
    assert ledger.read_text() == text
    assert (small(*parts), small.release) == ([None, 30, 42], release)
    # The total that comes later goes now.
    assert small(*KILLED) == [None, None, 30, 42]
    assert small.open.is_empty()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("release,dataset", "name,dataset", "never by hand"),
        (",yes,30.0", ",perhaps,30.0", "line 4"),
        (",yes,30.0", ",yes,thirty", "line 4"),
    ],
)
def test_a_ledger_that_cannot_be_read_is_named(small: Any, old: str, new: str, says: str) -> None:
    small(*KILLED[1:])
    disclosed.append(catalogue=small.catalogue, warehouse=small.folder)
    path = small.catalogue / disclosed.FILE
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(CatalogueError, match=rf"disclosed\.csv.*{says}"):
        small(*KILLED[1:])


def test_before_the_first_build_there_is_nothing_to_disclose(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="nothing was built yet"):
        disclosed.append(catalogue=tmp_path, warehouse=tmp_path)


# --- the real release ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """The table disclosure of the release this project builds, with the true value of each row.

    The truth is read from the observations files themselves: counts stand there as published.
    """
    folder = tmp_path_factory.mktemp("release")
    build(folder=folder)
    file = folder / json.loads((folder / "current.json").read_text())["file"]
    with contextlib.closing(duckdb.connect(str(file), read_only=True)) as connection:
        asked = """
            select o.row, o.dataset, o.series, o.indicator, o.country, o.area, o.period, o.sex,
                   o.age, o.urbanisation, o.other, o.value, a.level, a.parent
            from observations o join areas a on o.area = a.area
            where o.unit = 'count'"""
        rows = connection.execute(asked).fetchall()
        names = [one[0] for one in connection.description]
    seen = pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
    codes = [(pl.col("indicator") == t) | pl.col("indicator").str.starts_with(f"{t}.")
             for t in POLICY.thresholds]  # fmt: skip
    sensitive = seen.filter(pl.any_horizontal(codes))
    truth = {}
    for name in sensitive["dataset"].unique():
        with (OBSERVATIONS / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            for line, row in enumerate(csv.DictReader(handle), start=2):
                truth[f"{name}:{line}"] = row["value"]
    return sensitive.with_columns(truth=pl.col("row").replace_strict(truth).cast(pl.Float64))


def test_the_release_withholds_every_small_count_by_place(real: pl.DataFrame) -> None:
    by_place = real.filter(pl.col("level") != "country")
    assert by_place.height > 200
    assert by_place.filter(pl.col("value") < 10).is_empty()
    assert by_place.filter(pl.col("value").is_null()).height > 150
    assert by_place.filter(pl.col("value") != pl.col("truth")).is_empty()


def test_nobody_recovers_a_withheld_count_of_the_release(real: pl.DataFrame) -> None:
    """Areas, sexes and ages of one series; across series, whatever the catalogue ties or not."""
    same = ("country", "period", "sex", "age", "urbanisation", "other")
    rows = real.to_dicts()
    equations = []
    for total in rows:
        # Any series of the dataset: its own, declared ones, and those nobody has declared.
        near = [one for one in rows if one["dataset"] == total["dataset"] and one is not total]
        for series in {one["series"] for one in near}:
            own = [one for one in near if one["series"] == series]
            split = [
                [one for one in own if one["parent"] == total["area"] and alike(one, total, same)],
                *(
                    [one for one in own if one[by] != "total" == total[by] and alike(
                        one, total, ("area", *(name for name in same if name != by)))]
                    for by in ("sex", "age")
                ),
            ]  # fmt: skip
            equations += [(total, parts) for parts in split if parts]
    # Two series of a dataset that add up to a third.
    equations += [(total, [one, other]) for total, one, other in triples(rows, same)]
    held = [(t, p) for t, p in equations if sum(one["truth"] for one in p) == t["truth"]]
    assert len(held) > 20
    asked = []
    for total, parts in held:
        unknown = {one["row"]: Fraction(sign) for sign, one in signed(total, parts)
                   if one["value"] is None}  # fmt: skip
        right = -sum(Fraction(sign) * Fraction(one["value"]) for sign, one in signed(total, parts)
                     if one["value"] is not None)  # fmt: skip
        asked.append((unknown, Fraction(right)))
    assert sum(bool(unknown) for unknown, _ in asked) > 4
    assert solved(asked) == {}


def test_declared_series_leave_no_small_rest(real: pl.DataFrame) -> None:
    found = 0
    for part, whole in POLICY.lines.items():
        totals = real.filter(dataset=whole[0], series=whole[1], level="country")
        parts = real.filter(dataset=part[0], series=part[1])
        assert parts.height and totals.height, f"{part} and {whole} are series of the data"
        for total in totals.to_dicts():
            own = parts.filter(period=total["period"], parent=total["area"])
            rest = total["value"] - (own["value"].sum() or 0)
            assert own.is_empty() or rest == 0 or rest >= 10
            found += own.height
    assert found > 20
    for total, parts_of in POLICY.sums.items():
        for dataset, series in (total, *parts_of):
            assert real.filter(dataset=dataset, series=series).height, (dataset, series)


def alike(one: dict[str, Any], other: dict[str, Any], names: Sequence[str]) -> bool:
    return all(one[name] == other[name] for name in names)


def triples(rows: list[dict[str, Any]], same: Sequence[str]) -> list[tuple[Any, Any, Any]]:
    """Every two counts of other series beside a third, in one place and breakdown."""
    found = []
    for total in rows:
        near = [
            one
            for one in rows
            if one["dataset"] == total["dataset"]
            and one["series"] != total["series"]
            and alike(one, total, ("area", *same))
        ]
        for at, one in enumerate(near):
            found += [(total, one, two) for two in near[:at] if one["series"] != two["series"]]
    return found


def signed(total: dict[str, Any], parts: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    return [(-1, total), *((1, one) for one in parts)]


def test_the_shipped_ledger_can_be_read() -> None:
    assert (CATALOGUE / disclosed.FILE).exists()
    ledger = disclosed.read(CATALOGUE / disclosed.FILE)
    assert ledger.columns == list(disclosed.HEADER)
