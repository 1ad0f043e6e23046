# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Dashboard user."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import SERVER, WRITE_ONLY, Rule, Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Option, Part, Resource
from ansible_collections.community.tyk.plugins.module_utils._kinds.user_group import USER_GROUP

FIELDS = {
    "id": SERVER,
    "org_id": SERVER,
    "access_key": Rule(server=True, secret=True),
    "password": WRITE_ONLY,
    "password_updated": SERVER,
    "last_login_date": SERVER,
    "created_at": SERVER,
    "PWHistory": SERVER,
    "api_model": SERVER,
}
OPTIONS = {
    "email_address": Option("email_address"),
    "first_name": Option("first_name"),
    "last_name": Option("last_name"),
    "active": Option("active", {"type": "bool"}),
    "group": Option("group_id", ref="user_group"),
    "user_permissions": Option("user_permissions", {"type": "dict"}),
    "password": Option("password", {"type": "str", "no_log": True}),
}


def _lower(user: Object) -> Object:
    """Tyk keeps addresses in lower case."""
    email = user.get("email_address")
    return {**user, "email_address": email.lower()} if isinstance(email, str) else user


def _complete(user: Object, current: Object | None, run: t.Any) -> Object:
    """A masked access key reads as blank, and must not be written back as that."""
    return {key: value for key, value in user.items() if key != "access_key" or value}


def _check(user: Object, current: Object | None, run: t.Any) -> None:
    if not user.get("user_permissions"):
        raise Invalid("user_permissions: Tyk refuses a user without any; name at least one, such as {apis: read}")


def is_self(run: t.Any, user: Object) -> bool:
    """Whether this is, or can not be told from, the user behind the token."""
    caller = run.refs.caller
    if caller.user_id is not None:
        return bool(caller.user_id == user.get("id"))
    return not user.get("access_key")


def _guard(target: Object | None, current: Object | None, run: t.Any) -> None:
    """Do not let a token saw off the branch that it sits on."""
    if current is None or run.params.get("force") or not is_self(run, current):
        return
    kept = target or {}
    has, keeps = current.get("user_permissions") or {}, kept.get("user_permissions") or {}
    rank = {"admin": 3, "write": 2, "read": 1}
    lost = [key for key in has if key not in keeps or rank.get(keeps[key], 0) < rank.get(has[key], 0)]
    if target is None or (current.get("active") and not kept.get("active")) or lost:
        what = "deletes" if target is None else "takes permissions from" if lost else "deactivates"
        raise Invalid(
            f"This {what} {current.get('email_address')}, the user behind the token itself, or one who can not be told "
            "from it, and would lock this automation out; use another user's token, or set force: true"
        )


USER = Resource(
    kind="user",
    noun="user",
    collection="api/users",
    items="users",
    rules=Rules(FIELDS),
    options=OPTIONS,
    id="id",
    name="email_address",
    name_option="email_address",
    # Whether a PUT without these keeps or blanks them is not known; with them there is no doubt.
    required={"group_id": "", "password_max_days": 0, "active": False, "first_name": "", "last_name": ""},
    defaults={"active": True},
    needs=("first_name", "last_name"),
    parts=(
        Part(
            ("password",),
            "POST",
            "",
            ("actions", "reset"),
            lambda user: {"new_password": user["password"]},
            readable=False,
        ),
    ),
    related=(USER_GROUP,),
    refers=("user_group",),
    token="access_key",
    params={
        "update_secrets": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
        "force": {"type": "bool", "default": False},
        "key_file": {"type": "path", "no_log": False},
    },
    views={"id": "id", "org_id": "org_id"},
    tidy=_lower,
    complete=_complete,
    check=_check,
    guard=_guard,
)
