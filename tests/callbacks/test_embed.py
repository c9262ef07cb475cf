"""Embeds and oEmbed: small, whole without JavaScript, framed anywhere, frozen when asked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import brotli
import pytest

from data.languages import LANGUAGES, with_prefix
from layouts.head import PUBLIC_ADDRESS

PLACE = "https://sdg.example.org"
GRID = "/kenya/goal-7/7.1.1"
DIRECTORY = ("/initiatives", "/initiatives?in=nepal&goal=4", "/initiatives?q=water")
PAGES = (
    "/", "/kenya", "/kenya/goal-7", GRID, f"{GRID}?area=KE-30", "/indicator/7.1.1", *DIRECTORY,
)  # fmt: skip
LARGEST = 15_000


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PUBLIC_ADDRESS, PLACE)


def embed(address: str, **parameters: str) -> str:
    more = "&".join(f"{name}={value}" for name, value in parameters.items())
    return "/embed" + address + (("&" if "?" in address else "?") + more if more else "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_an_embed_is_small_and_whole(client: Any, address: str, language: str) -> None:
    spoken = with_prefix(address, language=language)
    answer = client.get(embed(spoken), headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200
    assert len(answer.data) <= LARGEST
    html = brotli.decompress(answer.data).decode("utf-8")
    assert f'<html lang="{language}">' in html
    assert "<svg" in html
    assert f'href="{PLACE}{spoken}"'.replace("&", "&amp;") in html
    assert html.count("<script") == html.count("<script defer src=") == 1
    title = re.search(r"<title>(.*?) · ", html)
    assert title
    assert title[1] in re.sub(r"<title>.*?</title>", "", html)


def test_only_embeds_may_be_framed(client: Any) -> None:
    for address in ("/", GRID, f"{GRID}.json", "/kenia"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
    policy = client.get(embed(GRID)).headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'self'" in policy


def test_a_frozen_embed_never_changes_and_a_live_one_is_asked_for_again(
    client: Any, release: Any
) -> None:
    frozen = client.get(embed(GRID, release=release.name))
    assert "immutable" in frozen.headers["Cache-Control"]
    live = client.get(embed(GRID))
    assert live.headers["Cache-Control"] == "no-cache"
    again = client.get(embed(GRID), headers={"If-None-Match": live.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("theme", ["auto", "light", "dark", "clear"])
def test_a_look_is_the_one_asked_for(client: Any, theme: str) -> None:
    html = client.get(embed(GRID, theme=theme)).get_data(as_text=True)
    dark = "prefers-color-scheme:dark" in html
    assert dark == (theme == "auto")
    assert ("--page:transparent" in html) == (theme == "clear")
    assert ("color-scheme:dark;" in html) == (theme == "dark")


def test_the_hosts_own_colours(client: Any) -> None:
    html = client.get(embed(GRID, ground="FFFFEE", ink="112233")).get_data(as_text=True)
    assert "--page:#FFFFEE" in html
    assert "--ink:#112233" in html


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        (embed(GRID, theme="pink"), 400, "clear"),
        (embed(GRID, ground="red"), 400, "1F4E79"),
        (embed(GRID, ink="12345;"), 400, "1F4E79"),
        (embed(GRID, release="../../etc"), 400, "release"),
        (embed(GRID, release="0000000000000000"), 400, "release"),
        (embed(GRID, area="XX"), 400, "KE-30"),
        (embed("/kenia"), 404, "kenya"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(
    client: Any, address: str, status: int, said: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_release_that_is_kept_is_served(tmp_path: Path, warehouse: Path) -> None:
    import json
    import shutil

    from data.errors import SelectionError
    from data.store import Store

    current = json.loads((warehouse / "current.json").read_text(encoding="utf-8"))
    shutil.copy(warehouse / current["file"], tmp_path / current["file"])
    shutil.copy(warehouse / current["file"], tmp_path / "00000000000000aa.duckdb")
    shutil.copy(warehouse / "current.json", tmp_path)
    store = Store(folder=tmp_path)
    older = store.release("00000000000000aa")
    assert older.name == "00000000000000aa"
    assert older is store.release("00000000000000aa")
    assert store.release("").name == store.current().name
    assert store.kept()[0] == current["release"]
    with pytest.raises(SelectionError, match="release"):
        store.release("current")


def ask(client: Any, address: str, **more: str) -> Any:
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return client.get(f"/oembed?url={quote(PLACE + address, safe='')}{extra}")


@pytest.mark.parametrize("address", PAGES)
def test_oembed_answers_for_each_page_that_names_it(client: Any, address: str) -> None:
    html = client.get(address, headers={"Host": "sdg.example.org"}).get_data(as_text=True)
    links = re.findall(r'<link rel="alternate" type="([a-z/]+)\+oembed" href="([^"]+)"', html)
    assert [kind for kind, _ in links] == ["application/json", "text/xml"]
    found = client.get(links[0][1].replace("&amp;", "&").removeprefix(PLACE)).get_json()
    assert found["type"] == "rich"
    assert found["version"] == "1.0"
    source = re.search(r'<iframe src="([^"]+)"', found["html"])
    assert source
    assert client.get(source[1].replace("&amp;", "&").removeprefix(PLACE)).status_code == 200
    tree = ElementTree.fromstring(
        client.get(links[1][1].replace("&amp;", "&").removeprefix(PLACE)).data
    )
    assert {one.tag: one.text for one in tree} == {k: str(v) for k, v in found.items()}


def test_oembed_keeps_to_the_room_there_is(client: Any) -> None:
    found = ask(client, GRID, maxwidth="320", maxheight="200").get_json()
    assert found["width"] == 320
    assert found["height"] == 200
    assert 'width="320" height="200"' in found["html"]


def test_a_picture_is_a_photo(client: Any, release: Any) -> None:
    picture = f"/social/{release.name}{GRID}.png"
    found = ask(client, picture, maxwidth="600").get_json()
    assert found["type"] == "photo"
    assert found["url"] == PLACE + picture
    assert (found["width"], found["height"]) == (600, 315)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400), ("url=https://elsewhere.example/kenya", 400), (f"url={PLACE}/kenia", 404),
        (f"url={PLACE}/kenya&format=yaml", 400), (f"url={PLACE}/kenya&maxwidth=wide", 400),
        (f"url={PLACE}.evil.example/kenya", 400),
    ],
)  # fmt: skip
def test_oembed_refuses_what_is_not_ours(client: Any, query: str, status: int) -> None:
    assert client.get(f"/oembed?{query}").status_code == status
