# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An asset, such as a template for OAS APIs."""

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._data.merge import SERVER, Rules
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Option, Resource

OPTIONS = {
    "name": Option("name"),
    "asset_id": Option("id"),
    "description": Option("description"),
    "kind": Option("kind"),
    "data": Option("data", {"type": "dict"}),
}

ASSET = Resource(
    kind="asset",
    noun="asset",
    collection="api/assets",
    items="",
    rules=Rules({"_id": SERVER, "org_id": SERVER, "last_updated": SERVER}),
    options=OPTIONS,
    id="_id",
    other_ids=("id",),
    id_option="asset_id",
    name="name",
    created=("Meta", "ID"),
    required={"description": ""},
    defaults={"kind": "oas-template"},
    needs=("name", "data"),
    tell=("description",),
    views={"org_id": "org_id"},
)
