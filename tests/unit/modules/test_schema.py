# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""APIs against the schemas that Tyk serves: before a write where a task asks for it; after a refusal that names no
field, to find the one that is wrong."""

from __future__ import annotations

import sys

import pytest
from gateway_runner import Gate
from module_runner import Tyk

OWN = "x-tyk-api-gateway"
DOCUMENT = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}}
NEWER = {**DOCUMENT, "openapi": "3.1.0"}
CLASSIC = {"listen_path": "/n/", "target_url": "http://u/"}
OAS = {**CLASSIC, "format": "oas"}
SERVERS = {"dashboard": Tyk, "gateway": Gate}


def paths(operation):
    return {**DOCUMENT, "paths": {"/a": {"get": operation}}}


# On which platforms, what else the task names, the definition, and what has to be said of it.
WRONG = [
    (
        "dashboard",
        CLASSIC,
        {"use_keyles": True},
        "definition.use_keyles: no such field is there (did you mean use_keyless",
    ),
    ("dashboard", CLASSIC, {"hook_references": [{"event_name": "x"}]}, "definition.hook_references: has to be of type"),
    ("dashboard", CLASSIC, {"graphql": {"execution_mode": "fast"}}, "definition.graphql.execution_mode: does not meet"),
    (
        "gateway",
        CLASSIC,
        {"use_keyles": True},
        "definition.use_keyles: no such field is known (did you mean use_keyless",
    ),
    (
        "gateway",
        CLASSIC,
        {"proxy": {"listenPath": "/x/"}},
        "definition.proxy.listenPath: no such field is known (did you mean",
    ),
    ("both", OAS, paths({}), "definition.paths./a.get: responses is needed there"),
    ("both", OAS, paths({"responses": {"200": {}}}), "definition.paths./a.get.responses.200: description is needed"),
    ("both", OAS, {**DOCUMENT, "paths": {"a": {}}}, "definition.paths.a: no such field is there"),
    ("both", OAS, {**DOCUMENT, "servers": [{"description": "x"}]}, "definition.servers.0: url is needed there"),
    ("both", OAS, {**DOCUMENT, "pathes": {}}, "definition.pathes: no such field is there (did you mean paths?)"),
    (
        "both",
        OAS,
        {**NEWER, "paths": {"/a": {"get": {"parametes": []}}}},
        "parametes: no such field is there (did you mean",
    ),
    ("both", OAS, {**DOCUMENT, OWN: {"middleware": {"global": {"cors": {}}}}}, "global.cors: enabled is needed there"),
    (
        "both",
        OAS,
        {**DOCUMENT, OWN: {"info": {"versioning": {"enabled": True}}}},
        "versioning: location is needed there",
    ),
    (
        "both",
        OAS,
        {**DOCUMENT, OWN: {"server": {"authentication": {"enabled": True, "baseIdentityProvider": "none"}}}},
        "authentication.baseIdentityProvider: has to be one of 'auth_token'",
    ),
    (
        "both",
        OAS,
        {**DOCUMENT, OWN: {"upstream": {"rateLimit": {"enabled": True, "rate": 1, "per": "often"}}}},
        "upstream.rateLimit.per: does not meet the schema's pattern",
    ),
]
ROWS = [(name, *row[1:]) for row in WRONG for name in SERVERS if row[0] in (name, "both")]


@pytest.fixture(scope="module")
def servers():
    return {name: server() for name, server in SERVERS.items()}


@pytest.mark.parametrize(("platform", "base", "definition", "said"), ROWS)
def test_what_does_not_meet_the_schema_is_refused_before_anything_is_written(servers, platform, base, definition, said):
    tyk, wish = servers[platform], {"name": "N", **base, "definition": definition}
    tyk.log()
    for check in (True, False):
        assert said in tyk.fails("api", check=check, validate="schema", **wish)
        told = tyk.fails("config", check=check, validate="schema", config={"apis": [wish]})
        assert said in told and "nothing was written" in told
    assert not tyk.writes()


# What Tyk itself refuses without a word of where it is.
BLAMED = [row for row in ROWS if row[0] == "dashboard" and "use_keyles" not in row[2]]


@pytest.mark.parametrize("library", [True, False])
@pytest.mark.parametrize(("platform", "base", "definition", "said"), BLAMED)
def test_a_refusal_that_names_no_field_does(servers, platform, base, definition, said, library, monkeypatch):
    tyk, wish = servers[platform], {"name": "N", **base, "definition": definition}
    if not library:
        monkeypatch.setitem(sys.modules, "jsonschema", None)
    told = tyk.fails("api", **wish)
    assert told.startswith("POST /api/apis") and "defect" not in told
    if library or "did you mean" in said:
        assert said.partition(": ")[0] in told and ("did you mean" not in said or "(did you mean" in told)
        assert said.partition(": ")[0] in tyk.fails("config", config={"apis": [wish]})


def test_on_updates_too(servers):
    tyk = Tyk()
    tyk.ok("api", name="N", **OAS)
    told = tyk.fails("api", name="N", definition=paths({"respones": {}}))
    assert told.startswith("PUT ") and "definition.paths./a.get: responses is needed there" in told
    assert "definition.paths./a.get.respones: no such field is known (did you mean responses?)" in told


@pytest.mark.parametrize("platform", SERVERS)
@pytest.mark.parametrize(
    "base", [CLASSIC, OAS, {**OAS, "definition": NEWER}, {**OAS, "definition": paths({"responses": {}})}]
)
def test_what_meets_the_schema_is_made_and_is_the_same_the_second_time(platform, base):
    tyk, wish = SERVERS[platform](), {"name": "N", "validate": "schema", **base}
    if "responses" in str(base):
        wish["definition"] = paths({"responses": {"200": {"description": ""}}})
    assert tyk.ok("api", check=True, **wish)["changed"] and tyk.ok("api", **wish)["changed"]
    assert not tyk.ok("api", **wish)["changed"]
    config = {"apis": [{name: value for name, value in wish.items() if name != "validate"}]}
    assert not tyk.ok("config", config=config, validate="schema")["changed"]


def test_streams_have_a_schema_of_their_own():
    """They need no upstream."""
    tyk, stream = Tyk(), {"streams": {"s": {"input": {"http_server": {}}, "output": {"drop": {}}}}}
    wish = {
        "name": "S",
        "listen_path": "/s/",
        "definition": {**DOCUMENT, "x-tyk-streaming": stream},
        "validate": "schema",
    }
    assert tyk.ok("api", **wish)["changed"] and not tyk.ok("api", **wish)["changed"]
    wish["definition"]["paths"] = {"/a": {"get": {}}}
    assert "definition.paths./a.get: responses is needed there" in tyk.fails("api", **wish)


def test_what_the_schemas_cannot_do(servers, monkeypatch):
    tyk = Tyk()
    wish = {"name": "N", **CLASSIC, "validate": "schema"}
    tyk.control("PUT", "faults", [{"method": "GET", "path": "/api/schemas/apidefs", "status": 404, "times": 9}])
    assert "leave validate: schema out" in tyk.fails("api", **wish)
    tyk.control("DELETE", "faults")
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    assert "needs the Python library jsonschema" in tyk.fails("api", **wish)
    assert "needs the Python library jsonschema" in tyk.fails(
        "config", validate="schema", config={"apis": [{"name": "N", **CLASSIC}]}
    )
    assert not tyk.writes()
    told = tyk.fails("config", config={"apis": [{"name": "N", **CLASSIC, "validate": "schema"}]})
    assert "validate: no such option" in told  # it is one of the whole task
