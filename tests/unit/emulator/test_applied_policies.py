# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What reading a key shows while policies govern it."""

from __future__ import annotations

import pytest
from emulator_world import key_path, read_key, rights, session

LIMITS = {
    "rate": 100,
    "per": 10,
    "quota_max": 1000,
    "quota_renewal_rate": 3600,
    "max_query_depth": 7,
    "throttle_interval": 3,
}
OWN = {"rate": 10, "per": 60, "quota_max": 50, "max_query_depth": 2, "throttle_interval": 0}
FIELDS = tuple(OWN)


@pytest.mark.parametrize(
    ("partitions", "governed"),
    [
        ({}, FIELDS),
        ({"acl": True}, ()),
        ({"acl": True, "rate_limit": True}, ("rate", "per", "throttle_interval")),
        ({"acl": True, "quota": True}, ("quota_max",)),
        ({"acl": True, "complexity": True}, ("max_query_depth",)),
        ({"per_api": True}, ()),
    ],
)
def test_partitions(world, partitions, governed):
    own, granted = world.api("Own"), world.api("Granted")
    policy = world.policy(
        access_rights=rights(granted), partitions=partitions, tags=["p"], meta_data={"p": 1}, **LIMITS
    )
    key = world.key(apply_policies=[policy], access_rights=rights(own), tags=["k"], meta_data={"k": 1}, **OWN)["key_id"]
    shown = read_key(world, key)
    assert {name: shown[name] for name in FIELDS} == {**OWN, **{name: LIMITS[name] for name in governed}}
    assert list(shown["access_rights"]) == [granted]
    assert (shown["tags"], shown["meta_data"]) == (["k", "p"], {"k": 1, "p": 1})
    limit = shown["access_rights"][granted]["limit"]
    if partitions.get("per_api"):
        assert (limit["rate"], limit["set_by_policy"]) == (100, True)
    elif governed:
        assert limit["set_by_policy"] is True
    else:
        assert limit is None


def test_the_stored_session_is_kept_apart(world):
    own, granted = world.api("Own"), world.api("Granted")
    policy = world.policy(access_rights=rights(granted), tags=["p"], **LIMITS)
    key = world.key(apply_policies=[policy], access_rights=rights(own), tags=["k"], **OWN)["key_id"]
    stored = world.control("GET", "state")["keys"][0]["session"]
    assert list(stored["access_rights"]) == [own] and (stored["tags"], stored["rate"]) == (["k"], 10)
    # What a read shows and a write sends back becomes the key's own: taking the policy away leaves it there.
    world.ok("PUT", key_path(key), session(**read_key(world, key)))
    world.ok("PUT", key_path(key), session(**{**read_key(world, key), "apply_policies": []}))
    assert list(read_key(world, key)["access_rights"]) == [granted] and read_key(world, key)["tags"] == ["k", "p"]


def test_reads_follow_the_policy(world):
    api = world.api()
    policy = world.policy(access_rights=rights(api), **LIMITS)
    key = world.key(apply_policies=[policy])
    assert world.ok("GET", "/api/keys/detailed")["keys"][0]["data"]["rate"] == 100
    body = {**world.ok("GET", f"/api/portal/policies/{policy}"), "rate": 7}
    world.ok("PUT", f"/api/portal/policies/{policy}", body)
    assert read_key(world, key["key_id"])["rate"] == 7
    assert world.ok("GET", "/api/keys/detailed")["keys"][0]["data"]["rate"] == 7


def test_several_policies(world):
    first, second = world.api("First"), world.api("Second")
    low = world.policy("low", access_rights=rights(first), rate=1, per=1, quota_max=-1, tags=["a"], meta_data={"m": 1})
    high = world.policy(
        "high", access_rights=rights(second), rate=9, per=1, quota_max=5, tags=["b"], meta_data={"m": 2}
    )
    for order in ([low, high], [high, low]):
        shown = read_key(world, world.key(apply_policies=order)["key_id"])
        assert set(shown["access_rights"]) == {first, second}
        assert (shown["rate"], shown["quota_max"]) == (9, -1)
        assert set(shown["tags"]) == {"a", "b"} and shown["meta_data"]["m"] == (2 if order[-1] == high else 1)


def test_grants_on_one_api_add_up(world):
    api = world.api()
    open_url = [{"url": "/a", "methods": ["GET"]}]
    one = world.policy("one", access_rights={api: {"api_id": api, "versions": ["v1"], "allowed_urls": open_url}})
    two = world.policy("two", access_rights={api: {"api_id": api, "versions": ["v2"], "allowed_urls": open_url}})
    right = read_key(world, world.key(apply_policies=[one, two])["key_id"])["access_rights"][api]
    assert right["versions"] == ["v1", "v2"] and len(right["allowed_urls"]) == 2


def test_a_missing_policy_among_others_is_skipped(world):
    policy = world.policy(access_rights=rights(world.api()))
    shown = world.key(apply_policies=["gone", policy])["data"]
    assert shown["apply_policies"] == ["gone", policy] and shown["access_rights"]


def test_explicit_ids_and_the_old_single_field(world):
    api = world.api()
    world.policy(id="gold", access_rights=rights(api), rate=3, per=1)
    assert world.key(apply_policies=["gold"])["data"]["rate"] == 3
    assert world.key(apply_policy_id="gold")["data"]["rate"] == 3


def test_life_of_new_keys(world):
    policy = world.policy(access_rights=rights(world.api()), key_expires_in=60)
    assert world.key(apply_policies=[policy])["data"]["expires"] == int(world.time) + 60


def test_switches(world):
    policy = world.policy(access_rights=rights(world.api()), is_inactive=True, hmac_enabled=True)
    shown = world.key(apply_policies=[policy])["data"]
    assert (shown["is_inactive"], shown["hmac_enabled"]) == (True, True)
