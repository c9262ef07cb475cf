"""Pictures to carry away: every drawing in every shape, with its evidence inside."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from flask import Flask
from matplotlib.text import Text
from PIL import Image
from pypdf import PdfReader

from callbacks.routes import pages, pictures
from callbacks.routes.respond import Shelf
from data.selection import Selection
from data.store import Store
from layouts import pictures as drawn
from layouts.figures.picture import landscape
from layouts.head import root
from layouts.language import speaking
from layouts.views import answer

GRID = "kenya/goal-7/7.1.1"
EVERY = ("main", "gap", "areas", "map-citizen", "map-official", "map-gap")
PAGES = (GRID, "index", "es/argentina", "sw/kenya/goal-7", "ne/nepal/goal-6/6.1.1",
         "es/indicator/6.1.1", "argentina/goal-2/2.1.2")  # fmt: skip


@pytest.fixture(scope="module")
def server(warehouse: Any) -> Any:
    flask = Flask("pictures")
    pictures.register(flask, store=Store(folder=warehouse), shelf=Shelf())
    pages.register_errors(flask)
    return flask.test_client()


def view_of(release: Any, path: str, query: str = "") -> Any:
    path = "" if path == "index" else path
    selection = Selection.from_address(path, query, known=release.known)
    return answer(selection=selection, release=release)


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_a_page_offers_is_there(server: Any, release: Any, page: str) -> None:
    view = view_of(release, page)
    with speaking(view.selection.language):
        offered = drawn.offered(view)
    assert offered
    for _name, links in offered:
        assert len({link.text for link in links}) == len(links)
        for link in links:
            answered = server.get(link.href)
            assert answered.status_code == 200, link.href
            assert "immutable" in answered.headers["Cache-Control"]
            tag = answered.headers["ETag"]
            assert server.get(link.href, headers={"If-None-Match": tag}).status_code == 304
            if ".png" in link.href:
                assert len(answered.data) <= 320_000, link.href
                Image.open(io.BytesIO(answered.data)).load()


def test_a_comparison_by_area_has_each_of_its_drawings(release: Any) -> None:
    assert drawn.charts_of(view_of(release, GRID)) == EVERY


@pytest.mark.parametrize(
    ("query", "size", "dots"),
    [
        ("size=square", (1080, 1080), None),
        ("size=square&scale=2", (2160, 2160), None),
        ("size=social", (1200, 630), None),
        ("size=social&scale=2", (2400, 1260), None),
        ("size=print", (2250, None), 300),
        ("", (720, None), 96),
        ("scale=2", (1440, None), 192),
        ("size=narrow&scale=2", (760, None), 192),
    ],
)
def test_sizes(server: Any, query: str, size: tuple[int, int | None], dots: int | None) -> None:
    image = Image.open(io.BytesIO(server.get(f"/picture/{GRID}.png?{query}").data))
    assert image.size[0] == size[0]
    assert size[1] in (None, image.size[1])
    if dots:
        assert image.info["dpi"] == pytest.approx((dots, dots), abs=0.1)


def test_without_ground_the_corners_are_clear(server: Any) -> None:
    image = Image.open(io.BytesIO(server.get(f"/picture/{GRID}.png?ground=clear").data))
    corner = image.convert("RGBA").getpixel((2, image.size[1] - 3))
    assert isinstance(corner, tuple) and corner[3] == 0


def said_by(svg: str) -> str:
    from xml.etree import ElementTree as ET

    texts = [one for one in ET.fromstring(svg).iter() if one.tag.endswith("text")]
    return " ".join("".join(one.itertext()) for one in texts)


@pytest.mark.parametrize("chart", EVERY)
def test_the_evidence_travels_with_every_drawing(server: Any, release: Any, chart: str) -> None:
    view = view_of(release, GRID)
    words = said_by(server.get(f"/picture/{GRID}.svg?chart={chart}").get_data(as_text=True))
    for part in (view.sentence, view.caption, view.release, "Comparability", "Credibility"):
        assert part in words or all(word in words for word in part.split()), part
    assert "n = 2,400" in words and "95\u00a0% intervals" in words
    for source in view.sources:
        assert source.licence in words
    assert root().partition("//")[2] + view.address in words
    assert ("legal status" in words) == chart.startswith("map-")


@pytest.mark.parametrize("language", ["", "/ne"])
def test_a_picture_for_posts_says_all_of_it_too(release: Any, language: str) -> None:
    view = view_of(release, f"{language}/{GRID}".lstrip("/"))
    with speaking(view.selection.language):
        evidence = drawn.evidence_of(view, chart="main", coded=False)
        sheet = landscape(drawn.sheet_of(view, chart="main", wide=False), evidence, ratio=40 / 21)
    assert sheet.width / sheet.height == pytest.approx(1200 / 630)
    words = " ".join(one.get_text() for one in sheet.figure.findobj(Text)).split()
    for part in (*evidence.notes, *evidence.judged, evidence.sentence, evidence.address):
        assert set(part.split()) <= set(words), part
    for text in sheet.figure.findobj(Text):
        box = text.get_window_extent()
        assert box.x0 >= 0 and box.x1 <= sheet.figure.bbox.width, text.get_text()
        assert box.y0 >= 0 and box.y1 <= sheet.figure.bbox.height, text.get_text()


def test_the_filters_in_force_are_said(server: Any) -> None:
    words = said_by(server.get(f"/picture/{GRID}.svg?urbanisation=rural").get_data(as_text=True))
    assert "Shown:" in words and "countryside" in words


def test_a_pdf_carries_its_fonts_and_its_words(server: Any, release: Any) -> None:
    file = PdfReader(io.BytesIO(server.get(f"/picture/{GRID}.pdf").data))
    page = file.pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    descendants = [one["/DescendantFonts"][0].get_object() for one in fonts]
    assert fonts
    assert all("/FontFile2" in one["/FontDescriptor"] for one in descendants)
    words = page.extract_text()
    assert "54.3" in words and "50.4" in words and "Afrobarometer" in words
    assert file.metadata is not None
    assert file.metadata.title == view_of(release, GRID).title


def test_devanagari_is_joined_not_spelled(release: Any) -> None:
    """क + ् + ष is one sign, narrower than its letters side by side."""
    from layouts.figures.canvas import Sheet

    def ink(words: str) -> int:
        sheet = Sheet(width=200, height=40)
        sheet.text(words, x=10, y=28, token="ink", size=20)
        columns = sheet.pixels()[:, :, 3].any(axis=0).nonzero()[0]
        return int(columns[-1] - columns[0])

    assert ink("क्ष") < ink("क") + ink("ष") - 4


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("kenya.gif", "png"),
        ("kenya.png?size=huge", "narrow"),
        ("kenya.png?scale=9", "2"),
        ("kenya.png?ground=pink", "clear"),
        ("kenya.pdf?size=square", "wide"),
        ("kenya.png?chart=map-gap", "main"),
        ("kenya.png?release=none", "release"),
        (f"{GRID}.png?area=KE-99", "area"),
        ("methods.png", "chart"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_can(
    server: Any, address: str, said: str
) -> None:
    answered = server.get(f"/picture/{address}")
    assert answered.status_code in (400, 404), address
    assert said in answered.get_data(as_text=True)


def test_a_full_queue_sends_readers_away_at_once(warehouse: Any) -> None:
    easel = pictures.Easel(most=1)
    flask = Flask("busy")
    pictures.register(flask, store=Store(folder=warehouse), shelf=Shelf(), easel=easel)
    pages.register_errors(flask)
    entered, leave = threading.Event(), threading.Event()

    def long() -> bytes:
        entered.set()
        leave.wait(20)
        return b""

    other = threading.Thread(target=easel.draw, args=(long,))
    other.start()
    assert entered.wait(20)
    refused = flask.test_client().get("/picture/kenya.png")
    leave.set()
    other.join()
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "2"
    assert refused.headers["Cache-Control"] == "no-store"
    assert flask.test_client().get("/picture/kenya.png").status_code == 200


def test_a_place_is_free_again_after_a_failure() -> None:
    easel = pictures.Easel(most=1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            easel.draw(lambda: bytes(1 // 0))


def test_the_short_address_of_a_pair_leads_to_its_page(client: Any, release: Any) -> None:
    for name in release.known.pairs:
        for prefix in ("", "/sw"):
            answered = client.get(f"{prefix}/p/{name}")
            assert answered.status_code == 302
            where = answered.headers["Location"]
            assert where.startswith(f"{prefix}/") and where.endswith(f"pair={name}")
    assert client.get("/p/none").status_code == 404
