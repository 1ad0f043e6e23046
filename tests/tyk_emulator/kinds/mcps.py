# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""MCP proxies: OAS documents in lists of their own, with a permission of their own."""

from __future__ import annotations

import math
from typing import Any

from ..call import Call, Route
from ..noise import EXTRA
from ..state import Row
from ..wire import Refusal, Response, Text, ok
from . import mcp_schema, oas, versions
from .api_store import is_owner, reachable, remove
from .oas_schema import EXTENSION, at

_MISSING = (404, "MCP Proxy definition not found")
_OTHER = (400, "API is not an MCP Proxy")
_ORDERS = {"name": "name", "id": "id", "created_at": "created_at", "updated_at": "updated_at"}


def _rows(call: Call) -> list[Row]:
    """Proxies that the caller sees, newest first."""
    rows = [row for row in call.state["apis"] if row["kind"] == "mcp" and reachable(call, row) and is_owner(call, row)]
    wanted = call.param("q").lower()
    rows = [row for row in rows if wanted in row["doc"]["api_definition"]["name"].lower()][::-1]
    order = _ORDERS.get(call.param("sort").lstrip("-"))
    if order:
        rows.sort(key=lambda row: str({**row["doc"]["api_definition"], **row}.get(order, "")))
        rows = rows[::-1] if call.param("sort").startswith("-") else rows
    return rows


def _page(call: Call, rows: list[Row]) -> tuple[list[Row], int]:
    """A page of the list; two descriptions disagree on the number of the first."""
    if not call.has("mcp-pages-from-zero"):
        return call.page(rows)
    size = call.emulator.config.page_size
    try:
        number = int(call.param("p") or 0)
    except ValueError:
        number = 0
    if number < 0:
        return rows, 1
    return rows[number * size : (number + 1) * size], max(1, math.ceil(len(rows) / size))


def _list(call: Call) -> Any:
    page, pages = _page(call, _rows(call))
    return {"mcps": [row["oas"] for row in page], "pages": pages}


def _find(call: Call) -> Row:
    """The proxy of the path; an API that is none is told apart from nothing at all."""
    rows = [row for row in call.state["apis"].find("api_id", call.args["id"]) if reachable(call, row)]
    for row in rows:
        if row["kind"] == "mcp" and is_owner(call, row):
            return row
    raise Refusal(*(_OTHER if rows else _MISSING))


def _document(call: Call) -> dict[str, Any]:
    doc = call.json((400, "Couldn't read body"))
    doc.pop(EXTRA, None)
    if not isinstance(doc.get(EXTENSION), dict):
        raise Refusal(400, "the payload should contain x-tyk-api-gateway")
    if not call.has("mcp-middleware-ignored"):
        _refuse_restricted(doc)
    found = mcp_schema.problems(doc)
    if found:
        raise Refusal(400, "\n".join(found))
    try:
        return oas.validated(doc)
    except Refusal as refusal:
        raise Refusal(400, refusal.message) from None


def _refuse_restricted(doc: dict[str, Any]) -> None:
    """Middleware that makes no sense for JSON-RPC."""
    for kind in (*mcp_schema.KINDS, "operations"):
        entries = at(doc, f"{EXTENSION}/middleware/{kind}")
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            for block in entry if isinstance(entry, dict) else ():
                if block in mcp_schema.RESTRICTED:
                    raise Refusal(400, f"{block} is not supported for MCP Proxies: {kind}.{name}")


def _done(call: Call, verb: str, api_id: str) -> Response:
    return Response(200, {"Status": "OK", "Message": Text(f"MCP Proxy definition {verb}"), "ID": api_id})


def _create(call: Call) -> Response:
    response = oas.add(call, _document(call), "mcp")
    api_id = response.data["ID"]
    return ok("API created", api_id) if call.has("mcp-create-meta") else _done(call, "created", api_id)


def _read(call: Call) -> Response:
    row = _find(call)
    return Response(200, row["oas"], headers=versions.base_header(row))


def _update(call: Call) -> Response:
    doc = _document(call)
    row = _find(call)
    oas.replace(call, row, doc)
    return _done(call, "updated", row["api_id"])


def _delete(call: Call) -> Response:
    row = _find(call)
    remove(call, row)
    versions.unlink(call, row)
    versions.release_children(call, row)
    return _done(call, "deleted", row["api_id"])


def _versions(call: Call) -> Any:
    """Names of a base and its children; nothing else has versions."""
    api_id = call.args["id"]
    rows = [row for row in call.state["apis"].find("api_id", api_id) if reachable(call, row) and row["oas"]]
    if not rows or rows[0]["base"]:
        raise Refusal(422, f"{api_id} is not recognised")
    family = [rows[0], *versions.children(call, rows[0])]
    told = [{"apiId": row["api_id"], "name": row["doc"]["api_definition"]["name"]} for row in family]
    page, pages = call.page(told)
    return {"apis": page, "pages": pages}


_ONE = "/api/mcps/{id}"
_PATHS: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/api/mcps", _list),
    ("POST", "/api/mcps", _create),
    ("GET", _ONE, _read),
    ("PUT", _ONE, _update),
    ("DELETE", _ONE, _delete),
    ("GET", f"{_ONE}/versions", _versions),
)
ROUTES = tuple(Route(method, path, handler, "mcp", "doc", since=(5, 13)) for method, path, handler in _PATHS)
