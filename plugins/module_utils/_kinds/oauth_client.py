# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An OAuth client of an API. Tyk has no route to change one: a change is a new client in place of the old."""

from __future__ import annotations

import dataclasses
import typing as t
from urllib.parse import quote

from ansible_collections.community.tyk.plugins.module_utils._data.merge import SECRET, SERVER, Rules, get
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, Unresolved
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Option, Resource
from ansible_collections.community.tyk.plugins.module_utils._kinds.policy import POLICY


def _policy(value: str, run: t.Any, current: t.Any) -> str:
    return str(run.refs.id("policy", value, "policy", (current,))) if value else ""


OPTIONS = {
    "client_id": Option("client_id"),
    "client_name": Option("client_name"),
    "secret": Option("secret", {"type": "str", "no_log": True}),
    "redirect_uri": Option("redirect_uri"),
    "policy": Option(
        "policy_id", write=_policy, read=lambda value, run: run.refs.name("policy", value) if value else ""
    ),
    "description": Option("description"),
    "meta_data": Option("meta_data", {"type": "dict"}),
}


def below(run: t.Any, resource: Resource, **more: t.Any) -> Resource:
    """The kind as it lives below the API that the task names."""
    try:
        ident = run.refs.id("api", run.params["api"], "api")
    except Unresolved:
        if run.params.get("state") != "absent":
            raise
        return dataclasses.replace(resource, locate=lambda run: None)  # they went with it
    return dataclasses.replace(resource, collection=f"{resource.collection}/{quote(ident, safe='')}", **more)


def _scope(run: t.Any) -> Resource:
    return below(run, OAUTH_CLIENT)


def _locate(run: t.Any) -> Object | None:
    value = run.wish.get("client_id") or run.wish.get("client_name")
    if not value:
        raise Invalid("which OAuth client? Name it with client_id or client_name")
    if get(run.refs.find("api", run.params["api"], "api"), API.org) is None:
        return None  # a check run, and the API is yet to be made
    return t.cast("Object | None", run.one(run.refs.matches("oauth_client", value), value))


OAUTH_CLIENT = Resource(
    kind="oauth_client",
    noun="OAuth client",
    collection="api/apis/oauth",
    items="apps",
    rules=Rules({"dcr_registration": SERVER, "api_id": SERVER, "secret": SECRET}),
    options=OPTIONS,
    id="client_id",
    id_option="client_id",
    name="client_name",
    name_option="client_name",
    org="",
    created=("client_id",),
    immutable=True,
    related=(API, POLICY),
    refers=("policy",),
    token="secret",
    tell=("description",),
    params={
        "api": {"type": "str", "required": True},
        "recreate": {"type": "bool", "default": False},
        "key_file": {"type": "path", "no_log": False},
    },
    selectors=("api",),
    scope=_scope,
    locate=_locate,
)
