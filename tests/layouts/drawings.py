"""Charts that the drawing tests share; figures of Latinobarómetro and FAO (2.1.2, Argentina)."""

from __future__ import annotations

from dataclasses import replace

from layouts.figures.chart import (
    AreaMap,
    AreaValue,
    DumbbellChart,
    DumbbellRow,
    Panel,
    Point,
    SmallChart,
    TimeChart,
    Trace,
    round_breaks,
)

CITIZEN = Trace(
    side="citizen",
    name="Latinobarómetro",
    points=(
        Point(x=2013, value=27.6, lower=25.0, upper=30.2),
        Point(x=2015, value=22.8, lower=20.3, upper=25.3, agreement="cannot tell"),
        Point(x=2016, value=31.9, lower=29.1, upper=34.6, agreement="differs"),
        Point(x=2017, value=30.4, lower=27.7, upper=33.2, agreement="consistent"),
    ),
)
OFFICIAL = Trace(
    side="official",
    name="FAO",
    points=(
        Point(x=2015, value=19.17944),
        Point(x=2016, value=25.92759),
        Point(x=2017, value=32.2898),
        Point(x=2018, value=35.79734, weak="provisional"),
    ),
)
ALT = 'In 2017, 30.4 % of adults said so; the official figure was 32.3 % <"quoted" & marked>.'


def plain(trace: Trace) -> Trace:
    """Return a series without words of agreement."""
    return replace(trace, points=tuple(replace(point, agreement="") for point in trace.points))


def overlay(**changes: object) -> TimeChart:
    """Return one panel with both sides and the reasons for caution."""
    chart = TimeChart(
        key="arg-2-1-2",
        title="Argentina: food insecurity",
        alt=ALT,
        verdict="overlay with caution",
        panels=(Panel(unit="percent", traces=(CITIZEN, OFFICIAL)),),
        notes=("Definition: one question against an eight-question scale.",),
    )
    return replace(chart, **changes)  # type: ignore[arg-type]


def side_by_side() -> TimeChart:
    """Return two panels, one side each."""
    return overlay(
        key="apart",
        verdict="side by side",
        panels=(
            Panel(unit="percent", title="What adults said", traces=(plain(CITIZEN),)),
            Panel(unit="per 100,000 population", title="Registered", traces=(OFFICIAL,)),
        ),
    )


def context_only() -> TimeChart:
    """Return the citizens' side alone."""
    return overlay(
        verdict="context only", panels=(Panel(unit="percent", traces=(plain(CITIZEN),)),)
    )


def with_official(*points: Point, **changes: object) -> TimeChart:
    """Return the overlay with other official points."""
    official = replace(OFFICIAL, points=points, **changes)  # type: ignore[arg-type]
    return overlay(panels=(Panel(unit="percent", traces=(CITIZEN, official)),))


def dumbbells(count: int = 47) -> DumbbellChart:
    """Return as many areas as Kenya has counties; values only test the drawing."""
    words = ("differs", "consistent", "cannot tell", "")
    return DumbbellChart(
        key="areas",
        title="Every county",
        alt="Values that only test the drawing.",
        unit="percent",
        citizen_name="Uwezo",
        official_name="Census 2019",
        rows=tuple(
            DumbbellRow(
                area=f"KE-{n:02d}",
                name=f"County number {n}",
                citizen=30 + n,
                official=90.5 - n,
                agreement=words[n % 4],
            )
            for n in range(1, count + 1)
        ),
    )


def small() -> SmallChart:
    """Return a card's sparkline."""
    return SmallChart(key="card", title="Food", alt=ALT, unit="percent", traces=(CITIZEN, OFFICIAL))


def area_map(side: str = "citizen") -> AreaMap:
    """Return three squares: a value, a missing one, a suppressed one."""
    return AreaMap(
        key="map",
        title="Map",
        alt=ALT,
        side=side,  # type: ignore[arg-type]
        unit="percent",
        breaks=round_breaks([0, 88]),
        areas=(
            AreaValue(area="KE-01", name="Baringo", value=61.0),
            AreaValue(area="KE-02", name="Bomet", value=None, state="missing"),
            AreaValue(area="KE-03", name="Bungoma", value=None, state="suppressed"),
        ),
    )
