"""Nothing is left hanging: every caveat ends somewhere, every citizen series in a pair or a reason.

Both are checked in every build, because what people edit can part from what it names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import polars as pl

from data import contracts
from data.catalogue import Correction, Dataset
from data.errors import CatalogueError
from data.pairs import Pair
from data.unpaired import Unpaired

BETWEEN = " · "


def check_caveats(
    *,
    datasets: Mapping[str, Dataset],
    pairs: Mapping[str, Pair],
    corrections: Iterable[Correction],
    observations: pl.DataFrame,
) -> None:
    """Raise ``CatalogueError`` for a caveat that ends where there is nothing.

    A correction must be one of the dataset, a status flag must stand on a row of it, and a
    comparability reason must be a score of a pair that draws on it. ``observations`` are all
    harmonised rows, with ``dataset`` and ``status``.
    """
    corrected: dict[str, set[str]] = {}
    for one in corrections:
        corrected.setdefault(one.dataset, set()).update(one.where["series"])
    flags: dict[str, set[str]] = {}
    for dataset, status in observations.select("dataset", "status").unique().iter_rows():
        flags.setdefault(dataset, set()).add(status)
    scores: dict[str, set[str]] = {}
    for pair in pairs.values():
        named = {f"{pair.id}{BETWEEN}{score.dimension}" for score in pair.scores}
        for side in (pair.citizen, pair.official):
            scores.setdefault(side.dataset, set()).update(named)
    known: dict[str, Mapping[str, Collection[str]]] = {
        "correction": corrected, "status flag": flags, "comparability reason": scores,
    }  # fmt: skip
    for about in datasets.values():
        for position, caveat in enumerate(about.caveats, start=1):
            for end in caveat.where:
                allowed = known[caveat.ends_as].get(about.id, ())
                if about.id not in flags and caveat.ends_as == "status flag":
                    continue  # a dataset that is never shown has no rows to carry a flag
                if end not in allowed:
                    raise CatalogueError(
                        file=f"datasets/{about.id}.toml",
                        entry=f"caveats {position} · where",
                        found=end,
                        allowed=sorted(allowed),
                        reason=f"no {caveat.ends_as} of this dataset",
                    )


def check_unpaired(
    *, unpaired: Iterable[Unpaired], pairs: Mapping[str, Pair], observations: pl.DataFrame
) -> pl.DataFrame:
    """Return the table ``unpaired``; raise ``CatalogueError`` when a citizen series has no end.

    ``observations`` are the current ones. Per country, a citizen series with a value on an
    indicator stands in a pair or is named with its reason; naming one that stands in a pair is an
    error, unless the reason is about one official series.
    """
    paired = {
        (pair.country, pair.citizen.dataset, series)
        for pair in pairs.values()
        for series in pair.citizen.series
    }
    reasoned: set[tuple[str, str, str]] = set()
    rows = []
    for one in unpaired:
        for series in one.series:
            key = (one.country, one.dataset, series)
            if not one.official and key in paired:
                raise CatalogueError(
                    file=one.file, entry=one.entry, found=f"{one.dataset}/{series}",
                    reason="stands in a pair of this country",
                )  # fmt: skip
            reasoned |= set() if one.official else {key}
            rows.append((*key, one.official, one.reason))
    wanted = (
        observations.filter(
            (pl.col("side") == "citizen")
            & (pl.col("relation") == "indicator")
            & pl.col("value").is_not_null()
        )
        .select("country", "dataset", "series")
        .unique()
        .sort(pl.all())
    )
    for country, dataset, series in wanted.iter_rows():
        if (country, dataset, series) not in paired | reasoned:
            raise CatalogueError(
                file=f"unpaired/{country.lower()}.toml",
                entry=f"{dataset}/{series}",
                found="no pair and no entry",
                reason="a citizen series on an indicator needs a pair or the sentence why not",
            )
    return contracts.check(
        pl.DataFrame(rows, schema=dict(contracts.UNPAIRED.columns), orient="row").sort(
            contracts.UNPAIRED.key
        ),
        table=contracts.UNPAIRED,
    )
