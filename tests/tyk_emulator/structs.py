# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Structs of Go as tables: what is decoded into them, and what they are encoded to.

A decoded struct has all its fields; `encode` leaves out those that Go leaves out when they are empty. A sparse decode
keeps what was sent and nothing else.

A table is text: the name of a struct at the start of a line, below it, set in, its fields as `name:type`, with `?` for
omitempty and `@5.9` for the first version that has the field. A type is one of SCALARS, `any` or `raw`, the name of a
struct, `[type]` for a list, `{type}` for a map, `*type` for a pointer.
"""

from __future__ import annotations

import re
from typing import Any

from . import scalars
from .go_json import loose, pairs
from .shape import Mismatch

NOTHING: Any = object()  # what a sparse decode has where nothing was sent


class Kind:
    """A type: what it is when nothing was sent, how it is read, how it is shown."""

    plain = True  # whether a value is shown as it is kept
    nullable = False  # whether a null is kept

    def blank(self) -> Any:
        """The zero value."""
        return None

    def decode(self, value: Any, have: Any, sparse: bool = False) -> Any:
        """The value over what was there before. Raises Mismatch."""
        raise NotImplementedError

    def encode(self, value: Any) -> Any:
        return value

    def empty(self, value: Any) -> bool:
        """Whether omitempty leaves it out."""
        return not value


class Scalar(Kind):
    """A type without parts."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._read, self._zero = scalars.SCALARS[name]

    def blank(self) -> Any:
        return self._zero

    def decode(self, value: Any, have: Any, sparse: bool = False) -> Any:
        if value is None and self.name not in scalars.READ_NULL:
            return have
        return self._read(value)

    def empty(self, value: Any) -> bool:
        return bool(value == self._zero)


class Loose(Kind):
    """`any` (numbers become floats) or `raw` (kept as it was sent)."""

    nullable = True

    def __init__(self, raw: bool) -> None:
        self.raw = raw

    def decode(self, value: Any, have: Any, sparse: bool = False) -> Any:
        return value if self.raw else loose(value)

    def empty(self, value: Any) -> bool:
        return value is None


class Listed(Kind):
    """A list of one type."""

    nullable = True

    def __init__(self, inner: Kind) -> None:
        self.inner, self.plain = inner, inner.plain

    def decode(self, value: Any, have: Any, sparse: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, list):
            raise Mismatch("expected a list")
        inner = self.inner
        return [
            inner.decode(item, {} if sparse and isinstance(inner, Struct) else inner.blank(), sparse) for item in value
        ]

    def encode(self, value: Any) -> Any:
        return value if self.plain or not value else [self.inner.encode(item) for item in value]


class Mapped(Kind):
    """A map of names to one type; Go shows it sorted."""

    nullable = True

    def __init__(self, inner: Kind) -> None:
        self.inner, self.plain = inner, inner.plain

    def decode(self, value: Any, have: Any, sparse: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Mismatch("expected an object")
        inner, found = self.inner, dict(have or {}) if have is not NOTHING else {}
        for name, item in pairs(value):
            blank = {} if sparse and isinstance(inner, Struct) else inner.blank()
            found[name] = _at(name, inner, item, blank, sparse)
        return dict(sorted(found.items()))

    def encode(self, value: Any) -> Any:
        return value if self.plain or not value else {name: self.inner.encode(item) for name, item in value.items()}


class Pointer(Kind):
    """A value, or null."""

    nullable = True

    def __init__(self, inner: Kind) -> None:
        self.inner, self.plain = inner, inner.plain

    def decode(self, value: Any, have: Any, sparse: bool = False) -> Any:
        if value is None:
            return None
        blank = {} if sparse and isinstance(self.inner, Struct) else self.inner.blank()
        return self.inner.decode(value, blank if have in (None, NOTHING) else have, sparse)

    def encode(self, value: Any) -> Any:
        return value if self.plain or value is None else self.inner.encode(value)

    def empty(self, value: Any) -> bool:
        return value is None


class Struct(Kind):
    """Named fields, each with its type."""

    def __init__(self, name: str, fields: dict[str, Kind], shy: frozenset[str]) -> None:
        self.name, self.fields, self.shy = name, fields, shy
        self.plain = not shy and all(kind.plain for kind in fields.values())
        self._folded = {folded(name): name for name in reversed(fields)}

    def blank(self) -> Any:
        return {name: kind.blank() for name, kind in self.fields.items()}

    def decode(self, value: Any, have: Any, sparse: bool = False) -> Any:
        if value is None:
            return have
        if not isinstance(value, dict):
            raise Mismatch("expected an object")
        found = {} if have is NOTHING else have
        for sent, item in pairs(value):
            name = sent if sent in self.fields else self._folded.get(folded(sent))
            if name is None:
                continue
            kind = self.fields[name]
            read = _at(name, kind, item, found.get(name, NOTHING), sparse)
            if read is not NOTHING:
                found[name] = read
        return found

    def encode(self, value: Any) -> Any:
        if self.plain:
            return value
        return {
            name: kind.encode(value[name])
            for name, kind in self.fields.items()
            if not (name in self.shy and kind.empty(value[name]))
        }

    def empty(self, value: Any) -> bool:
        return False

    def read(self, value: Any, sparse: bool = False) -> dict[str, Any]:
        """A decoded value of its own."""
        found: dict[str, Any] = self.decode(value, {} if sparse else self.blank(), sparse)
        return found


def _at(name: str, kind: Kind, item: Any, have: Any, sparse: bool) -> Any:
    try:
        return kind.decode(item, have, sparse)
    except Mismatch as wrong:
        raise Mismatch(f"{name}: {wrong}" if str(wrong).startswith("expected") else f"{name}.{wrong}") from None


def folded(name: str) -> str:
    """A name as Go compares it where no field has exactly that one."""
    if name.isascii():
        return name.lower()
    return "".join(one if len(one := letter.casefold()) == 1 else letter for letter in name)


_FIELD = re.compile(r"(\w+):([^?@\s]+)(\?)?(?:@([\d.]+))?$")


class Table:
    """The structs of one text, made for a version when they are first asked for."""

    def __init__(self, text: str) -> None:
        self._lines: dict[str, list[tuple[str, str, bool, tuple[int, ...]]]] = {}
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
            fields = [field for field in self._lines[name] if field[3] <= version]
            kinds = {field: self._kind(text, version) for field, text, _shy, _since in fields}
            shy = frozenset(field for field, _text, shy, _since in fields if shy)
            self._made[name, version] = Struct(name, kinds, shy)
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


def _field(word: str) -> tuple[str, str, bool, tuple[int, ...]]:
    match = _FIELD.match(word)
    if match is None:
        raise ValueError(f"no field: {word}")
    since = tuple(int(part) for part in (match[4] or "0").split("."))
    return match[1], match[2], bool(match[3]), since
