# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations between Tyk's extension and the classic definition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from math import ceil
from typing import Any

from ..scalars import duration, nanoseconds
from ..structs import Listed, Pointer, Struct
from .bridge import RULES, Have, View, extract, fill, is_empty
from .bridge_rules import header_list, named_values
from .links_table import OPERATIONS
from .semantics import at
from .soundness import METHODS

_KEPT = ("allow", "block", "ignoreAuthentication")  # stay with nothing switched on
_INPUTS = {
    "query": "query_val_matches",
    "path": "path_part_matches",
    "header": "header_matches",
    "sessionMetadata": "session_meta_matches",
    "requestBody": "payload_matches",
    "requestContext": "request_context_matches",
}
_VIRTUAL = {"functionName": "response_function_name", "requireSession": "use_session", "proxyOnError": "proxy_on_error"}


def _extract_headers(have: Have, view: View) -> None:
    view.put("disabled", not have["enabled"])
    view.put("delete_headers", have["remove"])
    view.put("add_headers", named_values(have["add"]))


def _fill_headers(have: Have, view: View) -> None:
    have["enabled"] = not view.get("disabled", False)
    have["remove"] = view.get("delete_headers")
    have["add"] = header_list(view.get("add_headers")) or None


def _extract_template(have: Have, view: View) -> None:
    source = {"template_mode": "blob", "template_source": have["body"]}
    if not have["body"]:
        source = {"template_mode": "file", "template_source": have["path"]}
    view.put("disabled", not have["enabled"])
    view.put("template_data", {"input_type": have["format"], "enable_session": True, **source})


def _fill_template(have: Have, view: View) -> None:
    have["enabled"], have["format"] = not view.get("disabled", False), view.get("template_data.input_type", "")
    name = "body" if view.get("template_data.template_mode") == "blob" else "path"
    have[name] = view.get("template_data.template_source", "")


def _fill_cache(have: Have, view: View) -> None:
    if have["enabled"] and have.get("timeout") == 0:
        have["timeout"] = 60


def _extract_timeout(have: Have, view: View) -> None:
    total = nanoseconds(have.get("duration", "0s"))
    view.put("disabled", not have["enabled"])
    view.put("timeout", ceil(total / 10**9) if total else have["value"])
    view.put("duration", have.get("duration", "0s"))


def _fill_timeout(have: Have, view: View) -> None:
    total = nanoseconds(view.get("duration", "0s"))
    have["enabled"] = not view.get("disabled", False)
    have["value"] = ceil(total / 10**9) if total else view.get("timeout", 0)
    if total:
        have["duration"] = duration(view.get("duration"))


def _extract_virtual(have: Have, view: View) -> None:
    have["functionName"], have["name"] = have["functionName"] or have["name"], ""
    view.put("disabled", not have["enabled"])
    for ours, theirs in _VIRTUAL.items():
        view.put(theirs, have[ours])
    view.put("function_source_type", "blob" if have["body"] else "file")
    view.put("function_source_uri", have["body"] or have["path"])


def _fill_virtual(have: Have, view: View) -> None:
    have["enabled"], have["name"] = not view.get("disabled", False), ""
    for ours, theirs in _VIRTUAL.items():
        have[ours] = view.get(theirs, "" if ours == "functionName" else False)
    name = "body" if view.get("function_source_type") == "blob" else "path"
    have[name] = view.get("function_source_uri", "")


def _extract_rewrite(have: Have, view: View) -> None:
    view.put("disabled", not have["enabled"])
    view.put("match_pattern", have["pattern"])
    view.put("rewrite_to", have["rewriteTo"])
    view.put("triggers", [_trigger(one) for one in have["triggers"] or []] or None)


def _trigger(one: Have) -> Have:
    options: dict[str, Any] = {name: {} for name in _INPUTS.values()}
    for rule in one["rules"] or []:
        match = {"match_rx": rule["pattern"], "reverse": rule["negate"]}
        name = _INPUTS.get(rule["in"])
        if name == "payload_matches":
            options[name] = match
        elif name:
            options[name][rule["name"]] = match
    return {"on": one["condition"], "rewrite_to": one["rewriteTo"], "options": options}


def _fill_rewrite(have: Have, view: View) -> None:
    have["enabled"] = not view.get("disabled", False)
    have["pattern"], have["rewriteTo"] = view.get("match_pattern", ""), view.get("rewrite_to", "")
    found = []
    for trigger in view.get("triggers", []):
        rules = [rule for kind, name in _INPUTS.items() for rule in _rules(kind, trigger["options"].get(name))]
        if rules:
            found.append({"condition": trigger["on"], "rules": rules, "rewriteTo": trigger["rewrite_to"]})
    have["triggers"] = found or None


def _rules(kind: str, given: Have | None) -> list[Have]:
    matches = {"": given} if kind == "requestBody" else given or {}
    return [
        {"in": kind, "name": name, "pattern": match["match_rx"], "negate": match["reverse"]}
        for name, match in sorted(matches.items())
        if match and (match["match_rx"] or match["reverse"])
    ]


Maker = tuple[Callable[[Have, View], None], Callable[[Have, View], None]]
RULES |= {
    "TransformHeaders": (_extract_headers, _fill_headers),
    "TransformBody": (_extract_template, _fill_template),
    "CachePlugin": (lambda have, view: None, _fill_cache),
    "EnforceTimeout": (_extract_timeout, _fill_timeout),
    "VirtualEndpoint": (_extract_virtual, _fill_virtual),
    "URLRewrite": (_extract_rewrite, _fill_rewrite),
}


Place = tuple[str, str]  # a path and a method


def extract_operations(kind: Struct, operations: dict[str, Any] | None, doc: Have) -> Have:
    """The lists of paths of the classic form. `kind` is the struct of an operation."""
    lists = extract_each(kind, _placed(operations or {}, doc))
    lists.get("white_list", []).sort(key=lambda entry: (entry["path"], entry["method"]))
    return lists


def _placed(operations: dict[str, Any], doc: Have) -> Iterator[tuple[Place, Have]]:
    """Operations of the extension that the document has, by where it has them."""
    for path in sorted(doc.get("paths") or {}, key=_order):
        item = doc["paths"][path]
        for name, have in sorted(operations.items()):
            method = next((one for one in METHODS if (item.get(one) or {}).get("operationId") == name), None)
            if method is not None and have is not None:
                yield (path, method.upper()), have


def extract_each(kind: Struct, placed: Iterable[tuple[Place, Have]], without: Iterable[str] = ()) -> Have:
    """The lists of paths for operations of a struct, but for the members that are to have no effect."""
    lists: dict[str, list[Have]] = {}
    for (path, method), have in placed:
        for member, where in OPERATIONS.items():
            meta = None if member in without else _meta(kind, member, have, {"path": path, "method": method})
            if meta is not None:
                lists.setdefault(where, []).append(meta)
    return lists


def _order(path: str) -> tuple[int, int, str, int]:
    """More specific paths come first: names of parameters do not count."""
    plain = re.sub(r"\{[^}]*\}", "", path)
    return -plain.count("/"), -len(plain), plain, len(path)


def _meta(kind: Struct, member: str, have: Have, meta: Have) -> Have | None:
    value = have.get(member)
    if value is None:
        return None
    if member == "postPlugins":
        for plugin in value[:1]:
            name = plugin["functionName"] or plugin["name"]
            meta |= {"disabled": not plugin["enabled"], "plugin_path": plugin["path"], "func_name": name}
        return meta
    part = kind.fields[member]
    assert isinstance(part, Pointer) and isinstance(part.inner, Struct)
    extract(part.inner, value, View(meta))
    return meta


def fill_operations(kind: Struct, operations: dict[str, Any], paths: View, doc: Have) -> None:
    """Write what the lists of paths say into the operations, and into the document what they need there."""
    for member, where in OPERATIONS.items():
        for meta in paths.get(where, []) if member in kind.fields else ():
            name = operation_id(doc, meta["path"], meta["method"])
            if operations.get(name) is None:
                operations[name] = kind.blank()
            _fill_member(kind, member, operations[name], meta)


def _fill_member(kind: Struct, member: str, have: Have, meta: Have) -> None:
    part = kind.fields[member]
    if isinstance(part, Listed):
        plugin = {"enabled": not meta["disabled"], "name": "", "functionName": meta["func_name"]}
        rest = (have[member] or [None])[1:]
        have[member] = [{**plugin, "path": meta["plugin_path"]}, *rest]
        return
    assert isinstance(part, Pointer) and isinstance(part.inner, Struct)
    block = part.inner.blank() if have[member] is None else have[member]
    fill(part.inner, block, View(meta))
    have[member] = None if member not in _KEPT and is_empty(part.inner, block) else block


def operation_id(doc: Have, path: str, method: str) -> str:
    """The operation of a path; what the document lacks of it is made up, as Tyk does."""
    parts, templated = _parts(path)
    name = "".join(f"/{text}" for text, _pattern in parts) + ("/" if path.endswith("/") else "") if templated else path
    item = doc["paths"].setdefault(name, {})
    if templated:
        known = {(at(doc, one["$ref"]) if "$ref" in one else one)["name"] for one in item.get("parameters") or []}
        more = [
            {"in": "path", "name": text.strip("{}"), "required": True, "schema": {"type": "string", **pattern}}
            for text, pattern in parts
            if text.startswith("{") and text.strip("{}") not in known
        ]
        if more:
            item["parameters"] = [*(item.get("parameters") or []), *more]
    operation = item.setdefault(method.lower(), {"responses": {"default": {"description": ""}}})
    if not operation.get("operationId"):
        operation["operationId"] = path.removeprefix("/") + method
    return str(operation["operationId"])


def _parts(path: str) -> tuple[list[tuple[str, Have]], bool]:
    """The segments of a path as OpenAPI has them, and the pattern of those that are more than a name."""
    found: list[tuple[str, Have]] = []
    count = 0
    for segment in path.strip("/").split("/") if path.strip("/") else ():
        inner = segment.strip("{}") if segment.startswith("{") and segment.endswith("}") else ""
        if inner:
            name, mark, _pattern = inner.partition(":")
            if not mark and not re.fullmatch(r"[a-zA-Z0-9._-]+", inner):
                count += 1
                name = f"customRegex{count}"
            found.append(("{" + name + "}", {}))
        elif re.fullmatch(r"[a-zA-Z0-9._-]+", segment):
            found.append((segment, {}))
        else:
            count += 1
            found.append((f"{{customRegex{count}}}", {"pattern": segment} if segment else {}))
    return found, any(text.startswith("{") for text, _pattern in found)
