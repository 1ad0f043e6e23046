# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options of many objects, checked as Ansible checks those of a module."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.community.tyk.plugins.module_utils._ansible.faults import faults
from ansible_collections.community.tyk.plugins.module_utils._api.veil import masked
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone

Spec = t.Mapping[str, t.Any]
TYPES: t.Mapping[str, type] = {"str": str, "bool": bool, "int": int, "float": float, "dict": dict, "list": list}
# What _values() understands of an option; an alias, a fallback or a deprecation is for Ansible.
UNDERSTOOD = {"type", "default", "choices", "elements", "options", "no_log", "required"}
BARE: t.Mapping[str, type] = {"str": str, "bool": bool, "int": int, "float": float}
EXACT_FLOAT = 2**53


class _NeedsAnsible(Exception):
    """Only Ansible knows what to make of a value."""


class Options:
    """The options of a kind of object.

    Ansible's validator takes a quarter of the time of a run in which nothing changes. Nearly every object is written
    with values that are of the right type already, so that nothing is converted; these need no validator.
    """

    def __init__(self, spec: Spec, exclusive: t.Sequence[t.Sequence[str]]) -> None:
        self.spec = spec
        self.exclusive = [list(names) for names in exclusive]
        self._validator = ArgumentSpecValidator(dict(spec), mutually_exclusive=self.exclusive)
        self._understood = _understood(spec)
        self.documents = frozenset(name for name, option in spec.items() if option.get("type") == "raw")

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

    def plain_values(self, given: Spec) -> dict[str, t.Any] | None:
        """What Ansible would make of options that are as they should be; None for others."""
        if not self._understood or any(sum(name in given for name in names) > 1 for names in self.exclusive):
            return None
        try:
            return _values(self.spec, given)
        except _NeedsAnsible:
            return None


def _holds_options(value: t.Any) -> bool:
    return isinstance(value, dict) or isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _understood(spec: Spec) -> bool:
    return all(UNDERSTOOD.issuperset(option) and _understood(option.get("options") or {}) for option in spec.values())


class _Rest(t.NamedTuple):
    """What a specification says of options that are not given.

    :arg spec: kept, so that no other one gets its identity in memory.
    :arg bare: of those that are given the type of a value that is taken as it is, as most are.
    """

    spec: Spec
    required: tuple[str, ...]
    defaults: dict[str, t.Any]
    several: tuple[str, ...]  # whose defaults are not to be shared
    bare: dict[str, type]


_RESTS: dict[int, _Rest] = {}


def _rest(spec: Spec) -> _Rest:
    """The same, looked at once: most options of an object are not given."""
    if id(spec) not in _RESTS:
        defaults = {name: option.get("default") for name, option in spec.items()}
        made = {name: value if value is None else _value(spec[name], value) for name, value in defaults.items()}
        required = tuple(name for name, option in spec.items() if option.get("required"))
        several = tuple(name for name, value in made.items() if isinstance(value, (dict, list)))
        bare = {name: BARE[wanted] for name, option in spec.items() if (wanted := _bare(option)) in BARE}
        _RESTS[id(spec)] = _Rest(spec, required, made, several, bare)
    return _RESTS[id(spec)]


def _bare(option: Spec) -> str:
    return "" if "choices" in option else str(option.get("type", "str"))


def _values(spec: Spec, given: Spec) -> dict[str, t.Any]:
    rest = _rest(spec)
    values = dict(rest.defaults)
    for name in rest.several:
        values[name] = clone(values[name])
    for name, value in given.items():
        if value.__class__ is rest.bare.get(name):
            values[name] = value
            continue
        option = spec.get(name)
        if option is None or value is None:
            raise _NeedsAnsible
        values[name] = _value(option, value)
    if any(name not in given for name in rest.required):
        raise _NeedsAnsible
    return values


def _value(option: Spec, value: t.Any) -> t.Any:
    wanted, given = option.get("type", "str"), type(value)
    if wanted == "float" and given is int and -EXACT_FLOAT < value < EXACT_FLOAT:
        return _chosen(option, float(value), (float(value),))
    if wanted == "raw" and given is dict:
        return clone(value)
    if given is not TYPES.get(wanted):  # a text that carries marks of Ansible's is of a type of its own
        raise _NeedsAnsible
    below = option.get("options")
    if wanted == "list":
        element = {"type": option.get("elements"), "options": below}
        values = [_value(element, item) for item in value] if element["type"] else clone(value)
        return _chosen(option, values, values)
    if wanted == "dict":
        return clone(value) if below is None else _values(below, value)
    return _chosen(option, value, (value,))


def _chosen(option: Spec, value: t.Any, items: t.Iterable[t.Any]) -> t.Any:
    choices = option.get("choices")
    if choices is not None and any(item not in choices for item in items):
        raise _NeedsAnsible
    return value
