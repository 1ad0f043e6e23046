# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies: files that are called by their id. Create and update overwrite what is there."""

from __future__ import annotations

import re
from typing import Any

from ..kinds import policies
from ..shape import is_zero
from ..wire import Refusal, Response
from .call import Call, Route, done

_DASHBOARD = ("state", "date_created", "access_rights_array", "auth_type", "auth_types", "graphql_enabled")
SHAPE = {name: kind for name, kind in policies.SHAPE.items() if name not in _DASHBOARD}
_SAFE = re.compile(r"[a-zA-Z0-9.\-_~]+")
_BAD_ID = "Invalid Policy ID: Allowed characters: a-z, A-Z, 0-9, ., _, -, ~"
_OTHER_ID = "Request ID does not match that in policy! For Update operations these must match."


def sparse_rights(rights: dict[str, Any] | None) -> dict[str, Any] | None:
    """Rights without what is zero, as policies show them in every version."""
    if rights is None:
        return None
    return {
        api_id: {name: _sparse(value) for name, value in right.items() if not is_zero(value)}
        for api_id, right in rights.items()
    }


def _sparse(value: Any) -> Any:
    return {name: item for name, item in value.items() if not is_zero(item)} if isinstance(value, dict) else value


def _shown(policy: dict[str, Any]) -> dict[str, Any]:
    shown = {**policy, "access_rights": sparse_rights(policy["access_rights"])}
    if not shown["post_expiry_action"]:
        del shown["post_expiry_action"]
    return shown


def _list(call: Call) -> Any:
    return call.shuffled(map(_shown, call.node.scoped.values()))


def _read(call: Call) -> Any:
    policy = call.node.policies.get(call.args["id"])
    if policy is None:
        raise Refusal(404, "Policy not found")
    return _shown(policy)


def _store(call: Call, action: str) -> Response:
    policy = call.read(SHAPE)
    if policy["_id"] and not re.fullmatch("[0-9a-f]{24}", policy["_id"]):
        raise Refusal(400, "Request malformed")
    if action == "modified" and policy["id"] != call.args["id"]:
        raise Refusal(400, _OTHER_ID)
    policy["id"] = policy["id"] or policy["_id"]
    if not policy["id"] and call.since(5, 8, 8):
        raise Refusal(400, "Unable to create policy without id.")
    if call.since(5, 13) and not _SAFE.fullmatch(policy["id"]):
        raise Refusal(400, _BAD_ID)
    call.node.put(f"policies/{policy['id']}.json", policy)
    return done(policy["id"], action)


def _create(call: Call) -> Response:
    return _store(call, "added")


def _update(call: Call) -> Response:
    return _store(call, "modified")


def _delete(call: Call) -> Response:
    name = f"policies/{call.args['id']}.json"
    if not call.node.has(name):
        raise Refusal(500, "Delete failed")
    call.node.remove(name)
    return done(call.args["id"], "deleted")


ROUTES = (
    Route("GET", "/tyk/policies", _list),
    Route("POST", "/tyk/policies", _create),
    Route("GET", "/tyk/policies/{id}", _read),
    Route("POST", "/tyk/policies/{id}", _create),
    Route("PUT", "/tyk/policies/{id}", _update),
    Route("DELETE", "/tyk/policies/{id}", _delete),
)
