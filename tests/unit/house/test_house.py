# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the private code is built: which room may use which, who knows Ansible, and how long a function may be."""

from __future__ import annotations

import ast
import importlib
import pathlib
import pkgutil

import pytest

from ansible_collections.community.tyk.plugins.module_utils import _kinds
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind

PLUGINS = pathlib.Path(__file__).resolve().parents[3] / "plugins"
HOUSE = PLUGINS / "module_utils"
FILES = sorted(path for folder in ("module_utils", "plugin_utils") for path in (PLUGINS / folder).rglob("*.py"))
IMPORTED = "ansible_collections.community.tyk.plugins.module_utils"
LINES, PARAMETERS = 40, 5

# Each room and those that it may use. They stand from the lowest to the highest, and a room only uses lower ones.
ROOMS = {
    "_errors": (),
    "_data": ("_errors",),
    "_report": ("_errors", "_data"),
    "_kinds": ("_errors", "_data"),
    "_kinds.apis": ("_errors", "_data", "_kinds"),
    "_kinds.table": ("_kinds", "_kinds.apis"),
    "_kinds.on_gateway": ("_errors", "_data", "_kinds", "_kinds.apis"),
    "_api": ("_errors", "_data", "_kinds"),
    "_object": ("_errors", "_data", "_kinds", "_kinds.table", "_kinds.on_gateway", "_api"),
    "_ansible": ("_errors", "_data", "_kinds", "_api", "_object"),
    "_config": ("_errors", "_data", "_report", "_kinds", "_kinds.table", "_api", "_object", "_ansible"),
    "_convert": ("_errors", "_data", "_kinds", "_kinds.table", "_api", "_object", "_ansible", "_config"),
}


# Texts that are a kind's name, one of its options or one of Tyk's paths, and stand outside of _kinds all the same.
WORDS = {
    "org_id": "an option of every module, and where the work was done, in reports",
    "issuer": "what certificates have, and what tells why one is not trusted",
    "format": "an option of the module that converts: which tool has written the files",
    "openapi": "a format of files that are converted",
    "key_file": "an option of every kind with a generated secret; _kinds/parts.py has it",
    "key_file_replace": "whether key_file may be replaced, an option of where a user's token is made",
    "update_secrets": "an option that several kinds have; _kinds/parts.py has it",
    "validate": "an option of APIs, and of a configuration; _kinds/parts.py has it",
    "warn_before": "an option of what can end, and of a configuration; _kinds/parts.py has it",
    "purge": "an option of every kind that has taken_along()",
    "recreate": "an option of every kind that cannot be changed; _kinds/parts.py has it",
    "expires": "a key of results and reports: when what ends by itself does",
    "kind": "a key of results and reports, and a layout of exports",
    "name": "a key of results and reports, and an option of exports",
    "meta_data": "what prune_scope can name; Kind.labels says where a kind has it",
    "tags": "what only can name; Kind.labels says where a kind has it",
    "categories": "what only can name; Kind.labels says where a kind has it",
    "method": "a key of failures: the method of a request",
    "secret": "a question that a rule answers",
    "description": "a key of a JSON Schema",
    "type": "what a value is: of an option, and in a JSON Schema",
}
OWN_ROUTES = {"_api/gateway.py": "a Gateway is asked to reload, and whether it reaches Redis, whatever the kind"}
# Files that say a format of another tool, which has words for the same things: file -> whose they are.
FOREIGN = {
    f"_convert/{name}.py": "tyk-operator's manifests, field by field, and what each becomes here"
    for name in (
        "kubernetes",
        "operator",
        "operator_classic",
        "operator_document",
        "operator_policy",
        "operator_versions",
        "operator_world",
    )
}


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def shown(path):
    return path.relative_to(PLUGINS).as_posix()


def imports(path):
    """The full names of what a file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{shown(path)}: imports with a dot are not followed here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part(name):
    """The file of ours that a name which is imported stands for, as ``_api.http``; "" for what is not ours."""
    names = name.removeprefix(f"{IMPORTED}.").split(".") if name.startswith(f"{IMPORTED}.") else []
    while names and not HOUSE.joinpath(*names).with_suffix(".py").is_file():
        names.pop()
    return ".".join(names)


def room(name):
    """The room that a file is in: the innermost one that has a name here."""
    while name and name not in ROOMS:
        name = name.rpartition(".")[0]
    return name


def files():
    """Each file of the house -> the files that it imports."""
    return {
        ".".join(path.relative_to(HOUSE).with_suffix("").parts): {part(name) for name in imports(path)} - {""}
        for path in HOUSE.rglob("*.py")
        if path.stem != "__init__"
    }


def arrows():
    """Which room uses which."""
    pairs = {(room(name), room(other)) for name, used in files().items() for other in used}
    return {(one, other) for one, other in pairs if one != other}


def functions(path):
    """Every function of a file with its name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield f"{shown(path)} {node.name}", node


def parameters(function):
    found = function.args
    every = [*found.posonlyargs, *found.args, *found.kwonlyargs]
    return [name.arg for name in every if name.arg not in ("self", "cls")]


def too_large():
    return {
        name
        for path in FILES
        for name, node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > LINES or len(parameters(node)) > PARAMETERS
    }


def kinds():
    """Every kind, on both platforms."""
    modules = [
        importlib.import_module(entry.name) for entry in pkgutil.walk_packages(_kinds.__path__, f"{_kinds.__name__}.")
    ]
    return {value for module in modules for value in vars(module).values() if isinstance(value, Kind)}


def known():
    """What only the kinds are to know: names, options, paths."""
    for kind in kinds():
        yield from (kind.name, kind.section, *kind.options, *kind.params, kind.route.collection, kind.route.listing)
        paths = (kind.identity.name, *kind.identity.ids, *(option.path for option in kind.options.values()))
        yield from (path for path in paths if "." in path)


def texts(path):
    """The texts of a file, but for documentation."""
    told = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body:
            told.add(getattr(node.body[0], "value", None))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told:
            yield node.value


def single_kinds():
    """What stands outside of _kinds and concerns a single kind: file and text."""
    concern = {*known()} - {""}
    for path in HOUSE.rglob("*.py"):
        file = path.relative_to(HOUSE).as_posix()
        for text in () if file.startswith("_kinds/") else texts(path):
            if text in concern or text.strip("/").startswith(("api/", "tyk/", "admin/")):
                yield file, text


def test_there_are_kinds_on_both_platforms():
    assert {kind.platform for kind in kinds()} == {"dashboard", "gateway"} and len(kinds()) > 15


def test_what_concerns_one_kind_lives_in_its_kind():
    excused = {*OWN_ROUTES, *FOREIGN}
    assert not {(file, text) for file, text in single_kinds() if text not in WORDS and file not in excused}


def test_no_exception_of_this_is_out_of_use():
    found = {*single_kinds()}
    assert WORDS.keys() == {text for file, text in found if file not in FOREIGN} & WORDS.keys()
    excused = {*OWN_ROUTES, *FOREIGN}
    assert excused == {file for file, text in found if text not in WORDS} & excused


def test_there_is_a_house():
    assert len(files()) > 40 and sum(map(len, files().values())) > 150 and len(arrows()) > 20


def test_every_file_is_in_a_room():
    assert not [name for name in files() if not room(name)]


def test_only_one_room_knows_ansible():
    knowing = {
        shown(path)
        for path in HOUSE.rglob("*.py")
        if "_ansible" not in path.relative_to(HOUSE).parts
        for name in imports(path)
        if name.split(".")[0] == "ansible"
    }
    assert not knowing


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_uses_only_what_it_may(name):
    allowed = {*ROOMS[name]}
    used = {other for one, other in arrows() if one == name}
    assert not used - allowed
    assert not allowed - used, "these are not used any more"


def test_rooms_use_only_lower_ones():
    order = list(ROOMS)
    assert not [
        (name, other) for name, others in ROOMS.items() for other in others if order.index(other) >= order.index(name)
    ]


def test_no_files_import_each_other_in_a_circle():
    left = files()
    while free := [name for name, used in left.items() if not used & left.keys()]:
        for name in free:
            del left[name]
    assert not left


def test_functions_are_short_and_take_few_parameters():
    assert not too_large()


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_a_file_begins_with_what_it_is(path):
    source = path.read_text(encoding="utf-8")
    if source.strip():  # a package need not say anything
        lines = source.splitlines()
        first = next(number for number, line in enumerate(lines) if not line.startswith("#"))
        assert not lines[first].strip() and lines[first + 1].startswith('"""')
        assert "SPDX-License-Identifier" in lines[first - 1] and (ast.get_docstring(tree(path)) or "").strip()
