# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every fault at every request of every step of every kind, alone, lasting, and in bursts.

TYK_TRUST=all tries all of them; otherwise each step tries a share that its name and a fixed seed choose.
"""

from __future__ import annotations

import os
import random

import pytest
from trust_case import BulkCase, Case
from trust_options import OTHERWISE, REFUSED, option_steps
from trust_world import ROUTES, STEPS, World

ALL = os.environ.get("TYK_TRUST") == "all"
SEED, SHARE, BURSTS = 2026, 40, 8
LATE = 31  # seconds; the modules wait for 30

FAULTS = {
    "429": {"status": 429, "retry_after": 1},
    "500": {"status": 500},
    "500 after": {"status": 500, "after": True},
    "502": {"status": 502, "html": True},
    "502 after": {"status": 502, "html": True, "after": True},
    "503": {"status": 503},
    "503 after": {"status": 503, "after": True},
    "504": {"status": 504},
    "504 after": {"status": 504, "after": True},
    "refused": {"refuse": True},
    "reset": {"drop": True},
    "reset after": {"drop": True, "after": True},
    "truncated": {"truncate": True},
    "truncated after": {"truncate": True, "after": True},
    "half": {"short": True},
    "half after": {"short": True, "after": True},
    "html": {"html": True},
    "html after": {"html": True, "after": True},
    "empty": {"empty": True},
    "empty after": {"empty": True, "after": True},
    "content type": {"content_type": "text/plain"},
    "late": {"delay_s": LATE, "status": 200},
    "late after": {"delay_s": LATE, "after": True},
    "redirect": {"redirect": "http://elsewhere.example:3000"},
    "to https": {"redirect": "https"},
    "401": {"status": 401},
    "403": {"status": 403},
    "409": {"status": 409},
}


def cases(name: str, length: int, share: int = SHARE, bursts: int = BURSTS):
    """The cases of a step: (their name, the faults)."""
    dice = random.Random(f"{SEED} {name}")
    found = [
        (f"{fault} at {at}{' and on' if times > 1 else ''}", [{**how, "skip": at, "times": times}])
        for fault, how in FAULTS.items()
        for at in range(length)
        for times in (1, 99)
    ]
    if not ALL and len(found) > share:
        found = dice.sample(found, share)
    for number in range(bursts * (5 if ALL else 1)):
        burst = []
        for _fault in range(dice.randrange(2, 6)):
            fault = dice.choice(list(FAULTS))
            burst.append({**FAULTS[fault], "skip": dice.randrange(3), "times": dice.randrange(1, 4)})
        found.append((f"burst {number}", burst))
    return found


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


@pytest.mark.parametrize("name", STEPS)
def test_matrix(name, tmp_path, record_property):
    world = World(STEPS[name], tmp_path)
    record_property("faults", go(world, name, cases(name, len(world.requests))))


OPTIONS = option_steps()


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
    from test_completeness import KINDS

    assert {step.kind.replace("oas", "api") for step in STEPS.values()} == set(KINDS) | {"config"}
    assert set(ROUTES) <= {step.kind for step in STEPS.values()}
    assert set(OTHERWISE.values()) <= STEPS.keys()
    for kind, variants in KINDS.items():
        for resource in variants.values():
            identity = (resource.id_option, resource.name_option)
            left = {name for name in resource.options if name not in (*identity, *OTHERWISE)}
            tried = {
                name.partition(" with ")[2] for name, step in OPTIONS.items() if step.kind.replace("oas", "api") == kind
            }
            assert left <= tried | {name for _kind, name in REFUSED} or kind == "bootstrap_user", left - tried
