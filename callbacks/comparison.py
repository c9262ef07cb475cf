"""The comparison page reacts: it draws for the room there is, and a map's area is a way on."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from data.selection import Selection
from data.store import Store
from layouts.pages.comparison import MAPS, Ids, island
from layouts.views import ComparisonView, answer


def register(app: Dash, *, store: Store) -> None:
    """Wire the page's components."""
    app.clientside_callback(
        ClientsideFunction("island", "ready"),
        Output(Ids.ROOM, "data"),
        Input(Ids.LOCATION, "href"),
    )

    @app.callback(Output(Ids.STAGE, "children"), Input(Ids.ROOM, "data"),
                  State(Ids.LOCATION, "href"))  # fmt: skip
    def draw(room: dict[str, bool] | None, href: str | None) -> Any:
        if not room or not href:
            return no_update
        release = store.current()
        selection = _selection(href, store=store)
        view = answer(selection=selection, release=release)
        if not isinstance(view, ComparisonView):
            return no_update
        return island(view, wide=bool(room.get("wide")), dark=bool(room.get("dark")))

    for name in MAPS.values():
        # One callback a map: a page may hold one, two or three of them.
        app.callback(
            Output(Ids.LOCATION, "href", allow_duplicate=True),
            Input(name, "clickData"),
            State(Ids.LOCATION, "href"),
            prevent_initial_call=True,
        )(partial(_go, store=store))


def _go(click: dict[str, Any] | None, href: str | None, *, store: Store) -> Any:
    """Return the address of the area that was clicked; of the whole country the second time."""
    area = click["points"][0]["location"] if click else ""
    if not area or not href:
        return no_update
    selection = _selection(href, store=store)
    return selection.with_(area="" if area == selection.area else area).address()


def _selection(href: str, *, store: Store) -> Selection:
    parts = urlsplit(href)
    return Selection.from_address(parts.path, parts.query, known=store.current().known)
