# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether what is there has all that is said of it, at a glance: word for word, or as Rules say that it means the same.

Where this says yes, to merge what is said would change nothing; where it says no, it may be so all the same.
tests/unit/house/data/test_alike.py holds that.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import MISSING, merge, same
from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules

# What a tree that is walked beside the data says of a field: SET, it is a list of texts whose order means nothing;
# ELSEWHERE, whether it is as it is said is told elsewhere, so that it passes here; any other text, no glance tells.
SET, ELSEWHERE = "set", "elsewhere"
Look = t.Union[str, dict[str, t.Any], None]
_NUMBERS = frozenset({int, float})  # true is none


def is_at_least(there: t.Any, said: t.Any, look: Look, rules: Rules | None = None) -> bool:
    """Whether a value is, or a map has, what is said of it. Null may take something away, and true is not 1.

    :arg rules: by these two values may mean the same; without them they have to be the same.
    """
    if look is None or look.__class__ is dict and said.__class__ is dict:
        if said.__class__ is dict:
            return has(there, said, look, rules)
        return is_one(there, said) or rules is not None and said is not None and _is_same(there, said, rules)
    if look is SET and _is_list(there, said):
        return all(one.__class__ is str for one in (*there, *said)) and {*there} == {*said}
    return look is ELSEWHERE


def _is_same(there: t.Any, said: t.Any, rules: Rules) -> bool:
    """Whether a value means what is said of it."""
    return same(there, merge(None if there is MISSING else there, said, rules), rules)


def _is_list(there: t.Any, said: t.Any) -> bool:
    return there.__class__ is list and said.__class__ is list


def has(there: t.Any, said: t.Mapping[str, t.Any], look: t.Any, rules: Rules | None = None) -> bool:
    """The same of a map."""
    if there.__class__ is not dict:
        return False
    for key, value in said.items():
        below, item = None if look is None else look.get(key), there.get(key, MISSING)
        if below is None and value.__class__ is str and item == value:  # most often so
            continue
        if not is_at_least(item, value, below, None if rules is None else rules.at(key)):
            return False
    return True


def is_one(there: t.Any, said: t.Any) -> bool:
    """Whether two values are the same, at every depth."""
    kind = there.__class__
    if kind is dict:
        if not isinstance(said, dict) or len(said) != len(there):
            return False
        return all(key in said and is_one(item, said[key]) for key, item in there.items())
    if kind is not said.__class__ and not (kind in _NUMBERS and said.__class__ in _NUMBERS):
        return False
    if kind is list:
        return len(there) == len(said) and all(map(is_one, there, said))
    return bool(there == said)
