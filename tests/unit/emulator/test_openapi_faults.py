# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which documents a Gateway refuses, and what it says: each rule with two faults of its kind at least."""

from __future__ import annotations

import copy

import pytest
from gateway_world import BACKENDS, Emulated, Gate, document

EXT = "x-tyk-api-gateway"
DROP = object()
REF = "Must validate one and only one schema (oneOf)"
NO_BODY = ("request malformed",)
PATH = "paths./pets.get"
PLACE = "components.securitySchemes.k.in"
LEAST = "{}.upstream.tlsTransport.minVersion"
KEY = {"type": "apiKey", "in": "header", "name": "K"}


@pytest.fixture(params=BACKENDS)
def gate(request):
    gate = Gate(request.param)
    yield gate
    gate.clean()


def changed(doc, path, value):
    """The document with another value under a path of names; `;` stands between them."""
    doc = copy.deepcopy(doc)
    *parents, name = path.split(";")
    place = doc
    for parent in parents:
        place = place.setdefault(parent, {})
    if value is DROP:
        del place[name]
    else:
        place[name] = value
    return doc


def schema(**members):
    return "components;schemas;a", members


def operation(**members):
    return "paths;/pets;get", {"operationId": "getPets", "responses": {"200": {"description": "ok"}}, **members}


# What is changed, and the lines of the refusal.
DOCUMENTS = [
    (("paths", 5), NO_BODY),
    (("tags", "x"), NO_BODY),
    (("servers", [5]), NO_BODY),
    (("components", "x"), NO_BODY),
    (
        ("paths;/pets;get", {"$ref": "./other.json#/b"}),
        (
            "paths./pets.get.responses: Invalid type. Expected: object, given: null",
            f"{PATH}: Additional property $ref is not allowed",
        ),
    ),
    (schema(**{"$ref": "./other.json#/b"}), NO_BODY),
    (schema(properties={"b": {"$ref": "#/components/schemas/nothing"}}), NO_BODY),
    (schema(items={"$ref": "#/paths"}), NO_BODY),
    (("openapi", "2.0"), ('Schema not found for version "2.0"',)),
    (("openapi", "4.0.0"), ('Schema not found for version "4.0.0"',)),
    (("info;version", DROP), ("invalid info: value of version must be a non-empty string",)),
    (("info;title", ""), ("invalid info: value of title must be a non-empty string",)),
    (("paths", DROP), ("paths: Invalid type. Expected: object, given: null",)),
    (("paths;pets", {}), ("paths: Additional property pets is not allowed",)),
    (("paths;/pets;get;responses", DROP), (f"{PATH}.responses: Invalid type. Expected: object, given: null",)),
    (("foo", 1), ("(root): Additional property foo is not allowed",)),
    (("swagger", "2.0"), ("(root): Additional property swagger is not allowed",)),
    (
        ("paths;/pets;put", operation()[1]),
        ('invalid paths: operations "GET /pets" and "PUT /pets" have the same operation id "getPets"',),
    ),
    (
        ("paths;/pets/{id};get", {"responses": {"200": {"description": "ok"}}}),
        ("invalid paths: operation GET /pets/{id} must define exactly all path parameters (missing: [id])",),
    ),
    (
        ("paths;/{a}/b;put", {"responses": {"200": {"description": "ok"}}}),
        ("invalid paths: operation PUT /{a}/b must define exactly all path parameters (missing: [a])",),
    ),
    (
        schema(type="array"),
        ("invalid components: schema \"a\": when schema type is 'array', schema 'items' must be non-null",),
    ),
    (
        schema(type="object", properties={"b": {"type": "array"}}),
        ("invalid components: schema \"a\": when schema type is 'array', schema 'items' must be non-null",),
    ),
    (
        schema(type="string", pattern="("),
        (f"components.schemas.a: {REF}", "components.schemas.a.pattern: Does not match format 'regex'"),
    ),
    (
        schema(type="string", pattern="(?=a)b"),
        (f"components.schemas.a: {REF}", "components.schemas.a.pattern: Does not match format 'regex'"),
    ),
    (("security", [{"k": []}]), ("No components or security schemes present in OAS",)),
    (
        operation(parameters=[{"name": "a", "in": "path", "required": True, "schema": {}}]),
        ("invalid paths: operation GET /pets must define exactly all path parameters (missing: [a])",),
    ),
    (("servers", [{"url": "http://{host}/"}]), ("invalid servers: server has undeclared variables",)),
    (("servers", [{"url": ""}]), ("invalid servers: value of url must be a non-empty string",)),
    (("tags", [{"name": "a"}, {"name": "a"}]), ("tags: array items[0,1] must be unique",)),
    (
        ("components;securitySchemes;k", {**KEY, "in": "body"}),
        (
            f"components.securitySchemes.k: {REF}",
            f"components.securitySchemes.k: {REF}",
            f'{PLACE}: {PLACE} must be one of the following: "header", "query", "cookie"',
        ),
    ),
]


@pytest.mark.parametrize(
    ("change", "lines"), DOCUMENTS, ids=[f"{change[0]} {lines[0][:30]}" for change, lines in DOCUMENTS]
)
def test_openapi(gate, change, lines):
    status, message = gate.refused("POST", "/tyk/apis/oas", changed(document(gate.org, gate.org), *change))
    assert (status, sorted(message.split("\n"))) == (400, sorted(lines))


TYPE = "Invalid type. Expected: {}, given: {}".format
EXTENSIONS = [
    ("info", DROP, ("{}: info is required",)),
    ("server", DROP, ("{}: server is required",)),
    ("info;name", "  ", ("{}.info.name: Does not match pattern '\\S+'",)),
    ("server;listenPath;value", "", ("{}.server.listenPath.value: Does not match pattern '\\S+'",)),
    ("info;state;active", "yes", ("{}.info.state.active: " + TYPE("boolean", "string"),)),
    ("server;listenPath;strip", "yes", ("{}.server.listenPath.strip: " + TYPE("boolean", "string"),)),
    ("middleware", None, ("{}.middleware: " + TYPE("object", "null"),)),
    ("upstream;proxy", [], ("{}.upstream.proxy: " + TYPE("object", "array"),)),
    ("upstream", {}, ("{}.upstream: Must validate at least one schema (anyOf)", "{}.upstream: url is required")),
    (
        "upstream;rateLimit",
        {"enabled": True, "rate": 1, "per": "1 day"},
        ("{}.upstream.rateLimit.per: Does not match pattern '^(\\d+h)?(\\d+m)?(\\d+s)?$'",),
    ),
    (
        "upstream;rateLimit",
        {"enabled": True, "rate": "10", "per": "1s"},
        ("{}.upstream.rateLimit.rate: " + TYPE("number", "string"),),
    ),
    ("server;port", 70000, ("{}.server.port: Must be less than or equal to 65535",)),
    (
        "upstream;tlsTransport",
        {"minVersion": "2"},
        (f'{LEAST}: {LEAST} must be one of the following: "1.0", "1.1", "1.2", "1.3"',),
    ),
    (
        "server;gatewayTags",
        {"enabled": True, "tags": ["a", "a"]},
        ("{}.server.gatewayTags.tags: array items[0,1] must be unique",),
    ),
    (
        "upstream;authentication",
        {
            "enabled": True,
            "oauth": {
                "enabled": True,
                "allowedAuthorizeTypes": ["clientCredentials"],
                "clientCredentials": {"clientId": "a", "clientSecret": "b", "tokenUrl": "http://t", "header": None},
            },
        },
        ("{}.upstream.authentication.oauth.clientCredentials.header: " + TYPE("object", "null"),),
    ),
]


@pytest.mark.parametrize(("path", "value", "lines"), EXTENSIONS)
def test_the_extension(gate, path, value, lines):
    status, message = gate.refused(
        "POST", "/tyk/apis/oas", changed(document(gate.org, gate.org), f"{EXT};{path}", value)
    )
    assert (status, sorted(message.split("\n"))) == (400, sorted(line.replace("{}", EXT) for line in lines))


ACCEPTED = [
    (f"{EXT};server;ipAccessControl", {"allow": ["1.2.3.4"]}),
    (f"{EXT};server;noSuchBlock", {"enabled": 5}),
    (f"{EXT};upstream;url", ""),
    (f"{EXT};middleware", {"operations": {"nowhere": {"allow": {"enabled": True}}}}),
    (f"{EXT};server;authentication", {"enabled": True, "securitySchemes": {"k": {"enabled": True}}}),
    ("x-own", {"any": [1]}),
    ("servers", None),
    ("components;schemas;a", {"type": "string", "default": 5, "example": []}),
    ("paths", {}),
]


@pytest.mark.parametrize(("path", "value"), ACCEPTED)
def test_what_is_taken(gate, path, value):
    gate.ok("POST", "/tyk/apis/oas", changed(document(gate.org, f"{gate.org}a"), path, value))


@pytest.mark.parametrize(("path", "value"), [("upstream", DROP), ("info;state;active", "yes")])
def test_the_extension_of_a_document_of_3_1_is_not_looked_at(gate, path, value):
    doc = {**document(gate.org, f"{gate.org}n"), "openapi": "3.1.0"}
    gate.ok("POST", "/tyk/apis/oas", changed(doc, f"{EXT};{path}", value))


@pytest.mark.parametrize("missing", ["a", "b"])
def test_a_requirement_needs_its_scheme(gate, missing):
    doc = {**document(gate.org, gate.org), "security": [{missing: []}], "components": {"securitySchemes": {"k": KEY}}}
    link = "https://swagger.io/specification/#security-requirement-object"
    text = (
        f"Missing required Security Scheme '{missing}' in Components.SecuritySchemes. For more information please visit"
    )
    assert gate.refused("POST", "/tyk/apis/oas", doc) == (400, f"{text} {link}")


# Version, what is changed, the message or nothing.
VERSIONS = [
    ("5.8.9", ("openapi", "3.1.0"), 'Schema not found for version "3.1.0"'),
    ("5.12.0", ("openapi", "3.1.0"), None),
    ("5.8.9", ("info", DROP), "(root): info is required"),
    ("5.14.0", ("info", DROP), "info: Invalid type. Expected: object, given: null"),
    (
        "5.8.9",
        (f"{EXT};info;versioning", {"location": "url"}),
        "\n".join(f"{EXT}.info.versioning: {name} is required" for name in ("enabled", "key", "versions")),
    ),
    ("5.14.0", (f"{EXT};info;versioning", {"location": "url"}), None),
    (
        "5.13.0",
        (f"{EXT};middleware;operations;getPets;enforceTimeout", {"enabled": True}),
        f"{EXT}.middleware.operations.getPets.enforceTimeout: value is required",
    ),
    ("5.14.0", (f"{EXT};middleware;operations;getPets;enforceTimeout", {"enabled": True}), None),
    ("5.6.0", (f"{EXT};server;noSuchBlock", {}), f"{EXT}.server: Additional property noSuchBlock is not allowed"),
    ("5.7.0", (f"{EXT};server;noSuchBlock", {}), None),
]


@pytest.mark.parametrize(("version", "change", "message"), VERSIONS)
def test_versions(version, change, message):
    gate = Gate("emulated")
    gate.backend = Emulated(gateway_version=version)
    status, answer = gate.call("POST", "/tyk/apis/oas", changed(document("o", "a"), *change))
    assert (status, answer.get("message")) == ((400, message) if message else (200, None))


def test_the_gateway_panics():
    gate = Gate("emulated")
    for extension in ([], "x", 5):
        body = {**document("o", "a"), EXT: extension}
        answer = gate.backend.send("POST", "/tyk/apis/oas", body)
        assert answer[0] != 200 or answer[1] in ("", None)


def test_the_dashboard_uses_the_same_schemas(world):
    body = document("o", "x")
    del body[EXT]["info"]["id"], body[EXT]["info"]["orgId"]
    for change, _lines in DOCUMENTS:
        status, answer = world.call("POST", "/api/apis/oas", changed(body, *change))
        assert (status, answer["Message"]) in ((500, "Error while validating schema"), (400, "Couldn't read body")), (
            change
        )
    for path, value, _lines in EXTENSIONS:
        assert world.call("POST", "/api/apis/oas", changed(body, f"{EXT};{path}", value))[0] == 500, path
    for number, (path, value) in enumerate(ACCEPTED):
        own = changed(body, f"{EXT};server;listenPath;value", f"/a{number}/")
        world.ok("POST", "/api/apis/oas", changed(own, path, value))
