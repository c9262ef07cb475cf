"""The comparison page reacts: the chart over time is drawn for the address and the room there is.

Everything else that reacts is the page itself, asked for again and put in place
(``assets/island.js``).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from dash import ClientsideFunction, Dash, Input, Output, no_update

from data.selection import Selection
from data.store import Store
from layouts.language import speaking
from layouts.pages.comparison import Ids, island
from layouts.views import ComparisonView, answer


def register(app: Dash, *, store: Store) -> None:
    """Wire the page's components."""
    app.clientside_callback(
        ClientsideFunction("island", "ready"),
        Output(Ids.ROOM, "data"),
        Input(Ids.STAGE, "id"),
    )

    @app.callback(Output(Ids.STAGE, "children"), Input(Ids.ROOM, "data"))
    def draw(room: dict[str, Any] | None) -> Any:
        if not room or not room.get("address"):
            return no_update
        release = store.current()
        parts = urlsplit(str(room["address"]))
        selection = Selection.from_address(parts.path, parts.query, known=release.known)
        view = answer(selection=selection, release=release)
        if not isinstance(view, ComparisonView):
            return no_update
        with speaking(selection.language):
            return island(view, wide=bool(room.get("wide")), dark=bool(room.get("dark")))
