# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""MCP proxies of the Dashboard, rights to them, and versions that become the base."""

from __future__ import annotations

import pytest
from emulator_world import World, document, rights, session

LIST = "/api/mcps"
EXTENSION = "x-tyk-api-gateway"


def proxy(name="Weather", **tool):
    doc = document(name)
    doc[EXTENSION]["middleware"] = {"mcpTools": {"get": {"allow": {"enabled": True}, **tool}}}
    return doc


def test_a_proxy_is_in_its_own_list_only(world):
    status, answer = world.call("POST", LIST, proxy())
    assert (status, answer["Message"]) == (200, "MCP Proxy definition created")
    assert [doc["info"]["title"] for doc in world.ok("GET", LIST)["mcps"]] == ["Weather"]
    assert world.ok("GET", "/api/apis")["apis"] == []
    assert world.ok("GET", f"{LIST}?q=wea")["mcps"] and not world.ok("GET", f"{LIST}?q=zz")["mcps"]
    assert world.ok("DELETE", f"{LIST}/{answer['ID']}")["Message"] == "MCP Proxy definition deleted"


def test_missing_ones_and_other_kinds(world):
    api = world.oas()
    for method, body in (("GET", None), ("PUT", proxy()), ("DELETE", None)):
        assert world.call(method, f"{LIST}/zz", body)[0] == 404
        assert world.call(method, f"{LIST}/{api}", body)[0] == 400
    assert world.call("GET", f"{LIST}/zz/versions")[0] == 422


@pytest.mark.parametrize(
    ("tool", "where"),
    [
        ({"rateLimit": {"enabled": True, "rate": 1, "per": 60}}, "get.rateLimit.per: Invalid type"),
        ({"rateLimit": {"enabled": True, "rate": "1", "per": "60s"}}, "get.rateLimit.rate: Invalid type"),
        ({"requestSizeLimit": {"enabled": True, "value": "9"}}, "get.requestSizeLimit.value: Invalid type"),
        ({"requestSizeLimit": {"enabled": True, "value": -1}}, "get.requestSizeLimit.value: Must be"),
        ({"circuitBreaker": {"enabled": True}}, "get.circuitBreaker: threshold is required"),
        ({"block": {}}, "get.block: enabled is required"),
        ({"postPlugins": [{"enabled": True}]}, "get.postPlugins.0: functionName is required"),
    ],
)
def test_tools_are_held_to_names_and_types(world, tool, where):
    status, answer = world.call("POST", LIST, proxy(**tool))
    assert status == 400 and where in answer["Message"]


@pytest.mark.parametrize("block", ["urlRewrite", "internal", "cache", "mockResponse", "transformResponseBody"])
def test_middleware_that_is_not_for_proxies(block):
    doc = proxy(**{block: {"enabled": True}})
    assert World().call("POST", LIST, doc)[0] == 400
    world = World(quirks=["mcp-middleware-ignored"])
    made = world.ok("POST", LIST, doc)["ID"]
    assert block in world.ok("GET", f"{LIST}/{made}")[EXTENSION]["middleware"]["mcpTools"]["get"]


def test_pages_and_the_other_answer():
    world = World(quirks=["mcp-pages-from-zero", "mcp-create-meta"], page_size=2)
    made = [world.ok("POST", LIST, proxy(f"W{number}"))["Meta"] for number in range(3)]
    pages = [world.ok("GET", f"{LIST}?p={page}")["mcps"] for page in (0, 1)]
    shown = [doc[EXTENSION]["info"]["id"] for page in pages for doc in page]
    assert shown == made[::-1] and world.ok("GET", f"{LIST}?p=-1")["pages"] == 1


def test_who_may(world):
    _user, token = world.make_user("a@acme.example", {"apis": "write"}, world.org)
    assert world.call("GET", LIST, token=token)[0] == 403
    _user, token = world.make_user("b@acme.example", {"mcp": "write"}, world.org)
    assert world.call("POST", LIST, proxy(), token)[0] == 200


MCP = 'MCP fields can only be configured on MCP Proxies, API "{}" is not an MCP Proxy'
REST = 'HTTP/REST and GraphQL fields cannot be configured on MCP Proxies, API "{}" is an MCP Proxy'


@pytest.mark.parametrize(
    ("fields", "proxy_says", "api_says"),
    [
        ({"mcp_access_rights": {"tools": {"allowed": ["a"]}}}, "", MCP),
        ({"json_rpc_methods": [{"name": "tools/call"}]}, "", MCP),
        ({"mcp_access_rights": {"tools": {}}, "json_rpc_methods": []}, "", ""),
        ({"allowed_urls": [{"url": "/a", "methods": ["GET"]}]}, REST, ""),
        ({"disable_introspection": True}, REST, ""),
        ({"allowed_urls": [], "disable_introspection": False}, "", ""),
    ],
)
def test_fields_of_rights_belong_to_a_kind(world, fields, proxy_says, api_says):
    made, api = world.ok("POST", LIST, proxy())["ID"], world.api()
    for api_id, said in ((made, proxy_says), (api, api_says)):
        given = rights(api_id, **fields)
        wanted = (400, said.format(api_id)) if said else (200, "")
        for path, body in (
            ("/api/portal/policies", {"name": f"P{api_id}", "access_rights": given}),
            ("/api/keys", session(access_rights=given)),
        ):
            status, answer = world.call("POST", path, body)
            assert (status, answer["Message"] if status == 400 else "") == wanted, path


def family(world):
    base = world.oas("Base")
    query = f"?base_api_id={base}&base_api_version_name=v1&new_version_name="
    return base, [world.oas(f"Child{name}", query + name) for name in ("v2", "v3")]


def test_a_child_becomes_the_base(world):
    base, (second, third) = family(world)
    path = f"/api/apis/oas/{base}/rebase/{second}"
    assert world.ok("PATCH", path)["Message"] == "API converted successfully"
    versioning = world.ok("GET", f"/api/apis/oas/{second}")[EXTENSION]["info"]["versioning"]
    assert (versioning["name"], versioning["default"]) == ("v2", "v1")
    assert versioning["versions"] == [{"name": "v1", "id": base}, {"name": "v3", "id": third}]
    assert "versioning" not in world.ok("GET", f"/api/apis/oas/{base}")[EXTENSION]["info"]
    names = {one["versionName"]: one["id"] for one in world.ok("GET", f"/api/apis/oas/{second}/versions")["apis"]}
    assert names == {"v1": base, "v2": second, "v3": third}
    # And back again.
    world.ok("PATCH", f"/api/apis/oas/{second}/rebase/{base}")
    versioning = world.ok("GET", f"/api/apis/oas/{base}")[EXTENSION]["info"]["versioning"]
    assert (versioning["name"], versioning["default"]) == ("v1", "self")


def test_who_is_no_base_and_no_child(world):
    base, (second, third) = family(world)
    alone = world.oas("Alone")
    for pair, status, message in (
        (("zz", second), 404, "Could not retrieve current base API"),
        ((base, "zz"), 404, "Could not retrieve next base API"),
        ((second, third), 400, "current-base-apiId must be a base API"),
        ((alone, second), 400, "current-base-apiId must be a base API"),
        ((base, alone), 400, "next-base-apiId must be a child API"),
    ):
        answer = world.call("PATCH", "/api/apis/oas/{}/rebase/{}".format(*pair))
        assert (answer[0], answer[1]["Message"]) == (status, message), pair


@pytest.mark.parametrize(("version", "left"), [("5.11", 2), ("5.12", 0)])
def test_purging_children(version, left):
    world = World(dashboard_version=version)
    base, _children = family(world)
    world.ok("DELETE", f"/api/apis/oas/{base}?purge=true")
    assert len(world.ok("GET", "/api/apis")["apis"]) == left
