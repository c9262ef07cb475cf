"""Feeds: what changed between the releases that are kept, the same bytes each time, well formed."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import duckdb
import feedparser
import polars as pl
import pytest

from data.errors import SelectionError
from data.languages import LANGUAGES, with_prefix
from data.selection import Selection
from data.store import Question, Release, Store
from layouts import feeds
from layouts.feeds import (
    ATOM,
    GONE,
    NEW,
    PAIRS,
    REVISED,
    Change,
    Kept,
    changes_between,
    feed_of,
    feeds_of,
    kept_releases,
    told_apart,
)
from layouts.language import speaking
from layouts.views import answer
from pipelines.build import build
from tests.pipelines.small import ROWS, project, write_rows
from tests.pipelines.test_releases import KILLED

PLACE = "https://sdg.example.org"
NAMES = {"a": "http://www.w3.org/2005/Atom", "h": "http://www.w3.org/1999/xhtml"}
WRITTEN = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
KENYA = Selection(country="kenya")
OLDER = "00000000000000aa"

Rows = dict[str, list[dict[str, str]]]


def feed(kept: tuple[Kept, ...], selection: Selection = KENYA) -> bytes:
    return feed_of(selection=selection, kept=kept, base=PLACE)


def read(content: bytes) -> Any:
    """A feed as a reader of feeds takes it, which finds nothing to complain of."""
    found = feedparser.parse(content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def words_of(content: bytes) -> str:
    """Everything a feed says, without its marks."""
    return " ".join(ElementTree.fromstring(content).itertext())


def well_formed(content: bytes) -> None:
    """What RFC 4287 asks of a feed, and this product of its own."""
    root = ElementTree.fromstring(content)
    assert root.tag == f"{{{NAMES['a']}}}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") in LANGUAGES
    entries = root.findall("a:entry", NAMES)
    assert len(entries) <= feeds.MOST_ENTRIES
    for part in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"a:{name}", NAMES)) == 1
        assert MOMENT.fullmatch(part.findtext("a:updated", "", NAMES))
        assert part.findtext("a:title", "", NAMES).strip()
        links = [(one.get("rel"), one.get("href", "")) for one in part.findall("a:link", NAMES)]
        assert all(href.startswith(f"{PLACE}/") for _, href in links)
        assert [rel for rel, _ in links] == ["self", "alternate"][part is not root :]
    for name in ("author", "rights", "generator", "subtitle"):
        assert len(root.findall(f"a:{name}", NAMES)) == 1
    for entry in entries:
        [content_element] = entry.findall("a:content", NAMES)
        assert content_element.get("type") == "xhtml"
        assert len(content_element) == len(content_element.findall("h:div", NAMES)) == 1
        assert entry.findtext("a:summary", "", NAMES).strip()
    ids = [one.text or "" for one in root.iter(f"{{{NAMES['a']}}}id")]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("urn:uuid:") for one in ids)
    times = [one.findtext("a:updated", "", NAMES) for one in entries]
    assert times == sorted(times, reverse=True)
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", content)


# --- two small releases, built by the real pipeline ---------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Any:
    """A small project; ``run`` builds a release of it and says when it was written."""
    catalogue, observations, folder = project(tmp_path)
    with (catalogue / "datasets" / "walk.toml").open("a", encoding="utf-8") as handle:
        handle.write('\n[[series]]\nid = "killed"\ntitle = "Women killed"\nindicators = ["5.2"]\n')

    def run(*, written: datetime, change: Callable[[Rows], object] = lambda rows: None) -> str:
        rows = {name: [dict(row) for row in held] for name, held in ROWS.items()}
        change(rows)
        for name, held in rows.items():
            write_rows(observations / f"{name}.csv", held)
        release, _ = build(catalogue=catalogue, observations=observations, folder=folder)
        os.utime(folder / f"{release}.duckdb", (written.timestamp(), written.timestamp()))
        return release

    return SimpleNamespace(
        run=run,
        catalogue=catalogue,
        folder=folder,
        kept=lambda: kept_releases(Store(folder=folder)),
    )


def by_kind(kept: tuple[Kept, ...]) -> dict[str, Change]:
    later, earlier = kept
    found = changes_between(earlier=earlier.release, later=later.release)
    assert len({one.kind for one in found}) == len(found)
    return {one.kind: one for one in found}


def some_of_everything(rows: Rows) -> None:
    rows["walk"].append({**rows["walk"][0], "period": "2022", "value": "61"})
    rows["walk"].append({**rows["walk"][1], "period": "2022", "value": "52"})
    rows["exam"][0]["value"] = "70.04"
    del rows["exam"][2]


def test_new_revised_and_no_longer_shown(small: Any) -> None:
    first = small.run(written=WRITTEN)
    second = small.run(written=LATER, change=some_of_everything)
    found = by_kind(small.kept())
    assert set(found) == {NEW, REVISED, GONE}
    assert {kind: (one.dataset, one.side, one.count) for kind, one in found.items()} == {
        NEW: ("walk", "citizen", 2),
        REVISED: ("exam", "official", 1),
        GONE: ("exam", "official", 1),
    }
    assert {(one.country, one.indicator, one.goal) for one in found.values()} == {
        ("KEN", "4.1.1", 4)
    }
    assert (found[NEW].first_year, found[NEW].last_year) == (2022, 2022)
    [revised] = found[REVISED].listed
    assert (revised["older"], revised["value"], revised["area"]) == (70, 70.04, "KEN")
    # What is gone is counted; its value is not said again.
    assert all("value" not in row for row in found[GONE].listed)

    content = feed(small.kept())
    well_formed(content)
    entries = read(content).entries
    assert [entry.tags[0].term for entry in entries] == [REVISED, NEW, GONE]
    assert {entry.updated for entry in entries} == {"2026-11-09T09:30:00Z"}
    assert {entry.link for entry in entries} == {f"{PLACE}/kenya/goal-4/4.1.1"}
    said = entries[0]
    assert said.title == "Revised official figures: National exam, 4.1.1"
    assert first in said.summary and second in said.summary
    # One decimal would print 70.0 twice.
    assert "Kenya, 2021: 70.00\u00a0% before, 70.04\u00a0% now" in said.content[0].value
    assert "2 figures of “School walk”" in entries[1].summary
    assert "wrong" not in words_of(content)


def test_the_same_bytes_each_time_and_the_same_names_in_each_feed(small: Any) -> None:
    small.run(written=WRITTEN)
    small.run(written=LATER, change=some_of_everything)
    one, other = feed(small.kept()), feed(small.kept())
    assert one == other
    of_goal = feed(small.kept(), KENYA.with_(goal=4))
    assert [entry.id for entry in read(of_goal).entries] == [e.id for e in read(one).entries]
    assert read(of_goal).feed.id != read(one).feed.id
    spanish = read(feed(small.kept(), KENYA.with_(language="es")))
    assert spanish.feed.language == "es"
    assert {entry.id for entry in spanish.entries}.isdisjoint(e.id for e in read(one).entries)
    assert {entry.link for entry in spanish.entries} == {f"{PLACE}/es/kenya/goal-4/4.1.1"}


def test_a_goal_or_country_without_changes_has_an_empty_feed(small: Any) -> None:
    small.run(written=WRITTEN)
    small.run(written=LATER, change=some_of_everything)
    for selection in (KENYA.with_(goal=7), Selection(country="nepal")):
        content = feed(small.kept(), selection)
        well_formed(content)
        assert read(content).entries == []
        assert read(content).feed.updated == "2026-11-09T09:30:00Z"


UNPAIRED = """[[unpaired]]
dataset = "walk"
series = ["can-read"]
reason = "Nobody has judged it yet."
"""


def test_a_pair_that_is_new_is_named_with_its_page(small: Any) -> None:
    pair = small.catalogue / "pairs" / "ken-4.1.1-walk-exam.toml"
    text = pair.read_text()
    pair.unlink()
    unpaired = small.catalogue / "unpaired" / "ken.toml"
    unpaired.parent.mkdir()
    unpaired.write_text(UNPAIRED)
    small.run(written=WRITTEN)
    pair.write_text(text)
    unpaired.unlink()
    small.run(written=LATER)
    kept = small.kept()
    assert by_kind(kept)[PAIRS].count == 1
    content = feed(kept)
    well_formed(content)
    [entry] = read(content).entries
    page = f"{PLACE}/kenya/goal-4/4.1.1?pair=ken-4.1.1-walk-exam"
    assert entry.title == "New pairs: School walk, 4.1.1"
    assert entry.link == page
    assert f'<a href="{page}">Reading, asked at home and examined</a>' in entry.content[0].value
    # Taken out again: nothing leads to a page that is not there.
    pair.unlink()
    unpaired.write_text(UNPAIRED.replace("yet", "any more"))
    small.run(written=datetime(2026, 11, 16, tzinfo=UTC))
    assert "pair=" not in feed(small.kept()).decode()


def test_what_is_withheld_now_is_not_said_again(small: Any) -> None:
    small.run(written=WRITTEN, change=lambda rows: rows["walk"].extend(KILLED[1:]))
    small.run(written=LATER, change=lambda rows: rows["walk"].extend(KILLED))
    kept = small.kept()
    found = by_kind(kept)
    # The total came; Turkana's 30, printed before, would now give back Nakuru's 3.
    assert (found[NEW].count, found[GONE].count) == (1, 1)
    entries = read(feed(kept)).entries
    said = " ".join(f"{one.title} {one.summary} {one.content[0].value}" for one in entries)
    assert not re.search(r"\b(30|3)\b", said)
    assert "to protect people" in said


def test_a_release_that_was_taken_back_is_no_part_of_the_feed(small: Any) -> None:
    first = small.run(written=WRITTEN)
    small.run(written=LATER, change=some_of_everything)
    assert small.run(written=WRITTEN) == first
    assert [one.release.name for one in small.kept()] == [first]


def test_the_time_is_when_the_release_was_written(small: Any) -> None:
    second = [small.run(written=WRITTEN), small.run(written=LATER, change=some_of_everything)][1]
    kept = small.kept()
    assert [one.published for one in kept] == [LATER, WRITTEN]
    assert kept[0].release.name == second
    assert kept[0].release is not kept[1].release


def test_what_the_catalogue_says_is_escaped_and_printable(small: Any) -> None:
    path = small.catalogue / "datasets" / "exam.toml"
    title = r'title = "<b>Exam</b> \u0007& \"more\" ]]> \uFFFF"'
    path.write_text(path.read_text().replace('title = "National exam"', title))
    small.run(written=WRITTEN)
    small.run(written=LATER, change=some_of_everything)
    content = feed(small.kept())
    well_formed(content)
    assert '<b>Exam</b>  & "more" ]]>' in words_of(content)
    assert b"<b>" not in content
    read(content)


# --- the real release ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def alone(release: Release) -> tuple[Kept, ...]:
    return (Kept(release=release, published=WRITTEN),)


@pytest.fixture(scope="module")
def grown(release: Release, warehouse: Path, tmp_path_factory: Any) -> tuple[Kept, ...]:
    """The real release, and before it one without a dataset, with fewer pairs, other values."""
    file = tmp_path_factory.mktemp("older") / f"{OLDER}.duckdb"
    shutil.copy(warehouse / f"{release.name}.duckdb", file)
    with duckdb.connect(str(file)) as connection:
        for change in (
            "delete from observations where dataset = 'sauti-za-wananchi'",
            "delete from pairs where country = 'KEN' and goal = '7'",
            "update observations set value = value * 0.9 "
            "where country = 'KEN' and indicator = '7.1.1' and side = 'official'",
            "update observations set value = value + 1e-12 where country = 'NPL'",
            # As it was before the database's newest vintage came.
            "update observations set value = value * 0.8, dataset = 'unsd-2020' "
            "where country = 'TZA' and indicator = '6.1.1' and dataset = 'unsd-2025' and current",
        ):
            connection.execute(change)
    older = Release(name=OLDER, file=file)
    return (
        Kept(release=release, published=LATER),
        Kept(release=older, published=WRITTEN),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("goal", [0, 7])
def test_with_one_release_a_feed_says_what_it_holds(
    alone: tuple[Kept, ...], release: Release, language: str, goal: int
) -> None:
    selection = KENYA.with_(goal=goal, language=language)
    content = feed(alone, selection)
    well_formed(content)
    found = read(content)
    assert found.feed.language == language
    assert found.feed.updated == "2026-11-02T09:30:00Z"
    own = [link.href for link in found.feed.links if link.rel == "self"]
    assert own == [
        f"{PLACE}{with_prefix('/kenya', language=language)}{'/goal-7' * bool(goal)}.atom"
    ]
    assert len(found.entries) == (1 if goal else 17)
    assert all(release.name in entry.summary for entry in found.entries)


def test_what_it_holds_is_what_its_pages_count(alone: tuple[Kept, ...], release: Release) -> None:
    [entry] = read(feed(alone, KENYA.with_(goal=7))).entries
    view = answer(selection=KENYA.with_(goal=7), release=release)
    assert f"pairs {len(view.records)}." in entry.summary


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", ["kenya", "tanzania", "nepal"])
def test_changes_of_the_real_release(grown: tuple[Kept, ...], country: str, language: str) -> None:
    content = feed(grown, Selection(country=country, language=language))
    well_formed(content)
    kinds = {entry.tags[0].term for entry in read(content).entries}
    # A difference of two floats is no revision.
    wanted = {"kenya": {PAIRS, REVISED, NEW}, "tanzania": {REVISED, NEW}, "nepal": set()}
    assert kinds == wanted[country]


def test_entries_are_grouped_and_every_figure_is_in_one(grown: tuple[Kept, ...]) -> None:
    later, earlier = grown
    changes = changes_between(earlier=earlier.release, later=later.release)
    assert len({(c.kind, c.country, c.indicator, c.dataset) for c in changes}) == len(changes)
    shown = {
        one.release.name: one.release.ask(Question.FIGURES, country=None, measures=None).filter(
            pl.col("value").is_not_null(), pl.col("dataset") == "sauti-za-wananchi"
        )
        for one in grown
    }
    assert shown[OLDER].is_empty()
    new = [one for one in changes if one.kind == NEW]
    assert {one.dataset for one in new} == {"sauti-za-wananchi"}
    assert sum(one.count for one in new) == shown[later.release.name].height > 30
    assert [one.count for one in changes if one.kind == PAIRS and one.country != "KEN"] == []
    revised = [one for one in changes if one.kind == REVISED]
    assert {one.side for one in revised} == {"official"}
    # National figures are listed first, and what is not listed is counted.
    for one in revised:
        nation = [row["area"] == one.country for row in one.listed]
        assert nation == sorted(nation, reverse=True)
        assert len(one.listed) + one.left == one.count
    assert any(one.left for one in revised)
    assert "are not listed here" in feed(grown).decode()
    assert all(len(one.listed) <= feeds.MOST_LISTED for one in changes)


def test_a_newer_vintage_revises_what_an_older_one_gave(grown: tuple[Kept, ...]) -> None:
    later, earlier = grown
    changes = changes_between(earlier=earlier.release, later=later.release)
    found = [one for one in changes if (one.country, one.indicator) == ("TZA", "6.1.1")]
    official = [(one.kind, one.dataset) for one in found if one.side == "official"]
    assert official == [(REVISED, "unsd-2025")]


def test_at_most_so_many_entries(alone: tuple[Kept, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_ENTRIES", 5)
    found = read(feed(alone))
    assert len(found.entries) == 5
    assert "at most 5 entries" in found.feed.subtitle


def test_only_countries_and_their_goals_have_feeds(alone: tuple[Kept, ...]) -> None:
    for selection in (
        Selection(),
        Selection(room="datasets"),
        KENYA.with_(goal=7, indicator="7.1.1"),
    ):
        with pytest.raises(SelectionError, match=r"kenya\.atom"):
            feed(alone, selection)
    with pytest.raises(ValueError, match="a feed needs a release"):
        feed(())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_offers_its_feed(release: Release, language: str) -> None:
    def offered(**parts: Any) -> list[str]:
        selection = Selection(language=language, **parts)
        with speaking(language):
            links = feeds_of(answer(selection=selection, release=release))
        assert all(link.text and link.note == ATOM for link in links)
        return [link.href for link in links]

    kenya = with_prefix("/kenya", language=language)
    assert offered(country="kenya") == [f"{kenya}.atom"]
    assert offered(country="kenya", goal=7) == [f"{kenya}/goal-7.atom", f"{kenya}.atom"]
    assert offered() == offered(room="methods") == []
    assert offered(country="kenya", goal=7, indicator="7.1.1") == []


@pytest.mark.parametrize(
    ("older", "newer", "unit", "said"),
    [
        (70.0, 72.5, "percent", ("70.0\u00a0%", "72.5\u00a0%")),
        (70.0, 70.04, "percent", ("70.00\u00a0%", "70.04\u00a0%")),
        (1200.0, 1201.0, "count", ("1,200", "1,201")),
        (5.0, 5.4, "count", ("5.0", "5.4")),
        (0.0123, 0.01234, "ratio", ("0.01230", "0.01234")),
    ],
)
def test_two_values_are_printed_so_that_they_differ(
    older: float, newer: float, unit: str, said: tuple[str, str]
) -> None:
    assert told_apart(older, newer, unit=unit) == said
