# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys of the Gateway: their types, their names, and what becomes of them in writes and reads."""

from __future__ import annotations

import base64
import json

import pytest
from gateway_world import VERSIONS, Gate, rights

INSECURE = (500, "Failed to create key, ensure security settings are correct.")
MALFORMED = (400, "Request malformed")
# What a key shows that nobody sent: all of it before 5.12, and what is not zero from there on.
SELF_MADE = {"access_rights", "org_id", "date_created", "last_updated", "quota_renews"}


@pytest.fixture(params=VERSIONS)
def gate(request):
    gate = Gate(request.param)
    yield gate
    gate.clean()


def body(gate, **fields):
    """A session that may use an API that nobody loaded, which is enough."""
    return {"org_id": gate.org, "access_rights": rights("some"), **fields}


def shown(gate, **fields):
    """What a read shows of a key with these fields."""
    made = gate.ok("POST", "/tyk/keys", body(gate, **fields))
    return gate.ok("GET", f"/tyk/keys/{made['key_hash']}?hashed=1")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("rate", ["1", True, [], {}]),
        ("expires", [1.5, "1", 1e3, 2**63]),
        ("quota_max", [0.1, "x", True]),
        ("throttle_retry_limit", [1.5, "1"]),
        ("date_created", ["", "x", "2020-01-01", "2020-13-01T00:00:00Z", 5]),
        ("last_updated", [5, []]),
        ("tags", ["x", [1], {}]),
        ("apply_policies", ["x", [1]]),
        ("meta_data", ["x", []]),
        ("oauth_keys", [{"a": 1}, []]),
        ("basic_auth_data", ["x", {"password": 1}]),
        ("jwt_data", [[], {"secret": 1}]),
        ("monitor", [{"trigger_limits": ["x"]}, []]),
        ("is_inactive", ["yes", 1]),
        ("access_rights", [[], {"a": 1}, {"a": {"allowed_urls": [{"url": 1}]}}, {"a": {"limit": {"rate": "1"}}}]),
        ("smoothing", [[], {"delay": 1.5}]),
    ],
)
def test_wrong_types(gate, field, values):
    for value in values:
        for method, target in (("POST", "/tyk/keys"), ("POST", "/tyk/keys/abc"), ("PUT", "/tyk/keys/abc")):
            assert gate.refused(method, target, body(gate, **{field: value})) == MALFORMED, value
        assert gate.refused("POST", "/tyk/keys/create", body(gate, **{field: value})) == (500, "Unmarshalling failed")
        assert gate.refused("POST", "/tyk/keys/preview", body(gate, **{field: value})) == (500, "Unmarshalling failed")


def test_zero_values(gate):
    found = shown(gate, alias="", tags=[], meta_data={}, rate=0, is_inactive=False, monitor={}, smoothing=None)
    if gate.since(5, 12):
        assert found.keys() == SELF_MADE
    else:
        assert (found["tags"], found["meta_data"], found["oauth_keys"], found["smoothing"]) == ([], {}, None, None)
        assert found["monitor"] == {"trigger_limits": None} and found["jwt_data"] == {"secret": ""}
        assert found["access_rights"]["some"]["limit"]["quota_max"] == 0


def test_fields_that_came_with_a_version(gate):
    found = shown(gate, post_expiry_action="retain", post_expiry_grace_period=5, smoothing={"enabled": True})
    assert found["smoothing"] == {"enabled": True, "threshold": 0, "trigger": 0, "step": 0, "delay": 0}
    assert ({"post_expiry_action", "post_expiry_grace_period"} <= found.keys()) == gate.since(5, 13)


def test_numbers_and_names(gate):
    found = shown(gate, ALIAS="a", Quota_Max=2**53 + 1, meta_data={"n": 2**53 + 1, "f": 2.0}, Foo=1, rate=2.0)
    assert (found["alias"], found["quota_max"], found["rate"]) == ("a", 2**53 + 1, 2)
    assert found["meta_data"] == {"n": 2**53, "f": 2} and "Foo" not in found


def test_a_limit_without_a_number_is_none(gate):
    smooth = {"enabled": True, "threshold": 1, "trigger": 0.5, "step": 1, "delay": 1}
    found = shown(gate, access_rights=rights("a", limit={"smoothing": smooth}))["access_rights"]["a"]
    assert ("limit" in found) == (not gate.since(5, 12))
    found = shown(gate, access_rights=rights("a", limit={"rate": 2, "smoothing": smooth}))["access_rights"]["a"]
    assert found["limit"]["smoothing"] == smooth and found["allowance_scope"] == "a"


@pytest.mark.parametrize(
    ("limit", "remaining"),
    [({"quota_max": 5}, 5), ({"quota_max": 5, "quota_remaining": 2}, 5), ({"quota_max": -1, "quota_remaining": 2}, 2)],
)
def test_what_remains_of_the_quota_of_an_api(gate, limit, remaining):
    right = shown(gate, access_rights=rights("a", limit=limit))["access_rights"]["a"]
    assert right["limit"]["quota_remaining"] == remaining


def test_what_remains_of_the_quota_of_a_key_is_what_was_sent(gate):
    found = shown(gate, quota_max=10, quota_remaining=3, quota_renewal_rate=60)
    assert found["quota_remaining"] == 3 and abs(found["quota_renews"] - int(found["last_updated"]) - 60) <= 1


def test_an_api_can_keep_writes_from_setting_quotas(gate):
    api = gate.api("calm", dont_set_quota_on_create=True)
    found = shown(gate, access_rights=rights(api), quota_renewal_rate=60, quota_renews=7)
    assert found["quota_renews"] == 7


def test_an_update_without_a_reset(gate):
    """Times of counters stay, of the key and of each limit; all else is replaced."""
    limit = {"quota_max": 5, "quota_renews": 11}
    first = body(gate, access_rights=rights("a", limit=limit), alias="x", tags=["t"], quota_renews=5)
    gate.ok("POST", "/tyk/keys/abc", first)
    before = gate.ok("GET", f"/tyk/keys/abc?org_id={gate.org}")
    changed = body(gate, access_rights=rights("a", limit={"quota_max": 6, "quota_renews": 1}), quota_renews=1)
    gate.ok("PUT", "/tyk/keys/abc?suppress_reset=1", changed)
    after = gate.ok("GET", f"/tyk/keys/abc?org_id={gate.org}")
    for field in ("quota_renews", "last_updated", "date_created"):
        assert after[field] == before[field]
    assert after["access_rights"]["a"]["limit"]["quota_renews"] == 11
    assert not after.get("alias") and not after.get("tags")


def test_moments(gate):
    """When a key was made is not for the client to say, but it has to be a time."""
    made = "2020-01-01T00:00:00Z"
    assert shown(gate, date_created=made)["date_created"] > made
    gate.ok("POST", "/tyk/keys/abc", body(gate))
    before = gate.ok("GET", f"/tyk/keys/abc?org_id={gate.org}")["date_created"]
    gate.ok("PUT", "/tyk/keys/abc", body(gate, date_created=made))
    assert gate.ok("GET", f"/tyk/keys/abc?org_id={gate.org}")["date_created"] == before


@pytest.mark.parametrize(("sent", "kept"), [(100, 0), (1, 1), (-1, -1), (4_000_000_000, 4_000_000_000)])
def test_expiry(gate, sent, kept):
    assert shown(gate, expires=sent).get("expires", 0) == kept
    made = gate.ok("POST", "/tyk/keys/create", body(gate, expires=sent))
    assert gate.ok("GET", f"/tyk/keys/{made['key']}").get("expires", 0) == sent, "the other way to make one keeps it"


@pytest.mark.parametrize("name", ["a b", "a;b", "%C3%BC%C3%BC", "a%22b", "eyJhIjoxfQ==", "preview1", "..."])
def test_odd_names(gate, name):
    made = gate.ok("POST", f"/tyk/keys/{name}", body(gate, alias=name))
    assert gate.ok("GET", f"/tyk/keys/{name}?org_id={gate.org}")["alias"] == name
    assert gate.ok("GET", f"/tyk/keys/{made['key_hash']}?hashed=x")["alias"] == name
    assert gate.ok("DELETE", f"/tyk/keys/{name}?org_id={gate.org}")["key"] == made["key"]


def test_a_name_may_begin_with_the_organisation_once(gate):
    one, other = (gate.ok("POST", f"/tyk/keys/{name}", body(gate))["key"] for name in ("abcd", f"{gate.org}abcd"))
    twice = gate.ok("POST", f"/tyk/keys/{gate.org}{gate.org}abcd", body(gate))["key"]
    assert one == other != twice and json.loads(base64.b64decode(twice))["id"] == f"{gate.org}abcd"


def test_short_names(gate):
    status, answer = gate.call("POST", "/tyk/keys/ab", body(gate))
    if gate.since(5, 13, 1):
        assert status == 400 and answer["message"].startswith(
            "custom key ID length 2 is less than min_token_length (3);"
        )
    else:
        assert status == 200


def test_a_name_as_user(gate):
    gate.ok("POST", "/tyk/keys/carol", body(gate, alias="1", basic_auth_data={"password": "p"}))
    user = f"/tyk/keys/carol?username=true&org_id={gate.org}"
    assert gate.ok("GET", user)["alias"] == "1"
    for wrong in ("?username=true", "?username=1", f"?username=true&org_id={gate.org}x", ""):
        assert gate.refused("GET", f"/tyk/keys/carol{wrong}") == (404, "Key not found")
    gate.ok("PUT", user, body(gate, alias="2"))
    gate.ok("PUT", "/tyk/keys/carol?username=true", body(gate, alias="3"))
    found = gate.ok("GET", user)
    assert found["alias"] == "3" and found["basic_auth_data"]["hash_type"] == "bcrypt"
    assert gate.ok("DELETE", user)["action"] == "deleted"


def test_an_api_tells_the_organisation(gate):
    api = gate.api()
    gate.ok("POST", "/tyk/keys/abc", body(gate))
    assert gate.ok("GET", f"/tyk/keys/abc?api_id={api}")["org_id"] == gate.org
    assert gate.refused("GET", "/tyk/keys/abc?api_id=unknown") == (404, "Key not found")


def test_the_list_of_an_api(gate):
    one, other = gate.org + "a", gate.org + "b"
    made = [
        gate.ok("POST", "/tyk/keys", body(gate, access_rights=rights(*apis)))["key_hash"] for apis in ([one], [other])
    ]
    found = gate.ok("GET", f"/tyk/keys?api_id={one}")["keys"]
    if gate.since(5, 12):
        assert found == made[:1] and gate.ok("GET", "/tyk/keys?api_id=none")["keys"] == []
    else:
        assert set(made) <= set(found)
    assert set(made) <= set(gate.ok("GET", "/tyk/keys?filter=none")["keys"])


def test_a_key_that_nothing_says_of(gate):
    gate.ok("POST", "/tyk/keys/abc", body(gate))
    target = f"/tyk/keys/abc?org_id={gate.org}&api_id=-1"
    assert gate.call("DELETE", target) == (200, None)
    assert gate.refused("DELETE", target) == (404, "There is no such key found")


def test_an_update_by_hash(gate):
    made = gate.ok("POST", "/tyk/keys/abc", body(gate, alias="1"))
    target = f"/tyk/keys/{made['key_hash']}?hashed=1"
    assert gate.ok("PUT", target, body(gate, alias="2")) == {
        "key": made["key_hash"],
        "status": "ok",
        "action": "modified",
    }
    assert gate.ok("GET", f"/tyk/keys/abc?org_id={gate.org}")["alias"] == "2"
    assert gate.ok("DELETE", target)["key"] == made["key_hash"]


def test_the_certificate_of_a_key(gate):
    made = gate.ok("POST", "/tyk/keys/create", body(gate, certificate=f"{gate.org}abc"))
    assert json.loads(base64.b64decode(made["key"]))["id"] == "abc"
    again = gate.refused("POST", "/tyk/keys/create", body(gate, certificate=f"{gate.org}abc"))
    assert again == (500, f"Failed to create key - Key with given certificate already found:{made['key']}")
    target = f"/tyk/keys/{made['key']}"
    assert gate.refused("PUT", target, body(gate)) == (400, "Key cannot be used without a certificate")
    other = body(gate, certificate="other")
    assert gate.refused("PUT", target, other) == (400, "Key must be used with an existent certificate")
    assert gate.ok("PUT", target, body(gate, certificate=f"{gate.org}abc"))["action"] == "modified"


def test_certificates_that_are_bound_to_a_key(gate):
    for bound, message in (("x", "invalid certificate ID: x"), (f"{gate.org}x", f"certificate not found: {gate.org}x")):
        for target in ("/tyk/keys", "/tyk/keys/create"):
            status, answer = gate.call("POST", target, body(gate, mtls_static_certificate_bindings=[bound]))
            assert (status, answer["message"]) == (400, message) if gate.since(5, 12) else status == 200
    status, answer = gate.call(
        "POST", "/tyk/keys", {**body(gate), "org_id": "", "mtls_static_certificate_bindings": ["y"]}
    )
    assert answer["message"] == "certificate not found: y" if gate.since(5, 12) else status == 200


def test_a_preview_stores_nothing(gate):
    found = gate.ok("POST", "/tyk/keys/preview", body(gate, apply_policies=["none"], basic_auth_data={"password": "p"}))
    assert found["apply_policies"] == ["none"] and found["basic_auth_data"]["password"] == "p"
    assert found["date_created"] and found["last_updated"]


def test_other_policies_for_a_key(gate):
    """They are not looked at, and the single one comes last."""
    made = gate.ok("POST", "/tyk/keys", body(gate, apply_policy_id=""))
    target = f"/tyk/keys/policy/{made['key_hash']}"
    done = {"key": made["key_hash"], "status": "ok", "action": "updated"}
    for told, wanted in (
        ({"policy": "a"}, ["a"]),
        ({"apply_policies": ["b", "c"], "policy": "a"}, ["b", "c", "a"]),
        ({}, None),
    ):
        assert gate.ok("POST", target, told) == done
        assert gate.ok("GET", f"/tyk/keys/{made['key']}").get("apply_policies") == wanted
    assert gate.refused("POST", target, {"policy": 1}) == (400, "Couldn't decode instruction")
    assert gate.refused("POST", "/tyk/keys/policy/none", {"policy": "a"}) == (404, "Key not found")


def test_sessions_of_organisations(gate):
    """They are replaced as a whole, policies do not concern them, and any API will do to reach them."""
    org, target = gate.org, f"/tyk/org/keys/{gate.org}"
    gate.api()
    assert gate.refused("GET", target) == (404, "Org not found")
    assert gate.refused("DELETE", target) == (400, "Failed to remove the key")
    assert gate.ok("POST", target, {"org_id": org, "rate": 1, "apply_policies": ["none"]})["action"] == "added"
    assert gate.ok("PUT", f"{target}?reset_quota=1", {"Rate": 2.0, "quota_renewal_rate": 10}) == {
        "key": org,
        "status": "ok",
        "action": "modified",
    }
    found = gate.ok("GET", target)
    assert found["rate"] == 2 and not found.get("org_id") and not found.get("apply_policies")
    assert abs(found["quota_renews"] - int(found["last_updated"]) - 10) <= 1
    assert ("date_created" in found) == (not gate.since(5, 12))
    assert org in gate.ok("GET", "/tyk/org/keys")["keys"]
    assert gate.ok("GET", f"/tyk/org/keys?filter={org}")["keys"] == [org]
    assert gate.ok("GET", "/tyk/org/keys?filter=none")["keys"] == []
    assert gate.refused("PUT", target, {"rate": "x"}) == MALFORMED
    assert gate.ok("DELETE", target) == {"key": org, "status": "ok", "action": "deleted"}


def test_without_any_api_no_organisation_is_reached():
    gate = Gate("emulated")
    assert gate.ok("POST", "/tyk/org/keys/x", {"rate": 1})["action"] == "added"
    assert gate.refused("GET", "/tyk/org/keys/x") == gate.refused("DELETE", "/tyk/org/keys/x") == (404, "Org not found")
    assert gate.refused("GET", "/tyk/org/keys") == (404, "ORG not found")


def test_keys_that_are_not_hashed():
    gate = Gate("emulated", hash_keys=False)
    made = [gate.ok("POST", "/tyk/keys", body(gate, access_rights=rights(api)))["key"] for api in "ab"]
    assert sorted(gate.ok("GET", "/tyk/keys")["keys"]) == sorted(made)
    assert sorted(gate.ok("GET", f"/tyk/keys?filter={gate.org}")["keys"]) == sorted(made)
    assert gate.ok("GET", f"/tyk/keys?filter={gate.org}&api_id=a")["keys"] == made[:1]
    assert gate.refused("GET", "/tyk/keys?api_id=a")[1].startswith("The 'filter' parameter (Org ID) is required")
    by_hash = (400, "Key requested by hash but key hashing is not enabled")
    assert gate.refused("GET", f"/tyk/keys/{made[0]}?hashed=1") == by_hash


def test_hashes_may_not_be_listed():
    gate = Gate("emulated", quirks=["no-hashed-listing"])
    assert gate.refused("GET", "/tyk/keys")[0] == 404


@pytest.mark.parametrize(
    ("fields", "api", "left"),
    [
        ({}, {}, None),
        ({"session_lifetime": 60}, {}, 60),
        ({}, {"session_lifetime": 30}, 30),
        ({"session_lifetime": 60}, {"session_lifetime": 30}, 60),
        ({"expires": 100}, {}, None),
        ({"expires": 100, "session_lifetime": 60}, {"session_lifetime_respects_key_expiration": True}, 100),
        ({"expires": 40, "session_lifetime": 60}, {"session_lifetime_respects_key_expiration": True}, 60),
        ({"session_lifetime": 60}, {"session_lifetime_respects_key_expiration": True}, None),
        ({"expires": 100, "post_expiry_action": "delete"}, {"session_lifetime": 30}, 100),
        ({"expires": 100, "post_expiry_action": "retain", "post_expiry_grace_period": 20}, {}, 120),
        (
            {"expires": 100, "post_expiry_action": "retain", "post_expiry_grace_period": -1},
            {"session_lifetime": 30},
            None,
        ),
        ({"expires": 100, "post_expiry_action": "retain"}, {"session_lifetime": 30}, 30),
        ({"post_expiry_action": "delete"}, {"session_lifetime": 30}, None),
    ],
)
def test_how_long_a_key_is_kept(fields, api, left):
    """In the eyes of the API that it is for; one that nobody loaded has no say."""
    gate = Gate("emulated")
    ident, start = gate.api(**api), gate.backend.time
    if "expires" in fields:
        fields = {**fields, "expires": int(start) + fields["expires"]}
    made = gate.ok("POST", "/tyk/keys", body(gate, access_rights=rights(ident), **fields))
    gate.ok("POST", "/tyk/keys/other", body(gate, **fields))
    for seconds in (29, 31, 59, 61, 99, 101, 119, 121, 10**6):
        gate.backend.time = start + seconds
        there = left is None or seconds < left
        assert (gate.call("GET", f"/tyk/keys/{made['key']}")[0] == 200) == there, seconds
        assert (made["key_hash"] in gate.ok("GET", "/tyk/keys")["keys"]) == there
    assert gate.ok("GET", f"/tyk/keys/other?org_id={gate.org}")
