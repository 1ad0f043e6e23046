# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Profiles of the identity broker in the Dashboard."""

from __future__ import annotations

import pytest
from emulator_world import World

LIST = "/api/tib/profiles"
PROFILE = {"ID": "p1", "Name": "Login", "ActionType": "GenerateOrLoginUserProfile", "Type": "redirect"}


def test_a_profile_is_made_read_changed_and_deleted(world):
    status, answer = world.call("POST", f"{LIST}/p1", PROFILE)
    assert status == 201 and answer["Status"] == "ok" and answer["ID"] == "p1"
    shown = world.ok("GET", f"{LIST}/p1")["Data"]
    assert shown["OrgID"] == world.org and shown["ProviderConstraints"] == {"Domain": "", "Group": ""}
    assert shown["UserGroupMapping"] is None and shown["SSOOnlyForRegisteredUsers"] is False
    assert world.ok("GET", LIST) == {"Status": "ok", "ID": "", "Data": [shown]}
    assert world.ok("PUT", f"{LIST}/p1", {"ID": "p1"})["Data"]["Name"] == ""
    assert world.ok("DELETE", f"{LIST}/p1") == {"Status": "ok", "ID": "p1", "Data": {}}
    assert world.ok("GET", LIST)["Data"] == []


def test_names_come_in_any_case_and_free_parts_stay_as_they_are(world):
    free = {"UseProviders": [{"Name": "x", "key": "s"}], "more": 1}
    body = {"id": "p1", "NAME": "Login", "unknown": 1, "ProviderConfig": free, "providerConstraints": {"domain": "d"}}
    shown = world.ok("POST", f"{LIST}/p1", body)["Data"]
    assert (shown["ID"], shown["Name"], shown["ProviderConfig"]) == ("p1", "Login", free)
    assert shown["ProviderConstraints"]["Domain"] == "d" and "unknown" not in shown


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "message"),
    [
        ("POST", "/p2", {"ID": "p3"}, 400, "Object ID and URI resource ID do not match"),
        ("POST", "/p2", {}, 400, "Object ID and URI resource ID do not match"),
        ("POST", "/p1", {"ID": "p1"}, 400, "Object ID already exists"),
        ("POST", "/p2", {"ID": 1}, 400, "Failed to decode body data"),
        ("POST", "/p2", b"{", 400, "Failed to decode body data"),
        ("PUT", "/p1", {"ID": "p2"}, 400, "Object ID and URI resource ID do not match"),
        ("PUT", "/p2", {"ID": "p2"}, 404, "Object ID does not exist, operation not permitted"),
        ("GET", "/p2", None, 404, "Profile not found"),
        ("DELETE", "/p2", None, 404, "Object ID does not exist"),
    ],
)
def test_refusals_are_the_broker_s(world, method, path, body, status, message):
    world.ok("POST", f"{LIST}/p1", PROFILE)
    assert world.call(method, LIST + path, body) == (status, {"Status": "error", "Error": message})


def test_who_may(world):
    _user, token = world.make_user("a@acme.example", {"idm": "read"}, world.org)
    assert world.call("GET", LIST, token=token)[0] == 200
    assert world.call("POST", f"{LIST}/p1", PROFILE, token)[0] == 403
    _user, token = world.make_user("b@acme.example", {"apis": "write"}, world.org)
    assert world.call("GET", LIST, token=token)[0] == 403


def test_other_readings():
    assert World().call("POST", LIST, PROFILE)[0] == 405
    world = World(quirks=["tib-bare-profiles", "tib-create-plain", "tib-null-list", "tib-post-without-id"])
    assert world.ok("GET", LIST)["Data"] is None
    status, answer = world.call("POST", LIST, PROFILE)
    assert (status, answer["ID"]) == (200, "p1") and world.ok("GET", f"{LIST}/p1") == answer
