# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Just enough of X.509 to know what a certificate is called before Tyk has it. Pure functions."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

COMMON_NAME = b"\x55\x04\x03"  # 2.5.4.3
EXPLICIT_VERSION, T61, BMP = 0xA0, 0x14, 0x1E


def common_name(der: bytes) -> str:
    """The common name of a certificate's subject; "" where it has none, or this is no certificate."""
    try:
        fields = _values(_values(_values(der)[0][1])[0][1])
        subject = fields[5 if fields[0][0] == EXPLICIT_VERSION else 4][1]
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
