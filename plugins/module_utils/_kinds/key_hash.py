# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tokens of keys and their hashes, made as Tyk's Gateway makes them. Pure functions."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re

ALGORITHMS = ("murmur32", "murmur64", "murmur128", "sha256")
_WORD, _LONG = 2**32 - 1, 2**64 - 1
_C1, _C2 = 0x87C37B91114253D5, 0x4CF5AD432745937F


def make_token(org_id: str, name: str, algorithm: str = "") -> str:
    """The token of the key that an organisation calls by this name.

    :arg algorithm: the Gateway's ``hash_key_function``; "" where it is not set, which makes a token of the old form.
    """
    ident = name[len(org_id) :] if org_id and name.startswith(org_id) else name
    if not algorithm:
        return org_id + ident
    return base64.b64encode(f'{{"org":"{org_id}","id":"{ident}","h":"{algorithm}"}}'.encode()).decode()


def token_parts(token: str) -> dict[str, str]:
    """``org``, ``id`` and ``h`` out of a token; empty for one of the old form, which does not tell them apart."""
    if not token.startswith("ey"):
        return {}
    try:
        parts = json.loads(base64.b64decode(token, validate=True))
    except (binascii.Error, ValueError):
        return {}
    return {name: str(value) for name, value in parts.items()} if isinstance(parts, dict) else {}


def token_org(token: str) -> str:
    """The organisation that the Gateway reads out of a token, or out of a name that looks like one; "" for none."""
    told = token_parts(token).get("org")
    if told is not None:
        return told
    return token[:24] if len(token) > 24 and re.fullmatch("[0-9a-fA-F]{24}", token[:24]) else ""


def name_in(token: str, org_id: str) -> str:
    """The name of the key with this token, under which Tyk makes the same token again; "" where it is none of this
    organisation's."""
    parts = token_parts(token)
    name = parts.get("id") or ""
    return name if name and make_token(org_id, name, parts.get("h") or "") == token else ""


def looks_like_token(text: str) -> bool:
    """Whether a text can be nothing but a token; one that people chose themselves cannot be told from a name."""
    text = text.strip()
    return bool(token_org(text) or re.match("ey[A-Za-z0-9+/=_-]{20}", text))  # be it cut off


def safe_name(token: str) -> str:
    """What a key may be called where its token must not be seen: by Tyk's hash where that is known, else by another."""
    token = token.strip()
    if token_org(token):
        return key_hash(token)
    return f"sha256-{hashlib.sha256(token.encode()).hexdigest()[:16]}"


def key_hash(token: str, algorithm: str = "") -> str:
    """The hash under which Tyk stores the key with this token.

    :arg algorithm: one of ALGORITHMS; "" for the one that the token names, as the Gateway chooses it.
    """
    algorithm = algorithm or token_parts(token).get("h") or "murmur32"
    data = token.encode()
    if algorithm == "sha256":
        return hashlib.sha256(data).hexdigest()
    if algorithm == "murmur64":
        return f"{_murmur128(data)[0]:016x}"
    if algorithm == "murmur128":
        return "{:016x}{:016x}".format(*_murmur128(data))
    if algorithm == "murmur32":
        return f"{_murmur32(data):08x}"
    raise ValueError(f"{algorithm!r} is none of {', '.join(ALGORITHMS)}")


def _rotate(value: int, by: int, bits: int = 64) -> int:
    limit: int = 2**bits - 1
    return (value << by | value >> (bits - by)) & limit


def _murmur32(data: bytes) -> int:
    """Tyk's own: no seed and no last mix, and what is over after whole words of four bytes does not count."""
    state = 0
    for at in range(0, len(data) - len(data) % 4, 4):
        word = int.from_bytes(data[at : at + 4], "little") * 0xCC9E2D51 & _WORD
        state ^= _rotate(word, 15, 32) * 0x1B873593 & _WORD
        state = _rotate(state, 13, 32) * 5 + 0xE6546B64 & _WORD
    return state


def _murmur128(data: bytes) -> tuple[int, int]:
    """MurmurHash3 x64-128 with the seed 0."""
    one = two = 0
    whole = len(data) - len(data) % 16
    for at in range(0, whole, 16):
        one ^= _first(data[at : at + 8])
        one = (_rotate(one, 27) + two) * 5 + 0x52DCE729 & _LONG
        two ^= _second(data[at + 8 : at + 16])
        two = (_rotate(two, 31) + one) * 5 + 0x38495AB5 & _LONG
    one ^= _first(data[whole : whole + 8]) ^ len(data)
    two ^= _second(data[whole + 8 :]) ^ len(data)
    one = one + two & _LONG
    two = two + one & _LONG
    one, two = _last(one), _last(two)
    one = one + two & _LONG
    return one, two + one & _LONG


def _first(part: bytes) -> int:
    return _rotate(int.from_bytes(part, "little") * _C1 & _LONG, 31) * _C2 & _LONG


def _second(part: bytes) -> int:
    return _rotate(int.from_bytes(part, "little") * _C2 & _LONG, 33) * _C1 & _LONG


def _last(value: int) -> int:
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        value = (value ^ value >> 33) * factor & _LONG
    return value ^ value >> 33
