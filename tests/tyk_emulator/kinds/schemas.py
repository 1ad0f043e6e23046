# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON Schemas that an instance serves: small ones of our own that say what the emulator checks."""

from __future__ import annotations

from typing import Any

from ..call import Call, Route
from ..wire import Refusal
from .classic_fields import FIELDS

_JSON_TYPES: dict[str, Any] = {
    "bool": "boolean",
    "number": "number",
    "string": "string",
    "array": ["array", "null"],
    "object": ["object", "null"],
}
_DRAFT = "http://json-schema.org/draft-07/schema#"


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


def classic() -> dict[str, Any]:
    """Root fields of classic APIs."""
    properties = {name: {"type": _JSON_TYPES[kind]} for name, kind in FIELDS.items()}
    required = ["name", "proxy", "version_data"]
    schema = {"$schema": _DRAFT, "type": "object", "required": required, "properties": properties}
    return {**schema, "additionalProperties": False}


def oas() -> dict[str, Any]:
    """Documents with the extension."""
    text = {"type": "string"}
    info = _object(["name", "state"], name=text, state=_object(["active"], active={"type": "boolean"}))
    server = _object(["listenPath"], listenPath=_object(["value"], value=text))
    extension = _object(["info", "server", "upstream"], info=info, server=server, upstream=_object([], url=text))
    required = ["openapi", "info", "paths", "x-tyk-api-gateway"]
    title = _object(["title", "version"], title=text, version=text)
    members = {"openapi": text, "info": title, "paths": {"type": "object"}, "x-tyk-api-gateway": extension}
    return {"$schema": _DRAFT, **_object(required, **members)}


def _check_version(call: Call) -> None:
    if call.param("oasVersion") not in ("", "3.0", "3.0.3", "3.1"):
        raise Refusal(500, "Could not retrieve schema. schema not found for version")


def _one(call: Call) -> Any:
    _check_version(call)
    return {"status": "Success", "message": "", "schema": oas()}


def _all(call: Call) -> Any:
    _check_version(call)
    return {"status": "Success", "message": "", "schemas": {"classic": classic(), "oas": oas(), "streamsOAS": oas()}}


ROUTES = (
    Route("GET", "/api/schema", _one, "apis", "doc"),
    Route("GET", "/api/schemas/apidefs", _all, "apis", "doc"),
    Route("GET", "/api/schemas/apidefs/oas", _one, "apis", "doc"),
    Route("GET", "/api/schemas/apidefs/streams-oas", _one, "apis", "doc"),
    Route("GET", "/api/schemas/apidefs/mcp", _one, "apis", "doc"),
)
