# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions of whole organisations, in the Admin API."""

from __future__ import annotations

from typing import Any

from ..call import Call, Route
from ..shape import Mismatch, read
from ..state import Row
from ..wire import Refusal, Response, ok
from .sessions import SESSION


def _data(row: Row) -> dict[str, Any]:
    return {"api_model": {}, "key_id": row["id"], "key_hash": "", "data": row["session"]}


def _session(call: Call, message: str) -> dict[str, Any]:
    try:
        return read(SESSION, call.json(), lax=call.has("float-numbers"))
    except Mismatch:
        raise Refusal(403, message) from None


def _find(call: Call, status: int, message: str) -> Row:
    row = call.state["org_keys"].get(call.args["id"])
    if row is None:
        raise Refusal(status, message)
    return row


def _list(call: Call) -> Any:
    page, pages = call.page([row["id"] for row in call.state["org_keys"]])
    return {"data": {"keys": page}, "pages": pages}


def _create(call: Call) -> Any:
    session = _session(call, "Failed to save new session object to Tyk:")
    if call.state["organisations"].get(session["org_id"]) is None:
        raise Refusal(403, "Failed to save new session object to Tyk:")
    row = {"id": session["org_id"], "session": session}
    call.state["org_keys"].put(row)
    return _data(row)


def _read(call: Call) -> Any:
    return _data(_find(call, 404, "Could not get Org key details"))


def _update(call: Call) -> Response:
    session = _session(call, "Failed to update session object to Tyk")
    row = _find(call, 404, "Org key doesn't exist")
    if session["org_id"] != row["id"]:
        raise Refusal(500, "Updating orgID of org key is not allowed")
    call.state["org_keys"].put({"id": row["id"], "session": session})
    return ok("Key updated")


def _delete(call: Call) -> Response:
    call.state["org_keys"].remove(_find(call, 500, "Could not delete key")["id"])
    return ok("Key deleted successfully")


ROUTES = (
    Route("GET", "/admin/org/keys", _list),
    Route("POST", "/admin/org/keys", _create),
    Route("GET", "/admin/org/keys/{id}", _read, noise="sparse"),
    Route("PUT", "/admin/org/keys/{id}", _update),
    Route("DELETE", "/admin/org/keys/{id}", _delete),
)
