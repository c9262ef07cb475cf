"""Answer a question about one indicator of one country with a ``ComparisonView``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from data.selection import TOTAL, Selection
from data.store import Question, Release
from layouts import sentences as say
from layouts.components import areas, drawings, onesided, pairing, tables
from layouts.components.background import background_of, unpaired_of
from layouts.components.crumbs import crumbs_of
from layouts.components.evidence import below_of, evidence_of
from layouts.components.gap import gap_chart, gap_table
from layouts.components.maps import map_parts
from layouts.components.neighbours import neighbours_of
from layouts.components.parts import ComparisonView, Link, Rows
from layouts.components.progress import progress_of
from layouts.components.revisions import revisions_of
from layouts.components.rooms.credibility import card_of
from layouts.components.sources import caption_of, sources_of
from layouts.figures.chart import TimeChart
from layouts.language import _, digits, mark, plural, words
from layouts.official import official

Row = Mapping[str, Any]
EVERY_FIGURE = mark("Every figure shown, the newest first")
BREAKS = {
    "citizen": mark("A break in the citizens’ series from {year} on: {reason}"),
    "official": mark("A break in the official series from {year} on: {reason}"),
}


def answer(*, selection: Selection, release: Release) -> ComparisonView:
    """Return the comparison of the chosen pair, or of the best one; the one side if no pair."""
    country = release.known.countries[selection.country]
    pairs = release.ask(Question.PAIRS, country=country, goal=None, indicator=selection.indicator)
    if pairs.is_empty():
        return onesided.answer(selection=selection, release=release)
    chosen = pairs.filter(pl.col("pair") == selection.pair) if selection.pair else pairs
    return _paired(
        pair=chosen.row(0, named=True), pairs=pairs, selection=selection, release=release
    )


def chart_of(
    *, evidence: pairing.Evidence, alt: str, breaks: Sequence[Row] = ()
) -> TimeChart | None:
    """Return the chart over time that the pair's verdict allows."""
    pair = evidence.pair
    one_axis = pair["verdict"] in drawings.ONE_AXIS
    agreements = {
        row["citizen_row"]: row["agreement"]
        for row in (evidence.compared.iter_rows(named=True) if one_axis else ())
    }
    lines, units = {}, {}
    for side in ("citizen", "official"):
        rows = evidence.observed.filter(pl.col("side") == side)
        lines[side] = (
            drawings.traces(
                rows,
                side=side,
                label=words(pair[f"{side}_label"]),
                words=agreements,
                breaks=[one["year"] for one in breaks if one["side"] == side],
            )
            if rows.height
            else ()
        )
        units[side] = str(rows["unit"][0]) if rows.height else str(pair["unit"])
    caution = pair["verdict"] == "overlay with caution"
    return drawings.time_chart(
        key=pair["pair"].replace(".", "-"),
        title=words(pair["title"]),
        alt=alt,
        verdict=pair["verdict"],
        citizen=lines["citizen"],
        official=lines["official"],
        units=(units["citizen"], units["official"]),
        notes=pairing.lowest_reasons(evidence.scores) if caution else (),
    )


def _paired(
    *, pair: Row, pairs: pl.DataFrame, selection: Selection, release: Release
) -> ComparisonView:
    observed = release.ask(Question.PAIR_OBSERVATIONS, pair=pair["pair"], country=None)
    compared = release.ask(Question.COMPARISON, pair=pair["pair"], country=None)
    evidence = evidence_of(
        pair=pair,
        scores=release.ask(Question.SCORES, pair=pair["pair"]).rows(named=True),
        observed=observed,
        compared=compared,
        selection=selection,
        names=release.areas,
    )
    said = pairing.sentence(evidence)
    group = {"sex": selection.sex, "urbanisation": selection.urbanisation}
    below = below_of(compared, country=pair["country"], **group)
    sides = {
        side: areas.newest_by_area(
            observed.filter(pl.col("side") == side), country=pair["country"], **group
        )
        for side in ("citizen", "official")
    }
    sides = {side: rows for side, rows in sides.items() if rows.height}
    labels = {side: words(pair[f"{side}_label"]) for side in ("citizen", "official")}
    national = observed.filter(pl.col("area") == pair["country"])
    filters = filters_of(selection=selection, evidence=evidence)
    sources = sources_of(
        release=release,
        datasets=[pair["citizen_dataset"], pair["official_dataset"]],
        observed=observed,
    )
    breaks = release.ask(Question.BREAKS, pair=pair["pair"]).rows(named=True)
    area = selection.area or ""
    kept, gaps = _filtered(observed, selection), _filtered(compared, selection)
    measure = release.measures[selection.indicator]
    goal = release.goals[selection.goal]
    before, after = neighbours_of(selection=selection, pair=pair["pair"], release=release)
    return ComparisonView(
        release=release.name,
        selection=selection,
        title=words(pair["title"]),
        sentence=said,
        crumbs=crumbs_of(selection=selection, release=release),
        records=Rows(
            lambda: onesided.records_of(kept, gaps, pair=pair["pair"], release=release.name)
        ),
        goal=selection.goal,
        colour=goal["colour"],
        country=words(release.areas[pair["country"]]),
        question=words(pair["question"]),
        indicator=selection.indicator,
        indicator_title=official(measure),
        measure=measure,
        badges=pairing.badges(evidence),
        chart=chart_of(evidence=evidence, alt=said, breaks=breaks),
        chart_notes=notes_of(evidence=evidence, breaks=breaks, release=release),
        maps=map_parts(
            pair=pair, sides=sides, labels=labels, compared=below, names=release.areas,
            release=release.name, selection=selection,
        ),
        areas_chart=areas.dumbbell(
            pair=pair, compared=below, observed=observed, alt=say.area_words(
                dict(below["agreement"].value_counts(sort=True).iter_rows()),
                year=below["year"][0],
            ) if below.height else "",
        ),
        area_choice=area_choice(sides=sides, compared=below, selection=selection, release=release),
        table=tables.time_table(
            observed=_shown(evidence),
            compared=evidence.compared,
            labels=labels,
            title=_(EVERY_FIGURE),
        ),
        area_table=tables.area_table(
            sides=sides, compared=below, selection=selection, labels=labels
        ),
        group_table=tables.group_table(
            observed=national,
            compared=compared.filter(pl.col("area") == pair["country"]),
            selection=selection.with_(area=area),
        ),
        caption=caption_of(
            sources=sources, observed=evidence.observed, filters=filters, release=release.name
        ),
        pair=pair,
        scores=tuple(evidence.scores),
        sources=sources,
        chooser=_chooser(pairs, chosen=pair, selection=selection),
        filters=filters,
        observations=Rows(lambda: kept.rows(named=True)),
        comparison=Rows(lambda: gaps.rows(named=True)),
        progress=progress_of(pair=pair, release=release),
        credibility=card_of(dataset=pair["citizen_dataset"], release=release),
        revisions=revisions_of(
            country=pair["country"], indicator=selection.indicator, observed=kept, release=release
        ),
        background=background_of(selection=selection, release=release),
        unpaired=unpaired_of(selection=selection, release=release),
        gap_chart=gap_chart(evidence),
        gap_table=gap_table(evidence),
        before=before,
        after=after,
    )  # fmt: skip


def _shown(evidence: pairing.Evidence) -> pl.DataFrame:
    """Return the observations to list: the citizens' alone where they are background only."""
    if evidence.pair["verdict"] == say.CONTEXT:
        return evidence.observed.filter(pl.col("side") == "citizen")
    return evidence.observed


def notes_of(
    *, evidence: pairing.Evidence, breaks: Sequence[Row], release: Release
) -> tuple[str, ...]:
    """Return what else to know of the drawing: known breaks, and what was not compared and why."""
    notes = [
        _(BREAKS[one["side"]], year=digits(one["year"]), reason=say.clause_of(one["reason"]))
        for one in breaks
    ]
    left_out = release.ask(Question.LEFT_OUT, pair=evidence.pair["pair"])
    for row in left_out.iter_rows(named=True):
        notes.append(
            plural(
                "Not compared, {n} citizen figure: {reason}",
                "Not compared, {n} citizen figures: {reason}",
                row["figures"],
                reason=say.clause_of(row["reason"]),
            )
        )
    return tuple(notes)


def filters_of(*, selection: Selection, evidence: pairing.Evidence) -> tuple[str, ...]:
    """Return the filters in force, in words; none for the whole country and everybody."""
    said = []
    if selection.area:
        said.append(evidence.where)
    if selection.sex != TOTAL:
        said.append(_(say.GROUPS[selection.sex]))
    if selection.urbanisation != TOTAL:
        said.append(_(say.LIVES[selection.urbanisation]))
    return tuple(said)


def area_choice(
    *,
    sides: Mapping[str, pl.DataFrame],
    compared: pl.DataFrame,
    selection: Selection,
    release: Release,
) -> tuple[Link, ...]:
    """Return the areas a reader may choose, by name; the whole country first."""
    codes = {code for rows in (*sides.values(), compared) for code in rows["area"]}
    if not codes:
        return ()
    named = sorted((words(release.areas.get(code, code)), code) for code in codes)
    country = words(release.areas[release.known.countries[selection.country]])
    return tuple(
        Link(text=text, href=code, current=selection.area == code)
        for text, code in [(country, ""), *named]
    )


def _filtered(rows: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Return the rows of the filters in force; every row where none is."""
    if selection.area:
        rows = rows.filter(pl.col("area") == selection.area)
    for column in ("sex", "urbanisation"):
        if (wanted := getattr(selection, column)) != TOTAL:
            rows = rows.filter(pl.col(column) == wanted)
    return rows


def _chooser(pairs: pl.DataFrame, *, chosen: Row, selection: Selection) -> tuple[Link, ...]:
    if pairs.height < 2:
        return ()
    default = selection.with_(pair="", area="", sex=TOTAL, urbanisation=TOTAL)
    return tuple(
        Link(
            text=words(row["title"]),
            href=default.with_(pair=row["pair"]).address(),
            current=row["pair"] == chosen["pair"],
            note=_(
                "{verdict}, {total}",
                verdict=words(row["verdict"]),
                total=pairing.of_highest(row["total"]),
            ),
        )
        for row in pairs.iter_rows(named=True)
    )
