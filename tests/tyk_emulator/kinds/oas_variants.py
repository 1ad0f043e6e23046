# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Streams and MCP proxies: OAS APIs under routes of their own."""

from __future__ import annotations

from typing import Any

from ..call import Call, Route
from ..wire import Refusal, Response, Text, ok
from . import oas
from .api_store import NO_DEFINITION, NO_DETAIL, lookup, reachable, remove
from .oas_schema import STREAMING

STREAM_TYPE = "application/vnd.tyk.streams.oas"


def _check_type(call: Call, header: str) -> None:
    """Streams have a media type of their own, and the Dashboard insists on it."""
    if STREAM_TYPE not in call.request.headers.get(header, ""):
        raise Refusal(400, "Couldn't read body" if header == "content-type" else NO_DETAIL[1])


def _stream_document(call: Call) -> dict[str, Any]:
    _check_type(call, "content-type")
    doc = oas.document(call, extension=True)
    if STREAMING not in doc:
        raise Refusal(400, f"The payload should contain {STREAMING}")
    return oas.validated(doc)


def _create_stream(call: Call) -> Response:
    return oas.add(call, _stream_document(call), "streams")


def _read_stream(call: Call) -> Response:
    if call.emulator.config.since(5, 9):
        _check_type(call, "accept")
    return oas.read(call)


def _update_stream(call: Call) -> Response:
    doc = _stream_document(call)
    oas.replace(call, oas.find(call, NO_DEFINITION), doc)
    return ok("API updated")


def _list_proxies(call: Call) -> Any:
    rows = [row for row in call.state["apis"] if row["kind"] == "mcp" and reachable(call, row)]
    wanted = call.param("q").lower()
    rows = [row for row in rows if wanted in row["doc"]["api_definition"]["name"].lower()]
    page, pages = call.page(rows[::-1])
    return {"mcps": [row["oas"] for row in page], "pages": pages}


def _done(call: Call, verb: str, api_id: str) -> Response:
    return Response(200, {"Status": "OK", "Message": Text(f"MCP Proxy definition {verb}"), "ID": api_id})


def _create_proxy(call: Call) -> Response:
    response = oas.add(call, oas.validated(oas.document(call, extension=True)), "mcp")
    return _done(call, "created", response.data["ID"])


def _read_proxy(call: Call) -> Any:
    return lookup(call, call.args["id"], NO_DETAIL, by_db_id=False, mcp=True)["oas"]


def _update_proxy(call: Call) -> Response:
    doc = oas.validated(oas.document(call, extension=True))
    row = lookup(call, call.args["id"], NO_DEFINITION, by_db_id=False, mcp=True)
    oas.replace(call, row, doc)
    return _done(call, "updated", row["api_id"])


def _delete_proxy(call: Call) -> Response:
    row = lookup(call, call.args["id"], (404, "Could not retrieve API detail"), by_db_id=False, mcp=True)
    remove(call, row)
    return _done(call, "deleted", row["api_id"])


_STREAMS = "/api/apis/streams"
ROUTES = (
    Route("POST", _STREAMS, _create_stream, "apis"),
    Route("GET", f"{_STREAMS}/{{id}}", _read_stream, "apis", "doc"),
    Route("PUT", f"{_STREAMS}/{{id}}", _update_stream, "apis"),
    Route("PATCH", f"{_STREAMS}/{{id}}", oas.patch, "apis"),
    Route("DELETE", f"{_STREAMS}/{{id}}", oas.delete, "apis"),
    Route("GET", "/api/mcps", _list_proxies, "mcp", "doc"),
    Route("POST", "/api/mcps", _create_proxy, "mcp"),
    Route("GET", "/api/mcps/{id}", _read_proxy, "mcp", "doc"),
    Route("PUT", "/api/mcps/{id}", _update_proxy, "mcp"),
    Route("DELETE", "/api/mcps/{id}", _delete_proxy, "mcp"),
)
