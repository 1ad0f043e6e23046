# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which code and text each kind has for an object that is not there, or belongs to somebody else."""

from __future__ import annotations

import pytest
from emulator_world import World, document, rights, session, wrapper

ID = "5e9d9544a1dcd60001d0ed99"
GROUP = {"name": "x", "user_permissions": {"apis": "read"}}
USER = {"first_name": "a", "last_name": "b", "email_address": "n@x", "user_permissions": {"apis": "read"}}
HOOK = {"name": "x", "method": "GET", "target_path": "http://x"}
ASSET = {"kind": "oas-template", "data": {"a": 1}}
NO_POLICY = "Could not retrieve portal object"
NO_CERT = "Could not retrieve certificate details. Certificate with given SHA256 fingerprint not found"

TABLE = [
    ("GET", f"/api/users/{ID}", None, 404, "Could not retrieve user detail"),
    ("PUT", f"/api/users/{ID}", USER, 400, "user does not exist"),
    ("DELETE", f"/api/users/{ID}", None, 404, "Could not retrieve user detail"),
    ("GET", f"/api/usergroups/{ID}", None, 404, "Could not retrieve user group detail"),
    ("PUT", f"/api/usergroups/{ID}", GROUP, 400, "Group ID does not exist"),
    ("DELETE", f"/api/usergroups/{ID}", None, 404, "Could not retrieve user detail"),
    ("GET", f"/api/apis/{ID}", None, 400, "Could not retrieve Api detail"),
    ("PUT", f"/api/apis/{ID}", wrapper(), 404, "API definition does not exist"),
    ("DELETE", f"/api/apis/{ID}", None, 404, "Could not retrieve API detail"),
    ("GET", f"/api/apis/oas/{ID}", None, 400, "Could not retrieve Api detail"),
    ("PUT", f"/api/apis/oas/{ID}", document(), 404, "API definition does not exist"),
    ("DELETE", f"/api/apis/oas/{ID}", None, 404, "Could not retrieve API detail"),
    ("GET", f"/api/apis/oas/{ID}/categories", None, 404, "API not found"),
    ("GET", f"/api/apis/oas/{ID}/versions", None, 422, f"{ID} is not recognised"),
    ("GET", f"/api/apis/{ID}/access", None, 404, "API not found"),
    ("GET", f"/api/keys/{ID}", None, 404, "Could not retrieve key detail"),
    ("PUT", f"/api/keys/{ID}", "SESSION", 404, "Could not retrieve key detail"),
    ("DELETE", f"/api/keys/{ID}", None, 404, "Could not retrieve key detail"),
    ("GET", f"/api/portal/policies/{ID}", None, 404, NO_POLICY),
    ("GET", "/api/portal/policies/no-hex", None, 400, "Invalid policy ID"),
    ("PUT", f"/api/portal/policies/{ID}", {"name": "x"}, 404, NO_POLICY),
    ("DELETE", f"/api/portal/policies/{ID}", None, 404, "Could not retrieve object for deletion"),
    ("GET", "/api/certs/ORG" + 64 * "0", None, 404, NO_CERT),
    ("DELETE", "/api/certs/ORG" + 64 * "0", None, 404, "Could not delete certificate"),
    ("GET", "/api/certs/" + 88 * "0", None, 400, "Attempted access to non-owned certificate"),
    ("GET", f"/api/hooks/{ID}", None, 400, "Could not retrieve webhook detail"),
    ("PUT", f"/api/hooks/{ID}", HOOK, 400, "Webhook not found"),
    ("DELETE", f"/api/hooks/{ID}", None, 404, "Could not retrieve webhook detail"),
    ("GET", f"/api/apis/oauth/{ID}", None, 400, "API reference not found"),
    ("GET", "/api/apis/oauth/API/x", None, 404, "Could not retrieve app detail"),
    ("DELETE", "/api/apis/oauth/API/x", None, 404, "Could not retrieve app detail"),
    ("GET", f"/api/assets/{ID}", None, 404, "Asset not found"),
    ("PUT", f"/api/assets/{ID}", ASSET, 404, "Asset not found"),
    ("DELETE", f"/api/assets/{ID}", None, 404, "asset not found"),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "message"), TABLE)
def test_missing(world, method, path, body, status, message):
    api = world.api()
    body = session(access_rights=rights(api)) if body == "SESSION" else body
    answer = world.call(method, path.replace("ORG", world.org).replace("API", api, path.count("oauth/API")), body)
    assert (answer[0], answer[1]["Message"], answer[1]["Status"]) == (status, message, "Error")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "message"),
    [
        ("GET", f"/admin/organisations/{ID}", None, 404, "Could not retrieve org detail"),
        ("PUT", f"/admin/organisations/{ID}", {"owner_name": "x"}, 403, "Failed to update Org object to DB"),
        ("DELETE", f"/admin/organisations/{ID}", None, 404, "Could not retrieve org detail"),
        ("GET", f"/admin/users/{ID}", None, 404, "Could not retrieve user detail"),
        ("PUT", f"/admin/users/{ID}", USER, 404, "User not found"),
        ("GET", f"/admin/org/keys/{ID}", None, 404, "Could not get Org key details"),
        ("DELETE", "/admin/oauth/tokens", None, 422, "scope parameter is required"),
        ("DELETE", "/admin/oauth/tokens?scope=all", None, 400, "unknown scope"),
    ],
)
def test_missing_for_the_admin(world, method, path, body, status, message):
    answer = world.admin(method, path, body)
    assert (answer[0], answer[1]["Message"]) == (status, message)


@pytest.fixture
def other():
    """A second organisation in the same Dashboard; its world shares the emulator."""
    world = World()
    org = world.admin("POST", "/admin/organisations", {"owner_name": "Other"})[1]["Meta"]
    user, token = world.make_user("root@other.example", {"IsAdmin": "admin"}, org)
    return world, org, user, token


def test_objects_of_another_organisation(other):
    world, _org, user, token = other
    api = world.ok("POST", "/api/apis", wrapper(), token)["ID"]
    mine = world.api("Mine")
    key = world.ok("POST", "/api/keys", session(access_rights=rights(api)), token)
    policy = world.ok("POST", "/api/portal/policies", {"name": "p"}, token)["Message"]
    group = world.ok("POST", "/api/usergroups", GROUP, token)["Meta"]
    world.ok("POST", "/api/hooks", HOOK, token)
    hook = world.ok("GET", "/api/hooks", token=token)["hooks"][0]["id"]
    answers = {
        f"/api/users/{user}": (500, "Attempted unauthorised access"),
        f"/api/usergroups/{group}": (500, "Attempted unauthorised access"),
        f"/api/hooks/{hook}": (500, "Attempted unauthorised access"),
        f"/api/apis/{api}": (400, "Could not retrieve Api detail"),
        f"/api/portal/policies/{policy}": (404, NO_POLICY),
        f"/api/keys/{key['key_id'].replace('=', '%3D')}": (400, "Attempted access to non-owned key"),
        f"/api/keys/{key['key_hash']}?hashed=1": (400, "Attempted access to non-owned key"),
    }
    for path, expected in answers.items():
        status, answer = world.call("GET", path)
        assert (status, answer["Message"]) == expected, path
    for path, table in (("/api/users", "users"), ("/api/usergroups", "groups"), ("/api/hooks", "hooks")):
        assert len(world.ok("GET", path)[table]) == (1 if table == "users" else 0)
    assert [entry["api_definition"]["api_id"] for entry in world.ok("GET", "/api/apis")["apis"]] == [mine]
    body = {**world.ok("GET", f"/api/portal/policies/{policy}", token=token)}
    status, answer = world.call("PUT", f"/api/portal/policies/{policy}", body)
    assert (status, answer["Message"]) == (403, "Object not owned by this organisation, write is forbidden")
