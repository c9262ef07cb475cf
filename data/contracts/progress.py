"""Progress towards 2030 by four methods, and where the two sides' verdicts part."""

from __future__ import annotations

from data.catalogue import COUNTRIES
from data.contracts.table import BOOLEAN, INTEGER, NUMBER, TEXT, Table

METHODS = ("linear", "UNSD 2023", "CAGR ratio", "ESCAP")
HEADLINE = METHODS[0]
NO_VERDICT = "no verdict"

PROGRESS = Table(
    name="progress",
    about="One row = one line (a side of a pair, or an official headline series) × method.",
    columns={
        "line": TEXT,  # "<pair> · citizen", "<pair> · official", "<country> · <indicator>"
        "kind": TEXT,
        "pair": TEXT,  # "" for a headline series
        "country": TEXT,
        "indicator": TEXT,
        "side": TEXT,
        "dataset": TEXT,
        "series": TEXT,
        "area": TEXT,
        "unit": TEXT,
        "direction": TEXT,  # the desired one: increase, decrease, ""
        "method": TEXT,
        "verdict": TEXT,  # the method's own word, or "no verdict"
        "ratio": NUMBER,  # what the method holds against its cut-offs
        "base_year": INTEGER,
        "base_value": NUMBER,
        "last_year": INTEGER,
        "last_value": NUMBER,
        "points": INTEGER,
        "target": NUMBER,
        "projected": NUMBER,  # the value of 2030 that the method expects, where it expects one
        "reason": TEXT,  # why no verdict, or what to know of this one
    },
    key=("line", "method"),
    required=("line", "kind", "pair", "country", "indicator", "side", "method", "verdict"),
    values={
        "kind": ("pair", "headline"),
        "country": tuple(COUNTRIES.values()),
        "side": ("citizen", "official"),
        "direction": ("increase", "decrease", ""),
        "method": METHODS,
    },
)

SHADOW = Table(
    name="shadow",
    about="One row = one pair × method: the verdict of each side, and whether they are the same.",
    columns={
        "pair": TEXT,
        "country": TEXT,
        "indicator": TEXT,
        "method": TEXT,
        "citizen": TEXT,  # verdict
        "official": TEXT,
        "state": TEXT,
        "said": BOOLEAN,  # whether a page may set the two beside each other
        "reason": TEXT,  # why not, where it may not
    },
    key=("pair", "method"),
    required=("pair", "country", "indicator", "method", "citizen", "official", "state", "said"),
    values={
        "method": METHODS,
        "state": ("same", "differs", "citizen only", "official only", "neither"),
    },
)
