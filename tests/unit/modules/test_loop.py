# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The items of one loop share what they read, and come to what each of them would come to alone."""

from __future__ import annotations

import contextlib
import copy
import gc
import os
import random
import weakref
from unittest import mock

import pytest
import requests
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import TykModule
from ansible_collections.community.tyk.plugins.module_utils._api.recent import FRESH, Recent
from tyk_emulator.adapter import EmulatorAdapter

POLICY = {"name": "Gold", "access_rights": [{"api": "Orders"}]}
ALL = "GET /api/keys/detailed"
LISTS = {True: [ALL, "GET /api/portal/policies"], False: ["GET /api/apis", ALL, "GET /api/mcps"]}
OURS = "ansible_collections.community.tyk.plugins.module_utils"


@contextlib.contextmanager
def loop(name="one"):
    """Every module that runs meanwhile is an item of this loop."""
    with mock.patch.object(TykModule, "loop", name):
        yield
    Recent.drop()


class World(Tyk):
    """An API, a policy, and keys of it."""

    def __init__(self, keys: int = 3, **config) -> None:
        super().__init__(**config)
        self.now = 100.0
        self.clock = lambda: self.now
        self.api = self.ok("api", name="Orders", listen_path="/o/", target_url="http://o.example")["api"]
        self.ok("policy", **POLICY)
        self.ok("config", config={"keys": [self.key(number) for number in range(keys)]})
        self.log()

    @staticmethod
    def key(number: int, **more) -> dict:
        right = {"api": "Orders", "versions": ["Default"]} if number % 2 else None
        rights = {"access_rights": [right]} if right else {"policies": ["Gold"]}
        return {"alias": f"consumer-{number}", **rights, **more}

    def look(self, number: int = 0, **more):
        """A task for an unchanged key."""
        return self.run("key", **self.key(number, **more))

    def keys(self) -> dict:
        """The keys by alias, as others see them."""
        return {key["alias"]: key for key in self.ok("key_info")["api_keys"]}


@pytest.mark.parametrize("policies", [True, False])
def test_forty_unchanged_keys_take_three_requests_at_most(policies):
    world = World(80)
    with loop():
        found = [world.look(number) for number in range(not policies, 80, 2)]
    assert [one["changed"] for one in found] == [False] * 40
    assert sorted(world.log()) == LISTS[policies]


def test_however_much_there_is():
    world = World(40)
    more = {
        "apis": [
            {"name": f"A{number}", "listen_path": f"/a{number}/", "target_url": "http://a.example"}
            for number in range(100)
        ],
        "keys": [{"alias": f"more-{number}", "policies": ["Gold"]} for number in range(300)],
    }
    world.ok("config", config=more, wait_timeout=0)
    world.log()
    with loop():
        assert not any(world.look(number)["changed"] for number in range(0, 40, 2))
        assert len(world.log()) == 2


def test_outside_of_a_loop_each_task_looks_for_itself():
    world = World()
    world.look()
    world.look()
    assert len(world.log()) == 4 and Recent.held is None


@pytest.mark.parametrize("change", [{"timeout": 7}, {"org_id": ...}], ids=str)
def test_nothing_is_shared_between_ways_to_the_server(change):
    world = World()
    with loop():
        world.look()
        own = {name: world.org if value is ... else value for name, value in change.items()}
        assert world.look(**own)["changed"] is False
        again = world.log()
    assert again.count(ALL) == 2


def test_nothing_is_shared_between_tokens():
    world = World()
    other = world.user(
        "other@acme.example", world.make("/admin/organisations", {"owner_name": "B"}, admin=True)["Meta"]
    )
    with loop():
        for _turn in range(2):
            assert world.look()["changed"] is False
            assert world.look(token=other)["failed"]  # there is no such policy in that organisation
    assert world.log().count("GET /api/portal/policies") == 4


@pytest.mark.parametrize("where", ["loop", "process", "thread", "proxy"])
def test_nothing_is_shared_between(where):
    world = World()
    with loop():
        world.look()
        elsewhere = {
            "loop": loop("two"),
            "process": mock.patch(f"{OURS}._object.loop.os.getpid", lambda: 1),
            "thread": mock.patch(f"{OURS}._object.loop.threading", mock.Mock(get_ident=lambda: 1)),
            "proxy": mock.patch.dict(os.environ, {"NO_PROXY": "*"}),
        }[where]
        with elsewhere:
            world.look()
    assert len(world.log()) == 4


def test_nothing_is_shared_between_servers():
    world, other = World(), World()

    def session():
        made = requests.sessions.Session()
        made.mount("http://127.0.0.1:3000", EmulatorAdapter(world.emulator))
        made.mount("http://127.0.0.1:3001", EmulatorAdapter(other.emulator))
        return made

    world.session = session
    with loop():
        found = [world.look(url=f"http://127.0.0.1:{port}") for _turn in range(3) for port in (3000, 3001)]
    assert [one["action"] for one in found] == ["none"] * 6
    assert [one.log().count(ALL) for one in (world, other)] == [3, 3]


def test_a_fork_has_connections_of_its_own():
    world = World()
    with loop():
        world.look()
        before = Recent.held.adapters
        world.look(1)
        assert Recent.held.adapters is before
        with mock.patch(f"{OURS}._object.loop.os.getpid", lambda: 1):
            world.look()
            assert Recent.held.adapters is not before


def test_a_connection_that_was_idle_is_not_used_again():
    world = World()
    with loop():
        world.look()
        before = Recent.held.adapters
        world.now += FRESH + 0.1
        world.look()
        assert Recent.held.adapters is not before


def test_no_token_is_kept_in_what_tells_loops_apart():
    world = World()
    with loop():
        world.look()
        assert world.token not in repr(vars(Recent.held))


def test_a_list_is_used_for_five_seconds():
    world = World()
    with loop():
        world.look()
        world.now += FRESH
        world.look()
        assert len(world.log()) == 2
        world.now += 0.1
        world.look()
        assert len(world.log()) == 2


def test_only_an_unchanged_item_is_taken_from_them():
    """What somebody else has made meanwhile is not made twice."""
    world = World()
    with loop():
        world.look(0)
        with loop("of somebody else"), mock.patch.object(Recent, "held", None):
            assert world.look(7)["changed"]
        world.log()
        assert world.look(7)["changed"] is False
        assert ALL in world.log()


@pytest.mark.parametrize("check", [True, False])
def test_before_a_change_all_that_decides_is_read_anew(check):
    world = World()
    with loop():
        world.look(0)
        with mock.patch.object(TykModule, "loop", ""), mock.patch.object(Recent, "drop", lambda: None):
            assert world.look(2, tags=["theirs"])["changed"]
        assert Recent.held.lists
        world.log()
        done = world.run("key", check=check, **world.key(2, meta_data={"a": "b"}))
    assert done["changed"] and done["key"]["tags"] == ["theirs"]
    assert ALL in world.log()


def test_after_a_write_the_next_item_looks_for_itself():
    world = World()
    with loop():
        world.look(0)
        assert world.look(1, tags=["new"])["changed"]
        assert Recent.held is None
        world.log()
        assert world.look(1, tags=["new"])["changed"] is False
        assert world.look(1)["changed"] is False
        assert world.log().count(ALL) == 1


def test_after_a_failure_the_next_item_looks_for_itself():
    world = World()
    with loop():
        world.look(0)
        assert world.run("key", alias="consumer-1", policies=["None"])["failed"]
        assert Recent.held is None
        world.log()
        world.look(0)
        assert len(world.log()) == 2


@pytest.mark.parametrize("state", ["absent", "rotated"])
def test_what_is_to_go_is_looked_for(state):
    world = World()
    with loop():
        world.look(0)
        assert world.ok("key", alias="consumer-1", state=state)["changed"]
        listed = world.log()
    assert listed.count(ALL) >= 2


def test_what_only_reads_looks_for_itself():
    world = World()
    with loop():
        world.look(0)
        world.log()
        world.ok("key_info")
        world.ok("config", config={"keys": [world.key(0)]})
        assert world.log().count(ALL) == 2


def test_memory_is_freed():
    world = World()
    with loop():
        world.look(0)
        first = weakref.ref(Recent.held)
        world.look(0, timeout=9)
        gc.collect()
        assert first() is None


def test_warnings_are_told_once_and_each_time():
    world = World()
    where = {"url": "http://dashboard.example:3000"}
    with loop(), mock.patch("module_runner.URL", where["url"]):
        told = [world.warnings(world.look(0, **where)) for _turn in range(3)]
    assert told[0] == told[1] == told[2] and len(told[0]) == 1


@pytest.mark.parametrize("kind, options", [("policy", POLICY), ("user", {"email_address": "admin@acme.example"})])
def test_other_kinds(kind, options):
    world = World()
    with loop():
        found = [world.ok(kind, **options) for _turn in range(5)]
    assert len(world.log()) <= 7 and found[0] == found[4]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("hashed", [True, False])
def test_law_a_loop_comes_to_what_single_tasks_come_to(seed, hashed):
    """Of items at random, while others write between them; and what is shared stays as it was read."""
    alone, looped = (_story(random.Random(seed), name, hashed) for name in ("", "one"))
    assert looped == alone


def _story(dice, name, hashed):
    world, found = World(4, hash_keys=hashed), []
    with loop(name):
        for _turn in range(14):
            chance, check, number = dice.random(), dice.random() < 0.3, dice.randrange(5)
            more = {"tags": [f"t{dice.randrange(2)}"]} if chance > 0.7 else {}
            more |= {"state": "absent"} if chance > 0.93 else {"policies": ["Silver"]} if chance > 0.9 else {}
            if dice.random() < 0.2:
                world.now += FRESH + 1  # within this time a change of somebody else may be seen later
                with mock.patch.object(TykModule, "loop", ""):
                    world.ok("policy", **POLICY, rate=dice.randrange(1, 3), per=60)
            held = Recent.held
            before = copy.deepcopy(dict(_shared(held))) if held else {}
            one = world.run("key", check=check, **world.key(number, **more))
            found.append([one.get(key) for key in ("changed", "failed", "action", "msg")])
            found[-1] += [(one.get("key") or {}).get("tags"), world.warnings(one)]
            if held is not None and held is Recent.held:
                after = dict(_shared(held))
                assert {key: after[key] for key in before} == before
    return found, sorted(world.keys())


def _shared(held):
    """What the next item may use: lists, and the objects of what is made of them to look these up."""
    for name, listed in held.lists.items():
        yield name, (listed.at, listed.found)
        for kind, index in listed.made.items():
            yield (*name, kind), [*index.objects.values()]
            assert all(any(obj is one for one in listed.found) for obj in index.objects.values())
