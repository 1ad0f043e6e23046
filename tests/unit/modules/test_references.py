# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects name each other: certificates and policies in APIs and keys, renamed objects, replaced certificates."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_objects import pem, quiet
from module_runner import Tyk

CLASSIC = {"name": "Orders", "listen_path": "/o/", "target_url": "http://x.example"}
OAS = {**CLASSIC, "name": "Pets", "listen_path": "/p/", "format": "oas"}


def certificate(tyk, subject, serial=1):
    """Upload a certificate; its id."""
    return tyk.ok("certificate", certificate=pem(subject, serial)[0])["certificate"]["certificate_id"]


def test_certificates_in_a_classic_api(tyk):
    client, server = certificate(tyk, "client.example"), certificate(tyk, "server.example")
    wish = {
        **CLASSIC,
        "definition": {
            "use_mutual_tls_auth": True,
            "client_certificates": ["client.example"],
            "certificates": [server[24:]],
            "upstream_certificates": {"*.example": "client.example"},
        },
    }
    planned = tyk.ok("api", check=True, **wish)
    made = tyk.ok("api", **wish)
    assert made["diff"] == planned["diff"] and not tyk.warnings(made)
    stored = tyk.read(f"/api/apis/{made['api']['api_id']}")["api_definition"]
    assert stored["client_certificates"] == [client] and stored["certificates"] == [server]
    assert stored["upstream_certificates"] == {"*.example": client}
    quiet(tyk, "api", **wish)
    wish["definition"] = {"client_certificates": [client], "certificates": ["server.example"]}
    quiet(tyk, "api", **wish)
    shown = tyk.ok("api_info")["apis"][0]["definition"]
    assert shown["client_certificates"] == ["client.example"] and shown["certificates"] == ["server.example"]
    quiet(tyk, "api", **{**CLASSIC, "definition": shown})
    tyk.log()
    text = tyk.fails("api", **CLASSIC, definition={"client_certificates": ["nobody.example"]})
    assert "definition.client_certificates[0]: there is no certificate 'nobody.example'" in text
    assert not tyk.writes()


NOBODY = "0123456789abcdef01234567"
WHERE = {
    "jwt_default_policies": "jwt_default_policies[0]",
    "jwt_scope_to_policy_mapping": "jwt_scope_to_policy_mapping.read",
}
DEAD = {"jwt_default_policies": [NOBODY], "jwt_scope_to_policy_mapping": {"read": NOBODY}}


@pytest.mark.parametrize("field", DEAD)
def test_an_id_of_nothing_is_refused_where_the_task_names_it(tyk, field):
    told = tyk.warnings(tyk.ok("api", **CLASSIC, definition={field: DEAD[field]}, check=True))
    assert any("taken for one that an earlier task makes" in text for text in told)
    assert f"definition.{WHERE[field]}: there is no" in tyk.fails("api", **CLASSIC, definition={field: DEAD[field]})
    assert not tyk.writes()


def test_what_is_stored_is_not_looked_up(tyk):
    proxy = {"listen_path": "/o/", "target_url": "http://x.example", "strip_listen_path": True}
    stored = {"name": "Orders", "active": True, "proxy": proxy, "version_data": {"not_versioned": True, "versions": {}}}
    tyk.make("/api/apis", {"api_definition": {**stored, **DEAD}, "hook_references": []})
    tyk.log()
    assert not tyk.ok("api", **CLASSIC, definition=DEAD)["changed"]
    assert tyk.ok("api", **CLASSIC, definition={**DEAD, "tags": ["edge"]})["changed"]
    assert not {"GET /api/certs", "GET /api/portal/policies"} & set(tyk.log())


def test_certificates_and_policies_in_an_oas_api(tyk):
    client = certificate(tyk, "client.example")
    tyk.ok("api", **CLASSIC)
    policy = tyk.ok("policy", name="Members", access_rights=[{"api": "Orders"}])["policy"]["policy_id"]
    jwt = {"enabled": True, "signingMethod": "rsa", "defaultPolicies": ["Members"]}
    jwt["scopes"] = {"claimName": "scope", "scopeToPolicyMapping": [{"scope": "read", "policyId": "Members"}]}
    server = {"clientCertificates": {"enabled": True, "allowlist": ["client.example"]}}
    server["authentication"] = {"enabled": True, "securitySchemes": {"jwt": jwt}}
    schemes = {"jwt": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    mapping = [{"domain": "*.example", "certificate": client[24:]}]
    upstream = {"mutualTLS": {"enabled": True, "domainToCertificateMapping": mapping}}
    document = {"components": {"securitySchemes": schemes}}
    document["x-tyk-api-gateway"] = {"server": server, "upstream": upstream}
    wish = {**OAS, "definition": document}
    planned = tyk.ok("api", check=True, **wish)
    made = tyk.ok("api", **wish)
    assert made["diff"] == planned["diff"] and not tyk.warnings(made)
    stored = tyk.read(f"/api/apis/oas/{made['api']['api_id']}")["x-tyk-api-gateway"]
    assert stored["server"]["clientCertificates"]["allowlist"] == [client]
    assert stored["upstream"]["mutualTLS"]["domainToCertificateMapping"][0]["certificate"] == client
    kept = stored["server"]["authentication"]["securitySchemes"]["jwt"]
    assert kept["defaultPolicies"] == [policy] and kept["scopes"]["scopeToPolicyMapping"][0]["policyId"] == policy
    quiet(tyk, "api", **wish)
    shown = next(api for api in tyk.ok("api_info")["apis"] if api["name"] == "Pets")
    assert shown["definition"]["x-tyk-api-gateway"]["server"]["clientCertificates"]["allowlist"] == ["client.example"]
    quiet(tyk, "api", **{**OAS, "definition": shown["definition"]})


def test_policies_of_an_api_that_takes_tokens(tyk):
    tyk.ok("api", **CLASSIC)
    gold = tyk.ok("policy", name="Gold", access_rights=[{"api": "Orders"}])["policy"]["policy_id"]
    tyk.ok("policy", name="Silver", policy_id="silver", access_rights=[{"api": "Orders"}])
    wish = {**CLASSIC, "definition": {"enable_jwt": True, "jwt_default_policies": ["Gold", "Silver"]}}
    wish["definition"]["scopes"] = {"jwt": {"scope_claim_name": "scope", "scope_to_policy": {"read": "Silver"}}}
    made = tyk.ok("api", **wish)
    stored = tyk.read(f"/api/apis/{made['api']['api_id']}")["api_definition"]
    assert stored["jwt_default_policies"] == [gold, "silver"]
    assert stored["scopes"]["jwt"]["scope_to_policy"] == {"read": "silver"}
    quiet(tyk, "api", **wish)
    assert tyk.ok("api_info")["apis"][0]["definition"]["jwt_default_policies"] == ["Gold", "Silver"]
    text = tyk.fails("api", **CLASSIC, definition={"jwt_default_policies": ["Bronze"]})
    assert "definition.jwt_default_policies[0]: there is no policy 'Bronze'" in text
    assert tyk.ok("api", check=True, **CLASSIC, definition={"jwt_default_policies": ["Bronze"]})["changed"]


def test_a_token_that_may_not_see_certificates(tyk):
    client = certificate(tyk, "client.example")
    tyk.token = tyk.user("apis@acme.example", tyk.org, {"apis": "write", "users": "read", "keys": "write"})
    tyk.ok("api", **CLASSIC, definition={"client_certificates": [client]})
    assert tyk.ok("api_info")["apis"][0]["definition"]["client_certificates"] == [client]
    rights = {"access_rights": [{"api": "Orders"}]}
    assert tyk.ok("key", alias="bound", certificate=client, **rights)["key"]["certificate"] == client
    assert "access denied" in tyk.fails("key", alias="other", certificate="client.example", **rights)


def test_keys_bound_to_a_certificate(tyk):
    tyk.ok("api", **CLASSIC)
    first, second = certificate(tyk, "client.example"), certificate(tyk, "client2.example")
    wish = {"alias": "bound", "certificate": "client.example", "access_rights": [{"api": "Orders"}]}
    assert "there is no certificate 'nobody'" in tyk.fails("key", **{**wish, "certificate": "nobody"})
    planned = tyk.ok("key", check=True, **wish)
    made = tyk.ok("key", **wish)
    assert made["diff"] == planned["diff"] and made["key"]["certificate"] == "client.example"
    assert tyk.control("GET", "state")["keys"][0]["session"]["certificate"] == first
    for name in ("client.example", first, first[24:]):
        tyk.log()
        assert not tyk.ok("key", **{**wish, "certificate": name})["changed"]
        assert len(tyk.log()) <= 4  # keys, APIs, MCP proxies, certificates
    assert tyk.ok("key_info")["api_keys"][0]["certificate"] == "client.example"
    tyk.log()
    assert "cannot take a key's certificate away" in tyk.fails("key", **{**wish, "certificate": None})
    assert not tyk.writes()
    assert tyk.ok("key", **{**wish, "certificate": "client2.example"})["changed"]
    assert tyk.control("GET", "state")["keys"][0]["session"]["certificate"] == second


def test_a_replaced_certificate_is_named_with_what_uses_it(tyk):
    old = certificate(tyk, "orders.example", 5)
    made = tyk.ok("api", **CLASSIC, definition={"certificates": ["orders.example"], "client_certificates": [old]})
    tyk.ok("key", alias="bound", certificate=old, access_rights=[{"api": "Orders"}])
    tyk.ok("certificate", certificate=pem("other.example")[0], check=True)
    done = tyk.ok("certificate", certificate=pem("orders.example", 9)[0])
    (text,) = tyk.warnings(done)
    assert old in text and "used by: API 'Orders', key 'bound'" in text and "valid until" in text
    assert not tyk.warnings(tyk.ok("certificate", certificate=pem("orders.example", 9)[0]))
    twins = tyk.fails("api", **CLASSIC, definition={"certificates": ["orders.example"]})
    assert "2 certificates answer to 'orders.example'" in twins and "not_after" in twins
    new = done["certificate"]["certificate_id"]
    for check in (True, False):
        gone = tyk.ok("certificate", certificate_id=old, state="absent", check=check)
        assert "still used by: API 'Orders', key 'bound'" in tyk.warnings(gone)[0]
    change = {"certificates": ["orders.example"], "client_certificates": [new]}
    assert tyk.ok("api", api_id=made["api"]["api_id"], definition=change)["changed"]
    assert tyk.ok("api", api_id=made["api"]["api_id"], definition={"certificates": [], "client_certificates": []})
    assert not tyk.warnings(tyk.ok("certificate", certificate_id=new, state="absent"))


def test_certificates_in_a_whole_configuration(tyk):
    text = pem("client.example")[0]
    api = {**CLASSIC, "definition": {"use_mutual_tls_auth": True, "client_certificates": ["client.example"]}}
    key = {"alias": "bound", "certificate": "client.example", "access_rights": [{"api": "Orders"}]}
    config = {"certificates": [{"certificate": text}], "apis": [api], "keys": [key]}
    tyk.ok("config", config=config, check=True)
    assert not tyk.writes()
    made = tyk.ok("config", config=config)
    assert made["changed"] and not tyk.warnings(made)
    assert not tyk.ok("config", config=config)["changed"]
    exported = tyk.ok("config_info")["config"]
    assert exported["keys"][0]["certificate"] == "client.example"
    assert exported["apis"][0]["definition"]["client_certificates"] == ["client.example"]
    for use in exported["apis"], exported["keys"]:
        use[0]["state"] = "absent"
    config = {**exported, "certificates": [{"certificate": text, "state": "absent"}]}
    gone = tyk.ok("config", config=config)
    assert gone["changed"] and not tyk.control("GET", "state")["certs"]


def test_public_keys_are_certificates_too(tyk):
    pytest.importorskip("cryptography")
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_private_key(pem("x.example")[1].encode(), None).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    text = key.public_bytes(serialization.Encoding.PEM, form).decode()
    assert tyk.ok("certificate", certificate=text)["changed"]
    assert not tyk.ok("certificate", certificate=text)["changed"]
    assert tyk.ok("certificate", certificate=text, state="absent")["changed"]


RENAMED = {
    "api": lambda tyk: (
        "key",
        {"alias": "k", "access_rights": [{"api": "New"}]},
        tyk.ok("api", **{**CLASSIC, "name": "Old"})["api"]["api_id"],
    ),
    "policy": lambda tyk: (
        "key",
        {"alias": "k", "policies": ["New"]},
        (tyk.ok("api", **CLASSIC), tyk.ok("policy", name="Old", access_rights=[{"api": "Orders"}]))[1]["policy"][
            "policy_id"
        ],
    ),
    "webhook": lambda tyk: (
        "api",
        {**CLASSIC, "webhooks": [{"event": "AuthFailure", "webhook": "New"}]},
        tyk.ok("webhook", name="Old", webhook_id="hook", target_path="http://x.example")["webhook"]["webhook_id"],
    ),
}


@pytest.mark.parametrize("kind", RENAMED)
def test_renamed_in_one_task_and_named_anew_in_the_next(tyk, kind):
    user, wish, ident = RENAMED[kind](tyk)
    renaming = {f"{kind}_id": ident, "name": "New"}
    tyk.log()
    assert tyk.ok(kind, check=True, **renaming)["changed"]
    foretold = tyk.ok(user, check=True, **wish)
    assert foretold["changed"] and "taken for one that an earlier task makes" in tyk.warnings(foretold)[0]
    assert not tyk.writes()
    assert tyk.ok(kind, **renaming)["changed"]
    assert tyk.ok(user, **wish)["changed"]
    quiet(tyk, user, **wish)
    tyk.ok(kind, **{**renaming, "name": "Newer"})
    assert "there is no" in tyk.fails(user, **wish)


@pytest.mark.parametrize("name", ["Orders", "Orders #eu #shop"])
def test_classic_apis_are_named_with_or_without_categories(tyk, name):
    tyk.ok("api", **CLASSIC, categories=["eu", "shop"])
    wish = {"name": "Gold", "access_rights": [{"api": name}]}
    assert tyk.ok("policy", **wish)["changed"]
    quiet(tyk, "policy", **wish)


def hooked(tyk, **more):
    """An API with a webhook, as it is stored."""
    made = tyk.ok("api", **CLASSIC, webhooks=[{"event": "AuthFailure", "webhook": "Alarm"}], **more)
    return tyk.read(f"/api/apis/{made['api']['api_id']}")


def test_a_webhook_is_held_by_its_id(tyk):
    ident = tyk.ok("webhook", name="Alarm", target_path="http://a.example/")["webhook"]["id"]
    stored = hooked(tyk)
    assert [ref["hook"]["id"] for ref in stored["hook_references"]] == [ident]
    handler = stored["api_definition"]["event_handlers"]["events"]["AuthFailure"][0]
    assert handler["handler_meta"]["id"] == ident
    tyk.ok("webhook", name="Alarm", target_path="http://b.example/", event_timeout=60)
    assert not tyk.ok("api", **CLASSIC, webhooks=[{"event": "AuthFailure", "webhook": "Alarm"}])["changed"]


def test_a_webhook_that_was_made_anew_is_held_by_its_new_id(tyk):
    tyk.ok("webhook", name="Alarm", target_path="http://a.example/")
    hooked(tyk)
    tyk.ok("webhook", name="Alarm", state="absent")
    new = tyk.ok("webhook", name="Alarm", target_path="http://a.example/")["webhook"]["id"]
    assert [ref["hook"]["id"] for ref in hooked(tyk)["hook_references"]] == [new]
    quiet(tyk, "api", **CLASSIC, webhooks=[{"event": "AuthFailure", "webhook": "Alarm"}])


def test_a_webhook_that_is_gone_stays_where_it_is_stored(tyk):
    tyk.ok("webhook", name="Alarm", target_path="http://a.example/")
    before = hooked(tyk)
    tyk.ok("webhook", name="Alarm", state="absent")
    exported = tyk.ok("config_info", kinds=["apis"])["config"]
    assert not tyk.ok("config", config=exported)["changed"]
    assert tyk.ok("api", name="Orders", target_url="http://y.example")["changed"]
    after = tyk.read(f"/api/apis/{before['api_definition']['api_id']}")
    assert after["hook_references"] == before["hook_references"]


def test_a_webhook_that_was_renamed_is_shown_by_its_name_now(tyk):
    """Tyk's copy in the API is out of date, and another has the old name by now."""
    tyk.ok("webhook", name="Alarm", webhook_id="w1", target_path="http://a.example/")
    before = hooked(tyk)
    tyk.ok("webhook", webhook_id="w1", name="New", target_path="http://c.example/")
    tyk.ok("webhook", name="Alarm", target_path="http://b.example/")
    assert tyk.ok("api_info")["apis"][0]["webhooks"] == [{"event": "AuthFailure", "webhook": "New"}]
    exported = tyk.ok("config_info")["config"]
    assert not tyk.ok("config", config=exported)["changed"]
    after = tyk.read(f"/api/apis/{before['api_definition']['api_id']}")
    assert after["hook_references"] == before["hook_references"]


def test_the_webhook_of_an_oas_api_is_named(tyk):
    ident = tyk.ok("webhook", name="Alarm", target_path="http://a.example/")["webhook"]["id"]
    handler = {"enabled": True, "trigger": "AuthFailure", "type": "webhook", "id": "Alarm"}
    handler["cooldownPeriod"] = "1s"
    wish = {**OAS, "definition": {"x-tyk-api-gateway": {"server": {"eventHandlers": [handler]}}}}
    made = tyk.ok("api", **wish)
    stored = tyk.read(f"/api/apis/oas/{made['api']['api_id']}")["x-tyk-api-gateway"]["server"]["eventHandlers"]
    assert [entry["id"] for entry in stored] == [ident]
    quiet(tyk, "api", **wish)


def test_ownership(tyk):
    tyk = Tyk(quirks={"enable-ownership"})
    tyk.ok("user_group", name="Team", user_permissions={"apis": "write", "policies": "write", "users": "read"})
    rights = {"apis": "write", "policies": "write", "keys": "write", "users": "read"}
    person = {"first_name": "A", "last_name": "B", "user_permissions": rights}
    tyk.ok("user", email_address="in@acme.example", group="Team", **person)
    tyk.ok("user", email_address="out@acme.example", **person)
    tyk.ok("api", **CLASSIC, owners={"groups": ["Team"]})
    tokens = {user["email_address"]: user["access_key"] for user in tyk.read("/api/users?p=-1")["users"]}
    tyk.token = tokens["out@acme.example"]
    assert tyk.ok("api_info")["apis"] == []
    assert "there is no API 'Orders'" in tyk.fails("policy", name="Gold", access_rights=[{"api": "Orders"}])
    tyk.token = tokens["in@acme.example"]
    quiet(tyk, "api", **CLASSIC)
    assert tyk.ok("policy", name="Gold", access_rights=[{"api": "Orders"}])["changed"]
    # The group's permissions stand in place of the user's own.
    assert "access denied" in tyk.fails("key", alias="k", policies=["Gold"])


TWINS = {
    "api": ("/api/apis", lambda n: {"api_definition": {**BARE, "proxy": {**BARE["proxy"], "listen_path": f"/{n}/"}}}),
    "webhook": ("/api/hooks", lambda n: {"name": "Twin", "method": "POST", "target_path": f"http://{n}.example"}),
    "user_group": ("/api/usergroups", lambda n: {"name": "Twin", "user_permissions": {"apis": "read"}}),
    "asset": ("/api/assets", lambda n: {"name": "Twin", "kind": "oas-template", "data": {"openapi": "3.0.3"}}),
}
BARE = {
    "name": "Twin",
    "active": True,
    "proxy": {"target_url": "http://x.example"},
    "version_data": {"not_versioned": True, "versions": {"Default": {"name": "Default"}}},
}


@pytest.mark.parametrize("kind", TWINS)
def test_twins_are_never_guessed_between(tyk, kind):
    path, body = TWINS[kind]
    for number in (1, 2):
        tyk.make(path, body(number))
    tyk.log()
    for how in ({"description": "one of them"}, {"state": "absent"}):
        how = {"active": False} if kind == "api" and "state" not in how else how
        how = {"event_timeout": 5} if kind == "webhook" and "state" not in how else how
        assert f"are called {'Twin'!r}" in tyk.fails(kind, name="Twin", **how)
    assert not tyk.writes()


@pytest.mark.parametrize("style", ["classic", "oas"])
def test_listen_paths_that_clash(tyk, style):
    tyk.ok("api", **CLASSIC)
    text = tyk.fails("api", **{**CLASSIC, "name": "Other", "format": style})
    assert "Found API with same url" in text and "choose another listen_path" in text
    tyk.ok("api", **OAS)
    assert "choose another listen_path" in tyk.fails("api", **{**OAS, "listen_path": CLASSIC["listen_path"]})


def test_group_permissions_stand_in_place_of_own(tyk):
    tyk.ok("user_group", name="Readers", user_permissions={"apis": "read"})
    person = {"email_address": "x@acme.example", "first_name": "A", "last_name": "B", "group": "Readers"}
    tyk.ok("user", **person, user_permissions={"apis": "write", "users": "read"})
    tyk.token = next(u["access_key"] for u in tyk.read("/api/users?p=-1")["users"] if "x@" in u["email_address"])
    assert tyk.ok("api_info")["apis"] == []
    assert "Give the user behind the token the permission apis: write" in tyk.fails("api", **CLASSIC)


SPELLINGS = {
    "policies": lambda who: {"policies": [who]},
    "apply_policies": lambda who: {"definition": {"apply_policies": [who]}},
    "apply_policy_id": lambda who: {"definition": {"apply_policy_id": who}},
    "apply_policy_id beside": lambda who: {"definition": {"apply_policies": ["Gold"], "apply_policy_id": who}},
}


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize("make", [Tyk, Gate])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_policy_of_a_key_that_does_not_exist_is_told_at_once(make, spelling, bulk):
    tyk = make()
    tyk.ok("api", **CLASSIC)
    tyk.ok("policy", name="Gold", access_rights=[{"api": "Orders"}])
    option = spelling.partition(" ")[0]
    for who in (NOBODY, "Bronze"):
        tyk.log()
        item = {"alias": "k", "key_id": "some-key", **SPELLINGS[spelling](who)}
        text = tyk.fails("config", config={"keys": [item]}) if bulk else tyk.fails("key", **item)
        assert f"{option}" in text and f"there is no policy {who!r}" in text
        assert not [entry for entry in tyk.writes() if "cache" not in entry]


@pytest.mark.parametrize("make", [Tyk, Gate])
def test_the_one_policy_of_a_key_as_older_tools_name_it(make):
    tyk = make()
    tyk.ok("api", **CLASSIC)
    tyk.ok("policy", name="Gold", policy_id="gold", access_rights=[{"api": "Orders"}])
    item = {"alias": "k", "key_id": "some-key", "definition": {"apply_policy_id": "Gold"}}
    assert tyk.ok("key", **item)["key"]["policies"] == ["Gold"]
    assert not tyk.ok("key", **item)["changed"]


PROFILE = {"name": "P", "action_type": "GenerateTemporaryAuthToken", "type": "redirect", "provider_name": "ADProvider"}
PROXY = {"name": "M", "listen_path": "/m/", "target_url": "http://m.example"}
OWN = "x-tyk-api-gateway"
DOCUMENT = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}}
IDP = {"name": "I", "jwks_uri": "http://i.example"}


def of_tyk(**inside):
    return {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}, OWN: inside}


# Kind, what a task says, and what it calls the place at which nothing is meant by "Nope".
PLACES = [
    ("api", {**CLASSIC, "definition": {"certificates": ["Nope"]}}, "definition.certificates[0]"),
    ("api", {**CLASSIC, "definition": {"client_certificates": ["", "Nope"]}}, "definition.client_certificates[1]"),
    ("api", {**CLASSIC, "definition": {"upstream_certificates": {"*": "Nope"}}}, "definition.upstream_certificates.*"),
    (
        "api",
        {**CLASSIC, "definition": {"scopes": {"jwt": {"scope_to_policy": {"a.b": "Nope"}}}}},
        "definition.scopes.jwt.scope_to_policy.a.b",
    ),
    (
        "api",
        {**CLASSIC, "definition": {"openid_options": {"providers": [{"client_ids": {"x": "Nope"}}]}}},
        "definition.openid_options.providers[0].client_ids.x",
    ),
    (
        "api",
        {**CLASSIC, "definition": of_tyk(server={"clientCertificates": {"allowlist": ["Nope"]}})},
        f"definition.{OWN}.server.clientCertificates.allowlist[0]",
    ),
    (
        "api",
        {
            **CLASSIC,
            "openapi": DOCUMENT,
            "definition": {OWN: {"server": {"clientCertificates": {"allowlist": ["Nope"]}}}},
        },
        f"definition.{OWN}.server.clientCertificates.allowlist[0]",
    ),
    (
        "mcp_proxy",
        {**PROXY, "definition": of_tyk(info={"versioning": {"versions": [{"name": "v", "id": "Nope"}]}})},
        f"definition.{OWN}.info.versioning.versions[0].id",
    ),
    ("policy", {"name": "Q", "definition": {"access_rights": {"Nope": {}}}}, "definition.access_rights"),
    ("policy", {"name": "Q", "access_rights": [{"api": "Nope"}]}, "access_rights[0].api"),
    ("key", {"alias": "K", "definition": {"apply_policies": ["Nope"]}}, "definition.apply_policies[0]"),
    ("key", {"alias": "K", "policies": ["Nope"]}, "policies[0]"),
    ("client_idp", {**IDP, "definition": {"api_mappings": {"Nope": {}}}}, "definition.api_mappings"),
    (
        "client_idp",
        {**IDP, "definition": {"api_mappings": {"Orders": {"scope_to_policy": {"a": "Nope"}}}}},
        "definition.api_mappings.Orders.scope_to_policy.a",
    ),
    (
        "client_idp",
        {**IDP, "api_mappings": {"Orders": {"scope_to_policy": {"a": "Nope"}}}},
        "api_mappings.Orders.scope_to_policy.a",
    ),
    ("identity_profile", {**PROFILE, "definition": {"MatchedPolicyID": "Nope"}}, "definition.MatchedPolicyID"),
    ("identity_profile", {**PROFILE, "matched_policy": "Nope"}, "matched_policy"),
    (
        "identity_profile",
        {**PROFILE, "identity_handler_config": {"TokenAuth": {"BaseAPIID": "Nope"}}},
        "identity_handler_config.TokenAuth.BaseAPIID",
    ),
    (
        "identity_profile",
        {**PROFILE, "definition": {"IdentityHandlerConfig": {"OAuth": {"BaseAPIID": "Nope"}}}},
        "definition.IdentityHandlerConfig.OAuth.BaseAPIID",
    ),
    ("oauth_client", {"api": "Orders", "client_id": "c", "definition": {"policy_id": "Nope"}}, "definition.policy_id"),
]


@pytest.mark.parametrize(("kind", "wish", "where"), PLACES, ids=[f"{kind} {where}" for kind, _wish, where in PLACES])
def test_an_error_names_the_place_of_a_reference_as_the_task_writes_it(kind, wish, where):
    tyk = Tyk()
    tyk.ok("api", **{**CLASSIC, "name": "Orders", "listen_path": "/orders/"}, definition={"use_oauth2": True})
    wish = {**wish, "name": "N", "listen_path": "/n/"} if kind == "api" else wish
    told = tyk.fails(kind, **wish)
    assert told.startswith(f"{where}: there is no "), told
    tyk.log()
    warned = tyk.warnings(tyk.run(kind, check=True, **wish))
    assert any(text.startswith(f"{where}: there is no ") for text in warned), warned
