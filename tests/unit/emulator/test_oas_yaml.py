# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OpenAPI documents in YAML, and the addresses under which an OAS API can be called."""

from __future__ import annotations

import json

import pytest
import yaml
from emulator_world import World, document

EXT = "x-tyk-api-gateway"
YAML = "application/x-yaml"
PLAIN = """
openapi: 3.0.3
info: {title: Pets, version: 2020-01-31}
servers: [{url: "http://up.example"}]
paths:
  /pets:
    get:
      operationId: list
      responses:
        200: {description: Ok}
        default: {description: yes it is}
"""


def send(world, method, target, text, content_type=YAML):
    response = world.send(method, target, text.encode(), {"authorization": world.token, "content-type": content_type})
    return response.status, json.loads(response.body)


def test_a_document_can_be_yaml(world):
    status, answer = send(world, "POST", "/api/apis/oas", yaml.safe_dump(document()))
    assert status == 200
    path = f"/api/apis/oas/{answer['ID']}"
    stored = world.ok("GET", path)
    assert send(world, "PUT", path, yaml.safe_dump(stored), f"{YAML}; charset=utf-8")[0] == 200
    assert world.ok("GET", path) == stored
    response = world.send("GET", path, headers={"authorization": world.token, "accept": YAML})
    assert response.headers["content-type"] == YAML and yaml.safe_load(response.body) == stored


def test_what_json_has_not_becomes_text(world):
    """Names are text, and so are dates."""
    api = send(world, "POST", "/api/apis/oas/import?listenPath=/pets/", PLAIN)[1]["ID"]
    stored = world.ok("GET", f"/api/apis/oas/{api}")
    assert stored["info"]["version"] == "2020-01-31"
    assert set(stored["paths"]["/pets"]["get"]["responses"]) == {"200", "default"}
    changed = PLAIN.replace("title: Pets", "title: Toys")
    assert send(world, "PATCH", f"/api/apis/oas/{api}", changed)[0] == 200
    assert world.ok("GET", f"/api/apis/oas/{api}")["info"]["title"] == "Toys"


@pytest.mark.parametrize(
    "text", ["a: [", "- a", "text", "a: !!binary aGk=", "a: !!python/object:os.system {}", "a: .nan"]
)
def test_what_is_no_document(world, text):
    status, answer = send(world, "POST", "/api/apis/oas", text)
    assert (status, answer["Message"]) == (400, "Couldn't read body")


def test_yaml_has_to_be_announced_and_known(world):
    text = yaml.safe_dump(document())
    assert send(world, "POST", "/api/apis/oas", text, "application/json")[0] == 400
    assert send(World(dashboard_version="5.7"), "POST", "/api/apis/oas", text)[0] == 400
    # JSON is YAML.
    assert send(world, "POST", "/api/apis/oas", json.dumps(document()))[0] == 200


PART = {"protocol": "http", "domain": "tyk-gateway", "port": 8080, "endpoint_path": ""}
PART |= {"query_parameters": [], "headers": [], "listen_path": "pets", "url": "http://tyk-gateway:8080/pets"}


def urls(world, api):
    answer = world.ok("GET", f"/api/apis/oas/{api}/urls")
    assert answer["api_id"] == api
    return answer["urls"]


def test_addresses_are_taken_apart(world):
    assert urls(world, world.oas()) == [PART]
    named = World(gateway_url="https://api.example")
    (one,) = urls(named, named.oas("Toys"))
    assert (one["protocol"], one["domain"], one["port"]) == ("https", "api.example", None)
    assert one["url"] == "https://api.example/toys"
    doc = document("Own")
    doc[EXT]["server"]["customDomain"] = {"enabled": True, "name": "own.example"}
    (own,) = urls(named, named.ok("POST", "/api/apis/oas", doc)["ID"])
    assert (own["domain"], own["url"]) == ("own.example", "https://own.example/own")


@pytest.mark.parametrize(
    ("location", "first"),
    [
        ("header", {"headers": [{"name": "x-api-version", "value": "v1"}]}),
        ("url-param", {"query_parameters": [{"name": "x-api-version", "value": "v1"}]}),
        ("url", {"endpoint_path": "v1"}),
    ],
)
def test_versions_are_told_in_three_ways(world, location, first):
    base = world.oas()
    child = world.oas("Kittens", f"?base_api_id={base}&base_api_version_name=v1&new_version_name=v2")
    doc = world.ok("GET", f"/api/apis/oas/{base}")
    doc[EXT]["info"]["versioning"]["location"] = location
    world.ok("PUT", f"/api/apis/oas/{base}", doc)
    tails = {"header": "", "url-param": "?x-api-version=v1", "url": "/v1"}
    as_version = {**PART, **first, "url": PART["url"] + tails[location]}
    # By path the base answers without a version too.
    assert urls(world, base) == [as_version, *([PART] if location == "url" else [])]
    version, own = urls(world, child)
    assert version == json.loads(json.dumps(as_version).replace("v1", "v2"))
    assert own == json.loads(json.dumps(PART).replace("pets", "kittens"))


@pytest.mark.parametrize(
    ("path", "shown", "variables"),
    [
        ("/a/{kind:x|y}/", "/a/{kind}", {"kind": {"default": "pathParam1"}}),
        ("/{v}/b/{w:[0-9]+}", "/{v}/b/{w}", {"v": {"default": "pathParam1"}, "w": {"default": "pathParam2"}}),
    ],
)
def test_expressions_in_a_listen_path_are_variables_of_the_server(world, path, shown, variables):
    """So that what is read can be sent again: an address with a variable that is not declared is refused."""
    doc = document("Any", path)
    api = world.ok("POST", "/api/apis/oas", doc)["ID"]
    read = world.ok("GET", f"/api/apis/oas/{api}/export")
    assert read["servers"] == [{"url": f"http://tyk-gateway:8080{shown}", "variables": variables}]
    for _time in range(2):
        world.ok("PUT", f"/api/apis/oas/{api}", read)
        assert world.ok("GET", f"/api/apis/oas/{api}")["servers"] == read["servers"]
    read[EXT]["server"]["listenPath"]["value"] = "/plain/"
    world.ok("PUT", f"/api/apis/oas/{api}", read)
    assert world.ok("GET", f"/api/apis/oas/{api}")["servers"] == [{"url": "http://tyk-gateway:8080/plain"}]
    read["servers"] = [{"url": f"http://tyk-gateway:8080{shown}"}]
    assert world.call("PUT", f"/api/apis/oas/{api}", read)[0] == 500


@pytest.mark.parametrize("path", ["/a/{b", "/a/{}", "/a/{b}/{b}"])
def test_expressions_that_make_no_variable(world, path):
    assert world.call("POST", "/api/apis/oas", document("Any", path))[0] == 500
