# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The id of a key is the secret that its consumer sends: nothing that is shown or written down has it."""

from __future__ import annotations

import base64

import pytest
from gateway_runner import Gate

from ansible_collections.community.tyk.plugins.module_utils._kinds.key_hash import key_hash

RIGHTS = [{"api": "Orders"}]
IDENT = "0123456789abcdef0123456789abcdef"


def token(org):
    return base64.b64encode(f'{{"org":"{org}","id":"{IDENT}","h":"murmur64"}}'.encode()).decode()


KEYS = {"own": lambda org: "a-key-of-our-own", "token": token, "old": lambda org: org + IDENT}


@pytest.fixture(params=KEYS)
def key(request, tyk):
    return KEYS[request.param](tyk.org)


@pytest.fixture
def shop(tyk):
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    return tyk


def hidden(tyk, key):
    assert key not in tyk.out and len(tyk.out) > 50


def test_a_configuration_names_a_key_without_an_alias_by_a_hash(shop, key, tmp_path):
    wish = {"key_id": key, "access_rights": RIGHTS}
    report = [str(tmp_path / f"plan.{ending}") for ending in ("json", "md", "html", "xml")]
    names = set()
    for check in (True, False):
        done = shop.ok("config", config={"keys": [wish]}, key_dir=str(tmp_path / "own"), report=report, check=check)
        hidden(shop, key)
        names.add(done["changes"][0]["name"])
    assert len(names) == 1
    assert not shop.ok("config", config={"keys": [wish]})["changed"]
    own = tmp_path / "own"  # a token that is named is the key, which belongs there
    others = [path for path in tmp_path.rglob("*") if path.is_file() and own not in path.parents]
    assert not [path for path in tmp_path.rglob("*") if key in path.name]
    assert not [path for path in others if key in path.read_text()]
    shop.control("PUT", "faults", [{"method": "PUT", "path": "/api/keys", "status": 500, "times": 9}])
    shop.fails("config", config={"keys": [{**wish, "rate": 5}]})
    hidden(shop, key)
    shop.control("PUT", "faults", [])
    for how in ({"state": "absent"},):
        shop.ok("config", config={"keys": [{"key_id": key, **how}]})
        hidden(shop, key)


@pytest.mark.parametrize(
    "wrong",
    [
        {"config": {"keys": [{"key_id": ..., "nonsense": 5}]}},
        {"config": {"keys": [{"key_id": ..., "policies": ["nobody"]}]}},
        {"config": {"keys": [{"key_id": ..., "rate": 5}, {"key_id": ..., "rate": 6}]}},
        {"config": {"keys": [{"alias": "x"}]}, "overlays": [{"keys": [{"key_id": ..., "rate": 6}]}]},
        {"config": {"keys": [{"key_id": ...}, {"key_id": ...}]}, "overlays": [{"keys": [{"key_id": ...}]}]},
    ],
)
def test_no_error_of_a_configuration_shows_it(shop, key, wrong):
    def filled(value):
        if isinstance(value, dict):
            return {name: filled(item) for name, item in value.items()}
        if isinstance(value, list):
            return [filled(item) for item in value]
        return key if value is ... else value

    shop.ok("key", key_id=key, access_rights=RIGHTS)
    assert "keys[" in shop.fails("config", **filled(wrong))
    hidden(shop, key)


def test_two_keys_of_our_own_are_two(shop):
    """Tyk's oldest hash does not look at the last letters; what names a key does."""
    wish = [{"key_id": f"a-key-of-our-own-{n}", "access_rights": RIGHTS} for n in range(3)]
    done = shop.ok("config", config={"keys": wish})
    assert len({change["name"] for change in done["changes"]}) == 3
    laid = shop.ok("config", config={"keys": wish}, overlays=[{"keys": [{"key_id": wish[1]["key_id"], "rate": 7}]}])
    assert len(laid["changes"]) == 1


@pytest.mark.parametrize("key", ["token", "old"], indirect=True)
def test_a_key_in_place_of_its_hash_is_not_shown(shop, key):
    for kind, wish in (("key", {"key_hash": key}), ("config", {"config": {"keys": [{"key_hash": key}]}})):
        told = shop.fails(kind, **wish)
        assert key not in told and key_hash(key) in told


@pytest.mark.parametrize("name", ["ab", 'plan"ted-secret', "create"])
def test_the_gateway_s_rules_for_names_do_not_repeat_them(name):
    gate = Gate()
    gate.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    gate.changes()
    told = gate.fails("config", config={"keys": [{"key_id": name, "access_rights": RIGHTS}]})
    assert "key_id: " in told and repr(name) not in told and not gate.changes()


@pytest.mark.parametrize("key", ["token", "old"], indirect=True)
def test_no_brake_shows_it(shop, key):
    shop.ok("key", alias="kept", access_rights=RIGHTS)
    brakes = {"prune": ["keys"], "prune_all": True, "protected": {"keys": [key, "nobody"]}}
    done = shop.ok("config", config={"keys": [{"alias": "kept"}]}, **brakes)
    told = " ".join(shop.warnings(done))
    assert key_hash(key) in told and "'nobody'" in told
    hidden(shop, key)
