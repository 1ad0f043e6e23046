# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an API has to know of the policies that it names. The rest of them knows APIs, and so comes after these."""

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._data.merge import NONE
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Resource

POLICIES = Resource(
    kind="policy",
    plural="policies",
    noun="policy",
    collection="api/portal/policies",
    items="Data",
    rules=NONE,
    options={},
    id="_id",
    other_ids=("id",),
    refer="id",  # Tyk's gateway takes the explicit id before the database's
    like_id="[0-9a-f]{24}",
    name="name",
)
