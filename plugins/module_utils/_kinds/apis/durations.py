# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Durations, which Tyk writes in its own way."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, held
from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules

# Fields that hold a duration as text, and of which a server shows 0s where nobody has said anything.
LASTING = """duration per timeout global_enforce_timeout cache_timeout cacheTimeout cooldownPeriod customRetentionPeriod
    hostDownRetestPeriod logRetentionPeriod maxTimeout safetyMargin""".split()
NO_TIME = ("0s", "0m", "0h", "0ms", "0us", "0ns", "0m0s", "0h0m", "0h0s", "0h0m0s")
LASTING_IN = {"customKeyLifetime": "value"}  # and one whose name alone does not tell
CALLED = frozenset([*LASTING, *LASTING_IN])
ENFORCED = "middleware.*.*.enforceTimeout"  # of operations, and of the primitives of MCP proxies
SECOND = 10**9
UNITS = (("h", 3600 * SECOND), ("m", 60 * SECOND), ("s", SECOND), ("ms", 10**6), ("µs", 10**3), ("ns", 1))


def nanoseconds(text: str) -> int | None:
    """How long that is; None where it is no duration. A number can only mean seconds."""
    text = f"{text}s" if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) else text
    parts = re.findall(r"([0-9]+(?:\.[0-9]+)?)(h|ms|m|s|µs|us|ns)", text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        return None
    units = {**dict(UNITS), "us": 10**3}
    return round(sum(float(number) * units[unit] for number, unit in parts))


def lasting(text: str, hours: bool = True) -> str:
    """A duration as Tyk writes it: 60s is 1m, and where it takes no hours, 90m is 90m."""
    left, shown = nanoseconds(text), ""
    if left is None:
        return text
    for unit, size in UNITS[0 if hours else 1 :]:
        count, left = divmod(left, size)
        shown += f"{count}{unit}" if count else ""
    return shown or "0s"


def in_go(declared: t.Any, rules: Rules) -> t.Any:
    """What a task says, with Tyk's own durations as it shows them; what is the user's own stays as it is."""
    return _in_go(declared, rules) if _may_last(declared) else declared


def _may_last(declared: t.Any) -> bool:
    """Whether anything is called as durations are."""
    waiting = [declared]
    for one in waiting:  # which grows meanwhile
        if isinstance(one, dict):
            if not CALLED.isdisjoint(one):
                return True
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return False


def _in_go(declared: t.Any, rules: Rules, around: str = "") -> t.Any:
    """:arg around: what this is called."""
    if isinstance(declared, list):
        return [_in_go(item, rules.at(index)) for index, item in enumerate(declared)]
    if not isinstance(declared, dict):
        return declared
    made = dict(declared)
    for name, item in declared.items():
        if isinstance(item, (dict, list)):
            made[name] = _in_go(item, rules.at(name), name)
        elif isinstance(item, str) and (name in LASTING or LASTING_IN.get(around) == name):
            made[name] = item if rules.at(name).rule.exact else lasting(item)
    return made


def hourless(obj: t.Any, paths: t.Iterable[str]) -> t.Any:
    """An object with the durations at these paths as Tyk takes them; copied where that differs."""
    ways = [path.split(".") for path in paths]
    if any("h" in str(holder[key]) for way in ways for holder, key in held(obj, way)):
        obj = copy.deepcopy(obj)
        for holder, key in (pair for way in ways for pair in held(obj, way)):
            holder[key] = lasting(holder[key], hours=False) if isinstance(holder[key], str) else holder[key]
    return obj


def in_seconds(own: t.Any) -> t.Any:
    """Tyk's part of a document, with whole seconds for the time-outs of endpoints that a task says as durations."""
    found = [pair for pair in held(own, [*ENFORCED.split("."), "value"]) if isinstance(pair[0][pair[1]], str)]
    for holder, key in found:
        length = nanoseconds(holder[key].strip())
        holder[key] = length // SECOND if length is not None and length % SECOND == 0 else holder[key]
    return own


def outdo(own: t.Any, stored: t.Any) -> None:
    """Take the stored duration of an endpoint's time-out away where a task says another one in whole seconds: Tyk goes
    by the duration where there are both."""
    for place, endpoints in (get(own, "middleware") or {}).items():
        for name, parts in endpoints.items() if isinstance(endpoints, dict) else ():
            said: t.Any = parts.get("enforceTimeout") if isinstance(parts, dict) else None
            there = get((get(stored, f"middleware.{place}") or {}).get(name), "enforceTimeout.duration")
            seconds = said.get("value") if isinstance(said, dict) and "duration" not in said else None
            if isinstance(seconds, int) and there and seconds != -(-(nanoseconds(there) or 0) // SECOND):
                said["duration"] = None
