"""Sources under everything: who measured, how, what to know of it, and where it was read."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from data.store import Question, Release
from layouts import sentences as say
from layouts.components.parts import Source
from layouts.components.tables import WHOSE
from layouts.language import _, words
from layouts.numbers import plain


def sources_of(
    *, release: Release, datasets: Sequence[str], observed: pl.DataFrame
) -> tuple[Source, ...]:
    """Return the cards of the datasets, each with the citations its figures here rest on."""
    named = sorted(set(datasets))
    cards = release.ask(Question.DATASETS, datasets=named)
    caveats = release.ask(Question.CAVEATS, datasets=named)
    citations = release.ask(Question.CITATIONS, datasets=named)
    used = set(observed.select("dataset", "citation").iter_rows())
    return tuple(
        Source(
            side=card["side"],
            dataset=card["dataset"],
            title=card["title"],
            publisher=card["publisher"] or "",
            producer_type=card["producer_type"] or "",
            vintage=card["vintage"] or "",
            licence=card["licence"] or "",
            method=card["method"] or "",
            caveats=tuple(caveats.filter(pl.col("dataset") == card["dataset"])["text"]),
            citations=tuple(
                row | {"text": say.sentence_of(row["text"] or "")}
                for row in citations.iter_rows(named=True)
                if row["dataset"] == card["dataset"]
                and ((row["dataset"], row["citation"]) in used or not used)
            ),
        )
        for card in cards.iter_rows(named=True)
    )


def caption_of(
    *, sources: Sequence[Source], observed: pl.DataFrame, filters: Sequence[str], release: str
) -> str:
    """Return what stands under the chart: sources, sample sizes, filters in force, release."""
    said = []
    for source in sources:
        rows = observed.filter(pl.col("dataset") == source.dataset)
        parts = [_(WHOSE[source.side], label=words(source.title))]
        sizes = [size for size in rows["sample_size"].to_list() if size]
        if sizes:
            low, high = plain(min(sizes), 0), plain(max(sizes), 0)
            parts.append(_("n = {size}", size=low if low == high else f"{low}–{high}"))
        if rows.filter(pl.col("lower").is_not_null()).height:
            bases = rows.filter(pl.col("lower").is_not_null())["interval_basis"].unique().sort()
            parts.append(
                _("bars are 95\u00a0% intervals ({basis})", basis=", ".join(map(words, bases)))
            )
        elif source.side == "official" and rows.height:
            parts.append(_("no interval published"))
        said.append(", ".join(parts) + ".")
    if filters:
        said.append(_("Shown: {filters}.", filters="; ".join(filters)))
    said.append(_("Release {name}.", name=release))
    return " ".join(said)
