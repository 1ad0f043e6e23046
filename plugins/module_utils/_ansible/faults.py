# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with options as a task says them, where Ansible would name no option or way out, or notice nothing."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import ast
import json
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._ansible.echo import NO_PATH, holds_secrets
from ansible_collections.community.tyk.plugins.module_utils._data.near import as_name, did_you_mean, nearest
from ansible_collections.community.tyk.plugins.module_utils._data.plain import Respelled

Spec = t.Mapping[str, t.Any]
YAML = re.compile(r"---(\s|$)|(#.*\n|\s)*[\w$\"'-]+:(\s|$)|\s*- ")
OTHER = {"admin_secret": "token", "token": "admin_secret"}
PLAIN = {"str": "a text", "path": "a path", "int": "a whole number", "float": "a number", "bool": "true or false"}
NUMBER = re.compile(r"[+-]?(\d[\d_]*\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(inf|infinity|nan)", re.IGNORECASE)
FILE = re.compile(r"[~./]|https?://|.*\.(ya?ml|json)$")


def faults(spec: Spec, raw: t.Any) -> list[str]:
    """All of it, each with the path of the option."""
    said = {name: value for name, value in raw.items() if not str(name).startswith("_ansible_")}
    return [*unknown(spec, said), *misread(spec, said), *misplaced(spec, said)]


def unknown(spec: Spec, raw: t.Any, way: str = "") -> t.Iterator[str]:
    """Options that do not exist, each with the one that was probably meant."""
    for name in sorted(str(name) for name in raw if name not in spec):
        yield f"{way}{as_name(name)}: no such option{did_you_mean(nearest(name, spec))}; {_instead(spec, name, way)}"
    for path, below, item in _inside(spec, raw, way):
        if isinstance(item, dict):
            yield from unknown(below, item, f"{path}.")


def _instead(spec: Spec, name: str, way: str) -> str:
    """What there is in place of an option that does not exist."""
    if OTHER.get(name) in spec and not way:
        return f"this module takes {OTHER[name]}"
    own = not way and "definition" in spec and not nearest(name, spec)
    return f"there are {', '.join(sorted(spec))}{'; a field of Tyk belongs into definition' if own else ''}"


def misread(spec: Spec, raw: t.Any, way: str = "") -> t.Iterator[str]:
    """Texts for which YAML took something else: no for a boolean, and 1.10 for 1.1; nobody meant that."""
    for name, value in raw.items():
        option = spec.get(name) or {}
        wanted = option.get("elements") or option.get("type", "str" if option else "")
        items = enumerate(value) if isinstance(value, list) and option.get("type") == "list" else [(None, value)]
        for index, item in items:
            path = f"{way}{name}" if index is None else f"{way}{name}[{index}]"
            if wanted == "path" and isinstance(item, str) and "\0" in item:
                yield f"{path}: no path has a character of the number 0 in it"
            if wanted in PLAIN and isinstance(item, (dict, list)):
                what = "mapping" if isinstance(item, dict) else "list"
                yield f"{path}: {PLAIN[wanted]} belongs there, and this is a {what}"
            elif wanted in ("int", "float") and isinstance(item, str) and not NUMBER.fullmatch(item.strip()):
                yield f"{path}: {PLAIN[wanted]} belongs there, and this is a text that is none"
            elif wanted == "str" and isinstance(item, (bool, float, Respelled)):
                what = "a boolean, such as of yes or NO" if isinstance(item, bool) else "a number, such as 1.1 of 1.10"
                what = "a number, and another one, as of 010" if isinstance(item, Respelled) else what
                yield f"{path}: this is a text, and what was read is {what}; put it in quotes"
    for path, below, item in _inside(spec, raw, way):
        if isinstance(item, dict):
            yield from misread(below, item, f"{path}.")


def misplaced(spec: Spec, raw: t.Any, way: str = "") -> t.Iterator[str]:
    """What stands where a mapping or a list belongs."""
    for name, value in raw.items():
        option = spec.get(name) or {}
        if option.get("type") == "list" and isinstance(value, dict):
            yield f"{way}{name}: a list belongs there, and this is a mapping; put - in front of each of its items"
        elif option.get("type") == "dict" and not option.get("options"):
            yield from no_mapping(f"{way}{name}", value, bool(option.get("no_log")))
    for path, below, item in _inside(spec, raw, way):
        if isinstance(item, dict):
            yield from misplaced(below, item, f"{path}.")
        elif (item is not None or path.endswith("]")) and not (isinstance(item, str) and re.search(r"[={]", item)):
            first = [key for key, one in below.items() if one.get("required")] or [*below]
            said = item if isinstance(item, str) and not holds_secrets(below) else "..."
            yield f"{path}: options with their values belong there, such as {{{first[0]}: {said}}}"


def no_mapping(path: str, value: t.Any, secret: bool) -> t.Iterator[str]:
    """Why a text, or anything else, cannot be taken for a mapping.

    :arg secret: nothing of it may be shown.
    """
    if value is None or isinstance(value, dict):
        return
    if not isinstance(value, str):
        name = type(value).__name__
        yield f"{path}: a mapping belongs there, and this is {'an' if name[0] in 'aeiou' else 'a'} {name}"
        return
    text = value.strip()
    if text.startswith("{"):
        where = _breaks(text)
        if where:
            yield f"{path}: this is JSON as text, and broken at {where}"
    elif YAML.match(text):
        yield f"{path}: a mapping belongs there, and this is YAML as text; put | from_yaml behind the lookup"
    elif FILE.match(text) and NO_PATH.isdisjoint(text) and "\n" not in text:
        source = "..." if secret else f"'{text}'"
        yield (
            f"{path}: a mapping belongs there, and this is the name of a file; write "
            f"{{{{ lookup('ansible.builtin.file', {source}) | from_yaml }}}}"
        )
    elif "=" not in text:
        yield f"{path}: a mapping belongs there, and this is a text"


def _breaks(text: str) -> str:
    """Where a text that begins as JSON is none; "" where it is, or is what Python writes."""
    try:
        json.loads(text)
        return ""
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}: {error.msg}"
    try:
        return "" if isinstance(ast.literal_eval(text), dict) else where
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return where


def _inside(spec: Spec, raw: t.Any, way: str) -> t.Iterator[tuple[str, dict[str, t.Any], t.Any]]:
    """What is said where options have options of their own: its path, these options, and the value."""
    for name, value in raw.items():
        below: dict[str, t.Any] = (spec.get(name) or {}).get("options") or {}
        if value is None:
            continue
        if below and spec[name].get("type") == "list":
            for index, item in enumerate(
                value if isinstance(value, list) else [] if isinstance(value, dict) else [value]
            ):
                yield f"{way}{name}[{index}]", below, item
        elif below:
            yield f"{way}{name}", below, value
