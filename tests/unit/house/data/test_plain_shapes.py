# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a glance at a value promises, the closer looks find as well: nothing to change, and no stranger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.community.tyk.plugins.module_utils._data import shapes
from ansible_collections.community.tyk.plugins.module_utils._data.plain_shapes import is_plain
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic_table import AROUND, DEFINITION
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.extension_table import EXTENSION
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.openapi import DOCUMENT
from ansible_collections.community.tyk.plugins.module_utils._kinds.known import KNOWN

SMALL = """Root a:text b:flag c:whole d:number e:any f:bound g:types h:[text] i:{whole} j:Root k:[Root] l:{Root} m:[any]
    n:{any} o:secret! p:[{Root}] Schema:Schema q:{[flag]}
Schema type:types items:Schema not:text"""
ROOTS = [(SMALL, "Root"), (AROUND, "Wrapper"), (DEFINITION, "API"), (DOCUMENT, "Document")]
ROOTS += [(EXTENSION, "XTykAPIGateway"), *((KNOWN, name) for name in shapes.table(KNOWN))]


class Text(str):
    """As Ansible's, which carry marks."""


ODD = [None, True, False, 0, 1, -5, 2**63, 2**64, -(2**63), -(2**63) - 1, 1.0, 1.5, "", "x", "5", "yes", [], {}]
ODD += [["x"], ["x", 1], {"x": 1}, {"x-y": 1}, {1: 2}, {"a": None}, [[]], [{}], Text("x"), Text("5")]
FITTING = {"text": ["", "x", None], "flag": [True, False], "whole": [0, 7], "number": [1.5, 2], "types": ["x"]}


def value_of(kind, blocks, depth=0):
    """Values of a type, of which some are odd."""
    odd = st.sampled_from(ODD)
    if depth > 4:
        return st.none()
    if kind.outer:
        inner = st.deferred(lambda: value_of(kind.inner, blocks, depth + 1))
        keys = st.sampled_from(["x", "x-y", "a"])
        made = st.lists(inner, max_size=2) if kind.outer == "list" else st.dictionaries(keys, inner, max_size=2)
    elif kind.name in blocks:
        names = st.lists(st.sampled_from(sorted(blocks[kind.name])), max_size=4) if blocks[kind.name] else st.just([])
        made = names.flatmap(
            lambda chosen: st.fixed_dictionaries(
                {name: st.deferred(lambda n=name: value_of(blocks[kind.name][n], blocks, depth + 1)) for name in chosen}
            )
        )
        strange = st.sampled_from(["x-own", "a", "strange", "x", 1])
        made = st.one_of(
            made, made, made, st.tuples(made, strange, odd).map(lambda three: {**three[0], three[1]: three[2]})
        )
    else:
        made = st.sampled_from(FITTING.get(kind.name, ODD))
    return st.one_of(*[made] * 9, odd)


@pytest.mark.parametrize(("text", "root"), ROOTS, ids=[root for _text, root in ROOTS])
@given(data=st.data())
def test_a_glance_promises_no_more_than_is_true(text, root, data):
    blocks, kind = shapes.table(text), shapes.Type("", root)
    value = data.draw(value_of(kind, blocks))
    if is_plain(value, blocks, kind):
        assert shapes._fitted_closely(value, blocks, kind, ()) is value
        assert not list(shapes._found_strangers(value, blocks, kind, ()))


@pytest.mark.parametrize("value", ODD, ids=repr)
@pytest.mark.parametrize("field", shapes.table(SMALL)["Root"])
def test_so_it_is_of_each_type(field, value):
    blocks, kind = shapes.table(SMALL), shapes.Type("", "Root")
    for whole in ({field: value}, {field: [value]}, {field: {"a": value}}, {field: {"j": {field: value}}}):
        if not is_plain(whole, blocks, kind):
            continue
        assert shapes._fitted_closely(whole, blocks, kind, ()) is whole
        assert not list(shapes._found_strangers(whole, blocks, kind, ()))


def test_of_what_is_as_it_should_be_a_glance_is_enough():
    blocks, kind = shapes.table(SMALL), shapes.Type("", "Root")
    plain = {
        "a": "x",
        "b": True,
        "c": 5,
        "d": 1.5,
        "e": [{"s": 1}],
        "f": False,
        "g": "x",
        "h": ["y", None],
        "i": {"x": 1},
    }
    assert is_plain(
        {**plain, "j": plain, "k": [plain], "l": {"x": plain}, "p": [{"y": plain}], "x-own": 1}, blocks, kind
    )
    for odd in ({"a": 5}, {"b": "yes"}, {"c": 2**63}, {"c": True}, {"strange": 1}, {"k": [{"strange": 1}]}, {"h": {}}):
        assert not is_plain(odd, blocks, kind)
    with pytest.raises(Invalid):
        shapes.fitted({"b": "perhaps"}, blocks, kind)
