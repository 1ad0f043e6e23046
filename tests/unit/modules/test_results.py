# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the modules return goes back in, and what a task says twice may be said twice."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_objects import pem, quiet
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.table import ON_GATEWAY
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

ORDERS = {"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}
RIGHTS = [{"api": "Orders"}]
PERSON = {"email_address": "u@acme.example", "first_name": "U", "last_name": "V"}
TOOLS = {"a": {"allow": {"enabled": True}}, "b": {"rateLimit": {"enabled": True, "rate": 5, "per": "90s"}}}
# By section, what is declared beside the API.
DECLARED = {
    "additional_permissions": {"permissions": {"audit": "Audit"}},
    "user_groups": {"name": "G", "user_permissions": {"apis": "read"}},
    "users": {**PERSON, "user_permissions": {"apis": "read"}, "group": "G", "password": "Pass-word-1"},
    "certificates": {"certificate": pem()[0]},
    "webhooks": {"name": "W", "target_path": "http://h.example/", "header_map": {"X-Key": "s"}},
    "assets": {"name": "T", "data": {"a": 1}},
    "apis": {**ORDERS, "definition": {"use_oauth2": True}},
    "mcp_proxies": {"name": "M", "listen_path": "/m/", "target_url": "http://m.example/", "tools": TOOLS},
    "policies": {"name": "P", "access_rights": RIGHTS, "rate": 3, "per": 1},
    "keys": {"alias": "K", "access_rights": RIGHTS, "hmac": {"secret": "s"}, "jwt": {"secret": "t"}},
    "oauth_clients": {"api": "Orders", "client_id": "c", "client_name": "C", "policy": "P"},
    "client_idps": {
        "name": "I",
        "jwks_uri": "http://i.example/",
        "api_mappings": {"Orders": {"scope_to_policy": {"r": "P"}}},
    },
    "identity_profiles": {
        "name": "B",
        "action_type": "GenerateOrLoginUserProfile",
        "type": "redirect",
        "provider_name": "SAMLProvider",
        "identity_handler_config": {"DashboardCredential": "s"},
        "user_group_mapping": {"all": "G"},
    },
    "opa_rules": {"enabled": False},
}


def test_every_kind_takes_part():
    assert DECLARED.keys() == KINDS.keys()


@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_what_is_returned_goes_back_in(platform):
    tyk = platform()
    here = {
        section: item for section, item in DECLARED.items() if platform is Tyk or type(KINDS[section]) in ON_GATEWAY
    }
    if platform is Gate:
        here["oauth_clients"] = {"api": "Orders", "client_id": "c", "policy": "P"}
    tyk.ok("config", config={section: [item] for section, item in here.items()})
    told = {}
    for section in here:
        kind = KINDS[section]
        home = {name: DECLARED[section][name] for name in kind.route.selectors}
        told[kind.results] = tyk.ok(f"{kind.name}_info", **home)[kind.results]
        assert told[kind.results]
    tyk.log()
    assert not tyk.ok("config", config=told)["changed"]
    changed = [entry for entry in tyk.writes() if not entry.endswith("/reload")]
    assert not changed


SAID_TWICE = [
    ("api", ORDERS, {"name": "Orders"}),
    ("api", ORDERS, {"api_definition": {"name": "Orders", "proxy": {"listen_path": "/orders/"}}}),
    ("policy", {"name": "P", "access_rights": RIGHTS}, {"name": "P"}),
    ("policy", {"name": "P", "access_rights": RIGHTS, "tags": ["a"]}, {"name": "P", "tags": ["a"]}),
    ("policy", {"name": "P", "access_rights": RIGHTS, "partitions": {"acl": True}}, {"partitions": {"quota": True}}),
    ("policy", {"name": "P", "access_rights": RIGHTS, "meta_data": {"a": 1}}, {"meta_data": {"a": 1}}),
    (
        "key",
        {"alias": "K", "access_rights": RIGHTS, "jwt": {"secret": "t"}},
        {"alias": "K", "jwt_data": {"secret": "t"}},
    ),
    ("user", {**PERSON, "user_permissions": {"apis": "read"}}, PERSON),
    ("user_group", {"name": "G", "user_permissions": {"apis": "read"}}, {"name": "G"}),
    ("webhook", {"name": "W", "target_path": "http://h.example/"}, {"name": "W", "target_path": "http://h.example/"}),
    ("asset", {"name": "T", "data": {"a": 1}}, {"name": "T", "data": {"a": 1}}),
]


@pytest.mark.parametrize(("kind", "params", "definition"), SAID_TWICE)
def test_an_option_and_definition_may_say_the_same(tyk, kind, params, definition):
    if kind in ("policy", "key"):
        tyk.ok("api", **ORDERS)
    planned = tyk.ok(kind, check=True, **params, definition=definition)
    assert tyk.ok(kind, **params, definition=definition)["diff"] == planned["diff"]
    quiet(tyk, kind, **params, definition=definition)
    assert not tyk.ok("config", config={KINDS_OF[kind]: [{**params, "definition": definition}]})["changed"]


KINDS_OF = {kind.name: section for section, kind in KINDS.items()}
TWO_THINGS = [
    ("policy", {"name": "P", "access_rights": RIGHTS}, {"name": "Q"}, "name"),
    ("policy", {"name": "P", "access_rights": RIGHTS, "meta_data": {"a": 1}}, {"meta_data": {"b": 1}}, "meta_data"),
    ("policy", {"name": "P", "access_rights": RIGHTS, "partitions": {"acl": 1}}, {"partitions": {"acl": False}}, "acl"),
    ("key", {"alias": "K", "hmac": {"secret": "tell-no-one"}}, {"hmac_enabled": True}, "hmac_enabled"),
    ("user_group", {"name": "G", "active": True}, {"active": False}, "active"),
    ("webhook", {"name": "W", "target_path": "http://h.example/"}, {"target_path": None}, "target_path"),
]


@pytest.mark.parametrize(("kind", "params", "definition", "path"), TWO_THINGS)
def test_but_not_two_things(tyk, kind, params, definition, path):
    said = tyk.fails(kind, **params, definition=definition)
    assert "and definition name the same field" in said and f"{path})" in said and not tyk.writes()


HEX = "0123456789abcdef0123456a"
# Copies of objects of another organisation, with the ids that Tyk gave them there.
COPIES = [
    ("asset", {"_id": HEX, "name": "T", "data": {"a": 1}}, "T"),
    ("asset", {"_id": HEX, "id": "chosen", "name": "T", "data": {"a": 1}}, "T"),
    ("webhook", {"id": HEX, "api_model": {}, "name": "W", "method": "GET", "target_path": "http://h.example/"}, "W"),
    ("user", {**PERSON, "id": HEX, "org_id": HEX, "user_permissions": {"apis": "read"}}, "u@acme.example"),
]


@pytest.mark.parametrize(("kind", "definition", "name"), COPIES)
def test_a_copy_from_elsewhere_gets_an_id_of_its_own(tyk, kind, definition, name):
    planned = tyk.ok(kind, check=True, definition=definition)
    made = tyk.ok(kind, definition=definition)
    assert made["diff"] == planned["diff"] and made["action"] == "created" and not tyk.warnings(made)
    quiet(tyk, kind, definition=definition)
    table = {"user": "users", "user_group": "usergroups", "webhook": "hooks", "asset": "assets"}[kind]
    assert sum(name in str(row) for row in tyk.emulator.state[table]) == 1
    assert not tyk.ok("config", config={KINDS_OF[kind]: [{"definition": definition}]})["changed"]


def test_where_it_comes_from_it_is_known_by_its_id(tyk):
    tyk.ok("asset", name="T", data={"a": 1})
    (stored,) = tyk.read("/api/assets?p=-1")
    assert tyk.ok("asset", definition={**stored, "name": "Renamed"})["action"] == "updated"
    assert [asset["name"] for asset in tyk.read("/api/assets?p=-1")] == ["Renamed"]
    assert "Name it with" in tyk.fails("asset", definition={"data": {"a": 2}})
