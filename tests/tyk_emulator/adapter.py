# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A transport for `requests` that answers in the same process, faults included."""

from __future__ import annotations

import http.client
import io
import time
from email.utils import formatdate
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from .core import Emulator
from .wire import Request, Response


class EmulatorAdapter(HTTPAdapter):
    """Mount it on a session: `session.mount("http://emulator", EmulatorAdapter(emulator))`."""

    def __init__(self, emulator: Emulator) -> None:
        super().__init__()
        self.emulator = emulator

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Answers a prepared request, or fails the way a socket would."""
        answer = self.emulator.handle(_translate(request))
        _wait(answer, self.emulator.config.latency_ms / 1000, timeout, request)
        if answer.refuse:
            refused = NewConnectionError(self, "Failed to establish a new connection: [Errno 111] Connection refused")
            raise requests.exceptions.ConnectionError(MaxRetryError(self, request.url, refused), request=request)
        if answer.drop:
            reset = ConnectionResetError(104, "Connection reset by peer")
            raise requests.exceptions.ConnectionError(ProtocolError("Connection aborted.", reset), request=request)
        response = self.build_response(request, _raw(answer, request.method or "GET", self.emulator.clock()))
        if not stream:
            # Reads the body, and raises what a body that ends early raises.
            len(response.content)
        return response


def _translate(request: requests.PreparedRequest) -> Request:
    url = urlsplit(request.url or "")
    headers = {str(name): _as_text(value) for name, value in request.headers.items()}
    headers.setdefault("Host", url.netloc)
    return Request(request.method or "GET", url.path or "/", url.query, headers, _bytes(request.body), url.scheme)


def _as_text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, (bytes, bytearray)):
        return bytes(body)
    if hasattr(body, "read"):
        return _bytes(body.read())
    return b"".join(_bytes(part) for part in body)


def _wait(answer: Response, latency: float, timeout: Any, request: requests.PreparedRequest) -> None:
    """Waits as long as the answer takes; a wait beyond the time limit is not waited for in full."""
    delay = answer.delay + latency
    limit = timeout[1] if isinstance(timeout, (tuple, list)) else getattr(timeout, "read_timeout", timeout)
    if limit is not None and delay > limit:
        raise requests.exceptions.ReadTimeout(f"Read timed out. (read timeout={limit})", request=request)
    if delay:
        time.sleep(delay)


def _raw(answer: Response, method: str, now: float) -> HTTPResponse:
    body = answer.body or b""
    usual = {"Content-Length": str(len(body)), "Date": formatdate(now, usegmt=True)}
    headers = {**usual, **{name.title(): value for name, value in answer.headers.items()}}
    if answer.truncate:
        body = body[: len(body) // 2]
    return HTTPResponse(
        body=io.BytesIO(b"" if method == "HEAD" else body),
        headers=headers,
        status=answer.status,
        reason=http.client.responses.get(answer.status, ""),
        version=11,
        preload_content=False,
        decode_content=False,
        request_method=method,
        enforce_content_length=True,
    )
