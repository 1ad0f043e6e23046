# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies in all of their parts, what would never apply, and keys with several of them."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_objects import quiet

RIGHTS = [{"api": "Orders"}]


@pytest.fixture
def orders(tyk):
    """Two APIs."""
    for name in ("Orders", "Pets"):
        tyk.ok("api", name=name, listen_path=f"/{name}/", target_url="http://x.example")
    tyk.log()
    return tyk


FULL = {
    "name": "Gold",
    "access_rights": [
        {
            "api": "Orders",
            "allowed_urls": [{"url": "/a", "methods": ["GET", "POST"]}, {"url": "/b", "methods": ["GET"]}],
            "limit": {"rate": 5, "per": 1, "quota_max": 10, "quota_renewal_rate": 60, "max_query_depth": 3},
        },
        {
            "api": "Pets",
            "disable_introspection": True,
            "allowed_types": [{"name": "Query", "fields": ["a", "b"]}],
            "restricted_types": [{"name": "Person", "fields": ["c", "d"]}],
            "field_access_rights": [
                {"type_name": "Query", "field_name": "a", "limits": {"max_query_depth": 2}},
                {"type_name": "Query", "field_name": "b", "limits": {"max_query_depth": 4}},
            ],
        },
    ],
    "rate": 100,
    "per": 60,
    "throttle_interval": 5,
    "throttle_retry_limit": 2,
    "max_query_depth": 7,
    "quota_max": 1000,
    "quota_renewal_rate": 3600,
    "smoothing": {"enabled": True, "step": 5, "threshold": 10, "trigger": 0.8, "delay": 30},
    "key_expires_in": 86400,
    "policy_state": "draft",
    "tags": ["gold"],
    "meta_data": {"plan": "gold"},
}


def test_a_policy_in_full(orders):
    planned = orders.ok("policy", check=True, **FULL)
    made = orders.ok("policy", **FULL)
    assert made["diff"] == planned["diff"] and not orders.warnings(made)
    quiet(orders, "policy", **FULL)
    pets = FULL["access_rights"][1]
    mixed = {**pets, **{name: pets[name][::-1] for name in ("field_access_rights", "allowed_types")}}
    mixed["restricted_types"] = [{"name": "Person", "fields": ["d", "c"]}]
    quiet(orders, "policy", **{**FULL, "access_rights": [mixed, FULL["access_rights"][0]]})
    shown = orders.ok("policy_info")["policies"][0]
    shown.pop("org_id")
    assert "definition" not in shown
    quiet(orders, "policy", **shown)
    assert orders.ok("policy", name="Gold", smoothing=None, max_query_depth=None)["changed"]
    stored = orders.read("/api/portal/policies?p=-1")["Data"][0]
    assert not stored["smoothing"] and not stored["max_query_depth"] and stored["throttle_interval"] == 5


@pytest.mark.parametrize("chosen", ["partner", "0123456789abcdef01234567"])
def test_chosen_ids(orders, chosen):
    wish = {"policy_id": chosen, "name": "Gold", "access_rights": RIGHTS}
    assert orders.ok("policy", **wish)["policy"]["policy_id"] == chosen
    quiet(orders, "policy", **wish)
    quiet(orders, "policy", name="Gold", access_rights=RIGHTS)
    assert orders.ok("policy", policy_id=chosen, rate=3, per=1)["changed"]
    assert orders.read("/api/portal/policies?p=-1")["Data"][0]["id"] == chosen
    assert "Invalid policy ID" in orders.fails("policy", policy_id="no id", name="Silver", access_rights=RIGHTS)


BOTH_IDS = {"_id": "5ead71205759610001818699", "id": "5ea1118af4f8460001a938ff"}


@pytest.mark.parametrize(
    "said",
    [
        {"definition": BOTH_IDS},
        {"definition": {**BOTH_IDS, "id": "gold"}},
        {"policy_id": "gold", "definition": {"_id": BOTH_IDS["_id"]}},
    ],
)
def test_two_ids_of_one_policy_are_kept_as_they_are_said(orders, said):
    params = {"name": "Gold", "access_rights": RIGHTS, **said}
    planned = orders.ok("policy", check=True, **params)
    made = orders.ok("policy", **params)
    assert made["diff"] == planned["diff"] and made["action"] == planned["action"] == "created"
    stored = orders.read("/api/portal/policies?p=-1")["Data"][0]
    ident = said.get("policy_id") or said["definition"]["id"]
    assert (stored["_id"], stored["id"]) == (BOTH_IDS["_id"], ident)
    quiet(orders, "policy", **params)
    assert not orders.ok("config", config={"policies": [params]})["changed"]
    assert orders.ok("policy", **params, rate=3, per=1)["changed"]
    assert orders.ok("key", alias="K", policies=[ident])["changed"]
    other = "5ea1118af4f8460001a93800"
    orders.log()
    moved = {**params, "policy_id": ..., "definition": {**BOTH_IDS, "id": other}}
    assert f"has the id {ident}" in orders.fails("policy", **moved) and not orders.writes()
    orders.ok("policy", name="Silver", policy_id=other, access_rights=RIGHTS)
    assert "those of 2 policies" in orders.fails("policy", **moved)
    exported = orders.ok("config_info", keep_ids=True)["config"]
    assert not orders.ok("config", config=exported)["changed"]


@pytest.mark.parametrize("said", [BOTH_IDS, {"_id": BOTH_IDS["_id"]}, {"id": "gold"}])
def test_so_they_are_on_a_gateway(said):
    gate = Gate()
    gate.api("Orders")
    params = {"definition": {**said, "rate": 3, "per": 1}, "access_rights": RIGHTS}  # without a name, as some files are
    planned = gate.ok("policy", check=True, **params)
    assert gate.ok("policy", **params)["diff"] == planned["diff"]
    (stored,) = gate.ask("GET", "/tyk/policies")[1]
    ident = said.get("id") or said["_id"]
    assert (stored["_id"] or "", stored["id"]) == (said.get("_id") or "", ident) and not stored["name"]
    gate.log()
    assert not gate.ok("policy", **params)["changed"] and not gate.changes()
    exported = gate.ok("config_info")["config"]
    assert exported["policies"][0]["policy_id"] == ident
    assert not gate.ok("config", config=exported)["changed"]
    assert gate.ok("policy", policy_id=ident, rate=4)["changed"]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({}, "would grant access to nothing"),
        ({"access_rights": []}, "would grant access to nothing"),
        ({"partitions": {"acl": True, "quota": True}}, "would grant access to nothing"),
        ({"partitions": {"per_api": True}}, "would grant access to nothing"),
        ({"access_rights": RIGHTS, "partitions": {"per_api": True, "acl": True}}, "per_api shuts out"),
        ({"access_rights": RIGHTS, "active": False}, "policy_state: draft"),
        ({"access_rights": RIGHTS, "definition": {"is_inactive": True}}, "policy_state: draft"),
    ],
)
def test_what_would_never_apply(orders, wish, said):
    for check in (True, False):
        assert said in orders.fails("policy", check=check, name="Gold", **wish)
    assert not orders.writes()


def test_what_would_never_apply_to_an_existing_policy(orders):
    orders.ok("policy", name="Gold", access_rights=RIGHTS)
    orders.log()
    for wish in ({"access_rights": []}, {"access_rights": None}, {"active": False}):
        orders.fails("policy", name="Gold", **wish)
    assert not orders.writes()
    assert orders.ok("policy", name="Gold", policy_state="draft", active=False)["changed"]
    assert orders.ok("policy", name="Limits", partitions={"rate_limit": True}, rate=1, per=1)["changed"]
    # Another tool's policy without rights is no reason to refuse a change of something else.
    orders.make("/api/portal/policies", {"name": "Empty", "active": False, "state": "active", "access_rights": {}})
    assert orders.ok("policy", name="Empty", tags=["empty"])["changed"]
    shown = next(policy for policy in orders.ok("policy_info")["policies"] if policy["name"] == "Empty")
    assert orders.ok("policy", name="Empty", active=shown["active"], policy_state=shown["policy_state"])
    assert "would grant" in orders.fails("policy", name="Empty", partitions={"acl": True})


def partition(tyk, name, *on, **more):
    tyk.ok("policy", name=name, partitions=dict.fromkeys(on, True), **more)


def test_a_key_with_policies_of_different_partitions(orders):
    partition(orders, "Access", "acl", access_rights=RIGHTS)
    partition(orders, "Pace", "rate_limit", rate=9, per=1)
    partition(orders, "Amount", "quota", quota_max=99, quota_renewal_rate=60)
    wish = {"alias": "team", "policies": ["Access", "Pace"], "quota_max": 5, "quota_renewal_rate": 30}
    planned = orders.ok("key", check=True, **wish)
    made = orders.ok("key", **wish)
    assert made["diff"] == planned["diff"] and not orders.warnings(made)
    assert made["key"]["quota_max"] == 5 and "rate" not in made["key"] and "access_rights" not in made["key"]
    quiet(orders, "key", **wish)
    more = {**wish, "policies": ["Access", "Pace", "Amount"]}
    assert orders.ok("key", **more)["changed"]
    quiet(orders, "key", **more)
    assert orders.read("/api/keys/detailed?p=-1")["keys"][0]["data"]["quota_max"] == 99
    less = {**wish, "policies": ["Access", "Amount"], "rate": 2, "per": 1}
    assert orders.ok("key", **less)["changed"]
    quiet(orders, "key", **less)
    assert orders.read("/api/keys/detailed?p=-1")["keys"][0]["data"]["rate"] == 2


def test_policies_that_do_not_go_together(orders):
    partition(orders, "Access", "acl", access_rights=RIGHTS)
    partition(orders, "Pace", "rate_limit", rate=9, per=1)
    limited = [{"api": "Pets", "limit": {"rate": 1, "per": 1}}]
    partition(orders, "Each", "per_api", access_rights=limited)
    orders.log()
    wish = {"alias": "team", "policies": ["Access", "Each"]}
    assert "Each (with the partition per_api) and Access" in orders.fails("key", **wish)
    assert "none of Pace grants access" in orders.fails("key", alias="team", policies=["Pace"], access_rights=RIGHTS)
    assert not orders.writes()
    alone = {"alias": "team", "policies": ["Each"]}
    assert orders.ok("key", **alone)["changed"]
    quiet(orders, "key", **alone)
    assert "per_api" in orders.fails("key", **wish)


def test_limits_for_each_api_of_a_key(orders):
    limit = {"rate": 5, "per": 1, "quota_max": 10, "quota_renewal_rate": 60, "throttle_interval": 2.5}
    wish = {"alias": "team", "access_rights": [{"api": "Orders", "limit": limit}, {"api": "Pets"}]}
    wish |= {"rate": 50, "per": 1, "throttle_interval": 1.5, "throttle_retry_limit": 3, "max_query_depth": 4}
    made = orders.ok("key", **wish)
    assert not orders.warnings(made)
    quiet(orders, "key", **wish)
    more = [{"api": "Orders", "limit": {**limit, "rate": 6}}, {"api": "Pets"}]
    assert orders.ok("key", alias="team", access_rights=more)["changed"]
    none = [{"api": "Orders", "limit": None}, {"api": "Pets"}]
    assert orders.ok("key", alias="team", access_rights=none)["changed"]
    quiet(orders, "key", alias="team", access_rights=none)


def test_an_expiry_that_is_over_is_no_expiry(orders):
    for expires in ("2001-01-01T00:00:00Z", "978307200"):
        assert "is over" in orders.fails("key", alias="team", access_rights=RIGHTS, expires=expires)
    orders.ok("key", alias="team", access_rights=RIGHTS, expires="2036-01-01T00:00:00Z")
    orders.log()
    assert "is over" in orders.fails("key", alias="team", expires="2001-01-01T00:00:00Z")
    assert not orders.writes()
