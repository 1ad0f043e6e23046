# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stays of data that are replaced: what the server owns, and secrets that nobody names. Pure functions."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank
from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import Secrets, hides

Map = dict[str, t.Any]


def _anybodys(key: str, rules: Rules) -> bool:
    """Whether a key is one that anybody may choose, and not the name of a field."""
    return "*" in rules.children and key not in rules.children


def owned(value: t.Any, rules: Rules, others: t.Any = None) -> Map:
    """What the server owns. An entry that somebody chose does not stay because something in it is the server's.

    :arg others: what is to be; of entries that it has, the server's part is told, too.
    """
    kept: Map = {}
    if not isinstance(value, dict) or not rules.reach("send"):
        return kept
    there = others if isinstance(others, dict) else {}
    for key, item in value.items():
        below = rules.at(key)
        if not below.rule.send:
            if key not in there:
                kept[key] = item
        elif key in there or not _anybodys(key, rules):
            inner = owned(item, below, there.get(key))
            if inner:
                kept[key] = inner
    return kept


def secret(value: t.Any, rules: Rules, node: Secrets, named: t.Any) -> Map:
    """Secrets that nobody names, where what they are a part of is named, or is nothing but secrets. An export leaves
    them out, and they stay where it is applied. Of a map of the user's own, which is nothing without its entries, they
    go where the task names a secret of it.

    :arg named: what a task says.
    """
    kept: Map = {}
    if not isinstance(value, dict) or not isinstance(named, dict):
        return kept
    meant_whole = any(hides(item, node.at(key, named)) for key, item in named.items())
    for key, item in value.items():
        below, inside = rules.at(key), node.at(key, value)
        if hides(item, inside):
            if key not in named and not (meant_whole and _anybodys(key, rules)):
                kept[key] = item
        elif key in named or _only_secrets(item, inside):
            inner = secret(item, below, inside, named.get(key, {}))
            if inner:
                kept[key] = inner
    return kept


def _only_secrets(value: t.Any, node: Secrets) -> bool:
    """Whether a map says nothing beside its secrets."""
    if hides(value, node):
        return True
    if isinstance(value, dict) and value:
        return all(_only_secrets(item, node.at(key, value)) for key, item in value.items())
    return blank(value)
