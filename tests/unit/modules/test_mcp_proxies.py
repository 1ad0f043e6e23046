# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""MCP proxies: what a read makes up of them is never compared nor written, and a Gateway that has lost one by a read
gets it back before anybody takes it for absent."""

from __future__ import annotations

import copy
import json

import pytest
from gateway_runner import Gate
from module_objects import api, proxy, quiet
from module_runner import Tyk

EXTENSION = "x-tyk-api-gateway"
ALLOW, BLOCK = {"allow": {"enabled": True}}, {"block": {"enabled": True}}
WILD = {"weather://stations/*": ALLOW}  # which a Gateway does not load once it was read
UP = "http://mcp.example/"
OAS = {"target_url": UP, "format": "oas"}
BOTH = pytest.mark.parametrize("make", [Tyk, Gate])


def served(name, **more):
    return {"name": name, "listen_path": f"/{name}/", "target_url": UP, **more}


def whole(tyk, ident):
    """The proxy as a client reads it."""
    return tyk.read(f"/api/mcps/{ident}") if not isinstance(tyk, Gate) else tyk.ask("GET", f"/tyk/mcps/{ident}")[1]


def stored(gate, ident):
    """The document in the Gateway's own file."""
    return gate.emulator.state["gateway_files"].get(f"apis/{ident}-mcp.json")["doc"]


def listed(gate):
    return [one["api_id"] for one in gate.ask("GET", "/tyk/apis?include_types=mcp")[1]]


def made(tyk, name="M", **more):
    return tyk.ok("mcp_proxy", **served(name, **more))["mcp_proxy"]


@BOTH
def test_tools_are_merged_by_name_and_null_takes_one_away(make):
    tyk = make()
    made(tyk, tools={"a": ALLOW, "b": BLOCK}, prompts={"p": ALLOW})
    limited = {"rateLimit": {"enabled": True, "rate": 5, "per": 90}}
    done = tyk.ok("mcp_proxy", name="M", tools={"a": limited, "b": None, "c": ALLOW})
    assert done["action"] == "updated"
    assert done["mcp_proxy"]["tools"] == {
        "a": {**ALLOW, "rateLimit": {"enabled": True, "rate": 5, "per": "1m30s"}},
        "c": ALLOW,
    }
    assert done["mcp_proxy"]["prompts"] == {"p": ALLOW}
    quiet(tyk, "mcp_proxy", name="M", tools={"a": limited, "b": None, "c": ALLOW})
    assert tyk.ok("mcp_proxy", name="M", prompts={"p": None})["mcp_proxy"]["prompts"] == {}


@BOTH
@pytest.mark.parametrize("per", [60, "60", "60s", "1m"])
def test_seconds_of_a_rate_limit_may_be_a_number(make, per):
    tyk = make()
    tools = {"a": {"rateLimit": {"enabled": True, "rate": 5, "per": per}}}
    assert made(tyk, tools=tools)["tools"]["a"]["rateLimit"]["per"] in ("60s", "1m")
    quiet(tyk, "mcp_proxy", name="M", tools=tools)


@pytest.mark.parametrize(
    "names",
    [
        {"tools": {"get-weather": ALLOW}},
        {"tools": {"a": ALLOW}, "prompts": {"b": BLOCK}},  # which fall into one path
        {"resources": WILD},
        {"resources": {"file:///*": ALLOW, "x/*/y": BLOCK}, "tools": {"a b": ALLOW, "t*": BLOCK}},
    ],
)
def test_what_a_read_makes_up_is_not_written(names):
    gate = Gate()
    ident = made(gate, **names)["api_id"]
    read = whole(gate, ident)
    assert any(operation.startswith("mcp-") for operation in read[EXTENSION]["middleware"]["operations"])
    assert gate.ok("mcp_proxy", name="M", target_url="http://other.example/")["changed"]
    file = stored(gate, ident)
    assert file["paths"] == {} and "operations" not in file[EXTENSION]["middleware"]
    shown = gate.ok("mcp_proxy_info", name="M")["mcp_proxies"][0]
    assert "mcp-" not in json.dumps(shown["definition"])
    # who pastes in what a read has shown writes none of it either
    read[EXTENSION]["upstream"]["url"] = "http://third.example/"
    assert gate.ok("mcp_proxy", definition=read)["changed"]
    assert stored(gate, ident)["paths"] == {} and "operations" not in stored(gate, ident)[EXTENSION]["middleware"]
    quiet(gate, "mcp_proxy", definition=read)


def test_what_another_tool_has_left_of_a_read_goes_with_the_next_change():
    gate = Gate()
    ident = made(gate, tools={"a": ALLOW})["api_id"]
    read = whole(gate, ident)
    del read[EXTENSION]["middleware"]["mcpTools"]
    assert gate.ask("PUT", f"/tyk/mcps/{ident}", read)[0] == 200
    gate.ask("GET", "/tyk/reload?block=true")
    quiet(gate, "mcp_proxy", name="M", target_url=UP)
    gate.ok("mcp_proxy", name="M", tools={"b": ALLOW})
    assert stored(gate, ident)["paths"] == {}


def test_operations_of_ones_own_stay():
    gate = Gate()
    paths = {"/tools/call": {"post": {"operationId": "call", "responses": {"200": {"description": "ok"}}}}, "/x": {}}
    definition = {
        "openapi": "3.0.3",
        "info": {"title": "M", "version": "1"},
        "paths": paths,
        EXTENSION: {"middleware": {"operations": {"call": {"rateLimit": {"enabled": True, "rate": 1, "per": "1m"}}}}},
    }
    ident = made(gate, tools={"a": ALLOW}, definition=definition)["api_id"]
    quiet(gate, "mcp_proxy", **served("M", tools={"a": ALLOW}, definition=definition))
    gate.ok("mcp_proxy", name="M", target_url="http://other.example/")
    assert stored(gate, ident)["paths"] == paths
    assert stored(gate, ident)[EXTENSION]["middleware"]["operations"] == {
        "call": {"rateLimit": {"enabled": True, "rate": 1, "per": "1m"}}
    }


# A proxy that a read has cost a load


def lost():
    """A Gateway that somebody has read and reloaded."""
    gate = Gate()
    ident = made(gate, resources=WILD)["api_id"]
    whole(gate, ident)
    gate.ask("GET", "/tyk/reload?block=true")
    assert listed(gate) == []
    return gate, ident


def test_one_that_is_lost_is_not_made_anew():
    gate, ident = lost()
    done = gate.ok("mcp_proxy", **served("M", resources=WILD))
    assert (done["action"], done["mcp_proxy"]["api_id"]) == ("none", ident)
    assert listed(gate) == [ident]


def test_nor_does_a_configuration_make_it_anew():
    gate, _ident = lost()
    config = {
        "mcp_proxies": [served("M", resources=WILD)],
        "policies": [{"name": "P", "access_rights": [{"api": "M"}]}],
    }
    done = gate.ok("config", config=config)
    assert done["summary"]["mcp_proxies"]["unchanged"] == 1 and done["summary"]["policies"]["created"] == 1
    assert not gate.ok("config", config=config)["changed"]


def test_one_that_is_lost_is_found_by_its_id_by_rights_and_to_be_deleted():
    gate, ident = lost()
    assert gate.ok("mcp_proxy", api_id=ident, target_url="http://other.example/")["action"] == "updated"
    gate, ident = lost()
    assert gate.ok("policy", name="P", access_rights=[{"api": "M"}])["changed"]
    gate, ident = lost()
    assert gate.ok("mcp_proxy", name="M", state="absent")["action"] == "deleted"
    for _turn in range(3):
        gate.ask("GET", "/tyk/reload?block=true")
        assert listed(gate) == []


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("api", {"name": "Other", "listen_path": "/other/", "target_url": UP}),
        ("policy", {"name": "Q", "definition": {"access_rights": {}}}),
        ("mcp_proxy", served("Second")),
    ],
)
def test_a_reload_of_ours_brings_back_what_was_read_before(kind, params):
    gate = Gate()
    ident = made(gate, resources=WILD)["api_id"]
    gate.ok("mcp_proxy_info")
    gate.ok(kind, **params)
    assert ident in listed(gate)


def test_so_does_a_whole_configuration():
    gate = Gate()
    config = {"mcp_proxies": [served(name, resources=WILD, tools={"a": ALLOW}) for name in ("A", "B", "C")]}
    gate.ok("config", config=config)
    config["mcp_proxies"][1]["target_url"] = "http://other.example/"
    done = gate.ok("config", config=config)
    assert done["summary"]["mcp_proxies"]["updated"] == 1
    assert len(listed(gate)) == 3
    assert not gate.ok("config", config=config)["changed"]


# What Tyk would do worse than refuse


@BOTH
def test_an_id_of_an_api_is_not_taken(make):
    tyk = make()
    ident = tyk.ok("api", name="A", listen_path="/a/", target_url=UP)["api"]["api_id"]
    tyk.log()
    for how in ({}, {"state": "absent"}):
        assert "is the id of the API 'A', which is no MCP proxy" in tyk.fails(
            "mcp_proxy", **served("M"), api_id=ident, **how
        )
    assert "api_id" in tyk.fails("config", config={"mcp_proxies": [{**served("M"), "api_id": ident}]})
    assert not tyk.writes()


@BOTH
@pytest.mark.parametrize("form", ["classic", "oas"])
def test_nor_is_the_id_of_a_proxy_taken_for_an_api(make, form):
    tyk = make()
    ident = made(tyk)["api_id"]
    tyk.log()
    for how in ({"target_url": "http://other.example/"}, {"state": "absent"}, {"name": "A", "listen_path": "/a/"}):
        assert "is an MCP proxy" in tyk.fails("api", api_id=ident, **({"format": form} | how))
    assert not tyk.writes()


@BOTH
def test_a_listen_path_is_that_of_one_api_or_proxy(make):
    tyk = make()
    tyk.ok("api", name="A", listen_path="/a/", target_url=UP)
    made(tyk, "M")
    assert "is that of API 'A'" in tyk.fails("mcp_proxy", **{**served("N"), "listen_path": "/a/"})
    assert "is that of MCP proxy 'M'" in tyk.fails("api", name="B", listen_path="/M/", target_url=UP)
    both = {
        "apis": [{"name": "B", "listen_path": "/new/", "target_url": UP}],
        "mcp_proxies": [{**served("N"), "listen_path": "/new/"}],
    }
    result = tyk.run("config", config=both, check=True)
    assert "is that of API 'B'" in json.dumps(result)


def test_listen_paths_are_exchanged_in_one_run():
    gate = Gate()
    gate.ok("api", api_id="a", name="A", listen_path="/one/", target_url=UP)
    made(gate, "M", api_id="m")
    config = {
        "apis": [{"api_id": "a", "name": "A", "listen_path": "/M/"}],
        "mcp_proxies": [{"api_id": "m", "name": "M", "listen_path": "/one/"}],
    }
    gate.ok("config", config=config)
    assert gate.ok("api_info", name="A")["apis"][0]["listen_path"] == "/M/"
    assert gate.ok("mcp_proxy_info", name="M")["mcp_proxies"][0]["listen_path"] == "/one/"


@BOTH
def test_apis_and_proxies_go_together(make):
    tyk = make()
    config = {
        "apis": [{"name": "A", "listen_path": "/a/", "target_url": UP}, {"name": "B", "listen_path": "/b/", **OAS}],
        "mcp_proxies": [served("M", resources=WILD), served("N")],
    }
    tyk.ok("config", config=config)
    gone = {kind: [{"name": item["name"], "state": "absent"} for item in items] for kind, items in config.items()}
    done = tyk.ok("config", config=gone)
    assert {kind: told["deleted"] for kind, told in done["summary"].items()} == {"apis": 2, "mcp_proxies": 2}
    assert not tyk.ok("config", config=gone)["changed"]


@BOTH
@pytest.mark.parametrize("path", ["weather/", "weather", "{x}/"])
def test_a_listen_path_has_a_slash(make, path):
    assert "has no slash before it" in make().fails("mcp_proxy", **{**served("M"), "listen_path": path})


@pytest.mark.parametrize("ident", ["x-mcp", "x-oas"])
@pytest.mark.parametrize("kind", ["mcp_proxy", "api"])
def test_an_id_that_names_the_document_of_another_is_refused_by_a_gateway(kind, ident):
    assert "ends in -" in Gate().fails(kind, **served("M"), api_id=ident)
    assert Tyk().ok(kind, **served("M"), api_id=ident)["changed"]


DEADLY = {"virtualEndpoint": {"enabled": True, "functionName": "f", "body": "eA==", "path": "", "proxyOnError": False}}


@pytest.mark.parametrize("option", ["tools", "resources", "prompts"])
def test_what_ends_a_gateway_is_refused_there_and_told_at_a_dashboard(option):
    gate, params = Gate(), served("M", **{option: {"t": DEADLY}})
    assert f"{option}.t.virtualEndpoint" in gate.fails("mcp_proxy", **params, check=True)
    assert "force: true" in gate.fails("mcp_proxy", **params)
    assert not [entry for entry in gate.log() if entry.startswith("POST")]
    planned = gate.ok("mcp_proxy", **params, force=True, check=True)
    assert planned["changed"] and any("ends when it loads" in text for text in gate.warnings(planned))
    off = copy.deepcopy(params)
    off[option]["t"]["virtualEndpoint"]["enabled"] = False
    assert gate.ok("mcp_proxy", **off, check=True)["changed"]
    tyk = Tyk()
    assert any("ends when it loads" in text for text in tyk.warnings(tyk.ok("mcp_proxy", **params)))
    assert not tyk.warnings(tyk.ok("mcp_proxy", name="M", target_url="http://other.example/"))


@pytest.mark.parametrize("block", ["urlRewrite", "cache", "validateRequest", "internal"])
def test_middleware_that_tyk_ignores_is_told_by_its_name(block):
    gate, said = Gate(), {"enabled": True, **({"pattern": "a", "rewriteTo": "/b"} if block == "urlRewrite" else {})}
    params = served("M", tools={"t": {block: said}, "u": ALLOW})
    (text,) = gate.warnings(gate.ok("mcp_proxy", **params))
    assert f"tools.t.{block}:" in text and "tools.u" not in text
    quiet(gate, "mcp_proxy", **params)
    tyk = Tyk()
    failed = tyk.run("mcp_proxy", **params)
    assert block in failed["msg"] and any(f"tools.t.{block}" in text for text in tyk.warnings(failed))


# Older versions, versions of a proxy, names


@pytest.mark.parametrize("check", [True, False])
def test_an_older_tyk_is_told(check):
    tyk = Tyk(dashboard_version="5.12.0")
    assert "This Tyk knows no MCP proxies, which came with 5.13" in tyk.fails("mcp_proxy", **served("M"), check=check)
    assert tyk.ok("api", name="A", listen_path="/a/", target_url=UP)["changed"]
    assert tyk.ok("policy", name="P", access_rights=[{"api": "A"}])["changed"]
    assert "which came with 5.13" in str(tyk.run("config", config={"mcp_proxies": [served("M")]}, check=check))
    assert "mcp_proxies" not in tyk.ok("config_info")["config"]
    gate = Gate(gateway_version="5.8.9")
    assert "which came with 5.13" in str(gate.run("config", config={"mcp_proxies": [served("M")]}, check=check))
    assert "This Tyk knows no MCP proxies, which came with 5.13" in gate.fails("mcp_proxy", **served("M"), check=check)


def versions(*entries):
    block = {"enabled": True, "name": "v1", "default": "self", "location": "header", "key": "x-v"}
    block["versions"] = [{"name": name, "id": ident} for name, ident in entries]
    return {EXTENSION: {"info": {"versioning": block}}}


@BOTH
def test_a_base_names_its_versions_and_is_never_left_broken(make):
    tyk = make()
    items = [served("base", resources=WILD, definition=versions(("v2", "child"))), served("child", resources=WILD)]
    config = {"mcp_proxies": items}
    assert tyk.ok("config", config=config, check=True)["changed"] and tyk.ok("config", config=config)["changed"]
    assert not tyk.ok("config", config=config)["changed"]
    assert not [entry for entry in tyk.log() if "base_api_id" in entry]
    exported = tyk.ok("config_info", kinds=["mcp_proxies"])["config"]
    other = make()
    other.ok("config", config=exported)
    assert not other.ok("config", config=exported)["changed"]
    base = tyk.ok("mcp_proxy_info", name="base")["mcp_proxies"][0]["api_id"]
    tyk.ok("mcp_proxy", name="child", state="absent")
    shown = tyk.ok("mcp_proxy_info", name="base")["mcp_proxies"][0]
    assert shown["api_id"] == base and "mcp-resource" not in json.dumps(shown)
    if make is Gate:
        assert stored(tyk, base)["paths"] == {}
        tyk.ok("api", name="A", listen_path="/a/", target_url=UP)
        assert base in listed(tyk)
        assert "versions" not in shown["definition"][EXTENSION]["info"]["versioning"]


@BOTH
def test_a_name_of_an_api_and_a_proxy_is_neither_and_both_move_with_their_ids(make):
    tyk = make()
    api_id = tyk.ok("api", name="Same", listen_path="/a/", target_url=UP)["api"]["api_id"]
    proxy_id = tyk.ok("mcp_proxy", **served("Same"))["mcp_proxy"]["api_id"]
    said = tyk.fails("policy", name="P", access_rights=[{"api": "Same"}])
    assert api_id in said and proxy_id in said
    rights = [{"api": proxy_id, "mcp_access_rights": {"tools": {"allowed": ["a"]}}}, {"api": api_id}]
    tyk.ok("policy", name="P", access_rights=rights)
    kinds = ["apis", "mcp_proxies", "policies"]
    exported = tyk.ok("config_info", kinds=kinds, portable=True)["config"]
    other = make()
    other.ok("config", config=exported)
    assert other.ok("config_info", kinds=kinds, portable=True)["config"] == exported


@BOTH
def test_rights_are_refused_where_tyk_refuses_them(make):
    tyk = make()
    tyk.ok("api", name="A", listen_path="/a/", target_url=UP)
    made(tyk, "M")
    for_proxies = [
        {"mcp_access_rights": {"prompts": {"blocked": ["a"]}}},
        {"mcp_primitives": [{"type": "tool", "name": "a"}]},
        {"json_rpc_methods": [{"name": "tools/call", "limit": {"rate": 1, "per": 1}}]},
        {"json_rpc_methods_access_rights": {"allowed": ["tools/list"]}},
    ]
    for_apis = [
        {"endpoints": [{"path": "/a", "methods": [{"name": "GET", "limit": {"rate": 1, "per": 1}}]}]},
        {"allowed_urls": [{"url": "/a", "methods": ["GET"]}]},
        {"disable_introspection": True},
        {"restricted_types": [{"name": "T", "fields": ["f"]}]},
    ]
    tyk.log()
    for kind, named in (("policy", {"name": "P"}), ("key", {"alias": "K"})):
        for entry in for_proxies:
            said = tyk.fails(kind, **named, access_rights=[{"api": "A", **entry}], check=True)
            assert next(iter(entry)) in said and "'A' is an API" in said
            planned = tyk.ok(kind, **named, access_rights=[{"api": "M", **entry}], check=True)
            assert planned["changed"] and not tyk.warnings(planned)
        for entry in for_apis:
            said = tyk.fails(kind, **named, access_rights=[{"api": "M", **entry}])
            assert next(iter(entry)) in said and "'M' is an MCP proxy" in said
        assert "type 'Tool' is none of" in tyk.fails(
            kind, **named, access_rights=[{"api": "M", "mcp_primitives": [{"type": "Tool", "name": "a"}]}]
        )
        empty = [{"api": "A", "mcp_primitives": [], "mcp_access_rights": {}}, {"api": "M", "allowed_urls": []}]
        assert tyk.ok(kind, **named, access_rights=empty, check=True)["changed"]
    assert not [entry for entry in tyk.writes() if "/cache/" not in entry]  # by which a Gateway tells of Redis


def test_what_would_not_be_applied_is_told():
    tyk = Tyk()
    made(tyk, "M")
    rights = [{"api": "M", "mcp_access_rights": {"tools": {"allowed": ["a"]}}}]
    tyk.ok("policy", name="P", access_rights=rights)
    told = tyk.warnings(tyk.ok("key", alias="K", policies=["P"], access_rights=rights))
    assert any("policy 'P' grants rights to 'M'" in text for text in told)
    rights[0]["mcp_access_rights"]["tools"]["allowed"] = ["get-.*", "*", "(?!secret).*"]
    (text,) = tyk.warnings(tyk.ok("policy", name="P", access_rights=rights))
    assert "'*', '(?!secret).*'" in text and "get-" not in text
    quiet(tyk, "policy", name="P", access_rights=rights)


def test_a_token_that_may_not_see_proxies_still_manages_apis():
    tyk = Tyk()
    proxy(tyk, "M")
    api(tyk, "A")
    tyk.token = tyk.user("few@acme.example", tyk.org, {"apis": "write", "policies": "write", "users": "read"})
    assert tyk.ok("policy", name="P", access_rights=[{"api": "A"}])["changed"]
    assert "there is no API 'M'" in tyk.fails("policy", name="Q", access_rights=[{"api": "M"}])
    assert "mcp" in tyk.fails("mcp_proxy", **served("N"))


def primitives(**said):
    return {EXTENSION: {"middleware": said}}


HEADERS = [{"name": "X-Zulu", "value": "z"}, {"name": "X-Alpha", "value": "a"}]
CALL = {"post": {"operationId": "toolsCall", "responses": {"200": {"description": "ok"}}}}
SCHEME = {"enabled": True, "header": {"enabled": True, "name": "Authorization"}, "signingMethod": "rsa"}
# Documents as people write them, of which a read shows something else.
ODD = {
    "names": primitives(mcpTools={"a b": ALLOW, "x.y": BLOCK, "{id}": ALLOW, "a/b/c": BLOCK, "é": ALLOW}),
    "one path": primitives(mcpTools={"a": ALLOW}, mcpPrompts={"a": BLOCK}, mcpResources={"a": ALLOW}),
    "orders of headers": primitives(
        **{"global": {"transformRequestHeaders": {"enabled": True, "add": HEADERS}}},
        mcpTools={"a": {"transformRequestHeaders": {"enabled": True, "add": HEADERS}}},
    ),
    "newer OpenAPI": {"openapi": "3.1.0", **primitives(mcpResources=WILD)},
    "empty lists": primitives(mcpPrompts={}, mcpResources={}),
    "a path of Tyk's own": {"paths": {"/tools/call": CALL}, **primitives(mcpTools={"a": ALLOW})},
    "a scheme that nothing declares": {
        EXTENSION: {"server": {"authentication": {"enabled": True, "securitySchemes": {"jwtAuth": SCHEME}}}}
    },
}


@BOTH
@pytest.mark.parametrize("name", ODD)
def test_a_document_is_stored_as_it_is_and_quiet_afterwards(make, name):
    tyk, plain = make(), {"openapi": "3.0.3", "info": {"title": "M", "version": "2025-11-25"}, "paths": {}}
    params = served("M", definition={**plain, **ODD[name]})
    done = tyk.ok("mcp_proxy", **params)
    assert done["action"] == "created" and not tyk.warnings(done)
    quiet(tyk, "mcp_proxy", **params)
    shown = tyk.ok("mcp_proxy_info")["mcp_proxies"][0]
    assert not tyk.ok("mcp_proxy", **{key: value for key, value in shown.items() if key != "org_id"})["changed"]


# Files of other tools, and names that say too much


def of_file(tyk):
    """The document of a proxy as tyk-sync writes it."""
    ident = made(tyk, "Weather", tools={"delete": BLOCK}, api_id="w1")["api_id"]
    document = whole(tyk, ident)
    document[EXTENSION]["info"].pop("orgId", None)
    return document


def without_primitives(document):
    document = copy.deepcopy(document)
    del document[EXTENSION]["middleware"]
    return document


@BOTH
@pytest.mark.parametrize("name", ["mcp-w1.json", "w1.json", "mcp/w1.json", "api-w1.json"])
def test_a_file_of_a_proxy_makes_a_proxy(make, name, tmp_path):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(of_file(make())))
    tyk = make()
    done = tyk.ok("config", src=[str(tmp_path)])
    assert [(change["kind"], change["name"]) for change in done["changes"]] == [("mcp_proxies", "Weather")]
    assert tyk.ok("api_info")["apis"] == []
    assert tyk.ok("mcp_proxy_info")["mcp_proxies"][0]["tools"] == {"delete": BLOCK}
    assert not tyk.ok("config", src=[str(tmp_path)])["changed"]


def test_where_the_content_does_not_tell_the_name_of_the_file_does(tmp_path):
    document = without_primitives(of_file(Tyk()))
    names = {"mcp-w1.json": "mcp_proxies", "w1-mcp.json": "mcp_proxies", "MCP_w1.json": "mcp_proxies"}
    for name, kind in {**names, "api-w1.json": "apis", "w1-oas.json": "apis", "mcpish.json": "apis"}.items():
        (tmp_path / name).write_text(json.dumps(document))
        assert [one["kind"] for one in Tyk().ok("config", check=True, src=[str(tmp_path / name)])["changes"]] == [kind]
    (tmp_path / "mcp-all.yml").write_text("policies: []")
    assert not Tyk().ok("config", src=[str(tmp_path / "mcp-all.yml")])["changed"]


@BOTH
def test_an_api_is_not_made_of_the_document_of_a_proxy(make):
    document, tyk = of_file(make()), make()
    document[EXTENSION]["info"].pop("id")
    prompts = {"mcpPrompts": {"p": ALLOW}}
    ident = tyk.ok("api", name="A", listen_path="/a/", **OAS)["api"]["api_id"]
    tyk.log()
    for check in (True, False):
        for wish in (document, {**document, EXTENSION: {**document[EXTENSION], "middleware": prompts}}):
            assert "use tyk_mcp_proxy" in tyk.fails("api", definition=wish, check=check)
            assert "use tyk_mcp_proxy" in tyk.fails("config", config={"apis": [{"definition": wish}]}, check=check)
        wish = {EXTENSION: {"middleware": prompts}}
        assert "use tyk_mcp_proxy" in tyk.fails("api", api_id=ident, definition=wish, check=check)
        classic = {"application_protocol": "mcp"}
        assert "use tyk_mcp_proxy" in tyk.fails(
            "api", name="C", listen_path="/c/", target_url=UP, definition=classic, check=check
        )
    assert not tyk.writes()


@BOTH
def test_an_api_that_somebody_has_made_of_one_is_adopted_as_it_is(make):
    """It stays what it is; only where it would be made anew that is refused."""
    document, tyk = of_file(make()), make()
    document[EXTENSION]["info"].pop("id")
    if isinstance(tyk, Gate):
        document[EXTENSION]["info"]["orgId"] = tyk.here
        assert tyk.ask("POST", "/tyk/apis/oas", document)[0] == 200
        tyk.ask("GET", "/tyk/reload?block=true")
    else:
        tyk.make("/api/apis/oas", document)
    exported = tyk.ok("config_info")
    assert [api["name"] for api in exported["config"]["apis"]] == ["Weather"]
    assert "mcp_proxies" not in exported["config"]
    assert any("the document of an MCP proxy" in text for text in tyk.warnings(exported))
    assert not tyk.ok("config", config=exported["config"])["changed"]
    assert tyk.ok("api", name="Weather", target_url="http://other.example/")["changed"]
    assert tyk.ok("config_info", portable=True)["omitted"] == ["apis.Weather"]
    assert "use tyk_mcp_proxy" in make().fails("config", config=exported["config"])


@BOTH
def test_an_operation_of_ones_own_stays_whatever_it_is_called(make):
    tyk = make()
    operation = {"operationId": "mcp-tool:health", "responses": {"200": {"description": "x"}}}
    definition = {
        "openapi": "3.0.3",
        "info": {"title": "M", "version": "1"},
        "paths": {"/health": {"get": operation}},
        EXTENSION: {"middleware": {"operations": {"mcp-tool:health": BLOCK}}},
    }
    ident = made(tyk, definition=definition, tools={"a": ALLOW})["api_id"]
    tyk.ok("mcp_proxy", name="M", target_url="http://other.example/")
    read = whole(tyk, ident)
    assert read["paths"]["/health"]["get"]["operationId"] == "mcp-tool:health"
    assert read[EXTENSION]["middleware"]["operations"]["mcp-tool:health"] == BLOCK


@BOTH
@pytest.mark.parametrize("kind", ["policy", "key"])
@pytest.mark.parametrize(
    "entry",
    [
        {"mcp_access_rights": {"tools": {"allowed": []}}},
        {"mcp_access_rights": {"resources": {"allowed": [], "blocked": ["x"]}}},
        {"definition": {"mcp_access_rights": {"prompts": {"allowed": []}}}},
        {"json_rpc_methods_access_rights": {"allowed": []}},
    ],
)
def test_an_empty_list_of_what_is_allowed_is_refused(make, kind, entry):
    tyk = make()
    made(tyk)
    named = {"name": "P"} if kind == "policy" else {"alias": "P"}
    tyk.ok(kind, **named, access_rights=[{"api": "M", "mcp_access_rights": {"tools": {"allowed": ["a"]}}}])
    for check in (True, False):
        said = tyk.fails(kind, **named, access_rights=[{"api": "M", **entry}], check=check)
        assert "allowed: it is empty, which allows all" in said and said.startswith("access_rights[0].")


@BOTH
@pytest.mark.parametrize("name", [None, "", " "])
@pytest.mark.parametrize("side", ["allowed", "blocked"])
def test_an_empty_name_among_those_is_refused(make, side, name):
    tyk = make()
    made(tyk)
    entries = [
        {"mcp_access_rights": {"tools": {side: ["a", name]}}},
        {"json_rpc_methods_access_rights": {side: [name]}},
    ]
    for entry in [*entries, {"definition": entries[0]}]:
        for check in (True, False):
            said = tyk.fails("policy", name="P", access_rights=[{"api": "M", **entry}], check=check)
            assert f"{side}[" in said and "names nothing" in said or "access_rights" in said and name is None


@BOTH
def test_an_empty_list_of_paths_is_warned_of_where_it_opens_some(make):
    tyk = make()
    tyk.ok("api", name="A", listen_path="/a/", target_url=UP)
    wish = {"name": "P", "access_rights": [{"api": "A", "allowed_urls": [{"url": "/x", "methods": ["GET"]}]}]}
    assert not tyk.warnings(tyk.ok("policy", **wish))
    wish["access_rights"] = [{"api": "A", "allowed_urls": []}]
    told = "access_rights: allowed_urls of 'A' is empty now, which allows all."
    assert [tyk.warnings(tyk.ok("policy", **wish, check=check)) for check in (True, False)] == [[told], [told]]
    assert not tyk.warnings(tyk.ok("policy", **wish))


@BOTH
@pytest.mark.parametrize("kind", ["policy", "key"])
def test_so_it_is_where_the_names_that_are_allowed_go(make, kind):
    tyk = make()
    ident = made(tyk)["api_id"]
    named = {"name": "P"} if kind == "policy" else {"alias": "P"}
    some = {"mcp_access_rights": {"tools": {"allowed": ["a"]}}, "json_rpc_methods_access_rights": {"allowed": ["b"]}}
    tyk.ok(kind, **named, access_rights=[{"api": "M", **some}])
    said = tyk.warnings(tyk.ok(kind, **named, definition={"access_rights": {ident: {"mcp_access_rights": None}}}))
    assert said == [f"access_rights: mcp_access_rights.tools.allowed of {ident!r} is empty now, which allows all."]
    blocked = {"mcp_access_rights": {"tools": {"blocked": ["danger"]}}}
    assert not tyk.warnings(tyk.ok(kind, **named, access_rights=[{"api": "M", **blocked}]))
    blocked["mcp_access_rights"]["tools"]["blocked"] = []
    said = tyk.warnings(tyk.ok(kind, **named, access_rights=[{"api": "M", **blocked}]))
    assert said == ["access_rights: mcp_access_rights.tools.blocked of 'M' is empty now, which blocks nothing."]
    wish = {"access_rights": [{"api": "M", "json_rpc_methods_access_rights": {"allowed": None}}]}
    told = ["access_rights: json_rpc_methods_access_rights.allowed of 'M' is empty now, which allows all."]
    assert [tyk.warnings(tyk.ok(kind, **named, **wish, check=check)) for check in (True, False)] == [told, told]
    assert not tyk.warnings(tyk.ok(kind, **named, **wish))


@BOTH
def test_an_expression_that_is_none_is_shown_without_its_secret(make):
    tyk = make()
    made(tyk)
    rights = [{"api": "M", "mcp_access_rights": {"resources": {"allowed": ["postgres://app:hunter22@db/("]}}}]
    said = tyk.warnings(tyk.ok("policy", name="P", access_rights=rights))
    assert [text for text in said if "no regular expression" in text] and "hunter22" not in str(said)


@BOTH
def test_a_secret_in_a_name_is_warned_of_without_it(make):
    tyk = make()
    uri = "postgres://app:hunter22@db/*"
    said = tyk.warnings(tyk.ok("mcp_proxy", **served("M"), resources={uri: ALLOW, "file://a": ALLOW}))
    assert len(said) == 1 and "this name holds a secret" in said[0] and "hunter22" not in said[0]
    rights = [{"api": "M", "mcp_access_rights": {"resources": {"allowed": [uri]}}}]
    said = tyk.warnings(tyk.ok("policy", name="P", access_rights=rights))
    assert len(said) == 1 and "this name holds a secret" in said[0] and "hunter22" not in said[0]


def test_a_field_that_the_gateway_drops_is_warned_of_at_every_run():
    gate = Gate()
    made(gate)
    gate.ok("api", name="A", listen_path="/a/", target_url=UP)
    for target in ("M", "A"):
        wish = {"name": f"P{target}", "access_rights": [{"api": target, "definition": {"new_thing": {"x": 1}}}]}
        first, second = gate.ok("policy", **wish), gate.ok("policy", **wish)
        assert first["changed"] and not second["changed"]
        assert all("did not keep" in gate.warnings(done)[0] for done in (first, second))
