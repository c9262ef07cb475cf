"""A drawing as a picture to carry away: with the sentence above it and its evidence below.

Nothing in it is worded here: an ``Evidence`` says what the page says. The drawing keeps its size
and stays vectors and words; what stands around it grows with the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import segno

from layouts.figures.canvas import Sheet
from layouts.figures.measure import shortened, width, wrap
from layouts.theme import LIGHT, Scheme

HEAD = 6.0  # the band of the goal's colour
SMALL, LEADING = 11.0, 16.0
CODE = 78.0  # edge of the code that leads to the page
TITLE = {True: 20.0, False: 17.0}


LEAST_COLUMN = 300.0  # of words beside a drawing


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a picture says beside its drawing, in the language of its page.

    ``judged`` are short judgements, ``notes`` whole sentences (sources, sample sizes, the meaning
    of intervals, filters, licences), ``address`` is the short permanent one, ``link`` the whole
    one for the code of a printed picture ("": no code), ``colour`` the goal's, or blank.
    """

    brand: str
    place: str
    sentence: str
    judged: tuple[str, ...]
    notes: tuple[str, ...]
    address: str
    link: str = ""
    colour: str = ""


def composed(
    drawn: Sheet,
    evidence: Evidence,
    *,
    wide: bool,
    scheme: Scheme = LIGHT,
    clear: bool = False,
    across: float = 0.0,
    down: float = 0.0,
) -> Sheet:
    """Return a sheet that holds a drawing with its evidence; ``drawn`` is empty afterwards.

    ``across`` and ``down`` (CSS pixels) are the least the sheet measures; ``clear`` leaves its
    ground out.
    """
    margin = 30.0 if wide else 20.0
    breadth = max(across, drawn.width + 2 * margin)
    within = breadth - 2 * margin
    size = TITLE[wide]
    title = wrap(evidence.sentence, size=size, within=within, bold=True)
    judged = _rows(evidence.judged, size=SMALL + 1, within=within)
    beside = within - (CODE + 16 if evidence.link else 0)
    notes = [line for text in evidence.notes for line in wrap(text, size=SMALL, within=beside)]
    above = 52 + len(title) * size * 1.3 + len(judged) * 18 + 12
    below = 20 + max(len(notes) * LEADING + 22, CODE + 8 if evidence.link else 0) + 14
    height = above + drawn.height + below
    spare = max(0.0, down - height)
    sheet = Sheet(width=breadth, height=height + spare, scheme=scheme)
    if not clear:
        sheet.boxes([(0, 0, breadth, height + spare)])
    _head(sheet, evidence, margin=margin, title=title, judged=judged, size=size)
    sheet.place(drawn, left=round((breadth - drawn.width) / 2), top=round(above + spare / 2))
    _foot(sheet, evidence, margin=margin, notes=notes, top=sheet.height - below)
    return sheet


def squared(
    drawn: Sheet, evidence: Evidence, *, wide: bool, scheme: Scheme = LIGHT, clear: bool = False
) -> Sheet:
    """Return the picture as a square that holds everything, whatever edge it needs."""
    edge = drawn.width + (60 if wide else 40)
    while _height(drawn, evidence, wide=wide, across=edge) > edge:
        edge += 20
    return composed(drawn, evidence, wide=wide, scheme=scheme, clear=clear, across=edge, down=edge)


def landscape(
    drawn: Sheet, evidence: Evidence, *, ratio: float, scheme: Scheme = LIGHT, clear: bool = False
) -> Sheet:
    """Return the picture as a sheet ``ratio`` times as wide as high: all that is said at the left,
    the drawing at the right, whatever breadth that needs; ``drawn`` is empty afterwards."""
    margin, top = 24.0, 52.0
    breadth = drawn.width + LEAST_COLUMN + 3 * margin
    while True:
        within = breadth - drawn.width - 3 * margin
        title = wrap(evidence.sentence, size=TITLE[False], within=within, bold=True)
        judged = _rows(evidence.judged, size=SMALL + 1, within=within)
        notes = [line for text in evidence.notes for line in wrap(text, size=SMALL, within=within)]
        above = top + len(title) * TITLE[False] * 1.3 + len(judged) * 18 + 12
        below = 20 + len(notes) * LEADING + 36
        height = breadth / ratio
        if max(above + below, top + drawn.height + margin) <= height:
            break
        breadth += 20
    sheet = Sheet(width=breadth, height=height, scheme=scheme)
    if not clear:
        sheet.boxes([(0, 0, breadth, height)])
    _head(sheet, evidence, margin=margin, title=title, judged=judged, size=TITLE[False])
    left = breadth - margin - drawn.width
    sheet.place(drawn, left=round(left), top=round(top + (height - top - drawn.height) / 2))
    _foot(sheet, evidence, margin=margin, notes=notes, top=height - below, across=left - margin)
    return sheet


def _height(drawn: Sheet, evidence: Evidence, *, wide: bool, across: float) -> float:
    """Return how high ``composed`` is for a breadth, without drawing."""
    within = across - (60 if wide else 40)
    size = TITLE[wide]
    title = wrap(evidence.sentence, size=size, within=within, bold=True)
    judged = _rows(evidence.judged, size=SMALL + 1, within=within)
    notes = [line for text in evidence.notes for line in wrap(text, size=SMALL, within=within)]
    return (
        52 + len(title) * size * 1.3 + len(judged) * 18 + 12 + drawn.height + 56
        + len(notes) * LEADING
    )  # fmt: skip


def _rows(parts: Sequence[str], *, size: float, within: float) -> list[str]:
    """Return short texts joined by points, as many to a line as fit."""
    rows: list[str] = []
    for part in parts:
        longer = f"{rows[-1]}  ·  {part}" if rows else part
        if rows and width(longer, size=size, bold=True) <= within:
            rows[-1] = longer
        else:
            rows.append(part)
    return rows


def _head(
    sheet: Sheet,
    evidence: Evidence,
    *,
    margin: float,
    title: Sequence[str],
    judged: Sequence[str],
    size: float,
) -> None:
    band = evidence.colour or sheet.colour("citizen")
    sheet.boxes([(0, 0, sheet.width, HEAD)], colour=band)
    sheet.text(evidence.brand, x=margin, y=32, token="ink", size=13, bold=True)
    left = margin + width(evidence.brand, size=13, bold=True) + 12
    place = shortened(evidence.place, size=12, within=sheet.width - margin - left)
    sheet.text(place, x=left, y=32, token="mute", size=12)
    y = 52.0
    for line in title:
        y += size * 1.3
        sheet.text(line, x=margin, y=y - size * 0.3, token="ink", size=size, bold=True)
    for line in judged:
        y += 18
        sheet.text(line, x=margin, y=y - 2, token="mute", size=SMALL + 1, bold=True)


def _foot(
    sheet: Sheet,
    evidence: Evidence,
    *,
    margin: float,
    notes: Sequence[str],
    top: float,
    across: float = 0.0,
) -> None:
    rule, right = top + 8.5, across or sheet.width - margin
    sheet.lines([[(margin, rule), (right, rule)]], token="line", width=1)
    y = rule + 4
    for line in notes:
        y += LEADING
        sheet.text(line, x=margin, y=y, token="mute", size=SMALL)
    sheet.text(evidence.address, x=margin, y=y + 20, token="ink", size=SMALL + 1, bold=True)
    if evidence.link:
        _code(sheet, evidence.link, left=sheet.width - margin - CODE, top=rule + 8)


def _code(sheet: Sheet, link: str, *, left: float, top: float) -> None:
    """Draw the QR code of an address (ISO/IEC 18004), dark on light in every scheme."""
    rows = tuple(segno.make(link, error="m", micro=False).matrix)
    unit = CODE / (len(rows) + 4)  # a quiet border of two modules; the sheet's ground does the rest
    sheet.boxes([(left, top, left + CODE, top + CODE)], colour="#FFFFFF")
    sheet.boxes(
        [
            (left + (x + 2) * unit, top + (y + 2) * unit,
             left + (x + 3) * unit, top + (y + 3) * unit)
            for y, row in enumerate(rows)
            for x, dark in enumerate(row)
            if dark
        ],
        colour="#000000",
    )  # fmt: skip
