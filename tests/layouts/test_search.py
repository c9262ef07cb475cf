"""Search: what is found, what is forgiven, and that any query is answered."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import glossary
from data.errors import FigureError
from data.languages import LANGUAGES, PREFIXED, with_prefix
from data.selection import KINDS, MOST_LETTERS, SEARCH, Known, Selection, plain_query
from layouts.glossary import term
from layouts.language import speaking
from layouts.search.entries import Kind
from layouts.search.index import Document, Index
from layouts.search.text import fold, pieces, words_of

FOUND = {
    # query → an address among the results, without its language
    "4.1.1": "/indicator/4.1.1",
    "411": "/indicator/4.1.1",
    "४.१.१": "/indicator/4.1.1",
    "5.b.1": "/indicator/5.b.1",
    "educacion": "/coverage#goal-4",
    "elimu": "/coverage#goal-4",
    "नेपाल": "/nepal",
    "watter": "/indicator/6.1.1",
    "maji": "/indicator/6.1.1",
    "sdg 6": "/coverage#goal-6",
    "Sauti za Wananchi": "/datasets/sauti-za-wananchi",
    "shadow verdict": "/glossary#shadow-verdict",
    "suppressed": "/glossary#suppression",
    "wilson": "/methods#wilson",
    "Kenia": "/kenya",
}
HOSTILE = (
    "", " ", "%", "%25", "a" * 5000, "ब" * 5000, "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>', "{query}", "{{ 7*7 }}", "' OR 1=1 --", "\x00\x1f\u202e", "😀",
    "\ud7ff\ufffd", "*", "(((", "a b c d e f g h i j k l m n o p q r s t", "日本語", "العربية",
    "-", "4.", ".4.1", "१" * 300,
)  # fmt: skip


def results(document: dict[str, Any]) -> list[str]:
    return [one["address"] for group in document["groups"] for one in group["results"]]


def ask(client: Any, query: str, *, language: str = "en", kind: str = "") -> dict[str, Any]:
    path = with_prefix("/search", language=language)
    narrowed = f"&kind={kind}" if kind else ""
    answer = client.get(f"{path}.json?q={quote(query)}{narrowed}")
    assert answer.status_code == 200
    return answer.get_json()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("query", "address"), FOUND.items())
def test_what_is_looked_for_is_found(client: Any, query: str, address: str, language: str) -> None:
    assert with_prefix(address, language=language) in results(ask(client, query, language=language))


def test_the_code_comes_first(client: Any) -> None:
    for query in ("4.1.1", "411"):
        first = ask(client, query)["groups"][0]
        assert (first["kind"], first["results"][0]["code"]) == ("indicators", "4.1.1")
    codes = [one["code"] for one in ask(client, "1.1", kind="indicators")["groups"][0]["results"]]
    assert codes[0] == "1.1"
    assert all(code == "1.1" or code.startswith("1.1.") for code in codes)


def test_a_place_leads_to_the_comparisons_with_it(client: Any) -> None:
    found = ask(client, "kisumu", kind="places")["groups"][0]["results"]
    assert any("area=KE-" in one["address"] for one in found)


@pytest.mark.parametrize("query", ["water", "नेपाल", "4.1.1", "design effect", "Kisumu"])
def test_every_result_leads_somewhere(client: Any, query: str) -> None:
    for language in ("en", "ne"):
        for address in results(ask(client, query, language=language)):
            parts = urlsplit(address)
            answer = client.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)
            assert answer.status_code == 200, address
            assert not parts.fragment or f'id="{parts.fragment}"' in answer.text, address


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("query", HOSTILE)
def test_any_query_is_answered(client: Any, query: str, language: str) -> None:
    for ending in ("", ".json", ".csv"):
        path = with_prefix("/search", language=language)
        answer = client.get(f"{path}{ending}?q={quote(query)}")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text or ending
        assert "<img src=x" not in answer.text or ending


def test_a_query_is_cut_and_says_itself_as_text(client: Any) -> None:
    assert len(ask(client, "a" * 5000)["query"]) == MOST_LETTERS
    page = client.get("/search?q=" + quote("<b>water</b>")).text
    assert "&lt;b&gt;water&lt;/b&gt;" in page
    assert "<b>water" not in page


def test_bytes_that_are_no_text_are_answered(client: Any) -> None:
    assert client.get("/search?q=%ff%fe%00").status_code == 200


def test_the_page_marks_the_words_and_narrows_to_a_kind(client: Any) -> None:
    page = client.get("/search?q=water").text
    assert "<mark>water</mark>" in page
    assert 'href="/search?q=water&amp;kind=indicators"' in page
    narrowed = ask(client, "water", kind="indicators")
    assert [group["kind"] for group in narrowed["groups"]] == ["indicators"]
    assert len(narrowed["groups"][0]["results"]) == narrowed["found"] > 5


def test_the_empty_page_says_what_one_can_search_and_its_examples_find_something(
    client: Any,
) -> None:
    for language in LANGUAGES:
        page = client.get(with_prefix("/search", language=language)).text
        examples = re.findall(r'<ul class="choices">(.*?)</ul>', page, re.S)[0]
        for address in re.findall(r'href="([^"]+)"', examples):
            path, _, query = address.partition("?")
            assert client.get(f"{path}.json?{query}").get_json()["found"], address


def test_nothing_found_says_so_and_suggests(client: Any) -> None:
    document = ask(client, "zzzqqq")
    assert (document["found"], document["sentence"]) == (0, "Nothing found for “zzzqqq”.")
    assert 'href="/coverage"' in client.get("/search?q=zzzqqq").text
    partly = ask(client, "water zzzqqq")
    assert partly["found"]
    assert partly["sentence"].startswith("Nothing holds all the words")


def test_a_reader_is_told_in_their_language(client: Any) -> None:
    document = ask(client, "agua", language="es")
    assert "agua" in "".join(document["groups"][0]["results"][0]["title"]).lower()
    assert all(address.startswith("/es/") for address in results(document))
    other = ask(client, "elimu")["groups"][0]["results"][0]
    assert other["also_language"] == "sw"


def test_the_csv_is_the_same_search(client: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/search.csv?q=water").text)))
    assert [row["address"] for row in rows][:1] == results(ask(client, "water"))[:1]
    assert [row["rank"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]


def test_what_is_not_asked_for_is_refused(client: Any) -> None:
    assert client.get("/search?kind=people").status_code == 400
    assert client.get("/search?q=a&colour=red").status_code == 400
    assert client.get("/search/water").status_code == 404


def test_searches_are_not_kept(client: Any, app: Any) -> None:
    client.get("/search?q=never-kept")
    assert not any("never-kept" in part for key in app.shelf._bodies for part in key)


@given(st.text(max_size=300), st.sampled_from(["", *KINDS]), st.sampled_from(LANGUAGES))
def test_an_address_leads_back_to_its_search(query: str, kind: str, language: str) -> None:
    asked = Selection(room=SEARCH, query=plain_query(query), kind=kind, language=language)
    parts = urlsplit(asked.address())
    assert Selection.from_address(parts.path, parts.query, known=Known()) == asked


@given(st.text(max_size=500))
def test_a_plain_query_stays_itself(query: str) -> None:
    once = plain_query(query)
    assert plain_query(once) == once
    assert len(once) <= MOST_LETTERS


@given(st.text(max_size=60), st.text(max_size=12))
def test_marked_text_is_the_text(text: str, query: str) -> None:
    assert "".join(pieces(text, matched=frozenset(words_of(query)))) == text


def test_the_kinds_of_the_address_are_those_of_the_entries() -> None:
    assert tuple(Kind) == KINDS


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Educación", "educacion"), ("Murang'a", "muranga"), ("Murang’a", "muranga"),
        ("ÑANDÚ", "nandu"), ("४", "4"), ("शिक्षा", "शिक्षा"), ("बँच", "बंच"), ("Straße", "strasse"),
    ],
)  # fmt: skip
def test_words_are_compared_without_what_readers_leave_out(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_exact_beginning_and_mistyped_words_rank_in_that_order() -> None:
    names = ("waiter", "waterfall", "water")
    index = Index([Document(group=0, title=name, texts=((1.0, name),)) for name in names], groups=1)
    assert [names[at] for at in index.find("water", most=9).positions] == ["water", "waterfall"]
    assert names[index.find("watre", most=9).positions[0]] == "water"
    assert not index.find("fire", most=9).positions


def test_the_glossary_is_read_whole_and_every_word_is_explained(client: Any) -> None:
    terms = glossary.read_glossary()
    page = client.get("/glossary").text
    for one in terms.values():
        assert f'id="{one.id}"' in page
    assert "/methods#comparability" in page
    assert len(client.get("/glossary.json").get_json()["terms"]) == len(terms)
    for language in PREFIXED:
        assert client.get(with_prefix("/glossary", language=language)).status_code == 200


def test_the_methods_that_the_glossary_names_exist(client: Any) -> None:
    methods = client.get("/methods").text
    for anchor in re.findall(r'href="/methods#([a-z-]+)"', client.get("/glossary").text):
        assert f'id="{anchor}"' in methods, anchor


LINE = "water,water,,agua,usual term,,,,,Wet.,,here,\n"


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        (LINE.replace("usual term", "a friend"), "es_origin", "a friend"),
        (LINE.replace("Wet.,", "Wet.,fire"), "see_also", "fire"),
        (LINE.replace("Wet.", ""), "plain", ""),
        (LINE + LINE, "id", "water"),
        (LINE.replace("water,water", "Water,water"), "id", "Water"),
        (LINE + LINE.replace("water,water,", "wet,wet,water"), "also", "water"),
    ],
)
def test_a_wrong_line_of_the_glossary_is_named(
    tmp_path: Path, line: str, column: str, found: str
) -> None:
    file = tmp_path / "glossary.csv"
    file.write_text(",".join(glossary.COLUMNS) + "\n" + line, encoding="utf-8")
    with pytest.raises(FigureError) as caught:
        glossary.read_glossary(file)
    assert (caught.value.column, caught.value.found) == (column, found)
    assert caught.value.line == line.count("\n") + 1


def test_a_word_is_explained_in_place() -> None:
    for language in LANGUAGES:
        with speaking(language):
            for key in ("comparability", "interval", "suppressed", "modelled", "side by side"):
                html = term(key)
                found = re.search(r'popovertarget="([^"]+)"', html)
                assert found
                assert f'popover id="{found[1]}"' in html
                assert f'href="{with_prefix("/glossary", language=language)}#' in html
    assert "&lt;i&gt;" in term("interval", text="<i>")
    with pytest.raises(glossary.TermError, match="interval"):
        term("intervall")
