"""A pasted link unfurls: a consumer that others wrote finds the offer in the page and takes it."""

from __future__ import annotations

import re
import urllib.request

import pytest
from oembedpy import consumer, discovery
from oembedpy.types import Photo, Rich
from PIL import Image

PAGES = ("/kenya/goal-7/7.1.1", "/ne/nepal", "/es/indicator/7.1.1", "/")


@pytest.mark.parametrize("address", PAGES)
def test_a_consumer_resolves_a_page_from_what_it_says(site: str, address: str) -> None:
    endpoint, asked = discovery.find_from_content(site + address)
    asked.max_width = 400
    found = consumer.fetch_content(endpoint, asked)
    assert isinstance(found, Rich)
    assert 0 < found.width <= 400
    assert found.title
    frame = re.search(r'<iframe[^>]* src="([^"]+)"', found.html)
    assert frame
    assert frame[1].startswith(f"{site}/embed")
    with urllib.request.urlopen(frame[1]) as answer:
        assert answer.status == 200
        assert b"<svg" in answer.read()


@pytest.mark.parametrize("size", ["square", "social", "wide", "narrow"])
def test_a_consumer_resolves_a_picture(site: str, size: str) -> None:
    address = f"{site}/picture/kenya/goal-7/7.1.1.png?size={size}"
    found = consumer.fetch_content(f"{site}/oembed", consumer.RequestParameters(url=address))
    assert isinstance(found, Photo)
    assert found.url == address
    with urllib.request.urlopen(found.url) as answer:
        assert Image.open(answer).size == (found.width, found.height)
    asked = consumer.RequestParameters(url=address, max_width=270)
    small = consumer.fetch_content(f"{site}/oembed", asked)
    assert isinstance(small, Photo)
    assert small.width == 270
    assert small.height / small.width == pytest.approx(found.height / found.width, rel=0.01)
