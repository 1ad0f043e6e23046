# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the kinds are on a Gateway without a Dashboard, where that differs."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import dataclasses
import typing as t
from urllib.parse import unquote

from ansible_collections.community.tyk.plugins.module_utils._data.merge import get, held
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import NAMED
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import OAS
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import CERTIFICATE, watch
from ansible_collections.community.tyk.plugins.module_utils._kinds.key import KEY
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Resource
from ansible_collections.community.tyk.plugins.module_utils._kinds.oauth_client import OAUTH_CLIENT, below
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.api import GATEWAY_API, GATEWAY_OAS
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.key import GATEWAY_KEY
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.policy import GATEWAY_POLICY
from ansible_collections.community.tyk.plugins.module_utils._kinds.policy import POLICY

OAUTH = "tyk/oauth/clients"


def _certificates(client: t.Any, ids: list[str]) -> list[Object]:
    found = (client.peek(GATEWAY_CERTIFICATE, ident) for ident in ids)
    return [cert for cert in found if cert]


def _users(run: t.Any, ident: str) -> str:
    """The APIs that name a certificate; keys can not be asked so cheaply."""
    paths = [path.split(".") for path, kind in NAMED.items() if kind == "certificate"]
    used = (api for api in run.refs.listing("api") for path in paths for on, key in held(api, path) if on[key] == ident)
    return ", ".join(sorted({f"API {get(api, API.name)!r}" for api in used}))


def _named(run: t.Any) -> Resource:
    """With the name that the certificate will have."""
    defaults = CERTIFICATE.variant(run).defaults if CERTIFICATE.variant else {}
    return dataclasses.replace(GATEWAY_CERTIFICATE, defaults=defaults)


GATEWAY_CERTIFICATE = dataclasses.replace(
    CERTIFICATE,
    collection="tyk/certs",
    listing="",
    items="certs",
    like_id=".*[0-9a-f]{64}",
    related=(API,),
    variant=_named,
    fetch=_certificates,
    **watch(_users),
)


def _scope(run: t.Any) -> Resource:
    """Another secret is another client; all else can be changed."""
    return below(run, GATEWAY_CLIENT, immutable=bool(run.params.get("recreate") and "secret" in run.named))


def _check(target: Object, current: Object | None, run: t.Any) -> None:
    told = target.get("secret")
    if current and told and told != current.get("secret") and not run.resource.immutable:
        raise Invalid("secret: Tyk can not change that of an OAuth client; recreate: true makes a new one in its place")


def _complete(client: Object, current: Object | None, run: t.Any) -> Object:
    return {**client, "api_id": unquote(run.resource.collection.rpartition("/")[2])}


GATEWAY_CLIENT = dataclasses.replace(
    OAUTH_CLIENT,
    collection=OAUTH,
    items="",
    options={name: option for name, option in OAUTH_CLIENT.options.items() if name != "client_name"},
    name="client_id",
    immutable=False,
    scope=_scope,
    place=lambda run: {"collection": f"{OAUTH}/create"},
    complete=_complete,
    check=_check,
)
# By the route that the kind has in a Dashboard.
GATEWAY: t.Mapping[str, Resource] = {
    API.collection: GATEWAY_API,
    OAS.collection: GATEWAY_OAS,
    POLICY.collection: GATEWAY_POLICY,
    KEY.collection: GATEWAY_KEY,
    CERTIFICATE.collection: GATEWAY_CERTIFICATE,
    OAUTH_CLIENT.collection: GATEWAY_CLIENT,
}
