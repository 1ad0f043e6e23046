# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OAS APIs, streams and MCP proxies."""

from __future__ import annotations

import copy
import json

import pytest
from emulator_world import World, document, wrapper

EXT = "x-tyk-api-gateway"


def fetch(world, api):
    return world.ok("GET", f"/api/apis/oas/{api}")


def test_the_server_fills_ids_and_servers(world):
    body = {**document(), "servers": [{"url": "http://own.example"}]}
    body[EXT]["info"].update(id="pets", dbId="ignored", orgId="ignored")
    answer = world.ok("POST", "/api/apis/oas", body)
    assert answer["ID"] == "pets"
    stored = fetch(world, "pets")
    assert stored[EXT]["info"] == {**body[EXT]["info"], "dbId": answer["Meta"], "orgId": world.org}
    assert stored["servers"] == [{"url": "http://tyk-gateway:8080/pets"}, {"url": "http://own.example"}]
    stored[EXT]["server"]["listenPath"]["value"] = "/animals/"
    world.ok("PUT", "/api/apis/oas/pets", stored)
    assert fetch(world, "pets")["servers"] == [
        {"url": "http://tyk-gateway:8080/animals"},
        {"url": "http://own.example"},
    ]


def test_oas_apis_are_in_the_common_list(world):
    api = world.oas()
    entry = world.ok("GET", "/api/apis")["apis"][0]
    definition = entry["api_definition"]
    assert (definition["is_oas"], definition["api_id"], definition["name"]) == (True, api, "Pets")
    assert definition["proxy"]["listen_path"] == "/pets/" and definition["use_keyless"] is True
    assert entry["oas"] == fetch(world, api)
    status, answer = world.call("PUT", f"/api/apis/{api}", entry)
    assert status == 400 and "only supports Tyk Classic APIs" in answer["Message"]
    assert world.ok("DELETE", f"/api/apis/{api}")["Message"] == "API deleted"


def test_a_classic_api_is_not_served_as_oas(world):
    api = world.api()
    status, answer = world.call("GET", f"/api/apis/oas/{api}")
    assert status == 400 and "classic format" in answer["Message"]
    # Unlike classic routes these do not take the database id.
    pets = fetch(world, world.oas())
    assert world.call("GET", f"/api/apis/oas/{pets[EXT]['info']['dbId']}")[0] == 400


def change(path, value=None):
    def apply(doc):
        *parents, name = path.split("/")
        for parent in parents:
            doc = doc[parent]
        if value is None:
            del doc[name]
        else:
            doc[name] = value

    return apply


ANSWERS = {"200": {"description": "ok"}}
NO_SCHEMA = (500, "Error while validating schema")
BREAKS = [
    (change(EXT), (400, "The payload should contain x-tyk-api-gateway")),
    (change("openapi"), NO_SCHEMA),
    (change("openapi", "2.0"), NO_SCHEMA),
    (change("info/title"), NO_SCHEMA),
    (change("info/version"), NO_SCHEMA),
    (change("paths"), NO_SCHEMA),
    (change(f"{EXT}/info/name"), NO_SCHEMA),
    (change(f"{EXT}/info/name", " "), NO_SCHEMA),
    (change(f"{EXT}/info/state"), NO_SCHEMA),
    (change(f"{EXT}/info/state/active", "yes"), NO_SCHEMA),
    (change(f"{EXT}/upstream/url"), NO_SCHEMA),
    (change(f"{EXT}/server/listenPath"), NO_SCHEMA),
    (change(f"{EXT}/middleware", {"global": {"cors": {"maxAge": 1}}}), NO_SCHEMA),
    (change(f"{EXT}/server/customDomain", {"enabled": True}), NO_SCHEMA),
    (change(f"{EXT}/server/authentication", {"securitySchemes": {"a": {"enabled": True}}}), NO_SCHEMA),
    (change("security", [{"nowhere": []}]), NO_SCHEMA),
    (change("paths", {"/a": {"$ref": "./other.json#/paths/a"}}), (400, "Couldn't read body")),
]


@pytest.mark.parametrize(("breaks", "expected"), BREAKS)
def test_validation(world, breaks, expected):
    api = world.oas()
    whole = fetch(world, api)
    broken = copy.deepcopy(whole)
    breaks(broken)
    for method, path in (("POST", "/api/apis/oas"), ("PUT", f"/api/apis/oas/{api}")):
        status, answer = world.call(method, path, broken)
        assert (status, answer["Message"]) == expected
    assert fetch(world, api) == whole


def test_unreadable_bodies(world):
    assert world.call("POST", "/api/apis/oas", b"openapi: 3.0.3\n")[1]["Message"] == "Couldn't read body"
    assert world.call("POST", "/api/apis/oas", b"")[0] == 500


def test_empty_blocks_and_unknown_members_vanish(world):
    body = document()
    body[EXT]["middleware"] = {"global": {"cors": {"enabled": False}, "cache": {"enabled": True, "timeout": 5}}}
    body[EXT]["server"]["authentication"] = {"enabled": False}
    body[EXT]["upstream"]["noSuchMember"] = 1
    body[EXT]["noSuchBlock"] = {}
    stored = fetch(world, world.ok("POST", "/api/apis/oas", body)["ID"])[EXT]
    assert stored["middleware"] == {"global": {"cache": {"enabled": True, "timeout": 5}}}
    assert "authentication" not in stored["server"] and "noSuchBlock" not in stored
    assert stored["upstream"] == {"url": "http://upstream.example"}


@pytest.mark.parametrize("ids", [{"id": "other"}, {"id": None}, {"dbId": 24 * "a"}])
def test_ids_on_put_have_to_fit(world, ids):
    api = world.oas()
    doc = fetch(world, api)
    doc[EXT]["info"] = {name: value for name, value in {**doc[EXT]["info"], **ids}.items() if value is not None}
    status, answer = world.call("PUT", f"/api/apis/oas/{api}", doc)
    assert (status, answer["Message"]) == (400, "Invalid `ID` value")


def test_put_replaces_the_document(world):
    api = world.oas()
    doc = fetch(world, api)
    doc["paths"] = {"/cats": {"get": {"responses": ANSWERS}}}
    world.ok("PUT", f"/api/apis/oas/{api}", doc)
    doc["paths"] = {}
    doc[EXT]["info"] = {"id": api, "name": "Beasts", "state": {"active": False}}
    assert world.ok("PUT", f"/api/apis/oas/{api}", doc)["Message"] == "API updated"
    after = fetch(world, api)
    assert after["paths"] == {} and after[EXT]["info"]["dbId"]
    assert world.ok("GET", "/api/apis")["apis"][0]["api_definition"]["active"] is False


def test_clashes(world):
    world.oas()
    assert world.call("POST", "/api/apis/oas", document("Other", "/pets/"))[1]["Message"] == "Found API with same url"
    body = document("Other")
    body[EXT]["info"]["id"] = world.api()
    assert world.call("POST", "/api/apis/oas", body)[0] == 409
    assert world.call("POST", "/api/apis", wrapper("Pets"))[0] == 403


@pytest.mark.parametrize(("version", "kept"), [("5.13", True), ("5.8.2", False)])
def test_categories_and_owners_live_outside_the_document(version, kept):
    world = World(dashboard_version=version)
    api = world.oas()
    answer = world.ok("PUT", f"/api/apis/oas/{api}/categories", {"categories": ["a", "", "b", "a", " "]})
    assert answer["Message"] == "API categories updated"
    world.ok("PUT", f"/api/apis/{api}/access", {"userIds": ["u"]})
    assert world.ok("GET", f"/api/apis/oas/{api}/categories") == {"categories": ["a", "b"]}
    world.ok("PUT", f"/api/apis/oas/{api}", fetch(world, api))
    assert world.ok("GET", f"/api/apis/oas/{api}/categories") == {"categories": ["a", "b"] if kept else []}
    assert world.ok("GET", f"/api/apis/{api}/access")["userIds"] == (["u"] if kept else [])


def family(world):
    base = world.oas("Base")
    query = f"?base_api_id={base}&base_api_version_name=v1&new_version_name=v2"
    return base, world.oas("Child", query)


def base_of(world, api):
    header = {"authorization": world.token}
    return world.send("GET", f"/api/apis/oas/{api}", headers=header).headers.get("x-tyk-base-api-id")


def test_versions(world):
    base, child = family(world)
    versioning = fetch(world, base)[EXT]["info"]["versioning"]
    assert versioning["versions"] == [{"name": "v2", "id": child}] and versioning["name"] == "v1"
    listed = world.ok("GET", f"/api/apis/oas/{base}/versions")["apis"]
    assert [(entry["id"], entry["versionName"], entry["isDefaultVersion"]) for entry in listed] == [
        (base, "v1", True),
        (child, "v2", False),
    ]
    assert base_of(world, child) == base and base_of(world, base) is None
    assert world.call("GET", f"/api/apis/oas/{child}/versions")[0] == 422
    status, answer = world.call("POST", f"/api/apis/oas?base_api_id={world.oas()}&new_version_name=v", document("Z"))
    assert status == 400 and "version name for the new Base API" in answer["Message"]


def test_a_put_without_the_links_cuts_them(world):
    base, child = family(world)
    doc = fetch(world, base)
    world.ok("PUT", f"/api/apis/oas/{base}", doc)
    assert base_of(world, child) == base
    del doc[EXT]["info"]["versioning"]
    world.ok("PUT", f"/api/apis/oas/{base}", doc)
    assert base_of(world, child) is None


@pytest.mark.parametrize("purge", [True, False])
def test_deleting_a_base(world, purge):
    base, child = family(world)
    world.ok("DELETE", f"/api/apis/oas/{base}" + ("?purge=true" if purge else ""))
    assert world.call("GET", f"/api/apis/oas/{child}")[0] == (400 if purge else 200)
    if not purge:
        assert base_of(world, child) is None


def test_deleting_a_child_takes_it_out_of_the_base(world):
    base, child = family(world)
    world.ok("DELETE", f"/api/apis/oas/{child}")
    assert fetch(world, base)[EXT]["info"]["versioning"]["versions"] == []


def test_patch_keeps_the_extension(world):
    api = world.oas()
    plain = {
        "openapi": "3.0.3",
        "info": {"title": "New", "version": "2"},
        "paths": {"/a": {"get": {"responses": ANSWERS}}},
    }
    status, answer = world.call("PATCH", f"/api/apis/oas/{api}", {**plain, EXT: {}})
    assert (status, answer["Message"]) == (400, "The import payload should not contain x-tyk-api-gateway")
    world.ok("PATCH", f"/api/apis/oas/{api}?listenPath=/new/&allowList=true", plain)
    doc = fetch(world, api)
    assert doc[EXT]["server"]["listenPath"]["value"] == "/new/" and doc[EXT]["info"]["name"] == "Pets"
    assert doc[EXT]["middleware"]["operations"] == {"aGET": {"allow": {"enabled": True}}}


def test_import_export_and_dry_run(world):
    plain = {"openapi": "3.0.3", "info": {"title": "Imported", "version": "2"}, "paths": {}}
    status, answer = world.call("POST", "/api/apis/oas/import", plain)
    assert (status, answer["Message"]) == (400, "servers object is empty in OAS")
    assert world.call("POST", "/api/apis/oas/import", document())[0] == 400
    target = "?upstreamURL=http://up.example&listenPath=/imported/"
    assert EXT in world.ok("POST", f"/api/apis/oas/dry-run{target}", plain)
    api = world.ok("POST", f"/api/apis/oas/import{target}", plain)["ID"]
    response = world.send("GET", f"/api/apis/oas/{api}/export?mode=public", headers={"authorization": world.token})
    assert response.headers["content-type"] == "application/octet-stream"
    assert EXT not in json.loads(response.body)
    assert world.ok("GET", f"/api/apis/oas/{api}/export") == fetch(world, api)


def test_templates(world):
    data = {EXT: {"middleware": {"global": {"cache": {"enabled": True, "timeout": 5}}}}}
    world.ok("POST", "/api/assets", {"id": "t", "kind": "oas-template", "name": "t", "data": data})
    doc = fetch(world, world.oas(query="?templateID=t"))
    assert doc[EXT]["middleware"]["global"]["cache"]["timeout"] == 5
    _user, token = world.make_user("some@acme.example", {"apis": "write"}, world.org)
    status, answer = world.call("POST", "/api/apis/oas?templateID=t", document("Z"), token)
    assert (status, answer["Message"]) == (403, "The user does not have the rights to apply templates")


def test_streams_have_a_media_type_of_their_own(world):
    body = {**document("Stream"), "x-tyk-streaming": {"streams": {}}}
    kind = {"content-type": "application/vnd.tyk.streams.oas"}
    assert world.call("POST", "/api/apis/streams", body)[0] == 400
    api = world.call("POST", "/api/apis/streams", body, headers=kind)[1]["ID"]
    assert world.ok("GET", "/api/apis")["apis"][0]["is_streams"] is True
    assert world.call("GET", f"/api/apis/streams/{api}")[0] == 400
    status, doc = world.call("GET", f"/api/apis/streams/{api}", headers={"accept": kind["content-type"]})
    assert status == 200
    assert world.call("PUT", f"/api/apis/streams/{api}", doc, headers=kind)[0] == 200
    assert world.call("DELETE", f"/api/apis/streams/{api}")[0] == 200


def test_mcp_proxies_are_a_list_of_their_own(world):
    answer = world.ok("POST", "/api/mcps", document("Proxy"))
    assert answer["Message"] == "MCP Proxy definition created"
    api = answer["ID"]
    assert world.ok("GET", "/api/apis")["apis"] == [] and len(world.ok("GET", "/api/mcps")["mcps"]) == 1
    assert world.call("GET", f"/api/apis/{api}")[0] == 400
    doc = world.ok("GET", f"/api/mcps/{api}")
    assert world.ok("PUT", f"/api/mcps/{api}", doc)["Message"] == "MCP Proxy definition updated"
    assert world.ok("DELETE", f"/api/mcps/{api}")["Message"] == "MCP Proxy definition deleted"


def test_schemas_are_served(world):
    answer = world.ok("GET", "/api/schemas/apidefs")
    assert answer["status"] == "Success" and "proxy" in answer["schemas"]["classic"]["properties"]
    assert world.ok("GET", "/api/schemas/apidefs/oas")["schema"]["required"]
    assert world.call("GET", "/api/schema?oasVersion=9")[0] == 500
