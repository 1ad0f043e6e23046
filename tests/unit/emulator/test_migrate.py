# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Classic APIs become OAS APIs: tried, at once, or staged and promoted."""

import pytest
from emulator_world import World, rights

EXT = "x-tyk-api-gateway"
PATHS = {
    "white_list": [{"path": "/a", "method_actions": {"GET": {"action": "no_action", "code": 200}}}],
    "ignored": [{"path": "/b", "method_actions": {"POST": {"action": "reply", "code": 201, "data": "x"}}}],
    "validate_json": [{"path": "/v/{id}", "method": "POST", "schema": {"type": "object"}, "error_response_code": 418}],
    "cache": ["/c"],
    "transform_jq": [{"path": "/jq", "method": "GET", "filter": "."}],
}
VERSION = {"name": "Default", "use_extended_paths": True, "extended_paths": PATHS}
TOKEN = {"use_keyless": False, "use_standard_auth": True, "auth": {"auth_header_name": "X-Key"}}


def migrate(world, mode, *idents, **more):
    return world.ok("POST", "/api/apis/migrate", {"mode": mode, "apiIDs": [*idents], **more})


def why(answer):
    return [(one["apiID"], one["key"]) for one in answer["skipped"]["apis"]]


def shown(world):
    apis = [one["api_definition"] for one in world.ok("GET", "/api/apis?p=-1")["apis"]]
    return {api["name"]: (api["api_id"], api["proxy"]["listen_path"], bool(api.get("is_oas"))) for api in apis}


def test_a_dry_run_tells_and_changes_nothing(world):
    ident = world.api(**TOKEN, version_data={"not_versioned": True, "versions": {"Default": VERSION}})
    before = world.ok("GET", f"/api/apis/{ident}")
    answer = migrate(world, "dryRun", ident)
    assert (answer["success"]["count"], answer["success"]["apiIDs"]) == (1, [ident])
    doc = answer["success"]["definitions"][0]["baseAPI"]
    assert (doc["openapi"], doc["info"]) == ("3.0.6", {"title": "Orders", "version": "Default"})
    assert doc[EXT]["server"]["authentication"]["securitySchemes"] == {"authToken": {"enabled": True}}
    assert doc["components"]["securitySchemes"] == {"authToken": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    operations = doc[EXT]["middleware"]["operations"]
    assert operations["aGET"] == {"allow": {"enabled": True}}
    assert operations["bPOST"] == {
        "ignoreAuthentication": {"enabled": True},
        "mockResponse": {"enabled": True, "code": 201, "body": "x"},
    }
    assert operations["v/{id}POST"] == {"validateRequest": {"enabled": True, "errorResponseCode": 418}}
    assert {"cGET", "cHEAD", "cOPTIONS"} <= operations.keys() and not any("jq" in name for name in operations)
    assert world.ok("GET", f"/api/apis/{ident}") == before


# What a real Gateway's code makes of classic APIs that name no header, by how they authenticate.
NAMELESS = {
    "nothing": ({}, False),
    "token": ({"use_standard_auth": True}, False),
    "token in a parameter beside the header": ({"auth": {"use_param": True, "param_name": "k"}}, False),
    "token in a parameter": ({"auth": {"disable_header": True, "use_param": True, "param_name": "k"}}, True),
    "token in a cookie": ({"auth": {"disable_header": True, "use_cookie": True, "cookie_name": "c"}}, True),
    "token and basic": ({"use_standard_auth": True, "use_basic_auth": True}, False),
    "mutual TLS": ({"use_mutual_tls_auth": True}, False),
    "basic": ({"use_basic_auth": True}, True),
    "HMAC": ({"enable_signature_checking": True}, True),
    "JWT": ({"enable_jwt": True}, True),
    "OAuth": ({"use_oauth2": True}, True),
    "a plug-in": ({"enable_coprocess_auth": True}, True),
}


@pytest.mark.parametrize("way", NAMELESS)
def test_credentials_without_a_place_are_refused_as_the_parser_of_openapi_does(world, way):
    auth, moves = NAMELESS[way]
    ident = world.api(**{"use_keyless": False, "auth": {}, **auth})
    answer = migrate(world, "dryRun", ident)
    if moves:
        assert answer["success"]["apiIDs"] == [ident]
        return
    said = "security scheme \"authToken\": security scheme of type 'apiKey' should have 'name'"
    (told,) = answer["failure"]["errors"][0]["message"]
    assert told == f"base API Orders migrated OAS is not valid: invalid components: {said}"


def test_direct_keeps_both_ids_and_the_rights(world):
    ident = world.api()
    policy = world.policy(access_rights=rights(ident))
    row = world.ok("GET", f"/api/apis/{ident}")["api_definition"]["id"]
    assert migrate(world, "direct", ident)["success"] == {"count": 1, "apiIDs": [ident]}
    doc = world.ok("GET", f"/api/apis/oas/{ident}")
    assert (doc[EXT]["info"]["id"], doc[EXT]["info"]["dbId"]) == (ident, row)
    assert list(world.ok("GET", f"/api/portal/policies/{policy}")["access_rights"]) == [ident]
    assert why(migrate(world, "direct", ident)) == [(ident, "already_migrated")]


def test_a_staged_copy_lives_beside_it_until_it_is_promoted(world):
    ident = world.api()
    assert why(migrate(world, "promote", ident)) == [(ident, "not_staged")]
    staged = {"classicAPIID": ident, "oasAPIID": f"staging-{ident}"}
    assert migrate(world, "stage", ident)["success"]["stagedAPIs"] == [staged]
    assert why(migrate(world, "stage", ident)) == [(ident, "already_staged")]
    assert migrate(world, "stage", ident, overrideStaged=True)["success"]["count"] == 1
    copy = (f"staging-{ident}", "/tyk-staging/orders/", True)
    assert shown(world) == {"Orders": (ident, "/orders/", False), "[staged] Orders": copy}
    doc = world.ok("GET", f"/api/apis/oas/staging-{ident}")
    doc[EXT]["upstream"]["url"] = "http://tried.example"
    world.ok("PUT", f"/api/apis/oas/staging-{ident}", doc)
    assert migrate(world, "promote", ident)["success"] == {"count": 1, "apiIDs": [ident]}
    assert shown(world) == {"Orders": (ident, "/orders/", True)}
    assert world.ok("GET", f"/api/apis/oas/{ident}")[EXT]["upstream"]["url"] == "http://tried.example"


def test_versions_become_apis_of_their_own(world):
    data = {"not_versioned": False, "default_version": "v1", "versions": {"v1": {"name": "v1"}, "v2": {"name": "v2"}}}
    ident = world.api(version_data=data, definition={"location": "header", "key": "x-v"})
    trial = migrate(world, "dryRun", ident)["success"]["definitions"][0]
    assert [doc[EXT]["info"]["name"] for doc in trial["versions"]] == ["Orders-v2"]
    migrate(world, "direct", ident)
    child, path, _oas = shown(world)["Orders-v2"]
    assert path == "/orders-v2/" and child != trial["versions"][0][EXT]["info"]["id"]
    versioning = world.ok("GET", f"/api/apis/oas/{ident}")[EXT]["info"]["versioning"]
    assert (versioning["name"], versioning["versions"]) == ("v1", [{"name": "v2", "id": child}])


@pytest.mark.parametrize(
    ("fields", "key"), [({"graphql": {"enabled": True}}, "is_graphql"), ({"protocol": "tcp"}, "is_tcp")]
)
def test_what_is_skipped(world, fields, key):
    ident = world.api(**fields)
    assert why(migrate(world, "direct", ident)) == [(ident, key)]


def test_what_fails_and_whether_the_rest_is_tried(world):
    base, good = world.api("Base"), world.api("Good")
    world.api("Child", query=f"?base_api_id={base}&new_version_name=v2&base_api_version_name=v1")
    answer = migrate(world, "direct", "none", base, good)
    assert [one["apiID"] for one in answer["failure"]["errors"]] == ["none", base]
    assert answer["failure"]["errors"][1]["message"] == ["not migratable - new versioning is already enabled"]
    assert answer["success"]["apiIDs"] == [good] and answer["abortedOnFailure"] is False
    answer = migrate(world, "direct", "none", base, abortOnFailure=True)
    assert (answer["failure"]["count"], answer["abortedOnFailure"]) == (1, True)


@pytest.mark.parametrize("body", [{"mode": "x", "all": True}, {"mode": "direct"}, {"mode": "direct", "apiIDs": 1}])
def test_what_is_refused(world, body):
    assert world.call("POST", "/api/apis/migrate", body)[0] == 400


def test_all_but_those_that_are_oas_already(world):
    ident = world.api()
    world.oas()
    assert world.ok("POST", "/api/apis/migrate", {"mode": "direct", "all": True})["success"]["apiIDs"] == [ident]


def test_older_ones_do_not_know_it():
    assert World(dashboard_version="5.7.3").call("POST", "/api/apis/migrate", {"mode": "direct", "all": True})[0] == 405
