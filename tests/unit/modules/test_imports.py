# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task imports: a module process compiles each file that it imports, so what only others need is left out."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

# Runs tasks twice: what the first run has made is unchanged in the second, which imports everything anew.
PROGRAM = """
import json, sys
from module_runner import Tyk

OURS = "ansible_collections.community.tyk.plugins.module_utils."
tasks = json.loads(sys.argv[1])
tyk = Tyk()
for name, params in tasks:
    tyk.ok(name, **params)
for name in [name for name in sys.modules if name.startswith(("ansible_collections.", "yaml"))]:
    del sys.modules[name]
name, params = tasks[-1]
assert not tyk.ok(name, **params)["changed"]
print(json.dumps([name.removeprefix(OURS) for name in sys.modules if name.startswith((OURS, "yaml"))]))
"""
API = ("api", {"name": "Orders", "listen_path": "/orders/", "target_url": "https://orders.example"})
RIGHTS = [{"api": "Orders"}]
TASKS = {
    "api": [API],
    "policy": [API, ("policy", {"name": "Gold", "access_rights": RIGHTS})],
    "key": [API, ("key", {"alias": "till", "access_rights": RIGHTS})],
    "user_group": [("user_group", {"name": "Sales", "user_permissions": {"apis": "read"}})],
}
# What none of them imports: what is of another platform, for what went wrong, or what only some options ask for; then
# what a configuration needs, or what writes.
UNASKED = ("yaml", "_convert", "_kinds.on_gateway", "_api.gateway", "_api.mishaps", "_kinds.apis.migration")
UNASKED += ("_data.files", "_data.undo", "_object.backup", "_object.previous", "_object.trial")
WRITES = ("apply", "carry", "convert", "create", "info", "overlap", "readback", "renewal", "rotate", "served", "uses")
NEVER = (*UNASKED, "_config", "_report", *(f"_object.{name}" for name in WRITES))
CONFIG = [("config", {"config": {"apis": [API[1]]}})]
NOT_BY_CONFIG = (*UNASKED, "_report.report", *(f"_object.{name}" for name in WRITES if name not in ("renewal", "uses")))
OF_OPTIONS = ("aside", "in_use", "moved", "owners", "plan_file", "previous", "recorded", "undoing")
NOT_BY_CONFIG += tuple(f"_config.{name}" for name in ("apply", "places", "watch", *OF_OPTIONS))
# The kinds that each imports beside its own: those that it refers to, and that of whom the token belongs to.
KINDS = {"api": {"api"}, "policy": {"api", "policy"}, "key": {"api", "key"}, "user_group": set()}
FILE_OF = {name: f"_kinds.{name}" for name in ("policy", "key", "certificate", "client_idp", "webhook")}
FILE_OF["api"] = "_kinds.apis.api"


def any_of(files, found):
    """Which of these files, or of those below them, were imported."""
    return [name for name in found if name in files or name.startswith(tuple(f"{one}." for one in files))]


@pytest.fixture(scope="module")
def imported():
    """The files that an unchanged task imports."""
    known: dict[str, list[str]] = {}

    def look(kind):
        if kind not in known:
            command = [sys.executable, "-c", PROGRAM, json.dumps({**TASKS, "config": CONFIG}[kind])]
            where = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
            done = subprocess.run(command, capture_output=True, text=True, env=where, check=False)
            assert not done.returncode, done.stderr
            known[kind] = json.loads(done.stdout.splitlines()[-1])
        return known[kind]

    return look


def test_a_configuration_of_which_all_is_there_imports_nothing_that_only_others_need(imported):
    found = imported("config")
    assert "_config.run" in found and "_config.plan" in found
    assert not any_of(NOT_BY_CONFIG, found)


@pytest.mark.parametrize("kind", TASKS)
def test_an_unchanged_task_imports_nothing_that_only_others_need(imported, kind):
    found = imported(kind)
    assert "_object.plan" in found and "_object.task" in found
    assert not any_of(NEVER, found)


@pytest.mark.parametrize("kind", TASKS)
def test_an_unchanged_task_imports_no_kinds_that_it_does_not_refer_to(imported, kind):
    assert {name for name, file in FILE_OF.items() if file in imported(kind)} == KINDS[kind]
