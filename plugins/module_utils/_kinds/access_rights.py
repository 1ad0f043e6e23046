# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""access_rights of policies and keys: a list in playbooks, a map by API id in Tyk."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import compact
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.rules import SERVER, SET, keyed
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

# Below access_rights.<api id>; the name is a copy that goes stale, and the counters move by themselves.
FIELDS = {
    "access_rights.*.api_id": SERVER,
    "access_rights.*.api_name": SERVER,
    "access_rights.*.allowance_scope": SERVER,
    "access_rights.*.versions": SET,
    "access_rights.*.allowed_urls": keyed("url"),
    "access_rights.*.allowed_urls.*.methods": SET,
    "access_rights.*.allowed_types": keyed("name"),
    "access_rights.*.allowed_types.*.fields": SET,
    "access_rights.*.field_access_rights": keyed("type_name", "field_name"),
    "access_rights.*.restricted_types": keyed("name"),
    "access_rights.*.restricted_types.*.fields": SET,
    "access_rights.*.limit.set_by_policy": SERVER,
    "access_rights.*.limit.quota_renews": SERVER,
    "access_rights.*.limit.quota_remaining": SERVER,
}
LIMIT: dict[str, dict[str, t.Any]] = {
    "rate": {"type": "float"},
    "per": {"type": "float"},
    "throttle_interval": {"type": "float"},
    "throttle_retry_limit": {"type": "int"},
    "max_query_depth": {"type": "int"},
    "quota_max": {"type": "int"},
    "quota_renewal_rate": {"type": "int"},
    "smoothing": {"type": "dict"},
}
LIMITS = {name: Option(name, spec) for name, spec in LIMIT.items()}  # of a whole policy or key
ITEM = {
    "api": {"type": "str", "required": True},
    "versions": {"type": "list", "elements": "str"},
    "allowed_urls": {
        "type": "list",
        "elements": "dict",
        "options": {"url": {"type": "str", "required": True}, "methods": {"type": "list", "elements": "str"}},
    },
    "limit": {"type": "dict", "options": LIMIT},
    "disable_introspection": {"type": "bool"},
    "allowed_types": {"type": "list", "elements": "dict"},
    "restricted_types": {"type": "list", "elements": "dict"},
    "field_access_rights": {"type": "list", "elements": "dict"},
}


def _to_tyk(rights: list[dict[str, t.Any]], run: Run, current: t.Any) -> Object:
    """The list is the whole list: APIs that it does not name go."""
    made: Object = dict.fromkeys(current or {})
    for index, right in enumerate(rights):
        where = f"access_rights[{index}].api"
        ident = run.around.id("api", right["api"], where, current or {})
        api = run.around.known("api", ident, load=True) or {}
        if made.get(ident) is not None:
            raise Invalid(f"{where}: API {right['api']!r} is in the list already; one entry holds all of its rights")
        entry = {key: value for key, value in right.items() if key != "api"}
        known = {} if run.replaces else (current or {}).get(ident) or {}
        if "versions" not in entry and not known.get("versions"):
            entry["versions"] = _versions(api, where)
        made[ident] = entry
    return made


def _versions(api: Object, where: str) -> list[str]:
    """What an entry without versions means; never a guess where there are several."""
    versions = (api.get("api_definition") or {}).get("version_data")
    if versions and not versions.get("not_versioned") and "Default" not in (versions.get("versions") or {"Default": 1}):
        known = ", ".join(sorted(versions["versions"]))
        raise Invalid(f"{where}: the API has the versions {known}; name those to grant with versions")
    return ["Default"]


def _to_task(rights: t.Any, run: Run) -> list[Object]:
    listed = [
        {"api": run.around.name("api", str(ident)), **{k: v for k, v in compact(entry or {}).items() if k in ITEM}}
        for ident, entry in (rights or {}).items()
    ]
    return sorted(listed, key=lambda entry: str(entry["api"]))


def versions_named(obj: Object, around: Around) -> t.Iterator[tuple[str, str, str]]:
    """The versions of APIs that the rights of an object name; one that is an API itself is told of that, too."""
    yield from (("api", ident, name) for ident, name in _named(obj))
    yield from (("api", child, name) for child, name in _children(obj, around))


def apis_of_versions(obj: Object, around: Around) -> t.Iterator[tuple[str, str]]:
    """The APIs that are the versions which the rights of an object name."""
    return (("api", child) for child, _name in _children(obj, around))


def _named(obj: Object) -> t.Iterator[tuple[str, str]]:
    """Id of an API, and a version of it that rights name."""
    for ident, entry in (obj.get("access_rights") or {}).items():
        yield from ((str(ident), str(name)) for name in get(entry, "versions") or ())


def _children(obj: Object, around: Around) -> t.Iterator[tuple[str, str]]:
    """Id of an API that is a version which rights name, and what that is called."""
    for ident, name in _named(obj):
        for base in around.with_id("api", ident):
            child = around.kind("api").own_parts(base).get(name)
            if child and child != ident:
                yield child, name


def fill(obj: Object, run: Run) -> Object:
    """Give every entry what Tyk demands of it."""
    rights, kind = {}, run.around.kind("api")
    for ident, entry in (obj.get("access_rights") or {}).items():
        api = run.around.known("api", ident, load=True)
        rights[ident] = {**(entry or {}), "api_id": ident}
        if api is not None:
            run.around.align(run.asserted, kind.org_of(api), f"access_rights: API {ident!r}")
            rights[ident]["api_name"] = kind.name_of(api)
        if rights[ident].get("versions") is None:
            rights[ident]["versions"] = ["Default"]
    return {**obj, "access_rights": rights}


ACCESS_RIGHTS = Option(
    "access_rights", {"type": "list", "elements": "dict", "options": ITEM}, to_tyk=_to_tyk, to_task=_to_task
)
