# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Digests by which data can be seen to be the same, field by field, without telling what they are. Pure functions."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import hashlib
import hmac
import json
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import canonical
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, dotted
from ansible_collections.community.tyk.plugins.module_utils._data.rules import EXACT, NONE, Rules

DEEP = 3  # so many keys lead to a field that has a digest of its own
LENGTH = 32  # hexadecimal digits of a digest
TURNS = 100_000  # of making a key longer, so that trying many of them takes long
AS_IT_IS = Rules({"*": EXACT})  # where zero, empty and null are values


class Digests:
    """Makes digests, of secrets only with a key.

    :arg key: nobody can guess what a digest stands for without it; "" for none, and what is secret is left out.
    :arg salt: the same data have other digests with another one.
    """

    def __init__(self, key: str, salt: str) -> None:
        self.salt = salt
        self._key = hashlib.pbkdf2_hmac("sha256", key.encode(), salt.encode(), TURNS) if key else b""

    @property
    def keyed(self) -> bool:
        """Whether secrets are compared, too."""
        return bool(self._key)

    def of(self, text: str) -> str:
        """The digest of a text that is no secret."""
        whole = f"{self.salt}\n{text}".encode()
        made = hmac.new(self._key, whole, hashlib.sha256) if self._key else hashlib.sha256(whole)
        return made.hexdigest()[:LENGTH]

    def fields(self, whole: t.Any, shown: t.Any, rules: Rules = NONE, about: str = "") -> dict[str, str]:
        """Digests of the fields of some data, by path.

        :arg shown: the same data with a mask for every secret.
        :arg about: whose data these are, so that equal values of two objects do not look alike.
        """
        masked = json.loads(canonical(shown, rules))
        told = json.loads(canonical(whole, rules)) if self.keyed else masked
        found: dict[str, str] = {}
        for way, item in _fields(masked, told, ()):
            path = dotted(way)  # which two can share, where keys have dots
            found[path] = self.of("\n".join((found.get(path, ""), about, path, canonical(item, AS_IT_IS))))
        return found


def _fields(masked: t.Any, told: t.Any, path: Path) -> t.Iterator[tuple[Path, t.Any]]:
    """The fields, by what is shown of them: what a mask stands for is one field."""
    if isinstance(masked, dict) and isinstance(told, dict) and len(path) < DEEP and (masked or not path):
        for key, item in masked.items():
            yield from _fields(item, told.get(key), (*path, key))
    else:
        yield path, told


def unordered(value: t.Any) -> t.Any:
    """A copy in which lists have one order, for where the order is not what counts."""
    if isinstance(value, dict):
        return {key: unordered(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted((unordered(item) for item in value), key=lambda item: canonical(item, AS_IT_IS))
    return value


def other_fields(was: t.Mapping[str, str], now: t.Mapping[str, str]) -> list[str]:
    """The paths whose digests are not the same."""
    return sorted(path for path in {*was, *now} if was.get(path) != now.get(path))
