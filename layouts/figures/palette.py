"""A drawing of few colours as a small PNG: a palette halves the file."""

from __future__ import annotations

from typing import Any

from PIL import Image


def few_colours(image: Image.Image, *, most: int) -> Image.Image:
    """Return an RGB image with a palette of at most ``most`` colours.

    The ground, which is the colour of the lower right corner, stays exactly what it is: averaged
    with the edges of letters it would be a grey of its own beside the white of a page.
    """
    corner = (image.width - 1, image.height - 1)
    ground: Any = image.getpixel(corner)
    found = image.quantize(most, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = found.getpalette() or []
    index: Any = found.getpixel(corner)
    palette[3 * index : 3 * index + 3] = ground
    found.putpalette(palette)
    return found
