# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Kinds of a Dashboard that no module manages; they are looked at for what they refer to."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Fields, Identity, Object, Route
from ansible_collections.community.tyk.plugins.module_utils._kinds.texts import certificates, texts


class ClientIdp(Kind):
    """Who signs the tokens of clients, and which policies their scopes stand for."""

    name, noun, title = "client_idp", "client identity provider", "Client identity providers"
    route = Route("api/clientidps", "client_idps", recent=True, permission="idm")
    identity = Identity("_id", "name", other_ids=("client_idp_id",), refer="client_idp_id", name_option="")
    fields = Fields(
        references={"api_mappings.*.scope_to_policy.*": "policy"},
        keyed_by={"api_mappings": "api"},
        loosely=("api",),
    )


class CatalogueEntry(Kind):
    """What the classic portal offers to developers; the list is one object of the organisation."""

    name, noun, title = "catalogue_entry", "portal catalogue entry", "Portal catalogue entries"
    route = Route("api/portal/catalogue", "apis", recent=True, permission="portal")
    identity = Identity("name", "name", name_option="")
    fields = Fields(references={"policy_id": "policy", "api_id": "api"}, loosely=("api",))


class IdentityProfile(Kind):
    """What becomes of those whom another system has let in."""

    name, noun, title = "identity_profile", "identity broker profile", "Identity broker profiles"
    route = Route("api/tib/profiles", "Data", recent=True, permission="idm")
    identity = Identity("ID", "Name", org="OrgID", name_option="")
    fields = Fields(
        references={
            "DefaultUserGroupID": "user_group",
            "UserGroupMapping.*": "user_group",
            "MatchedPolicyID": "policy",
        },
        refers=("api", "certificate"),
        loosely=("api", "certificate"),
    )

    def refers_to(self, obj: Object, around: Around) -> t.Iterator[tuple[str, str]]:
        """The API whose keys it makes, however its settings call that, and certificates, too."""
        yield from super().refers_to(obj, around)
        yield from (("api", text) for text in texts(obj.get("IdentityHandlerConfig")))
        yield from certificates(obj)
