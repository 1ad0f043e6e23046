# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Webhooks. Creating one answers no id."""

from __future__ import annotations

from typing import Any

from ..call import Call
from ..state import Row
from ..wire import Refusal, Response, ok
from . import webhook_copies
from .crud import Kind
from .users import FOREIGN

SHAPE = {
    "api_model": "dict",
    "id": "str",
    "webhook_id": "str",
    "org_id": "str",
    "name": "str",
    "method": "str",
    "target_path": "str",
    "template_path": "str",
    "header_map": ("map", "str"),
    "event_timeout": "int",
}
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _check(call: Call, doc: dict[str, Any], _body: dict[str, Any], current: Row | None) -> None:
    if doc["method"] not in _METHODS or "://" not in doc["target_path"]:
        raise Refusal(400, "Webhook object validation failed")
    for row in call.state["hooks"].find("webhook_id", doc["webhook_id"]):
        if current is None or row["id"] != current["id"]:
            raise Refusal(409, "Duplicate webhook_id")
    doc["api_model"] = {}


def _created(_call: Call, _row: Row) -> Response:
    return ok("Webhook created")


KIND = Kind(
    table="hooks",
    path="/api/hooks",
    permission="hooks",
    wrapper="hooks",
    shape=SHAPE,
    missing={
        "GET": (400, "Could not retrieve webhook detail"),
        "PUT": (400, "Webhook not found"),
        "DELETE": (404, "Could not retrieve webhook detail"),
    },
    foreign=FOREIGN,
    created=_created,
    updated="Hook updated",
    deleted="Webhook deleted",
    check=_check,
    removed=webhook_copies.forget,
)
ROUTES = KIND.routes()
