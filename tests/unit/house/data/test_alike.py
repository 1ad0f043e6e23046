# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is seen at a glance to be there already, a merge changes nothing of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.community.tyk.plugins.module_utils._data.alike import ELSEWHERE, SET, has, is_one
from ansible_collections.community.tyk.plugins.module_utils._data.merge import merge, same
from ansible_collections.community.tyk.plugins.module_utils._data.rules import EXACT, NO_NULL, NONE, Rule, Rules, keyed
from ansible_collections.community.tyk.plugins.module_utils._data.rules import SET as A_SET

NAMES = ["a", "b", "c", "name"]
RULES = [
    NONE,
    Rules({"a": EXACT, "b": A_SET, "c": keyed("name")}),
    Rules({"a.*": NO_NULL, "b.*.c": EXACT, "c": Rule(zeros=("0s",))}, {"name": Rule(fills=(-1,))}),
    Rules({"a": keyed("a", "name"), "a.*.b": A_SET, "b": Rule(compare=False), "c.*": keyed("c")}),
]
LEAVES = st.sampled_from([None, True, False, 0, 1, 1.0, -1, 2.5, 2**60, "", "x", "0s", "1"])
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)
MAPS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4)


@st.composite
def parts(draw, there):
    """What might be said of a value: a part of it, here and there something else."""
    if draw(st.integers(0, 15)) == 0:
        return draw(VALUES)
    if isinstance(there, dict):
        kept = {key: draw(parts(item)) for key, item in there.items() if draw(st.integers(0, 3))}
        return {**kept, **({draw(st.sampled_from(NAMES)): draw(LEAVES)} if draw(st.integers(0, 9)) == 0 else {})}
    if isinstance(there, list):
        return [draw(parts(item)) for item in there]
    return float(there) if isinstance(there, int) and draw(st.integers(0, 9)) == 0 else there


@st.composite
def pairs(draw):
    there = draw(MAPS)
    said = draw(parts(there))
    return there, said if isinstance(said, dict) else {}


@settings(max_examples=400)
@given(pairs(), st.sampled_from(RULES))
def test_what_is_there_is_not_changed(pair, rules):
    there, said = pair
    merged = merge(there, said, rules)
    if has(there, said, None):
        assert same(there, merged, rules) and has(there, said, None, rules)
    if has(there, said, None, rules):
        assert same(there, merged, rules)


@given(MAPS)
def test_what_is_there_is_seen(there):
    assert is_one(there, there)
    assert has(there, there, None)


ALIKE = [
    ({"a": 1}, {"a": 1.0}),
    ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}}),
    ({"a": [{"b": None}]}, {"a": [{"b": None}]}),
]
OTHERS = [
    ({"a": 1}, {"a": True}),
    ({"a": 1}, {"a": "1"}),
    ({"a": 1}, {"b": 1}),
    ({"a": [1]}, {"a": [1, 1]}),
    ({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": 1}]}),
    ({"a": 1}, {"a": None}),
    ({}, {"a": None}),
    ({"a": "x"}, {"a": {}}),
]


@pytest.mark.parametrize(("there", "said"), ALIKE)
def test_word_for_word(there, said):
    assert has(there, said, None)


@pytest.mark.parametrize(("there", "said"), OTHERS)
def test_anything_else_takes_a_closer_look(there, said):
    assert not has(there, said, None)


def test_by_rules_more_is_alike():
    there, said = (
        {"b": ["x", "y"], "c": [{"name": "x", "a": 0, "b": 2}]},
        {"b": ["y", "x"], "c": [{"name": "x", "b": 2}]},
    )
    assert not has(there, said, None)
    assert has(there, said, None, RULES[1])
    assert has({}, {"a": False}, None, NONE) and not has({}, {"a": False}, None, RULES[1])


def test_a_tree_says_who_tells():
    there = {"a": {"b": ["x", "y"]}, "b": 1}
    assert has(there, {"a": {"b": ["y", "x", "x"]}}, {"a": {"b": SET}})
    assert not has(there, {"a": {"b": ["y"]}}, {"a": {"b": SET}})
    assert not has({"a": [1, {}]}, {"a": [{}, 1]}, {"a": SET})
    assert has(there, {"b": 2}, {"b": ELSEWHERE}) and not has(there, {"b": 1}, {"b": "plan"})
    assert not has(there, {"a": {"b": ["x", "y"]}}, {"a": "plan"})
    assert not has({"a": [1]}, {"a": [1]}, {"a": {"b": "plan"}})
