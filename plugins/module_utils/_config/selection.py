# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which objects a task is about, where it does not mean all of them. Plain data."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import fnmatch
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.near import did_you_mean, nearest
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, names
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task

OPTION = "only"

Called = tuple[Kind, list[str]]  # what some object is called


class Selection(t.NamedTuple):
    """An object has to meet all that is said here; of each list one entry is enough, and an empty one says nothing."""

    kinds: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.names or self.tags or self.categories)

    def told(self) -> str:
        """All of it, for people."""
        said = {"kinds": self.kinds, "names": self.names, "tags": self.tags, "categories": self.categories}
        return "; ".join(f"{name} {', '.join(entries)}" for name, entries in said.items() if entries)

    @property
    def looks_inside(self) -> bool:
        """Whether more than the kind decides."""
        return bool(self.names or self.tags or self.categories)

    def may(self, kind: Kind) -> bool:
        """Whether objects of a kind can be among those that are meant."""
        if self.kinds and kind.section not in self.kinds:
            return False
        return not (self.tags and not kind.labels.tags or self.categories and not kind.labels.categories)

    def meets(self, kind: Kind, obj: Object) -> bool:
        """Whether an object is meant, as Tyk has it."""
        return bool(self.judge(kind, obj, (), obj))

    def judge(self, kind: Kind, declared: Object, named: t.Collection[str], found: Object | None) -> bool | None:
        """Whether an object is meant by what is declared of it, and by what Tyk has where that says nothing; None where
        neither tells.

        :arg named: what it is called, where that is not in what is declared.
        :arg found: the object as Tyk has it, {} for none; None: nobody has looked.
        """
        if not self.may(kind):
            return False
        told = [
            self._by_name(kind, [*called_in(kind, declared), *named], found),
            self._by_tag(kind, declared, found),
            self._by_category(kind, declared, found),
        ]
        return False if False in told else None if None in told else True

    def fitting(self, kind: Kind, called: t.Iterable[str]) -> set[str]:
        """The patterns that one of these names fits."""
        tidy = {_tidy(kind, name) for name in called}
        return {one for one in self.names if any(_fits(name, _tidy(kind, one)) for name in tidy)}

    def near(self, called: t.Iterable[Called], pattern: str = "") -> str:
        """Whether a pattern, or else the first one, is nearly such a name, as a question."""
        pattern = pattern or next(iter(self.names), "")
        others = [kind.a_noun for kind, names in called if pattern in names]
        if others:  # of a kind, or with labels, that are not asked for
            return f" ({pattern!r} is {others[0]})"
        return did_you_mean(nearest(pattern, {name for _kind, names in called for name in names if name}), quote=True)

    def _by_name(self, kind: Kind, called: list[str], found: Object | None) -> bool | None:
        if not self.names:
            return True
        if not called and found is None:
            return None
        return bool(self.fitting(kind, called or called_in(kind, found or {}) or [""]))

    def _by_tag(self, kind: Kind, declared: Object, found: Object | None) -> bool | None:
        if not self.tags:
            return True
        obj = declared if any(names(declared, path) for path in kind.labels.tags) else found
        return None if obj is None else any(has_tag(kind, obj, tag) for tag in self.tags)

    def _by_category(self, kind: Kind, declared: Object, found: Object | None) -> bool | None:
        said = {*kind.categories(declared)}
        if not self.categories or not said.isdisjoint(self.categories):
            return True
        if names(declared, kind.labels.categories):
            return False
        return None if found is None else not {*kind.categories(found)}.isdisjoint(self.categories)


def _tidy(kind: Kind, name: str) -> str:
    return str(kind.tidy_name(name)) if kind.identity.name else name


def selection_of(task: Task, kinds: t.Mapping[str, Kind]) -> Selection:
    """What a task says of it. Raises Invalid for what would mean everything although somebody has written it."""
    said = task.named.get(OPTION)
    if said is None:
        return Selection()
    if not said:
        raise Invalid(
            f"{OPTION}: it is empty, and would mean everything; say with kinds, names, tags or categories what to "
            "select, or leave it out"
        )
    for name, entries in said.items():
        if not entries or not all(entries):
            raise Invalid(
                f"{OPTION}.{name}: it is empty, or holds an empty text; name what to select, or leave {name} out"
            )
    only = Selection(**{name: tuple(map(str, entries)) for name, entries in said.items()})
    if not any(only.may(kind) for kind in kinds.values()):
        raise Invalid(f"{OPTION}: no kind of object has all that is asked for: {only.told()}. {_labelled(kinds)}")
    return only


def _labelled(kinds: t.Mapping[str, Kind]) -> str:
    tags = ", ".join(section for section, kind in kinds.items() if kind.labels.tags)
    categories = ", ".join(section for section, kind in kinds.items() if kind.labels.categories)
    return f"Tags are had by {tags}; categories by {categories}"


def _fits(name: str, pattern: str) -> bool:
    """Whether a pattern fits a name, or is the name, in which a bracket is nothing but a bracket."""
    return name == pattern or fnmatch.fnmatchcase(name, pattern)


def unmatched(only: Selection, called: t.Sequence[Called]) -> t.Iterator[str]:
    """What to say of patterns that none of these names fits."""
    fit = {pattern for kind, names in called if only.may(kind) for pattern in only.fitting(kind, names)}
    for pattern in only.names:
        if pattern not in fit:
            yield f"{OPTION}.names: nothing of what is asked for is called {pattern!r}{only.near(called, pattern)}"


def called_in(kind: Kind, obj: Object) -> list[str]:
    """What people may call an object by its name, whole and without what Tyk adds to it."""
    name = kind.name_of(obj)
    return [name, *(short for short in kind.short_names(obj) if short)] if name else []


def has_tag(kind: Kind, obj: Object, tag: str) -> bool:
    """Whether an object has a tag."""
    return any(tag in (get(obj, path) or []) for path in kind.labels.tags)
