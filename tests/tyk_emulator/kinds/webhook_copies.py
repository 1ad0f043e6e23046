# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an API holds of the webhooks of its organisation: the id of each, and a copy that the Gateway can work with.

A copy is made of what is stored under the id. An id that is blank, or leads nowhere, gives no copy.
"""

from __future__ import annotations

import copy
from typing import Any

from ..call import MALFORMED, Call
from ..state import Row
from ..wire import Refusal
from .oas_schema import EXTENSION

_HANDLER = "eh_web_hook_handler"


def stored(call: Call, hook_id: Any) -> Row | None:
    """The webhook of that id, if the caller may use it."""
    row = call.state["hooks"].get(hook_id) if isinstance(hook_id, str) else None
    return row if row is not None and call.owns(row["org_id"]) else None


def derive(call: Call, wrapper: dict[str, Any]) -> None:
    """Makes the event handlers of a classic API from its references; handlers without a hook of ours are left alone."""
    handlers = wrapper["api_definition"]["event_handlers"]
    events: dict[str, list[Any]] = {}
    for name, entries in (handlers.get("events") or {}).items():
        if not isinstance(entries, (list, type(None))):
            raise Refusal(403, MALFORMED)
        kept = [entry for entry in entries or [] if not _is_copy(call, entry)]
        if kept:
            events[name] = kept
    if call.has("dead-hooks-dropped"):
        living = [one for one in wrapper["hook_references"] or [] if stored(call, one["hook"]["id"])]
        wrapper["hook_references"] = living
    for reference in wrapper["hook_references"] or []:
        hook = stored(call, reference["hook"]["id"])
        if hook is not None:
            meta = {**copy.deepcopy(hook["doc"]), "event_timeout": reference["event_timeout"]}
            events.setdefault(reference["event_name"], []).append({"handler_name": _HANDLER, "handler_meta": meta})
    handlers["events"] = events


def _is_copy(call: Call, entry: Any) -> bool:
    if not isinstance(entry, dict) or entry.get("handler_name") != _HANDLER:
        return False
    meta = entry.get("handler_meta")
    return isinstance(meta, dict) and call.state["hooks"].get(str(meta.get("id"))) is not None


def _handlers(doc: dict[str, Any]) -> list[dict[str, Any]]:
    """The event handlers of an OAS document that call webhooks."""
    found = (doc[EXTENSION].get("server") or {}).get("eventHandlers")
    entries = found if isinstance(found, list) else []
    return [entry for entry in entries if isinstance(entry, dict) and entry.get("type") == "webhook"]


def fill(call: Call, doc: dict[str, Any]) -> None:
    """Copies what each webhook is into the handlers of an OAS API that name it."""
    for entry in _handlers(doc):
        hook = stored(call, entry.get("id"))
        if hook is not None:
            entry |= _as_handler(hook["doc"])
        elif entry.get("id") and call.has("dead-hooks-dropped"):
            del entry["id"]


def _as_handler(hook: dict[str, Any]) -> dict[str, Any]:
    headers = [{"name": name, "value": value} for name, value in sorted((hook["header_map"] or {}).items())]
    made = {"name": hook["name"], "url": hook["target_path"], "method": hook["method"], "headers": headers}
    made["bodyTemplate"] = hook["template_path"]
    return {name: value for name, value in made.items() if value}


def forget(call: Call, hook: Row) -> None:
    """After a webhook is deleted the handlers of OAS APIs live on as their own; classic references keep the dead id."""
    for row in call.state["apis"]:
        if row["org_id"] != hook["org_id"]:
            continue
        named = [entry for entry in _handlers(row["oas"]) if entry.get("id") == hook["id"]] if row["oas"] else []
        for entry in named:
            del entry["id"]
        if not row["oas"] and call.has("dead-hooks-dropped"):
            named = row["doc"]["hook_references"] or []
            row["doc"]["hook_references"] = [one for one in named if one["hook"]["id"] != hook["id"]]
        if named:
            call.state["apis"].put(row)
