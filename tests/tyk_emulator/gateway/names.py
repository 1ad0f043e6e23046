# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names, tokens and hashes of keys, for every hash_key_function. The one of the Dashboard's side is tokens.py."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

from ..kinds import tokens

ALGORITHMS = ("", "murmur32", "murmur64", "murmur128", "sha256")


def token(org: str, name: str, algorithm: str) -> str:
    """The token of a name; without a hash_key_function the two are written one after the other."""
    if not algorithm:
        return org + name
    return base64.b64encode(f'{{"org":"{org}","id":"{name}","h":"{algorithm}"}}'.encode()).decode()


def organisation(key: str) -> str:
    """The organisation that is read out of a token, or out of 24 hex digits that a name begins with."""
    told = _told(key, "org") if key.startswith("ey") else None
    if told is not None:
        return told
    head = key[:24]
    return head if len(key) > 24 and all(digit in "0123456789abcdefABCDEF" for digit in head) else ""


def key_hash(key: str) -> str:
    """The hash that the token itself names, else the first one that Tyk had."""
    algorithm = (_told(key, "h") if key.startswith("ey") else None) or ""
    if algorithm == "sha256":
        return hashlib.sha256(key.encode()).hexdigest()
    if algorithm in ("murmur64", "murmur128"):
        return tokens.key_hash(key, 128 if algorithm == "murmur128" else 64)
    return _first(key.encode())


def _told(key: str, member: str) -> str | None:
    """A member of the object in a token, which need not be good JSON: a name with quotes is not escaped in it."""
    try:
        text = base64.b64decode(key, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return None
    found = re.findall(rf'[{{,]\s*"{member}"\s*:\s*"([^"]*)"', text) if text.startswith("{") else []
    return (found[0] if member == "org" else found[-1]) if found else None


def identity(key: str) -> str:
    """The name inside a token; blank for anything that is no token."""
    return (_told(key, "id") or "") if key.startswith("ey") else ""


def bare(org: str, name: str) -> str:
    """A name without the organisation that may stand in front of it."""
    return name.removeprefix(org)


def _first(data: bytes) -> str:
    """Body rounds of MurmurHash3 x86-32 and nothing else: what is left of whole words is ignored."""
    mask, state = 2**32 - 1, 0
    for start in range(0, len(data) // 4 * 4, 4):
        word = int.from_bytes(data[start : start + 4], "little") * 0xCC9E2D51 & mask
        word = ((word << 15 | word >> 17) & mask) * 0x1B873593 & mask
        state ^= word
        state = ((state << 13 | state >> 19) & mask) * 5 + 0xE6546B64 & mask
    return f"{state:08x}"
