# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Event handlers between Tyk's extension and the classic definition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..scalars import duration, nanoseconds
from .bridge import Have, View
from .bridge_rules import header_list, named_values

_HANDLERS = {"webhook": "eh_web_hook_handler", "custom": "eh_dynamic_handler", "log": "eh_log_handler"}
# What an event handler of a kind has in a document, and which of it is shown when it is empty.
_EVENTS = {
    "webhook": (("url", "method", "cooldownPeriod", "bodyTemplate", "headers"), ("url", "method", "cooldownPeriod")),
    "custom": (("functionName", "path"), ("functionName", "path")),
    "log": (("logPrefix",), ("logPrefix",)),
}


def extract_events(events: list[Have] | None) -> Have:
    """Event handlers of the classic form, by what triggers them."""
    found: dict[str, Any] = {}
    for event in events or []:
        if event["type"] in _HANDLERS:
            handler = {"handler_name": _HANDLERS[event["type"]], "handler_meta": _handler(event)}
            found.setdefault(event["trigger"], []).append(handler)
    return found


def _handler(event: Have) -> Have:
    meta = {"disabled": not event["enabled"]}
    if event["type"] == "log":
        return {**meta, "prefix": event["logPrefix"]}
    if event["type"] == "custom":
        return {**meta, "id": event["id"], "name": event["functionName"], "path": event["path"]}
    hook = {"id": event["id"], "name": event["name"], "method": event["method"], "target_path": event["url"]}
    seconds = nanoseconds(event["cooldownPeriod"]) // 10**9
    headers = named_values(event["headers"])
    return {**meta, **hook, "template_path": event["bodyTemplate"], "header_map": headers, "event_timeout": seconds}


def filled_events(classic: View, blank: Callable[[], Have]) -> list[Have] | None:
    """Event handlers of a document, from those of the classic form."""
    kinds = {handler: kind for kind, handler in _HANDLERS.items()}
    found = []
    for trigger, handlers in sorted(classic.get("event_handlers.events", {}).items()):
        for handler in handlers or []:
            kind, meta = kinds.get(handler["handler_name"]), handler["handler_meta"] or {}
            if kind:
                event = {"enabled": not meta.get("disabled", False), "trigger": trigger, "type": kind}
                found.append({**blank(), **event, **_told(kind, meta)})
    return found or None


def _told(kind: str, meta: Have) -> Have:
    if kind == "log":
        return {"name": meta.get("prefix") or "", "logPrefix": meta.get("prefix") or ""}
    name = meta.get("name") or ""
    if kind == "custom":
        return {"id": meta.get("id") or "", "name": name, "functionName": name, "path": meta.get("path") or ""}
    told = {"id": meta.get("id") or "", "name": name, "url": meta.get("target_path") or ""}
    seconds = duration(f"{int(meta.get('event_timeout') or 0)}s")
    told |= {"method": meta.get("method") or "", "bodyTemplate": meta.get("template_path") or ""}
    return {**told, "cooldownPeriod": seconds, "headers": header_list(meta.get("header_map")) or None}


def shown_event(event: Have) -> Have:
    """An event handler with the members of its kind."""
    own, always = _EVENTS.get(event["type"], ((), ()))
    names = ("enabled", "trigger", "type", "id", "name", *own)
    return {name: event.get(name, "") for name in names if name in event or name in always}
