"""The site's mark as pictures for home screens, drawn at build from the theme's colours.

A diamond for citizens, a ring for officials, as in every chart. ``assets/favicon.svg`` is the text
of ``svg()``, tested; the PNG files are for devices that want pixels.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw

from layouts.theme import THEME

SIDE = 32  # units of the drawing
DIAMOND = ((11, 4), (18, 11), (11, 18), (4, 11))
CENTRE, RADIUS, STROKE = (21, 21), 6, 4
SMOOTH = 4  # drawn so many times larger, then made smaller: smooth edges


@dataclass(frozen=True, kw_only=True)
class Icon:
    """``pixels`` is its side; ``margin`` the share of it left free at each edge, on a ground.

    Devices cut a "maskable" icon to a circle or a drop: the inner 80 % always stays.
    """

    name: str
    pixels: int
    margin: float = 0.0
    purpose: str = "any"


ICONS = (
    Icon(name="icons/icon-192.png", pixels=192),
    Icon(name="icons/icon-512.png", pixels=512),
    Icon(name="icons/masked-512.png", pixels=512, margin=0.1, purpose="maskable"),
)
TOUCH = Icon(name="icons/touch-180.png", pixels=180, margin=0.1)
"""The one that iOS asks for: it rounds the corners itself, and paints what is open black."""


def svg() -> str:
    """Return the mark as SVG."""
    light = THEME.light
    corners = "L".join(f"{x} {y}" for x, y in DIAMOND)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        f'<path fill="{light.citizen}" d="M{corners}z"/>'
        f'<circle cx="{CENTRE[0]}" cy="{CENTRE[1]}" r="{RADIUS}" fill="{light.page}" '
        f'stroke="{light.official}" stroke-width="{STROKE}"/></svg>\n'
    )


def png(icon: Icon) -> bytes:
    """Return the mark as a PNG file."""
    side = icon.pixels * SMOOTH
    light = THEME.light
    ground = light.page if icon.margin else "#FFFFFF00"
    image = Image.new("RGBA", (side, side), ground)
    pen = ImageDraw.Draw(image)
    scale = side * (1 - 2 * icon.margin) / SIDE
    shift = side * icon.margin

    def at(*point: float) -> tuple[float, ...]:
        return tuple(shift + scale * value for value in point)

    pen.polygon([at(*point) for point in DIAMOND], fill=light.citizen)  # type: ignore[misc]
    (x, y), half = CENTRE, STROKE / 2
    for radius, colour in ((RADIUS + half, light.official), (RADIUS - half, light.page)):
        box = at(x - radius, y - radius, x + radius, y + radius)
        pen.ellipse(box, fill=colour)  # type: ignore[arg-type]
    small = image.resize((icon.pixels, icon.pixels), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def icons() -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every icon."""
    for icon in (*ICONS, TOUCH):
        yield icon.name, png(icon)
