# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OAuth clients on a Gateway without a Dashboard, which can change them."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.oauth_client import OAuthClient
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Life, Object, Route, Where

ROUTE = "tyk/oauth/clients"


class GatewayOAuthClient(OAuthClient):
    platform = "gateway"
    route = Route(ROUTE, created=("client_id",), selectors=("api",))
    identity = replace(OAuthClient.identity, name="client_id", name_option="")
    unroutable = "/"
    life = Life()
    options = {name: option for name, option in OAuthClient.options.items() if name != "client_name"}

    def below(self, run: Run) -> Kind:
        """Another secret is another client; all else can be changed."""
        anew = bool(run.params.get("recreate") and run.named.get("secret"))
        return super().below(run).but(life=Life(immutable=anew))

    def create_in(self, run: Run) -> Where:
        return Where(collection=f"{ROUTE}/create")

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        return {**obj, "api_id": unquote(run.kind.route.collection.rpartition("/")[2])}

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        secret = target.get("secret")
        if current and secret and secret != current.get("secret") and not run.kind.life.immutable:
            raise Invalid(
                "secret: Tyk cannot change that of an OAuth client; recreate: true makes a new one in its place"
            )


GATEWAY_OAUTH_CLIENT = GatewayOAuthClient()
