"""No jargon without its entry; the glossary for machines; a word found from its page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from data.errors import FigureError
from data.glossary import Jargon, glossary, keys, read_jargon
from data.languages import LANGUAGES, with_prefix
from layouts.translations import messages

BRACES = re.compile(r"\{\w*\}|<[^>]+>")


def unexplained_jargon(
    texts: Iterable[str], *, jargon: Iterable[Jargon], known: Iterable[str]
) -> dict[str, str]:
    """Return the listed words that stand in a text and in no entry, each with one such text."""
    entries = {key.casefold() for key in known}
    held = [BRACES.sub(" ", text) for text in texts]
    found = {}
    for one in jargon:
        if any(form.casefold() in entries for form in one.said):
            continue
        words = "|".join(re.escape(form) for form in one.said)
        pattern = re.compile(rf"(?<![\w-])(?:{words})s?(?![\w-])", re.IGNORECASE)
        said = next((text for text in held if pattern.search(text)), None)
        if said is not None:
            found[one.word] = said
    return found


def known_words() -> list[str]:
    return [key for term in glossary().values() for key in keys(term)]


def messages_of(catalog: Any) -> list[str]:
    """Every English text of a catalogue, both forms of a plural."""
    return [
        text.replace("\u00a0", " ")
        for message in catalog
        if message.id
        for text in (message.id if isinstance(message.id, tuple | list) else (message.id,))
    ]


def test_no_jargon_stands_in_the_interface_without_its_entry() -> None:
    texts = messages_of(messages.interface())
    assert len(texts) > 500
    missing = unexplained_jargon(texts, jargon=read_jargon().values(), known=known_words())
    assert missing == {}, "write its line in data/catalogue/glossary.csv, or say it plainly"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The variance is large.", {"variance"}),
        ("Variances of {n} strata", {"variance", "stratum"}),
        ("The standard error of it", {"standard error"}),
        ("No {variance} is a word here", set()),
        ("A covariant is another word, and so is invariance.", set()),
    ],
)
def test_a_listed_word_without_an_entry_is_found(text: str, found: set[str]) -> None:
    jargon = [
        Jargon(word="variance", forms=(), field="statistics"),
        Jargon(word="stratum", forms=("strata",), field="survey"),
        Jargon(word="standard error", forms=(), field="statistics"),
    ]
    assert set(unexplained_jargon([text], jargon=jargon, known=())) == found
    assert not unexplained_jargon(
        [text], jargon=jargon, known=("Variance", "strata", "standard error")
    )


def test_the_list_is_a_real_one_and_most_of_it_is_explained() -> None:
    """It holds the words of surveys and statistics that readers stumble
    over, most of them explained."""
    known = {key.casefold() for key in known_words()}
    jargon = read_jargon()
    explained = [one for one in jargon.values() if any(f.casefold() in known for f in one.said)]
    assert len(explained) > 80
    for word in ("95 % interval", "margin", "disaggregation", "design effect", "vintage"):
        assert word in jargon
        assert any(form.casefold() in known for form in jargon[word].said)


@pytest.mark.parametrize(
    ("lines", "line", "column", "found"),
    [
        ("margin,,statistic\n", 2, "field", "statistic"),
        (",,statistics\n", 2, "word", ""),
        ("margin,,statistics\nmargin,,survey\n", 3, "word", "margin"),
        ("margin,,statistics\nroom,Margin,survey\n", 3, "word", "Margin"),
    ],
)
def test_a_wrong_line_of_the_list_is_named(
    tmp_path: Path, lines: str, line: int, column: str, found: str
) -> None:
    file = tmp_path / "jargon.csv"
    file.write_text("word,forms,field\n" + lines, encoding="utf-8")
    with pytest.raises(FigureError) as caught:
        read_jargon(file)
    error = caught.value
    assert (error.file, error.line, error.column, error.found) == (
        "jargon.csv", line, column, found,
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_describes_its_terms_for_machines(client: Any, language: str) -> None:
    html = client.get(with_prefix("/glossary", language=language)).text
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert data
    graph = json.loads(data[1])["@graph"]
    terms = next(part for part in graph if part["@type"] == "DefinedTermSet")
    assert terms["inLanguage"] == language
    assert {one["termCode"] for one in terms["hasDefinedTerm"]} == set(glossary())
    for one in terms["hasDefinedTerm"]:
        assert one["@id"].endswith(f"/glossary#{one['termCode']}")
        assert f'id="{one["termCode"]}"' in html
        assert one["description"] in unescape(html)


def test_every_term_leads_to_what_it_names(client: Any) -> None:
    html = client.get("/glossary").text
    ids = set(re.findall(r'<article class="word" id="([^"]+)"', html))
    assert ids == set(glossary())
    for link in re.findall(r'class="parts">.*?</p>', html):
        assert set(re.findall(r'href="#([^"]+)"', link)) <= ids


def test_a_word_is_looked_for_from_the_glossary_without_a_script(client: Any) -> None:
    for language in LANGUAGES:
        html = client.get(with_prefix("/glossary", language=language)).text
        form = re.search(r'<form class="search-form".*?</form>', html, re.DOTALL)
        assert form
        action = re.search(r'action="([^"]+)"', form[0])
        kind = re.search(r'name="kind" value="([^"]+)"', form[0])
        assert action and kind
        found = client.get(f"{action[1]}.json?q=interval&kind={kind[1]}").get_json()
        assert [group["kind"] for group in found["groups"]] == ["terms"]


def test_a_machine_made_name_says_so(client: Any) -> None:
    page = client.get("/glossary").text
    for term in glossary().values():
        article = page.partition(f'<article class="word" id="{term.id}"')[2].partition("</article>")
        marked = article[0].count('<small class="machine">')
        assert marked == sum(name.machine for name in term.names.values()), term.id
