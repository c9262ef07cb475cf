"""What a guide gives away: its checklist as plain text (``/learn/privacy.txt``) and a form to start
a survey from (``/learn/ask-to-compare.xlsx?indicator=4.1.1``)."""

from __future__ import annotations

from flask import Flask, Response, request

from callbacks.routes.respond import XLSX, Shelf, response_of
from data.errors import SelectionError
from data.languages import LANGUAGES, with_prefix
from data.modules import modules
from data.selection import ASK, LEARN, Selection
from data.store import Store
from layouts.components.rooms.learn import GuideView, plain_text
from layouts.head import root
from layouts.learning.form import form_of
from layouts.views import answer

TEXT = "text/plain; charset=utf-8"


def register(server: Flask, *, store: Store, shelf: Shelf) -> None:
    """Add the routes."""

    def checklist(guide: str, language: str) -> Response:
        release = store.current()
        selection = Selection.from_address(
            with_prefix(f"/{LEARN}/{guide}", language=language),
            request.query_string.decode("utf-8", "replace"),
            known=release.known,
        )
        view = answer(selection=selection, release=release)
        if not isinstance(view, GuideView):
            guides = (f"/{LEARN}/{one}.txt" for one in release.known.entries[LEARN][1:])
            raise SelectionError(parameter="address", found=request.path, allowed=tuple(guides))
        key = (release.name, selection.address(), "txt", root())
        text = plain_text(view, address=root() + view.address)
        body = shelf.get(key, make=text.encode, mimetype=TEXT)
        response = response_of(body)
        name = f"{view.guide.id}-{view.said.language}.txt"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def form(language: str) -> Response:
        release = store.current()
        selection = Selection.from_address(
            with_prefix(f"/{LEARN}/{ASK}", language=language),
            request.query_string.decode("utf-8", "replace"),
            known=release.known,
        )
        code = selection.filter("indicator")
        if not code:
            allowed = release.known.filters[f"{LEARN}/{ASK}"]["indicator"]
            raise SelectionError(parameter="indicator", found="", allowed=allowed)

        def make() -> bytes:
            title = str(release.measures[code]["title"])
            return form_of(code=code, title=title, module=modules().get(code))

        # The form holds every language: one for all.
        body = shelf.get((release.name, ASK, code, "form"), make=make, mimetype=XLSX)
        response = response_of(body)
        response.headers["Content-Disposition"] = f'attachment; filename="compare-{code}.xlsx"'
        return response

    for code in LANGUAGES:
        way = with_prefix(f"/{LEARN}/<guide>.txt", language=code)
        given = {"language": code}
        server.add_url_rule(way, f"checklist-{code}", checklist, defaults=given)
        way = with_prefix(f"/{LEARN}/{ASK}.xlsx", language=code)
        server.add_url_rule(way, f"form-{code}", form, defaults=given)
