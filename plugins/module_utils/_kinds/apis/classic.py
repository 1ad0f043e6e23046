# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A classic API, held as the wrapper that GET /api/apis/{id} shows; and what both formats of API share."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import (
    SECRET,
    SERVER,
    SET,
    Rule,
    Rules,
    get,
    keyed,
    merge,
    names,
    put,
)
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.options import (
    api_options,
    tag,
    tags,
    untagged,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import CERTIFICATE
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Resource
from ansible_collections.community.tyk.plugins.module_utils._kinds.policy_ref import POLICIES
from ansible_collections.community.tyk.plugins.module_utils._kinds.user_group import USER_GROUP
from ansible_collections.community.tyk.plugins.module_utils._kinds.webhook import WEBHOOK

# Names under which an API definition of either format holds a secret, at any depth.
SECRETS = dict.fromkeys(
    (
        "secret",
        "shared_secret",
        "client_secret",
        "clientSecret",
        "password",
        "jwt_source",
        "private_key",
        "privateKey",
        "basic_auth_password",
        "Authorization",
        "authorization",
        "access_token",
        "accessToken",
    ),
    SECRET,
)
# What Tyk's schema demands of these blocks, even when a read leaves zero values out.
DEMANDED: dict[str, dict[str, t.Any]] = {
    "proxy": {"target_url": ""},
    "version_data": {"not_versioned": False, "versions": {}},
    "definition": {"key": "", "location": ""},
    "graphql": {"enabled": False},
    "request_signing": {"is_enabled": False},
}
WRAPPER = {
    "created_at": SERVER,
    "updated_at": SERVER,
    "api_model": SERVER,
    "sort_by": SERVER,
    "is_streams": SERVER,
    "categories": SET,
    "user_owners": SET,
    "user_group_owners": SET,
}
CLASSIC_FIELDS = {
    **WRAPPER,
    "oas": SERVER,
    "api_definition.id": SERVER,
    "api_definition.org_id": SERVER,
    "api_definition.definition.versions": SERVER,
    "api_definition.is_oas": SERVER,
    "api_definition.graphql.last_schema_update": SERVER,
    "api_definition.graphql.execution_mode": Rule(fills=("proxyOnly",)),
    "api_definition.graphql.version": Rule(fills=("1", "2")),
    "api_definition.hmac_allowed_clock_skew": Rule(fills=(-1,)),
    "api_definition.tags": SET,
    "api_definition.allowed_ips": SET,
    "api_definition.blacklisted_ips": SET,
    "api_definition.certificates": SET,
    "api_definition.client_certificates": SET,
    "api_definition.tag_headers": SET,
    "hook_references": keyed("event_name", "hook"),
    "hook_references.*.hook.id": SERVER,
    "hook_references.*.hook.org_id": SERVER,
    "hook_references.*.hook.api_model": SERVER,
    "hook_references.*.hook.header_map.*": SECRET,
}
# Fields that hold the ids of certificates and policies.
NAMED = {
    "api_definition.certificates.*": "certificate",
    "api_definition.client_certificates.*": "certificate",
    "api_definition.upstream_certificates.*": "certificate",
    "api_definition.jwt_default_policies.*": "policy",
    "api_definition.jwt_scope_to_policy_mapping.*": "policy",
    "api_definition.scopes.*.scope_to_policy.*": "policy",
    "api_definition.openid_options.providers.*.client_ids.*": "policy",
}


def _untagged_name(api: Object) -> list[str]:
    return [untagged(get(api, CLASSIC.name) or "")]


def _called(run: t.Any, name: str, oas: bool) -> list[Object]:
    """The APIs that a task may mean: those of just this name and these categories; else those of this name; else those
    that have it with any categories. Those that another declaration is about to make are meant by that one only."""
    alike, exact = run.refs.by("api", _untagged_name, untagged(name)), run.refs.matches("api", name)
    if "categories" in run.named and not oas:
        wanted = set(run.named["categories"] or ())
        same = [api for api in alike if tags(get(api, CLASSIC.name) or "") == wanted]
        found = [same, _there(run, exact), _there(run, alike)]
    else:
        found = [exact, _there(run, alike) if oas or name == untagged(name) else []]
    return next(filter(None, found), [])


def _there(run: t.Any, apis: list[Object]) -> list[Object]:
    return [api for api in apis if id(api) not in run.refs.planned]


def find(run: t.Any, ident: str, name: str, oas: bool) -> Object | None:
    if not ident and not name:
        raise Invalid("which API? Name it with api_id or name, or in its definition")
    if not ident:
        same = _called(run, name, oas)
        from_list: Object | None = run.one(same, name)
        return from_list
    try:
        found: Object | None = run.client.read(CLASSIC, ident)
    except HttpFailure as error:
        if error.status != 401:
            raise
        # To users who are no admins some versions say this of an API that does not exist.
        return next((api for api in run.refs.listing("api") if get(api, CLASSIC.id) == ident), None)
    if found is not None and ident not in (get(found, CLASSIC.id), get(found, "api_definition.id")):
        raise Invalid(f"Tyk was asked for API {ident}, but answered with {get(found, CLASSIC.id)}")
    return found


def _shape_classic(definition: Object) -> Object:
    """A definition may be the bare API definition or the wrapper around it."""
    return definition if "api_definition" in definition else {"api_definition": definition}


def _unshape_classic(obj: Object) -> Object:
    return t.cast("Object", obj["api_definition"]) if list(obj) == ["api_definition"] else obj


def _start_classic(wish: Object) -> Object:
    """What a new classic API gets unless the task says otherwise."""
    tag(wish, get(wish, "api_definition.name") or "", "")
    versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
    start: Object = {"api_definition": {"active": True}, "hook_references": []}
    if not names(wish, "api_definition.version_data"):
        put(start, "api_definition.version_data", versions)
    if set(get(wish, "api_definition.proxy") or {}) <= {"listen_path", "target_url"}:
        put(start, "api_definition.proxy.strip_listen_path", True)
    return start


def _rebase_classic(obj: Object, desired: Object, run: t.Any) -> Object:
    """auth and auth_configs.authToken are one thing in two places: what is said of one goes for the other."""
    known = "" if run.params.get("strategy") == "replace" else get(obj, "api_definition.name") or ""
    tag(desired, get(desired, "api_definition.name") or "", known)
    inner = get(desired, "api_definition") or {}
    auth, token = inner.get("auth"), get(inner, "auth_configs.authToken")
    if auth and not token and get(obj, "api_definition.auth_configs.authToken"):
        return merge(obj, {"api_definition": {"auth_configs": {"authToken": auth}}})
    if token and not auth and get(obj, "api_definition.auth"):
        return merge(obj, {"api_definition": {"auth": token}})
    return obj


def _derived(obj: Object) -> set[tuple[str, str]]:
    """Event and address of the handlers that Tyk copies from an API's webhooks."""
    return {(str(ref.get("event_name")), str(get(ref, "hook.target_path"))) for ref in obj.get("hook_references") or []}


def _without_handlers(obj: Object, derived: set[tuple[str, str]]) -> Object:
    events = get(obj, "api_definition.event_handlers.events")
    if not events or not derived:
        return obj
    kept = {
        name: [item for item in items or [] if (name, str(get(item, "handler_meta.target_path"))) not in derived]
        for name, items in events.items()
    }
    definition = obj["api_definition"]
    handlers = {**definition["event_handlers"], "events": {name: items for name, items in kept.items() if items}}
    return {**obj, "api_definition": {**definition, "event_handlers": handlers}}


def _own(obj: Object, run: t.Any) -> Object:
    """A classic API without what Tyk derives from its webhooks."""
    return _without_handlers(obj, _derived(obj))


def _complete_classic(obj: Object, current: Object | None, run: t.Any) -> Object:
    """Hooks that are null, or a missing id or organisation, would break the API."""
    done = copy.deepcopy(_without_handlers(obj, _derived(current or {}) | _derived(obj)))
    definition = done["api_definition"]
    for name, blanks in DEMANDED.items():
        if isinstance(definition.get(name), dict):
            definition[name] = {**blanks, **{k: v for k, v in definition[name].items() if v is not None}}
    for name, version in (get(definition, "version_data.versions") or {}).items():
        version.setdefault("name", name)
    done["hook_references"] = done.get("hook_references") or []
    if current is not None and not get(done, "api_definition.org_id"):
        put(done, "api_definition.org_id", run.refs.caller.org_id)
    return done


def _check_classic(target: Object, current: Object | None, run: t.Any) -> None:
    if not names(target, "api_definition.proxy.target_url"):
        raise Invalid("target_url: an API needs the address of its upstream; name it, or definition.proxy.target_url")


CLASSIC = Resource(
    kind="api",
    noun="API",
    collection="api/apis",
    items="apis",
    rules=Rules(CLASSIC_FIELDS, SECRETS),
    options=api_options(
        "api_definition.name",
        "api_definition.api_id",
        "api_definition.proxy.listen_path",
        "api_definition.proxy.target_url",
        "api_definition.active",
    ),
    id="api_definition.api_id",
    row_id="api_definition.id",
    id_option="api_id",
    name="api_definition.name",
    org="api_definition.org_id",
    created=("ID", "Meta"),
    # Fields that another tool stored although the schema does not know them must not make the whole object unwritable.
    query={"accept_additional_properties": "true"},
    needs=("api_definition.name",),
    told=("api_definition.proxy.target_url",),
    related=(USER_GROUP, WEBHOOK, CERTIFICATE, POLICIES),
    named=NAMED,
    short=_untagged_name,
    refers=("user", "user_group"),
    tell=("api_definition.proxy.listen_path", "api_definition.proxy.target_url"),
    filed=True,
    views={"api_id": "api_definition.api_id", "org_id": "api_definition.org_id"},
    params={"format": {"type": "str", "choices": ["auto", "classic", "oas"], "default": "auto"}},
    shape=_shape_classic,
    unshape=_unshape_classic,
    start=_start_classic,
    locate=lambda run: run.found if run.found else find(run, *_wished(run), run.resource.collection != "api/apis"),
    born=lambda reply, org: {"api_definition": {"id": reply.get("Meta"), "org_id": org}},
    rebase=_rebase_classic,
    comparable=_own,
    complete=_complete_classic,
    check=_check_classic,
)


def _wished(run: t.Any) -> tuple[str, str]:
    name = get(run.wish, run.resource.name) or get(run.named, "openapi.info.title")
    return get(run.wish, run.resource.id) or "", name or ""
