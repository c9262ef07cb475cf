"""A page's drawings as files: which there are, in which shapes, and what is written on them.

``/picture/kenya/goal-7/7.1.1.png?chart=gap&size=square&ground=clear&release=…``: everything is
drawn from the page's View. A release in the address keeps the picture for ever.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from data.errors import SelectionError
from data.languages import with_prefix
from layouts.components.areas import BOUNDARIES, CREDITS, outlines_of
from layouts.components.parts import Link
from layouts.embedding import chart_of
from layouts.figures import paper
from layouts.figures.canvas import Sheet
from layouts.figures.map_sheet import map_sheet
from layouts.figures.palette import few_colours
from layouts.figures.picture import Evidence, composed, landscape, squared
from layouts.figures.svg import tidy
from layouts.head import FRONT, SITE, root, social_href
from layouts.language import _, current, mark, words
from layouts.social import place_of
from layouts.theme import LIGHT
from layouts.views import ComparisonView, View

KINDS = ("png", "svg", "pdf")
SHAPES = ("wide", "narrow", "square", "social", "print")
ONLY_PNG = ("square", "social", "print")
GROUNDS = ("light", "clear")
SCALES = ("1", "2")
OWN = ("chart", "size", "ground", "scale", "release")
"""Parameters of a picture, beside those of its page."""
MAIN = "main"
NAMES = {
    MAIN: mark("Chart"),
    "gap": mark("Gap"),
    "areas": mark("Areas"),
    "map-citizen": mark("Map: citizens"),
    "map-official": mark("Map: official"),
    "map-gap": mark("Map: gap"),
}
SQUARE = 1080
SOCIAL = (1200, 630)
COLOURS = 256
PACKING = 4  # of 9: a third of the time that 6 takes, a tenth more bytes
PER_INCH = 300
CSS_INCH = 96


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What is asked of a picture. ``release`` is "" for the newest."""

    kind: str
    chart: str = MAIN
    size: str = "wide"
    ground: str = "light"
    scale: int = 1
    release: str = ""

    def query(self) -> dict[str, str]:
        """Return the parameters that are not the usual ones."""
        usual = Picture(kind=self.kind)
        said = {name: getattr(self, name) for name in OWN}
        return {name: str(value) for name, value in said.items() if value != getattr(usual, name)}


def picture_of(kind: str, given: Mapping[str, str]) -> Picture:
    """Return what parameters ask for. Raises ``SelectionError`` with what is allowed."""
    _one_of("format", kind, KINDS)
    size = _one_of("size", given.get("size", "wide"), SHAPES)
    if kind != "png" and size in ONLY_PNG:
        raise SelectionError(
            parameter="size", found=f"{size} as {kind}",
            allowed=tuple(one for one in SHAPES if one not in ONLY_PNG),
        )  # fmt: skip
    return Picture(
        kind=kind,
        chart=_one_of("chart", given.get("chart", MAIN), tuple(NAMES)),
        size=size,
        ground=_one_of("ground", given.get("ground", "light"), GROUNDS),
        scale=int(_one_of("scale", given.get("scale", "1"), SCALES)),
        release=given.get("release", ""),
    )


def _one_of(name: str, found: str, allowed: tuple[str, ...]) -> str:
    if found not in allowed:
        raise SelectionError(parameter=name, found=found, allowed=allowed)
    return found


def address_of(view: View, picture: Picture) -> str:
    """Return the address of a page's picture."""
    path, _mark, query = view.address.partition("?")
    whole = "&".join(filter(None, (query, urlencode(picture.query()))))
    return f"/picture/{path.strip('/') or FRONT}.{picture.kind}{'?' if whole else ''}{whole}"


def charts_of(view: View) -> tuple[str, ...]:
    """Return the names of the drawings a page has."""
    found = [MAIN] if chart_of(view) is not None else []
    if isinstance(view, ComparisonView):
        if view.gap_chart is not None:
            found.append("gap")
        if view.areas_chart is not None and view.chart is not None:
            found.append("areas")
        found += [f"map-{part.chart.side}" for part in view.maps]
    return tuple(found)


def sheet_of(view: View, *, chart: str, wide: bool) -> Sheet:
    """Return one of a page's drawings. Raises ``SelectionError`` for one it does not have."""
    known = charts_of(view)
    _one_of("chart", chart, known)
    if isinstance(view, ComparisonView):
        for part in view.maps:
            if chart == f"map-{part.chart.side}":
                code = view.pair["country"] if view.pair else ""
                return map_sheet(part.chart, outlines=outlines_of(code), wide=wide)
    drawn: Any = chart_of(view) if chart == MAIN else getattr(view, f"{chart}_chart")
    return paper.sheet_of(drawn, wide=wide)


def evidence_of(view: View, *, chart: str, coded: bool) -> Evidence:
    """Return what a picture of a page says; ``coded`` adds the code of its whole address."""
    judged: list[str] = []
    notes: list[str] = []
    if isinstance(view, ComparisonView):
        judged += [f"{one.before}{one.strong}{one.after}" for one in view.badges]
        notes.append(view.caption)
        if view.credibility is not None:
            said = [f"{one.before}{one.strong}{one.after}" for one in view.credibility.badges]
            notes.append(
                _("Credibility of the citizens’ figures: {judged}.", judged="; ".join(said))
            )
        notes += _licences(view)
    else:
        notes.append(_("Release {name}.", name=view.release))
    if chart.startswith("map-"):
        notes.append(words(BOUNDARIES))
        notes.append(_("Outlines: {credit}.", credit=words(CREDITS[view.selection.country])))
    if current().code != "en":
        notes.append(_("Translated by a machine."))
    address = root() + view.address
    return Evidence(
        brand=SITE,
        place=place_of(view),
        sentence=view.sentence or view.title,
        judged=tuple(judged),
        notes=tuple(notes),
        address=short(view),
        link=address if coded else "",
        colour=view.colour,
    )


def short(view: View) -> str:
    """Return the address that a reader can type: without scheme, a pair by its own name."""
    host = root().partition("//")[2]
    pair = view.selection.pair
    if pair and view.address.endswith(f"?pair={pair}"):
        return host + with_prefix(f"/p/{pair}", language=view.selection.language)
    return host + view.address


def _licences(view: ComparisonView) -> list[str]:
    """Return the terms of the first dataset of each side, where they are known."""
    first = {one.side: words(one.licence) for one in reversed(view.sources) if one.licence}
    said = []
    if "citizen" in first:
        said.append(_("Licence of the citizens’ figures: {licence}.", licence=first["citizen"]))
    if "official" in first:
        said.append(_("Licence of the official figures: {licence}.", licence=first["official"]))
    return said


def make(view: View, picture: Picture) -> bytes:
    """Return the file. Raises ``SelectionError`` for a drawing that the page does not have."""
    about = {"Title": view.title, "Author": SITE}
    with closing(_composed(view, picture)) as sheet:
        if picture.kind == "svg":
            key = f"picture-{picture.chart}"
            return tidy(
                sheet.save("svg"), key=key, title=view.title, alt=view.sentence, scheme=LIGHT,
                live=False,
            ).encode()  # fmt: skip
        if picture.kind == "pdf":
            said = {"Subject": view.sentence, "Keywords": root() + view.address}
            return sheet.save("pdf", about=about | said)
        said = {"Description": view.sentence, "Source": root() + view.address}
        return _png(sheet, picture=picture, said=about | said)


def measures_of(view: View, picture: Picture) -> tuple[int, int]:
    """Return how wide and how high a PNG is, in its own pixels. Raises as ``make`` does."""
    with closing(_composed(view, picture)) as sheet:
        scale = _scale(sheet, picture)
        return round(sheet.width * scale), round(sheet.height * scale)


def _composed(view: View, picture: Picture) -> Sheet:
    wide = picture.size not in ("narrow", "social")
    drawn = sheet_of(view, chart=picture.chart, wide=wide)
    evidence = evidence_of(view, chart=picture.chart, coded=picture.size == "print")
    if picture.size == "social":
        ratio = SOCIAL[0] / SOCIAL[1]
        return landscape(drawn, evidence, ratio=ratio, clear=picture.ground == "clear")
    whole = squared if picture.size == "square" else composed
    return whole(drawn, evidence, wide=wide, clear=picture.ground == "clear")


def _scale(sheet: Sheet, picture: Picture) -> float:
    if picture.size in ("square", "social"):
        across = SQUARE if picture.size == "square" else SOCIAL[0]
        return picture.scale * across / sheet.width
    return PER_INCH / CSS_INCH if picture.size == "print" else float(picture.scale)


def _png(sheet: Sheet, *, picture: Picture, said: Mapping[str, str]) -> bytes:
    dots = PER_INCH if picture.size == "print" else float(CSS_INCH * picture.scale)
    image = Image.fromarray(sheet.pixels(scale=_scale(sheet, picture)))
    image = few_colours(image if picture.ground == "clear" else image.convert("RGB"), most=COLOURS)
    info = PngInfo()
    for name, text in said.items():
        info.add_itxt(name, text)
    out = io.BytesIO()
    image.save(out, format="png", pnginfo=info, dpi=(dots, dots), compress_level=PACKING)
    return out.getvalue()


def offered(view: View) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Return the pictures of a page: each drawing's name, with a link a form."""
    frozen = Picture(kind="png", release=view.release)
    found = []
    for chart in charts_of(view):
        forms = [
            (_("PNG"), replace(frozen, chart=chart, scale=2)),
            (_("for phones"), replace(frozen, chart=chart, size="narrow", scale=2)),
            (_("square"), replace(frozen, chart=chart, size="square")),
            ("{} × {}".format(*SOCIAL), replace(frozen, chart=chart, size="social")),
            (_("for print, 300 dpi"), replace(frozen, chart=chart, size="print")),
            ("SVG", replace(frozen, chart=chart, kind="svg")),
            ("PDF", replace(frozen, chart=chart, kind="pdf")),
            (_("without ground"), replace(frozen, chart=chart, ground="clear", scale=2)),
        ]
        links = [Link(text=text, href=address_of(view, one)) for text, one in forms]
        found.append((_(NAMES[chart]), tuple(links)))
    return tuple(found)


def shared(view: View) -> tuple[Link, ...]:
    """Return a page's picture in the shapes that are shared, the card of its address first."""
    card = Link(text=_("PNG, 1200 × 630 pixels"), href=social_href(view))
    if MAIN not in charts_of(view):
        return (card,)
    shapes = ((_("square"), "square", 1), (_("for phones"), "narrow", 2))
    return (
        card,
        *(
            Link(
                text=name,
                href=address_of(
                    view, Picture(kind="png", size=size, release=view.release, scale=scale)
                ),
            )
            for name, size, scale in shapes
        ),
    )
