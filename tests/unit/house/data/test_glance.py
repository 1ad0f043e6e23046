# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a glance promises, the closer looks find as well: of items, of files, of templates, and of durations."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.community.tyk.plugins.module_utils._data import parse, templates
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


def read_from(text, folder, ending):
    """What a file with this text holds, and what a glance at it promises; None for what is no such text."""
    path = folder / f"a{ending}"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        return parse.glanced(str(path))
    except ValueError:
        return None


def keeps_its_promise(found):
    if found is not None:
        value, glance = found
        assert not glance.is_simple or is_simple(value)
        assert not glance.is_literal or not templates._has_braces(value)
    return found


PIECES = [*"{}[]\"':, \n\\%a", "\\\n", "secret", '"secret"', '{"secret":"x"}', "ü", "{{ a }}", "{%", "0x1F", "1:30"]
PIECES += ["\\u007b", "\\x7b", "\\U0000007b", "\\u0025", "1e400", "NaN", "-Infinity", str(2**63), str(2**63 - 1)]
PIECES += [str(-(2**63) - 1), "1.5", "true", "|-", ">-", "!!str", "&a", "*a", "- ", "a: "]


@pytest.mark.parametrize("ending", [".json", ".yml"])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=9), quoted=st.booleans())
def test_the_text_of_a_file_promises_no_more_than_is_true(tmp_path_factory, ending, pieces, quoted):
    text = "".join(pieces)
    keeps_its_promise(read_from(f'{{"a": ["{text}"]}}' if quoted else text, tmp_path_factory.getbasetemp(), ending))


@given(VALUES, st.booleans(), st.sampled_from([".json", ".yml"]))
def test_so_it_is_of_data_that_were_written(tmp_path_factory, value, is_ascii, ending):
    try:
        text = json.dumps(value, ensure_ascii=is_ascii)
    except TypeError:
        return
    keeps_its_promise(read_from(text, tmp_path_factory.getbasetemp(), ending))


def test_a_glance_at_the_text_is_enough_for_usual_files(tmp_path):
    usual = {"apis": [{"name": "Orders", "active": True, "n": 5, "f": -1.5, "text": 'a "word"\n', "none": None}]}
    assert keeps_its_promise(read_from(json.dumps(usual), tmp_path, ".json")) == (usual, (True, True))
    for odd in (2**63, float("nan"), 1e400, "ü", {"secret": "x"}):
        assert not keeps_its_promise(read_from(json.dumps([odd]), tmp_path, ".json"))[1].is_simple


def test_a_glance_at_yaml_tells_of_templates_alone(tmp_path):
    pytest.importorskip("yaml")
    assert keeps_its_promise(read_from("apis: [{name: Orders, n: 5}]", tmp_path, ".yml"))[1] == (False, True)


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
