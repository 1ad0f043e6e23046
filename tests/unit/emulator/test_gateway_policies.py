# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies of the Gateway: their ids, types and what a read shows of them."""

from __future__ import annotations

import pytest
from gateway_world import VERSIONS, Gate, rights


@pytest.fixture(params=VERSIONS)
def gate(request):
    gate = Gate(request.param)
    yield gate
    gate.clean()


def shown(gate, **fields):
    """What a read shows of a policy with these fields."""
    ident = f"{gate.org}p"
    gate.ok("POST", "/tyk/policies", {"id": ident, **fields})
    gate.reload()
    return gate.ok("GET", f"/tyk/policies/{ident}")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("id", [1, [], {}]),
        ("_id", ["x", "0" * 23, 1]),
        ("rate", ["1", True, [], 10**400]),
        ("quota_max", [1.5, "1", 2**63, 1e3]),
        ("max_query_depth", [0.5, "0"]),
        ("tags", ["x", [1], {}]),
        ("meta_data", ["x", [], 1]),
        ("active", ["yes", 1, 0]),
        ("last_updated", [5]),
        ("partitions", [[], {"acl": 1}]),
        ("access_rights", [[], {"a": []}, {"a": {"versions": "x"}}, {"a": {"limit": {"quota_max": 1.5}}}]),
        ("graphql_access_rights", [[], {"a": 1}]),
        ("smoothing", [[], {"threshold": 0.5}, {"enabled": 1}]),
    ],
)
def test_wrong_types(gate, field, values):
    for value in values:
        body = {"id": gate.org, field: value}
        assert gate.refused("POST", "/tyk/policies", body) == (400, "Request malformed"), value
        assert gate.refused("PUT", f"/tyk/policies/{gate.org}", body) == (400, "Request malformed"), value


def test_a_bare_policy_has_every_field(gate):
    found = shown(gate)
    assert found["access_rights"] is None and found["meta_data"] is None and found["smoothing"] is None
    assert found["partitions"] == dict.fromkeys(("quota", "rate_limit", "complexity", "acl", "per_api"), False)
    assert (found["rate"], found["tags"], found["_id"], found["active"]) == (0, None, "", False)
    assert "post_expiry_action" not in found and ("post_expiry_grace_period" in found) == gate.since(5, 13)


def test_empty_is_not_null(gate):
    found = shown(gate, tags=[], meta_data={}, access_rights={}, graphql_access_rights={}, smoothing={})
    assert (found["tags"], found["meta_data"], found["access_rights"]) == ([], {}, {})
    assert found["smoothing"] == {"enabled": False, "threshold": 0, "trigger": 0, "step": 0, "delay": 0}


def test_unknown_fields_are_lost_and_names_count_in_any_case(gate):
    found = shown(gate, NAME="n", Rate=2, state="active", foo=1, Access_Rights={"x": {"API_ID": "x", "bar": 2}})
    assert (found["name"], found["rate"], found["access_rights"]["x"]["api_id"]) == ("n", 2, "x")
    assert not {"state", "foo"} & found.keys() and "bar" not in found["access_rights"]["x"]


def test_numbers_without_a_type_are_floats(gate):
    found = shown(gate, meta_data={"a": 2**53 + 1, "b": [1.0, 2.5, None], "c": 2**60}, quota_max=2**53 + 1, rate=3.0)
    assert found["meta_data"] == {"a": 2**53, "b": [1, 2.5, None], "c": 1152921504606847000}
    assert (found["quota_max"], found["rate"]) == (2**53 + 1, 3)


def test_rights_that_are_empty(gate):
    found = shown(
        gate, access_rights={"a": None, "b": {}, "c": {"limit": {"rate": 0}, "allowed_urls": [], "endpoints": []}}
    )
    if gate.since(5, 12):
        assert found["access_rights"] == {"a": {}, "b": {}, "c": {"endpoints": []}}
    else:
        right = found["access_rights"]["a"]
        assert right == found["access_rights"]["b"] and right["versions"] is None and right["limit"]["quota_max"] == 0
        assert not {"endpoints", "mcp_access_rights"} & right.keys() and "smoothing" not in right["limit"]


def test_limits_of_endpoints(gate):
    """A limit is there for each method, be there anything in it or not."""
    endpoints = [{"path": "/x", "methods": [{"name": "GET", "limit": {"rate": 1, "per": 2}}, {"name": "PUT"}]}]
    methods = shown(gate, access_rights={"a": {"endpoints": endpoints}})["access_rights"]["a"]["endpoints"][0][
        "methods"
    ]
    none = {} if gate.since(5, 12) else {"rate": 0, "per": 0}
    assert methods == [{"name": "GET", "limit": {"rate": 1, "per": 2}}, {"name": "PUT", "limit": none}]


@pytest.mark.parametrize(("ident", "old"), [("a b", 200), ("\u00fc", 200), ("a#b", 200), ("a/b", 500)])
def test_ids_that_newer_versions_refuse(gate, ident, old):
    status, message = gate.call("POST", "/tyk/policies", {"id": ident})[0], "Invalid Policy ID: "
    if gate.since(5, 13):
        assert status == 400 and message in gate.refused("POST", "/tyk/policies", {"id": ident})[1]
    else:
        assert status == old


def test_ids(gate):
    for ident in (f"{gate.org}a~b", f"{gate.org}..", f"{gate.org}-_"):
        assert gate.ok("POST", "/tyk/policies", {"id": ident})["key"] == ident
    assert gate.refused("POST", "/tyk/policies", {"id": "x" * 300}) == (500, "Failed to create file!")
    digits = "0123456789ABCDEF01234567"
    assert gate.ok("POST", "/tyk/policies", {"_id": digits})["key"] == digits.lower()
    assert gate.refused("PUT", "/tyk/policies/x", {"_id": digits})[0] == 400
    assert gate.ok("POST", "/tyk/policies/other", {"id": gate.org})["key"] == gate.org


def test_what_a_policy_may_say_of_an_api(gate):
    """Fields of MCP are for MCP proxies, and those of HTTP for all others; nothing is said of what is not loaded."""
    api, proxy = gate.api("plain"), gate.api("proxy", application_protocol="mcp")
    rules = {"mcp_access_rights": {"tools": {"allowed": ["x"]}}}
    url = {"allowed_urls": [{"url": "/x", "methods": ["GET"]}]}
    no_proxy = f'MCP fields can only be configured on MCP Proxies, API "{api}" is not an MCP Proxy'
    is_proxy = f'HTTP/REST and GraphQL fields cannot be configured on MCP Proxies, API "{proxy}" is an MCP Proxy'
    ident = gate.org + "m"
    for name, target in (("POST", "/tyk/policies"), ("PUT", f"/tyk/policies/{ident}")):
        for fields, ok in (
            (rights(api, **rules), no_proxy),
            (rights(api, json_rpc_methods=[{"name": "x"}]), no_proxy),
            (rights(api, mcp_primitives=[{"type": "tool", "name": "x"}]), no_proxy),
            (rights(proxy, **url), is_proxy),
            (rights(proxy, disable_introspection=True), is_proxy),
            (rights(proxy, mcp_primitives=[{"type": "Tool"}]), "invalid MCP primitive type"),
            (rights(api, mcp_access_rights={"tools": {}}, json_rpc_methods=[]), ""),
            (rights(proxy, **rules), ""),
            (rights("unknown", mcp_primitives=[{"type": "x"}], **url), ""),
            ({"unknown": {"api_id": api, **rules}}, ""),
        ):
            status, answer = gate.call(name, target, {"id": ident, "access_rights": fields})
            if ok and gate.since(5, 13):
                assert status == 400 and answer["message"].startswith(ok), fields
            else:
                assert status == 200, fields
