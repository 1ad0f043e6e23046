# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which options a module takes, as Ansible's argument_spec, and which of them a task names."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import re
import typing as t

from ansible.module_utils.common.parameters import env_fallback

from ansible_collections.community.tyk.plugins.module_utils._data.paths import dotted, indexed
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import KEY, Placeholder, found, read
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import VALIDATE, WARN_BEFORE
from ansible_collections.community.tyk.plugins.module_utils._kinds.secret_paths import SAID

Spec = dict[str, t.Any]
PLACEHOLDERS = "secret_values"  # the option of a module that takes placeholders
SECRETS: Spec = {name: {"type": "list", "elements": "str", "default": [], "no_log": False} for name in SAID}
RELOAD: Spec = {"type": "bool", "default": True}
BACKUP: Spec = {"backup": {"type": "bool", "default": False}, "backup_dir": {"type": "path"}}


def from_environment(*names: str) -> t.Any:
    """The first of these variables that has a value; CI and AWX set empty ones for what nobody has set."""
    return env_fallback(*[name for name in names if os.environ.get(name, "").strip()])


def _env(option: Spec, *names: str) -> Spec:
    return {**option, "fallback": (from_environment, list(names))}


def served_spec() -> Spec:
    """The options of what waits until Gateways serve what was written."""
    return {
        "wait_served": {"type": "bool", "default": False},
        "gateway_urls": {"type": "list", "elements": "str", "default": []},
        "gateway_secret": _env({"type": "str", "no_log": True}, "TYK_GATEWAY_SECRET"),
    }


def of_variables(spec: t.Mapping[str, t.Any], raw: t.Mapping[str, t.Any], said: str) -> str:
    """What to add to a message on an option whose value the environment has given."""
    for name, option in spec.items():
        given = [one for one in (option.get("fallback") or ((), ()))[1] if os.environ.get(one, "").strip()]
        if given and raw.get(name) is None and re.search(rf"'{name}'|\b{name} must be\b", said):
            return f" (it is {given[0]} of the environment)"
    return ""


def of_placeholders(spec: t.Mapping[str, t.Any], raw: t.Mapping[str, t.Any], said: str) -> str:
    """What to add to a message on a place where somebody wrote a placeholder, where there are none."""
    marks = found(read(dict(raw))) if PLACEHOLDERS not in spec else ()
    for path in (path for path, mark in marks if isinstance(mark, Placeholder)):
        if KEY in (spec.get(str(path[0]), {}).get("options") or {}):
            continue  # that is an option of this name
        spellings = {place(part) for part in (path, path[1:]) if part for place in (indexed, dotted)}
        if any(spelling in said for spelling in spellings):
            return (
                f"; placeholders such as {{{KEY}: NAME}} are for what tyk_config declares, in files and in config; "
                "name the value here, such as a variable that is encrypted"
            )
    return ""


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
        "platform": _env({"type": "str", "choices": ["dashboard", "gateway"], "default": "dashboard"}, "TYK_PLATFORM"),
    }


def kind_spec(kind: Kind) -> Spec:
    """The argument_spec of a module that reconciles a kind."""
    merging: Spec = {
        "strategy": {"type": "str", "choices": ["merge", "replace"], "default": "merge"},
        "definition": {"type": "dict"},
        **SECRETS,
    }
    spec: Spec = {
        **(merging if kind.life.merges else {}),
        **{name: dict(option.spec) for name, option in kind.options.items()},
        **{name: dict(option) for name, option in kind.params.items()},
        **connection_spec(kind.route.admin),
    }
    if kind.route.admin and "org_id" in kind.options:
        spec["org_id"] = {"type": "str"}
    if kind.life.filed:
        spec["reload"] = RELOAD
    if kind.gateways_serve:
        spec.update(served_spec())
    if kind.life.states:
        spec.update({name: dict(option) for name, option in BACKUP.items()})
        spec["state"] = {"type": "str", "choices": list(kind.life.states), "default": "present"}
    return spec


def info_spec(kind: Kind) -> Spec:
    """The argument_spec of a module that reads a kind."""
    from ansible_collections.community.tyk.plugins.module_utils._object.uses import is_referred_to

    identity, listed = kind.identity, kind.route.listed
    names = (identity.id_option, identity.name_option) if listed else ()
    filters: Spec = {
        name: dict(kind.params.get(name, {"type": "str"}))
        for name in (*names, *identity.lookups, *kind.route.selectors, *kind.fields.held_by)
        if name
    }
    if not listed:
        filters[identity.id_option]["required"] = True
    if kind.life.merges:
        filters.update(SECRETS)
    if is_referred_to(kind):
        filters["used_by"] = {"type": "bool", "default": False}
    return {**connection_spec(kind.route.admin), **filters}


def prunable(kinds: t.Mapping[str, Kind]) -> list[str]:
    """The sections whose objects can be deleted."""
    return [section for section, kind in kinds.items() if not kind.life.single]


TOLD_BESIDE: Spec = {
    "undeclared_fields": {"type": "bool", "default": False},
    "undeclared_objects": {"type": "bool", "default": False},
    **WARN_BEFORE,
}


FILLING: Spec = {  # what files get before they are read as a configuration
    PLACEHOLDERS: {"type": "dict", "no_log": True},
    "secret_files": {"type": "list", "elements": "path", "default": [], "no_log": False},
    "template": {"type": "bool", "default": False},
}


def only_spec(kinds: t.Iterable[str]) -> Spec:
    """The option that says which objects are meant, where not all are."""
    names: Spec = {"type": "list", "elements": "str"}
    below = {"kinds": {**names, "choices": list(kinds)}, "names": names, "tags": names, "categories": names}
    return {"only": {"type": "dict", "options": below}}


def _prune_spec(kinds: t.Mapping[str, Kind]) -> Spec:
    """The options that say what of what nobody declares is deleted."""
    scope: Spec = {
        "tag": {"type": "str"},
        "category": {"type": "str"},
        "name_prefix": {"type": "str"},
        "meta_data": {"type": "dict"},
        "owner": {"type": "str"},
    }
    return {
        "prune": {"type": "list", "elements": "str", "choices": prunable(kinds), "default": []},
        "prune_scope": {"type": "dict", "options": scope},
        "prune_all": {"type": "bool", "default": False},
        "prune_max": {"type": "int", "default": 10},
        "protected": {"type": "dict"},
    }


def config_spec(kinds: t.Mapping[str, Kind]) -> Spec:
    """The argument_spec of the module that brings a whole configuration about."""
    return {
        **connection_spec(admin=False),
        "owner": {"type": "str"},
        "config": {"type": "dict"},
        "src": {"type": "list", "elements": "path"},
        "overlays": {"type": "list", "elements": "raw"},
        "previous": {"type": "list", "elements": "path"},
        "previous_overlays": {"type": "list", "elements": "raw"},
        **only_spec(kinds),
        "strategy": {"type": "str", "choices": ["merge", "replace"], "default": "merge"},
        "keep_ids": {"type": "bool", "default": True},
        **VALIDATE,
        "parallel": {"type": "int", "default": 8},
        "continue_on_error": {"type": "bool", "default": False},
        **_prune_spec(kinds),
        "key_dir": {"type": "path", "no_log": False},
        **SECRETS,
        **FILLING,
        "reload": RELOAD,
        **BACKUP,
        **TOLD_BESIDE,
        **served_spec(),
        "report": {"type": "list", "elements": "path", "default": []},
        "plan_dest": {"type": "path"},
        "plan": {"type": "path"},
        "plan_key": _env({"type": "str", "no_log": True}, "TYK_PLAN_KEY"),
    }


def export_spec(kinds: t.Collection[str]) -> Spec:
    """The argument_spec of the module that exports a whole configuration."""
    return {
        **connection_spec(admin=False),
        "kinds": {"type": "list", "elements": "str", "choices": list(kinds)},
        "name": {"type": "list", "elements": "str"},
        "tag": {"type": "str"},
        "category": {"type": "str"},
        **only_spec(kinds),
        "include_secrets": {"type": "bool", "default": False, "no_log": False},
        "placeholders": {"type": "bool", "default": False},
        **SECRETS,
        "keep_ids": {"type": "bool", "default": False},
        "portable": {"type": "bool", "default": False},
        "dest": {"type": "path"},
        "layout": {"type": "str", "choices": ["kind", "object"], "default": "kind"},
        "schema": {"type": "path"},
    }


def convert_spec(formats: t.Iterable[str]) -> Spec:
    """The argument_spec of the module that makes a configuration of files of other tools."""
    return {
        "src": {"type": "list", "elements": "path", "required": True},
        "dest": {"type": "path"},
        "layout": {"type": "str", "choices": ["kind", "object"], "default": "kind"},
        "format": {"type": "str", "choices": ["auto", *formats], "default": "auto"},
        "keep_ids": {"type": "bool", "default": True},
        "placeholders": {"type": "bool", "default": False},
        **SECRETS,
    }


def named(value: t.Any, raw: t.Any) -> t.Any:
    """Of validated parameters those that the task names; a null that it names stays a null. What has no more than the
    task says is not copied."""
    if isinstance(value, dict):
        if isinstance(raw, dict):
            return {
                key: named(item, raw[key]) if isinstance(item, (dict, list)) and item != raw[key] else item
                for key, item in value.items()
                if key in raw
            }
        return {key: item for key, item in value.items() if item is not None}
    if isinstance(value, list) and isinstance(raw, list) and len(value) == len(raw):
        return [named(item, one) if isinstance(item, (dict, list)) else item for item, one in zip(value, raw)]
    return value
