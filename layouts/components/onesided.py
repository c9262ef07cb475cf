"""An indicator without a pair: the one side that there is, shown honestly, or nobody's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from data.selection import Selection
from data.store import Question, Release
from layouts import sentences as say
from layouts.components import drawings, tables
from layouts.components.background import background_of, unpaired_of
from layouts.components.crumbs import crumbs_of
from layouts.components.neighbours import neighbours_of
from layouts.components.parts import Badge, Cell, ComparisonView, Record, Rows, Table
from layouts.components.progress import headline_of
from layouts.components.revisions import revisions_of
from layouts.components.rooms.credibility import card_of
from layouts.components.rooms.datasets import years_of
from layouts.components.sources import caption_of, sources_of
from layouts.components.wanted import wanted_of
from layouts.language import _, digits, mark, words
from layouts.official import official

Row = Mapping[str, Any]
SIDES = ("citizen", "official")
NOBODY = mark("No dataset here holds a figure on this measure for {country}.")
ONLY = {
    "citizen": mark("Only citizens have measured this here: no official figure stands beside it."),
    "official": mark("Only officials have measured this here: no citizen figure stands beside it."),
}
UNPAIRED = mark(
    "Both sides have measured something here, and nobody has yet judged whether it compares."
)
STATES = {
    "citizen": mark("Only citizens measure"),
    "official": mark("Only officials measure"),
    "both": mark("Measured by both, not paired"),
    "": mark("Nobody measures"),
}

RECORD_COLUMNS = (
    "side", "dataset", "series", "indicator", "area", "area_name", "year", "period", "sex", "age",
    "urbanisation", "other", "value", "unit", "base", "lower", "upper", "interval_basis",
    "sample_size", "nature", "status", "vintage", "evidence", "citation", "note", "row",
)  # fmt: skip
GAP_COLUMNS = ("official", "gap", "gap_lower", "gap_upper", "agreement", "direction", "notes")


def record_of(row: Row) -> dict[str, Any]:
    """Return an observation as it leaves the site: its last year as ``year``."""
    return {name: row["year_end"] if name == "year" else row[name] for name in RECORD_COLUMNS}


def records_of(
    observed: pl.DataFrame, compared: pl.DataFrame, *, pair: str, release: str
) -> tuple[Record, ...]:
    """Return the rows of a comparison as CSV: every observation, the gap beside the citizens'."""
    gaps = {row["citizen_row"]: row for row in compared.iter_rows(named=True)}
    empty: dict[str, Any] = dict.fromkeys(GAP_COLUMNS)
    return tuple(
        {"release": release, "pair": pair}
        | record_of(row)
        | {
            f"compared_{name}" if name == "official" else name: found[name]
            for found in (gaps.get(row["row"], empty),)
            for name in GAP_COLUMNS
        }
        for row in observed.iter_rows(named=True)
    )


def answer(*, selection: Selection, release: Release) -> ComparisonView:
    """Return the page of an indicator that has no pair."""
    country = release.known.countries[selection.country]
    asked = {"country": country, "indicator": selection.indicator}
    lines = release.ask(Question.LINES, **asked)
    leading = {
        side: found.row(0, named=True)
        for side in SIDES
        if (found := lines.filter(pl.col("side") == side)).height
    }
    observed = [
        release.ask(Question.LINE, **asked, dataset=line["dataset"], series=line["series"])
        for line in leading.values()
    ]
    rows = pl.concat(observed) if observed else release.ask(
        Question.LINE, **asked, dataset="", series=""
    )  # fmt: skip
    if selection.area:
        rows = rows.filter(pl.col("area") == selection.area)
    return _view(selection=selection, release=release, lines=lines, leading=leading, rows=rows)


def _view(
    *,
    selection: Selection,
    release: Release,
    lines: pl.DataFrame,
    leading: Mapping[str, Row],
    rows: pl.DataFrame,
) -> ComparisonView:
    country = release.known.countries[selection.country]
    shown = pl.concat(
        [
            drawings.drawable(
                rows.filter(pl.col("side") == side), area=selection.area or country,
                sex=selection.sex, urbanisation=selection.urbanisation,
            )
            for side in SIDES
        ]
    )  # fmt: skip
    state = "both" if len(leading) == 2 else next(iter(leading), "")
    measure = release.measures[selection.indicator]
    name = words(release.areas[country])
    said = _sentence(shown=shown, leading=leading, state=state, country=name)
    title = official(measure)
    before, after = neighbours_of(selection=selection, pair="", release=release)
    labels = {side: line["publisher"] for side, line in leading.items()}
    sources = sources_of(
        release=release, datasets=[line["dataset"] for line in leading.values()], observed=rows
    )
    where = words(release.areas.get(selection.area, ""))
    return ComparisonView(
        release=release.name,
        selection=selection,
        title=title,
        sentence=said,
        crumbs=crumbs_of(selection=selection, release=release),
        records=Rows(
            lambda: records_of(rows, _no_gaps(), pair="", release=release.name)
        ),
        goal=selection.goal,
        colour=release.goals[selection.goal]["colour"],
        country=name,
        question="",
        indicator=selection.indicator,
        indicator_title=title,
        measure=measure,
        badges=(Badge(text=_(STATES[state])),),
        chart=_chart(shown=shown, labels=labels, title=title, alt=said, selection=selection),
        chart_notes=(),
        maps=(),
        areas_chart=None,
        area_choice=(),
        table=tables.time_table(
            observed=shown, compared=_no_gaps(), labels=labels,
            title=_("Every figure shown, the newest first"),
        ),
        area_table=None,
        group_table=None,
        caption=caption_of(
            sources=sources, observed=shown, filters=(where,) if where else (),
            release=release.name,
        ),
        pair=None,
        scores=(),
        sources=sources,
        chooser=(),
        filters=(where,) if where else (),
        observations=Rows(lambda: rows.rows(named=True)),
        comparison=(),
        lines=_lines_table(lines),
        progress=headline_of(
            country=country, indicator=selection.indicator, release=release
        ),
        credibility=card_of(dataset=leading["citizen"]["dataset"], release=release)
        if "citizen" in leading
        else None,
        revisions=revisions_of(
            country=country, indicator=selection.indicator, observed=rows, release=release
        ),
        background=background_of(selection=selection, release=release),
        unpaired=unpaired_of(selection=selection, release=release),
        wanted=wanted_of(state=state, lines=lines, measure=measure),
        gap_rank=_rank(country=country, indicator=selection.indicator, release=release),
        before=before,
        after=after,
    )  # fmt: skip


def _rank(*, country: str, indicator: str, release: Release) -> int:
    """Return the place on the list of gaps; 0 where the official side lacks nothing."""
    found = release.ask(Question.GAPS, country=country, indicator=indicator)
    return int(found["rank"][0]) if found.height else 0


def _no_gaps() -> pl.DataFrame:
    return pl.DataFrame(schema={"citizen_row": pl.String, "pair": pl.String})


def _sentence(*, shown: pl.DataFrame, leading: Mapping[str, Row], state: str, country: str) -> str:
    if not state:
        return _(NOBODY, country=country)
    said = []
    for side, line in leading.items():
        rows = shown.filter((pl.col("side") == side) & pl.col("value").is_not_null())
        newest = rows.sort("year_end", "row").tail(1).rows(named=True)
        if newest:
            row = newest[0]
            said.append(
                _(
                    say.ONE[side],
                    label=line["publisher"],
                    value=say.amount(row),
                    when=say.period(row),
                )
            )
    return " ".join([*said, _(UNPAIRED if state == "both" else ONLY[state])])


def _chart(
    *, shown: pl.DataFrame, labels: Mapping[str, str], title: str, alt: str, selection: Selection
) -> Any:
    lines, units = {}, {}
    for side in SIDES:
        rows = shown.filter(pl.col("side") == side)
        lines[side] = (
            drawings.traces(rows, side=side, label=labels[side], words={}) if rows.height else ()
        )
        units[side] = str(rows["unit"][0]) if rows.height else "not stated"
    return drawings.time_chart(
        key=f"{selection.country}-{selection.indicator}".replace(".", "-"),
        title=title,
        alt=alt,
        verdict="side by side",
        citizen=lines["citizen"],
        official=lines["official"],
        units=(units["citizen"], units["official"]),
        notes=(),
    )


def _lines_table(lines: pl.DataFrame) -> Table | None:
    """Return every line there is on the indicator, with its newest national value."""
    rows = []
    for line in lines.iter_rows(named=True):
        newest = line["newest"]
        rows.append(
            (
                Cell(text=words(line["title"] or line["series"])),
                Cell(text=_(tables.WHO[line["side"]]), token=line["side"]),
                Cell(text=words(line["dataset_title"])),
                Cell(text=digits(years_of(line))),
                Cell(text=tables.in_when(
                    say.quantity(newest["value"], newest["unit"], newest["base"] or ""),
                    say.period(newest),
                ) if newest else ""),
            )
        )  # fmt: skip
    if not rows:
        return None
    newest_figure = _("Newest national figure")
    return Table(
        caption=_("Every line on this measure"),
        columns=(_("What it measures"), _("Whose"), _("Dataset"), _("Years"), newest_figure),
        rows=tuple(rows),
        numeric=frozenset({newest_figure}),
    )
