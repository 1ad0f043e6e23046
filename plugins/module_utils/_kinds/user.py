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
    SERVER_SECRET,
    WRITE_ONLY,
    Rule,
    Rules,
)
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, Missing
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
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

RESET = "ResetPassword"  # a permission that only the Admin API grants; Tyk drops it here without a word
FIELDS = {
    **dict.fromkeys(
        ("id", "org_id", "password_updated", "last_login_date", "created_at", "PWHistory", "api_model"), SERVER
    ),
    "access_key": SERVER_SECRET,
    "password": WRITE_ONLY,
    f"user_permissions.{RESET}": Rule(export=False),
}
RANK = {"admin": 3, "write": 2, "read": 1}


def _address(user: Object) -> Value:
    """The address as Tyk compares it; what older versions have stored may have capitals."""
    email = str(user.get("email_address") or "").lower()
    return (email,) if email else ()


class User(Kind):
    name, section, noun, title = "user", "users", "user", "Users"
    route = Route("api/users", "users")
    identity = Identity("id", "email_address", name_option="email_address")
    fields = Fields(
        Rules(FIELDS),
        references={"group_id": "user_group"},
        # Whether a PUT without these keeps or blanks them is not known; with them there is no doubt.
        required={"group_id": "", "password_max_days": 0, "active": False, "first_name": "", "last_name": ""},
        defaults={"active": True},
        needs=("first_name", "last_name"),
        views={"id": "id", "org_id": "org_id"},
        parts=(
            Part(
                ("password",),
                "POST",
                action=("actions", "reset"),
                body=lambda user: {"new_password": user["password"]},
                readable=False,
            ),
        ),
    )
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
        "force": {"type": "bool", "default": False},
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
        address = self.name_of(target)
        if address != self.name_of(current) and not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
            raise Invalid(
                f"email_address: {address!r} is no address that Tyk takes; write it as name@host, without blanks"
            )
        if not target.get("user_permissions"):
            raise Missing("user_permissions: Tyk refuses a user without any; name at least one, such as {apis: read}")

    def guard(self, target: Object | None, current: Object | None, run: Run) -> None:
        """Do not let a token saw off the branch that it sits on."""
        if current is None or run.params.get("force") or not is_self(run, current):
            return
        kept = target or {}
        has, keeps = current.get("user_permissions") or {}, kept.get("user_permissions") or {}
        lost = [key for key in has if key not in keeps or RANK.get(keeps[key], 0) < RANK.get(has[key], 0)]
        if target is None or (current.get("active") and not kept.get("active")) or lost:
            what = "deletes" if target is None else "takes permissions from" if lost else "deactivates"
            raise Invalid(
                f"This {what} {current.get('email_address')}, the user behind the token itself, or one who cannot be "
                "told from it, and would lock this automation out; use another user's token, or set force: true"
            )


def is_self(run: Run, user: Object) -> bool:
    """Whether this is, or cannot be told from, the user behind the token."""
    caller = run.around.caller
    if caller.user_id is not None:
        return bool(caller.user_id == user.get("id"))
    return not user.get("access_key")


USER = User()
