"""An address and a selection are the same thing, written twice."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import SelectionError
from data.selection import (
    BY_COUNTRY,
    DATASETS,
    INDICATOR,
    ROOMS,
    SEARCHED,
    SEXES,
    URBANISATIONS,
    WITH_ENTRIES,
    Known,
    Selection,
    plain_query,
)

KNOWN = Known(
    countries={"kenya": "KEN", "nepal": "NPL"},
    goals=frozenset({4, 5, 17}),
    measures={"4.1.1": 4, "4.2": 4, "5.b.1": 5, "5.2": 5, "17.8.1": 17},
    pairs={"ken-4.1.1-a-b": ("KEN", "4.1.1"), "npl-5.2-c-d": ("NPL", "5.2")},
    datasets=frozenset({"walk", "exam"}),
    across=("4.1.1", "5.2", "5.b.1", "17.8.1"),
    entries={"initiatives": ("bees", "wells"), "learn": ("privacy", "kit"), "theme": ("climate",)},
    filters={
        "initiatives": {"method": ("survey", "sensors"), "kind": ("tool",)},
        "learn/kit": {"in": ("kenya", "nepal"), "claim": ("differs", "cannot tell")},
    },
    areas={"KEN": "KEN", "KE-30": "KEN", "KEN-former-province-coast": "KEN", "NP-P3": "NPL"},
)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    country = draw(st.sampled_from(["", *KNOWN.countries]))
    room = draw(st.sampled_from(["", *ROOMS]))
    if room == INDICATOR:
        return Selection(room=room, indicator=draw(st.sampled_from(KNOWN.across)))
    if room:
        dataset = draw(st.sampled_from(["", *sorted(KNOWN.datasets)])) if room == DATASETS else ""
        entry = draw(st.sampled_from(["", *KNOWN.entries[room]])) if room in WITH_ENTRIES else ""
        filters = KNOWN.filters.get(f"{room}/{entry}" if entry else room, {})
        narrowed = (room in BY_COUNTRY and not (dataset or entry)) or "in" in filters
        asked = draw(st.text(max_size=9)) if room in SEARCHED and not entry else ""
        return Selection(
            room=room,
            dataset=dataset,
            country=country if narrowed else "",
            entry=entry,
            query=plain_query(asked),
        ).filtered(
            **{
                name: draw(st.sampled_from(["", *values]))
                for name, values in filters.items()
                if name != "in"
            }
        )
    goal = draw(st.sampled_from([0, *sorted(KNOWN.goals)])) if country else 0
    codes = [code for code, its_goal in KNOWN.measures.items() if its_goal == goal]
    indicator = draw(st.sampled_from(["", *codes])) if codes else ""
    if not indicator:
        return Selection(country=country, goal=goal)
    iso = KNOWN.countries[country]
    pairs = [pair for pair, place in KNOWN.pairs.items() if place == (iso, indicator)]
    areas = [area for area, where in KNOWN.areas.items() if where == iso]
    return Selection(
        country=country,
        goal=goal,
        indicator=indicator,
        pair=draw(st.sampled_from(["", *pairs])),
        area=draw(st.sampled_from(["", *areas])),
        sex=draw(st.sampled_from(SEXES)),
        urbanisation=draw(st.sampled_from(URBANISATIONS)),
    )


def read(address: str) -> Selection:
    parts = urlsplit(address)
    return Selection.from_address(parts.path, parts.query, known=KNOWN)


@given(selections())
def test_an_address_leads_back_to_its_selection(selection: Selection) -> None:
    assert read(selection.address()) == selection


@given(selections())
def test_an_address_has_one_form(selection: Selection) -> None:
    assert read(selection.address()).address() == selection.address()


def test_the_overview_is_the_root() -> None:
    assert read("/") == Selection()
    assert Selection().address() == "/"


def test_defaults_stay_out_of_the_address() -> None:
    asked = read("/kenya/goal-4/4.1.1?sex=total&urbanisation=rural&area=")
    assert asked.address() == "/kenya/goal-4/4.1.1?urbanisation=rural"


def test_what_a_social_network_appends_is_dropped() -> None:
    asked = read("/kenya?utm_source=x&fbclid=y")
    assert asked == Selection(country="kenya")


@pytest.mark.parametrize(
    ("address", "parameter", "found", "allowed"),
    [
        ("/kenia", "country", "kenia", "kenya"),
        ("/datasets/wolk", "dataset", "wolk", "walk"),
        ("/coverage/kenya", "address", "/coverage/kenya", "/coverage"),
        ("/coverage?in=kenia", "in", "kenia", "kenya"),
        ("/methods?in=kenya", "parameter", "in", None),
        ("/indicator", "indicator", "", "4.1.1"),
        ("/indicator/4.2", "indicator", "4.2", "5.2"),
        ("/indicator/5.2/x", "address", "/indicator/5.2/x", "/indicator/4.1.1"),
        ("/indicator/5.2?in=kenya", "parameter", "in", None),
        ("/indicator/5.2?sex=female", "parameter", "sex", None),
        ("/learn/privcy", "entry", "privcy", "privacy"),
        ("/learn/privacy/x", "address", "/learn/privacy/x", "/learn"),
        ("/initiatives?method=surveys", "method", "surveys", "survey"),
        ("/initiatives/bees?method=survey", "parameter", "method", None),
        ("/learn/kit?in=kenia", "in", "kenia", "kenya"),
        ("/learn/privacy?in=kenya", "parameter", "in", None),
        ("/about/us", "address", "/about/us", "/about"),
        ("/datasets/walk?in=kenya", "parameter", "in", None),
        ("/kenya/goal-18", "goal", "goal-18", "goal-17"),
        ("/kenya/4", "goal", "4", "goal-4"),
        ("/kenya/goal-4/4.9.9", "indicator", "4.9.9", "4.1.1"),
        ("/kenya/goal-4/5.2", "indicator", "5.2", "4.2"),
        ("/kenya/goal-4/4.1.1/x", "address", "/kenya/goal-4/4.1.1/x", "/kenya"),
        ("/kenya/goal-4/4.1.1?pair=npl-5.2-c-d", "pair", "npl-5.2-c-d", "ken-4.1.1-a-b"),
        ("/kenya/goal-4/4.1.1?area=NP-P3", "area", "NP-P3", "KE-30"),
        ("/kenya/goal-4/4.1.1?sex=women", "sex", "women", "female"),
        ("/kenya/goal-4/4.1.1?colour=red", "parameter", "colour", "area"),
        ("/kenya?sex=female", "parameter", "sex", None),
        ("/nepal/goal-4/4.1.1?pair=ken-4.1.1-a-b", "parameter", "pair", "area"),
        ("/kenya/goal-4/4.1.1?sex=male&sex=female", "sex", "sex twice", "once"),
    ],
)
def test_what_does_not_exist_is_named(
    address: str, parameter: str, found: str, allowed: str | None
) -> None:
    with pytest.raises(SelectionError) as caught:
        read(address)
    assert (caught.value.parameter, caught.value.found) == (parameter, found)
    assert allowed is None or allowed in caught.value.allowed


def test_changing_a_part_keeps_the_rest() -> None:
    asked = read("/kenya/goal-4/4.1.1?sex=female").with_(area="KE-30")
    assert asked.address() == "/kenya/goal-4/4.1.1?area=KE-30&sex=female"
