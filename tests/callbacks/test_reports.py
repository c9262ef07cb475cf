"""Shadow reports: the same words as PDF, DOCX and HTML, with every pair, caveat and source."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import Any

import docx
import orjson
import pytest
from pypdf import PdfReader

from data.languages import LANGUAGES, with_prefix
from data.selection import Selection
from layouts.components.cards import cards_of
from layouts.head import SITE
from layouts.language import speaking, words
from layouts.reports.content import report_of
from layouts.reports.document import Bullets, Figure, Grid, Heading, Paragraph, Report
from layouts.views import answer

GOAL = "/kenya/goal-7"
BLANKS = re.compile(r"\s+")


def report_at(release: Any, address: str) -> Report:
    selection = Selection.from_address(address, "", known=release.known)
    view = answer(selection=selection, release=release)
    with speaking(selection.language):
        return report_of(view, release=release)


def texts(report: Report) -> list[str]:
    found = [report.title, report.sentence]
    for block in report.blocks:
        if isinstance(block, (Heading, Paragraph)):
            found.append(block.text)
        elif isinstance(block, Bullets):
            found += block.items
        elif isinstance(block, Figure):
            found.append(block.caption)
        elif isinstance(block, Grid):
            found += [cell.text for row in block.table.rows for cell in row]
    return [text for text in found if text]


def solid(text: str) -> str:
    """Leave blanks and soft breaks out: every format breaks its lines elsewhere."""
    joined = unicodedata.normalize("NFC", text)
    return BLANKS.sub("", joined).replace("\u00ad", "").replace("\u2060", "")


def fetch(client: Any, address: str) -> bytes:
    answered = client.get(address)
    assert answered.status_code == 200, address
    return bytes(answered.data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_says_everything_and_carries_its_fonts(
    client: Any, release: Any, language: str
) -> None:
    address = with_prefix(GOAL, language=language)
    file = PdfReader(io.BytesIO(fetch(client, f"/report{address}.pdf")))
    report = report_at(release, address)
    assert file.metadata is not None and file.metadata.title == report.title
    assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    fonts = {
        str(font["/BaseFont"]): font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for page in file.pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }
    assert all({"/FontFile2", "/FontFile3"} & set(one.get_object()) for one in fonts.values())
    assert any("NotoSansDevanagari" in name for name in fonts) == (language == "ne")
    pages = (page.extract_text() for page in file.pages)
    lines = (line for page in pages for line in page.splitlines())
    said = solid("".join(line for line in lines if not line.startswith(f"{SITE} · ")))
    if language == "ne":  # the order of joined letters is the reader's: digits and names suffice
        assert "७.१.१" in said or "7.1.1" in said
        return
    for text in texts(report):
        assert solid(text)[:60] in said, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_docx_says_everything(client: Any, release: Any, language: str) -> None:
    address = with_prefix(GOAL, language=language)
    file = docx.Document(io.BytesIO(fetch(client, f"/report{address}.docx")))
    report = report_at(release, address)
    said = {one.text for one in file.paragraphs}
    said |= {cell.text for table in file.tables for row in table.rows for cell in row.cells}
    assert not [text for text in texts(report) if text not in said]
    pictures = [block for block in report.blocks if isinstance(block, Figure)]
    described = [one.get("descr") for one in file.element.body.iter() if one.tag.endswith("}docPr")]
    assert described == [block.chart.alt for block in pictures]
    assert file.core_properties.title == report.title
    assert b"created" not in file.core_properties._element.xml.encode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_everything(client: Any, release: Any, language: str) -> None:
    from html import unescape

    address = with_prefix(GOAL, language=language)
    html = unescape(fetch(client, f"/report{address}").decode())
    for text in texts(report_at(release, address)):
        assert text in html, text
    assert html.count("<svg") > 2 * 4


@pytest.mark.parametrize("country", ["argentina", "kenya", "tanzania", "nepal"])
def test_a_country_s_report_holds_every_pair_with_its_caveats_and_sources(
    release: Any, country: str
) -> None:
    code = release.known.countries[country]
    cards = cards_of(release=release, country=code)
    report = report_at(release, f"/{country}")
    ids = [block.id for block in report.blocks if isinstance(block, Heading) and block.id]
    assert [card.pair for card in cards] == [one for one in ids if one in release.known.pairs]
    assert len(ids) == len(set(ids))
    said = " ".join(texts(report))
    for card in cards:
        assert card.sentence in said
        assert words(card.title) in said
    assert {"summary", "verdicts", "pairs", "one-sided", "methods", "sources"} <= set(ids)


def test_the_progress_is_told_before_the_file(client: Any) -> None:
    plain = fetch(client, f"{'/report' + GOAL}.docx")
    answered = client.get("/report/kenya/goal-6.pdf?progress=1")
    assert answered.headers["Cache-Control"] == "no-store"
    told, _, rest = answered.data.partition(b'{"type"')
    lines = [orjson.loads(line) for line in told.splitlines()]
    assert [line["done"] for line in lines] == list(range(lines[0]["of"] + 1))
    kind, _, file = (b'{"type"' + rest).partition(b"\n")
    assert orjson.loads(kind) == {"type": "application/pdf"}
    assert file.startswith(b"%PDF")
    again = client.get(f"/report{GOAL}.docx?progress=1").data
    assert again.partition(b"\n")[2] == plain  # from the shelf: nothing to wait for


@pytest.mark.parametrize(
    "address", ["/report/methods", "/report/methods.pdf", "/report/methods.pdf?progress=1",
                "/report/atlantis.docx", f"/report{GOAL}/7.1.1.pdf"],
)  # fmt: skip
def test_what_has_no_report_is_refused_with_what_has(client: Any, address: str) -> None:
    answered = client.get(address)
    assert answered.status_code in (400, 404)
    assert "kenya" in answered.get_data(as_text=True)


def test_more_writers_than_desks_are_sent_away(warehouse: Any) -> None:
    from flask import Flask

    from callbacks.routes import pages, reports
    from callbacks.routes.respond import Shelf
    from data.store import Store

    flask = Flask("busy")
    original, reports.MOST_WRITING = reports.MOST_WRITING, 0
    try:
        reports.register(flask, store=Store(folder=warehouse), shelf=Shelf())
    finally:
        reports.MOST_WRITING = original
    pages.register_errors(flask)
    refused = flask.test_client().get("/report/kenya/goal-7.pdf")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == str(reports.AGAIN)
    told = flask.test_client().get("/report/kenya/goal-7.pdf?progress=1").data
    assert orjson.loads(told.splitlines()[-1])["failed"] == "busy"
