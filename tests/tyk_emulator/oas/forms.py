# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two forms of an OAS API on a Gateway: the document that is stored, and the classic definition beside it."""

from __future__ import annotations

import copy
from typing import Any

from ..kinds.classic_types import definition
from . import bridge_rules
from .bridge import Have, View, extract, fill, is_empty, read, struct
from .bridge_events import extract_events, filled_events, shown_event
from .bridge_operations import extract_operations, fill_operations
from .bridge_security import extract_security
from .bridge_shown import Filler
from .extension import EXTENSION, Version

_ROOT = "XTykAPIGateway"
# What is off in the classic form until something switches it on.
_DISABLED = """
    custom_middleware.auth_check.disabled tags_disabled upstream_certificates_disabled certificate_pinning_disabled
    domain_disabled custom_middleware_bundle_disabled custom_middleware.id_extractor.disabled config_data_disabled
    proxy.service_discovery.cache_disabled uptime_tests.config.service_discovery.cache_disabled
    global_rate_limit.disabled error_overrides_disabled"""
_NO_TRACKING_SINCE = (5, 4)
_STREAMS, _TYPED_STREAMS = "x-tyk-streaming", (5, 11)
_LOADED = (bridge_rules,)  # what they add to the tables has to be there


def encoded(have: Have, version: Version) -> Have:
    """An extension as Go prints it."""
    result: Have = struct(_ROOT, version).encode(have)
    server = result["server"]
    if server.get("eventHandlers"):
        server["eventHandlers"] = [shown_event(event) for event in server["eventHandlers"]]
    return result


def typed(given: Any, version: Version) -> Have:
    """An extension in Tyk's own words."""
    return encoded(read(_ROOT, given, version), version)


def taken(doc: Have, given: Any, version: Version) -> tuple[Have, Have]:
    """A document with its extension in Tyk's own words, and the classic form of both."""
    have = read(_ROOT, given, version)
    classic = _classic(doc, have, version)
    return {**doc, EXTENSION: encoded(have, version)}, classic


def _classic(doc: Have, have: Have, version: Version) -> Have:
    sparse: Have = {"is_oas": True}
    view = View(sparse)
    for path in _DISABLED.split():
        view.put(path, True)
    view.put("do_not_track", version >= _NO_TRACKING_SINCE)
    view.put("$.use_extended_paths", True)
    root = struct(_ROOT, version)
    if have["middleware"] is None:
        have = {**have, "middleware": struct("Middleware", version).blank()}
    extract(root, have, view)
    view.put("version_data.not_versioned", True)
    view.put("event_handlers.events", extract_events(have["server"].get("eventHandlers")))
    extract_security(doc, have["server"]["authentication"], view, version)
    paths = extract_operations(struct("Operation", version), have["middleware"]["operations"], doc)
    view.put("$.extended_paths", paths)
    result = definition(".".join(map(str, version))).read(sparse)
    result["is_oas"] = True
    return result


def shown(stored: Have, classic: Have, version: Version) -> Have:
    """The document that a read shows: what the classic form says, in the words of the extension."""
    doc = copy.deepcopy({name: value for name, value in stored.items() if name != EXTENSION})
    have = read(_ROOT, stored.get(EXTENSION) or {}, version)
    root, middleware = struct(_ROOT, version), struct("Middleware", version)
    fill(root, have, View(classic))
    server = have["server"]
    if "eventHandlers" in server:
        server["eventHandlers"] = filled_events(View(classic), struct("EventHandler", version).blank)
    paths = View(classic, ("version_data", "versions", "", "extended_paths"))
    block = have["middleware"] or middleware.blank()
    operations = block["operations"] or {}
    fill_operations(struct("Operation", version), operations, paths, doc)
    block["operations"] = operations or None
    have["middleware"] = None if is_empty(middleware, block) else block
    Filler(doc, server, classic, version).run()
    if not doc.get("security"):
        doc.pop("security", None)
    if version >= _TYPED_STREAMS and isinstance(doc.get(_STREAMS), dict):
        streams = doc[_STREAMS].get("streams")
        doc[_STREAMS] = {"streams": streams if isinstance(streams, dict) else None}
    doc[EXTENSION] = encoded(have, version)
    return dict(sorted(doc.items()))
