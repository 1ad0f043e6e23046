# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a glance at an item promises, the closer looks find as well: no placeholder, nothing encrypted, all of it JSON."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.community.tyk.plugins.module_utils._data.glance import is_simple
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import (
    Hidden,
    Placeholder,
    found,
    read,
    singles,
)
from ansible_collections.community.tyk.plugins.module_utils._data.plain import check_plain

ODD = [None, True, 0, -1, 2**63, -(2**63), -(2**63) - 1, 10**400, 1.5, float("nan"), float("inf"), "", "x", "ü", "\ud800"]
ODD += [b"x", (1,), {1}, Hidden("x"), Placeholder("x"), {1: 2}, {"secret": "x"}, {"secret": {"value": "x"}}]
ODD += [{"secret": "x", "y": 1}, {"\ud800": 1}, {"ü": 1}]
VALUES = st.recursive(
    st.sampled_from(ODD) | st.text() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "secret"]), inner, max_size=3),
)


def _promises(value):
    """See that no closer look finds anything in it."""
    check_plain(value)
    assert not [*found(value)] and not [*singles(value)] and read(value) == value


@given(VALUES)
def test_a_glance_promises_no_more_than_is_true(value):
    if is_simple(value):
        _promises(value)


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_so_it_is_of_what_is_odd_however_deep_it_is(value):
    for whole in (value, [value], {"a": value}, {"a": [{"b": value}]}):
        if is_simple(whole):
            _promises(whole)


def test_of_plain_data_a_glance_is_enough():
    assert is_simple({"name": "Orders", "tags": ["a", None], "definition": {"active": True, "n": 5, "f": 1.5, "m": {}}})
    for odd in (float("nan"), 2**63, Hidden("x"), Placeholder("x"), {"secret": "x"}, {1: 2}, "\ud800", b"x"):
        assert not is_simple({"definition": [odd]})
