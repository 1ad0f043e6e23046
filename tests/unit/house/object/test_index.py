# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An index finds what a search through all objects finds, and what one borrower changes no other one sees."""

from __future__ import annotations

import random

import pytest

from ansible_collections.community.tyk.plugins.module_utils._kinds.policy import POLICY
from ansible_collections.community.tyk.plugins.module_utils._object.index import Index, ids, names

KEYS = (ids(POLICY), names(POLICY))


def policy(number):
    return {"id": f"id-{number}", "_id": f"row-{number % 3}", "name": f"name-{number % 4}"}


def found(index):
    """All that can be found in it."""
    values = [f"{what}-{number}" for what in ("id", "row", "name") for number in range(40)]
    return {(at, value): index.find(keys, value) for at, keys in enumerate(KEYS) for value in values}


@pytest.mark.parametrize("seed", range(20))
def test_what_a_borrower_changes_is_its_own(seed):
    chance, objects = random.Random(seed), [policy(number) for number in range(20)]
    index = Index(objects)
    if seed % 2:
        found(index)  # so that there is something to share
    before, there, borrowed = found(Index(objects)), list(objects), index.lent()
    for number in range(20, 30):
        if chance.random() < 0.4:
            found(borrowed)
        new, old = policy(number), chance.choice(there)
        step = chance.choice(("add", "remove", "exchange"))
        if step == "add":
            borrowed.add(new)
        elif step == "remove":
            borrowed.remove(old)
        else:
            borrowed.exchange(old, new)
        there = [one for one in there if step == "add" or one is not old] + [new] * (step != "remove")
    assert found(borrowed) == found(Index(there)) and [*borrowed.objects.values()] == there
    assert found(index) == found(index.lent()) == before and [*index.objects.values()] == objects


def test_whole_kinds_are_dismissed_from_what_was_lent():
    objects = [policy(number) for number in range(6)]
    index = Index(objects)
    index.full = True
    borrowed = index.lent()
    borrowed.dismiss(lambda obj: obj["name"] == "name-1")
    assert [*borrowed.objects.values()] == [obj for obj in objects if obj["name"] != "name-1"] and not borrowed.full
    assert [*index.objects.values()] == objects and index.full
