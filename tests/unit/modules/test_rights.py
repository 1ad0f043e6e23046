# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Access rights carry along what their options do not know, and no task widens them by leaving some out."""

from __future__ import annotations

import dataclasses
import json

import pytest
from gateway_runner import Gate
from module_objects import api, proxy, quiet, right
from module_runner import Tyk

SMALL = {"rate": 2, "per": 1}
# What an entry may hold beside the API and its versions: in Tyk's words, and as a task is shown it.
LIMITED = [{"path": "/b", "methods": [{"name": "GET", "limit": SMALL}]}, {"path": "/a", "methods": [{"name": "PUT"}]}]
PARTS = {
    "endpoints": ({"endpoints": LIMITED}, {"endpoints": LIMITED}),
    "mcp_access_rights": ({"mcp_access_rights": {"tools": {"blocked": ["x"]}}}, ...),
    "mcp_primitives": ({"mcp_primitives": [{"type": "tool", "name": "x", "limit": SMALL}]}, ...),
    "json_rpc_methods": ({"json_rpc_methods": [{"name": "tools/call", "limit": SMALL}]}, ...),
    "json_rpc_methods_access_rights": ({"json_rpc_methods_access_rights": {"allowed": ["tools/list"]}}, ...),
    "allowed_urls": ({"allowed_urls": [{"url": "/a", "methods": ["GET"]}]}, ...),
    "field_access_rights": (
        {"field_access_rights": [{"type_name": "Q", "field_name": "f", "limits": {"max_query_depth": 3}}]},
        ...,
    ),
    "limit": ({"limit": {**SMALL, "smoothing": {"enabled": True, "threshold": 3}}}, ...),
    "disable_introspection": ({"disable_introspection": True}, ...),
}
NAMED = {"policy": {"name": "P"}, "key": {"alias": "P"}}
SECTION = {"policy": "policies", "key": "keys"}


OF_PROXIES = {"mcp_access_rights", "mcp_primitives", "json_rpc_methods", "json_rpc_methods_access_rights"}


@pytest.fixture
def tyk():
    return Tyk()


def listed(tyk, kind):
    if kind == "policy":
        return tyk.read("/api/portal/policies?p=-1")["Data"]
    return [key["data"] for key in tyk.read("/api/keys/detailed?p=-1")["keys"]]


def said(entry):
    """What of an entry says something."""
    if isinstance(entry, dict):
        return {key: said(value) for key, value in entry.items() if value and said(value) not in ({}, [])}
    return [said(value) for value in entry] if isinstance(entry, list) else entry


def made(tyk, kind, entry, of_proxy=False):
    """One that somebody else made."""
    ident = proxy(tyk, "Orders") if OF_PROXIES & {*entry} or of_proxy else api(tyk, "Orders")
    rights = {ident: {**right(ident, "Orders")[ident], **entry}}
    if kind == "policy":
        tyk.make("/api/portal/policies", {"name": "P", "active": True, "state": "active", "access_rights": rights})
    else:
        limits = {"allowance": 1, "rate": 1, "per": 1, "quota_max": -1, "quota_renewal_rate": -1, "expires": 0}
        tyk.make("/api/keys", {**limits, "alias": "P", "access_rights": rights, "apply_policies": [], "meta_data": {}})
    return listed(tyk, kind)[0]


@pytest.mark.parametrize("kind", NAMED)
@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_right_is_shown_exported_moved_and_left_alone(tyk, kind, part):
    stored, shown = PARTS[part]
    before = made(tyk, kind, stored)
    shown = stored if shown is ... else shown or {"definition": stored}
    exported = tyk.ok("config_info", kinds=["apis", "mcp_proxies", SECTION[kind]])["config"]
    entry = {"api": "Orders", "versions": ["Default"], **shown}
    assert exported[SECTION[kind]][0]["access_rights"] == [entry]
    (found,) = next(value for key, value in tyk.ok(f"{kind}_info").items() if isinstance(value, list) and value)
    assert said(found["access_rights"]) == [entry]
    tyk.log()
    for strategy in ("merge", "replace"):
        assert not tyk.ok("config", config=exported, strategy=strategy)["changed"]
    assert not tyk.writes()
    assert tyk.ok(kind, **NAMED[kind], rate=9, per=9)["changed"]
    assert [{**now, "rate": 1, "per": 1} for now in map(said, [listed(tyk, kind)[0]["access_rights"]])] == [
        {**said(before["access_rights"]), "rate": 1, "per": 1}
    ]
    other = Tyk()
    assert other.ok("config", config=exported)["changed"]
    (there,) = listed(other, kind)[0]["access_rights"].values()
    ((ident, here),) = before["access_rights"].items()
    alike = {"api_id": ident, "allowance_scope": ""}
    assert said({**there, **alike}) == said({**here, **alike})


@pytest.mark.parametrize("kind", NAMED)
@pytest.mark.parametrize("part", PARTS)
def test_a_change_of_a_part_of_a_right_has_a_diff(tyk, kind, part):
    made(tyk, kind, {}, of_proxy=part in OF_PROXIES)
    stored, shown = PARTS[part]
    entry = {"api": "Orders", **(stored if shown in (..., stored) else {"definition": stored})}
    params = {**NAMED[kind], "access_rights": [entry]}
    planned = tyk.ok(kind, check=True, **params)
    done = tyk.ok(kind, **params)
    assert done["changed"] and part in json.dumps(done["diff"]["after"]) and done["diff"] == planned["diff"]
    assert not tyk.warnings(done)
    quiet(tyk, kind, **params)


def test_an_endpoint_keeps_what_a_task_does_not_name(tyk):
    made(tyk, "policy", {"endpoints": [{**LIMITED[0], "methods": [{"name": "GET", "limit": {**SMALL, "per": 7}}]}]})
    change = [{"path": "/b", "methods": [{"name": "GET", "limit": {"rate": 3}}]}]
    assert tyk.ok("policy", name="P", access_rights=[{"api": "Orders", "endpoints": change}])["changed"]
    (entry,) = listed(tyk, "policy")[0]["access_rights"].values()
    assert said(entry["endpoints"]) == [{"path": "/b", "methods": [{"name": "GET", "limit": {"rate": 3, "per": 7}}]}]
    swapped = [{"path": "/z"}, {"path": "/b"}]
    tyk.ok("policy", name="P", access_rights=[{"api": "Orders", "endpoints": swapped}])
    assert tyk.ok("policy", name="P", access_rights=[{"api": "Orders", "endpoints": swapped[::-1]}])["changed"]


def test_an_option_and_definition_may_each_say_a_part(tyk):
    made(tyk, "policy", {})
    both = {"api": "Orders", "limit": {"rate": 4}, "definition": {"limit": {"per": 2, "rate": 4}}}
    assert tyk.ok("policy", name="P", access_rights=[both])["changed"]
    (entry,) = listed(tyk, "policy")[0]["access_rights"].values()
    assert (entry["limit"]["rate"], entry["limit"]["per"]) == (4, 2)
    both["definition"]["limit"]["rate"] = 5
    tyk.log()
    assert "access_rights[0]: limit.rate and definition.limit.rate" in tyk.fails(
        "policy", name="P", access_rights=[both]
    )
    assert not tyk.writes()


@pytest.mark.parametrize(("kind", "versions"), [("policy", []), ("policy", None), ("key", [])])
def test_a_right_without_versions_stays_so(tyk, kind, versions):
    before = made(tyk, kind, {"versions": versions})
    exported = tyk.ok("config_info", kinds=["apis", SECTION[kind]])["config"]
    assert exported[SECTION[kind]][0]["access_rights"] == [{"api": "Orders", "versions": []}]
    tyk.log()
    for strategy in ("merge", "replace"):
        assert not tyk.ok("config", config=exported, strategy=strategy)["changed"]
    assert not tyk.ok(kind, **NAMED[kind], access_rights=[{"api": "Orders"}])["changed"] and not tyk.writes()
    assert tyk.ok(kind, **NAMED[kind], rate=9, per=9)["changed"]
    (now,) = listed(tyk, kind)[0]["access_rights"].values()
    assert not now["versions"] and not before["access_rights"][now["api_id"]]["versions"]
    other = Tyk()
    other.ok("config", config=exported)
    (there,) = listed(other, kind)[0]["access_rights"].values()
    assert there["versions"] == []


REPLACED = [
    ("policy", {"name": "P", "rate": 7, "per": 1}),
    ("policy", {"name": "P", "definition": {"rate": 7}}),
    ("policy", {"name": "P", "partitions": {"acl": True}}),
    ("key", {"alias": "P", "rate": 7, "per": 1}),
    ("key", {"alias": "P"}),
]


@pytest.mark.parametrize(("kind", "params"), REPLACED)
def test_rights_that_a_task_leaves_out_are_never_widened(tyk, kind, params):
    before = made(tyk, kind, {"allowed_urls": [{"url": "/only", "methods": ["GET"]}], "limit": SMALL})
    tyk.log()
    for check in (True, False):
        assert "access_rights" in tyk.fails(kind, check=check, strategy="replace", **params)
        wish = {SECTION[kind]: [params]}
        assert "access_rights" in tyk.fails("config", check=check, strategy="replace", config=wish)
    assert not tyk.writes() and listed(tyk, kind)[0] == before
    done = tyk.ok(kind, strategy="replace", **params, access_rights=[{"api": "Orders", "limit": {"rate": 1}}])
    assert done["changed"]
    (entry,) = listed(tyk, kind)[0]["access_rights"].values()
    assert not entry["allowed_urls"] and said(entry["limit"]) == {"rate": 1} and entry["api_name"] == "Orders"
    quiet(tyk, kind, strategy="replace", **params, access_rights=[{"api": "Orders", "limit": {"rate": 1}}])


@pytest.mark.parametrize("kind", NAMED)
def test_so_it_is_on_a_gateway(kind):
    gate = Gate()
    gate.api("Orders")
    rights = [{"api": "Orders", "allowed_urls": [{"url": "/only", "methods": ["GET"]}], "endpoints": LIMITED}]
    named = {"policy": {"policy_id": "p", "name": "P"}, "key": {"key_id": "some-key", "alias": "P"}}[kind]
    gate.ok(kind, **named, access_rights=rights, rate=5, per=1)
    assert not gate.ok(kind, **named, access_rights=rights)["changed"]
    exported = gate.ok("config_info")["config"]
    assert exported[SECTION[kind]][0]["access_rights"][0]["endpoints"] == LIMITED
    gate.log()
    for check in (True, False):
        assert "access_rights" in gate.fails(kind, check=check, strategy="replace", **named, rate=7, per=1)
    assert not gate.changes()


def test_a_new_policy_without_rights_is_refused_wherever_it_is_declared(tyk):
    wish = {"policies": [{"name": "P", "rate": 1, "per": 1}]}
    for check in (True, False):
        assert "would grant access to nothing" in tyk.fails("config", check=check, config=wish)
    assert not tyk.writes()


@pytest.mark.parametrize("definition", [{"access_rights": {}}, {"access_rights": {}, "partitions": {"acl": True}}])
def test_a_whole_policy_without_rights_is_told(tyk, definition):
    """As others made some, to be combined with other policies: what stands in Tyk's own words is taken as it is."""
    params = {"definition": {"name": "P", "rate": 3, "per": 1, **definition}}
    done = tyk.ok("config", config={"policies": [params]})
    assert any("has none" in text for text in tyk.warnings(done))
    quiet(tyk, "policy", **params)
    exported = tyk.ok("config_info", kinds=["policies"])["config"]
    assert exported["policies"][0]["definition"]["access_rights"] == {}
    other = Tyk()
    other.ok("config", config=exported)
    assert other.ok("config_info", kinds=["policies"])["config"] == exported


def newer(answer):
    """An answer in which rights and partitions have fields that we do not know."""
    if not answer.body.startswith((b"{", b"[")):
        return answer

    def grown(value):
        if isinstance(value, list):
            return [grown(item) for item in value]
        if not isinstance(value, dict):
            return value
        value = {key: grown(item) for key, item in value.items()}
        if value.keys() >= {"versions", "allowed_urls", "limit"} and value["limit"]:
            value["limit"]["future"], value["future"] = 2, {"x": 1}
            value["allowed_urls"] = [{**url, "future": True} for url in value["allowed_urls"]]
        if "partitions" in value:
            value["partitions"]["future"] = True
        return value

    return dataclasses.replace(answer, body=json.dumps(grown(json.loads(answer.body or b"null"))).encode())


@pytest.mark.parametrize("kind", NAMED)
def test_what_a_newer_tyk_has_is_shown_exported_and_taken_back(tyk, kind):
    """At every depth of what an option covers; lists are whole lists, so one with something new goes whole."""
    made(tyk, kind, {"limit": SMALL, "allowed_urls": [{"url": "/a", "methods": ["GET"]}]})
    answered = tyk.emulator.handle
    tyk.emulator.handle = lambda request: newer(answered(request))
    urls = [{"url": "/a", "methods": ["GET"], "future": True}]
    definition = {"future": {"x": 1}, "limit": {"future": 2}, "allowed_urls": urls}
    shown = {"api": "Orders", "versions": ["Default"], "limit": SMALL, "definition": definition}
    exported = tyk.ok("config_info", kinds=["apis", SECTION[kind]])["config"]
    assert exported[SECTION[kind]][0]["access_rights"] == [shown]
    (found,) = next(value for key, value in tyk.ok(f"{kind}_info").items() if isinstance(value, list) and value)
    assert found["access_rights"] == [shown]
    if kind == "policy":
        assert exported["policies"][0]["definition"] == {"partitions": {"future": True}}
        assert "future" not in found["partitions"]
    tyk.log()
    for strategy in ("merge", "replace"):
        assert not tyk.ok("config", config=exported, strategy=strategy)["changed"]
        assert not tyk.ok("config", config={SECTION[kind]: [found]}, strategy="merge")["changed"]
    assert not tyk.writes()
    definition["limit"]["future"] = 3
    planned = tyk.ok(kind, check=True, **NAMED[kind], access_rights=[shown])
    assert planned["changed"] and "'future': 3" in str(planned["diff"]["after"])
    assert "'future': 2" in str(planned["diff"]["before"])
