# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is found without Ansible's validator is what the validator finds."""

from __future__ import annotations

import copy

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.community.tyk.plugins.module_utils._ansible.argument_spec import named
from ansible_collections.community.tyk.plugins.module_utils._ansible.fast_options import Options
from ansible_collections.community.tyk.plugins.module_utils._ansible.faults import faults
from ansible_collections.community.tyk.plugins.module_utils._config import declared as _declared
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

ODD = st.sampled_from(
    [None, "", "yes", "1", "1.5", 0, 1, 7, 1.0, 2**60, True, False, [], ["a"], [1], [None], {}, {"a": 1}]
)
BY_TYPE = {
    "str": st.text("ab,1=", max_size=4),
    "bool": st.booleans(),
    "int": st.integers(-3, 3),
    "float": st.floats(-9, 9) | st.integers(-3, 3),
    "dict": st.dictionaries(st.text("ab", max_size=2), st.integers() | st.none() | st.lists(st.text(max_size=2))),
}


def value(option):
    """A value as the option wants it."""
    if option.get("choices") and option.get("type") != "list":
        return st.sampled_from(option["choices"])
    if option.get("type") == "list":
        element = {"type": option.get("elements", "str"), "options": option.get("options")}
        return st.lists(st.sampled_from(option["choices"]) if option.get("choices") else value(element), max_size=2)
    if option.get("options"):
        return options(option["options"])
    return BY_TYPE.get(option.get("type", "str"), BY_TYPE["str"])


def options(spec, odd=False):
    """Some options, those that are required more often than not."""
    values = {name: value(option) | ODD if odd else value(option) for name, option in spec.items()}
    needed = {name for name, option in spec.items() if option.get("required")}
    return st.fixed_dictionaries(
        {name: values[name] for name in needed}, optional={name: values[name] for name in values.keys() - needed}
    )


def _types(made):
    if isinstance(made, dict):
        return {key: _types(item) for key, item in made.items()}
    return [_types(item) for item in made] if isinstance(made, list) else type(made)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=100)
@given(data=st.data())
def test_as_ansible(kind, data):
    checker = _declared.options_of(kind)
    said = data.draw(options(checker.spec, odd=data.draw(st.booleans())))
    # each value by itself: Ansible writes defaults into what it checks
    said = {name: copy.deepcopy(item) for name, item in said.items() if item is not None}
    taken, (params, errors) = checker.plain_values(said), checker.check(said)
    wrong = faults(checker.spec, said)
    if wrong:  # which Ansible would say in other words, or take
        assert taken is None and errors == wrong
        return
    try:
        expected = ArgumentSpecValidator(checker.spec, mutually_exclusive=checker.exclusive).validate(said)
    except TypeError:
        assert taken is None and len(errors) == 1
        return
    assert len(errors) == len(expected.error_messages)
    assert params == expected.validated_parameters
    if taken is not None:
        assert not errors and _types(params) == _types(expected.validated_parameters)


def _in_order(value):
    """A value whose mappings are alike only if they have the same order."""
    if isinstance(value, dict):
        return [(key, _in_order(item)) for key, item in value.items()]
    return [_in_order(item) for item in value] if isinstance(value, list) else (type(value), value)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50)
@given(data=st.data())
def test_an_item_is_filled_in_as_after_a_closer_look(kind, data):
    """What most items are taken by, without Ansible's validator, gives what the validator and named() give."""
    task = {"strategy": "replace", "secrets": ["a.b"], "warn_before": "7d", "token": "t"}
    checks = _declared._Checks(data.draw(st.sampled_from([{}, task])))
    section = checks._section(kind)
    said = data.draw(options(section.options.spec, odd=data.draw(st.booleans())))
    item, closer = (_declared.Item(kind, "here", copy.deepcopy(said)) for _turn in range(2))
    errors = checks.look(item)
    section.options._group, group = None, section.options._group
    try:
        assert [*checks.look(closer)] == [*errors]
    finally:
        section.options._group = group
    assert item.said == closer.said == said
    if not errors:
        assert [*item.params] == [*closer.params] and item.named == closer.named
        assert item.params == closer.params and _types(item.params) == _types(closer.params)
        assert _in_order(item.named) == _in_order(named({name: item.params.get(name) for name in said}, said))


@pytest.mark.parametrize(
    "kind, said",
    [
        ("apis", {"name": "Orders", "listen_path": "/o/", "active": False, "definition": {"tags": ["a", None]}}),
        ("policies", {"name": "Gold", "rate": 10, "access_rights": [{"api": "Orders", "limit": {"rate": 1}}]}),
        ("keys", {"alias": "acme", "policies": ["Gold"], "meta_data": {"a": 1}, "hmac": {"enabled": True}}),
    ],
)
def test_usual_items_need_no_validator(kind, said):
    assert _declared.options_of(kind).plain_values(said) is not None


def test_no_mapping_where_one_belongs():
    _params, errors = _declared.options_of("keys").check({"alias": "acme", "hmac": 5})
    assert errors == ["hmac: options with their values belong there, such as {enabled: ...}"]


def test_no_default_is_shared():
    checker = Options({"a": {"type": "list", "default": [1]}, "b": {"type": "dict", "default": {"c": []}}}, [])
    for beside in (None, checker.defaults):
        first, _said = checker.plain({}, beside)
        first["a"].append(2)
        first["b"]["c"].append(3)
        assert checker.plain({}, beside) == ({"a": [1], "b": {"c": []}}, {})


@pytest.mark.parametrize(
    "option", [{"aliases": ["b"]}, {"fallback": (str, [])}, {"removed_in_version": "9.0.0"}, {"type": "path"}]
)
def test_what_only_ansible_understands(option):
    assert Options({"a": {"type": "str", **option}}, []).plain_values({"a": "~"}) is None
