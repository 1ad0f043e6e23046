# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Client identity providers: who signs the tokens of clients, and which policies their scopes stand for.

They have envelopes of their own, and writes answer with the whole object.
"""

from __future__ import annotations

import json
from typing import Any

from ..call import Call, Route
from ..shape import Mismatch, read
from ..state import Row
from ..wire import Refusal, Response, Text

_MAPPING = {"scope_to_policy": ("map", "str")}
_SHAPE = {
    "client_idp_id": "str",
    "name": "str",
    "issuer": "str",
    "jwks_uri": "str",
    "scope_claim_name": "str",
    "api_mappings": ("map", _MAPPING),
}
_MEMBERS = (
    "_id client_idp_id org_id name issuer jwks_uri scope_claim_name api_mappings date_created last_updated".split()
)
_INVALID = (400, "invalid request body")
_MISSING = (404, "client idp not found")
_NO_MAPPING = (404, "client idp mapping not found")
_TAKEN = (409, "a client idp with this client_idp_id already exists")


def _done(message: str, meta: Any = None, status: int = 200) -> Response:
    return Response(status, {"Status": "success", "Message": Text(message), "Meta": meta})


def _body(call: Call) -> dict[str, Any]:
    try:
        body = json.loads(call.request.body)
    except (ValueError, RecursionError):
        raise Refusal(*_INVALID) from None
    if not isinstance(body, dict):
        raise Refusal(*_INVALID)
    return body


def _decoded(shape: Any, value: Any) -> Any:
    try:
        return read(shape, value)
    except Mismatch:
        raise Refusal(*_INVALID) from None


def _mappings(value: Any) -> dict[str, Any]:
    """Mappings as they are stored: never null."""
    found = _decoded(("map", _MAPPING), value) or {}
    return {api_id: {"scope_to_policy": mapping["scope_to_policy"] or {}} for api_id, mapping in found.items()}


def _provider(call: Call) -> tuple[dict[str, Any], bool]:
    """The provider of the request, and whether it says anything about mappings."""
    body = _body(call)
    doc: dict[str, Any] = _decoded(_SHAPE, body)
    for name in ("name", "jwks_uri"):
        if not doc[name].strip():
            raise Refusal(400, f"{name} is required")
    doc["api_mappings"] = _mappings(doc["api_mappings"])
    return doc, body.get("api_mappings") is not None


def _find(call: Call) -> Row:
    """The id of the path is the chosen one, or else the one of the database."""
    wanted = call.args["id"]
    table = call.state["client_idps"]
    for row in [*table.find("explicit", f"{call.org}/{wanted}"), table.get(wanted)]:
        if row is not None and row["org_id"] == call.org:
            return row
    raise Refusal(*_MISSING)


def _store(call: Call, row: Row, doc: dict[str, Any]) -> dict[str, Any]:
    """Puts a provider with what the server owns, unless another one has its id."""
    doc = {**doc, "_id": row["id"], "org_id": row["org_id"], "last_updated": call.timestamp()}
    shown = {name: doc[name] for name in _MEMBERS}
    changed = {**row, "doc": shown}
    for other in call.state["client_idps"].find("explicit", f"{row['org_id']}/{shown['client_idp_id']}"):
        if other["id"] != row["id"]:
            raise Refusal(*_TAKEN)
    call.state["client_idps"].put(changed)
    return shown


def _list(call: Call) -> Any:
    rows = [row for row in call.state["client_idps"] if row["org_id"] == call.org]
    page, pages = call.page(rows)
    return {"client_idps": [row["doc"] for row in page], "pages": pages}


def _create(call: Call) -> Response:
    doc, _told = _provider(call)
    row = {"id": call.state.object_id(), "org_id": call.org}
    doc["client_idp_id"] = doc["client_idp_id"] or row["id"]
    doc = _store(call, row, {**doc, "date_created": call.timestamp()})
    meta = doc["client_idp_id"] if call.has("idp-meta-own-id") else row["id"]
    return _done("client idp created", meta, 201)


def _read(call: Call) -> Any:
    return _find(call)["doc"]


def _update(call: Call) -> Any:
    doc, told = _provider(call)
    row = _find(call)
    old = row["doc"]
    doc["client_idp_id"] = doc["client_idp_id"] or old["client_idp_id"]
    if not told and call.has("idp-mappings-stay"):
        doc["api_mappings"] = old["api_mappings"]
    return _store(call, row, {**doc, "date_created": old["date_created"]})


def _delete(call: Call) -> Response:
    call.state["client_idps"].remove(_find(call)["id"])
    return _done("client idp deleted")


def merged(target: Any, patch: Any) -> Any:
    """A JSON merge patch: null takes away, what is not named stays, at every depth."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def _patch_mappings(call: Call) -> Any:
    patch = _body(call)
    row = _find(call)
    return _with_mappings(call, row, _mappings(merged(row["doc"]["api_mappings"], patch)))


def _with_mappings(call: Call, row: Row, mappings: dict[str, Any]) -> dict[str, Any]:
    return _store(call, row, {**row["doc"], "api_mappings": mappings})


def _read_mapping(call: Call) -> Any:
    mapping = _find(call)["doc"]["api_mappings"].get(call.args["api"])
    if mapping is None:
        raise Refusal(*_NO_MAPPING)
    return mapping


def _put_mapping(call: Call) -> Any:
    mapping = _body(call)
    row = _find(call)
    new = _mappings({call.args["api"]: mapping})
    return _with_mappings(call, row, {**row["doc"]["api_mappings"], **new})


def _delete_mapping(call: Call) -> Response:
    row = _find(call)
    mappings = dict(row["doc"]["api_mappings"])
    if mappings.pop(call.args["api"], None) is None and not call.has("idp-no-mapping-deleted"):
        raise Refusal(*_NO_MAPPING)
    _with_mappings(call, row, mappings)
    return _done("client idp mapping deleted")


_ONE = "/api/clientidps/{id}"
_PATHS: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/api/clientidps", _list),
    ("POST", "/api/clientidps", _create),
    ("GET", _ONE, _read),
    ("PUT", _ONE, _update),
    ("DELETE", _ONE, _delete),
    ("PATCH", f"{_ONE}/mappings", _patch_mappings),
    ("GET", f"{_ONE}/mappings/{{api}}", _read_mapping),
    ("PUT", f"{_ONE}/mappings/{{api}}", _put_mapping),
    ("DELETE", f"{_ONE}/mappings/{{api}}", _delete_mapping),
)
ROUTES = tuple(Route(method, path, handler, "idm", since=(5, 14)) for method, path, handler in _PATHS)
