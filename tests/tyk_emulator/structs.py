# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Structs of Go as tables: what is decoded into them, and what they are encoded to.

A decoded struct has all its fields; `encode` leaves out those that Go leaves out when they are empty.

A table is text: the name of a struct at the start of a line, below it, set in, its fields as `name:type`, with `?` for
omitempty and `@5.9` for the first version that has the field. A type is one of SCALARS, `any` or `raw`, the name of a
struct, `[type]` for a list, `{type}` for a map, `*type` for a pointer.

A table may name a version from which on more is left out: `!` is for what is left out then where there is nothing in
it, `?!` for omitempty that became omitzero, for which an empty list is something. `~` is for a field that does not
count when the question is whether there is anything in a struct.
"""

from __future__ import annotations

import abc
import re
from collections.abc import Iterable, Mapping
from typing import Any

from . import scalars
from .go_json import loose, pairs
from .shape import Mismatch


class Kind(abc.ABC):
    """A type: what it is when nothing was sent, how it is read, how it is shown."""

    plain = True  # whether a value is shown as it is kept

    def blank(self) -> Any:
        """The zero value."""
        return None

    @abc.abstractmethod
    def decode(self, value: Any, have: Any) -> Any:
        """The value over what was there before. Raises Mismatch."""

    def encode(self, value: Any) -> Any:
        return value

    def whole(self, value: Any) -> Any:
        """The same without lists and maps that are null, as it comes back from a database."""
        return value

    def empty(self, value: Any) -> bool:
        """Whether omitempty leaves it out."""
        return not value

    def hollow(self, value: Any) -> bool:
        """Whether there is nothing in it."""
        return self.empty(value)

    def zero(self, value: Any) -> bool:
        """Whether omitzero leaves it out."""
        return self.hollow(value)


class Scalar(Kind):
    """A type without parts."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._read, self._zero = scalars.SCALARS[name]

    def blank(self) -> Any:
        return self._zero

    def decode(self, value: Any, have: Any) -> Any:
        if value is None and self.name not in scalars.READ_NULL:
            return have
        return self._read(value)

    def empty(self, value: Any) -> bool:
        return bool(value == self._zero)


class Loose(Kind):
    """`any` (numbers become floats) or `raw` (kept as it was sent)."""

    def __init__(self, raw: bool) -> None:
        self.raw = raw

    def decode(self, value: Any, have: Any) -> Any:
        return value if self.raw else loose(value)

    def empty(self, value: Any) -> bool:
        return value is None


class Listed(Kind):
    """A list of one type."""

    def __init__(self, inner: Kind) -> None:
        self.inner, self.plain = inner, inner.plain

    def decode(self, value: Any, have: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, list):
            raise Mismatch("expected a list")
        return [self.inner.decode(item, self.inner.blank()) for item in value]

    def encode(self, value: Any) -> Any:
        return value if self.plain or not value else [self.inner.encode(item) for item in value]

    def zero(self, value: Any) -> bool:
        return value is None

    def whole(self, value: Any) -> Any:
        return [self.inner.whole(item) for item in value or ()]


class Mapped(Kind):
    """A map of names to one type; Go shows it sorted."""

    def __init__(self, inner: Kind) -> None:
        self.inner, self.plain = inner, inner.plain

    def decode(self, value: Any, have: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Mismatch("expected an object")
        found = dict(have or {})
        for name, item in pairs(value):
            found[name] = _at(name, self.inner, item, self.inner.blank())
        return dict(sorted(found.items()))

    def encode(self, value: Any) -> Any:
        return value if self.plain or not value else {name: self.inner.encode(item) for name, item in value.items()}

    def whole(self, value: Any) -> Any:
        return {name: self.inner.whole(item) for name, item in (value or {}).items()}


class Pointer(Kind):
    """A value, or null."""

    def __init__(self, inner: Kind) -> None:
        self.inner, self.plain = inner, inner.plain

    def decode(self, value: Any, have: Any) -> Any:
        if value is None:
            return None
        return self.inner.decode(value, self.inner.blank() if have is None else have)

    def encode(self, value: Any) -> Any:
        return value if self.plain or value is None else self.inner.encode(value)

    def whole(self, value: Any) -> Any:
        return None if value is None else self.inner.whole(value)

    def empty(self, value: Any) -> bool:
        return value is None

    def hollow(self, value: Any) -> bool:
        return value is None or self.inner.hollow(value)


class Struct(Kind):
    """Named fields, each with its type, and the rule by which some are left out."""

    def __init__(
        self, name: str, fields: dict[str, Kind], shy: Mapping[str, str], careless: Iterable[str] = ()
    ) -> None:
        self.name, self.fields, self.careless = name, fields, frozenset(careless)
        self.shy = {field: getattr(fields[field], rule) for field, rule in shy.items()}
        self.plain = not shy and all(kind.plain for kind in fields.values())
        self._folded = {folded(name): name for name in reversed(fields)}

    def blank(self) -> Any:
        return {name: kind.blank() for name, kind in self.fields.items()}

    def decode(self, value: Any, have: Any) -> Any:
        if value is None:
            return have
        if not isinstance(value, dict):
            raise Mismatch("expected an object")
        for sent, item in pairs(value):
            name = sent if sent in self.fields else self._folded.get(folded(sent))
            if name is not None:
                have[name] = _at(name, self.fields[name], item, have[name])
        return have

    def encode(self, value: Any) -> Any:
        if self.plain:
            return value
        return {
            name: kind.encode(value[name])
            for name, kind in self.fields.items()
            if name in value and not (name in self.shy and self.shy[name](value[name]))
        }

    def whole(self, value: Any) -> Any:
        return {name: kind.whole(value[name]) for name, kind in self.fields.items()}

    def empty(self, value: Any) -> bool:
        return False

    def hollow(self, value: Any) -> bool:
        return all(kind.hollow(value[name]) for name, kind in self.fields.items() if name not in self.careless)

    def read(self, value: Any) -> dict[str, Any]:
        """A decoded value of its own."""
        found: dict[str, Any] = self.decode(value, self.blank())
        return found


def _at(name: str, kind: Kind, item: Any, have: Any) -> Any:
    try:
        return kind.decode(item, have)
    except Mismatch as wrong:
        raise Mismatch(f"{name}: {wrong}" if str(wrong).startswith("expected") else f"{name}.{wrong}") from None


def folded(name: str) -> str:
    """A name as Go compares it where no field has exactly that one."""
    if name.isascii():
        return name.lower()
    return "".join(one if len(one := letter.casefold()) == 1 else letter for letter in name)


_FIELD = re.compile(r"(\w+):([^?!~@\s]+)(\??!?)(~?)(?:@([\d.]+))?$")
# How a field is left out by its mark: before the version from which on more is left out, and from there on.
_RULES = {"": ("", ""), "?": ("empty", "empty"), "!": ("", "hollow"), "?!": ("empty", "zero")}
_Field = tuple[str, str, str, bool, tuple[int, ...]]


class Table:
    """The structs of one text, made for a version when they are first asked for."""

    def __init__(self, text: str, sparse: tuple[int, ...] = (0,)) -> None:
        self._sparse = sparse
        self._lines: dict[str, list[_Field]] = {}
        self._made: dict[tuple[str, tuple[int, ...]], Struct] = {}
        name = ""
        for line in text.splitlines():
            if line and not line[0].isspace():
                name = line.strip()
                self._lines[name] = []
            for word in line.split() if line[:1].isspace() else ():
                self._lines[name].append(_field(word))

    def struct(self, name: str, version: tuple[int, ...] = (99,)) -> Struct:
        """A struct as that version has it."""
        if (name, version) not in self._made:
            fields = [field for field in self._lines[name] if field[-1] <= version]
            kinds = {field: self._kind(text, version) for field, text, *_rest in fields}
            rules = {field: _RULES[mark][version >= self._sparse] for field, _text, mark, *_rest in fields}
            shy = {field: rule for field, rule in rules.items() if rule}
            careless = [field for field, _text, _mark, careless, _since in fields if careless]
            self._made[name, version] = Struct(name, kinds, shy, careless)
        return self._made[name, version]

    def _kind(self, text: str, version: tuple[int, ...]) -> Kind:
        if text in ("any", "raw"):
            return Loose(text == "raw")
        if text in scalars.SCALARS:
            return Scalar(text)
        outer = {"[": Listed, "{": Mapped, "*": Pointer}.get(text[0])
        if outer is None:
            return self.struct(text, version)
        return outer(self._kind(text[1:] if outer is Pointer else text[1:-1], version))


def _field(word: str) -> _Field:
    match = _FIELD.match(word)
    if match is None:
        raise ValueError(f"no field: {word}")
    since = tuple(int(part) for part in (match[5] or "0").split("."))
    return match[1], match[2], match[3], bool(match[4]), since
