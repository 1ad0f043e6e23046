# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A backup brings back what a task has changed and deleted, field for field."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from trust_world import LIVES, MADE, SINGLES, Step, World

CHANGED = [kind for kind in LIVES if kind != "organisation"]


def stored(tyk):
    """Everything that is stored, whatever ids Tyk has made for it."""
    tables = json.loads(json.dumps(tyk.emulator.state.dump()["tables"]))
    tables.pop("nonces", None)
    tables.pop("organisations", None)  # note the APIs in the order of writes
    return {name: sorted(plain(row) for row in rows) for name, rows in tables.items()}


def plain(row):
    return MADE.sub("<id>", re.sub(r"[0-9a-f]{24,}", "<id>", json.dumps(row, sort_keys=True)))


def restored(world, path):
    """Apply a backup."""
    found = world.tyk.run("config", src=[path])
    assert not found.get("failed"), found["msg"]
    again = world.tyk.run("config", src=[path], check=True)
    assert not again["changed"], again["changes"]
    return found


def of(kind, tmp_path, params):
    make, _change, foreign, _names = LIVES[kind]
    step = Step(kind, {**make, **params}, make, foreign)
    world = World.__new__(World)
    world.step, world.folder = step, tmp_path
    world.tyk = world.build()
    assert world.go(**make)["changed"]
    if foreign:
        world.enrich(kind, foreign)
    return world


@pytest.mark.parametrize("kind", CHANGED)
def test_what_was_changed_is_as_it_was(kind, tmp_path):
    _make, change, _foreign, _names = LIVES[kind]
    world = of(kind, tmp_path, change)
    before = stored(world.tyk)
    done = world.run(backup=True, backup_dir=str(tmp_path / "kept"))
    assert done["changed"] and stored(world.tyk) != before
    restored(world, done["backup_path"])
    assert stored(world.tyk) == before


@pytest.mark.parametrize("kind", CHANGED)
def test_what_was_deleted_is_there_again(kind, tmp_path):
    make, _change, _foreign, names = LIVES[kind]
    world = of(kind, tmp_path, {})
    before = stored(world.tyk)
    identity = {name: make[name] for name in names}
    done = world.go(**identity, state="absent", backup=True, backup_dir=str(tmp_path / "kept"))
    assert done["changed"] and stored(world.tyk) != before
    restored(world, done["backup_path"])
    assert stored(world.tyk) == before


@pytest.mark.parametrize("kind", SINGLES)
def test_what_there_is_one_of(kind, tmp_path):
    make, change = SINGLES[kind]
    world = World.__new__(World)
    world.step, world.folder = Step(kind, {**make, **change}), tmp_path
    world.tyk = world.build()
    assert world.go(**make)["changed"]
    before = stored(world.tyk)
    done = world.run(backup=True, backup_dir=str(tmp_path / "kept"))
    assert done["changed"] and stored(world.tyk) != before
    restored(world, done["backup_path"])
    assert stored(world.tyk) == before
