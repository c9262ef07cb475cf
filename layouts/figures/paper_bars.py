"""Drawings of rows: pairs by what may be said of them, and the years that each side measured."""

from __future__ import annotations

from layouts.figures.canvas import Sheet
from layouts.figures.chart import BarChart, BarRow, SpanChart
from layouts.figures.layout import NARROW, WIDE
from layouts.figures.measure import width
from layouts.language import _, digits, mark, words
from layouts.numbers import plain
from layouts.theme import AGREEMENT_TOKENS, THEME, Scheme

ROW, BAR = 28.0, 14.0
# Not a word of agreement: pale, so that the words stand out.
PALE = "axis"
STATES = (mark("differs"), mark("consistent"), mark("cannot tell"), mark("not compared"))
"""The usual states of a key; they are said in the language of the page."""


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
        said = words(name)
        sheet.text(said, x=x + 20, y=y, token="ink", size=THEME.small)
        if wide:
            x += width(said, size=THEME.small) + 44
        else:
            y += 18


def _token(state: str) -> str:
    token = AGREEMENT_TOKENS.get(state, "mute")
    return PALE if token == "mute" else token


def _numbers(row: BarRow, states: list[str]) -> str:
    said = [plain(row.count(name), 0) for name in states if row.count(name)]
    return " + ".join(said) if said else _("none")


SPAN_ROW, SIDES = 24.0, (("citizen", mark("Citizens")), ("official", mark("Official")))
DECADE = 10


def span_sheet(chart: SpanChart, *, wide: bool, scheme: Scheme) -> Sheet:
    """Draw a row a measure: a line for each side over its years, the citizens' above."""
    total, size = WIDE if wide else NARROW, THEME.small
    top = 44.0
    bottom = top + SPAN_ROW * len(chart.rows)
    sheet = Sheet(width=total, height=bottom + 6, scheme=scheme)
    left = max(width(row.name, size=size) for row in chart.rows) + 14
    years = [year for row in chart.rows for _, *span in row.spans for year in span]
    low, high = min(years), max(years) + 1
    scale = (total - left - 8) / (high - low)

    def x(year: float) -> float:
        return left + (year - low) * scale

    place = 0.0
    for side, name in SIDES:
        said = _(name)
        token = "citizen_text" if side == "citizen" else side
        sheet.lines([((place, 10), (place + 14, 10))], token=side, width=5)
        sheet.text(said, x=place + 20, y=14, token=token, size=size, bold=True)
        place += width(said, size=size, bold=True) + 48
    ticks = [year for year in range(low, high + 1) if year % DECADE == 0] or [low]
    sheet.lines([((x(year), top - 6), (x(year), bottom)) for year in ticks], token="line", width=1)
    for year in ticks:
        sheet.text(digits(year), x=x(year), y=top - 10, token="mute", size=size, align="middle")
    for n, row in enumerate(chart.rows):
        middle = top + SPAN_ROW * (n + 0.5)
        sheet.text(row.name, x=left - 12, y=middle + 4, token="ink", size=size, align="end")
        for side, first, last in row.spans:
            y = middle - 4 if side == "citizen" else middle + 4
            sheet.lines([((x(first), y), (x(last + 1), y))], token=side, width=5)
    return sheet
