# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a glance promises, the closer looks find as well: of items, of templates, and of durations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.community.tyk.plugins.module_utils._data import templates
from ansible_collections.community.tyk.plugins.module_utils._data.glance import is_simple
from ansible_collections.community.tyk.plugins.module_utils._data.paths import leads, places
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import (
    Hidden,
    Placeholder,
    found,
    read,
    singles,
)
from ansible_collections.community.tyk.plugins.module_utils._data.plain import check_plain
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis import durations
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import OAS

ODD = [
    None,
    True,
    0,
    -1,
    2**63,
    -(2**63),
    -(2**63) - 1,
    10**400,
    1.5,
    float("nan"),
    float("inf"),
    "",
    "x",
    "ü",
    "\ud800",
]
ODD += [b"x", (1,), {1}, Hidden("x"), Placeholder("x"), {1: 2}, {"secret": "x"}, {"secret": {"value": "x"}}]
ODD += [{"secret": "x", "y": 1}, {"\ud800": 1}, {"ü": 1}]
VALUES = st.recursive(
    st.sampled_from(ODD) | st.text() | st.integers() | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "secret"]), inner, max_size=3)
    ),
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


TEXTS = st.sampled_from(["", "a", "{", "{{", "{{ a }}", "{% if a %}", "{%", "{{ .Go }}", "60s", "90m", "1h"])
NAMES = st.sampled_from(
    ["a", "value", "duration", "customKeyLifetime", "timeout", "x-tyk-api-gateway", "oas", "{{ a }}"]
)
TREES = st.recursive(
    TEXTS | st.none() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
)


@given(TREES)
def test_where_a_glance_finds_no_template_there_is_none(value):
    assert [*templates.templates(value)] == [*templates._found(value, ())]


@given(TREES)
def test_where_a_glance_finds_no_duration_there_is_none(value):
    rules = OAS.fields.rules.under("oas.x-tyk-api-gateway")
    assert durations.in_go(value, rules) == durations._in_go(value, rules)
    for name in durations.CALLED:
        wrapped = {"a": [{name: value}, {name: {"value": "60s"}}]}
        assert durations.in_go(wrapped, rules) == durations._in_go(wrapped, rules)


@given(TREES, st.lists(NAMES | st.just("*"), min_size=1, max_size=3))
def test_where_nothing_leads_there_is_no_place(value, way):
    assert leads(value, way) or not [*places(value, way)]
