# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/adding_a_kind.md names all that a kind can have, and what it says can be done."""

from __future__ import annotations

import dataclasses
import pathlib
import re

import pytest

from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rule
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds import parts
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option

ROOT = pathlib.Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs/adding_a_kind.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"\w+", TEXT))
BLOCKS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
PARTS = [value for value in vars(parts).values() if dataclasses.is_dataclass(value)]


@pytest.mark.parametrize("part", [*PARTS, Option, Rule], ids=lambda part: part.__name__)
def test_every_field_of_every_part_is_on_the_page(part):
    missing = [
        field.name for field in dataclasses.fields(part) if f"{field.name}`" not in TEXT and field.name not in WORDS
    ]
    assert part.__name__ in WORDS and not missing


def test_every_attribute_and_method_of_a_kind_is_on_the_page():
    public = [name for name in {*vars(Kind), *Kind.__annotations__} if not name.startswith("_")]
    assert len(public) > 40
    assert not [name for name in public if not re.search(rf"`(\w+`, `)*{name}\b", TEXT)]


def test_every_method_on_the_page_can_be_overridden_and_those_named_do_so():
    table = TEXT.partition("## What a kind does differently")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| [^|]+ \| ([^|]*) \|$", table, re.MULTILINE)
    kinds = {cls.__name__: cls for cls in subclasses(Kind)}
    checked = 0
    for methods, who in rows:
        for name in re.findall(r"`(\w+)`", who):
            own = {method for cls in kinds[name].__mro__ if cls is not Kind for method in vars(cls)}
            assert own & {*re.findall(r"`(\w+)`", methods)}, f"{name} has none of its own of {methods}"
            checked += 1
    assert checked > 30


def subclasses(cls):
    """Every class made of this one, once all kinds are known."""
    import descriptors  # noqa: F401  # imports all of them

    return [cls, *(below for each in cls.__subclasses__() for below in subclasses(each))]


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:docs|plugins|tests|_kinds)/[\w/.]+?)`", TEXT))))
def test_every_place_on_the_page_is_there(path):
    if "KIND" not in path:
        assert (ROOT / path).exists() or (ROOT / "plugins/module_utils" / path).exists()


def test_the_kinds_on_the_page_are_as_it_says():
    made: dict = {}
    for block in BLOCKS:
        exec(compile(block, "docs/adding_a_kind.md", "exec"), made)
    mug = made["MUG"]
    assert (mug.result, mug.results, mug.section) == ("mug", "mugs", "mugs")
    with pytest.raises(Invalid, match="colour"):
        mug.check({"colour": "transparent"}, None, None)
    assert made["House"]().life.single


def test_every_test_on_the_page_is_there():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/unit").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)[`\[]", TEXT))
    assert len(named) > 5 and not sorted(name for name in named if f"def {name}(" not in sources)


@pytest.mark.parametrize(
    ("table", "file"), re.findall(r"`([A-Z_]{3,})`(?: there and)?(?: in|, in| of) `([\w/.]+\.py)`", TEXT)
)
def test_every_table_of_tests_on_the_page_is_there(table, file):
    found = [path for path in (ROOT, *[ROOT / "tests/unit/support"]) if (path / file).is_file()]
    assert found and f"\n{table}" in (found[0] / file).read_text(encoding="utf-8")
