# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Key ids and their hashes, made as the Gateway makes them."""

from __future__ import annotations

import base64
import binascii
import json

_MASK = 2**64 - 1
_C1, _C2 = 0x87C37B91114253D5, 0x4CF5AD432745937F


def token(org_id: str, key_id: str) -> str:
    """The id of a key: organisation and the chosen or random part, in base64."""
    plain = f'{{"org":"{org_id}","id":"{key_id}","h":"murmur64"}}'
    return base64.b64encode(plain.encode()).decode()


def _part(key: str, name: str) -> str | None:
    try:
        decoded = json.loads(base64.b64decode(key, validate=True))
    except (binascii.Error, ValueError):
        return None
    return decoded.get(name) if isinstance(decoded, dict) and isinstance(decoded.get(name), str) else None


def organisation(key: str) -> str | None:
    """The organisation inside a key id; None for anything that is no such id."""
    return _part(key, "org")


def algorithm(key: str) -> str:
    """The hash that a key id names; blank for anything that is no such id."""
    return _part(key, "h") or ""


def key_hash(key: str, bits: int = 64) -> str:
    """The first bits of MurmurHash3 x64-128 with seed 0, in hex digits."""
    data = key.encode()
    low = high = 0
    full = len(data) - len(data) % 16
    for start in range(0, full, 16):
        low ^= _mix1(int.from_bytes(data[start : start + 8], "little"))
        low = (_rotate(low, 27) + high) * 5 + 0x52DCE729 & _MASK
        high ^= _mix2(int.from_bytes(data[start + 8 : start + 16], "little"))
        high = (_rotate(high, 31) + low) * 5 + 0x38495AB5 & _MASK
    tail = data[full:]
    high ^= _mix2(int.from_bytes(tail[8:], "little"))
    low ^= _mix1(int.from_bytes(tail[:8], "little"))
    low, high = low ^ len(data), high ^ len(data)
    low = low + high & _MASK
    high = high + low & _MASK
    low, high = _final(low), _final(high)
    low = low + high & _MASK
    return f"{low:016x}{low + high & _MASK:016x}"[: bits // 4]


def _rotate(value: int, bits: int) -> int:
    return (value << bits | value >> (64 - bits)) & _MASK


def _mix1(block: int) -> int:
    return _rotate(block * _C1 & _MASK, 31) * _C2 & _MASK


def _mix2(block: int) -> int:
    return _rotate(block * _C2 & _MASK, 33) * _C1 & _MASK


def _final(value: int) -> int:
    value = (value ^ value >> 33) * 0xFF51AFD7ED558CCD & _MASK
    value = (value ^ value >> 33) * 0xC4CEB9FE1A85EC53 & _MASK
    return value ^ value >> 33
