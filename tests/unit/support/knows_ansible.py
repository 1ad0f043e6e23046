# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which tests know Ansible: these run on several versions of it, and all others once, where there is none.

A test knows Ansible if it, its conftest.py, or anything that they import from this repository imports Ansible,
or names Ansible or one of its commands.
"""

from __future__ import annotations

import ast
import functools
import pathlib
import re

UNIT = pathlib.Path(__file__).resolve().parents[1]
ROOT = UNIT.parents[1]
SUPPORT = UNIT / "support"
COLLECTION = "ansible_collections.community.tyk."
NAMED = re.compile(r"ansible(-\w+)?")
IMPORTED = re.compile(r"ansible(\..*)?")


@functools.cache
def knows_ansible(test: pathlib.Path) -> bool:
    """Whether this test file does."""
    left, seen = [test, test.with_name("conftest.py")], set()
    while left:
        path = left.pop()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        imported, texts = read(path)
        if any(map(IMPORTED.fullmatch, imported)) or any(map(NAMED.fullmatch, texts)):
            return True
        left += [place for name in imported for place in places(name)]
    return False


@functools.cache
def read(path: pathlib.Path) -> tuple[frozenset[str], frozenset[str]]:
    """What a file imports, wherever in it, and the texts in it."""
    imported, texts = set(), set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
    return frozenset(imported), frozenset(texts)


def places(name: str) -> list[pathlib.Path]:
    """Where in this repository a module of this name may be."""
    if name.startswith(COLLECTION):
        way = ROOT.joinpath(*name[len(COLLECTION) :].split("."))
        return [way.with_suffix(".py"), way / "__init__.py"]
    return [] if "." in name else [SUPPORT / f"{name}.py"]


def all_tests() -> list[pathlib.Path]:
    return sorted(UNIT.rglob("test_*.py"))
