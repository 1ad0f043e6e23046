# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Classic APIs of a Gateway: how bodies are read, and what is refused."""

from __future__ import annotations

import json

import pytest
from gateway_world import VERSIONS, Gate, definition, older, proxy

MALFORMED = (400, "Request malformed")


@pytest.fixture(params=VERSIONS)
def gate(request):
    gate = Gate(request.param)
    yield gate
    gate.clean()


def read(gate, ident):
    return gate.ok("GET", f"/tyk/apis/{ident}")


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"[]", b'"x"', b"1", b"true", b"{", b'{"name":}', b"{'name':'a'}", b"\xef\xbb\xbf{}", b'{"name":NaN}']
    + [b'{"a":01}', b'{"name":"\n"}', b'{"config_data":{"a":1e400}}', b'{"config_data":{"a":-1e400}}'],
)
def test_bodies_that_are_none(gate, body):
    assert gate.refused("POST", "/tyk/apis", body) == MALFORMED


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"null", ""),
        (b"{}", ""),
        (b" \t\r\n{} x", ""),
        (b'{"name":"a"}{"name":"b"}', "a"),
        (b'{"name":"a","name":"b"}', "b"),
        (b'{"name":"a","name":null}', "a"),
        (b'{"NAME":"a"}', "a"),
        (b'{"name":"a","nAmE":"b"}', "b"),
        (b'{"name":"\xe9\xe2\x82"}', "\ufffd\ufffd\ufffd"),
        (b'{"name":"\\ud800x\\udc00"}', "\ufffdx\ufffd"),
        (b'{"name":"\\ud83d\\ude00"}', "\U0001f600"),
    ],
)
def test_the_first_value_of_a_body_counts(gate, body, name):
    ident = gate.ok("POST", "/tyk/apis", body)["key"]
    assert len(ident) == 32
    gate.reload()
    assert read(gate, ident)["name"] == name


def test_objects_that_come_twice_are_one(gate):
    ident = f"{gate.org}twice"
    members = [
        f'"api_id":"{ident}","proxy":{{"listen_path":"/{ident}/","target_url":"http://a"}}',
        '"proxy":{"target_url":"http://b"},"PROXY":{"preserve_host_header":true}',
        '"auth_configs":{"a":{"name":"n","use_param":true}},"auth_configs":{"b":{},"a":{"name":"m"}}',
        '"tags":["x","y"],"tags":["z"],"config_data":{"one":1},"config_data":{"two":2},"CORS":null',
    ]
    gate.ok("POST", "/tyk/apis", f"{{{','.join(members)}}}".encode())
    gate.reload()
    shown = read(gate, ident)
    place = shown["proxy"]
    assert (place["listen_path"], place["target_url"]) == (f"/{ident}/", "http://b") and place["preserve_host_header"]
    configs = shown["auth_configs"]
    assert (configs["a"]["name"], configs["a"]["use_param"], configs["b"]["name"]) == ("m", False, "")
    assert shown["tags"] == ["z"] and shown["config_data"] == {"one": 1, "two": 2}


@pytest.mark.parametrize(
    ("field", "sent", "shown"),
    [
        ("config_data", {"b": 1, "a": [1.0, 9007199254740993]}, {"a": [1, 9007199254740992], "b": 1}),
        ("config_data", {}, {}),
        ("config_data", None, None),
        ("tags", [], []),
        ("tags", [None], [""]),
        ("auth_configs", {"x": None}, None),
        ("jwt_source", None, ""),
        ("active", None, False),
        ("session_lifetime", 2**53 + 1, 2**53 + 1),
        ("hmac_allowed_clock_skew", -1.0, -1),
    ],
)
def test_nulls_and_numbers(gate, field, sent, shown):
    value = read(gate, gate.api("value", **{field: sent}))[field]
    if field == "auth_configs":
        assert value["x"]["auth_header_name"] == ""
    else:
        assert (value, type(value)) == (shown, type(shown))


@pytest.mark.parametrize(
    ("sent", "id_shown"),
    [("", None), (None, None), (24 * "A", 24 * "a"), ({"$oid": 24 * "b"}, 24 * "b")],
)
def test_ids_of_a_database(gate, sent, id_shown):
    assert read(gate, gate.api("dbid", id=sent)).get("id") == id_shown


SOURCES = "all auth sources are disabled for {}, at least one of header/cookie/query must be enabled"
HIDDEN = {"disable_header": True}
TWO = [{"name": "One", "kind": "REST"}, {"name": " one ", "kind": "GraphQL"}]
RULES = [
    ({"graphql": {"engine": {"data_sources": TWO}}}, "duplicate data source names are not allowed"),
    ({"graphql": {"engine": {"data_sources": TWO[:1]}}}, ""),
    ({"use_standard_auth": True, "auth_configs": {"authToken": HIDDEN}}, SOURCES.format("authToken")),
    ({"enable_jwt": True, "auth_configs": {"jwt": HIDDEN, "authToken": HIDDEN}}, SOURCES.format("jwt")),
    ({"enable_jwt": True, "auth_configs": {"jwt": {**HIDDEN, "use_cookie": True}}}, ""),
    ({"use_keyless": True, "auth_configs": {"authToken": HIDDEN, "other": HIDDEN}}, ""),
    ({"use_oauth2": True, "auth_configs": {"oauth": HIDDEN}}, SOURCES.format("oauth")),
    ({"enable_signature_checking": True, "auth_configs": {"hmac": HIDDEN}}, SOURCES.format("hmac")),
    ({"enable_ip_whitelisting": True, "allowed_ips": ["1.2.3.4", "x"]}, 'invalid IP/CIDR "x"'),
    ({"enable_ip_whitelisting": False, "allowed_ips": ["x"]}, ""),
    ({"enable_ip_blacklisting": True, "blacklisted_ips": ["10.0.0.0/33"]}, 'invalid IP/CIDR "10.0.0.0/33"'),
    ({"enable_ip_blacklisting": True, "blacklisted_ips": ["10.0.0.0/255.0.0.0"]}, "invalid IP/CIDR"),
    ({"enable_ip_blacklisting": True, "blacklisted_ips": ["fe80::1/64", "::1", "10.0.0.1/8"]}, ""),
    ({"enable_ip_blacklisting": True, "blacklisted_ips": ["fe80::1%eth0"]}, 'invalid IP/CIDR "fe80::1%eth0"'),
    ({"upstream_auth": {"enabled": True, "basic_auth": {"enabled": True}, "oauth": {"enabled": True}}}, "multiple up"),
    ({"upstream_auth": {"enabled": True, "oauth": {"enabled": True}}}, "upstream OAuth authorization type is required"),
    ({"upstream_auth": {"enabled": False, "oauth": {"enabled": True}}}, ""),
    ({"proxy": proxy("/lb/", enable_load_balancing=True)}, "all load balancing targets have weight 0, at least one"),
    ({"proxy": proxy("/lb/", enable_load_balancing=True, target_list=["http://a"])}, ""),
]


def in_version(**fields):
    return {"version_data": {"not_versioned": True, "versions": {"Default": {"name": "Default", **fields}}}}


def timeouts(*entries):
    return in_version(extended_paths={"hard_timeouts": list(entries)})


# What older Gateways do not ask.
SINCE = {"all load balancing targets": (5, 11), "invalid global timeout": (5, 14)}

RULES += [
    (in_version(global_enforce_timeout="-1s"), "invalid global timeout value"),
    (in_version(global_enforce_timeout="1s"), ""),
    (timeouts({"timeout": 1}, {"timeout": -1}), "invalid timeout value"),
    (timeouts({"duration": "-1ms"}), "invalid timeout value"),
    (timeouts({"timeout": 0, "duration": "1ms"}), ""),
]


@pytest.mark.parametrize(("fields", "reason"), RULES)
def test_rules(gate, fields, reason):
    ident = f"{gate.org}ruled"
    body = definition(gate.org, ident, **fields)
    status, answer = gate.call("POST", "/tyk/apis", body)
    unknown = not gate.since(5, 14) and "duration" in str(fields)  # a field of newer Gateways
    if not reason or unknown or any(reason.startswith(text) and not gate.since(*SINCE[text]) for text in SINCE):
        assert status == 200, answer
        return
    assert status == 400 and answer["message"].startswith(f"Validation of API Definition failed. Reason: {reason}")
    assert answer["message"].endswith(".")
    gate.api("ruled")
    assert gate.refused("PUT", f"/tyk/apis/{ident}", body) == (400, answer["message"])


def test_older_gateways_have_fewer_rules():
    fields = {"proxy": proxy("/lb/", enable_load_balancing=True)}
    for version, status in (("5.11.0", 400), ("5.10.0", 200)):
        gate = older(version)
        assert gate.call("POST", "/tyk/apis", definition(gate.org, "lb", **fields))[0] == status
    gate = older("5.8.9")
    ident = gate.api("old", **in_version(global_enforce_timeout="-1s"))
    assert "global_enforce_timeout" not in read(gate, ident)["version_data"]["versions"]["Default"]


def test_a_read_is_what_go_writes(gate):
    """Twice the same, and taken again as it is."""
    ident = gate.api("whole", config_data={"b": {"d": 1, "c": [2.5]}}, tags=["x"], id=24 * "a")
    shown = read(gate, ident)
    assert gate.ok("PUT", f"/tyk/apis/{ident}", shown)["action"] == "modified"
    gate.reload()
    again = read(gate, ident)
    assert json.dumps(again) == json.dumps(shown)
    assert list(shown)[:3] == ["id", "name", "slug"] and list(shown["config_data"]["b"]) == ["c", "d"]
