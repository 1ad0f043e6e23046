# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every fault at every request of every step of every kind, alone, lasting, and in bursts.

TYK_TRUST=all tries all of them; otherwise each step tries a share that its name and a fixed seed choose.
"""

from __future__ import annotations

import json
import os
import random
import re

import pytest
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
# What is said when nobody can know, or can be told, the secret of what was made.
ADMITTED = re.compile("secret was not handed over|nobody knows its secret|token of a user whose id is not known")


def cases(name: str, length: int):
    """The cases of a step: (their name, the faults)."""
    dice = random.Random(f"{SEED} {name}")
    found = [
        (f"{fault} at {at}{' and on' if times > 1 else ''}", [{**how, "skip": at, "times": times}])
        for fault, how in FAULTS.items()
        for at in range(length)
        for times in (1, 99)
    ]
    if not ALL and len(found) > SHARE:
        found = dice.sample(found, SHARE)
    for number in range(BURSTS * (5 if ALL else 1)):
        burst = []
        for _fault in range(dice.randrange(2, 6)):
            fault = dice.choice(list(FAULTS))
            burst.append({**FAULTS[fault], "skip": dice.randrange(3), "times": dice.randrange(1, 4)})
        found.append((f"burst {number}", burst))
    return found


class Case:
    """One case: the broken run, and the clean runs after it."""

    def __init__(self, world: World, faults: list[dict]) -> None:
        self.world, self.tyk = world, world.tyk
        world.reset()
        self.tyk.control("PUT", "faults", faults)
        self.result = world.run()
        self.out = self.tyk.out
        self.broken = world.state()
        self.handed = self.secret(self.result)
        self.tyk.control("DELETE", "faults")
        self.tyk.log()
        self.failed = bool(self.result.get("failed"))

    def secret(self, result: dict) -> str:
        """What a run has handed over."""
        file = self.world.folder / "key"
        if file.exists():
            return file.read_text().strip()
        shown = result.get("user") or result.get("key") or result.get("oauth_client") or {}
        return str(next((shown[name] for name in ("access_key", "key_id", "secret") if shown.get(name)), "")) or str(
            result.get("token") or ""
        )

    def check(self) -> None:
        self.ended_clearly()
        self.told_the_truth()
        self.showed_no_secret()
        self.harmed_nobody()
        self.heals()

    def ended_clearly(self) -> None:
        if not self.failed:
            return
        text = self.result["msg"]
        assert 20 < len(text) < 900, text
        assert "Traceback" not in self.out and "exception" not in self.result, text
        if "failure" in self.result:
            assert set(self.result["failure"]) == {"status", "method", "path", "message"}

    def told_the_truth(self) -> None:
        """Success means that it is so; failure says whether, or that it is not known whether, something was written."""
        if not self.failed:
            assert self.result["changed"] is self.world.step.changes, "changed is wrong"
            if "without which the next rotation" not in json.dumps(self.result.get("warnings", "")):
                wrong = differences(self.broken, self.world.goal)
                assert not wrong, f"success, but it is not so: {wrong}"
            assert self.result["action"] == self.world.result["action"]
            return
        moved = self.broken != self.world.start
        text, method = self.result["msg"], (self.result.get("failure") or {}).get("method", "GET")
        if moved:
            assert self.result.get("changed") or method != "GET", f"something was written, but not told: {text}"
        if self.result.get("changed"):
            assert moved or "again" in text, f"nothing was written, but told: {text}"
        for claim in ("nothing was c", "nothing was sent"):
            assert claim not in text or not moved, text

    def showed_no_secret(self) -> None:
        for name, secret in self.world.secrets().items():
            if secret != self.handed or self.failed or self.world.step.params.get("key_file"):
                assert secret not in self.out, f"{name} was shown"

    def harmed_nobody(self) -> None:
        """Every object of others is as it was, and there is at most one of ours (two while a key is rotated)."""
        start, goal, now = self.world.start, self.world.goal, self.broken
        for table in now:
            for row in start[table]:
                if row in goal[table]:
                    assert row in now[table], f"{table}: lost or changed: {row}"
        extra = 1 if self.world.step.params.get("state") == "rotated" else 0
        for table in now:
            most = max(len(start[table]), len(goal[table])) + extra
            assert len(now[table]) <= most, f"{table}: {len(now[table])} instead of {most} at most"

    def heals(self) -> None:
        """A clean run ends where an undisturbed one does, with no more writes than that had; a third writes none."""
        self.tyk.log()
        once = {"update_secrets": "always"} if "update_secrets: always" in self.result.get("msg", "") else {}
        again = self.world.run(**once)
        step, writes = self.world.step, self.tyk.writes()
        if step.kind == "bootstrap_user" and again.get("warnings") and again.get("action") == "none":
            assert ADMITTED.search(json.dumps(again)), again  # the Admin API can not look for users
            assert self.world.state() == self.world.goal
            return
        assert not again.get("failed"), again["msg"]
        state, goal = self.world.state(), self.world.goal
        if "with another secret" in self.result.get("msg", ""):
            state, goal = (
                {"clients": [re.sub('"secret": "[^"]*"', "", row) for row in s["clients"]]} for s in (state, goal)
            )
        if step.params.get("state") != "rotated" or self.failed:
            assert state == goal, f"the clean run does not heal: {differences(state, goal)}"
        usual = sum(not entry.startswith("GET ") for entry in self.world.requests)
        if self.broken == self.world.goal and not (self.failed and step.params.get("state") == "rotated"):
            usual = len(once)  # a password is written again, because nobody can see that it is there
        stray = 1 if step.params.get("state") == "rotated" else 0
        assert len(writes) <= usual + stray, writes
        if step.kind != "bootstrap_user":
            self.tyk.log()
            last = self.world.run()
            assert not last.get("failed") and not last["changed"], last
            assert not self.tyk.writes()
        self.is_known(again)

    def is_known(self, again: dict) -> None:
        """A secret that was made is in somebody's hands at the end, or it was said that it is not."""
        if not self.world.step.secret:
            return
        handed = self.secret(again) if again.get("changed") else self.handed
        if not handed:
            assert ADMITTED.search(self.result.get("msg", "") + json.dumps(again.get("warnings", ""))), (
                f"nobody has the secret: {self.result.get('msg')}"
            )
            return
        assert handed in self.world.secrets().values(), "the secret that was handed over is not the one that works"


def differences(one: dict, other: dict) -> list[str]:
    """The rows in which two states differ."""
    return [
        f"{sign}{table} {row}"
        for table in one
        for sign, rows, others in (("+", one[table], other[table]), ("-", other[table], one[table]))
        for row in rows
        if rows.count(row) > others.count(row)
    ]


@pytest.mark.parametrize("name", STEPS)
def test_matrix(name, tmp_path, record_property):
    world = World(STEPS[name], tmp_path)
    tried = survived = healed = 0
    wrong: list[str] = []
    for case, faults in cases(name, len(world.requests)):
        tried += 1
        try:
            run = Case(world, faults)
            run.check()
        except AssertionError as error:
            wrong.append(f"{case}: {str(error).splitlines()[0][:1500]}")
            continue
        survived += not run.failed
        healed += run.failed
    record_property("faults", [name, len(world.requests), tried, survived, healed, len(wrong)])
    assert not wrong, f"{len(wrong)} of {tried}:\n" + "\n".join(wrong)


def test_every_kind_takes_part():
    from test_completeness import KINDS

    assert {step.kind.replace("oas", "api") for step in STEPS.values()} == set(KINDS)
    assert set(ROUTES) <= {step.kind for step in STEPS.values()}
