"""The formats of a download: XLSX, Parquet, and a ZIP that is a Frictionless Data Package.

XLSX is written by ``XlsxWriter`` (a fifth of the time of ``openpyxl``, which reads as well); text
is written as text, so that no cell runs as a formula.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import polars as pl
import xlsxwriter

from layouts.downloads import citations, readme, sdmx
from layouts.downloads.bundle import KEYS, Bundle, contract_of, described
from layouts.head import root
from layouts.outlets import to_csv

WIDEST, NARROWEST = 60, 8  # characters
SAMPLED = 200  # rows that a column's width is taken from
MOST_ROWS = 1_048_576 - 1  # of a worksheet
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever it is made
README = "README"


class TooLargeError(ValueError):
    """A table has more rows than a worksheet holds."""


def workbook(bundle: Bundle) -> bytes:
    """Return the bundle as XLSX: a sheet a table, its header frozen, a README, the citations."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        title = book.add_format({"bold": True, "font_size": 14})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for name, frame in bundle.tables.items():
            _sheet(book, name=name, frame=frame, head=bold)
        page = book.add_worksheet(README)
        page.set_column(0, 0, 110, wrapped)
        line = 0
        for heading, lines in readme.sections(bundle):
            page.write_string(line, 0, heading, title)
            for text in lines:
                line += 1
                page.write_string(line, 0, text, wrapped)
            line += 2
    return out.getvalue()


def _sheet(book: Any, *, name: str, frame: pl.DataFrame, head: Any) -> None:
    if frame.height > MOST_ROWS:
        raise TooLargeError(f"{name}: {frame.height} rows, at most {MOST_ROWS}")
    sheet = book.add_worksheet(name)
    for n, column in enumerate(frame.columns):
        sheet.write_string(0, n, column, head)
        values = frame[column].to_list()
        text = frame.schema[column] == pl.String
        write = sheet.write_string if text else sheet.write_number
        for row, value in enumerate(values, start=1):
            if value is not None and value != "":
                write(row, n, value)
        longest = max((len(str(one)) for one in values[:SAMPLED] if one is not None), default=0)
        sheet.set_column(n, n, min(max(longest, len(column), NARROWEST) + 1, WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, frame.height, max(frame.width - 1, 0))


def parquet(bundle: Bundle) -> bytes:
    """Return every figure of the bundle as Parquet; the file's metadata says what it is."""
    out = io.BytesIO()
    about = {
        "title": bundle.title, "sentence": bundle.sentence, "release": bundle.release,
        "address": root() + bundle.address,
        "citation": citations.to_text(citations.works_of(bundle)),
    }  # fmt: skip
    bundle.tables["observations"].write_parquet(out, metadata=about)
    return out.getvalue()


def package(bundle: Bundle) -> bytes:
    """Return the bundle as a ZIP: a Tabular Data Package, with README and citations."""
    works = citations.works_of(bundle)
    files = {
        "datapackage.json": orjson.dumps(descriptor(bundle), option=orjson.OPT_INDENT_2),
        "README.md": readme.markdown(bundle).encode(),
        **{f"citations.{kind}": write(works).encode() for kind, write in citations.FORMATS.items()},
        **{
            f"data/{name}.csv": to_csv(frame.iter_rows(named=True), columns=frame.columns)
            for name, frame in bundle.tables.items()
        },
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def descriptor(bundle: Bundle) -> dict[str, Any]:
    """Return the package's description (Tabular Data Package, specs.frictionlessdata.io)."""
    return {
        "profile": "tabular-data-package",
        "name": "datashift" + (bundle.address.partition("?")[0].rstrip("/").replace("/", "-")),
        "title": bundle.title,
        "description": bundle.sentence,
        "version": bundle.release,
        "homepage": root() + bundle.address,
        "sources": [
            {"title": work.author, **({"path": work.address} if work.address else {})}
            for work in citations.works_of(bundle)
            if work.kind == citations.DATASET
        ],
        "resources": [_resource(name, frame) for name, frame in bundle.tables.items()],
    }


def _resource(name: str, frame: pl.DataFrame) -> dict[str, Any]:
    about, allowed = described(), contract_of(name)
    key = KEYS[name]
    fields = []
    for column, kind in frame.schema.items():
        field: dict[str, Any] = {
            "name": column, "type": _type(kind), "description": about[column],
        }  # fmt: skip
        constraints: dict[str, Any] = {"required": True} if column in key else {}
        if values := [one for one in allowed.get(column, ()) if one]:
            constraints["enum"] = values
        fields.append(field | ({"constraints": constraints} if constraints else {}))
    schema: dict[str, Any] = {"fields": fields, "primaryKey": list(key), "missingValues": [""]}
    if name == "observations":
        schema["foreignKeys"] = [
            {"fields": wanted, "reference": {"resource": table, "fields": wanted}}
            for table, wanted in (("datasets", ["dataset"]), ("citations", ["dataset", "citation"]))
        ]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "schema": schema,
    }


def _type(kind: pl.DataType) -> str:
    if kind == pl.Boolean:
        return "boolean"
    return "integer" if kind.is_integer() else "number" if kind.is_numeric() else "string"


@dataclass(frozen=True, kw_only=True)
class Format:
    """A format by the ending of its file: what it is called on the wire, and who makes it."""

    mimetype: str
    make: Callable[[Bundle], bytes]


def _written(kind: str) -> Callable[[Bundle], bytes]:
    return lambda bundle: citations.FORMATS[kind](citations.works_of(bundle)).encode()


FORMATS: Mapping[str, Format] = {
    "xlsx": Format(
        mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", make=workbook
    ),
    "parquet": Format(mimetype="application/vnd.apache.parquet", make=parquet),
    "zip": Format(mimetype="application/zip", make=package),
    "sdmx.csv": Format(mimetype=sdmx.MIMETYPE, make=sdmx.sdmx_csv),
    "txt": Format(mimetype="text/plain; charset=utf-8", make=_written("txt")),
    "bib": Format(mimetype="application/x-bibtex; charset=utf-8", make=_written("bib")),
    "ris": Format(mimetype="application/x-research-info-systems", make=_written("ris")),
    "csl": Format(mimetype="application/vnd.citationstyles.csl+json", make=_written("csl")),
}
"""Every format of a bundle; JSON and CSV are the page's own (``layouts.outlets``)."""
