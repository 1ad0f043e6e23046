# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The values of APIs: what is zero and what is nothing, what Tyk fills in, what templates make of numbers."""

from __future__ import annotations

import json

import pytest
from gateway_runner import Gate
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._data.merge import exactly, merge, same
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import CLASSIC
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import OAS
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.api import GATEWAY_API, GATEWAY_OAS

BOTH = pytest.mark.parametrize("server", [Tyk, Gate], ids=["dashboard", "gateway"])
EITHER = pytest.mark.parametrize("strategy", ["merge", "replace"])
MADE = {"name": "A", "listen_path": "/a/", "target_url": "http://up.example/"}
VERSION = "version_data.versions.Default"
PATHS = f"{VERSION}.extended_paths"
ENTRY = {"path": "/x", "method": "GET"}


def at(path, value):
    """A definition with this value at a dotted path; a number is the index of a list with one item."""
    for step in reversed(path.split(".")):
        value = [value] if step == "0" else {step: value}
    return value


def found(value, path):
    for step in path.split("."):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def classic(tyk):
    """The stored definition of the one API there is."""
    (api,) = tyk.ok("api_info")["apis"]
    if isinstance(tyk, Gate):
        return tyk.ask("GET", f"/tyk/apis/{api['api_id']}")[1]
    return tyk.read(f"/api/apis/{api['api_id']}")["api_definition"]


def document(tyk):
    (api,) = tyk.ok("api_info")["apis"]
    if isinstance(tyk, Gate):
        return tyk.ask("GET", f"/tyk/apis/oas/{api['api_id']}")[1]
    return tyk.read(f"/api/apis/oas/{api['api_id']}")


def writes(tyk):
    """The requests since the last look that change something."""
    return tyk.changes() if isinstance(tyk, Gate) else tyk.writes()


def settle(tyk, definition, **how):
    """Apply: as check mode says, and once."""
    params = {**MADE, "definition": definition, **how}
    planned, done = tyk.ok("api", check=True, **params), tyk.ok("api", **params)
    assert planned["changed"] and done["changed"] and planned["diff"] == done["diff"]
    assert json.dumps(done["diff"]["before"]) != json.dumps(done["diff"]["after"])  # to Python, 0 is False
    writes(tyk)
    again = tyk.ok("api", **params)
    assert not again["changed"], again["diff"]
    assert not writes(tyk) and not tyk.warnings(again)
    return done


# Where a classic API keeps what is the user's own, and something in it.
TEXTS = {
    f"{VERSION}.global_headers": {"X-Debug": ""},
    f"{VERSION}.global_response_headers": {"X-Debug": ""},
    f"{PATHS}.transform_headers.0": {**ENTRY, "act_on": False, "add_headers": {"X-Empty": ""}},
    f"{PATHS}.transform_response_headers.0": {**ENTRY, "add_headers": {"X-Empty": ""}},
    f"{PATHS}.mock_response.0": {**ENTRY, "code": 200, "headers": {"X-Empty": ""}},
    f"{PATHS}.white_list.0": {**ENTRY, "method_actions": {"GET": {"action": "reply", "headers": {"X-Empty": ""}}}},
    "graphql.proxy.auth_headers": {"X-Empty": ""},
    "graphql.proxy.request_headers": {"X-Empty": ""},
    "graphql.supergraph.global_headers": {"X-Empty": ""},
    "uptime_tests.check_list.0": {"url": "http://x.example/", "headers": {"X-Empty": ""}},
    "jwt_scope_to_policy_mapping": {"scope": ""},
}
ODD = {"flag": False, "count": 0, "text": "", "none": {}, "list": [], "deep": {"off": False, "list": [0, {"a": ""}]}}
ANYTHING = {
    "config_data": ODD,
    "custom_middleware.id_extractor.extractor_config": ODD,
    "auth_provider.meta": ODD,
    "session_provider.meta": ODD,
    "response_processors.0": {"name": "header_injector", "options": ODD},
    f"{PATHS}.validate_json.0": {**ENTRY, "schema": {"type": "object", "minProperties": 0, "default": {}}},
    f"{PATHS}.persist_graphql.0": {**ENTRY, "operation": "q", "variables": ODD},
    "event_handlers.events.QuotaExceeded.0": {"handler_name": "eh_log_handler", "handler_meta": {"prefix": ""}},
    "graphql.engine.data_sources.0": {"kind": "REST", "name": "d", "config": ODD},
}


def completed(definition):
    """With what Tyk's schema demands beside it."""
    if "graphql" in definition:
        definition["graphql"]["enabled"] = False
    if "version_data" in definition:
        definition["version_data"]["not_versioned"] = True
        definition["version_data"]["versions"]["Default"]["name"] = "Default"
    return definition


def holds(stored, asked):
    """Whether what is asked is in what is stored, with every zero of it."""
    if isinstance(asked, dict):
        return isinstance(stored, dict) and all(key in stored and holds(stored[key], asked[key]) for key in asked)
    if isinstance(asked, list):
        return isinstance(stored, list) and all(map(holds, stored, asked)) and len(stored) == len(asked)
    return stored == asked and isinstance(stored, bool) is isinstance(asked, bool)


@pytest.mark.parametrize("kind", [CLASSIC, GATEWAY_API], ids=["dashboard", "gateway"])
@pytest.mark.parametrize("path", [*TEXTS, *ANYTHING])
def test_each_zero_counts(path, kind):
    whole = {"api_definition": at(path, {**TEXTS, **ANYTHING}[path])}
    bare = {"api_definition": at(path, emptied({**TEXTS, **ANYTHING}[path]))}
    assert not same(bare, whole, kind.fields.rules) and not same(whole, bare, kind.fields.rules)


def emptied(value):
    """The same without what is in the user's own map."""
    if isinstance(value, dict) and {"path", "url", "name", "kind", "action", "handler_name"} & value.keys():
        return {key: emptied(item) for key, item in value.items()}
    return {} if isinstance(value, dict) and "GET" not in value else {"GET": {}} if isinstance(value, dict) else value


@EITHER
@BOTH
def test_zero_is_a_value_in_what_is_the_users_own(server, strategy):
    tyk, every = server(), {**TEXTS, **ANYTHING}
    tyk.ok("api", **MADE, format="classic")
    definition = {}
    for path, value in every.items():
        definition = merge(definition, at(path, value))
    settle(tyk, completed(definition), strategy=strategy)
    assert not [path for path, value in every.items() if not holds(found(classic(tyk), path), value)]
    exported = tyk.ok("config_info")["config"]
    assert not tyk.ok("config", config=exported)["changed"]
    elsewhere = server()
    elsewhere.ok("config", config=exported)
    assert not [path for path, value in every.items() if not holds(found(classic(elsewhere), path), value)]
    assert elsewhere.ok("config_info")["config"] == exported


@BOTH
def test_from_one_zero_to_another_and_to_nothing(server):
    tyk = server()
    tyk.ok("api", **MADE, definition={"config_data": {"a": 0, "b": {"c": ""}, "l": [{"d": False}]}})
    for change in ({"a": False}, {"a": ""}, {"a": []}, {"b": {"c": 0}}, {"l": [{"d": 0}]}, {"l": [{}]}, {"a": None}):
        settle(tyk, {"config_data": change})
    assert classic(tyk)["config_data"] == {"b": {"c": 0}, "l": [{}]}


@BOTH
def test_null_is_a_value_where_there_is_nothing_that_it_could_take_away(server):
    tyk, odd = server(), {"a": None, "l": [{"n": None}], "m": {"n": None}}
    tyk.ok("api", **MADE, definition={"config_data": odd})
    assert classic(tyk)["config_data"] == odd
    assert not tyk.ok("api", **MADE, definition={"config_data": odd})["changed"]
    assert not tyk.ok("api", **MADE, definition={"config_data": {"new": None}})["changed"]
    exported = tyk.ok("config_info")["config"]
    assert not tyk.ok("config", config=exported)["changed"]
    elsewhere = server()
    elsewhere.ok("config", config=exported)
    assert classic(elsewhere)["config_data"] == odd


@BOTH
def test_in_tyks_own_fields_zero_is_nothing(server):
    tyk = server()
    tyk.ok("api", **MADE, format="classic")
    own = {"session_lifetime": 0, "use_keyless": False, "tags": [], "CORS": {"enable": False, "allowed_origins": []}}
    assert not tyk.ok("api", **MADE, definition=own)["changed"]


RESPONSES = {"200": {"description": "ok"}}


def get(**fields):
    return {"paths": {"/x": {"get": {"responses": RESPONSES, **fields}}}}


def schema(**fields):
    return {"components": {"schemas": {"S": {"type": "object", **fields}}}}


# Documents, and the same with one thing more or less: a zero that is a value.
DOCUMENTS = [
    (get(), get(responses={"200": {"description": "ok", "content": {"application/json": {}}}})),
    (get(responses={"200": {"description": "x"}}), get(responses={"200": {"description": ""}})),
    (get(), get(security=[])),
    (get(), get(servers=[])),
    (get(), {"paths": {"/x": get()["paths"]["/x"], "/empty": {}}}),
    (schema(), {"components": {"schemas": {"S": {"type": "object"}, "Any": {}}}}),
    (schema(), schema(properties={"a": {}})),
    (schema(), schema(properties={"password": {"type": "string", "default": ""}})),
    (schema(), schema(additionalProperties=False)),
    (schema(additionalProperties=False), schema(additionalProperties={})),
    *(
        (schema(), schema(**{name: 0}))
        for name in ("minimum", "maximum", "maxLength", "maxItems", "default", "example")
    ),
    (schema(), schema(default=False)),
    (schema(default=False), schema(default=0)),
    (schema(default=""), schema(default={})),
    (schema(enum=["", 1]), schema(enum=[0, 1])),
    (schema(example={"count": 3, "ok": False}), schema(example={"count": 3})),
    (schema(example={"n": None}), schema(example={"n": {}})),
    (schema(example={"n": 1}), schema(example={"n": None})),
    ({"x-own": {"a": 1}}, {"x-own": {"a": 0}}),
    ({"x-own": {"a": 0, "b": [], "c": {}}}, {"x-own": {"a": 0}}),
    ({"x-own": 0}, {"x-own": False}),
]


@pytest.mark.parametrize("kind", [OAS, GATEWAY_OAS], ids=["dashboard", "gateway"])
@pytest.mark.parametrize(("before", "after"), DOCUMENTS, ids=[json.dumps(after)[:60] for _before, after in DOCUMENTS])
def test_each_zero_of_a_document_counts(before, after, kind):
    rules = kind.fields.rules
    was, wanted = {"oas": before}, {"oas": exactly(after)}
    assert not same(was, {"oas": after}, rules) and not same({"oas": after}, was, rules)
    assert holds(merge(was, wanted, rules)["oas"], after) and merge({"oas": after}, wanted, rules)["oas"] is after


@BOTH
@pytest.mark.parametrize("step", [0, 1, 2])
def test_zero_is_a_value_in_an_openapi_document(step, server):
    tyk, start = server(), {"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {}}
    for before, after in DOCUMENTS[step::3]:
        tyk.ok("api", **MADE, openapi={**start, **before})
        params = {**MADE, "openapi": {**start, **after}}
        planned, done = tyk.ok("api", check=True, **params), tyk.ok("api", **params)
        assert planned["changed"] and done["changed"] and planned["diff"] == done["diff"] and not tyk.warnings(done)
        assert holds(document(tyk), after)
        assert not tyk.ok("api", **params)["changed"]
    exported = tyk.ok("config_info")["config"]
    assert not tyk.ok("config", config=exported)["changed"]
    elsewhere = server()
    elsewhere.ok("config", config=exported)
    assert holds(document(elsewhere), after)


# What Tyk's library leaves out when it is empty: to name it is to name nothing.
HOLLOW = [
    get(deprecated=False, tags=[], parameters=[], description="", callbacks={}),
    get(
        parameters=[{"name": "q", "in": "query", "required": False, "deprecated": False, "schema": {"type": "string"}}]
    ),
    schema(nullable=False, readOnly=False, uniqueItems=False, required=None, title="", exclusiveMinimum=False),
    schema(minLength=0, minItems=0, minProperties=0, properties={}, pattern="", default=None),
    {"components": {}, "tags": [], "servers": [], "security": []},
    {"components": {"schemas": {}, "parameters": {}}},
    {"tags": [{"name": "t", "description": ""}]},
]


@BOTH
@pytest.mark.parametrize("fields", HOLLOW, ids=json.dumps)
def test_what_tyk_leaves_out_is_nothing(fields, server):
    tyk, start = server(), {"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {}}
    params = {**MADE, "definition": {**start, **fields}}
    assert not tyk.warnings(tyk.ok("api", **params))
    for strategy in ("merge", "replace"):
        again = tyk.ok("api", **params, strategy=strategy)
        assert not again["changed"], again["diff"]
    plain = {name: value for name, value in fields.items() if value is not None}
    assert not tyk.ok("api", **MADE, openapi={**start, **plain})["changed"]


def test_an_extension_of_a_document_is_set_by_the_option():
    tyk = Tyk()
    given = {"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {}}
    tyk.ok("api", **MADE, openapi=given)
    assert tyk.ok("api", **MADE, openapi={**given, "x-logo": {"url": ""}})["changed"]
    assert document(tyk)["x-logo"] == {"url": ""}
    assert "x-a.b" in tyk.fails("api", **MADE, openapi={**given, "x-a.b": 1})


@BOTH
def test_zero_is_a_value_in_data_of_plugins(server):
    tyk, path = server(), "x-tyk-api-gateway.middleware.global.pluginConfig"
    tyk.ok("api", **MADE, format="oas")
    settle(tyk, at(path, {"data": {"enabled": True, "value": ODD}}))
    assert found(document(tyk), path)["data"]["value"] == ODD


@EITHER
@BOTH
@pytest.mark.parametrize("field", [{"version": "1"}, {"version": "2"}, {"execution_mode": "proxyOnly"}], ids=json.dumps)
def test_what_is_named_is_no_filling(field, server, strategy):
    tyk = server()
    tyk.ok("api", **MADE, format="classic")
    settle(tyk, {"graphql": {"enabled": True, **field}}, strategy=strategy)
    assert holds(classic(tyk)["graphql"], field)
    exported = tyk.ok("config_info")["config"]
    elsewhere = server()
    elsewhere.ok("config", config=exported)
    assert holds(classic(elsewhere)["graphql"], field)


@BOTH
def test_from_one_version_of_graphql_to_another(server):
    tyk = server()
    tyk.ok("api", **MADE, definition={"graphql": {"enabled": True, "version": "1"}})
    settle(tyk, {"graphql": {"version": "2"}})
    assert classic(tyk)["graphql"]["version"] == "2"


TYPES = [
    ("session_lifetime", "3600", 3600),
    ("session_lifetime", " 3600.0 ", 3600),
    ("use_keyless", "true", True),
    ("use_keyless", "True", True),
    ("enable_context_vars", "yes", True),
    ("global_rate_limit.rate", "1.5", 1.5),
    ("global_rate_limit.rate", "60", 60),
    ("cache_options.cache_response_codes", ["200", 404], [200, 404]),
    ("CORS.max_age", "24", 24),
    (f"{VERSION}.global_size_limit", "7", 7),
    (f"{PATHS}.size_limits.0", {**ENTRY, "size_limit": "5"}, {**ENTRY, "size_limit": 5}),
]


@BOTH
@pytest.mark.parametrize(("path", "given", "stored"), TYPES)
def test_a_text_is_taken_for_what_the_field_is(path, given, stored, server):
    tyk = server()
    tyk.ok("api", **MADE, format="classic")
    settle(tyk, completed(at(path, given)))
    assert holds(found(classic(tyk), path), stored)
    assert not tyk.ok("api", **MADE, definition=completed(at(path, stored)))["changed"]


def test_a_text_stays_one_where_the_data_are_the_users_own():
    tyk = Tyk()
    tyk.ok("api", **MADE, definition={"config_data": {"a": "1", "b": "true"}, "domain": "1"})
    assert classic(tyk)["config_data"] == {"a": "1", "b": "true"} and classic(tyk)["domain"] == "1"


def test_what_is_around_a_definition_has_types_and_names_as_well():
    tyk, inner = Tyk(), {"proxy": {"listen_path": "/a/", "target_url": "http://up.example/"}}
    tyk.ok("api", name="A", definition={"api_definition": inner, "is_site": "true", "sort_by": "3"})
    (wrapper,) = tyk.read("/api/apis?p=-1")["apis"]
    assert wrapper["is_site"] is True and wrapper["sort_by"] == 3
    wrong = {"api_definition": inner, "hook_reference": []}
    assert "did you mean hook_references?" in tyk.warnings(tyk.ok("api", name="B", check=True, definition=wrong))[0]
    assert "definition.sort_by" in tyk.fails("api", name="A", definition={"api_definition": inner, "sort_by": "x"})


OWN = "x-tyk-api-gateway"
OAS_TYPES = [
    (f"{OWN}.middleware.global.cors", {"enabled": "true", "maxAge": "5"}, {"enabled": True, "maxAge": 5}),
    (f"{OWN}.server.listenPath.strip", "false", None),
    (f"{OWN}.middleware.global.cache", {"enabled": "on", "cacheResponseCodes": ["200"]}, {"cacheResponseCodes": [200]}),
    ("components.schemas.S", {"type": "string", "maxLength": "0"}, {"type": "string", "maxLength": 0}),
    ("components.schemas.S", {"type": "string", "example": "0"}, {"type": "string", "example": "0"}),
]


@BOTH
@pytest.mark.parametrize(("path", "given", "stored"), OAS_TYPES)
def test_a_text_is_taken_for_what_the_field_is_in_a_document(path, given, stored, server):
    tyk = server()
    tyk.ok("api", **MADE, format="oas")
    settle(tyk, at(path, given))
    if stored is None:
        assert "strip" not in document(tyk)[OWN]["server"]["listenPath"]
    else:
        assert holds(found(document(tyk), path), stored)


@BOTH
@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ({"session_lifetime": "an hour"}, "definition.session_lifetime has to be a whole number"),
        ({"session_lifetime": "1.5"}, "definition.session_lifetime has to be a whole number"),
        ({"use_keyless": "maybe"}, "definition.use_keyless has to be true or false"),
        ({"global_rate_limit": {"rate": "1 / s"}}, "definition.global_rate_limit.rate has to be a number"),
        ({OWN: {"server": {"listenPath": {"strip": "no way"}}}}, f"definition.{OWN}.server.listenPath.strip"),
    ],
)
def test_a_text_that_is_no_number_is_refused_before_anything_is_written(definition, said, check, server):
    tyk = server()
    tyk.ok("api", **MADE, format="oas" if OWN in definition else "classic")
    writes(tyk)
    assert said in tyk.fails("api", check=check, **MADE, definition=definition)
    item = {**MADE, "definition": definition}
    assert said in tyk.fails("config", check=check, config={"apis": [item]})
    assert not writes(tyk)


# What no version of Tyk has, and what was probably meant.
STRANGE = [
    ({"use_keyles": True}, "api_definition.use_keyles", "use_keyless"),
    ({"global_headers": {"X": "1"}}, "api_definition.global_headers", ""),
    ({"CORS": {"enabled": True}}, "api_definition.CORS.enabled", "enable"),
    ({"cache_options": {"enabled_cache": True}}, "api_definition.cache_options.enabled_cache", "enable_cache"),
    ({OWN: {"server": {"slug": "a"}}}, f"oas.{OWN}.server.slug", ""),
    ({OWN: {"middleware": {"global": {"cor": {"enabled": True}}}}}, f"oas.{OWN}.middleware.global.cor", "cors"),
]


@BOTH
@pytest.mark.parametrize(("definition", "path", "meant"), STRANGE, ids=[path for _what, path, _meant in STRANGE])
def test_a_field_that_tyk_does_not_keep_changes_nothing(definition, path, meant, server):
    tyk, params = server(), {**MADE, "definition": definition}
    strategy = "replace" if len(path) % 2 else "merge"
    tyk.ok("api", **MADE, format="oas" if OWN in definition else "classic")
    hint = f"(did you mean {meant}?)" if meant else ""
    planned = tyk.ok("api", check=True, **params, strategy=strategy)
    (warning,) = [text for text in tyk.warnings(planned) if path in text]
    assert hint in warning and "If this one does not keep it, the run says so" in warning
    for _run in "ab":
        done = tyk.ok("api", **params, strategy=strategy)
        assert not done["changed"] and done["diff"]["before"] == done["diff"]["after"]
        (warning,) = [text for text in tyk.warnings(done) if path in text]
        assert hint in warning and "did not keep" in warning
    planned = tyk.ok("config", check=True, config={"apis": [params]}, strategy=strategy)
    assert [path in text for text in tyk.warnings(planned)] == [True]
    done = tyk.ok("config", config={"apis": [params]}, strategy=strategy)
    assert not done["changed"] and not done["changes"] and done["summary"]["apis"]["unchanged"] == 1
    assert [path in text for text in tyk.warnings(done)] == [True]
    kept = tyk.ok("api", **MADE, definition={**definition, **({} if OWN in definition else {"do_not_track": True})})
    assert kept["changed"] is (OWN not in definition)


@BOTH
def test_a_new_api_with_a_field_that_tyk_does_not_keep(server):
    tyk, params = server(), {**MADE, "definition": {"use_keyles": True}}
    assert "use_keyless" in tyk.warnings(tyk.ok("api", check=True, **params))[0]
    done = tyk.ok("api", **params)
    assert done["changed"] and "did you mean use_keyless?" in tyk.warnings(done)[0]


LIMIT = {"upstream": {"rateLimit": {"enabled": True, "rate": 1, "per": "60s"}}}
OURS = {
    "middleware": {
        "global": {"pluginConfig": {"driver": "goplugin", "data": {"enabled": True, "value": {"per": "60s"}}}}
    }
}
EXAMPLE = {"200": {"description": "x", "content": {"application/json": {"example": {"timeout": "60s"}}}}}
HARD = {"hard_timeouts": [{"path": "/a", "method": "GET", "timeout": 60, "duration": "60s"}]}
DURATIONS = {
    "classic": {
        "config_data": {"timeout": "60s", "deep": [{"per": "90s"}]},
        "version_data": {"versions": {"Default": {"name": "Default", "extended_paths": HARD}}},
    },
    "oas": {"x-own": {"per": "60s"}, "paths": {"/a": {"get": {"responses": EXAMPLE}}}, OWN: {**LIMIT, **OURS}},
}


@BOTH
@pytest.mark.parametrize("strategy", ["merge", "replace"])
@pytest.mark.parametrize("style", DURATIONS)
def test_a_duration_is_what_tyk_calls_it_and_a_text_of_the_users_is_not(style, strategy, server):
    tyk, wish = server(), {**MADE, "format": style, "definition": DURATIONS[style], "strategy": strategy}
    assert tyk.ok("api", **wish)["changed"]
    for check in (True, False):
        again = tyk.ok("api", check=check, **wish)
        assert not again["changed"] and not tyk.warnings(again)
    told = str(tyk.ok("api_info", name=MADE["name"])["apis"][0]["definition"])
    assert told.count("'1m'") == 1 and told.count("60s") == {"classic": 1, "oas": 3}[style]


def test_each_object_of_a_configuration_is_named():
    tyk = Tyk()
    apis = [{**MADE, "name": name, "listen_path": f"/{name}/", "definition": {"use_keyles": True}} for name in "ab"]
    for check in (True, False):
        told = tyk.warnings(tyk.ok("config", check=check, config={"apis": apis}))
        assert [name for name in "ab" for text in told if f"API {name!r}" in text] == ["a", "b"] and len(told) == 2


def test_a_field_that_tyk_keeps_is_not_warned_of():
    tyk, params = Tyk(), {**MADE, "definition": {"is_site": True}}
    for check in (True, False):
        assert not tyk.warnings(tyk.ok("api", check=check, **params))


@BOTH
@pytest.mark.parametrize("value", ["", None])
def test_an_id_that_is_empty_is_no_wish_to_take_the_id_away(value, server):
    tyk = server()
    for definition in ({"name": "A", "api_id": value}, {OWN: {"info": {"name": "B", "id": value}}}):
        params = {"listen_path": f"/{len(definition)}/", "target_url": "http://up.example/", "definition": definition}
        ident = tyk.ok("api", **params)["api"]["api_id"]
        again = tyk.ok("api", **params)
        assert not again["changed"] and again["api"]["api_id"] == ident
        changed = tyk.ok("api", **{**params, "target_url": "http://other.example/"})
        assert changed["changed"] and changed["api"]["api_id"] == ident


TOKEN = {"auth_header_name": "Z"}


@EITHER
@BOTH
@pytest.mark.parametrize(
    "definition",
    [
        {"auth": TOKEN},
        {"auth_configs": {"authToken": TOKEN}},
        {"auth": TOKEN, "auth_configs": {"authToken": TOKEN}},
        {"auth": {"use_cookie": True, "cookie_name": "c"}},
        {"auth_configs": {"basic": {"auth_header_name": "B"}}},
        {"scopes": {"jwt": {"scope_claim_name": "s"}}},
        {"jwt_scope_claim_name": "s"},
        {"use_go_plugin_auth": True},
        {"definition": {"location": "header", "key": "v", "strip_path": True}},
    ],
    ids=json.dumps,
)
def test_fields_that_tyk_keeps_in_two_places(definition, server, strategy):
    tyk = server()
    tyk.ok("api", **MADE, format="classic")
    settle(tyk, definition, strategy=strategy)
    fresh = server()
    settle(fresh, definition, strategy=strategy)


OTHER = {"use_cookie": True, "cookie_name": "c"}


@EITHER
@pytest.mark.parametrize(
    "definition",
    [
        {"auth": TOKEN, "auth_configs": None},
        {"auth": TOKEN, "auth_configs": {"authToken": None}},
        {"auth": TOKEN, "auth_configs": {"authToken": {"auth_header_name": None}}},
        {"auth": TOKEN, "auth_configs": {"authToken": {**TOKEN, **OTHER}}},
        {"auth": {**TOKEN, "use_cookie": None}, "auth_configs": {"authToken": OTHER}},
        {"auth": None, "auth_configs": {"authToken": TOKEN}},
        {"auth": {"auth_header_name": "", "use_param": False}, "auth_configs": {"authToken": TOKEN}},
    ],
    ids=json.dumps,
)
def test_null_in_one_of_two_places_yields_to_a_value_in_the_other(definition, strategy):
    for there in ({}, {"auth_configs": {"authToken": {"auth_header_name": "old"}, "basic": {"auth_header_name": "B"}}}):
        tyk = Tyk()
        tyk.ok("api", **MADE, format="classic", definition=there)
        settle(tyk, definition, strategy=strategy)
        inner = classic(tyk)
        configs = inner["auth_configs"]
        assert inner["auth"] == configs["authToken"] and inner["auth"]["auth_header_name"] == "Z"
        assert inner["auth"]["use_cookie"] is ("cookie_name" in json.dumps(definition))
        gone = strategy == "replace" or definition.get("auth_configs", 0) is None
        assert ("basic" in configs) is (bool(there) and not gone)
    settle(Tyk(), definition, strategy=strategy)


@pytest.mark.parametrize("there", [False, True], ids=["new", "there"])
@pytest.mark.parametrize("bulk", [False, True], ids=["task", "configuration"])
def test_two_values_for_what_tyk_keeps_in_two_places_are_refused(there, bulk):
    tyk = Tyk()
    if there:
        tyk.ok("api", **MADE, format="classic")
    wish = {**MADE, "definition": {"auth": TOKEN, "auth_configs": {"authToken": {"auth_header_name": "Y"}}}}
    tyk.log()
    for check in (True, False):
        said = (
            tyk.fails("config", check=check, config={"apis": [wish]}) if bulk else tyk.fails("api", check=check, **wish)
        )
        assert "auth.auth_header_name and auth_configs.authToken.auth_header_name contradict each other" in said
    assert not tyk.writes()


@EITHER
@BOTH
@pytest.mark.parametrize("strip", [None, False, True])
def test_a_definition_that_says_where_an_api_listens_says_all_of_it(strip, server, strategy):
    listen = {"value": "/hello/", **({} if strip is None else {"strip": strip})}
    whole = {
        "openapi": "3.0.3",
        "info": {"title": "A", "version": "1"},
        "paths": {},
        OWN: {
            "info": {"name": "A", "state": {"active": True}},
            "upstream": {"url": "http://up.example/"},
            "server": {"listenPath": listen},
        },
    }
    tyk, params = server(), {"definition": whole, "strategy": strategy}
    tyk.ok("api", **params)
    assert bool(document(tyk)[OWN]["server"]["listenPath"].get("strip")) is bool(strip)
    assert not tyk.ok("api", **params)["changed"]
    proxy = {"listen_path": "/old/", "target_url": "http://up.example/"}
    if strip is not None:
        proxy["strip_listen_path"] = strip
    other = server()
    other.ok("api", definition={"name": "A", "proxy": proxy}, strategy=strategy)
    assert classic(other)["proxy"]["strip_listen_path"] is bool(strip)
    assert not other.ok("api", definition={"name": "A", "proxy": proxy}, strategy=strategy)["changed"]


@BOTH
def test_an_update_that_says_where_an_api_listens_leaves_the_rest(server):
    tyk = server()
    tyk.ok("api", **MADE, format="oas")
    tyk.ok("api", name="A", definition=at(f"{OWN}.server.listenPath.value", "/b/"))
    assert document(tyk)[OWN]["server"]["listenPath"] == {"value": "/b/", "strip": True}


SERVERS = [
    [{"url": "https://api.example.com/a/"}],
    [{"url": "https://api.example.com/a/"}, {"url": "https://eu.example.com/a"}],
    [{"url": "https://api.example.com/other"}, {"url": "https://api.example.com/a"}],
]


@EITHER
@BOTH
@pytest.mark.parametrize("servers", SERVERS)
def test_servers_of_the_user_are_not_taken_for_tyks(servers, server, strategy):
    tyk = server()
    tyk.ok("api", **MADE, format="oas")
    settle(tyk, {"openapi": "3.0.3", "servers": servers}, strategy=strategy)
    assert document(tyk)["servers"][-len(servers) :] == servers
    exported = tyk.ok("config_info")["config"]
    assert exported["apis"][0]["definition"]["servers"] == servers
    elsewhere = server()
    elsewhere.ok("config", config=exported)
    assert document(elsewhere)["servers"] == document(tyk)["servers"]


@BOTH
@pytest.mark.parametrize("path", ["/a/", "/a/{id:[0-9]+}/", "/"])
def test_the_servers_that_tyk_adds_are_not_exported(path, server):
    tyk = server()
    tyk.ok("api", **{**MADE, "listen_path": path}, format="oas")
    assert document(tyk)["servers"]
    assert not tyk.ok("config_info")["config"]["apis"][0]["definition"].get("servers")


@pytest.mark.parametrize(
    ("transport", "shown"),
    [
        ({"ssl_max_version": 772}, 771),
        ({"ssl_max_version": 771}, 771),
        ({"ssl_min_version": 770}, 770),
        ({"ssl_min_version": 772, "ssl_max_version": 771}, 772),
    ],
)
@EITHER
def test_a_gateway_has_its_own_mind_about_the_version_of_tls(transport, shown, strategy):
    tyk = Gate()
    tyk.ok("api", **MADE, format="classic")
    params = {**MADE, "definition": {"proxy": {"transport": transport}}, "strategy": strategy}
    assert tyk.ok("api", **params)["changed"] and classic(tyk)["proxy"]["transport"]["ssl_max_version"] == shown
    again = tyk.ok("api", **params)
    assert not again["changed"] and not tyk.warnings(again)


@pytest.mark.parametrize(
    ("transport", "shown"),
    [
        ({"maxVersion": "1.3"}, "1.2"),
        ({"minVersion": "1.3", "maxVersion": "1.3"}, "1.3"),
        ({"minVersion": "1.1"}, "1.1"),
    ],
)
def test_so_it_has_for_oas_apis(transport, shown):
    tyk, path = Gate(), f"{OWN}.upstream.tlsTransport"
    tyk.ok("api", **MADE, format="oas")
    params = {**MADE, "definition": at(path, transport)}
    assert tyk.ok("api", **params)["changed"] and found(document(tyk), path)["maxVersion"] == shown
    again = tyk.ok("api", **params)
    assert not again["changed"] and not tyk.warnings(again)


def test_a_create_may_bring_fields_that_a_schema_does_not_know():
    tyk = Tyk()
    tyk.ok("api", **MADE, definition={"x_of_another_tool": True})
    assert classic(tyk)["name"] == "A"


@pytest.mark.parametrize("paths", [{}, {"paths": {}}], ids=["left out", "empty"])
def test_a_schema_that_demands_what_may_be_empty(paths):
    tyk = Tyk()
    item = {**MADE, "format": "oas", "definition": {OWN: {"middleware": {"global": {"cors": {"enabled": False}}}}}}
    item["definition"] |= paths
    assert tyk.ok("config", config={"apis": [item]}, validate="schema")["changed"]
    assert not tyk.ok("config", config={"apis": [item]}, validate="schema")["changed"]


def test_what_has_no_order_is_exported_in_one():
    texts = set()
    for tags in (["c", "a", "b"], ["b", "c", "a"]):
        tyk = Tyk()
        tyk.ok("api", **MADE, definition={"tags": tags, "allowed_ips": ["10.0.0.2", "10.0.0.1"]})
        texts.add(json.dumps(tyk.ok("config_info")["config"]))
    assert len(texts) == 1 and '["a", "b", "c"]' in texts.pop()


def test_what_an_id_alone_tells_apart_is_exported_in_one_order():
    tyk = Tyk(quirks={"random-order"})
    api = tyk.ok("api", **MADE, definition={"use_oauth2": True})["api"]["api_id"]
    for name in "dbac":
        tyk.make(f"/api/apis/oauth/{api}", {"api_id": api, "client_id": name, "redirect_uri": "http://a.example"})
    texts = {json.dumps(tyk.ok("config_info", kinds=["oauth_clients"])["config"]) for _turn in range(5)}
    assert len(texts) == 1 and [item["client_id"] for item in json.loads(texts.pop())["oauth_clients"]] == [*"abcd"]


@BOTH
def test_members_of_a_document_are_exported_in_one_order(server):
    texts, members = set(), [("x-b", 1), ("tags", [{"name": "t"}]), ("paths", {}), ("x-a", 1), ("openapi", "3.0.3")]
    for turn in (members, members[::-1]):
        tyk = server()
        tyk.ok("api", **MADE, definition={**dict(turn), "info": {"title": "A", "version": "1"}})
        exported = tyk.ok("config_info")["config"]["apis"][0]["definition"]
        texts.add(json.dumps([name for name in exported if name not in ("components", "servers")]))
    assert texts == {json.dumps(["openapi", "info", "tags", "paths", "x-a", "x-b", OWN])}


def test_an_export_is_the_same_in_whatever_order_tyk_shows_things(tmp_path):
    tyk = Tyk(quirks=frozenset({"random-order"}))
    tyk.ok("api", **MADE, definition={"tags": ["a", "b", "c", "d"]})
    tyk.ok("policy", name="P", access_rights=[{"api": "A"}], tags=["a", "b", "c", "d"], rate=1, per=1)
    tyk.ok("key", alias="k", access_rights=[{"api": "A"}], tags=["a", "b", "c", "d"])
    tyk.ok("config_info", dest=str(tmp_path))
    assert not any(tyk.ok("config_info", dest=str(tmp_path))["changed"] for _time in range(5))


RIGHTS = [{"api": "A"}]
# An object of each kind, a field that Tyk does not have, and what was probably meant.
OTHERS = {
    "policy": ({"name": "P", "access_rights": RIGHTS, "rate": 1, "per": 1}, {"quota_maxx": 5}, "quota_max"),
    "key": ({"alias": "k", "access_rights": RIGHTS}, {"session_lifetimes": 5}, "session_lifetime"),
    "user": (
        {"email_address": "u@acme.example", "first_name": "U", "last_name": "V", "user_permissions": {"apis": "read"}},
        {"password_max_day": 5},
        "password_max_days",
    ),
    "user_group": ({"name": "G", "user_permissions": {"apis": "read"}}, {"descriptions": "x"}, "description"),
    "webhook": ({"name": "W", "target_path": "http://x.example/"}, {"event_time_out": 5}, "event_timeout"),
    "asset": ({"name": "S", "data": {"openapi": "3.0.3"}}, {"descriptions": "x"}, "description"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_so_it_is_with_fields_of_every_kind(kind):
    tyk, (params, definition, meant) = Tyk(), OTHERS[kind]
    tyk.ok("api", **MADE, format="classic")
    tyk.ok(kind, **params)
    (name,) = definition
    planned = tyk.ok(kind, check=True, **params, definition=definition)
    assert planned["changed"] and [f"{name} (did you mean {meant}?)" in text for text in tyk.warnings(planned)] == [
        True
    ]
    done = tyk.ok(kind, **params, definition=definition)
    assert not done["changed"] and [f"{name} (did you mean {meant}?)" in text for text in tyk.warnings(done)] == [True]


@pytest.mark.parametrize("kind", ["policy", "key"])
def test_so_it_is_with_those_of_a_gateway(kind):
    tyk, (params, definition, meant) = Gate(), OTHERS[kind]
    tyk.ok("api", **MADE, format="classic")
    tyk.ok(kind, **params)
    done = tyk.ok(kind, **params, definition=definition)
    assert not done["changed"] and f"did you mean {meant}?" in tyk.warnings(done)[0]


def test_nothing_in_a_document_is_a_secret_or_a_mask():
    tyk, start = Tyk(), {"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {}}
    own = {"password": "s3cret", "token": "********", "apiKey": "http://********@h/"}
    document = {
        **start,
        "components": {"examples": {"e": {"value": own}}, "schemas": {"password": {"default": "********"}}},
    }
    tyk.ok("api", **MADE, openapi=document)
    assert not tyk.ok("api", **MADE, openapi=document)["changed"]
    shown = tyk.ok("api_info")["apis"][0]["definition"]
    exported = tyk.ok("config_info")
    for told in (shown, exported["config"]["apis"][0]["definition"]):
        assert told["components"] == document["components"]
    assert not exported["omitted"]
    assert not tyk.ok("config", config=exported["config"], strategy="replace")["changed"]
