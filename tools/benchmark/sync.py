# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same APIs and policies by tyk_config, and by a sequential client that sends what tyk-sync sends."""

from __future__ import annotations

import json
import statistics
import typing as t

from emulated import Dashboard
from environment import environment
from processes import Processes, Ran
from whole import CHANGED, UNCHANGED, Rounds, Whole, ratio

Figures = dict[str, t.Any]
LATE = 0.02  # seconds, as a Dashboard in the next data centre has them
WAYS = ("module", "sync")


def dumped(tyk: Dashboard) -> dict[str, list[dict[str, t.Any]]]:
    """What is there, as like_sync.py takes it."""
    apis = []
    for api in tyk.call("GET", "/api/apis?p=-2")["apis"]:
        definition = api["api_definition"]
        oas = bool(definition.get("is_oas"))
        body = tyk.call("GET", f"/api/apis/oas/{definition['api_id']}/export") if oas else api
        about = {"id": definition["api_id"], "db": definition["id"], "oas": oas, "categories": api["categories"]}
        apis.append({**about, "body": json.dumps(body)})
    policies = tyk.call("GET", "/api/portal/policies?p=-2")["Data"]
    entries = [{"id": policy["id"], "db": policy["_id"], "body": json.dumps(policy)} for policy in policies]
    return {"apis": apis, "policies": entries}


class Both(Whole):
    """An environment without keys, which tyk-sync does not know."""

    def __init__(self, processes: Processes, count: int) -> None:
        super().__init__(processes, count, WAYS)
        self.requests: dict[str, dict[str, int]] = {}  # how many each of both sends
        for version in ("a", "b"):
            config = environment(count, moved=version == "b")
            del config["keys"]
            self.declare(version, json.dumps(config), f"sync-{version}-{count}.json")

    def prepare(self) -> None:
        """Write down what tyk-sync would have dumped of both versions; "a" stays."""
        self.tyk.start_anew()
        for version in ("a", "b", "a"):
            self.processes.module("tyk_config", **self.options[version])
            path = self.processes.folder / f"dump-{version}.json"
            path.write_text(json.dumps(dumped(self.tyk)))

    def step(self, way: str, version: str, says: dict[str, str]) -> Ran:
        if way == "module":
            return self.run(way, version, [], says)
        dump = self.processes.folder / f"dump-{version}.json"
        return self.processes.script("like_sync.py", str(dump), self.tyk.url, self.tyk.token)

    def turn(self, name: str, late: float) -> dict[str, Ran]:
        """Each of both once: "noop", "drift" there and back, or "create" in an empty Dashboard."""
        ran = {}
        for way, version in zip(WAYS, "ba" if name == "drift" else "aa", strict=True):
            if name == "create":
                self.tyk.start_anew()
            self.tyk.forget_requests()
            self.tyk.answer_late(late)
            ran[way] = self.step(way, version, UNCHANGED if name == "noop" else CHANGED)
            self.tyk.answer_late(0)
            self.requests.setdefault(name, {})[way] = len(self.tyk.requests())
        return ran


def figures(rounds: Rounds) -> Figures:
    seconds = {way: round(statistics.median(ran[way].seconds for ran in rounds), 2) for way in WAYS}
    return {**seconds, "ratio": ratio(rounds, "module", "sync", lambda ran: ran.seconds)}


def against_sync(processes: Processes, count: int, turns: int) -> Figures:
    """:arg turns: at once; where answers are late, once is enough, because waiting is most of it."""
    both, found = Both(processes, count), {}
    both.prepare()
    for late, repeat in ((0.0, turns), (LATE, 1)):
        for name in ("noop", "drift", "create"):
            found[f"{name}_{late * 1000:.0f}ms"] = figures([both.turn(name, late) for _turn in range(repeat)])
    return {**found, "requests": both.requests}
