# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every write needs: what to send, patience with what Tyk shows late, and what to say when it is cut short."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data import merge as data
from ansible_collections.community.tyk.plugins.module_utils._errors import (
    Halfway,
    HttpFailure,
    Invalid,
    TykError,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Resource
from ansible_collections.community.tyk.plugins.module_utils._object.plan import Run

Keep = t.Optional[t.Callable[[str], None]]  # puts a generated secret where it belongs

# What Tyk says while its gateway has not loaded an API or a policy yet, in lower case.
NOT_LOADED = (
    "does not have permission to add api",
    "ensure security settings",
    "policy not found",
    "api reference not found",
    "could not retrieve policy",
    "api doesn't exist",
    "api not found",
    "is not loaded",
)


def address(resource: Resource, obj: Object) -> tuple[str, t.Any]:
    return resource.address(obj) if resource.address else (str(data.get(obj, resource.id)), None)


def main(resource: Resource, obj: Object) -> Object:
    elsewhere = {name for part in resource.parts for name in part.fields}
    return {key: value for key, value in obj.items() if key not in elsewhere}


def hand(resource: Resource, keep: Keep, obj: Object) -> None:
    """Put the generated secret of a new object where it belongs."""
    if not keep or not resource.token or not obj.get(resource.token):
        return
    try:
        keep(str(obj[resource.token]))
    except OSError as error:
        raise TykError(f"The {resource.noun} was made, but key_file: {error}{unknown(resource)}") from error


def unknown(resource: Resource) -> str:
    """What to say where an object with a generated secret was made, but the task ends before it hands that over."""
    if not resource.token:
        return ""
    rotate = ", or rotate it," if resource.secret_id else " and run again"
    return f". Its secret was not handed over: delete the {resource.noun}{rotate} to get another"


def undone(run: Run) -> str:
    """What else a task that ends right after the create has not done, and the next one does not do by itself."""
    unset = [name for part in run.resource.parts if not part.readable for name in part.fields if run.desired.get(name)]
    once = f". Its {', '.join(unset)} was not set: run again once with update_secrets: always" if unset else ""
    return unknown(run.resource) + once


def read(run: Run, ident: str, reply: Object, query: t.Any = None) -> Object | None:
    hook = run.resource.reread
    return t.cast("Object | None", hook(run, ident, reply, query) if hook else run.client.read(run.resource, ident))


def renew(run: Run, before: Object) -> Object | None:
    """The object as it is now, where it was read earlier."""
    resource, (ident, query) = run.resource, address(run.resource, before)
    if resource.fresh:
        return t.cast("Object | None", resource.fresh(run, ident, query))
    return read(run, ident, {}, query)


def reread(run: Run, ident: str, reply: Object, query: t.Any = None, note: str = "") -> Object:
    """The object as it is stored; Tyk may show it some seconds late."""
    written = f"The {run.resource.noun} was written, but"
    try:
        for _turn in run.wait():
            stored = read(run, ident, reply, query)
            if stored is not None:
                return stored
    except HttpFailure as error:
        raise Halfway(f"{written} could not be read back: {error}. Run again{note}", error) from error
    raise TykError(
        f"{written} Tyk does not show it after {run.params.get('wait_timeout')} seconds; run again, with a longer "
        f"wait_timeout if Tyk is slow{note}"
    )


def loaded(run: Run, write: t.Callable[[], t.Any]) -> t.Any:
    """Write; again while Tyk does not know a new API or policy yet."""
    if not run.client.late:
        return write()
    refused: HttpFailure | None = None
    for _turn in run.wait():
        try:
            return write()
        except HttpFailure as error:
            said = error.message.lower()
            if error.status not in (400, 403, 404, 500) or not any(text in said for text in NOT_LOADED):
                raise
            refused = error
    raise refused or Invalid("wait_timeout can not be negative")


def remove(run: Run, obj: Object) -> None:
    """Delete; what counts is that it is gone."""
    resource = run.resource
    ident, query = address(resource, obj)
    try:
        run.client.delete(resource, ident, query)
    except HttpFailure as error:
        try:
            gone = read(run, ident, {}, query) is None
        except HttpFailure:
            gone = False
        if not gone:
            raise error
