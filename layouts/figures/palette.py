"""A drawing of few colours as a small PNG: a palette halves the file."""

from __future__ import annotations

from typing import Any

from PIL import Image

LARGE = 2_000_000
"""Pixels from which every second one in each direction tells the colours: no line or letter of a
drawing at 300 dots an inch is thinner, and it takes half the time."""


def few_colours(image: Image.Image, *, most: int) -> Image.Image:
    """Return an image (RGB, or RGBA with its opacities) with a palette of at most ``most`` colours.

    The ground, which is the colour of the lower right corner, stays exactly what it is: averaged
    with the edges of letters it would be a grey of its own beside the white of a page.
    """
    if image.mode == "RGBA" or image.width * image.height < LARGE:
        return _reduced(image, most=most)
    sample = image.resize((image.width // 2, image.height // 2), Image.Resampling.NEAREST)
    return image.quantize(palette=_reduced(sample, most=most), dither=Image.Dither.NONE)


def _reduced(image: Image.Image, *, most: int) -> Image.Image:
    corner = (image.width - 1, image.height - 1)
    ground: Any = image.getpixel(corner)
    found = image.quantize(most, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = found.getpalette(image.mode) or []
    index: Any = found.getpixel(corner)
    channels = len(ground)
    palette[channels * index : channels * index + channels] = ground
    found.putpalette(palette, image.mode)
    return found
