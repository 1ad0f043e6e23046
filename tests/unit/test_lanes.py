# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make test` runs every session once, and tells the truth about how they ended."""

from __future__ import annotations

import importlib.util
import json
import pathlib
import shutil
import subprocess
import sys

import pytest

TOOLS = pathlib.Path(__file__).resolve().parents[2] / "tools"
# Ends a session as its name says.
NOX = """#!{python}
import json, pathlib, sys
if "--list" in sys.argv:
    print("* lint -> others", *(f"* {{name}} [tag] -> text" for name in {names}), "- live -> not asked for", sep="\\n")
    sys.exit()
name, report = sys.argv[2], sys.argv[4]
print(f"this is {{name}}")
result = name.partition("-")[0]
if result != "broken":
    entry = {{"name": name, "signatures": [name], "result": result, "duration": 1.0}}
    pathlib.Path(report).write_text(json.dumps({{"sessions": [entry]}}))
sys.exit(result not in ("success", "skipped"))
"""


@pytest.mark.parametrize("bad", ["failed-1", "aborted-1", "broken-1", None])
def test_report_and_exit_status(tmp_path, bad):
    (tmp_path / "tools").mkdir()
    shutil.copy(TOOLS / "lanes.py", tmp_path / "tools")
    names = ["success-1", "success-2", "skipped-1", *([bad] if bad else []), "success-3"]
    (tmp_path / "nox").write_text(NOX.format(python=sys.executable, names=names))
    (tmp_path / "nox").chmod(0o700)
    command = [sys.executable, str(tmp_path / "tools/lanes.py")]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    report = json.loads((tmp_path / ".nox-report.json").read_text())
    assert done.returncode == report["result"] == bool(bad), done.stderr
    told = {entry["name"]: entry["result"] for entry in report["sessions"]}
    assert len(report["sessions"]) == len(names)
    assert told == {name: name.partition("-")[0].replace("broken", "failed") for name in names}
    assert all(f"this is {name}\n" in done.stdout for name in names)
    shown_again = f"the end of {bad}, which failed:\nthis is {bad}\n"
    assert done.stdout.endswith(shown_again) if bad else "which failed" not in done.stdout


def test_the_longest_begin(monkeypatch):
    spec = importlib.util.spec_from_file_location("lanes", TOOLS / "lanes.py")
    lanes = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lanes)
    names = ["yamllint", "units", "units-2.22", "sanity-2.18", "unitsless", "molecule", "integration-2.22", "docs"]
    listed = subprocess.CompletedProcess([], 0, "".join(f"* {name} -> text\n" for name in names))
    monkeypatch.setattr(lanes.subprocess, "run", lambda *arguments, **options: listed)
    wanted = ["units", "units-2.22", "integration-2.22", "molecule", "sanity-2.18", "yamllint", "unitsless", "docs"]
    assert lanes.sessions() == wanted
