"""Matplotlib's SVG made fit for a page: small, safe inside HTML, following the page's colours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import groupby
from xml.etree import ElementTree as ET

from layouts.theme import STACK, Scheme, property_name

SPACE = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d+\.\d+")
BLANKS = re.compile(r"\s*([A-Za-z])\s*")  # blanks beside a command say nothing
FONT = re.compile(r"(?:(bold|\d00) )?([\d.]+)px ")
KEPT = ("fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "opacity")
DROPPED = {"stroke-width": "1", "stroke-opacity": "1", "fill-opacity": "1", "opacity": "1"}


Answer = tuple[str, str, tuple[float, float, float, float]]
"""An area's code, what its row says, and the row: left, top, right, bottom."""


def tidy(
    source: bytes,
    *,
    key: str,
    title: str,
    alt: str,
    scheme: Scheme,
    live: bool,
    answers: Sequence[Answer] = (),
) -> str:
    """Return a compact SVG that scales with its box, named for screen readers.

    ``key`` begins every id, so that several drawings fit in one page. ``live`` writes colours as
    the page's custom properties (with the plain colour behind); otherwise they are plain.
    ``answers`` become unseen boxes over the drawing, each with ``data-area`` and a title.
    Presentation attributes are used, not ``style``: a strict content policy keeps those.
    """
    root = ET.fromstring(source)
    colours = _colours(scheme, live=live)
    box = root.attrib["viewBox"].split()[2:]
    new = ET.Element(
        "svg",
        {
            "xmlns": SPACE,
            "viewBox": "0 0 " + " ".join(_short(size) for size in box),
            "role": "img",
            "aria-label": alt,
            "font-family": STACK,
        },
    )
    ET.SubElement(new, "title").text = title
    if patterns := list(root.iter(f"{{{SPACE}}}pattern")):
        holder = ET.SubElement(new, "defs")
        holder.extend(_pattern(one, colours) for one in patterns)
    names: dict[str, str] = {}
    shapes = [
        shape
        for group in _leaves(root)
        for shape in _rewritten(group, colours=colours, names=names, key=key)
    ]
    new.extend(_gathered(shapes))
    if answers:
        new.append(_answering(answers))
    return ET.tostring(new, encoding="unicode").replace(" />", "/>")


def _pattern(pattern: ET.Element, colours: Mapping[str, str]) -> ET.Element:
    """Return a hatch as Matplotlib wrote it, its look as attributes. Its id is of its content."""
    new = ET.Element("pattern", dict(pattern.attrib))
    for shape in pattern:
        kept = {name: value for name, value in shape.attrib.items() if name != "style"}
        looks = _paint(shape.attrib.get("style", ""), colours)
        ET.SubElement(new, shape.tag.rpartition("}")[2], {**kept, **looks, **_filled(shape)})
    return new


def _filled(shape: ET.Element) -> dict[str, str]:
    """Return the colours that Matplotlib writes as attributes already."""
    return {name: shape.attrib[name] for name in ("fill", "stroke") if name in shape.attrib}


def _answering(answers: Sequence[Answer]) -> ET.Element:
    holder = ET.Element("g", {"fill": "transparent"})
    for area, words, (left, top, right, bottom) in answers:
        place = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        box = {name: _short(str(value)) for name, value in place.items()}
        row = ET.SubElement(holder, "rect", {"data-area": area, **box})
        ET.SubElement(row, "title").text = words
    return holder


def _gathered(shapes: list[ET.Element]) -> list[ET.Element]:
    """Put neighbouring words that look alike into one group that holds their look."""
    out: list[ET.Element] = []
    for look, row in groupby(shapes, key=_look):
        found = list(row)
        if not look or len(found) == 1:
            out.extend(found)
            continue
        holder = ET.Element("g", dict(look))
        for text in found:
            for name, _ in look:
                del text.attrib[name]
            holder.append(text)
        out.append(holder)
    return out


def _look(shape: ET.Element) -> tuple[tuple[str, str], ...]:
    if shape.tag != "text":
        return ()
    return tuple((name, value) for name, value in shape.attrib.items() if name not in "xy")


def _leaves(root: ET.Element) -> list[ET.Element]:
    """Return the innermost groups that hold shapes or words."""
    shapes = {f"{{{SPACE}}}{tag}" for tag in ("path", "use", "text", "g", "defs")}
    return [
        group
        for group in root.iter(f"{{{SPACE}}}g")
        if any(child.tag in shapes - {f"{{{SPACE}}}g"} for child in group)
    ]


def _rewritten(
    group: ET.Element, *, colours: Mapping[str, str], names: dict[str, str], key: str
) -> list[ET.Element]:
    """Return a group's shapes with short numbers and attributes, markers defined once."""
    out: list[ET.Element] = []
    for path in group.iterfind(f"{{{SPACE}}}defs/{{{SPACE}}}path"):
        names[path.attrib["id"]] = f"{key}-m{len(names)}"
        shape = ET.Element("path", {"id": names[path.attrib["id"]], "d": _path(path)})
        holder = ET.Element("defs")
        holder.append(shape)
        out.append(holder)
    uses = group.findall(f"{{{SPACE}}}use")
    if uses:
        holder = ET.Element("g", _paint(uses[0].attrib.get("style", ""), colours))
        for use in uses:
            place = {"href": "#" + names[use.attrib[LINK][1:]]}
            place |= {axis: _short(use.attrib[axis]) for axis in ("x", "y")}
            ET.SubElement(holder, "use", place)
        out.append(holder)
    for path in group.iterfind(f"{{{SPACE}}}path"):
        paint = _paint(path.attrib.get("style", ""), colours)
        out.append(ET.Element("path", {"d": _path(path), **paint}))
    for text in group.iterfind(f"{{{SPACE}}}text"):
        out.append(_text(text, colours))
    return out


def _path(path: ET.Element) -> str:
    text = NUMBER.sub(lambda m: _short(m.group()), path.attrib["d"])
    return BLANKS.sub(r"\1", text).strip()


def _short(number: str) -> str:
    text = f"{float(number):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _style(text: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in text.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _paint(text: str, colours: Mapping[str, str]) -> dict[str, str]:
    """Return fill, stroke and opacity as attributes, without what is the default anyway."""
    style = _style(text)
    found = {name: colours.get(style[name], style[name]) for name in KEPT if name in style}
    return {name: value for name, value in found.items() if DROPPED.get(name) != value}


def _text(text: ET.Element, colours: Mapping[str, str]) -> ET.Element:
    style = _style(text.attrib.get("style", ""))
    font = FONT.search(style.get("font", ""))
    weight, size = font.groups() if font else (style.get("font-weight"), style["font-size"])
    place = {axis: _short(text.attrib[axis]) for axis in ("x", "y")}
    attributes = {
        **place,
        "font-size": size.removesuffix("px"),
        **_paint(";".join(f"{name}:{value}" for name, value in style.items()), colours),
    }
    if weight in ("bold", "700"):
        attributes["font-weight"] = "700"
    if style.get("text-anchor", "start") != "start":
        attributes["text-anchor"] = style["text-anchor"]
    new = ET.Element("text", attributes)
    new.text = text.text
    return new


def _colours(scheme: Scheme, *, live: bool) -> dict[str, str]:
    """Return how each of the scheme's colours is written; the first name of a colour wins."""
    found: dict[str, str] = {}
    for one in fields(scheme):
        value = getattr(scheme, one.name)
        found.setdefault(
            value.lower(), f"var({property_name(one.name)},{value})" if live else value
        )
    return found
