# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of the access rights when several policies grant the same API."""

from __future__ import annotations

from typing import Any

from .fields import blank, hollow

RATE = ("rate", "per", "smoothing")
_OWN = (*RATE, "quota_max", "quota_renewal_rate", "throttle_interval", "throttle_retry_limit", "max_query_depth")
_RULES = ("json_rpc_methods_access_rights", "mcp_access_rights")


def greater(one: int, other: int) -> bool:
    """Whether a limit is more generous than another; -1 is none at all."""
    return one == -1 or (other != -1 and one > other)


def pause(holder: dict[str, Any]) -> int:
    """Nanoseconds between two requests."""
    if holder["per"] <= 0 or holder["rate"] <= 0:
        return 0
    return int(10**9 * holder["per"] / holder["rate"])


def empty_limit(limit: dict[str, Any]) -> bool:
    return hollow("Limit", limit) and not limit.get("set_by")


def own_limit(policy: dict[str, Any]) -> dict[str, Any]:
    """The limits of a policy in the form of those of an API."""
    return {**blank("Limit"), **{name: policy[name] for name in _OWN}}


def joined(one: list[Any] | None, other: list[Any] | None) -> list[Any] | None:
    """A list with what it lacks of another one."""
    found = list(one or [])
    found += [item for item in dict.fromkeys(other or []) if item not in found]
    return found if found else one


def grants(given: dict[str, Any], right: dict[str, Any]) -> None:
    """Add what one more policy grants of an API."""
    right["disable_introspection"] = given["disable_introspection"] or right["disable_introspection"]
    right["versions"] = joined(right["versions"], given["versions"])
    right["allowed_urls"] = _by_name([*(right["allowed_urls"] or []), *(given["allowed_urls"] or [])], "url", "methods")
    for name in ("restricted_types", "allowed_types"):
        if not right[name]:
            right[name] = given[name]
        else:
            right[name] = _by_name([*right[name], *(given[name] or [])], "name", "fields")
    _depths(given, right)
    for name in _RULES:
        right[name] = _rules(right[name], given[name])


def _by_name(entries: list[dict[str, Any]], key: str, values: str) -> list[dict[str, Any]] | None:
    """Entries of one name become one, in the order in which they were seen."""
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        if entry[key] in found:
            found[entry[key]][values] = joined(found[entry[key]][values], entry[values])
        else:
            found[entry[key]] = dict(entry)
    return list(found.values()) or None


def _depths(given: dict[str, Any], right: dict[str, Any]) -> None:
    if not right["field_access_rights"]:
        right["field_access_rights"] = given["field_access_rights"]
        return
    for entry in given["field_access_rights"] or []:
        for known in right["field_access_rights"]:
            if all(known[name] == entry[name] for name in ("type_name", "field_name")):
                if greater(entry["limits"]["max_query_depth"], known["limits"]["max_query_depth"]):
                    known["limits"]["max_query_depth"] = entry["limits"]["max_query_depth"]
                break
        else:
            right["field_access_rights"].append(entry)


def _rules(held: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Allowed and blocked names add up."""
    return {
        name: _rules(held[name], item) if isinstance(item, dict) else joined(held[name], item)
        for name, item in given.items()
    }


def speeds(given: dict[str, Any], right: dict[str, Any]) -> None:
    """Limits of single endpoints and primitives: the higher rate counts."""
    right["endpoints"] = _endpoints(given["endpoints"], right["endpoints"])
    right["json_rpc_methods"] = _primitives(given["json_rpc_methods"], right["json_rpc_methods"])
    right["mcp_primitives"] = _primitives(given["mcp_primitives"], right["mcp_primitives"])


def _endpoints(given: list[Any] | None, held: list[Any] | None) -> list[Any] | None:
    known, result = _flat(held), _flat(given)
    if not known:
        return given
    for place, limit in known.items():
        new = result.get(place)
        if new is None or pause(new) > pause(limit) or (pause(new) == pause(limit) and limit["rate"] > new["rate"]):
            result[place] = limit
    found: dict[str, list[Any]] = {}
    for (name, path), limit in sorted(result.items(), key=lambda entry: (entry[0][1], entry[0][0].upper())):
        found.setdefault(path, []).append({"name": name, "limit": limit})
    return [{"path": path, "methods": methods} for path, methods in found.items()]


def _flat(endpoints: list[Any] | None) -> dict[tuple[str, str], Any]:
    return {
        (method["name"], entry["path"]): method["limit"]
        for entry in endpoints or []
        for method in entry["methods"] or []
    }


def _primitives(given: list[Any] | None, held: list[Any] | None) -> list[Any] | None:
    if not held or not given:
        return given or held
    found = {(entry.get("type"), entry["name"]): entry for entry in held}
    for entry in given:
        known = found.get((entry.get("type"), entry["name"]))
        if known is None or pause(entry["limit"]) < pause(known["limit"]) or not pause(known["limit"]):
            found[entry.get("type"), entry["name"]] = entry
    return list(found.values())


def raised(right: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
    """The rights that one more policy with limits for each API gives, with what was more generous before."""
    limit, before, updated = right["limit"], held["limit"], False
    if pause(limit) > pause(before):
        limit.update({name: before[name] for name in RATE})
        updated = True
    if before["quota_max"] != limit["quota_max"] and greater(before["quota_max"], limit["quota_max"]):
        limit["quota_max"], updated = before["quota_max"], True
    if greater(before["quota_renewal_rate"], limit["quota_renewal_rate"]):
        limit["quota_renewal_rate"] = before["quota_renewal_rate"]
    if limit["quota_max"] == -1:
        limit["quota_renewal_rate"] = 0
    if updated:
        limit["set_by"] = before.get("set_by", "")
        right["allowance_scope"] = held["allowance_scope"]
    kept = {name: right[name] for name in ("endpoints", "json_rpc_methods", "mcp_primitives")}
    merged = dict(held)
    speeds(kept, merged)
    return {**right, **{name: merged[name] for name in kept}}
