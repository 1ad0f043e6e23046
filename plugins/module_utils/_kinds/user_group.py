# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A group of Dashboard users; a user belongs to one at most."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._data.rules import SERVER, Rules
from ansible_collections.community.tyk.plugins.module_utils._data.types import of
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.lockout import FORCE, guard_group
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Fields, Identity, Object, Route
from ansible_collections.community.tyk.plugins.module_utils._kinds.permissions import check_permissions


class UserGroup(Kind):
    name, section, noun, title = "user_group", "user_groups", "user group", "User groups"
    route = Route("api/usergroups", "groups", permission="user_groups")
    identity = Identity("id", "name", tells_twins_apart=("description",), id_option="group_id")
    fields = Fields(
        Rules({"id": SERVER, "org_id": SERVER, "api_model": SERVER}),
        required={"description": "", "active": False, "password_max_days": 0},
        defaults={"active": True},
        needs=("name",),
        views={"id": "id", "org_id": "org_id"},
        types={**of("str", "name description"), "active": "bool", "password_max_days": "int"},
    )
    options = {
        "name": Option("name"),
        "group_id": Option("id"),
        "description": Option("description"),
        "active": Option("active", {"type": "bool"}),
        "user_permissions": Option("user_permissions", {"type": "dict"}),
        "password_max_days": Option("password_max_days", {"type": "int", "no_log": False}),
    }

    grants = "permissions|active"
    params = FORCE

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        check_permissions(target, current, "group", run)

    def guard(self, target: Object | None, current: Object | None, run: Run) -> None:
        guard_group(run, target, current)


USER_GROUP = UserGroup()
