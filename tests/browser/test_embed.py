"""An embed in a page of somebody else's: another origin, our real headers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from tests.browser.test_accessibility import ASK, RULES

pytestmark = pytest.mark.browser

GRID = "/kenya/goal-7/7.1.1"
HOST = """<!doctype html><html lang="en"><title>Somebody else</title><h1>Their page</h1>
<script async src="{site}/embed.js"></script>
<iframe id="ours" src="{site}/embed{path}" width="{width}" height="100"></iframe>
<iframe id="page" src="{site}{path}" width="300" height="100"></iframe></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another origin: a folder served on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", tmp_path
    server.shutdown()


@pytest.mark.parametrize("width", [320, 800])
def test_an_embed_shows_itself_whole_in_another_page(
    chromium: Any, site: str, elsewhere: tuple[str, Path], width: int
) -> None:
    place, folder = elsewhere
    text = HOST.format(site=site, path=GRID, width=width)
    (folder / "index.html").write_text(text, encoding="utf-8")
    page = chromium.new_page()
    page.goto(place + "/index.html")
    frame = page.frame_locator("#ours")
    frame.locator("svg:visible").first.wait_for()
    page.wait_for_function("document.querySelector('#ours').getBoundingClientRect().height > 150")
    inner = next(one for one in page.frames if "/embed/" in one.url)
    assert inner.evaluate("document.documentElement.scrollHeight <= window.innerHeight + 1")
    assert inner.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert frame.locator("svg:visible").count() == 1
    refused = [one for one in page.frames if one.url.startswith("chrome-error")]
    assert refused, "a page that is no embed must not be framed"
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_axe_finds_nothing_in_an_embed(chromium: Any, site: str, theme: str) -> None:
    context = chromium.new_context()
    context.add_init_script(path=AXE_FILE_PATH)
    page = context.new_page()
    page.goto(f"{site}/embed/ne{GRID}?theme={theme}", wait_until="load")
    assert page.evaluate(ASK, RULES) == []
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chart_answers_when_it_is_asked_to(
    chromium: Any, site: str, elsewhere: tuple[str, Path], theme: str
) -> None:
    place, folder = elsewhere
    text = HOST.format(site=site, path=f"{GRID}?theme={theme}", width=800)
    (folder / "index.html").write_text(text, encoding="utf-8")
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(place + "/index.html")
    frame = page.frame_locator("#ours")
    frame.get_by_role("button", name="Interactive chart").wait_for()
    assert not any("plotly" in url for url in asked), "nobody asked for it yet"
    frame.get_by_role("button", name="Interactive chart").click()
    frame.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=20_000)
    assert frame.locator("figure > .wide").is_hidden()
    assert frame.get_by_role("button", name="Interactive chart").count() == 0
    assert all(url.startswith((site, place)) for url in asked)
    page.close()


def test_where_the_chart_cannot_come_the_drawing_stays(chromium: Any, site: str) -> None:
    page = chromium.new_page()
    page.route("**/figure/**", lambda route: route.abort())
    page.goto(f"{site}/embed{GRID}")
    button = page.get_by_role("button", name="Interactive chart")
    button.click()
    page.wait_for_function("!document.querySelector('[data-figure]').disabled")
    assert page.locator("figure svg:visible").count() == 1
    page.close()
