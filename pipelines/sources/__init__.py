"""One module per publisher format, one signature: ``read(path: Path) -> pl.DataFrame``.

A source returns the columns of :data:`data.contracts.PUBLISHED` plus ``line``, all as the
publisher wrote them. :data:`REGISTRY` names the formats; a dataset whose figures ship with the
product is in the ``observations_csv`` format.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from pipelines.sources import observations_csv

Reader = Callable[[Path], pl.DataFrame]

REGISTRY: dict[str, Reader] = {"observations_csv": observations_csv.read}
