# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts from outside, fit to be shown: without secrets, and without codes that a terminal would obey."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import json
import re
import typing as t
from urllib.parse import quote

CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
NO_LOG = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"  # what Ansible puts in the place of a secret
SHORT = 4  # a text of fewer characters is in too many others to be hidden in all of them


def printable(text: str) -> str:
    """A text that may hold names from anywhere, line by line."""
    return "\n".join(CONTROL.sub(" ", line) for line in text.split("\n"))


def without_login(url: str) -> str:
    """The address of a server without who logs in there, be it written rightly or not."""
    return re.sub(r"^([A-Za-z][A-Za-z0-9+.-]*:/*)?.*@", r"\1********@", url, flags=re.DOTALL)


def masked(value: t.Any, secrets: t.Iterable[str]) -> t.Any:
    """A result without these secrets, wherever they stand in it.

    Up to 2.21 ansible-core does this before a module prints; from 2.22 on it only masks what it displays.
    """
    told = [text for text in map(str, secrets) if text.strip()]  # a blank is in everything
    return _masked(value, sorted(told, key=len, reverse=True))


def _masked(value: t.Any, secrets: t.Sequence[str]) -> t.Any:
    if isinstance(value, str):
        if value in secrets:
            return NO_LOG
        for secret in secrets:
            value = value.replace(secret, "*" * 8)
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_masked(item, secrets) for item in value]
    if isinstance(value, (dict, t.Mapping)):
        return {name: _masked(item, secrets) for name, item in value.items()}
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return NO_LOG if any(secret in str(value) for secret in secrets) else value
    return value


class Veil:
    """Secrets that a server may repeat in what it says.

    :arg secret: the first of them; "" for none.
    """

    def __init__(self, secret: str) -> None:
        self._secrets = {secret} - {""}

    def hide(self, secrets: t.Iterable[str]) -> None:
        """Remember these, in all the ways in which a request may hold them."""
        for secret in secrets:
            for line in secret.splitlines():
                if len(line) >= SHORT:
                    escaped = json.dumps(line)[1:-1], json.dumps(line, ensure_ascii=False)[1:-1]
                    self._secrets.update((line, quote(line, safe=""), *escaped))

    def clean(self, text: str) -> str:
        """One short line without any of them."""
        for secret in sorted(tuple(self._secrets), key=len, reverse=True):
            text = text.replace(secret, "********")
        return CONTROL.sub(" ", text).strip()[:500]
