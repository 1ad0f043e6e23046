# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Organisations and the users of the Admin API."""

from __future__ import annotations

import pytest
from emulator_world import World

RIGHTS = {"IsAdmin": "admin", "ResetPassword": "admin"}


def test_twins_are_possible(world):
    first, second = (world.admin("POST", "/admin/organisations", {"owner_name": "Twin"})[1] for _time in "ab")
    assert first["Message"] == second["Message"] == "Org created"
    assert first["Meta"] != second["Meta"]


def test_put_replaces_everything_but_the_id(world):
    path = f"/admin/organisations/{world.org}"
    world.api("Orders")
    before = world.admin("GET", path)[1]
    assert [entry["api_human_name"] for entry in before["apis"]] == ["Orders"]
    full = {**before, "cname": "portal.example", "hybrid_enabled": True}
    assert world.admin("PUT", path, full) == (200, {"Status": "OK", "Message": "Org updated", "Meta": None})
    world.admin("PUT", path, {"owner_name": "Other", "id": "ignored"})
    after = world.admin("GET", path)[1]
    assert (after["owner_name"], after["cname"], after["hybrid_enabled"], after["apis"]) == ("Other", "", False, None)
    assert after["id"] == world.org


def test_the_server_keeps_the_list_of_apis(world):
    path = f"/admin/organisations/{world.org}"
    api = world.api("Orders")
    wrapped = world.ok("GET", f"/api/apis/{api}")
    wrapped["api_definition"]["name"] = "Sales"
    world.ok("PUT", f"/api/apis/{api}", wrapped)
    assert world.admin("GET", path)[1]["apis"] == [{"api_human_name": "Sales", "api_id": api}]
    world.ok("DELETE", f"/api/apis/{api}")
    assert world.admin("GET", path)[1]["apis"] == []


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"id": 24 * "a", "owner_name": "x"}, 200, "Org imported"),
        ({"id": "ORG", "owner_name": "x"}, 403, "Failed to save new Org object to DB"),
        ({"id": "short", "owner_name": "x"}, 403, "Failed to save new Org object to DB"),
        ({"id": 24 * "a"}, 403, "Failed to save new Org object to DB"),
    ],
)
def test_import(world, body, status, message):
    body = {name: value.replace("ORG", world.org) for name, value in body.items()}
    answer = world.admin("POST", "/admin/organisations/import", body)
    assert (answer[0], answer[1]["Message"]) == (status, message)
    if status == 200:
        assert answer[1]["Meta"] == body["id"]


def test_deleting_an_organisation_leaves_its_users(world):
    assert world.admin("DELETE", f"/admin/organisations/{world.org}")[1]["Message"] == "Org deleted"
    assert world.call("GET", "/api/users")[0] == 200


def new_user(world, **fields):
    body = {"org_id": world.org, "first_name": "A", "last_name": "B", "email_address": "Ada@Acme.example", **fields}
    return world.admin("POST", "/admin/users", body)


def test_the_token_is_in_the_message(world):
    status, answer = new_user(world, active=True, password="secret1")
    assert status == 200 and list(answer) == ["Status", "Message", "Meta"]
    assert answer["Message"] == answer["Meta"]["access_key"] and len(answer["Message"]) == 32
    assert answer["Meta"]["email_address"] == "ada@acme.example"
    assert answer["Meta"]["user_permissions"] == RIGHTS
    assert "password" not in answer["Meta"]
    # The password of the request was not used: the first real one needs no proof.
    path = f"/api/users/{answer['Meta']['id']}/actions/reset"
    assert world.call("POST", path, {"new_password": "secret2"}, answer["Message"])[0] == 200


def test_active_is_off_unless_sent(world):
    assert new_user(world)[1]["Meta"]["active"] is False


@pytest.mark.parametrize(
    ("quirks", "same_org", "status"),
    [((), True, 403), ((), False, 403), (("multi-org-users",), True, 403), (("multi-org-users",), False, 200)],
)
def test_addresses_are_unique(quirks, same_org, status):
    world = World(quirks=quirks)
    other = world.admin("POST", "/admin/organisations", {"owner_name": "Other"})[1]["Meta"]
    new_user(world)
    answer = new_user(world, org_id=world.org if same_org else other, email_address="ADA@ACME.EXAMPLE")
    assert answer[0] == status
    if status == 403:
        assert answer[1]["Message"] == "User email already exists for this Org"


@pytest.mark.parametrize("key", [{}, {"access_key": None}, {"access_key": ""}])
def test_put_without_the_access_key_keeps_it(world, key):
    user = new_user(world, active=True)[1]["Meta"]
    token = user.pop("access_key")
    status, answer = world.admin("PUT", f"/admin/users/{user['id']}", {**user, "first_name": "Eve", **key})
    assert (status, answer["Message"], answer["Meta"]["access_key"]) == (200, token, token)
    assert world.call("GET", f"/api/users/{user['id']}", token=token)[1]["first_name"] == "Eve"


@pytest.mark.parametrize(
    ("quirks", "key"), [(("admin-put-needs-token",), None), (("admin-put-needs-token",), ""), ((), "other")]
)
def test_put_may_need_the_access_key(quirks, key):
    world = World(quirks=quirks)
    user = new_user(world, active=True)[1]["Meta"]
    body = {**user, "first_name": "Eve", "access_key": key}
    if key is None:
        del body["access_key"]
    status, answer = world.admin("PUT", f"/admin/users/{user['id']}", body)
    assert (status, answer["Message"]) == (500, "Could not update API session when update user")
    assert world.admin("GET", f"/admin/users/{user['id']}")[1] == user


def test_put_replaces_the_user_and_sets_passwords(world):
    user = new_user(world, active=True)[1]["Meta"]
    path = f"/admin/users/{user['id']}"
    status, answer = world.admin("PUT", path, {**user, "first_name": "Eve", "password": "secret1"})
    assert (status, answer["Message"], answer["Meta"]["first_name"]) == (200, user["access_key"], "Eve")
    reset = {"new_password": "secret2", "current_password": "secret1"}
    assert world.call("POST", f"/api/users/{user['id']}/actions/reset", reset, user["access_key"])[0] == 200
    # Without an organisation the user becomes a super user.
    del user["org_id"]
    world.admin("PUT", path, user)
    assert world.admin("GET", path)[1]["org_id"] == ""


def test_reset_right_is_given_and_taken(world):
    path = f"/admin/users/{world.user}"
    answer = world.admin("PUT", f"{path}/actions/allow_reset_passwords")[1]
    assert (answer["Message"], answer["Meta"]["user_permissions"]) == ("User updated", RIGHTS)
    answer = world.admin("PUT", f"{path}/actions/disallow_reset_passwords")[1]
    assert answer["Meta"]["user_permissions"] == {"IsAdmin": "admin"}


def test_a_super_user_sees_all_and_is_seen_by_none(world):
    user, token = world.make_user("super@tyk.example", {"IsAdmin": "admin"}, "")
    world.api("Orders")
    assert len(world.ok("GET", "/api/users", token=token)["users"]) == 2
    assert len(world.ok("GET", "/api/apis", token=token)["apis"]) == 1
    assert world.call("GET", f"/api/users/{user}")[0] == 500
    api = world.ok("POST", "/api/apis", {"api_definition": definition("Lost")}, token)["ID"]
    assert world.call("GET", f"/api/apis/{api}")[0] == 400
    assert world.ok("GET", f"/api/apis/{api}", token=token)["api_definition"]["org_id"] == ""


def definition(name):
    versions = {"not_versioned": True, "versions": {}}
    return {"name": name, "version_data": versions, "proxy": {"target_url": "http://x", "listen_path": "/lost/"}}


def test_org_sessions(world):
    body = {"org_id": world.org, "quota_max": 5}
    answer = world.admin("POST", "/admin/org/keys", body)[1]
    assert answer["key_id"] == world.org and answer["data"]["quota_max"] == 5
    assert world.admin("GET", "/admin/org/keys")[1] == {"data": {"keys": [world.org]}, "pages": 1}
    status, answer = world.admin("PUT", f"/admin/org/keys/{world.org}", {"org_id": "x"})
    assert (status, answer["Message"]) == (500, "Updating orgID of org key is not allowed")
    assert world.admin("PUT", f"/admin/org/keys/{world.org}", body)[1]["Message"] == "Key updated"
    assert world.admin("DELETE", f"/admin/org/keys/{world.org}")[0] == 200


def test_sso(world):
    status, answer = world.admin("POST", "/admin/sso", {"OrgID": world.org})
    assert (status, answer["Message"], bool(answer["Meta"])) == (200, "SSO Nonce created", True)
    status, answer = world.admin("POST", "/admin/sso", {"OrgID": "zz"})
    assert status == 400 and "Org id not found ('zz')" in answer["Message"]
    assert world.call("POST", "/api/sso", {})[1]["Message"] == "SSO not enabled for org"
