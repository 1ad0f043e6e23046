# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""APIs: categories, owners, webhooks and OpenAPI documents by options of their own."""

from __future__ import annotations

import copy

import pytest
from module_objects import OAS, make_classic, make_oas, quiet
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._data.paths import put

CLASSIC = {"name": "Orders", "listen_path": "/o/", "target_url": "http://x.example"}


@pytest.mark.parametrize("style", ["classic", "oas"])
def test_categories(tyk, style):
    wish = {**CLASSIC, "format": style, "categories": ["internal", "eu"]}
    planned = tyk.ok("api", check=True, **wish)
    made = tyk.ok("api", **wish)
    assert made["changed"] and made["diff"] == planned["diff"] and not tyk.warnings(made)
    ident = made["api"]["api_id"]
    assert sorted(tyk.read(f"/api/apis/{ident}")["categories"]) == ["eu", "internal"]
    quiet(tyk, "api", **{**wish, "categories": ["eu", "internal"]})
    assert tyk.ok("api", **{**wish, "categories": ["eu"]})["changed"]
    assert tyk.read(f"/api/apis/{ident}")["categories"] == ["eu"]
    assert tyk.ok("api", api_id=ident, target_url="http://y.example")["changed"]
    assert tyk.read(f"/api/apis/{ident}")["categories"] == ["eu"]
    assert tyk.ok("api", api_id=ident, categories=None)["changed"]
    assert not tyk.read(f"/api/apis/{ident}")["categories"]
    quiet(tyk, "api", api_id=ident, categories=None)
    assert len(tyk.read("/api/apis?p=-1")["apis"]) == 1


def test_a_name_without_categories_keeps_them(tyk):
    ident = tyk.ok("api", **CLASSIC, categories=["internal", "eu"])["api"]["api_id"]
    quiet(tyk, "api", **CLASSIC)
    assert tyk.ok("api", **{**CLASSIC, "listen_path": "/moved/"})["changed"]
    assert tyk.ok("api", api_id=ident, name="Renamed")["changed"]
    assert tyk.read(f"/api/apis/{ident}")["api_definition"]["name"] == "Renamed #internal #eu"
    assert tyk.ok("api", api_id=ident, name="Renamed #eu")["changed"]
    assert tyk.read(f"/api/apis/{ident}")["api_definition"]["name"] == "Renamed #eu"
    assert (
        tyk.ok("api", **{**CLASSIC, "name": "Renamed #shop", "listen_path": "/shop/"}, check=True)["diff"]["before"]
        == {}
    )
    both = [{**CLASSIC, "name": name} for name in ("Renamed", "Renamed #eu")]
    assert "Renamed" in tyk.fails("config", config={"apis": both})


def test_another_name_takes_its_categories_along(tyk):
    ident = tyk.ok("api", **CLASSIC, categories=["internal", "eu"])["api"]["api_id"]
    for name, has in (("Renamed #eu", ["eu"]), ("Renamed #eu #shop", ["eu", "shop"]), ("The #one", ["one"])):
        wish = {"api_id": ident, "name": name}
        planned, done = tyk.ok("api", check=True, **wish), tyk.ok("api", **wish)
        assert planned["changed"] and done["changed"] and planned["diff"] == done["diff"], name
        assert sorted(tyk.read(f"/api/apis/{ident}")["categories"]) == has
        quiet(tyk, "api", **wish)


@pytest.mark.parametrize(
    ("name", "change"), [("Orders #otel", {}), ("Orders #otel", {"target_url": "http://y.example"}), ("Orders", {})]
)
def test_replace_knows_the_categories_of_a_name(tyk, name, change):
    """They are those of the name, of which a plain one has none."""
    ident = tyk.ok("api", **{**CLASSIC, "name": "Orders #otel"}, categories=["otel"])["api"]["api_id"]
    wish = {**CLASSIC, "name": name, "strategy": "replace", **change}
    planned, done = tyk.ok("api", check=True, **wish), tyk.ok("api", **wish)
    assert planned["changed"] == done["changed"] == bool(change or name == "Orders")
    assert planned["diff"] == done["diff"]
    now = tyk.read(f"/api/apis/{ident}")
    assert now["api_definition"]["name"] == name and now["categories"] == (["otel"] if "#" in name else [])
    quiet(tyk, "api", **wish)


def test_categories_of_classic_apis_are_words(tyk):
    assert "categories" in tyk.fails("api", **CLASSIC, categories=["two words"])
    assert not tyk.writes()


@pytest.mark.parametrize("make", [make_classic, make_oas])
def test_owners(tyk, make):
    ident = make(tyk)
    tyk.ok("user_group", name="Team", user_permissions={"apis": "write"})
    wish = {"api_id": ident, "owners": {"users": ["admin@acme.example"], "groups": ["Team"]}}
    before = tyk.read(f"/api/apis/{ident}")
    done = tyk.ok("api", **wish)
    assert done["changed"] and done["api"]["owners"] == wish["owners"]
    after = tyk.read(f"/api/apis/{ident}")
    assert after["user_owners"] == before["user_owners"] and len(after["user_group_owners"]) == 1
    quiet(tyk, "api", **wish)
    assert tyk.ok("api", api_id=ident, owners={"users": []})["changed"]
    assert not tyk.read(f"/api/apis/{ident}")["user_owners"]
    assert tyk.read(f"/api/apis/{ident}")["user_group_owners"]
    assert tyk.ok("api", api_id=ident, owners=None)["changed"]
    quiet(tyk, "api", api_id=ident, owners=None)
    tyk.log()
    assert "nobody@acme.example" in tyk.fails("api", api_id=ident, owners={"users": ["nobody@acme.example"]})
    assert not tyk.writes()


def test_webhooks(tyk):
    for name in ("Alarm", "Mail"):
        tyk.ok("webhook", name=name, target_path=f"http://{name}.example/", header_map={"X-Key": "s3cr3t"})
    wish = {
        **CLASSIC,
        "webhooks": [
            {"event": "AuthFailure", "webhook": "Alarm", "timeout": 60},
            {"event": "QuotaExceeded", "webhook": "Mail"},
        ],
    }
    planned = tyk.ok("api", check=True, **wish)
    made = tyk.ok("api", **wish)
    assert made["diff"] == planned["diff"] and not tyk.warnings(made)
    assert made["api"]["webhooks"][0] == wish["webhooks"][0] and "s3cr3t" not in tyk.out
    quiet(tyk, "api", **wish)
    quiet(tyk, "api", **{**wish, "webhooks": wish["webhooks"][::-1]})
    ident = made["api"]["api_id"]
    assert len(tyk.read(f"/api/apis/{ident}")["hook_references"]) == 2
    assert tyk.ok("api", **{**wish, "webhooks": wish["webhooks"][:1]})["changed"]
    stored = tyk.read(f"/api/apis/{ident}")
    assert list(stored["api_definition"]["event_handlers"]["events"]) == ["AuthFailure"]
    assert tyk.ok("api", **CLASSIC, webhooks=[])["changed"]
    quiet(tyk, "api", **CLASSIC, webhooks=None)
    assert "Nobody" in tyk.fails("api", **CLASSIC, webhooks=[{"event": "AuthFailure", "webhook": "Nobody"}])
    assert "eventHandlers" in tyk.fails(
        "api", name="P", format="oas", listen_path="/p/", target_url="http://x.example", webhooks=wish["webhooks"]
    )


def test_openapi_over_an_existing_api(tyk):
    ident = make_oas(tyk)
    before = tyk.read(f"/api/apis/oas/{ident}")
    document = copy.deepcopy({key: value for key, value in OAS.items() if key in ("openapi", "info")})
    document["info"]["version"] = "2.0.0"
    document["paths"] = {
        "/pets": {"get": {"operationId": "listPets", "responses": {"200": {"description": "all of them"}}}},
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {"operationId": "getPet", "responses": {"200": {"description": "one"}}},
        },
    }
    document["components"] = {"schemas": {"Pet": {"type": "object"}}}
    assert tyk.ok("api", api_id=ident, openapi=document)["changed"]
    after = tyk.read(f"/api/apis/oas/{ident}")
    assert after["paths"] == document["paths"] and after["info"]["version"] == "2.0.0"
    assert after["x-tyk-api-gateway"] == before["x-tyk-api-gateway"]
    assert after["components"]["securitySchemes"] == before["components"]["securitySchemes"]
    assert after["components"]["schemas"] == document["components"]["schemas"]
    quiet(tyk, "api", api_id=ident, openapi=document)
    del document["paths"]["/pets/{id}"]
    assert tyk.ok("api", api_id=ident, openapi=document)["changed"]
    assert list(tyk.read(f"/api/apis/oas/{ident}")["paths"]) == ["/pets"]
    tyk.log()
    assert "definition" in tyk.fails("api", api_id=ident, openapi=OAS)
    assert "nonsense" in tyk.fails("api", api_id=ident, openapi={"nonsense": 1})
    assert "classic" in tyk.fails("api", api_id=make_classic(tyk), openapi=document)
    assert "openapi" in tyk.fails("api", api_id=ident, openapi=document, definition={"paths": {}})


def test_openapi_makes_a_new_api(tyk):
    document = {"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {}}
    wish = {"openapi": document, "listen_path": "/pets/", "target_url": "http://x.example"}
    planned = tyk.ok("api", check=True, **wish)
    made = tyk.ok("api", **wish)
    assert made["diff"] == planned["diff"] and made["api"]["name"] == "Pets"
    quiet(tyk, "api", **wish)


def test_keys_of_other_kinds(tyk):
    tyk.ok("api", **CLASSIC)
    rights = [{"api": "Orders"}]
    basic = {"basic_auth": {"username": "bob", "password": "s3cr3t-1"}, "access_rights": rights, "alias": "bob"}
    assert "password" in tyk.fails("key", basic_auth={"username": "bob"}, access_rights=rights)
    made = tyk.ok("key", **basic)
    assert made["changed"] and "s3cr3t" not in tyk.out
    quiet(tyk, "key", **basic)
    quiet(tyk, "key", **{**basic, "basic_auth": {"username": "bob"}})
    assert tyk.ok("key", basic_auth={"username": "bob"}, rate=3, per=1)["changed"]
    assert tyk.ok("key", **{**basic, "update_secrets": "always"})["changed"]
    assert "s3cr3t" not in tyk.out
    assert tyk.ok("key", basic_auth={"username": "bob"}, state="absent")["changed"]
    for options in ({"hmac": {"secret": "s3cr3t-2"}}, {"jwt": {"secret": "s3cr3t-3"}}):
        wish = {"alias": next(iter(options)), "access_rights": rights, **options}
        made = tyk.ok("key", **wish)
        assert made["changed"] and "s3cr3t" not in tyk.out and not tyk.warnings(made)
        quiet(tyk, "key", **wish)
        changed = {**wish, next(iter(options)): {"secret": "s3cr3t-4"}}
        assert tyk.ok("key", **changed)["changed"]
        assert "s3cr3t" not in tyk.out
        assert tyk.ok("key", alias=wish["alias"], **dict.fromkeys(options))["changed"]
        quiet(tyk, "key", alias=wish["alias"], **dict.fromkeys(options))


def test_security_that_is_empty_is_not_security_that_is_missing(tyk):
    document = copy.deepcopy(OAS)
    document["security"] = [{"authToken": []}]
    document["paths"]["/pets"]["get"]["security"] = []
    tyk.ok("api", definition=document)
    shown = tyk.ok("api_info", name="Pets")["apis"][0]["definition"]
    assert shown["security"] == [{"authToken": []}] and shown["paths"]["/pets"]["get"]["security"] == []
    ident = tyk.ok("api_info", name="Pets")["apis"][0]["api_id"]
    stored = tyk.read(f"/api/apis/oas/{ident}")
    assert tyk.call("PUT", f"/api/apis/oas/{ident}", {**stored, "security": [{}]})[0] == 200
    assert tyk.ok("api", definition=document)["changed"]
    assert tyk.read(f"/api/apis/oas/{ident}")["security"] == [{"authToken": []}]
    quiet(tyk, "api", definition=document)


# What Tyk's schema demands of a block that is there, and that neither a task nor an export says.
HALF = {
    "graphql.playground": {"path": "/play"},
    "graphql.proxy.request_headers_rewrite": {"X-A": {"value": "a"}, "X-B": {"remove": True}},
    "request_signing": {"algorithm": "hmac-sha256"},
    "upstream_auth.oauth.client_credentials.header": {"name": "X-Auth"},
    "upstream_auth.oauth.password.header": {"name": "X-Auth"},
    "definition": {"strip_path": True},
}


@pytest.mark.parametrize("path", HALF)
def test_what_the_schema_demands_is_sent_along(tyk, path):
    definition = {"version_data": {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}}
    put(definition, path, HALF[path])
    made = tyk.ok("api", **CLASSIC, definition=definition)
    assert made["changed"] and not tyk.warnings(made)
    quiet(tyk, "api", **CLASSIC, definition=definition)
    config = tyk.ok("config_info", kinds=["apis"], include_secrets=True)["config"]
    other = Tyk(seed=5)
    assert other.ok("config", config=config)["changed"]
    assert other.ok("config_info", kinds=["apis"], include_secrets=True)["config"] == config
