"""Observations, what is compared of them, and the build's report."""

from __future__ import annotations

from typing import Any

from data.catalogue import COUNTRIES, SIDES, STATUSES
from data.contracts.table import BOOLEAN, INTEGER, NUMBER, TEXT, Table
from data.pairs import DIMENSIONS, INDEPENDENCE

# What a file of data/observations holds: the publisher's own terms, all text.
PUBLISHED = (
    "series", "indicator", "country", "area", "area_level", "period", "value", "unit", "lower",
    "upper", "sample_size", "sex", "age", "urbanisation", "other", "nature", "flag", "vintage",
    "citation", "note",
)  # fmt: skip
PUBLISHED_KEY = (
    "series", "indicator", "country", "area", "area_level", "period", "sex", "age",
    "urbanisation", "other", "vintage",
)  # fmt: skip


OBSERVATION_COLUMNS: dict[str, Any] = {
    "row": TEXT,  # "<dataset>:<line of the observations file>"
    "dataset": TEXT,
    "side": TEXT,
    "series": TEXT,
    "indicator": TEXT,  # indicator or target code
    "relation": TEXT,
    "country": TEXT,  # ISO 3166-1 alpha-3
    "area": TEXT,  # ISO 3166-1 alpha-3, ISO 3166-2, or an own id of areas.csv
    "period": TEXT,  # ISO 8601
    "year_start": INTEGER,
    "year_end": INTEGER,
    "sex": TEXT,
    "age": TEXT,
    "urbanisation": TEXT,
    "other": TEXT,
    "value": NUMBER,
    "unit": TEXT,
    "base": TEXT,  # of what a share is a share
    "value_published": NUMBER,
    "unit_published": TEXT,
    "lower": NUMBER,
    "upper": NUMBER,
    "interval_basis": TEXT,
    "sample_size": INTEGER,
    "nature": TEXT,
    "status": TEXT,
    "vintage": TEXT,
    "current": BOOLEAN,
    "evidence": TEXT,
    "citation": TEXT,
    "note": TEXT,
}

OBSERVATIONS = Table(
    name="observations",
    about="One row = one series × area × period × breakdown, harmonised.",
    columns=OBSERVATION_COLUMNS,
    key=("row",),
    required=(
        "row",
        "dataset",
        "side",
        "series",
        "indicator",
        "relation",
        "country",
        "area",
        "period",
        "year_start",
        "year_end",
        "sex",
        "age",
        "urbanisation",
        "unit",
        "interval_basis",
        "status",
        "current",
        "citation",
    ),
    values={
        "side": ("citizen", "official"),
        "relation": ("indicator", "context"),
        "country": tuple(COUNTRIES.values()),
        "sex": ("total", "female", "male", "not specified"),
        "urbanisation": ("total", "urban", "rural"),
        "interval_basis": ("published", "computed", "assumed design effect", "none"),
        "nature": ("", "C", "CA", "E", "M", "G", "N"),
        "status": STATUSES,
    },
    ranges={"year_start": (1950, 2100), "year_end": (1950, 2100), "sample_size": (1, 1e9)},
)

COMPARISON = Table(
    name="comparison",
    about="One row = one pair × area × breakdown × year with both sides, its gap and its word.",
    columns={
        "pair": TEXT,
        "area": TEXT,
        "sex": TEXT,
        "urbanisation": TEXT,
        "year": INTEGER,
        "citizen": NUMBER,
        "official": NUMBER,
        "gap": NUMBER,  # citizen − official, in the pair's unit
        "gap_lower": NUMBER,
        "gap_upper": NUMBER,
        "agreement": TEXT,
        "direction": TEXT,
        "notes": TEXT,
        "citizen_row": TEXT,
        "official_row": TEXT,
        "matched": TEXT,
    },
    key=("pair", "area", "sex", "urbanisation", "year"),
    required=("pair", "area", "sex", "urbanisation", "year", "citizen", "official", "agreement"),
    values={
        "agreement": (
            "differs",
            "consistent",
            "cannot tell",
            "uncertainty not stated",
            "shares a source",
        ),
        "matched": ("same year", "interpolated", "nearest year"),
    },
)

REPORT = Table(
    name="report",
    about="Rows read, kept, suppressed, flagged and rejected of each dataset; read = their sum.",
    columns={
        "dataset": TEXT,
        "read": INTEGER,
        "kept": INTEGER,
        "suppressed": INTEGER,
        "flagged": INTEGER,
        "rejected": INTEGER,
        "reasons": TEXT,
    },
    key=("dataset",),
    required=("dataset", "read", "kept", "suppressed", "flagged", "rejected"),
)

PAIRS = Table(
    name="pairs",
    about="One row = one judged pair: its two sides, its independence, what its scores come to.",
    columns={
        "pair": TEXT,
        "country": TEXT,
        "goal": TEXT,
        "indicator": TEXT,
        "title": TEXT,
        "question": TEXT,
        "citizen_dataset": TEXT,
        "citizen_series": TEXT,
        "citizen_label": TEXT,
        "official_dataset": TEXT,
        "official_series": TEXT,
        "official_label": TEXT,
        "unit": TEXT,
        "direction": TEXT,
        "margin": NUMBER,
        "independence": TEXT,
        "independence_reason": TEXT,
        "total": INTEGER,
        "verdict": TEXT,
        "verdict_reason": TEXT,
        "lowest": TEXT,
        "context_reason": TEXT,
        "address": TEXT,
    },
    key=("pair",),
    required=("pair", "country", "goal", "indicator", "unit", "independence", "total", "verdict"),
    values={
        "country": tuple(COUNTRIES.values()),
        "independence": INDEPENDENCE,
        "verdict": ("overlay", "overlay with caution", "side by side", "context only"),
    },
    ranges={"total": (0, 20)},
)

SCORES = Table(
    name="scores",
    about="One row = one pair × dimension, scored 0-2.",
    columns={
        "pair": TEXT,
        "position": INTEGER,
        "dimension": TEXT,
        "score": INTEGER,
        "reason": TEXT,
        "remedy": TEXT,
    },
    key=("pair", "dimension"),
    required=("pair", "position", "dimension", "score", "reason", "remedy"),
    values={"dimension": DIMENSIONS},
    ranges={"score": (0, 2)},
)

BREAKS = Table(
    name="breaks",
    about="One row = one known break in a series of a pair.",
    columns={"pair": TEXT, "side": TEXT, "year": INTEGER, "reason": TEXT},
    key=("pair", "side", "year"),
    required=("pair", "side", "year", "reason"),
    values={"side": SIDES},
)

PAIR_OBSERVATIONS = Table(
    name="pair_observations",
    about="One row = one pair × observation that it draws on.",
    columns={"pair": TEXT, **OBSERVATION_COLUMNS},
    key=("pair", "row"),
    required=("pair", "row"),
)

LEFT_OUT = Table(
    name="left_out",
    about="One row = one citizen observation of a pair that was not compared, and why.",
    columns={"pair": TEXT, "row": TEXT, "reason": TEXT},
    key=("pair", "row", "reason"),
    required=("pair", "row", "reason"),
)
