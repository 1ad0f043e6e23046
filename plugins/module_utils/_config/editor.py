# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A JSON Schema of what can be declared, so that editors complete options and mark mistakes.

It takes all that the check of the options takes, such as texts for numbers, and refuses what that refuses, as far as a
schema can. Whole objects, as Tyk's own tools write them, are no declarations here.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import json
import os
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.declared import (
    RESULTS,
    TASKS_ONLY,
    options_of,
)
from ansible_collections.community.tyk.plugins.module_utils._config.files import PLACE_OF_ANCHORS
from ansible_collections.community.tyk.plugins.module_utils._data.folders import fault_of_file, real
from ansible_collections.community.tyk.plugins.module_utils._data.merge import canonical
from ansible_collections.community.tyk.plugins.module_utils._data.written import write_whole
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task

Schema = dict[str, t.Any]

OPTION = "schema"
DRAFT = "http://json-schema.org/draft-07/schema#"  # the one that editors know best
TITLE = "A configuration for community.tyk.tyk_config"
BEGIN = f'{{\n "$schema": "{DRAFT}",\n "title": "{TITLE}"'  # of every file that this writes
NOT_WITH = ("kinds", "name", "tag", "category", "only", "dest", "portable", "include_secrets")

# As Ansible reads them. Expressions are those of ECMA, which know no way to ignore case.
NUMBER = r"^\s*[+-]?([0-9][0-9_]*\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$"
ENDLESS = r"^\s*[+-]?[iI][nN][fF]([iI][nN][iI][tT][yY])?\s*$"  # which what follows the options refuses
SWITCH = r"^\s*([yY]([eE][sS])?|[oO][nN]|1|[tT]([rR][uU][eE])?|[nN][oO]?|[oO][fF][fF]|0|[fF]([aA][lL][sS][eE])?)\s*$"
SECRET: Schema = {
    "description": "A secret that is not written here, by its name, or as the value that Ansible puts in.",
    "type": "object",
    "properties": {
        "secret": {
            "anyOf": [
                {"type": "string"},
                {"type": "object", "properties": {"value": {}}, "required": ["value"], "additionalProperties": False},
            ]
        }
    },
    "required": ["secret"],
    "additionalProperties": False,
}
PAIRS: Schema = {"description": "JSON, or pairs such as a=1, in a text.", "type": "string", "pattern": r"^\s*\{|="}
PLAIN: dict[str, list[Schema]] = {
    "str": [{"type": ["string", "integer", "null"]}],
    "path": [{"type": ["number", "boolean", "null"]}, {"type": "string", "pattern": r"^[^\u0000]*$"}],
    "bool": [{"type": ["boolean", "null"]}, {"enum": [0, 1]}, {"type": "string", "pattern": SWITCH}],
    "int": [{"type": ["integer", "boolean", "null"]}, {"type": "string", "pattern": NUMBER}],
    "float": [{"type": ["number", "boolean", "null"]}, {"type": "string", "pattern": f"{NUMBER}|{ENDLESS}"}],
    "dict": [{"type": ["object", "null"]}, PAIRS],
    "raw": [{"type": ["object", "null"]}, {"type": "string", "pattern": r"\S"}],
}
NAMES = {
    "str": "text",
    "path": "path",
    "bool": "switch",
    "int": "whole_number",
    "float": "number",
    "dict": "mapping",
    "raw": "document",
}


class _Definitions:
    """What several options have in common, by name, so that the file stays small."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {"secret": SECRET}
        self._names: dict[str, str] = {}

    def refer(self, name: str, schema: Schema) -> Schema:
        """A reference to this schema, which gets the name, or one like it where another has that."""
        known = self._names.get(canonical(schema))
        if known is None:
            number, known = 1, name
            while known in self.schemas:
                number += 1
                known = f"{name}_{number}"
            self._names[canonical(schema)] = known
            self.schemas[known] = schema
        return _ref(known)


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def editor_schema() -> Schema:
    """The JSON Schema of a file that tyk_config reads."""
    known = _Definitions()
    sections = {section: _section(section, known) for section in KINDS}
    others = {key: sections[section] for key, section in RESULTS.items() if key != section}
    return {
        "$schema": DRAFT,
        "title": TITLE,
        "type": ["object", "null"],
        "properties": {**sections, **others},
        "patternProperties": {PLACE_OF_ANCHORS: {}},
        "additionalProperties": False,
        "definitions": known.schemas,
    }


def _section(section: str, known: _Definitions) -> Schema:
    """The list of the objects of a kind."""
    kind, options = KINDS[section], options_of(section)
    item = _mapping(options.spec, known)
    told: Schema = {name: {} for name in sorted({*kind.fields.views, "used_by"}) if name not in options.spec}
    item["properties"].update(told)  # what modules return goes back in
    for name in item.get("required", ()):  # of an object null is as left out
        item["properties"][name] = {"allOf": [item["properties"][name]], "not": {"type": "null"}}
    item["description"] = (
        f"{kind.a_noun[0].upper()}{kind.a_noun[1:]}, with the options of community.tyk.tyk_{kind.name}."
    )
    if options.exclusive:
        item["allOf"] = [_not_both(pair) for names in options.exclusive for pair in _pairs(names)]
    return {"description": f"{kind.title}.", "type": ["array", "null"], "items": known.refer(kind.name, item)}


def _pairs(names: t.Sequence[str]) -> t.Iterator[tuple[str, str]]:
    for index, one in enumerate(names):
        yield from ((one, other) for other in names[index + 1 :])


def _not_both(pair: tuple[str, str]) -> Schema:
    """That of two options only one has a value."""
    return {"not": {"required": [*pair], "properties": {name: {"not": {"type": "null"}} for name in pair}}}


def _mapping(spec: t.Mapping[str, t.Any], known: _Definitions) -> Schema:
    """Options with their values."""
    needed = sorted(name for name, option in spec.items() if option.get("required"))
    schema: Schema = {
        "type": "object",
        "properties": {name: _option(name, option, known) for name, option in sorted(spec.items())},
        "additionalProperties": False,
    }
    return {**schema, "required": needed} if needed else schema


def _option(name: str, option: t.Mapping[str, t.Any], known: _Definitions) -> Schema:
    """The value of an option."""
    if not option:
        return {}  # whatever it is, a text is made of it
    kind, default = option.get("type", "str"), option.get("default")
    if kind == "list":
        schema = known.refer(*_several(name, option, known))
    else:
        schema = known.refer(*_one(name, {**option, "type": kind}, known))
    return schema if default in (None, [], {}) else {"allOf": [schema], "default": default}


def _one(name: str, option: t.Mapping[str, t.Any], known: _Definitions) -> tuple[str, Schema]:
    """A value that is no list, with a name for what it is."""
    kind, choices = option["type"], option.get("choices")
    if option.get("options"):
        own = [_mapping(option["options"], known), {"type": "null"}, {**PAIRS, "pattern": "[={]"}]
        return name, {"anyOf": [*own, _ref("secret")]}
    if choices:
        own = [{"enum": [*(one for one in choices if one not in TASKS_ONLY), None]}]
        return name, {"anyOf": [*own, _ref("secret")]}
    return NAMES[kind], {"anyOf": [*PLAIN[kind], _ref("secret")]}


def _several(name: str, option: t.Mapping[str, t.Any], known: _Definitions) -> tuple[str, Schema]:
    """A list, or what Ansible makes one of: a text with commas, or a single value."""
    kind = option.get("elements")
    element: Schema = {}
    if kind:
        own, schema = _one(f"{name}_item", {**option, "type": kind}, known)
        if kind not in ("str", "path"):  # of these null is an empty text
            schema = {"allOf": [known.refer(own, schema)], "not": {"type": "null"}}
            own = f"{own}_of_list"
        element = known.refer(own, schema)
    single = {**PAIRS, "pattern": "[={]"} if kind == "dict" else {"type": ["string", "integer"]}
    several = [{"type": "array", "items": element}, single, {"type": "null"}, _ref("secret")]
    return f"{NAMES.get(kind or '', 'value')}s" if not option.get("options") else f"{name}_list", {"anyOf": several}


def write_schema(task: Task) -> dict[str, t.Any]:
    """Write the schema where the task says; nothing is asked of Tyk. Raises Invalid."""
    beside = [name for name in NOT_WITH if task.named.get(name)]
    if beside:
        raise Invalid(f"{OPTION} and {', '.join(beside)}: nothing is exported with {OPTION}; leave one of them out")
    path = real(str(task.params[OPTION]))
    text = json.dumps(editor_schema(), indent=1) + "\n"
    fault = fault_of_file(path) or _other(path)
    if fault:
        raise Invalid(f"{OPTION}: {fault}")
    changed = _read(path) != text
    if changed and not task.check:
        try:
            write_whole(path, text)
        except OSError as error:
            raise Invalid(f"{OPTION}: {error}") from error
    return {"changed": changed, "schema_path": path}


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, ValueError):
        return None


def _other(path: str) -> str:
    """That a file holds something else, which is not written over."""
    if not os.path.lexists(path):
        return ""
    there = _read(path)
    mine = there is not None and (not there.strip() or there.startswith(BEGIN))
    return "" if mine else f"{path} holds something else than such a schema; name another file, or delete it"
