# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rotation with overlap: the old key goes on for a while, is never lost sight of, and goes when its time is over."""

from __future__ import annotations

import re
import time
from unittest import mock

import pytest
from backup_world import kept
from gateway_runner import Clock, Gate
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._kinds.key_hash import key_hash

RIGHTS = {"access_rights": [{"api": "Orders"}]}
WISH = {"alias": "team", "rate": 7, "per": 2, "tags": ["t"], "meta_data": {"customer": "1"}, **RIGHTS}
DAY, WEEK = 86400, 7 * 86400
SERVERS = {
    "dashboard": lambda: Tyk(clock=Clock()),
    "dashboard without hashes": lambda: Tyk(clock=Clock(), hash_keys=False),
    "gateway": Gate,
    "gateway without hashes": lambda: Gate(hash_keys=False),
}


class World:
    """A server with a key in a file, and a clock that all go by."""

    def __init__(self, name, folder):
        self.tyk, self.file, self.name = SERVERS[name](), folder / "key", name
        self.clock = self.tyk.emulator.clock
        self.tyk.ok("api", name="Orders", listen_path="/o/", target_url="http://u/")
        self.first = self.key(**WISH)["key"]["key_id"]
        self.file.write_text(f"{self.first}\n")

    def run(self, kind="key", **params):
        with mock.patch("time.time", self.clock):
            return self.tyk.run(kind, **params)

    def key(self, **params):
        result = self.run(**params)
        assert not result.get("failed"), result["msg"]
        return result

    def rotate(self, label="r1", keep_old="7d", **more):
        task = {"alias": "team", "state": "rotated", "rotation": label, "key_file": str(self.file)}
        return self.key(**task, **({"keep_old": keep_old} if keep_old else {}), **more)

    def keys(self):
        """The sessions by alias."""
        return {row["session"]["alias"]: row["session"] for row in self.tyk.emulator.state["keys"]}

    def works(self, token):
        """Whether a consumer gets in with a key."""
        rows = [row["session"] for row in self.tyk.emulator.state["keys"] if row["id"] == token]
        return any(row["expires"] <= 0 or row["expires"] > self.clock() for row in rows)

    @property
    def held(self):
        return self.file.read_text().strip()

    def pass_time(self, seconds):
        self.clock.sleep(seconds)

    def ends(self, seconds):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(self.clock() + seconds)))

    def writes(self):
        return [one for one in self.tyk.writes() if "/cache/none-" not in one]


@pytest.fixture(params=SERVERS)
def world(request, tmp_path):
    return World(request.param, tmp_path)


def test_the_old_key_goes_on_for_its_time_and_then_goes(world):
    planned, end = world.rotate(check=True), world.ends(WEEK)
    assert world.held == world.first and list(world.keys()) == ["team"]
    done = world.rotate()
    assert {name: planned[name] for name in ("changed", "action", "diff")} == {
        name: done[name] for name in ("changed", "action", "diff")
    }
    (old,), (foreseen,) = done["old"], planned["old"]
    assert old == foreseen and old["alias"] == f"team (until {end})"
    assert old["expires"] == end and old["action"] == "limited"
    new = world.held
    assert new != world.first and world.works(new) and world.works(world.first)
    assert new not in world.tyk.out and world.first not in world.tyk.out
    kept, stored = world.keys()[f"team (until {end})"], world.keys()["team"]
    assert stored["meta_data"] == {"customer": "1", "rotation": "r1"} and stored["expires"] == 0
    assert kept["meta_data"]["customer"] == "1" and kept["rate"] == 7 and kept["expires"] == int(world.clock()) + WEEK
    for task in ({"state": "rotated"}, {"state": "present", **WISH}):
        world.tyk.log()
        assert not world.key(**{"alias": "team", "rotation": "r1", "keep_old": "7d", **task})["changed"]
        assert not world.writes()
    world.pass_time(WEEK - 60)
    assert world.works(world.first) and not world.key(**WISH)["changed"]
    world.pass_time(61)
    assert not world.works(world.first)
    planned = world.key(check=True, **WISH)
    assert planned["changed"] and planned["action"] == "none" and len(world.keys()) == 2
    done = world.key(**WISH)
    assert done["changed"] and done["diff"] == planned["diff"] and done["old"] == planned["old"]
    assert [one["action"] for one in done["old"]] == ["deleted"] and list(world.keys()) == ["team"]
    assert not world.key(**WISH)["changed"] and world.works(new)


def test_diff_says_what_becomes_of_the_old_one(world):
    main, old = world.rotate(check=True)["diff"]
    assert main["after"]["alias"] == "team" and old["before"]["alias"] == "team"
    assert old["after"]["alias"] == f"team (until {world.ends(WEEK)})" and old["after"]["expires"] == world.ends(WEEK)


@pytest.mark.parametrize(("span", "seconds"), [("12h", 12 * 3600), ("3600", 3600), (90, 90), ("2 d", 2 * DAY)])
def test_spans(tmp_path, span, seconds):
    world = World("dashboard", tmp_path)
    assert world.rotate(keep_old=span)["old"][0]["expires"] == world.ends(seconds)


def test_a_clock_that_is_far_behind_is_told(tmp_path):
    """Tyk takes no end that is over; the old key then goes on without one."""
    world = World("dashboard", tmp_path)
    world.tyk.emulator.clock = lambda: world.clock.now + 3 * DAY
    done = world.rotate(keep_old="1d")
    (told,) = world.tyk.warnings(done)
    assert "goes on without an end: Tyk did not keep expires" in told and world.works(world.first)


def test_never_later_than_the_end_that_it_has(world):
    world.key(alias="team", expires="3d")
    assert world.rotate()["old"][0]["expires"] == world.ends(3 * DAY)
    assert world.keys()["team"]["expires"] == int(world.clock()) + 3 * DAY


def test_a_key_that_is_over_does_not_go_on(world):
    world.key(alias="team", expires="3d")
    world.pass_time(4 * DAY)
    assert "old" not in world.rotate(expires="never") and list(world.keys()) == ["team"]
    assert world.works(world.held)


def test_several_old_ones_each_for_its_time(world):
    tokens = [world.first]
    for label, keep in (("a", "7d"), ("b", "1d"), ("c", "12h")):
        world.rotate(label, keep)
        tokens.append(world.held)
        world.pass_time(60)
    assert len(world.keys()) == 4 and all(world.works(token) for token in tokens)
    world.pass_time(2 * DAY)
    assert len(world.key(**WISH)["old"]) == 2 and len(world.keys()) == 2
    assert world.works(tokens[0]) and not world.works(tokens[1]) and world.works(tokens[3])
    world.pass_time(WEEK)
    assert len(world.rotate("d", "")["old"]) == 1 and list(world.keys()) == ["team"]


def change_old(world, **fields):
    """Somebody changes the old key."""
    rows = world.tyk.emulator.state["keys"]
    (row,) = [row for row in rows if row["id"] == world.first]
    rows.put({**row, "session": {**row["session"], **fields}})


@pytest.mark.parametrize("fields", [{"meta_data": {}}, {"alias": "something else"}, {"alias": ""}])
def test_one_of_its_two_marks_is_enough(world, fields):
    world.rotate()
    change_old(world, **fields)
    world.pass_time(WEEK + 1)
    assert world.key(**WISH)["old"][0]["action"] == "deleted" and list(world.keys()) == ["team"]


def test_a_new_alias_of_the_new_one_does_not_hide_it(world):
    world.rotate()
    new = {"key_id": world.held}
    world.key(**new, alias="crew")
    world.pass_time(WEEK + 1)
    # whose old alias is somebody else's by now
    world.key(**{**WISH, "meta_data": {}})
    assert len(world.keys()) == 3
    assert len(world.key(**{**WISH, "alias": "crew"})["old"]) == 1
    assert sorted(world.keys()) == ["crew", "team"]


def test_without_both_marks_it_is_a_key_like_others(world):
    world.rotate()
    change_old(world, alias="theirs", meta_data={})
    world.pass_time(WEEK + 1)
    assert not world.key(**WISH)["changed"] and sorted(world.keys()) == ["team", "theirs"]


def test_what_nearly_looks_like_an_old_one_stays(world):
    """Others may call their keys so; what counts is that the end in the alias is the end of the key."""
    for alias in ("team (until 2020-01-01T00:00:00Z)", "team (until tomorrow)", "steam (until never)"):
        world.key(**{**WISH, "alias": alias, "expires": "1d"})
    world.pass_time(2 * DAY)
    assert not world.key(**WISH)["changed"] and len(world.keys()) == 4


def test_absent_takes_old_ones_along_that_still_work(world):
    world.rotate()
    planned = world.key(alias="team", state="absent", check=True)
    done = world.key(alias="team", state="absent")
    assert planned["old"] == done["old"] and planned["diff"] == done["diff"] and not world.keys()
    assert not world.key(alias="team", state="absent")["changed"]


def test_an_old_one_can_be_named_and_ended_at_once(world):
    alias = world.rotate()["old"][0]["alias"]
    assert "which another has replaced" in world.run(alias=alias, state="rotated")["msg"]
    assert world.key(alias=alias, state="absent")["action"] == "deleted" and list(world.keys()) == ["team"]


def test_without_keep_old_all_is_as_ever(world):
    assert "old" not in world.rotate(keep_old="") and list(world.keys()) == ["team"]


def test_with_another_alias_of_the_task(world):
    """A key that is named by its hash gets another alias while it is rotated."""
    if "without" in world.name:
        named = {"key_id": world.first}
    else:
        named = {"key_hash": key_hash(world.first)}
    done = world.key(**named, alias="crew", state="rotated", keep_old="1d", key_file=str(world.file))
    assert sorted(world.keys()) == ["crew", f"team (until {world.ends(DAY)})"] and len(done["old"]) == 1
    world.pass_time(DAY + 1)
    assert len(world.key(alias="crew")["old"]) == 1


# Broken off


class Cut(Exception):
    """The run ends here."""


def cut_at(world, number, after):
    """Break the run off at a request: nothing more of it is sent."""
    handle, seen = world.tyk.emulator.handle, []

    def handled(request):
        if request.path.startswith("/_emulator"):
            return handle(request)
        seen.append(request)
        if len(seen) > number or (len(seen) == number and not after):
            raise Cut
        answer = handle(request)
        if len(seen) == number:
            raise Cut
        return answer

    world.tyk.emulator.handle = handled
    return handle


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("name", SERVERS)
def test_broken_off_anywhere_the_consumer_has_a_key_and_the_next_run_goes_on(name, after, kept, tmp_path):
    (tmp_path / "count").mkdir()
    counted = World(name, tmp_path / "count")
    counted.tyk.log()
    counted.rotate()
    requests = len(counted.tyk.log())
    assert requests >= 8
    states = set()
    for number in range(1, requests + 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        world = World(name, folder)
        file = {"key_file": str(world.file)} if kept else {}
        task = {"alias": "team", "state": "rotated", "rotation": "r1", "keep_old": "7d", **file}
        handle = cut_at(world, number, after)
        broken = world.run(**task)
        world.tyk.emulator.handle = handle
        states.add(tuple(sorted(re.sub(" 2.*", "", alias) for alias in sorted(world.keys()))))
        assert world.works(world.first), number
        assert not kept or world.works(world.held), number
        handed = world.held if kept else (broken.get("key") or {}).get("key_id") or world.first
        done = world.key(**task)
        assert world.works(world.first), number
        assert world.works(handed), number  # whatever a consumer has taken meanwhile
        assert not kept or world.works(world.held), number
        assert not world.key(**task)["changed"], number
        assert "team" in (aliases := set(world.keys())) and "rotating" not in " ".join(aliases), number
        if kept:
            assert len(world.keys()) == 2 and world.held != world.first, number
        elif done["changed"]:
            assert world.works(done["key"]["key_id"]) or done["action"] == "updated"
        world.pass_time(WEEK + 1)
        world.key(**WISH)
        assert list(world.keys()) == ["team"], number
    half, until = "team (rotating)", "team (until"
    assert {("team",), ("team", half), (half, until)} <= states


# A configuration


CONFIG = {"keys": [WISH], "apis": [{"name": "Orders", "listen_path": "/o/", "target_url": "http://u/"}]}
ALL = {"prune": ["keys"], "prune_all": True}


def configure(world, config=None, **more):
    result = world.run("config", config=config or CONFIG, **more)
    assert not result.get("failed"), result["msg"]
    return result


def test_a_configuration_leaves_an_old_one_alone_until_its_time_is_over(world):
    world.rotate()
    assert not configure(world)["changed"] and not configure(world, **ALL)["changed"]
    assert not configure(world, check=True, **ALL)["changed"] and len(world.keys()) == 2
    exported = world.run("config_info")["config"]["keys"]
    assert [key["alias"] for key in exported] == ["team"]
    world.pass_time(WEEK + 1)
    for more in ({}, ALL):
        planned = configure(world, check=True, **more)
        assert planned["changed"] and planned["summary"]["keys"]["deleted"] == 1
    (change,) = planned["changes"]
    assert change["action"] == "deleted" and change["old"] and "time is over" in change["why"]
    done = configure(world)
    assert done["changed"] and done["diff"] == planned["diff"] and list(world.keys()) == ["team"]
    assert not configure(world)["changed"]


def test_prune_takes_what_is_over_and_what_nobody_declares_any_more(world):
    world.rotate()
    other = {**CONFIG, "keys": [{**WISH, "alias": "other"}]}
    assert configure(world, other, **ALL)["summary"]["keys"]["deleted"] == 1  # the new one; the old one has its time
    assert world.works(world.first) and len(world.keys()) == 2
    world.pass_time(WEEK + 1)
    (change,) = configure(world, other, check=True, **ALL)["changes"]
    assert change["old"]
    assert configure(world, other, **ALL)["changed"] and list(world.keys()) == ["other"]


def test_an_old_one_that_is_declared_itself_is_nobody_elses_to_delete(world):
    alias = world.rotate()["old"][0]["alias"]
    both = {**CONFIG, "keys": [WISH, {"alias": alias}]}
    world.pass_time(WEEK + 1)
    assert not configure(world, both)["changed"] and len(world.keys()) == 2


def test_somebody_elses_metadata_make_no_old_one(world):
    """A key that notes another is one only if it has an end, and goes only if that other one is in its place."""
    world.key(**{**WISH, "alias": "noted", "meta_data": {"ansible_replaced_by": "nobody"}})
    assert {key["alias"] for key in world.run("config_info")["config"]["keys"]} == {"team", "noted"}
    world.key(alias="noted", expires="1d")
    world.pass_time(2 * DAY)
    assert not world.key(**WISH)["changed"] and not configure(world)["changed"] and len(world.keys()) == 2


def test_absent_in_a_configuration_takes_old_ones_along(world):
    world.rotate()
    gone = {**CONFIG, "keys": [{"alias": "team", "state": "absent"}]}
    planned = configure(world, gone, check=True)
    done = configure(world, gone)
    assert planned["summary"] == done["summary"] and done["summary"]["keys"]["deleted"] == 2 and not world.keys()
    assert not [change for change in done["changes"] if "old" in change]
    assert not configure(world, gone)["changed"]


def test_an_old_one_that_somebody_gives_more_time_meanwhile_stays(world):
    world.rotate()
    world.pass_time(WEEK + 1)
    handle, listed = world.tyk.emulator.handle, []

    def handled(request):
        answer = handle(request)
        if request.path.rstrip("/").endswith(("/keys/detailed", "/tyk/keys")) and not listed:
            listed.append(request.path)
            change_old(world, expires=int(world.clock()) + DAY)
        return answer

    world.tyk.emulator.handle = handled
    if world.name.startswith("dashboard"):  # a Gateway shows each key by itself, right after its list
        said = configure(world)
        assert "stays, because it has changed" in " ".join(world.tyk.warnings(said))
    else:
        assert not configure(world)["changed"]
    assert world.works(world.first) and len(world.keys()) == 2


def test_after_a_failure_old_ones_stay(world):
    world.rotate()
    world.pass_time(WEEK + 1)
    bad = {**CONFIG, "keys": [{**WISH, "rate": 9}]}
    world.tyk.control("PUT", "faults", [{"method": "PUT", "status": 400, "times": 9}])
    failed = world.run("config", config=bad)
    assert failed["failed"] and len(world.keys()) == 2
    assert [one["message"] for one in failed["changes"] if one.get("old")] == [
        "no old one is deleted after something has failed"
    ]


def test_a_configuration_takes_no_keep_old(world):
    world.tyk.log()
    said = world.run("config", config={**CONFIG, "keys": [{**WISH, "keep_old": "7d"}]})["msg"]
    assert "keep_old" in said and not world.writes()


def test_an_old_one_that_cannot_be_deleted_is_told_and_tried_again(world):
    world.rotate()
    world.pass_time(WEEK + 1)
    world.tyk.control("PUT", "faults", [{"method": "DELETE", "status": 403, "times": 9}])
    done = world.key(**WISH)
    told = " ".join(world.tyk.warnings(done))
    assert "could not be deleted" in told and world.first not in world.tyk.out and not done["changed"]
    world.tyk.control("DELETE", "faults")
    assert world.key(**WISH)["changed"] and list(world.keys()) == ["team"]


def test_where_the_old_one_cannot_be_limited_both_work_and_the_next_run_goes_on(tmp_path):
    world = World("dashboard", tmp_path)
    world.tyk.control("PUT", "faults", [{"method": "PUT", "status": 403, "times": 9}])
    task = {"alias": "team", "state": "rotated", "keep_old": "7d", "key_file": str(world.file)}
    told = world.run(**task)
    assert told["failed"] and told["changed"] and "could not be limited to its time" in told["msg"]
    assert "without keep_old" in told["msg"] and world.works(world.first) and world.works(world.held)
    new = world.held
    world.tyk.control("DELETE", "faults")
    assert world.key(**task)["action"] == "rotated" and world.held == new and len(world.keys()) == 2


@pytest.mark.parametrize("check", [True, False])
def test_a_backup_from_before_a_rotation_says_what_it_does_to_the_old_key(world, tmp_path, check):
    kept = world.key(alias="team", tags=["other"], backup=True, backup_dir=str(tmp_path / "kept"))["backup_path"]
    world.rotate()
    end = world.ends(WEEK)
    done = world.run("config", src=[kept], check=check)
    assert done["changed"]
    (said,) = [text for text in world.tyk.warnings(done) if "This is an old key" in text]
    assert f"was to end at {end}" in said and "as 'team' now" in said and world.first not in said
    if not check:
        assert world.works(world.first) and world.works(world.held)
        assert not world.run("config", src=[kept])["changed"]


def test_an_old_key_that_stays_one_is_not_warned_of(world):
    world.rotate()
    done = world.key(key_id=world.first, tags=["other"])
    assert done["changed"] and not [text for text in world.tyk.warnings(done) if "This is an old key" in text]


@pytest.mark.parametrize("how", ["task", "config"])
def test_an_old_key_whose_time_is_over_is_kept_in_comments(world, how, tmp_path):
    world.rotate()
    end = world.ends(WEEK)
    world.pass_time(WEEK + 1)
    where, change = {"backup": True, "backup_dir": str(tmp_path / "kept")}, {"alias": "team", "tags": ["other"]}
    for check in (True, False):
        if how == "task":
            done = world.key(**change, **where, check=check)
        else:
            done = world.run("config", config={"keys": [change]}, **where, check=check)
        (said,) = [text for text in world.tyk.warnings(done) if text.startswith("backup: ")]
        assert "2 objects" in said and f"'team (until {end})': expires: {end} is over" in said
    assert list(world.keys()) == ["team"]
    (item,) = kept(done["backup_path"])["keys"]
    assert item["alias"] == "team" and item["tags"] == ["t"]
    assert world.run("config", src=[done["backup_path"]])["changed"]
    assert not world.run("config", src=[done["backup_path"]])["changed"]
