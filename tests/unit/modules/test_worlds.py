# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Worlds that others made are adopted, moved, touched and pruned without a scratch.

Those of our own making always; of the vendor's demo and of real installations, where they are at hand, a share.
TYK_TRUST=all takes all of them, and every version.
"""

from __future__ import annotations

import functools
import os

import pytest
from corpus_world import CorpusWorld
from gateway_runner import Gate
from module_runner import Tyk
from odd_world import OddGate, OddWorld
from samples import REAL
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
    **{
        f"{whose} {version}": (
            functools.partial(CorpusWorld, whose, 1 if ALL or whose == "ours" else 9, dashboard_version=version),
            {"dashboard_version": version},
        )
        for whose in ("ours", "real")
        for version in ("5.14", "5.8", "5.3.2")
    },
}
PLACES = {"vendor": FOLDER, "real": REAL}  # which need not be there
# What each day has of the worlds that are large, beside all of the first two.
DAILY = {
    "test_adopt[vendor 1-{}]",
    "test_move[vendor 1]",
    "test_adopt[ours 5.14-{'strategy': 'replace'}]",
    "test_adopt[ours 5.8-{}]",
    "test_move[ours 5.14]",
    "test_touch[ours 5.8]",
    "test_prune[ours 5.3.2]",
    "test_adopt[real 5.8-{'strategy': 'replace'}]",
    "test_move[real 5.14]",
}


@pytest.fixture(params=WORLDS)
def world(request):
    whose = request.param.split()[0]
    if whose in PLACES and not PLACES[whose].is_dir():
        pytest.skip(f"this world is not at hand ({PLACES[whose]})")
    if whose not in ("odd", "gateway") and request.node.name not in DAILY and not ALL:
        pytest.skip("TYK_TRUST=all takes all of every world")
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


def turned(change, item):
    return {
        name: not item.get(name)
        if value is ...
        else turned(value, item.get(name, {}))
        if isinstance(value, dict)
        else value
        for name, value in change.items()
    }


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
    how = {"portable": True, "include_secrets": True}
    exported = world.ok("config_info", **how)
    for user in exported["config"].get("users", []) if isinstance(world, Lent) else ():
        user["user_permissions"].pop("ResetPassword", None)  # which only the Admin API gives
    other = world.elsewhere()
    done = other.run("config", config=exported["config"])
    assert not done.get("failed"), done["msg"]
    again = other.run("config", config=exported["config"])
    assert not again["changed"], [step for step in again["changes"] if step["action"] != "none"]
    there = other.ok("config_info", **how)
    assert not there["omitted"], other.warnings(there)
    own = [user for user in there["config"].get("users", []) if user["email_address"] == "admin@acme.example"]
    here = dict(exported["config"])
    if own and own[0] not in here["users"]:
        here["users"] = sorted([*here["users"], *own], key=lambda user: user["email_address"])
    assert not [*differing(there["config"], here)]
    assert there["config"].keys() == here.keys()


def differing(there, here):
    """The items of two configurations that are not the same, but for the ids of APIs that others mention."""
    for name in {**there, **here}:
        bare, other = ([{**item, "api_id": ""} for item in side.get(name, [])] for side in (there, here))
        assert len(bare) == len(other), name
        yield from (pair for pair in zip(bare, other) if pair[0] != pair[1])


def test_tyk_takes_our_odd_objects_as_they_are():
    world = CorpusWorld("ours")
    assert [name for name, _answer in world.refused] == ["keys nulls"] and world.loaded >= 50


# What each kind's objects are touched by; ... is the other way round.
TOUCH = {
    "user_groups": {"description": "touched"},
    "users": {"last_name": "Touched"},
    "webhooks": {"event_timeout": 17},
    "assets": {"description": "touched"},
    "apis": {"active": ...},
    "policies": {"definition": {"key_expires_in": 17}},
    "keys": {"definition": {"enable_detailed_recording": ...}},
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
    "last_schema_update",
}
# What nobody can see of a key with policies: Tyk shows what these make of it.
DECIDED = {
    *("allowance", "rate", "per", "quota_max", "quota_renewal_rate", "access_rights", "tags", "meta_data"),
    *("throttle_interval", "throttle_retry_limit", "max_query_depth"),
}
REFUSED = "permission to add API"  # Tyk refuses every change of a key that has rights to an API which is gone


def test_touch(world):
    exported = world.ok("config_info", keep_ids=True)["config"]
    for section, change in TOUCH.items():
        kind = KINDS[section]
        known = (kind.identity.id_option, kind.identity.name_option, *kind.identity.lookups, *kind.route.selectors)
        for item in exported.get(section, [])[: None if ALL else 8]:
            who = {name: item[name] for name in known if name and item.get(name)}
            wish = turned(change, item)
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
            assert not odd, (who, sorted(odd))


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
