# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever somebody writes into a definition is no defect of ours: it works, or the message names the path."""

from __future__ import annotations

import os

import pytest
from gateway_runner import Gate
from module_runner import Tyk

ODD = ["x", 5, True, 1.5, [], ["x"], [5], [None], {}, {"x": 5}, {"x": "y"}, None, [[]], {"x": {"y": 1}}, [{"x": 1}], ""]
DOCUMENT = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}}
OWN = "x-tyk-api-gateway"
BASE = {
    "policy": {"name": "P", "access_rights": [{"api": "A"}]},
    "key": {"key_id": "key-1", "alias": "K", "access_rights": [{"api": "A"}]},
    "user": {
        "email_address": "u@x.example",
        "first_name": "a",
        "last_name": "b",
        "user_permissions": {"apis": "read"},
    },
    "user_group": {"name": "G", "user_permissions": {"apis": "read"}},
    "webhook": {"name": "W", "method": "POST", "target_path": "http://h/"},
    "asset": {"name": "S", "data": {"a": 1}, "kind": "oas-template"},
    "oauth_client": {"api": "A", "client_id": "C", "redirect_uri": "http://h/"},
    "api": {"name": "N", "listen_path": "/n/", "target_url": "http://u/"},
    "oas": {"name": "O", "listen_path": "/o/", "target_url": "http://u/", "format": "oas"},
}
FIELDS = {
    "policy": """name id _id org_id rate per quota_max access_rights partitions tags meta_data active is_inactive state
        key_expires_in hmac_enabled max_query_depth graphql_access_rights""",
    "key": """alias org_id rate per expires access_rights apply_policies apply_policy_id tags meta_data hmac_enabled
        hmac_string jwt_data basic_auth_data monitor certificate mtls_static_certificate_bindings key_id allowance""",
    "user": "email_address first_name active user_permissions group_id password org_id id access_key",
    "user_group": "name description user_permissions password_max_days id org_id",
    "webhook": "name method target_path template_path header_map event_timeout id webhook_id org_id",
    "asset": "name description kind data id",
    "oauth_client": "client_id client_name secret redirect_uri policy_id meta_data description api_id",
    "api": """name api_id id org_id slug proxy proxy.listen_path proxy.target_url proxy.target_list version_data
        version_data.versions version_data.versions.Default version_data.versions.Default.extended_paths
        auth auth_configs auth_configs.authToken tags active domain CORS event_handlers
        event_handlers.events custom_middleware jwt_default_policies scopes certificates
        upstream_certificates uptime_tests graphql.supergraph config_data definition
        openid_options.providers is_oas notifications tag_headers hook_references api_definition""",
    "oas": " ".join(
        (
            "openapi info info.title info.version paths servers components components.securitySchemes tags security",
            *(f"{OWN}.{name}" for name in "info info.id info.name info.state info.versioning server upstream".split()),
            *(f"{OWN}.server.{name}" for name in "listenPath authentication clientCertificates eventHandlers".split()),
            *(f"{OWN}.server.{name}" for name in ("listenPath.value", "authentication.securitySchemes", "gatewayTags")),
            *(f"{OWN}.upstream.{name}" for name in "url mutualTLS authentication".split()),
            *(OWN, f"{OWN}.middleware", f"{OWN}.middleware.operations", f"{OWN}.middleware.global", "x-tyk-streaming"),
        )
    ),
}
PLACES = [(kind, field) for kind, text in FIELDS.items() for field in text.split()]
HERE = {Tyk: [*FIELDS], Gate: ["policy", "key", "api", "oas"]}
EVERY = 1 if os.environ.get("TYK_TRUST") == "all" else 5


@pytest.fixture(scope="module")
def servers():
    """Servers on which everything is, and on which but one API is."""
    made = {}
    for platform, kinds in HERE.items():
        for full in (False, True):
            tyk = made[platform, full] = platform()
            oauth = {
                "use_oauth2": True,
                "use_keyless": False,
                "oauth_meta": {"allowed_access_types": ["client_credentials"]},
            }
            tyk.ok("api", name="A", listen_path="/a/", target_url="http://u/", definition=oauth)
            for kind in kinds if full else ():
                tyk.ok("api" if kind == "oas" else kind, **BASE[kind])
            tyk.log()
    return made


def definition(kind, field, value):
    made = {**DOCUMENT} if kind == "oas" else {}
    inner, (*way, last) = made, field.split(".")
    for name in way:
        inner[name] = {**inner.get(name, {})}
        inner = inner[name]
    inner[last] = value
    return made


@pytest.mark.parametrize(("kind", "field"), PLACES, ids=[f"{kind}.{field}" for kind, field in PLACES])
def test_nothing_that_somebody_writes_is_a_defect(servers, kind, field):
    for index, ((platform, _full), tyk) in enumerate(servers.items()):
        if kind not in HERE[platform]:
            continue
        for value in ODD[(len(field) + index) % EVERY :: EVERY]:
            wish = {**BASE[kind], "definition": definition(kind, field, value)}
            told = tyk.run("api" if kind == "oas" else kind, **wish, check=True)
            assert "defect" not in str(told.get("msg")), (value, told["msg"])
            assert not tyk.writes()


@pytest.mark.parametrize(
    ("kind", "wrong", "told"),
    [
        (
            "api",
            {"proxy": {"strip_listen_path": "maybe"}},
            "definition.proxy.strip_listen_path has to be true or false",
        ),
        ("api", {"name": ["x"]}, "definition.name has to be a text"),
        ("api", {"api_id": {"x": 1}}, "definition.api_id has to be a text"),
        ("api", {"version_data": {"versions": True}}, "definition.version_data.versions has to be a mapping"),
        ("api", {"slug": 1.5}, "definition.slug has to be a text, so put it in quotes"),
        (
            "oas",
            {"info": {"title": "t", "version": 1.0}},
            "definition.info.version has to be a text, so put it in quotes",
        ),
        ("oas", {"servers": True}, "definition.servers has to be a list"),
        ("oas", {OWN: {"info": {"id": True}}}, f"definition.{OWN}.info.id has to be a text"),
        (
            "oas",
            {OWN: {"server": {"authentication": {"securitySchemes": True}}}},
            "securitySchemes has to be a mapping",
        ),
        ("policy", {"partitions": "x"}, "definition.partitions: Tyk takes a mapping there, and this is a text"),
        ("policy", {"tags": {"a": 1}}, "definition.tags: Tyk takes a list there"),
        ("key", {"apply_policies": 5}, "definition.apply_policies: Tyk takes a list there, and this is a number"),
        ("webhook", {"header_map": [1]}, "definition.header_map: Tyk takes a mapping there, and this is a list"),
        ("oauth_client", {"client_id": ["x"]}, "definition.client_id: Tyk takes a text there"),
    ],
)
@pytest.mark.parametrize("full", [False, True])
def test_the_message_names_the_path(servers, full, kind, wrong, told):
    tyk, base = servers[Tyk, full], dict(BASE[kind])
    for name in wrong:
        base.pop({"api_id": "api_id"}.get(name, name), None)
    made = {**DOCUMENT, **wrong} if kind == "oas" else wrong
    for check in (True, False):
        result = tyk.run("api" if kind == "oas" else kind, **base, definition=made, check=check)
        assert result.get("failed") and told in result["msg"], result.get("msg")
    section = {"policy": "policies", "oas": "apis", "oauth_client": "oauth_clients"}.get(kind, f"{kind}s")
    bulk = tyk.run("config", config={section: [{**base, "definition": made}]})
    assert told in bulk["msg"] and not tyk.writes()
