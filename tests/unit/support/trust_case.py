# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One faulty run, what is demanded of it, and of the clean runs after it."""

from __future__ import annotations

import json
import re

from trust_world import World, named

# What is said when nobody can know, or can be told, the secret of what was made.
ADMITTED = re.compile("secret was not handed over|nobody knows its secret|token of a user whose id is not known")
TABLES = {
    "user_groups": "usergroups",
    "users": "users",
    "webhooks": "hooks",
    "assets": "assets",
    "apis": "apis",
    "policies": "policies",
    "keys": "keys",
    "oauth_clients": "clients",
    "mcp_proxies": "apis",
    "client_idps": "client_idps",
    "identity_profiles": "tib_profiles",
}
# Where organisations hold what each has exactly once.
SETTINGS = {"opa_rules": "open_policy", "additional_permissions": "additional_permissions"}


def setting(state: dict, field: str) -> list:
    """What the organisations have in this field."""
    return [json.loads(row)["doc"].get(field) for row in state["organisations"]]


class Case:
    """One case: the broken run, and the clean runs after it.

    :cvar longest: how many letters a message may have.
    """

    longest = 700

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
        assert 20 < len(text) < self.longest and "?." not in text and "defect of the collection" not in text, text
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
        # what is written, and only not served yet, is handed over all the same: Tyk tells it once
        failed = self.failed and not self.result["msg"].startswith("It is written, but")
        for name, secret in self.world.secrets().items():
            if secret != self.handed or failed or self.world.step.params.get("key_file"):
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
            assert ADMITTED.search(json.dumps(again)), again  # the Admin API cannot look for users
            assert self.world.state() == self.world.goal
            return
        assert not again.get("failed"), again["msg"]
        state, goal = self.world.state(), self.world.goal
        if "with another secret" in self.result.get("msg", ""):
            state, goal = (
                {"clients": [re.sub('"secret": "[^"]*"', "", row) for row in s["clients"]]} for s in (state, goal)
            )
        if step.params.get("keep_old") and self.failed and not step.params.get("key_file"):
            # a new key that nobody was told goes on for a while, too: it might have been told with a warning
            extra = [row for row in state["keys"] if row not in goal["keys"] and "(until <end>)" in row]
            assert len(extra) < 2, extra
            state = {**state, "keys": [row for row in state["keys"] if row not in extra]}
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


class BulkCase(Case):
    """A whole configuration: every object of it has an account of its own."""

    longest = 1000  # what is left of each kind is listed

    def told_the_truth(self) -> None:
        if not self.failed:
            assert self.result["changed"] is self.world.step.changes, "changed is wrong"
            wrong = differences(self.broken, self.world.goal)
            assert not wrong, f"success, but it is not so: {wrong}"
        moved = self.broken != self.world.start
        said = json.dumps(self.result)
        if moved:
            assert self.result.get("changed") or '"method": "P' in said or '"method": "D' in said, self.result["msg"]
        if self.result.get("changed"):
            assert moved or "again" in said, f"nothing was written, but told: {self.result['msg']}"
        for change in self.result.get("changes", ()):
            self.account_is_true(change)

    def account_is_true(self, change: dict) -> None:
        now, goal, start = (
            setting(state, SETTINGS[change["kind"]])
            if change["kind"] in SETTINGS
            else of(state, TABLES[change["kind"]], change["name"])
            for state in (self.broken, self.world.goal, self.world.start)
        )
        if change["status"] == "done":
            assert now == goal, f"told to be done: {change}: {now} is not {goal}"
        elif change["status"] == "not_tried":
            assert now == start, f"told not to be tried: {change}"

    def secret(self, result: dict) -> str:
        return " ".join(
            str(entry.get("key_id") or entry.get("access_key") or entry.get("secret")) for entry in made(result)
        )

    def showed_no_secret(self) -> None:
        shown = re.sub(r'"generated": \[.*?\]', "", self.out)
        for name, secret in self.world.secrets().items():
            assert secret not in shown, f"{name} was shown"

    def heals(self) -> None:
        self.tyk.log()
        again = self.world.run()
        writes = self.tyk.writes()
        assert not again.get("failed"), again["msg"]
        state, goal = self.world.state(), self.world.goal
        if "once with update_secrets: always" in json.dumps(self.result):
            state, goal = ({**each, "users": []} for each in (state, goal))
        assert state == goal, f"the clean run does not heal: {differences(state, goal)}"
        usual = sum(not entry.startswith("GET ") for entry in self.world.requests)
        assert len(writes) <= (0 if self.broken == self.world.goal else usual), writes
        last = self.world.run()
        assert not last.get("failed") and not last["changed"], last
        assert not self.tyk.writes()
        handed = f"{self.handed} {self.secret(again)}"
        found = self.world.secrets().items()
        new = [secret for name, secret in found if " " in name and secret not in self.world.before]
        lost = [secret for secret in new if secret not in handed]
        told = len(ADMITTED.findall(json.dumps(self.result)))
        assert not lost or told, f"nobody has {len(lost)} secrets: {self.result.get('msg')}"


def made(result: dict) -> list[dict]:
    return result.get("generated", [])


def of(state: dict, table: str, name: str) -> list[str]:
    """The rows of this name."""
    return [row for row in state[table] if named(json.loads(row)) == name]
