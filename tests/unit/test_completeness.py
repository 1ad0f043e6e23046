# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every kind of object has all of its parts, and no module grows beyond what one can read."""

from __future__ import annotations

import ast
import importlib
import pathlib
import re
from unittest import mock

import pytest
import yaml
from ansible.module_utils.basic import AnsibleModule
from descriptors import KINDS

from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS as CONFIG

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLUGINS = "ansible_collections.community.tyk.plugins"
TARGETS = ROOT / "tests/integration/targets"
MODULE_LINES = 60
TITLE = 60
DOCUMENTED = ("DOCUMENTATION", "EXAMPLES", "RETURN")
COMPARED = ("type", "elements", "choices", "default", "required", "aliases")


BULK = ("tyk_config", "tyk_config_info")
OFFLINE = ("tyk_convert",)
MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("tyk_*.py"))
PAGES = [
    path for folder in ("filter", "lookup", "modules") for path in sorted((ROOT / "plugins" / folder).glob("*.py"))
]
GROUPS = yaml.safe_load((ROOT / "meta/runtime.yml").read_text())["action_groups"]
each_kind = pytest.mark.parametrize("kind", sorted(KINDS))
each_module = pytest.mark.parametrize(
    "module", [f"tyk_{kind}{info}" for kind in sorted(KINDS) for info in ("", "_info")]
)


def kind_of(module: str) -> Kind:
    return next(iter(KINDS[module.removeprefix("tyk_").removesuffix("_info")].values()))


def block(module: str, name: str):
    """DOCUMENTATION, EXAMPLES or RETURN of a module."""
    return yaml.safe_load(getattr(importlib.import_module(f"{PLUGINS}.modules.{module}"), name))


def fragment(name: str) -> dict:
    """The documentation that a fragment of this collection adds."""
    *_collection, file, part = name.split(".") if name.count(".") == 3 else [*name.split("."), "documentation"]
    return yaml.safe_load(
        getattr(importlib.import_module(f"{PLUGINS}.doc_fragments.{file}").ModuleDocFragment, part.upper())
    )


def documented(module: str) -> dict:
    """The options that a module's documentation names, with those of its fragments."""
    own = block(module, "DOCUMENTATION")
    options: dict = {}
    for name in own["extends_documentation_fragment"]:
        for option, entry in fragment(name).get("options", {}).items():
            options[option] = {**options.get(option, {}), **entry}
    for option, entry in own.get("options", {}).items():
        options[option] = {**options.get(option, {}), **entry}
    return options


class _Specified(Exception):
    """Holds the argument_spec that a module hands to Ansible."""


def specified(module: str) -> dict:
    """The options that a module really takes."""

    def take(self, argument_spec, **kwargs):
        raise _Specified(argument_spec)

    with mock.patch.object(AnsibleModule, "__init__", take), pytest.raises(_Specified) as caught:
        importlib.import_module(f"{PLUGINS}.modules.{module}").main()
    return caught.value.args[0]


def differences(spec: dict, documentation: dict, where: str = "") -> list[str]:
    """What the documentation of options does not say as the specification does."""
    found = [f"{where}{name} is not documented" for name in spec.keys() - documentation.keys()]
    found += [f"{where}{name} is no option" for name in documentation.keys() - spec.keys()]
    for name in spec.keys() & documentation.keys():
        taken, told = ({"type": "str", "required": False, **entry} for entry in (spec[name], documentation[name]))
        found += [
            f"{where}{name}: {aspect} is {taken.get(aspect)!r}, documented as {told.get(aspect)!r}"
            for aspect in COMPARED
            if taken.get(aspect) != told.get(aspect)
        ]
        if not told.get("description") or "TODO" in str(told["description"]):
            found.append(f"{where}{name} is not described")
        found += differences(taken.get("options") or {}, told.get("suboptions") or {}, f"{where}{name}.")
    return found


def test_there_are_kinds():
    assert len(KINDS) >= 6


def test_every_module_belongs_to_a_kind():
    assert set(MODULES) == {f"tyk_{kind}{info}" for kind in KINDS for info in ("", "_info")} | {*BULK, *OFFLINE}


def test_every_kind_can_be_declared_and_exported():
    """What the Admin API is needed for is no part of a configuration."""
    assert {kind.name for kind in CONFIG.values()} == {kind for kind in KINDS if not kind_of(kind).route.admin}
    assert specified("tyk_config_info")["kinds"]["choices"] == list(CONFIG)
    several = [section for section, kind in CONFIG.items() if not kind.life.single]
    assert specified("tyk_config")["prune"]["choices"] == several


@each_module
def test_documentation(module):
    documentation, kind = block(module, "DOCUMENTATION"), kind_of(module)
    assert documentation["module"] == module
    assert documentation["short_description"] and documentation["description"] and documentation["version_added"]
    assert (kind.results if module.endswith("_info") else kind.result) in block(module, "RETURN")


@pytest.mark.parametrize("path", PAGES, ids=[path.stem for path in PAGES])
def test_every_page_has_a_short_title_and_three_examples(path):
    text = path.read_text(encoding="utf-8")
    documentation, examples = (re.search(rf'(?s)^{name} = r"""\n(.*?)"""', text, re.M)[1] for name in DOCUMENTED[:2])
    assert len(yaml.safe_load(documentation)["short_description"]) <= TITLE
    of_its_own = [task for task in yaml.safe_load(examples) if re.search(rf"community\.tyk\.{path.stem}\b", str(task))]
    assert len(of_its_own) >= 3, f"{path.stem} has {len(of_its_own)} examples that use it"


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_left_to_write(module):
    """`make kinds` starts a module with words that are missing."""
    lines = (ROOT / f"plugins/modules/{module}.py").read_text(encoding="utf-8").splitlines()
    assert not [f"line {number}: {line.strip()}" for number, line in enumerate(lines, 1) if "TODO" in line]


@pytest.mark.parametrize("module", MODULES)
def test_options_are_documented(module):
    assert not differences(specified(module), documented(module))


@pytest.mark.parametrize("module", MODULES)
def test_action_group(module):
    groups = [name for name, members in GROUPS.items() if module in members]
    if module in OFFLINE:  # which would refuse the defaults of those that have a connection
        assert not groups
        return
    assert groups == ["tyk_admin" if module not in BULK and kind_of(module).route.admin else "tyk"]


@each_module
def test_fragments(module):
    named = block(module, "DOCUMENTATION")["extends_documentation_fragment"]
    admin, info = kind_of(module).route.admin, module.endswith("_info")
    wanted = {"connection", "connection.admin" if admin else "connection.dashboard"}
    wanted |= {"attributes", f"attributes.actiongroup_{'tyk_admin' if admin else 'tyk'}"}
    wanted |= {"attributes.info"} if info else {"attributes.manages"}
    wanted |= {"resource"} if kind_of(module).life.merges and not info else set()
    assert {f"community.tyk.{name}" for name in wanted} <= set(named)


@each_kind
def test_integration_target(kind):
    """A kind climbs the ladder in a target of its name, one with variants in a target for each."""
    variants = len(KINDS[kind])
    targets = [TARGETS / f"tyk_{kind}"] if variants == 1 else sorted(TARGETS.glob(f"tyk_{kind}_*"))
    climbing = [path for path in targets if climbs(path, f"tyk_{kind}")]
    assert len(climbing) >= variants, f"{len(climbing)} of {variants} targets"


def climbs(target: pathlib.Path, module: str) -> bool:
    """Whether a target gives the ladder data for a module, or tests the module in steps of its own."""
    own, given, needs = (target / name for name in ("tasks/main.yml", "vars/main.yml", "meta/main.yml"))
    if own.is_file():
        return f"community.tyk.{module}:" in own.read_text()
    if not given.is_file() or "setup_ladder" not in yaml.safe_load(needs.read_text())["dependencies"]:
        return False
    assert "TODO" not in given.read_text(), f"{target.name}: data of the ladder is missing"
    data = yaml.safe_load(given.read_text())
    rungs = {"refused", "create", "same"}
    if kind_of(module).life.merges:
        rungs |= {"update", "unset", "drift", "foreign"}
    if kind_of(module).life.single and data.get("ladder_foreign") == {}:
        rungs -= {"foreign"}  # it can have options for all that there is
    missing = [name for name in sorted(rungs) if not data.get(f"ladder_{name}")]
    assert not missing, f"{target.name} leaves out {missing}"
    return data["ladder_module"] == module


@pytest.mark.parametrize("module", MODULES)
def test_action_plugin(module):
    """It can run in Ansible's own process, and it is that module that does."""
    plugin = importlib.import_module(f"{PLUGINS}.action.{module}").ActionModule
    assert plugin.module is importlib.import_module(f"{PLUGINS}.modules.{module}")


def test_every_action_plugin_belongs_to_a_module():
    assert sorted(path.stem for path in (ROOT / "plugins/action").glob("*.py")) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_readme(module):
    """The table of modules in README.md has a row for it."""
    rows = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("|")]
    assert any(re.search(rf"\b{module}\b", row) for row in rows)


@pytest.mark.parametrize("module", MODULES)
def test_modules_are_thin(module):
    source = (ROOT / f"plugins/modules/{module}.py").read_text()
    lines = {number for number, line in enumerate(source.splitlines(), 1) if line.strip() and not line.startswith("#")}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in DOCUMENTED:
            lines -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    assert 0 < len(lines) <= MODULE_LINES


def test_scenarios_play_playbooks_that_there_are():
    played = {
        found
        for path in (ROOT / "extensions/molecule").rglob("*.yml")
        for found in re.findall(r"^ +playbook: (\w+)$", path.read_text(), re.MULTILINE)
    }
    assert played and played <= {path.stem for path in (ROOT / "playbooks").glob("*.yml")}
