# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What policies write into the keys that have them, at the Gateway."""

from __future__ import annotations

import pytest
from gateway_world import VERSIONS, Gate, rights

INSECURE = (500, "Failed to create key, ensure security settings are correct.")
OWN = {"rate": 3, "per": 2, "quota_max": 9, "quota_renewal_rate": 5, "max_query_depth": 2}
GIVEN = {"rate": 7, "per": 1, "quota_max": 100, "quota_renewal_rate": 50, "max_query_depth": 8}
PARTS = {
    "rate_limit": ("rate", "per"),
    "quota": ("quota_max", "quota_renewal_rate"),
    "complexity": ("max_query_depth",),
}


@pytest.fixture(params=VERSIONS)
def gate(request):
    gate = Gate(request.param)
    yield gate
    gate.clean()


def key(gate, *policies, **fields):
    """What a read shows of a key with these policies."""
    made = gate.ok("POST", "/tyk/keys", {"org_id": gate.org, "apply_policies": list(policies), **fields})
    return gate.ok("GET", f"/tyk/keys/{made['key_hash']}?hashed=1")


def limits(found):
    return {name: found.get(name, 0) for name in OWN}


@pytest.mark.parametrize("parts", [(), ("rate_limit",), ("quota",), ("complexity",), ("quota", "complexity")])
def test_partitions(gate, parts):
    """What is no part of the policy is as the key has it, for the API as well."""
    partitions = {"acl": True, **dict.fromkeys(parts, True)} if parts else {}
    found = key(gate, gate.policy("p", "a", partitions=partitions, **GIVEN), **OWN)
    taken = [name for part, names in PARTS.items() if part in parts or not parts for name in names]
    wanted = {**OWN, **{name: GIVEN[name] for name in taken}}
    assert limits(found["access_rights"]["a"]["limit"]) == wanted
    # Limits of a part of the policy are raised for the key, but the renewal never falls.
    assert found.get("quota_max") == wanted["quota_max"] and found.get("rate") == wanted["rate"]


def test_a_policy_that_grants_nothing(gate):
    alone = gate.policy("q", "a", partitions={"quota": True})
    bare = gate.policy("bare")
    for policies in ([alone], [bare], ["unknown"], ["unknown", "other"]):
        for extra in ({}, {"access_rights": rights("a")}):
            body = {"org_id": gate.org, "apply_policies": policies, **extra}
            assert gate.refused("POST", "/tyk/keys", body) == INSECURE, (policies, extra)


@pytest.mark.parametrize(
    ("policies", "reason"),
    [
        ([{"partitions": {"per_api": True, "quota": True}}], "which has per_api and any of partitions set"),
        (
            [{"partitions": {"per_api": True}}, {"partitions": {"acl": True}}],
            "cannot apply multiple policies when some have per_api set and some are partitioned",
        ),
        ([{"partitions": {"quota": True}}], "key has no valid policies to be applied"),
        ([None], 'policy not found: "none"'),
    ],
)
def test_why_policies_cannot_be_applied(gate, policies, reason):
    """Only the other way to make a key tells."""
    names = [
        "none" if fields is None else gate.policy(f"p{number}", "a", **fields) for number, fields in enumerate(policies)
    ]
    body = {"org_id": gate.org, "apply_policies": names}
    status, message = gate.refused("POST", "/tyk/keys/create", body)
    assert status == 500 and message.startswith("Failed to create key - ") and reason in message
    assert gate.refused("POST", "/tyk/keys", body) == INSECURE


def test_the_most_generous_counts(gate):
    low = gate.policy(
        "low", "a", rate=1, per=1, quota_max=-1, max_query_depth=3, tags=["x"], meta_data={"m": 1, "l": 1}
    )
    high = gate.policy("high", "a", rate=9, per=1, quota_max=5, max_query_depth=1, tags=["y"], meta_data={"m": 2})
    for order, last in (((low, high), 2), ((high, low), 1)):
        found = key(gate, *order, tags=["own"], meta_data={"m": 0, "k": 1})
        assert (found["rate"], found["quota_max"], found["max_query_depth"]) == (9, -1, 3)
        assert sorted(found["tags"]) == ["own", "x", "y"] and found["meta_data"] == {"m": last, "k": 1, "l": 1}


def test_a_rate_needs_both_numbers(gate):
    found = key(gate, gate.policy("p", "a", rate=5), rate=3, per=1)
    assert not found.get("rate") and not found.get("per")


def test_grants_add_up(gate):
    first = {"versions": ["v1"], "allowed_urls": [{"url": "/a", "methods": ["GET"]}]}
    second = {
        "versions": ["v2", "v1"],
        "allowed_urls": [{"url": "/a", "methods": ["PUT"]}, {"url": "/b", "methods": []}],
    }
    one = gate.policy("one", access_rights={"a": {**first, "restricted_types": [{"name": "T", "fields": ["x"]}]}})
    two = gate.policy("two", access_rights={"a": {**second, "restricted_types": [{"name": "T", "fields": ["y"]}]}})
    right = key(gate, one, two)["access_rights"]["a"]
    assert right["versions"] == ["v1", "v2"]
    assert right["allowed_urls"] == [{"url": "/a", "methods": ["GET", "PUT"]}, {"url": "/b", "methods": []}]
    assert right["restricted_types"] == [{"name": "T", "fields": ["x", "y"]}]


def test_scopes_of_several_grants(gate):
    one, two = gate.policy("one", "a"), gate.policy("two", "b")
    assert not key(gate, one)["access_rights"]["a"].get("allowance_scope")
    found = key(gate, one, two)["access_rights"]
    assert (found["a"]["allowance_scope"], found["b"]["allowance_scope"]) == (one, two)


def test_limits_for_each_api(gate):
    """Those of the API, or else those of the policy; the most generous of several."""
    own = {"rate": 1, "per": 1, "quota_max": 4, "quota_renewal_rate": 60}
    apis = {**rights("a", limit=own), **rights("b")}
    policy = gate.policy("per", access_rights=apis, partitions={"per_api": True}, rate=2, per=1, quota_max=6)
    found = key(gate, policy, rate=99)
    assert not found.get("rate"), "the key has none of its own any more"
    one, other = found["access_rights"]["a"], found["access_rights"]["b"]
    assert (one["allowance_scope"], one["limit"]["rate"], one["limit"]["quota_remaining"]) == ("a", 1, 4)
    assert (other["allowance_scope"], other["limit"]["rate"], other["limit"]["quota_max"]) == (policy, 2, 6)
    more = {"rate": 5, "per": 1, "quota_max": 2}
    second = gate.policy("more", access_rights=rights("a", limit=more), partitions={"per_api": True})
    for order in ((policy, second), (second, policy)):
        limit = key(gate, *order)["access_rights"]["a"]["limit"]
        assert (limit["rate"], limit["quota_max"]) == (5, 4)


def test_limits_of_endpoints(gate):
    def endpoints(**rates):
        methods = [{"name": name, "limit": {"rate": rate, "per": 1}} for name, rate in rates.items()]
        return rights("a", endpoints=[{"path": "/x", "methods": methods}])

    one = gate.policy("one", access_rights=endpoints(PUT=1, GET=5))
    two = gate.policy("two", access_rights=endpoints(GET=2, POST=3))
    (entry,) = key(gate, one, two)["access_rights"]["a"]["endpoints"]
    assert [(method["name"], method["limit"]["rate"]) for method in entry["methods"]] == [
        ("GET", 5),
        ("POST", 3),
        ("PUT", 1),
    ]


def test_what_a_policy_switches(gate):
    policy = gate.policy("p", "a", is_inactive=True, hmac_enabled=True, key_expires_in=100)
    found = key(gate, policy)
    assert (found["is_inactive"], found["hmac_enabled"]) == (True, True)
    assert not found.get("expires"), "an API that is not loaded gives a key no end"
    api = gate.api()
    found = key(gate, gate.policy("q", api, key_expires_in=100))
    assert 98 <= found["expires"] - int(found["last_updated"]) <= 101


def test_whether_a_key_is_inactive(gate):
    """Where policies govern a key it is up to them; the long-term line forgets the mark of all others too."""
    assert not key(gate, gate.policy("p", "a"), is_inactive=True).get("is_inactive")
    found = key(gate, access_rights=rights("a"), is_inactive=True)
    assert bool(found.get("is_inactive")) == gate.since(5, 11)


def test_what_was_written_stays_in_the_key(gate):
    policy = gate.policy("p", "a", tags=["t"], meta_data={"m": 1}, rate=5, per=1)
    made = gate.ok("POST", "/tyk/keys", {"org_id": gate.org, "apply_policies": [policy]})
    gate.ok("POST", f"/tyk/keys/policy/{made['key_hash']}", {})
    found = gate.ok("GET", f"/tyk/keys/{made['key']}")
    assert (found["rate"], found["tags"], found["meta_data"], list(found["access_rights"])) == (
        5,
        ["t"],
        {"m": 1},
        ["a"],
    )


def test_policies_in_the_metadata(gate):
    """A list of that name counts in place of all policies of the key."""
    own = {"id": "own", "org_id": gate.org, "rate": 3, "per": 1, "access_rights": rights("b")}
    found = key(gate, gate.policy("p", "a", rate=9, per=1), meta_data={"policies": [own]})
    assert (found["rate"], list(found["access_rights"])) == (3, ["b"])
    for other in ("x", {}, [1]):
        assert list(key(gate, access_rights=rights("a"), meta_data={"policies": other})["access_rights"]) == ["a"]


def test_organisations(gate):
    """A key finds the policies of its own organisation; older versions look at that of a loaded API only."""
    api = gate.api()
    policy, loose = gate.policy("p", api), gate.policy("loose", "unknown")
    for name in (policy, loose):
        status = gate.call("POST", "/tyk/keys", {"org_id": "other", "apply_policies": [name]})[0]
        assert status == (500 if gate.since(5, 12) else 200)
    # Without one it has that of the API, which is not known before there is one in its rights.
    assert gate.call("POST", "/tyk/keys", {"apply_policies": [loose]})[0] == (500 if gate.since(5, 12) else 200)
    assert gate.call("POST", "/tyk/keys", {"apply_policies": [policy], "access_rights": rights(api)})[0] == 200


def test_rules_of_mcp_add_up(gate):
    if not gate.since(5, 13):
        return
    one = {"mcp_access_rights": {"tools": {"allowed": ["b", "a"]}}, "mcp_primitives": [prim("t", 20, 60)]}
    two = {
        "mcp_access_rights": {"tools": {"allowed": ["a", "c"], "blocked": ["z"]}},
        "mcp_primitives": [prim("t", 5, 1)],
    }
    policies = [gate.policy(name, access_rights=rights("m", **fields)) for name, fields in (("one", one), ("two", two))]
    right = key(gate, *policies)["access_rights"]["m"]
    assert right["mcp_access_rights"] == {"tools": {"allowed": ["b", "a", "c"], "blocked": ["z"]}}
    assert right["mcp_primitives"] == [prim("t", 5, 1)]


def prim(name, rate, per):
    return {"type": "tool", "name": name, "limit": {"rate": rate, "per": per}}
