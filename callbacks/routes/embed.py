"""Embeds, and oEmbed for those who paste an address: ``/embed/kenya/goal-7/7.1.1``."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.sax.saxutils import escape

from flask import Flask, Response, request

from callbacks.routes.respond import (
    FOR_EVER,
    HTML,
    JSON,
    REVALIDATE,
    Body,
    Shelf,
    alone,
    response_of,
)
from data.errors import SelectionError
from data.selection import Selection
from data.store import Store
from layouts import embedding, pictures, serving
from layouts.figures import screen
from layouts.head import FRONT, SITE, root, social_href
from layouts.language import speaking
from layouts.outlets import pair_records, to_json
from layouts.pages import embed
from layouts.static import static_text
from layouts.theme import THEME
from layouts.views import View, answer

XML = "text/xml; charset=utf-8"
FORMATS = ("json", "xml")
LEAST, MOST = 200, 2000
SIZES = ("wide", "narrow")
ANYWHERE = "frame-ancestors *"


def register(server: Flask, *, store: Store, shelf: Shelf) -> None:
    """Add the routes."""

    def page(path: str = "") -> Response:
        given = dict(parse_qsl(request.query_string.decode("utf-8", "replace")))
        look = embedding.look_of(given)
        release = store.release(look.release)
        rest = urlencode({k: v for k, v in given.items() if k not in embedding.OWN})
        selection = Selection.from_address("" if path == FRONT else path, rest, known=release.known)

        def make() -> bytes:
            view = answer(selection=selection, release=release)
            with speaking(selection.language):
                return embed.html(view, look=look).encode("utf-8")

        key = (release.name, selection.address(), "embed", root(), *look.query().values())
        # What readers type is answered anew each time and never kept.
        body = (
            Body.of(content=make(), mimetype=HTML)
            if selection.query
            else shelf.get(key, make=make, mimetype=HTML)
        )
        response = response_of(body, cache=FOR_EVER if look.release else REVALIDATE)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    def figure(path: str) -> Response:
        """Answer with the interactive chart of an embed, as Plotly takes it."""
        given = dict(parse_qsl(request.query_string.decode("utf-8", "replace")))
        look = embedding.look_of({k: v for k, v in given.items() if k != "size"})
        size = given.pop("size", "wide")
        if size not in SIZES:
            raise SelectionError(parameter="size", found=size, allowed=SIZES)
        release = store.release(look.release)
        rest = urlencode({k: v for k, v in given.items() if k not in embedding.OWN})
        selection = Selection.from_address(path, rest, known=release.known)
        view = answer(selection=selection, release=release)
        chart = getattr(view, "chart", None)
        if chart is None:
            raise SelectionError(
                parameter="address", found=request.path,
                allowed=[one["address"] for one in pair_records(release)[:1]],
            )  # fmt: skip
        scheme = THEME.dark if look.theme == "dark" else THEME.light

        def make() -> bytes:
            with speaking(selection.language):
                drawn = screen.figure(chart, wide=size == "wide", scheme=scheme)
            return to_json({**drawn, "config": screen.config()})

        key = (release.name, selection.address(), "figure", size, look.theme)
        body = shelf.get(key, make=make, mimetype=JSON)
        return response_of(body, cache=FOR_EVER if look.release else REVALIDATE)

    def oembed() -> Response:
        return _oembed(store=store)

    def script() -> Response:
        response = alone(static_text("embed.js").encode(), mimetype="text/javascript")
        response.headers["Cache-Control"] = "public, max-age=86400"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    server.add_url_rule("/embed", "embed-front", page)
    server.add_url_rule("/embed/", "embed-root", page)
    server.add_url_rule("/embed/<path:path>", "embed", page)
    server.add_url_rule("/figure/<path:path>", "figure", figure)
    server.add_url_rule("/embed.js", "embed-script", script)
    server.add_url_rule("/oembed", "oembed", oembed)


POLICY = serving.content_security_policy().replace("frame-ancestors 'none'", ANYWHERE)


def _number(name: str, default: int) -> int:
    said = request.args.get(name, "")
    if not said:
        return default
    if not said.isascii() or not said.isdecimal() or int(said) < 1:
        raise SelectionError(parameter=name, found=said, allowed=(f"{LEAST} to {MOST}",))
    return min(int(said), default)


def _oembed(*, store: Store) -> Response:
    """Answer an oEmbed consumer (oembed.com): ``rich`` for pages, ``photo`` for their pictures."""
    kind = request.args.get("format", "json")
    if kind not in FORMATS:
        raise SelectionError(parameter="format", found=kind, allowed=FORMATS)
    address = request.args.get("url", "")
    release = store.current()
    parts = urlsplit(address)
    if f"{parts.scheme}://{parts.netloc}" != root():
        raise SelectionError(parameter="url", found=address, allowed=(f"{root()}/…",))
    width, height = _number("maxwidth", MOST), _number("maxheight", MOST)
    path, given = parts.path, dict(parse_qsl(parts.query))
    picture: pictures.Picture | None = None
    own: tuple[str, ...] = embedding.OWN
    if path.startswith("/social/") and path.endswith(".png"):
        path = "/" + path.split("/", 3)[3].removesuffix(".png")
        picture = pictures.Picture(kind="png", size="social")
    elif path.startswith("/picture/") and path.endswith(".png"):
        path = "/" + path.removeprefix("/picture/").removesuffix(".png")
        picture, own = pictures.picture_of("png", given), pictures.OWN
        release = store.release(picture.release)
    elif path.startswith("/embed/"):
        path = path.removeprefix("/embed")
    look = embedding.look_of(given if picture is None else {})
    rest = urlencode({k: v for k, v in given.items() if k not in own})
    selection = Selection.from_address(
        "" if path == f"/{FRONT}" else path, rest, known=release.known
    )
    view = answer(selection=selection, release=release)
    with speaking(selection.language):
        if picture is None:
            found = _rich(view, width, height, look)
        else:
            found = _photo(view, width, height, picture=picture, address=address)
    if kind == "xml":
        inner = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in found.items())
        text = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?><oembed>{inner}</oembed>'
        return alone(text.encode(), mimetype=XML)
    return alone(to_json(found), mimetype=JSON)


def _about(view: View) -> dict[str, object]:
    return {
        "version": "1.0",
        "title": view.title,
        "author_name": SITE,
        "author_url": root() + view.address,
        "provider_name": SITE,
        "provider_url": root() + "/",
        "cache_age": 86400,
        "thumbnail_url": root() + social_href(view),
        "thumbnail_width": pictures.SOCIAL[0],
        "thumbnail_height": pictures.SOCIAL[1],
    }


def _rich(view: View, most_width: int, most_height: int, look: embedding.Look) -> dict[str, object]:
    width = min(embedding.WIDTH, most_width)
    height = min(embedding.height_of(view, width=width), most_height)
    frame = embedding.frame_of(view, width=width, height=height, look=look)
    return {"type": "rich", **_about(view), "html": frame, "width": width, "height": height}


def _photo(
    view: View, most_width: int, most_height: int, *, picture: pictures.Picture, address: str
) -> dict[str, object]:
    width, height = pictures.measures_of(view, picture)
    scale = min(1.0, most_width / width, most_height / height)
    return {
        "type": "photo",
        **_about(view),
        "url": address,
        "width": round(width * scale),
        "height": round(height * scale),
    }
