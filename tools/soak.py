# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make soak`: thousands of objects through tyk_config, changed again and again by us and by others, faults included.

Counts what was done, and looks for what only long runs show: memory that grows, objects that drift, are lost or made
twice. Runs in one process with the emulated Dashboard, whose own memory is not counted. Writes build/soak.json.
"""

from __future__ import annotations

import argparse
import collections
import gc
import importlib
import json
import os
import pathlib
import random
import sys
import tempfile
import time
import typing as t

ROOT = pathlib.Path(__file__).resolve().parents[1]
SEED = 2026
FAULTS = (
    {"status": 429, "retry_after": 1},
    {"status": 503},
    {"status": 502, "html": True, "after": True},
    {"drop": True, "after": True},
    {"truncate": True, "after": True},
    {"refuse": True},
)
Config = dict[str, list[dict[str, t.Any]]]


def find_tests() -> t.Any:
    """The way that the unit tests run a module."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/unit")]
    importlib.import_module("conftest")
    return importlib.import_module("module_runner").Tyk


class Company:
    """What is declared. Each kind's share of the objects is what an installation has of it."""

    shares: t.ClassVar = {"user_groups": 0.02, "users": 0.1, "webhooks": 0.03, "apis": 0.35, "policies": 0.2}

    def __init__(self, count: int, dice: random.Random) -> None:
        self.dice, self.changes = dice, 0
        numbers = {kind: int(share * count) for kind, share in self.shares.items()}
        numbers["keys"] = count - sum(numbers.values())
        self.config: Config = {kind: [self.make(kind, i) for i in range(n)] for kind, n in numbers.items()}

    def make(self, kind: str, number: int) -> dict[str, t.Any]:
        name = f"{kind}-{number:05}"
        rights = [{"api": f"apis-{number % 7:05}"}, {"api": f"apis-{number % 11 + 20:05}"}]
        return {
            "user_groups": {"name": name, "user_permissions": {"apis": "read"}},
            "users": {
                "email_address": f"{name}@acme.example",
                "first_name": "A",
                "last_name": f"B{number}",
                "group": f"user_groups-{number % 3:05}",
                "user_permissions": {"apis": "read"},
            },
            "webhooks": {"name": name, "target_path": f"http://{name}.example/"},
            "apis": {
                "name": name,
                "listen_path": f"/{name}/",
                "target_url": "http://up.example/",
                "format": "oas" if number % 5 == 0 else "classic",
                "active": True,
            },
            "policies": {"name": name, "access_rights": rights, "rate": 10, "per": 1, "tags": ["a", "b"]},
            "keys": {"alias": name, "policies": [f"policies-{number % 13:05}"], "meta_data": {"n": str(number)}},
        }[kind]

    def change(self, share: float) -> None:
        """Change some objects, drop some, and add as many."""
        for kind, items in self.config.items():
            for item in self.dice.sample(items, max(1, int(len(items) * share))):
                self.changes += 1
                word = f"{self.changes}"
                if kind == "user_groups":
                    item["description"] = word
                elif kind == "users":
                    item["last_name"] = word
                elif kind == "webhooks":
                    item["event_timeout"] = self.changes
                elif kind == "apis":
                    item["target_url"] = f"http://{word}.example/"
                elif kind == "policies":
                    item["rate"] = self.changes
                else:
                    item["meta_data"] = {"n": word}
            if kind in ("users", "webhooks", "keys"):  # nothing refers to these
                items.pop(self.dice.randrange(len(items)))
                self.changes += 1
                items.append(self.make(kind, 50000 + self.changes))


class Soak:
    """One long run.

    :arg count: objects; ``rounds`` of changes; ``seconds`` after which no further round begins.
    """

    def __init__(self, count: int, rounds: int, seconds: float) -> None:
        self.dice, self.end, self.rounds = random.Random(SEED), time.monotonic() + seconds, rounds
        self.tyk = find_tests()()
        self.company = Company(count, self.dice)
        self.done: collections.Counter[str] = collections.Counter()
        self.memory: list[int] = []
        self.foreign: dict[str, str] = {}

    def apply(self, check: bool = False) -> dict[str, t.Any]:
        """Apply what is declared, in files as an installation has them."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "all.json")
            path.write_text(json.dumps(self.company.config), encoding="utf-8")
            told = {"src": [str(path)], "prune": ["users", "webhooks", "keys"]}
            told.update({"prune_all": True, "prune_max": 1000})
            protected = {"users": ["admin@acme.example"]}
            keys = {"key_dir": os.path.join(folder, "keys")}
            result: dict[str, t.Any] = self.tyk.run(
                "config", check=check, diff=False, **told, **keys, protected=protected
            )
        self.done["runs"] += 1
        return result

    def must(self, **how: t.Any) -> dict[str, t.Any]:
        result = self.apply(**how)
        assert not result.get("failed"), result["msg"][:2000]
        for counts in result["summary"].values():
            for action, number in counts.items():
                self.done[action] += number
        return result

    def edit(self) -> None:
        """Somebody else writes a field of some APIs that nobody declares, which has to stay, and one that we declare,
        which is put right."""
        rows = [row for row in self.tyk.emulator.state["apis"] if not row["doc"]["api_definition"].get("is_oas")]
        for row in self.dice.sample(list(rows), 20):
            ident = row["doc"]["api_definition"]["api_id"]
            whole = self.tyk.read(f"/api/apis/{ident}")
            self.foreign[ident] = f"{self.dice.random()}"
            whole["api_definition"]["config_data"] = {"by": self.foreign[ident]}
            whole["api_definition"]["proxy"]["target_url"] = "http://stolen.example/"
            status, answer = self.tyk.call("PUT", f"/api/apis/{ident}", whole)
            assert status == 200, answer
            self.done["edits of others"] += 1

    def look(self) -> None:
        """Each declared object is there once; what others wrote is there."""
        state = self.tyk.emulator.state
        tables = {"user_groups": "usergroups", "webhooks": "hooks"}
        for kind, items in self.company.config.items():
            number = len(state[tables.get(kind, kind)]) - (kind == "users")
            assert number == len(items), f"{kind}: {number} are there, {len(items)} are declared"
        for ident, word in self.foreign.items():
            whole = self.tyk.read(f"/api/apis/{ident}")
            assert whole["api_definition"]["config_data"] == {"by": word}, f"{ident} has lost what others wrote"

    def measure(self) -> None:
        """How many blocks of memory are left after a run, the emulated Dashboard's own included."""
        self.tyk.out = ""
        self.tyk.control("DELETE", "requests")
        gc.collect()
        self.memory.append(sys.getallocatedblocks())

    def run(self) -> dict[str, t.Any]:
        begun = time.monotonic()
        self.must()
        made = time.monotonic() - begun
        self.say(f"{sum(map(len, self.company.config.values()))} objects made in {made:.0f} s")
        again = self.must()
        assert not again["changed"], again["changes"][:3]
        self.measure()
        for number in range(1, self.rounds + 1):
            if time.monotonic() > self.end:
                break
            self.one_round(number)
        self.look()
        last = self.must(check=True)
        assert not last["changed"], f"drift: {last['changes'][:3]}"
        growth = self.memory[-1] / self.memory[0] - 1
        told = {"objects": sum(map(len, self.company.config.values())), **self.done, "rounds": len(self.memory) - 1}
        told.update({"seconds": round(time.monotonic() - begun), "blocks of memory": self.memory})
        told["growth of memory"] = f"{growth:.2%}"
        assert growth < 0.05, f"memory grows: {self.memory}"
        return told

    def one_round(self, number: int) -> None:
        self.company.change(0.02)
        self.edit()
        planned = self.must(check=True)
        self.tyk.control("PUT", "faults", self.burst())
        result = self.apply()
        self.done["broken runs"] += bool(result.get("failed"))
        self.tyk.control("DELETE", "faults")
        done = self.must()
        self.done["changes"] += len(planned["changes"])
        assert not self.must()["changed"], "a second run changes something"
        self.measure()
        self.say(f"round {number}: {len(planned['changes'])} changes, {len(done['changes'])} of them after faults")

    def burst(self) -> list[dict[str, t.Any]]:
        return [
            {**self.dice.choice(FAULTS), "skip": self.dice.randrange(400), "times": self.dice.randrange(1, 4)}
            for _fault in range(8)
        ]

    def say(self, text: str) -> None:
        print(f"soak: {text}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--objects", type=int, default=10000)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=900)
    options = parser.parse_args()
    told = Soak(options.objects, options.rounds, options.seconds).run()
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build/soak.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    for name, value in told.items():
        print(f"{name:20} {value}")


if __name__ == "__main__":
    main()
