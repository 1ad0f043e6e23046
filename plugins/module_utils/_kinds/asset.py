# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An asset, such as a template for OAS APIs."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.rules import EXACT, SERVER, Rules
from ansible_collections.community.tyk.plugins.module_utils._data.types import of
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    Fields,
    Identity,
    Labels,
    Route,
    unique_text,
)


class Asset(Kind):
    name, section, noun, title = "asset", "assets", "asset", "Assets"
    route = Route("api/assets", created=("Meta", "ID"), permission="api_assets")
    identity = Identity("_id", "name", other_ids=("id",), id_option="asset_id", tells_twins_apart=("description",))
    fields = Fields(
        Rules({"_id": SERVER, "org_id": SERVER, "last_updated": SERVER, "data.*": EXACT}),
        required={"description": ""},
        defaults={"kind": "oas-template"},
        needs=("name", "data"),
        views={"org_id": "org_id"},
        types=of("str", "name id description kind"),
    )
    unique = (unique_text("asset_id", "id"),)
    labels = Labels(written="last_updated")
    options = {
        "name": Option("name"),
        "asset_id": Option("id"),
        "description": Option("description"),
        "kind": Option("kind"),
        "data": Option("data", {"type": "dict"}),
    }

    def is_whole(self, document: t.Mapping[str, t.Any]) -> bool:
        return {"name", "kind", "data"} <= document.keys()


ASSET = Asset()
