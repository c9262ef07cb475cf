"""The island: what Dash draws again in the place of the pictures."""

from __future__ import annotations

import json
from typing import Any

from layouts.pages.comparison import Ids

GRID = "/kenya/goal-7/7.1.1"


def post(client: Any, *, output: str, inputs: list[Any], state: list[Any]) -> Any:
    name, _, prop = output.rpartition(".")
    body = {
        "output": output,
        "outputs": {"id": name, "property": prop},
        "inputs": inputs,
        "state": state,
        "changedPropIds": [f"{inputs[0]['id']}.{inputs[0]['property']}"],
    }
    return client.post("/_dash-update-component", json=body)


def part(name: str, prop: str, value: Any) -> dict[str, Any]:
    return {"id": name, "property": prop, "value": value}


def draw(client: Any, href: str, *, wide: bool = True) -> Any:
    return post(
        client,
        output=f"{Ids.STAGE}.children",
        inputs=[part(Ids.ROOM, "data", {"wide": wide, "dark": False, "address": href})],
        state=[],
    )


def graphs(answered: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("type") == "Graph":
                found[node["props"]["id"]] = node["props"]["figure"]
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(answered.get_json())
    return found


def test_the_island_is_drawn_from_the_address(client: Any) -> None:
    found = graphs(draw(client, GRID))
    assert set(found) == {Ids.TIME}
    kinds = {trace["type"] for figure in found.values() for trace in figure["data"]}
    assert kinds == {"scatter"}


def test_the_island_says_what_it_draws_in_the_language_of_the_address(client: Any) -> None:
    said = {}
    for address in (GRID, f"/es{GRID}"):
        (holder,) = draw(client, address).get_json()["response"][Ids.STAGE]["children"]
        assert holder["props"]["data-address"] == address
        said[address] = json.dumps(holder)
    assert "Official (" in said[GRID]
    assert "Official (" not in said[f"/es{GRID}"]


def test_an_area_in_the_address_changes_the_figure(client: Any) -> None:
    whole, area = (graphs(draw(client, GRID + query)) for query in ("", "?area=KE-30"))
    assert whole[Ids.TIME] != area[Ids.TIME]


def test_nothing_is_drawn_without_room(client: Any) -> None:
    answered = post(
        client,
        output=f"{Ids.STAGE}.children",
        inputs=[part(Ids.ROOM, "data", None)],
        state=[],
    )
    assert answered.status_code in (200, 204)
    assert not answered.data or not graphs(answered)


def test_a_wrong_address_breaks_nothing(client: Any) -> None:
    answered = draw(client, "/kenya/goal-7/9.9.9")
    assert answered.status_code in (200, 204)
    assert not answered.data or not graphs(answered)


def test_callbacks_meet_only_components_that_exist(client: Any, app: Any) -> None:
    wired = set()
    for one in client.get("/_dash-dependencies").get_json():
        wired |= {part["id"] for part in (*one["inputs"], *one["state"])}
        wired.add(one["output"].rpartition(".")[0].strip("."))
    drawn = json.dumps(app.validation_layout.to_plotly_json(), default=lambda o: o.to_plotly_json())
    for name in wired:
        assert f'"{name}"' in drawn, name
    assert wired <= {str(name) for name in Ids}


def test_the_policy_lets_only_this_host_speak(client: Any) -> None:
    answered = client.get("/kenya/goal-7/7.1.1")
    policy = answered.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
