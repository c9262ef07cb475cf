"""The picture that a shared link shows: 1200 × 630 pixels, words large enough for a small card.

Left the sentence; right the chart in its narrow form, or how many pairs allow which word; below
the sources, the release and the address. Nothing is left to a browser: Matplotlib shapes
Devanagari itself.
"""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from layouts.figures.canvas import Sheet
from layouts.figures.chart import TimeChart
from layouts.figures.measure import shortened, width, wrap
from layouts.figures.palette import few_colours
from layouts.figures.paper import sheet_of
from layouts.theme import AGREEMENT_TOKENS

WIDTH, HEIGHT = 1200, 630
MARGIN = 56
TOP, FOOT = 132, 528  # where the sentence and the chart begin, and where they end
GUTTER = 48
SIZES = (44.0, 40.0, 36.0, 32.0, 28.0, 25.0, 22.0)
LEADING = 1.32
COLOURS = 128  # a drawing of few colours: a palette halves the file
SMALL = 19.0
CROP = 16.0  # air below a chart's years


@dataclass(frozen=True, kw_only=True)
class SocialCard:
    """What the picture says, in the language of its page.

    ``place`` is where in the site the page is; ``colour`` the goal's, or blank; ``counts`` are
    (number, words, key): how many pairs are in a state, shown where there is no chart; ``judged``
    are short judgements under the sentence; ``address`` is the permanent one.
    """

    brand: str
    place: str
    sentence: str
    sources: str
    release: str
    address: str
    colour: str = ""
    chart: TimeChart | None = None
    counts: tuple[tuple[str, str, str], ...] = ()
    judged: tuple[str, ...] = ()


def social_picture(card: SocialCard, *, scale: int = 1) -> bytes:
    """Return the picture as a PNG file, ``scale`` times as many pixels across."""
    with closing(Sheet(width=WIDTH, height=HEIGHT)) as sheet:
        sheet.boxes([(0, 0, WIDTH, HEIGHT)])
        _head(sheet, card)
        chart = card.chart
        right = _chart(sheet, chart, times=scale) if chart else _counts(sheet, card.counts)
        _sentence(sheet, card, within=right - MARGIN - (GUTTER if right < WIDTH - MARGIN else 0))
        _foot(sheet, card)
        return _png(sheet.pixels(scale=scale))


def _png(pixels: NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(pixels[:, :, :3]))
    few_colours(image, most=COLOURS).save(out, format="png", compress_level=7)
    return out.getvalue()


def _head(sheet: Sheet, card: SocialCard) -> None:
    sheet.boxes([(0, 0, WIDTH, 10)], colour=card.colour or sheet.colour("citizen"))
    sheet.text(card.brand, x=MARGIN, y=62, token="ink", size=24, bold=True)
    x = float(MARGIN)
    if card.colour:
        sheet.boxes([(MARGIN, 81, MARGIN + 18, 99)], colour=card.colour)
        x += 28
    place = shortened(card.place, size=20, within=WIDTH - MARGIN - x)
    sheet.text(place, x=x, y=97, token="mute", size=20)


def _chart(sheet: Sheet, chart: TimeChart, *, times: int) -> float:
    """Draw the chart at the right, as large as it fits; return where it begins."""
    apart = len(chart.panels) == 2
    # What to be careful about stands in words beside the sentence; the notes are too small here.
    verdict = "overlay" if chart.verdict == "overlay with caution" else chart.verdict
    bare = replace(chart, verdict=verdict, notes=())
    with closing(sheet_of(bare, wide=apart)) as drawn:
        room = (700.0 if apart else 540.0, FOOT - TOP + 10.0)
        scale = min(room[0] / drawn.width, room[1] / (drawn.height - CROP))
        left = round(WIDTH - MARGIN - drawn.width * scale)
        spare = room[1] - (drawn.height - CROP) * scale
        top = round(TOP - 14 + spare / 2)
        sheet.lay(drawn.pixels(scale=scale * times), left=left, top=top, scale=times)
    return left


def _counts(sheet: Sheet, counts: tuple[tuple[str, str, str], ...]) -> float:
    """Write large numbers with their words, one below the other; return where they begin."""
    if not counts:
        return WIDTH - MARGIN
    numbers = max(width(number, size=60, bold=True) for number, _, _ in counts)
    words = max(width(said, size=26) for _, said, _ in counts)
    left = WIDTH - MARGIN - min(numbers + 20 + words, 470.0)
    for n, (number, said, key) in enumerate(counts):
        y = TOP + 58 + 92 * n
        token = AGREEMENT_TOKENS.get(key, "mute")
        sheet.text(number, x=left + numbers, y=y, token=token, size=60, bold=True, align="end")
        sheet.text(said, x=left + numbers + 20, y=y - 4, token=token, size=26)
    return left


def _sentence(sheet: Sheet, card: SocialCard, *, within: float) -> None:
    judged = [line for text in card.judged for line in wrap(text, size=SMALL, within=within)]
    room = FOOT - TOP - 10 - 27 * len(judged)
    for size in SIZES:
        lines = wrap(card.sentence, size=size, within=within, bold=True)
        if len(lines) * size * LEADING <= room:
            break
    kept = lines[: max(1, int(room / (size * LEADING)))]
    if len(kept) < len(lines):
        kept = (*kept[:-1], f"{kept[-1]} …")
    y = TOP + size
    for line in kept:
        sheet.text(line, x=MARGIN, y=y, token="ink", size=size, bold=True)
        y += size * LEADING
    for line in judged:
        y += 27
        sheet.text(line, x=MARGIN, y=y - size * 0.6, token="mute", size=SMALL)


def _foot(sheet: Sheet, card: SocialCard) -> None:
    within = WIDTH - 2 * MARGIN
    rule = FOOT + 22.5
    sheet.lines([[(MARGIN, rule), (WIDTH - MARGIN, rule)]], token="line", width=1)
    y = rule + 30.0
    if card.sources:
        sources = shortened(card.sources, size=17, within=within)
        sheet.text(sources, x=MARGIN, y=y, token="mute", size=17)
        y += 28
    last = " · ".join(text for text in (card.address, card.release) if text)
    sheet.text(last, x=MARGIN, y=y, token="ink", size=17)
