"""A report as DOCX, by python-docx: the maintained library that writes Word's own styles, so that a
ministry's template can take the document over."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from layouts.components.parts import Table
from layouts.head import SITE
from layouts.language import _
from layouts.reports.document import Bullets, Figure, Grid, Heading, Paragraph, Report, shares
from layouts.reports.drawing import png_of
from layouts.theme import FAMILY, LIGHT

WIDTH = Cm(16.0)
SHORT = Cm(2.6)  # a column of short words
LOCALES = {"en": "en-GB", "es": "es-AR", "sw": "sw-KE", "ne": "ne-NP"}
CELL = 8
SIZES = {"lead": 11.5, "note": 8.5}


def to_docx(report: Report) -> bytes:
    """Return the file, of A4 pages."""
    document = Document()
    _set_up(document, report)
    document.add_paragraph(f"{SITE} · {report.place}", style="note")
    document.add_heading(report.title, level=0)
    document.add_paragraph(report.sentence, style="lead")
    said = " ".join(
        filter(None, (_("Release {name}.", name=report.release), report.address, report.machine))
    )
    document.add_paragraph(said, style="note")
    for block in report.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, level=block.level)
        elif isinstance(block, Paragraph):
            _paragraph(document, block)
        elif isinstance(block, Bullets):
            for item in block.items:
                document.add_paragraph(item, style="List Bullet")
        elif isinstance(block, Figure):
            _figure(document, block)
        elif isinstance(block, Grid):
            _grid(document, block.table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, report: Report) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FAMILY, Pt(10)
    fonts = normal.element.rPr.rFonts
    fonts.set(qn("w:cs"), f"{FAMILY} Devanagari")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LOCALES[report.language])
    language.set(qn("w:bidi"), LOCALES[report.language])
    normal.element.rPr.append(language)
    for name, size in SIZES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size = Pt(size)
        style.font.bold = name == "lead"
        if name == "note":
            style.font.color.rgb = RGBColor.from_string(LIGHT.mute.removeprefix("#"))
    about = document.core_properties
    about.title, about.author, about.comments = report.title, SITE, report.address
    about.language, about.last_modified_by = LOCALES[report.language], ""
    for name in ("dcterms:created", "dcterms:modified"):  # the template's own, of another document
        for found in about._element.findall(qn(name)):
            about._element.remove(found)


def _paragraph(document: Any, block: Paragraph) -> None:
    if block.style == "label":
        line = document.add_paragraph()
        line.add_run(block.text).bold = True
        line.paragraph_format.keep_with_next = True
    else:
        document.add_paragraph(block.text, style=block.style if block.style in SIZES else None)


def _figure(document: Any, block: Figure) -> None:
    document.add_picture(io.BytesIO(png_of(block.chart)), width=WIDTH)
    drawn = document.paragraphs[-1]
    drawn.paragraph_format.keep_with_next = True
    for described in drawn._p.iter(qn("wp:docPr")):
        described.set("descr", block.chart.alt)
    document.add_paragraph(block.caption, style="note")


def _grid(document: Any, table: Table) -> None:
    caption = document.add_paragraph()
    caption.add_run(table.caption).bold = True
    caption.paragraph_format.keep_with_next = True
    grid = document.add_table(rows=1, cols=len(table.columns), style="Light Shading")
    parts = shares(table)
    left = WIDTH - SHORT * parts.count(0)
    widths = [SHORT if not part else left * part // sum(parts) for part in parts]
    grid.autofit = False
    for column, wide in zip(grid.columns, widths, strict=True):
        column.width = wide
    for cell, name in zip(grid.rows[0].cells, table.columns, strict=True):
        _write(cell, name, bold=True)
    head = grid.rows[0]._tr.get_or_add_trPr()
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head.append(repeated)
    for row in table.rows:
        for cell, said in zip(grid.add_row().cells, row, strict=True):
            _write(cell, said.text, bold=False)
    document.add_paragraph()


def _write(cell: Any, text: str, *, bold: bool) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.bold, run.font.size = bold, Pt(CELL)
    size = OxmlElement("w:szCs")  # the size of scripts such as Devanagari is a setting of its own
    size.set(qn("w:val"), str(2 * CELL))
    run._r.get_or_add_rPr().append(size)
