# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make bench`: how long tasks take and how many requests they need, against an emulated Dashboard on this machine.

Writes build/bench.json after each of its parts, and the tables of docs/performance.md from it. Seconds depend on the
machine and on what else it does; the ratio of two processes that were run in turns, and counts, hardly do.
"""

from __future__ import annotations

import argparse
import functools
import importlib.metadata
import json
import os
import pathlib
import platform
import sys
import tempfile
import time
import traceback
import typing as t

from emulated import ROOT, dashboard
from keys import few_of_many, loop_in_crowd
from processes import Processes
from single import against_uri, loops, requests_of
from special import limited, versions, yaml_to_json
from sync import against_sync
from table import PAGE, RESULT, write
from whole import Whole, measure

LARGE = 10_000  # from here on everything is made only once, and the rest is run a few times
SIZE = 1000  # APIs where the size is not what matters; the goals and tables speak of it
LATE = 0.1  # seconds
Job = t.Callable[[Processes], dict[str, t.Any]]


def whole(processes: Processes, count: int, asked: argparse.Namespace) -> dict[str, t.Any]:
    large = count >= LARGE
    turns = asked.large_turns if large else asked.turns
    return measure(Whole(processes, count), turns, 0 if large else turns)


def late(processes: Processes, count: int) -> dict[str, t.Any]:
    """Waiting is most of it, so that once is enough where all is made; the floor waits as long."""
    return {**measure(Whole(processes, count, ("module", "bare"), LATE), 3, 1), "apis": count}


def jobs(asked: argparse.Namespace) -> dict[str, Job]:
    """All parts by their names, in the order in which they are run."""
    size, few = asked.size, asked.turns if asked.turns < 3 else 3
    return {
        "single": lambda on: against_uri(on, asked.turns, asked.items),
        "requests": requests_of,
        "crowd": lambda on: loop_in_crowd(on, size, 40),
        "few": lambda on: few_of_many(on, 100 * size, 50),
        "versions": lambda on: versions(on, 300, few),
        "limit": lambda on: limited(on, 30, 10),
        "yaml": lambda on: yaml_to_json(on, size, asked.turns),
        **{f"whole-{n}": functools.partial(whole, count=n, asked=asked) for n in sorted(asked.sizes)},
        "latency": lambda on: late(on, size),
        **{f"sync-{n}": functools.partial(against_sync, count=n, turns=few) for n in (size // 2, size)},
        "loop": lambda on: loops(on, asked.turns, asked.keys),
    }


def chosen(names: t.Iterable[str], only: list[str]) -> list[str]:
    """The parts that are asked for, by their names or what these begin with."""
    return [name for name in names if not only or name in only or name.split("-")[0] in only]


def machine() -> dict[str, t.Any]:
    used = {"ansible_core": "ansible-core", "requests": "requests"}
    return {
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        **{name: importlib.metadata.version(package) for name, package in used.items()},
    }


def run(job: Job) -> dict[str, t.Any]:
    """One part, with a Dashboard of its own."""
    load = round(os.getloadavg()[0], 1)
    with tempfile.TemporaryDirectory(prefix="tyk-bench-") as name, dashboard(pathlib.Path(name)) as tyk:
        return {**job(Processes(pathlib.Path(name), tyk)), "load": load}


def work(results: dict[str, t.Any], todo: dict[str, Job], file: pathlib.Path) -> list[str]:
    """Run one part after the other and keep what each finds; the names of those that failed."""
    failed = []
    for name, job in todo.items():
        print(f"{time.strftime('%H:%M:%S')} {name}", flush=True)
        try:
            results[name] = run(job)
        except Exception:  # the others can be measured all the same
            traceback.print_exc()
            failed.append(name)
            continue
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(results, indent=2) + "\n")
        if file == RESULT:
            write(results)
    return failed


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="PART", help="measure these and keep the other figures"
    )
    parser.add_argument("--resume", action="store_true", help="measure what build/bench.json does not have yet")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[100, 1000, LARGE], help="numbers of APIs of the first table"
    )
    parser.add_argument(
        "--size", type=int, default=SIZE, help="number of APIs of the others (%(default)s); others are tries"
    )
    parser.add_argument("--turns", type=int, default=5, help="how often each process is run (%(default)s)")
    parser.add_argument("--large-turns", type=int, default=2, help=f"the same from {LARGE} APIs on (%(default)s)")
    parser.add_argument("--items", type=int, default=20, help="tasks in the loops against uri (%(default)s)")
    parser.add_argument("--keys", type=int, default=100, help="tasks in the loop of keys (%(default)s)")
    asked = parser.parse_args()
    known = jobs(asked)
    unknown = [name for name in asked.only if not chosen(known, [name])]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(known)}")
    return asked


def main() -> None:
    asked = arguments()
    file = RESULT if asked.size == SIZE else RESULT.with_name(f"bench-{asked.size}.json")
    kept = (asked.only or asked.resume) and file.exists()
    results: dict[str, t.Any] = json.loads(file.read_text()) if kept else {}
    results["machine"] = machine()
    known = jobs(asked)
    names = [name for name in chosen(known, asked.only) if not (asked.resume and name in results)]
    failed = work(results, {name: known[name] for name in names}, file)
    if failed:
        sys.exit(f"bench: failed: {', '.join(failed)}")
    written = [str(path.relative_to(ROOT)) for path in (file, PAGE) if path != PAGE or file == RESULT]
    print(f"{time.strftime('%H:%M:%S')} written: {', '.join(written)}")


if __name__ == "__main__":
    main()
