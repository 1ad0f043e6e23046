# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Somebody else works on the same objects at the same time: what then happens is defined."""

from __future__ import annotations

import functools
import json
import tempfile
from unittest import mock

import pytest
from trust_case import differences
from trust_world import EDITS, LIVES, PERSON, RIGHTS, STEPS, World, build, configuration, named

UPDATES = [name for name in STEPS if name.endswith(" update") and not name.startswith(("oauth_client", "config"))]
TABLES = {
    "oas": "apis",
    "api": "apis",
    "user_group": "usergroups",
    "webhook": "hooks",
    "policy": "policies",
    "identity_profile": "tib_profiles",
    "mcp_proxy": "apis",
}
LOOKS = {"client_idp"}  # the kinds that are looked at anew before every write


def meanwhile(tyk, when, what):
    """Do something at the first request that fits, before it is answered ("before") or after."""
    handle, done = tyk.emulator.handle, []

    def handling(request):
        if request.path.startswith("/_emulator/") or done or not when(request):
            return handle(request)
        done.append(request)
        tyk.emulator.handle = handle
        try:
            what()
        finally:
            tyk.emulator.handle = handling
        return handle(request)

    tyk.emulator.handle = handling
    return done


def is_put(request):
    return request.method == "PUT"


def ours(world):
    """The row that the step is about."""
    kind = world.step.kind
    rows = world.tyk.emulator.state[TABLES.get(kind, kind + "s")]
    (row,) = [row for row in rows if named(row) in ("New", "new", "new@acme.example")]
    return row


def edited_and_kept(world, result):
    """Both what the task wanted and what somebody else wrote meanwhile is there."""
    assert not result.get("failed"), result["msg"]
    assert result["changed"]
    text = json.dumps(ours(world))
    lost = [value for value in _values(EDITS[world.step.kind]) if value not in text]
    assert not lost, lost
    world.tyk.sleep = lambda seconds: None
    assert not world.run()["changed"]


@pytest.mark.parametrize("name", UPDATES)
def test_an_edit_between_a_read_and_a_late_write_is_kept(name, tmp_path):
    """What was read some seconds ago is read again before it is written."""
    world = World(STEPS[name], tmp_path)
    world.reset()
    times = iter([0.0])
    world.tyk.clock = lambda: next(times, 60.0)
    # after the last of the reads that the plan is made from
    count = next(number for number, entry in enumerate(world.requests) if entry.startswith("PUT"))
    count -= world.step.kind in LOOKS
    seen = iter(range(1000))
    edit = functools.partial(world.enrich, world.step.kind, EDITS[world.step.kind])
    assert meanwhile(world.tyk, lambda request: next(seen) == count, edit) == []
    edited_and_kept(world, world.run())


@pytest.mark.parametrize("name", UPDATES)
def test_an_edit_between_two_tries_of_a_write_is_kept(name, tmp_path):
    """So is what is to be written once more."""
    world = World(STEPS[name], tmp_path)
    world.reset()
    world.tyk.control("PUT", "faults", [{"method": "PUT", "status": 503}])
    edits = []

    def edit(seconds):
        if not edits:
            edits.append(seconds)
            world.enrich(world.step.kind, EDITS[world.step.kind])

    world.tyk.sleep = edit
    result = world.run()
    assert edits
    edited_and_kept(world, result)


def _values(fields):
    for value in fields.values():
        if isinstance(value, dict):
            yield from _values(value)
        else:
            yield json.dumps(value)


@pytest.mark.parametrize("name", UPDATES)
def test_deleted_before_the_write(name, tmp_path):
    world = World(STEPS[name], tmp_path)
    world.reset()
    table = world.tyk.emulator.state[TABLES.get(world.step.kind, world.step.kind + "s")]
    meanwhile(world.tyk, is_put, lambda: table.remove(ours(world)["id"]))
    result = world.run()
    assert result["failed"] and len(result["msg"]) < 500
    assert not [row for row in table if named(row) in ("New", "new")]
    del world.tyk.emulator.handle
    again = world.go(**{**world.step.first, **world.step.params})
    assert not again.get("failed"), again
    assert again["action"] == "created"


@pytest.mark.parametrize("name", UPDATES)
def test_deleted_after_the_write(name, tmp_path):
    world = World(STEPS[name], tmp_path)
    world.reset()
    table = world.tyk.emulator.state[TABLES.get(world.step.kind, world.step.kind + "s")]
    written = []

    def after(request):
        if written and not is_put(request):
            return True
        written.extend([1] if is_put(request) else [])
        return False

    done = meanwhile(world.tyk, after, lambda: table.remove(ours(world)["id"]))
    result = world.run(wait_timeout=1)
    if not done:  # the answer to the write showed the object
        assert world.step.kind == "key" and result["changed"]
        return
    assert result["failed"] and result["changed"] and "does not show it" in result["msg"], result


@pytest.mark.parametrize("name", [name for name in STEPS if name.endswith(" delete") and not name.startswith("config")])
def test_deleted_before_the_delete(name, tmp_path):
    world = World(STEPS[name], tmp_path)
    world.reset()
    tables = {"certificate": "certs", "oauth_client": "clients", **TABLES}
    table = world.tyk.emulator.state[tables.get(world.step.kind, world.step.kind + "s")]
    bystanders = [row["id"] for row in table if named(row) in NOT_OURS]

    def remove():
        for row in table:
            if row["id"] not in bystanders:
                table.remove(row["id"])

    meanwhile(world.tyk, lambda request: request.method == "DELETE", remove)
    assert not world.run().get("failed")
    # an organisation lists its APIs, which what was removed here behind its back is still in
    tables = [name for name in world.goal if name != "organisations" or world.step.kind == "organisation"]
    now = world.state()
    assert differences({name: now[name] for name in tables}, {name: world.goal[name] for name in tables}) == []


NOT_OURS = (
    "Orders",
    "Pets",
    "Gold",
    "Pager",
    "Bystander",
    "Bystanders",
    "bystander",
    "bystander@acme.example",
    "admin@acme.example",
    "Acme",
)


@pytest.mark.parametrize("kind", LIVES)
def test_the_name_is_taken_before_the_create(kind, tmp_path):
    """Where Tyk keeps names unique, it refuses the second; where not, the next run refuses to guess."""
    world = World(STEPS[f"{kind} create"], tmp_path)
    world.reset()
    meanwhile(world.tyk, lambda request: request.method == "POST", lambda: somebody_makes(world))
    result = world.run()
    del world.tyk.emulator.handle
    if result.get("failed"):
        assert len(result["msg"]) < 500
    again = world.run()
    twins = again.get("failed") and ("are called" in again["msg"])
    assert twins or not again.get("failed"), again["msg"]
    assert not twins or "; name one with" in again["msg"] or kind in ("user_group", "asset"), again["msg"]


def somebody_makes(world):
    """On another machine, for which ours does not wait."""
    tyk, out = world.tyk, world.tyk.out
    with tempfile.TemporaryDirectory() as elsewhere, mock.patch.object(tempfile, "tempdir", elsewhere):
        tyk.ok("api" if world.step.kind == "oas" else world.step.kind, **world.params(world.step.params))
    tyk.out = out


def test_what_somebody_else_made_is_never_taken_for_ours(tmp_path):
    """The answer to our create is lost, nothing was made, and meanwhile somebody made a key of that alias."""
    world = World(STEPS["key create"], tmp_path)
    world.reset()
    theirs = {"alias": "new", "access_rights": RIGHTS, "rate": 77, "per": 1}

    def somebody(seconds=0):
        world.tyk.ok("key", **theirs)

    world.tyk.control("PUT", "faults", [{"method": "POST", "drop": True}])
    handle, posts = world.tyk.emulator.handle, []

    def handling(request):
        answer = handle(request)
        if request.method == "POST" and not posts:
            posts.append(request)
            somebody()
        return answer

    world.tyk.emulator.handle = handling
    result = world.run()
    assert result["failed"] and "differs in" in result["msg"] and "rate" in result["msg"], result["msg"]
    (row,) = [row for row in world.tyk.emulator.state["keys"] if named(row) == "new"]
    assert row["session"]["rate"] == 77


@pytest.mark.parametrize("other", ["the same", "overlapping"])
def test_two_configurations_at_once(other):
    """At every request of one run, a whole other run: each ends with an account, nothing of either is lost, and where
    both made the same object, that is told at once, or by the next run."""
    first = configuration()
    second = configuration()
    if other == "overlapping":
        second["config"] = {
            name: [{**items[0], **CHANGED.get(name, {})}] for name, items in second["config"].items() if name != "keys"
        }
    tyk = build()
    before = json.dumps(tyk.emulator.state.dump())
    tyk.ok("config", **first)
    length = len(tyk.log())
    for at in range(0, length, 2):
        tyk.emulator.state.load(json.loads(before))
        seen, inner = iter(range(1000)), []

        def race():
            inner.append(tyk.run("config", **second))  # noqa: B023

        meanwhile(tyk, lambda request: next(seen) == at, race)  # noqa: B023
        result = tyk.run("config", **first)
        del tyk.emulator.handle
        assert inner and not inner[0].get("failed"), inner
        told = json.dumps(result)
        again = tyk.run("config", **first)
        for table in ("usergroups", "users", "hooks", "assets", "apis", "policies", "keys", "clients"):
            names = [named(row) for row in tyk.emulator.state[table]]
            for name in {name for name in names if names.count(name) > 1 and name in ("New", "new", "Other")}:
                told_later = told + str(again.get("msg"))
                assert "meanwhile" in told or "are called" in told_later, f"request {at}: two {name} in {table}, untold"
        if not again.get("failed") and not result.get("failed"):
            assert not again["changed"] or other == "overlapping"


CHANGED = {"apis": {"target_url": "http://theirs.example/"}, "policies": {"rate": 9}, "users": {"last_name": "Theirs"}}


def test_two_configurations_that_change_different_fields_keep_both():
    tyk = build()
    tyk.ok("config", **configuration())
    before = json.dumps(tyk.emulator.state.dump())
    mine = {"config": {"apis": [{"name": "New", "target_url": "http://mine.example/"}]}}
    theirs = {"config": {"apis": [{"name": "New", "definition": {"config_data": {"by": "them"}}}]}}
    for at in range(4):  # the lists of the plan, the look before the write, the write itself
        tyk.emulator.state.load(json.loads(before))
        seen = iter(range(1000))
        done = meanwhile(tyk, lambda request: next(seen) == at, lambda: tyk.ok("config", **theirs))  # noqa: B023
        tyk.ok("config", **mine)
        del tyk.emulator.handle
        (row,) = [row for row in tyk.emulator.state["apis"] if named(row) == "New"]
        assert row["doc"]["api_definition"]["proxy"]["target_url"] == "http://mine.example/"
        if done and done[0].method != "PUT":
            assert row["doc"]["api_definition"]["config_data"] == {"by": "them"}, done[0].path


def test_a_user_who_appears_is_not_made_twice(tyk):
    person = {**PERSON, "email_address": "ada@acme.example"}
    meanwhile(tyk, lambda request: request.method == "POST", lambda: tyk.make("/api/users", person))
    assert "already exists" in tyk.fails("user", **person)
    del tyk.emulator.handle
    assert not tyk.ok("user", **person)["changed"]
