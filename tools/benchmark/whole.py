# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole configurations: nothing to do, all of it to be made, a hundredth of it changed; in turns with a bare client."""

from __future__ import annotations

import json
import statistics
import typing as t

from environment import environment
from processes import Processes, Ran

PARALLEL = 8
MODULE = "tyk_config"
WAYS = ("ansible", "module", "bare")
CHANGED = {"ansible": "changed=1", "module": '"changed": true'}
UNCHANGED = {"ansible": "changed=0", "module": '"changed": false'}
Requests = list[list[t.Any]]
Rounds = list[dict[str, Ran]]  # what each way took, in turns


class Whole:
    """One environment of a size."""

    def __init__(self, processes: Processes, count: int) -> None:
        self.processes, self.tyk = processes, processes.tyk
        self.options = {}
        self.objects: dict[str, int] = {}
        for version in ("a", "b"):
            config = environment(count, moved=version == "b")
            self.objects = {kind: len(items) for kind, items in config.items()}
            path = processes.folder / f"{version}-{count}.json"
            path.write_text(json.dumps(config))
            self.options[version] = {"src": [str(path)], "parallel": PARALLEL}

    def recorded(self, version: str) -> Requests:
        return self.processes.recorded(MODULE, **self.options[version])

    def run(self, way: str, version: str, requests: Requests, says: dict[str, str]) -> Ran:
        if way == "bare":
            return self.processes.bare(requests, PARALLEL)
        start = {"ansible": self.processes.task, "module": self.processes.module}[way]
        ran = start(MODULE, **self.options[version])
        if says[way] not in ran.output:
            raise SystemExit(f"bench: {way} did not do what was to be measured\n{ran.output[-2000:]}")
        return ran

    def create(self, turns: int) -> tuple[Requests, Rounds]:
        """Everything in an empty Dashboard, which is the same one each time. It stays there."""
        self.tyk.start_anew()
        requests, rounds = self.recorded("a"), []
        for _turn in range(turns):
            ran = {}
            for way in WAYS:
                self.tyk.start_anew()
                ran[way] = self.run(way, "a", requests, CHANGED)
            rounds.append(ran)
        return requests, rounds

    def noop(self, turns: int) -> tuple[Requests, Rounds]:
        requests = self.recorded("a")
        return requests, [{way: self.run(way, "a", requests, UNCHANGED) for way in WAYS} for _turn in range(turns)]

    def drift(self, turns: int) -> tuple[Requests, Rounds]:
        """A hundredth changed, there and back again, so that all three ways go both ways."""
        requests = {version: self.recorded(version) for version in ("b", "a")}
        rounds, version = [], "b"
        for _turn in range(turns):
            ran = {}
            for way in WAYS:
                ran[way] = self.run(way, version, requests[version], CHANGED)
                version = "b" if version == "a" else "a"
            rounds.append(ran)
        if version == "a":
            self.run("module", "a", [], CHANGED)
        return requests["b"], rounds


def figures(name: str, rounds: Rounds) -> dict[str, t.Any]:
    """Times, and how many times those of the bare client they are, turn by turn."""

    def ratio(time: t.Callable[[Ran], float]) -> dict[str, float]:
        return {
            way: round(statistics.median(time(ran[way]) / time(ran["bare"]) for ran in rounds), 2) for way in WAYS[:2]
        }

    return {
        f"{name}_seconds": {way: round(statistics.median(ran[way].seconds for ran in rounds), 3) for way in WAYS},
        f"{name}_ratio": ratio(lambda ran: ran.seconds),
        f"{name}_ratio_cpu": ratio(lambda ran: ran.busy),
    }


def measure(processes: Processes, count: int, turns: int, creates: int) -> dict[str, t.Any]:
    """:arg creates: how often everything is made; 0 where that takes too long."""
    whole = Whole(processes, count)
    made, rounds = whole.create(creates)
    peak: list[dict[str, Ran]] = list(rounds)
    found: dict[str, t.Any] = {"objects": whole.objects, "runs": turns, "create_requests": len(made)}
    if rounds:
        found.update(figures("create", rounds), create_runs=creates)
    for name, work in (("noop", whole.noop), ("drift", whole.drift)):
        requests, rounds = work(turns)
        found.update(figures(name, rounds), **{f"{name}_requests": len(requests)})
        peak += rounds
    found["peak_rss_mb"] = {way: round(max(ran[way].megabytes for ran in peak)) for way in WAYS}
    return found
