# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What there is and nobody declares is told, and nothing is said of what a new object gets by itself."""

from __future__ import annotations

import json

import pytest
from trust_world import LIVES, PLANTED, Step, World, build, configuration

from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

SECTIONS = {kind.name: section for section, kind in KINDS.items()} | {"oas": "apis"}
ASKED = {"undeclared_fields": True, "undeclared_objects": True}
KIND = [kind for kind in LIVES if kind != "organisation"]


def of(kind, tmp_path):
    """A world with an object of a kind, and the configuration that declares it."""
    world = World.__new__(World)
    world.step, world.folder = Step(kind, LIVES[kind][0]), tmp_path
    world.tyk = world.build()
    assert world.go(**LIVES[kind][0])["changed"]
    make = {name: value for name, value in LIVES[kind][0].items() if name != "recreate"}
    return world, {SECTIONS[kind]: [make]}


def told(world, config, **more):
    found = world.tyk.ok("config", config=config, check=True, **ASKED, **more)
    assert not found["changed"] and found["undeclared_fields"] == world.tyk.ok("config", config=config, **ASKED)["undeclared_fields"]
    return found


@pytest.mark.parametrize("kind", KIND)
def test_a_new_object_has_nothing_undeclared(kind, tmp_path):
    world, config = of(kind, tmp_path)
    assert told(world, config)["undeclared_fields"] == []


@pytest.mark.parametrize("kind", [kind for kind in KIND if LIVES[kind][2]])
def test_what_somebody_else_put_there_is_told(kind, tmp_path):
    world, config = of(kind, tmp_path)
    world.enrich(kind, LIVES[kind][2])
    (one,) = told(world, config)["undeclared_fields"]
    assert one["kind"] == SECTIONS[kind] and one["source"].startswith("config: ")
    said = json.dumps(one["fields"])
    names = [name for name in LIVES[kind][2] if name not in ("api_definition",)] or ["config_data", "tags", "CORS"]
    spelled = {"CustomEmailField": "custom_email_field", "paths": "/a", "info": "description", "_": "_"}
    assert all(spelled.get(name, name) in said for name in names), said
    assert not any(secret in said for secret in PLANTED.values())


def test_a_whole_configuration_says_nothing_of_itself():
    tyk = build()
    tyk.ok("config", **configuration())
    found = tyk.ok("config", **configuration(), **ASKED)
    assert not found["changed"] and found["undeclared_fields"] == []
    assert {one["name"] for one in found["undeclared_objects"]} >= {"Orders", "Gold", "Pager", "bystander", "Bystanders"}
    assert not {"New", "Other", "new"} & {one["name"] for one in found["undeclared_objects"]}
