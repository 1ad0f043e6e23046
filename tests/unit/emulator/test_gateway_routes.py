# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the Gateway finds a route, and what it makes of the bodies of requests."""

from __future__ import annotations

import pytest
from gateway_world import VERSIONS, Gate

NO_ROUTE = "404 page not found"
BAD_METHOD = {"status": "error", "message": "Method not supported"}
INSECURE = (500, "Failed to create key, ensure security settings are correct.")


@pytest.fixture(params=VERSIONS)
def gate(request):
    gate = Gate(request.param)
    yield gate
    gate.clean()


def status(gate, method, target, **how):
    return gate.backend.send(method, target, **how)[0]


@pytest.mark.parametrize(
    ("target", "moved"),
    [
        ("/tyk/", "/"),
        ("/tyk//keys", "/tyk/keys"),
        ("/tyk/keys//", "/tyk/keys/"),
        ("/tyk/./keys", "/tyk/keys"),
        ("/tyk/apis/../keys", "/tyk/keys"),
        ("/tyk/keys/%2e%2e", "/tyk"),
        ("/hello//", "/hello/"),
    ],
)
def test_a_path_is_cleaned_first(gate, target, moved):
    code, answer, headers = gate.backend.send("GET", target)
    assert (code, answer, headers["location"]) == (301, "", moved)


def test_the_credential_comes_after_the_cleaning_and_before_the_route(gate):
    assert status(gate, "GET", "/tyk//keys", secret="wrong") == 301
    assert status(gate, "GET", "/tyk/", secret="wrong") == 403
    assert status(gate, "PATCH", "/tyk/keys", secret="wrong") == 403


@pytest.mark.parametrize(
    "target", ["/tyk/keys/a%2Fb", "/tyk/apis/a%2Fb/c", "/tyk/oauth/clients", "/tyk/cache", "/tyk/x"]
)
def test_a_path_is_decoded_before_it_is_compared(gate, target):
    for method in ("GET", "DELETE", "POST"):
        assert gate.call(method, target, b"") == (404, NO_ROUTE)


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("PATCH", "/tyk/apis"),
        ("DELETE", "/tyk/apis"),
        ("PUT", "/tyk/certs/x"),
        ("POST", "/tyk/reload"),
        ("POST", "/tyk/reload/group"),
        ("GET", "/tyk/cache/x"),
        ("OPTIONS", "/tyk/policies"),
        ("GET", "/tyk/oauth/revoke"),
        ("POST", "/tyk/schema"),
        ("GET", "/tyk/debug"),
        ("GET", "/tyk/oauth/clients/x/y/rotate"),
    ],
)
def test_a_route_without_that_method(gate, method, target):
    assert gate.call(method, target) == (405, BAD_METHOD)


def test_head_is_a_method_of_its_own_and_has_no_body(gate):
    code, answer, headers = gate.backend.send("HEAD", "/tyk/apis")
    assert (code, answer, headers["content-type"]) == (405, "", "application/json")


@pytest.mark.parametrize(
    ("method", "target", "answer"),
    [
        ("PUT", "/tyk/policies", (400, "Must specify an apiID to update")),
        ("DELETE", "/tyk/policies/", (400, "Must specify an apiID to delete")),
        ("PUT", "/tyk/keys", (404, "Key is not found")),
        ("DELETE", "/tyk/keys/", (404, "There is no such key found")),
        ("GET", "/tyk/health?api_id=x", (400, "Health checks are not enabled for this node")),
        ("POST", "/hello", (405, "Method Not Allowed")),
        ("DELETE", "/ready", (405, "Method Not Allowed")),
    ],
)
def test_routes_that_always_refuse(gate, method, target, answer):
    assert gate.refused(method, target, {}) == answer


def test_words_that_are_no_names_of_keys(gate):
    """Only for a POST: a key of that name can be read."""
    assert "date_created" in gate.ok("POST", "/tyk/keys/preview", {})
    assert gate.refused("POST", "/tyk/keys/create", {})[0] == 400
    for name in ("preview", "create"):
        assert gate.refused("GET", f"/tyk/keys/{name}") == (404, "Key not found")


def test_outside_of_the_control_api(gate):
    for target in ("/config", "/env", "/hello/", "/tyk", "/TYK/keys"):
        assert gate.call("GET", target)[0] == 404
    gate.api()
    assert gate.call("GET", "/nothing") == (404, "Not Found")
    told = gate.ok("GET", "/ready")
    assert (told["description"], told["details"]["redis"]["status"]) == ("Tyk GW Ready", "pass")


def test_a_group_is_reloaded(gate):
    ident = gate.org + "p"
    gate.ok("POST", "/tyk/policies", {"id": ident})
    assert gate.ok("GET", "/tyk/reload/group") == {"status": "ok", "message": ""}
    gate.reload()
    assert gate.ok("GET", f"/tyk/policies/{ident}")["id"] == ident


@pytest.mark.parametrize(
    ("wanted", "found"), [("", True), ("3.0", True), ("3.0.4", True), ("3", True), ("2.0", False), ("3.2", False)]
)
def test_the_schema_of_a_version(gate, wanted, found):
    code, answer = gate.call("GET", f"/tyk/schema?oasVersion={wanted}")
    if found:
        assert (code, answer["status"]) == (200, "Success") and "openapi" in answer["schema"]["properties"]
    else:
        assert (code, answer) == (404, {"status": "Failed", "message": f'Schema not found for version "{wanted}"'})


def test_the_schema_of_openapi_3_1(gate):
    assert gate.call("GET", "/tyk/schema?oasVersion=3.1.0")[0] == (200 if gate.since(5, 12) else 404)
    message = gate.call("GET", "/tyk/schema?oasVersion=x")[1]["message"]
    assert message == ("malformed version: x" if gate.since(5, 12) else "Malformed version: x")


def test_a_cache_of_key_sets(gate):
    for target in ("jwks", "x"):
        assert gate.ok("DELETE", f"/tyk/cache/{target}")["message"] == "cache invalidated"
    assert gate.call("DELETE", "/tyk/cache/jwks/x")[0] == (200 if gate.since(5, 10) else 404)


# What the handlers make of bodies: those that look at the first value only, and the one that reads the whole.
FIRST = {
    "/tyk/policies": ((400, "Request malformed"), (400, "Unable to create policy without id.")),
    "/tyk/keys/create": (
        (500, "Unmarshalling failed"),
        (400, "Failed to create key, keys must have at least one Access Rights record set."),
    ),
    "/tyk/oauth/clients/create": ((500, "Unmarshalling failed"), (400, "Policy doesn't exist")),
    "/tyk/debug": ((400, "Request malformed"), (400, "Spec field is missing")),
}
WHOLE = {"/tyk/keys": ((400, "Request malformed"), INSECURE), "/tyk/keys/name": ((400, "Request malformed"), INSECURE)}
NONE = [b"", b" ", b"[]", b'"x"', b"1", b"true", b"{", b"\xef\xbb\xbf{}", b"{}"[:1], b'{"a":NaN}', b"x"]
SOME = [b"null", b"{}", b" {} ", b'{"x":"\xe9"}', b'{"x":1,"x":2}', b'{"X":1}', b'{"x":"\\ud800"}']


@pytest.mark.parametrize("target", [*FIRST, *WHOLE])
def test_bodies(gate, target):
    malformed, read = {**FIRST, **WHOLE}[target]
    assert {gate.refused("POST", target, body) for body in NONE} == {malformed}
    assert {gate.refused("POST", target, body) for body in SOME} == {read}
    for body in (b"{} x", b"{}{}", b"null]"):
        assert gate.refused("POST", target, body) == (malformed if target in WHOLE else read)


def test_a_trial_of_a_definition(gate):
    spec = {"name": "t", "proxy": {"listen_path": "/t/", "target_url": "http://127.0.0.1:1/"}}
    for broken in (
        {"spec": {"name": 1}},
        {"spec": [], "request": {}},
        {"spec": spec, "request": {"headers": {"a": "b"}}},
    ):
        assert gate.refused("POST", "/tyk/debug", broken) == (400, "Request malformed")
    assert gate.refused("POST", "/tyk/debug", {"spec": spec}) == (400, "Request field is missing")
    for path in ("", "/a b/"):
        wrong = {**spec, "proxy": {"listen_path": path}}
        code, told = gate.call("POST", "/tyk/debug", {"spec": wrong, "request": {}})
        assert (code, told["message"]) == (400, "error") and "Listen path" in told["logs"]
    spec |= {"use_keyless": True, "version_data": {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}}
    told = gate.ok(
        "POST", "/tyk/debug", {"spec": spec, "request": {"method": "PUT", "path": "x", "headers": {"A": ["b"]}}}
    )
    assert told["message"] == "ok" and "PUT /t/x HTTP/1.1\r\nHost: 127.0.0.1:1\r\nA: b\r\n" in told["response"]
    assert "There was a problem proxying the request" in told["response"]
