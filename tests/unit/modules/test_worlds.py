# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Worlds that others made are adopted, moved, touched and pruned without a scratch.

The one of our own making always, and a share of the vendor's demo, where it is at hand: TYK_TRUST=all takes all of it.
"""

from __future__ import annotations

import os

import pytest
from gateway_runner import Gate
from module_runner import Tyk
from odd_world import OddGate, OddWorld
from vendor_world import FOLDER, Vendor

from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

ALL = os.environ.get("TYK_TRUST") == "all"
VENDOR = {"quirks": {"multi-org-users"}, "gateway_mode": "dashboard"}


class Lent(Tyk):
    """One of the vendor's organisations."""

    def __init__(self, folder):
        vendor = Vendor(**VENDOR)
        vendor.load(folder)
        self.sleep, self.clock = lambda seconds: None, lambda: 0.0
        self.emulator, self.org, self.token = vendor.emulator, vendor.orgs[folder], vendor.tokens[folder]


WORLDS = {
    "odd": (OddWorld, {"dashboard_version": "5.12.0"}),
    "gateway": (OddGate, {}),
    "vendor 1": (lambda: Lent("1"), VENDOR),
    "vendor 2": (lambda: Lent("2"), VENDOR),
}
DAILY = {"test_adopt[vendor 1-{}]", "test_move[vendor 1]"}  # of the vendor's demo


@pytest.fixture(params=WORLDS)
def world(request):
    if request.param.startswith("vendor") and not FOLDER.is_dir():
        pytest.skip("the vendor's demo is not at hand (../shared/worlds)")
    if request.param.startswith("vendor") and request.node.name not in DAILY and not ALL:
        pytest.skip("TYK_TRUST=all takes all of the vendor's demo")
    made = WORLDS[request.param][0]()
    made.elsewhere = lambda: (Gate if isinstance(made, Gate) else Tyk)(seed=7, **WORLDS[request.param][1])
    made.log()
    return made


def writes(world):
    return [entry for entry in world.writes() if "/reload" not in entry and "/cache/none-" not in entry]


def rows(world):
    """All that the server holds, by table and id."""
    state = world.control("GET", "state")
    tables = {name: table for name, table in state.items() if isinstance(table, list) and name != "organisations"}
    return {(name, row["id"]): row for name, table in tables.items() for row in table}


def paths(one, other, way=()):
    """Where two values differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            yield from paths(one.get(key), other.get(key), (*way, key))
    elif one != other and not (blank(one) and blank(other)):  # what says nothing may say it in another way
        yield way


@pytest.mark.parametrize(
    "how",
    [{}, {"strategy": "replace"}, {"include_secrets": True}, {"keep_ids": True, "strategy": "replace"}],
    ids=str,
)
def test_adopt(world, how):
    how = dict(how)
    strategy = how.pop("strategy", "merge")
    exported = world.ok("config_info", **how)
    before = rows(world)
    for check in (True, False):
        done = world.run("config", check=check, config=exported["config"], strategy=strategy)
        assert not done.get("failed"), done["msg"]
        assert not done["changed"], [step for step in done["changes"] if step["action"] != "none"]
        assert not world.warnings(done)
    assert not writes(world) and rows(world) == before


def test_move(world):
    # APIs that mention others by id within a text find them only where these keep their ids
    how = {"portable": True, "include_secrets": True, "keep_ids": isinstance(world, Lent)}
    exported = world.ok("config_info", **how)
    for user in exported["config"].get("users", []) if isinstance(world, Lent) else ():
        user["user_permissions"].pop("ResetPassword", None)  # which only the Admin API gives
    other = world.elsewhere()
    done = other.run("config", config=exported["config"])
    assert not done.get("failed"), done["msg"]
    again = other.run("config", config=exported["config"])
    assert not again["changed"], [step for step in again["changes"] if step["action"] != "none"]
    there = other.ok("config_info", **how)
    assert not there["omitted"]
    own = [user for user in there["config"].get("users", []) if user["email_address"] == "admin@acme.example"]
    here = dict(exported["config"])
    if own and own[0] not in here["users"]:
        here["users"] = sorted([*here["users"], *own], key=lambda user: user["email_address"])
    assert there["config"] == here


# What each kind's objects are touched by.
TOUCH = {
    "user_groups": {"description": "touched"},
    "users": {"last_name": "Touched"},
    "webhooks": {"event_timeout": 17},
    "assets": {"description": "touched"},
    "apis": {"active": ...},  # the other way round
    "policies": {"definition": {"key_expires_in": 17}},
    "keys": {"definition": {"enable_detailed_recording": True}},
}
# What Tyk writes itself when an object is written.
BESIDE = {
    "last_updated",
    "updated_at",
    "api_name",
    "auth_type",
    "auth_types",
    "access_rights_array",
    "categories",
    "events",
}
# What nobody can see of a key with policies: Tyk shows what these make of it.
DECIDED = {"allowance", "rate", "per", "quota_max", "quota_renewal_rate", "access_rights", "tags", "meta_data"}
REFUSED = "permission to add API"  # Tyk refuses every change of a key that has rights to an API which is gone


def test_touch(world):
    exported = world.ok("config_info", keep_ids=True)["config"]
    for section, change in TOUCH.items():
        kind = KINDS[section]
        known = (kind.identity.id_option, kind.identity.name_option, *kind.identity.lookups, *kind.route.selectors)
        for item in exported.get(section, [])[: None if ALL else 8]:
            who = {name: item[name] for name in known if name and item.get(name)}
            wish = {name: not item.get(name) if value is ... else value for name, value in change.items()}
            before = rows(world)
            done = world.run(kind.name, **who, **wish)
            if item.get("alias") == "dead API" and done.get("failed"):
                assert REFUSED in done["msg"] and any("name the APIs" in text for text in world.warnings(done))
                continue
            assert not done.get("failed"), (who, done["msg"])
            after = rows(world)
            assert done["changed"] and before.keys() == after.keys(), who
            changed = {way for row in before for way in paths(before[row], after[row], (row,))}
            assert len({way[0] for way in changed}) == 1, (who, changed)
            field = next(iter(change.get("definition") or change))
            beside = BESIDE | (DECIDED if item.get("policies") or "apply_policy_id" in str(item) else set())
            odd = {way for way in changed if field not in way and not beside & {*way} and way[-1] != "at"}
            assert not odd, (who, odd)


def test_prune(world):
    exported = world.ok("config_info")["config"]
    kinds = [section for section in exported if not KINDS[section].life.single]
    done = world.run("config", config=exported, prune=kinds, prune_all=True)
    assert not done.get("failed"), done["msg"]
    assert not done["changed"] and not writes(world)


# What of the odd organisation cannot be made elsewhere, and what is said of it.
STAYS = {
    "users.gone-group@acme.example": "which Tyk does not list",
    "users.no-first-name@acme.example": "first_name: a new user needs it",
    "policies.active and not": "policy_state",
    "policies.per API and quota": "per_api shuts out",
    "keys.basic": "basic_auth",
    "keys.dead API": "which Tyk does not list",
    "keys.dead policy": "which Tyk does not list",
    "keys.no certificate there": "whose content no export holds",
    "keys.over by now": "expires: this is over",
    "keys.inactive (": "no alias tells it from other keys",
    "oauth_clients.c": "which Tyk does not list",
}
SECRETS = {
    "apis.Orders.definition.jwt_source",
    "keys.HMAC off.hmac.secret",
    "keys.JWT.jwt.secret",
}


def test_what_cannot_be_made_elsewhere_is_told_and_can_be_left_out():
    world = OddWorld()
    told = world.ok("config_info")
    left = world.ok("config_info", portable=True)
    for label, why in STAYS.items():
        for result in (told, left):
            assert any(label in text and why in text for text in world.warnings(result)), label
    objects = [path for path in left["omitted"] if path not in told["omitted"]]
    assert all(any(path.startswith(label) for label in STAYS) for path in objects if not path.startswith("keys."))
    assert all(any(path.startswith(label) for path in objects) for label in STAYS)
    assert {*told["omitted"]} & {*left["omitted"]} >= SECRETS
    assert not world.ok("config_info", include_secrets=True)["omitted"]
    there, here = (sum(map(len, result["config"].values())) for result in (told, left))
    assert there - here == len(objects)
