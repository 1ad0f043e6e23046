# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole configurations: nothing to do, all of it to be made, a hundredth of it changed; in turns with bare clients."""

from __future__ import annotations

import json
import statistics
import typing as t

from environment import environment
from processes import Failed, Processes, Ran

PARALLEL = 8
MODULE = "tyk_config"
WAYS = ("ansible", "module", "bare", "floor")
SCRIPTS = {"bare": "bare.py", "floor": "floor.py"}
CHANGED = {"ansible": "changed=1", "module": '"changed": true'}
UNCHANGED = {"ansible": "changed=0", "module": '"changed": false'}
Requests = list[list[t.Any]]
Rounds = list[dict[str, Ran]]  # what each way took, in turns


class Whole:
    """One environment of a size, as it is first ("a") and with a hundredth of it changed ("b").

    :arg ways: in which ways it is run.
    :arg late: how many seconds late the Dashboard answers while something is measured.
    """

    def __init__(self, processes: Processes, count: int, ways: t.Sequence[str] = WAYS, late: float = 0) -> None:
        self.processes, self.tyk, self.ways, self.late = processes, processes.tyk, ways, late
        self.options: dict[str, dict[str, t.Any]] = {}
        self.objects: dict[str, int] = {}
        for version in ("a", "b"):
            config = environment(count, moved=version == "b")
            self.objects = {kind: len(items) for kind, items in config.items()}
            self.declare(version, json.dumps(config), f"{version}-{count}.json")

    def declare(self, version: str, text: str, file: str) -> None:
        path = self.processes.folder / file
        path.write_text(text)
        self.options[version] = {"src": [str(path)], "parallel": PARALLEL}

    def recorded(self, version: str) -> Requests:
        return self.processes.recorded(MODULE, **self.options[version])

    def run(self, way: str, version: str, requests: Requests, says: dict[str, str]) -> Ran:
        if way in SCRIPTS:
            return self.processes.bare(requests, PARALLEL, SCRIPTS[way])
        start = {"ansible": self.processes.task, "module": self.processes.module}[way]
        ran = start(MODULE, **self.options[version])
        if says[way] not in ran.output:
            raise Failed(f"{way} did not do what was to be measured\n{ran.output[-2000:]}")
        return ran

    def create(self, turns: int) -> tuple[Requests, Rounds]:
        """Everything in an empty Dashboard, which is the same one each time. It stays there."""
        self.tyk.start_anew()
        requests, rounds = self.recorded("a"), []
        for _turn in range(turns):
            ran = {}
            for way in self.ways:
                self.tyk.start_anew()
                self.tyk.answer_late(self.late)
                ran[way] = self.run(way, "a", requests, CHANGED)
            rounds.append(ran)
        self.tyk.answer_late(0)
        return requests, rounds

    def noop(self, turns: int) -> tuple[Requests, Rounds]:
        requests = self.recorded("a")
        self.tyk.answer_late(self.late)
        rounds = [{way: self.run(way, "a", requests, UNCHANGED) for way in self.ways} for _turn in range(turns)]
        self.tyk.answer_late(0)
        return requests, rounds

    def drift(self, turns: int) -> tuple[Requests, Rounds]:
        """A hundredth changed, there and back again: both are as much work."""
        requests = {version: self.recorded(version) for version in ("b", "a")}
        rounds, version = [], "b"
        self.tyk.answer_late(self.late)
        for _turn in range(turns):
            ran = {}
            for way in self.ways:
                ran[way] = self.run(way, version, requests[version], CHANGED)
                version = "b" if version == "a" else "a"
            rounds.append(ran)
        self.tyk.answer_late(0)
        if version == "a":
            self.run("module", "a", [], CHANGED)
        return requests["b"], rounds


def ratio(rounds: Rounds, way: str, of: str, time: t.Callable[[Ran], float]) -> float:
    """How many times the time of another way, turn by turn."""
    return round(statistics.median(time(ran[way]) / time(ran[of]) for ran in rounds), 2)


def figures(name: str, rounds: Rounds) -> dict[str, t.Any]:
    """Times, and how many times those of the bare clients they are."""
    ways = list(rounds[0])
    above = [(way, of) for of in SCRIPTS for way in ways if of in ways and ways.index(way) < ways.index(of)]
    found: dict[str, t.Any] = {
        f"{name}_seconds": {way: round(statistics.median(ran[way].seconds for ran in rounds), 3) for way in ways}
    }
    for suffix, time in (("", lambda ran: ran.seconds), ("_cpu", lambda ran: ran.busy)):
        for of in SCRIPTS:
            found[f"{name}_to_{of}{suffix}"] = {way: ratio(rounds, way, of, time) for way, to in above if to == of}
    return found


def measure(whole: Whole, turns: int, creates: int) -> dict[str, t.Any]:
    """:arg creates: how often everything is made; 0 where that takes too long."""
    made, rounds = whole.create(creates)
    peak: list[dict[str, Ran]] = list(rounds)
    found: dict[str, t.Any] = {"objects": whole.objects, "runs": turns, "create_requests": len(made)}
    if rounds:
        found.update(figures("create", rounds), create_runs=creates)
    for name, work in (("noop", whole.noop), ("drift", whole.drift)):
        requests, rounds = work(turns)
        found.update(figures(name, rounds), **{f"{name}_requests": len(requests)})
        peak += rounds
    found["peak_rss_mb"] = {way: round(max(ran[way].megabytes for ran in peak)) for way in whole.ways}
    return found
