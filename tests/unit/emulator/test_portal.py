# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The classic portal: real state behind every route."""

from __future__ import annotations

import pytest
from emulator_world import World

PORTAL = "/api/portal"
ID = "5e9d9544a1dcd60001d0ed99"
KINDS = {
    "pages": {"title": "Terms", "slug": "terms", "fields": {"Text": "x"}},
    "developers": {"email": "a@portal.example", "password": "secret", "fields": {"Name": "Ada"}},
    "documentation": {"api_id": "", "doc_type": "swagger", "documentation": "e30="},
}
SINGLES = {
    "configuration": {"require_key_approval": True, "signup_fields": ["Name"]},
    "catalogue": {"email": "c@portal.example", "apis": [{"name": "Orders", "policy_id": ID}]},
    "menus": {"menus": {"main": []}, "is_active": True},
    "css": {"page_css": "a", "email_css": "b"},
    "js": {"page_js": "1"},
}


@pytest.mark.parametrize("name", KINDS)
def test_a_life_of_an_object(world, name):
    path, body = f"{PORTAL}/{name}", KINDS[name]
    ident = world.ok("POST", path, body)["Message"]
    shown = world.ok("GET", f"{path}/{ident}")
    wanted = {field: value for field, value in body.items() if field != "password"}
    assert shown["id"] == ident and shown["org_id"] == world.org and wanted.items() <= shown.items()
    field = next(field for field in wanted if isinstance(wanted[field], str))
    changed = {**wanted, field: f"b{wanted[field]}"}
    assert world.ok("PUT", f"{path}/{ident}", changed) == {"Status": "OK", "Message": "Data updated", "Meta": None}
    assert world.ok("GET", f"{path}/{ident}")[field] == changed[field]
    listed = world.ok("GET", f"{path}?p=-1")
    assert listed["Pages"] == 1 and [one.get("_id", one.get("id")) for one in listed["Data"]] == [ident]
    assert world.ok("DELETE", f"{path}/{ident}")["Message"] == "Data deleted"
    assert world.call("GET", f"{path}/{ident}")[0] == 404 and world.ok("GET", path)["Data"] == []


@pytest.mark.parametrize("name", KINDS)
def test_what_is_not_there(world, name):
    for method, message in (("GET", "retrieve portal object"), ("DELETE", "retrieve object for deletion")):
        status, answer = world.call(method, f"{PORTAL}/{name}/{ID}")
        assert (status, answer["Message"]) == (404, f"Could not {message}")
    assert world.call("PUT", f"{PORTAL}/{name}/{ID}", KINDS[name])[0] == 404


@pytest.mark.parametrize("name", SINGLES)
def test_of_some_there_is_one(world, name):
    path = f"{PORTAL}/{name}"
    assert world.call("GET", path)[0] == 404 and world.call("PUT", path, SINGLES[name])[0] == 404
    ident = world.ok("POST", path, {})["Message"]
    assert world.call("POST", path, {})[0] == 403
    world.ok("PUT", path, {**SINGLES[name], "unknown": 1})
    shown = world.ok("GET", path)
    assert (shown["id"], shown["org_id"]) == (ident, world.org) and "unknown" not in shown
    for field, value in SINGLES[name].items():
        assert field == "apis" or shown[field] == value
    # What an update leaves out is gone.
    world.ok("PUT", path, {})
    assert all(not world.ok("GET", path)[field] for field in SINGLES[name])


def test_one_page_is_home(world):
    ids = [world.ok("POST", f"{PORTAL}/pages", {"title": name, "is_homepage": True})["Message"] for name in "ab"]
    homes = {page["id"]: page["is_homepage"] for page in world.ok("GET", f"{PORTAL}/pages")["Data"]}
    assert homes == {ids[0]: False, ids[1]: True}


def test_developers_and_their_passwords(world):
    path, body = f"{PORTAL}/developers", KINDS["developers"]
    ident = world.ok("POST", path, body)["Message"]
    assert world.call("POST", path, {**body, "email": "A@Portal.example"})[0] == 403
    assert world.call("POST", path, {"email": "none", "password": "x"})[0] == 400

    def login(password):
        check = {"username": "A@portal.example", "password": password}
        return world.call("POST", f"{path}/verify_credentials", check)[0]

    assert (login("secret"), login("other")) == (200, 401)
    # An update without a password leaves it, one with it changes it.
    world.ok("PUT", f"{path}/{ident}", {"email": "a@portal.example"})
    assert login("secret") == 200
    world.ok("POST", f"{path}/password/{ident}", {"password": "other"})
    assert (login("secret"), login("other")) == (401, 200)
    assert world.call("POST", f"{path}/password/{ID}", {"password": "other"})[0] == 400
    world.ok("PUT", f"{path}/{ident}", {"email": "a@portal.example", "inactive": True})
    assert login("other") == 401


def test_the_address_of_the_portal_is_the_organisation_s(world):
    assert world.ok("GET", f"{PORTAL}/cname") == {"cname": ""}
    world.ok("PUT", f"{PORTAL}/cname", {"cname": "portal.acme.example"})
    assert world.ok("GET", f"{PORTAL}/cname") == {"cname": "portal.acme.example"}
    assert world.admin("GET", f"/admin/organisations/{world.org}")[1]["cname"] == "portal.acme.example"


def test_the_portal_has_a_permission_of_its_own(world):
    _user, token = world.make_user("p@acme.example", {"portal": "read"}, world.org)
    for name in (*KINDS, "cname"):
        assert world.call("GET", f"{PORTAL}/{name}", token=token)[0] == 200
    assert world.call("POST", f"{PORTAL}/pages", {}, token)[0] == 403
    # Policies are no part of it, although they lie beside.
    assert world.call("GET", f"{PORTAL}/policies", token=token)[0] == 403


def test_organisations_have_nothing_in_common():
    world = World()
    other = world.admin("POST", "/admin/organisations", {"owner_name": "Other"})[1]["Meta"]
    _user, token = world.make_user("root@other.example", {"IsAdmin": "admin"}, other)
    for name, body in KINDS.items():
        ident = world.ok("POST", f"{PORTAL}/{name}", body)["Message"]
        assert world.ok("GET", f"{PORTAL}/{name}", token=token)["Data"] == []
        assert world.call("GET", f"{PORTAL}/{name}/{ident}", token=token)[0] == 404
        assert world.call("DELETE", f"{PORTAL}/{name}/{ident}", token=token)[0] == 404
    # The same address may come to two portals.
    world.ok("POST", f"{PORTAL}/developers", KINDS["developers"], token)
