# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests, responses and refusals: the plain data that the core works on."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

JSON_TYPE = "application/json"


class Text(str):
    """A message meant for people, not an id or a token: wording and case may vary."""

    __slots__ = ()


class Refusal(Exception):
    """Ends the handling of a request with an error envelope."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers or {})


class Fragments(list):
    """A JSON array whose items are already encoded."""


@dataclasses.dataclass
class Request:
    """One request as the core sees it. Header names are in lower case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    body: bytes = b""
    scheme: str = "http"

    def __post_init__(self) -> None:
        self.method = self.method.upper()
        self.headers = {name.lower(): value for name, value in self.headers.items()}
        self.params = dict(parse_qsl(self.query, keep_blank_values=True))


@dataclasses.dataclass
class Response:
    """One answer. `data` is encoded late so that the noise switches can work on it."""

    status: int = 200
    data: Any = None
    body: bytes | None = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    # What the transport has to do: drop the connection or not take it, cut the body, wait.
    drop: bool = False
    refuse: bool = False
    truncate: bool = False
    delay: float = 0.0

    def encoded(self) -> Response:
        """The same answer with its body as bytes."""
        if self.body is None:
            self.body = dump(self.data)
            self.headers.setdefault("content-type", JSON_TYPE)
        return self


def dump(value: Any) -> bytes:
    """Compact JSON, the way Go writes it; understands Fragments at the first two levels."""
    if isinstance(value, Fragments):
        return b"[" + b",".join(value) + b"]"
    if isinstance(value, dict) and any(isinstance(item, Fragments) for item in value.values()):
        return b"{" + b",".join(dump(key) + b":" + dump(item) for key, item in value.items()) + b"}"
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def ok(message: str, meta: Any = None, **extra: Any) -> Response:
    """A success envelope with a text."""
    return Response(200, {"Status": "OK", "Message": Text(message), "Meta": meta, **extra})


def ok_value(value: str, meta: Any = None) -> Response:
    """A success envelope whose message is an id or a token."""
    return Response(200, {"Status": "OK", "Message": value, "Meta": meta})


def error(status: int, message: str, meta: Any = None, headers: Mapping[str, str] | None = None) -> Response:
    """An error envelope."""
    return Response(status, {"Status": "Error", "Message": Text(message), "Meta": meta}, headers=dict(headers or {}))


def text(status: int, body: str, content_type: str = "text/plain; charset=utf-8") -> Response:
    """An answer that is not JSON."""
    return Response(status, body=body.encode(), headers={"content-type": content_type})
