# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenAPI documents in YAML, where the request says that they are."""

from __future__ import annotations

import importlib
import math
from typing import Any

from ..call import Call
from ..wire import Refusal, Response

_TYPES = ("application/x-yaml", "application/yaml")
_SINCE = (5, 8)
_NO_JSON = (float("inf"), float("-inf"))


def _wanted(call: Call, header: str) -> bool:
    given = call.request.headers.get(header, "").split(";")[0].strip().lower()
    return given in _TYPES and call.emulator.config.since(*_SINCE)


def body(call: Call, malformed: tuple[int, str]) -> dict[str, Any]:
    """The document of the request."""
    if not _wanted(call, "content-type") or not call.request.body.strip():
        parsed: dict[str, Any] = call.json(malformed)
        return parsed
    yaml = importlib.import_module("yaml")
    try:
        doc = _plain(yaml.load(call.request.body, Loader=_loader(yaml)))
    except (yaml.YAMLError, ValueError, RecursionError):
        raise Refusal(*malformed) from None
    if not isinstance(doc, dict):
        raise Refusal(*malformed)
    return doc


def _loader(yaml: Any) -> Any:
    """Dates stay text, for there are none in JSON."""
    resolvers = {
        first: [entry for entry in entries if entry[0] != "tag:yaml.org,2002:timestamp"]
        for first, entries in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return type("Loader", (yaml.SafeLoader,), {"yaml_implicit_resolvers": resolvers})


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _plain(value: Any) -> Any:
    """The same value with names that are text, such as the codes of responses."""
    if isinstance(value, dict):
        return {_name(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if value is not None and not isinstance(value, (str, int, float)) or value in _NO_JSON or _is_nan(value):
        raise ValueError(f"not in JSON: {value}")
    return value


def _name(name: Any) -> str:
    return str(name).lower() if isinstance(name, bool) else str(name)


def answer(call: Call, doc: dict[str, Any], headers: dict[str, str]) -> Response:
    """The document as the client wants to have it."""
    if not _wanted(call, "accept"):
        return Response(200, doc, headers=headers)
    text = importlib.import_module("yaml").safe_dump(doc, allow_unicode=True)
    return Response(200, body=text.encode(), headers={**headers, "content-type": _TYPES[0]})
