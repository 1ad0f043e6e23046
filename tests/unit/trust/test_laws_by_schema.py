# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The laws of test_laws.py for APIs with the fields that Tyk knows.

The fields are those of our own table, tests/unit/corpus/fields.yml, and once more those of Tyk's own JSON Schemas where
these are at hand.
"""

from __future__ import annotations

import json
import pathlib

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from samples import ours
from trust_laws import EXAMPLES, LAW, MAPS, SMALL, WORDS, hold, plain
from trust_world import ENTRY, build

from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import CLASSIC as CLASSIC_API
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import OAS as OAS_API

SPECS = pathlib.Path(__file__).resolve().parents[4] / "shared" / "specs"
CLASSIC, GATEWAY = SPECS / "classic-api-schema.json", SPECS / "x-tyk-api-gateway.json"
needs_schemas = pytest.mark.skipif(
    not (CLASSIC.is_file() and GATEWAY.is_file()), reason="Tyk's JSON Schemas are not at hand (../shared/specs)"
)
# Identity, what Tyk derives, what has tests of its own, and what holds ids of objects that are not there.
NOT_FREE = {
    *("id", "api_id", "org_id", "name", "slug", "proxy", "version_data", "is_oas", "is_site", "active", "definition"),
    *("hook_references", "event_handlers", "jwt_default_policies", "jwt_scope_to_policy_mapping", "scopes", "domain"),
    *("auth_provider", "session_provider", "openid_options", "listen_port", "protocol", "expiration", "certificates"),
    *(
        "client_certificates",
        "upstream_certificates",
        "pinned_public_keys",
        "uptime_tests",
        "base_identity_provided_by",
    ),
    *("auth", "auth_configs"),
    "analytics_plugin",  # whose switch has another name in the schema than in Tyk
}
DEEP = 3
FORMATS = {"uri": "http://a.example/", "date-time": "2030-01-31T00:00:00Z"}
LATER = {"code", "pluginHash", "pluginId"}  # of versions after those that the emulator knows


def shaped(schema, known, depth=0):
    """A strategy for what a schema allows; at some depth only for what it demands."""
    if schema.get("any"):
        return MAPS
    if "$ref" in schema:
        return shaped(known[schema["$ref"].rpartition("/")[2]], known, depth)
    if schema.get("enum"):
        return st.sampled_from(schema["enum"])
    kinds = schema.get("type", "object" if "properties" in schema else "string")
    kind = next(name for name in ([kinds] if isinstance(kinds, str) else kinds) if name != "null")
    if kind == "object":
        return _object(schema, known, depth)
    if kind == "array":
        items = schema.get("items")
        if not items:
            return st.just([])  # of what, the schema does not say, and Tyk is strict about it
        inner = shaped(items[0] if isinstance(items, list) else items, known, depth + 1)
        return st.lists(inner, min_size=schema.get("minItems", 0), max_size=2)
    if kind == "boolean":
        return st.booleans()
    if kind in ("integer", "number"):
        least = schema.get("minimum", 0)
        return st.integers(least, least + 10**6) if kind == "integer" else SMALL
    if schema.get("pattern"):
        return st.from_regex(schema["pattern"], fullmatch=True).filter(lambda text: text.isprintable())
    return st.just(FORMATS[schema["format"]]) if schema.get("format") in FORMATS else WORDS


def _object(schema, known, depth):
    if "properties" not in schema:
        inner = schema.get("additionalProperties")
        value = shaped(inner, known, depth + 1) if isinstance(inner, dict) and inner else WORDS
        return st.dictionaries(st.text("abc", min_size=1, max_size=3), value, max_size=2)
    demanded = {*schema.get("required", ()), *next((each.get("required", ()) for each in schema.get("anyOf", ())), ())}
    properties = {name: below for name, below in schema["properties"].items() if name not in LATER}
    fields = {name: shaped(below, known, depth + 1) for name, below in properties.items() if depth < DEEP}
    needed = {name: shaped(below, known, depth + 1) for name, below in properties.items() if name in demanded}
    optional = {name: inner for name, inner in fields.items() if name not in needed}
    return st.fixed_dictionaries(needed, optional=optional)


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


LISTS = ("tags", "tag_headers", "allowed_ips", "blacklisted_ips", "hmac_allowed_algorithms", "config_data")


def classic_fields():
    """The schema says of some objects only that they are some; what is in these is not to be had from it."""
    found = load(CLASSIC)["properties"].items()
    told = {
        name: schema
        for name, schema in found
        if name not in NOT_FREE
        and (isinstance(schema["type"], str) or {"properties", "items"} & schema.keys() or name in LISTS)
    }
    return {name: shaped(schema, {}) for name, schema in told.items()}


# What our table calls the types of fields.
TYPES = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "text": {"type": "string"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "map": {"type": "object"},
}


def table(file_format):
    """Our own table of fields as a JSON Schema."""
    schema = {"type": "object", "properties": {}}
    for path, kind in ours("fields")[file_format].items():
        at = schema
        *way, last = path.split(".")
        for step in way:
            at = _below(at, step, {"type": "object", "properties": {}})
        _below(at, last, {"enum": kind} if isinstance(kind, list) else ANY if kind == "any" else TYPES[kind])
    return schema


ANY = {"any": True}


def _below(schema, step, new):
    """The schema of a field, entered if it is new; of its items, if it is a list."""
    name = step.rstrip("!").removesuffix("[]")
    if step.endswith("!"):
        schema.setdefault("required", []).append(name)
    listed = {"type": "array", "items": new} if step.endswith("[]") else new
    found = schema["properties"].setdefault(name, listed)
    return found["items"] if step.endswith("[]") else found


def our_classic_fields():
    return {name: shaped(schema, {}) for name, schema in table("classic")["properties"].items()}


@settings(LAW, max_examples=EXAMPLES * 2)
@given(data=st.data())
def test_classic_apis(data):
    hold("api", our_classic_fields(), data, refilled=("graphql",))


@needs_schemas
@settings(LAW, max_examples=EXAMPLES * 2)
@given(data=st.data())
def test_classic_apis_by_the_schema_of_tyk(data):
    hold("api", classic_fields(), data, refilled=("graphql",))


PARTS = {"server": "X-Tyk-Server", "upstream": "X-Tyk-Upstream", "global": "X-Tyk-Global"}
NOT_FREE_OAS = {
    "listenPath",
    "url",
    "authentication",
    "customDomain",
    "eventHandlers",
    "clientCertificates",
    "mutualTLS",
}
# What Tyk keeps elsewhere or drops: a task that names these is told so, and changes them again at every run.
MOVED = {("server", "contextVariables"), ("server", "slug")}


def oas_fields():
    known = load(GATEWAY)["definitions"]
    return {
        (part, name): shaped(schema, known, 1)
        for part, definition in PARTS.items()
        for name, schema in known[definition]["properties"].items()
        if name not in NOT_FREE_OAS and (part, name) not in MOVED
    }


def extension(fields):
    """The part of a document that these fields are in."""
    made = {}
    for (part, name), value in fields.items():
        made.setdefault(part, {})[name] = value
    middle = {"middleware": {"global": made.pop("global")}} if "global" in made else {}
    return {"x-tyk-api-gateway": {**made, **middle}}


def at(document, part, name):
    inner = document["x-tyk-api-gateway"]
    section = (inner.get("middleware") or {}).get("global") if part == "global" else inner.get(part)
    return (section or {}).get(name)


def our_oas_fields():
    return {
        (part, name): shaped(schema, {}, 1)
        for part, section in table("oas")["properties"].items()
        for name, schema in section["properties"].items()
    }


@settings(LAW, max_examples=EXAMPLES * 2)
@given(data=st.data())
def test_oas_apis(data):
    hold_for_oas(our_oas_fields(), data)


@needs_schemas
@settings(LAW, max_examples=EXAMPLES * 2)
@given(data=st.data())
def test_oas_apis_by_the_schema_of_tyk(data):
    hold_for_oas(oas_fields(), data)


def hold_for_oas(kinds, data):
    """The laws for a document with some of these fields in Tyk's own part of it."""
    names = data.draw(st.lists(st.sampled_from(sorted(kinds)), min_size=2, max_size=5, unique=True))
    ours, foreign = names[:-1], names[-1:]
    first, then = ({name: data.draw(kinds[name], label=name[1]) for name in ours} for _time in "ab")
    others = {name: data.draw(kinds[name], label=name[1]) for name in foreign}
    tyk, make = build(), {**ENTRY, "format": "oas"}
    made = tyk.run("api", **make, definition=extension(first))
    assume(not made.get("failed") or made["failure"]["method"] != "POST")  # Tyk refuses more than its schema does
    assert made["changed"], made["msg"]
    ident = made["api"]["api_id"]
    tyk.log()
    assert not tyk.ok("api", **make, definition=extension(first))["changed"]
    assert not tyk.writes()
    path = f"/api/apis/oas/{ident}"
    document = tyk.read(path)
    for (part, name), value in others.items():
        inner = document["x-tyk-api-gateway"]
        inner = inner.setdefault("middleware", {}).setdefault("global", {}) if part == "global" else inner[part]
        inner[name] = value
    assume(tyk.call("PUT", path, document)[0] == 200)
    before = tyk.read(path)
    planned = tyk.run("api", name="New", definition=extension(then), check=True)
    done = tyk.run("api", name="New", definition=extension(then))
    assume(not done.get("failed"))
    assert planned["diff"] == done["diff"] and planned["changed"] == done["changed"]
    assert not tyk.ok("api", name="New", definition=extension(then))["changed"]
    after = tyk.read(path)
    for part, name in kinds:
        if (part, name) not in ours:
            assert plain({0: at(before, part, name)}) == plain({0: at(after, part, name)}), f"{part}.{name} was lost"
    tyk.log()
    none = {name: None for name in ours}
    gone = tyk.run("api", name="New", definition=extension(none))
    assert not gone.get("failed"), gone["msg"]
    rest = tyk.read(path)
    for part, name in ours:
        assert not plain({0: at(rest, part, name)}), f"{part}.{name} is still there"
    assert not tyk.ok("api", name="New", definition=extension(none))["changed"]
    planned = tyk.ok("api", **make, definition=extension(first), strategy="replace", check=True)
    done = tyk.run("api", **make, definition=extension(first), strategy="replace")
    assert not done.get("failed") and planned["diff"] == done["diff"] and planned["changed"] == done["changed"]
    tyk.log()
    assert not tyk.ok("api", **make, definition=extension(first), strategy="replace")["changed"]
    assert not tyk.writes()
    assert not [name for part, name in others if plain({0: at(tyk.read(path), part, name)})]


def test_the_table_is_used():
    assert len(our_classic_fields()) > 50 and len(our_oas_fields()) > 20


def made(path):
    """An object with something at a path of the table."""
    value = 1
    for step in reversed(path.split(".")):
        name = step.rstrip("!").removesuffix("[]")
        value = {name: [value] if step.rstrip("!").endswith("[]") else value}
    return value


def test_the_table_names_fields_that_tyk_has():
    for path in ours("fields")["classic"]:
        assert not list(CLASSIC_API.strangers({"api_definition": made(path)})), path
    for path in ours("fields")["oas"]:
        section = {"middleware": made(path)} if path.startswith("global.") else made(path)
        assert not list(OAS_API.strangers({"oas": {"x-tyk-api-gateway": section}})), path


@needs_schemas
def test_the_schemas_are_used():
    assert len(classic_fields()) > 50 and len(oas_fields()) > 30


@needs_schemas
def test_the_table_names_fields_that_the_schemas_know():
    unknown = table("classic")["properties"].keys() - load(CLASSIC)["properties"].keys()
    assert not unknown
    known = load(GATEWAY)["definitions"]
    for part, section in table("oas")["properties"].items():
        assert not section["properties"].keys() - known[PARTS[part]]["properties"].keys()
