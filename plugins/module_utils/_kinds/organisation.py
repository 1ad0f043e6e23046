# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An organisation, behind the Admin API."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._data.rules import SERVER, Rules
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import secrets_at
from ansible_collections.community.tyk.plugins.module_utils._data.types import of
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    Fields,
    Identity,
    Life,
    Object,
    Route,
    Where,
)


class Organisation(Kind):
    name, noun, title = "organisation", "organisation", "Organisations"
    route = Route("admin/organisations", "organisations", admin=True)
    identity = Identity(
        "id", "owner_name", org="id", tells_twins_apart=("cname",), id_option="org_id", name_option="owner_name"
    )
    fields = Fields(
        Rules({"id": SERVER, "apis": SERVER, "developer_count": SERVER}),
        secrets_at({"event_options.*.webhook": "address"}),
        needs=("owner_name",),
        views={"org_id": "id"},
        types={**of("str", "owner_name owner_slug cname"), **of("bool", "cname_enabled hybrid_enabled")},
    )
    life = Life(one_by_one=True)
    options = {
        "org_id": Option("id"),
        "owner_name": Option("owner_name"),
        "owner_slug": Option("owner_slug"),
        "cname": Option("cname"),
        "cname_enabled": Option("cname_enabled", {"type": "bool"}),
        "hybrid_enabled": Option("hybrid_enabled", {"type": "bool"}),
        "event_options": Option("event_options", {"type": "dict"}),
    }

    @property
    def gets_ids_from_tyk(self) -> bool:
        return False

    def create_in(self, run: Run) -> Where:
        """Only the import route keeps a chosen id."""
        return Where(collection="admin/organisations/import") if run.declared.get("id") else Where()

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        return obj if current or not run.declared.get("id") else {**obj, "id": run.declared["id"]}


ORGANISATION = Organisation()
