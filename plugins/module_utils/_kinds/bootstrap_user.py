# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A user as the Admin API knows it: to be created in an organisation, then only to be read by its id."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import KEY_FILE, Life, Object, Route, Secret
from ansible_collections.community.tyk.plugins.module_utils._kinds.user import FIELDS, User


class BootstrapUser(User):
    name, section, title = "bootstrap_user", "", "First users"
    result, results = "user", "users"
    route = Route("admin/users", "users", listed=False, admin=True)
    identity = replace(User.identity, id_option="user_id", lookups={"user_id": {}})
    fields = replace(
        User.fields,
        rules=Rules({path: rule for path, rule in FIELDS.items() if path != "org_id"}),
        needs=("org_id", "email_address", *User.fields.needs),
        references={},
        views={"id": "id"},
        parts=(),
    )
    secret = Secret("access_key", result="token")
    life = Life(
        states=(),
        exists="user email already exists",
        unknown=(
            "The user exists already, in this organisation or in another one of this Dashboard, and the Admin API does "
            "not tell the token of a user whose id is not known. Use the token that was stored, name user_id, or make "
            "another user with another e-mail address."
        ),
    )
    options = {
        "org_id": Option("org_id"),
        **{name: option for name, option in User.options.items() if name not in ("password", "group")},
    }
    params = {
        "user_id": {"type": "str"},
        **KEY_FILE,
        "key_file_replace": {"type": "bool", "default": True, "no_log": False},
    }

    def locate(self, run: Run) -> Object | None:
        """The Admin API cannot search, so only an id finds a user."""
        ident = run.named.get("user_id")
        found = run.client.read(self, ident) if ident else None
        if ident and found is None:
            raise Invalid(f"user_id: there is no user with the id {ident}; leave it out to create one")
        return found

    def reread(self, run: Run, ident: str, reply: Object, query: object) -> Object | None:
        made = reply.get("Meta")
        return made if isinstance(made, dict) else run.client.read(self, ident)

    def guard(self, target: Object | None, current: Object | None, run: Run) -> None:
        """The Admin API has no user behind its secret."""


BOOTSTRAP_USER = BootstrapUser()
