"""The API's description, OpenAPI 3.1, made of the resources themselves."""

from __future__ import annotations

from typing import Any

import polars as pl

from data.store import Release
from layouts.api.query import FIRST_YEAR, KINDS, LAST_YEAR, MOST, USUAL, YEARS
from layouts.api.resources import RESOURCES, VERSION, table, values
from layouts.downloads.bundle import described
from layouts.head import SITE, root

ERROR = {"$ref": "#/components/responses/Refused"}


def document(release: Release) -> dict[str, Any]:
    """Return the description of the API over a release."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{SITE} API",
            "version": VERSION.removeprefix("v") + ".0.0",
            "summary": "Citizens’ figures beside official ones, judged. Read only.",
            "description": (
                "Every answer names its release and never holds a figure that is withheld. "
                "Cite the producers of the figures first: their names and terms are in datasets."
            ),
        },
        "servers": [{"url": f"{root()}/api/{VERSION}"}],
        "paths": {f"/{name}": {"get": _get(name, release)} for name in RESOURCES},
        "components": {
            "schemas": {
                **{name: _row(name, release) for name in RESOURCES},
                "Problem": {
                    "type": "object",
                    "required": ["status", "error"],
                    "properties": {
                        "status": {"type": "integer"},
                        "error": {"type": "string"},
                        "parameter": {"type": "string"},
                        "found": {"type": "string"},
                        "allowed": {"type": "array", "items": {"type": "string"}},
                        "closest": {"type": "array", "items": {"type": "string"}},
                    },
                },
            },
            "responses": {
                "Refused": {
                    "description": "What was found, and what is allowed.",
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                    },
                }
            },
        },
    }


def _get(name: str, release: Release) -> dict[str, Any]:
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
    address = {"type": ["string", "null"], "format": "uri"}
    page = {
        "type": "object",
        "required": ["release", "resource", "count", "page", "pages", "size", "rows"],
        "properties": {
            "release": {"type": "string"},
            "resource": {"const": name},
            "count": {"type": "integer", "minimum": 0},
            "page": {"type": "integer", "minimum": 1},
            "pages": {"type": "integer", "minimum": 1},
            "size": {"type": "integer", "minimum": 1, "maximum": MOST},
            "self": address,
            "next": address,
            "previous": address,
            "rows": rows,
        },
    }
    return {
        "operationId": name,
        "summary": RESOURCES[name].about,
        "parameters": _parameters(name, release),
        "responses": {
            "200": {
                "description": "A page of rows.",
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {
                    "application/json": {"schema": page},
                    "text/csv": {"schema": {"type": "string"}},
                },
            },
            "304": {"description": "Not changed since the ETag that was sent."},
            "400": ERROR,
            "404": ERROR,
            "429": {
                **_refused("Too many requests; Retry-After says when to come back."),
                "headers": {"Retry-After": {"schema": {"type": "integer"}}},
            },
        },
    }


def _refused(text: str) -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": text, "content": {"application/json": schema}}


def _parameters(name: str, release: Release) -> list[dict[str, Any]]:
    frame = table(name=name, release=release)
    columns = list(frame.columns)
    found = [
        _parameter(
            column,
            described().get(column, "") + " Several: separated by commas.",
            {"type": "array", "items": _filter(name, column, release), "minItems": 1},
            listed=True,
        )
        for column in RESOURCES[name].filters(frame)
    ]
    if "year" in columns:
        limits = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
        found += [_parameter(one, "The first or the last year wanted.", limits) for one in YEARS]
    fields = {"type": "array", "items": {"type": "string", "enum": columns}, "minItems": 1}
    return [
        *found,
        _parameter("fields", "The columns wanted, separated by commas.", fields, listed=True),
        _parameter("page", "The page, from 1.", {"type": "integer", "minimum": 1, "default": 1}),
        _parameter(
            "size",
            "Rows of a page.",
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        ),
        _parameter(
            "format", "The format, instead of Accept.", {"type": "string", "enum": list(KINDS)}
        ),
    ]


def _parameter(
    name: str, text: str, schema: dict[str, Any], *, listed: bool = False
) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "description": text.strip(),
        "schema": schema,
        **({"style": "form", "explode": False} if listed else {}),
    }


def _filter(name: str, column: str, release: Release) -> dict[str, Any]:
    known = list(values(name=name, column=column, release=release))
    if column == "country":
        known += list(release.known.countries)
    whole = table(name=name, release=release).schema[column].is_integer()
    if whole:
        return {"type": "integer", "enum": [int(one) for one in known]}
    return {"type": "string", "enum": known}


def _row(name: str, release: Release) -> dict[str, Any]:
    frame = table(name=name, release=release)
    fields = {
        column: {"type": [_type(kind), "null"], **_about(column)}
        for column, kind in frame.schema.items()
    }
    return {"type": "object", "description": RESOURCES[name].about, "properties": fields}


def _about(column: str) -> dict[str, str]:
    text = described().get(column, "")
    return {"description": text} if text else {}


def _type(kind: pl.DataType) -> str:
    if kind == pl.Boolean:
        return "boolean"
    return "integer" if kind.is_integer() else "number" if kind.is_numeric() else "string"
