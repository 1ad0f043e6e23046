# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON Schema for editors takes what tyk_config takes, and refuses what the check of the options refuses."""

from __future__ import annotations

import importlib
import json
import pathlib
import re
import stat
import textwrap
import typing as t

import pytest
import yaml
from corpus_world import CorpusWorld
from declaring import declared
from jsonschema import Draft7Validator
from module_runner import Tyk
from odd_world import OddWorld

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Several, options_of
from ansible_collections.community.tyk.plugins.module_utils._config.editor import editor_schema
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

ROOT = pathlib.Path(__file__).resolve().parents[3]
SCHEMA = editor_schema()
VALIDATOR = Draft7Validator(SCHEMA)
SECTIONS = {*KINDS, *(kind.results for kind in KINDS.values())}
VALUES: list[t.Any] = [
    *("x", "", "yes", " Yes ", "true", "no", "12", "1e3", "inf", "a,b", "a\0b"),
    *(5, 0, 2, 1.5, True, False, None),
    *([], ["x"], [5], [None], [True], [1.5], [[]], [{}], [{"x": 1}]),
    *({}, {"x": 5}),
]
# A text can stand for a mapping, and no schema reads what is in it.
READ_LATER = [*("1.5", "a=1", "{}", "{", "x: 1"), ["a=1"]]


def faults(config) -> list[str]:
    """What tyk_config says of it before it asks anything."""
    try:
        declared(config)
    except Several as error:
        return error.errors
    except OverflowError:  # of which the module makes a message
        return ["endless"]
    return []


def places(spec, way=()) -> t.Iterator[tuple]:
    """Every option, at any depth: the options that it is below, and its name."""
    for name, option in spec.items():
        yield (*way, (name, option))
        if option.get("options"):
            yield from places(option["options"], (*way, (name, option)))


def needed(spec) -> dict[str, t.Any]:
    return {name: option.get("choices", ["x"])[0] for name, option in spec.items() if option.get("required")}


def item(section: str, place, value) -> dict[str, t.Any]:
    """An object that says this of an option, and what it has to say beside."""
    for depth, (name, option) in reversed(list(enumerate(place))):
        value = [value] if option.get("type") == "list" and depth < len(place) - 1 else value
        spec = place[depth - 1][1]["options"] if depth else options_of(section).spec
        value = {**needed(spec), name: value}
    return value


def is_document(place) -> bool:
    return place[-1][1].get("type") == "raw"


@pytest.mark.parametrize("section", KINDS)
def test_every_value_of_every_option_is_taken_by_both_or_by_none(section):
    wrong, both = [], set()
    for place in places(options_of(section).spec):
        for value in VALUES:
            config = {section: [item(section, place, value)]}
            said, valid = faults(config), VALIDATOR.is_valid(config)
            both.add(valid)
            if valid is bool(said) and not (is_document(place) and isinstance(value, str) and valid):
                wrong.append((config, said))
        for value in READ_LATER:
            config = {section: [item(section, place, value)]}
            if not faults(config) and not VALIDATOR.is_valid(config):
                wrong.append((config, []))
    assert not wrong and both == {True, False}, wrong[:5]


@pytest.mark.parametrize("section", KINDS)
def test_a_secret_can_stand_for_every_value(section):
    for secret in ({"secret": "NAME"}, {"secret": {"value": "x"}}):
        for place in places(options_of(section).spec):
            config = {section: [item(section, place, secret)]}
            assert VALIDATOR.is_valid(config), config
    for place in places(options_of(section).spec):
        if place[-1][1].get("type", "") == "str" and not is_document(place):
            for other in ({"secret": "NAME", "more": 1}, {"secret": 5}, {"secret": {"valeu": "x"}}):
                assert not VALIDATOR.is_valid({section: [item(section, place, other)]})


OTHERS = [
    ({}, True),
    (None, True),
    ({"apis": None}, True),
    ({"apis": []}, True),
    ({"api_keys": [{"alias": "acme"}]}, True),
    ({"apis": [{"name": "A", "api_id": "x", "org_id": "y", "used_by": []}]}, True),
    ({"apis": {}}, False),
    ({"apis": [None]}, False),
    ({"apis": ["x"]}, False),
    ({"api": []}, False),
    ({"apis": [{"nmae": "A"}]}, False),
    ({"apis": [{"name": "A", "url": "x"}]}, False),
    ({"keys": [{"alias": "a", "state": "rotated"}]}, False),
    ({"keys": [{"alias": "a", "state": "absent"}]}, True),
    ({"x-anchors": {"apis": 1}, ".more": None}, True),
    ({"_anchors": {}}, False),
    ({"certificates": [{"certificate": "x", "certificate_path": "y"}]}, False),
    ({"certificates": [{"certificate": "x", "certificate_path": None}]}, True),
    ({"oauth_clients": [{"client_id": "c"}]}, False),
    ([], False),
]


@pytest.mark.parametrize(("config", "valid"), OTHERS)
def test_what_stands_around_the_options(config, valid):
    assert VALIDATOR.is_valid(config) is valid
    assert config is None or bool(faults(config)) is not valid or config == []


def of_guides() -> t.Iterator[tuple[str, t.Any]]:
    for path in sorted((ROOT / "docs/docsite/rst").glob("*.rst")):
        text = path.read_text(encoding="utf-8")
        for found in re.finditer(r"^( *)\.\. code-block:: yaml\n((?:\1 {3}.*\n|\n)+)", text, re.MULTILINE):
            body = re.sub(r"^ *:\w+:.*\n", "", textwrap.dedent(found[2]).lstrip("\n"), flags=re.MULTILINE)
            yield from ((path.name, said) for said in yaml.safe_load_all(body))


def of_modules() -> t.Iterator[tuple[str, t.Any]]:
    module = importlib.import_module("ansible_collections.community.tyk.plugins.modules.tyk_config")
    for task in yaml.safe_load(module.EXAMPLES):
        said = task["community.tyk.tyk_config"]
        yield from (("EXAMPLES", one) for one in (said.get("config"), *said.get("overlays", ())))


def of_files() -> t.Iterator[tuple[str, t.Any]]:
    for path in sorted((ROOT / "tests/unit/docs/tyk").glob("*.yml")):
        yield path.name, yaml.safe_load(path.read_text(encoding="utf-8"))
    yield "acme.yml", yaml.safe_load((ROOT / "docs/examples/acme.yml").read_text(encoding="utf-8"))["config_config"]


def is_declaration(said) -> bool:
    return isinstance(said, dict) and bool(said) and {*said} <= SECTIONS and "{{" not in json.dumps(said)


def test_all_that_the_documentation_declares_is_taken():
    declared = [one for one in (*of_guides(), *of_modules(), *of_files()) if is_declaration(one[1])]
    assert len(declared) > 25
    for where, said in declared:
        found = [f"{where}: {error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(said)]
        assert not found, found


@pytest.mark.parametrize("world", [CorpusWorld, OddWorld])
def test_all_that_is_exported_is_taken(world):
    server = world("a") if world is CorpusWorld else world()
    for more in ({}, {"include_secrets": True, "keep_ids": True}):
        config = server.ok("config_info", kinds=[*KINDS], **more)["config"]
        assert len(config) > 4
        found = [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(config)]
        assert not found, found[:5]


def test_it_is_a_small_schema_of_the_draft_that_editors_know():
    Draft7Validator.check_schema(SCHEMA)
    text = json.dumps(SCHEMA)
    assert SCHEMA["$schema"].endswith("draft-07/schema#") and len(text) < 60_000
    used = {*re.findall(r'"#/definitions/(\w+)"', text)}
    assert used == {*SCHEMA["definitions"]}
    assert editor_schema() == SCHEMA


def test_it_is_written_without_a_connection(tmp_path):
    tyk, path = Tyk(), tmp_path / "tyk.schema.json"
    wish = {"schema": str(path), "url": ..., "token": ...}
    assert tyk.ok("config_info", **wish, check=True)["changed"] and not path.exists()
    done = tyk.ok("config_info", **wish)
    assert done["changed"] and done["schema_path"] == str(path) and json.loads(path.read_text()) == SCHEMA
    assert not tyk.ok("config_info", **wish)["changed"]
    path.write_text("")
    assert tyk.ok("config_info", **wish)["changed"]
    path.write_text(path.read_text().replace("policy", "polity"))
    assert tyk.ok("config_info", **wish, check=True)["changed"] and "polity" in path.read_text()
    path.chmod(0o640)
    assert tyk.ok("config_info", **wish)["changed"] and stat.S_IMODE(path.stat().st_mode) == 0o640
    assert not tyk.log()


def test_nothing_else_is_written_over(tmp_path):
    tyk, path = Tyk(), tmp_path / "apis.json"
    path.write_text('{"apis": []}')
    for check in (True, False):
        told = tyk.fails("config_info", schema=str(path), check=check)
        assert "holds something else" in told and path.read_text() == '{"apis": []}'
    assert "no folder" in tyk.fails("config_info", schema=str(tmp_path / "none/x.json"))
    told = tyk.fails("config_info", schema=str(tmp_path / "x.json"), dest=str(tmp_path), only={"kinds": ["apis"]})
    assert "schema and only, dest: nothing is exported" in told and not (tmp_path / "x.json").exists()
