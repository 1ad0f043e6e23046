# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of a task as Ansible may show and log them: without secrets, whatever the task has made of them.

What is not of its type, and what no option is called, may hold anything, so it is hidden.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.veil import NO_LOG, without_login
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import MASK, redact, secrets_at
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind

NO_PATH = frozenset("{}[]\"'\n")  # what a text has that is no path but data


def echo(spec: t.Mapping[str, t.Any], params: t.Mapping[str, t.Any], mask: str = NO_LOG) -> dict[str, t.Any]:
    """Parameters as far as their spec tells what is secret.

    :arg mask: stands for what an option says is secret as a whole.
    """
    said: dict[str, t.Any] = {}
    for name, value in params.items():
        option = spec.get(name)
        if str(name).startswith("_ansible_") or value is None:
            said[name] = value
        elif option is None:
            said[name] = MASK
        elif option.get("no_log"):
            said[name] = mask
        else:
            said[name] = without_login(value) if name == "url" and isinstance(value, str) else _typed(option, value)
    return said


def _typed(option: t.Mapping[str, t.Any], value: t.Any) -> t.Any:
    """The value of an option; a mask for what is in place of a map, or of a path."""
    below, kind, elements = option.get("options"), option.get("type", "str"), option.get("elements")
    if elements and isinstance(value, list):
        return [_typed({**option, "type": elements, "elements": None}, item) for item in value]
    if kind in ("path", "raw") and isinstance(value, str):
        return value if NO_PATH.isdisjoint(value) else MASK
    if kind == "dict" or below:
        return MASK if not isinstance(value, dict) else echo(below, value, MASK) if below else value
    odd = isinstance(value, list) or kind != "raw" and isinstance(value, dict)
    return MASK if odd else value


def holds_secrets(options: t.Mapping[str, t.Any]) -> bool:
    """Whether one of these options is a secret."""
    return any(option.get("no_log") or holds_secrets(option.get("options") or {}) for option in options.values())


def shown(kind: Kind, params: t.Mapping[str, t.Any], more: t.Any = None) -> dict[str, t.Any]:
    """Parameters without the secrets inside of them, as far as the kind of object tells.

    :arg more: the paths of further ones, if not those that the parameters hold.
    """
    safe = dict(params)
    if safe.get("definition"):
        safe["definition"] = kind.masked(safe["definition"])
    for name, option in kind.options.items():
        if (
            safe.get(name)
            and option.paths
            and option.spec["type"] in ("dict", "raw")
            and not option.spec.get("options")
        ):
            safe[name] = kind.masked(safe[name])
        elif safe.get(name) and option.path:
            safe[name] = redact(safe[name], kind.fields.secrets.under(option.path))
    said = more or params.get("secrets")
    said = said.split(",") if isinstance(said, str) else said if isinstance(said, list) else []
    paths = [str(path).strip().split(".") for path in said if not isinstance(path, tuple)]
    tree = secrets_at({".".join(path[path[0] == kind.section :]): "text" for path in paths})
    for path in (path for path in said if isinstance(path, tuple)):
        tree = tree.laid(tuple("*" if isinstance(step, int) else step for step in path), "text")
    hidden: dict[str, t.Any] = redact(safe, tree)
    return hidden
