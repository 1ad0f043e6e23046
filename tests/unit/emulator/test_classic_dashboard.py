# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Classic definitions of a Dashboard: what its schema refuses, what its struct refuses, and what a read shows."""

from __future__ import annotations

import pytest
from emulator_world import World, wrapper

SCHEMA = (500, "Error while validating schema")
STRUCT = (403, "Request body malformed")


def in_version(**fields):
    return {"version_data": {"not_versioned": True, "versions": {"Default": {"name": "Default", **fields}}}}


def hard(entry):
    return in_version(extended_paths={"hard_timeouts": [entry]})


REFUSED = [
    # what the schema demands at depth
    ({"graphql": {"enabled": True, "playground": {"path": "/p"}}}, SCHEMA),
    ({"graphql": {"enabled": True, "proxy": {"request_headers_rewrite": {"a": {"value": "b"}}}}}, SCHEMA),
    ({"graphql": {"enabled": True, "last_schema_update": "yesterday"}}, SCHEMA),
    ({"request_signing": {"secret": "s"}}, SCHEMA),
    ({"upstream_auth": {"oauth": {"client_credentials": {"header": {"name": "x"}}}}}, SCHEMA),
    ({"upstream_auth": {"oauth": {"password": None}}}, SCHEMA),
    ({"jwt_jwks_uris": [{}]}, SCHEMA),
    ({"jwt_jwks_uris": [{"url": "keys"}]}, SCHEMA),
    ({"jwt_jwks_uris": [{"url": "http://keys", "cache_timeout": "5 minutes"}]}, SCHEMA),
    ({"error_overrides": {"404": None}}, SCHEMA),
    ({"error_overrides": {"404": [{}]}}, SCHEMA),
    ({"error_overrides": {"404": [{"response": {"status_code": 410.5}}]}}, SCHEMA),
    ({"security_requirements": [None]}, SCHEMA),
    ({"security_requirements": [["a", 1]]}, SCHEMA),
    ({"security_requirement_scopes": [{"a": "b"}]}, SCHEMA),
    (hard(None), SCHEMA),
    (hard({"timeout": 1.5}), SCHEMA),
    (hard({"duration": "1h"}), SCHEMA),
    (in_version(global_enforce_timeout="soon"), SCHEMA),
    (in_version(paths={"ignored": {}}), SCHEMA),
    ({"session_provider": {"storage_engine": "redis"}}, SCHEMA),
    # what only the struct refuses
    ({"cache_options": {"cache_timeout": 1.5}}, STRUCT),
    ({"cache_options": {"cache_timeout": "60"}}, STRUCT),
    ({"cache_options": {"cache_response_codes": [200.0]}}, STRUCT),
    ({"session_lifetime": 1.5}, STRUCT),
    ({"listen_port": 1.0}, STRUCT),
    ({"expire_analytics_after": 2**63}, STRUCT),
    ({"jwt_issued_at_validation_skew": -1}, STRUCT),
    ({"CORS": {"max_age": 1.5}}, STRUCT),
    ({"CORS": {"allowed_origins": "*"}}, STRUCT),
    ({"basic_auth": {"cache_ttl": True}}, STRUCT),
    ({"tags": [1]}, STRUCT),
    ({"config_data": {"much": [{"deep": 10**400}]}}, STRUCT),
    ({"proxy": {"target_url": "http://x", "transport": {"ssl_min_version": 70000}}}, STRUCT),
    ({"uptime_tests": {"check_list": [{"timeout": "10s"}]}}, STRUCT),
    (hard({"timeout": 1.0}), STRUCT),
    (in_version(extended_paths={"circuit_breakers": [{"samples": 1.5}]}), STRUCT),
    (in_version(extended_paths={"url_rewrites": [{"triggers": [{"options": {"payload_matches": []}}]}]}), STRUCT),
    ({"event_handlers": {"events": {"AuthFailure": [{"handler_meta": []}]}}}, STRUCT),
    ({"id": "x"}, STRUCT),
]


@pytest.mark.parametrize(("fields", "refusal"), REFUSED)
def test_what_is_refused_changes_nothing(world, fields, refusal):
    body = wrapper("Odd", **fields)
    api = world.api("Whole")
    whole = world.ok("GET", f"/api/apis/{api}")
    for method, target in (("POST", "/api/apis"), ("PUT", f"/api/apis/{api}")):
        status, answer = world.call(method, target, body)
        assert (status, answer["Message"]) == refusal and answer["Status"] == "Error"
    assert world.ok("GET", f"/api/apis/{api}") == whole
    assert len(world.ok("GET", "/api/apis?p=-1")["apis"]) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"graphql": None},
        {"graphql": {"enabled": False, "playground": None}},
        {"graphql": {"enabled": False, "last_schema_update": "2026-01-02T03:04:05Z"}},
        {"hmac_allowed_clock_skew": 1.5},
        {"global_rate_limit": {"rate": 0.5, "per": 1.0}},
        {"security_requirement_scopes": [{"a": None, "b": ["c"]}]},
        {"error_overrides": {"404": []}},
        {"jwt_jwks_uris": [{"url": "https://keys.example/x", "cache_timeout": "1h30m"}]},
        in_version(global_enforce_timeout="1.5s"),
        hard({"duration": ""}),
        {"definition": None},
        {"version_data": {"not_versioned": True, "versions": None}},
    ],
)
def test_what_is_taken(world, fields):
    assert world.ok("GET", f"/api/apis/{world.api(**fields)}")["api_definition"]["name"] == "Orders"


def nulls(value, path=""):
    if isinstance(value, dict):
        return [one for name, item in value.items() for one in nulls(item, f"{path}.{name}")]
    if isinstance(value, list):
        return [one for item in value for one in nulls(item, f"{path}[]")]
    return [path] if value is None else []


def test_a_read_is_whole(world):
    """No lists or maps that are null, nothing that Go leaves out; every field at every depth of what was sent."""
    fields = in_version(extended_paths={"ignored": [{"path": "/a", "method_actions": {"GET": {"code": 200}}}]})
    api = world.api(scopes=None, allowed_ips=None, config_data=None, auth_configs={"jwt": None}, **fields)
    shown = world.ok("GET", f"/api/apis/{api}")["api_definition"]
    assert nulls(shown) == []
    assert shown["scopes"] == {"jwt": {}, "oidc": {}} and shown["analytics_plugin"] == {}
    assert not {"is_oas", "expiration", "domain_disabled", "tags_disabled", "security_requirements"} & shown.keys()
    assert shown["auth_configs"]["jwt"]["signature"]["error_code"] == 0 and "disabled" not in shown["auth"]
    assert "enabled" not in shown["upstream_auth"]["basic_auth"]
    version = shown["version_data"]["versions"]["Default"]
    assert version["extended_paths"]["persist_graphql"] == [] and "black_list" not in version["extended_paths"]
    action = {"action": "", "code": 200, "data": "", "headers": {}}
    ignored = {"disabled": False, "path": "/a", "method": "", "ignore_case": False, "method_actions": {"GET": action}}
    assert version["extended_paths"]["ignored"] == [ignored]
    assert (shown["graphql"]["execution_mode"], shown["graphql"]["version"]) == ("", "")


def test_a_version_is_called_by_its_key(world):
    versions = {"v1": {"name": "another"}, "v1.0": {"name": "third"}}
    api = world.api(version_data={"not_versioned": False, "versions": versions})
    shown = world.ok("GET", f"/api/apis/{api}")["api_definition"]["version_data"]["versions"]
    assert {name: version["name"] for name, version in shown.items()} == {"v1": "v1", "v1.0": "v1.0"}


@pytest.mark.parametrize(
    ("version", "field", "value", "known"),
    [
        ("5.13", "error_overrides_disabled", True, True),
        ("5.12", "error_overrides_disabled", True, False),
        ("5.9", "jwt_jwks_uris", [{"url": "http://keys"}], True),
        ("5.8", "jwt_jwks_uris", [{"url": "http://keys"}], False),
        ("5.8", "detailed_tracing", True, True),
        ("5.8", "is_site", True, True),
    ],
)
def test_root_fields_that_a_version_does_not_know(version, field, value, known):
    world = World(dashboard_version=version)
    body = wrapper(**{field: value})
    assert world.call("POST", "/api/apis", body)[0] == (200 if known else 500)
    other = wrapper("Other", **{field: value})
    api = world.ok("POST", "/api/apis?accept_additional_properties=true", other)["ID"]
    assert (field in world.ok("GET", f"/api/apis/{api}")["api_definition"]) is known


def test_names_in_another_case(world):
    """The schema does not know them, and the struct does."""
    body = wrapper(TAGS=["a"], cors={"ENABLE": True})
    assert world.call("POST", "/api/apis", body)[0] == 500
    api = world.ok("POST", "/api/apis?accept_additional_properties=true", body)["ID"]
    shown = world.ok("GET", f"/api/apis/{api}")["api_definition"]
    assert shown["tags"] == ["a"] and shown["CORS"]["enable"]


def test_numbers_that_were_shown_as_floats_can_be_sent_back():
    world = World(quirks=["float-numbers"])
    api = world.api(session_lifetime=60)
    shown = world.ok("GET", f"/api/apis/{api}")
    assert isinstance(shown["api_definition"]["session_lifetime"], float)
    world.ok("PUT", f"/api/apis/{api}", shown)


def test_an_import_reads_the_same_struct(world):
    body = {"apis": [wrapper(cache_options={"cache_timeout": 1.5})]}
    status, answer = world.admin("POST", "/admin/apis/import", body)
    assert (status, answer["Message"]) == STRUCT
