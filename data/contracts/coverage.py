"""What is measured where and by whom, what is missing, and what official figures became."""

from __future__ import annotations

from data.catalogue import COUNTRIES
from data.contracts.table import BOOLEAN, INTEGER, NUMBER, TEXT, Table

COVERAGE = Table(
    name="coverage",
    about="One row = one indicator × country × side: what is held of it.",
    columns={
        "country": TEXT,
        "indicator": TEXT,
        "goal": INTEGER,
        "side": TEXT,
        "observations": INTEGER,
        "series": INTEGER,
        "datasets": INTEGER,
        "points": INTEGER,  # distinct national years
        "first_year": INTEGER,
        "last_year": INTEGER,
        "areas": INTEGER,  # areas below the country
        "by_sex": BOOLEAN,
        "by_urbanisation": BOOLEAN,
        "natures": TEXT,  # "C, E": nature codes of the official values, in order
        "modelled_only": BOOLEAN,
    },
    key=("country", "indicator", "side"),
    required=("country", "indicator", "goal", "side", "observations"),
    values={"country": tuple(COUNTRIES.values()), "side": ("citizen", "official")},
)

GAPS = Table(
    name="gaps",
    about="Indicators where the official side is missing, old, national only or only modelled.",
    columns={
        "rank": INTEGER,
        "country": TEXT,
        "indicator": TEXT,
        "goal": INTEGER,
        "missing": BOOLEAN,
        "old": BOOLEAN,
        "national_only": BOOLEAN,
        "modelled_only": BOOLEAN,
        "official_last_year": INTEGER,
        "citizens": TEXT,
        "citizen_last_year": INTEGER,
        "need": NUMBER,  # sum of the weights of what is lacking
        "weight": NUMBER,  # by whether citizens measure it
        "score": NUMBER,  # need × weight
        "sentence": TEXT,
    },
    key=("country", "indicator"),
    required=("rank", "country", "indicator", "goal", "need", "weight", "score", "sentence"),
    values={
        "country": tuple(COUNTRIES.values()),
        "citizens": ("measure the indicator", "measure its target", "measure neither"),
    },
)

REVISIONS = Table(
    name="revisions",
    about="One row = one official figure that an older vintage of the same line gave differently, "
    "by more than the margin.",
    columns={
        "country": TEXT,
        "indicator": TEXT,
        "dataset": TEXT,  # of the newest vintage
        "series": TEXT,
        "area": TEXT,
        "sex": TEXT,
        "age": TEXT,
        "urbanisation": TEXT,
        "other": TEXT,
        "period": TEXT,
        "year": INTEGER,
        "unit": TEXT,
        "vintage": TEXT,
        "value": NUMBER,
        "older_dataset": TEXT,
        "older_series": TEXT,
        "older_vintage": TEXT,
        "older_value": NUMBER,
        "difference": NUMBER,  # newest − older
        "margin": NUMBER,
        "row": TEXT,
        "older_row": TEXT,
    },
    key=("row", "older_row"),
    required=("country", "indicator", "dataset", "series", "value", "older_value", "row",
              "older_row"),
)  # fmt: skip
