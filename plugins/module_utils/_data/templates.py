# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Templates in data that were read: where there are some of Ansible's, and what they make. Pure functions.

Tyk's objects hold templates of Go's, too, which are no business of Ansible's: those name a field with a dot before it,
or begin with a word of Go's.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, indexed

EXPRESSION = re.compile(r"\{\{-?(.*?)-?\}\}", re.DOTALL)
STATEMENT = re.compile(r"\{%[-+]?\s*(if|for|set|macro|raw|filter|include|import|from|call|block|with)\b")
OF_GO = re.compile(r"(^|[\s(|])[.$]|^\s*(end|else|range|if|with|define|template|block|break|continue)\b|^\s*/\*|`|:=")
OF_ANSIBLE = re.compile(r"\s*[A-Za-z_(\[\"'][^{}]*", re.DOTALL)
Render = t.Callable[[str], t.Any]  # raises ValueError


def is_template(text: str) -> bool:
    """Whether Ansible would make something else of a text, if that is what it was written for."""
    if "{%" in text and STATEMENT.search(text):
        return True
    inner = (found[1] for found in EXPRESSION.finditer(text)) if "{{" in text else iter(())
    return any(OF_ANSIBLE.fullmatch(one) and not OF_GO.search(one.strip()) for one in inner)


def templates(value: t.Any) -> t.Iterator[Path]:
    """Where templates are."""
    return _found(value, ()) if _has_braces(value) else iter(())


def _has_braces(value: t.Any) -> bool:
    """Whether any text may be a template: a glance takes a third of the time of a walk that knows where it is."""
    waiting = [value]
    for one in waiting:  # which grows meanwhile
        if isinstance(one, str):
            if "{{" in one or "{%" in one:
                return True
        elif isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return False


def _found(value: t.Any, path: Path) -> t.Iterator[Path]:
    if isinstance(value, str):
        if is_template(value):
            yield path
    elif isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _found(item, (*path, key))


def rendered(value: t.Any, render: Render, path: Path = ()) -> t.Any:
    """A copy with what templates make in place of them, each for itself, so that no value can become something else
    than a value. Raises ValueError, which says where."""
    if isinstance(value, dict):
        return {key: rendered(item, render, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [rendered(item, render, (*path, index)) for index, item in enumerate(value)]
    if not isinstance(value, str) or not ("{{" in value or "{%" in value or "{#" in value):
        return value
    try:
        return render(value)
    except ValueError as error:
        raise ValueError(f"{indexed(path)}: {error}") from None
