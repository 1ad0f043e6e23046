# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects of one name, and objects without a name: what is exported finds each of them again, and changes nothing."""

from __future__ import annotations

import pytest
import yaml
from gateway_runner import ORG, Gate
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.table import ON_GATEWAY
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

UP = "http://up.example/"
SESSION = {"quota_max": -1, "quota_renewal_rate": -1, "rate": 0, "per": 0, "expires": 0, "allowance": 0}
SESSION.update(apply_policies=[], meta_data={}, tags=[])
NAMES = ["twin", "twin", ""]
ORDERS = {"name": "Orders", "api_id": "orders", "listen_path": "/orders/", "target_url": UP}
LOGIN = {"use_oauth2": True, "oauth_meta": {"allowed_access_types": ["client_credentials"]}}


def definition(name, number):
    versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
    proxy = {"listen_path": f"/{number}/", "target_url": UP}
    return {"name": name, "proxy": proxy, "version_data": versions, "active": True}


def document(name, number, **more):
    info = {"name": name, "state": {"active": True}, **more}
    tyk = {"info": info, "upstream": {"url": UP}, "server": {"listenPath": {"value": f"/{number}/"}}}
    about = {"openapi": "3.0.3", "info": {"title": name or "none", "version": "1"}, "paths": {}}
    return {**about, "x-tyk-api-gateway": tyk}


def rights():
    return {"access_rights": {"orders": {"api_id": "orders", "api_name": "Orders", "versions": ["Default"]}}}


WAY_IN = {"ActionType": "GenerateOrLoginUserProfile", "Type": "redirect", "ProviderName": "SAMLProvider"}

# How another tool makes an object of a kind: the route, and the body for a name and a number.
OTHERS = {
    "apis": ("/api/apis", lambda name, number: {"api_definition": definition(name, number)}),
    "apis in OAS form": ("/api/apis/oas", document),
    "mcp_proxies": ("/api/mcps", document),
    "policies": ("/api/portal/policies", lambda name, number: {"name": name, "active": True, **rights()}),
    "keys": ("/api/keys", lambda name, number: {"alias": name, **SESSION, **rights()}),
    "oauth_clients": ("/api/apis/oauth/orders", lambda name, number: {"client_name": name, "redirect_uri": UP}),
    "webhooks": ("/api/hooks", lambda name, number: {"name": name, "method": "POST", "target_path": UP}),
    "assets": (
        "/api/assets",
        lambda name, number: {"name": name, "kind": "oas-template", "data": {"openapi": "3.0.3"}},
    ),
    "user_groups": ("/api/usergroups", lambda name, number: {"name": name, "user_permissions": {"apis": "read"}}),
    "client_idps": ("/api/clientidps", lambda name, number: {"name": name, "jwks_uri": UP}),
    "identity_profiles": (
        "/api/tib/profiles/p{number}",
        lambda name, number: {"ID": f"p{number}", "Name": name, **WAY_IN},
    ),
}
# Addresses are unique; certificates are known by what they are, and an export has none of them.
UNLIKE = {"users", "certificates"}
# Which of the three objects Tyk refuses.
REFUSED = {
    "policies": ["twin", ""],
    "user_groups": [""],
    "client_idps": [""],
    "apis in OAS form": [""],
    "mcp_proxies": [""],
}
ON_GATE = {
    "apis": ("/tyk/apis", lambda name, number: {**definition(name, number), "api_id": f"a{number}", "org_id": ORG}),
    "apis in OAS form": ("/tyk/apis/oas", lambda name, number: document(name, number, id=f"a{number}", orgId=ORG)),
    "mcp_proxies": ("/tyk/mcps", lambda name, number: document(name or "one", number, id=f"m{number}", orgId=ORG)),
    "policies": ("/tyk/policies", lambda name, number: {"name": name, "id": f"p{number}", "org_id": ORG, **rights()}),
    "keys": ("/tyk/keys/create", lambda name, number: {"alias": name, "org_id": ORG, "quota_max": -1, **rights()}),
}


def test_the_tables_know_every_kind():
    many = {section for section, kind in KINDS.items() if not kind.life.single}
    assert {style.split()[0] for style in OTHERS} | UNLIKE == many
    here = {kind.section for kind in ON_GATEWAY.values()} - {"oauth_clients"}  # which have no name there
    assert {style.split()[0] for style in ON_GATE} | UNLIKE >= here


def on_dashboard(style):
    tyk, (path, body) = Tyk(), OTHERS[style]
    tyk.ok("api", **ORDERS, definition=LOGIN)
    made = [tyk.call("POST", path.format(number=number), body(name, number))[0] for number, name in enumerate(NAMES)]
    refused = [name for name, status in zip(NAMES, made) if status >= 400]
    assert refused == REFUSED.get(style, [])
    return tyk


def on_gateway(style):
    gate, (path, body) = Gate(), ON_GATE[style]
    gate.ok("api", **ORDERS)
    for number, name in enumerate(NAMES if style != "apis in OAS form" else NAMES[:2]):
        status, answer = gate.ask("POST", path, body(name, number))
        assert status == 200, answer
    gate.ask("GET", "/tyk/reload/group?block=true")
    return gate


CASES = [*((on_dashboard, style) for style in OTHERS), *((on_gateway, style) for style in ON_GATE)]


@pytest.mark.parametrize("options", [{}, {"keep_ids": True}, {"include_secrets": True}], ids=lambda options: [*options])
@pytest.mark.parametrize(("world", "style"), CASES)
def test_an_export_finds_them_again_and_changes_nothing(world, style, options):
    tyk, section = world(style), style.split()[0]
    config = tyk.ok("config_info", kinds=[section], **options)["config"]
    for check in (True, False):
        result = tyk.ok("config", config=config, check=check)
        assert not result["changed"] and not tyk.warnings(result), (config, result["changes"])
    assert tyk.ok("config_info", kinds=[section], **options)["config"] == config


CHANGES = {
    "apis": {"target_url": "http://new.example/"},
    "mcp_proxies": {"target_url": "http://new.example/"},
    "policies": {"rate": 3, "per": 1},
    "keys": {"tags": ["new"]},
    "oauth_clients": {"redirect_uri": "http://new.example/", "recreate": True},
    "webhooks": {"target_path": "http://new.example/"},
    "assets": {"description": "new"},
    "user_groups": {"description": "new"},
    "client_idps": {"issuer": "http://new.example/"},
    "identity_profiles": {"return_url": "http://new.example/"},
}


@pytest.mark.parametrize(("world", "style"), CASES)
def test_what_is_exported_of_one_of_them_changes_it_and_no_other(world, style):
    tyk, section = world(style), style.split()[0]
    kind = next(kind for kind in KINDS.values() if kind.section == section)
    items = tyk.ok("config_info", kinds=[section])["config"][section]
    own = [item for item in items if item.get("name") != "Orders"]
    for number, item in enumerate(own):
        assert tyk.ok(kind.name, **{**item, **CHANGES[section]})["changed"], item
        after = tyk.ok("config_info", kinds=[section])["config"][section]
        assert len([item for item in after if item not in items]) == number + 1
        assert len(after) == len(items)
    assert tyk.ok(kind.name, **own[0], state="absent")["changed"]
    assert len(tyk.ok("config_info", kinds=[section])["config"].get(section, [])) == len(items) - 1


def test_a_user_group_is_renamed_by_its_id_and_gets_that_from_tyk(tyk):
    may = {"user_permissions": {"apis": "read"}}
    ident = tyk.ok("user_group", name="Old", **may)["user_group"]["group_id"]
    tyk.ok("user", email_address="a@acme.example", first_name="A", last_name="B", group=ident, **may)
    assert tyk.ok("user_group", group_id=ident, name="New")["changed"]
    (group,) = tyk.ok("user_group_info", group_id=ident)["user_groups"]
    assert group["name"] == "New" and group["id"] == ident
    assert tyk.ok("user_info", email_address="a@acme.example")["users"][0]["group"] == "New"
    for check in (True, False):
        told = tyk.fails("user_group", group_id="f" * 24, name="New", **may, check=check)
        assert f"there is no user group with the group_id '{'f' * 24}' (user group 'New' is there: id {ident})" in told
        assert "leave group_id out" in told
    assert not tyk.ok("user_group", group_id="f" * 24, state="absent")["changed"]
    assert not tyk.ok("config", config={"user_groups": [{"group_id": "f" * 24, "name": "New", **may}]}, keep_ids=False)[
        "changed"
    ]


def test_keys_that_only_a_secret_tells_apart_are_told():
    plain = Tyk(hash_keys=False)
    plain.ok("api", **ORDERS)
    for number, name in enumerate(NAMES):
        plain.make("/api/keys", OTHERS["keys"][1](name, number))
    told = plain.warnings(plain.ok("config_info", kinds=["keys"]))
    assert len(told) == 2 and all("its ID is a secret" in text and "include_secrets: true" in text for text in told)
    whole = plain.ok("config_info", kinds=["keys"], include_secrets=True)
    assert not plain.warnings(whole) and not plain.ok("config", config=whole["config"])["changed"]


@pytest.mark.parametrize(("world", "style"), CASES)
def test_each_of_them_keeps_its_file_when_another_goes(world, style, tmp_path):
    tyk, section = world(style), style.split()[0]
    kind = next(kind for kind in KINDS.values() if kind.section == section)
    how = {"kinds": [section], "layout": "object", "dest": str(tmp_path)}
    assert "config" not in tyk.ok("config_info", **how)  # the files have it
    items = tyk.ok("config_info", kinds=[section])["config"][section]
    items = [item for item in items if item.get("name") != "Orders"]
    assert not tyk.ok("config", src=[str(tmp_path)])["changed"]
    (own,) = [path for path in tmp_path.rglob("*.yml") if yaml.safe_load(path.read_text()) == {section: [items[-1]]}]
    for item in items[:-1]:
        tyk.ok(kind.name, **item, state="absent")
    files = tyk.ok("config_info", **how)["files"]
    assert [path for path in files if not path.endswith("/orders.yml")] == [str(own)]


def test_clients_of_one_name_below_two_apis_keep_their_files(tyk, tmp_path):
    apis = [{**ORDERS, "name": name, "api_id": name, "listen_path": f"/{name}/"} for name in "AB"]
    clients = [{"api": name, "client_name": "portal", "redirect_uri": f"http://{name}.example"} for name in "AB"]
    tyk.ok("config", config={"apis": [{**api, "definition": LOGIN} for api in apis], "oauth_clients": clients})
    how = {"kinds": ["oauth_clients"], "layout": "object", "dest": str(tmp_path)}
    tyk.ok("config_info", **how)
    (second,) = [path for path in tmp_path.rglob("*.yml") if "B.example" in path.read_text()]
    was = second.read_text()
    tyk.ok("oauth_client", **clients[0], state="absent")
    assert tyk.ok("config_info", **how)["files"] == [str(second)] and second.read_text() == was


@pytest.mark.parametrize(
    "address", ["with blank@acme.example", " lead@acme.example", "no-at", "two@at@acme.example", "a\tb@x"]
)
def test_an_address_that_tyk_would_not_take_is_refused_in_the_plan(tyk, address):
    user = {"email_address": address, "first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
    for check in (True, False):
        assert "email_address: " in tyk.fails("user", **user, check=check)
        assert "email_address: " in tyk.fails("config", config={"users": [user]}, check=check)
    assert not tyk.writes()
