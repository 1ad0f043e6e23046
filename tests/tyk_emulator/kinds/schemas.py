# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON Schemas that an instance serves: they say what the emulator checks."""

from __future__ import annotations

from typing import Any

from ..call import Call, Route
from ..oas import documents
from ..wire import Refusal
from . import classic_schema

_MINOR = {"": "3.0", "3.0": "3.0", "3.0.3": "3.0", "3.1": "3.1"}


def _version(call: Call) -> tuple[int, ...]:
    return tuple(int(part) for part in call.emulator.config.dashboard_version.split("."))


def _oas(call: Call) -> dict[str, Any]:
    if call.param("oasVersion") not in _MINOR:
        raise Refusal(500, "Could not retrieve schema. schema not found for version")
    return documents.schema(_MINOR[call.param("oasVersion")], _version(call))


def _one(call: Call) -> Any:
    return {"status": "Success", "message": "", "schema": _oas(call)}


def _all(call: Call) -> Any:
    oas, classic = _oas(call), classic_schema.schema(call.emulator.config.dashboard_version)
    served = {"classic": classic, "oas": oas, "streamsOAS": _of_streams(oas)}
    return {"status": "Success", "message": "", "schemas": served}


def _of_streams(oas: dict[str, Any]) -> dict[str, Any]:
    """The same for streams, which need no upstream."""
    kinds = oas.get("definitions", {})
    name = f"{documents.PREFIX}Extension"
    if name not in kinds:
        return oas
    required = [member for member in kinds[name]["required"] if member != "upstream"]
    return {**oas, "definitions": {**kinds, name: {**kinds[name], "required": required}}}


ROUTES = (
    Route("GET", "/api/schema", _one, "apis", "doc"),
    Route("GET", "/api/schemas/apidefs", _all, "apis", "doc"),
    Route("GET", "/api/schemas/apidefs/oas", _one, "apis", "doc"),
    Route("GET", "/api/schemas/apidefs/streams-oas", _one, "apis", "doc"),
    Route("GET", "/api/schemas/apidefs/mcp", _one, "apis", "doc"),
)
