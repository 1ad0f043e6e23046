# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A group of Dashboard users; a user belongs to one at most."""

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import SERVER, Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Option, Resource

OPTIONS = {
    "name": Option("name"),
    "description": Option("description"),
    "active": Option("active", {"type": "bool"}),
    "user_permissions": Option("user_permissions", {"type": "dict"}),
    "password_max_days": Option("password_max_days", {"type": "int", "no_log": False}),
}


def _check(group: Object, current: Object | None, run: t.Any) -> None:
    if not group.get("user_permissions"):
        raise Invalid("user_permissions: Tyk refuses a group without any; name at least one, such as {apis: read}")


USER_GROUP = Resource(
    kind="user_group",
    noun="user group",
    collection="api/usergroups",
    items="groups",
    rules=Rules({"id": SERVER, "org_id": SERVER, "api_model": SERVER}),
    options=OPTIONS,
    id="id",
    name="name",
    required={"description": "", "active": False, "password_max_days": 0},
    defaults={"active": True},
    needs=("name",),
    tell=("description",),
    views={"id": "id", "org_id": "org_id"},
    check=_check,
)
