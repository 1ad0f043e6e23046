# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoding of OpenAPI documents as the Gateway's library does it, and what it makes of them.

The result is what is checked, stored and shown: empty members are gone, a reference stands alone. What the library
keeps in mind beside that, a `Reference` knows.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..go_json import loose
from ..shape import Mismatch
from .extension import Version, since
from .model_table import KINDS

Kind = tuple[str, Any]
_OBJECT_MAPS = {"Paths": "PathItem", "Callback": "PathItem", "Responses": "Response"}
_CODE, _GO_CODE = re.compile(r"\\u([0-9a-fA-F]{4})"), re.compile(r"\\\\x\{([0-9a-fA-F]{4})\}")
_PATTERN = re.compile(r'"pattern": "(?:[^"\\]|\\.)*"')
_EMPTY: tuple[Any, ...] = ("", 0, False, None)


@dataclasses.dataclass
class Found:
    """What came up while a document was decoded."""

    version: Version
    refs: list[tuple[str, str]] = dataclasses.field(default_factory=list)  # each with the kind that is wanted
    followed: bool = True  # whether references of the place that is being read are

    @contextlib.contextmanager
    def within(self, followed: bool) -> Iterator[None]:
        before, self.followed = self.followed, self.followed and followed
        yield
        self.followed = before


class Reference(dict[str, Any]):
    """A reference, which is shown alone. What stood beside it counts where the library looks at it."""

    def __init__(self, ref: str, beside: list[str], followed: bool, own: dict[str, Any] | None = None) -> None:
        super().__init__({"$ref": ref})
        self.beside, self.followed = beside, followed
        self.own = own  # what counts in place of that to which it leads


class Member(NamedTuple):
    """What a table says of a member."""

    kind: Kind
    always: bool  # it is shown
    followed: bool  # the library resolves the references in it when it loads a document


def modern(version: Version) -> bool:
    """Whether the library is one of 2025, or that of 2023."""
    return version >= (5, 9) or (5, 8, 12) <= version < (5, 9)


def rewrites(version: Version) -> bool:
    """Whether what is judged is what the library made of a document, with \\x{20AC} for \\u20AC in patterns."""
    return version >= (5, 13) or (5, 8, 14) <= version < (5, 9)


@functools.cache
def _table(version: Version) -> dict[str, dict[str, Member]]:
    """Kind of object -> member -> what is known of it."""
    table: dict[str, dict[str, Member]] = {}
    for line in KINDS.replace("\n    ", " ").split("\n"):
        name, *members = line.split() or [""]
        table[name] = {}
        for member in members:
            text, _at, mark = member.partition("@")
            text, lost, until = text.partition("~")
            label, _colon, kind = text.partition(":")
            if since(version, mark):
                followed = not lost or (bool(until) and since(version, until))
                table[name][label] = Member(_kind(kind.rstrip("!")), kind.endswith("!"), followed)
    return table


@functools.cache
def _kind(text: str) -> Kind:
    outer = {"[": "list", "{": "map", "*": "pointer", "&": "ref"}.get(text[0])
    if outer in ("list", "map"):
        return outer, _kind(text[1:-1])
    if outer:
        return outer, _kind(text[1:])
    return ("object", text) if text[0].isupper() else (text, None)


def shown_codes(text: str, version: Version) -> str:
    """The JSON of a document as it is shown, where characters in patterns are written as everywhere else."""
    if not rewrites(version):
        return text
    return _PATTERN.sub(lambda pattern: _GO_CODE.sub(r"\\\\u\1", pattern[0]), text)


def members(name: str, version: Version) -> dict[str, Member]:
    """The members of a kind of object that a version knows."""
    return _table(version)[name]


def decoded(value: Any, found: Found, name: str = "Doc") -> Any:
    """The document in the library's form. Raises Mismatch."""
    return _read(("object", name), value, found)


def _read(kind: Kind, value: Any, found: Found) -> Any:
    outer, inner = kind
    if outer == "pointer":
        return None if value is None else _read(inner, value, found)
    if outer == "ref":
        return _reference(inner, value, found)
    if outer == "object":
        return _object(inner, value, found)
    if outer == "list":
        if not isinstance(value, (list, type(None))):
            raise Mismatch("expected a list")
        return [_item(inner, item, found) for item in value or []]
    if outer == "map":
        if not isinstance(value, (dict, type(None))):
            raise Mismatch("expected an object")
        return {key: _item(inner, item, found) for key, item in sorted((value or {}).items())}
    return _SCALARS[outer](value, found)


def _item(kind: Kind, value: Any, found: Found) -> Any:
    """A value in a list or a map, where a null is no object."""
    if value is None and kind[0] == "ref":
        raise Mismatch("expected an object")
    if value is None and kind == ("pointer", ("object", "MediaType")) and modern(found.version):
        return {}
    return _read(kind, value, found)


def _reference(kind: Kind, value: Any, found: Found) -> Any:
    if value is None:
        return None
    ref = value.get("$ref") if isinstance(value, dict) else None
    if isinstance(ref, str) and ref:
        if found.followed:
            found.refs.append((ref, kind[1]))
        new = modern(found.version)
        beside = sorted(name for name in value if name != "$ref" and not (new and name.startswith("x-")))
        return Reference(ref, beside, found.followed)
    return _read(kind, value, found)


def _object(name: str, value: Any, found: Found) -> Any:
    if not isinstance(value, dict):
        if value is None:
            value = {}
        else:
            raise Mismatch("expected an object")
    if name in _OBJECT_MAPS:
        return _mapped(name, value, found)
    if name == "PathItem" and isinstance(value.get("$ref"), str) and value["$ref"]:
        return _path_reference(value, found)
    return _members(name, value, found)


def _path_reference(value: dict[str, Any], found: Found) -> Reference:
    """A path elsewhere. It is not looked for where anything stands beside it, and that is not shown."""
    with found.within(False):
        own = _members("PathItem", {name: item for name, item in value.items() if name != "$ref"}, found)
    known = members("PathItem", found.version)
    if any(name in known for name in own):
        return Reference(value["$ref"], [], False, own)
    if found.followed:
        found.refs.append((value["$ref"], "PathItem"))
        return Reference(value["$ref"], [], True)
    return Reference(value["$ref"], [], False, {})


def _members(name: str, value: dict[str, Any], found: Found) -> dict[str, Any]:
    known: dict[str, Member] = members(name, found.version)
    result: dict[str, Any] = {}
    for key, item in value.items():
        if key not in known:
            result[key] = loose(item)
    for key, (kind, always, followed) in known.items():
        with found.within(followed):
            read = _read(kind, value[key], found) if key in value else None
        if always or not _is_empty(kind, read):
            # no type at all is shown as null
            nothing = kind[0] == "types" and read == []
            result[key] = None if nothing else _zero(kind) if read is None else read
    if name == "Schema" and "pattern" in result and rewrites(found.version):
        result["pattern"] = _CODE.sub(r"\\x{\1}", result["pattern"])
    if name == "Parameter" and "schema" in result and "content" in result:
        raise Mismatch("both schema and content")
    return dict(sorted(result.items()))


def _mapped(name: str, value: dict[str, Any], found: Found) -> dict[str, Any]:
    """Objects by their names, and extensions, which the library of before took for objects."""
    inner: Kind = ("object", "PathItem") if _OBJECT_MAPS[name] == "PathItem" else ("ref", ("object", "Response"))
    new = modern(found.version)
    return {
        key: loose(item) if new and key.startswith("x-") else _item(inner, item, found)
        for key, item in sorted(value.items())
    }


def _zero(kind: Kind) -> Any:
    return "" if kind[0] == "str" else None


def _is_empty(kind: Kind, read: Any) -> bool:
    if kind[0] in ("pointer", "ref", "any", "more", "bound", "types"):
        return read is None
    return read in _EMPTY or read in ([], {})


def _scalar(*types: type) -> Callable[[Any, Found], Any]:
    def read(value: Any, found: Found) -> Any:
        if value is not None and (not isinstance(value, types) or (isinstance(value, bool) and bool not in types)):
            raise Mismatch("expected another type")
        return value

    return read


def _number(value: Any, found: Found) -> Any:
    return loose(_scalar(int, float)(value, found))


def _natural(value: Any, found: Found) -> Any:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**64):
        raise Mismatch("expected a natural number")
    return value


def _types(value: Any, found: Found) -> Any:
    """One type or, since 5.9, several; a list of one is that one."""
    if isinstance(value, (str, type(None))):
        return value if modern(found.version) else value or None
    if not modern(found.version) or not isinstance(value, list):
        raise Mismatch("expected a type")
    value = ["" if item is None else item for item in value]
    if not all(isinstance(item, str) for item in value):
        raise Mismatch("expected types")
    return value[0] if len(value) == 1 else value


def _bound(value: Any, found: Found) -> Any:
    """A limit that excludes: a flag or, from 5.12 on, a number."""
    if not since(found.version, "5.12"):
        return _scalar(bool)(value, found) or None
    return loose(value) if isinstance(value, (int, float)) and value is not False else None


def _more(value: Any, found: Found) -> Any:
    if isinstance(value, (bool, type(None))):
        return value
    if not isinstance(value, dict):
        raise Mismatch("expected a schema or a flag")
    return _reference(("object", "Schema"), value, found)


_SCALARS: dict[str, Callable[[Any, Found], Any]] = {
    "str": _scalar(str),
    "bool": _scalar(bool),
    "float": _number,
    "uint": _natural,
    "types": _types,
    "bound": _bound,
    "more": _more,
    "any": lambda value, found: loose(value),
}
