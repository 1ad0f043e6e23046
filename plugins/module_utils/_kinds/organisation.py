# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An organisation, behind the Admin API."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import SERVER, Rules
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Option, Resource

FIELDS = {"id": SERVER, "apis": SERVER, "developer_count": SERVER}
OPTIONS = {
    "org_id": Option("id"),
    "owner_name": Option("owner_name"),
    "owner_slug": Option("owner_slug"),
    "cname": Option("cname"),
    "cname_enabled": Option("cname_enabled", {"type": "bool"}),
    "hybrid_enabled": Option("hybrid_enabled", {"type": "bool"}),
    "event_options": Option("event_options", {"type": "dict"}),
}


def _place(run: t.Any) -> dict[str, str]:
    """Only the import route keeps a chosen id."""
    return {"collection": "admin/organisations/import"} if run.wish.get("id") else {}


def _complete(org: t.Any, current: t.Any, run: t.Any) -> t.Any:
    return org if current or not run.wish.get("id") else {**org, "id": run.wish["id"]}


ORGANISATION = Resource(
    kind="organisation",
    noun="organisation",
    collection="admin/organisations",
    items="organisations",
    rules=Rules(FIELDS),
    options=OPTIONS,
    id="id",
    id_option="org_id",
    name="owner_name",
    name_option="owner_name",
    org="id",
    needs=("owner_name",),
    tell=("cname",),
    admin=True,
    views={"org_id": "id"},
    place=_place,
    complete=_complete,
)
