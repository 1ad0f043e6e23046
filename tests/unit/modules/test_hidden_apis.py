# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a Dashboard has owners for APIs, it hides APIs of others from a token: what these may use is not pruned, and
told, as soon as anything that the token sees tells of owners."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_objects import pem
from module_runner import Tyk

RIGHTS = "apis mcp policies keys oauth idm hooks certs users user_groups portal".split()
ADMIN = ["admin@acme.example"]


def api(name, **more):
    return {"name": name, "listen_path": f"/{name.lower()}/", "target_url": "http://up.example/", **more}


def rights(*names):
    return {"access_rights": [{"api": name} for name in names]}


def world(sign, quirks=("enable-ownership",)):
    """What an API uses that only admins see, and something else of each kind."""
    tyk = Tyk(quirks=set(quirks))
    held = tyk.ok("certificate", certificate=pem("held")[0])["certificate"]["certificate_id"]
    tyk.ok("certificate", certificate=pem("kept")[0])
    for name in ("Held", "Kept"):
        tyk.ok("webhook", name=name, target_path="http://h.example/")
        tyk.ok("user_group", name=name, user_permissions=dict.fromkeys(RIGHTS, "write"))
        tyk.ok("api", **api(name))
    for name in ("Held", "Kept"):
        tyk.ok("policy", name=name, **rights("Kept"))
    definition = {"client_certificates": [held], "jwt_default_policies": ["Held"]}
    hooks = [{"event": "AuthFailure", "webhook": "Held"}]
    theirs = {"users": ADMIN, "groups": ["Held"]}
    tyk.ok("api", **api("Theirs", owners=theirs, definition=definition, webhooks=hooks))
    tyk.ok("api", **{**api("Looper", owners={"users": ADMIN}), "target_url": "tyk://held/"})
    SIGNS[sign](tyk)
    tyk.admin, tyk.token = tyk.token, tyk.user("few@acme.example", tyk.org, dict.fromkeys(RIGHTS, "write"))
    if sign == "owners of another API":
        tyk.admin, tyk.token = tyk.token, tyk.admin
        tyk.ok("api", name="Kept", owners={"users": ["few@acme.example"]})
        tyk.admin, tyk.token = tyk.token, tyk.admin
    tyk.log()
    return tyk


SIGNS = {
    "policy": lambda tyk: tyk.ok("policy", name="Both", **rights("Kept", "Theirs")),
    "owners of another API": lambda tyk: None,
    "none": lambda tyk: None,
    "key": lambda tyk: tyk.ok("key", alias="Both", **rights("Kept", "Theirs")),
}
SECTIONS = {
    "webhooks": {"name": "Kept"},
    "certificates": {"certificate": pem("kept")[0]},
    "policies": {"name": "Kept"},
    "user_groups": {"name": "Kept"},
    "apis": {"name": "Kept"},
}


def prune(tyk, section, **how):
    return tyk.ok("config", config={section: [SECTIONS[section]]}, prune=[section], prune_all=True, **how)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("sign", ["policy", "owners of another API"])
def test_nothing_is_pruned_that_an_api_out_of_sight_may_use(sign, section):
    tyk = world(sign)
    for check in (True, False):
        done = prune(tyk, section, check=check)
        assert not done["changed"] and not tyk.writes()
        assert any("stays, because it may be in use" in t and "the token of an admin" in t for t in tyk.warnings(done))


@pytest.mark.parametrize("section", ["policies", "apis"])
def test_a_key_that_names_an_api_out_of_sight_tells_of_it(section):
    assert not prune(world("key"), section)["changed"]


@pytest.mark.parametrize("section", SECTIONS)
def test_an_admin_sees_who_uses_it(section):
    tyk = world("policy")
    tyk.token = tyk.admin
    done = prune(tyk, section)
    assert not any("token of an admin" in text for text in tyk.warnings(done))
    assert any("refers to it" in text for text in tyk.warnings(done))


@pytest.mark.parametrize("kind", ["webhook", "policy", "user_group"])
def test_used_by_and_the_warning_of_a_delete_say_what_was_not_seen(kind):
    tyk = world("owners of another API")
    assert any("the token of an admin" in t for t in tyk.warnings(tyk.ok(f"{kind}_info", name="Held", used_by=True)))
    assert any("the token of an admin" in t for t in tyk.warnings(tyk.ok(kind, name="Held", state="absent")))


def plain(tyk):
    """A world without owners."""
    for name in ("Held", "Kept"):
        tyk.ok("api", **api(name, definition={"use_oauth2": True}))
    for name in ("Held", "Kept"):
        tyk.ok("policy", name=name, **rights("Kept"))
    tyk.ok("policy", name="Old", **rights("Held"))
    return tyk


def test_without_owners_a_token_prunes_that_is_no_admin_s(tyk):
    plain(tyk).token = tyk.user("few@acme.example", tyk.org, dict.fromkeys(RIGHTS, "write"))
    assert {one["name"] for one in prune(tyk, "policies")["changes"] if one["action"] == "deleted"} == {"Held", "Old"}


def test_an_api_that_the_same_run_deletes_is_not_out_of_sight(tyk):
    plain(tyk).token = tyk.user("few@acme.example", tyk.org, dict.fromkeys(RIGHTS, "write"))
    config = {"apis": [{"name": "Held", "state": "absent"}], "policies": [{"name": "Kept"}, {"name": "Old"}]}
    for check in (True, False):
        done = tyk.ok("config", config=config, prune=["policies"], prune_all=True, check=check)
        gone = {one["name"] for one in done["changes"] if one["action"] == "deleted"}
        assert gone == {"Held"} and not any("admin" in text for text in tyk.warnings(done))


def test_a_gateway_has_no_owners():
    gate = plain(Gate())
    gate.ok("api", name="Held", state="absent")
    done = prune(gate, "policies")
    assert {one["name"] for one in done["changes"] if one["action"] == "deleted"} == {"Held", "Old"}


def test_what_nothing_tells_of_is_not_known():
    tyk = world("none")
    assert [one["name"] for one in prune(tyk, "webhooks")["changes"] if one["action"] == "deleted"] == ["Held"]


def test_event_options_are_not_seen(tyk):
    ids = {
        name: tyk.ok("webhook", name=name, target_path="http://h.example/")["webhook"]["id"]
        for name in ("Held", "Kept")
    }
    org = tyk.read(f"/admin/organisations/{tyk.org}", admin=True)
    org["event_options"] = {"key_event": {"webhook": ids["Held"], "email": "", "redis": True}}
    assert tyk.call("PUT", f"/admin/organisations/{tyk.org}", org, admin=True)[0] == 200
    assert tyk.ok("webhook_info", name="Held", used_by=True)["webhooks"][0]["used_by"] == []
