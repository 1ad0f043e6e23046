# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Kinds of a Dashboard that no module manages; they are looked at for what they refer to."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Fields, Identity, Route


class CatalogueEntry(Kind):
    """What the classic portal offers to developers; the list is one object of the organisation."""

    name, noun, title = "catalogue_entry", "portal catalogue entry", "Portal catalogue entries"
    route = Route("api/portal/catalogue", "apis", recent=True, permission="portal")
    identity = Identity("name", "name", name_option="")
    fields = Fields(references={"policy_id": "policy", "api_id": "api"}, loosely=("api",))
