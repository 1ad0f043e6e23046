# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Just enough of X.509 to know what a certificate is called, and whether it still holds, before Tyk has it.

Pure functions."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from datetime import datetime, timezone

COMMON_NAME = b"\x55\x04\x03"  # 2.5.4.3
EXPLICIT_VERSION, T61, BMP, SHORT_TIME, OBJECT_ID = 0xA0, 0x14, 0x1E, 0x17, 0x06
INTEGER, SEQUENCE, PUBLIC_POINT, UNCOMPRESSED = 0x02, 0x30, 0xA1, 0x04


def _field(der: bytes, number: int) -> bytes:
    """A field of a certificate, counted as in one that tells its version."""
    fields = _values(_values(_values(der)[0][1])[0][1])
    return fields[number if fields[0][0] == EXPLICIT_VERSION else number - 1][1]


def ends(der: bytes) -> float | None:
    """Until when a certificate is valid, in seconds since 1970; None where it does not tell."""
    try:
        tag, value = _values(_field(der, 4))[1]
        text = value.decode("ascii")
        if tag == SHORT_TIME:  # two digits for the year: up to 2049
            text = ("20" if text[:2] < "50" else "19") + text
        return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=timezone.utc).timestamp()
    except (IndexError, ValueError):
        return None


def is_expired(der: bytes, now: float) -> bool:
    """Whether a certificate was valid up to an earlier time; False where it does not tell."""
    end = ends(der)
    return end is not None and end < now


def key_algorithm(der: bytes) -> str:
    """The algorithm of a private key in PKCS#8 form, by the number of it; "" where it does not tell."""
    try:
        tag, value = _values(_values(_values(der)[0][1])[1][1])[0]
    except (IndexError, ValueError):
        return ""
    return _dotted(value) if tag == OBJECT_ID and value else ""


def public_part(der: bytes) -> bytes:
    """What a private key, in the form of PKCS#8, PKCS#1 or SEC 1, has in common with its certificate: the modulus of
    RSA, the first coordinate of ECDSA. b"" where it does not tell."""
    try:
        fields = _values(_values(der)[0][1])
        if fields[1][0] == SEQUENCE:  # PKCS#8: the key itself is inside
            fields = _values(_values(fields[2][1])[0][1])
        if fields[1][0] == INTEGER:
            return fields[1][1].lstrip(b"\0")
        point = next((_values(value)[0][1][1:] for tag, value in fields if tag == PUBLIC_POINT), b"")
    except IndexError:
        return b""
    return point[1 : len(point) // 2 + 1] if point[:1] == bytes([UNCOMPRESSED]) else point[1:]


def _dotted(value: bytes) -> str:
    numbers, number = [], 0
    for byte in value:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(number)
            number = 0
    first = min(numbers[0] // 40, 2) if numbers else 0
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:]))) if numbers else ""


def common_name(der: bytes) -> str:
    """The common name of a certificate's subject; "" where it has none, or this is no certificate."""
    try:
        subject = _field(der, 5)
        pairs = [_values(pair) for _tag, group in _values(subject) for _tag, pair in _values(group)]
        names = [value for (_tag, oid), value in pairs if oid == COMMON_NAME]
    except (IndexError, ValueError):
        return ""
    return _text(*names[-1]) if names else ""  # of several Tyk knows the last


def _text(tag: int, value: bytes) -> str:
    return value.decode({T61: "latin-1", BMP: "utf-16-be"}.get(tag, "utf-8"), "replace")


def _values(der: bytes) -> list[tuple[int, bytes]]:
    """Tag and content of each of the values that stand here one behind the other."""
    found, at = [], 0
    while at < len(der):
        tag, size, at = der[at], der[at + 1], at + 2
        if size & 0x80:
            wide = size & 0x7F
            size, at = int.from_bytes(der[at : at + wide], "big"), at + wide
        found.append((tag, der[at : at + size]))
        at += size
    return found
