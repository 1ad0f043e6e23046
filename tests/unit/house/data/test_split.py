# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What options have words for, and the rest; and both together again."""

from __future__ import annotations

import pytest

from ansible_collections.community.tyk.plugins.module_utils._data.split import Clash, joined, split

BELOW = {"a": {"type": "int"}, "b": {"type": "dict", "options": {"c": {"type": "int"}}}}
OPTIONS = {
    **BELOW,
    "map": {"type": "dict"},
    "list": {"type": "list", "elements": "dict", "options": BELOW},
    "definition": {"type": "dict"},
}


@pytest.mark.parametrize(
    ("value", "fits", "rest"),
    [
        ({}, {}, {}),
        ({"a": 1}, {"a": 1}, {}),
        ({"new": {"x": 1}}, {}, {"new": {"x": 1}}),
        ({"b": {"c": 1, "new": 2}}, {"b": {"c": 1}}, {"b": {"new": 2}}),
        ({"b": None}, {"b": None}, {}),
        ({"map": {"anything": 1}}, {"map": {"anything": 1}}, {}),
        ({"list": [{"a": 1}, {"b": {"c": 2}}]}, {"list": [{"a": 1}, {"b": {"c": 2}}]}, {}),
        ({"list": [{"a": 1}, {"b": {"new": 2}}]}, {}, {"list": [{"a": 1}, {"b": {"new": 2}}]}),
        ({"list": ["text"]}, {}, {"list": ["text"]}),
        ({"definition": {"a": 1}}, {}, {"definition": {"a": 1}}),
    ],
)
def test_a_value_is_split_and_joined_again(value, fits, rest):
    assert split(value, OPTIONS) == (fits, rest)
    assert joined(rest, fits) == value


@pytest.mark.parametrize(
    ("one", "other", "path"),
    [
        ({"a": 1}, {"a": 2}, "a"),
        ({"a": 1}, {"a": True}, "a"),
        ({"b": {"c": 1, "d": 2}}, {"b": {"d": 3}}, "b.d"),
        ({"a": None}, {"a": 1}, "a"),
        ({"list": [1]}, {"list": [1, 2]}, "list"),
    ],
)
def test_two_values_of_one_field_clash(one, other, path):
    with pytest.raises(Clash) as caught:
        joined(one, other)
    assert str(caught.value) == path
