# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client identity provider: who signs the tokens of clients, and which policies their scopes stand for.

The Developer Portal writes here, too, so a task changes the mappings that it names and no others.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.rules import NO_NULL, PLAIN, SERVER, Rules
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import secrets_at
from ansible_collections.community.tyk.plugins.module_utils._data.types import of, typed
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    Fields,
    Identity,
    Labels,
    Life,
    Object,
    Part,
    Route,
    unique_text,
)

SCOPES = "scope_to_policy"
MAPPING = {SCOPES: {"*": "str"}}


def _by_name(mappings: Object | None, run: Run) -> Object:
    """The mappings by the names of their APIs."""
    return {run.around.name("api", ident): mapping for ident, mapping in (mappings or {}).items()}


def _by_id(mappings: Object, run: Run, current: t.Any) -> Object:
    """The mappings by the ids of their APIs, with the ids of policies; what is stored already stays as it is."""
    made: Object = {}
    known = current or {}
    policies = {ident for mapping in known.values() for ident in ((mapping or {}).get(SCOPES) or {}).values()}
    for name, mapping in mappings.items():
        if mapping is None and str(name) not in known and run.around.is_absent("api", str(name)):
            continue  # there is nothing to take away
        mapping = typed(mapping, MAPPING, ("api_mappings", str(name)))
        ident = str(name) if str(name) in known else run.around.id("api", str(name), "api_mappings", known)
        if ident in made:
            raise Invalid(f"api_mappings: {name} and another name there are one and the same API; name each once")
        made[ident] = mapping
        scopes = (mapping or {}).get(SCOPES)
        if scopes:
            where = f"api_mappings.{name}.{SCOPES}"
            ids = {
                scope: run.around.id("policy", policy, f"{where}.{scope}", policies)
                for scope, policy in scopes.items()
                if policy
            }
            made[ident] = {**mapping, SCOPES: {**scopes, **ids}}
    return made


class ClientIdp(Kind):
    """Who signs the tokens of clients, and which policies their scopes stand for."""

    name, section = "client_idp", "client_idps"
    noun, title = "client identity provider", "Client identity providers"
    # Which permission of a user guards it, no source says.
    route = Route("api/clientidps", "client_idps", recent=True, since="5.14")
    identity = Identity(
        "client_idp_id",
        "name",
        other_ids=("_id",),
        decides=True,  # Tyk looks for this one first
        id_option="client_idp_id",
        tells_twins_apart=("issuer", "jwks_uri"),
    )
    fields = Fields(
        Rules(
            {
                **dict.fromkeys(("_id", "org_id", "date_created", "last_updated"), SERVER),
                "api_mappings.*": NO_NULL,  # an API without scopes takes the provider's tokens all the same
                f"api_mappings.*.{SCOPES}": PLAIN,
            }
        ),
        secrets_at({"jwks_uri": "address", "issuer": "address"}),
        references={f"api_mappings.*.{SCOPES}.*": "policy"},
        keyed_by={"api_mappings": "api"},
        refers=("api",),
        loosely=("api",),
        by_name=True,
        held_by={"api": "api_mappings"},
        required={"api_mappings": {}},  # a PUT without them may empty them
        needs=("name", "jwks_uri"),
        views={"id": "_id", "org_id": "org_id"},
        parts=(
            Part(
                ("api_mappings",),
                "PATCH",
                action=("mappings",),
                body=lambda sent: sent["api_mappings"],
                patches=True,
            ),
        ),
        types={
            **of("str", "client_idp_id name issuer jwks_uri scope_claim_name"),
            "api_mappings": {"*": MAPPING},
        },
    )
    life = Life(shared_with="the Developer Portal")
    grants = "api_mappings|issuer|jwks_uri"
    labels = Labels(written="last_updated")
    unique = (unique_text("client_idp_id", "client_idp_id"),)
    options = {
        "client_idp_id": Option("client_idp_id"),
        "name": Option("name"),
        "issuer": Option("issuer"),
        "jwks_uri": Option("jwks_uri"),
        "scope_claim_name": Option("scope_claim_name"),
        "api_mappings": Option("api_mappings", {"type": "dict"}, to_tyk=_by_id, to_task=_by_name),
    }

    def is_whole(self, document: t.Mapping[str, t.Any]) -> bool:
        return {"jwks_uri", "api_mappings"} <= document.keys()

    def shown_ids(self, obj: Object, unique: bool, secrets: bool) -> Object:
        """An id that somebody chose is said: it is what tells providers apart."""
        chosen = obj.get("client_idp_id") != obj.get("_id")
        return {"client_idp_id": self.id_of(obj)} if chosen or not unique else {}

    def rebase(self, obj: Object, resolved: Object, run: Run) -> Object:
        """Mappings of which a task says nothing at all are not its own, even where it replaces the rest."""
        kept = run.replaces and run.found is not None and "api_mappings" not in resolved
        return {**obj, "api_mappings": (run.found or {}).get("api_mappings")} if kept else obj

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        """Refuse a mapping of which Tyk would keep nothing, without a word."""
        for ident, mapping in (run.resolved.get("api_mappings") or {}).items():
            strange = sorted(map(str, (mapping or {}).keys() - {SCOPES}))
            if strange:
                raise Invalid(
                    f"api_mappings.{run.around.name('api', ident)}: Tyk keeps nothing of {', '.join(strange)}; write "
                    f"{SCOPES}, and below it the scopes with the policies that they stand for"
                )


CLIENT_IDP = ClientIdp()
