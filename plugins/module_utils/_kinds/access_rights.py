# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""access_rights of policies and keys: a list in playbooks, a map by API id in Tyk."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank, compact, whole
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.rules import SERVER, SET, Rule, keyed
from ansible_collections.community.tyk.plugins.module_utils._data.split import Clash, joined, split
from ansible_collections.community.tyk.plugins.module_utils._data.types import of
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

SMOOTHING = {"enabled": "bool", **of("int", "threshold step delay"), "trigger": "float"}
RATE_TYPES = {"rate": "float", "per": "float", "smoothing": SMOOTHING}
LIMIT_TYPES: dict[str, t.Any] = {
    **RATE_TYPES,
    "throttle_interval": "float",
    **of("int", "throttle_retry_limit max_query_depth quota_max quota_renewal_rate"),
}
_LISTS = {"allowed": ["str"], "blocked": ["str"]}
TYPES: dict[str, t.Any] = {
    "versions": ["str"],
    "allowed_urls": [{"url": "str", "methods": ["str"]}],
    **dict.fromkeys(("allowed_types", "restricted_types"), [{"name": "str", "fields": ["str"]}]),
    "field_access_rights": [
        {"type_name": "str", "field_name": "str", "limits": {"max_query_depth": "int"}},
    ],
    "limit": LIMIT_TYPES,
    "disable_introspection": "bool",
    "endpoints": [{"path": "str", "methods": [{"name": "str", "limit": RATE_TYPES}]}],
    "json_rpc_methods": [{"name": "str", "limit": RATE_TYPES}],
    "json_rpc_methods_access_rights": _LISTS,
    "mcp_primitives": [{"type": "str", "name": "str", "limit": RATE_TYPES}],
    "mcp_access_rights": dict.fromkeys(("tools", "resources", "prompts"), _LISTS),
}
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
    "access_rights.*.endpoints": Rule(by=("path",)),  # in order: the first path that fits a request counts
    "access_rights.*.endpoints.*.methods": keyed("name"),
    "access_rights.*.json_rpc_methods": keyed("name"),
    "access_rights.*.json_rpc_methods_access_rights.*": SET,
    "access_rights.*.mcp_primitives": keyed("type", "name"),
    "access_rights.*.mcp_access_rights.*.*": SET,
    "access_rights.*.limit.set_by_policy": SERVER,
    "access_rights.*.limit.quota_renews": SERVER,
    "access_rights.*.limit.quota_remaining": SERVER,
}
# An entry without versions grants the default one; half of a limit is none, nor is half of how it is smoothed.
UNITS: dict[str, Object] = {"access_rights.*": {"versions": ["Default"]}, "smoothing": {}}
PAIRS = (("rate", "per"), ("quota_max", "quota_renewal_rate"))
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
RATE = {name: LIMIT[name] for name in ("rate", "per", "smoothing")}
LIMITS = {name: Option(name, spec) for name, spec in LIMIT.items()}  # of a whole policy or key
NAME = {"type": "str", "required": True}
LIMITED = {"name": NAME, "limit": {"type": "dict", "options": RATE}}
LISTS = dict.fromkeys(("allowed", "blocked"), {"type": "list", "elements": "str"})
PRIMITIVE_LISTS = ("tools", "resources", "prompts")
OF_NAMES = (*(f"mcp_access_rights.{name}" for name in PRIMITIVE_LISTS), "json_rpc_methods_access_rights")
HAVE_NAMES = frozenset(path.partition(".")[0] for path in OF_NAMES)  # without which an entry has none of these
# What rights are once this is empty.
OPENING = {
    "allowed_urls": "which allows all",
    **{f"{path}.allowed": "which allows all" for path in OF_NAMES},
    **{f"{path}.blocked": "which blocks nothing" for path in OF_NAMES},
}
ITEM: dict[str, dict[str, t.Any]] = {
    "api": {"type": "str", "required": True},
    "versions": {"type": "list", "elements": "str"},
    "allowed_urls": {
        "type": "list",
        "elements": "dict",
        "options": {"url": {"type": "str", "required": True}, "methods": {"type": "list", "elements": "str"}},
    },
    "limit": {"type": "dict", "options": LIMIT},
    "endpoints": {
        "type": "list",
        "elements": "dict",
        "options": {
            "path": {"type": "str", "required": True},
            "methods": {"type": "list", "elements": "dict", "options": LIMITED},
        },
    },
    "mcp_access_rights": {
        "type": "dict",
        "options": dict.fromkeys(PRIMITIVE_LISTS, {"type": "dict", "options": LISTS}),
    },
    "mcp_primitives": {"type": "list", "elements": "dict", "options": {"type": NAME, **LIMITED}},
    "json_rpc_methods": {"type": "list", "elements": "dict", "options": LIMITED},
    "json_rpc_methods_access_rights": {"type": "dict", "options": LISTS},
    "disable_introspection": {"type": "bool"},
    "allowed_types": {"type": "list", "elements": "dict"},
    "restricted_types": {"type": "list", "elements": "dict"},
    "field_access_rights": {"type": "list", "elements": "dict"},
    "definition": {"type": "dict"},
}


def _to_tyk(rights: list[dict[str, t.Any]], run: Run, current: t.Any) -> Object:
    """The list is the whole list: APIs that it does not name go."""
    made: Object = dict.fromkeys(current or {})
    for index, right in enumerate(rights):
        where = f"access_rights[{index}].api"
        ident = run.around.id("api", right["api"], where, current or {})
        if made.get(ident) is not None:
            raise Invalid(f"{where}: API {right['api']!r} is in the list already; one entry holds all of its rights")
        made[ident] = entry = _entry(right, f"access_rights[{index}]")
        _check_names(entry, f"access_rights[{index}]")
        if "versions" not in entry and (run.replaces or not (current or {}).get(ident)):
            entry["versions"] = _versions(run.around.known("api", ident, load=True) or {}, where)
    return made


def _check_names(entry: Object, where: str) -> None:
    """Refuse a list of what is allowed that names nothing, and so allows all, and an empty name in one: a variable that
    is empty, most often."""
    for path in () if HAVE_NAMES.isdisjoint(entry) else OF_NAMES:
        for side in ("allowed", "blocked"):
            names = get(entry, f"{path}.{side}")
            if side == "allowed" and names == []:
                raise Invalid(
                    f"{where}.{path}.allowed: it is empty, which allows all. Leave it out to allow all; to allow "
                    "nothing, write blocked: ['.*'] beside it instead"
                )
            empty = [index for index, name in enumerate(names or ()) if name is None or not str(name).strip()]
            if isinstance(names, list) and empty:
                raise Invalid(f"{where}.{path}.{side}[{empty[0]}]: this names nothing; write a name, or leave it out")


def warn_of_opening(target: Object, current: Object | None, run: Run) -> None:
    """Tell where rights are wider now, because a list that has named something names nothing any more."""
    before = (current or {}).get("access_rights") or {}
    for ident, entry in (target.get("access_rights") or {}).items() if before else ():
        was = before.get(ident)
        for path, what in OPENING.items() if was is not entry else ():
            if get(was, path) and not get(entry, path):
                run.warn(f"access_rights: {path} of {run.around.name('api', str(ident))!r} is empty now, {what}.")


def _entry(right: Object, where: str) -> Object:
    """An entry in Tyk's shape: what its options say, and what its definition says beside that."""
    if len(right) == 1:  # most often so
        return {}
    said = whole({key: value for key, value in right.items() if key not in ("api", "definition")})
    try:
        return joined(right.get("definition") or {}, said)
    except Clash as error:
        raise Invalid(f"{where}: {error} and definition.{error} name the same field; keep one of them") from None


def _versions(api: Object, where: str) -> list[str]:
    """What an entry without versions means; never a guess where there are several."""
    versions = (api.get("api_definition") or {}).get("version_data")
    if versions and not versions.get("not_versioned") and "Default" not in (versions.get("versions") or {"Default": 1}):
        known = ", ".join(sorted(versions["versions"]))
        raise Invalid(f"{where}: the API has the versions {known}; name those to grant with versions")
    return ["Default"]


def _to_task(rights: t.Any, run: Run) -> list[Object]:
    listed = [_shown(run.around.name("api", str(ident)), entry or {}) for ident, entry in (rights or {}).items()]
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


def _shown(api: str, right: Object) -> Object:
    """An entry as a task writes it. One without versions grants none of an API that has several, so it says that."""
    fits, rest = split(compact(right), ITEM)
    entry = {"api": api, "versions": [], **fits}
    return {**entry, "definition": rest} if rest else entry


def fill(obj: Object, current: Object | None, run: Run) -> Object:
    """Give every entry what Tyk demands of it; what is stored already is not judged anew."""
    rights, kind, was = {}, run.around.kind("api"), (current or {}).get("access_rights") or {}
    for ident, entry in (obj.get("access_rights") or {}).items():
        api, old = run.around.known("api", ident, load=True), was.get(ident)
        rights[ident] = {**(entry or {})}
        if old is None or old.get("api_id"):
            rights[ident]["api_id"] = rights[ident].get("api_id") or ident
        if api is not None:
            if old is None:
                run.around.align(run.asserted, kind.org_of(api), f"access_rights: API {ident!r}")
            rights[ident]["api_name"] = kind.name_of(api)
        if rights[ident].get("versions") is None:
            rights[ident]["versions"] = [] if old is not None and blank(old.get("versions")) else ["Default"]
    return {**obj, "access_rights": rights}


ACCESS_RIGHTS = Option(
    "access_rights", {"type": "list", "elements": "dict", "options": ITEM}, to_tyk=_to_tyk, to_task=_to_task
)
