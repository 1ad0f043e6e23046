# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A value that options say in part: what they have words for, and the rest of it. Pure functions.

Tyk's structures grow with each version, and what an option does not know must not vanish.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

Spec = t.Mapping[str, t.Mapping[str, t.Any]]  # options below an option, as in an argument_spec


class Clash(ValueError):
    """Two values say one field in different ways; the text is its path."""


def split(value: dict[str, t.Any], options: Spec) -> tuple[dict[str, t.Any], dict[str, t.Any]]:
    """What options can say of a map, and the rest. A list is the whole list, so it goes to one side as a whole."""
    fits: dict[str, t.Any] = {}
    rest: dict[str, t.Any] = {}
    for key, item in value.items():
        below = options[key].get("options") if key in options else None
        if key not in options or key == "definition":
            rest[key] = item
        elif below and isinstance(item, dict):
            own, other = split(item, below)
            fits[key] = own
            if other:
                rest[key] = other
        elif below and isinstance(item, list) and not all(_fits(entry, below) for entry in item):
            rest[key] = item
        else:
            fits[key] = item
    return fits, rest


def _fits(entry: t.Any, options: Spec) -> bool:
    if not isinstance(entry, dict) or split(entry, options)[1]:
        return False
    return all(name in entry for name, option in options.items() if option.get("required"))


def joined(definition: dict[str, t.Any], said: dict[str, t.Any], way: str = "") -> dict[str, t.Any]:
    """Both in one; they may say the same of a field, but not two things. Raises Clash."""
    made = dict(definition)
    for key, item in said.items():
        path = f"{way}.{key}" if way else str(key)
        if key not in made:
            made[key] = item
        elif isinstance(item, dict) and isinstance(made[key], dict):
            made[key] = joined(made[key], item, path)
        elif item != made[key] or isinstance(item, bool) is not isinstance(made[key], bool):
            raise Clash(path)
    return made
