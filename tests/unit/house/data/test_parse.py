# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""YAML is read in one walk where it is simple. What comes of it is what the closer look makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.community.tyk.plugins.module_utils._data import parse

yaml = pytest.importorskip("yaml")
SPELLED = """
    a b 'a' "1" ~ null NULL Null nUll '' yes Yes YES yEs no on Off true TRUE tRue y 0 -0 +5 5 -5 010 0x1F 0b1 1_000
    12:30:45 12:30.5 1.5 -1.5 +1.5 1. .5 1e3 1.0e+3 1.50 -0.0 1_0.5 .inf -.INF .nan = << 2030-01-31
    2030-01-31T10:00:00 2030-13-31 !!int 5 !!str 5 !!float 5 !!bool yes !!null x !!set {x} !!binary aGk= !x 5 é
    !!map [] !!seq {} !!int [] !!str {} !!null [] !!omap [] [] {} !!int x !!bool maybe !!int '' 1e400 !!timestamp 5
""".split()
SPELLED += ["9" * 30, "9" * 5000, "9" * 400 + ".5", "!!int 7", "!!str 7", "!!set {x, y}", "*here", "? [a]\n", "'~'"]


def read(text, simple):
    """What a text stands for, or what is wrong with it, with every type of it."""

    def odd(_node):
        raise parse.Odd

    with pytest.MonkeyPatch.context() as patch:
        if not simple:
            patch.setattr(parse, "simple", odd)
        try:
            return repr(typed(parse.parsed(text, False)))
        except (ValueError, IndexError) as error:
            return f"{type(error).__name__}: {error}"


def typed(value):
    if isinstance(value, dict):
        return [(type(key), key, typed(item)) for key, item in value.items()]
    return [typed(item) for item in value] if isinstance(value, list) else (type(value), value)


values = st.recursive(
    st.sampled_from(SPELLED),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from(SPELLED), inner), max_size=4).map(
            lambda pairs: "{" + ", ".join(f"{key} : {item}" for key, item in pairs) + "}"
        ),
        inner.map(lambda item: f"[&here {item}, *here]"),
    ),
    max_leaves=8,
)


@given(text=values)
def test_both_ways_read_the_same(text):
    assert read(text, True) == read(text, False)


@pytest.mark.parametrize("text", [*SPELLED, "", "---", "a: 1\n---\nb: 1", "a: [", "&a [*a]", "&a {b: *a}"])
def test_so_they_do_where_it_is_alone(text):
    for form in (text, f"a: {text}", f"? {text}\n: 1", f"- {text}\n- 1", f"&x {text}"):
        assert read(form, True) == read(form, False), form


def test_of_some_texts_one_walk_is_enough():
    text = "a: &one {b: 5, 200: [x, '5', true, null, 1.5, {}, []]}\nc: *one\n"
    document, copy = (yaml.compose(text, Loader=yaml.SafeLoader) for _ in range(2))
    assert repr(typed(parse.simple(document))) == read(text, False)
    with pytest.raises(parse.Odd):
        parse.simple(yaml.compose("a: !x 5", Loader=yaml.SafeLoader))
    made = parse.simple(copy)
    assert made["a"] == made["c"] and made["a"] is not made["c"]


@pytest.mark.parametrize("depth", [1, 50, 99, 101, 200, 500, 700, 5000])
def test_depth_is_no_matter(depth):
    text = "[" * depth + "]" * depth
    assert read(text, True) == read(text, False)


def test_aliases_that_stand_for_too_much_are_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "its aliases stand for more than" in read("\n".join(lines), True)
