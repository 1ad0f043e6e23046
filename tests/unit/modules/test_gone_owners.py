# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users and groups that are gone, and that APIs and users name all the same: that stops nothing where it is stored."""

from __future__ import annotations

import pytest
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

READ = {"first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
HOLDERS = {
    "api": {"user", "user_group"},
    "user": {"user_group"},
    "identity_profile": {"user_group"},
}  # who names users and groups


def config(style):
    return {
        "user_groups": [{"name": name, "user_permissions": {"apis": "read"}} for name in ("Gone", "Here")],
        "users": [
            {"email_address": "gone@acme.example", **READ},
            {"email_address": "here@acme.example", **READ},
            {"email_address": "member@acme.example", "group": "Gone", **READ},
        ],
        "apis": [
            {
                "name": "Orders",
                "format": style,
                "listen_path": "/orders/",
                "target_url": "http://up.example/",
                "owners": {
                    "users": ["gone@acme.example", "here@acme.example"],
                    "groups": ["Gone", "Here"],
                },
            }
        ],
        "identity_profiles": [
            {
                "name": "SSO",
                "action_type": "GenerateOrLoginUserProfile",
                "type": "redirect",
                "provider_name": "SAMLProvider",
                "default_user_group": "Gone",
                "user_group_mapping": {"old": "Gone", "new": "Here"},
            }
        ],
    }


@pytest.fixture(params=["classic", "oas"])
def left(request, tyk):
    """An API and a user that name what is gone."""
    tyk.style = request.param
    tyk.ok("config", config=config(request.param))
    tyk.ok("user", email_address="gone@acme.example", state="absent")
    tyk.ok("user_group", name="Gone", state="absent")
    tyk.log()
    return tyk


def test_no_other_kind_names_users_or_groups():
    found = {kind.name: kind.targets & {"user", "user_group"} for kind in KINDS.values()}
    assert {name: kinds for name, kinds in found.items() if kinds} == HOLDERS


def test_an_export_of_them_applies_where_it_was_made(left):
    exported = left.ok("config_info")["config"]
    owners = exported["apis"][0]["owners"]
    assert "here@acme.example" in owners["users"] and "Here" in owners["groups"] and len(owners["users"]) == 2
    for check in (True, False):
        assert not left.ok("config", config=exported, check=check)["changed"]
    assert not left.writes()
    exported["apis"][0]["target_url"] = "http://other.example/"
    exported["users"][-1]["last_name"] = "Changed"
    exported["identity_profiles"][0]["return_url"] = "http://new.example/"
    assert left.ok("config", config=exported)["changed"] and not left.ok("config", config=exported)["changed"]


@pytest.mark.parametrize("kinds", [["apis"], ["users"], ["identity_profiles"]])
def test_elsewhere_it_is_told_what_is_gone(left, kinds):
    exported = left.ok("config_info", kinds=kinds)["config"]
    other = Tyk()
    for number in range(30):  # so that no id there is one of here
        other.make("/api/hooks", {"name": f"W{number}", "method": "POST", "target_path": "http://up.example/"})
    there = config(left.style)
    other.ok("config", config={"user_groups": there["user_groups"][1:], "users": there["users"][1:2]})
    other.log()
    for check in (True, False):
        told = other.fails("config", config=exported, check=check)
        option = "owners.users[" if kinds == ["apis"] else "group: there is no user group"
        assert option in told and "nothing was written" in told
    assert not other.writes()


def test_a_change_of_something_else_keeps_them(left):
    kept = left.ok("api_info")["apis"][0]["owners"]
    assert left.ok("api", name="Orders", target_url="http://other.example/")["changed"]
    assert left.ok("api_info")["apis"][0]["owners"] == kept
    assert not left.ok("api", name="Orders", owners=kept)["changed"]
    assert left.ok("user", email_address="member@acme.example", last_name="C")["changed"]
    rest = {"users": ["here@acme.example"], "groups": ["Here"]}
    assert left.ok("api", name="Orders", owners=rest)["changed"]
    assert left.ok("api_info")["apis"][0]["owners"] == rest
    assert left.ok("user", email_address="member@acme.example", group=None)["changed"]
    kept = left.ok("identity_profile_info")["identity_profiles"][0]["user_group_mapping"]
    done = left.ok("identity_profile", name="SSO", return_url="http://x.example/", user_group_mapping={"more": "Here"})
    assert done["identity_profile"]["user_group_mapping"] == {**kept, "more": "Here"} and kept["old"] != "Gone"
    assert left.ok("identity_profile", name="SSO", user_group_mapping={"old": None}, default_user_group=None)["changed"]


def test_what_is_gone_cannot_be_named_anew(left):
    owners = left.ok("api_info")["apis"][0]["owners"]
    (gone,) = [ident for ident in owners["users"] if "@" not in ident]
    new = {"name": "New", "format": left.style, "listen_path": "/new/", "target_url": "http://up.example/"}
    assert f"there is no user '{gone}'" in left.fails("api", **new, owners={"users": [gone]})
