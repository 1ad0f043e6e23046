# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that take a document as a mapping, as text, or by the name of its file; their type is raw."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._ansible.faults import YAML
from ansible_collections.community.tyk.plugins.module_utils._data.plain import check_plain
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid


def loaded(spec: t.Mapping[str, t.Any], said: t.Mapping[str, t.Any], home: str = "") -> dict[str, t.Any]:
    """What is said, with each of these options as a mapping. Raises Invalid.

    :arg home: the folder that relative names begin in; "" for the one that the process is in.
    """
    names = [name for name in said if name in spec and spec[name].get("type") == "raw" and said[name] is not None]
    return {**said, **{name: document(name, said[name], home) for name in names}}


def document(option: str, value: t.Any, home: str = "") -> t.Any:
    """The mapping that a value stands for. Raises Invalid."""
    if isinstance(value, str):
        value = _read(option, value.strip(), home)
    if not isinstance(value, dict):
        raise Invalid(f"{option}: a document belongs there, as a mapping, as text, or by the name of its file")
    check_plain(value, (option,))
    return value


def is_name(value: t.Any) -> bool:
    """Whether this can only be the name of a file."""
    if not isinstance(value, str) or "\0" in value:  # no file has that in its name
        return False
    return not (value.strip().startswith("{") or "\n" in value.strip() or YAML.match(value))


def _read(option: str, text: str, home: str) -> t.Any:
    from ansible_collections.community.tyk.plugins.module_utils._data.parse import parse, parsed

    if not text:
        raise Invalid(f"{option}: this is empty; a document belongs there, or the name of its file")
    is_json, name = text.startswith("{"), ""
    what = f"this is {'JSON' if is_json else 'YAML'} as text, and broken"
    if is_name(text):
        if "://" in text:
            raise Invalid(f"{option}: this is an address; get the document first, with ansible.builtin.uri or get_url")
        name = os.path.join(home, os.path.expanduser(text))
        what = f"{name} cannot be taken"
        if not os.path.isfile(name):
            raise Invalid(f"{option}: there is no file {os.path.abspath(name)}")
    try:
        return parse(name) if name else parsed(text, is_json)
    except (OSError, ValueError, RecursionError) as error:
        raise Invalid(f"{option}: {what}: {error or 'nested too deeply'}") from None
