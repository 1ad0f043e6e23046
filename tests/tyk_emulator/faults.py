# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults on demand: what goes wrong between a client and the Dashboard."""

from __future__ import annotations

import http
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from .wire import Request, Response, error, text

_KNOWN = {
    "method": str,
    "path": str,
    "times": int,
    "skip": int,
    "status": int,
    "drop": bool,
    "refuse": bool,
    "truncate": bool,
    "short": bool,
    "content_type": str,
    "delay_s": (int, float),
    "html": bool,
    "empty": bool,
    "redirect": str,
    "after": bool,
    "retry_after": (int, float, str),
    "above": int,
}
_EFFECTS = ("status", "drop", "refuse", "truncate", "short", "content_type", "delay_s", "html", "empty", "redirect")
# With these alone the request is carried out, and with these at least a read is.
_MERE, _CUT = ("delay_s", "content_type"), ("truncate", "short")
_HTML = "<html><head><title>{status}</title></head><body><h1>{status} {phrase}</h1></body></html>\n"
_SCOPE = re.compile(r"/(api|admin|gateway)/|/hello")


def parse(faults: Any) -> list[dict[str, Any]]:
    """Checked copies of fault descriptions; raises ValueError for one that would do nothing."""
    if not isinstance(faults, list):
        raise ValueError("faults must be a list")
    return [_parse_one(fault) for fault in faults]


def _parse_one(fault: Any) -> dict[str, Any]:
    if not isinstance(fault, dict):
        raise ValueError("a fault must be an object")
    for name, value in fault.items():
        if name not in _KNOWN or not isinstance(value, _KNOWN[name]):
            raise ValueError(f"bad field {name!r} in a fault")
    if fault.get("status", 500) not in set(http.HTTPStatus) or fault.get("delay_s", 0) < 0:
        raise ValueError("status must be one of HTTP, and delay_s 0 or more")
    if fault.get("above", 1) < 1:
        raise ValueError("above must be 1 or more")
    if not any(fault.get(effect) for effect in _EFFECTS):
        raise ValueError("a fault needs one of " + ", ".join(_EFFECTS))
    try:
        re.compile(fault.get("path", ""))
    except re.error as problem:
        raise ValueError(f"path is no regular expression: {problem}") from None
    return {"times": 1, "skip": 0, "after": False, **fault}


class Faults:
    """The faults that are still to come."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.pending: list[dict[str, Any]] = []
        self._clock = clock
        self._taken: dict[int, tuple[int, int]] = {}  # fault -> the second, and what was let through in it

    def apply(self, request: Request, answer: Callable[[Request], Response]) -> Response:
        """Answers the request, with the first fault that fits it if there is one."""
        fault = self._take(request)
        if fault is None:
            return answer(request)
        response = answer(request) if _happens(fault, request) else None
        response = _spoil(fault, request, response)
        response.delay = float(fault.get("delay_s", 0))
        return response

    def _take(self, request: Request) -> dict[str, Any] | None:
        if not _SCOPE.match(request.path):
            return None
        for fault in self.pending:
            if fault.get("method", request.method).upper() != request.method:
                continue
            if not re.search(fault.get("path", ""), request.path):
                continue
            if fault["skip"] > 0:
                fault["skip"] -= 1
                continue
            if "above" in fault and self._allowed(fault):
                continue
            fault["times"] -= 1
            if fault["times"] <= 0:
                self.pending.remove(fault)
            return fault
        return None

    def _allowed(self, fault: dict[str, Any]) -> bool:
        """Whether a limit of requests a second lets one more through, as a proxy has it in front of Tyk."""
        now = int(self._clock())
        second, taken = self._taken.get(id(fault), (now, 0))
        taken = taken if second == now else 0
        if taken >= fault["above"]:
            return False
        self._taken[id(fault)] = (now, taken + 1)
        return True


def _happens(fault: dict[str, Any], request: Request) -> bool:
    """Whether the request reaches the Dashboard; one that is merely late or odd, or a cut read, always does."""
    if fault.get("refuse"):
        return False
    if fault["after"] or not any(fault.get(effect) for effect in _EFFECTS if effect not in _MERE):
        return True
    return any(fault.get(effect) for effect in _CUT) and request.method in ("GET", "HEAD")


def _spoil(fault: dict[str, Any], request: Request, response: Response | None) -> Response:
    if fault.get("drop") or fault.get("refuse"):
        return Response(0, body=b"", drop=True, refuse=bool(fault.get("refuse")))
    if fault.get("truncate") or fault.get("short"):
        return _cut(fault, (response or error(200, "cut off before it was stored")).encoded())
    if fault.get("redirect"):
        return _redirect(fault, request)
    if fault.get("html"):
        status = fault.get("status", 200)
        return _retry(fault, text(status, _HTML.format(status=status, phrase=_phrase(status)), "text/html"))
    if fault.get("empty"):
        return _retry(fault, Response(fault.get("status", 200), body=b""))
    if fault.get("status"):
        return _retry(fault, error(fault["status"], _phrase(fault["status"])))
    response = (response or error(500, "Internal Server Error")).encoded()
    if fault.get("content_type"):
        response.headers["content-type"] = fault["content_type"]
    return response


def _cut(fault: dict[str, Any], response: Response) -> Response:
    """Half of the body: by a connection that breaks, or by a proxy that makes the length fit."""
    response.truncate = bool(fault.get("truncate"))
    if not response.truncate:
        response.body = (response.body or b"")[: len(response.body or b"") // 2]
        response.headers.pop("content-length", None)
    return response


def _redirect(fault: dict[str, Any], request: Request) -> Response:
    path = request.path + (f"?{request.query}" if request.query else "")
    target = str(fault["redirect"])
    if target in ("http", "https"):
        target = f"{target}://{request.headers.get('host', 'localhost')}"
    parts = urlsplit(target)
    location = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", "")) + path
    return Response(fault.get("status", 307), body=b"", headers={"location": location})


def _retry(fault: dict[str, Any], response: Response) -> Response:
    if "retry_after" in fault:
        response.headers["retry-after"] = str(fault["retry_after"])
    return response


def _phrase(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
