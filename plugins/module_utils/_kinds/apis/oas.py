# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An OAS API, held as the same wrapper; only the document under oas is compared and written, and the fields of the
wrapper that have routes of their own."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import dataclasses
import typing as t
from urllib.parse import urlsplit

from ansible_collections.community.tyk.plugins.module_utils._data.merge import (
    EXACT,
    SERVER,
    SET,
    Rules,
    get,
    names,
    put,
    replacing,
)
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import (
    CLASSIC,
    SECRETS,
    WRAPPER,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.options import api_options
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Part, Resource

TYK = "x-tyk-api-gateway"
STREAMING = "x-tyk-streaming"
OAS_FIELDS = {
    **WRAPPER,
    "api_definition": SERVER,
    f"oas.{STREAMING}": EXACT,  # in which a component without settings is an empty map
    "hook_references": SERVER,
    "is_site": SERVER,
    f"oas.{TYK}.info.dbId": SERVER,
    f"oas.{TYK}.info.orgId": SERVER,
    f"oas.{TYK}.info.versioning.versions": SERVER,
    f"oas.{TYK}.server.gatewayTags.tags": SET,
    f"oas.{TYK}.server.clientCertificates.allowlist": SET,
}
_SCHEMES = f"oas.{TYK}.server.authentication.securitySchemes.*"
OAS_NAMED = {
    f"oas.{TYK}.server.clientCertificates.allowlist.*": "certificate",
    f"oas.{TYK}.server.customDomain.certificates.*": "certificate",
    f"oas.{TYK}.upstream.mutualTLS.domainToCertificateMapping.*.certificate": "certificate",
    f"{_SCHEMES}.defaultPolicies.*": "policy",
    f"{_SCHEMES}.scopes.scopeToPolicyMapping.*.policyId": "policy",
    f"{_SCHEMES}.providers.*.clientToPolicyMapping.*.policyId": "policy",
    f"oas.{TYK}.server.authentication.oidc.scopes.scopeToPolicyMapping.*.policyId": "policy",
    f"oas.{TYK}.server.authentication.oidc.providers.*.clientToPolicyMapping.*.policyId": "policy",
}


def format_of(api: Object) -> Resource:
    """The descriptor that fits an API, from its wrapper."""
    if api.get("is_streams") or STREAMING in (api.get("oas") or {}):
        return STREAMS
    return OAS if get(api, "api_definition.is_oas") or api.get("oas") else CLASSIC


def document(run: t.Any, ident: str, wrapper: Object | None) -> Object | None:
    """The wrapper with the OAS document as its own route shows it."""
    document = run.client.read(format_of(wrapper), ident) if wrapper else None
    return {**(wrapper or {}), **document} if document else None


def _reread_oas(run: t.Any, ident: str, reply: Object, query: t.Any) -> Object | None:
    wrapper = run.client.read(CLASSIC, ident)
    if wrapper is None or get(wrapper, f"oas.{TYK}.info"):
        return t.cast("Object | None", wrapper)
    return document(run, ident, wrapper)


def _as_listed(obj: Object) -> Object:
    """With the part that Tyk derives from the document, by which lists tell APIs."""
    told = {"api_id": get(obj, OAS.id), "name": get(obj, OAS.name), "org_id": get(obj, OAS.org), "is_oas": True}
    return {**obj, "api_definition": {**(obj.get("api_definition") or {}), **told}}


def _start_oas(wish: Object) -> Object:
    name = get(wish, OAS.name) or get(wish, "oas.info.title")
    start: Object = {"oas": {"openapi": "3.0.3", "info": {"title": name, "version": "1.0.0"}, "paths": {}}}
    put(start, OAS.name, name)
    put(start, f"oas.{TYK}.info.state.active", True)
    if set(get(wish, f"oas.{TYK}.server.listenPath") or {}) <= {"value"}:
        put(start, f"oas.{TYK}.server.listenPath.strip", True)
    return start


def _openapi(value: t.Any, run: t.Any, was: t.Any) -> Object:
    """A plain OpenAPI document, laid over the API's own: what it has is replaced, what Tyk added to it stays."""
    if TYK in value:
        raise Invalid(f"openapi: a document with {TYK} goes into definition")
    unknown = sorted(key for key in value if f"oas.{key}" not in was and not key.startswith("x-"))
    if unknown:
        raise Invalid(f"openapi: {', '.join(unknown)} is no part of an OpenAPI document")
    document = dict(value)
    schemes = get(was["oas.components"], "securitySchemes") if was["oas.components"] else None
    if schemes and "components" in document:  # those that the gateway checks are named after these
        own = get(document, "components.securitySchemes") or {}
        document["components"] = {**document["components"], "securitySchemes": {**schemes, **own}}
    return {path: replacing(was[path], document[path[4:]]) for path in was if path[4:] in document}


def _no_webhooks(value: t.Any, run: t.Any, was: t.Any) -> Object:
    raise Invalid(f"webhooks: those of an OAS API are in its definition, under {TYK}.server.eventHandlers")


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


OAS = dataclasses.replace(
    CLASSIC,
    collection="api/apis/oas",
    listing="api/apis",
    named=OAS_NAMED,
    # [{}] is no security, and false forbids what its absence allows.
    rules=Rules(OAS_FIELDS, {**SECRETS, "security": EXACT, "additionalProperties": EXACT}),
    options=api_options(
        f"oas.{TYK}.info.name",
        f"oas.{TYK}.info.id",
        f"oas.{TYK}.server.listenPath.value",
        f"oas.{TYK}.upstream.url",
        f"oas.{TYK}.info.state.active",
        openapi=_openapi,
        webhooks=_no_webhooks,
    ),
    id=f"oas.{TYK}.info.id",
    row_id=f"oas.{TYK}.info.dbId",
    name=f"oas.{TYK}.info.name",
    org=f"oas.{TYK}.info.orgId",
    query={},
    needs=(f"oas.{TYK}.info.name", f"oas.{TYK}.server.listenPath.value"),
    demanding=True,
    told=(f"oas.{TYK}.upstream.url",),
    parts=(
        Part(
            ("categories",),
            "PUT",
            "api/apis/oas",
            ("categories",),
            lambda api: {"categories": api.get("categories") or []},
        ),
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
    listed_as=lambda listed: {"oas": listed["oas"]} if get(listed, f"oas.{TYK}.info") else None,
    as_listed=_as_listed,
    stays=lambda obj: {"oas": {"servers": _tyk_servers(obj)}} if _tyk_servers(obj) else {},
    fresh=lambda run, ident, query: document(run, ident, run.client.read(CLASSIC, ident)),
    reread=_reread_oas,
    born=lambda reply, org: {"oas": {TYK: {"info": {"dbId": reply.get("Meta"), "orgId": org}}}},
    rebase=_rebase_oas,
    comparable=_own_oas,
    complete=lambda obj, current, run: obj,
    check=lambda target, current, run: None,
)

# An API that streams events: an OAS API with an extension more, and routes and a media type of its own.
STREAMS = dataclasses.replace(OAS, collection="api/apis/streams", media="application/vnd.tyk.streams.oas")
