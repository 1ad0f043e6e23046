# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fields of documents as tables: what there is, of which type, and where empty is not the same as absent.

A line names a block, then its fields as name:type. A type is text, flag, whole (a number without a fraction), number,
any, bound (a number, or a flag that counts when it is on), types (one or several), or the name of another block; [type]
is a list of it, {type} a map of any names to it. An exclamation mark ends a field that counts when it is zero or empty.
A secret is a text that is one, a source a text that is one but for an address, an address a text that may hold
credentials; ~ ends a type of which the name before it, beside it or inside of it says whether it is secret. A line that
is set in goes on with the block before it.

A plus ends the name of a block whose fields stand each for itself; any other block means something as a whole. A star
ends the name of a field that a block cannot do without.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import re
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.near import nearest
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, dotted
from ansible_collections.community.tyk.plugins.module_utils._data.plain import Respelled, check_whole
from ansible_collections.community.tyk.plugins.module_utils._data.plain_shapes import is_plain
from ansible_collections.community.tyk.plugins.module_utils._data.rules import EXACT, NO_NULL, PLAIN, Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid

FLAGS = {
    **dict.fromkeys(("true", "yes", "on", "y", "t", "1"), True),
    **dict.fromkeys(("false", "no", "off", "n", "f", "0"), False),
}
WHOLE, NUMBER = re.compile(r"[-+]?[0-9]+(\.0*)?"), re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?")
OF_NAME = {"any": NO_NULL, "types": NO_NULL, "bound": replace(NO_NULL, zeros=(None, False))}
HIDING = {"secret": "text", "source": "source", "address": "address"}  # what Secrets calls these texts
WORDS = {"flag": "true or false", "whole": "a whole number", "number": "a number"}
SCALARS = ("text", *WORDS)


class Type(t.NamedTuple):
    """What a field holds.

    :arg outer: list or map; "" for what is neither.
    :arg name: of a block, or text, flag, whole, number or any; "" where ``inner`` tells.
    :arg counts: whether it counts when it is zero or empty.
    :arg hides: what Secrets says of it.
    :arg needed: whether its block cannot do without it.
    """

    outer: str
    name: str
    inner: Type | None = None
    counts: bool = False
    hides: str = ""
    needed: bool = False


Block = dict[str, Type]
Table = t.Mapping[str, Block]


@functools.cache
def table(text: str) -> Table:
    """The blocks of a table, by name."""
    return {name.rstrip("+"): fields for name, fields in _lines(text)}


@functools.cache
def loose(text: str) -> frozenset[str]:
    """The blocks of a table whose fields stand each for itself."""
    return frozenset(name.rstrip("+") for name, _fields in _lines(text) if name.endswith("+"))


def _lines(text: str) -> t.Iterator[tuple[str, Block]]:
    """The blocks of a table with their names as they are written."""
    for line in text.replace("\n    ", " ").strip().split("\n"):
        name, *fields = line.split()
        pairs = (field.partition(":")[::2] for field in fields)
        yield name, {field.rstrip("*"): _type(kind)._replace(needed=field.endswith("*")) for field, kind in pairs}


@functools.cache
def _type(text: str) -> Type:
    counting = text.rstrip("!")
    bare = counting.rstrip("~")
    outer = {"[": "list", "{": "map"}.get(bare[0], "")
    name = "" if outer else "text" if bare in HIDING else bare
    hides = "named" if bare != counting else HIDING.get(bare, "")
    return Type(outer, name, _type(bare[1:-1]) if outer else None, counting != text, hides)


def rules_of(blocks: Table, root: str) -> dict[str, Rules]:
    """The rules for the fields of a block: where zero is a value, however deep and however often it comes again."""
    nodes = {name: Rules() for name in blocks}
    for name, fields in blocks.items():
        nodes[name].rule = NO_NULL
        nodes[name].children = {field: _node(kind, nodes) for field, kind in fields.items()}
    return nodes[root].children


def _node(kind: Type, nodes: t.Mapping[str, Rules], inside: bool = False) -> Rules:
    """The rules for a field, or for what is inside a list or a map."""
    if kind.name in nodes:
        return nodes[kind.name]
    node = Rules()
    node.rule = EXACT if inside else OF_NAME.get(kind.name) or (NO_NULL if kind.counts else PLAIN)
    if kind.inner is not None:
        node.children = {"*": _node(kind.inner, nodes, True)}
    return node


def fitted(value: t.Any, blocks: Table, kind: Type, path: Path = ()) -> t.Any:
    """What a task says, with numbers and switches for what templates have made texts of. What fits is not copied.
    Raises Invalid where a text is none, and where something else stands in place of a list or a mapping."""
    return value if is_plain(value, blocks, kind) else _fitted_closely(value, blocks, kind, path)


def _fitted_closely(value: t.Any, blocks: Table, kind: Type, path: Path) -> t.Any:
    free = isinstance(value, bool) and kind.name == "Schema"  # which true and false stand for, too
    if value and not free and not isinstance(value, _container(kind, blocks)):
        raise Invalid(f"{dotted(path)} has to be a {'list' if kind.outer == 'list' else 'mapping'}")
    if isinstance(value, dict) and kind.name not in SCALARS:
        fields = blocks.get(kind.name, {})
        below = {key: kind.inner if kind.outer == "map" else fields.get(key) for key in value}
        if kind.outer == "map":  # in place of which a reference may stand, and in which an extension is free
            own = (key for key in value if key == "$ref" or str(key).startswith("x-"))
            below.update((key, None) for key in own if not isinstance(value[key], dict))
        made = {
            key: item if below[key] is None else _fitted_closely(item, blocks, t.cast(Type, below[key]), (*path, key))
            for key, item in value.items()
        }
        return made if any(made[key] is not item for key, item in value.items()) else value
    if isinstance(value, list) and kind.outer == "list" and kind.inner is not None:
        items = [_fitted_closely(item, blocks, kind.inner, (*path, index)) for index, item in enumerate(value)]
        return items if any(one is not other for one, other in zip(items, value)) else value
    if kind.name == "types" and isinstance(value, list) and len(value) == 1:
        return value[0]  # as Tyk shows it
    if kind.name == "text" and not isinstance(value, str):
        return _text(value, path)
    value = _fitted(value, kind.name, path) if isinstance(value, str) and kind.name in WORDS else value
    if kind.name in WORDS and value is not None and not _is(value, kind.name):
        raise Invalid(f"{dotted(path)} has to be {WORDS[kind.name]}")
    if kind.name == "whole":
        check_whole(value, path)
    return value


def _is(value: t.Any, name: str) -> bool:
    """Whether a value is a switch or a number, as its field is. Tyk shows 60.0 at times where it takes 60."""
    if name == "flag" or isinstance(value, bool):
        return isinstance(value, bool) and name == "flag"
    return isinstance(value, int) or isinstance(value, float) and (name == "number" or value.is_integer())


def _text(value: t.Any, path: Path) -> t.Any:
    """A text that somebody wrote as a number. 1.10 and yes were other texts when they were read."""
    if value is None or isinstance(value, int) and not isinstance(value, (bool, Respelled)):
        return value if value is None else str(value)
    quotes = ", so put it in quotes" if isinstance(value, (bool, float, Respelled)) else ""
    raise Invalid(f"{dotted(path)} has to be a text{quotes}")


def _container(kind: Type, blocks: Table) -> type:
    """What a value has to be that has parts; of what is any, and of what has none, that is not told."""
    if kind.name in blocks or kind.outer == "map" and kind.inner is not None and kind.inner.name != "any":
        return dict
    return list if kind.outer == "list" and kind.inner is not None and kind.inner.name != "any" else object


def block_at(path: Path, roots: t.Mapping[str, tuple[str, str]]) -> tuple[bool, Block] | None:
    """The block that is at a path, and whether its fields stand each for itself; None where there is none.

    :arg roots: by dotted path the table of what is there, and the name of its block.
    """
    found = _type_at(path, roots)
    block = table(found[0]).get(found[1].name) if found else None
    return None if found is None or block is None else (found[1].name in loose(found[0]), block)


def may_have(path: Path, roots: t.Mapping[str, tuple[str, str]], key: str) -> bool:
    """Whether a block with this field is at a path, or a map of any names to what is not anything."""
    found = _type_at(path, roots)
    if found is None:
        return False
    (text, kind), inner = found, found[1].inner
    if kind.outer == "map":
        return inner is not None and inner.name != "any"
    return key in table(text).get(kind.name, {})


def _type_at(path: Path, roots: t.Mapping[str, tuple[str, str]]) -> tuple[str, Type] | None:
    """The type of what is at a path, and the table that it is of."""
    for place in sorted(roots, key=len, reverse=True):
        length = place.count(".") + 1
        if dotted(path[:length]) != place:
            continue
        (text, name), blocks = roots[place], table(roots[place][0])
        kind: Type | None = Type("", name)
        for key in path[length:]:
            kind = (kind.inner if kind.outer else blocks.get(kind.name, {}).get(str(key))) if kind else None
        return (text, kind) if kind else None
    return None


def like(text: t.Any, stored: t.Any, path: Path) -> t.Any:
    """What a task says of a field that no table has, as the number or the switch that is stored there."""
    name = "flag" if isinstance(stored, bool) else "number" if isinstance(stored, (int, float)) else ""
    return _fitted(text, name, path) if name and isinstance(text, str) else text


def _fitted(text: str, name: str, path: Path) -> t.Any:
    """The number or the switch that a text stands for."""
    said = text.strip().lower()
    if name == "flag" and said in FLAGS:
        return FLAGS[said]
    if name == "whole" and WHOLE.fullmatch(said):
        return int(said.partition(".")[0])
    if name == "number" and NUMBER.fullmatch(said):
        found = float(said)
        return int(found) if found.is_integer() else found
    raise Invalid(f"{dotted(path)} has to be {WORDS[name]}, and this is a text that is none")


def strangers(value: t.Any, blocks: Table, kind: Type, path: Path = ()) -> t.Iterator[tuple[Path, str]]:
    """The fields that no block has, each with the name that was probably meant, or ""."""
    return iter(()) if is_plain(value, blocks, kind) else _found_strangers(value, blocks, kind, path)


def _found_strangers(value: t.Any, blocks: Table, kind: Type, path: Path) -> t.Iterator[tuple[Path, str]]:
    if isinstance(value, dict) and (kind.outer == "map" or kind.name in blocks):
        fields = blocks.get(kind.name, {})
        for key, item in value.items():
            below = kind.inner if kind.outer == "map" else fields.get(key)
            if below is not None:
                yield from _found_strangers(item, blocks, below, (*path, key))
            elif not str(key).startswith("x-"):
                yield (*path, key), nearest(str(key), fields)
    elif isinstance(value, list) and kind.outer == "list" and kind.inner is not None:
        for index, item in enumerate(value):
            yield from _found_strangers(item, blocks, kind.inner, (*path, index))
