# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenAPI documents of requests: decoded, checked against OpenAPI and against what Tyk and its library ask beyond it.

What costs time is done once for each description that comes, however often it comes: the same description is sent
with one extension after the other.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import re
from pathlib import Path
from typing import Any

from ..shape import Mismatch
from . import extension
from .check import Checker
from .extension import EXTENSION, Version, since
from .model import Found, decoded, rewrites, shown_codes
from .pointers import leads_to
from .soundness import fault

_FILES = {"3.0": "v3.0", "3.1": "v3.1"}
_VERSION = re.compile(r"v?(\d+)(?:\.(\d+))?(?:\.\d+)*(?:[-+].*)?")
# What differs from request to request, and what stands in for it in the checks that are kept.
_OWN = ("info", "servers")
PREFIX = "X-Tyk-"  # of what the schema of the extension brings into that of documents
_PLAIN_INFO = {"title": "x", "version": "x"}


class Malformed(Exception):
    """The document cannot be decoded."""


class Unresolved(Malformed):
    """A reference leads out of the document, or to nothing in it."""


@functools.cache
def _checker(minor: str) -> Checker:
    """The schema that the OpenAPI Initiative publishes; it comes with a package."""
    spec = importlib.util.find_spec("openapi_spec_validator")
    folders = list((spec and spec.submodule_search_locations) or [])
    if not folders:
        raise RuntimeError("openapi-spec-validator is not installed")
    path = Path(folders[0]) / "resources" / "schemas" / _FILES[minor] / "schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    schema["properties"][EXTENSION] = True
    return Checker(schema, draft4=minor == "3.0")


def schema(minor: str, version: Version) -> dict[str, Any]:
    """The schema of documents with the extension, as an instance serves it."""
    root = _checker(minor).root
    if minor != "3.0":
        return root
    properties = {**root["properties"], EXTENSION: {"$ref": f"#/definitions/{PREFIX}Extension"}}
    definitions = {**root["definitions"], **extension.definitions(version, PREFIX)}
    return {**root, "properties": properties, "definitions": definitions}


def minor_version(text: str, version: Version) -> str:
    """The minor version of OpenAPI whose schema counts. Raises ValueError in Tyk's words."""
    if not text:
        return "3.0"
    match = _VERSION.fullmatch(text)
    if match is None:
        raise ValueError(f"{'m' if since(version, '5.12') else 'M'}alformed version: {text}")
    minor = f"{match[1]}.{match[2] or 0}"
    if minor not in _FILES or (minor == "3.1" and not since(version, "5.12")):
        raise ValueError(f'Schema not found for version "{text}"')
    return minor


def normal(doc: dict[str, Any], version: Version) -> dict[str, Any]:
    """A document as the library has it, without the extension. Raises Malformed."""
    rest = {name: value for name, value in doc.items() if name != EXTENSION}
    found = Found(version)
    try:
        result = decoded(rest, found)
    except (Mismatch, RecursionError):
        raise Malformed from None
    if not all(leads_to(ref, kind, result, version) for ref, kind in found.refs):
        raise Unresolved
    return result


@functools.lru_cache(maxsize=256)
def _studied(text: str, version: Version, as_sent: bool) -> tuple[str, tuple[str, ...], str]:
    """A description that may come again: in the library's form, its faults against the schema, and the first other one.

    Raises Malformed or ValueError.
    """
    result = normal(json.loads(text), version)
    minor = minor_version(result["openapi"], version)
    faults = tuple(_checker(minor).faults(json.loads(text) if as_sent else result))
    if faults:
        return "", faults, ""
    return shown_codes(json.dumps(result), version), (), fault(result, version)


def _own(doc: dict[str, Any], version: Version, as_sent: bool) -> tuple[dict[str, Any], list[str], str]:
    """The same of what is the API's own: its name and its addresses."""
    small = {name: doc[name] for name in ("openapi", *_OWN) if name in doc}
    result = normal({**small, "paths": {}}, version)
    sent = {**small, "paths": {}} if as_sent else result
    faults = _checker(minor_version(result["openapi"], version)).faults(sent)
    return result, faults, "" if faults else fault(result, version)


def checked(doc: dict[str, Any], version: Version, mcp: bool = False) -> tuple[dict[str, Any], list[str]]:
    """A document in the library's form, and what the schemas say against it, else what the library says.

    Those of MCP proxies are always looked at as they were sent. Raises Malformed.
    """
    as_sent = mcp or not rewrites(version)
    rest = {name: value for name, value in doc.items() if name not in (EXTENSION, *_OWN)}
    try:
        own, own_faults, own_other = _own(doc, version, as_sent)
        text, faults, other = _studied(json.dumps({**rest, "info": _PLAIN_INFO}), version, as_sent)
    except ValueError as wrong:
        return {}, [str(wrong)]
    found = [*faults, *(one for one in own_faults if one not in faults)]
    # in documents of 3.1 Tyk's schema of the extension is beside the point: it is never come to
    if EXTENSION in doc and minor_version(doc.get("openapi") or "", version) == "3.0":
        found += extension.faults(doc[EXTENSION], version, mcp)
    if found:
        return {}, found
    result: dict[str, Any] = {**json.loads(text), **{name: own[name] for name in _OWN if name in own}}
    firsts = [text for text in (other, own_other) if text]
    return result, sorted(firsts, key=_stage)[:1]


def _stage(text: str) -> int:
    """When the library comes to a fault."""
    order = ("invalid components", "invalid info", "invalid paths", "invalid servers")
    return next((index for index, start in enumerate(order) if text.startswith(start)), len(order))
