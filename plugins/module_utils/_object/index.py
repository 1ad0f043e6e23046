# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects of one kind, found by whatever they are looked up by. Pure."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import functools
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Keys, Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object


class Index:
    """The objects of one kind, in groups by what they are looked up by, so that a look-up does not grow with them."""

    def __init__(self, objects: t.Iterable[Object]) -> None:
        self.objects = {id(obj): obj for obj in objects}
        self.full = False  # whether objects of other kinds, too, that are looked up here, are in it
        self._groups: dict[Keys, dict[str, list[Object]]] = {}
        self._lent = False  # whether what it is made of is another one's, too

    def lent(self) -> Index:
        """The same for somebody else, who may change it: what both have in common is copied then."""
        other = copy.copy(self)
        other._lent = True
        return other

    def _change(self) -> None:
        """Told before each change."""
        if self._lent:
            self._lent, self.objects, shared = False, dict(self.objects), self._groups
            self._groups = {keys: {value: [*found] for value, found in shared[keys].items()} for keys in shared}

    def find(self, keys: Keys, value: str) -> list[Object]:
        if keys not in self._groups:
            group: dict[str, list[Object]] = {}
            for obj in self.objects.values():
                self._enter(group, keys, obj)
            self._groups[keys] = group  # not before it is whole: other threads look here, too
        return self._groups[keys].get(value, []) if value else []

    @staticmethod
    def _enter(group: dict[str, list[Object]], keys: Keys, obj: Object) -> None:
        for value in set(keys(obj)):
            group.setdefault(value, []).append(obj)

    def add(self, obj: Object) -> None:
        self._change()
        self.objects[id(obj)] = obj
        for keys, group in self._groups.items():
            self._enter(group, keys, obj)

    def remove(self, obj: Object) -> None:
        self._change()
        del self.objects[id(obj)]
        for keys, group in self._groups.items():
            for value in set(keys(obj)):
                group[value] = [other for other in group[value] if other is not obj]

    def exchange(self, old: Object | None, new: Object | None) -> None:
        """Put one in place of another, of which either may be none, and the old one need not be here."""
        if old is not None and id(old) in self.objects:
            self.remove(old)
        if new is not None and id(new) not in self.objects:
            self.add(new)

    def dismiss(self, is_guest: t.Callable[[Object], bool]) -> None:
        """Take the objects of another kind out, to be looked up anew."""
        for obj in [obj for obj in self.objects.values() if is_guest(obj)]:
            self.remove(obj)
        self.full = False


class Lookups(dict[str, Keys]):
    """What objects of a kind are looked up by, by the kind's name. Each is made once: an index knows it again.

    :arg kinds: by name; few of them may ever be looked at.
    """

    def __init__(self, kinds: t.Mapping[str, Kind], make: t.Callable[[Kind], Keys]) -> None:
        super().__init__()
        self._kinds, self._make = kinds, make

    def __missing__(self, name: str) -> Keys:
        return self.setdefault(name, self._make(self._kinds[name]))


@functools.lru_cache(maxsize=64)
def ids(kind: Kind) -> Keys:
    """Looks objects up by any of their ids."""
    paths = [path for path in (*kind.identity.ids, kind.identity.row_id) if path]
    return lambda obj: [str(get(obj, path) or "") for path in paths]


@functools.lru_cache(maxsize=64)
def names(kind: Kind) -> Keys:
    """Looks objects up by name, as Tyk would write it."""
    path = kind.identity.name
    tidies = bool(path) and kind.tidy_name("Aa") != "Aa"  # few do, and lists are long
    if tidies:
        return lambda obj: [str(kind.tidy_name(get(obj, path) or ""))]
    return lambda obj: [str(get(obj, path) or "")]
