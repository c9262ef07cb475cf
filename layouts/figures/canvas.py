"""A sheet in CSS pixels on which Matplotlib writes marks and words, as SVG, PNG or PDF.

Matplotlib's own axes are not used: the layout is worked out once (``layout.py``), and both the
page's drawing and a picture need it to the pixel. Shapes of one kind become one path, so that a
drawing of 47 areas stays below 12 kB.

Settings are the process's: text in an SVG stays text, ids do not change from run to run, and the
fonts are the two of the pages (``layouts.webfonts``), whatever else the machine has.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

import fontpkg
import matplotlib
import numpy as np
from matplotlib.backend_bases import FigureCanvasBase, RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from layouts.figures.measure import DEVANAGARI
from layouts.theme import LIGHT, THEME, Scheme
from layouts.webfonts import picture_fonts

matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "drawing", "pdf.fonttype": 42})
# Letters as they are designed: fitting each to the grid of pixels takes a sixth of the time of a
# picture, and shifts words against the widths that the layout knows.
matplotlib.rcParams["text.hinting"] = "none"
UNHINTED = LoadFlags.NO_HINTING
FAMILIES = [THEME.family, DEVANAGARI, "DejaVu Sans"]
"""The first that has a letter draws it; the last comes with Matplotlib and has the signs."""
# Matplotlib shares fonts between its figures and is not made for several threads at once.
_DRAWING = threading.Lock()

DPI = 72  # one point is one CSS pixel
Pixel = tuple[float, float]
ALIGNED: dict[str, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}
SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}  # of a line, left of its place
SUBPIXELS = 64  # in a pixel, the unit in which FreeType measures


def _use_fonts() -> None:
    """Let Matplotlib know the cut fonts of both weights, in place of the machine's own.

    Before the static files are built there is the whole font, whose weights only browsers vary.
    """
    own = [one for one in fontManager.ttflist if one.name not in FAMILIES[:2]]
    fontManager.ttflist[:] = own
    for path in picture_fonts() or [fontpkg.path(family) for family in FAMILIES[:2]]:
        fontManager.addfont(path)


_use_fonts()


@lru_cache
def _files(weight: str | int) -> list[str]:
    """Return the fonts of a weight; the first that has a letter draws it."""
    return [findfont(FontProperties(family=family, weight=weight)) for family in FAMILIES]


def _codes(count: int, *, closed: bool) -> list[int]:
    """Return Matplotlib's pen movements for one stroke of ``count`` points."""
    movements = [int(Path.MOVETO), *[int(Path.LINETO)] * (count - 1)]
    return [*movements[:-1], int(Path.CLOSEPOLY)] if closed else movements


class Words(Text):
    """One line of text on its baseline, written whole where Matplotlib writes letter by letter.

    Matplotlib also lays every text out as a paragraph first, which takes as long as writing it.
    """

    def draw(self, renderer: RendererBase) -> None:
        """Write the line: in pixels as one image, and as words into an SVG or a PDF."""
        if isinstance(renderer, RendererAgg):
            self._paint(renderer)
        elif self.get_horizontalalignment() == "left":
            self._write(renderer)
        else:  # the place of the words depends on their length, which Matplotlib measures
            super().draw(renderer)

    def _paint(self, renderer: RendererAgg) -> None:
        """Place the line on whole pixels: less than a quarter of a CSS pixel away on print."""
        font = get_font(_files(self.get_fontweight()))
        font.clear()
        font.set_size(float(self.get_fontsize()), renderer.dpi)
        font.set_text(self.get_text(), flags=UNHINTED)
        font.draw_glyphs_to_bitmap()
        cover = font.get_image()
        image = np.empty((*cover.shape, 4), np.uint8)
        image[..., :3] = np.round(255 * np.array(to_rgb(self.get_color())))
        image[..., 3] = cover[::-1]  # a renderer reads images from below
        x, y = self.get_transform().transform(self.get_unitless_position())
        share = SHARES[self.get_horizontalalignment()]
        left = x + (font.get_bitmap_offset()[0] - share * font.get_width_height()[0]) / SUBPIXELS
        below = y - font.get_descent() / SUBPIXELS - 1  # FreeType leaves a row free on each side
        renderer.draw_image(renderer.new_gc(), round(left), round(below), image)

    def _write(self, renderer: RendererBase) -> None:
        x, y = self.get_transform().transform(self.get_unitless_position())
        renderer.open_group("text", self.get_gid())
        graphics = renderer.new_gc()
        graphics.set_foreground(self.get_color())
        below = renderer.get_canvas_width_height()[1] - y if renderer.flipy() else y
        renderer.draw_text(
            graphics, x, below, self.get_text(), self.get_fontproperties(), 0, mtext=self
        )
        graphics.restore()
        renderer.close_group("text")


class Sheet:
    """One drawing. Places are CSS pixels from the top left, downwards; colours are tokens."""

    def __init__(self, *, width: float, height: float, scheme: Scheme = LIGHT) -> None:
        self.width, self.height, self.scheme = width, height, scheme
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, frameon=False)
        self.answers: list[tuple[str, str, tuple[float, float, float, float]]] = []
        FigureCanvasAgg(self.figure)
        self._place = (
            Affine2D().scale(1 / DPI, -1 / DPI).translate(0, height / DPI)
            + self.figure.dpi_scale_trans
        )

    def colour(self, token: str) -> str:
        """Return a token's colour in this sheet's scheme."""
        return str(getattr(self.scheme, token))

    def lines(
        self, strokes: Iterable[Sequence[Pixel]], *, token: str, width: float, opacity: float = 1
    ) -> None:
        """Draw open strokes, each a row of pixels, as one path."""
        points: list[Pixel] = []
        codes: list[int] = []
        for stroke in strokes:
            points += list(stroke)
            codes += _codes(len(stroke), closed=False)
        if not points:
            return
        self.figure.add_artist(
            PathPatch(
                Path(points, codes),
                transform=self._place,
                fill=False,
                edgecolor=self.colour(token),
                linewidth=width,
                alpha=opacity if opacity < 1 else None,
                joinstyle="round",
                capstyle="butt",
            )
        )

    def boxes(
        self, rectangles: Iterable[tuple[float, float, float, float]], *, colour: str = ""
    ) -> None:
        """Fill rectangles (left, top, right, bottom) with the page's colour, as one path.

        ``colour`` is one that is not the theme's: a goal's.
        """
        points: list[Pixel] = []
        codes: list[int] = []
        for left, top, right, bottom in rectangles:
            points += [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
            codes += _codes(5, closed=True)
        if points:
            path = PathPatch(Path(points, codes), transform=self._place, linewidth=0)
            path.set_facecolor(colour or self.colour("page"))
            self.figure.add_artist(path)

    def shape(
        self, path: Path, *, colour: str, edge: str, hatch: str = "", stroke: str = ""
    ) -> None:
        """Fill a path with a colour; ``hatch`` is Matplotlib's pattern, drawn in ``stroke``."""
        patch = PathPatch(path, transform=self._place, facecolor=colour, linewidth=0)
        self.figure.add_artist(patch)
        if hatch:
            patch.set(hatch=hatch, hatchcolor=stroke, hatch_linewidth=0.6)
        outline = PathPatch(
            path, transform=self._place, fill=False, edgecolor=edge, linewidth=0.6,
            joinstyle="round",
        )  # fmt: skip
        self.figure.add_artist(outline)

    def marks(
        self, places: Iterable[Pixel], *, shape: str, token: str, fill: str, size: float
    ) -> None:
        """Draw one kind of marker: "D" diamond, "o" circle, "s" square; ``fill`` is a token."""
        found = list(places)
        if not found:
            return
        solid = shape != "o"
        self.figure.add_artist(
            Line2D(
                [x for x, _ in found],
                [y for _, y in found],
                transform=self._place,
                linestyle="none",
                marker=shape,
                markersize=size,
                markerfacecolor=self.colour(fill),
                markeredgecolor=self.colour("page" if solid else token),
                markeredgewidth=0.8 if solid else 2.0,
            )
        )

    def text(
        self,
        words: str,
        *,
        x: float,
        y: float,
        token: str,
        size: float,
        align: str = "start",
        bold: bool = False,
    ) -> None:
        """Write one line; ``y`` is its baseline."""
        self.figure.add_artist(
            Words(
                x,
                y,
                words,
                transform=self._place,
                color=self.colour(token),
                fontproperties=FontProperties(
                    family=FAMILIES, size=size, weight="bold" if bold else "normal"
                ),
                horizontalalignment=ALIGNED[align],
                verticalalignment="baseline",
                parse_math=False,
            )
        )

    def answer(
        self, area: str, words: str, *, top: float, bottom: float, left: float = 0.0
    ) -> None:
        """Let a row of an SVG say ``words`` when pointed at, and be found by its area's code."""
        self.answers.append((area, words, (left, top, self.width, bottom)))

    def place(self, other: Sheet, *, left: float, top: float) -> None:
        """Move everything that another sheet holds onto this one, as large as it is there."""
        moved = Affine2D().translate(left, top) + self._place
        for artist in other.figure.get_children():
            if artist is other.figure.patch:
                continue
            artist.remove()
            artist.set_transform(moved)
            self.figure.add_artist(artist)

    def save(self, kind: str, *, scale: float = 1, about: Mapping[str, str] | None = None) -> bytes:
        """Return the file's bytes: "svg", "png" or "pdf"; ``about`` is written into it."""
        out = io.BytesIO()
        dates = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
        said = {**dates.get(kind, {}), **(about or {})}
        with _DRAWING:
            self.figure.savefig(out, format=kind, dpi=DPI * scale, metadata=said or None)
        return out.getvalue()

    def pixels(self, *, scale: float = 1) -> NDArray[np.uint8]:
        """Return the drawing as red, green, blue and opacity: rows by columns by four."""
        with _DRAWING:
            self.figure.set_dpi(DPI * scale)
            canvas = FigureCanvasAgg(self.figure)
            canvas.draw()
            self.figure.set_dpi(DPI)
        return np.asarray(canvas.buffer_rgba())

    def close(self) -> None:
        """Let go of all that was drawn, when nothing more is asked of the sheet.

        A figure and what is on it hold each other, and each word the pixels it was drawn in: a
        hundred pictures would hold gigabytes until the collector comes. ``figure.clear`` alone
        starts new lists: the old ones stay alive through the artists that know how to leave them.
        """
        for artist in self.figure.get_children():
            if artist is not self.figure.patch:
                artist.remove()
        self.figure.clear()
        FigureCanvasBase(self.figure)

    def lay(self, image: NDArray[np.uint8], *, left: int, top: int, scale: int = 1) -> None:
        """Put another drawing's pixels on a sheet that is saved at the same ``scale``."""
        below = round(self.height) * scale - top * scale - image.shape[0]
        self.figure.figimage(image, xo=left * scale, yo=below, zorder=1)
