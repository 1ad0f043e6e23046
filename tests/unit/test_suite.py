# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the tests are kept, which of them run where, and that what is said about it is so."""

from __future__ import annotations

import ast
import re
import types

import pytest
from knows_ansible import ROOT, SUPPORT, UNIT, all_tests, knows_ansible, read
from share import left_out

NOX = {
    node.targets[0].id: node.value
    for node in ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8")).body
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
}
CORE, NEWEST_PYTHON = (ast.literal_eval(NOX[name]) for name in ("CORE", "NEWEST_PYTHON"))
ENDS = (next(iter(CORE)), list(CORE)[-1])
TARGETS = [NEWEST_PYTHON if isinstance(node, ast.Name) else node.value for node in NOX["TARGETS"].elts]
SERIES = {core: ".".join(core.split(".")[:2]) for core in CORE}
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = [path for folder in ("plugins", "tests", "tools") for path in sorted((ROOT / folder).rglob("*.py"))]


def test_no_test_imports_a_test():
    for path in [*all_tests(), *SUPPORT.rglob("*.py"), *UNIT.rglob("conftest.py")]:
        others = [name for name in read(path)[0] if re.match(r"test_|conftest\b", name)]
        assert not others, f"{path.name} imports {others}: what tests share belongs into tests/unit/support"


def test_helpers_are_in_one_place():
    stray = [path for path in UNIT.rglob("*.py") if SUPPORT not in path.parents]
    assert not [path for path in stray if path.name != "conftest.py" and not path.name.startswith("test_")]


def test_no_two_files_of_tests_have_one_name():
    """Or pytest takes one for the other, where both are in one run."""
    names = [path.name for path in all_tests()]
    assert not {name for name in names if names.count(name) > 1}


def test_no_script_is_among_the_tests():
    assert not list((ROOT / "tests").rglob("*.sh"))
    assert not list((ROOT / "tests").glob("*.py"))


def test_a_share_of_a_test_is_taken_and_all_of_it_on_demand(monkeypatch):
    class Item(types.SimpleNamespace):
        __hash__ = object.__hash__

    def made(test, share, names):
        marks = {"share": [types.SimpleNamespace(args=(share,))], "seldom": [object()]}
        has = {name: marks[name] for name in ("seldom" if share == 0 else "share",) if share is not None}
        named = [f"{test}[{name}]" for name in names]
        return [Item(nodeid=name, name=name, iter_markers=lambda name: has.get(name, [])) for name in named]

    monkeypatch.delenv("TYK_TRUST", raising=False)
    every = made("test_a", 3, range(300)) + made("test_b", 3, ["alone"]) + made("test_c", None, range(9))
    left = left_out(every)
    assert 150 < len(left) < 250 and all(item.nodeid.startswith("test_a[") for item in left)
    assert {item.nodeid for item in left_out(every)} == {item.nodeid for item in left}
    plain = [
        Item(nodeid=f"a.py::test_{n}", name=f"test_{n}", iter_markers=made("", 2, [0])[0].iter_markers)
        for n in range(9)
    ]
    assert 0 < len(left_out(plain)) < 9
    never = made("test_d", 0, ["a", "b"])
    assert left_out([*every, *never]) == left | {*never}
    monkeypatch.setenv("TYK_TRUST", "all")
    assert not left_out([*every, *never])


def test_both_halves_have_tests_and_the_second_holds_what_meets_ansible_itself():
    knowing = [path for path in all_tests() if knows_ansible(path)]
    assert UNIT / "test_house.py" not in knowing
    assert 20 < len(knowing) < len(all_tests()) - 20
    for place in ast.literal_eval(NOX["MEETS_ANSIBLE_ITSELF"]):
        found = [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).glob("test_*.py"))
        assert found and all(path in knowing for path in found), place


def test_the_readme_tells_the_versions_that_the_sessions_have():
    rows = {
        series: set(told.split())
        for series, told in re.findall(r"^\| ansible-core \| ([\d.]+) \| `nox -s ([^`]*)` \|$", README, re.M)
    }
    assert list(rows) == list(SERIES.values())
    for core, series in SERIES.items():
        told = rows[series]
        assert {f"{kind}-{series}" for kind in ("units", "sanity", "integration")} == told - {"molecule"}
        newest = f"ansible-core=={core};" in (ROOT / "tests/requirements/core.txt").read_text(encoding="utf-8")
        assert ("molecule" in told) is (newest and core >= "2.20")
    pythons = re.findall(r"^\| Python of the target \| ([\d.]+) \| `nox -s (\S+)` \|$", README, re.MULTILINE)
    expected = {python: f"compat-{python}" for python in TARGETS}
    expected |= {CORE[core]: f"integration-{SERIES[core]}" for core in ENDS}
    assert dict(pythons) == expected


def test_oldest_versions_are_those_that_are_declared():
    oldest = SERIES[ENDS[0]]
    assert f'OLDEST, NEWEST = "{ENDS[0]}", "{ENDS[1]}"' in (ROOT / "noxfile.py").read_text(encoding="utf-8")
    assert f"requires_ansible: '>={oldest}.0'" in (ROOT / "meta/runtime.yml").read_text(encoding="utf-8")
    for path in ROOT.glob("roles/*/meta/main.yml"):
        assert f'min_ansible_version: "{oldest}"' in path.read_text(encoding="utf-8")
    assert f"python_requires: '>={TARGETS[0]}'" in (ROOT / "tests/config.yml").read_text(encoding="utf-8")
    assert f"ansible-core from {oldest} and Python from {TARGETS[0]}" in (ROOT / "CONTRIBUTING.md").read_text(
        encoding="utf-8"
    )


# What Python 3.14 no longer has, whether or not there is one here.
GONE = {
    *("ast.Num", "ast.Str", "ast.Bytes", "ast.NameConstant", "ast.Ellipsis", "importlib.abc.ResourceReader"),
    *("importlib.abc.Traversable", "importlib.abc.TraversableResources", "pkgutil.find_loader", "pkgutil.get_loader"),
    *("asyncio.AbstractChildWatcher", "asyncio.SafeChildWatcher", "asyncio.get_child_watcher", "pty.master_open"),
    *("asyncio.set_child_watcher", "pty.slave_open", "sqlite3.version", "sqlite3.version_info", "urllib.parse.Quoter"),
    *("urllib.request.URLopener", "urllib.request.FancyURLopener", "asyncio.ThreadedChildWatcher"),
    *("asyncio.iscoroutinefunction", "asyncio.set_event_loop_policy", "asyncio.get_event_loop_policy"),
}


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_that_python_3_14_took_away(path):
    """Removed or deprecated names; and leaving a ``finally``, of which 3.14 warns when it compiles a file."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            found += [ast.unparse(node)] if ast.unparse(node) in GONE else []
        elif isinstance(node, ast.ImportFrom):
            found += [name for alias in node.names if (name := f"{node.module}.{alias.name}") in GONE]
        elif isinstance(node, ast.Try):
            found += [f"line {line}: leaves a finally" for part in node.finalbody for line in leaves(part)]
    assert not found


def leaves(node: ast.AST, loop: bool = False) -> list[int]:
    """The lines that leave this part of a function."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
        return []
    if isinstance(node, ast.Return) or isinstance(node, (ast.Break, ast.Continue)) and not loop:
        return [node.lineno]
    loop = loop or isinstance(node, (ast.For, ast.While))
    return [line for child in ast.iter_child_nodes(node) for line in leaves(child, loop)]
