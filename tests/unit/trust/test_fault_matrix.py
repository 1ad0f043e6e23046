# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every fault at every request of every step of every kind, alone, lasting, and in bursts."""

from __future__ import annotations

import pytest
from descriptors import KINDS
from trust_case import BulkCase, Case
from trust_faults import cases
from trust_options import OTHERWISE, REFUSED, option_steps
from trust_world import ROUTES, STEPS, World


def go(world: World, row: str, tried: list[tuple[str, list[dict]]]) -> list[object]:
    """Try each of these cases; a row of the table."""
    survived = healed = 0
    wrong: list[str] = []
    for case, faults in tried:
        try:
            run = (BulkCase if world.step.kind == "config" else Case)(world, faults)
            run.check()
        except AssertionError as error:
            wrong.append(f"{case}: {str(error).splitlines()[0][:1500]}")
            continue
        survived += not run.failed
        healed += run.failed
    assert not wrong, f"{row}: {len(wrong)} of {len(tried)}:\n" + "\n".join(wrong)
    return [row, len(world.requests), len(tried), survived, healed, len(wrong)]


@pytest.mark.share(9)
@pytest.mark.parametrize("name", STEPS)
def test_matrix(name, tmp_path, record_property):
    world = World(STEPS[name], tmp_path)
    record_property("faults", go(world, name, cases(name, len(world.requests))))


OPTIONS = option_steps()


@pytest.mark.share(6)
@pytest.mark.parametrize("kind", sorted({name.partition(" ")[0] for name in OPTIONS}))
def test_matrix_of_options(kind, tmp_path, record_property):
    """The same for an update with each option of the kind's module; few cases of each, but one row for all."""
    rows = []
    for name, step in OPTIONS.items():
        if step.kind == kind:
            world = World(step, tmp_path)
            rows.append(go(world, name, cases(name, len(world.requests), 6, 2)))
            world.reset()
    most = max(row[1] for row in rows)
    sums = [sum(row[column] for row in rows) for column in range(2, 6)]
    record_property("faults", [f"{kind} with each of {len(rows)} options", most, *sums])


def test_every_kind_and_option_takes_part():
    assert {step.kind.replace("oas", "api") for step in STEPS.values()} == set(KINDS) | {"config"}
    assert set(ROUTES) <= {step.kind for step in STEPS.values()}
    assert set(OTHERWISE.values()) <= STEPS.keys()
    for kind, variants in KINDS.items():
        for found in variants.values():
            identity = (found.identity.id_option, found.identity.name_option)
            left = {name for name in found.options if name not in (*identity, *OTHERWISE)}
            tried = {
                name.partition(" with ")[2] for name, step in OPTIONS.items() if step.kind.replace("oas", "api") == kind
            }
            assert left <= tried | {name for _kind, name in REFUSED} or kind == "bootstrap_user", left - tried
