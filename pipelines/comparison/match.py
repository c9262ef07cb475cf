"""Which official value stands beside which citizen value: same place, same people, same time.

All pairs at once: a pair is one more thing that must be equal.
"""

from __future__ import annotations

import polars as pl

from data.errors import CatalogueError
from pipelines.comparison.drift import one_off, with_own_drift
from pipelines.comparison.interval import SHARE, is_given
from pipelines.formula import formula
from pipelines.policy import ComparisonPolicy

PLACE = ["pair", "area", "sex", "urbanisation"]
"""What must be equal for two values to be about the same people in the same place."""

LINE = [*PLACE, "dataset", "series", "age", "other", "base"]
"""What must be equal for two official points to be points of one line."""

SAME, INTERPOLATED, NEAREST = "same year", "interpolated", "nearest year"
NOT_COMPARED = ("suppressed", "censored", "partial period")
LEFT_OUT_SCHEMA = {"pair": pl.String, "row": pl.String, "reason": pl.String}


def takes_part(*, value: str = "value", status: str = "status") -> pl.Expr:
    """Is this a value that may be compared at all?"""
    withheld = pl.col(status).fill_null("normal").is_in(NOT_COMPARED)
    return pl.col(value).is_finite().fill_null(value=False) & ~withheld


def check_unique(*, observations: pl.DataFrame, side: str) -> None:
    """Raise ``CatalogueError`` listing the rows when two fall on one pair, place and year."""
    twice = observations.filter(pl.struct(*PLACE, "year_end").is_duplicated())
    if twice.is_empty():
        return
    twice = twice.sort(*PLACE, "year_end", "row").filter(pl.col("pair") == pl.col("pair").first())
    rows = twice.select(*PLACE[1:], "year_end", "row").head(6).rows()
    raise CatalogueError(
        file=f"pairs/{twice['pair'][0]}.toml",
        entry=f"[{side}] where",
        found="; ".join(" ".join(str(part) for part in row) for row in rows),
        reason="several rows have one area, sex, urbanisation and year: make the pair specific",
    )


@formula(
    id="matching",
    section="gap and agreement",
    title="Which official value stands beside a citizen one",
    formula="the same period; else the straight line between two official points at most "
    "interpolation_span_years apart; else the nearest point of a one-off official source at most "
    "nearest_years away; else none",
    words="Same area, sex and kind of place always. A point is one of a one-off source, such as a "
    "census, when no other official point of its place lies within interpolation_span_years. No "
    "value is carried beyond its years, nothing is put in the place of a withheld value, and a "
    "known break in either series inside the years used ends the match.",
    source="own rule",
    constants=(
        "comparison.toml · matching.interpolation_span_years",
        "comparison.toml · matching.nearest_years",
    ),
)
def match(
    *,
    citizen: pl.DataFrame,
    official: pl.DataFrame,
    breaks: pl.DataFrame,
    policy: ComparisonPolicy,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give every citizen row of every pair at most one official value of that pair.

    Both frames hold harmonised observations with the ``pair`` they stand in, of one unit in each
    pair; ``breaks`` has ``pair, side, year``. An official row of the same period ends the search
    even if it is withheld. Raises ``CatalogueError`` when two official lines offer a value for
    one citizen row.

    Returns (matches, left out). Matches: the citizen columns plus ``official_value,
    official_lower, official_upper, official_status, official_row, matched, apart`` (years),
    ``first_year, last_year`` (all years used), and of a nearest year ``own_drift`` (units a year,
    null where none is known), ``drift_first, drift_last``. Left out: ``pair, row, reason``.
    """
    candidates = pl.concat(
        [
            _same(citizen=citizen, official=official),
            _between(citizen=citizen, official=official, policy=policy),
            _near(citizen=citizen, official=official, breaks=breaks, policy=policy),
        ]
    ).filter(pl.col("rank") == pl.col("rank").min().over("pair", "row"))
    check_one_line(candidates=candidates)
    found = citizen.join(candidates, on=["pair", "row"], how="inner", maintain_order="left")
    usable = takes_part(value="official_value", status="official_status")
    crossing = _crosses(found, breaks=breaks)
    alone = citizen.join(candidates, on=["pair", "row"], how="anti")
    left_out = pl.concat(
        [
            reasons(rows=alone, reason="no official value near enough"),
            reasons(rows=found.filter(~usable), reason="the official value is withheld"),
            reasons(rows=found.filter(usable & crossing), reason="a known break lies between"),
        ]
    )
    return found.filter(usable & ~crossing).drop("rank"), left_out


def _crosses(found: pl.DataFrame, *, breaks: pl.DataFrame) -> pl.Series:
    """Tell of every row whether a known break of its pair lies inside ``first_year``-``last_year``.

    The last break not after the last year decides: it lies inside when the first year is before.
    """
    if breaks.is_empty():
        return pl.repeat(value=False, n=found.height, eager=True)
    known = breaks.select("pair", broken="year").sort("broken")
    return (
        found.select("pair", "first_year", "last_year")
        .with_row_index("place")
        .sort("last_year")
        .join_asof(known, left_on="last_year", right_on="broken", by="pair", check_sortedness=False)
        .sort("place")
        .select((pl.col("broken") > pl.col("first_year")).fill_null(value=False))
        .to_series()
    )


def reasons(*, rows: pl.DataFrame, reason: str) -> pl.DataFrame:
    """Say of every row why it is left out: ``pair, row, reason``."""
    return rows.select("pair", "row", reason=pl.lit(reason, pl.String))


def check_one_line(*, candidates: pl.DataFrame) -> None:
    """Raise ``CatalogueError`` when two official lines offer a value for one citizen row."""
    twice = candidates.filter(pl.struct("pair", "row").is_duplicated())
    if not twice.is_empty():
        twice = twice.sort("pair", "row", "official_row")
        raise CatalogueError(
            file=f"pairs/{twice['pair'][0]}.toml",
            entry="[official] where",
            found=twice.select("row", "official_row").head(6).rows(),
            reason="several official lines match one citizen row: make the pair specific",
        )


def _official(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        *LINE,
        pl.col("year_start").alias("official_start"),
        pl.col("year_end").alias("official_end"),
        pl.col("value").alias("official_value"),
        pl.when(is_given()).then("lower").alias("official_lower"),
        pl.when(is_given()).then("upper").alias("official_upper"),
        pl.col("status").alias("official_status"),
        pl.col("row").alias("official_row"),
    )


def _candidates(
    frame: pl.DataFrame, *, matched: str, apart: pl.Expr, first: pl.Expr, last: pl.Expr
) -> pl.DataFrame:
    """Bring the three kinds of match to one shape. ``rank`` is the order they are tried in."""
    drift = {"own_drift": pl.Float64, "drift_first": pl.Int64, "drift_last": pl.Int64}
    given = [name for name in drift if name in frame.columns]
    return frame.select(
        "pair",
        "row",
        "official_value",
        "official_lower",
        "official_upper",
        "official_status",
        "official_row",
        matched=pl.lit(matched),
        apart=apart.cast(pl.Int64),
        first_year=first.cast(pl.Int64),
        last_year=last.cast(pl.Int64),
        **{
            name: pl.col(name) if name in given else pl.lit(None, kind)
            for name, kind in drift.items()
        },
        rank=pl.lit((SAME, INTERPOLATED, NEAREST).index(matched), pl.Int8),
    )


def _same(*, citizen: pl.DataFrame, official: pl.DataFrame) -> pl.DataFrame:
    joined = citizen.select(*PLACE, "row", "year_start", "year_end").join(
        _official(official),
        left_on=[*PLACE, "year_start", "year_end"],
        right_on=[*PLACE, "official_start", "official_end"],
    )
    return _candidates(
        joined,
        matched=SAME,
        apart=pl.lit(0),
        first=pl.col("year_start"),
        last=pl.col("year_end"),
    )


def _between(
    *, citizen: pl.DataFrame, official: pl.DataFrame, policy: ComparisonPolicy
) -> pl.DataFrame:
    """Straight line between two neighbouring official points, for every year strictly between.

    The bounds run straight too: that is the widest the two points' errors allow (they may go
    together), and it is left out where either point has none.
    """
    # A place with one point has no line: leaving it out first keeps large frames fast.
    several = official.filter(takes_part() & _single_year()).filter(pl.len().over(PLACE) > 1)
    points = _official(several).sort(*LINE, "official_end")
    same_line = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift(-1)) for name in LINE)
    later = [
        pl.when(same_line).then(pl.col(name).shift(-1)).alias(f"later_{name}")
        for name in points.columns
        if name.startswith("official_")
    ]
    span = pl.col("later_official_end") - pl.col("official_end")
    years = pl.int_ranges(pl.col("official_end") + 1, pl.col("later_official_end"), dtype=pl.Int64)
    segments = (
        points.with_columns(later)
        .filter(span.is_between(2, policy.interpolation_span_years))
        .with_columns(year_end=years)
        .explode("year_end")
    )
    way = (pl.col("year_end") - pl.col("official_end")) / span
    on_line = [
        (pl.col(name) + way * (pl.col(f"later_{name}") - pl.col(name))).alias(name)
        for name in ("official_value", "official_lower", "official_upper")
    ]
    joined = (
        citizen.filter(_single_year())
        .select(*PLACE, "row", "year_end")
        .join(segments, on=[*PLACE, "year_end"])
        .with_columns(
            *on_line,
            official_row=pl.concat_str("official_row", "later_official_row", separator="; "),
            official_status=_weaker(pl.col("official_status"), pl.col("later_official_status")),
        )
    )
    return _candidates(
        joined,
        matched=INTERPOLATED,
        apart=pl.lit(0),
        first=pl.col("official_end"),
        last=pl.col("later_official_end"),
    )


def _near(
    *,
    citizen: pl.DataFrame,
    official: pl.DataFrame,
    breaks: pl.DataFrame,
    policy: ComparisonPolicy,
) -> pl.DataFrame:
    """The nearest point of a one-off official source, where its drift has an allowance.

    Years apart is the farthest any year of one period lies from any year of the other. What is no
    share has no allowance of the policy: it needs a yearly change of its own.
    """
    once = one_off(official=official, place=PLACE, span=policy.interpolation_span_years)
    points = official.filter(takes_part()).join(once.select(PLACE).unique(), on=PLACE, how="semi")
    joined = citizen.select(*PLACE, "row", "unit", "year_start", "year_end").join(
        _official(once), on=PLACE
    )
    apart = pl.max_horizontal(
        (pl.col("year_end") - pl.col("official_start")).abs(),
        (pl.col("official_end") - pl.col("year_start")).abs(),
    )
    near = with_own_drift(
        joined.filter(apart <= policy.nearest_years),
        points=points,
        line=LINE,
        breaks=breaks.filter(pl.col("side") == "official"),
    )
    return _candidates(
        near.filter((pl.col("unit") == SHARE) | pl.col("own_drift").is_not_null()),
        matched=NEAREST,
        apart=apart,
        first=pl.min_horizontal("year_start", "official_start"),
        last=pl.max_horizontal("year_end", "official_end"),
    )


def _single_year() -> pl.Expr:
    return pl.col("year_start") == pl.col("year_end")


def _weaker(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """The status to warn of when a value rests on two points."""
    return pl.when(one.fill_null("normal") != "normal").then(one).otherwise(other)
