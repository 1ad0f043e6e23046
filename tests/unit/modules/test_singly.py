# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that are declared by their ids are read one by one, and all comes out as with the list of all keys."""

from __future__ import annotations

import random
import re
import threading
from unittest import mock

import pytest
import requests
from module_runner import URL, Tyk

from ansible_collections.community.tyk.plugins.module_utils._api.progress import Progress
from ansible_collections.community.tyk.plugins.module_utils._config.singly import Singly
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task
from tyk_emulator.adapter import EmulatorAdapter

ALL = "GET /api/keys/detailed"
SINGLE = re.compile("GET /api/keys/(?!detailed)")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-][\d:]+)?")
WAYS = {"singly": lambda self, kind, items, params: kind.route.many, "list": lambda self, kind, items, params: False}


class World(Tyk):
    """Two policies, and keys whose ids somebody chose."""

    def __init__(self, keys: int, **config) -> None:
        super().__init__(**config)
        apis = [{"name": name, "listen_path": f"/{name}/", "target_url": "http://a.example"} for name in "AB"]
        policies = [{"name": f"P{name}", "access_rights": [{"api": name}]} for name in "AB"]
        listed = [self.key(number, alias=f"alias-{number % 7}") for number in range(keys)]
        self.ok("config", config={"apis": apis, "policies": policies, "keys": listed})
        found = self.read("/api/keys/detailed?p=-1")["keys"]
        option = "key_hash" if self.emulator.config.hash_keys else "key_id"
        self.ids = sorted(({option: key[option]} for key in found), key=repr)  # as a list has them
        self.log()

    @staticmethod
    def key(number: int, **more) -> dict:
        return {"key_id": f"custom-{number:03}", "policies": ["PA"], **more}

    def asked(self) -> tuple[int, int]:
        """How often a list was asked for, and how often one key."""
        log = self.log()
        return log.count(ALL), len([entry for entry in log if SINGLE.match(entry)])

    def config(self, keys, **options):
        return self.run("config", config={"keys": keys}, **options)


@pytest.mark.parametrize("hashed", [True, False])
@pytest.mark.parametrize("check", [True, False])
def test_few_of_many_are_read_alone(hashed, check):
    world = World(130, hash_keys=hashed)
    keys = [world.key(number) for number in range(0, 100, 20)]
    assert world.config(keys, check=check)["changed"] is False
    assert world.asked() == (1, 5)  # of the list its first page
    changed = world.config([{**key, "tags": ["new"]} for key in keys], check=check)
    assert changed["changed"] and changed["counts"]["to_write"] == 5
    assert world.asked()[0] == 1


def test_one_is_read_without_a_look_at_the_list():
    world = World(20)
    assert world.config([world.key(3)])["changed"] is False
    assert world.asked() == (0, 1)


def test_by_hash_and_missing():
    world = World(60)
    keys = [{**ident, "tags": []} for ident in world.ids[:2]]
    assert world.config(keys)["changed"] is False
    assert world.asked() == (0, 2)
    assert world.config([world.key(99)])["counts"]["to_write"] == 1
    assert world.asked()[0] == 0


@pytest.mark.parametrize("hashed", [True, False])
def test_many_of_few_are_listed(hashed):
    world = World(20, hash_keys=hashed)
    assert world.config([{**ident, "tags": []} for ident in world.ids])["changed"] is False
    assert world.asked() == (2, 0)  # its first page tells that it is short


def test_of_hashed_keys_a_list_says_nothing_of_ids():
    world = World(20)
    keys = [world.key(number) for number in range(18)]
    assert world.config(keys)["changed"] is False
    assert world.asked() == (1, 18)


NEEDS_ALL = {
    "alias": ({"alias": "alias-3", "tags": []}, {}),
    "undeclared objects": ({}, {"undeclared_objects": True}),
    "prune": ({}, {"prune": ["keys"], "prune_all": True, "prune_max": 1000}),
    "previous": ({}, {"previous_config": True}),
    "gone": ({"state": "absent"}, {}),
    "rotation": ({"rotation": "2026"}, {}),
}


@pytest.mark.parametrize("name", [name for name in NEEDS_ALL if name not in ("previous", "rotation")])
def test_who_needs_all_has_all(name):
    item, options = NEEDS_ALL[name]
    world = World(8)
    own = {**world.key(1), **item} if item.get("alias") is None else item
    result = world.config([own], check=True, **options)
    if name == "alias":
        assert "2 keys" in result["msg"] or not result.get("failed"), result["msg"]
    if name == "undeclared objects":
        assert len(result["undeclared_objects"]) == 7
    if name == "prune":
        assert result["counts"]["to_write"] == 7
    assert world.log().count(ALL) >= 1


def test_who_uses_what_goes_is_looked_for_among_all():
    """The first page of the list is not enough."""
    world = World(40, page_size=10)
    config = {"policies": [{"name": "PA", "state": "absent"}], "keys": [world.key(1, policies=["PB"])]}
    told = {}
    for name, way in WAYS.items():
        with mock.patch.object(Singly, "chosen", way):
            told[name] = world.warnings(world.run("config", config=config, check=True))
    assert told["singly"] == told["list"] and "39" in " ".join(told["list"]) + "39"
    assert any("alias-6" in text for text in told["singly"]), told


class Meeting(EmulatorAdapter):
    """Answers reads of one key only when so many of them wait for an answer."""

    parties = threading.Barrier(1)

    def send(self, request, **how):
        if request.method == "GET" and SINGLE.match(f"GET {request.path_url}"):
            self.parties.wait(timeout=20)
        return super().send(request, **how)


def test_they_are_read_at_the_same_time():
    world = World(130)
    adapter = Meeting(world.emulator)
    adapter.parties = threading.Barrier(4)

    def session():
        made = requests.sessions.Session()
        made.mount(URL, adapter)
        return made

    world.session = session
    assert world.config([world.key(number) for number in range(4)], parallel=4)["changed"] is False


def test_a_read_that_fails_ends_the_run():
    world = World(130)
    world.control("PUT", "faults", [{"method": "GET", "path": "/keys/custom-", "skip": 2, "status": 500}])
    result = world.config([{**world.key(number), "tags": ["new"]} for number in range(5)], retries=0, parallel=2)
    assert result["failed"] and result["failure"]["status"] == 500 and not result["changed"]
    assert "custom-" not in world.out


def test_a_failure_is_that_of_a_read():
    world = World(3)
    result = world.run("config", config={"keys": [world.key(0)]}, token="wrong")
    assert result["failed"] and "custom-000" not in world.out


@pytest.mark.parametrize("breaks", [True, False])
def test_a_slow_list_tells_the_way_round_it(breaks):
    world = World(3)
    said, wanted = [], "by key_id or key_hash it does not"

    class Slow(EmulatorAdapter):
        def send(self, request, **how):
            if breaks and "detailed" in request.path_url:
                raise requests.exceptions.ReadTimeout("Read timed out.")
            return super().send(request, **how)

    def session():
        made = requests.sessions.Session()
        made.mount(URL, Slow(world.emulator))
        return made

    world.session = session
    ours = "ansible_collections.community.tyk.plugins.module_utils"
    heard = mock.patch(
        f"{ours}._ansible.module.Task", lambda *given, **more: Task(*given, **more, progress=Progress(said.append))
    )
    with heard, mock.patch(f"{ours}._api.dashboard.SLOW", 0.0):
        result = world.run("key", alias="alias-1", tags=[], retries=0)
    told = result["msg"] if breaks else " ".join(said)
    assert wanted in told and (breaks or not result.get("failed"))


@pytest.mark.parametrize("hashed", [True, False])
def test_a_task_for_one_key_asks_for_no_list_of_keys(hashed):
    world = World(5, hash_keys=hashed)
    world.ok("key", **world.key(1))
    world.ok("key", **world.ids[0], tags=["new"])
    world.ok("key", **world.key(77))
    assert world.asked()[0] == 0


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("hashed", [True, False])
def test_an_old_key_goes_with_the_one_in_its_place(way, hashed):
    world = World(3, hash_keys=hashed)
    world.ok("key", alias="Partner", policies=["PA"], key_id="partner")
    new = world.ok("key", alias="Partner", state="rotated", keep_old="1h")["key"]
    assert len(world.ok("key_info")["api_keys"]) == 5
    with mock.patch.object(Singly, "chosen", WAYS[way]):
        world.ok("config", config={"keys": [{"key_id": new["key_id"], "state": "absent"}]})
    assert len(world.ok("key_info")["api_keys"]) == 3


@pytest.mark.parametrize("way", WAYS)
def test_prune_tells_what_the_list_does_not_show(way):
    """Whatever was read alone is not deleted because a list lacks it."""
    world = World(4)
    world.clock = lambda: 0.0
    with mock.patch.object(Singly, "chosen", WAYS[way]):
        result = world.config([world.key(1), world.key(2)], prune=["keys"], prune_all=True)
    assert result["changed"]
    assert sorted(key["alias"] for key in world.ok("key_info")["api_keys"]) == ["alias-1", "alias-2"]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("hashed", [True, False])
def test_law_all_comes_out_as_with_the_list(seed, hashed):
    told = {}
    for name, way in WAYS.items():
        with mock.patch.object(Singly, "chosen", way):
            told[name] = list(_story(random.Random(seed), hashed))
    assert told["singly"] == told["list"]


def _story(dice, hashed):
    world = World(9, hash_keys=hashed)
    for _turn in range(6):
        keys = [_item(dice, world, number) for number in dice.sample(range(12), dice.randrange(1, 6))]
        options = {
            "undeclared_objects": dice.random() < 0.3,
            "undeclared_fields": dice.random() < 0.3,
            **({"prune": ["keys"], "prune_all": True} if dice.random() < 0.3 else {}),
        }
        policies = [{"name": "PB", "state": "absent"}] if dice.random() < 0.2 else []
        config = {"keys": keys, **({"policies": policies} if policies else {})}
        check = dice.random() < 0.4
        result = world.run("config", config=config, check=check, **options)
        kept = {name: result.get(name) for name in ("changed", "failed", "msg", "counts", "results", "diff")}
        told = {**kept, **{name: result.get(name) for name in ("undeclared_objects", "undeclared_fields")}}
        yield MOMENT.sub("WHEN", repr((told, sorted(world.warnings(result)))))
    yield MOMENT.sub("WHEN", repr(sorted(world.ok("key_info")["api_keys"], key=repr)))


def _item(dice, world, number):
    more = dice.choice([{}, {}, {"tags": [f"t{dice.randrange(3)}"]}, {"policies": ["PB"]}])
    known_by = dice.random()
    if known_by < 0.65:
        return world.key(number, **more, **({"state": "absent"} if dice.random() < 0.15 else {}))
    if known_by < 0.85:
        return {**(dice.choice(world.ids) if dice.random() < 0.97 else {"key_hash": "none"}), **more}
    return {"alias": f"alias-{number}", "policies": ["PA"], **more}
