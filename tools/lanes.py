# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make test`: runs every session of nox, two at a time, because most of them keep no more than one core busy.

What a session prints is shown when it has ended, and of those that failed the last lines once more at the end. The
report is what nox itself would write: .nox-report.json.
LANES=1 runs one after another; arguments name sessions, if not all are wanted.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import typing as t

ROOT = pathlib.Path(__file__).resolve().parents[1]
LINES = 60  # of a session that failed are shown once more at the end, where logs are read that keep no more
META = ("lint",)  # only names others, which are run by themselves
LONGEST = ("units", "integration", "molecule", "sanity")  # begin first, so that short ones fill both lanes to the end


def sessions() -> list[str]:
    """Those that nox would run, as it lists them."""
    listed = subprocess.run(["nox", "--list"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = [line.split()[1] for line in listed.splitlines() if line.startswith("* ")]
    return sorted((name for name in found if name not in META), key=turn)


def family(name: str) -> str:
    """Sessions of one family share places outside of nox, and so are never run beside each other."""
    return name.partition("-")[0]


def turn(name: str) -> int:
    """When a session has its turn."""
    return LONGEST.index(family(name)) if family(name) in LONGEST else len(LONGEST)


class Lane:
    """A session that is running."""

    def __init__(self, name: str, folder: pathlib.Path) -> None:
        self.name, self.report, self.text = name, folder / f"{name}.json", folder / f"{name}.txt"
        self.begun = time.monotonic()
        with open(self.text, "wb") as out:
            command = ["nox", "--session", name, "--report", str(self.report)]
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
            )

    def printed(self) -> str:
        return self.text.read_text(encoding="utf-8", errors="replace")

    def end(self) -> list[dict[str, t.Any]]:
        """Show what it has printed; its part of the report."""
        print(self.printed(), end="", flush=True)
        try:
            told = json.loads(self.report.read_text(encoding="utf-8"))["sessions"]
        except (OSError, ValueError):
            told = []
        if not told or self.process.returncode and not failed(told):
            told.append({"name": self.name, "signatures": [self.name], "result": "failed", "duration": 0.0, "args": {}})
        return told


def failed(report: list[dict[str, t.Any]]) -> bool:
    return any(entry["result"] not in ("success", "skipped") for entry in report)


def main(wanted: list[str]) -> int:
    lanes = int(os.environ.get("LANES") or min(2, os.cpu_count() or 1))
    waiting, running, report = wanted or sessions(), [], []
    ends: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        try:
            while waiting or running:
                for lane in [lane for lane in running if lane.process.poll() is not None]:
                    running.remove(lane)
                    told = lane.end()
                    report += told
                    if failed(told):
                        ends[lane.name] = "\n".join(lane.printed().splitlines()[-LINES:])
                busy = {family(lane.name) for lane in running}
                free = next((name for name in waiting if family(name) not in busy), None)
                if free and len(running) < lanes:
                    waiting.remove(free)
                    running.append(Lane(free, pathlib.Path(folder)))
                else:
                    time.sleep(0.2)
        finally:
            for lane in running:
                lane.process.terminate()
                lane.process.wait()
    result = int(failed(report))
    (ROOT / ".nox-report.json").write_text(
        json.dumps({"result": result, "sessions": report}, indent=2) + "\n", encoding="utf-8"
    )
    for entry in report:
        print(f"{entry['result']:8} {entry['duration']:6.0f} s  {entry['signatures'][0]}")
    for name, end in ends.items():
        print(f"\nthe end of {name}, which failed:\n{end}")
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
