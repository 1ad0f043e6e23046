# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way of a generated secret: Tyk tells it once, and whoever runs the task has to get it."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.key_file import KeyFile, held_in
from ansible_collections.community.tyk.plugins.module_utils._object.stages import StoreSecret


def store_secret(kind: Kind, store: StoreSecret, obj: Object) -> None:
    """Put the generated secret of a new object where it belongs."""
    if not store or not kind.secret.field or not obj.get(kind.secret.field):
        return
    try:
        store(str(obj[kind.secret.field]))
    except OSError as error:
        raise TykError(f"The {kind.noun} was made, but key_file: {error}{not_delivered(kind)}") from error


def strayed(kind: Kind, obj: Object, path: str | None) -> str:
    """What is wrong with the file of an object's secret; "" where nothing is, or that cannot be told."""
    text = held_in(path)
    if text is None or kind.holds(text, obj) is not False:
        return ""
    if text:
        return f"holds another {kind.noun} than this one, or none"
    return "is empty" if os.path.exists(os.path.expanduser(str(path))) else "is not there"


def not_delivered(kind: Kind) -> str:
    """What to say where an object with a generated secret was made, but the task ends before it delivers that."""
    if not kind.secret.field:
        return ""
    rotate = ", or rotate it," if kind.secret.is_id else " and run again"
    return f". Its secret was not handed over: delete the {kind.noun}{rotate} to get another"


def undone(run: Run) -> str:
    """What a task that ends right after the create has not done, and the next one does not do by itself."""
    parts = (part for part in run.kind.fields.parts if not part.readable)
    unset = ", ".join(name for part in parts for name in part.fields if run.resolved.get(name))
    if not unset:
        return not_delivered(run.kind)
    if not run.kind.secret.field:
        return f". Its {unset} was not set: run again once with update_secrets: always"
    return (
        f". Its secret was not handed over, and its {unset} was not set: either delete the {run.kind.noun} and run "
        "again, which sees to both, or keep it without its secret, and run again once with update_secrets: always"
    )


def deliver_secret(kind: Kind, result: dict[str, t.Any], stored: Object, key_file: KeyFile) -> None:
    """The only moment at which a generated secret leaves: into the result or into key_file."""
    value = stored.get(kind.secret.field) if kind.secret.field else None
    if not value:
        return
    if key_file.path:
        key_file.write(str(value))  # what wrote the object has done so already, if it could
    elif kind.secret.result:
        result[kind.secret.result] = value
    else:
        result[kind.result][kind.secret.field] = value
