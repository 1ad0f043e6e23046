# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/adding_a_kind.md names all that a kind is made of, nothing that there is not, and its examples are kinds."""

from __future__ import annotations

import dataclasses
import importlib
import pathlib
import pkgutil
import re
import textwrap

import pytest

from ansible_collections.community.tyk.plugins.module_utils import _kinds
from ansible_collections.community.tyk.plugins.module_utils._ansible.argument_spec import info_spec, kind_spec
from ansible_collections.community.tyk.plugins.module_utils._data import rules
from ansible_collections.community.tyk.plugins.module_utils._kinds import parts
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/adding_a_kind.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = [textwrap.dedent(text) for text in re.findall(r"^ *```python\n(.*?)^ *```$", TEXT, re.DOTALL | re.MULTILINE)]
PROSE = re.sub(r"^ *```.*?^ *```$", "", TEXT, flags=re.DOTALL | re.MULTILINE)
PARTS = {
    part.__name__: {field.name for field in dataclasses.fields(part)}
    for part in (*vars(parts).values(), Option)
    if isinstance(part, type) and dataclasses.is_dataclass(part)
}
EXAMPLES = ("cup", "house_rules")  # what the page makes up


def section(heading: str, text: str = TEXT) -> str:
    """What stands below a heading, with all lower ones."""
    level = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert level, f"{heading}: there is no such heading"
    rest = text[level.end() :]
    end = re.search(rf"^#{{1,{len(level[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def rows(heading: str) -> dict[str, list[str]]:
    """The rows of a section's tables, by what they are about."""
    lines = re.findall(r"^\| `(\w+)` \| (.*) \|$", section(heading), re.MULTILINE)
    return {name: re.split(r"(?<!\\) \| ", cells) for name, cells in lines}


def classes() -> set[type[Kind]]:
    found: set[type[Kind]] = set()
    for entry in pkgutil.walk_packages(_kinds.__path__, f"{_kinds.__name__}."):
        for value in vars(importlib.import_module(entry.name)).values():
            if isinstance(value, type) and issubclass(value, Kind) and value is not Kind:
                found.add(value)
    return found


def public(value: type) -> set[str]:
    return {name for name, item in vars(value).items() if callable(item) and not name.startswith("_")}


def test_every_attribute_of_a_kind_is_on_the_page():
    assert rows("Kind").keys() == Kind.__annotations__.keys()


@pytest.mark.parametrize("part", PARTS)
def test_every_field_of_a_part_is_on_the_page(part):
    assert rows(part).keys() == PARTS[part]


def test_there_are_parts():
    assert {"Route", "Identity", "Fields", "Secret", "Life", "Labels", "Part", "Option", "Where"} <= PARTS.keys()


def test_every_field_and_every_preset_of_a_rule_is_on_the_page():
    presets = {name for name, value in vars(rules).items() if isinstance(value, rules.Rule) and name != "PLAIN"}
    told = rows("Rule and Rules").keys()
    assert told == presets | {field.name for field in dataclasses.fields(rules.Rule)}
    assert "| `keyed(...)` |" in section("Rule and Rules")


def test_every_method_that_can_be_overridden_is_on_the_page_with_those_who_do_so():
    told = rows("What a kind can do differently")
    for_use = set(re.findall(r"`(\w+)`", TEXT.partition("These are for use, and are not overridden:")[2].split(".")[0]))
    attributes = {name for name, value in vars(Kind).items() if isinstance(value, property)}
    assert told.keys() | for_use == public(Kind) | attributes and not told.keys() & for_use
    for name in told.keys() | for_use:
        who = {kind.__name__ for kind in classes() if name in vars(kind)}
        assert set(re.findall(r"`(\w+)`", told[name][1] if name in told else "")) == who, name


def there(path: str) -> bool:
    """Whether a path leads to something, or a bare name is that of a file."""
    if "/" in path:
        return bool([*ROOT.glob(path)])
    folders = [ROOT / name for name in ("plugins/module_utils", "plugins/modules", "tests/unit", "docs")]
    return (ROOT / path).is_file() or any(next(folder.rglob(path), None) for folder in folders)


def test_every_file_that_it_names_is_there():
    named = set(re.findall(r"`([\w./-]+\.(?:py|yml|toml|md|rst))`", PROSE))
    named |= set(re.findall(r"`((?:plugins|tests|docs|meta|roles|changelogs)/[\w./-]+)`", PROSE))
    ours = {path for path in named if not any(name in path for name in EXAMPLES)}
    assert len(ours) > 30
    assert not sorted(path for path in ours if not there(path))


def test_every_test_that_it_names_is_there():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/unit").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)[`\[]", PROSE))
    assert len(named) > 5
    assert not sorted(name for name in named if f"def {name}(" not in sources)


def test_every_table_of_tests_that_it_names_is_there():
    for line in section("7. The unit tests").splitlines():
        path, *names = re.findall(r"`([^`]+)`", line.rpartition(" | ")[0]) if line.startswith("| `") else [""]
        if path:
            file = next(found for found in (ROOT / "tests/unit").rglob(path.rpartition("/")[2]))
            source = file.read_text(encoding="utf-8")
            missing = [name for name in names if re.fullmatch(r"[A-Z]+", name) and f"\n{name}" not in source]
            assert not missing, (path, missing)


def test_every_link_leads_somewhere():
    anchors = {
        re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", PROSE, re.MULTILINE)
    }
    links = re.findall(r"\]\(([^)]+)\)", TEXT)
    assert links
    assert not [link for link in links if link.startswith("#") and link[1:] not in anchors]
    assert not [link for link in links if not link.startswith(("#", "http")) and not (PAGE.parent / link).is_file()]


def test_others_lead_to_it():
    assert "adding_a_kind.md" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "adding_a_kind.md" in (ROOT / "docs/design.md").read_text(encoding="utf-8")


def made(number: int) -> Kind:
    """The kind that a block of code makes."""
    names: dict = {"__name__": f"example_{number}"}
    exec(compile(BLOCKS[number], f"{PAGE.name}, block {number}", "exec"), names)
    return next(
        value for value in names.values() if isinstance(value, Kind) and type(value).__module__ == f"example_{number}"
    )


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_its_examples_are_kinds(number):
    kind = made(number)
    assert {*kind.options} <= kind_spec(kind).keys() and info_spec(kind)
    assert f"\n{kind.name.upper()} = {type(kind).__name__}()" in BLOCKS[number] or kind.platform == "gateway"


def test_it_has_a_plain_kind_a_single_one_and_one_of_a_gateway():
    found = [made(number) for number in range(len(BLOCKS))]
    assert [(kind.life.single, kind.platform) for kind in found] == [
        (False, "dashboard"),
        (True, "dashboard"),
        (False, "gateway"),
    ]


@pytest.mark.parametrize("target", ["kinds", "format", "lint", "test"])
def test_its_commands_are_there(target):
    assert f"$ make {target}\n" in TEXT
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
