# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tyk migrates classic APIs to OAS where a task says so: what is told before, what stays, and what is done after."""

from __future__ import annotations

import copy
import json

import pytest
from gateway_runner import Gate
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._data.shapes import table
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic_table import DEFINITION
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.counterparts import (
    COUNTERPARTS,
    NOWHERE,
    OF_VERSION,
    OPERATIONS,
    SCHEMES,
    left_behind,
)

EXT = "x-tyk-api-gateway"
KEYED = {"use_keyless": False, "use_standard_auth": True, "auth": {"auth_header_name": "X-Key"}}
WISH = {"name": "Orders", "migrate": True, "target_url": "http://new/"}


def orders(**fields):
    """A Dashboard with a classic API, and a policy and a key that name it."""
    tyk = Tyk()
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://old/", definition=KEYED)
    tyk.ok("policy", name="Gold", policy_id="gold", access_rights=[{"api": "Orders"}])
    tyk.ok("key", alias="acme", access_rights=[{"api": "Orders"}])
    if fields:
        tyk.ok("api", name="Orders", definition=fields)
    tyk.log()
    return tyk


def of(tyk, name="Orders"):
    """An API of the list."""
    apis = tyk.read("/api/apis?p=-1")["apis"]
    return next((one for one in apis if one["api_definition"]["name"] == name), None)


def test_credentials_that_no_field_names_are_refused_with_the_way_out():
    tyk = Tyk()
    tyk.ok("api", name="Orders", listen_path="/o/", target_url="http://old/", definition={"use_keyless": False})
    tyk.log()
    for check in (True, False):
        said = tyk.fails("api", name="Orders", migrate=True, check=check)
        assert "such as Authorization, in definition.auth.auth_header_name" in said
    tyk.ok("api", name="Orders", definition={"auth": {"auth_header_name": "Authorization"}})
    assert tyk.ok("api", name="Orders", migrate=True)["changed"]


def test_a_staged_copy_that_stays_is_told():
    tyk = orders()
    tyk.ok("api", name="Orders", migrate=True, migrate_mode="stage")
    for check in (True, False):
        done = tyk.ok("api", name="Orders", migrate=True, check=check)
        assert done["changed"] and any("say promote" in text for text in tyk.warnings(done)), check
    ident = of(tyk)["api_definition"]["api_id"]
    assert tyk.ok("api", name="Orders", migrate=True)["changed"] is False
    assert tyk.ok("api", api_id=f"staging-{ident}", state="absent")["changed"]


def answers(tyk, change):
    """Let the emulator's answers to migrations be others; what is changed is the mode, the request and the answer."""
    handle = tyk.emulator.handle

    def handled(request):
        if request.path != "/api/apis/migrate":
            return handle(request)
        sent = json.loads(request.body)
        return change(sent, request, handle)

    tyk.emulator.handle = handled


def with_data(answer, change):
    data = json.loads(answer.body)
    change(data)
    return type(answer)(answer.status, None, json.dumps(data).encode(), headers=answer.headers)


def test_a_classic_api_is_no_oas_api_unless_the_task_says_so():
    tyk = orders()
    said = tyk.fails("api", name="Orders", format="oas")
    assert "is a classic API and cannot be managed as OAS one" in said and "with migrate: true" in said
    assert not tyk.writes()


@pytest.mark.parametrize("bulk", [False, True], ids=["task", "configuration"])
def test_it_keeps_its_id_and_what_names_it(bulk):
    tyk = orders()
    before = of(tyk)
    rights = tyk.ok("policy_info", name="Gold")["policies"][0]["access_rights"]
    run = (
        (lambda **how: tyk.ok("config", config={"apis": [WISH]}, **how))
        if bulk
        else lambda **h: tyk.ok("api", **WISH, **h)
    )
    planned = run(check=True)
    assert of(tyk) == before and planned["changed"]
    done = run()
    assert done["changed"] and planned["diff"] == done["diff"] and not tyk.warnings(done)
    after = of(tyk)
    assert after["oas"][EXT]["info"]["id"] == before["api_definition"]["api_id"]
    assert after["oas"][EXT]["info"]["dbId"] == before["api_definition"]["id"]
    assert after["oas"][EXT]["upstream"]["url"] == "http://new/"
    assert after["oas"][EXT]["server"]["authentication"]["enabled"] is True
    assert tyk.ok("policy_info", name="Gold")["policies"][0]["access_rights"] == rights
    assert tyk.ok("key_info", alias="acme")["api_keys"][0]["access_rights"][0]["api"] == "Orders"
    tyk.log()
    again = run()
    assert not again["changed"] and not tyk.writes() and not tyk.warnings(again)


def test_the_rest_of_the_task_goes_for_the_oas_api():
    tyk = orders()
    openapi = {"openapi": "3.0.3", "info": {"title": "O", "version": "2"}, "paths": {"/a": {"get": {"responses": {}}}}}
    openapi["paths"]["/a"]["get"] |= {"operationId": "a", "responses": {"200": {"description": "ok"}}}
    own = {EXT: {"middleware": {"operations": {"a": {"allow": {"enabled": True}}}}}}
    wish = {**WISH, "openapi": openapi, "definition": own, "categories": ["sales"]}
    planned, done = (tyk.ok("api", check=check, **wish) for check in (True, False))
    assert planned["diff"] == done["diff"]
    api = of(tyk)
    assert api["oas"]["paths"] == openapi["paths"] and api["categories"] == ["sales"]
    assert api["oas"][EXT]["middleware"]["operations"]["a"] == {"allow": {"enabled": True}}
    assert api["oas"]["components"]["securitySchemes"]["authToken"]["name"] == "X-Key"
    assert not tyk.ok("api", **wish)["changed"]


def test_an_oas_api_is_left_as_it_is_and_a_new_one_is_an_oas_api():
    tyk = Tyk()
    made = tyk.ok("api", name="New", listen_path="/n/", target_url="http://u/", migrate=True)
    assert made["action"] == "created" and of(tyk, "New")["oas"]
    tyk.log()
    for mode in ("direct", "promote", "stage"):
        assert not tyk.ok("api", name="New", migrate=True, migrate_mode=mode)["changed"]
    assert not tyk.writes()


PATHS = {
    "transform_jq": [{"path": "/j", "method": "GET", "filter": "."}],
    "validate_json": [{"path": "/v", "method": "PUT"}],
}
VERSION = {"name": "Default", "use_extended_paths": True, "extended_paths": PATHS}
LOSES = {
    "enable_proxy_protocol": True,
    "scopes": {"jwt": {"scope_claim_name": "s", "scope_to_policy": {"read": "gold"}}},
    "enable_jwt": True,
    "use_standard_auth": False,
    "jwt_source": "a-secret-key",
    "auth_configs": {"jwt": {"auth_header_name": "Authorization"}},
    "version_data": {"not_versioned": True, "versions": {"Default": VERSION}},
}


@pytest.mark.parametrize("check", [True, False])
def test_what_tyk_does_not_carry_over_is_named(check):
    tyk = orders(**LOSES)
    done = tyk.ok("api", check=check, **WISH)
    lost, odd = tyk.warnings(done)
    assert lost.startswith(
        "migrate: Tyk does not carry these fields of API 'Orders' over: scopes.jwt.scope_claim_name, "
        "scopes.jwt.scope_to_policy, "
        "enable_proxy_protocol, auth_configs.authToken, version_data.versions.Default.extended_paths.transform_jq; "
    )
    assert "bodies are checked by the validation of requests" in odd and "a-secret" not in tyk.out


def test_a_way_to_log_in_that_is_lost_is_named():
    """Tyk takes it over only where auth_configs has something of it."""
    tyk = orders(enable_jwt=True, use_standard_auth=False, jwt_source="a-secret-key")
    (said,) = tyk.warnings(tyk.ok("api", check=True, **WISH))
    assert (
        "of API 'Orders' over: jwt_source, enable_jwt, auth_configs.authToken; " in said and "a-secret" not in tyk.out
    )


def test_paths_and_answers_that_work_otherwise_are_told():
    actions = {"GET": {"action": "reply", "code": 200, "data": "x", "headers": {}}}
    paths = {"white_list": [{"path": "/a/[0-9]+", "method_actions": actions}]}
    version = {"name": "Default", "use_extended_paths": True, "extended_paths": paths}
    tyk = orders(version_data={"not_versioned": True, "versions": {"Default": version}})
    (said,) = tyk.warnings(tyk.ok("api", check=True, **WISH))
    assert "mock responses come after" in said and "paths with regular expressions" in said


def test_one_that_would_be_open_is_refused():
    tyk = orders()

    def opened(sent, request, handle):
        return with_data(
            handle(request),
            lambda data: data["success"]["definitions"][0]["baseAPI"][EXT]["server"].pop("authentication"),
        )

    answers(tyk, opened)
    for check in (True, False):
        said = tyk.fails("api", check=check, **WISH)
        assert "asks for credentials, and Tyk would make one of it that is open to all" in said
    assert of(tyk).get("oas") is None


@pytest.mark.parametrize("bulk", [False, True], ids=["task", "configuration"])
def test_what_names_it_no_more_is_an_error(bulk):
    tyk = orders()

    def forgetful(sent, request, handle):
        answer = handle(request)
        if sent["mode"] == "direct":
            for policy in tyk.emulator.state["policies"]:
                policy["doc"]["access_rights"] = {}
                tyk.emulator.state["policies"].put(policy)
        return answer

    answers(tyk, forgetful)
    wish = ("config", {"config": {"apis": [WISH]}}) if bulk else ("api", WISH)
    result = tyk.run(wish[0], **wish[1])
    assert result["failed"] and result["changed"]
    assert "was converted, and these do not name it any more: policy 'Gold'" in json.dumps(result)
    assert tyk.ok("api", **WISH)["changed"]  # the next one goes on with the rest


def test_staged_first_and_promoted_later():
    tyk, wish = orders(), {"name": "Orders", "migrate": True}
    before = of(tyk)
    planned = tyk.ok("api", check=True, migrate_mode="stage", **wish)
    assert planned["changed"] and of(tyk, "[staged] Orders") is None
    done = tyk.ok("api", migrate_mode="stage", **wish)
    assert done["changed"] and done["api"]["name"] == "Orders" and planned["diff"] == done["diff"]
    copied = of(tyk, "[staged] Orders")
    assert copied["api_definition"]["api_id"] == f"staging-{before['api_definition']['api_id']}"
    assert of(tyk) == before
    tyk.log()
    assert not tyk.ok("api", migrate_mode="stage", **wish)["changed"] and not tyk.writes()
    # it is an API of its own, which is tried and changed
    tyk.ok("api", name="[staged] Orders", target_url="http://tried/")
    planned, done = (tyk.ok("api", check=check, migrate_mode="promote", **wish) for check in (True, False))
    assert done["action"] == "updated" and planned["diff"] == done["diff"]
    after = of(tyk)
    assert after["oas"][EXT]["upstream"]["url"] == "http://tried/" and of(tyk, "[staged] Orders") is None
    assert after["api_definition"]["api_id"] == before["api_definition"]["api_id"]
    tyk.log()
    assert not tyk.ok("api", migrate_mode="promote", **wish)["changed"] and not tyk.writes()


def test_what_is_said_of_the_classic_api_is_done_beside_the_copy():
    tyk = orders()
    tyk.ok("api", name="Orders", migrate=True, migrate_mode="stage", target_url="http://new/")
    assert of(tyk)["api_definition"]["proxy"]["target_url"] == "http://new/"
    assert of(tyk, "[staged] Orders")["oas"][EXT]["upstream"]["url"] == "http://new/"


def test_a_configuration_stages_promotes_and_prunes_around_it():
    tyk = orders()
    tyk.ok("api", name="Old", listen_path="/old/", target_url="http://u/")
    for mode in ("stage", "promote"):
        item = {"name": "Orders", "migrate": True, "migrate_mode": mode}
        config = {"config": {"apis": [item]}, "prune": ["apis"], "prune_all": True}
        told = [tyk.ok("config", check=check, **config)["changes"] for check in (True, False)]
        assert [[(one["name"], one["action"]) for one in changes] for changes in told][0] == [
            (one["name"], one["action"]) for one in told[1]
        ]
        assert ("Orders", "updated") in [(one["name"], one["action"]) for one in told[1]]
        assert (of(tyk, "[staged] Orders") is not None) is (mode == "stage") and of(tyk, "Old") is None
        exported = tyk.ok("config_info", kinds=["apis"])["config"]["apis"]
        assert [api["name"] for api in exported] == ["Orders"]
        tyk.log()
        assert not tyk.ok("config", **config)["changed"] and not tyk.writes()


def test_promoted_by_either_id():
    """Tyk does not say which one it wants."""
    tyk = orders()
    ident = of(tyk)["api_definition"]["api_id"]
    tyk.ok("api", name="Orders", migrate=True, migrate_mode="stage")

    def by_copy(sent, request, handle):
        wanted = sent["apiIDs"][0]
        sent["apiIDs"] = [wanted[len("staging-") :] if wanted.startswith("staging-") else "staging-" + wanted]
        request.body = json.dumps(sent).encode()
        return handle(request)

    answers(tyk, by_copy)
    assert tyk.ok("api", name="Orders", migrate=True, migrate_mode="promote")["changed"]
    assert of(tyk)["oas"][EXT]["info"]["id"] == ident


LOST = [{"status": 500}, {"drop": True, "after": True}]


@pytest.mark.share(3)
@pytest.mark.parametrize("mode", ["direct", "stage", "promote"])
@pytest.mark.parametrize("bulk", [False, True], ids=["task", "configuration"])
def test_broken_off_anywhere_the_next_run_ends_it(mode, bulk):
    rest = {} if mode == "stage" else {"target_url": "http://new/"}
    wish = {"name": "Orders", "migrate": True, "migrate_mode": mode, **rest}
    kind, args = ("config", {"config": {"apis": [wish]}}) if bulk else ("api", wish)
    for fault in LOST:
        for passed in range(20):
            tyk = orders()
            if mode == "promote":
                tyk.ok("api", name="Orders", migrate=True, migrate_mode="stage")
            ident = of(tyk)["api_definition"]["api_id"]
            tyk.control("PUT", "faults", [{**fault, "path": "/", "skip": passed, "times": 99}])
            broken = tyk.run(kind, **args)
            tyk.control("DELETE", "faults")
            tyk.ok(kind, **args)
            api = of(tyk)
            assert api["api_definition"]["api_id"] == ident
            assert list(tyk.read("/api/portal/policies?p=-1")["Data"][0]["access_rights"]) == [ident]
            assert (of(tyk, "[staged] Orders") is not None) is (mode == "stage")
            assert (api.get("oas") is None) is (mode == "stage")
            assert not tyk.ok(kind, **args)["changed"], (fault, passed)
            if not broken.get("failed"):
                break
        assert not broken.get("failed"), fault


@pytest.mark.parametrize("mode", ["direct", "stage"])
def test_an_answer_that_is_lost_is_no_failure_if_it_is_done(mode):
    tyk = orders()
    tyk.control("PUT", "faults", [{"path": "/api/apis/migrate", "skip": 1, "times": 1, "drop": True, "after": True}])
    assert tyk.ok("api", name="Orders", migrate=True, migrate_mode=mode)["changed"]
    assert of(tyk)["oas"] if mode == "direct" else of(tyk, "[staged] Orders")


def test_somebody_else_may_be_faster():
    tyk = orders()
    ident = of(tyk)["api_definition"]["api_id"]

    def other(sent, request, handle):
        answer = handle(request)
        if sent["mode"] == "dryRun":
            tyk.emulator.handle = handle
            tyk.make("/api/apis/migrate", {"mode": "direct", "apiIDs": [ident]})
        return answer

    answers(tyk, other)
    assert tyk.ok("api", **WISH)["changed"] and of(tyk)["oas"][EXT]["upstream"]["url"] == "http://new/"


def test_what_tyk_refuses_after_the_plan_changes_nothing_and_says_why():
    tyk = orders()

    def refuses(sent, request, handle):
        answer = handle(type(request)(**{**vars_of(request), "body": json.dumps({**sent, "mode": "dryRun"}).encode()}))
        skipped = {"count": 1, "apis": [{"apiID": sent["apiIDs"][0], "message": "is busy", "key": None}]}
        return (
            answer
            if sent["mode"] == "dryRun"
            else with_data(answer, lambda data: data.update(success={}, skipped=skipped))
        )

    answers(tyk, refuses)
    for kind, args in (("api", WISH), ("config", {"config": {"apis": [WISH]}})):
        result = tyk.run(kind, **args)
        assert result["failed"] and not result["changed"]
        assert "was not converted, and is as it was: Tyk skips it: is busy" in json.dumps(result)
    assert of(tyk).get("oas") is None


def vars_of(request):
    return {name: getattr(request, name) for name in ("method", "path", "query", "headers", "body", "scheme")}


REFUSED = [
    ({"graphql": {"enabled": True, "schema": "type Query { a: Int }"}}, "migrate: Tyk does not migrate GraphQL APIs"),
    ({"protocol": "tcp", "listen_port": 9000}, "migrate: Tyk does not migrate APIs of TCP"),
    (
        {"version_data": {"not_versioned": False, "versions": {"Default": {"name": "Default"}, "b": {"name": "b"}}}},
        "migrate: API 'Orders' has the versions Default, b, and Tyk would make APIs with new IDs of them",
    ),
]


@pytest.mark.parametrize("mode", ["direct", "stage"])
@pytest.mark.parametrize(("fields", "said"), REFUSED)
def test_what_tyk_does_not_migrate_is_refused_in_the_plan(fields, said, mode):
    tyk = orders(**fields)
    before = of(tyk)
    for kind, args in (("api", {}), ("config", {})):
        wish = {"name": "Orders", "migrate": True, "migrate_mode": mode}
        args = {"config": {"apis": [wish]}} if kind == "config" else wish
        told = {tyk.fails(kind, check=check, **args) for check in (True, False)}
        assert len(told) == 1 and said in told.pop()
    assert of(tyk) == before


def test_tyks_own_words_are_told_without_secrets():
    tyk = orders(config_data={"password": "a-secret-of-mine"})

    def refuses(sent, request, handle):
        errors = [{"apiID": sent["apiIDs"][0], "message": ["no good: a-secret-of-mine"]}]
        told = {"success": {"count": 0}, "failure": {"count": 1, "errors": errors}, "skipped": {"count": 0}}
        return with_data(handle(request), lambda data: (data.clear(), data.update(told)))

    answers(tyk, refuses)
    assert "migrate: Tyk says: no good: ********" in tyk.fails("api", **WISH)
    assert "a-secret-of-mine" not in tyk.out


def test_a_base_is_refused_in_tyks_words():
    tyk = orders()
    version = {"of": "Orders", "name": "v2"}
    tyk.ok("api", name="Orders v2", listen_path="/v2/", target_url="http://u/", version=version, definition=KEYED)
    assert "not migratable - new versioning is already enabled" in tyk.fails("api", **WISH)
    assert tyk.ok("api", name="Orders v2", migrate=True)["changed"]
    assert tyk.ok("api_info", name="Orders v2")["apis"][0]["version"]["name"] == "v2"


def test_a_dashboard_that_is_too_old_is_told():
    tyk = Tyk(dashboard_version="5.7.3")
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://old/")
    for check in (True, False):
        assert "migrate: this Tyk does not know of it, which came with Dashboard 5.8" in tyk.fails(
            "api", check=check, **WISH
        )


def test_a_gateway_alone_cannot():
    gate = Gate()
    gate.ok("api", name="Orders", listen_path="/orders/", target_url="http://old/")
    for kind, args in (("api", WISH), ("config", {"config": {"apis": [WISH]}})):
        said = {gate.fails(kind, check=check, **args) for check in (True, False)}
        assert len(said) == 1 and "a Gateway without a Dashboard cannot migrate it" in said.pop()


def test_without_the_right_to_see_policies_that_is_told():
    tyk = orders()
    token = tyk.user("apis@acme.example", tyk.org, {"apis": "write"})
    done = tyk.ok("api", token=token, **WISH)
    assert of(tyk)["oas"]
    assert any("were not looked at, whether they go on naming the API" in text for text in tyk.warnings(done))


EXEMPT = """
    id name json_rpc_version application_protocol api_id org_id use_keyless is_oas is_site graphql
    security_requirements security_requirement_scopes hook_references auth_configs do_not_track
    error_overrides_disabled ip_access_control_disabled check_host_against_uptime_tests
    response_processors version_data certificate_pinning_disabled tags_disabled domain_disabled config_data_disabled
    upstream_certificates_disabled custom_middleware_bundle_disabled""".split()  # switches of what is carried over
OF_EACH = (
    "name expires paths use_extended_paths extended_paths".split()
)  # its own name, and what is looked at by itself


def test_the_table_knows_every_field_of_a_classic_api():
    """What it leaves out names the API, is derived from other fields, or is looked at in another way."""
    known = {*EXEMPT, *(path.split(".")[0] for path in (*NOWHERE, *SCHEMES))}
    for line in COUNTERPARTS.strip().splitlines():
        known |= {line.split(".")[0].split()[0]} if not line.startswith(" ") else set()
        known |= {pair.split("=")[0].split(".")[0] for pair in line.split() if line.startswith(" ")}
    shapes = table(DEFINITION)
    assert set(shapes["API"]) - known == set()
    switches = {name for name in shapes["VersionInfo"] if name.endswith("_disabled")}
    assert set(shapes["VersionInfo"]) - switches == {*OF_VERSION, *OF_EACH}
    assert set(shapes["ExtendedPathsSet"]) - {"validate_request"} == set(OPERATIONS)


HAS = {
    "session_lifetime": 60,
    "tag_headers": ["x"],
    "tags": ["edge"],
    "domain": "a.example",
    "config_data": {"a": 1},
    "enable_context_vars": True,
    "disable_rate_limit": True,
    "expire_analytics_after": 5,
    "strip_auth_data": True,
    "CORS": {"enable": True, "allowed_origins": ["*"]},
    "cache_options": {"enable_cache": True, "cache_timeout": 5},
    "global_rate_limit": {"rate": 5, "per": 6},
    "enable_ip_whitelisting": True,
    "allowed_ips": ["10.0.0.1"],
    "custom_middleware": {"driver": "python", "pre": [{"name": "f", "path": "p"}]},
    "request_signing": {"is_enabled": True, "secret": "s", "key_id": "k", "algorithm": "hmac-sha256"},
    "upstream_auth": {"enabled": True, "basic_auth": {"enabled": True, "username": "u", "password": "p"}},
    "uptime_tests": {"check_list": [{"url": "http://u/"}], "config": {"expire_utime_after": 1, "recheck_wait": 1}},
    "pinned_public_keys": {"a.example": "x"},
    "enable_batch_request_support": True,
}


@pytest.mark.parametrize("name", HAS)
def test_what_an_oas_api_has_is_not_told_as_lost(name):
    tyk = orders(**{name: HAS[name], **({"allowed_ips": ["10.0.0.1"]} if name.startswith("enable_ip") else {})})
    api = of(tyk)
    answer = tyk.make("/api/apis/migrate", {"mode": "dryRun", "apiIDs": [api["api_definition"]["api_id"]]})
    document = answer["success"]["definitions"][0]["baseAPI"]
    assert left_behind(api["api_definition"], document) == []
    bare = copy.deepcopy(document)
    bare[EXT] = {"server": {"authentication": document[EXT]["server"]["authentication"]}}
    assert any(path.split(".")[0] in (name, "allowed_ips") for path in left_behind(api["api_definition"], bare)) or (
        name in ("session_lifetime", "strip_auth_data", "allowed_ips")
    )


OFF = {
    "notifications.shared_secret": "a-secret-of-mine",
    "notifications.oauth_on_keychange_url": "http://keys.example/",
    "slug": "another",
    "jwt_issued_at_validation_skew": 4,
    "jwt_client_base_field": "client",
    "jwt_scope_claim_name": "scope",
    "jwt_identity_base_field": "sub",
    "idp_client_id_mapping_disabled": True,
    "enable_ip_blacklisting": True,
    "enable_ip_whitelisting": True,
    "basic_auth.cache_ttl": 9,
    "oauth_meta.auth_login_redirect": "http://login.example/",
    "hmac_allowed_clock_skew": 5,
    "analytics_plugin.func_name": "f",
    "analytics_plugin.plugin_path": "p",
    "openid_options.providers": [{"issuer": "http://issuer.example/"}],
    "external_oauth.providers": [{"introspection": {"url": "http://i.example/"}}],
    "definition.key": "version",
    "graphql.schema": "type Query { a: Int }",
}


@pytest.mark.parametrize("path", OFF)
def test_what_is_lost_is_named_also_of_what_is_off(path):
    block, _dot, name = path.partition(".")
    tyk = orders(**{block: {name: OFF[path]} if name else OFF[path]})
    told = [tyk.warnings(tyk.ok("api", check=check, **WISH)) for check in (True, False)]
    assert told[0] == told[1] and f" of API 'Orders' over: {path}; " in told[0][0] and "a-secret" not in tyk.out


def test_the_options_of_what_changes_responses_are_named():
    for options in ({}, {"add_headers": {"a": "b"}}):
        tyk = orders(response_processors=[{"name": "header_injector", "options": options}])
        told = tyk.warnings(tyk.ok("api", check=True, **WISH))
        assert ("over: response_processors.0; " in "".join(told)) is bool(options)


# What check mode says is what the run does


JWT = {
    "enable_jwt": True,
    "use_standard_auth": False,
    "jwt_source": "a-secret-key",
    "jwt_signing_method": "hmac",
    "auth_configs": {"jwt": {"auth_header_name": "Authorization"}},
    "jwt_default_policies": ["Silver"],
    "jwt_scope_to_policy_mapping": {"read": "Silver"},
    "jwt_scope_claim_name": "scope",
}


@pytest.mark.parametrize("bulk", [False, True], ids=["task", "configuration"])
@pytest.mark.parametrize("mode", ["direct", "stage", "promote"])
@pytest.mark.parametrize("used", [False, True], ids=["unused", "used"])
def test_policies_of_tokens_are_shown_alike(bulk, mode, used):
    """A policy that Tyk has given its ID, and whose name the run comes to know."""
    tyk = orders()
    tyk.ok("policy", name="Silver", access_rights=[{"api": "Orders"}])
    if used:
        tyk.ok("key", alias="till", policies=["Silver"])
    tyk.ok("api", name="Orders", definition=JWT)
    wish = {"name": "Orders", "migrate": True, "migrate_mode": mode}
    if mode == "promote":
        tyk.ok("api", **{**wish, "migrate_mode": "stage"})
    kind, given = ("config", {"config": {"apis": [wish]}}) if bulk else ("api", wish)
    planned, done = (tyk.ok(kind, check=check, **given) for check in (True, False))
    assert planned["diff"] == done["diff"] and tyk.warnings(planned) == tyk.warnings(done)
    assert planned.get("api") == done.get("api")


NAMES = [
    "Orders #sales",
    "Orders #sales #eu",
    "#only",
    "{{$randomProductAdjective}} API",
    "{a} 'q' \"d\" {",
    "Ünï ☃ {x}",
    "x" * 300,
    " blank before",
    "blank after ",
    "%s {0} $x",
]


@pytest.mark.parametrize("mode", ["direct", "stage", "promote"])
@pytest.mark.parametrize("name", NAMES)
def test_whatever_it_is_called(name, mode):
    tyk = Tyk()
    tyk.ok("api", name=name, listen_path="/o/", target_url="http://old/", definition=KEYED)
    had = of(tyk, name)["categories"]
    assert had == [word[1:] for word in name.split() if word.startswith("#")]
    wish = {"name": name, "migrate": True, "migrate_mode": mode}
    if mode == "promote":
        tyk.ok("api", **{**wish, "migrate_mode": "stage"})
    planned, done, again = (tyk.ok("api", check=check, **wish) for check in (True, False, False))
    assert planned["diff"] == done["diff"] and tyk.warnings(planned) == tyk.warnings(done) == []
    assert done["changed"] and not again["changed"]
    assert of(tyk, name)["categories"] == had and bool(of(tyk, name).get("oas")) is (mode != "stage")


def test_categories_that_the_task_says_count():
    for said, left in (({"categories": ["b"]}, ["b"]), ({"categories": []}, []), ({"strategy": "replace"}, [])):
        tyk = Tyk()
        tyk.ok("api", name="A #a", listen_path="/o/", target_url="http://old/", definition=KEYED)
        wish = {"name": "A #a", "listen_path": "/o/", "target_url": "http://old/", "migrate": True, **said}
        planned, done = (tyk.ok("api", check=check, **wish) for check in (True, False))
        assert planned["diff"] == done["diff"] and of(tyk, "A #a")["categories"] == left, said


@pytest.mark.parametrize("data", [{}, {"a": 1}], ids=["alone", "beside others"])
@pytest.mark.parametrize("owner", ["", "us", "them"])
def test_the_mark_of_an_owner_moves_along(owner, data):
    tyk = orders(**({"config_data": data} if data else {}))
    plain = {"name": "Orders"}
    tyk.ok("config", config={"apis": [plain]}, owner="us")
    assert of(tyk)["api_definition"]["config_data"] == {**data, "ansible_owner": "us"}
    how = {"owner": owner} if owner else {}
    planned, done = (
        tyk.ok("config", check=check, config={"apis": [{**plain, "migrate": True}]}, **how) for check in (True, False)
    )
    assert planned["diff"] == done["diff"]
    document = of(tyk)["oas"]
    assert document["x-ansible-owner"] == "us" and "ansible_owner" not in json.dumps(document)
    value = document[EXT].get("middleware", {}).get("global", {}).get("pluginConfig", {}).get("data", {}).get("value")
    assert (value or {}) == data
    assert not tyk.ok("config", config={"apis": [{**plain, "migrate": True}]}, **how)["changed"]


@pytest.mark.parametrize("path", ["/{{api-path}}/", "/{a-b}/", "/{a}/{a}/", "/{1}/"])
def test_a_listen_path_that_no_oas_api_has_is_refused(path):
    tyk = Tyk()
    tyk.ok("api", name="Orders", listen_path="/x/", target_url="http://old/", definition=KEYED)
    tyk.make(
        "/api/apis",
        {
            **(api := of(tyk)),
            "api_definition": {
                **api["api_definition"],
                "proxy": {"listen_path": path, "target_url": "http://old/"},
                "api_id": "",
                "id": "",
                "name": "Odd",
            },
        },
    )
    for mode in ("direct", "stage"):
        wish = {"name": "Odd", "migrate": True, "migrate_mode": mode}
        told = {tyk.fails("api", check=check, **wish) for check in (True, False)}
        assert len(told) == 1 and f"migrate: API 'Odd' listens at {path!r}, which has " in told.pop()
    assert not of(tyk, "Odd").get("oas")
