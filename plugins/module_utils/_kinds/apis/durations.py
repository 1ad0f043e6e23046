# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Durations, which Tyk writes in its own way."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules

# Fields that hold a duration as text, and of which a server shows 0s where nobody has said anything.
LASTING = """duration per timeout global_enforce_timeout cache_timeout cacheTimeout cooldownPeriod customRetentionPeriod
    hostDownRetestPeriod logRetentionPeriod maxTimeout safetyMargin""".split()
NO_TIME = ("0s", "0m", "0h", "0ms", "0us", "0ns", "0m0s", "0h0m", "0h0s", "0h0m0s")
SECONDS = ("per",)  # where a number can only mean seconds
UNITS = (("h", 3600 * 10**9), ("m", 60 * 10**9), ("s", 10**9), ("ms", 10**6), ("µs", 10**3), ("ns", 1))


def lasting(text: str) -> str:
    """A duration as Tyk writes it: 60s is 1m."""
    parts = re.findall(r"([0-9]+(?:\.[0-9]+)?)(h|ms|m|s|µs|us|ns)", text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        return text
    units, shown = {**dict(UNITS), "us": 10**3}, ""
    left = round(sum(float(number) * units[unit] for number, unit in parts))
    for unit, size in UNITS:
        count, left = divmod(left, size)
        shown += f"{count}{unit}" if count else ""
    return shown or "0s"


def in_go(declared: t.Any, rules: Rules, key: str = "") -> t.Any:
    """What a task says, with Tyk's own durations as it shows them; what is the user's own stays as it is."""
    if isinstance(declared, dict):
        return {name: in_go(item, rules.at(name), name) for name, item in declared.items()}
    if isinstance(declared, list):
        return [in_go(item, rules.at(index)) for index, item in enumerate(declared)]
    if not isinstance(declared, str) or key not in LASTING or rules.rule.exact:
        return declared
    return lasting(f"{declared}s" if key in SECONDS and re.fullmatch("[0-9]+", declared) else declared)
