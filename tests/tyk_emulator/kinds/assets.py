# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Assets: templates for OAS APIs. Another status on create, another word for success."""

from __future__ import annotations

from typing import Any

from ..call import Call, Route
from ..state import Row
from ..wire import Refusal, Response, Text

SHAPE = {
    "_id": "str",
    "id": "str",
    "org_id": "str",
    "name": "str",
    "description": "str",
    "kind": "str",
    "data": "free",
    "last_updated": "str",
}
KIND = "oas-template"
_MALFORMED = (400, "error reading json body")


def _success(status: int, message: str, row: Row | None = None) -> Response:
    data: dict[str, Any] = {"Status": "success", "Message": Text(message)}
    return Response(status, {**data, "ID": row["doc"]["id"], "Meta": row["id"]} if row else {**data, "Meta": None})


def find(call: Call, asset_id: str, message: str) -> Row:
    """An asset by either of its ids."""
    by_id = call.state["assets"].get(asset_id)
    for row in [*([by_id] if by_id else []), *call.state["assets"].find("explicit", asset_id)]:
        if call.owns(row["org_id"]):
            return row
    raise Refusal(404, message)


def _document(call: Call, own_id: str) -> dict[str, Any]:
    body = call.json(_MALFORMED)
    doc = call.read(SHAPE, body, _MALFORMED)
    if doc["kind"] != KIND:
        raise Refusal(422, f"unsupported asset kind: '{doc['kind']}'")
    if not doc["data"]:
        raise Refusal(*_MALFORMED)
    for row in call.state["assets"].find("explicit", doc["id"]):
        if row["id"] != own_id and row["org_id"] == call.org:
            raise Refusal(409, f"Asset ID already exists: '{doc['id']}'")
    return doc


def _store(call: Call, doc: dict[str, Any], row_id: str, org_id: str) -> Row:
    doc |= {"_id": row_id, "org_id": org_id, "last_updated": call.timestamp()}
    doc["id"] = doc["id"] or call.state.hex(32)
    row = {"id": row_id, "org_id": org_id, "doc": doc}
    call.state["assets"].put(row)
    return row


def _create(call: Call) -> Response:
    doc = _document(call, "")
    return _success(201, "asset created", _store(call, doc, call.state.object_id(), call.org))


def _update(call: Call) -> Response:
    row = find(call, call.args["id"], "Asset not found")
    doc = _document(call, row["id"])
    return _success(200, "asset updated", _store(call, doc, row["id"], row["org_id"]))


def _list(call: Call) -> Any:
    wanted = call.param("kind")
    if wanted not in ("", KIND):
        raise Refusal(400, f"unsupported asset kind: '{wanted}'")
    return [row["doc"] for row in call.state["assets"] if call.owns(row["org_id"])]


def _read(call: Call) -> Any:
    return find(call, call.args["id"], "Asset not found")["doc"]


def _delete(call: Call) -> Response:
    call.state["assets"].remove(find(call, call.args["id"], "asset not found")["id"])
    return _success(200, "Asset removed successfully")


def template(call: Call) -> dict[str, Any]:
    """The template that a new OAS API is to be based on, empty if none is asked for."""
    wanted = call.param("templateID")
    if not wanted:
        return {}
    return find(call, wanted, "asset not found")["doc"]["data"]


ROUTES = (
    Route("GET", "/api/assets", _list, "api_assets", "doc"),
    Route("POST", "/api/assets", _create, "api_assets"),
    Route("GET", "/api/assets/{id}", _read, "api_assets", "doc"),
    Route("PUT", "/api/assets/{id}", _update, "api_assets"),
    Route("DELETE", "/api/assets/{id}", _delete, "api_assets"),
)
