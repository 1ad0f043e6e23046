# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Recorded requests, asked of the emulated Gateway, and what its answers have otherwise.

A recording is a file of JSON lines: method, path, headers, body or raw, keep; status, type, answer and tyk_headers.
"""

from __future__ import annotations

import json
import re

from emulator_world import SHARED

from tyk_emulator import Config, Emulator, Request

RECORDINGS = SHARED / "golden"
SECRET = "recorded-secret"
# What differs from run to run, by its look; the first that fits names it.
_LOOKS = [
    ("gateway", re.compile(r"127\.0\.0\.1:1848\d")),
    ("token", re.compile(r"eyJ[A-Za-z0-9+/]{20,}={0,2}")),
    ("time", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")),
    ("uuid", re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")),
    ("hex", re.compile(r"\b[0-9a-f]{16,}\b")),
    ("seconds", re.compile(r"\b1[789]\d{8}\b")),
    ("secret", re.compile(r"\b[A-Za-z0-9+/_-]{30,}={0,2}")),
]
# A line with which a validator begins: a place in the document, and what is wrong there.
_PLACE = re.compile(r"^((?:\(root\)|[A-Za-z-][\w-]*)(?:\.[^\s:]+)*): ")


def rows(version):
    """The recording of one version."""
    text = (RECORDINGS / f"gateway-{version}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def replay(recorded, version):
    """Each recorded line with the emulated answer: (number, line, status, type, answer, headers)."""
    config = Config(gateway_secret=SECRET, gateway_version=version, gateway_url="http://127.0.0.1:18480")
    emulator, kept = Emulator(config), {}
    for number, row in enumerate(recorded, 1):
        path = re.sub(r"\{(\w+)\}", lambda match: kept.get(match[1], "none"), row["path"])
        answer = emulator.handle(_request(path, row))
        body = None if answer.drop else _parsed(answer.body)
        status = 0 if answer.drop else answer.status
        if row["keep"]:
            told = body if isinstance(body, dict) else {}
            kept[row["keep"]] = told.get("key") or told.get("id") or "none"
            kept[f"{row['keep']}_hash"] = told.get("key_hash") or "none"
        yield number, row, status, answer.headers, body


def _request(path, row):
    path, _mark, query = path.partition("?")
    headers = {"x-tyk-authorization": SECRET, **row["headers"]}
    body = row["raw"].encode("latin-1") if row["raw"] is not None else b""
    if row["body"] is not None:
        body = json.dumps(row["body"]).encode()
    sent = {name: value for name, value in headers.items() if value is not None}
    return Request(row["method"], f"/gateway{path}", query, sent, body)


def _parsed(body):
    try:
        return json.loads(body or b"")
    except ValueError:
        return (body or b"").decode("utf-8", "replace").strip()


def differences(row, status, headers, answer):
    """What is not as it was recorded: (kind, where, recorded, answered); kinds: status type header text shape value."""
    if row["status"] != status:
        return [("status", "", row["status"], (status, _message(answer)))]
    if status == 0:
        return []
    found = []
    media = headers.get("content-type", "")
    if row["type"] != media:
        found.append(("type", "", row["type"], media))
    for name, value in row["tyk_headers"].items():
        if headers.get(name) != value:
            found.append(("header", name, value, headers.get(name)))
    if row["method"] == "HEAD":
        return found
    want = row["answer"].strip() if isinstance(row["answer"], str) else row["answer"]
    return found + list(_compare(want or "", answer or "", ""))


def _message(answer):
    return answer.get("message") if isinstance(answer, dict) and "message" in answer else str(answer)[:100]


def _compare(want, have, where):
    if isinstance(want, dict) and isinstance(have, dict):
        for name in [*want, *(name for name in have if name not in want)]:
            place = f"{where}.{name}"
            if name not in have:
                yield "shape", place, want[name], "(missing)"
            elif name not in want:
                yield "shape", place, "(missing)", have[name]
            else:
                yield from _compare(want[name], have[name], place)
    elif isinstance(want, list) and isinstance(have, list):
        yield from _lists(want, have, where)
    elif isinstance(want, str) and isinstance(have, str):
        if where == ".message" and _places(want):
            if _places(want) != _places(have):
                yield "text", where, want, have
        elif _look(want) != _look(have):
            yield "text" if where in (".message", "") else "value", where, want, have
    elif type(want) is not type(have):
        yield "shape", where, want, have
    elif want != have and _look(str(want)) != _look(str(have)):
        yield "value", where, want, have


def _lists(want, have, where):
    # the order of a Go map is another one at each read
    if where in ("", ".keys", ".apis", ".certs") or where.endswith((".tags", ".domainToCertificateMapping")):
        want, have = (sorted(items, key=lambda item: _look(json.dumps(item, sort_keys=True))) for items in (want, have))
    if len(want) != len(have):
        yield "shape" if where else "value", f"{where}[]", want, have
        return
    for index, (one, other) in enumerate(zip(want, have)):
        yield from _compare(one, other, f"{where}[{index}]")


def _look(text):
    for name, pattern in _LOOKS:
        text = pattern.sub(f"<{name}>", text)
    return text


def _places(message):
    """The places that a validator's lines name; nothing if these are words of Tyk's own."""
    lines = message.split("\n")
    found = [match[1] for line in lines if (match := _PLACE.match(line))]
    return sorted(found) if found and len(found) == len(lines) else []
