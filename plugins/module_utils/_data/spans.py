# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Spans of time as people write them, such as 30d."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def span(value: t.Any) -> int | None:
    """The seconds of a span such as 7d; None where it is none."""
    found = re.fullmatch(r"(\d+)\s*([smhdw])", str(value or ""), re.ASCII)
    return int(found[1]) * SECONDS[found[2]] if found else None


def ahead(option: str, value: t.Any) -> int:
    """The seconds that an option says; 0 where it says nothing. Raises Invalid."""
    if value in (None, ""):
        return 0
    seconds = span(value)
    if seconds is None:
        raise Invalid(f"{option}: {value!r} is no span; write 30d, 6w or 48h")
    return seconds
