# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long Redis keeps a session: as long as the longest of the APIs that it is for wants it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

FOREVER = -1


def seconds(session: dict[str, Any], apis: Iterable[dict[str, Any]], now: int) -> int:
    """What is left to a session; nothing and FOREVER both mean that it stays."""
    longest = 0
    for api in apis:
        left = _for(session, api, now)
        if left == FOREVER:
            return FOREVER
        longest = max(longest, left)
    return longest


def _for(session: dict[str, Any], api: dict[str, Any], now: int) -> int:
    action, grace = session["post_expiry_action"], session["post_expiry_grace_period"]
    if action == "delete" or (action == "retain" and grace):
        return _after_expiry(session["expires"], 0 if action == "delete" else grace, now)
    lifetime: int = max(0, session["session_lifetime"]) or max(0, api["session_lifetime"])
    if not lifetime or not api.get("session_lifetime_respects_key_expiration"):
        return lifetime
    expires: int = session["expires"]
    return max(lifetime, expires - now) if expires > 0 else expires


def _after_expiry(expires: int, grace: int, now: int) -> int:
    if expires <= 0 or grace == FOREVER:
        return FOREVER if expires > 0 else 0
    return max(1, expires - now + grace)
