# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The noise switches."""

from __future__ import annotations

import pathlib
import re

import pytest
from emulator_world import World, rights, session

from tyk_emulator import QUIRKS, Config


def noisy(*quirks, **settings):
    world = World(**settings)
    world.ids = {"api": world.api("Orders", tags=[]), "second": world.api("Second"), "third": world.api("Third")}
    world.ids["policy"] = world.policy(
        access_rights=rights(world.ids["api"], allowed_urls=[]), rate=5, tags=["a", "b", "c"], per=1
    )
    world.ids["key"] = world.key(
        "/api/keys/custom", access_rights=rights(world.ids["api"]), meta_data={"zero": 0, "none": ""}
    )["key_id"]
    world.emulator.config = world.emulator.config.changed({"quirks": quirks})
    return world


def test_unknown_settings_are_refused():
    for bad in ({"quirks": ["x"]}, {"dashboard_version": "new"}, {"admin_secret": ""}):
        with pytest.raises(ValueError):
            Config(**bad)


def test_the_readme_lists_every_quirk():
    readme = (pathlib.Path(__file__).parents[2] / "tyk_emulator/README.md").read_text(encoding="utf-8")
    readme = readme.split("## Quirks", 1)[1].split("## Doubts", 1)[0]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", readme, re.MULTILINE)) == set(QUIRKS)


def test_every_doubt_names_what_settled_it():
    readme = (pathlib.Path(__file__).parents[2] / "tyk_emulator/README.md").read_text(encoding="utf-8")
    legend, table = readme.split("## Doubts", 1)[1].split("## Inside", 1)[0].split("| behaviour |", 1)
    letters = set(re.findall(r"\*\*([a-z])\*\*", legend))
    rows = [line.strip("|").split(" | ") for line in table.splitlines()[2:] if line and not line.startswith("| **")]
    assert len(rows) > 90 and all(len(row) == 4 for row in rows)
    assert all(set(row[3].replace(" ", "").split(",")) <= letters for row in rows)
    # The other reading of a doubt is a switch that exists.
    named = {word for row in rows for word in re.findall(r"`([a-z]+(?:-[a-z]+)+)`(?: is the other reading)", row[2])}
    assert {"dead-hooks-dropped", "admin-put-needs-token"} <= named <= set(QUIRKS)


def test_omit_zero():
    world = noisy("omit-zero")
    policy = world.ok("GET", f"/api/portal/policies/{world.ids['policy']}")
    assert "quota_max" not in policy and policy["rate"] == 5
    assert set(policy["access_rights"][world.ids["api"]]) == {"api_id", "api_name", "versions"}
    data = world.ok("GET", "/api/keys/custom")["data"]
    assert "alias" not in data and data["meta_data"] == {"zero": 0, "none": ""}
    definition = world.ok("GET", f"/api/apis/{world.ids['api']}")["api_definition"]
    assert (
        "domain" not in definition
        and definition["active"] is True
        and list(definition["version_data"]["versions"]) == ["Default"]
    )
    assert len(world.ok("GET", "/api/apis")["apis"]) == 3
    # A user is no such object.
    assert "group_id" in world.ok("GET", f"/api/users/{world.user}")


def test_null_lists():
    world = noisy("null-lists")
    assert world.ok("GET", "/api/hooks")["hooks"] is None
    assert world.ok("GET", f"/api/apis/{world.ids['api']}")["api_definition"]["tags"] is None
    policy = world.ok("GET", f"/api/portal/policies/{world.ids['policy']}")
    assert policy["access_rights"][world.ids["api"]]["allowed_urls"] is None and policy["tags"] == ["a", "b", "c"]


def test_random_order():
    world = noisy("random-order")
    orders = {
        tuple(entry["api_definition"]["name"] for entry in world.ok("GET", "/api/apis")["apis"]) for _time in range(30)
    }
    assert len(orders) > 1 and {frozenset(order) for order in orders} == {frozenset({"Orders", "Second", "Third"})}
    tags = {tuple(world.ok("GET", f"/api/portal/policies/{world.ids['policy']}")["tags"]) for _time in range(30)}
    assert len(tags) > 1


def test_noise_is_repeatable():
    def run():
        world = noisy("random-order", "extra-fields", seed=5)
        return [world.ok("GET", "/api/apis") for _time in range(5)]

    assert run() == run()


def test_float_numbers():
    world = noisy("float-numbers")
    body = world.send("GET", "/api/keys/custom", headers={"authorization": world.token}).body
    assert b'"expires":0.0' in body and b'"rate":10.0' in body and b'"zero":0,' in body
    # What it wrote it reads, unlike a Dashboard without the switch.
    assert world.call("PUT", "/api/keys/custom", session(**world.ok("GET", "/api/keys/custom")["data"]))[0] == 200
    world.emulator.config = world.emulator.config.changed({"quirks": ()})
    data = world.ok("GET", "/api/keys/custom")["data"]
    assert world.call("PUT", "/api/keys/custom", {**data, "expires": 0.0})[0] == 400


def test_extra_fields():
    world = noisy("extra-fields")
    for path in (
        f"/api/apis/{world.ids['api']}",
        f"/api/users/{world.user}",
        f"/api/portal/policies/{world.ids['policy']}",
    ):
        first, second = (world.ok("GET", path) for _time in "ab")
        assert first["server_noise"] != second["server_noise"]
        assert world.call("PUT", path, second)[0] == 200, path
    assert "server_noise" in world.ok("GET", "/api/keys/custom")["data"]
    assert all("server_noise" in entry for entry in world.ok("GET", "/api/apis")["apis"])
    assert "server_noise" not in str(world.control("GET", "state"))


def test_status_case():
    world = noisy("status-case")
    seen = set()
    for _time in range(12):
        answer = world.call("PUT", f"/api/apis/{world.ids['api']}/access", {})[1]
        seen |= {(name, value) for name, value in answer.items() if name.lower() == "status"}
    assert {"Status", "status"} == {name for name, _value in seen}
    assert {"ok", "OK", "Ok"} == {value for _name, value in seen}


@pytest.mark.parametrize(
    ("quirk", "message"),
    [
        ("messages-with-dots", "Could not retrieve Api detail."),
        ("message-upper-case", "COULD NOT RETRIEVE API DETAIL"),
        ("message-lower-case", "could not retrieve api detail"),
    ],
)
def test_wording(quirk, message):
    world = noisy(quirk)
    assert world.call("GET", "/api/apis/zz")[1]["Message"] == message
    # Ids and tokens are no wording.
    made = world.ok("POST", "/api/portal/policies", {"name": "New"})["Message"]
    assert world.call("GET", f"/api/portal/policies/{made}")[0] == 200
    _user, token = world.make_user("new@acme.example", {"apis": "read"}, world.org)
    assert world.call("GET", "/api/apis", token=token)[0] == 200


def test_late_visibility():
    world = World(quirks=["late-visibility"])
    api, policy = world.api(), world.policy()
    body = session(access_rights=rights(api))
    assert (
        world.call("GET", f"/api/apis/{api}")[0] == 400
        and world.call("GET", f"/api/portal/policies/{policy}")[0] == 404
    )
    assert world.ok("GET", "/api/apis")["apis"] == [] and world.ok("GET", "/api/portal/policies")["Data"] == []
    assert world.call("POST", "/api/keys", body)[0] == 403
    world.time += 2
    assert (
        world.call("GET", f"/api/apis/{api}")[0] == 200
        and world.call("GET", f"/api/portal/policies/{policy}")[0] == 200
    )
    assert world.call("POST", "/api/keys", body)[0] == 200


def test_late_gateway():
    world = World(quirks=["late-gateway"])
    api = world.api()
    policy = world.policy(access_rights=rights(api))
    assert world.call("GET", f"/api/apis/{api}")[0] == 200
    for body, wanted in ((session(access_rights=rights(api)), api), (session(apply_policies=[policy]), policy)):
        status, answer = world.call("POST", "/api/keys", body)
        assert status in (400, 500) and wanted in answer["Message"]
    world.time += 2
    assert world.call("POST", "/api/keys", session(apply_policies=[policy], access_rights=rights(api)))[0] == 200


def test_https_redirect():
    world = noisy("https-redirect")
    response = world.send("GET", "/api/users?p=-1", headers={"authorization": world.token, "host": "dash:3000"})
    assert (response.status, response.headers["location"]) == (307, "https://dash:3000/api/users?p=-1")
    assert world.control("GET", "requests")[-1]["status"] == 307
