# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make bench`: how long tasks take and how many requests they need, against an emulated Dashboard on this machine.

Writes build/bench.json, and the tables of docs/performance.md from it. Seconds depend on the machine and on what else
it does; the ratio of two processes that were run in turns, and the counts of requests, hardly do.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import platform
import tempfile
import time
import typing as t

import requests
from ansible.release import __version__ as core_version
from emulated import ROOT, dashboard
from processes import Processes
from single import against_uri, loops, requests_of
from table import PAGE, write
from whole import measure

RESULT = ROOT / "build/bench.json"
LARGE = 10_000  # from here on everything is made only once, and the rest is run a few times


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def by_name(sizes: dict[int, dict[str, t.Any]]) -> dict[str, t.Any]:
    """Figures of each size, by their names."""
    names = {name: None for found in sizes.values() for name in found}
    return {name: {str(size): found[name] for size, found in sizes.items() if name in found} for name in names}


def growth(sizes: dict[int, dict[str, t.Any]]) -> dict[str, float]:
    """How many times longer ten times as much takes where nothing is to be done, at the upper end."""
    small, large = (sizes[size]["noop_seconds"] for size in sorted(sizes)[-2:])
    return {way: round(large[way] / small[way], 1) for way in small}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, LARGE], help="numbers of APIs")
    parser.add_argument("--turns", type=int, default=5, help="how often each process is run (%(default)s)")
    parser.add_argument("--large-turns", type=int, default=2, help=f"the same from {LARGE} APIs on (%(default)s)")
    parser.add_argument("--items", type=int, default=20, help="tasks in the loops against uri (%(default)s)")
    parser.add_argument("--keys", type=int, default=100, help="tasks in the loop of keys (%(default)s)")
    asked = parser.parse_args()
    results: dict[str, t.Any] = {
        "machine": {
            "processors": os.cpu_count(),
            "python": platform.python_version(),
            "ansible_core": core_version,
            "requests": requests.__version__,
            "load_at_start": round(os.getloadavg()[0], 2),
        }
    }
    with tempfile.TemporaryDirectory(prefix="tyk-bench-") as name, dashboard(pathlib.Path(name)) as tyk:
        processes = Processes(pathlib.Path(name), tyk)
        say("single tasks")
        results.update(against_uri(processes, asked.turns, asked.items))
        results.update(loops(processes, asked.turns, asked.keys))
        results.update(requests_of(processes))
        sizes: dict[int, dict[str, t.Any]] = {}
        for size in sorted(asked.sizes):
            say(f"{size} APIs")
            turns = asked.large_turns if size >= LARGE else asked.turns
            sizes[size] = measure(processes, size, turns, 0 if size >= LARGE else turns)
            results.update(by_name(sizes))
            if size >= LARGE and len(sizes) > 1:
                results["growth"] = growth(sizes)
            RESULT.parent.mkdir(exist_ok=True)
            RESULT.write_text(json.dumps(results, indent=2) + "\n")
            write(results)
    say(f"{RESULT.relative_to(ROOT)} and {PAGE.relative_to(ROOT)} are written")


if __name__ == "__main__":
    main()
