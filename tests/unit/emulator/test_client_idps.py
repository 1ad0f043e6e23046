# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client identity providers of the Dashboard."""

from __future__ import annotations

import pytest
from emulator_world import World

LIST = "/api/clientidps"
PROVIDER = {"name": "Login", "jwks_uri": "https://login.example/keys"}
MAPPINGS = {"a1": {"scope_to_policy": {"read": "p1", "write": "p2"}}, "a2": {"scope_to_policy": {"read": "p1"}}}


def made(world, **fields):
    return world.ok("POST", LIST, {**PROVIDER, **fields})["Meta"]


def test_creating_one_answers_in_an_envelope_of_its_own(world):
    status, answer = world.call("POST", LIST, PROVIDER)
    assert status == 201 and answer["Status"] == "success" and answer["Message"] == "client idp created"
    shown = world.ok("GET", f"{LIST}/{answer['Meta']}")
    assert shown["_id"] == shown["client_idp_id"] == answer["Meta"]
    assert shown["org_id"] == world.org and shown["api_mappings"] == {} and shown["issuer"] == ""
    assert world.ok("GET", LIST) == {"client_idps": [shown], "pages": 1}


def test_either_id_finds_it_and_the_chosen_one_first(world):
    first = made(world, client_idp_id="login")
    other = made(world, client_idp_id=first)
    assert world.ok("GET", f"{LIST}/login")["_id"] == first
    assert world.ok("GET", f"{LIST}/{first}")["_id"] == other
    assert world.call("GET", f"{LIST}/zz")[0] == 404


@pytest.mark.parametrize("lacking", ["name", "jwks_uri"])
def test_what_is_demanded(world, lacking):
    found = made(world)
    for method, path in (("POST", LIST), ("PUT", f"{LIST}/{found}")):
        body = {name: value for name, value in PROVIDER.items() if name != lacking}
        assert world.call(method, path, body)[0] == 400
        assert world.call(method, path, {**PROVIDER, lacking: 1})[0] == 400
    assert world.call("POST", LIST, b"")[0] == world.call("POST", LIST, b"[]")[0] == 400


def test_an_id_is_there_once_in_its_organisation(world):
    made(world, client_idp_id="login")
    second = made(world, client_idp_id="other")
    assert world.call("POST", LIST, {**PROVIDER, "client_idp_id": "login"})[0] == 409
    assert world.call("PUT", f"{LIST}/{second}", {**PROVIDER, "client_idp_id": "login"})[0] == 409
    org = world.admin("POST", "/admin/organisations", {"owner_name": "Other"})[1]["Meta"]
    _user, token = world.make_user("root@other.example", {"IsAdmin": "admin"}, org)
    assert world.call("POST", LIST, {**PROVIDER, "client_idp_id": "login"}, token)[0] == 201
    assert len(world.ok("GET", LIST, token=token)["client_idps"]) == 1


def test_an_update_replaces_but_for_what_the_server_owns(world):
    found = made(world, client_idp_id="login", issuer="https://login.example", api_mappings=MAPPINGS)
    shown = world.ok("PUT", f"{LIST}/login", {**PROVIDER, "name": "New", "_id": "x", "org_id": "x"})
    assert (shown["_id"], shown["org_id"], shown["client_idp_id"]) == (found, world.org, "login")
    assert (shown["name"], shown["issuer"], shown["api_mappings"]) == ("New", "", {})
    assert world.ok("PUT", f"{LIST}/login", {**PROVIDER, "client_idp_id": "sso"})["client_idp_id"] == "sso"
    assert world.call("GET", f"{LIST}/login")[0] == 404


def test_mappings_are_merged_at_every_depth(world):
    path = f"{LIST}/{made(world, api_mappings=MAPPINGS)}/mappings"
    patch = {"a1": {"scope_to_policy": {"read": None, "admin": "p3"}}, "a2": None, "a3": {"scope_to_policy": {}}}
    shown = world.ok("PATCH", path, patch)["api_mappings"]
    assert shown == {"a1": {"scope_to_policy": {"write": "p2", "admin": "p3"}}, "a3": {"scope_to_policy": {}}}
    assert world.call("PATCH", path, {"a1": {"scope_to_policy": {"read": 1}}})[0] == 400
    assert world.ok("PATCH", path, {})["api_mappings"] == shown


def test_a_single_mapping(world):
    path = f"{LIST}/{made(world, api_mappings=MAPPINGS)}/mappings"
    assert world.ok("GET", f"{path}/a2") == MAPPINGS["a2"]
    shown = world.ok("PUT", f"{path}/a1", {"scope_to_policy": {"all": "p9"}})
    assert shown["api_mappings"] == {**MAPPINGS, "a1": {"scope_to_policy": {"all": "p9"}}}
    gone = world.ok("DELETE", f"{path}/a2")
    assert gone == {"Status": "success", "Message": "client idp mapping deleted", "Meta": None}
    assert world.call("GET", f"{path}/a2")[0] == world.call("DELETE", f"{path}/a2")[0] == 404


def test_deleting_one(world):
    found = made(world)
    gone = world.ok("DELETE", f"{LIST}/{found}")
    assert gone == {"Status": "success", "Message": "client idp deleted", "Meta": None}
    assert world.call("DELETE", f"{LIST}/{found}")[0] == 404


def test_other_readings():
    world = World(quirks=["idp-mappings-stay", "idp-meta-own-id", "idp-no-mapping-deleted"])
    assert made(world, client_idp_id="login", api_mappings=MAPPINGS) == "login"
    assert world.ok("PUT", f"{LIST}/login", PROVIDER)["api_mappings"] == MAPPINGS
    assert world.ok("DELETE", f"{LIST}/login/mappings/zz")["Status"] == "success"


@pytest.mark.parametrize(
    ("version", "method", "path", "there"),
    [
        ("5.13", "GET", "/api/clientidps", False),
        ("5.14", "GET", "/api/clientidps", True),
        ("5.12", "GET", "/api/mcps", False),
        ("5.13", "GET", "/api/mcps", True),
        ("5.11", "PATCH", "/api/apis/oas/a/rebase/b", False),
        ("5.12", "PATCH", "/api/apis/oas/a/rebase/b", True),
        ("5.10", "GET", "/api/certs/dependencies/a", False),
        ("5.11", "GET", "/api/certs/dependencies/a", True),
    ],
)
def test_routes_come_with_their_version(version, method, path, there):
    world = World(dashboard_version=version)
    answer = world.call(method, path)
    assert (answer == (404, "404 page not found\n")) is not there
