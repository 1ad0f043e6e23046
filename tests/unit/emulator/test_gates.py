# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials, permissions, bodies and routes: what happens before any kind is asked."""

from __future__ import annotations

import json
import re

import pytest
from emulator_world import ADMIN, World, parse

from tyk_emulator.core import find_route
from tyk_emulator.kinds import ROUTES

DENIED = {"Status": "Error", "Message": "Not authorised", "Meta": None}


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/api/users", {}),
        ("/api/users", {"authorization": "wrong"}),
        ("/api/users", {"authorization": ""}),
        ("/api/users", ADMIN),
        ("/api/nothing-here", {}),
        ("/admin/organisations", {}),
        ("/admin/organisations", {"admin-auth": "wrong"}),
        ("/admin/organisations", {"authorization": "TOKEN"}),
    ],
)
def test_the_gates_share_no_credential(world, path, headers):
    headers = {name: value.replace("TOKEN", world.token) for name, value in headers.items()}
    response = world.send("GET", path, headers=headers)
    assert (response.status, json.loads(response.body)) == (401, DENIED)
    # Compact, and in this order: there are clients that cut it with awk.
    assert response.body == b'{"Status":"Error","Message":"Not authorised","Meta":null}'


def test_bearer_and_bare_tokens_are_accepted(world):
    for value in (world.token, f"Bearer {world.token}", f"bearer {world.token}"):
        assert world.call("GET", "/api/users", headers={"authorization": value})[0] == 200


def test_hello_is_open(world):
    assert world.send("GET", "/hello").status == 200
    assert world.send("HEAD", "/hello").status == 200
    assert world.send("GET", "/admin/hello").status == 401
    assert world.admin("GET", "/admin/hello/") == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b"", 500, "Failed to read response body, body empty"),
        (b"  ", 500, "Failed to read response body, body empty"),
        (b"{", 403, "Request body malformed"),
        (b"[]", 403, "Request body malformed"),
        (b'{"a": NaN}', 403, "Request body malformed"),
        (b'{"email_address": 1}', 403, "Request body malformed"),
        (b'{"active": "yes"}', 403, "Request body malformed"),
    ],
)
def test_bodies(world, body, status, message):
    answer = world.call("POST", "/api/users", body)
    assert answer == (status, {"Status": "Error", "Message": message, "Meta": None})


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/apis/", 200),
        ("GET", "/api/portal/policies/", 200),
        ("GET", "/api/users/", 200),
        ("GET", "/api/hooks/", 200),
        ("GET", "/api/keys/detailed/?p=-1", 200),
        ("GET", "/api/portal/policies/search/?q=Gold", 200),
        ("GET", "/api/mcps/", 200),
        ("POST", "/api/users/search/", 500),
        ("DELETE", "/api/keys/none/", 404),
        ("GET", "/api/apis//", 404),
        ("GET", "/health", 404),
        ("GET", "/api/nothing", 404),
        ("PATCH", "/api/users", 405),
        ("PUT", "/api/hooks", 405),
        ("DELETE", "/admin/users/1", 401),
    ],
)
def test_routes(world, method, path, status):
    assert world.call(method, path)[0] == status


def test_admin_routes_with_slash(world):
    assert world.admin("GET", "/admin/organisations/")[0] == 200
    assert world.admin("GET", f"/admin/users/{world.user}/")[1]["id"] == world.user
    assert world.admin("DELETE", "/admin/users/x")[0] == 405
    assert world.admin("DELETE", "/admin/users/x/")[0] == 405


def test_a_slash_at_the_end_is_no_matter_for_any_route(world):
    """A redirect would make a GET of every POST."""
    for route in ROUTES:
        path = re.sub(r"{\w+}", "x", route.path)
        plain, slashed = find_route(route.method, path), find_route(route.method, path + "/")
        assert plain is not None and slashed is not None, route.path
        assert (plain[0], plain[1]) == (slashed[0], slashed[1]), route.path


NO_ACCESS = "access denied: You do not have permission to access '/api/hooks'."
NO_READ = "access denied: You do not have permission to carry out 'read' operation."
NO_WRITE = "access denied: You do not have permission to carry out 'write' operation."


@pytest.mark.parametrize(
    ("rights", "method", "expected"),
    [
        ({"hooks": "read"}, "GET", None),
        ({"hooks": "write"}, "GET", None),
        ({"hooks": "write"}, "POST", None),
        ({"hooks": "read"}, "POST", NO_WRITE),
        ({"hooks": "strange"}, "GET", NO_READ),
        ({"hooks": "deny"}, "GET", NO_ACCESS),
        ({"apis": "write"}, "GET", NO_ACCESS),
        ({"IsAdmin": "admin"}, "POST", None),
        ({"IsAdmin": "admin", "hooks": "deny"}, "GET", NO_READ),
        ({"IsAdmin": "true"}, "GET", NO_ACCESS),
    ],
)
def test_permissions(world, rights, method, expected):
    _user, token = world.make_user("some@acme.example", rights, world.org)
    body = {"method": "GET", "target_path": "http://x"} if method == "POST" else None
    status, answer = world.call(method, "/api/hooks", body, token)
    if expected is None:
        assert status == 200
    else:
        assert (status, answer["Message"]) == (403, expected)


def test_delete_is_an_intent_of_its_own(world):
    _user, token = world.make_user("some@acme.example", {"hooks": "read"}, world.org)
    status, answer = world.call("DELETE", "/api/hooks/1", token=token)
    assert (status, answer["Message"]) == (403, NO_WRITE.replace("write", "delete"))


def test_self_is_always_allowed(world):
    user, token = world.make_user("some@acme.example", {"hooks": "read"}, world.org)
    assert world.call("GET", f"/api/users/{user}", token=token)[0] == 200
    assert world.call("GET", f"/api/users/{world.user}", token=token)[0] == 403
    assert world.call("PUT", f"/api/users/{world.user}/actions/key/reset", token=token)[0] == 403
    assert world.call("PUT", f"/api/users/{user}/actions/key/reset", token=token)[0] == 200
    assert world.call("GET", f"/api/users/{user}", token=token)[0] == 401


def test_inactive_users_are_refused(world):
    user, token = world.make_user("some@acme.example", {"hooks": "read"}, world.org)
    world.ok("PUT", f"/api/users/{user}", {**world.ok("GET", f"/api/users/{user}"), "active": False})
    status, answer = world.call("GET", "/api/hooks", token=token)
    assert (status, answer["Message"]) == (403, "access denied: User is not active")


def test_a_group_stands_in_place_of_own_permissions(world):
    group = world.ok("POST", "/api/usergroups", {"name": "g", "user_permissions": {"apis": "read"}})["Meta"]
    user, token = world.make_user("some@acme.example", {"hooks": "read"}, world.org)
    world.ok("PUT", f"/api/users/{user}", {**world.ok("GET", f"/api/users/{user}"), "group_id": group})
    assert world.call("GET", "/api/hooks", token=token)[0] == 403
    assert world.call("GET", "/api/apis", token=token)[0] == 200
    world.ok("DELETE", f"/api/usergroups/{group}")
    assert world.call("GET", "/api/hooks", token=token)[0] == 200


@pytest.mark.parametrize(
    ("query", "count", "pages"),
    [
        ("", 2, 2),
        ("?p=1", 2, 2),
        ("?p=0", 2, 2),
        ("?p=x", 2, 2),
        ("?p=2", 1, 2),
        ("?p=3", 0, 2),
        ("?p=-1", 3, 1),
        ("?p=-2", 3, 1),
    ],
)
def test_paging(query, count, pages):
    world = World(page_size=2)
    for name in "abc":
        world.ok("POST", "/api/usergroups", {"name": name})
    answer = world.ok("GET", f"/api/usergroups{query}")
    assert (len(answer["groups"]), answer["pages"]) == (count, pages)


def test_an_empty_list_has_one_page(world):
    assert world.ok("GET", "/api/apis") == {"apis": [], "pages": 1}
    assert world.ok("GET", "/api/portal/policies") == {"Data": [], "Pages": 1}


def test_organisations_tell_no_number_of_pages(world):
    status, answer = world.admin("GET", "/admin/organisations?p=-1")
    assert (status, answer["pages"], len(answer["organisations"])) == (200, 0, 1)


def test_control_routes_need_nothing_and_are_not_logged(world):
    world.control("DELETE", "requests")
    world.call("GET", "/api/users?p=-1")
    world.send("GET", "/hello")
    assert world.control("GET", "requests") == [
        {"method": "GET", "path": "/api/users", "query": {"p": "-1"}, "status": 200, "auth": "user"},
        {"method": "GET", "path": "/hello", "query": {}, "status": 200, "auth": "none"},
    ]
    assert world.token not in json.dumps(world.control("GET", "requests"))
    assert parse(world.send("GET", "/_emulator/nothing").body) == {"error": "no such control: nothing"}
    assert world.send("POST", "/_emulator/requests").status == 405


def test_reset_forgets_and_reconfigures(world):
    old = world.token
    world.control("POST", "reset", {"quirks": ["null-lists"], "hash_keys": False})
    assert world.call("GET", "/api/users", token=old)[0] == 401
    assert world.emulator.config.has("null-lists") and not world.emulator.config.hash_keys
    _user, token = world.make_user("root@acme.example", {"IsAdmin": "admin"}, world.org)
    assert token != old
    assert world.send("POST", "/_emulator/reset", {"quirks": ["no such"]}).status == 400
    assert world.send("POST", "/_emulator/reset", {"speed": 1}).status == 400
