# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Streams: OAS APIs under routes of their own."""

from __future__ import annotations

from typing import Any

from ..call import Call, Route
from ..wire import Refusal, Response, ok
from . import oas
from .api_store import NO_DEFINITION, NO_DETAIL
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


_STREAMS = "/api/apis/streams"
ROUTES = (
    Route("POST", _STREAMS, _create_stream, "apis"),
    Route("GET", f"{_STREAMS}/{{id}}", _read_stream, "apis", "doc"),
    Route("PUT", f"{_STREAMS}/{{id}}", _update_stream, "apis"),
    Route("PATCH", f"{_STREAMS}/{{id}}", oas.patch, "apis"),
    Route("DELETE", f"{_STREAMS}/{{id}}", oas.delete, "apis"),
)
