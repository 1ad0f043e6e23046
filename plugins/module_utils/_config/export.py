# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is there, in the shape that a configuration is declared in."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import fnmatch
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk, Snapshot
from ansible_collections.community.tyk.plugins.module_utils._config.prune import TAGS, no_key
from ansible_collections.community.tyk.plugins.module_utils._data import merge as data
from ansible_collections.community.tyk.plugins.module_utils._data.files import Files
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Option, Resource
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.plan import Run
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs
from ansible_collections.community.tyk.plugins.module_utils._object.task import Result, Task, connect, load_names
from ansible_collections.community.tyk.plugins.module_utils._object.view import view

UNTOLD = ("certificates",)  # Tyk does not give their content back, so they are told only when asked for


def export(task: Task) -> Result:
    """Everything of the kinds that are asked for, as a configuration. Raises TykError."""
    client, token = connect(API, task)
    bulk = Bulk(task, client, token)
    if task.params.get("org_id"):
        bulk.refs.align(str(task.params["org_id"]), None, "")
    kinds = task.params.get("kinds") or [kind for kind in bulk.kinds if kind not in UNTOLD]
    absent = [kind for kind in kinds if kind not in bulk.kinds]
    if absent:
        raise Invalid(f"kinds: {', '.join(absent)}: not with platform: {client.platform}; leave them out")
    config: dict[str, list[Object]] = {}
    for kind in bulk.kinds:
        if kind in kinds:
            task.tell(f"{kind}: reading")
            config[kind] = sorted(_items(bulk, kind), key=_order)
    config = {kind: items for kind, items in config.items() if items}
    result: Result = {"changed": False, "config": config}
    if task.params.get("dest"):
        files = Files(str(task.params["dest"]), private=bool(task.params.get("include_secrets")))
        result.update(files.write(config, task.params["layout"], _label, task.check))
        for path in result["stale"]:
            task.warn(f"{path} is not part of this export; delete it if what it declares is gone.")
    return result


def _order(item: Object) -> tuple[str, ...]:
    names = ("api", "name", "email_address", "alias", "client_name", "api_id", "key_hash", "certificate_id")
    return tuple(str(item.get(name) or "") for name in names)


def _label(item: Object) -> str:
    """What an object is called, for the name of its file."""
    names = ("name", "email_address", "alias", "client_name", "key_hash", "certificate_id")
    return str(next((item[name] for name in names if item.get(name)), "unnamed"))


def _items(bulk: Bulk, kind: str) -> t.Iterator[Object]:
    base, params = bulk.kinds[kind], bulk.task.params
    for refs, selected in _homes(bulk, kind):
        resource = refs.kind(base.kind)
        snapshot = t.cast("t.Any", Snapshot(bulk.client, refs))
        wanted = [listed for listed in refs.listing(base.kind) if _wanted(kind, listed, params)]
        load_names(Run(base, snapshot, refs, params, {}, True, False, bulk.task.warn), wanted)
        for listed in wanted:
            if kind == "keys" and no_key(listed):
                continue
            run = Run(resource, snapshot, refs, {**params, **selected}, {}, True, False, bulk.task.warn)
            found, whole = resource.expand(run, listed) if resource.expand else (resource, listed)
            run.resource = bulk.client.own(found)
            yield {**selected, **_item(run, kind, whole)}


def _homes(bulk: Bulk, kind: str) -> t.Iterator[tuple[Refs, Object]]:
    """Where objects of a kind live: what is known there, and the options that say so."""
    base = bulk.kinds[kind]
    if not base.scope:
        yield bulk.refs, {}
        return
    # once for all of them: each home starts with what is known here
    load_names(Run(base, bulk.client, bulk.refs, {}, {}, True, False, bulk.task.warn), [])
    for api in bulk.refs.listing("api"):
        if _has_clients(api):
            ident = str(data.get(api, API.id))
            resource = base.scope(Run(base, bulk.client, bulk.refs, {"api": ident}, {}, True, False, bulk.task.warn))
            yield bulk.refs.apart(resource), {"api": bulk.refs.name("api", ident)}


def _has_clients(api: Object) -> bool:
    """Whether an API can have OAuth clients; each such one costs a request."""
    schemes = data.get(api, "oas.components.securitySchemes") or {}
    return bool(data.get(api, "api_definition.use_oauth2")) or any(
        isinstance(scheme, dict) and scheme.get("type") == "oauth2" for scheme in schemes.values()
    )


def _wanted(kind: str, listed: Object, params: t.Mapping[str, t.Any]) -> bool:
    name = str(data.get(listed, KINDS[kind].name) or "")
    if params.get("name") and not any(fnmatch.fnmatchcase(name, pattern) for pattern in params["name"]):
        return False
    if params.get("tag") and not any(params["tag"] in (data.get(listed, path) or []) for path in TAGS.get(kind, ())):
        return False
    category = params.get("category")
    return not category or category in (listed.get("categories") or []) or f" #{category} " in f"{name} "


def _item(run: Run, kind: str, whole: Object) -> Object:
    """An object as a configuration declares it: names for ids, and nothing that goes without saying."""
    resource, bare = run.resource, bool(run.params.get("include_secrets"))
    shown = view(resource, whole, run, bare=bare, whole=True)
    for name in resource.views:
        if name not in resource.options:
            shown.pop(name, None)
    unique = _by_name(run, kind, shown)
    if resource.secret_id and not unique:
        shown["key_hash"] = whole.get("key_hash") or ""
    elif unique and not run.params.get("keep_ids"):
        shown.pop(resource.id_option, None)
    ident = whole.get(resource.id) if resource.secret_id and bare else None
    if ident and ident != whole.get("key_hash"):
        shown = {"key_id": ident, **{name: value for name, value in shown.items() if name != "key_hash"}}
    told = {name: value for name, value in _without_masks(shown).items() if not data.blank(value)}
    for name, option in resource.options.items():
        if name in told and not _offered(option, told[name]):
            _say(resource, told, option.path, told.pop(name))
    for path, value in _unsaid(resource, whole):
        _say(resource, told, path, value)
    return t.cast("Object", told)


def _by_name(run: Run, kind: str, shown: Object) -> bool:
    """Whether the name alone tells the object from all others."""
    name = str(shown.get(run.resource.name_option) or "") if run.resource.name_option else ""
    return bool(name) and len(run.refs.called(KINDS[kind].kind, name)) == 1


def _without_masks(value: t.Any, inside_list: bool = False) -> t.Any:
    """Without what is masked: left out, it stays as it is. In lists, which are replaced whole, masks have to stay."""
    if isinstance(value, dict):
        return {
            key: _without_masks(item, inside_list)
            for key, item in value.items()
            if inside_list or item not in (data.MASK, data.MASK_NEW)
        }
    return [_without_masks(item, True) for item in value] if isinstance(value, list) else value


def _unsaid(resource: Resource, whole: Object) -> t.Iterator[tuple[str, t.Any]]:
    """What a new object needs, or would get if nothing were said, and what this one does not have."""
    start = resource.start(data.compact(whole, resource.rules)) if resource.start else resource.defaults
    for path in resource.told:
        if data.blank(data.get(whole, path)):
            yield path, ""
    for path, value in _leaves(start):
        has = data.get(whole, path)
        if data.blank(has) and not data.blank(value):
            yield path, {bool: False, int: 0, float: 0, str: ""}.get(type(value), has)


def _leaves(value: t.Any, path: str = "") -> t.Iterator[tuple[str, t.Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif path:
        yield path, value


def _offered(option: Option, value: t.Any) -> bool:
    """Whether an option can have the value; what others store need not be among its choices."""
    return value in option.spec.get("choices", [value])


def _say(resource: Resource, told: Object, path: str, value: t.Any) -> None:
    """Write one field of Tyk's object into an item."""
    for name, option in resource.options.items():
        if option.path == path and _offered(option, value):
            told[name] = value
            return
    field: Object = {}
    data.put(field, path, value)
    told["definition"] = data.merge(told.get("definition") or {}, resource.unshape(field))
