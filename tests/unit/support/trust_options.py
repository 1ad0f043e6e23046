# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A step for every option of every kind, from the descriptors: an object that is there gets this option."""

from __future__ import annotations

import typing as t

from descriptors import KINDS
from trust_world import LIVES, PLANTED, RULES, SINGLES, Step

# Values that cannot be told from an option's type; what they name is there.
SAMPLES: dict[str, t.Any] = {
    "api_mappings": {"Orders": {"scope_to_policy": {"a": None}}, "Pets": {"scope_to_policy": {"b": "Gold"}}},
    "jwks_uri": "http://other.example/",
    "provider_constraints": {"Domain": "acme.example"},
    "matched_policy": "Gold",
    "default_user_group": "Bystanders",
    "user_group_mapping": {"staff": "Bystanders"},
    "owners": {"groups": ["Bystanders"], "users": ["bystander@acme.example"]},
    "webhooks": [{"event": "AuthFailure", "webhook": "Pager"}],
    "openapi": {
        "openapi": "3.0.3",
        "info": {"title": "New", "version": "2"},
        "paths": {"/b": {"get": {"operationId": "b", "responses": {"200": {"description": "ok"}}}}},
    },
    "access_rights": [{"api": "Orders"}, {"api": "Pets"}],
    "partitions": {"quota": True},
    "smoothing": {"enabled": True, "threshold": 5, "trigger": 0.5, "step": 1, "delay": 30},
    "policies": ["Gold"],
    "policy": "Gold",
    "group": "Bystanders",
    "user_permissions": {"apis": "write", "users": "read"},
    "expires": "2100-01-01T00:00:00Z",
    "hmac": {"enabled": True, "secret": PLANTED["hmac"]},
    "jwt": {"secret": PLANTED["jwt"] + "-other"},
    "policy_state": "deny",
    **dict.fromkeys(("tools", "resources", "prompts"), {"other": {"block": {"enabled": True}}}),
    "event_options": {"key_event": {"webhook": "http://event.example/"}},
    "cname": "other.example",
    "listen_path": "/other/",
    "target_url": "http://other.example/",
    "target_path": "http://other.example/",
    "redirect_uri": "http://other.example/",
    "active": False,
    "hybrid_enabled": False,
    "meta_data": {"by": "us"},
    "rules": f"{RULES}allow = []",
    "permissions": {"audit": "Audit"},
    "enabled": False,
}
VERSION = {"api": {"of": "Orders", "name": "v2"}, "oas": {"of": "Pets", "name": "v2"}}
# Identity, or set when the object is made and never again; these have steps of their own.
OTHERWISE = {
    "basic_auth": "key create with basic_auth",
    "password": "user create with password",
    "certificate": "key create",  # a certificate that a key is made for is its identity
    "kind": "asset create",  # Tyk does not change it
}


# What the collection refuses, and says why.
REFUSED = (("oas", "webhooks"), ("api", "openapi"), ("policy", "active"))


def value(kind: str, name: str, option: t.Any) -> t.Any:
    """Something that the option may be set to, and that an object of LIVES does not have."""
    if name == "version":
        return VERSION[kind]
    if name in SAMPLES:
        return SAMPLES[name]
    spec = option.spec
    if spec.get("choices"):
        return spec["choices"][-1]
    plain = {"bool": True, "int": 7, "float": 7, "list": ["one", "two"], "dict": {"a": "b"}, "str": "other"}
    return plain[spec["type"]]


def option_steps() -> dict[str, Step]:
    """Every step, by a name."""
    steps: dict[str, Step] = {}
    for kind, (make, _change, foreign, _names) in LIVES.items():
        route = {"oas": "api/apis/oas", "api": "api/apis"}.get(kind)
        variants = KINDS["api" if kind == "oas" else kind]
        found = variants[route] if route else next(iter(variants.values()))
        options = {**variants["api/apis"].options} if route else found.options
        for name, option in options.items():
            if name in (found.identity.id_option, found.identity.name_option) or name in OTHERWISE:
                continue
            if (kind, name) in REFUSED:
                continue
            recreate = {"recreate": True} if found.life.immutable else {}
            wish = {**make, name: value(kind, name, option), **recreate}
            steps[f"{kind} with {name}"] = Step(kind, wish, make, foreign)
    for kind, (make, _change) in SINGLES.items():
        (found,) = KINDS[kind].values()
        for name, option in found.options.items():
            steps[f"{kind} with {name}"] = Step(kind, {**make, name: value(kind, name, option)}, make)
    return steps
