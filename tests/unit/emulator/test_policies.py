# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies: ids, names, and what the server derives."""

from __future__ import annotations

import pytest
from emulator_world import World, rights

ID = 24 * "a"


def fetch(world, policy):
    return world.ok("GET", f"/api/portal/policies/{policy}")


def test_the_id_is_in_the_message(world):
    answer = world.ok("POST", "/api/portal/policies", {"name": "Gold"})
    assert answer == {"Status": "OK", "Message": answer["Message"], "Meta": None} and len(answer["Message"]) == 24
    policy = fetch(world, answer["Message"])
    assert policy["_id"] == policy["id"] == answer["Message"] and policy["org_id"] == world.org
    assert world.ok("GET", "/api/portal/policies") == {"Data": [policy], "Pages": 1}


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"name": "Gold"}, 400, "This policy name has already been used. Enter a unique policy name"),
        ({"_id": "no-hex"}, 400, "Invalid policy ID"),
        ({"_id": ID}, 500, "Failure creating data, please contact your administrator"),
        ({"id": "gold"}, 500, "Failure creating data, please contact your administrator"),
        ({"id": "with space"}, 400, "Invalid policy ID"),
        ({"org_id": "elsewhere"}, 403, "Object not owned by this organisation, write is forbidden"),
        ({"rate": "fast"}, 403, "Request body malformed"),
        ({"quota_max": 1.0}, 403, "Request body malformed"),
        ({"access_rights": []}, 403, "Request body malformed"),
    ],
)
def test_refused_on_create(world, fields, status, message):
    world.policy("Gold", _id=ID, id="gold")
    answer = world.call("POST", "/api/portal/policies", {"name": "New", **fields})
    assert (answer[0], answer[1]["Message"]) == (status, message)


@pytest.mark.parametrize(
    ("version", "quirks", "own_id", "explicit"),
    [
        ("5.13", (), True, "gold"),
        ("5.13", ("regenerate-api-id",), False, None),
        ("4.3", (), False, ""),
    ],
)
def test_ids_of_the_client(version, quirks, own_id, explicit):
    world = World(dashboard_version=version, quirks=quirks)
    policy = fetch(world, world.policy("Gold", _id=ID, id="gold"))
    assert (policy["_id"] == ID) is own_id
    assert policy["id"] == (policy["_id"] if explicit is None else explicit)


@pytest.mark.parametrize(("version", "status"), [("5.13", 200), ("5.11", 400)])
def test_explicit_ids_in_the_path(version, status):
    world = World(dashboard_version=version)
    world.policy("Gold", id="gold")
    assert world.call("GET", "/api/portal/policies/gold")[0] == status


def test_older_dashboards_allow_twins():
    world = World(dashboard_version="4.3")
    assert world.policy("Gold") != world.policy("Gold")


def test_put_replaces_everything(world):
    api = world.api()
    policy = world.policy("Gold", id="gold", rate=5, tags=["a"], access_rights=rights(api), date_created="x")
    before = fetch(world, policy)
    world.time += 60
    body = {"name": "Gold", "org_id": world.org, "unknown": 1}
    answer = world.ok("PUT", f"/api/portal/policies/{policy}", body)
    assert answer == {"Status": "OK", "Message": "Data updated", "Meta": None}
    after = fetch(world, policy)
    assert (after["rate"], after["tags"], after["access_rights"], after["active"]) == (0, None, None, False)
    # The explicit id is gone as well.
    assert after["id"] == policy and world.call("GET", "/api/portal/policies/gold")[0] == 400
    assert after["date_created"] == before["date_created"] != "x"
    assert int(after["last_updated"]) == int(before["last_updated"]) + 60
    assert "unknown" not in after


def test_put_needs_the_organisation(world):
    policy = world.policy()
    status, answer = world.call("PUT", f"/api/portal/policies/{policy}", {"name": "Gold"})
    assert (status, answer["Message"]) == (403, "Object not owned by this organisation, write is forbidden")


def test_names_are_unique_on_put_too(world):
    world.policy("Gold")
    silver = world.policy("Silver")
    body = {**fetch(world, silver), "name": "Gold"}
    assert world.call("PUT", f"/api/portal/policies/{silver}", body)[0] == 400
    assert world.call("PUT", f"/api/portal/policies/{silver}", {**body, "name": "Silver"})[0] == 200


def test_derived_fields_ignore_the_client(world):
    api = world.api(use_keyless=False, enable_jwt=True)
    sent = {"access_rights_array": [1], "auth_type": "x", "auth_types": ["y"], "graphql_enabled": True}
    policy = fetch(world, world.policy(access_rights=rights(api, unknown=1), **sent))
    assert policy["access_rights_array"] == [policy["access_rights"][api]]
    assert (policy["auth_type"], policy["auth_types"], policy["graphql_enabled"]) == ("jwt", ["jwt"], False)
    assert "unknown" not in policy["access_rights"][api] and policy["access_rights"][api]["limit"] is None


def test_an_unknown_api_is_not_noticed(world):
    assert fetch(world, world.policy(access_rights=rights("gone")))["access_rights"]["gone"]["api_id"] == "gone"


def test_lists_and_search(world):
    api = world.api()
    gold = world.policy("Gold", state="active", access_rights=rights(api))
    world.policy("Silver", active=False, state="draft")

    def found(path):
        return [policy["name"] for policy in world.ok("GET", f"/api/portal/policies{path}")["Data"]]

    assert found("") == ["Silver", "Gold"] and found("?active=true") == ["Gold"]
    assert found("/search?q=gol") == ["Gold"] and found("/search?state=draft") == ["Silver"]
    assert found(f"/search?api_id={api}") == ["Gold"] and found(f"/search?policy_ids={gold}") == ["Gold"]
    assert found("/search?sort=name") == ["Gold", "Silver"]
    status, answer = world.call("GET", "/api/portal/policies/search?policy_ids=zz")
    assert (status, answer["Message"]) == (400, "Policy ID is not in hex format")


def test_delete_and_admin_import(world):
    policy = world.policy()
    assert world.ok("DELETE", f"/api/portal/policies/{policy}")["Message"] == "Data deleted"
    body = {"Data": [{"_id": ID, "name": "Gold", "org_id": world.org}], "Pages": 0}
    answer = world.admin("POST", "/admin/policies/import", body)[1]
    assert (answer["Message"], answer["Meta"]) == ("Policies imported", {ID: True})
    assert fetch(world, ID)["name"] == "Gold"
