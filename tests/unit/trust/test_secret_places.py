# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A secret is planted at every place that Tyk's structures have for one, and a harmless text under every such name.

The places are those of the tables of fields, and those of Tyk's own JSON Schemas where these are at hand.
"""

from __future__ import annotations

import itertools
import json
import pathlib

import pytest
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._data.secrets import redact, says_secret
from ansible_collections.community.tyk.plugins.module_utils._data.shapes import Type, table
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic_table import DEFINITION
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.extension_table import EXTENSION
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.secrets import SECRETS, TYK

SPECS = pathlib.Path(__file__).resolve().parents[4] / "shared" / "specs"
FORMATS = {
    "classic": (table(DEFINITION), "API", ("api_definition",), "classic-api-schema.json"),
    "oas": (table(EXTENSION), "XTykAPIGateway", ("oas", TYK), "x-tyk-api-gateway.json"),
}
PLANTED = "S3CR3T"
# Fields whose names say secret, and which hold none: names, expressions, addresses of servers.
SHOWN = {
    "auth.cookie_name",
    "auth_configs.*.cookie_name",
    "basic_auth.body_password_regexp",
    *(
        f"server.authentication.{path}"
        for path in (
            "hmac.cookie.name",
            "oidc.cookie.name",
            "custom.cookie.name",
            "securitySchemes.*.cookie.name",
            "securitySchemes.*.extractCredentialsFromBody.userRegexp",
            "securitySchemes.*.extractCredentialsFromBody.passwordRegexp",
            "securitySchemes.*.protectedResourceMetadata.authorizationServers.*",
            "protectedResourceMetadata.authorizationServers.*",
        )
    ),
    # beside the secrets of a login, and of an exchange of tokens
    *(
        f"upstream_auth.oauth.password.{name}"
        for name in ("client_id", "username", "header.name", "scopes.*", "extra_metadata.*")
    ),
    *(
        f"upstream_auth.oauth.client_credentials.{name}"
        for name in ("client_id", "header.name", "scopes.*", "extra_metadata.*")
    ),
    *(
        f"upstream.authentication.oauth.password.{name}"
        for name in ("clientId", "username", "header.name", "scopes.*", "extraMetadata.*")
    ),
    *(
        f"upstream.authentication.oauth.clientCredentials.{name}"
        for name in ("clientId", "header.name", "scopes.*", "extraMetadata.*")
    ),
    *(
        f"server.authentication.securitySchemes.*.tokenExchange.providers.*.{name}"
        for name in (
            *("name", "issuers.*", "timeout", "clientAuth.method", "clientAuth.clientId", "defaultTarget.audience"),
            *("defaultTarget.scopes.*", "cache.mode", "cache.maxTimeout", "cache.timeout", "cache.safetyMargin"),
        )
    ),
}


def leaves(blocks, kind, way=()):
    """Every place of a text, and what the table says of it."""
    if kind.name in blocks:
        for name, field in blocks[kind.name].items():
            yield from leaves(blocks, field, (*way, name))
    elif kind.inner is not None:
        yield from leaves(blocks, kind.inner, (*way, "*"))
    elif kind.name in ("text", "any"):
        yield way, kind.hides


def in_schema(schema, known, way=(), seen=()):
    """Every place of a text in a JSON Schema."""
    ref = schema.get("$ref", "").rpartition("/")[2]
    if ref:
        if ref not in seen:
            yield from in_schema(known[ref], known, way, (*seen, ref))
        return
    below = [*(schema.get("properties") or {}).items()]
    below += [("*", one) for one in (schema.get("patternProperties") or {}).values()]
    below += [("*", schema[word]) for word in ("items", "additionalProperties") if isinstance(schema.get(word), dict)]
    for name, one in below:
        yield from in_schema(one, known, (*way, name), seen)
    for one in itertools.chain.from_iterable(schema.get(word) or () for word in ("allOf", "anyOf", "oneOf")):
        yield from in_schema(one, known, way, seen)
    if "string" in str(schema.get("type")):
        yield way


def at(way, value, name="X-Name"):
    """A value in an object of its own; lists and maps have one item."""
    for step in reversed(way):
        value = [value] if step == "#" else {step: value}
    return value


def concrete(blocks, root, way, name):
    """The way with what stands for a list and for a key of a map; None where a table ends."""
    kind, steps = Type("", root), []
    for step in way:
        if kind.name in blocks:
            kind = blocks[kind.name].get(step)
            steps.append(step)
        elif kind.inner is not None:
            steps.append("#" if kind.outer == "list" else name)
            kind = kind.inner
        if kind is None:
            return None
    return steps


@pytest.mark.parametrize("form", FORMATS)
def test_every_text_under_a_name_that_says_secret_is_one_or_is_known_to_be_none(form):
    blocks, root, _around, _schema = FORMATS[form]
    found = {".".join(way) for way, hides in leaves(blocks, Type("", root)) if any(map(says_secret, way)) and not hides}
    known = {way for way in SHOWN if ("server." in way or "upstream." in way) is (form == "oas")}
    assert found == known


@pytest.mark.parametrize("form", FORMATS)
def test_tyks_own_schemas_have_no_other_secret(form):
    blocks, root, around, file = FORMATS[form]
    if not (SPECS / file).is_file():
        pytest.skip("Tyk's JSON Schemas are not at hand (../shared/specs)")
    schema = json.loads((SPECS / file).read_text(encoding="utf-8"))
    known = schema.get("definitions") or schema.get("$defs") or {}
    texts = {way for way in in_schema(schema, known) if says_secret(way[-1])}
    assert len(texts) >= 5
    for way in texts:
        steps = concrete(blocks, root, way, "k")
        assert steps, way
        shown = redact(at((*around, *steps), PLANTED), SECRETS)
        assert (PLANTED in json.dumps(shown)) is (
            ".".join(way).replace("#", "*") in SHOWN or way[-1] == "tokenEndpoint"
        ), way


def planted(form):
    """(place, an object with a secret there, and with a harmless text under the same name of somebody's map)."""
    blocks, root, _around, _schema = FORMATS[form]
    for way, hides in leaves(blocks, Type("", root)):
        if not hides:
            continue
        value = f"http://u:{PLANTED}@h.example/" if hides == "address" else PLANTED
        steps = concrete(blocks, root, way, "X-Api-Key" if hides == "named" else "k")
        beside = {}
        if hides == "named" and way[-1] == "value":
            beside = {("key" if "global_headers" in way else "name"): "X-Api-Key"}
        value = {"deep": [{"apiKey": value}]} if hides == "named" and blocks_any(blocks, root, way) else value
        if beside:
            yield ".".join(way), at(steps[:-1], {steps[-1]: value, **beside})
        else:
            yield ".".join(way), at(steps, value)


# What Tyk demands of a block beside the field that is planted.
DEMANDED = {
    "UpstreamBasicAuth": {"username": "u", "password": "p"},
    "UpstreamOAuth": {"allowedAuthorizeTypes": []},
    "JWTValidation": {"signingMethod": "hmac", "source": "s"},
    "IntrospectionCache": {"timeout": 1},
    "EventHandler": {
        "type": "webhook",
        "trigger": "QuotaExceeded",
        "url": "http://h.example/",
        "method": "POST",
        "cooldownPeriod": "1s",
        "bodyTemplate": "t",
    },
    "LoadBalancingTarget": {"url": "http://h.example/", "weight": 1},
    "URLRewrite": {"pattern": "p", "rewriteTo": "/r"},
    "URLRewriteTrigger": {"condition": "all", "rewriteTo": "/r"},
    "OAuth2TokenExchangeProvider": {"name": "n"},
    "ErrorOverride": {"response": {}},
    "PluginConfigData": {"value": {}},
    "HookHeader": {"name": "n"},
    "ClientCredentials": {"clientId": "c", "clientSecret": "s", "tokenUrl": "http://h.example/"},
    "PasswordAuthentication": {
        "clientId": "c",
        "clientSecret": "s",
        "tokenUrl": "http://h.example/",
        "username": "u",
        "password": "p",
    },
    "UptimeTest": {"url": "http://h.example/"},
}


def complete(blocks, kind, value):
    """A value with what Tyk demands of its blocks."""
    if isinstance(value, list) and kind.inner is not None:
        return [complete(blocks, kind.inner, item) for item in value]
    if not isinstance(value, dict) or kind.name not in blocks and kind.inner is None:
        return value
    fields = blocks.get(kind.name) or dict.fromkeys(value, kind.inner)
    demanded = {**({"enabled": True} if "enabled" in fields else {}), **DEMANDED.get(kind.name, {})}
    return {**demanded, **{name: complete(blocks, fields[name], item) for name, item in value.items()}}


def blocks_any(blocks, root, way):
    kind = Type("", root)
    for step in way:
        kind = blocks[kind.name][step] if kind.name in blocks else kind.inner
    return kind.name == "any"


CASES = [(form, place, value) for form in FORMATS for place, value in planted(form)]


def test_there_are_many_places():
    assert len(CASES) > 90


BASE = {"format": "classic", "name": "A", "listen_path": "/a/", "target_url": "http://h.example/"}
ANSWERS = {"responses": {"200": {"description": "d"}}}
DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "A", "version": "1"},
    "paths": {"/k": {"get": {"operationId": "k", **ANSWERS}}},
    "components": {"securitySchemes": {"k": {"type": "apiKey", "in": "header", "name": "n"}}},
}
# What no Dashboard takes at that place; tasks that name it fail, and show nothing all the same.
EXCHANGE = "server.authentication.securitySchemes.*.tokenExchange.providers.*"
REFUSED = {
    *("proxy.target_url", "upstream.url"),  # beside the option target_url
    *(f"{EXCHANGE}.{name}" for name in ("tokenEndpoint", "clientAuth.clientSecret", "customParams.*")),
}
# Where only an MCP proxy can have something.
OF_PROXIES = tuple(f"middleware.{name}." for name in ("mcpTools", "mcpResources", "mcpPrompts"))
NOT_OF_PROXIES = {"mockResponse", "urlRewrite"}  # and what of that a Dashboard refuses


def definition(form, value):
    if form == "classic":
        return value
    blocks, root, _around, _schema = FORMATS[form]
    return {**DOCUMENT, TYK: complete(blocks, Type("", root), value)}


@pytest.fixture(scope="module")
def tyks():
    """A Dashboard for each format."""
    return {form: Tyk() for form in FORMATS}


@pytest.mark.parametrize(("form", "place", "value"), CASES, ids=[f"{form}.{place}" for form, place, _value in CASES])
def test_no_planted_secret_is_shown(tyks, tmp_path, form, place, value):
    tyk, told, done = tyks[form], [], []
    item = {**BASE, "format": form, "definition": definition(form, value)}
    kind, section = ("mcp_proxy", "mcp_proxies") if place.startswith(OF_PROXIES) else ("api", "apis")
    if kind == "mcp_proxy":
        del item["format"]
    for how in (
        lambda: tyk.run(kind, **item, check=True),
        lambda: tyk.run(kind, **item),
        lambda: tyk.run(f"{kind}_info", name="A"),
        lambda: tyk.run("config", config={section: [{**item, "active": False}]}, report=reports(tmp_path), check=True),
        lambda: tyk.run("config", config={section: [item]}, plan_dest=str(tmp_path / "plan.txt"), check=True),
        lambda: tyk.run("config", config={section: [{**item, "active": False}]}, plan=str(tmp_path / "plan.txt")),
        lambda: tyk.run("config", config={section: [{**item, "nonsense": 1}]}),
        lambda: tyk.run(kind, **item, nonsense=1),
        lambda: tyk.run("config_info", kinds=[section], dest=str(tmp_path / "export")),
        lambda: tyk.run(kind, **{**item, "target_url": "http://other.example/"}, strategy="replace"),
        lambda: tyk.run(kind, name="A", state="absent"),
    ):
        done.append(how())
        told.append(tyk.out)
    refused = place in REFUSED or kind == "mcp_proxy" and NOT_OF_PROXIES & {*place.split(".")}
    assert bool(done[1].get("failed")) is bool(refused), done[1].get("msg")
    told += [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file()]
    assert not [text for text in told if PLANTED in text]


def reports(folder):
    return [str(folder / f"plan.{ending}") for ending in ("md", "html", "json", "xml")]


# Names of somebody's own that say secret, in all parts of a document that have names.
NAMED = "password clientSecret Authorization token api_key credentials".split()


def named_document():
    schema = {"type": "object", "properties": {name: {"type": "string", "default": name} for name in NAMED}}
    answer = {
        "description": "token",
        "content": {"application/json": {"schema": schema, "example": dict.fromkeys(NAMED, "v")}},
    }
    operations = {
        f"/{name}": {"get": {"operationId": name, "responses": {"200": answer}, "tags": [name]}} for name in NAMED
    }
    return {
        **DOCUMENT,
        "paths": operations,
        "components": {
            "schemas": dict.fromkeys(NAMED, schema),
            "examples": {name: {"value": {name: name}} for name in NAMED},
            "securitySchemes": {name: {"type": "apiKey", "in": "header", "name": name} for name in NAMED},
            "parameters": {name: {"name": name, "in": "query", "schema": {"type": "string"}} for name in NAMED},
        },
        TYK: {
            "server": {
                "authentication": {"enabled": True, "securitySchemes": {name: {"enabled": True} for name in NAMED}},
            },
            "middleware": {"operations": {name: {"allow": {"enabled": True}} for name in NAMED}},
        },
    }


@pytest.mark.parametrize("strategy", ["merge", "replace"])
def test_no_name_of_somebodys_hides_anything(strategy):
    tyk, document = Tyk(), named_document()
    tyk.ok("api", **{**BASE, "format": "oas"}, definition=document)
    shown = tyk.ok("api_info", name="A")["apis"][0]["definition"]
    exported = tyk.ok("config_info", kinds=["apis"])
    assert not exported["omitted"] and not tyk.warnings(exported)
    for told in (shown, exported["config"]["apis"][0]["definition"]):
        for part in ("paths", "components"):
            assert told[part] == document[part]
        assert told[TYK]["middleware"]["operations"].keys() == document[TYK]["middleware"]["operations"].keys()
        assert told[TYK]["server"]["authentication"]["securitySchemes"].keys() == set(NAMED)
    assert not tyk.ok("config", config=exported["config"], strategy=strategy)["changed"]
    copy = Tyk()
    copy.ok("config", config=exported["config"])
    assert copy.ok("config_info", kinds=["apis"])["config"] == exported["config"]
    account = tyk.run("api", name="A", definition=document, nonsense=1)["invocation"]["module_args"]
    assert account["definition"] == document and account["nonsense"] == "********"


def test_no_name_in_data_of_somebodys_own_hides_anything():
    tyk, data = Tyk(), {"password": "p", "token": {"api_key": "k"}, "credentials": ["c"]}
    tyk.ok("api", **BASE)
    tyk.ok("asset", name="B", data=data)
    tyk.ok("policy", name="P", access_rights=[{"api": "A"}], meta_data=data)
    tyk.ok("key", alias="k", policies=["P"], meta_data=data)
    exported = tyk.ok("config_info")
    told = exported["config"]
    assert told["assets"][0]["data"] == data
    assert told["policies"][0]["meta_data"] == data
    assert "VALUE_SPECIFIED" not in json.dumps(told)
