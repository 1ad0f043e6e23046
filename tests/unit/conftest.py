# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plain ``pytest tests/unit`` in any checkout finds the collection by its full name, the emulator and helpers."""

from __future__ import annotations

import atexit
import pathlib
import sys
import tempfile

import pytest

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

sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/unit/support")]

# pylint: disable-next=unused-import
from promises import pytest_make_collect_report, pytest_runtest_makereport  # noqa: F401


def pytest_addoption(parser):
    parser.addoption(
        "--ansible", choices=("with", "without"), help="only the tests that know Ansible, or only the others"
    )


def pytest_ignore_collect(collection_path, config):
    """Leave out the test files, and folders of them, that --ansible does not ask for; None: others may decide."""
    from knows_ansible import knows_ansible

    wanted = config.getoption("--ansible")
    found = collection_path.rglob("test_*.py") if collection_path.is_dir() else [collection_path]
    tests = [path for path in found if path.match("test_*.py")]
    if wanted and tests and not any(knows_ansible(path) is (wanted == "with") for path in tests):
        return True
    return None


def pytest_collection_modifyitems(config, items):
    from share import left_out

    left = left_out(items)
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = [item for item in items if item not in left]


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


@pytest.fixture(scope="session", autouse=True)
def every_glance_is_checked():
    """What a run takes for unchanged without a plan, a plan takes for unchanged, too; in all tests."""
    try:
        from glances import glances_checked
    except ImportError:  # without Ansible, where nothing runs a configuration
        yield
        return
    with glances_checked():
        yield
