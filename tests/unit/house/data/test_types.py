# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A text for a number or a boolean is taken for it, or refused by its path."""

from __future__ import annotations

import pytest

from ansible_collections.community.tyk.plugins.module_utils._data.types import coerce, typed
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid

TAKEN = [
    ("3600", "int", 3600),
    (" -1 ", "int", -1),
    ("60.0", "int", 60),
    (60.0, "int", 60),
    (7, "int", 7),
    ("0", "int", 0),
    (2**60, "int", 2**60),
    ("1.5", "float", 1.5),
    ("1e3", "float", 1000.0),
    ("2", "float", 2),
    (2, "float", 2),
    ("true", "bool", True),
    ("False", "bool", False),
    ("no", "bool", False),
    ("1", "bool", True),
    (True, "bool", True),
    ("5", "str", "5"),
    (5, "str", "5"),
    ("", "str", ""),
    (None, "int", None),
    (None, "str", None),
    ("anything", "map", "anything"),
]
REFUSED = [
    ("", "int"),
    ("abc", "int"),
    ("1.5", "int"),
    (1.5, "int"),
    (True, "int"),
    (False, "float"),
    ("nan", "float"),
    ("inf", "float"),
    ([], "float"),
    ("maybe", "bool"),
    ("", "bool"),
    (1, "bool"),
    ({}, "bool"),
    (1.1, "str"),
    (False, "str"),
    (["a"], "str"),
]


@pytest.mark.parametrize(("value", "wanted", "made"), TAKEN)
def test_what_can_be_meant_is_taken(value, wanted, made):
    taken = coerce(value, wanted, ())
    assert taken == made and type(taken) is type(made)


@pytest.mark.parametrize(("value", "wanted"), REFUSED)
def test_what_cannot_be_meant_is_refused_by_its_path(value, wanted):
    with pytest.raises(Invalid, match=r"^a\.0\.b: Tyk takes "):
        coerce(value, wanted, ("a", 0, "b"))


def test_types_reach_as_deep_as_they_are_known():
    types = {"n": "int", "map": {"*": {"on": "bool"}}, "list": ["int"]}
    given = {
        "n": "1",
        "own": "1",
        "map": {"a": {"on": "yes", "own": "2"}, "b": None},
        "list": ["4", 5],
        "odd": {"n": "6"},
    }
    made = {"n": 1, "own": "1", "map": {"a": {"on": True, "own": "2"}, "b": None}, "list": [4, 5], "odd": {"n": "6"}}
    assert typed(given, types) == made and given["n"] == "1"
    assert typed({"list": None, "map": {}, "n": ""}, {**types, "n": "str"}) == {"list": None, "map": {}, "n": ""}
    for wrong, told in (
        ({"list": "text"}, "list: Tyk takes a list"),
        ({"list": ""}, "list: Tyk takes a list"),
        ({"map": {"b": 3}}, "map.b: Tyk takes a mapping"),
        ({"map": {"b": ""}}, "map.b: Tyk takes a mapping"),
        ({"map": []}, "map: Tyk takes a mapping"),
    ):
        with pytest.raises(Invalid, match=f"^{told} there, and this is a (text|number|list)"):
            typed(wrong, types)
    with pytest.raises(Invalid, match=r"^map\.a\.on: "):
        typed({"map": {"a": {"on": "often"}}}, types)
