# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options of many objects, checked as Ansible checks those of a module."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.community.tyk.plugins.module_utils._ansible.faults import faults
from ansible_collections.community.tyk.plugins.module_utils._api.veil import masked
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone

Spec = t.Mapping[str, t.Any]
Values = dict[str, t.Any]
Both = tuple[Values, Values]  # every option with its value, and of these the ones that are given
Way = t.Callable[[t.Any], tuple[t.Any, t.Any]]
TYPES: t.Mapping[str, type] = {"str": str, "bool": bool, "int": int, "float": float, "dict": dict, "list": list}
# What _Group understands of an option; an alias, a fallback or a deprecation is for Ansible.
UNDERSTOOD = {"type", "default", "choices", "elements", "options", "no_log", "required"}
BARE: t.Mapping[str, type] = {"str": str, "bool": bool, "int": int, "float": float}
EXACT_FLOAT = 2**53


class _NeedsAnsible(Exception):
    """Only Ansible knows what to make of a value."""


class Options:
    """The options of a kind of object.

    Ansible's validator takes a quarter of the time of a run in which nothing changes. Nearly every object is written
    with values that are of the right type already, so that nothing is converted; these need no validator. Such values
    are not copied either: nobody may write into them.
    """

    def __init__(self, spec: Spec, exclusive: t.Sequence[t.Sequence[str]]) -> None:
        self.spec = spec
        self.exclusive = [list(names) for names in exclusive]
        self._group = _Group(spec, self.exclusive, as_given=True) if _understood(spec) else None
        self.defaults = self._group.defaults if self._group else {}
        self.documents = frozenset(name for name, option in spec.items() if option.get("type") == "raw")

    @functools.cached_property
    def _validator(self) -> ArgumentSpecValidator:
        return ArgumentSpecValidator(dict(self.spec), mutually_exclusive=self.exclusive)

    def check(self, given: Spec) -> tuple[dict[str, t.Any], list[str]]:
        """Every option with its value, and what is wrong."""
        values = self.plain_values(given)
        if values is not None:
            return values, []
        wrong = faults(self.spec, given)
        if wrong:
            return dict(given), wrong
        try:
            checked = self._validator.validate(dict(given))
        except (TypeError, AttributeError):  # Ansible's own, where it looks for options in what has none
            odd = [
                name for name, value in given.items() if self.spec[name].get("options") and not _holds_options(value)
            ]
            return dict(given), [f"{', '.join(odd) or 'an option'}: options with their values belong there"]
        # a message may quote the value that is wrong
        hidden = checked._no_log_values
        return checked.validated_parameters, [str(masked(error, hidden)) for error in checked.error_messages]

    def plain_values(self, given: Spec) -> Values | None:
        """What Ansible would make of options that are as they should be; None for others."""
        both = self.plain(given)
        return both and both[0]

    def plain(self, given: Spec, beside: Spec | None = None) -> Both | None:
        """The same, and what is said of it, as named() has it.

        :arg beside: what every object has beside the options: begins the values, and wins over defaults.
        """
        try:
            return self._group.take(given, beside) if self._group else None
        except _NeedsAnsible:
            return None


def _holds_options(value: t.Any) -> bool:
    return isinstance(value, dict) or isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _understood(spec: Spec) -> bool:
    return all(UNDERSTOOD.issuperset(option) and _understood(option.get("options") or {}) for option in spec.values())


class _Group:
    """Options that belong together, and what is the same for all objects that name the same ones: looked at once."""

    def __init__(self, spec: Spec, exclusive: t.Sequence[t.Sequence[str]] = (), as_given: bool = False) -> None:
        """:arg as_given: what is said keeps its order; otherwise it has that of the options."""
        self._ways = {name: _way(option) for name, option in spec.items()}
        self._bare = {name: BARE.get(_bare(option)) for name, option in spec.items()}
        self._required = {name for name, option in spec.items() if option.get("required")}
        self._exclusive, self._as_given = exclusive, as_given
        self.defaults = {name: self._default(name, option.get("default")) for name, option in spec.items()}
        # not to be shared
        self._several = [name for name, value in self.defaults.items() if isinstance(value, (dict, list))]
        self._known: dict[tuple[str, ...], list[tuple[str, type | None, Way]]] = {}

    def _default(self, name: str, value: t.Any) -> t.Any:
        return value if value is None else self._ways[name](value)[0]

    def take(self, given: Spec, beside: Spec | None = None) -> Both:
        """Every option with its value, and of these the ones that are given. Raises _NeedsAnsible."""
        names = tuple(given)
        ways = self._known.get(names) or self._look(names)
        values = dict(self.defaults if beside is None else beside)
        for name in self._several:
            values[name] = clone(values[name])
        said = {}
        for name, bare, way in ways:
            value = given[name]
            if value.__class__ is bare:
                values[name] = said[name] = value
            else:
                values[name], said[name] = way(value)
        return values, said

    def _look(self, names: tuple[str, ...]) -> list[tuple[str, type | None, Way]]:
        """How to take options of these names. Raises _NeedsAnsible."""
        if not self._required.issubset(names) or not self._ways.keys() >= {*names}:
            raise _NeedsAnsible
        if any(sum(name in names for name in several) > 1 for several in self._exclusive):
            raise _NeedsAnsible
        ordered = names if self._as_given else [name for name in self._ways if name in names]
        ways = self._known[names] = [(name, self._bare[name], self._ways[name]) for name in ordered]
        return ways


def _bare(option: Spec) -> str:
    """The type of a value that is taken as it is, as most are."""
    return "" if "choices" in option else str(option.get("type", "str"))


def _way(option: Spec) -> Way:
    """How a value is taken that is no bare one: what becomes of it, and what is said of it."""
    wanted, below = option.get("type", "str"), option.get("options")
    if wanted == "list":
        return _list(option)
    if wanted not in ("dict", "raw") or below is not None:
        return _single(option) if below is None else _below(below)
    return _mapping


def _single(option: Spec) -> Way:
    wanted, choices = option.get("type", "str"), option.get("choices")

    def take(value: t.Any) -> tuple[t.Any, t.Any]:
        if wanted == "float" and type(value) is int and -EXACT_FLOAT < value < EXACT_FLOAT:
            value = float(value)
        # a text that carries marks of Ansible's is of a type of its own
        if type(value) is not TYPES.get(wanted) or choices is not None and value not in choices:
            raise _NeedsAnsible
        return value, value

    return take


def _mapping(value: t.Any) -> tuple[t.Any, t.Any]:
    if type(value) is not dict:
        raise _NeedsAnsible
    return value, value


def _below(spec: Spec) -> Way:
    group = _Group(spec)

    def take(value: t.Any) -> tuple[t.Any, t.Any]:
        if type(value) is not dict:
            raise _NeedsAnsible
        return group.take(value)

    return take


def _list(option: Spec) -> Way:
    elements, below, choices = option.get("elements"), option.get("options"), option.get("choices")
    way = _way({"type": elements, "options": below}) if elements else None
    bare = BARE.get(str(elements))

    def take(value: t.Any) -> tuple[t.Any, t.Any]:
        if type(value) is not list:
            raise _NeedsAnsible
        if way is None or all(item.__class__ is bare for item in value):
            values = said = value
        else:
            both = [way(item) for item in value]
            values, said = [item for item, _said in both], [one for _item, one in both]
        if choices is not None and any(item not in choices for item in values):
            raise _NeedsAnsible
        return values, said

    return take
