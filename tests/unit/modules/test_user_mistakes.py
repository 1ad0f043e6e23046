# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task gets wrong about users is called that, before anything is made where that can be known."""

from __future__ import annotations

import pytest

ADA = {"email_address": "ada@acme.example", "first_name": "A", "last_name": "O"}
READ = {"user_permissions": {"apis": "read"}}
SECRET = "planted-password"
PLURAL = {"policy": "policies", "api": "apis"}


def users(tyk):
    return [user["email_address"] for user in tyk.read("/api/users?p=-1")["users"]]


@pytest.mark.parametrize(
    ("kind", "wish", "text"),
    [
        ("user", {**ADA, **READ, "password": "1"}, "password: Tyk takes none of fewer than 6 characters"),
        ("user", {**ADA, **READ, "password": "12345", "update_secrets": "always"}, "fewer than 6"),
        ("user", {**ADA, "user_permissions": {"apis": True}}, "user_permissions.apis: True is no text; write read"),
        ("user", {**ADA, "user_permissions": {"apis": "read", "keys": 1}}, "user_permissions.keys: 1 is no text"),
        ("user", {**ADA, "user_permissions": {"apis": ["read"]}}, "user_permissions.apis: ['read'] is no text"),
        ("user", {**ADA, **READ, "email_address": "ada"}, "email_address: 'ada' is no address that Tyk takes"),
        ("user", {**ADA, **READ, "email_address": "a da@acme.example"}, "is no address that Tyk takes"),
        (
            "user_group",
            {"name": "Team", "user_permissions": {"apis": False}},
            "user_permissions.apis: False is no text",
        ),
        (
            "user",
            {**ADA, "user_permissions": {"apis": "writes"}},
            "user_permissions.apis: 'writes' allows nothing (did you mean write?)",
        ),
        ("user", {**ADA, "user_permissions": {"apis": "READ"}}, "'READ' allows nothing (did you mean read?)"),
        ("user", {**ADA, "user_permissions": {"IsAdmin": "true"}}, "user_permissions.IsAdmin: 'true' allows nothing"),
        (
            "user_group",
            {"name": "Team", "user_permissions": {"keys": "reed"}},
            "user_permissions.keys: 'reed' allows nothing (did you mean read?)",
        ),
        ("user_group", {"name": "Team", "user_permissions": {}}, "Tyk refuses a group without any"),
    ],
)
def test_a_mistake_is_told_before_anything_is_made(tyk, kind, wish, text):
    for check in (True, False):
        for told in (
            tyk.fails(kind, **wish, check=check),
            tyk.fails("config", config={f"{kind}s": [wish]}, check=check),
        ):
            assert text in told and "defect" not in told
    assert not tyk.writes()


@pytest.mark.parametrize("wish", [{"user_permissions": {"apis": True}}, {"email_address": "ada"}])
def test_so_it_is_of_the_first_user(tyk, wish):
    tyk.log()
    told = tyk.fails("bootstrap_user", org_id=tyk.org, **{**ADA, **READ, **wish})
    assert "is no " in told and not tyk.writes()


@pytest.mark.parametrize("change", [{"user_permissions": {"keys": True}}, {"password": "1"}])
def test_so_it_is_of_a_user_that_is_there(tyk, change):
    tyk.ok("user", **ADA, **READ)
    tyk.log()
    for check in (True, False):
        assert "defect" not in tyk.fails("user", **{**ADA, **change}, check=check)
    assert not tyk.writes()
    assert tyk.ok("user", **ADA, user_permissions={"apis": None, "keys": "read"})["changed"]


@pytest.mark.parametrize("kind", ["user", "user_group"])
def test_a_permission_that_tyk_does_not_have_is_named_once(tyk, kind):
    """The organisation may have it as an additional one."""
    wish = {"name": "Team"} if kind == "user_group" else ADA
    wish = {**wish, "user_permissions": {"apis": "read", "apiss": "read", "approve": "anything"}}
    for check in (True, False):
        first, second = tyk.warnings(tyk.ok(kind, **wish, check=check))
        assert "user_permissions.apiss: Tyk has no such permission (did you mean apis?)" in first
        assert "user_permissions.approve: Tyk has no such permission; it means something only" in second
    again = tyk.ok(kind, **wish)
    assert not again["changed"] and not tyk.warnings(again)


def refuse_passwords(tyk):
    """This Dashboard has rules of its own for passwords, and the one that is sent meets none."""
    handle = tyk.emulator.handle

    def refused(request):
        if request.method == "POST" and request.path.endswith("/actions/reset"):
            request.body = b'{"new_password": "1"}'
        return handle(request)

    tyk.emulator.handle = refused
    return handle


def test_a_user_whose_password_is_refused_does_not_stay_without_its_token(tyk):
    """The rules for passwords are the Dashboard's own, so that not all of them can be known before."""
    handle = refuse_passwords(tyk)
    wish = {**ADA, **READ, "password": SECRET}
    for kind, params in (("user", wish), ("config", {"config": {"users": [wish]}})):
        told = tyk.fails(kind, **params)
        assert "schemas/password.json" in told and "deleted again" in told and "run again" in told
        assert "update_secrets" not in told and "defect" not in told and SECRET not in tyk.out
        assert users(tyk) == ["admin@acme.example"]
    tyk.emulator.handle = handle
    made = tyk.ok("user", **wish)
    assert made["user"]["access_key"] and tyk.control("GET", "state")["users"][-1]["password"]


def test_with_a_file_for_its_token_it_stays(tyk, tmp_path):
    handle = refuse_passwords(tyk)
    for kind, name in (("user", "ada"), ("config", "bob")):
        wish = {**ADA, **READ, "email_address": f"{name}@acme.example", "password": SECRET}
        wish["key_file"] = str(tmp_path / name)
        told = tyk.fails(kind, **(wish if kind == "user" else {"config": {"users": [wish]}}))
        assert "run again, once with update_secrets: always" in told and "delete" not in told
        assert (tmp_path / name).read_text().strip() in str(tyk.control("GET", "state"))
    tyk.emulator.handle = handle
    assert tyk.ok("user", **{**ADA, **READ, "password": SECRET}, update_secrets="always")["changed"]


def test_where_it_cannot_be_deleted_either_that_is_told(tyk):
    refuse_passwords(tyk)
    tyk.control("PUT", "faults", [{"method": "DELETE", "path": "/api/users", "status": 500, "times": 99}])
    told = tyk.fails("user", **ADA, **READ, password=SECRET)
    assert "could not be deleted again" in told
    assert "either delete the user and run again, which sees to both, or keep it without its secret" in told


def test_what_is_called_malformed_is_told_by_what_was_sent(tyk):
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    gold = {"name": "Gold", "access_rights": [{"api": "Orders"}]}
    wrong = [
        ("policy", gold, {"tags": ["a", True]}, "tags.1: Tyk takes a text"),
        ("policy", gold, {"rate": "fast"}, "rate: Tyk takes a number"),
        (
            "api",
            {"name": "Orders"},
            {"tag_headers": [1.5]},
            "definition.tag_headers.0 has to be a text, so put it in quotes",
        ),
    ]
    for kind, wish, definition, text in wrong:
        for params in (kind, {**wish, "definition": definition}), ("config", None):
            told = tyk.fails(
                params[0], **(params[1] or {"config": {PLURAL[kind]: [{**wish, "definition": definition}]}})
            )
            assert text in told and "defect" not in told
