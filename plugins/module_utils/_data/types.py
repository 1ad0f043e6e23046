# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The types that fields have in Tyk. A template makes a text of a number or a boolean, which Tyk then refuses."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, dotted
from ansible_collections.community.tyk.plugins.module_utils._data.plain import Respelled, check_whole
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid

# The name of a type; or types by field, with * for any field; or a list with the type of its items.
Types = t.Union[str, t.Mapping[str, t.Any], list[t.Any]]
TRUE, FALSE = ("true", "yes", "on", "y", "t", "1"), ("false", "no", "off", "n", "f", "0")  # as Ansible reads them
AS_IS: dict[str, type] = {"float": float, "bool": bool, "str": str}  # what coerce() leaves as it is, as it mostly is
WORDS = {"int": "a whole number", "float": "a number", "bool": "a boolean", "str": "a text"}


def coerce(value: t.Any, wanted: str, path: Path) -> t.Any:
    """A value as the type that its field has. Raises Invalid where it can be none.

    :arg wanted: one of WORDS; another one takes any value.
    """
    if value is None or wanted not in WORDS:
        return value
    taken = _as_text(value) if wanted == "str" else _as_bool(value) if wanted == "bool" else _as_number(value, wanted)
    if taken is None:
        quotes = ", so put it in quotes" if wanted == "str" and not isinstance(value, (dict, list)) else ""
        raise Invalid(f"{dotted(path)}: Tyk takes {WORDS[wanted]} there, and this is {_called(value)}{quotes}")
    if wanted == "int":
        check_whole(taken, path, 63)
    return taken


def _as_text(value: t.Any) -> str | None:
    """A whole number can only be meant as it is written; 1.10 was another text, and so was yes."""
    whole = isinstance(value, int) and not isinstance(value, (bool, Respelled))
    return value if isinstance(value, str) else str(value) if whole else None


def _as_bool(value: t.Any) -> bool | None:
    text = value.strip().lower() if isinstance(value, str) else ""
    return value if isinstance(value, bool) else True if text in TRUE else False if text in FALSE else None


def _as_number(value: t.Any, wanted: str) -> int | float | None:
    if isinstance(value, str):
        text = value.strip()
        if re.fullmatch(r"[+-]?\d{1,300}", text):
            value = int(text)
        elif re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", text):
            value = float(text)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if wanted == "int" and isinstance(value, float):
        return int(value) if value.is_integer() else None
    return value


def _called(value: t.Any) -> str:
    """What a value is, without telling it: it may be a secret."""
    names = ((bool, "a boolean"), (int, "a number"), (float, "a number"), (dict, "a mapping"), (list, "a list"))
    return next((name for kind, name in names if isinstance(value, kind)), "another text")


def typed(value: t.Any, types: Types, path: Path = ()) -> t.Any:
    """Data with every value of the type that it has in Tyk, as far as these types tell. Raises Invalid."""
    if isinstance(types, str):
        return coerce(value, types, path)
    wanted = "a list" if isinstance(types, list) else "a mapping" if types else ""
    if wanted and value is not None and not isinstance(value, list if isinstance(types, list) else dict):
        raise Invalid(f"{dotted(path)}: Tyk takes {wanted} there, and this is {_called(value).replace('another', 'a')}")
    if isinstance(types, list):
        items = enumerate(value) if isinstance(value, list) else ()
        made = [typed(item, types[0], (*path, index)) for index, item in items]
        return made if isinstance(value, list) else value
    if not types or not isinstance(value, dict):
        return value
    for key, item in value.items():
        below = types.get(key, types.get("*"))
        if below is None or item is None or isinstance(below, str) and item.__class__ is AS_IS.get(below):
            continue
        new = typed(item, below, (*path, key))
        if new is not item:
            value = {**value, key: new}
    return value


def of(wanted: str, names: str) -> dict[str, str]:
    """Fields of one type, by their names in a text."""
    return dict.fromkeys(names.split(), wanted)
