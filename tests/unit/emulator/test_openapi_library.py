# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the libraries of three lines of Tyk say of documents: the verdicts were asked from the libraries themselves."""

from __future__ import annotations

import pytest
from gateway_world import Emulated, Gate, document

from tyk_emulator.oas.expressions import regex_fault

NO_BODY = "request malformed"
OLD, MIDDLE, NEW = LINES = ("5.8.9", "5.10.0", "5.14.0")
REF = "#/components/schemas/thing"
BESIDE = {"$ref": REF, "description": "of this one"}
THING = {"type": "object"}
OK = {"200": {"description": "ok"}}
EXTRA = "extra sibling fields: [{}]".format
GET = "invalid paths: invalid path /a: invalid operation GET: {}".format
SCHEMA = 'invalid components: schema "other": {}'.format
NO_ITEMS = "when schema type is 'array', schema 'items' must be non-null"


def same(message):
    return dict.fromkeys(LINES, message)


def schema(**members):
    return {"components": {"schemas": {"thing": THING, "other": members}}}


def operation(path=None, **members):
    """A path with an operation."""
    return {
        "paths": {"/a": {**(path or {}), "get": {"responses": OK, **members}}},
        "components": {"schemas": {"thing": THING}},
    }


def answers(**responses):
    return operation(responses={**OK, **responses})


def new(members):
    return {"openapi": "3.1.0", **members}


JSON = "application/json"
HEADER = {"description": "ok", "headers": {"X-A": {"content": {JSON: {"schema": {"$ref": REF}}}}}}
TWICE = 2 * [{"name": "a", "in": "query", "schema": THING}]
# What is special about a document, and what each line says of it; nothing if it takes it.
RULES = {
    # what stands beside a reference counts where the reference itself is looked at
    "component": (schema(**BESIDE), same(SCHEMA(EXTRA("description")))),
    "component of 3.1": (new(schema(**BESIDE)), {NEW: ""}),
    "property": (schema(properties={"a": BESIDE}), same("")),
    "items": (schema(type="array", items=BESIDE), same("")),
    "each of": (schema(allOf=[BESIDE], oneOf=[BESIDE], anyOf=[BESIDE]), same("")),
    "content": (
        answers(**{"201": {"description": "ok", "content": {JSON: {"schema": BESIDE}}}}),
        same(GET(EXTRA("description"))),
    ),
    "content of 3.1": (
        new(answers(**{"201": {"description": "ok", "content": {JSON: {"schema": BESIDE}}}})),
        {NEW: ""},
    ),
    "parameter": (
        operation(parameters=[{"name": "a", "in": "query", "schema": BESIDE}]),
        same(GET('parameter "a" schema is invalid: ' + EXTRA("description"))),
    ),
    "response of 3.1": (
        {
            **new(answers(**{"400": {"$ref": "#/components/responses/no", "summary": "x"}})),
            "components": {"responses": {"no": OK["200"]}},
        },
        {NEW: GET(EXTRA("summary"))},
    ),
    "extension beside a reference": (
        {
            **answers(**{"400": {"$ref": "#/components/responses/no", "x-a": 1}}),
            "components": {"responses": {"no": OK["200"]}},
        },
        {OLD: GET(EXTRA("x-a")), MIDDLE: "", NEW: ""},
    ),
    # where references are not followed
    "webhook": (
        new(
            {
                "webhooks": {
                    "w": {"post": {"responses": OK, "requestBody": {"content": {JSON: {"schema": {"$ref": REF}}}}}}
                }
            }
        ),
        {NEW: f'invalid webhooks: webhook "w": invalid operation POST: found unresolved ref: "{REF}"'},
    ),
    "webhook without references": (new({"webhooks": {"w": {"post": {"responses": OK}}}}), {NEW: ""}),
    "webhook elsewhere": (new({"webhooks": {"w": {"$ref": "#/components/pathItems/w"}}}), {NEW: ""}),
    "link": (
        {"components": {"links": {"a": {"operationId": "x"}, "b": {"$ref": "#/components/links/a"}}}},
        same('invalid components: link "b": found unresolved ref: "#/components/links/a"'),
    ),
    "content of a header": (
        answers(**{"201": HEADER}),
        same(GET(f'header content is invalid: found unresolved ref: "{REF}"')),
    ),
    "path elsewhere, with a word beside it": (
        {"paths": {"/a": {"$ref": "./paths.yaml#/a", "summary": "in another file"}}},
        same(""),
    ),
    "path elsewhere": ({"paths": {"/a": {"$ref": "./paths.yaml#/a"}}}, same(NO_BODY)),
    "a circle of references": (
        {"components": {"schemas": {"a": {"$ref": "#/components/schemas/b"}, "b": {"$ref": "#/components/schemas/a"}}}},
        {
            OLD: NO_BODY,
            MIDDLE: 'invalid components: schema "a": found unresolved ref: "#/components/schemas/b"',
            NEW: 'invalid components: schema "a": found unresolved ref: "#/components/schemas/b"',
        },
    ),
    "a schema within itself": (schema(properties={"a": {"$ref": "#/components/schemas/other"}}), same("")),
    # what 3.1 has, or does not
    "nothing as a type": (new(schema(type=["string", "null"])), {NEW: ""}),
    "an array of anything": (new(schema(type=["array", "null"])), {NEW: SCHEMA(NO_ITEMS)}),
    "words of JSON Schema": (new(schema(**{"if": THING, "$id": "a"})), {NEW: SCHEMA(EXTRA("$id if"))}),
    "its own dialect": (new({"jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base"}), {NEW: ""}),
    "paths among the components": (
        new({"components": {"pathItems": {"w": {"get": {"responses": OK}}}}}),
        {NEW: "invalid components: " + EXTRA("pathItems")},
    ),
    "an explanation of the licence": (
        new({"info": {"title": "a", "version": "1", "license": {"name": "x", "identifier": "MIT"}}}),
        {NEW: ""},
    ),
    "several types in 3.0": (
        schema(type=["string"]),
        {
            OLD: NO_BODY,
            MIDDLE: "components.schemas.other.type: Invalid type. Expected: string, given: array",
            NEW: "",  # what is judged is what the library made of it
        },
    ),
    # extensions
    "extension among responses": (answers(**{"x-a": "text"}), {OLD: NO_BODY, MIDDLE: "", NEW: ""}),
    "extension among paths": (
        {"paths": {"x-a": {}}},
        {OLD: 'invalid paths: path "x-a" does not start with a forward slash (/)', MIDDLE: "", NEW: ""},
    ),
    # the rest
    "parameters of a path twice": (
        operation({"parameters": TWICE[:1] + [{**TWICE[0], "description": "again"}]}),
        {
            OLD: "",
            MIDDLE: 'invalid paths: invalid path /a: more than one "query" parameter has name "a"',
            NEW: 'invalid paths: invalid path /a: more than one "query" parameter has name "a"',
        },
    ),
    "no content": (
        answers(**{"201": {"description": "ok", "content": {JSON: None}}}),
        {NEW: ""},
    ),
    "what is repeated too often": (
        schema(type="string", pattern="^a{1,1001}$"),
        same("components.schemas.other.pattern: Does not match format 'regex'"),
    ),
    "the same in 3.1": (
        new(schema(type="string", pattern="^a{1,1001}$")),
        {NEW: SCHEMA("error parsing regexp: invalid repeat count: `{1,1001}`")},
    ),
    "a character by its number": (
        schema(type="string", pattern="^\\u20ac$"),
        {
            OLD: "components.schemas.other.pattern: Does not match format 'regex'",
            "5.8.14": "",
            MIDDLE: "components.schemas.other.pattern: Does not match format 'regex'",
            NEW: "",
        },
    ),
    "components before paths": (
        {**operation(parameters=[{"name": "a", "in": "query", "schema": BESIDE}]), **schema(**BESIDE)},
        same(SCHEMA(EXTRA("description"))),
    ),
    "paths before servers": (
        {**answers(**{"201": HEADER}), "servers": [{"url": "http://{a}/"}]},
        same(GET(f'header content is invalid: found unresolved ref: "{REF}"')),
    ),
}


def built(org, special):
    base = document(org, org)
    base["components"] = {"schemas": {"thing": THING}}
    return {**base, "paths": {}, **special}


@pytest.mark.parametrize(
    ("version", "special", "message"),
    [(version, special, text) for special, texts in RULES.values() for version, text in texts.items()],
    ids=[f"{name}, {version}" for name, (_special, texts) in RULES.items() for version in texts],
)
def test_what_the_library_says(version, special, message):
    gate = Gate("emulated")
    gate.backend = Emulated(gateway_version=version)
    status, answer = gate.call("POST", "/tyk/apis/oas", built(gate.org, special))
    told = answer["message"] if status != 200 else ""
    assert (status, told.split("\n")[-1]) == (400 if message else 200, message)


def test_a_document_of_3_1_needs_paths():
    gate = Gate("emulated")
    body = built(gate.org, new({"webhooks": {"w": {"post": {"responses": OK}}}}))
    del body["paths"]
    assert gate.refused("POST", "/tyk/apis/oas", body) == (400, "invalid paths: must be an object")


def test_a_character_in_a_pattern_is_shown_as_json_schema_has_it():
    gate = Gate("emulated")
    gate.ok("POST", "/tyk/apis/oas", built(gate.org, schema(type="string", pattern="^\\u20ac\\x{0041}\\d$")))
    gate.reload()
    shown = gate.ok("GET", f"/tyk/apis/oas/{gate.org}")
    assert shown["components"]["schemas"]["other"]["pattern"] == "^\\u20ac\\u0041\\d$"


# Expressions of other engines, and what Go says.
EXPRESSIONS = [
    (r"^(?i)a$", ""),
    (r"(?<name>a)(?P<n>b)(?U)(?-i)c", ""),
    (r"[]a][[:alpha:]\d\p{L}-]", ""),
    (r"\Qa.(\E\x41\x{20AC}\07\_\/", ""),
    (r"a{,5}{x", ""),
    (r"(?=a)b", "invalid or unsupported Perl syntax: `(?=`"),
    (r"(?<!a)b", "invalid named capture: `(?<!a)b`"),
    (r"(?>a)", "invalid or unsupported Perl syntax: `(?>`"),
    (r"(?i", "invalid or unsupported Perl syntax: `(?i`"),
    (r"(?P<a b>c)", "invalid named capture: `(?P<a b>`"),
    (r"(a)\1", r"invalid escape sequence: `\1`"),
    (r"\u0041", r"invalid escape sequence: `\u`"),
    (r"[\b]", r"invalid escape sequence: `\b`"),
    (r"\C", r"invalid escape sequence: `\C`"),
    (r"\x{110000}", r"invalid escape sequence: `\x{110000`"),
    ("a\\", "trailing backslash at end of expression: ``"),
    (r"a++", "invalid nested repetition operator: `++`"),
    (r"a{2}*?", "invalid nested repetition operator: `{2}*?`"),
    (r"*a", "missing argument to repetition operator: `*`"),
    (r"(|*a)", "missing argument to repetition operator: `*`"),
    (r"a{1001}", "invalid repeat count: `{1001}`"),
    (r"a{3,2}", "invalid repeat count: `{3,2}`"),
    (r"(?:a{100}){11}", "invalid repeat count: `{11}`"),
    (r"[a", "missing closing ]: `[a`"),
    (r"[z-a]", "invalid character class range: `z-a`"),
    (r"[[:nix:]]", "invalid character class range: `[:nix:]`"),
    (r"\p{Nix}", r"invalid character class range: `\p{Nix}`"),
    (r"\pX", r"invalid character class range: `\pX`"),
    (r"(a", "missing closing ): `(a`"),
    (r"a)b", "unexpected ): `a)b`"),
]


@pytest.mark.parametrize(("expression", "fault"), EXPRESSIONS)
def test_expressions(expression, fault):
    assert regex_fault(expression) == fault
