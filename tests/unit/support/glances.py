# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Holds each object that a configuration takes for unchanged at a glance against the plan that was not made for it."""

from __future__ import annotations

import contextlib
import copy

import pytest

from ansible_collections.community.tyk.plugins.module_utils._config import plan as config_plan
from ansible_collections.community.tyk.plugins.module_utils._object.as_said import as_said
from ansible_collections.community.tyk.plugins.module_utils._object.plan import decide, locate


def checked(run, lists, later):
    """as_said(), and that a plan would change, say and note the same."""
    seen = as_said(run, lists, later)
    if seen is not None:
        try:
            check(run, seen)
        except AssertionError as error:  # which the module would tell as what is wrong with the object
            pytest.fail(f"a glance is wrong: {error}")
    return seen


def check(run, seen):
    chosen, used, told = dict(run.around.chosen), dict(run.around.used), []
    planned, change = decide(locate(run.but(warn=told.append)).run)
    assert change.action == "none", (run.named, change)
    assert not told, (run.named, told)
    assert (planned.found, planned.kind.__class__) == (seen.found, seen.kind.__class__), run.named
    assert (run.around.chosen, run.around.used.keys()) == (chosen, used.keys()), run.named
    asked = copy.copy(seen)  # so that nobody else gets to have been told
    assert (asked.declared, asked.resolved) == (planned.declared, planned.resolved), run.named


@contextlib.contextmanager
def glances_checked():
    """As long as this lasts, every glance of a configuration in this process is checked."""
    config_plan.as_said = checked
    try:
        yield
    finally:
        config_plan.as_said = as_said
