# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Dashboard user."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.rules import (
    SERVER,
    WRITE_ONLY,
    Rule,
    Rules,
)
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import secrets_at
from ansible_collections.community.tyk.plugins.module_utils._data.types import of
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.lockout import FORCE, guard_user
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    KEY_FILE,
    UPDATE_SECRETS,
    Fields,
    Identity,
    Object,
    Part,
    Route,
    Secret,
    Unique,
    Value,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.permissions import check_permissions

RESET = "ResetPassword"  # a permission that only the Admin API grants; Tyk drops it here without a word
FIELDS = {
    **dict.fromkeys(
        ("id", "org_id", "password_updated", "last_login_date", "created_at", "PWHistory", "api_model"), SERVER
    ),
    "access_key": SERVER,
    "password": WRITE_ONLY,
    f"user_permissions.{RESET}": Rule(export=False),
}
ADDRESS, SHORTEST = re.compile("[^@\\s]+@[^@\\s]+"), 6


def _address(user: Object) -> Value:
    """The address as Tyk compares it; what older versions have stored may have capitals."""
    email = str(user.get("email_address") or "").lower()
    return (email,) if email else ()


class User(Kind):
    name, section, noun, title = "user", "users", "user", "Users"
    route = Route("api/users", "users", permission="users")
    identity = Identity("id", "email_address", name_option="email_address")
    fields = Fields(
        Rules(FIELDS),
        secrets_at({"access_key": "text", "password": "text"}),
        references={"group_id": "user_group"},
        # Whether a PUT without these keeps or blanks them is not known; with them there is no doubt.
        required={"group_id": "", "password_max_days": 0, "active": False, "first_name": "", "last_name": ""},
        defaults={"active": True},
        needs=("first_name", "last_name"),
        views={"id": "id", "org_id": "org_id"},
        types={
            **of("str", "email_address first_name last_name group_id password"),
            "active": "bool",
            "password_max_days": "int",
        },
        parts=(
            Part(
                ("password",),
                "POST",
                action=("actions", "reset"),
                body=lambda user: {"new_password": user["password"]},
                readable=False,
                malformed=(
                    "The password may break a rule of this Dashboard (schemas/password.json), or have been used before"
                ),
            ),
        ),
    )
    grants = "permissions|group|active"
    secret = Secret("access_key")
    unique = (Unique("email_address", ("email_address",), _address),)
    options: t.Mapping[str, Option] = {
        "email_address": Option("email_address"),
        "first_name": Option("first_name"),
        "last_name": Option("last_name"),
        "active": Option("active", {"type": "bool"}),
        "group": Option("group_id", ref="user_group"),
        "user_permissions": Option("user_permissions", {"type": "dict"}),
        "password": Option("password", {"type": "str", "no_log": True}),
    }
    params: t.Mapping[str, t.Mapping[str, t.Any]] = {
        **UPDATE_SECRETS,
        **FORCE,
        **KEY_FILE,
    }

    def tidy(self, declared: Object) -> Object:
        """Tyk keeps addresses in lower case."""
        email = declared.get("email_address")
        return {**declared, "email_address": email.lower()} if isinstance(email, str) else declared

    def locate(self, run: Run) -> Object | None:
        found = super().locate(run)
        if get(run.declared, f"user_permissions.{RESET}") and not get(found, f"user_permissions.{RESET}"):
            del run.declared["user_permissions"][RESET]
            run.warn(
                f"user_permissions.{RESET}: only the Admin API grants it, and this user gets the others. Leave it out, "
                "or use tyk_bootstrap_user."
            )
        return found

    def kept_by_replace(self, obj: Object) -> Object:
        """What nobody could grant again here."""
        granted = get(obj, f"user_permissions.{RESET}")
        return {"user_permissions": {RESET: granted}} if granted else {}

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        """A masked access key reads as blank, and must not be written back as that."""
        return {key: value for key, value in obj.items() if key != "access_key" or value}

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        check_permissions(target, current, "user", run)
        address, password = self.name_of(target), run.resolved.get("password")
        if address != self.name_of(current) and not ADDRESS.fullmatch(address):
            raise Invalid(
                f"email_address: {address!r} is no address that Tyk takes; write it as name@host, without blanks"
            )
        if password and len(password) < SHORTEST:
            raise Invalid(f"password: Tyk takes none of fewer than {SHORTEST} characters")

    def guard(self, target: Object | None, current: Object | None, run: Run) -> None:
        guard_user(run, target, current)


USER = User()
