# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lets a plain ``pytest tests/unit`` in any checkout find the collection by its full name, and the emulator."""

from __future__ import annotations

import atexit
import pathlib
import sys
import tempfile

from promises import pytest_make_collect_report, pytest_runtest_makereport  # noqa: F401

ROOT = pathlib.Path(__file__).resolve().parents[2]

if ROOT.parts[-3:] != ("ansible_collections", "community", "tyk"):  # there everything is in its place already
    tree = tempfile.TemporaryDirectory(prefix="community-tyk-")
    atexit.register(tree.cleanup)
    namespace = pathlib.Path(tree.name, "ansible_collections", "community")
    namespace.mkdir(parents=True)
    (namespace / "tyk").symlink_to(ROOT)
    sys.path.insert(0, tree.name)
elif str(ROOT.parents[2]) not in sys.path:
    sys.path.insert(0, str(ROOT.parents[2]))

sys.path.insert(0, str(ROOT / "tests"))


def pytest_terminal_summary(terminalreporter):
    """Prints what the tests of faults have counted."""
    done = [report for found in terminalreporter.stats.values() for report in found if hasattr(report, "when")]
    rows = [value for report in done for name, value in getattr(report, "user_properties", ()) if name == "faults"]
    if rows and (unique := sorted({tuple(row) for row in rows})):
        table = [("step", "requests", "cases tried", "survived", "healed", "wrong"), *unique]
        table.append(("all", *(sum(row[column] for row in unique) for column in range(1, 6))))
        terminalreporter.section("faults")
        for row in table:
            terminalreporter.write_line(f"{row[0]:42}" + "".join(f"{cell!s:>13}" for cell in row[1:]))
