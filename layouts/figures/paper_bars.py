"""Rows of pairs, counted by what may be said of them: one stacked bar a row."""

from __future__ import annotations

from layouts.figures.canvas import Sheet
from layouts.figures.chart import BarChart, BarRow
from layouts.figures.layout import NARROW, WIDE
from layouts.figures.measure import width
from layouts.theme import AGREEMENT_TOKENS, THEME, Scheme

ROW, BAR = 28.0, 14.0
# Not a word of agreement: pale, so that the words stand out.
PALE = "axis"


def bar_sheet(chart: BarChart, *, wide: bool, scheme: Scheme) -> Sheet:
    """Draw a row a name: a bar as long as its number of pairs, the numbers after it."""
    total = WIDE if wide else NARROW
    size = THEME.small
    states = [name for name in chart.states if any(row.count(name) for row in chart.rows)]
    key_lines = 1 if wide else len(states)
    top = 14 + 18 * key_lines
    sheet = Sheet(width=total, height=top + ROW * len(chart.rows) + 4, scheme=scheme)
    _key(sheet, states, wide=wide)
    left = max(width(row.name, size=size) for row in chart.rows) + 12
    longest = max(row.total for row in chart.rows) or 1
    room = max(width(_numbers(row, states), size=size) for row in chart.rows) + 10
    scale = (total - left - room) / longest
    for n, row in enumerate(chart.rows):
        middle = top + ROW * (n + 0.5)
        sheet.text(row.name, x=left - 12, y=middle + 4, token="ink", size=size, align="end")
        x = left
        for name in states:
            if row.count(name):
                end = x + row.count(name) * scale
                stroke = ((x, middle), (end, middle))
                sheet.lines([stroke], token=_token(name), width=BAR)
                x = end
        sheet.text(_numbers(row, states), x=x + 8, y=middle + 4, token="mute", size=size)
    return sheet


def _key(sheet: Sheet, states: list[str], *, wide: bool) -> None:
    x, y = 0.0, 14.0
    for name in states:
        sheet.lines([((x, y - 4), (x + 14, y - 4))], token=_token(name), width=10)
        sheet.text(name, x=x + 20, y=y, token="ink", size=THEME.small)
        if wide:
            x += width(name, size=THEME.small) + 44
        else:
            y += 18


def _token(state: str) -> str:
    token = AGREEMENT_TOKENS.get(state, "mute")
    return PALE if token == "mute" else token


def _numbers(row: BarRow, states: list[str]) -> str:
    said = [str(row.count(name)) for name in states if row.count(name)]
    return " + ".join(said) if said else "none"
