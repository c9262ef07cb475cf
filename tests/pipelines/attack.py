"""An attacker of releases, and tables to attack: nothing of the code under test judges it.

He keeps every release, knows which counts are sums of which and which were not revised between two
releases, and solves all of it at once, exactly, with fractions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import polars as pl
from hypothesis import strategies as st

from data.catalogue import CATALOGUE
from data.contracts import OBSERVATIONS, check
from pipelines.policy import DisclosurePolicy
from pipelines.protect import Protected, protect, protected
from tests.pipelines.observations import observations

POLICY = DisclosurePolicy.read(CATALOGUE / "disclosure.toml")
COUNTIES = [f"KE-0{number}" for number in range(1, 7)]
DISTRICTS = [f"KEN-district-{number}" for number in range(1, 5)]
AREAS = pl.DataFrame(
    [("KEN", "country", None)]
    + [(county, "county", "KEN") for county in COUNTIES]
    # Two districts each in the first two counties.
    + [(district, "district", COUNTIES[at // 2]) for at, district in enumerate(DISTRICTS)],
    schema=["area", "level", "parent"],
    orient="row",
)
PARENTS = dict(AREAS.select("area", "parent").iter_rows())
Row = dict[str, Any]
FEMICIDES: Row = {"indicator": "5.2", "unit": "count", "unit_published": "count"}
YEARS = ["2020", "2021", "2022"]
SPAN = "2020/2022"

Key = tuple[str, str, str]  # area, sex, period
Table = dict[Key, int]
Seen = dict[Key, float | None]
Secret = tuple[Key, int]
"""A count that was not revised is one secret in all releases: where it stands, and what it is."""


# --- tables -------------------------------------------------------------------------------------


def summed(leaves: Mapping[Key, int], *, sexes: Sequence[str], years: Sequence[str]) -> Table:
    """The true table over the smallest areas' counts: every total the sum of its parts."""
    table = dict(leaves)
    for area in ("KEN", *COUNTIES):
        below = [one for one in leaves if area in (PARENTS[one[0]], PARENTS[PARENTS[one[0]] or ""])]
        for sex, year in product(sexes, years):
            parts = [one for one in below if one[1:] == (sex, year)]
            if parts:
                table[area, sex, year] = sum(leaves[one] for one in parts)
    for area, year in {(area, year) for area, _, year in table}:
        table[area, "total", year] = sum(table[area, sex, year] for sex in sexes)
    if len(years) > 1:
        for area, sex in {(area, sex) for area, sex, _ in table}:
            table[area, sex, SPAN] = sum(table[area, sex, year] for year in years)
    return {key: table[key] for key in sorted(table)}


@st.composite
def histories(draw: st.DrawFn, *, releases: int, revised: bool = False) -> list[Table]:
    """One to six counties, some with districts, by sex, over three years: ``releases`` tables.

    From release to release rows come and go, and some counts are ``revised``.
    """
    small = st.one_of(st.integers(0, 12), st.integers(0, 60))
    counties = draw(st.lists(st.sampled_from(COUNTIES), min_size=1, max_size=6, unique=True))
    sexes = draw(st.sampled_from([["total"], ["female", "male"]]))
    years = draw(st.sampled_from([["2020"], YEARS]))
    districts = draw(st.booleans())
    leaves: dict[Key, int] = {}
    for county, sex, year in product(sorted(counties), sexes, years):
        below = [one for one in DISTRICTS if districts and PARENTS[one] == county]
        for area in below or [county]:
            leaves[area, sex, year] = draw(small)
    made = []
    for number in range(releases):
        if number and revised:
            for key in draw(st.sets(st.sampled_from(sorted(leaves)), max_size=3)):
                leaves[key] = draw(small)
        table = summed(leaves, sexes=sexes, years=years)
        holes = draw(st.sets(st.sampled_from(sorted(table)), max_size=len(table) // 3))
        made.append({key: table[key] for key in table if key not in holes} or table)
    return made


def tables() -> st.SearchStrategy[Table]:
    return histories(releases=1).map(lambda made: made[0])


def as_rows(table: Mapping[Key, float], **more: Any) -> pl.DataFrame:
    return observations(
        *(
            FEMICIDES
            | {"area": area, "sex": sex, "value": value, "period": period}
            | {"year_start": int(period[:4]), "year_end": int(period[-4:])}
            | more
            for (area, sex, period), value in table.items()
        )
    )


def protected_rows(*rows: Row, policy: DisclosurePolicy = POLICY) -> pl.DataFrame:
    """Protect hand-made rows; what comes out keeps the contract, and twice is once."""
    before = observations(*rows)
    after = protect(observations=before, areas=AREAS, policy=policy)
    assert after["row"].equals(before["row"])
    assert protect(observations=after, areas=AREAS, policy=policy).equals(after), "twice is once"
    return check(after, table=OBSERVATIONS)


def counts(table: Mapping[str, float], **more: Any) -> list[Row]:
    return [FEMICIDES | {"area": area, "value": value} | more for area, value in table.items()]


def left(*rows: Row, policy: DisclosurePolicy = POLICY) -> list[float | None]:
    return protected_rows(*rows, policy=policy)["value"].to_list()


# --- releases -----------------------------------------------------------------------------------


def guarded(
    table: Mapping[Key, float],
    *,
    policy: DisclosurePolicy = POLICY,
    former: Iterable[Protected] = (),
) -> Protected:
    """Protect one release, knowing the former ones."""
    parts = [
        one.disclosure.select(pl.lit(f"release {number}").alias("release"), pl.all())
        for number, one in enumerate(former)
    ]
    return protected(
        observations=as_rows(table), areas=AREAS, policy=policy,
        ledger=pl.concat(parts) if parts else None,
    )  # fmt: skip


def printed(table: Mapping[Key, float], release: Protected) -> Seen:
    return dict(zip(table, release.observations["value"].to_list(), strict=True))


def published(tables: Sequence[Table], *, policy: DisclosurePolicy = POLICY) -> list[Protected]:
    """Make one release after the other public."""
    made: list[Protected] = []
    for table in tables:
        made.append(guarded(table, policy=policy, former=made))
    return made


# --- the attack ---------------------------------------------------------------------------------


def sums(
    table: Mapping[Key, float], *, all_keys: Collection[Key] = ()
) -> list[tuple[Key, list[Key]]]:
    """Every sum that holds among the figures there are, as (total, parts).

    With ``all_keys`` only sums that miss none of those: nobody can know that a missing part is 0.
    """
    found: list[tuple[Key, list[Key]]] = []
    for area, sex, period in table:
        split = [
            [(one, sex, period) for one in PARENTS if PARENTS[one] == area],
            [(area, one, period) for one in ("female", "male") if sex == "total"],
            [(area, sex, year) for year in YEARS if period == SPAN],
        ]
        for parts in split:
            there = [part for part in parts if part in table]
            if any(part in all_keys and part not in table for part in parts):
                continue
            if there and sum(table[part] for part in there) == table[area, sex, period]:
                found.append(((area, sex, period), there))
    return found


ALL_KNOWING, CAUTIOUS, BOLD = "all-knowing", "cautious", "bold"
"""Who knows which withheld counts were revised; who takes them all for revised; for unrevised."""


def splits(table: Mapping[Key, float]) -> list[tuple[Key, list[Key]]]:
    """Totals and the parts there are, whether they add up or not, below national level."""
    found: list[tuple[Key, list[Key]]] = []
    for area, sex, period in table:
        split = [[one for one in table if PARENTS[one[0]] == area and one[1:] == (sex, period)]]
        if area != "KEN":
            split += [
                [(area, one, period) for one in ("female", "male") if sex == "total"],
                [(area, sex, year) for year in YEARS if period == SPAN],
            ]
        there = [[part for part in parts if part in table] for parts in split]
        found += [((area, sex, period), parts) for parts in there if parts]
    return found


def recovered(
    tables: Sequence[Table], seen: Sequence[Seen], *, attacker: str = ALL_KNOWING
) -> set[Secret]:
    """Return every count that no release prints and that all of them together determine.

    Over one release every sum counts that happens to hold; over several, those that miss no part.
    """
    all_keys = {key for table in tables for key in table} if len(tables) > 1 else set()
    known = {
        (key, table[key]): Fraction(table[key])
        for table, shown in zip(tables, seen, strict=True)
        for key, value in shown.items()
        if value is not None
    }
    equations = []
    for number, table in enumerate(tables):
        for total, parts in sums(table, all_keys=all_keys):
            row: dict[Secret, Fraction] = {}
            right = Fraction(0)
            for key, sign in [(total, -1), *((part, 1) for part in parts)]:
                secret = (key, table[key])
                if secret not in known:
                    secret = (
                        key,
                        {ALL_KNOWING: table[key], CAUTIOUS: -2 - number, BOLD: -1}[attacker],
                    )
                if secret in known:
                    right -= sign * known[secret]
                else:
                    row[secret] = row.get(secret, Fraction(0)) + sign
            equations.append((row, right))
    return set(solved(equations))


def solved(equations: Iterable[tuple[dict[Any, Fraction], Fraction]]) -> dict[Any, Fraction]:
    """Gauss-Jordan elimination over fractions: the unknowns that have one value only."""
    pivots: dict[Any, tuple[dict[Any, Fraction], Fraction]] = {}

    def less(
        row: dict[Any, Fraction], right: Fraction, at: Any
    ) -> tuple[dict[Any, Fraction], Fraction]:
        by, (other, value) = row[at], pivots[at]
        mixed = {
            one: left
            for one in row.keys() | other.keys()
            if (left := row.get(one, Fraction(0)) - by * other.get(one, Fraction(0)))
        }
        return mixed, right - by * value

    for given, given_right in equations:
        row, right = {one: by for one, by in given.items() if by}, given_right
        while held := sorted(row.keys() & pivots.keys()):
            row, right = less(row, right, held[0])
        if not row:
            continue
        at = min(row)
        by = row[at]
        pivots[at] = {one: value / by for one, value in row.items()}, right / by
        for one in [one for one in pivots if one != at and at in pivots[one][0]]:
            pivots[one] = less(*pivots[one], at)
    return {at: right for at, (row, right) in pivots.items() if len(row) == 1}


def forced(tables: Sequence[Table]) -> set[Secret]:
    """What the sums alone determine (a nought among the parts): no release gives that away."""
    return recovered(tables, [dict.fromkeys(table) for table in tables])
