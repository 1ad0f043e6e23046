# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A new key in place of an old one: same rights, same alias, and the old one goes last.

While a rotation is under way the new key bears the alias with a mark. A run that was broken off thus leaves either the
old key in its place, or one marked key; the next run clears up and rotates again.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._data import merge as data
from ansible_collections.community.tyk.plugins.module_utils._errors import Halfway, HttpFailure, Invalid, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.key import MARK
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object
from ansible_collections.community.tyk.plugins.module_utils._object.plan import Change, Run, plan
from ansible_collections.community.tyk.plugins.module_utils._object.write import Keep, remove

LABEL = "rotation"  # field of meta_data that holds the label of the last rotation
COUNTERS = ("quota_renews", "quota_remaining", "date_created", "last_updated", "last_check", "key_id", "key_hash")


def rotated(run: Run, old: Object | None) -> Change:
    """Whether the key is to be rotated, and into what."""
    if old is None and run.check:
        run.warn("There is no such key yet; taken for one that an earlier task makes.")
        return Change("rotated", None, plan(run, None).after)
    if old is None:
        raise Invalid("state: rotated needs a key that exists; create it with state: present first")
    if not data.blank(old.get("basic_auth_data")) or old.get("certificate"):
        raise Invalid("state: rotated is for keys that are tokens; the id of this one is its user name or certificate")
    label = run.params.get(LABEL)
    change = plan(run, old)
    after = dict(change.after or old)
    after["alias"] = str(after.get("alias") or "").removesuffix(MARK)
    marked = str(old.get("alias") or "").endswith(MARK)
    if label and data.get(after, f"meta_data.{LABEL}") == label and not marked:
        return change
    if label:
        after["meta_data"] = {**(after.get("meta_data") or {}), LABEL: label}
    return Change("rotated", old, after)


def replace(run: Run, change: Change, body: Object, keep: Keep) -> Object:
    """Create the new key, store it, delete the old one."""
    resource, old = run.resource, change.before or {}
    for stray in _marked(run, str(body.get("alias"))):
        if resource.address and resource.address(stray) != resource.address(old):
            run.client.delete(resource, *resource.address(stray))
    alias = str(body.get("alias") or "")
    fresh = {name: value for name, value in body.items() if name not in COUNTERS}
    ident, reply = run.client.create(resource, resource.encode({**fresh, "alias": alias + MARK}))
    if not ident:
        raise Invalid("Tyk created a key but did not tell it; delete the one whose alias ends with (rotating)")
    try:
        stored = run.client.read(resource, ident)
    except HttpFailure as error:
        told = f"A new key was made, but could not be read back: {error}. The old one is in its place; run again"
        raise Halfway(told, error) from error
    if stored is None:
        raise Invalid("Tyk does not show the new key; the old one was kept. Run again")
    try:
        if keep:
            keep(ident)
    except OSError as error:
        raise TykError(f"key_file: {error}. The old key is in its place; run again") from error
    try:
        remove(run, old)
    except HttpFailure as error:
        told = f"A new key was made, but the old one could not be deleted: {error}. Both work; run again"
        raise Halfway(told, error) from error
    final = {**fresh, **{name: stored[name] for name in COUNTERS if name in stored}, "alias": alias}
    try:
        run.client.replace(resource, ident, resource.encode(final))
    except HttpFailure as error:
        told = f"The new key is in place of the old one, but its alias still ends with{MARK}: {error}. Run again"
        if keep:
            raise Halfway(f"{told}; that makes one more key", error) from error
        run.warn(f"{told}, without which the next rotation makes one more key")
        final["alias"] = alias + MARK
    return {**final, "key_id": ident, "key_hash": reply.get("key_hash") or ""}


def _marked(run: Run, alias: str) -> list[Object]:
    """What broken rotations have left behind; nothing where Tyk lists no keys."""
    try:
        return [key for key in run.refs.listing("key") if key.get("alias") == alias + MARK]
    except HttpFailure as error:
        if error.status not in (403, 404):
            raise
        return []
