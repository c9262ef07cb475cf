"""How pages look: each beside a reference picture, with room for another browser's edges.

``pytest tests/browser/test_looks.py --redraw`` draws the references anew: look at every one before
you commit it. They are a third of the size, so that hairlines of another Chromium count for little.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

pytestmark = pytest.mark.browser

REFERENCES = Path(__file__).resolve().parent / "references"
HIGHEST = 1800  # pixels of a page that are compared
SMALLER = 3
COLOURS = 64
# Mean difference of a picture, in shades of 255: a text one line lower is above it.
TOLERANCE = 6.0
GRID = "/kenya/goal-7/7.1.1"
PAGES = {
    "overview": "/",
    "country": "/kenya",
    "goal": "/kenya/goal-7",
    "comparison": GRID,
    "one-side": "/argentina/goal-1/1.1.1",
    "coverage": "/coverage",
    "datasets": "/datasets",
    "dataset": "/datasets/sauti-za-wananchi",
    "methods": "/methods",
    "indicator": "/indicator/6.1.1",
    "search": "/search?q=water",
    "about": "/about",
    "problem": "/kenia",
}
SPOKEN = {
    "comparison-es": f"/es{GRID}",
    "comparison-sw": f"/sw{GRID}",
    "comparison-ne": f"/ne{GRID}",
}
VIEWS = [
    *((name, address, width, scheme) for name, address in PAGES.items()
      for width in (390, 1280) for scheme in ("light", "dark")),
    *((name, address, width, "light") for name, address in SPOKEN.items()
      for width in (390, 1280)),
]  # fmt: skip


@pytest.fixture(scope="module")
def pages(chromium: Any) -> Iterator[dict[tuple[int, str], Any]]:
    contexts = {
        (width, scheme): chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce",
            java_script_enabled=False,
        )
        for width in (390, 1280) for scheme in ("light", "dark")
    }  # fmt: skip
    yield {key: context.new_page() for key, context in contexts.items()}
    for context in contexts.values():
        context.close()


def _picture(page: Any, address: str, width: int) -> Image.Image:
    page.goto(address, wait_until="load")
    height = min(HIGHEST, page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    drawn = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))).convert("RGB")
    return drawn.resize((width // SMALLER, height // SMALLER), Image.Resampling.LANCZOS)


@pytest.mark.parametrize(("name", "address", "width", "scheme"), VIEWS)
def test_a_page_looks_as_it_did(
    pages: dict[tuple[int, str], Any], site: str, pytestconfig: pytest.Config,
    name: str, address: str, width: int, scheme: str,
) -> None:  # fmt: skip
    drawn = _picture(pages[(width, scheme)], site + address, width)
    reference = REFERENCES / f"{name}-{width}-{scheme}.png"
    if pytestconfig.getoption("--redraw"):
        reference.parent.mkdir(exist_ok=True)
        drawn.quantize(COLOURS).save(reference, optimize=True)
        pytest.skip("drawn anew: look at it")
    known = Image.open(reference).convert("RGB")
    same_height = min(drawn.height, known.height)
    assert abs(drawn.height - known.height) <= 0.1 * known.height
    area = (0, 0, drawn.width, same_height)
    difference = ImageChops.difference(drawn.crop(area), known.crop(area))
    mean = sum(ImageStat.Stat(difference).mean) / 3
    assert mean <= TOLERANCE, f"differs by {mean:.1f} of 255: look, then --redraw"
