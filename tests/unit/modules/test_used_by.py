# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""used_by in information: what refers to an object, wherever it holds the id, on both platforms."""

from __future__ import annotations

import pytest
from descriptors import KINDS
from gateway_runner import Gate
from module_objects import pem
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.table import ON_GATEWAY

UP = {"target_url": "http://up.example/"}
TYK = "x-tyk-api-gateway"
PERSON = {"first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
BOTH = pytest.mark.parametrize("make", [Tyk, Gate])
DASHBOARD = {kind.name: kind for formats in KINDS.values() for kind in formats.values()}


def api(name, **more):
    return {"name": name, "listen_path": f"/{name.lower()}/", **UP, **more}


def oas(name, **extension):
    document = {"openapi": "3.0.3", "info": {"title": name, "version": "1"}, "paths": {}}
    own = {
        "info": {"name": name, "state": {"active": True}},
        "upstream": {"url": "http://up.example/"},
        "server": {"listenPath": {"value": f"/{name.lower()}/"}},
    }
    for part, value in extension.items():
        own[part] = {**own.get(part, {}), **value}
    return {"definition": {**document, TYK: own}}


def rights(*names):
    return {"access_rights": [{"api": name} for name in names]}


def users(tyk, kind, **which):
    """What refers to the one object that is asked for: kind and name."""
    info = tyk.ok(f"{kind}_info", used_by=True, **which)
    assert not tyk.warnings(info)
    (found,) = info[next(iter(KINDS[kind].values())).results]
    assert all(user.keys() == {"kind", "name", "id"} for user in found["used_by"])
    return [(user["kind"], user["name"]) for user in found["used_by"]]


# The fields of Tyk's that tasks name, all of them


def placed(path, value):
    """An object with nothing but this value at a path, where * is any key."""
    step, _dot, rest = path.partition(".")
    inner = placed(rest, value) if rest else value
    return {"any" if step == "*" else step: inner}


class Nothing:
    """Surroundings in which there is nothing."""

    def __getattr__(self, name):
        return lambda *args: []


REFERENCES = [
    (kind, path, other)
    for kind in (*DASHBOARD.values(), *ON_GATEWAY.values())
    for path, other in kind.fields.references.items()
]


@pytest.mark.parametrize(("kind", "path", "other"), REFERENCES, ids=lambda value: getattr(value, "name", value))
def test_every_field_that_holds_an_id_counts(kind, path, other):
    assert (other, "some-id") in set(kind.refers_to(placed(path, "some-id"), Nothing()))
    assert other in kind.targets


@pytest.mark.parametrize("kind", [*DASHBOARD.values(), *ON_GATEWAY.values()], ids=lambda kind: kind.name)
def test_a_kind_says_what_all_of_its_objects_may_refer_to(kind):
    assert {other for other, _ident in kind.refers_to({}, Nothing())} <= kind.targets


# Where an API mentions what nobody names by name

FINGERPRINT = "0a" * 12 + "ab" * 32
MENTIONED = {
    "classic target": ("api", {"api_definition": {"proxy": {"target_url": "tyk://x/path?a=b"}}}),
    "classic list of targets": ("api", {"api_definition": {"proxy": {"target_list": ["tyk://x", "http://b"]}}}),
    "classic rewrite": (
        "api",
        {
            "api_definition": {
                "version_data": {
                    "versions": {"v": {"extended_paths": {"url_rewrites": [{"rewrite_to": "tyk://x/$1"}]}}}
                }
            }
        },
    ),
    "classic trigger": (
        "api",
        {"api_definition": {"version_data": {"versions": {"v": {"triggers": [{"rewrite_to": "TYK://x#a"}]}}}}},
    ),
    "supergraph": ("api", {"api_definition": {"graphql": {"supergraph": {"subgraphs": [{"api_id": "x"}]}}}}),
    "data source": (
        "api",
        {"api_definition": {"graphql": {"engine": {"data_sources": [{"config": {"url": "tyk://x/graph"}}]}}}},
    ),
    "OAS upstream": ("api", {"oas": {TYK: {"upstream": {"url": "tyk://x/"}}}}),
    "OAS load balancing": ("api", {"oas": {TYK: {"upstream": {"loadBalancing": {"targets": [{"url": "tyk://x/"}]}}}}}),
    "OAS rewrite": (
        "api",
        {"oas": {TYK: {"middleware": {"operations": {"a": {"urlRewrite": {"rewriteTo": "tyk://x/"}}}}}}},
    ),
    "handler": (
        "webhook",
        {"api_definition": {"event_handlers": {"events": {"AuthFailure": [{"handler_meta": {"id": "x"}}]}}}},
    ),
    "pinned": ("certificate", {"api_definition": {"pinned_public_keys": {"*": f"{'b' * 64},{FINGERPRINT}"}}}),
    "signing": ("certificate", {"api_definition": {"request_signing": {"certificate_id": FINGERPRINT}}}),
    "upstream certificate": ("certificate", {"api_definition": {"upstream_certificates": {"a": FINGERPRINT}}}),
    "OAS pinned": (
        "certificate",
        {
            "oas": {
                TYK: {
                    "upstream": {
                        "certificatePinning": {"domainToPublicKeysMapping": [{"publicKeys": ["", FINGERPRINT]}]}
                    }
                }
            }
        },
    ),
    "OAS signing": (
        "certificate",
        {"oas": {TYK: {"upstream": {"authentication": {"requestSigning": {"certificateId": FINGERPRINT}}}}}},
    ),
}


@pytest.mark.parametrize("case", MENTIONED)
def test_what_an_api_mentions_counts(case):
    other, obj = MENTIONED[case]
    ident = FINGERPRINT if other == "certificate" else "x"
    kind = DASHBOARD["api"]
    assert (other, ident) in set(kind.refers_to(obj, Around()))
    assert other in kind.targets


class Around(Nothing):
    """Surroundings in which kinds are known, and nothing else."""

    def kind(self, name):
        return DASHBOARD[name]


@pytest.mark.parametrize("address", ["tyk://self/a", "tyk://", "http://tyk.example/tyk://x", "mytyk://x"])
def test_an_address_that_leads_to_no_other_api(address):
    obj = {"api_definition": {"proxy": {"target_url": address}}}
    assert not [ident for other, ident in DASHBOARD["api"].refers_to(obj, Around()) if other == "api"]


@BOTH
@pytest.mark.parametrize("host", ["orders-id", "Orders-v2-", "orders-V2-", "self"])
def test_an_api_is_looped_to_by_id_and_by_name(make, host):
    tyk = make()
    tyk.ok("api", **api("Orders v2!", api_id="orders-id", listen_path="/o/"))
    tyk.ok("api", **{**api("Front"), "target_url": f"tyk://{host}/x"})
    wanted = [] if host == "self" else [("api", "Front")]
    assert users(tyk, "api", name="Orders v2!") == wanted
    assert users(tyk, "api", name="Front") == []


# Each kind that can be referred to


@BOTH
def test_an_api_is_used_by_policies_keys_versions_and_clients(make):
    tyk = make()
    tyk.ok("api", **api("A", definition={"use_oauth2": True}))
    tyk.ok("api", **api("B"))
    tyk.ok("api", **api("A2", version={"of": "A", "name": "v2"}))
    tyk.ok("policy", name="Gold", **rights("A"))
    tyk.ok("policy", name="Other", **rights("B"))
    tyk.ok("key", alias="acme", **rights("A"))
    tyk.ok("oauth_client", api="A", client_id="c", redirect_uri="http://x.example/", policy="Other")
    found = users(tyk, "api", name="A")
    assert [kind for kind, _name in found] == ["api", "policy", "key", "oauth_client"]
    assert found[:3] == [("api", "A2"), ("policy", "Gold"), ("key", "acme")]
    assert ("oauth_client", "c" if make is Gate else "") in users(tyk, "policy", name="Other")
    assert users(tyk, "api", name="A2") == []


def test_a_policy_is_used_by_apis_keys_and_mcp_proxies(tyk):
    tyk.ok("api", **api("A"))
    gold = tyk.ok("policy", name="Gold", **rights("A"))["policy"]["policy_id"]
    tyk.ok("api", **api("J", definition={"jwt_default_policies": ["Gold"]}))
    made = tyk.ok("key", alias="acme", policies=["Gold"])["key"]
    scheme = {"enabled": True, "defaultPolicies": [gold]}
    doc = oas("Tools", server={"authentication": {"enabled": True, "securitySchemes": {"jwt": scheme}}})["definition"]
    doc["components"] = {"securitySchemes": {"jwt": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}}
    proxy = tyk.make("/api/mcps", doc)["ID"]
    info = tyk.ok("policy_info", used_by=True)["policies"][0]["used_by"]
    assert [(user["kind"], user["name"]) for user in info] == [("api", "J"), ("mcp_proxy", "Tools"), ("key", "acme")]
    assert info[2]["id"] == made["key_hash"] and info[1]["id"] == proxy
    tyk.ok("policy", name="P", **rights("A"))
    kept = {"config": {"policies": [{"name": "P"}]}, "prune": ["policies"], "prune_all": True}
    tyk.ok("key", alias="acme", state="absent")
    tyk.ok("api", name="J", state="absent")
    assert any("MCP proxy 'Tools' refers to it" in text for text in tyk.warnings(tyk.ok("config", **kept)))
    assert tyk.call("DELETE", f"/api/mcps/{proxy}")[0] == 200
    assert [change["name"] for change in tyk.ok("config", **kept)["changes"]] == ["Gold"]


def test_a_policy_of_an_older_dashboard_is_told_without_mcp_proxies():
    tyk = Tyk(dashboard_version="5.8")
    tyk.ok("api", **api("A"))
    tyk.ok("policy", name="Gold", **rights("A"))
    assert users(tyk, "policy", name="Gold") == []


def test_a_user_and_a_group_are_used_by_what_they_own_and_who_is_in_them(tyk):
    tyk.ok("user_group", name="G", user_permissions={"apis": "read"})
    tyk.ok("user", email_address="ada@x.example", group="G", **PERSON)
    tyk.ok("api", **api("A", owners={"users": ["ada@x.example"], "groups": ["G"]}))
    assert users(tyk, "user", email_address="ada@x.example") == [("api", "A")]
    assert users(tyk, "user_group", name="G") == [("user", "ada@x.example"), ("api", "A")]


def test_a_webhook_is_used_by_apis_of_both_formats(tyk):
    ident = tyk.ok("webhook", name="H", target_path="http://h.example/")["webhook"]["id"]
    tyk.ok("api", **api("A", webhooks=[{"event": "AuthFailure", "webhook": "H"}]))
    handler = {"enabled": True, "trigger": "AuthFailure", "type": "webhook", "id": ident, "cooldownPeriod": "1s"}
    tyk.ok("api", **oas("B", server={"eventHandlers": [handler]}))
    assert users(tyk, "webhook", name="H") == [("api", "A"), ("api", "B")]


@BOTH
def test_a_certificate_is_used_by_what_holds_its_id(make):
    tyk = make()
    names = ("client", "pinned", "bound", "free")
    ids = {name: tyk.ok("certificate", certificate=pem(name)[0])["certificate"]["certificate_id"] for name in names}
    tyk.ok("api", **api("A", definition={"client_certificates": [ids["client"]]}))
    pinning = {"enabled": True, "domainToPublicKeysMapping": [{"domain": "*", "publicKeys": [ids["pinned"]]}]}
    tyk.ok("api", **oas("B", upstream={"certificatePinning": pinning}))
    tyk.ok("key", alias="k", definition={"mtls_static_certificate_bindings": [ids["bound"]]}, **rights("A"))
    wanted = {"client": [("api", "A")], "pinned": [("api", "B")], "bound": [("key", "k")], "free": []}
    assert {name: users(tyk, "certificate", certificate_id=ids[name]) for name in names} == wanted


def test_keys_on_later_pages_count():
    tyk = Tyk(page_size=5)
    tyk.ok("api", **api("A"))
    for number in range(8):
        tyk.ok("key", alias=f"k{number}", **rights("A"))
    assert len(users(tyk, "api", name="A")) == 8


# What cannot be seen, and what is as before


def test_what_the_token_may_not_list_is_told_once(tyk):
    tyk.ok("api", **api("A"))
    tyk.ok("policy", name="Gold", **rights("A"))
    tyk.token = tyk.user("few@acme.example", tyk.org, {"apis": "read", "users": "read"})
    info = tyk.ok("api_info", used_by=True)
    (told,) = tyk.warnings(info)
    assert "the token may not list Policies" in told and "the token may not list Keys" in told
    assert info["apis"][0]["used_by"] == []


@pytest.mark.parametrize("kind", sorted({name for kind in DASHBOARD.values() for name in kind.targets}))
def test_without_it_nothing_more_is_asked_nor_told(tyk, kind):
    tyk.log()
    plain = tyk.ok(f"{kind}_info")
    asked = tyk.log()
    told = tyk.ok(f"{kind}_info", used_by=True)
    results = next(iter(KINDS[kind].values())).results
    for obj in told[results]:
        assert isinstance(obj.pop("used_by"), list)
    assert told[results] == plain[results] and get(plain, "used_by") is None
    assert len(asked) <= 3


def test_no_token_of_a_key_is_told():
    tyk = Tyk(hash_keys=False)
    tyk.ok("api", **api("A"))
    token = tyk.ok("key", key_id="partner-acme", alias="", **rights("A"))["key"]["key_id"]
    info = tyk.ok("api_info", used_by=True)
    assert info["apis"][0]["used_by"][0]["kind"] == "key" and token not in tyk.out
