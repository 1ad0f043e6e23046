# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Merging and comparing of plain data. Pure functions; what a kind says of its paths comes in as Rules.

Merging is RFC 7396: a field that is not named stays, null takes it away, a list is the whole list. In a place that is
exact null is a value as well: where it is there already, and where there is nothing that it could take away.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import json
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, get
from ansible_collections.community.tyk.plugins.module_utils._data.rules import NONE, Rules

V = t.TypeVar("V")
Map = dict[str, t.Any]
Pair = tuple[t.Any, t.Any, Rules, Path]  # two values, with the rules for them and where they are
EXACT, LARGEST = 2**53, 10**300
SIMPLE = frozenset({str, int, float})
LEAVES = SIMPLE | {bool}  # what is no null, and has no parts
_TEXT = json.JSONEncoder(sort_keys=True).encode
MISSING: t.Any = object()  # what an exact map does not have; elsewhere that is null


class Exactly(dict[str, t.Any]):
    """A map that stands for all that there is to be: what it does not name is taken away, and null is a value."""


def exactly(value: t.Any) -> t.Any:
    """A copy that takes the place of whatever is there."""
    if isinstance(value, dict):
        return Exactly((key, exactly(item)) for key, item in value.items())
    return clone(value)


def blank(value: t.Any) -> bool:
    """Whether Tyk means the same by this value as by leaving it out: null, "", 0, false, [], {}, or a map of such."""
    if isinstance(value, dict):
        return all(blank(item) for item in value.values())
    return not value


def canonical(value: t.Any, rules: Rules = NONE) -> str:
    """A text that two values share exactly when they mean the same."""
    return json.dumps(_plain(value, rules), sort_keys=True)


def _plain(value: t.Any, rules: Rules) -> t.Any:
    if isinstance(value, dict):
        pairs = ((key, item, rules.at(key)) for key, item in value.items())
        counted = ((key, _plain(item, below), below.rule) for key, item, below in pairs if below.rule.compare)
        kept = ((key, item) for key, item, rule in counted if (rule.exact or item) and not _is_one_of(item, rule.zeros))
        return {str(key): item for key, item in kept}
    if isinstance(value, list):
        items = [_plain(item, rules.at(index)) for index, item in enumerate(value)]
        if rules.rule.unordered:
            return [json.loads(text) for text in sorted({json.dumps(item, sort_keys=True) for item in items})]
        return items
    return int(value) if isinstance(value, float) and value.is_integer() else value


def by_key(items: list[t.Any], rules: Rules) -> dict[str, t.Any]:
    """The items of a keyed list that have a key, and one that no other has."""
    keys = [item_key(item, rules) for item in items]
    return {key: item for key, item in zip(keys, items) if key and keys.count(key) == 1}


def item_key(item: t.Any, rules: Rules) -> str:
    """What tells an item of a keyed list from the others; "" where it has no key."""
    fields = rules.rule.by
    values = [get(item, name) for name in fields] if isinstance(item, dict) else []
    return "" if all(blank(value) for value in values) else canonical(values, rules.at(0))


def differ(before: t.Any, after: t.Any, rules: Rules = NONE, path: Path = ()) -> t.Iterator[Path]:
    """The paths at which two values mean something different, in order."""
    waiting: list[Pair] = [(before, after, rules, path)]
    while waiting:
        pair = waiting.pop()
        before, after, rules, path = pair
        if before is after or not rules.rule.compare:
            continue
        inside = _exact_parts(pair) if rules.rule.exact else _parts(pair)
        if inside is None:
            yield path
        else:
            waiting.extend(reversed(inside))


def _parts(pair: Pair) -> list[Pair] | None:
    """What of two values is left to compare; None if they are different as it is."""
    before, after, rules, path = pair
    rule = rules.rule
    before = None if before is MISSING or rule.zeros and _is_one_of(before, rule.zeros) else before
    after = None if after is MISSING or rule.zeros and _is_one_of(after, rule.zeros) else after
    if rule.fills and blank(after) and _is_one_of(before, rule.fills):
        return []
    # A map of blanks stays: below it, empty may not be the same as absent.
    if isinstance(before, dict) and not isinstance(after, dict) and blank(after):
        after = {}
    elif isinstance(after, dict) and not isinstance(before, dict) and blank(before):
        before = {}
    if isinstance(before, dict) and isinstance(after, dict):
        return _members(before, after, rules, path)
    if blank(before) or blank(after):
        return [] if blank(before) and blank(after) else None
    if isinstance(before, list) and isinstance(after, list):
        if rule.unordered:
            return [] if canonical(before, rules) == canonical(after, rules) else None
        return _items(before, after, rules, path)
    return [] if _is_same(before, after) else None


def _exact_parts(pair: Pair) -> list[Pair] | None:
    """The same where zero, empty and null are values."""
    before, after, rules, path = pair
    zeros = rules.rule.zeros
    if zeros:
        before, after = (MISSING if _is_one_of(value, zeros) else value for value in (before, after))
    if isinstance(before, dict) and isinstance(after, dict):
        return _members(before, after, rules, path)
    if isinstance(before, list) and isinstance(after, list):
        return _items(before, after, rules, path)
    return [] if _is_same(before, after) else None


def _members(before: Map, after: Map, rules: Rules, path: Path) -> list[Pair]:
    moved = [key for key, item in after.items() if before.get(key, MISSING) is not item]
    moved += [key for key in before if key not in after]
    moved.sort(key=str)
    return [(before.get(key, MISSING), after.get(key, MISSING), rules.at(key), (*path, key)) for key in moved]


def _items(before: list[t.Any], after: list[t.Any], rules: Rules, path: Path) -> list[Pair] | None:
    if len(before) != len(after):
        return None
    pairs = enumerate(zip(before, after))
    return [(one, other, rules.at(index), (*path, index)) for index, (one, other) in pairs]


def _is_same(before: t.Any, after: t.Any) -> bool:
    """Whether two values that have no parts are the same; 0 is not false."""
    return isinstance(before, bool) is isinstance(after, bool) and bool(_number(before) == _number(after))


def _is_one_of(value: t.Any, some: tuple[t.Any, ...]) -> bool:
    return any(_is_same(value, one) for one in some)


def _number(value: t.Any) -> t.Any:
    """A number as Tyk keeps it where it may be any: beyond 2**53 not every integer is one."""
    large = isinstance(value, int) and not -EXACT <= value <= EXACT and abs(value) < LARGEST
    return float(value) if large else value


def same(before: t.Any, after: t.Any, rules: Rules = NONE) -> bool:
    """Whether two values mean the same to Tyk."""
    return is_surely_same(before, after) or next(differ(before, after, rules), None) is None


def is_surely_same(before: t.Any, after: t.Any) -> bool:
    """Whether a glance shows that two values are the same, whatever the rules, with much less work than a closer look.
    Python takes true for 1, which a text of both tells apart; where it says no, they may be the same all the same."""
    if isinstance(before, dict) and isinstance(after, dict) and len(before) == len(after):
        others = ((key, item, after.get(key, MISSING)) for key, item in before.items())
        left = [key for key, item, other in others if item is not other and not _is_one(item, other)]
        if not left:
            return True
        before, after = {key: before[key] for key in left}, {key: after.get(key, MISSING) for key in left}
    try:
        return bool(before == after) and _TEXT(before) == _TEXT(after)
    except (TypeError, ValueError, RecursionError):  # what JSON cannot hold
        return False


def _is_one(before: t.Any, after: t.Any) -> bool:
    """Whether two values are the same and have no parts."""
    kind = before.__class__
    return kind is after.__class__ and (kind in SIMPLE or not before) and bool(before == after)


def merge(current: t.Any, desired: t.Any, rules: Rules = NONE, new: bool = False) -> t.Any:
    """Lay ``desired`` over ``current`` (RFC 7396); neither is changed.

    What stays the same is the same object in the result, ``current`` itself if all of it does. A list that means the
    same as the current one leaves the current one in place, so that nothing moves for nothing.

    :arg new: there is nothing that null could take away, so that it is a value where it can be one.
    """
    if isinstance(desired, Exactly):
        made = _plainly(desired)
        return current if same(current, made, rules) else made
    if isinstance(desired, dict):
        merged = was = current if isinstance(current, dict) else {}
        for key, value in desired.items():
            old = was.get(key, MISSING)
            if old is value or isinstance(old, str) and old == value:  # most often so, and much faster
                continue
            if old is MISSING and value.__class__ in LEAVES:  # as most of what is new
                merged = dict(was) if merged is was else merged
                merged[key] = value
                continue
            below = rules.at(key)
            gone = value is None and not (new and below.rule.null)
            made = value if value is None else merge(None if old is MISSING else old, value, below, new)
            if old is MISSING if gone else made is old:
                continue
            merged = dict(was) if merged is was else merged
            if gone:
                del merged[key]
            else:
                merged[key] = made
        return merged
    if isinstance(desired, list):
        return _merge_list(current, desired, rules)
    return current if current == desired and isinstance(current, bool) is isinstance(desired, bool) else desired


def patch(before: t.Any, after: t.Any, rules: Rules = NONE) -> t.Any:
    """What to lay over ``before`` to get what means the same as ``after`` (RFC 7396): no more than what is another."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return clone(after)
    pairs = {key: (before.get(key, MISSING), after.get(key, MISSING), rules.at(key)) for key in {**before, **after}}
    moved = {key: pair for key, pair in pairs.items() if next(differ(*pair), None) is not None}
    return {key: None if new is MISSING else patch(old, new, below) for key, (old, new, below) in moved.items()}


def _merge_list(current: t.Any, desired: list[t.Any], rules: Rules) -> list[t.Any]:
    """The same for a list, which is the whole list; an item that is told apart keeps what is not named of it."""
    kept: list[t.Any] = current
    if current == desired and (all(isinstance(item, str) for item in desired) or _are_texts_alike(current, desired)):
        return kept
    return _merge_items(current, desired, rules)


def _are_texts_alike(current: t.Any, desired: t.Any) -> bool:
    """Whether two values that Python takes for equal are so, and have no null, which would take something away."""
    try:
        text = _TEXT(current)
        return text == _TEXT(desired) and "null" not in text
    except (TypeError, ValueError, RecursionError):  # what JSON cannot hold
        return False


def _merge_items(current: t.Any, desired: list[t.Any], rules: Rules) -> list[t.Any]:
    kept: list[t.Any] = current
    known: dict[str, t.Any] = {}
    if rules.rule.by and isinstance(current, list):
        asked = by_key(desired, rules)
        known = {key: item for key, item in by_key(current, rules).items() if key in asked}
    keys = [item_key(item, rules) if known else "" for item in desired]
    merged = [
        merge(known.get(key), item, rules.at(i), key not in known) for i, (key, item) in enumerate(zip(keys, desired))
    ]
    return kept if isinstance(current, list) and same(current, merged, rules) else merged


def _plainly(value: t.Any) -> t.Any:
    """A copy that stands for nothing but itself."""
    return {key: _plainly(item) for key, item in value.items()} if isinstance(value, dict) else value


def clone(value: V) -> V:
    """A copy of plain data, at every depth."""
    copied: t.Any = value
    if isinstance(value, dict):
        copied = value.copy()
        for key, item in value.items():
            if item.__class__ not in LEAVES and isinstance(item, (dict, list)):
                copied[key] = clone(item)
    elif isinstance(value, list):
        copied = [clone(item) if isinstance(item, (dict, list)) else item for item in value]
    made: V = copied
    return made


def without(value: t.Any, rules: Rules, question: str) -> t.Any:
    """The value without the paths whose rule answers this question in its own way, such as ``send``: what a task may
    not name. What has none of them is not copied."""
    if not rules.reach(question):
        return value
    if isinstance(value, dict):
        kept, ways = value, rules.ways(question)
        for key in value if ways is None else ways:
            if key not in value:
                continue
            below, item = rules.at(key), value[key]
            drop = below.rule.special(question)
            left = item if drop else without(item, below, question)
            if not drop and left is item:
                continue
            kept = dict(value) if kept is value else kept
            if drop:
                del kept[key]
            else:
                kept[key] = left
        return kept
    if isinstance(value, list):
        items = [without(item, rules.at(index), question) for index, item in enumerate(value)]
        return items if any(one is not other for one, other in zip(items, value)) else value
    return value


def only(value: t.Any, rules: Rules, question: str) -> t.Any:
    """A copy with nothing but the paths whose rule answers this question in its own way; null where there is none."""
    if rules.rule.special(question):
        return value
    if isinstance(value, dict):
        kept = {key: only(item, rules.at(key), question) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None} or None
    return None


def compact(value: t.Any, rules: Rules = NONE) -> t.Any:
    """A copy without fields that mean the same as leaving them out."""
    if rules.rule.exact and not rules.children:
        return value
    if isinstance(value, dict):
        pairs = ((key, compact(item, rules.at(key)), rules.at(key).rule) for key, item in value.items())
        return {key: item for key, item, rule in pairs if (rule.exact or item) and not _is_one_of(item, rule.zeros)}
    if isinstance(value, list):
        return [compact(item, rules.at(index)) for index, item in enumerate(value)]
    return value


def in_order(value: t.Any, rules: Rules) -> t.Any:
    """The value with every list whose order means nothing in one order. What has none of them is not copied."""
    if not rules.reach("unordered"):
        return value
    if isinstance(value, dict):
        return {key: in_order(item, rules.at(key)) for key, item in value.items()}
    if isinstance(value, list):
        items = [in_order(item, rules.at(index)) for index, item in enumerate(value)]
        return sorted(items, key=canonical) if rules.rule.shape == "set" else items
    return value


def whole(value: t.Any) -> t.Any:
    """A copy in which 60.0 is 60: Tyk shows whole numbers as floats at times, but takes none for an integer."""
    if isinstance(value, dict):
        return {key: whole(item) if isinstance(item, _NOT_PLAIN) else item for key, item in value.items()}
    if isinstance(value, list):
        return [whole(item) if isinstance(item, _NOT_PLAIN) else item for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def as_whole(value: t.Any) -> t.Any:
    """The same, but the value itself where a glance shows that it has no such number."""
    return whole(value) if _WHOLE.search(repr(value)) else value


_NOT_PLAIN = (dict, list, float)  # what whole() has to look at
_WHOLE = re.compile(r"\.0\b|e\+")  # how Python writes a float that is a whole number
