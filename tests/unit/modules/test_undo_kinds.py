# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A, then B with previous: A, then A with previous: B ends where A ended: every kind, with the options beside it."""

from __future__ import annotations

import json

import pytest
from gateway_runner import Gate
from module_runner import Tyk
from prunable_items import BASE, STYLES, called
from undo_world import exported

from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

X = "x-tyk-api-gateway"
LIMITS = {
    "rate": 5,
    "per": 60,
    "quota_max": 9,
    "quota_renewal_rate": 60,
    "tags": ["t"],
    "meta_data": {"a": 0},
    "definition": {"throttle_interval": 2, "throttle_retry_limit": 3, "smoothing": {"enabled": False, "threshold": 5}},
    "access_rights": [
        {"api": "Base", "allowed_urls": [{"url": "/a", "methods": ["GET"]}], "limit": {"rate": 1, "per": 1}},
        {"api": "More"},
    ],
}
# What a later declaration says beside what makes an object, by how that is declared.
MORE = {
    "user_groups": {"description": "d", "user_permissions": {"apis": "read", "keys": "write"}},
    "users": {"active": True, "user_permissions": {"apis": "write", "keys": "read"}, "group": "Group"},
    "certificates": {},
    "webhooks": {"method": "PUT", "header_map": {"X-A": "1", "Authorization": "s3cr3t"}, "event_timeout": 60},
    "assets": {"description": "d", "data": {"openapi": "3.0.3", "tags": [{"name": "x"}], "x-own": {"a": 0}}},
    "apis": {
        "active": False,
        "categories": ["c"],
        "owners": {"groups": ["Group"]},
        "webhooks": [{"event": "AuthFailure", "webhook": "Hook"}],
        "definition": {
            "tags": ["edge"],
            "CORS": {"enable": True, "max_age": 5},
            "config_data": {"a": 0},
            "use_keyless": False,
            "use_standard_auth": True,
            "auth": {"auth_header_name": "X-K"},
            "custom_middleware": {"driver": "otto", "pre": [{"name": "n", "path": "n.js"}]},
        },
    },
    "apis in OAS form": {
        "active": False,
        "categories": ["c"],
        "owners": {"groups": ["Group"]},
        "definition": {
            "openapi": "3.0.3",
            "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {"description": "ok"}}}}},
            "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
            "security": [{"key": []}],
            X: {
                "server": {"authentication": {"enabled": True, "securitySchemes": {"key": {"enabled": True}}}},
                "upstream": {"rateLimit": {"enabled": True, "rate": 5, "per": "1m"}},
                "middleware": {"operations": {"a": {"allow": {"enabled": True}}}, "global": {"skipQuota": True}},
            },
        },
    },
    "mcp_proxies": {
        "active": False,
        "tools": {"a": {"allow": {"enabled": True}}},
        "prompts": {"p": {}},
        "definition": {X: {"middleware": {"global": {"cors": {"enabled": True, "maxAge": 5}}}}},
    },
    "policies": LIMITS,
    "keys": {**LIMITS, "hmac": {"enabled": True, "secret": "s3cr3t"}},
    "oauth_clients": {"description": "d", "meta_data": {"a": 0}},
    "client_idps": {
        "issuer": "http://issuer.example/",
        "scope_claim_name": "scope",
        "api_mappings": {"Base": {"scope_to_policy": {"a": "Plan"}}},
    },
    "identity_profiles": {
        "return_url": "http://back.example/",
        "provider_config": {"IDPMetadataURL": "http://idp.example/", "FailureRedirect": "http://no.example/"},
        "identity_handler_config": {"DashboardCredential": "s3cr3t"},
        "default_user_group": "Group",
        "user_group_mapping": {"them": "Group"},
        "user_group_separator": ";",
        "matched_policy": "Plan",
        "sso_only_for_registered_users": True,
    },
}
# What there is one of.
SINGLE = {"additional_permissions": {"permissions": {"own": "Own"}}, "opa_rules": {"enabled": True}}
ON_GATEWAY = ("certificates", "apis", "apis in OAS form", "mcp_proxies", "policies", "keys", "oauth_clients")
NOT_THERE = {"apis": ("categories", "owners", "webhooks"), "apis in OAS form": ("categories", "owners")}
AROUND = {
    "user_groups": [{"name": "Group", "user_permissions": {"apis": "read"}}],
    "webhooks": [{"name": "Hook", "target_path": "http://hook.example/"}],
    "apis": [BASE, {"name": "More", "listen_path": "/more/", "target_url": "http://up.example/"}],
    "policies": [{"name": "Plan", "access_rights": [{"api": "Base"}]}],
}
HERE = {"dashboard": tuple(MORE), "gateway": ON_GATEWAY}


def section_of(style):
    return style.split()[0]


def two(style, where):
    """The earlier declaration, and the later one, which says more of one object, and has another one."""
    section, more = section_of(style), {**MORE[style]}
    for name in NOT_THERE.get(style, ()) if where == "gateway" else ():
        del more[name]
    one, other = (STYLES[style](called(name, section)) for name in ("one", "other"))
    for item in (one, other) if where == "gateway" and section == "oauth_clients" else ():
        item["secret"] = f"s3cr3t-{item.pop('client_name')}"
    if section == "oauth_clients":
        one["recreate"] = other["recreate"] = True  # or Tyk could not change them
    both = {**one, **more}
    if "definition" in one and "definition" in more:
        both["definition"] = {**one["definition"], **more["definition"]}
    around = {name: items for name, items in AROUND.items() if where == "dashboard" or name in ON_GATEWAY}
    old, new = ({**around, section: [*around.get(section, ()), *items]} for items in ([one], [both, other]))
    return old, new


class Life:
    def __init__(self, where, folder):
        self.tyk, self.folder = Tyk() if where == "dashboard" else Gate(), folder

    def write(self, name, config):
        (self.folder / f"{name}.json").write_text(json.dumps(config))
        return [str(self.folder / f"{name}.json")]

    def run(self, now, before=None, **options):
        previous = {} if before is None else {"previous": self.write("before", before)}
        return self.tyk.ok("config", src=self.write("now", now), **previous, **options)

    def there(self, *declared):
        sections = {section for config in declared for section in config} - {"oauth_clients"}
        found = exported(self.tyk, sorted(sections))
        for api in ("Base",) if any("oauth_clients" in config for config in declared) else ():
            clients = self.tyk.ok("oauth_client_info", api=api)["oauth_clients"]
            keep = ("client_id", "description", "meta_data", "redirect_uri", "client_name")
            found["clients"] = [{name: one.get(name) for name in keep} for one in clients]
        return found

    def law(self, old, new, **options):
        self.run(old, **options)
        goal = self.there(old, new)
        self.run(new, old, **options)
        assert self.there(old, new) != goal
        plan = self.run(old, new, check=True, **options)
        done = self.run(old, new, **options)
        told = [
            [(one["kind"], one["name"], one["action"], one.get("paths")) for one in two["changes"]]
            for two in (plan, done)
        ]
        assert told[0] == told[1]
        assert self.there(old, new) == goal
        again = self.run(old, new, **options)
        assert not again["changed"], again["changes"]
        return done


def rows(where):
    return [(where, style) for style in HERE[where]]


def test_every_kind_is_in_the_table():
    assert {section_of(style) for style in MORE} | SINGLE.keys() == KINDS.keys()


@pytest.mark.parametrize(("where", "style"), [*rows("dashboard"), *rows("gateway")])
@pytest.mark.parametrize("strategy", ["merge", "replace"])
def test_every_kind(tmp_path, where, style, strategy):
    Life(where, tmp_path).law(*two(style, where), strategy=strategy)


@pytest.mark.parametrize("section", SINGLE)
def test_what_there_is_one_of(tmp_path, section):
    old = {"webhooks": AROUND["webhooks"]}
    Life("dashboard", tmp_path).law(old, {**old, section: [SINGLE[section]]})


@pytest.mark.parametrize(("where", "style"), [*rows("dashboard"), *rows("gateway")])
def test_with_a_plan(tmp_path, where, style):
    life, (old, new), plan = Life(where, tmp_path), two(style, where), str(tmp_path / "plan")
    life.run(old)
    goal = life.there(old, new)
    life.run(new, old)
    life.run(old, new, plan_dest=plan, check=True)
    assert life.run(old, new, plan=plan)["changed"]
    assert life.there(old, new) == goal


@pytest.mark.parametrize(("where", "style"), [*rows("dashboard"), *rows("gateway")])
def test_with_an_owner_a_scope_and_overlays(tmp_path, where, style):
    life, (old, new), section = Life(where, tmp_path), two(style, where), section_of(style)
    owned, named = KINDS[section].labels.owner, KINDS[section].identity.name_option
    scope = {"owner": "us"} if owned else {"name_prefix": "other"} if named else {}
    *around, more, other = new[section]
    rest = {**new, section: [*around, old[section][-1], other]}
    laid = {section: [more] if KINDS[section].identity.labels[0] in more else []}
    pruned = {"prune": [section], "prune_scope": scope} if scope else {}
    options = {"owner": "us", **pruned}
    life.run(old, **options)
    goal = life.there(old, new)
    before = {"previous": life.write("old", old)}
    life.tyk.ok("config", src=life.write("rest", rest), overlays=[laid], **before, **options)
    assert life.there(old, new) != goal
    back = {"previous": life.write("rest", rest), "previous_overlays": [laid]}
    for _time in range(2):
        done = life.tyk.ok("config", src=life.write("old", old), **back, **options)
        assert life.there(old, new) == goal
    assert not done["changed"]
