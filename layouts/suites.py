"""Dash's own JavaScript files and the addresses under which Dash asks for them.

Dash serves these from Python, uncompressed. Written beforehand and compressed they are a quarter
of the size and the server has no work with them. No ``Dash`` object is made here: a second one in
a process would take the page's inline scripts and callbacks with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import dash
from dash import _dash_renderer, dcc, html
from dash.fingerprint import build_fingerprint

# Chunks that components load when first drawn. Only those of the components that pages use:
# the others stay with Dash, which serves them on demand.
# A chunk is asked for under its plain name: the bundler's loader knows no fingerprint (Dash 4.4).
CHUNKS = ("dcc/async-graph.js",)
ROOT = "/_dash-component-suites"
# What Dash asks for and no page needs: tables of its own (8 kB), and polyfills for browsers that
# cannot run the rest of it either (30 kB). Of the polyfills Dash's own files use one function.
TABLES, POLYFILLS = "dash/dash_table/", "dash/deps/polyfill"
_TAG = re.compile(r"<script\b[^>]*\bsrc=\"([^\"]*)\"[^>]*></script>\n?")


@dataclass(frozen=True, kw_only=True)
class Suite:
    """One file of Dash: where it lies and its address (path with a leading slash)."""

    file: Path
    url: str


def suites() -> tuple[Suite, ...]:
    """Return every file that a page asks for outside debug mode, once its tags are ``lighter``."""
    return tuple(_suite(path=path) for path in dict.fromkeys((*_always(), *CHUNKS)))


def lighter(html: str, *, generator: str) -> str:
    """Return Dash's script tags without what no page needs.

    ``generator`` is the address of ``vendor/regenerator.min.js`` (2 kB): the global function
    ``regeneratorRuntime``, the only one of the polyfills that dcc's lazy loading calls (Dash 4.4).
    """

    def kept(tag: re.Match[str]) -> str:
        if TABLES in tag[1]:
            return ""
        return f'<script src="{generator}"></script>\n' if POLYFILLS in tag[1] else tag[0]

    return _TAG.sub(kept, html)


def _always() -> Iterator[str]:
    """Yield paths inside the dash package that every page's script tags name."""
    resources: list[Mapping[str, Any]] = [*_dash_renderer._js_dist_dependencies]
    for module in (_dash_renderer, dcc, html):
        resources += getattr(module, "_js_dist")  # noqa: B009 — private, and mypy knows no type
    for resource in resources:
        if resource.get("dynamic") or resource.get("async") or resource.get("dev_only"):
            continue
        yield from (path for path in _paths(resource) if POLYFILLS not in f"dash/{path}")


def _paths(resource: Mapping[str, Any]) -> Iterator[str]:
    paths = resource["relative_package_path"]
    if isinstance(paths, Mapping):
        paths = paths["prod"]
    for path in [paths] if isinstance(paths, str) else paths:
        yield path.replace("dash.", "")


def _suite(*, path: str) -> Suite:
    """Return a file with its address.

    The fingerprint is the one of ``Dash._collect_and_register_resources``: the version of the
    library and the file's time of change, in whole seconds.
    """
    file = Path(dash.__file__).parent / path
    if path in CHUNKS:
        return Suite(file=file, url=f"{ROOT}/dash/{path}")
    library = path.split("/")[0]
    module = f"dash.{library}" if library in {"dcc", "html"} else "dash"
    release = import_module(module).__version__
    stamped = build_fingerprint(path, release, int(file.stat().st_mtime))
    return Suite(file=file, url=f"{ROOT}/dash/{stamped}")
