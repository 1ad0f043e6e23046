# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The law of undoing: A, then B with previous: A, then A with previous: B ends where A ended, whatever others did to
fields that neither names, and wherever a run broke off and was run again."""

from __future__ import annotations

import json
import os
import random

import pytest
from gateway_runner import Gate
from trust_world import build
from undo_world import declaration, edits, exported, on_gateway, sorts

from ansible_collections.community.tyk.plugins.module_utils._data.merge import differ
from ansible_collections.community.tyk.plugins.module_utils._data.rules import EXACT, Rules

EXACTLY = Rules({"*": EXACT})
ALL = os.environ.get("TYK_TRUST") == "all"


class Law:
    """One example: two declarations, what others do, and files for them."""

    def __init__(self, seed, folder, make=build, known=None):
        self.dice, self.folder, self.make = random.Random(seed), folder, make
        self.known = known or sorts()
        self.a, self.b = (declaration(self.dice, self.known) for _one in range(2))
        while not self.a or not self.b:
            self.a, self.b = (declaration(self.dice, self.known) for _one in range(2))
        some = edits(self.known, self.a, self.b)
        self.theirs = self.dice.sample(some, min(len(some), 3))

    def run(self, how, tyk, now, before=None, **options):
        paths = []
        for name, config in (("now", now), ("before", before)):
            (self.folder / f"{name}.json").write_text(json.dumps(config))
            paths.append(str(self.folder / f"{name}.json"))
        previous = {"previous": paths[1:]} if before is not None else {}
        return getattr(tyk, how)("config", src=paths[:1], **previous, prune_max=1000, parallel=1, **options)

    def edit(self, tyk):
        for section, item in self.theirs:
            tyk.ok("config", config={section: [item]})

    def goal(self):
        """Where A and what others do lead without B."""
        tyk = self.make()
        self.run("ok", tyk, self.a)
        self.edit(tyk)
        self.run("ok", tyk, self.a)
        return exported(tyk, self.known)

    def until_b(self):
        """Where A, B and what others do lead, before that is undone."""
        tyk, early = self.make(), self.dice.random() < 0.5
        self.run("ok", tyk, self.a)
        if early:
            self.edit(tyk)
        self.run("ok", tyk, self.b, self.a)
        if not early:
            self.edit(tyk)
        return tyk


def at(value, path):
    for key in path:
        value = value.get(key) if isinstance(value, dict) else value[key] if key < len(value) else None
    return value


def check(law, tyk):
    there, goal = exported(tyk, law.known), law.goal()
    wrong = list(differ(there, goal, EXACTLY))
    assert not wrong, [(path, at(there, path), at(goal, path)) for path in wrong]
    tyk.log()
    again = law.run("ok", tyk, law.a, law.b)
    writes = [entry for entry in tyk.writes() if "/cache/none-" not in entry]  # to empty what is not there is none
    assert not again["changed"] and not writes, again["changes"]


def plan_and_run(law, tyk):
    plan = law.run("ok", tyk, law.a, law.b, check=True)
    done = law.run("ok", tyk, law.a, law.b)
    assert [(c["name"], c["action"], c.get("paths")) for c in plan["changes"]] == [
        (c["name"], c["action"], c.get("paths")) for c in done["changes"]
    ]


def gate():
    made = Gate()
    made.api(definition={"use_oauth2": True})
    return made


@pytest.mark.parametrize("seed", range(300 if ALL else 12))
def test_law(seed, tmp_path):
    law = Law(seed, tmp_path)
    tyk = law.until_b()
    plan_and_run(law, tyk)
    check(law, tyk)


@pytest.mark.parametrize("seed", range(300 if ALL else 8))
def test_law_on_a_gateway(seed, tmp_path):
    law = Law(seed, tmp_path, gate, on_gateway())
    tyk = law.until_b()
    plan_and_run(law, tyk)
    check(law, tyk)


@pytest.mark.parametrize("seed", range(100, 200 if ALL else 104))
def test_a_run_that_breaks_off_is_finished_by_the_next_one(seed, tmp_path):
    """Nothing comes through any more from some request on, before it is done or after that and before its answer; the
    next run does the rest."""
    law = Law(seed, tmp_path)
    tyk = law.until_b()
    state = json.dumps(tyk.emulator.state.dump())

    def reset():
        tyk.control("DELETE", "faults")
        tyk.emulator.state.load(json.loads(state))
        tyk.log()

    reset()
    law.run("ok", tyk, law.a, law.b)
    requests = tyk.log()
    writes = [place for place, entry in enumerate(requests) if not entry.startswith("GET ")]
    for place in law.dice.sample(writes, min(len(writes), 20 if ALL else 4)):
        reset()
        after = {"after": True} if law.dice.random() < 0.5 else {}
        gone = {"refuse": True, "skip": place, "times": 9999}
        tyk.control("PUT", "faults", [{"drop": True, "skip": place, **after}, gone])
        broken = law.run("run", tyk, law.a, law.b)
        tyk.control("DELETE", "faults")
        assert broken.get("failed") or broken["changed"]
        law.run("ok", tyk, law.a, law.b)
        check(law, tyk)
