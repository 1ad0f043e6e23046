# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan is refused whenever anything that it is about has moved, and applied whenever nothing has; for every kind."""

from __future__ import annotations

import copy
import json
import pathlib
import random

import pytest
from trust_world import EDITS, PLANTED, ROUTES, STEPS, World, configuration, named

KEY = "a key that nobody can guess"
WAYS = ["config create", "config update", "config same", "config delete", "config create with a cycle"]
KINDS = [kind for kind in EDITS if kind != "organisation"]
# What objects of these are called in the configuration of all kinds.
NAMES = {"oas": "Other", "mcp_proxy": "Served", "key": "new", "user": "new@acme.example"}


class Reviewed:
    """A step over a whole configuration, by way of a plan."""

    def __init__(self, name: str, folder: pathlib.Path, key: str = "") -> None:
        self.world = World(STEPS[name], folder)
        self.tyk, self.file, self.more = self.world.tyk, str(folder.parent / "plan.json"), {"plan_key": key or None}
        self.world.reset()
        made = self.world.run(check=True, plan_dest=self.file, **self.more)
        assert not made.get("failed"), made["msg"]
        self.tyk.log()

    def run(self, **more):
        return self.world.run(plan=self.file, **{**self.more, **more})

    def is_refused(self, **more):
        """Whether it is, in check mode and in a run; nothing is written then."""
        self.tyk.log()
        told = [self.run(check=check, **more) for check in (True, False)]
        assert {bool(one.get("moved")) for one in told} == {bool(told[0].get("failed"))}, told
        assert not told[0].get("failed") or not self.tyk.writes()
        return told[0].get("moved") or []

    def edit(self, kind, fields):
        """Somebody else changes an object."""
        world, called = self.world, NAMES.get(kind, "New")
        route, key, ident = ROUTES[kind]
        listed = self.tyk.read(f"{route}?p=-1")
        rows = [{**row, **row.get("data", {})} for row in (listed[key] if key else listed)]
        (found,) = [row for row in rows if named(row) == called]
        if kind in ("api", "oas", "mcp_proxy"):
            world._enrich_api(kind, found, fields)
            return
        path = f"{route.replace('/detailed', '')}/{found[ident]}" + ("?hashed=1" if kind == "key" else "")
        left_out = ("key_id", "key_hash", "data") if kind == "key" else ()
        body = {name: value for name, value in {**found, **fields}.items() if name not in left_out}
        status, answer = self.tyk.call("PUT", path, body)
        assert status == 200, answer


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "world").mkdir()
    return tmp_path / "world"


@pytest.mark.parametrize("key", ["", KEY], ids=["without a key", "with a key"])
@pytest.mark.parametrize("way", WAYS)
def test_it_is_applied_whenever_nothing_has_moved(way, key, folder):
    reviewed = Reviewed(way, folder, key)
    checked = reviewed.run(check=True)
    assert not checked.get("failed") and "would be applied as it is" in checked["msg"], checked["msg"]
    done = reviewed.run()
    assert not done.get("failed"), done["msg"]
    assert reviewed.world.state() == reviewed.world.goal
    assert bool(reviewed.is_refused()) is reviewed.world.step.changes


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", ["config update", "config delete"])
def test_it_is_refused_when_somebody_has_changed_what_it_touches(way, kind, folder):
    reviewed = Reviewed(way, folder)
    reviewed.edit(kind, EDITS[kind])
    moved = reviewed.is_refused()
    assert any(
        called in line and "it has been changed: " in line
        for line in moved
        for called in ("New", "Other", "Served", "new")
    ), moved


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_does_not_touch_may_change(kind, folder):
    """All is as it is declared, and nothing is to be done, with what others have written besides."""
    reviewed = Reviewed("config same", folder)
    reviewed.edit(kind, EDITS[kind])
    assert not reviewed.is_refused()


def _leaves(value, way=()):
    """The places of what is declared: all that has no parts, and every whole item."""
    if isinstance(value, dict) and value:
        for name, item in value.items():
            yield from _leaves(item, (*way, name))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _leaves(item, (*way, index))
    else:
        yield way


def _edited(config, way):
    """A copy of what is declared with another value in one place; and what it was."""
    changed = copy.deepcopy(config)
    holder = changed
    for step in way[:-1]:
        holder = holder[step]
    was = holder[way[-1]]
    if isinstance(was, bool):
        holder[way[-1]] = not was
    elif isinstance(was, (int, float)):
        holder[way[-1]] = was + 1
    else:
        holder[way[-1]] = f"{was}x" if isinstance(was, str) else None
    return changed, was


@pytest.mark.parametrize("seed", range(6))
def test_it_is_refused_for_any_edit_of_the_files(seed, folder):
    """An edit can also be one that cannot work; that is refused for itself. Secrets count, since there is a key."""
    reviewed = Reviewed("config update", folder, KEY)
    config, dice = reviewed.world.step.params["config"], random.Random(seed)
    for way in dice.sample(sorted(_leaves(config), key=str), 12):
        changed, was = _edited(config, way)
        before = json.dumps(reviewed.tyk.emulator.state.dump(), default=str)
        result = reviewed.run(config=changed)
        assert result.get("failed"), (way, was)
        assert json.dumps(reviewed.tyk.emulator.state.dump(), default=str) == before, way


@pytest.mark.parametrize("seed", range(4))
def test_it_is_applied_for_any_order_of_the_files(seed, folder):
    reviewed = Reviewed("config update", folder, KEY)
    dice = random.Random(seed)

    def shuffled(value, deep=0):
        if isinstance(value, dict):
            pairs = [(name, shuffled(item, deep + 1)) for name, item in value.items()]
            dice.shuffle(pairs)
            return dict(pairs)
        if isinstance(value, list) and deep == 1:
            return dice.sample([shuffled(item, deep + 1) for item in value], len(value))
        return value

    done = reviewed.run(config=shuffled(reviewed.world.step.params["config"]))
    assert not done.get("failed"), done["msg"]
    assert reviewed.world.state() == reviewed.world.goal


@pytest.mark.parametrize("key", ["", KEY], ids=["without a key", "with a key"])
@pytest.mark.parametrize("way", WAYS)
def test_no_secret_is_in_it(way, key, folder):
    """Neither what is declared, nor what Tyk has, nor what it made for others, nor a digest that anybody can make."""
    reviewed = Reviewed(way, folder, key)
    text = pathlib.Path(reviewed.file).read_text()
    reviewed.run(key_dir=str(folder.parent / "keys"))
    shown = text + reviewed.tyk.out
    assert not {name for name, value in reviewed.world.secrets().items() if value in shown}
    assert KEY not in shown and not set(PLANTED.values()) & set(shown.split('"'))


def test_without_a_key_no_digest_depends_on_a_secret(folder):
    """What differs in its secrets only has the same digests, so that nobody can try secrets until one fits."""
    reviewed = Reviewed("config create", folder)
    text = json.dumps(configuration())
    other = json.loads(text.replace("planted-", "dug-out-"))
    assert json.dumps(other).count("dug-out-") >= 6
    checked = reviewed.run(check=True, **other)
    assert not checked.get("failed"), checked["msg"]
    keyed = Reviewed("config create", folder, KEY)
    assert keyed.is_refused(**other)
