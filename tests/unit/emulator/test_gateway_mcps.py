# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""MCP proxies of the Gateway, asked of the emulated one and, where one is named, of a real one."""

from __future__ import annotations

import json

import pytest
from emulator_world import SHARED
from gateway_world import BACKENDS, Emulated, Gate, document

EXAMPLES = SHARED / "mcp-examples"
EXTENSION = "x-tyk-api-gateway"
ALLOWED = {"allow": {"enabled": True}}
PREFIXES = ("mcp-tool:", "mcp-resource:", "mcp-prompt:")


@pytest.fixture(params=BACKENDS)
def gate(request):
    gate = Gate(request.param)
    if not gate.since(5, 13):
        pytest.skip("this Gateway has no MCP proxies")
    gate.proxies = []
    yield gate
    for ident in gate.proxies:
        gate.backend.send("DELETE", f"/tyk/mcps/{ident}")
    gate.clean()


def proxy(gate, name="weather", paths=None, **middleware):
    ident = f"{gate.org}{name}"
    doc = document(gate.org, ident, **({"middleware": middleware} if middleware else {}))
    doc["paths"] = paths or {}
    return ident, doc


def loaded(gate, name="weather", paths=None, **middleware):
    ident, doc = proxy(gate, name, paths, **middleware)
    gate.ok("POST", "/tyk/mcps", doc)
    gate.proxies.append(ident)
    gate.reload()
    return ident, doc


def listed(gate):
    return {api["api_id"] for api in gate.ok("GET", "/tyk/apis?include_types=mcp")}


def test_answers(gate):
    ident, doc = loaded(gate)
    assert gate.ok("POST", "/tyk/mcps", doc) == {"key": ident, "status": "ok", "action": "added"}
    assert gate.ok("PUT", f"/tyk/mcps/{ident}", doc) == {"key": ident, "status": "ok", "action": "modified"}
    assert gate.refused("GET", "/tyk/mcps/zz") == (404, "API not found")
    assert gate.refused("PATCH", f"/tyk/mcps/{ident}") == (405, "Method not supported")
    assert gate.call("GET", f"/tyk/mcps/{ident}/versions") == (404, "404 page not found")
    other = {**doc, EXTENSION: {**doc[EXTENSION], "info": {"name": "x", "state": {"active": True}}}}
    said = "Request APIID does not match that in Definition! For Update operations these must match."
    assert gate.refused("PUT", f"/tyk/mcps/{ident}", other) == (400, said)
    assert gate.ok("DELETE", f"/tyk/mcps/{ident}")["action"] == "deleted"
    assert gate.refused("DELETE", f"/tyk/mcps/{ident}") == (500, "Delete failed")


def test_it_is_in_its_own_list_and_known_by_its_classic_form(gate):
    ident, doc = loaded(gate)
    assert ident not in {api["api_id"] for api in gate.ok("GET", "/tyk/apis")}
    assert ident in listed(gate)
    shown = gate.ok("GET", f"/tyk/apis/{ident}")
    assert (shown["application_protocol"], shown["json_rpc_version"], shown["is_oas"]) == ("mcp", "2.0", True)
    assert gate.refused("DELETE", f"/tyk/apis/oas/{ident}") == (500, "Delete failed")
    plain = gate.oas()
    assert gate.refused("GET", f"/tyk/mcps/{plain}") == (404, "API is not an MCP Proxy")
    # An update by the other route makes an ordinary API of it.
    gate.ok("PUT", f"/tyk/apis/oas/{ident}", doc)
    gate.reload()
    assert gate.refused("GET", f"/tyk/mcps/{ident}") == (404, "API is not an MCP Proxy")


@pytest.mark.parametrize("body", [b"", b"null", b'{"openapi": "3.0.3"}', b'{"x-tyk-api-gateway": null}'])
def test_nothing_goes_without_the_extension(gate, body):
    assert gate.refused("POST", "/tyk/mcps", body) == (400, "the payload should contain x-tyk-api-gateway")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"openapi": "2.0"}, 'schema not found for version "2.0"'),
        ({"openapi": "3.2.0"}, 'schema not found for version "3.2.0"'),
        ({"mcpTools": None}, "mcpTools: Invalid type. Expected: object, given: null"),
        ({"mcpPrompts": []}, "mcpPrompts: Invalid type. Expected: object, given: array"),
        ({"mcpResources": {"r": None}}, "mcpResources.r: Invalid type. Expected: object, given: null"),
        (
            {"mcpTools": {"t": {"rateLimit": {"enabled": True, "rate": 1, "per": 60}}}},
            "mcpTools.t.rateLimit.per: Invalid type. Expected: string, given: integer",
        ),
    ],
)
def test_refused_documents(gate, change, message):
    version = {name: change[name] for name in ("openapi",) if name in change}
    _ident, doc = proxy(gate, **({} if version else change))
    status, said = gate.refused("POST", "/tyk/mcps", {**doc, **version})
    assert status == 400 and message in said


@pytest.mark.parametrize(
    ("kind", "name", "path", "patterns"),
    [
        ("mcpTools", "get", "/{customRegex1}", ["mcp-tool:get"]),
        ("mcpPrompts", "a b", "/{customRegex1}", ["mcp-prompt:a b"]),
        ("mcpTools", "x/y", "/{customRegex1}/y", ["mcp-tool:x"]),
        ("mcpResources", "w://s/{id}", "/{customRegex1}/{customRegex2}/s/{id}", ["mcp-resource:w:", None, None]),
        ("mcpResources", "f:a?b", "/{customRegex1}", ["mcp-resource:f:a?b"]),
    ],
)
def test_a_read_makes_up_paths_and_operations(gate, kind, name, path, patterns):
    ident, doc = loaded(gate, **{kind: {name: ALLOWED}})
    shown = gate.ok("GET", f"/tyk/mcps/{ident}")
    assert list(shown["paths"]) == [path]
    assert [one["schema"].get("pattern") for one in shown["paths"][path]["parameters"]] == patterns
    made = shown["paths"][path]["post"]["operationId"]
    assert made.startswith(PREFIXES) and made.endswith(f"{name}POST")
    operations = shown[EXTENSION]["middleware"]["operations"]
    assert operations == {made: {**ALLOWED, "internal": {"enabled": True}}}
    assert shown[EXTENSION]["middleware"][kind] == doc[EXTENSION]["middleware"][kind]


def test_names_of_one_shape_come_to_one_operation(gate):
    block = {"block": {"enabled": True}}
    ident, _doc = loaded(gate, mcpTools={"a": ALLOWED}, mcpPrompts={"p": block})
    (operation,) = gate.ok("GET", f"/tyk/mcps/{ident}")[EXTENSION]["middleware"]["operations"].values()
    assert operation == {**ALLOWED, **block, "internal": {"enabled": True}}


def test_what_has_no_effect_and_what_is_unknown(gate):
    kept = {"urlRewrite": {"enabled": True, "pattern": ".*", "rewriteTo": "http://x/"}}
    ident, _doc = loaded(gate, mcpTools={"t": {**kept, "nothing": {}}})
    middleware = gate.ok("GET", f"/tyk/mcps/{ident}")[EXTENSION]["middleware"]
    assert middleware["mcpTools"]["t"].keys() == kept.keys()
    assert middleware["operations"] == {"mcp-tool:tPOST": {"internal": {"enabled": True}}}


def test_a_path_of_the_protocol_is_internal(gate):
    paths = {"/tools/call": {"post": {"operationId": "call", "responses": {"200": {"description": "ok"}}}}}
    ident, _doc = loaded(gate, paths=paths, mcpTools={"t": {}})
    operations = gate.ok("GET", f"/tyk/mcps/{ident}")[EXTENSION]["middleware"]["operations"]
    assert operations["call"] == {"internal": {"enabled": True}}


def test_reading_a_wildcard_costs_the_next_load(gate):
    ident, _doc = loaded(gate, mcpResources={"w://s/*": ALLOWED})
    gate.reload()
    assert ident in listed(gate)
    gate.ok("GET", f"/tyk/mcps/{ident}")
    gate.reload()
    assert ident not in listed(gate) and gate.refused("GET", f"/tyk/mcps/{ident}")[0] == 404
    gate.reload()
    assert ident in listed(gate)


def test_a_version_costs_a_base_with_a_wildcard_its_file(gate):
    base, doc = loaded(gate, mcpResources={"w://s/*": ALLOWED})
    child, body = proxy(gate, "child")
    gate.ok("POST", f"/tyk/mcps?base_api_id={base}&base_api_version_name=v1&new_version_name=v2", body)
    gate.proxies.append(child)
    for _time in range(3):
        gate.reload()
        assert listed(gate) & {base, child} == {child}
    gate.ok("POST", "/tyk/mcps", doc)
    gate.reload()
    assert {base, child} <= listed(gate)


def test_a_virtual_endpoint_of_a_tool_ends_the_process():
    backend = Emulated()
    gate = Gate("emulated")
    gate.backend = backend
    endpoint = {"enabled": True, "functionName": "f", "body": "Zg=="}
    ident, doc = proxy(gate, mcpTools={"t": {"virtualEndpoint": endpoint}})
    gate.ok("POST", "/tyk/mcps", doc)
    backend.emulator.node.reload()
    assert backend.control()["dead"] and backend.control(restart=True)["dead"]
    files = [f"apis/{ident}.json", f"apis/{ident}-mcp.json"]
    assert not backend.control(remove=files, restart=True)["dead"]
    assert gate.ok("GET", "/tyk/mcps") == []


def test_older_gateways_have_no_such_route():
    for version, there in (("5.8.9", False), ("5.12.0", False), ("5.13.0", True)):
        assert (Emulated(gateway_version=version).send("GET", "/tyk/mcps")[0] == 200) is there


# A scheme that is in no components: a load makes one up for it.
def without_chance(doc):
    """A document without the one operation whose name is left to chance."""
    doc = json.loads(json.dumps(doc))
    doc.pop("servers")
    several = len({**doc[EXTENSION].get("middleware", {}).get("mcpTools", {})}) > 1
    several |= len(doc[EXTENSION].get("middleware", {}).get("mcpPrompts", {})) > 1
    several |= {"mcpTools", "mcpPrompts"} <= doc[EXTENSION].get("middleware", {}).keys()
    if several:
        doc["paths"].pop("/{customRegex1}", None)
        operations = doc[EXTENSION]["middleware"].get("operations", {})
        for name in [name for name in operations if name.startswith(("mcp-tool:", "mcp-prompt:"))]:
            del operations[name]
    return doc


@pytest.mark.skipif(
    not EXAMPLES.is_dir(), reason="documents of a real Gateway are not at hand (../shared/mcp-examples)"
)
def test_documents_of_a_real_gateway():
    taken = 0
    for path in sorted(EXAMPLES.glob("*.sent.json")):
        name, sent = path.name.removesuffix(".sent.json"), json.loads(path.read_text(encoding="utf-8"))
        if EXTENSION not in sent:
            continue
        backend = Emulated()
        status, answer, _headers = backend.send("POST", "/tyk/mcps", sent)
        if name.endswith(".refused"):
            told = json.loads((EXAMPLES / f"{name}.answer.json").read_text(encoding="utf-8"))
            assert status == 400 and sorted(answer["message"].split("\n")) == sorted(told["message"].split("\n")), name
            continue
        backend.send("GET", "/tyk/reload?block=true")
        shown = backend.send("GET", f"/tyk/mcps/{answer['key']}")[1]
        stored = json.loads((EXAMPLES / f"{name}.stored.json").read_text(encoding="utf-8"))
        assert without_chance(shown) == without_chance(stored), name
        assert [url["url"] for url in shown["servers"]][1:] == [url["url"] for url in stored["servers"]][1:], name
        taken += 1
    assert taken > 15


def test_a_classic_api_that_bears_the_mark_is_shown_as_a_proxy_of_nothing(gate):
    proxy = {"listen_path": "/mixed/", "target_url": "http://127.0.0.1:1/"}
    versions = {"not_versioned": True, "versions": {"": {}}}
    mixed = {
        "name": "mixed",
        "api_id": "mixed",
        "application_protocol": "mcp",
        "proxy": proxy,
        "version_data": versions,
    }
    assert gate.backend.send("POST", "/tyk/apis", mixed)[0] == 200
    gate.backend.send("GET", "/tyk/reload?block=true")
    status, shown, _headers = gate.backend.send("GET", "/tyk/mcps/mixed")
    assert status == 200 and (shown["openapi"], shown["info"], shown["paths"]) == ("", None, {})
    assert shown[EXTENSION]["upstream"]["enforceTimeout"] == {"enabled": True}
    assert "mixed" in [doc[EXTENSION]["info"]["id"] for doc in gate.backend.send("GET", "/tyk/mcps")[1]]
    assert (
        gate.backend.send("GET", "/tyk/apis/oas/mixed")[0] == 400
        and gate.backend.send("DELETE", "/tyk/mcps/mixed")[0] == 500
    )
    gate.backend.send("DELETE", "/tyk/apis/mixed")


@pytest.mark.parametrize(
    ("block", "entries", "members"),
    [
        ({"block": {"enabled": True}}, "black_list", {"disabled": False}),
        ({"requestSizeLimit": {"enabled": True, "value": 5}}, "size_limits", {"size_limit": 5}),
        ({"trackEndpoint": {"enabled": True}}, "track_endpoints", {"disabled": False}),
    ],
)
@pytest.mark.parametrize(("kind", "prefix"), [("mcpTools", "/mcp-tool:"), ("mcpPrompts", "/mcp-prompt:")])
def test_a_load_enters_primitives_in_the_classic_form(gate, kind, prefix, block, entries, members):
    ident, _doc = loaded(gate, **{kind: {"p": {**block, "cache": {"enabled": True}}}})
    paths = gate.ok("GET", f"/tyk/apis/{ident}")["version_data"]["versions"][""]["extended_paths"]
    assert [{name: entry[name] for name in ("path", *members)} for entry in paths[entries]] == [
        {"path": prefix + "p", **members}
    ]
    assert [entry["path"] for entry in paths["internal"]] == [prefix + "p"]
    assert "advance_cache_config" not in paths


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize("path", ["/tyk/mcps", "/tyk/apis/oas"])
def test_a_scheme_with_metadata_of_its_own_is_one_of_oauth(gate, path, enabled):
    metadata = {"enabled": True, "resource": "https://g/", "authorizationServers": ["https://a"]}
    scheme = {"enabled": enabled, "protectedResourceMetadata": metadata}
    ident, doc = proxy(gate)
    given = {"enabled": True, "securitySchemes": {"s": {**scheme, "allowedAuthorizeTypes": ["token"]}}}
    doc[EXTENSION]["server"]["authentication"] = given
    gate.ok("POST", path, doc)
    gate.reload()
    shown = gate.ok("GET", f"{path}/{ident}")
    kept = shown[EXTENSION]["server"]["authentication"]["securitySchemes"]["s"]
    assert "allowedAuthorizeTypes" not in kept and kept["protectedResourceMetadata"].items() >= metadata.items()
    assert shown["security"] == [{"s": []}]
    assert ("s" in shown["components"].get("securitySchemes", {})) == enabled
    gate.ok("DELETE", f"{path}/{ident}")
