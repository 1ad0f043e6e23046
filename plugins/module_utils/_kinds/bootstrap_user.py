# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A user as the Admin API knows it: to be created in an organisation, then only to be read by its id."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Option
from ansible_collections.community.tyk.plugins.module_utils._kinds.user import FIELDS, OPTIONS, USER


def _locate(run: t.Any) -> Object | None:
    """The Admin API can not search, so only an id finds a user."""
    ident = run.named.get("user_id")
    found: Object | None = run.client.read(BOOTSTRAP_USER, ident) if ident else None
    if ident and found is None:
        raise Invalid(f"user_id: there is no user with the id {ident}; leave it out to create one")
    return found


BOOTSTRAP_USER = dataclasses.replace(
    USER,
    kind="bootstrap_user",
    shown="user",
    collection="admin/users",
    rules=Rules({path: rule for path, rule in FIELDS.items() if path != "org_id"}),
    options={
        "org_id": Option("org_id"),
        **{name: o for name, o in OPTIONS.items() if name not in ("password", "group")},
    },
    id_option="user_id",
    needs=("org_id", "email_address", *USER.needs),
    parts=(),
    refers=(),
    views={"id": "id"},
    handed="token",
    admin=True,
    listed=False,
    lookups={"user_id": {}},
    exists="user email already exists",
    unknown=(
        "The user exists already, and the Admin API does not tell the token of a user whose id is not known. "
        "Use the token that was stored, name user_id, or make another user with another e-mail address."
    ),
    params={"user_id": {"type": "str"}, "key_file": {"type": "path", "no_log": False}},
    states=(),
    locate=_locate,
    reread=lambda run, ident, reply, query: (
        reply["Meta"] if isinstance(reply.get("Meta"), dict) else run.client.read(run.resource, ident)
    ),
    guard=lambda target, current, run: None,
)
