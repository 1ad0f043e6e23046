# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fields of keys that a task may set are written, whoever else writes them; secrets that say nothing change nothing."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_objects import quiet
from module_runner import Tyk

RIGHTS = [{"api": "Orders"}]
# Fields of a session that have no option, and that Tyk takes from whoever makes the key.
SETTABLE = {
    "session_lifetime": 55,
    "data_expires": 77,
    "enable_detailed_recording": True,
    "enable_http_signature_validation": True,
    "rsa_certificate_id": "some-id",
    "monitor": {"trigger_limits": [80, 60]},
    "post_expiry_action": "retain",
    "post_expiry_grace_period": 60,
}
ON = {"key_id": "some-key", "alias": "K"}


@pytest.fixture(params=[Tyk, Gate])
def tyk(request):
    """Either platform, with an API."""
    world = request.param()
    world.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    return world


def stored(tyk):
    if isinstance(tyk, Gate):
        return tyk.ask("GET", "/tyk/keys/some-key?org_id=acme")[1]
    return tyk.read("/api/keys/some-key")["data"]


def test_what_a_user_may_set_is_sent_shown_and_exported(tyk):
    fields = SETTABLE
    tyk.ok("key", **ON, access_rights=RIGHTS)
    planned = tyk.ok("key", check=True, **ON, definition=fields)
    done = tyk.ok("key", **ON, definition=fields)
    assert done["changed"] and done["diff"] == planned["diff"] and not tyk.warnings(done)
    assert fields.items() <= stored(tyk).items()
    quiet(tyk, "key", **ON, definition=fields)
    assert fields.items() <= tyk.ok("key_info", key_id="some-key")["api_keys"][0]["definition"].items()
    exported = tyk.ok("config_info")["config"]
    assert fields.items() <= exported["keys"][0]["definition"].items()
    assert not tyk.ok("config", config=exported, strategy="replace")["changed"]
    assert tyk.ok("key", **ON, rate=3, per=1)["changed"] and fields.items() <= stored(tyk).items()


def test_the_allowance_follows_the_rate_unless_a_task_names_it():
    tyk = Tyk()
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    tyk.ok("key", **ON, access_rights=RIGHTS, rate=9, definition={"allowance": 4})
    assert stored(tyk)["allowance"] == 4
    quiet(tyk, "key", **ON, rate=9, definition={"allowance": 4})
    tyk.ok("key", **ON, rate=8)
    assert stored(tyk)["allowance"] == 8 and "allowance" not in str(tyk.ok("config_info")["config"])


def test_the_policy_that_an_older_tool_gave_a_key_moves_with_it():
    tyk = Tyk()
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    old = tyk.ok("policy", name="Old", access_rights=RIGHTS, rate=3, per=1)["policy"]["policy_id"]
    limits = {"allowance": 9, "rate": 9, "per": 9, "quota_max": -1, "quota_renewal_rate": -1, "expires": 0}
    body = {**limits, "alias": "K", "access_rights": {}, "apply_policies": [], "apply_policy_id": old, "meta_data": {}}
    tyk.make("/api/keys/some-key", body)
    exported = tyk.ok("config_info")["config"]
    assert exported["keys"][0]["policies"] == ["Old"] and not {"rate", "definition"} & {*exported["keys"][0]}
    for strategy in ("merge", "replace"):
        assert not tyk.ok("config", config=exported, strategy=strategy)["changed"]
    other = Tyk()
    other.ok("config", config=exported)
    (key,) = other.read("/api/keys/detailed?p=-1")["keys"]
    (policy,) = other.read("/api/portal/policies?p=-1")["Data"]
    assert key["data"]["apply_policies"] == [policy["id"]] and key["data"]["rate"] == 3
    tyk.ok("policy", name="New", access_rights=RIGHTS, rate=5, per=1)
    tyk.ok("key", **ON, policies=["New"])
    assert stored(tyk)["rate"] == 5 and not stored(tyk)["apply_policy_id"]
    quiet(tyk, "key", **ON, policies=["New"])


# What a task says of HMAC, time and again: whether it is on, and whether the secret is the one that is named.
HMAC = [
    ({"secret": "s"}, True, True),
    ({"enabled": True, "secret": "s"}, True, True),
    ({"enabled": False, "secret": "s"}, False, True),
    ({"enabled": True}, True, False),
    ({"secret": ""}, True, False),
    ({"secret": None}, True, False),
    ({"enabled": None, "secret": "s"}, ..., True),
    ({"enabled": False}, False, False),
]


@pytest.mark.parametrize(("hmac", "on", "own"), HMAC)
def test_hmac_is_what_the_first_run_made_it(hmac, on, own):
    tyk = Tyk()
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    tyk.ok("key", **ON, access_rights=RIGHTS, hmac=hmac)
    first = stored(tyk)
    assert on in (..., first["hmac_enabled"]) and (first["hmac_string"] == "s") is own
    quiet(tyk, "key", **ON, hmac=hmac)
    assert tyk.ok("key", **ON, hmac=hmac, rate=2, per=1)["changed"]
    now = stored(tyk)
    assert (now["hmac_enabled"], now["hmac_string"]) == (first["hmac_enabled"], first["hmac_string"])
    for secrets in (True, False):
        exported = tyk.ok("config_info", include_secrets=secrets)["config"]
        for strategy in ("merge", "replace") if secrets else ("merge",):
            assert not tyk.ok("config", config=exported, strategy=strategy)["changed"]


def test_hmac_that_is_switched_off_is_not_switched_on_by_its_secret():
    tyk = Tyk()
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    tyk.ok("key", **ON, access_rights=RIGHTS, hmac={"enabled": False, "secret": "s"})
    assert tyk.ok("key", **ON, hmac={"secret": "other"})["changed"]
    assert (stored(tyk)["hmac_enabled"], stored(tyk)["hmac_string"]) == (False, "other")
    exported = tyk.ok("config_info", include_secrets=True)["config"]
    assert exported["keys"][0]["hmac"] == {"enabled": False, "secret": "other"}
    other = Tyk()
    other.ok("config", config=exported)
    (key,) = other.read("/api/keys/detailed?p=-1")["keys"]
    assert (key["data"]["hmac_enabled"], key["data"]["hmac_string"]) == (False, "other")
    assert tyk.ok("key", **ON, hmac={"enabled": True})["changed"] and stored(tyk)["hmac_string"] == "other"


BLANK_SECRETS = [
    ("key", {**ON, "access_rights": RIGHTS}, {"jwt": {"secret": ""}}),
    ("key", {**ON, "access_rights": RIGHTS}, {"jwt": {"secret": None}}),
    ("key", {**ON, "access_rights": RIGHTS}, {"jwt": None}),
    ("key", {**ON, "access_rights": RIGHTS}, {"hmac": None}),
    ("oauth_client", {"api": "Orders", "client_id": "c"}, {"secret": ""}),
    ("oauth_client", {"api": "Orders", "client_id": "c"}, {"secret": None}),
    ("oauth_client", {"api": "Orders", "client_id": "c"}, {"definition": {"secret": ""}}),
    ("oauth_client", {"api": "Orders", "client_id": "c"}, {"definition": {"secret": None}}),
    ("user", {"email_address": "u@acme.example", "first_name": "U", "last_name": "V"}, {"password": ""}),
    ("user", {"email_address": "u@acme.example", "first_name": "U", "last_name": "V"}, {"password": None}),
]


@pytest.mark.parametrize(("kind", "params", "secret"), BLANK_SECRETS)
def test_a_secret_that_says_nothing_changes_nothing(tyk, kind, params, secret):
    if kind == "user" and isinstance(tyk, Gate):
        return
    tyk.ok("api", name="Orders", definition={"use_oauth2": True})
    more = {"recreate": True} if kind == "oauth_client" else {"user_permissions": {"apis": "read"}}
    params = {**params, **(more if kind != "key" else {})}
    tyk.ok(kind, **params, **secret)
    quiet(tyk, kind, **params, **secret)
    if kind == "user":
        quiet(tyk, kind, **params, **secret, update_secrets="always")


def test_replace_leaves_secrets_that_nobody_names_and_takes_those_that_are_null():
    tyk = Tyk()
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    tyk.ok("key", **ON, access_rights=RIGHTS, jwt={"secret": "jwt-secret"}, hmac={"secret": "hmac-secret"})
    hook = {"name": "H", "target_path": "http://h.example/"}
    tyk.ok("webhook", **hook, header_map={"X-One": "one-secret", "X-Two": "two-secret"})
    replaced = {**ON, "access_rights": RIGHTS, "strategy": "replace"}
    tyk.ok("key", **replaced, rate=2, per=1)
    assert (stored(tyk)["jwt_data"]["secret"], stored(tyk)["hmac_string"]) == ("jwt-secret", "hmac-secret")
    quiet(tyk, "key", **replaced, rate=2, per=1)
    assert tyk.ok("key", **replaced, rate=2, per=1, jwt=None)["changed"] and not stored(tyk)["jwt_data"]["secret"]
    quiet(tyk, "webhook", **hook, strategy="replace")
    assert tyk.ok("webhook", **hook, strategy="replace", header_map={"X-Two": "two-secret"})["changed"]
    assert tyk.read("/api/hooks?p=-1")["hooks"][0]["header_map"] == {"X-Two": "two-secret"}
    assert tyk.ok("webhook", **hook, strategy="replace", header_map=None)["changed"]
    assert not tyk.read("/api/hooks?p=-1")["hooks"][0]["header_map"]
