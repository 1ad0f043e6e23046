# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An id to which no address of Tyk leads is refused before anything is sent, by the option that says it."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_runner import Tyk

UP = {"listen_path": "/new/", "target_url": "http://up.example/"}
RIGHTS = {"access_rights": [{"api": "Base"}]}
# An object of each kind that people can give an id, without that: option -> the rest, and where a configuration has it.
KINDS = {
    "api_id": ("api", {"name": "New", **UP}, "apis"),
    "policy_id": ("policy", {"name": "New", **RIGHTS}, "policies"),
    "key_id": ("key", RIGHTS, "keys"),
    "client_id": ("oauth_client", {"api": "Base"}, "oauth_clients"),
    "webhook_id": ("webhook", {"name": "New", "target_path": "http://h.example/"}, "webhooks"),
    "asset_id": ("asset", {"name": "New", "data": {"openapi": "3.0.3"}}, "assets"),
}
NOWHERE = [(platform, option, ident) for platform in (Tyk, Gate) for option in KINDS for ident in (".", "..")]
NOWHERE += [(Gate, option, "a/b") for option in ("api_id", "key_id", "client_id")]
NOWHERE += [(Gate, "key_id", ident) for ident in ("a\\b", 'a"b', "create", "preview")]
NOWHERE += [(Tyk, "key_id", ident) for ident in ("detailed", "preview")]
NOWHERE = [row for row in NOWHERE if row[0] is Tyk or row[1] not in ("webhook_id", "asset_id")]
# What an object that is there may be called, and a new one may not.
NEW = [(Gate, "api_id", "a\\b"), (Gate, "api_id", "a%2Fb"), (Gate, "policy_id", "a/b"), (Gate, "key_id", "ab")]
NEW += [(Tyk, "key_id", "ab")]


def asked(platform, option, ident):
    """Every way to say it; the message of each."""
    tyk, (kind, rest, section) = platform(), KINDS[option]
    tyk.ok("api", name="Base", listen_path="/base/", target_url="http://u/", definition={"use_oauth2": True})
    tyk.log()
    for check in (True, False):
        yield "present", tyk.run(kind, check=check, **rest, **{option: ident})
        yield "present", tyk.run("config", check=check, config={section: [{**rest, option: ident}]})
        home = {"api": "Base"} if kind == "oauth_client" else {}
        yield "absent", tyk.run(kind, check=check, state="absent", **home, **{option: ident})
        yield "absent", tyk.run("config", check=check, config={section: [{option: ident, "state": "absent", **home}]})
    assert not [entry for entry in tyk.writes() if "/cache/none-" not in entry]


@pytest.mark.parametrize(("platform", "option", "ident"), NOWHERE, ids=str)
def test_what_no_address_leads_to(platform, option, ident):
    for _state, done in asked(platform, option, ident):
        assert done["failed"] and f"{option}: Tyk has no address for" in done["msg"]


@pytest.mark.parametrize(("platform", "option", "ident"), NEW, ids=str)
def test_what_tyk_does_not_take_for_a_new_one(platform, option, ident):
    for state, done in asked(platform, option, ident):
        assert bool(done.get("failed")) is (state == "present")
        assert not done.get("changed") if state == "absent" else f"{option}: " in done["msg"]


@pytest.mark.parametrize(("version", "refused"), [("5.12", False), ("5.13", True)])
def test_an_id_of_a_policy_that_newer_dashboards_refuse_is_told(version, refused):
    tyk = Tyk(dashboard_version=version)
    tyk.ok("api", name="Base", listen_path="/base/", target_url="http://u/")
    wish = {"policy_id": "a b", "name": "New", **RIGHTS}
    (told,) = tyk.warnings(tyk.ok("policy", check=True, **wish))
    done = tyk.run("policy", **wish)
    assert tyk.warnings(done) == [told] and "policy_id: from 5.13 on, Tyk refuses 'a b'" in told
    assert bool(done.get("failed")) is refused
    assert refused or not tyk.warnings(tyk.ok("policy", **wish))


@pytest.mark.parametrize("name", ["a/b", "create"])
def test_a_user_name_of_a_key_on_a_gateway(name):
    gate = Gate()
    gate.ok("api", name="Base", listen_path="/base/", target_url="http://u/")
    said = gate.fails("key", **RIGHTS, basic_auth={"username": name, "password": "a-secret-of-it"})
    assert said.startswith("basic_auth.username: Tyk has no address")
