# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The semantics table of merging and comparing, and its laws."""

from __future__ import annotations

import copy
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.community.tyk.plugins.module_utils._data import merge as _merge
from ansible_collections.community.tyk.plugins.module_utils._data.merge import (
    Exactly,
    as_whole,
    blank,
    canonical,
    clone,
    compact,
    differ,
    exactly,
    in_order,
    is_surely_same,
    merge,
    patch,
    same,
    whole,
    without,
)
from ansible_collections.community.tyk.plugins.module_utils._data.paths import dotted
from ansible_collections.community.tyk.plugins.module_utils._data.rules import (
    EXACT,
    NO_NULL,
    SERVER,
    SET,
    WRITE_ONLY,
    Rule,
    Rules,
    keyed,
)

RULES = Rules(
    {"tags": SET, "id": SERVER, "urls": keyed("url"), "urls.*.methods": SET, "urls.*.note": SERVER, "pin": WRITE_ONLY},
    {"password": WRITE_ONLY},
)


@pytest.mark.parametrize(
    ("current", "desired", "merged"),
    [
        ({"a": 1}, {}, {"a": 1}),
        ({"a": 1}, {"a": None}, {}),
        ({"a": 1}, {"b": None}, {"a": 1}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": None}}, {"a": {"c": 2}}),
        ({"a": {"b": {"c": 1}}}, {"a": {"b": {"d": 2}}}, {"a": {"b": {"c": 1, "d": 2}}}),
        ({"a": 1}, {"a": {"b": {"c": None, "d": 1}}}, {"a": {"b": {"d": 1}}}),
        ({"a": [1, 2, 3]}, {"a": [1]}, {"a": [1]}),
        ({"a": [1]}, {"a": []}, {"a": []}),
        ({"tags": ["x", "y"]}, {"tags": ["y", "x"]}, {"tags": ["x", "y"]}),
        ({"tags": ["x", "y"]}, {"tags": ["y"]}, {"tags": ["y"]}),
        (
            {"urls": [{"url": "/a", "note": "server's"}, {"url": "/b", "note": "too"}]},
            {"urls": [{"url": "/b", "methods": ["GET"]}]},
            {"urls": [{"url": "/b", "note": "too", "methods": ["GET"]}]},
        ),
        (None, {"a": {"b": None}}, {"a": {}}),
        ({"a": 60}, {"a": 60.0}, {"a": 60.0}),
    ],
)
def test_merge(current, desired, merged):
    before = copy.deepcopy((current, desired))
    assert merge(current, desired, RULES) == merged
    assert (current, desired) == before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": None}, {}),
        ({"a": ""}, {"a": 0}),
        ({"a": False}, {"a": []}),
        ({"a": {"b": {"c": 0}}}, {}),
        ({"a": 60}, {"a": 60.0}),
        ({"tags": ["a", "b"]}, {"tags": ["b", "a"]}),
        ({"tags": ["a", "b", "a"]}, {"tags": ["b", "a"]}),
        (
            {"urls": [{"url": "/a", "methods": ["GET", "PUT"]}]},
            {"urls": [{"url": "/a", "methods": ["PUT", "GET"], "note": 1}]},
        ),
        ({"id": "one"}, {"id": "other"}),
        ({"a": [{"b": None}]}, {"a": [{}]}),
    ],
)
def test_same(one, other):
    assert same(one, other, RULES)
    assert same(other, one, RULES)


@pytest.mark.parametrize(
    ("one", "other", "path"),
    [
        ({"a": 1}, {"a": True}, "a"),
        ({"a": "1"}, {"a": 1}, "a"),
        ({"a": 1}, {}, "a"),
        ({"a": [1, 2]}, {"a": [2, 1]}, "a.0"),
        ({"a": [1]}, {"a": [1, 1]}, "a"),
        ({"a": [""]}, {"a": []}, "a"),
        ({"tags": ["a"]}, {"tags": ["a", "b"]}, "tags"),
        ({"a": {"b": [{"c": 1}]}}, {"a": {"b": [{"c": 2}]}}, "a.b.0.c"),
        ({"a": -1}, {"a": 0}, "a"),
        ({"a": {"b": 1}}, {"a": [1]}, "a"),
    ],
)
def test_different(one, other, path):
    assert [dotted(found) for found in differ(one, other, RULES)][0] == path
    assert not same(other, one, RULES)


def test_where_empty_is_not_nothing():
    rules = Rules({}, {"security": EXACT})
    token, anyone = {"a": {"security": [{"token": []}]}}, {"a": {"security": [{}]}}
    assert not same(token, anyone, rules) and not same({"a": {"security": []}}, {}, rules)
    assert compact({"a": {"security": [], "b": []}, "c": {"d": {}}}, rules) == {"a": {"security": []}}
    assert merge(anyone, token, rules) == token


def test_without_what_is_not_sent_and_whole_and_compact():
    assert without({"id": 1, "urls": [{"url": "/", "note": 1}], "b": {"id": 2}}, RULES, "send") == {
        "urls": [{"url": "/"}],
        "b": {"id": 2},
    }
    assert json.dumps(whole({"a": [60.0, 0.5, {"b": 1e3}]})) == '{"a": [60, 0.5, {"b": 1000}]}'

    assert compact({"a": 0, "b": {"c": []}, "d": [{"e": None, "f": 1}]}) == {"d": [{"f": 1}]}


FLOATS = st.floats() | st.integers().map(float) | st.sampled_from([1e16, -0.0, 1e300])


@given(st.recursive(FLOATS | st.text() | st.integers(), lambda some: st.lists(some) | st.dictionaries(st.text(), some)))
def test_a_glance_misses_no_whole_number(value):
    assert repr(as_whole(value)) == repr(whole(value))


leaves = st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-5, 5, width=16) | st.sampled_from(["", "a", "b"])
names = st.sampled_from(["a", "b", "tags", "id", "urls", "url", "methods", "note", "pin", "password"])
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4))
objects = st.dictionaries(names, values, max_size=5)


def no_nulls(value):
    if isinstance(value, dict):
        return {key: no_nulls(item) for key, item in value.items() if item is not None}
    return [no_nulls(item) for item in value] if isinstance(value, list) else value


@given(objects, objects)
def test_merging_twice_is_merging_once(current, desired):
    once = merge(current, desired, RULES)
    assert same(merge(once, desired, RULES), once, RULES)
    assert list(differ(once, merge(once, desired, RULES), RULES)) == []


PATCHED = Rules({"tags": SET, "a": NO_NULL, "id": SERVER})


def without_null(value):
    """What a merge patch can say, which takes a null for what goes."""
    if isinstance(value, dict):
        return {key: without_null(item) for key, item in value.items() if item is not None}
    return value


@given(objects, objects.map(without_null), objects)
def test_a_patch_says_what_is_another_and_no_more(before, after, others):
    sent = patch(before, after, PATCHED)
    assert same(merge(before, sent, PATCHED), after, PATCHED)
    assert same(before, after, PATCHED) is (sent == {})
    both = merge({**others, **before}, sent, PATCHED)
    assert all(both[name] == others[name] for name in others.keys() - before.keys() - after.keys())


def test_what_a_patch_says():
    before = {"a": {"x": {"r": "1", "w": "2"}}, "b": {"x": {}}, "c": {}}
    after = {"a": {"x": {"r": "3"}}, "c": {}, "d": {"x": {}}}
    exact = Rules({"*": NO_NULL})
    assert patch(before, after, exact) == {"a": {"x": {"r": "3", "w": None}}, "b": None, "d": {"x": {}}}
    assert patch(before, before, exact) == {} and patch({}, {}) == {}


@given(objects, objects)
def test_what_is_not_named_survives(current, desired):
    merged = merge(current, desired, RULES)
    for name in current.keys() - desired.keys():
        assert merged[name] == current[name]


@given(objects, objects)
def test_what_is_named_is_there(current, desired):
    wanted = no_nulls(desired)
    merged = merge(current, desired, RULES)
    for name, value in wanted.items():
        if not isinstance(value, (dict, list)):
            assert merged[name] == value


@given(objects)
def test_an_object_is_the_same_as_itself_in_other_words(value):
    assert same(value, copy.deepcopy(value), RULES)
    assert same(compact(value), value, RULES)
    assert canonical(value, RULES) == canonical(json.loads(json.dumps(value)), RULES)


@given(objects, objects)
def test_same_is_fair(one, other):
    assert same(one, other, RULES) is same(other, one, RULES)


@given(st.lists(st.sampled_from(["a", "b", "c"]), unique=True), st.randoms(use_true_random=False))
def test_the_order_of_a_set_means_nothing(tags, shuffle: random.Random):
    shuffled = list(tags)
    shuffle.shuffle(shuffled)
    assert same({"tags": tags}, {"tags": shuffled}, RULES)
    assert merge({"tags": tags}, {"tags": shuffled}, RULES) == {"tags": tags}


def taken_out(value, rules, flag):
    """The plain way to leave paths out."""
    if isinstance(value, dict):
        below = {key: rules.at(key) for key in value}
        return {
            key: taken_out(item, below[key], flag) for key, item in value.items() if not below[key].rule.special(flag)
        }
    return [taken_out(item, rules.at(i), flag) for i, item in enumerate(value)] if isinstance(value, list) else value


@given(objects, st.sampled_from(["compare", "send", "show", "export", "readable"]))
def test_without(value, flag):
    before = copy.deepcopy(value)
    left = without(value, RULES, flag)
    assert left == taken_out(value, RULES, flag) and list(left) == list(taken_out(value, RULES, flag))
    assert value == before


@given(objects, objects)
def test_what_does_not_change_is_not_copied(current, desired):
    merged = merge(current, desired, RULES)
    assert merge(merged, no_nulls(desired), RULES) is merged


def test_numbers_stay_as_they_are_and_switches_are_no_numbers():
    current = {"rate": 10, "on": True, "tags": ["a"]}
    assert merge(current, {"rate": 10.0, "on": True, "tags": ["a"]}) is current
    assert merge({"on": True}, {"on": 1})["on"] is not True
    assert merge({"rate": 1}, {"rate": True})["rate"] is True


@given(values)
def test_blank_is_what_compact_takes_away(value):
    assert blank(value) is ("x" not in compact({"x": value}))


FIELDS = Rules({"fields": keyed("type", "field"), "fields.*.seen": SERVER})
ITEMS = [
    # what is there, what is asked, what comes of it: an item keeps what is not named, if it is told apart
    ([{"type": "A", "field": "x", "n": 1}], [{"type": "A", "field": "x"}], [{"type": "A", "field": "x", "n": 1}]),
    ([{"type": "A", "n": 1}], [{"type": "A", "m": 2}], [{"type": "A", "n": 1, "m": 2}]),
    ([{"field": "x", "n": 1}], [{"field": "x", "m": 2}], [{"field": "x", "n": 1, "m": 2}]),
    ([{"type": "A", "field": "x", "n": 1}], [{"type": "A", "m": 2}], [{"type": "A", "m": 2}]),
    ([{"type": "A", "field": "x", "n": 1}], [{"type": "B", "field": "x"}], [{"type": "B", "field": "x"}]),
    ([{"n": 1}], [{"m": 2}], [{"m": 2}]),
    ([{"type": None, "n": 1}], [{"type": "", "m": 2}], [{"type": "", "m": 2}]),
    ([{"type": "A", "n": 1}, {"type": "A", "n": 2}], [{"type": "A", "m": 3}], [{"type": "A", "m": 3}]),
    (
        [{"type": "A", "n": 1}],
        [{"type": "A", "m": 1}, {"type": "A", "m": 2}],
        [{"type": "A", "m": 1}, {"type": "A", "m": 2}],
    ),
    (["A", {"type": "A", "n": 1}], [{"type": "A", "m": 2}], [{"type": "A", "n": 1, "m": 2}]),
    ({"type": "A"}, [{"type": "A"}], [{"type": "A"}]),
]


@pytest.mark.parametrize(("current", "desired", "merged"), ITEMS)
def test_an_item_of_a_list_is_merged_with_the_one_that_has_its_key_and_with_no_other(current, desired, merged):
    assert merge({"fields": current}, {"fields": desired}, FIELDS) == {"fields": merged}


def test_a_map_of_blanks_says_something_where_empty_is_not_the_same_as_absent():
    rules = Rules({"map.*": EXACT})
    bare, none = {"map": {"a": ""}}, {"map": {}}
    for other in (none, {}, None):
        assert list(differ(bare, other, rules)) == list(differ(other, bare, rules)) == [("map", "a")]
    assert same(bare, {"map": {"a": ""}}, rules) and same(none, None, rules)
    assert same({"other": {"a": ""}}, {}, rules) and same({"other": {"a": ""}}, {"other": {"b": 0}}, rules)


USERS = Rules(
    {
        "map.*": EXACT,
        "texts.*": NO_NULL,
        "fill": Rule(fills=("1", "2")),
        "last": Rule(zeros=("0s",)),
        "urls.*.map.*": EXACT,
    },
    {"password": WRITE_ONLY},
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"map": {"a": 0}}, {"map": {}}),
        ({"map": {"a": 0}}, {"map": {"a": False}}),
        ({"map": {"a": ""}}, {"map": {"a": None}}),
        ({"map": {"a": None}}, {"map": {}}),
        ({"map": {"a": {}}}, {"map": {"a": []}}),
        ({"map": {"a": {"b": [{"c": 0}]}}}, {"map": {"a": {"b": [{}]}}}),
        ({"map": {"password": ""}}, {}),
        ({"texts": {"a": ""}}, {}),
        ({"urls": [{"map": {"a": 0}}]}, {"urls": [{"map": {}}]}),
        ({"fill": "1"}, {"fill": "2"}),
        ({"last": "1s"}, {"last": "0s"}),
    ],
)
def test_zero_is_a_value_in_an_exact_place(one, other):
    assert not same(one, other, USERS) and not same(other, one, USERS)
    assert same(one, copy.deepcopy(one), USERS) and canonical(one, USERS) != canonical(other, USERS)
    assert merge(other, one, USERS, new=True) == {**other, **one} and compact(one, USERS) == one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"map": {}}, {}),
        ({"map": {"a": 1.0}}, {"map": {"a": 1}}),
        ({"map": {"a": 2**60}}, {"map": {"a": 2**60 + 1}}),
        ({"texts": {"a": None}}, {}),
        ({"last": "0s"}, {}),
        ({"last": "0s"}, {"last": None}),
        ({"own": {"a": 0}}, {}),
    ],
)
def test_what_is_the_same_all_the_same(one, other):
    assert same(one, other, USERS) and same(other, one, USERS)


def test_a_filling_is_nothing_only_where_nothing_is_asked():
    assert same({"fill": "1"}, {}, USERS) and same({"fill": "2"}, {"fill": None}, USERS)
    assert not same({}, {"fill": "1"}, USERS) and not same({"fill": "1"}, {"fill": "2"}, USERS)
    assert compact({"fill": "1", "last": "0s"}, USERS) == {"fill": "1"}


@pytest.mark.parametrize(
    ("current", "desired", "new", "merged"),
    [
        ({"map": {"a": 1, "b": None}}, {"map": {"a": None, "b": None, "c": None}}, False, {"map": {"b": None}}),
        ({}, {"map": {"a": None, "b": {"c": None}}}, True, {"map": {"a": None, "b": {"c": None}}}),
        ({}, {"map": {"a": None, "b": {"c": None}}}, False, {"map": {"b": {}}}),
        ({}, {"texts": {"a": None}, "own": None}, True, {"texts": {}}),
        ({"map": {}}, {"map": {"a": [{"b": None}, None]}}, False, {"map": {"a": [{"b": None}, None]}}),
        ({}, {"urls": [{"map": {"a": None}, "own": None}]}, False, {"urls": [{"map": {"a": None}}]}),
    ],
)
def test_null_where_there_is_nothing_to_take_away(current, desired, new, merged):
    assert merge(current, desired, USERS, new) == merged
    assert merge(merged, desired, USERS) is merged or merge(merged, desired, USERS) == merged


def test_a_map_that_stands_for_all_there_is_to_be():
    current = {"map": {"a": 1, "b": {"c": 1}}, "own": {"x": 1}}
    merged = merge(current, {"map": exactly({"b": {"d": None}})}, USERS)
    assert merged == {"map": {"b": {"d": None}}, "own": {"x": 1}} and not isinstance(merged["map"]["b"], Exactly)
    assert merge(merged, {"map": exactly({"b": {"d": None}})}, USERS) is merged


def test_lists_without_an_order_are_put_in_one():
    value = {"tags": ["c", "a"], "urls": [{"url": "/b", "methods": ["PUT", "GET"]}, {"url": "/a"}], "b": ["c", "a"]}
    ordered = {"tags": ["a", "c"], "urls": [{"url": "/b", "methods": ["GET", "PUT"]}, {"url": "/a"}], "b": ["c", "a"]}
    assert in_order(value, RULES) == ordered and in_order(value, Rules()) is value


user_objects = st.fixed_dictionaries({}, optional={"map": st.dictionaries(names, values, max_size=3), "own": values})


@given(user_objects, user_objects, st.booleans())
def test_merging_twice_is_merging_once_where_zero_counts(current, desired, new):
    once = merge(current, desired, USERS, new)
    assert list(differ(once, merge(once, desired, USERS), USERS)) == []
    assert merge(once, once, USERS) is once


@given(user_objects, user_objects)
def test_where_zero_counts_same_is_fair_and_no_two_texts_are_the_same(one, other):
    assert same(one, other, USERS) is same(other, one, USERS)
    if same(one, other, USERS):
        first, second = (json.dumps(whole(value.get("map") or {}), sort_keys=True) for value in (one, other))
        assert first == second


@given(user_objects | values, user_objects | values)
def test_a_glance_promises_no_more_than_is_true(one, other):
    for before, after in ((one, other), (one, clone(one)), ([one, True], [one, 1]), ([one, 0.0], [one, False])):
        if is_surely_same(before, after):
            assert not [*differ(before, after)] and not [*differ(before, after, RULES)]
            assert not [*differ({"map": before, "own": before}, {"map": after, "own": after}, USERS)]
    assert is_surely_same(one, clone(one)) and not is_surely_same([one, True], [one, 1])
    assert not is_surely_same({1: [2], "a": [3]}, {1: [2], "a": [3]}) and not is_surely_same({"a": {1}}, {"a": {1}})


@given(values, values, st.sampled_from([RULES, USERS]))
def test_a_list_that_is_the_same_at_a_glance_stays_as_a_closer_look_leaves_it(one, other, rules):
    for current in ([one], [one, other], [{"url": one}, {"url": other}], [{"name": one}, {"name": one}, other]):
        for node in (rules, *rules.children.values()):
            if _merge._are_texts_alike(current, clone(current)):
                assert _merge._merge_items(current, clone(current), node) is current
