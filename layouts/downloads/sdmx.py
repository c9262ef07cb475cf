"""The figures of a bundle as SDMX-CSV 2.0, and the structure that says what its columns mean.

Dimensions, attributes and codes are those of the UN's structure for the SDG indicators
(``IAEG-SDGs:SDG``). What that has no place for is ours, and marked so: citizens' reporting, places
inside a country, series that are not the UN's, and the dataset a figure is from, without which two
vintages of one series would fall on the same key. So the structure is our own, ``DATASHIFT:SDG``:
the UN's in all else. It is written by pysdmx, as SDMX-ML 3.0; sdmx1 writes version 2.1 alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from data.errors import CatalogueError
from data.sdmx import CODED, FILE, OWN, Code, code_of, codes
from data.store import Question, Release
from layouts.downloads.bundle import Bundle
from layouts.outlets import to_csv

Row = Mapping[str, Any]
AGENCY, STRUCTURE, VERSION = "DATASHIFT", "SDG", "1.0.0"
STRUCTURE_ID = f"{AGENCY}:{STRUCTURE}({VERSION})"
INTERNATIONAL = "international agency"
UN_FAMILY = "un-sdg"
NO_BREAKDOWN = "_T"
UNBROKEN = (
    "INCOME_WEALTH_QUANTILE", "OCCUPATION", "CUST_BREAKDOWN", "ACTIVITY", "PRODUCT",
)  # fmt: skip
DIMENSIONS = (
    "FREQ", "REPORTING_TYPE", "SERIES", "REF_AREA", "SEX", "AGE", "URBANISATION",
    "INCOME_WEALTH_QUANTILE", "EDUCATION_LEV", "OCCUPATION", "CUST_BREAKDOWN",
    "COMPOSITE_BREAKDOWN", "DISABILITY_STATUS", "ACTIVITY", "PRODUCT", "DS_DATASET",
)  # fmt: skip
ATTRIBUTES = (
    "OBS_STATUS", "UNIT_MULT", "UNIT_MEASURE", "NATURE", "TIME_DETAIL", "COMMENT_OBS",
    "UPPER_BOUND", "LOWER_BOUND", "SOURCE_DETAIL", "CUST_BREAKDOWN_LB", "DS_INDICATOR", "DS_BASE",
    "DS_SAMPLE_SIZE", "DS_INTERVAL_BASIS", "DS_VINTAGE", "DS_RELEASE",
)  # fmt: skip
FREE: Mapping[str, str] = {
    "TIME_DETAIL": "period", "COMMENT_OBS": "note", "UPPER_BOUND": "upper", "LOWER_BOUND": "lower",
    "DS_INDICATOR": "indicator", "DS_BASE": "base", "DS_SAMPLE_SIZE": "sample_size",
    "DS_INTERVAL_BASIS": "interval_basis", "DS_VINTAGE": "vintage", "DS_RELEASE": "release",
}  # fmt: skip
"""Attributes without codes that are columns of ours as they stand."""
REQUIRED = frozenset({"OBS_STATUS", "UNIT_MULT", "UNIT_MEASURE", "DS_RELEASE"})
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the same bytes whenever it is made
MIMETYPE = "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"
STRUCTURE_MIMETYPE = "application/vnd.sdmx.structure+xml; version=3.0.0"
COLUMNS = (
    "STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", *ATTRIBUTES,
)  # fmt: skip
PARTS = ("EDUCATION_LEV", "DISABILITY_STATUS", "COMPOSITE_BREAKDOWN")
"""The dimensions that our ``other`` may belong to; what belongs to none is a custom breakdown."""
NAMES: Mapping[str, str] = {
    "FREQ": "Frequency of observation", "REPORTING_TYPE": "Reporting type", "SERIES": "Series",
    "REF_AREA": "Reference area", "SEX": "Sex", "AGE": "Age", "URBANISATION": "Degree of "
    "urbanisation", "INCOME_WEALTH_QUANTILE": "Income or wealth quantile", "EDUCATION_LEV":
    "Level of education", "OCCUPATION": "Occupation", "CUST_BREAKDOWN": "Custom breakdown",
    "COMPOSITE_BREAKDOWN": "Composite breakdown", "DISABILITY_STATUS": "Disability status",
    "ACTIVITY": "Activity", "PRODUCT": "Product", "DS_DATASET": "Dataset", "TIME_PERIOD":
    "Time period", "OBS_VALUE": "Observation value", "OBS_STATUS": "Observation status",
    "UNIT_MULT": "Unit multiplier", "UNIT_MEASURE": "Unit of measurement", "NATURE":
    "Nature of data points", "TIME_DETAIL": "Time detail", "COMMENT_OBS": "Comment to observation",
    "UPPER_BOUND": "Upper bound", "LOWER_BOUND": "Lower bound", "SOURCE_DETAIL": "Source details",
    "CUST_BREAKDOWN_LB": "Custom breakdown label", "DS_INDICATOR": "Indicators the series serves",
    "DS_BASE": "What the unit counts", "DS_SAMPLE_SIZE": "Sample size", "DS_INTERVAL_BASIS":
    "What the bounds rest on", "DS_VINTAGE": "Vintage of the dataset", "DS_RELEASE": "Release",
}  # fmt: skip


def sdmx_csv(bundle: Bundle) -> bytes:
    """Return every figure of a bundle as SDMX-CSV 2.0: one line a key.

    A series that serves two indicators is one line, with both in ``DS_INDICATOR``. A withheld
    figure has no value and the status ``Q``.
    """
    sources = {
        (row["dataset"], row["citation"]): row["text"]
        for row in bundle.tables["citations"].iter_rows(named=True)
    }
    makers = {row["dataset"]: row for row in bundle.tables["datasets"].iter_rows(named=True)}
    lines: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in bundle.tables["observations"].iter_rows(named=True):
        line = _line(row, maker=makers[row["dataset"]])
        line["SOURCE_DETAIL"] = sources.get((row["dataset"], row["citation"]), "")
        key = tuple(str(line[name]) for name in (*DIMENSIONS, "TIME_PERIOD"))
        held = lines.setdefault(key, line)
        codes_held = str(held["DS_INDICATOR"]).split(";")
        if row["indicator"] not in codes_held:
            held["DS_INDICATOR"] = ";".join([*codes_held, row["indicator"]])
    return to_csv(lines.values(), columns=COLUMNS)


def _line(row: Row, *, maker: Row) -> dict[str, Any]:
    unit = code_of("UNIT_MEASURE", row["unit"])
    monthly = re.fullmatch(r"\d{4}-\d{2}", row["period"])
    return {
        "STRUCTURE": "datastructure", "STRUCTURE_ID": STRUCTURE_ID, "ACTION": "I",
        **dict.fromkeys(UNBROKEN, NO_BREAKDOWN),
        **_parts(row["other"]),
        **{attribute: row[column] for attribute, column in FREE.items()},
        "FREQ": code_of("FREQ", "month" if monthly else "year").code,
        "REPORTING_TYPE": code_of("REPORTING_TYPE", _reporting(maker)).code,
        "SERIES": series_code(maker=maker, series=row["series"]),
        "REF_AREA": area_code(row["area"]),
        "SEX": code_of("SEX", row["sex"]).code,
        "AGE": code_of("AGE", row["age"]).code,
        "URBANISATION": code_of("URBANISATION", row["urbanisation"]).code,
        "DS_DATASET": row["dataset"],
        "TIME_PERIOD": row["period"] if monthly else str(row["year"]),
        "OBS_VALUE": row["value"],
        "OBS_STATUS": code_of("OBS_STATUS", row["status"]).code,
        "UNIT_MEASURE": unit.code, "UNIT_MULT": str(unit.multiplier),
        "NATURE": code_of("NATURE", row["nature"]).code,
    }  # fmt: skip


def _reporting(maker: Row) -> str:
    producer = str(maker["producer_type"])
    return producer if producer == INTERNATIONAL else str(maker["side"])


def _parts(other: str) -> dict[str, str]:
    """Return the breakdown that a figure's ``other`` says, as the UN would place it."""
    found = dict.fromkeys(PARTS, NO_BREAKDOWN)
    if not other:
        return found
    for component in PARTS:
        if held := codes().get((component, other)):
            return found | {component: held.code}
    custom = code_of("CUST_BREAKDOWN", other)
    return found | {"CUST_BREAKDOWN": custom.code, "CUST_BREAKDOWN_LB": other}


def series_code(*, maker: Row, series: str) -> str:
    """Return a series' code: the UN's own in the vintages of its database, else ours."""
    if maker["family"] == UN_FAMILY:
        return series
    return OWN + re.sub(r"[^A-Za-z0-9_@$\-]", "_", f"{maker['dataset']}_{series}")


def area_code(area: str) -> str:
    """Return a place's code: M49 for a country, that of the catalogue (ISO 3166-2) inside it."""
    held = codes().get(("REF_AREA", area))
    return held.code if held else area


def code_lists(release: Release) -> dict[str, dict[str, str]]:
    """Return every code that a figure of a release may have, with its name, by component."""
    found: dict[str, dict[str, str]] = {name: {} for name in (*CODED, *UNBROKEN)}
    for (component, _), held in codes().items():
        _add(found[component], held)
    for name in (*UNBROKEN, *PARTS):
        _add(found[name], Code(code=NO_BREAKDOWN, name="No breakdown"))
    for component, column in (("AGE", "age"), ("SEX", "sex"), ("UNIT_MEASURE", "unit")):
        for text in release.texts(table="observations", column=column):
            _add(found[component], code_of(component, text))
    for other in release.texts(table="observations", column="other"):
        if custom := _parts(other).get("CUST_BREAKDOWN"):
            _add(found["CUST_BREAKDOWN"], Code(code=custom, name=other))
    for row in release.ask(Question.AREAS).iter_rows(named=True):
        if ("REF_AREA", row["area"]) not in codes():
            _add(found["REF_AREA"], Code(code=area_code(row["area"]), name=row["name"]))
    makers = {
        row["dataset"]: row
        for row in release.ask(Question.DATASETS, datasets=None).iter_rows(named=True)
    }
    found["DS_DATASET"] = {name: row["title"] for name, row in makers.items()}
    found["SERIES"] = {
        series_code(maker=makers[name], series=row["series"]): row["title"]
        for name in makers
        for row in release.ask(Question.DATASET_SERIES, dataset=name).iter_rows(named=True)
    }
    found["UNIT_MULT"] = {
        str(power): f"Ten to the power of {power}"
        for power in sorted({held.multiplier for held in codes().values()})
    }
    return found


def _add(held: dict[str, str], code: Code) -> None:
    """Add a code. Raises ``CatalogueError`` where it stands for something else already."""
    if held.setdefault(code.code, code.name) != code.name:
        raise CatalogueError(
            file=FILE.name, entry=code.code, found=code.name, allowed=[held[code.code]],
            reason="two meanings of one code",
        )  # fmt: skip


@lru_cache(maxsize=1)
def structure(release: Release) -> bytes:
    """Return the structure as SDMX-ML 3.0: concepts, code lists with every code of the release."""
    # Read here: it takes a third of a second, and only this file needs it.
    from pysdmx import model
    from pysdmx.io.xml.sdmx30.writer.structure import write
    from pysdmx.model.message import Header

    about: dict[str, Any] = {"agency": AGENCY, "version": VERSION}
    lists = {
        name: model.Codelist(
            id=f"CL_{name}", name=NAMES[name],
            items=[model.Code(id=code, name=said) for code, said in sorted(held.items())], **about,
        )
        for name, held in code_lists(release).items()
    }  # fmt: skip
    concepts = model.ConceptScheme(
        id="CONCEPTS", name="Concepts", **about,
        items=[model.Concept(id=name, name=said) for name, said in NAMES.items()],
    )  # fmt: skip

    def component(name: str, role: model.Role) -> model.Component:
        text = model.DataType.STRING
        kinds = {"TIME_PERIOD": model.DataType.PERIOD, "OBS_VALUE": model.DataType.DOUBLE}
        attribute = role == model.Role.ATTRIBUTE
        return model.Component(
            id=name,
            required=name in REQUIRED or role == model.Role.DIMENSION,
            role=role,
            concept=model.ItemReference(sdmx_type="Concept", id="CONCEPTS", item_id=name, **about),
            local_codes=lists.get(name),
            local_dtype=None if name in lists else kinds.get(name, text),
            attachment_level="O" if attribute else None,
        )

    definition = model.DataStructureDefinition(
        id=STRUCTURE,
        name="Indicators of the SDGs, as citizens and officials measure them",
        components=model.Components(
            [
                *(component(name, model.Role.DIMENSION) for name in (*DIMENSIONS, "TIME_PERIOD")),
                component("OBS_VALUE", model.Role.MEASURE),
                *(component(name, model.Role.ATTRIBUTE) for name in ATTRIBUTES),
            ]
        ),
        **about,
    )
    header = Header(id=release.name, prepared=EPOCH)
    found = write([*lists.values(), concepts, definition], prettyprint=False, header=header)
    return str(found).encode()
