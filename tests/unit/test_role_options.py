# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role config takes every option of the modules that it is made of, says so, and hands it on."""

from __future__ import annotations

import pathlib
import re

import pytest
import yaml

from ansible_collections.community.tyk.plugins.module_utils._ansible.argument_spec import (
    config_spec,
    connection_spec,
    export_spec,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

ROLE = pathlib.Path(__file__).resolve().parents[2] / "roles/config"
SPECS = yaml.safe_load((ROLE / "meta/argument_specs.yml").read_text())["argument_specs"]
DEFAULTS = yaml.safe_load((ROLE / "defaults/main.yml").read_text())
CONNECTION = connection_spec(admin=False)
# entry point -> the module's options, the prefix of the variables for those of its own, and the module
FILES = {"main": "apply"}  # where an entry calls its module, if not in the file of its name
ENTRIES = {
    "main": (config_spec(KINDS), "config_", "tyk_config"),
    "export": (export_spec(KINDS), "config_export_", "tyk_config_info"),
}
# Variables that no option is behind.
OWN = {
    "main": {
        "dir",
        "layers",
        "previous_dir",
        "fail_on_change",
        "fail_on_undeclared",
        "report_dir",
        "report_formats",
        "report_artifact",
    },
    "export": set(),
}
# What the role knows more about than the module, which has no default, or one that comes from elsewhere.
TOLD_IN_WORDS = set(CONNECTION) | {
    "gateway_secret",
    "src",
    "overlays",
    "previous",
    "previous_overlays",
    "key_dir",
    "backup_dir",
    "dest",
}
NOT_IN_THE_ROLE = {"schema"}  # a file for editors, which concerns no organisation
each_entry = pytest.mark.parametrize("entry", sorted(ENTRIES))


def variables(entry: str) -> dict[str, str]:
    """Each option of the module, and the role's variable for it."""
    spec, prefix, _module = ENTRIES[entry]
    return {name: ("config_" if name in CONNECTION else prefix) + name for name in spec.keys() - NOT_IN_THE_ROLE}


def empty(value):
    return None if value in ("", [], {}) else value


def differences(spec: dict, said: dict, where: str = "") -> list[str]:
    found = [
        f"{where}{aspect}: {spec.get(aspect)!r} in the module, {said.get(aspect)!r} in the role"
        for aspect in ("type", "elements", "choices")
        if spec.get(aspect) != said.get(aspect)
    ]
    if not said.get("description"):
        found.append(f"{where}is not described")
    below, told = spec.get("options") or {}, said.get("options") or {}
    found += [f"{where}{name} is only on one side" for name in below.keys() ^ told.keys()]
    for name in below.keys() & told.keys():
        found += differences(below[name], told[name], f"{where}{name}: ")
    return found


@each_entry
def test_every_option_has_its_variable_and_no_variable_is_without_one(entry):
    assert set(SPECS[entry]["options"]) == {*variables(entry).values(), *(f"config_{name}" for name in OWN[entry])}


@each_entry
def test_variables_are_what_the_options_are(entry):
    spec = ENTRIES[entry][0]
    found = [
        difference
        for name, variable in variables(entry).items()
        for difference in differences(spec[name], SPECS[entry]["options"][variable], f"{variable}: ")
    ]
    assert not found, found


@each_entry
def test_defaults_are_those_of_the_module_and_as_documented(entry):
    spec, said = ENTRIES[entry][0], SPECS[entry]["options"]
    for name, variable in variables(entry).items():
        if name not in TOLD_IN_WORDS:
            assert empty(DEFAULTS[variable]) == empty(said[variable].get("default")) == empty(spec[name].get("default"))
    for variable in said:
        assert variable in DEFAULTS, f"{variable} has no default"
        if "default" in said[variable]:
            assert said[variable]["default"] == DEFAULTS[variable], variable
    assert not any(option.get("required") for option in said.values())


def test_there_are_no_other_variables():
    documented = {name for entry in SPECS.values() for name in entry["options"]}
    assert set(DEFAULTS) == documented


@each_entry
def test_every_option_is_handed_on(entry):
    spec, _prefix, module = ENTRIES[entry]
    tasks = yaml.safe_load((ROLE / f"tasks/{FILES.get(entry, entry)}.yml").read_text())
    (task,) = [task for task in tasks if f"community.tyk.{module}" in task]
    lent = yaml.safe_load((ROLE / "vars/main.yml").read_text())
    given = {**lent["__config_connection"], **task[f"community.tyk.{module}"]}
    assert task["module_defaults"] == {"group/community.tyk.tyk": "{{ __config_connection }}"}
    assert set(given) == set(spec) - NOT_IN_THE_ROLE
    for name, variable in variables(entry).items():
        private = re.fullmatch(r"{{ (__\w+) }}", given[name])
        expression = lent[private[1]] if private else given[name]
        assert re.search(rf"\b{variable}\b", expression), f"{name} is {given[name]}"


@each_entry
def test_secrets_are_marked(entry):
    for name, variable in variables(entry).items():
        secret = bool(ENTRIES[entry][0][name].get("no_log"))
        assert bool(SPECS[entry]["options"][variable].get("no_log")) is secret, variable
