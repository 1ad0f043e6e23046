# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operations, security schemes, addresses, imports and exports of OAS APIs on a Gateway."""

from __future__ import annotations

import pytest
from gateway_world import BACKENDS, Emulated, Gate, at, document, headers

EXT = "x-tyk-api-gateway"
ANSWERS = {"200": {"description": "ok"}}
TOKEN = {"k": {"type": "apiKey", "in": "header", "name": "X-Key"}}
HEADER = {"header": {"enabled": True, "name": "Authorization"}}
RATE = {"enabled": True, "rate": 5, "per": "90s"}


@pytest.fixture(params=BACKENDS)
def gate(request):
    gate = Gate(request.param)
    yield gate
    gate.clean()


OPERATIONS = [
    ("allow", {"enabled": False}, {"enabled": False}, "white_list", {"disabled": True, "ignore_case": False}),
    (
        "block",
        {"enabled": True, "ignoreCase": True},
        {"enabled": True, "ignoreCase": True},
        "black_list",
        {"ignore_case": True},
    ),
    ("rateLimit", RATE, {**RATE, "per": "1m30s"}, "rate_limit", {"rate": 5, "per": 90}),
    ("cache", {"enabled": True}, {"enabled": True, "timeout": 60}, "advance_cache_config", {"timeout": 0}),
    (
        "enforceTimeout",
        {"enabled": True, "duration": "1500ms"},
        {"enabled": True, "value": 2, "duration": "1s500ms"},
        "hard_timeouts",
        {"timeout": 2},
    ),
    (
        "transformResponseHeaders",
        {"enabled": True, "add": headers("B", "A")},
        {"enabled": True, "add": headers("B", "A")[::-1]},
        "transform_response_headers",
        {"add_headers": {"B": "0", "A": "1"}},
    ),
    ("internal", {"enabled": False}, None, "internal", {"disabled": True}),
    (
        "transformRequestBody",
        {"enabled": True, "format": "json", "body": "Yg==", "path": "p"},
        {"enabled": True, "format": "json", "body": "Yg==", "path": "p"},
        "transform",
        {
            "template_data": {
                "input_type": "json",
                "template_mode": "blob",
                "enable_session": True,
                "template_source": "Yg==",
            }
        },
    ),
    (
        "urlRewrite",
        {
            "enabled": True,
            "pattern": "a",
            "rewriteTo": "b",
            "triggers": [{"condition": "all", "rewriteTo": "c", "rules": []}],
        },
        {"enabled": True, "pattern": "a", "rewriteTo": "b"},
        "url_rewrites",
        {"match_pattern": "a"},
    ),
]


@pytest.mark.parametrize(("name", "sent", "kept", "where", "values"), OPERATIONS)
def test_what_is_made_of_an_operation(gate, name, sent, kept, where, values):
    ident = gate.oas("op", middleware={"operations": {"getPets": {name: sent}}})
    operations = at(gate.ok("GET", f"/tyk/apis/oas/{ident}"), f"{EXT};middleware;operations;getPets")
    assert operations.get(name) == kept
    paths = gate.ok("GET", f"/tyk/apis/{ident}")["version_data"]["versions"][""]["extended_paths"]
    (entry,) = paths[where]
    assert (entry["path"], entry["method"]) == ("/pets", "GET")
    assert {label: entry[label] for label in values} == values


SCHEMES = [
    (
        TOKEN,
        {"k": {"enabled": True, "header": {"enabled": True, "name": "X-Key"}}},
        {"k": {"enabled": True}},
        "authToken",
        "use_standard_auth",
    ),
    (
        {"b": {"type": "http", "scheme": "basic"}},
        {"b": {"enabled": True, "cacheTTL": 5}},
        {"b": {"enabled": True, "cacheTTL": 5}},
        "basic",
        "use_basic_auth",
    ),
    (
        {"j": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        {"j": {"enabled": True, **HEADER, "identityBaseField": "sub", "policyFieldName": "pol"}},
        {
            "j": {
                "enabled": True,
                **HEADER,
                "identityBaseField": "sub",
                "subjectClaims": ["sub"],
                "policyFieldName": "pol",
                "basePolicyClaims": ["pol"],
                "jtiValidation": {"enabled": False},
            }
        },
        "jwt",
        "enable_jwt",
    ),
]


@pytest.mark.parametrize(("components", "sent", "kept", "place", "switch"), SCHEMES)
def test_schemes(gate, components, sent, kept, place, switch):
    ident, name = gate.org + "s", next(iter(components))
    doc = document(gate.org, ident)
    doc[EXT]["server"]["authentication"] = {"enabled": True, "securitySchemes": sent}
    gate.ok("POST", "/tyk/apis/oas", {**doc, "security": [{name: []}], "components": {"securitySchemes": components}})
    gate.reload()
    shown, classic = gate.ok("GET", f"/tyk/apis/oas/{ident}"), gate.ok("GET", f"/tyk/apis/{ident}")
    assert shown[EXT]["server"]["authentication"] == {"enabled": True, "securitySchemes": kept}
    assert classic["auth_configs"][place]["name"] == name and classic[switch] and not classic["use_keyless"]


@pytest.mark.parametrize("empty", ["security", "servers", "tags"])
def test_empty_lists_are_dropped(gate, empty):
    ident = gate.org + "e"
    gate.ok("POST", "/tyk/apis/oas", {**document(gate.org, ident), empty: []})
    gate.reload()
    assert gate.ok("GET", f"/tyk/apis/oas/{ident}").get(empty) != []


def test_addresses(gate):
    """Tyk's own come first; the ones of a path that it left are gone, others stay."""
    ident = gate.org + "u"
    doc = {**document(gate.org, ident), "servers": [{"url": "http://mine/"}]}
    gate.ok("POST", "/tyk/apis/oas", doc)
    gate.reload()
    before = gate.ok("GET", f"/tyk/apis/oas/{ident}")
    assert [entry["url"].endswith(f"/{ident}") for entry in before["servers"]] == [True, True, False]
    before[EXT]["server"]["listenPath"]["value"] = f"/{ident}x/{{name:[a-z]+}}/"
    gate.ok("PUT", f"/tyk/apis/oas/{ident}", before)
    gate.reload()
    first, second, third = gate.ok("GET", f"/tyk/apis/oas/{ident}")["servers"]
    assert second == {"url": f"/{ident}x/{{name}}", "variables": {"name": {"default": "pathParam1"}}}
    assert first["url"].endswith(second["url"]) and third == {"url": "http://mine/"}


def test_import_and_patch(gate):
    plain = document(gate.org, "")
    del plain[EXT]
    plain["info"]["title"] = "Plain"
    plain["paths"]["/b"] = {"put": {"responses": ANSWERS}}
    ident = f"{gate.org}i"
    assert "\u2018servers\u2019 object is empty" in gate.refused("POST", "/tyk/apis/oas/import", plain)[1]
    assert "upstream URL is not valid" in gate.refused("POST", "/tyk/apis/oas/import?upstreamURL=up", plain)[1]
    query = f"?upstreamURL=http://up/&listenPath=/{ident}/&apiID={ident}&allowList=true"
    gate.ok("POST", f"/tyk/apis/oas/import{query}", plain)
    gate.reload()
    made = gate.ok("GET", f"/tyk/apis/oas/{ident}")
    on = {"allow": {"enabled": True}}
    assert made[EXT]["middleware"]["operations"] == {"getPets": on, "bPUT": on}
    assert made[EXT]["middleware"]["global"] == {
        "contextVariables": {"enabled": True},
        "trafficLogs": {"enabled": True},
    }
    assert made["paths"]["/b"]["put"]["operationId"] == "bPUT"
    del plain["paths"]["/pets"]
    gate.ok("PATCH", f"/tyk/apis/oas/{ident}?upstreamURL=http://other/", plain)
    gate.reload()
    made = gate.ok("GET", f"/tyk/apis/oas/{ident}")
    assert made[EXT]["middleware"]["operations"] == {"bPUT": on} and made[EXT]["upstream"]["url"] == "http://other/"


def test_exports(gate):
    ident = gate.oas()
    for query, name, whole in (("", f"TykOasApiDef-{ident}", True), ("?mode=public", f"oas-{ident}", False)):
        status, answer, told = gate.backend.send("GET", f"/tyk/apis/oas/{ident}/export{query}")
        assert status == 200 and (EXT in answer) is whole
        assert told["content-type"] == "application/octet-stream"
        assert told["content-disposition"] == f'attachment;filename="{name}.json"'


# What a version has not: where it is sent, what is shown there.
OLDER = [
    ("5.8.9", "upstream", {"enforceTimeout": {"enabled": True, "duration": "1s"}}, "enforceTimeout"),
    (
        "5.9.0",
        "server",
        {"authentication": {"enabled": True, "securityProcessingMode": "compliant"}},
        "securityProcessingMode",
    ),
    ("5.7.0", "upstream", {"proxy": {"enabled": True, "url": "http://p/"}}, "proxy"),
    ("5.12.0", "errorOverrides", {"enabled": True}, "errorOverrides"),
]


@pytest.mark.parametrize(("version", "block", "sent", "lost"), OLDER)
def test_fields_that_a_version_does_not_know_are_dropped(version, block, sent, lost):
    gate = Gate("emulated")
    gate.backend = Emulated(gateway_version=version)
    doc = document("o", "a")
    doc[EXT][block] = {**doc[EXT].get(block, {}), **sent}
    gate.ok("POST", "/tyk/apis/oas", doc)
    gate.reload()
    assert lost not in str(gate.ok("GET", "/tyk/apis/oas/a")[EXT])
