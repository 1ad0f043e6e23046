# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A trial of a definition. No request leaves the emulator, so that every upstream is one that takes no connection."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from ..kinds import classic_types
from ..shape import Mismatch
from ..wire import Refusal, Response
from . import fields
from .call import MALFORMED, Call

_EXTENSION = "x-tyk-api-gateway"
_FAILED = {"error": "There was a problem proxying the request"}
_HEAD = "HTTP/1.1 500 Internal Server Error", "Connection: close", "Content-Type: application/json"


def run(call: Call) -> Response:
    """Loads the definition for this one request and shows what became of it, with the log."""
    body = call.decode("Trace")
    spec = body["spec"] if body["oas"] is None else _classic(body["oas"])
    try:
        if spec is not None:
            spec = classic_types.definition(call.emulator.config.gateway_version).read(spec)
    except Mismatch:
        raise Refusal(*MALFORMED) from None
    for name, part in (("Spec", spec), ("Request", body["request"])):
        if part is None:
            raise Refusal(400, f"{name} field is missing")
    path = spec["proxy"]["listen_path"]
    if not path or " " in path:
        wrong = "Listen path contains spaces, is invalid" if path else "Listen path is empty"
        logs = _log("error", wrong) + _log("warning", "Spec not valid, skipped!")
        return Response(400, {"message": "error", "response": "", "logs": logs})
    target = urlsplit(spec["proxy"]["target_url"]).netloc
    logs = _log("error", f"http: proxy error: dial tcp {target}: connect: connection refused")
    return Response(200, {"message": "ok", "response": _dump(path, target, body["request"]), "logs": logs})


def _classic(document: Any) -> Any:
    """The two fields of a classic definition that a trial looks at; none if it is no document."""
    if not isinstance(document, dict):
        raise Refusal(*MALFORMED)
    found = fields.loose(document, _EXTENSION, "server", "listenPath", "value")
    target = fields.loose(document, _EXTENSION, "upstream", "url")
    return {"proxy": {"listen_path": found or "", "target_url": target or ""}}


def _log(level: str, message: str) -> str:
    return json.dumps({"level": level, "msg": message, "type": "request"}, separators=(",", ":")) + "\n"


def _dump(listen_path: str, host: str, request: dict[str, Any]) -> str:
    path = "/" + "/".join(part for part in f"{listen_path}/{request['path']}".split("/") if part)
    headers = [f"{name}: {value}" for name, values in (request["headers"] or {}).items() for value in values or []]
    sent = [f"{request['method'] or 'GET'} {path} HTTP/1.1", f"Host: {host}", *headers, "", request["body"]]
    got = [*_HEAD, "X-Generator: tyk.io", "", json.dumps(_FAILED, indent=4)]
    lines = ["====== Request ======", "\r\n".join(sent), "====== Response ======", "\r\n".join(got)]
    return "\n".join(lines)
