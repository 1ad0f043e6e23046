# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A key that is named by the token which an earlier run has returned is that key, also after it was deleted."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from trust_world import build

from ansible_collections.community.tyk.plugins.module_utils._kinds.key_hash import make_token, name_in, token_org

RIGHTS = {"access_rights": [{"api": "Orders"}]}
NAMED = ({"alias": "one"}, {"key_id": "one-key", "alias": "one"})


def gateway(**config):
    gate = Gate(**config)
    gate.api()
    return gate


def dashboard():
    tyk = build()
    for there in tokens(tyk):
        tyk.emulator.state["keys"].remove(there)
    return tyk


def tokens(tyk):
    return sorted(row["id"] for row in tyk.emulator.state["keys"])


@pytest.mark.parametrize("named", NAMED)
@pytest.mark.parametrize("world", [dashboard, gateway])
def test_a_token_is_the_key_that_it_was_made_for(world, named):
    tyk = world()
    tyk.ok("key", **named, **RIGHTS)
    (there,) = tokens(tyk)
    for _turn in range(2):
        again = tyk.ok("key", key_id=there, **RIGHTS)
        assert not again["changed"] and tokens(tyk) == [there]
    tyk.ok("key", key_id=there, state="absent")
    assert not tokens(tyk)
    made = tyk.ok("key", key_id=there, alias="one", **RIGHTS, check=True)
    assert made["action"] == "created" and not tokens(tyk)
    assert tyk.ok("key", key_id=there, alias="one", **RIGHTS)["action"] == "created"
    for task in ({"key_id": there}, {"alias": "one"}):
        assert not tyk.ok("key", **task, **RIGHTS)["changed"] and tokens(tyk) == [there]
    assert not tyk.warnings(tyk.ok("key", key_id=there, **RIGHTS))


@pytest.mark.parametrize("algorithm", ["", "murmur32", "murmur64", "murmur128", "sha256"])
def test_whatever_the_hash_of_the_gateway_is(algorithm):
    gate = gateway(hash_key_function=algorithm, hash_keys=True)
    there = gate.ok("key", alias="one", **RIGHTS)["key"]["key_id"]
    gate.ok("key", key_id=there, state="absent")
    assert gate.ok("key", key_id=there, alias="one", **RIGHTS)["action"] == "created" and tokens(gate) == [there]
    assert not gate.ok("key", key_id=there, alias="one", **RIGHTS)["changed"] and tokens(gate) == [there]


@pytest.mark.parametrize("world", [dashboard, gateway])
def test_where_tyk_makes_other_tokens_by_now_that_is_told_and_the_second_run_is_quiet(world):
    tyk = world()
    tyk.ok("key", key_id="one-key", **RIGHTS)
    (new,) = tokens(tyk)
    tyk.ok("key", key_id=new, state="absent")
    old = new_form(new, "murmur128")
    for action in ("created", "none"):
        done = tyk.ok("key", key_id=old, **RIGHTS)
        assert done["action"] == action and tokens(tyk) == [new]
        assert any("under another token" in text for text in tyk.warnings(done))
    assert tyk.ok("key", key_id=old, state="absent")["action"] == "none" and tokens(tyk) == [new]


def new_form(token, algorithm):
    """The token of the same key, had the Gateway another hash_key_function."""
    org = token_org(token)
    return make_token(org, name_in(token, org), algorithm)


def test_a_token_of_another_organisation_is_a_name_as_any(tmp_path):
    """Callers go on using it: the Gateway looks for keys by the names that they were given, too."""
    gate, foreign = gateway(), make_token("elsewhere", "a-key", "murmur64")
    assert gate.ok("key", key_id=foreign, **RIGHTS)["action"] == "created"
    assert tokens(gate) == [make_token("acme", foreign, "murmur64")]
    assert gate.ok("key", key_id=foreign, **RIGHTS)["action"] == "none"
    assert gate.ok("key", key_id=foreign, state="absent")["action"] == "deleted" and not tokens(gate)


def test_a_token_tells_the_organisation_where_nothing_else_does():
    gate = gateway()
    there = gate.ok("key", alias="one", **RIGHTS)["key"]["key_id"]
    gate.ok("key", key_id=there, state="absent")
    for action in ("created", "none"):
        assert gate.ok("key", key_id=there, **RIGHTS, org_id=None)["action"] == action and tokens(gate) == [there]


@pytest.mark.parametrize("named", NAMED)
@pytest.mark.parametrize("world", [dashboard, gateway])
def test_a_backup_brings_back_the_token(world, named, tmp_path):
    tyk = world()
    tyk.ok("key", **named, **RIGHTS)
    there = tokens(tyk)
    gone = {"state": "absent", "backup": True, "backup_dir": str(tmp_path)}
    done = tyk.ok("key", key_id=there[0], **gone)
    assert done["action"] == "deleted" and not tokens(tyk)
    assert tyk.ok("config", src=[done["backup_path"]])["changed"] and tokens(tyk) == there
    assert not tyk.ok("config", src=[done["backup_path"]])["changed"] and tokens(tyk) == there
