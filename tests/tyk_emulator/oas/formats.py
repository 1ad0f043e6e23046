# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Formats of strings as Go's libraries take them: addresses, regular expressions, e-mail."""

from __future__ import annotations

import functools
import re

from .expressions import is_regex

# Characters that an address may have in its host, beside letters and digits.
_HOST = frozenset("-_.~!$&'()*+,;=:[]<>\"")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_USER = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:%@]*")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+|[^<>@]*<[^@\s<>]+@[^@\s<>]+>")


@functools.lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """A pattern of Go for Python; none if Go has no such pattern."""
    if not is_regex(pattern):
        return None
    text = re.sub(r"\\x\{([0-9A-Fa-f]+)\}", lambda found: re.escape(chr(int(found[1], 16))), pattern)
    text = re.sub(r"\\p\{?\^?\w+\}?", "[^\\\\W\\\\d_]", text, flags=re.IGNORECASE)
    text = re.sub(r"\\z$", r"\\Z", text)
    if text.endswith("$") and not text.endswith("\\$"):
        text = text[:-1] + r"\Z"
    try:
        return re.compile(text, re.ASCII)
    except re.error:
        return None


def matches(pattern: str, text: str) -> bool:
    compiled = _compiled(pattern)
    return compiled is not None and compiled.search(text) is not None


def scheme_of(url: str) -> tuple[str, str] | None:
    """The scheme of an address, and the rest; none where Go finds that it lacks one."""
    for index, letter in enumerate(url):
        if letter.isascii() and letter.isalpha():
            continue
        if letter in "0123456789+-.":
            if index == 0:
                return "", url
        elif letter == ":":
            return None if index == 0 else (url[:index].lower(), url[index + 1 :])
        else:
            return "", url
    return "", url


def parses(url: str) -> bool:
    """Whether Go's net/url takes an address, absolute or not."""
    if _CONTROL.search(url):
        return False
    url, _hash, fragment = url.partition("#")
    found = scheme_of(url)
    if found is None or _ESCAPE.search(fragment):
        return False
    scheme, rest = found
    rest = rest.partition("?")[0]
    if not rest.startswith("/"):
        return bool(scheme) or (":" not in rest.split("/")[0] and not _ESCAPE.search(rest))
    if rest.startswith("//") and (scheme or not rest.startswith("///")):
        authority, _slash, path = rest[2:].partition("/")
        return _authority(authority) and not _ESCAPE.search(path)
    return not _ESCAPE.search(rest)


def _authority(text: str) -> bool:
    user, at, host = text.rpartition("@")
    if at and (not _USER.fullmatch(user) or _ESCAPE.search(user)):
        return False
    if host.startswith("["):
        address, bracket, port = host.rpartition("]")
        return bool(bracket) and bool(address) and (not port or re.fullmatch(r":\d*", port) is not None)
    name, colon, port = host.rpartition(":")
    if colon and not re.fullmatch(r"[0-9]*", port):
        return False
    plain = re.sub(r"%[89A-Fa-f][0-9A-Fa-f]", "", name if colon else host)
    return all(not letter.isascii() or letter.isalnum() or letter in _HOST for letter in plain)


def is_format(name: str, text: str) -> bool:
    """Whether a text has a format; formats that the validator does not know are had by every text."""
    if name in ("uri", "uri-reference"):
        found = parses(text) and "\\" not in text
        return found and (name == "uri-reference" or bool((scheme_of(text) or ("", ""))[0]))
    if name == "regex":
        return is_regex(text)
    return name != "email" or _EMAIL.fullmatch(text) is not None
