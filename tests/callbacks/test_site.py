"""What machines ask: sitemap, robots, manifest, the head of every page, the service worker."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from data.languages import LANGUAGES, with_prefix
from layouts.head import PUBLIC_ADDRESS

PLACE = "https://sdg.example.org"
GRID = "/kenya/goal-7/7.1.1"
PAGES = (
    "/", "/kenya", "/kenya/goal-7", GRID, f"{GRID}?area=KE-30", "/indicator/7.1.1", "/coverage",
    "/datasets", "/datasets/sauti-za-wananchi", "/methods", "/about", "/glossary", "/theme",
    "/theme/inequality", "/theme/climate", "/learn", "/learn/privacy", "/initiatives/propose",
)  # fmt: skip
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
MOST_ADDRESSES, MOST_BYTES = 50_000, 50 * 1024 * 1024  # sitemaps.org


class Head(HTMLParser):
    """The links and metas of a page, its title, and its JSON-LD."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.metas: dict[str, list[str]] = {}
        self.text: dict[str, str] = {"title": "", "ld": ""}
        self._within = ""
        self.feed(html.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link":
            self.links.append(given)
        elif tag == "meta":
            name = given.get("property") or given.get("name", "")
            self.metas.setdefault(name, []).append(given.get("content", ""))
        self._within = {"title": "title"}.get(tag, "")
        if given.get("type") == "application/ld+json":
            self._within = "ld"

    def handle_data(self, data: str) -> None:
        if self._within:
            self.text[self._within] += data

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def href(self, rel: str, **wanted: str) -> str:
        found = [
            link["href"] for link in self.links
            if link.get("rel") == rel and all(link.get(k) == v for k, v in wanted.items())
        ]  # fmt: skip
        assert len(found) == 1, (rel, wanted, found)
        return found[0]


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PUBLIC_ADDRESS, f"{PLACE}/")


def head_of(client: Any, address: str) -> Head:
    """The head of a page that nobody has asked for yet at this place."""
    return Head(client.get(address, headers={"Host": "sdg.example.org"}).get_data(as_text=True))


@pytest.mark.parametrize("address", PAGES)
def test_each_page_says_where_it_is_and_where_its_other_languages_are(
    client: Any, address: str
) -> None:
    for language in LANGUAGES:
        spoken = with_prefix(address, language=language)
        head = head_of(client, spoken)
        assert head.href("canonical") == PLACE + spoken
        assert head.metas["og:url"] == [PLACE + spoken]
        for other in LANGUAGES:
            expected = PLACE + with_prefix(address, language=other)
            assert head.href("alternate", hreflang=other) == expected
        assert head.href("alternate", hreflang="x-default") == PLACE + address


@pytest.mark.parametrize("address", PAGES)
def test_titles_and_descriptions_are_there_and_tell_pages_apart(client: Any, address: str) -> None:
    heads = [head_of(client, with_prefix(address, language=one)) for one in LANGUAGES]
    for head in heads:
        assert head.text["title"].endswith("DataShift Dashboard") or address == "/"
        assert len(head.metas["description"]) == 1
        assert len(head.metas["description"][0]) > 20
        assert head.metas["og:title"][0]
        assert head.metas["og:image"][0].startswith(f"{PLACE}/social/")
    assert len({head.metas["description"][0] for head in heads}) == len(LANGUAGES)


def test_no_two_pages_have_one_title(client: Any) -> None:
    titles = [head_of(client, address).text["title"] for address in PAGES if "?" not in address]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("address", [GRID, f"/es{GRID}", "/datasets/sauti-za-wananchi"])
def test_a_dataset_is_described_for_machines(client: Any, address: str) -> None:
    graph = json.loads(head_of(client, address).text["ld"])["@graph"]
    found = [part for part in graph if part["@type"] == "Dataset"]
    assert len(found) == 1
    dataset = found[0]
    assert dataset["url"] == PLACE + address
    assert 50 <= len(dataset["description"]) <= 5000, "search engines ask for 50 to 5000 signs"
    assert dataset["creator"]
    assert re.fullmatch(r"\d{4}(/\d{4})?", dataset["temporalCoverage"])
    kinds = {one["encodingFormat"]: one["contentUrl"] for one in dataset["distribution"]}
    assert set(kinds) == {"application/json", "text/csv"}
    for href in kinds.values():
        assert client.get(href.removeprefix(PLACE)).status_code == 200
    crumbs = [part for part in graph if part["@type"] == "BreadcrumbList"]
    assert [one["position"] for one in crumbs[0]["itemListElement"]] == list(
        range(1, len(crumbs[0]["itemListElement"]) + 1)
    )


def test_machine_readable_text_cannot_end_its_element(client: Any) -> None:
    for address in (*PAGES, "/search?q=</script><script>alert(1)</script>"):
        html = client.get(address).get_data(as_text=True)
        for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S):
            assert "<" not in text
            json.loads(text)


def test_a_stranger_cannot_choose_where_the_site_is(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PUBLIC_ADDRESS)
    for host in ('evil.example"><script>', "a b", "x" * 400 + "\u00e9"):
        html = client.get("/about", headers={"Host": host}).get_data(as_text=True)
        assert '"><script>' not in html.partition("</head>")[0]


def test_the_sitemap_lists_every_page_in_every_language(client: Any) -> None:
    answer = client.get("/sitemap.xml")
    assert answer.status_code == 200
    assert len(answer.data) <= MOST_BYTES
    tree = ElementTree.fromstring(answer.data)
    found = [one.text or "" for one in tree.iter(f"{SITEMAP}loc")]
    assert len(found) == len(set(found)) <= MOST_ADDRESSES
    for address in PAGES:
        if "?" not in address:
            assert {PLACE + with_prefix(address, language=one) for one in LANGUAGES} <= set(found)
    for address in found[:: len(found) // 40]:
        assert client.get(address.removeprefix(PLACE)).status_code == 200, address


def test_robots_are_led_to_the_sitemap_and_away_from_searches(client: Any) -> None:
    lines = client.get("/robots.txt").get_data(as_text=True).splitlines()
    assert f"Sitemap: {PLACE}/sitemap.xml" in lines
    assert "Disallow: /es/search" in lines
    assert "Disallow: /" not in lines


def test_the_manifest_names_pictures_that_exist(client: Any, site: str) -> None:
    from urllib.request import urlopen

    manifest = client.get("/site.webmanifest").get_json(force=True)
    assert manifest["start_url"] == "/"
    assert {"any", "maskable"} <= {one.get("purpose", "any") for one in manifest["icons"]}
    for icon in manifest["icons"]:
        with urlopen(site + icon["src"]) as answer:
            content = answer.read()
        if icon["type"] == "image/png":
            assert "{}x{}".format(*Image.open(io.BytesIO(content)).size) == icon["sizes"]


def test_the_service_worker_is_that_of_the_release(client: Any, release: Any) -> None:
    answer = client.get("/service-worker.js")
    text = answer.get_data(as_text=True)
    assert answer.mimetype == "text/javascript"
    assert f'"files-{release.name}-' in text
    assert "{version}" not in text
    assert answer.headers["Cache-Control"] == "no-cache"
