# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""JSON as bytes: the body of a request, and what an answer holds."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import contextlib
import json
import threading
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid

LARGE = 1 << 20  # bytes of an answer
_PARSING = threading.Lock()  # of large answers only one is parsed at a time; two take as long, and more memory
AS_JSON = json.JSONEncoder(allow_nan=False, separators=(",", ":"))


class Answer(t.NamedTuple):
    """What the server answered: HTTP status, decoded JSON (None for an empty body), and text where it was no JSON."""

    status: int
    data: t.Any
    text: str
    headers: t.Mapping[str, str]


def encode(body: t.Any) -> bytes | None:
    """The body of a request: plain data as JSON, bytes as they are. Raises Invalid."""
    try:
        plain = body is None or isinstance(body, bytes)
        return body if plain else AS_JSON.encode(body).encode()
    except (ValueError, RecursionError) as error:
        raise Invalid(f"this cannot be written as JSON: {error}") from error


def decode(status: int, raw: bytes | bytearray, headers: t.Mapping[str, str]) -> Answer:
    """The answer to a request."""
    if not raw or raw.isspace():
        return Answer(status, None, "", headers)
    begin = raw[:65536]
    try:
        with _PARSING if len(raw) > LARGE else contextlib.nullcontext():
            text = raw.decode(json.detect_encoding(raw), "surrogatepass")
            del raw  # which may be large, as the text is
            return Answer(status, json.loads(text), "", headers)
    except (ValueError, RecursionError):
        return Answer(status, None, begin.decode("utf-8", "replace"), headers)
