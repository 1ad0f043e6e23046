# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

"""An API, classic or OAS. Both are held as the wrapper that GET /api/apis/{id} shows; of an OAS API only the part
under oas, which has routes of its own, is compared and written."""

from __future__ import annotations

import copy
import dataclasses
import typing as t
from urllib.parse import urlsplit

from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid
from ansible_collections.community.tyk.plugins.module_utils._merge import (
    SECRET,
    SERVER,
    SET,
    Rules,
    get,
    keyed,
    merge,
    names,
    put,
)
from ansible_collections.community.tyk.plugins.module_utils._resource import Object, Option, Part, Resource
from ansible_collections.community.tyk.plugins.module_utils._resources.user import USER

TYK = "x-tyk-api-gateway"
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
    "api_definition.is_oas": SERVER,
    "api_definition.graphql.last_schema_update": SERVER,
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
}
OAS_FIELDS = {
    **WRAPPER,
    "api_definition": SERVER,
    "hook_references": SERVER,
    "is_site": SERVER,
    f"oas.{TYK}.info.dbId": SERVER,
    f"oas.{TYK}.info.orgId": SERVER,
    f"oas.{TYK}.info.versioning.versions": SERVER,
    f"oas.{TYK}.server.gatewayTags.tags": SET,
    f"oas.{TYK}.server.clientCertificates.allowlist": SET,
}


def _options(name: str, ident: str, listen: str, target: str, active: str) -> dict[str, Option]:
    return {
        "name": Option(name),
        "api_id": Option(ident),
        "listen_path": Option(listen),
        "target_url": Option(target),
        "active": Option(active, {"type": "bool"}),
    }


def _id_and_name(definition: Object) -> tuple[str, str, str]:
    """Format ("" if it does not tell), id and name in what a task calls definition."""
    if definition.keys() & {TYK, "openapi", "paths", "components", "servers"}:
        info = get(definition, f"{TYK}.info") or {}
        return "oas", info.get("id") or "", info.get("name") or ""
    inner = definition.get("api_definition", definition) or {}
    told = "classic" if definition else ""
    return told, inner.get("api_id") or "", inner.get("name") or ""


def _variant(run: t.Any) -> Resource:
    """CLASSIC or OAS, from what the task says and from what exists."""
    asked, ident, name = _id_and_name(run.named.get("definition") or {})
    wanted = run.params.get("format") or "auto"
    if wanted != "auto" and asked and asked != wanted:
        raise Invalid(
            f"format is {wanted}, but definition is one of an {asked.upper() if asked == 'oas' else asked} API"
        )
    asked = asked if wanted == "auto" else wanted
    run.found = _find(run, run.named.get("api_id") or ident, run.named.get("name") or name)
    if run.found is None:
        return OAS if asked == "oas" else CLASSIC
    is_oas = bool(get(run.found, "api_definition.is_oas")) or bool(run.found.get("oas"))
    if asked and (asked == "oas") is not is_oas:
        exists, declared = ("an OAS", "classic") if is_oas else ("a classic", "OAS")
        raise Invalid(
            f"API {get(run.found, API.name)!r} ({get(run.found, API.id)}) is {exists} API and can not be managed as "
            f"{declared} one; write its definition in the other format, or delete it first"
        )
    if is_oas:
        run.found = _document(run, get(run.found, API.id), run.found)
    return OAS if is_oas else CLASSIC


def _find(run: t.Any, ident: str, name: str) -> Object | None:
    if not ident and not name:
        raise Invalid("which API? Name it with api_id or name, or in its definition")
    if not ident:
        from_list: Object | None = run.one(run.refs.matches("api", name), name)
        return from_list
    try:
        found: Object | None = run.client.read(API, ident)
    except HttpFailure as error:
        if error.status != 401:
            raise
        # To users who are no admins some versions say this of an API that does not exist.
        return next((api for api in run.refs.listing("api") if get(api, API.id) == ident), None)
    if found is not None and ident not in (get(found, API.id), get(found, "api_definition.id")):
        raise Invalid(f"Tyk was asked for API {ident}, but answered with {get(found, API.id)}")
    return found


def _document(run: t.Any, ident: str, wrapper: Object) -> Object | None:
    """The wrapper with the OAS document as its own route shows it."""
    document = run.client.read(OAS, ident)
    return {**wrapper, **document} if document else None


def _expand(run: t.Any, listed: Object) -> tuple[Resource, Object]:
    """The whole API behind an entry of a list, which may come without its OAS document."""
    if not get(listed, "api_definition.is_oas"):
        return CLASSIC, listed
    whole = listed if get(listed, f"oas.{TYK}.info") else _document(run, get(listed, API.id), listed)
    return OAS, whole or listed


def _reread_oas(run: t.Any, ident: str, reply: Object, query: t.Any) -> Object | None:
    wrapper = run.client.read(API, ident)
    if wrapper is None or get(wrapper, f"oas.{TYK}.info"):
        return t.cast("Object | None", wrapper)
    return _document(run, ident, wrapper)


def _shape_classic(definition: Object) -> Object:
    """A definition may be the bare API definition or the wrapper around it."""
    return definition if "api_definition" in definition else {"api_definition": definition}


def _unshape_classic(obj: Object) -> Object:
    return t.cast("Object", obj["api_definition"]) if list(obj) == ["api_definition"] else obj


def _start_classic(wish: Object) -> Object:
    """What a new classic API gets unless the task says otherwise."""
    versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
    start: Object = {"api_definition": {"active": True}, "hook_references": []}
    if not names(wish, "api_definition.version_data"):
        put(start, "api_definition.version_data", versions)
    if set(get(wish, "api_definition.proxy") or {}) <= {"listen_path", "target_url"}:
        put(start, "api_definition.proxy.strip_listen_path", True)
    return start


def _start_oas(wish: Object) -> Object:
    name = get(wish, OAS.name) or get(wish, "oas.info.title")
    start: Object = {"oas": {"openapi": "3.0.3", "info": {"title": name, "version": "1.0.0"}, "paths": {}}}
    put(start, OAS.name, name)
    put(start, f"oas.{TYK}.info.state.active", True)
    if set(get(wish, f"oas.{TYK}.server.listenPath") or {}) <= {"value"}:
        put(start, f"oas.{TYK}.server.listenPath.strip", True)
    return start


def _rebase_classic(obj: Object, desired: Object, run: t.Any) -> Object:
    """auth and auth_configs.authToken are one thing in two places: what is said of one goes for the other."""
    inner = get(desired, "api_definition") or {}
    auth, token = inner.get("auth"), get(inner, "auth_configs.authToken")
    if auth and not token and get(obj, "api_definition.auth_configs.authToken"):
        return merge(obj, {"api_definition": {"auth_configs": {"authToken": auth}}})
    if token and not auth and get(obj, "api_definition.auth"):
        return merge(obj, {"api_definition": {"auth": token}})
    return obj


def _tyk_servers(obj: Object) -> list[t.Any]:
    """The entries that Tyk puts before the servers of a document: the addresses of its gateways and the listen path."""
    path = str(get(obj, f"oas.{TYK}.server.listenPath.value") or "").strip("/")
    servers = get(obj, "oas.servers") or []
    candidates = servers if path else servers[:1]
    return [s for s in candidates if urlsplit(str(s.get("url", ""))).path.strip("/") == path]


def _own_oas(obj: Object, run: t.Any) -> Object:
    """An OAS API without what Tyk adds to its document."""
    derived = _tyk_servers(obj)
    if not derived:
        return obj
    return {**obj, "oas": {**obj["oas"], "servers": [s for s in obj["oas"]["servers"] if s not in derived]}}


def _rebase_oas(obj: Object, desired: Object, run: t.Any) -> Object:
    """Tyk's own entry among the servers stays first, whether the task knows of it or not."""
    derived = _tyk_servers(obj)
    if derived and names(desired, "oas.servers"):
        desired["oas"]["servers"] = derived + [s for s in desired["oas"]["servers"] or [] if s not in derived]
    return obj


def _complete_classic(obj: Object, current: Object | None, run: t.Any) -> Object:
    """Hooks that are null, or a missing id or organisation, would break the API."""
    done = copy.deepcopy(obj)
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
    options=_options(
        "api_definition.name",
        "api_definition.api_id",
        "api_definition.proxy.listen_path",
        "api_definition.proxy.target_url",
        "api_definition.active",
    ),
    id="api_definition.api_id",
    id_option="api_id",
    name="api_definition.name",
    org="api_definition.org_id",
    created=("ID", "Meta"),
    # Fields that another tool stored although the schema does not know them must not make the whole object unwritable.
    query={"accept_additional_properties": "true"},
    needs=("api_definition.name",),
    related=(USER,),
    tell=("api_definition.proxy.listen_path", "api_definition.proxy.target_url"),
    views={"api_id": "api_definition.api_id", "org_id": "api_definition.org_id"},
    params={"format": {"type": "str", "choices": ["auto", "classic", "oas"], "default": "auto"}},
    expand=_expand,
    shape=_shape_classic,
    unshape=_unshape_classic,
    start=_start_classic,
    variant=_variant,
    locate=lambda run: run.found if run.found else _find(run, *_wished(run)),
    born=lambda reply, org: {"api_definition": {"id": reply.get("Meta"), "org_id": org}},
    rebase=_rebase_classic,
    complete=_complete_classic,
    check=_check_classic,
)
API = CLASSIC
OAS = dataclasses.replace(
    CLASSIC,
    collection="api/apis/oas",
    listing="api/apis",
    rules=Rules(OAS_FIELDS, SECRETS),
    options=_options(
        f"oas.{TYK}.info.name",
        f"oas.{TYK}.info.id",
        f"oas.{TYK}.server.listenPath.value",
        f"oas.{TYK}.upstream.url",
        f"oas.{TYK}.info.state.active",
    ),
    id=f"oas.{TYK}.info.id",
    name=f"oas.{TYK}.info.name",
    org=f"oas.{TYK}.info.orgId",
    query={},
    needs=(f"oas.{TYK}.info.name", f"oas.{TYK}.server.listenPath.value"),
    parts=(
        Part(("categories",), "PUT", "api/apis/oas", ("categories",), lambda api: {"categories": api["categories"]}),
        Part(
            ("user_owners", "user_group_owners"),
            "PUT",
            "api/apis",
            ("access",),
            lambda api: {"userIds": api.get("user_owners") or [], "userGroupIds": api.get("user_group_owners") or []},
        ),
    ),
    tell=(f"oas.{TYK}.server.listenPath.value",),
    views={"api_id": f"oas.{TYK}.info.id", "org_id": f"oas.{TYK}.info.orgId"},
    decode=lambda reply: {"oas": reply},
    encode=lambda obj: obj["oas"],
    shape=lambda definition: {"oas": definition},
    unshape=lambda obj: obj.get("oas") or {},
    start=_start_oas,
    reread=_reread_oas,
    born=lambda reply, org: {"oas": {TYK: {"info": {"dbId": reply.get("Meta"), "orgId": org}}}},
    rebase=_rebase_oas,
    comparable=_own_oas,
    complete=lambda obj, current, run: obj,
    check=lambda target, current, run: None,
)


def _wished(run: t.Any) -> tuple[str, str]:
    return get(run.wish, run.resource.id) or "", get(run.wish, run.resource.name) or ""
