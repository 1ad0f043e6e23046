# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What would take the token's own user the right to go on is refused, whichever object it is a change of."""

from __future__ import annotations

import pytest
from module_runner import Tyk

ME = "admin@acme.example"
ALL = {"IsAdmin": "admin", "ResetPassword": "admin"}
ADA = {"email_address": "ada@acme.example", "first_name": "A", "last_name": "O"}


def group(tyk, name, **permissions):
    return tyk.ok("user_group", name=name, user_permissions=permissions)["user_group"]["id"]


@pytest.fixture
def grouped(tyk):
    """The token's user is in the group Adm; there are RO, whose users may read APIs, and another admin."""
    group(tyk, "Adm", **ALL)
    group(tyk, "RO", apis="read")
    tyk.ok("user", email_address=ME, group="Adm")
    tyk.user("second@acme.example", tyk.org)
    tyk.log()
    return tyk


USERS = [
    {"group": "RO"},
    {"group": "RO", "user_permissions": {"webhooks": "write"}},
    {"user_permissions": {"apis": "deny"}},
    {"user_permissions": {"IsAdmin": "write"}},
    {"user_permissions": {"ResetPassword": None}},
    {"active": False},
    {"state": "absent"},
    {"strategy": "replace", "first_name": "A", "last_name": "B", "user_permissions": {"apis": "write"}},
]
GROUPS = [
    {"user_permissions": {"IsAdmin": None, "apis": "read"}},
    {"user_permissions": {"apis": "deny"}},
    {"user_permissions": {"ResetPassword": "read"}},
    {"active": False},
    {"state": "absent"},
    {"strategy": "replace", "user_permissions": {"apis": "write"}},
]


@pytest.mark.parametrize(
    ("kind", "wish"),
    [
        *(("user", {"email_address": ME, **wish}) for wish in USERS),
        *(("user_group", {"name": "Adm", **wish}) for wish in GROUPS),
    ],
)
def test_the_effect_is_guarded_and_not_the_object(grouped, kind, wish):
    for check in (True, False):
        text = grouped.fails(kind, **wish, check=check)
        assert ME in text and "force: true" in text
        told = grouped.fails("config", config={f"{kind}s": [wish]}, check=check)
        assert ME in told and "nothing was written" in told
    assert not grouped.writes()
    assert grouped.ok(kind, **wish, force=True, check=True)["changed"]
    assert grouped.ok("config", config={f"{kind}s": [{**wish, "force": True}]}, check=True)["changed"]


@pytest.mark.parametrize(
    ("kind", "wish"),
    [
        ("user", {"email_address": ME, "first_name": "Me"}),
        ("user", {"email_address": ME, "user_permissions": {"apis": "read"}}),
        ("user", {"email_address": ME, "group": None}),
        ("user_group", {"name": "Adm", "description": "us"}),
        ("user_group", {"name": "Adm", "user_permissions": {"keys": "read"}}),
        ("user_group", {"name": "RO", "user_permissions": {"apis": None, "keys": "read"}}),
        ("user_group", {"name": "RO", "state": "absent"}),
        ("user", {"email_address": "second@acme.example", "group": "RO"}),
        ("user", {"email_address": "second@acme.example", "state": "absent"}),
    ],
)
def test_what_takes_nothing_from_the_own_user_is_done(grouped, kind, wish):
    assert grouped.ok(kind, **wish)["changed"]
    assert not grouped.ok("config", config={f"{kind}s": [wish]})["changed"]
    assert grouped.ok("webhook", name="Pager", target_path="http://pager.example/")["changed"]


def test_a_group_that_this_very_configuration_makes_is_looked_into(tyk):
    own, wish = {"email_address": ME, "group": "New"}, {"name": "New", "user_permissions": {"apis": "read"}}
    tyk.user("second@acme.example", tyk.org)
    tyk.log()
    assert ME in tyk.fails("config", config={"users": [own], "user_groups": [wish]})
    assert not tyk.writes()
    config = {"users": [own], "user_groups": [{**wish, "user_permissions": ALL}]}
    assert tyk.ok("config", config=config)["changed"] and not tyk.ok("config", config=config)["changed"]


@pytest.mark.parametrize("how", ["own", "group"])
def test_the_last_admin_stays(tyk, how):
    """A token that is no admin's could take the last one away, too."""
    tyk.ok("user", **ADA, user_permissions={"apis": "read"})
    tyk.token = tyk.user("robot@acme.example", tyk.org, {"users": "write", "user_groups": "write", "apis": "write"})
    wishes = [("user", {"email_address": ME, **wish}) for wish in USERS if "IsAdmin" in str(wish) or "state" in wish]
    if how == "group":
        group(tyk, "Adm", **ALL)
        tyk.ok("user", email_address=ME, group="Adm")
        group(tyk, "RO", apis="read")
        tyk.ok("user", email_address=ME, user_permissions={"IsAdmin": None, "apis": "read"})
        wishes = [
            ("user_group", {"name": "Adm", "user_permissions": {"IsAdmin": None}}),
            ("user_group", {"name": "Adm", "state": "absent"}),
            ("user", {"email_address": ME, "group": "RO"}),
            ("user", {"email_address": ME, "active": False}),
        ]
    tyk.log()
    for kind, wish in wishes:
        for check in (True, False):
            assert f"without an admin: {ME} is the last one" in tyk.fails(kind, **wish, check=check)
        assert "without an admin" in tyk.fails("config", config={f"{kind}s": [wish]})
    assert not tyk.writes()
    tyk.ok("user", email_address=ADA["email_address"], user_permissions=ALL)
    for kind, wish in wishes[:1]:
        assert tyk.ok(kind, **wish)["changed"]


def test_two_admins_do_not_go_at_once(tyk):
    tyk.user("second@acme.example", tyk.org)
    tyk.token = tyk.user("robot@acme.example", tyk.org, {"users": "write", "apis": "read"})
    tyk.log()
    gone = [{"email_address": email, "state": "absent"} for email in (ME, "second@acme.example")]
    assert "without an admin" in tyk.fails("config", config={"users": gone})
    assert not tyk.writes()
    kept = {"users": [{**ADA, "user_permissions": {"apis": "read"}}]}
    done = tyk.ok("config", config=kept, prune=["users"], prune_all=True)
    assert any("without an admin" in text for text in tyk.warnings(done))
    assert {"robot@acme.example"} < {user["email_address"] for user in tyk.read("/api/users?p=-1")["users"]}


def test_where_the_own_user_cannot_be_told_everybody_may_be_it():
    tyk = Tyk(quirks={"mask-own-token"})
    group(tyk, "Team", apis="read")
    tyk.ok("user", **ADA, group="Team", user_permissions={"apis": "read"})
    assert "cannot be told from it" in tyk.fails("user_group", name="Team", state="absent")
    assert tyk.ok("user_group", name="Team", state="absent", force=True)["changed"]


def test_where_users_cannot_be_read_a_group_loses_nothing(tyk):
    group(tyk, "Team", apis="write")
    tyk.token = tyk.user("robot@acme.example", tyk.org, {"user_groups": "write", "apis": "read"})
    assert tyk.ok("user_group", name="Team", user_permissions={"keys": "read"})["changed"]
    for wish in ({"state": "absent"}, {"user_permissions": {"apis": "read"}}):
        assert "may not read users" in tyk.fails("user_group", name="Team", **wish)
    assert tyk.ok("user_group", name="Team", state="absent", force=True)["changed"]
