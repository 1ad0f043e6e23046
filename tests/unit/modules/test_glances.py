# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run that takes what it may for unchanged at a glance says and does what a run does that plans each object, whatever
is declared: worlds that are exported, and then changed by chance."""

from __future__ import annotations

import copy
import os
import random
from unittest import mock

import pytest
from corpus_world import CorpusWorld
from glances import checked
from odd_world import OddWorld

from ansible_collections.community.tyk.plugins.module_utils._config import plan as config_plan

ALL = os.environ.get("TYK_TRUST") == "all"
SEEDS = range(200 if ALL else 10)
SECTIONS = ("apis", "policies", "keys")  # whose objects are looked at so


@pytest.fixture(scope="module", params=["odd", "ours"])
def world(request):
    """A world, and the configuration that is an export of it."""
    made = OddWorld() if request.param == "odd" else CorpusWorld("ours", 1, dashboard_version="5.14")
    return made, made.ok("config_info", include_secrets=True)["config"]


def leaves(value, path=()):
    """Every path in a value, with what is there."""
    yield path, value
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, (*path, key))


def moved(dice, value):
    """Another value in place of one, or the same one in another spelling."""
    ways = [None, "", "x", 0, 1, True, [], {}, {"strange": 1}]
    if isinstance(value, bool):
        ways += [not value, int(value), str(value)]
    elif isinstance(value, (int, float)):
        ways += [float(value), str(value), value + 1, bool(value)]
    elif isinstance(value, str):
        ways += [value.upper(), f"{value} ", [value], f"{value} #tag"]
    elif isinstance(value, list):
        ways += [value[::-1], value[1:], [*value, *value], [*value, None]]
    elif isinstance(value, dict):
        ways += [{**value, "strange": None}, {key.upper(): item for key, item in value.items()}, {**value, "": {}}]
    return dice.choice(ways)


def change(dice, item):
    """One thing in an item said otherwise, or no more."""
    found = [(path, value) for path, value in leaves(item) if path]
    if dice.random() < 0.15:
        item.update(
            [dice.choice([("state", "absent"), ("strategy", "replace"), ("owner", "us"), ("state", "present")])]
        )
        return
    path, value = dice.choice(found)
    holder = item
    for key in path[:-1]:
        holder = holder[key]
    if dice.random() < 0.5:
        del holder[path[-1]]
    else:
        holder[path[-1]] = moved(dice, value)


def outcome(tyk, **params):
    """All that a run tells, but for how long it took."""
    result = tyk.run("config", check=True, **params)
    return {name: value for name, value in result.items() if name not in ("invocation", "deprecations")}


@pytest.mark.parametrize("seed", SEEDS)
def test_as_if_all_were_planned(world, seed):
    (tyk, config), dice = world, random.Random(seed)
    declared = copy.deepcopy(config)
    for section in SECTIONS:
        for item in declared.get(section) or []:
            for _time in range(dice.choice([0, 0, 0, 1, 1, 2])):
                change(dice, item)
    params = {
        "config": declared,
        **dice.choice([{}, {}, {"owner": "us"}, {"prune": ["keys"]}, {"strategy": "replace"}]),
    }
    with mock.patch.object(config_plan, "as_said", lambda run, later: None):
        slowly = outcome(tyk, **params)
    assert outcome(tyk, **params) == slowly
    singly(tyk, declared)


def singly(tyk, declared):
    """One item after the other, so that what is wrong with one hides nothing of another."""
    for section in SECTIONS:
        for item in declared.get(section) or []:
            params = {"config": {section: [item]}}
            with mock.patch.object(config_plan, "as_said", lambda run, later: None):
                slowly = outcome(tyk, **params)
            assert outcome(tyk, **params) == slowly, item


def test_most_of_it_is_seen_at_a_glance(world):
    """Else the test above would hold nothing."""
    (tyk, config), seen = world, []

    def counted(run, later):
        seen.append((run.kind.section, checked(run, later) is not None))
        return checked(run, later)

    with mock.patch.object(config_plan, "as_said", counted):
        tyk.run("config", check=True, config=config)
    for section in SECTIONS:
        told = [yes for where, yes in seen if where == section]
        assert sum(told) > len(told) / 4, (section, len(told), sum(told))
