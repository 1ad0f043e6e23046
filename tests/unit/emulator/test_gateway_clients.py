# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OAuth clients of the Gateway, their tokens, and its certificates."""

from __future__ import annotations

import pytest
from gateway_world import VERSIONS, Gate

from tyk_emulator import Request

CREATE, CLIENTS = "/tyk/oauth/clients/create", "/tyk/oauth/clients"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(params=VERSIONS)
def gate(request):
    gate = Gate(request.param)
    yield gate
    gate.clean()


@pytest.fixture
def login(gate):
    """An API with OAuth2."""
    return gate.api("login", use_oauth2=True, use_keyless=False)


def test_a_client_of_all_apis_of_a_policy(gate, login):
    token = gate.api("token", enable_jwt=True, use_keyless=False)
    policy = gate.policy("p", login, token)
    made = gate.ok("POST", CREATE, {"client_id": "shop", "policy_id": policy})
    for api in (login, token):
        assert gate.ok("GET", f"{CLIENTS}/{api}/shop") == made
    assert gate.ok("GET", f"{CLIENTS}/apis/shop?orgID={gate.org}") == [login], "the other one only knows tokens"
    assert gate.ok("GET", f"{CLIENTS}/apis/shop?orgID={gate.org}x") == []
    assert gate.refused("GET", f"{CLIENTS}/apis/shop") == (404, "OAuth Client ID not found"), (
        "that is an API called apis"
    )


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({}, (400, "Policy doesn't exist")),
        ({"policy_id": "none"}, (400, "Policy doesn't exist")),
        ({"api_id": "none"}, (400, "API doesn't exist")),
        ({"client_id": 1}, (500, "Unmarshalling failed")),
        ({"redirect_uri": []}, (500, "Unmarshalling failed")),
    ],
)
def test_clients_that_are_refused(gate, fields, answer):
    assert gate.refused("POST", CREATE, fields) == answer


def test_policies_that_no_client_can_have(gate, login):
    plain = gate.api("plain")
    unknown, none, other = gate.policy("unknown", "unknown"), gate.policy("none"), gate.policy("other", plain)
    for policy, answer in (
        (unknown, (400, "API doesn't exist")),
        (none, (400, "API is not OAuth2")),
        (other, (400, "API is not OAuth2")),
    ):
        assert gate.refused("POST", CREATE, {"policy_id": policy}) == answer
    made = gate.ok("POST", CREATE, {"api_id": login, "policy_id": "none"})
    assert made["policy_id"] == "none", "with an API it is not looked at"
    target = f"{CLIENTS}/{login}/{made['client_id']}"
    assert gate.refused("PUT", target, {"policy_id": "none"}) == (404, "Policy doesn't exist")


def test_a_new_secret(gate, login):
    made = gate.ok("POST", CREATE, {"client_id": "shop", "api_id": login, "secret": "s", "meta_data": {"n": 2**53 + 1}})
    target = f"{CLIENTS}/{login}/shop"
    new = gate.ok("PUT", f"{target}/rotate", {"secret": "chosen"})
    assert new["secret"] not in ("s", "chosen") and {**new, "secret": "s"} == made
    assert gate.ok("GET", target) == new and new["meta_data"] == {"n": 2**53}
    assert gate.refused("PUT", f"{CLIENTS}/{login}/none/rotate") == (404, "OAuth Client ID not found")
    assert gate.refused("PUT", f"{CLIENTS}/none/shop/rotate") == (404, "API doesn't exist")


def test_metadata_of_any_type(gate, login):
    for value in ("x", [1.0], 5, None, {"a": {"b": None}}):
        made = gate.ok("POST", CREATE, {"client_id": "shop", "api_id": login, "META_DATA": value})
        assert made["meta_data"] == value


def test_tokens(gate, login):
    target = f"{CLIENTS}/{login}/shop/tokens"
    assert gate.ok("GET", target) == []
    for page, number in (("1", 1), ("3", 3), ("0", 1), ("x", 1)):
        told = gate.ok("GET", f"{target}?page={page}")
        assert told == {"Pagination": {"page_num": number, "page_total": 0, "page_size": 100}, "Tokens": []}
    for query in ("", "?page=1"):
        assert gate.refused("GET", f"{CLIENTS}/none/shop/tokens{query}") == (404, "OAuth Client ID not found")


def test_an_api_without_oauth_holds_no_clients(gate):
    """Until one was asked for: then it can."""
    plain = gate.api("plain")
    target = f"{CLIENTS}/{plain}/shop"
    assert gate.refused("DELETE", target) == (404, "OAuth Client ID not found")
    assert gate.refused("GET", target) == (404, "OAuth Client ID not found")
    assert gate.ok("DELETE", target)["action"] == "deleted"
    assert gate.refused("PUT", target, {}) == (404, "OAuth Client ID not found")
    assert gate.ok("GET", f"{target}/tokens") == []


def test_what_such_an_api_does_to_the_connection():
    gate = Gate("emulated")
    plain = gate.api("plain")
    for method, end in (("PUT", ""), ("PUT", "/rotate"), ("GET", "/tokens")):
        target, secret = f"/gateway{CLIENTS}/{plain}/shop{end}", {"x-tyk-authorization": gate.backend.secret}
        assert gate.backend.emulator.handle(Request(method, target, "", secret, b"{}")).drop


@pytest.mark.parametrize(
    ("route", "body", "answer"),
    [
        ("revoke", b"", (400, "token is required")),
        ("revoke", b"client_id=x", (400, "token is required")),
        ("revoke", b"token=x", (400, "client_id is required")),
        ("revoke", b"token=x&client_id=none", (400, "oauth client doesn't exist")),
        ("revoke", b"token=%zz", (400, "cannot parse form. Form malformed")),
        ("revoke_all", b"", (401, "client_id is required")),
        ("revoke_all", b"client_id=x", (401, "client_secret is required")),
        ("revoke_all", b"client_id=none&client_secret=s", (404, "oauth client doesn't exist")),
    ],
)
def test_tokens_that_cannot_be_revoked(gate, route, body, answer):
    status, told = gate.call("POST", f"/tyk/oauth/{route}", body, headers=FORM)
    assert (status, told["message"]) == answer


def test_tokens_are_revoked(gate, login):
    gate.ok("POST", CREATE, {"client_id": f"{gate.org}c", "api_id": login, "secret": "s"})
    for route, body in (("revoke", "token=x"), ("revoke_all", "client_secret=wrong")):
        form = f"{body}&client_id={gate.org}c".encode()
        assert gate.call("POST", f"/tyk/oauth/{route}", form, headers=FORM)[0] == 200
        assert gate.call("POST", f"/tyk/oauth/{route}", form + b"&org_id=other", headers=FORM)[0] in (400, 404)
        assert gate.call("POST", f"/tyk/oauth/{route}", form)[0] in (400, 401), "what is no form has no fields"


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("", (422, "scope parameter is required")),
        ("?scope=", (400, "unknown scope")),
        ("?scope=all", (400, "unknown scope")),
    ],
)
def test_lapsed_tokens(gate, query, answer):
    assert gate.refused("DELETE", f"/tyk/oauth/tokens{query}") == answer
    assert gate.ok("DELETE", "/tyk/oauth/tokens?scope=lapsed")["message"] == "lapsed tokens purged"


def test_refresh_tokens(gate, login):
    plain = gate.api("plain")
    for query, answer in (
        ("", (400, "Missing parameter api_id")),
        ("?api_id=none", (404, "API for this refresh token not found")),
        (f"?api_id={plain}", (400, "OAuth is not enabled on this API")),
    ):
        assert gate.refused("DELETE", f"/tyk/oauth/refresh/x{query}") == answer
    assert gate.ok("DELETE", f"/tyk/oauth/refresh/x?api_id={login}")["key"] == "x"


def test_several_certificates_at_once(gate):
    assert gate.ok("GET", "/tyk/certs/a,b") == [None, None]
    assert gate.refused("GET", "/tyk/certs/a") == (404, "Certificate with given SHA256 fingerprint not found")
    assert gate.ok("GET", f"/tyk/certs?org_id={gate.org}&mode=detailed") == {"certs": []}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Failed to decode certificate. It should be PEM encoded."),
        (b"{}", "Failed to decode certificate. It should be PEM encoded."),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "x509: malformed certificate"),
    ],
)
def test_what_is_no_certificate(gate, content, message):
    assert gate.refused("POST", f"/tyk/certs?org_id={gate.org}", content) == (403, message)
    assert gate.refused("POST", "/tyk/certs/name", content) == (403, message)


def test_without_redis():
    """There is nothing to read, and most of what should be written seems to be."""
    gate = Gate("emulated")
    api = gate.api(use_oauth2=True)
    gate.ok("POST", CREATE, {"client_id": "shop", "api_id": api})
    gate.backend.control(redis=False)
    target = f"{CLIENTS}/{api}/shop"
    assert gate.refused("POST", CREATE, {"api_id": api}) == (500, "Failure in storing client data.")
    assert gate.refused("GET", target) == (404, "OAuth Client ID not found")
    assert gate.ok("GET", f"{CLIENTS}/{api}") == []
    for query in ("", "?page=1"):
        assert gate.refused("GET", f"{target}/tokens{query}") == (500, "Get client tokens failed")
    assert gate.ok("DELETE", target)["action"] == "deleted"
    assert gate.ok("DELETE", "/tyk/oauth/tokens?scope=lapsed")["status"] == "ok"
    gate.backend.control(redis=True)
    assert gate.ok("GET", target)["client_id"] == "shop"


def test_sessions_without_redis():
    gate = Gate("emulated")
    gate.api()
    session = {"org_id": gate.org, "access_rights": {"some": {}}}
    gate.ok("POST", "/tyk/keys/abc", session)
    gate.backend.control(redis=False)
    assert gate.ok("GET", "/tyk/keys") == gate.ok("GET", "/tyk/org/keys") == {"keys": []}
    down = "storage: Redis is either down or was not configured"
    assert gate.refused("POST", "/tyk/keys/create", session) == (500, f"Failed to create key - {down}")
    assert gate.refused("POST", "/tyk/org/keys/x", {}) == (500, f"Error writing to key store {down}")
    assert gate.refused("DELETE", "/tyk/org/keys/x") == (400, "Failed to remove the key")
    assert gate.ok("POST", "/tyk/keys/preview", {})["date_created"]
