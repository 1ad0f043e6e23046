# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random declarations of every kind, what others do to fields that none of them names, and what is there then."""

from __future__ import annotations

import copy
import json
import typing as t

from trust_world import PERSON, PLANTED, certificate

RIGHTS = [{"api": "Orders"}]
PLUGINS = {"x-own-a": 1, "x-own-b": {"deep": [0]}}
OAS = "x-tyk-api-gateway"
MAPS: list[t.Any] = [{"a": 1}, {"a": 2, "b": 0}, {"b": 0, "c": {"deep": ""}}, {"c": {}}]
TAGS = [["x"], ["x", "y"], ["z"], []]
PATHS = {
    name: {f"/{name}": {"get": {"operationId": name, "responses": {"200": {"description": "ok"}}}}} for name in "ab"
}


class Sort(t.NamedTuple):
    """Objects of a section.

    :arg base: what every declaration says of one; without it, that can be left out as well.
    :arg parts: what one can say beside that, each an alternative or none of them.
    :arg theirs: what others write into one, which no declaration names.
    """

    base: dict[str, t.Any]
    parts: list[list[dict[str, t.Any]]]
    theirs: dict[str, t.Any] = {}


def sorts() -> dict[str, list[Sort]]:
    """What there can be, by section."""
    api = {"name": "Classic", "listen_path": "/classic/", "target_url": "http://up.example/", "format": "classic"}
    oas = {"name": "Oas", "listen_path": "/oas/", "target_url": "http://up.example/", "format": "oas"}
    limits = [
        [{"rate": 1, "per": 1}, {"rate": 2, "per": 60}],
        [{"quota_max": 5, "quota_renewal_rate": 60}, {"quota_max": 9, "quota_renewal_rate": 3600}],
        [{"tags": tags} for tags in TAGS],
        [{"meta_data": some} for some in MAPS],
        [{"max_query_depth": 3}],
        [{"definition": {"throttle_interval": 2}}],
    ]
    mine = {"meta_data": {"theirs": 1}, "definition": {"throttle_retry_limit": 3}}
    return {
        "additional_permissions": [Sort({}, [[{"permissions": {"a": "A"}}, {"permissions": {"a": "B", "b": "C"}}]])],
        "user_groups": [
            Sort(
                {"name": "People", "user_permissions": {"apis": "read"}},
                [
                    [{"description": "one"}, {"description": "two"}],
                    [{"user_permissions": {"keys": "read", "apis": "read"}}],
                ],
                {"definition": {"password_max_days": 9}},
            )
        ],
        "users": [
            Sort(
                {**PERSON, "email_address": "p@acme.example"},
                [[{"active": False}, {"active": True}], [{"user_permissions": {"keys": "read", "apis": "write"}}]],
                {"definition": {"password_max_days": 9}},
            )
        ],
        "certificates": [Sort({"certificate": certificate(0)}, [])],
        "webhooks": [
            Sort(
                {"name": "Hook", "method": "POST", "target_path": "http://hook.example/"},
                [
                    [{"header_map": {"X-A": "1", "Authorization": PLANTED["hook"]}}, {"header_map": {"X-A": "2"}}],
                    [{"event_timeout": 60}],
                ],
                {"header_map": {"X-Theirs": "3"}},
            )
        ],
        "assets": [
            Sort({"name": "Asset", "data": {"openapi": "3.0.3"}}, [[{"description": "one"}, {"description": "two"}]])
        ],
        "apis": [
            Sort(
                api,
                [
                    [{"active": False}, {"active": True}],
                    [{"categories": ["shop"]}, {"categories": ["shop", "live"]}],
                    [{"definition": {"config_data": some}} for some in MAPS],
                    [{"definition": {"CORS": {"enable": True, "max_age": 5}}}, {"definition": {"tags": ["edge"]}}],
                    [{"definition": {"upstream_auth": {"basic_auth": {"password": PLANTED["upstream"]}}}}],
                    [{"definition": {"version_data": {"not_versioned": False, "versions": {"v1": {"name": "v1"}}}}}],
                    [{"definition": {"allowed_ips": ["10.0.0.1", "10.0.0.2"]}}],
                ],
                {"definition": {"session_lifetime": 7, "config_data": {"theirs": [1]}}},
            ),
            Sort(
                oas,
                [
                    [{"active": False}],
                    [{"categories": ["shop"]}, {"categories": ["shop", "live"]}],
                    [{"definition": {"paths": PATHS["a"]}}, {"definition": {"paths": {**PATHS["a"], **PATHS["b"]}}}],
                    [{"definition": {"components": {"schemas": {"A": {"title": "", "default": 0}}}}}],
                    [{"definition": PLUGINS}, {"definition": {"x-own-a": {"deep": 0}}}],
                    [{"definition": {OAS: {"server": {"gatewayTags": {"enabled": True, "tags": ["a", "b"]}}}}}],
                    [{"definition": {OAS: {"middleware": {"global": {"cache": {"enabled": True, "timeout": 5}}}}}}],
                ],
                {"definition": {"openapi": "3.0.3", "x-theirs": {"deep": [0]}}},
            ),
        ],
        "mcp_proxies": [
            Sort(
                {"name": "Served", "listen_path": "/served/", "target_url": "http://mcp.example/"},
                [[{"tools": {"a": {"allow": {"enabled": True}}}}, {"tools": {"b": {"block": {"enabled": True}}}}]],
            )
        ],
        "policies": [Sort({"name": "Plan", "access_rights": RIGHTS}, limits, mine)],
        "keys": [
            Sort(
                {"alias": "caller", "access_rights": RIGHTS},
                [
                    *limits,
                    [{"jwt": {"secret": PLANTED["jwt"]}}],
                    [{"hmac": {"enabled": True, "secret": PLANTED["hmac"]}}],
                ],
                mine,
            )
        ],
        "oauth_clients": [
            Sort({"api": "Orders", "client_id": "shop", "client_name": "s", "redirect_uri": "http://s.example"}, [])
        ],
        "client_idps": [
            Sort(
                {"name": "Login", "jwks_uri": "http://login.example/"},
                [
                    [{"issuer": "http://one.example/"}, {"issuer": "http://two.example/"}],
                    [{"api_mappings": {"Orders": {"scope_to_policy": {"a": "Gold"}}}}],
                ],
                {"definition": {"scope_claim_name": "theirs"}},
            )
        ],
        "identity_profiles": [
            Sort(
                {
                    "name": "Broker",
                    "action_type": "GenerateOrLoginUserProfile",
                    "type": "redirect",
                    "provider_name": "SocialProvider",
                    "provider_config": {"UseProviders": [{"Name": "openid-connect", "Key": "id"}]},
                },
                [[{"return_url": "http://one.example/"}, {"return_url": "http://two.example/"}]],
                {"definition": {"CustomEmailField": "theirs"}},
            )
        ],
        "opa_rules": [Sort({}, [[{"enabled": True}]])],
    }


def on_gateway() -> dict[str, list[Sort]]:
    """The same for a Gateway without a Dashboard."""
    known = sorts()
    bare = [sort._replace(parts=[some for some in sort.parts if "categories" not in some[0]]) for sort in known["apis"]]
    keys = [sort._replace(base={**sort.base, "key_id": "caller-1"}) for sort in known["keys"]]
    client = {"api": "Orders", "client_id": "shop", "redirect_uri": "http://s.example", "secret": PLANTED["client"]}
    alike = {section: known[section] for section in ("certificates", "mcp_proxies", "policies")}
    return {**alike, "apis": bare, "keys": keys, "oauth_clients": [Sort(client, [])]}


def declaration(dice, known, may_lack=True) -> dict[str, list[dict[str, t.Any]]]:
    """Some of what there can be."""
    config: dict[str, list[dict[str, t.Any]]] = {}
    for section, some in known.items():
        for sort in some:
            if sort.base and may_lack and dice.random() < 0.25:
                continue
            item = copy.deepcopy(sort.base)
            for part in sort.parts:
                if dice.random() < 0.5:
                    _lay(item, copy.deepcopy(dice.choice(part)))
            if "definition" in item and sort.base.get("format") == "oas":
                item["definition"]["openapi"] = "3.0.3"  # or nobody could tell the format
            if item:
                config.setdefault(section, []).append(item)
    return config


def _lay(item, more):
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(item.get(name), dict):
            _lay(item[name], value)
        else:
            item[name] = value


def edits(known, *declared) -> list[tuple[str, dict[str, t.Any]]]:
    """What others write into what all of these declare."""
    found = []
    for section, some in known.items():
        for sort in some:
            says = [
                one
                for config in declared
                for one in config.get(section, ())
                if sort.base.items() <= {**one, **{name: sort.base[name] for name in sort.base if name in one}}.items()
                and _names(one) == _names(sort.base)
            ]
            if sort.theirs and len(says) == len(declared):
                found.append((section, {**sort.base, **sort.theirs}))
    return found


def _names(item):
    return item.get("name") or item.get("alias") or item.get("email_address")


def exported(tyk, section_names) -> dict[str, t.Any]:
    """What is there, without what Tyk makes anew for a new object."""
    config = tyk.ok("config_info", kinds=list(section_names), include_secrets=True)["config"]
    made = ("key_id", "key_hash", "access_key", "secret", "client_id", "policy_id", "api_id", "profile_id", "data")
    return json.loads(
        json.dumps(
            {
                section: [{k: v for k, v in item.items() if k not in made or section == "assets"} for item in items]
                for section, items in config.items()
            },
            sort_keys=True,
        )
    )
