"""Drawings as files of their own: ``/drawing/<release>/map_gap_<pair>.svg``, kept for ever."""

from __future__ import annotations

from flask import Flask, Response

from callbacks.routes.respond import FOR_EVER, SVG, Shelf, response_of
from data.errors import SelectionError
from data.languages import ENGLISH, PREFIXED
from data.selection import SEXES, URBANISATIONS, Selection
from data.store import Release, Store
from layouts.components.areas import outlines_of
from layouts.figures.paper_map import draw_map
from layouts.language import speaking
from layouts.views import ComparisonView, answer


def register(server: Flask, *, store: Store, shelf: Shelf) -> None:
    """Add the route."""

    def drawing(release: str, name: str) -> Response:
        current = store.current()
        if release != current.name:
            raise SelectionError(parameter="address", found=release, allowed=(current.name,))

        def make() -> bytes:
            return draw(name=name, release=current).encode("utf-8")

        body = shelf.get((release, name, "svg"), make=make, mimetype=SVG)
        return response_of(body, cache=FOR_EVER)

    server.add_url_rule("/drawing/<release>/<name>.svg", "drawing", drawing)


def draw(*, name: str, release: Release) -> str:
    """Return the map of a name as SVG. Raises ``SelectionError`` for a name nobody gave out."""
    selection = _selection(name, release=release)
    view = answer(selection=selection, release=release)
    parts = view.maps if isinstance(view, ComparisonView) else ()
    known = {part.href.rpartition("/")[2].removesuffix(".svg"): part for part in parts}
    if name not in known or view.country == "":
        raise SelectionError(parameter="address", found=name, allowed=known)
    code = release.known.countries[selection.country]
    with speaking(selection.language):
        return draw_map(known[name].chart, outlines=outlines_of(code))


def _selection(name: str, *, release: Release) -> Selection:
    """Return the question behind ``map_<side>_<pair>[_<sex>][_<urbanisation>][_<language>]``."""
    parts = name.split("_")
    pair = parts[2] if len(parts) > 2 else ""
    if pair not in release.known.pairs:
        raise SelectionError(parameter="address", found=name, allowed=release.known.pairs)
    country, indicator = release.known.pairs[pair]
    groups = parts[3:]
    return Selection(
        country=release.known.word(country),
        goal=release.known.measures[indicator],
        indicator=indicator,
        pair=pair,
        sex=next((word for word in groups if word in SEXES), "total"),
        urbanisation=next((word for word in groups if word in URBANISATIONS), "total"),
        language=next((word for word in groups if word in PREFIXED), ENGLISH),
    )
