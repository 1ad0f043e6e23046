# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

"""Which options a module takes, as Ansible's argument_spec, and which of them a task names."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.parameters import env_fallback

from ansible_collections.community.tyk.plugins.module_utils._merge import redact
from ansible_collections.community.tyk.plugins.module_utils._resource import Resource

Spec = dict[str, t.Any]


def _env(option: Spec, *names: str) -> Spec:
    return {**option, "fallback": (env_fallback, list(names))}


def connection_spec(admin: bool) -> Spec:
    """The options that every module shares; each can come from the environment."""
    spec = {
        "url": _env({"type": "str"}, "TYK_URL"),
        "validate_certs": _env({"type": "bool", "default": True}, "TYK_VALIDATE_CERTS"),
        "ca_path": _env({"type": "path"}, "TYK_CA_PATH"),
        "client_cert": _env({"type": "path"}, "TYK_CLIENT_CERT"),
        "client_key": _env({"type": "path", "no_log": False}, "TYK_CLIENT_KEY"),
        "timeout": _env({"type": "float", "default": 30}, "TYK_TIMEOUT"),
        "retries": _env({"type": "int", "default": 4}, "TYK_RETRIES"),
        "wait_timeout": _env({"type": "float", "default": 30}, "TYK_WAIT_TIMEOUT"),
    }
    if admin:
        return {**spec, "admin_secret": _env({"type": "str", "no_log": True}, "TYK_ADMIN_SECRET")}
    return {
        **spec,
        "token": _env({"type": "str", "no_log": True}, "TYK_TOKEN", "TYK_AUTH"),
        "org_id": _env({"type": "str"}, "TYK_ORG", "TYK_ORG_ID"),
        "platform": _env({"type": "str", "choices": ["dashboard"], "default": "dashboard"}, "TYK_PLATFORM"),
    }


def resource_spec(resource: Resource) -> Spec:
    """The argument_spec of a module that reconciles a kind."""
    merging: Spec = {
        "strategy": {"type": "str", "choices": ["merge", "replace"], "default": "merge"},
        "definition": {"type": "dict"},
    }
    spec: Spec = {
        **(merging if resource.merges else {}),
        **{name: dict(option.spec) for name, option in resource.options.items()},
        **{name: dict(option) for name, option in resource.params.items()},
        **connection_spec(resource.admin),
    }
    if resource.admin and "org_id" in resource.options:
        spec["org_id"] = {"type": "str"}
    if resource.states:
        spec["state"] = {"type": "str", "choices": list(resource.states), "default": "present"}
    return spec


def info_spec(resource: Resource) -> Spec:
    """The argument_spec of a module that reads a kind."""
    names = (resource.id_option, resource.name_option) if resource.listed else ()
    filters: Spec = {
        name: dict(resource.params.get(name, {"type": "str"}))
        for name in (*names, *resource.lookups, *resource.selectors)
        if name
    }
    if not resource.listed:
        filters[resource.id_option]["required"] = True
    return {**connection_spec(resource.admin), **filters}


def named(value: t.Any, raw: t.Any) -> t.Any:
    """Of validated parameters those that the task names; a null that it names stays a null."""
    if isinstance(value, dict):
        if isinstance(raw, dict):
            return {key: named(item, raw[key]) for key, item in value.items() if key in raw}
        return {key: item for key, item in value.items() if item is not None}
    if isinstance(value, list) and isinstance(raw, list) and len(value) == len(raw):
        return [named(item, raw[index]) for index, item in enumerate(value)]
    return value


def shown(resource: Resource, params: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Parameters without the secrets inside of them; whole secrets are Ansible's own no_log."""
    safe = dict(params)
    if safe.get("definition"):
        safe["definition"] = redact(safe["definition"], resource.rules)
    for name, option in resource.options.items():
        if safe.get(name) and option.path:
            safe[name] = redact(safe[name], resource.rules.under(option.path))
    return safe
