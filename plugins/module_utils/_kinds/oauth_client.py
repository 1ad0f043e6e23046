# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An OAuth client of an API. Tyk has no route to change one: a change is a new client in place of the old."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace
from urllib.parse import quote, unquote

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.rules import EXACT, SERVER, Rules
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import secrets_at
from ansible_collections.community.tyk.plugins.module_utils._data.types import of
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, Unresolved
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    KEY_FILE,
    RECREATE,
    Fields,
    Identity,
    Labels,
    Life,
    Object,
    Route,
    Secret,
)


def _policy(value: str, run: Run, current: t.Any) -> str:
    return run.around.id("policy", value, "policy", (current,)) if value else ""


class OAuthClient(Kind):
    name, section, noun, title = "oauth_client", "oauth_clients", "OAuth client", "OAuth clients"
    route = Route("api/apis/oauth", "apps", created=("client_id",), selectors=("api",), permission="oauth")
    identity = Identity(
        "client_id",
        "client_name",
        org="",
        tells_twins_apart=("description",),
        id_option="client_id",
        name_option="client_name",
        known_by=("client_name",),
    )
    fields = Fields(
        Rules({"dcr_registration": SERVER, "api_id": SERVER, "meta_data.*": EXACT}),
        secrets_at({"secret": "text", "redirect_uri": "address"}),
        references={"policy_id": "policy"},
        types=of("str", "client_id client_name secret redirect_uri policy_id description"),
    )
    grants = "policy|redirect_uri|secret"
    secret = Secret("secret")
    has_api = True  # whether the API is there that it belongs to
    life = Life(immutable=True)
    labels = Labels(meta_data="meta_data", owner="meta_data.ansible_oauth_client_owner")
    options = {
        "client_id": Option("client_id"),
        "client_name": Option("client_name"),
        "secret": Option("secret", {"type": "str", "no_log": True}),
        "redirect_uri": Option("redirect_uri"),
        "policy": Option(
            "policy_id", to_tyk=_policy, to_task=lambda value, run: run.around.name("policy", value) if value else ""
        ),
        "description": Option("description"),
        "meta_data": Option("meta_data", {"type": "dict"}),
    }
    params: t.Mapping[str, t.Mapping[str, t.Any]] = {"api": {"type": "str", "required": True}, **RECREATE, **KEY_FILE}

    def tidy(self, declared: Object) -> Object:
        """Without a secret a new client gets one, and that of an old one stays."""
        return {name: value for name, value in declared.items() if name != "secret" or value}

    def below(self, run: Run) -> Kind:
        """The kind as it lives below the API that the task names."""
        try:
            ident = run.around.id("api", run.params["api"], "api")
        except Unresolved:
            if run.params.get("state") != "absent":
                raise
            return self.but(has_api=False)  # they went with it
        return self.in_home({"api": ident})

    def in_home(self, home: Object) -> Kind:
        route = f"{self.route.collection}/{quote(home['api'], safe='')}"
        return self.but(route=replace(self.route, collection=route))

    def homes(self, run: Run) -> t.Iterator[Object]:
        """The APIs that can have OAuth clients; each such one costs a request."""
        for api in run.around.listing("api"):
            schemes = get(api, "oas.components.securitySchemes") or {}
            declared = any(isinstance(scheme, dict) and scheme.get("type") == "oauth2" for scheme in schemes.values())
            if declared or get(api, "api_definition.use_oauth2"):
                yield {"api": run.around.kind("api").id_of(api)}

    @property
    def targets(self) -> set[str]:
        return {*super().targets, "api"}

    def refers_to(self, obj: Object, around: Around) -> t.Iterator[tuple[str, str]]:
        """The API below which it lives, too."""
        yield from super().refers_to(obj, around)
        yield "api", unquote(self.route.collection.rpartition("/")[2])

    def locate(self, run: Run) -> Object | None:
        if not self.has_api:
            return None
        chosen, name = run.declared.get("client_id"), run.declared.get("client_name")
        if not chosen and not name:
            raise Invalid("which OAuth client? Name it with client_id or client_name")
        if run.around.kind("api").org_of(run.around.find("api", run.params["api"], "api")) is None:
            return None  # a check run, and the API is yet to be made
        found = run.around.with_id(self.name, chosen) if chosen else run.around.called(self.name, str(name))
        return self.only_one(found, str(chosen or name))


OAUTH_CLIENT = OAuthClient()
