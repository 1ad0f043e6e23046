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
from odd_world import OAS, OddWorld

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


OPTIONS = [
    *({}, {}, {"owner": "us"}, {"strategy": "replace"}, {"update_secrets": "always"}, {"validate": "schema"}),
    *({"undeclared_fields": True, "undeclared_objects": True}, {"warn_before": "3650d"}),
    *({"prune": ["keys"], "prune_all": True, "prune_max": 5}, {"prune": ["policies", "apis"], "prune_max": 50}),
]


def outcome(tyk, **params):
    """All that a run tells, and what it has asked for."""
    tyk.log()
    result = tyk.run("config", check=True, **params)
    told = {name: value for name, value in result.items() if name not in ("invocation", "deprecations")}
    return told, sorted(tyk.log())


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
    with mock.patch.object(config_plan, "as_said", lambda run, lists, later: None):
        slowly = outcome(tyk, **params)
    assert outcome(tyk, **params) == slowly
    singly(tyk, declared)


def singly(tyk, declared):
    """One item after the other, so that what is wrong with one hides nothing of another."""
    for section in SECTIONS:
        for item in declared.get(section) or []:
            params = {"config": {section: [item]}, "undeclared_fields": True}
            with mock.patch.object(config_plan, "as_said", lambda run, lists, later: None):
                slowly = outcome(tyk, **params)
            assert outcome(tyk, **params) == slowly, item


def test_most_of_it_is_seen_at_a_glance(world):
    """Else the test above would hold nothing."""
    (tyk, config), seen = world, []

    def counted(run, lists, later):
        seen.append((run.kind.section, checked(run, lists, later) is not None))
        return checked(run, lists, later)

    with mock.patch.object(config_plan, "as_said", counted):
        tyk.run("config", check=True, config=config)
    for section in SECTIONS:
        told = [yes for where, yes in seen if where == section]
        assert sum(told) > len(told) / 4, (section, len(told), sum(told))


@pytest.mark.parametrize("whose", ["org_id", "owner"])
def test_what_is_somebodys_is_seen_to_be(whose):
    tyk, seen = OddWorld(), []
    config = {
        "apis": [{"name": "Orders"}, {"name": "Pets"}],
        "policies": [{"name": "Us", "access_rights": [{"api": "Pets"}]}],
    }
    config["keys"] = [{"alias": "us", "policies": ["Us"]}, {"alias": "we", "access_rights": [{"api": "Pets"}]}]
    mine, others = {"org_id": (tyk.org, "0" * 24), "owner": ("us", "them")}[whose]

    def counted(run, lists, later):
        found = checked(run, lists, later)
        seen.append(found is not None)
        return found

    tyk.ok("config", config=config, **{whose: mine})
    with mock.patch.object(config_plan, "as_said", counted):
        assert not tyk.ok("config", config=config, **{whose: mine})["changed"]
        assert all(seen) and len(seen) == 5
        tyk.run("config", config=config, check=True, **{whose: others})
    assert not any(seen[5:])


def declared_so(tyk, section, item, **params):
    """What is told of one item, with glances and without, which has to be the same."""
    with mock.patch.object(config_plan, "as_said", lambda run, lists, later: None):
        slowly = outcome(tyk, config={section: [item]}, **params)
    assert outcome(tyk, config={section: [item]}, **params) == slowly
    return slowly


@pytest.mark.parametrize("item", [{"key_hash": "none"}, {"key_id": "none"}, {"alias": "none"}])
def test_what_no_list_shows_is_asked_for_once(item):
    tyk = OddWorld()
    _told, asked = declared_so(tyk, "keys", {**item, "meta_data": {}, "access_rights": [{"api": "Orders"}]})
    assert len(asked) == len({*asked})


def test_a_field_that_a_new_object_would_get_otherwise_is_told_of_the_new_object():
    """A document that says where the API listens says all of it, so that a new one would not strip the path either."""
    tyk = OddWorld()
    document = tyk.ok("api_info", name="Pets #two #words in the middle")["apis"][0]["definition"]
    document = {**document, "x-tyk-api-gateway": {**OAS["x-tyk-api-gateway"]}}
    told, _asked = declared_so(tyk, "apis", {"definition": document}, undeclared_fields=True)
    assert not told["changed"] and told["undeclared_fields"] == []


@pytest.mark.parametrize("blank", ["", 0, {}, []])
def test_a_blank_of_another_sort_is_refused_where_nothing_is_there(blank):
    tyk = OddWorld()
    told, _asked = declared_so(tyk, "apis", {"name": "Orders", "definition": {"proxy": {"strip_listen_path": blank}}})
    assert told.get("failed") and "strip_listen_path" in told["msg"]
