# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""User groups."""

from __future__ import annotations

from typing import Any

from ..call import Call
from ..state import Row
from ..wire import Refusal, Response, ok
from .crud import Kind
from .org_settings import known_permissions
from .users import FOREIGN

SHAPE = {
    "id": "str",
    "org_id": "str",
    "name": "str",
    "description": "str",
    "active": "bool",
    "user_permissions": ("map", "str"),
    "password_max_days": "int",
}


def _check(call: Call, doc: dict[str, Any], _body: dict[str, Any], current: Row | None) -> None:
    if not doc["name"]:
        raise Refusal(400, "User group object validation failed")
    known_permissions(call, current["org_id"] if current else call.org, doc)
    if current is not None and not doc["user_permissions"]:
        raise Refusal(403, "To create a user specify at least one permission, or make them an admin")


def _created(_call: Call, row: Row) -> Response:
    return ok("User group created", row["id"])


KIND = Kind(
    table="usergroups",
    path="/api/usergroups",
    permission="user_groups",
    wrapper="groups",
    shape=SHAPE,
    missing={
        "GET": (404, "Could not retrieve user group detail"),
        "PUT": (400, "Group ID does not exist"),
        "DELETE": (404, "Could not retrieve user detail"),
    },
    foreign=FOREIGN,
    created=_created,
    updated="User group updated",
    deleted="User group deleted",
    check=_check,
)
ROUTES = KIND.routes()
