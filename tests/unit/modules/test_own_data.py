# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In what is the user's own, zero and empty are values: metadata, the data of assets, headers of webhooks."""

from __future__ import annotations

import pytest
from module_objects import quiet
from module_runner import Tyk

RIGHTS = [{"api": "Orders"}]
ZEROS = {"off": False, "none": 0, "text": "", "list": [], "map": {}, "deep": {"off": False, "items": [{"n": 0}]}}
TEXTS = {"X-Empty": "", "X-Full": "full"}
# By kind: what makes one, the option, what it holds, and where the server shows it.
OWN = {
    "policy": ({"name": "N", "access_rights": RIGHTS}, "meta_data", ZEROS, "/api/portal/policies?p=-1", "Data"),
    "key": ({"alias": "N", "access_rights": RIGHTS}, "meta_data", ZEROS, "/api/keys/detailed?p=-1", "keys"),
    "asset": ({"name": "N"}, "data", ZEROS, "/api/assets?p=-1", ""),
    "webhook": ({"name": "N", "target_path": "http://h.example/"}, "header_map", TEXTS, "/api/hooks?p=-1", "hooks"),
}
SECTION = {"policy": "policies", "key": "keys", "asset": "assets", "webhook": "webhooks"}


def stored(tyk, kind):
    _make, option, _value, path, items = OWN[kind]
    found = tyk.read(path)
    found = (found[items] if items else found)[0]
    return found.get("data", found)[option] if kind == "key" else found[option]


@pytest.mark.parametrize("kind", OWN)
def test_zero_is_a_value(tyk, kind):
    make, option, value, _path, _items = OWN[kind]
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    first = {"kept": "x"}
    tyk.ok(kind, **make, **{option: first})
    for key, item in value.items():
        planned = tyk.ok(kind, check=True, **make, **{option: {key: item}})
        done = tyk.ok(kind, **make, **{option: {key: item}})
        assert done["changed"] and done["diff"] == planned["diff"], key
        first[key] = item
        assert stored(tyk, kind) == first
    quiet(tyk, kind, **make, **{option: value})
    assert tyk.ok(kind, **make, **{option: {"kept": None}})["changed"] and stored(tyk, kind) == value
    exported = tyk.ok("config_info", include_secrets=True, kinds=["apis", SECTION[kind]])["config"]
    assert exported[SECTION[kind]][0][option] == value
    for strategy in ("merge", "replace"):
        assert not tyk.ok("config", config=exported, strategy=strategy)["changed"]
    other = Tyk(seed=7)
    other.ok("config", config=exported)
    assert stored(other, kind) == value


@pytest.mark.parametrize("kind", OWN)
def test_it_is_one_in_a_new_object(tyk, kind):
    make, option, value, _path, _items = OWN[kind]
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    key, item = next(iter(value.items()))
    tyk.ok(kind, **make, **{option: {key: item}})
    assert stored(tyk, kind) == {key: item}
    quiet(tyk, kind, **make, **{option: {key: item}})
    assert not tyk.ok("config", config=tyk.ok("config_info", include_secrets=True)["config"])["changed"]


def test_a_value_of_a_policy_is_not_a_zero_of_the_key(tyk):
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    tyk.ok("policy", name="P", access_rights=RIGHTS, meta_data={"n": 0})
    tyk.ok("key", alias="N", policies=["P"])
    assert tyk.ok("key_info", alias="N")["api_keys"][0]["meta_data"] == {}
