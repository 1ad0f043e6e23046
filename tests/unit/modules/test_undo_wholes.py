# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An undo leaves no half of a block, whatever others have written in it, and nothing that Tyk refuses."""

from __future__ import annotations

import json

import pytest
from gateway_runner import Gate
from module_runner import Tyk

from tyk_emulator.oas.extension import checker

X = "x-tyk-api-gateway"
KNOWN = checker((5, 14)).root["definitions"]
ORDERS = {"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}
FORMATS = {"uri": "http://a.example/", "uri-reference": "/a"}
PATTERNS = {r"\S+": "word", r"^([*a-zA-Z0-9-]+(\.[*a-zA-Z0-9-]+)*)(:\d+)?$": "a.example"}
# Blocks that hold others, of which each stands for itself, and what is at each place.
HOLDERS = {"middleware.global": "Global", "upstream": "Upstream", "server": "Server"}
# What has tests of its own, cannot go, or is none.
ELSEWHERE = {"url", "listenPath", "authentication", "eventHandlers", "protocol", "port", "contextVariables"}
# What the schema does not say in one place, or what would have to be there.
BESIDE = {
    "TransformBody": {"body": "e30="},
    "MutualTLS": {"domainToCertificateMapping": []},
    "Domain": {"certificates": []},
    "CustomDomain": {"certificates": []},
    "ClientCertificates": {"allowlist": []},
    "EnforceTimeout": {"value": 60},
    "URLRewriteTrigger": {"rules": [{"in": "query", "name": "q", "pattern": "x"}]},
}


def sample(schema, most):
    """A value that meets a schema: of an object all members, or those that it demands."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        found = sample(KNOWN[name], most)
        return {**found, **BESIDE[name]} if name in BESIDE else found
    if schema.get("enum"):
        return schema["enum"][-1 if most else 0]
    kinds = schema.get("type", "object" if "properties" in schema else "string")
    kind = next(name for name in ([kinds] if isinstance(kinds, str) else kinds) if name != "null")
    if kind == "object":
        members = schema.get("properties") or {}
        return {name: sample(one, most) for name, one in members.items() if most or name in schema.get("required", ())}
    if kind == "array":
        inner = schema.get("items") or {}
        return [sample(inner[0] if isinstance(inner, list) else inner, most)] if most and inner else []
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return 1
    if "pattern" in schema:
        return PATTERNS.get(schema["pattern"], "1m")
    return FORMATS.get(schema.get("format"), "most" if most else "least")


def members(kind):
    return {name: one for name, one in KNOWN[kind]["properties"].items() if isinstance(sample(one, True), dict)}


# Every block by its path; each of an operation's in an operation of its own.
BLOCKS = {
    **{f"{at}.{name}": one for at, kind in HOLDERS.items() for name, one in members(kind).items()},
    **{f"middleware.operations.{name}.{name}": one for name, one in members("Operation").items()},
}
BLOCKS = {path: one for path, one in BLOCKS.items() if path.rpartition(".")[2] not in ELSEWHERE}
DOCUMENT = {
    "openapi": "3.0.3",
    "paths": {
        f"/{name}": {"get": {"operationId": name, "responses": {"200": {"description": "ok"}}}}
        for name in members("Operation")
    },
}


def at(value, path):
    for key in path.split("."):
        value = (value or {}).get(key)
    return value


def extension(values):
    """Tyk's part of a document with these values at these paths."""
    made = {}
    for path, item in values.items():
        *way, last = path.split(".")
        inner = made
        for key in way:
            inner = inner.setdefault(key, {})
        inner[last] = item
    return made


class World:
    """A server with an API, declarations as files, and what is there."""

    def __init__(self, folder, where="dashboard"):
        self.tyk, self.folder = Tyk() if where == "dashboard" else Gate(), folder

    def go(self, now, before=None, how="ok", **options):
        paths = []
        for name, config in (("now", now), ("before", before)):
            (self.folder / f"{name}.json").write_text(json.dumps(config))
            paths.append(str(self.folder / f"{name}.json"))
        previous = {"previous": paths[1:]} if before is not None else {}
        return getattr(self.tyk, how)("config", src=paths[:1], **previous, **options)

    def undo(self, old, new):
        """Go back: check, run, and once more, which is quiet; what was told."""
        plan = self.go(old, new, check=True)
        done = self.go(old, new)
        assert plan["changed"] == done["changed"]
        self.tyk.log()
        assert not self.go(old, new)["changed"] and not self.tyk.writes()
        return "\n".join(self.tyk.warnings(done))

    def document(self):
        (found,) = self.tyk.ok("api_info")["apis"]
        return found["definition"]

    def edit(self, definition):
        """What others write into the API."""
        format_ = {} if {*definition} & CLASSIC else {"openapi": "3.0.3"}
        self.tyk.ok("api", name="Orders", definition={**format_, **definition})


def oas(values=None, **more):
    definition = {**DOCUMENT, **more, **({X: extension(values)} if values else {})}
    return {"apis": [{**ORDERS, "format": "oas", "definition": definition}]}


CLASSIC = {"custom_middleware", "CORS", "global_rate_limit", "upstream_auth"}
LEAST, MOST = ({path: sample(one, much) for path, one in BLOCKS.items()} for much in (False, True))
# What is declared of each block, and what others write into it.
OTHERS = {
    "they add to it": (LEAST, MOST),
    "they change one field": (MOST, {path: {"enabled": False} for path in BLOCKS}),
    "they change all": (MOST, {path: {**one, "enabled": False} for path, one in LEAST.items()}),
}


def of(where, values):
    """What an API can have and still be served, where a Gateway tells."""
    return {path: one for path, one in values.items() if where == "dashboard" or "operations" in path}


@pytest.mark.parametrize("where", ["dashboard", "gateway"])
@pytest.mark.parametrize("how", OTHERS)
def test_a_block_that_others_have_changed_is_left_whole(tmp_path, where, how):
    mine, theirs = OTHERS[how]
    world, old, new = World(tmp_path, where), oas(), oas(of(where, mine))
    world.go(old)
    world.go(new, old)
    world.edit({X: extension(of(where, theirs))})
    before = world.document()
    said, after = world.undo(old, new), world.document()
    assert "changed since" in said
    halves = {path: (at(before, f"{X}.{path}"), at(after, f"{X}.{path}")) for path in BLOCKS}
    halves = {path: two for path, two in halves.items() if two[1] and two[0] != two[1]}
    assert not halves


@pytest.mark.parametrize("where", ["dashboard", "gateway"])
def test_what_is_as_declared_goes_whole(tmp_path, where):
    world, old, new = World(tmp_path, where), oas(), oas(of(where, MOST))
    world.go(old)
    there = world.document()
    world.go(new, old)
    assert world.document() != there
    assert not world.undo(old, new) and world.document() == there


SCHEMES, SCHEMAS, OPERATIONS = "components.securitySchemes", "components.schemas", f"{X}.middleware.operations"
CHECKED = f"{X}.server.authentication.securitySchemes"
KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}


def operation(name, **more):
    return {"operationId": name, "responses": {"200": {"description": "ok"}}, **more}


def guarded(**more):
    """What makes an API demand a key."""
    schemes = {"key": {"enabled": True, "header": {"enabled": True, "name": "X-Key"}}}
    return {
        "components": {"securitySchemes": {"key": KEY}},
        "security": [{"key": []}],
        X: {"server": {"authentication": {"enabled": True, "securitySchemes": schemes}}},
        **more,
    }


def used(**more):
    """An operation with middleware, and a schema that it refers to."""
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}
    return {
        "paths": {"/new": {"post": operation("make", requestBody=body)}},
        "components": {"schemas": {"Order": {"type": "object", "properties": {"a": {"type": "string"}}}}},
        X: {"middleware": {"operations": {"make": {"allow": {"enabled": True}, "validateRequest": {"enabled": True}}}}},
        **more,
    }


DEMANDS = ("a scheme beside it", "a demand")
# What is declared; what others write then; what stays as it is; and what goes.
CASES = {
    "a scheme that Tyk checks": (
        guarded(),
        {X: {"server": {"authentication": {"securitySchemes": {"key": {"query": {"enabled": True, "name": "k"}}}}}}},
        [f"{SCHEMES}.key", f"{CHECKED}.key", f"{X}.server.authentication.enabled", "security"],
        [],
    ),
    "a scheme as OpenAPI has it": (
        guarded(),
        {"components": {"securitySchemes": {"key": {"description": "theirs"}}}},
        [f"{SCHEMES}.key", f"{CHECKED}.key", f"{X}.server.authentication.enabled", "security"],
        [],
    ),
    "a scheme beside it": (
        guarded(),
        {
            "components": {"securitySchemes": {"theirs": KEY}},
            X: {"server": {"authentication": {"securitySchemes": {"theirs": {"enabled": True}}}}},
        },
        [f"{SCHEMES}.theirs", f"{CHECKED}.theirs", f"{X}.server.authentication.enabled"],
        [f"{SCHEMES}.key", f"{CHECKED}.key", "security"],
    ),
    "a demand": (
        guarded(),
        {"security": [{"key": []}, {}]},
        [f"{SCHEMES}.key", f"{CHECKED}.key", f"{X}.server.authentication.enabled", "security"],
        [],
    ),
    "an operation that demands it": (
        guarded(),
        {"paths": {"/theirs": {"get": operation("theirs", security=[{"key": []}])}}},
        [f"{SCHEMES}.key", f"{CHECKED}.key", "paths./theirs"],
        [],
    ),
    "an operation": (
        used(),
        {"paths": {"/new": {"post": {"summary": "theirs"}}}},
        ["paths./new", f"{OPERATIONS}.make", f"{SCHEMAS}.Order"],
        [],
    ),
    "an operation beside it": (
        used(),
        {"paths": {"/new": {"get": operation("theirs")}}},
        ["paths./new.get"],
        ["paths./new.post", f"{OPERATIONS}.make", f"{SCHEMAS}.Order"],
    ),
    "middleware of an operation": (
        used(),
        {X: {"middleware": {"operations": {"make": {"cache": {"enabled": True, "timeout": 5}}}}}},
        ["paths./new", f"{OPERATIONS}.make", f"{SCHEMAS}.Order"],
        [],
    ),
    "a schema": (
        used(),
        {"components": {"schemas": {"Order": {"properties": {"theirs": {"type": "string"}}}}}},
        [f"{SCHEMAS}.Order"],
        ["paths./new", f"{OPERATIONS}.make"],
    ),
    "what refers to a schema": (
        used(),
        {"components": {"schemas": {"Orders": {"type": "array", "items": {"$ref": "#/components/schemas/Order"}}}}},
        [f"{SCHEMAS}.Order", f"{SCHEMAS}.Orders"],
        ["paths./new", f"{OPERATIONS}.make"],
    ),
}


@pytest.mark.parametrize(
    ("where", "case"),
    # a Gateway writes what an API demands by itself
    [("dashboard", case) for case in CASES] + [("gateway", case) for case in CASES if case not in DEMANDS],
)
def test_what_belongs_together_stays_or_goes_together(tmp_path, where, case):
    mine, theirs, stays, goes = CASES[case]
    world, old, new = World(tmp_path, where), oas(paths={}), oas(**{"paths": {}, **mine})
    world.go(old)
    world.go(new, old)
    world.edit(theirs)
    before = world.document()
    said, after = world.undo(old, new), world.document()
    for path in stays:
        assert at(before, path) and at(after, path) == at(before, path), (path, said)
    assert not any(at(after, path) for path in goes), after
    assert "left as they are" in said or goes


def test_what_says_all_of_it_can_be_taken_back_but_for_what_stays_needs(tmp_path):
    """Both say a part of a block, of which others have written the rest."""
    limit = f"{X}.middleware.global.requestSizeLimit"
    world, old = World(tmp_path), oas({"middleware.global.requestSizeLimit": {"enabled": False}})
    new = oas({"middleware.global.requestSizeLimit": {"enabled": False, "value": 5}})
    world.go(oas())
    world.edit({X: extension({"middleware.global.requestSizeLimit": {"enabled": True, "value": 7}})})
    world.go(old)
    world.go(new, old)
    said = world.undo(old, new)
    assert "requestSizeLimit.value (oas.x-tyk" in said
    assert at(world.document(), limit) == {"enabled": False, "value": 5} or at(world.document(), limit) == {"value": 5}


MINE = {"driver": "otto", "pre": [{"name": "mine", "path": "mine.js"}]}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"custom_middleware": MINE}, {"custom_middleware": {"post": [{"name": "theirs", "path": "theirs.js"}]}}),
        ({"CORS": {"enable": True, "allowed_origins": ["*"]}}, {"CORS": {"allow_credentials": True}}),
        ({"global_rate_limit": {"rate": 5, "per": 60}}, {"global_rate_limit": {"per": 1}}),
        (
            {"upstream_auth": {"enabled": True, "basic_auth": {"enabled": True, "username": "a", "password": "b"}}},
            {"upstream_auth": {"basic_auth": {"username": "theirs"}}},
        ),
    ],
    ids=lambda value: next(iter(value)),
)
@pytest.mark.parametrize("where", ["dashboard", "gateway"])
def test_blocks_of_a_classic_api(tmp_path, where, mine, theirs):
    world = World(tmp_path, where)
    old, new = ({"apis": [{**ORDERS, "format": "classic", "definition": one}]} for one in ({}, mine))
    (block,) = mine
    world.go(old)
    there = world.document()
    world.go(new, old)
    assert not world.undo(old, new) and world.document() == there
    world.go(new, old)
    world.edit(theirs)
    before = world.document()[block]
    assert f"{block} (changed since)" in world.undo(old, new) and world.document()[block] == before


STREAM = {"input": {"http_server": {"path": "/in"}}, "output": {"http_server": {"path": "/out"}}}
STREAMING = "x-tyk-streaming"
FADING = {"enabled": True, "threshold": 5, "trigger": 0.5, "step": 1, "delay": 1}
# Objects of other kinds: what makes one, what is declared then, and what others write into that.
PARTS = {
    "a tool": (
        "mcp_proxies",
        {**ORDERS},
        {"tools": {"a": {"allow": {"enabled": True}}}},
        {"tools": {"a": {"rateLimit": {"enabled": True, "rate": 5, "per": "1m"}}}},
        "mcpTools.a",
    ),
    "a stream": (
        "apis",
        {**ORDERS, "definition": {"openapi": "3.0.3", STREAMING: {"streams": {"first": STREAM}}}},
        {"definition": {"openapi": "3.0.3", STREAMING: {"streams": {"first": STREAM, "mine": STREAM}}}},
        {"definition": {"openapi": "3.0.3", STREAMING: {"streams": {"mine": {"pipeline": {"threads": 1}}}}}},
        "streams.mine",
    ),
    "how a limit is smoothed": (
        "policies",
        {"name": "Orders", "access_rights": [{"api": "Base"}], "rate": 100, "per": 1},
        {"definition": {"smoothing": FADING}},
        {"definition": {"smoothing": {"step": 2}}},
        "smoothing",
    ),
}


@pytest.mark.parametrize("case", PARTS)
def test_parts_of_other_objects(tmp_path, case):
    section, base, mine, theirs, path = PARTS[case]
    world, around = World(tmp_path), {"apis": [{**ORDERS, "name": "Base", "listen_path": "/base/"}]}
    old, new = ({**around, section: [*around.get(section, ()), {**base, **more}]} for more in ({}, mine))
    module = {"mcp_proxies": "mcp_proxy", "apis": "api", "policies": "policy"}[section]

    def there():
        (found,) = [one for one in world.tyk.ok(f"{module}_info")[section] if one["name"] == "Orders"]
        return found

    world.go(old)
    first = there()
    world.go(new, old)
    assert not world.undo(old, new) and there() == first
    world.go(new, old)
    world.tyk.ok(module, name="Orders", **theirs)
    before = there()
    assert f"{path} (changed since)" in world.undo(old, new) and there() == before


MORE = {"tags": ["edge"], "config_data": {"a": 1}, "CORS": {"enable": True}}


@pytest.mark.parametrize(
    ("held", "why"),
    [
        ({"listen_path": "/orders/"}, "api_definition.proxy.listen_path (listen_path: it is empty"),
        ({"listen_path": "/o/", "categories": ["c"]}, "api_definition.proxy.listen_path (listen_path: it is empty"),
        ({"definition": {"proxy": {"listen_path": "/o/", "preserve_host_header": True}}}, "proxy.listen_path (listen"),
    ],
)
def test_a_field_that_cannot_go_keeps_no_other_one(tmp_path, held, why):
    """A classic API cannot be left without the path that it listens at; all else that was said with it goes."""
    world, old = World(tmp_path), {"apis": [{"name": "Orders", "target_url": "http://up.example/"}]}
    definition = {**MORE, **held.get("definition", {})}
    new = {"apis": [{**old["apis"][0], **held, "active": False, "definition": definition}]}
    world.go(old)
    world.go(new, old)
    told = world.undo(old, new)
    now = world.tyk.read("/api/apis?p=-1")["apis"][0]
    inner = now["api_definition"]
    assert why in told and "api_definition (" not in told and "tags" not in told and "active" not in told
    assert inner["active"] and not inner["tags"] and not inner["config_data"] and not inner["CORS"]["enable"]
    assert not inner["proxy"].get("preserve_host_header") and not now["categories"]
    assert inner["name"] == "Orders" and inner["proxy"]["listen_path"] in ("/orders/", "/o/")
