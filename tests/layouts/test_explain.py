"""Terms explained where they first stand, and nowhere they must not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from data.glossary import glossary
from data.languages import LANGUAGES, with_prefix
from layouts.explain import explained
from layouts.glossary import name_of
from layouts.language import speaking

BUTTON = 'popovertarget="term-comparability"'
PAGES = ("/", "/kenya", "/kenya/goal-7/7.1.1", "/coverage", "/methods", "/datasets", "/about")


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<p>Comparability of figures. Comparability again.</p>", 1),
        ("<p>Incomparability</p>", 0),
        ("<p><a href='/x'>comparability</a></p>", 0),
        ("<h2>Comparability</h2><p>and comparability</p>", 1),
        ("<h2>Comparability</h2>", 0),
        ("<details><summary>comparability</summary><p>none</p></details>", 0),
        ('<p class="hidden">comparability</p>', 0),
        ('<p><span lang="es">comparability</span></p>', 0),
        ("<svg><text>comparability</text></svg>", 0),
        ("<textarea>comparability</textarea><p>and comparability</p>", 1),
        ("<pre>comparability</pre><p><code>comparability</code></p>", 0),
        ("<p><img alt='comparability'>none</p>", 0),
        ("<p><a href='/x'>link <b>deep</b></a> then comparability</p>", 1),
        ("<p>one<br>two</p><nav><p>comparability</p></nav>", 0),
    ],
)
def test_a_term_is_explained_once_where_a_button_may_stand(html: str, count: int) -> None:
    with speaking("en"):
        assert str(explained(html)).count(BUTTON) == count


def test_words_keep_their_own_form_and_markup() -> None:
    with speaking("en"):
        page = str(explained("<p>Side  by\nside &amp; <b>confidence intervals</b></p>"))
        assert ">Side  by\nside</button>" in page
        assert ">confidence intervals</button>" in page
        assert re.sub(r'<span class="term">.*?</a></span></span>', "", page, flags=re.S) == (
            "<p> &amp; <b></b></p>"
        )


def test_a_term_that_the_template_explains_is_left_alone() -> None:
    with speaking("en"):
        first = str(explained("<p>comparability</p>"))
        assert str(explained(first)) == first
        assert str(explained(first + "<p>comparability</p>")).count(BUTTON) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_every_page_explains_its_terms_and_each_once(
    client: Any, address: str, language: str
) -> None:
    page = client.get(with_prefix(address, language=language)).text
    found = re.findall(r'popover id="([^"]+)"', page)
    assert found, "no term is explained"
    assert len(found) == len(set(found))
    targets = re.findall(r'popovertarget="([^"]+)"', page)
    assert targets == found
    assert {one.removeprefix("term-") for one in found} <= set(glossary())


def test_some_terms_are_for_templates_alone() -> None:
    terms = glossary()
    assert not terms["gap"].in_place
    assert not terms["margin"].in_place
    with speaking("es"):
        assert name_of(terms["comparability"]).text == "comparabilidad"
        assert BUTTON in str(explained("<p>La comparabilidad</p>"))
