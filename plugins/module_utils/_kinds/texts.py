# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ids that can be told by what they look like, wherever they stand in an object. Pure."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path
from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules

CERTIFICATE = re.compile(r"[^\s,]*[0-9a-f]{64}")  # an organisation, and the fingerprint
SHORTEST = 64  # of a text that may hold one
BETWEEN = re.compile(r"([\s,]+)")


def texts(value: t.Any, keys: bool = False) -> t.Iterator[str]:
    """Every text in an object.

    :arg keys: the keys of its maps as well.
    """
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, (dict, list)):
            waiting.extend(item.values() if isinstance(item, dict) else item)
            waiting.extend(item if keys and isinstance(item, dict) else ())


def words(value: t.Any) -> t.Iterator[str]:
    """What stands in the texts of an object, each id by itself."""
    return (word for text in texts(value) for word in re.split(r"[\s,]+", text) if word)


def mentions_of(value: t.Any, ids: t.Collection[str], rules: Rules, path: Path = ()) -> t.Iterator[Path]:
    """Where one of these ids stands in a text or in the key of a map, be it among other letters; but for what the
    server makes itself."""
    if not rules.rule.send:
        return
    if isinstance(value, str):
        if len(value) >= SHORTEST and any(ident in value.lower() for ident in ids):
            yield path
    elif isinstance(value, (dict, list)):
        for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
            there = [*mentions_of(item, ids, rules.at(key), (*path, key))]
            yield from there or (*mentions_of(key, ids, Rules(), (*path, key)),)


def certificates(value: t.Any) -> t.Iterator[tuple[str, str]]:
    """Kind and id of every certificate that an object names in any text, or by the key of a map."""
    for text in texts(value, keys=True):
        if len(text) >= SHORTEST:
            yield from (("certificate", word) for word in re.split(r"[\s,]+", text) if CERTIFICATE.fullmatch(word))


def exchanged(value: t.Any, ids: t.Mapping[str, str]) -> t.Any:
    """The same with other ids, wherever one stands in a text; a list, and a text of several, has the new one once."""
    if isinstance(value, dict):
        return {key: exchanged(item, ids) for key, item in value.items()}
    if isinstance(value, list):
        return _each_once(value, [exchanged(item, ids) for item in value])
    if not isinstance(value, str) or len(value) < SHORTEST:
        return value
    words = BETWEEN.split(value)
    new = [ids.get(word, word) for word in words]
    if new == words:
        return value
    return ",".join(_each_once(words[::2], new[::2])) if "," in value else "".join(new)


def _each_once(old: list[t.Any], new: list[t.Any]) -> list[t.Any]:
    """New items without those that stand there already."""
    kept: list[t.Any] = []
    for was, item in zip(old, new):
        if was == item or item not in old and item not in kept:
            kept.append(item)
    return kept
