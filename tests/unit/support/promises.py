# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tests that docs/guarantees.md names, and the hooks that fail them where they are skipped.

Whoever clones the repository has nothing beside it, so a test that needs more shows nobody that a promise is kept.
"""

from __future__ import annotations

import pathlib
import re

import pytest

UNIT = pathlib.Path(__file__).resolve().parents[1]
GUARANTEES = UNIT.parents[1] / "docs/guarantees.md"


def named(text):
    """The tests that a text names, each as its file and its function."""
    return re.findall(r"`([\w/]+\.py)::(\w+)`", text)


NAMED = set(named(GUARANTEES.read_text(encoding="utf-8"))) if GUARANTEES.is_file() else set()


def _file(node):
    path = pathlib.Path(node.path).resolve()
    return path.relative_to(UNIT).as_posix() if UNIT in path.parents else ""


def _fail(report, reason):
    report.outcome = "failed"
    report.longrepr = f"docs/guarantees.md names this test, so it may not be skipped: {reason}"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A skipped test shows no promise."""
    report = (yield).get_result()
    name = getattr(item, "originalname", None) or item.name
    if report.skipped and not hasattr(report, "wasxfail") and (_file(item), name) in NAMED:
        _fail(report, call.excinfo.value if call.excinfo else report.longrepr)


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector):
    """Nor does a file that is skipped as a whole."""
    report = (yield).get_result()
    if report.skipped and _file(collector) in {path for path, _name in NAMED}:
        _fail(report, report.longrepr)
