# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several runs in one organisation: marks of owners, prune by owner, and writes of somebody else a moment ago."""

from __future__ import annotations

import copy
import json
import re

import pytest
from gateway_runner import Gate
from module_runner import Tyk
from prunable_items import ITEMS, PRUNABLE, STYLES, called

from ansible_collections.community.tyk.plugins.module_utils._config.owners import moment
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.table import ON_GATEWAY
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

RIGHTS = {"access_rights": [{"api": "Base"}]}
BASE = {"name": "Base", "listen_path": "/base/", "target_url": "http://up.example/", "definition": {"use_oauth2": True}}
UP = {"target_url": "http://up.example/"}
# How to declare an object on a Gateway, and what changes it.
THERE = {
    "apis": {"name": "One", "listen_path": "/one/", **UP},
    "apis in OAS form": {"name": "One", "listen_path": "/one/", "format": "oas", **UP},
    "mcp_proxies": {"name": "One", "listen_path": "/one/", **UP},
    "policies": {"name": "One", **RIGHTS},
    "keys": {"alias": "One", "key_id": "one-key-of-tests", **RIGHTS},
    "oauth_clients": {"api": "Base", "client_id": "One", "redirect_uri": "http://one.example/"},
}
OTHERWISE = {"apis": UP, "mcp_proxies": UP, "policies": {"rate": 7, "per": 1}, "keys": {"rate": 7, "per": 1}}
# Where a declaration says whose the object is to be.
DECLARED = {
    "apis": "definition.config_data.ansible_owner",
    "apis in OAS form": "openapi.x-ansible-owner",
    "mcp_proxies": "definition.x-ansible-owner",
    "policies": "meta_data.ansible_policy_owner",
    "keys": "meta_data.ansible_key_owner",
    "oauth_clients": "meta_data.ansible_oauth_client_owner",
}
MARKED = [style for style in STYLES if KINDS[style.split()[0]].labels.owner]
BARE = [kind for kind in KINDS if kind not in {style.split()[0] for style in MARKED}]
SINGLE = {"additional_permissions": {"permissions": {"x": "X"}}, "opa_rules": {"enabled": True}}
WORLDS = [*(("dashboard", style) for style in MARKED), *(("gateway", style) for style in THERE)]


@pytest.fixture
def world(request):
    return Gate() if request.param == "gateway" else Tyk()


def item_of(where, style):
    """An object of this style, and the configuration that it needs."""
    kind = style.split()[0]
    item = dict(THERE[style]) if where == "gateway" else dict(STYLES[style](called("One", kind)))
    item = {key: value for key, value in item.items() if value != {"tags": []}}
    needs = {"apis": [BASE]} if kind in ("policies", "keys", "oauth_clients") else {}
    return kind, item, needs


def marks(tyk, where):
    """Every mark that is anywhere in what is stored."""
    stored = tyk.control("GET", "state") if where == "dashboard" else tyk.control("GET", "gateway")
    return re.findall(r'ansible[_-]\w*owner\\*": \\*"([^"\\]*)', json.dumps(stored))


def shown(tyk, kind, item):
    """What the module that reads the kind shows of the object."""
    named = {key: item[key] for key in ("api", "name", "alias", "client_id") if key in item}
    named = {"key_id": item["key_id"]} if item.get("key_id") else named
    (found,) = tyk.ok(f"{KINDS[kind].name}_info", **named)[KINDS[kind].results]
    return json.dumps(found)


def settled(tyk, **wish):
    """A run that does what its check said, and nothing when it runs again; its result."""
    planned = tyk.ok("config", check=True, **wish)
    done = tyk.ok("config", **wish)
    assert [{**one, "status": "planned", "id": ""} for one in done["changes"]] == [
        {**one, "id": ""} for one in planned["changes"]
    ]
    assert tyk.warnings(planned) == tyk.warnings(done)
    assert not tyk.ok("config", **wish)["changed"]
    return done


def owned(owner):
    return f'owner": "{owner}"'


@pytest.mark.parametrize(("world", "style"), WORLDS, indirect=["world"])
def test_what_a_run_with_an_owner_makes_has_its_mark_and_keeps_it(world, style):
    where = "gateway" if isinstance(world, Gate) else "dashboard"
    kind, item, needs = item_of(where, style)
    if needs:
        world.ok("config", config=needs)
    mine = {"config": {kind: [item]}, "owner": "shop"}
    assert settled(world, **mine)["changes"][0]["action"] == "created"
    assert owned("shop") in shown(world, kind, item)
    # to everybody else it is the same object
    assert not world.ok("config", config={kind: [item]})["changed"]
    theirs = world.ok("config", config={kind: [item]}, owner="bank")
    assert not theirs["changed"]
    (told,) = [text for text in world.warnings(theirs) if text.startswith("owner: ")]
    assert "'bank'" in told and "'shop'" in told and kind in told
    assert owned("shop") in shown(world, kind, item)


@pytest.mark.parametrize(("world", "style"), WORLDS, indirect=["world"])
def test_what_was_there_without_a_mark_gets_one_and_nothing_else_changes(world, style):
    where = "gateway" if isinstance(world, Gate) else "dashboard"
    kind, item, needs = item_of(where, style)
    world.ok("config", config={**needs, kind: [item]})
    before = shown(world, kind, item)
    done = settled(world, config={kind: [item]}, owner="shop")
    immutable = where == "dashboard" and kind == "oauth_clients"  # Tyk cannot change one
    assert done["changed"] is not immutable
    assert (owned("shop") in shown(world, kind, item)) is not immutable
    assert owned("") not in before and "ansible" not in before


@pytest.mark.parametrize(("world", "style"), WORLDS, indirect=["world"])
def test_an_export_has_no_marks_and_applies_quietly(world, style):
    where = "gateway" if isinstance(world, Gate) else "dashboard"
    kind, item, needs = item_of(where, style)
    if needs:
        world.ok("config", config=needs)
    world.ok("config", config={kind: [item]}, owner="shop")
    exported = world.ok("config_info", kinds=[kind], include_secrets=True)["config"]
    assert "ansible" not in json.dumps(exported) and exported[kind]
    assert not world.ok("config", config=exported)["changed"]
    assert not world.ok("config", config=exported, strategy="replace")["changed"]
    assert owned("shop") in shown(world, kind, item)


@pytest.mark.parametrize("world", ["dashboard", "gateway"], indirect=True)
@pytest.mark.parametrize("kind", ["policies", "keys"])
def test_metadata_that_is_taken_away_leaves_the_mark(world, kind):
    item = {**THERE[kind], "meta_data": {"a": "b"}}
    world.ok("config", config={"apis": [BASE]})
    world.ok("config", config={kind: [item]}, owner="shop")
    for owner in ({}, {"owner": "shop"}, {"owner": "bank"}):
        done = settled(world, config={kind: [{**item, "meta_data": None}]}, **owner)
        assert not [text for text in world.warnings(done) if "did not keep" in text]
        assert owned("shop") in shown(world, kind, item) and '"a"' not in shown(world, kind, item)
        world.ok("config", config={kind: [item]})


@pytest.mark.parametrize("world", ["dashboard", "gateway"], indirect=True)
@pytest.mark.parametrize("style", ["apis", "apis in OAS form", "policies", "keys", "mcp_proxies"])
def test_a_change_by_another_owner_is_made_and_the_mark_stays(world, style):
    kind, item, needs = item_of("gateway", style)
    if needs:
        world.ok("config", config=needs)
    world.ok("config", config={kind: [item]}, owner="shop")
    other = {**item, **({"target_url": "http://new.example/"} if "target_url" in item else {"rate": 7, "per": 1})}
    done = settled(world, config={kind: [other]}, owner="bank")
    assert [change["action"] for change in done["changes"]] == ["updated"]
    assert owned("shop") in shown(world, kind, item) and owned("bank") not in shown(world, kind, item)


def test_a_policy_s_mark_is_none_of_its_keys(tyk):
    tyk.ok("config", config={"apis": [BASE], "policies": [{"name": "Gold", **RIGHTS}]}, owner="shop")
    key = {"alias": "One", "policies": ["Gold"]}
    tyk.ok("config", config={"keys": [key]})
    done = settled(tyk, config={"keys": [key]}, owner="bank")
    assert done["changed"] and not [text for text in tyk.warnings(done) if text.startswith("owner: ")]
    exported = tyk.ok("config_info", kinds=["keys", "policies"])["config"]
    assert "ansible" not in json.dumps(exported)


def of_owners(tyk, result):
    return [text for text in tyk.warnings(result) if text.startswith("owner: ")]


# a Dashboard cannot change an OAuth client
@pytest.mark.parametrize("mark", ["bank", "cafe", None])
@pytest.mark.parametrize(
    ("world", "style"), [case for case in WORLDS if case != ("dashboard", "oauth_clients")], indirect=["world"]
)
def test_a_mark_that_is_declared_hands_an_object_over(world, style, mark):
    """Whose it was before is nobody's business then; that it is to be a third one's is told."""
    where = "gateway" if isinstance(world, Gate) else "dashboard"
    kind, item, needs = item_of(where, style)
    if needs:
        world.ok("config", config=needs)
    world.ok("config", config={kind: [item]}, owner="shop")
    over = copy.deepcopy(item)
    *above, last = DECLARED[style].split(".")
    place = over
    for name in above:
        place = place.setdefault(name, {})
    place[last] = mark
    done = settled(world, config={kind: [over]}, owner="bank")
    assert done["changed"] and (owned(mark) in shown(world, kind, item) if mark else not marks(world, where))
    told = of_owners(world, done)
    assert [("'cafe'" in text, "'shop'" in text) for text in told] == ([(True, False)] if mark == "cafe" else [])
    again = world.ok("config", config={kind: [item]}, owner="bank")
    assert again["changed"] is (mark is None) and bool(of_owners(world, again)) is (mark == "cafe")


@pytest.mark.parametrize("kind", BARE)
def test_kinds_without_a_place_are_as_they_are_without_an_owner(tyk, kind):
    item = SINGLE[kind] if kind in SINGLE else ITEMS[kind](called("One", kind))
    tyk.ok("config", config={kind: [item]}, owner="shop")
    assert not marks(tyk, "dashboard")
    assert not tyk.ok("config", config={kind: [item]}, owner="bank")["changed"]


@pytest.mark.parametrize(("world", "style"), WORLDS, indirect=["world"])
def test_what_is_another_owner_s_is_not_declared_away(world, style):
    where = "gateway" if isinstance(world, Gate) else "dashboard"
    kind, item, needs = item_of(where, style)
    if needs:
        world.ok("config", config=needs)
    world.ok("config", config={kind: [item]}, owner="shop")
    world.log()
    wish = {"config": {kind: [{**item, "state": "absent"}]}}
    for check in (True, False):
        assert "marked as one of 'shop'" in world.fails("config", **wish, owner="bank", check=check)
    assert not world.writes() and owned("shop") in shown(world, kind, item)
    assert world.ok("config", **wish, owner="shop")["changed"]


@pytest.mark.parametrize(("world", "style"), WORLDS, indirect=["world"])
def test_prune_takes_the_owner_s_own_and_nobody_else_s(world, style):
    where = "gateway" if isinstance(world, Gate) else "dashboard"
    kind, item, needs = item_of(where, style)
    if needs:
        world.ok("config", config=needs)
    makes = {}
    for name, owner in (("kept", "shop"), ("mine", "shop"), ("theirs", "bank"), ("nobody", None)):
        one = {**item, **({"listen_path": f"/{name}/"} if "listen_path" in item else {})}
        makes[name] = {
            key: value.replace("One", name).replace("one-key", name) if isinstance(value, str) else value
            for key, value in one.items()
        }
        world.ok("config", config={kind: [makes[name]]}, **({"owner": owner} if owner else {}))
    world.log()
    wish = {"config": {kind: [makes["kept"]]}, "prune": [kind], "prune_scope": {"owner": "shop"}}
    protected = {"protected": {"apis": ["Base"]}}
    gone = [(change["name"], change["why"]) for change in settled(world, **wish, **protected)["changes"]]
    assert gone == [("mine", "not declared, and in prune_scope (owner shop)")]
    assert not world.ok("config", **wish, owner="shop")["changed"]
    # without that scope only what has no other owner goes
    rest = {**wish, "prune_scope": None, "prune_all": True, "owner": "shop"}
    assert [change["name"] for change in settled(world, **rest, **protected)["changes"]] == ["nobody"]
    assert owned("bank") in shown(world, kind, makes["theirs"])


def test_what_a_scope_of_an_owner_does_not_reach_is_told(tyk):
    config = {"apis": [BASE], "policies": [{"name": "Gold", **RIGHTS}]}
    tyk.ok("config", config=config, owner="bank")
    wish = {"config": config, "owner": "shop", "prune": ["policies"], "prune_scope": {"owner": "shop"}}
    told = tyk.warnings(tyk.ok("config", **wish))
    assert [text for text in told if "prune_scope does not cover these policies, which are declared: Gold" in text]


@pytest.mark.parametrize("kind", [kind for kind in PRUNABLE if kind in BARE])
def test_a_kind_without_a_place_cannot_be_pruned_by_owner(tyk, kind):
    wish = {"config": {kind: [ITEMS[kind](called("One", kind))]}, "prune": [kind], "prune_scope": {"owner": "shop"}}
    assert f"prune_scope.owner: {kind} have none" in tyk.fails("config", **wish)
    assert not tyk.writes()


@pytest.mark.parametrize("owner", ["", " ", "x ", "env://HOME", "a\nb", "$secret_env.X", "x" * 101])
def test_an_owner_is_a_plain_name(tyk, owner):
    for check in (True, False):
        assert "owner: " in tyk.fails("config", config={"webhooks": []}, owner=owner, check=check)
    assert not tyk.log()


def test_an_owner_prunes_nothing_of_another(tyk):
    wish = {"config": {"apis": [BASE]}, "prune": ["apis"], "prune_scope": {"owner": "bank"}, "owner": "shop"}
    assert "deletes nothing of 'bank'" in tyk.fails("config", **wish)


# What Tyk tells the time of, what was there a moment ago, and what changes it.
TIMED = {
    "apis": ({"name": "One", "listen_path": "/one/", **UP}, {"target_url": "http://new.example/"}),
    "apis in OAS form": (THERE["apis in OAS form"], {"target_url": "http://new.example/"}),
    "policies": ({"name": "One", **RIGHTS}, {"rate": 7, "per": 1}),
    "assets": ({"name": "One", "data": {"openapi": "3.0.3"}}, {"description": "new"}),
    "client_idps": ({"name": "One", "jwks_uri": "http://a.example/"}, {"jwks_uri": "http://b.example/"}),
}


class Clock:
    def __init__(self):
        self.now = 1800000000.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


@pytest.fixture
def timed():
    clock = Clock()
    tyk = Tyk(clock)
    tyk.later = clock.sleep
    return tyk


def recent(tyk, result):
    return [text for text in tyk.warnings(result) if "written less than a minute before this run" in text]


@pytest.mark.parametrize("style", TIMED)
def test_a_write_of_a_moment_ago_is_told_where_a_run_is_going_to_change_the_object(timed, style):
    kind = style.split()[0]
    (item, change), needs = TIMED[style], {"apis": [BASE]} if style == "policies" else {}
    timed.ok("config", config={**needs, kind: [item]})
    timed.later(50)
    wish = {"config": {kind: [{**item, **change}]}, "owner": "shop"}
    (told,) = recent(timed, timed.ok("config", **wish, check=True))
    assert f"{kind} One" in told and "Base" not in told
    assert not recent(timed, timed.ok("config", config=wish["config"], check=True))  # nobody has asked
    timed.later(11)
    assert not recent(timed, timed.ok("config", **wish))


@pytest.mark.parametrize("style", [style for style in TIMED if KINDS[style.split()[0]].labels.owner])
def test_the_owner_s_own_write_is_not_told_and_another_s_is(timed, style):
    kind = style.split()[0]
    (item, change), needs = TIMED[style], {"apis": [BASE]} if style == "policies" else {}
    timed.ok("config", config={**needs, kind: [item]}, owner="shop")
    for owner, tells in (("shop", False), ("bank", True)):
        result = timed.ok("config", config={kind: [{**item, **change}]}, owner=owner, check=True)
        assert bool(recent(timed, result)) is tells
        assert not recent(timed, timed.ok("config", config={kind: [item]}, owner=owner))  # nothing changes


def test_every_kind_that_tyk_tells_the_time_of_takes_part():
    told = {section for section, kind in KINDS.items() if kind.labels.written}
    assert told == {style.split()[0] for style in TIMED}
    assert not ON_GATEWAY[type(KINDS["policies"])].labels.written  # nobody writes it there


@pytest.mark.parametrize(
    ("shown", "means"),
    [
        ("1800000000", 1800000000),
        (1800000000, 1800000000),
        ("2027-01-15T08:00:00Z", 1800000000),
        ("2027-01-15T10:00:00.123456789+02:00", 1800000000),
        ("2027-01-15T06:30:00-01:30", 1800000000),
        *((text, None) for text in ("", None, "soon", "2027-13-45T08:00:00Z", "2027-01-15T08:00:00", [], {})),
    ],
)
def test_times_are_read_in_every_form(shown, means):
    assert moment(shown) == means


# Marks that name nobody, and marks that are not the object's own

ODD = [" ", "\t", 5, 0, False, True, [], ["shop"], {}, {"shop": 1}]


@pytest.mark.parametrize("world", ["dashboard", "gateway"], indirect=True)
@pytest.mark.parametrize("mark", ODD, ids=repr)
def test_a_mark_that_names_nobody_is_not_the_run_s_and_stays(world, mark):
    item = {**THERE["policies"], "meta_data": {"ansible_policy_owner": mark}}
    rest = {"config": {"policies": [{"name": "Kept", **RIGHTS}]}, "prune": ["policies"]}
    world.ok("config", config={"apis": [BASE], "policies": [item]})
    for wish in (
        {**rest, "prune_all": True, "owner": "shop"},
        {**rest, "prune_scope": {"owner": "shop"}},
        {**rest, "prune_scope": {"owner": str(mark).strip() or "x"}},
    ):
        if re.fullmatch("[A-Za-z0-9 ]+", (wish.get("prune_scope") or {}).get("owner", "x")):
            settled(world, **wish)
    plain = {"config": {"policies": [THERE["policies"]]}, "owner": "shop"}
    done = settled(world, **plain)
    (told,) = [text for text in world.warnings(done) if text.startswith("owner: ")]
    assert "a mark that names nobody" in told and "policies One" in told
    (found,) = world.ok("policy_info", name="One")["policies"]
    assert found["meta_data"]["ansible_policy_owner"] == mark
    gone = {"config": {"policies": [{**THERE["policies"], "state": "absent"}]}}
    assert "marked as one of nobody who has a name" in world.fails("config", **gone, owner="shop")
    exported = world.ok("config_info", kinds=["policies"])["config"]["policies"]
    assert "ansible" not in json.dumps(exported)
    # what is declared counts, as with any mark
    over = {**item, "meta_data": {"ansible_policy_owner": "shop"}}
    assert settled(world, config={"policies": [over]}, owner="shop")["changed"]
    assert not world.warnings(world.ok("config", **plain))


@pytest.mark.parametrize("world", ["dashboard", "gateway"], indirect=True)
def test_a_key_s_mark_that_a_policy_has_is_not_the_key_s(world):
    gold = {"name": "Gold", **RIGHTS, "meta_data": {"ansible_key_owner": "shop"}}
    world.ok("config", config={"apis": [BASE], "policies": [gold]})
    keys = [{"alias": name, "key_id": f"{name}-of-the-tests", "policies": ["Gold"]} for name in ("one", "two")]
    world.ok("config", config={"keys": keys})
    for owner in ("shop", "bank"):
        done = world.ok("config", config={"keys": keys}, owner=owner)
        assert not done["changed"] and not [text for text in world.warnings(done) if text.startswith("owner: ")]
        for prune in ({"prune_scope": {"owner": owner}}, {"prune_all": True}):
            done = settled(world, config={"keys": keys[:1]}, prune=["keys"], owner=owner, **prune)
            assert [change for change in done["changes"] if change["action"] == "deleted"] == []
    assert "ansible" not in json.dumps(world.ok("config_info", kinds=["keys"])["config"])
    # who says so deletes it
    assert world.ok("config", config={"keys": [{**keys[1], "state": "absent"}]}, owner="bank")["changed"]


@pytest.mark.parametrize("world", ["dashboard", "gateway"], indirect=True)
def test_a_key_of_an_owner_stays_that_owner_s_beside_a_policy_s_mark(world):
    gold = {"name": "Gold", **RIGHTS}
    key = {"alias": "one", "key_id": "one-of-the-tests", "policies": ["Gold"]}
    world.ok("config", config={"apis": [BASE], "policies": [gold]}, owner="shop")
    settled(world, config={"keys": [key]}, owner="bank")
    (told,) = world.warnings(world.ok("config", config={"keys": [key]}, owner="shop"))
    assert "'bank'" in told and "keys one" in told
