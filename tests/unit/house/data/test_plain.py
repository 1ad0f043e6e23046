# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime
import json
import math

import pytest

from ansible_collections.community.tyk.plugins.module_utils._data.plain import Respelled, check_plain, check_whole
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -(2**70), 1e300, "", "é😀", [], {}, {"a": [{"b": 1.5}]}, Respelled(8), {"": None}],
)
def test_what_json_can_hold(value):
    check_plain(value)
    assert json.loads(json.dumps(value)) == value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (math.nan, "no number at all"),
        (math.inf, "without end"),
        (-math.inf, "without end"),
        (10**400, "larger than any"),
        (b"x", "this is a bytes"),
        ({1, 2}, "this is a set"),
        (datetime.date(2030, 1, 1), "this is a date"),
        ("\ud800", "no text in UTF-8"),
    ],
)
def test_what_it_cannot(value, said):
    for whole, path in (({"a": value}, "a: "), ({"a": [0, {"b": value}]}, "a.1.b: "), ({"a": (value,)}, "a.0: ")):
        with pytest.raises(Invalid, match=said) as error:
            check_plain(whole)
        assert str(error.value).startswith(path)


@pytest.mark.parametrize("key", [None, True, 1.1, 5, datetime.date(2030, 1, 1)])
def test_names_are_texts(key):
    with pytest.raises(Invalid, match=r"a\..*: a name in a mapping has to be a text"):
        check_plain({"a": {key: 1}})


@pytest.mark.parametrize(
    ("value", "fits"), [(2**64 - 1, True), (2**64, False), (-(2**63), True), (-(2**63) - 1, False)]
)
def test_whole_numbers_have_64_bits(value, fits):
    if fits:
        return check_whole(value, ("a",))
    with pytest.raises(Invalid, match="a: this number has more than 64 bits"):
        check_whole(value, ("a",))
    return None
