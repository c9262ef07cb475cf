"""A report as PDF, by Typst: text that can be read and copied in every script, tagged for screen
readers, fonts embedded. It needs no libraries of the machine, which WeasyPrint does; fpdf2 and
ReportLab would leave line breaking, contents and tags to us.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import segno

from layouts.head import SITE
from layouts.language import _
from layouts.reports.document import Bullets, Figure, Grid, Heading, Paragraph, Report, shares
from layouts.reports.drawing import png_of
from layouts.theme import FAMILY, LIGHT
from layouts.webfonts import picture_fonts

BREAKS = frozenset({"summary", "pairs", "methods"})
"""Headings that begin a page."""
TEMPLATE = Path(__file__).with_name("report.typ")


def to_pdf(report: Report) -> bytes:
    """Return the file. The words reach Typst as data, so nothing in them is taken for markup."""
    files: dict[str, bytes] = {}
    blocks = []
    for n, block in enumerate(report.blocks):
        if isinstance(block, Heading):
            breaks = block.id in BREAKS
            blocks.append(
                {"kind": "heading", "text": block.text, "level": block.level, "breaks": breaks}
            )
        elif isinstance(block, Paragraph):
            blocks.append({"kind": "paragraph", "text": block.text, "style": block.style})
        elif isinstance(block, Bullets):
            blocks.append({"kind": "bullets", "items": list(block.items)})
        elif isinstance(block, Figure):
            files[f"figure-{n}.png"] = png_of(block.chart)
            blocks.append(
                {"kind": "figure", "file": f"figure-{n}.png", "alt": block.chart.alt,
                 "caption": block.caption}
            )  # fmt: skip
        elif isinstance(block, Grid):
            blocks.append(
                {
                    "kind": "table",
                    "caption": block.table.caption,
                    "columns": list(block.table.columns),
                    "shares": shares(block.table),
                    "rows": [[cell.text for cell in row] for row in block.table.rows],
                }
            )
    files["code.svg"] = segno.make(report.address, error="m").svg_inline(border=0).encode()
    files["report.json"] = orjson.dumps(
        {
            "title": report.title,
            "place": report.place,
            "sentence": report.sentence,
            "site": SITE,
            "address": report.address,
            "release": _("Release {name}.", name=report.release),
            "machine": report.machine,
            "contents": _("Contents"),
            "language": report.language,
            "family": [FAMILY, f"{FAMILY} Devanagari"],
            "colours": {"band": report.colour or LIGHT.citizen, "ink": LIGHT.ink,
                        "mute": LIGHT.mute, "line": LIGHT.line, "soft": LIGHT.soft},
            "blocks": blocks,
        }
    )  # fmt: skip
    import typst  # read with the first report: most workers never make one

    with TemporaryDirectory(prefix="report-") as name:  # Typst takes pictures from files only
        folder = Path(name)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        main = folder / "main.typ"
        main.write_bytes(TEMPLATE.read_bytes())
        return typst.compile(
            main,
            format="pdf",
            font_paths=sorted({path.parent for path in picture_fonts()}),
            ignore_system_fonts=True,
        )
