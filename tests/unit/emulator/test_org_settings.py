# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules and additional permissions of an organisation."""

from __future__ import annotations

import pytest
from emulator_world import World

from tyk_emulator import Config
from tyk_emulator.rego import DEFAULT_RULES

OPA = "/api/org/opa"
PERMISSIONS = "/api/org/permissions"
RULES = 'package dashboard_users\r\n\r\ndeny["no"] { input.request.method == "DELETE" } # never'
MALFORMED = (500, "Failed to unmarshal response body")


def rules(world):
    return world.ok("GET", OPA)["open_policy"]["rules"]


def write(world, text, **fields):
    return world.call("PUT", OPA, {"open_policy": {"rules": text, **fields}})


def stored(world, name):
    return world.admin("GET", f"/admin/organisations/{world.org}")[1][name]


def permissions(world):
    return world.ok("GET", PERMISSIONS)["additional_permissions"]


def configure(world, **settings):
    """Another file, after a restart."""
    world.emulator.config = world.emulator.config.changed(settings)


def test_rules_are_stored_as_they_were_sent(world):
    done = {"Status": "OK", "Message": "OPA rules has been updated on org level", "Meta": None}
    assert write(world, RULES, enabled=True, unknown=1) == (200, done)
    assert world.ok("GET", OPA) == {"open_policy": {"enabled": True, "rules": RULES}}
    assert stored(world, "open_policy") == {"enabled": True, "rules": RULES}


def test_a_read_does_not_tell_whether_rules_are_stored(world):
    seeded = world.ok("GET", OPA)
    assert seeded == {"open_policy": {"enabled": False, "rules": DEFAULT_RULES}}
    assert stored(world, "open_policy")["rules"] == DEFAULT_RULES
    assert write(world, "")[0] == 200
    assert world.ok("GET", OPA) == seeded and stored(world, "open_policy")["rules"] == ""
    # What was read and sent back is stored from now on.
    world.ok("PUT", OPA, seeded)
    assert world.ok("GET", OPA) == seeded and stored(world, "open_policy")["rules"] == DEFAULT_RULES


@pytest.mark.parametrize(("quirks", "follows"), [((), False), (("opa-rules-unseeded",), True)])
def test_a_new_organisation_follows_the_file_only_if_it_was_not_seeded(quirks, follows):
    world = World(quirks=quirks)
    configure(world, opa_rules=RULES)
    assert (rules(world) == RULES) is follows
    write(world, "")
    assert rules(world) == RULES


def test_an_organisation_with_rules_is_not_seeded_and_an_import_never_is(world):
    for path, mine, kept in (("", RULES, RULES), ("/import", "", "")):
        body = {"id": 24 * "a", "owner_name": "x", "open_policy": {"rules": mine}}
        org = world.admin("POST", f"/admin/organisations{path}", body)[1]["Meta"]
        assert world.admin("GET", f"/admin/organisations/{org}")[1]["open_policy"]["rules"] == kept


@pytest.mark.parametrize("body", [{}, {"open_policy": {}}, {"open_policy": None}, {"open_policy": {"rules": None}}])
def test_rules_and_switch_that_are_left_out_are_lost(world, body):
    write(world, RULES, enabled=True)
    assert world.call("PUT", OPA, body)[0] == 200
    assert stored(world, "open_policy") == {"enabled": False, "rules": ""}


def test_the_switch_alone_takes_the_rules_away(world):
    write(world, RULES)
    world.ok("PUT", OPA, {"open_policy": {"enabled": True}})
    assert stored(world, "open_policy") == {"enabled": True, "rules": ""}


def test_some_dashboards_know_no_switch():
    world = World(quirks=["opa-rules-only"])
    organisation = world.admin("GET", f"/admin/organisations/{world.org}")[1]
    organisation["open_policy"]["enabled"] = True
    world.admin("PUT", f"/admin/organisations/{world.org}", organisation)
    write(world, RULES, enabled=False)
    assert world.ok("GET", OPA) == {"open_policy": {"rules": RULES}}
    assert stored(world, "open_policy") == {"enabled": True, "rules": RULES}


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        " ",
        "# package dashboard_users",
        "package other",
        'deny["package dashboard_users"] { true }',
        "package dashboard_users\ndeny { true",
        "package dashboard_users\ndeny { (true} )",
        "package dashboard_users\n}",
        'package dashboard_users\ndeny["x] { true }',
        "package dashboard_users\nx = `open",
    ],
)
def test_rules_that_cannot_be_right_are_refused_and_change_nothing(world, text):
    write(world, RULES)
    assert write(world, text) == (400, {"Status": "Error", "Message": "Invalid OPA rules", "Meta": None})
    assert rules(world) == RULES


@pytest.mark.parametrize(
    "text",
    [
        RULES,
        DEFAULT_RULES,
        "# }\n\n  package   dashboard_users # {",
        'package dashboard_users\nx = "}\\"{"\ny = `"{`',
    ],
)
def test_brackets_in_strings_and_comments_do_not_count(world, text):
    assert write(world, text)[0] == 200 and rules(world) == text


@pytest.mark.parametrize("path", [OPA, PERMISSIONS])
@pytest.mark.parametrize(
    "body", [b" ", b"{", b"[]", b'"x"', {"open_policy": 1, "additional_permissions": {"a": 1}}, b'{"a": NaN}']
)
def test_malformed_bodies(world, path, body):
    status, answer = world.call("PUT", path, body)
    assert (status, answer["Message"]) == MALFORMED


def test_empty_bodies(world):
    status, answer = world.call("PUT", OPA)
    assert (status, answer["Message"]) == MALFORMED
    status, answer = world.call("PUT", PERMISSIONS)
    assert (status, answer["Message"]) == (400, "Failed to read response body")


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("path", [OPA, PERMISSIONS])
def test_only_admins_are_let_in(world, method, path):
    _user, token = world.make_user("some@acme.example", {"system": "write", "users": "write"}, world.org)
    status, answer = world.call(method, path, {}, token)
    reason = f"access denied: You do not have permission to access '{path}'."
    assert (status, answer) == (403, {"Status": "Error", "Message": reason, "Meta": None})


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("path", [OPA, PERMISSIONS])
def test_a_super_user_has_no_organisation_to_ask(world, method, path):
    _user, token = world.make_user("super@tyk.example", {"IsAdmin": "admin"}, "")
    status, answer = world.call(method, path, {}, token)
    assert (status, answer["Message"]) == (500, "Failed to identify organisation")


def test_there_are_no_other_routes(world):
    assert world.call("DELETE", OPA)[0] == world.call("POST", PERMISSIONS, {})[0] == 405
    assert world.call("PUT", "/api/org/permission", {})[0] == 404


@pytest.mark.parametrize(
    ("quirk", "status", "words"),
    [
        ("opa-api-off", 403, "access denied: You do not have permission to access '/api/org/opa'."),
        ("no-opa-licence", 403, "Your license does not support Open Policy"),
        ("opa-api-missing", 404, "404 page not found\n"),
    ],
)
def test_an_installation_may_not_offer_its_rules(world, quirk, status, words):
    write(world, RULES)
    configure(world, quirks=[quirk])
    for method in ("GET", "PUT"):
        answer = world.call(method, OPA, {"open_policy": {"rules": ""}})
        assert (answer[0], answer[1] if status == 404 else answer[1]["Message"]) == (status, words)
    # What was stored stays, and the neighbour is not concerned.
    assert stored(world, "open_policy")["rules"] == RULES
    assert world.call("GET", PERMISSIONS)[0] == 200


def test_permissions_are_replaced_as_a_whole(world):
    done = {"Status": "OK", "Message": "Additional Permissions updated in org level", "Meta": None}
    assert world.call("PUT", PERMISSIONS, {"additional_permissions": {"b": "B", "a": "A"}}) == (200, done)
    assert list(permissions(world)) == ["a", "b"]
    world.ok("PUT", PERMISSIONS, {"additional_permissions": {"c": None}})
    assert permissions(world) == stored(world, "additional_permissions") == {"c": ""}


def test_permissions_of_the_configuration_are_shown_until_some_are_stored():
    world = World(additional_permissions={"z": "Z", "y": "Y"})
    assert list(permissions(world)) == ["y", "z"] and stored(world, "additional_permissions") is None
    world.ok("PUT", PERMISSIONS, {"additional_permissions": {"a": "A"}})
    configure(world, additional_permissions={"x": "X"})
    assert permissions(world) == {"a": "A"}


@pytest.mark.parametrize(
    ("quirks", "after"), [((), {"z": "Z"}), (("empty-permissions-stay",), {})], ids=["come back", "stay away"]
)
@pytest.mark.parametrize("empty", [{"additional_permissions": {}}, {"additional_permissions": None}, {}])
def test_emptied_permissions(quirks, after, empty):
    world = World(quirks=quirks, additional_permissions={"z": "Z"})
    world.ok("PUT", PERMISSIONS, {"additional_permissions": {"a": "A"}})
    world.ok("PUT", PERMISSIONS, empty)
    # A map that was left out is no empty one.
    assert permissions(world) == (after if empty.get("additional_permissions") == {} else {"z": "Z"})


def test_the_configuration_holds_words_only():
    for bad in ({"additional_permissions": {"a": 1}}, {"additional_permissions": []}, {"opa_rules": None}):
        with pytest.raises(ValueError):
            Config(**bad)


def test_users_may_have_any_permission_and_keep_what_is_removed(world):
    user, _token = world.make_user("some@acme.example", {"apis": "read", "gone": "write"}, world.org)
    world.ok("PUT", PERMISSIONS, {"additional_permissions": {}})
    whole = world.ok("GET", f"/api/users/{user}")
    world.ok("PUT", f"/api/users/{user}", whole)
    assert world.ok("GET", f"/api/users/{user}")["user_permissions"] == {"apis": "read", "gone": "write"}


def test_some_dashboards_know_which_permissions_there_are():
    world = World(quirks=["known-permissions"], additional_permissions={"conf": "Conf"})
    wanted = {"apis": "read", "own": "write", "conf": "read"}
    user, _token = world.make_user("some@acme.example", wanted, world.org)
    path = f"/api/users/{user}"
    assert world.ok("GET", path)["user_permissions"] == {"apis": "read", "conf": "read"}
    world.ok("PUT", PERMISSIONS, {"additional_permissions": {"own": "Own"}})
    # The organisation's map stands in place of the configuration's; what a user has stays until the next write.
    assert world.ok("GET", path)["user_permissions"] == {"apis": "read", "conf": "read"}
    world.ok("PUT", path, {**world.ok("GET", path), "user_permissions": wanted})
    assert world.ok("GET", path)["user_permissions"] == {"apis": "read", "own": "write"}
    group = world.ok("POST", "/api/usergroups", {"name": "g", "user_permissions": wanted})["Meta"]
    assert world.ok("GET", f"/api/usergroups/{group}")["user_permissions"] == {"apis": "read", "own": "write"}
    whole = world.admin("GET", f"/admin/users/{user}")[1]
    world.admin("PUT", f"/admin/users/{user}", {**whole, "user_permissions": wanted})
    assert world.ok("GET", path)["user_permissions"] == {"apis": "read", "own": "write"}
    status, _answer = world.call("PUT", path, {**world.ok("GET", path), "user_permissions": {"conf": "read"}})
    assert status == 403
