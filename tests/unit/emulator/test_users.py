# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users of the Dashboard API, user groups, passwords and tokens."""

from __future__ import annotations

import pytest
from emulator_world import World

ADA = {
    "first_name": "Ada",
    "last_name": "Ops",
    "email_address": "Ada@Acme.example",
    "active": True,
    "user_permissions": {"apis": "write"},
}
NO_RIGHTS = "To create a user specify at least one permission, or make them an admin"


def make(world, **fields):
    return world.ok("POST", "/api/users", {**ADA, **fields})["Meta"]


def test_create_tells_the_id_but_no_token(world):
    answer = world.ok("POST", "/api/users", {**ADA, "org_id": "elsewhere", "password": "secret1"})
    assert answer == {"Status": "OK", "Message": "User and session have been created", "Meta": answer["Meta"]}
    user = world.ok("GET", f"/api/users/{answer['Meta']}")
    assert (user["email_address"], user["org_id"], user["api_model"]) == ("ada@acme.example", world.org, {})
    assert len(user["access_key"]) == 32 and "password" not in user
    assert user["last_login_date"] == user["password_updated"] == "0001-01-01T00:00:00Z"


def test_older_dashboards_tell_no_id():
    world = World(dashboard_version="4.3")
    assert world.ok("POST", "/api/users", ADA) == {"Status": "OK", "Message": "User created", "Meta": ""}


@pytest.mark.parametrize(
    ("change", "status", "message"),
    [
        ({"first_name": None}, 400, "User object validation failed"),
        ({"last_name": None}, 400, "User object validation failed"),
        ({"email_address": "nobody"}, 400, "User object validation failed"),
        ({"user_permissions": None}, 400, "User object validation failed"),
        ({"user_permissions": {}}, 403, NO_RIGHTS),
        ({"user_permissions": {"ResetPassword": "admin"}}, 403, NO_RIGHTS),
        ({"email_address": "ROOT@acme.example"}, 403, "User email already exists for this Org"),
    ],
)
def test_refused_on_create(world, change, status, message):
    body = {name: value for name, value in {**ADA, **change}.items() if value is not None}
    answer = world.call("POST", "/api/users", body)
    assert (answer[0], answer[1]["Message"]) == (status, message)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"user_permissions": {}}, NO_RIGHTS),
        ({"email_address": "nobody"}, NO_RIGHTS),
        ({"email_address": "root@acme.example"}, "User email already exists for this Org"),
    ],
)
def test_refused_on_update(world, change, message):
    status, answer = world.call("PUT", f"/api/users/{make(world)}", {**ADA, **change})
    assert (status, answer["Message"]) == (403, message)


def test_put_blanks_what_it_does_not_name(world):
    user = make(world, group_id="some-group", password_max_days=30)
    token = world.ok("GET", f"/api/users/{user}")["access_key"]
    body = {"email_address": "ada@acme.example", "user_permissions": {"apis": "read"}, "unknown": 1}
    assert world.ok("PUT", f"/api/users/{user}", body) == {"Status": "OK", "Message": "User updated", "Meta": None}
    after = world.ok("GET", f"/api/users/{user}")
    blanks = {name: after[name] for name in ("first_name", "last_name", "group_id", "password_max_days", "active")}
    assert blanks == {"first_name": "", "last_name": "", "group_id": "", "password_max_days": 0, "active": False}
    assert after["access_key"] == token and "unknown" not in after


def test_a_masked_token_sent_back_kills_it(world):
    user = make(world)
    whole = world.ok("GET", f"/api/users/{user}")
    world.ok("PUT", f"/api/users/{user}", {**whole, "access_key": ""})
    assert world.call("GET", "/api/apis", token=whole["access_key"])[0] == 401


def test_reset_right_cannot_be_granted_here(world):
    user = make(world)
    rights = {"apis": "write", "ResetPassword": "admin"}
    world.ok("PUT", f"/api/users/{user}", {**ADA, "user_permissions": rights})
    assert world.ok("GET", f"/api/users/{user}")["user_permissions"] == {"apis": "write"}


@pytest.mark.parametrize(
    ("quirks", "own", "other"),
    [((), True, True), (("masked-tokens",), True, False), (("mask-own-token",), False, False)],
)
def test_masking(quirks, own, other):
    world = World(quirks=quirks)
    user = make(world)
    assert bool(world.ok("GET", f"/api/users/{user}")["access_key"]) is other
    assert bool(world.ok("GET", f"/api/users/{world.user}")["access_key"]) is own
    shown = {entry["id"]: bool(entry["access_key"]) for entry in world.ok("GET", "/api/users")["users"]}
    assert shown == {user: other, world.user: own}
    # The Admin API never masks.
    assert world.admin("GET", f"/admin/users/{user}")[1]["access_key"]


def test_me_is_for_cookies_only():
    assert World().call("GET", "/api/users/me")[0] == 401
    world = World(quirks=["users-me-works"])
    assert world.ok("GET", "/api/users/me")["id"] == world.user


def test_search(world):
    make(world)
    for answer in (
        world.ok("POST", "/api/users/search", {"filters": {"query": "ADA@"}}),
        world.ok("GET", "/api/users/search?q=ada"),
    ):
        assert [user["email_address"] for user in answer["users"]] == ["ada@acme.example"]


def test_passwords(world):
    user = make(world, user_permissions={"users": "write"})
    token = world.ok("GET", f"/api/users/{user}")["access_key"]
    path = f"/api/users/{user}/actions/reset"
    steps = [
        ({"new_password": "short"}, 403),
        ({}, 403),
        ({"new_password": "secret1"}, 200),
        ({"new_password": "secret2"}, 403),
        ({"new_password": "secret2", "current_password": "wrong"}, 403),
        ({"new_password": "secret2", "current_password": "secret1"}, 200),
    ]
    for body, status in steps:
        assert world.call("POST", path, body, token)[0] == status, body
    assert world.ok("GET", f"/api/users/{user}")["password_updated"] > "2000"


def test_resetting_for_others(world):
    user = make(world, user_permissions={"users": "write"})
    token = world.ok("GET", f"/api/users/{user}")["access_key"]
    body = {"new_password": "secret1"}
    reason = "access denied: You do not have permission to reset the password for other users."
    status, answer = world.call("POST", f"/api/users/{world.user}/actions/reset", body, token)
    assert (status, answer["Message"]) == (403, reason)
    status, answer = world.call("POST", f"/api/users/{user}/actions/reset", body)
    assert status == 403 and answer["Message"].endswith("can be modified using OPA rules.")
    world.admin("PUT", f"/admin/users/{world.user}/actions/allow_reset_passwords")
    assert world.call("POST", f"/api/users/{user}/actions/reset", body)[0] == 200


def test_a_new_token_ends_the_old_one(world):
    user = make(world)
    old = world.ok("GET", f"/api/users/{user}")["access_key"]
    answer = world.ok("PUT", f"/api/users/{user}/actions/key/reset")
    assert answer == {"Status": "OK", "Message": "User session renewed", "Meta": None}
    new = world.ok("GET", f"/api/users/{user}")["access_key"]
    assert [world.call("GET", "/api/apis", token=token)[0] for token in (old, new)] == [401, 200]


def test_forbidden_for_others_with_the_flag():
    world = World(quirks=["forbid-reset-token"])
    assert world.call("PUT", f"/api/users/{make(world)}/actions/key/reset")[0] == 403
    assert world.call("PUT", f"/api/users/{world.user}/actions/key/reset")[0] == 200


def test_revoked_and_deleted_users_are_out(world):
    user = make(world)
    token = world.ok("GET", f"/api/users/{user}")["access_key"]
    assert world.ok("PUT", f"/api/users/{user}/actions/revoke")["Message"] == "User revoked"
    assert world.call("GET", "/api/apis", token=token)[0] == 401
    assert world.ok("DELETE", f"/api/users/{user}")["Message"] == "User deleted"
    assert world.call("GET", f"/api/users/{user}")[0] == 404


def test_groups(world):
    body = {"name": "Readers", "user_permissions": {"apis": "read"}, "description": "d", "org_id": "x", "unknown": 1}
    answer = world.ok("POST", "/api/usergroups", body)
    group = answer["Meta"]
    assert answer["Message"] == "User group created"
    whole = world.ok("GET", f"/api/usergroups/{group}")
    assert whole == {
        "id": group,
        "org_id": world.org,
        "name": "Readers",
        "description": "d",
        "active": False,
        "user_permissions": {"apis": "read"},
        "password_max_days": 0,
    }
    assert world.ok("POST", "/api/usergroups", body)["Meta"] != group
    assert world.call("PUT", f"/api/usergroups/{group}", {"name": "Readers"})[0] == 403
    world.ok("PUT", f"/api/usergroups/{group}", {"name": "R", "user_permissions": {"apis": "deny"}})
    assert world.ok("GET", f"/api/usergroups/{group}")["description"] == ""
    assert world.ok("DELETE", f"/api/usergroups/{group}")["Message"] == "User group deleted"
