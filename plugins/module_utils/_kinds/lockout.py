# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a change of a user or of a group would lock the token's user out, or leave an organisation without an admin.

How Tyk combines the permissions of a user with those of the user's group is not documented, and differs. So nobody may
lose any of his own, nor any of those of the group, which stand in place of them."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

FORCE: t.Mapping[str, t.Mapping[str, t.Any]] = {"force": {"type": "bool", "default": False}}
RANK = {"admin": 3, "write": 2, "read": 1}
ADMIN, OF_ITS_OWN = "IsAdmin", ("IsAdmin", "ResetPassword")  # the latter no admin has without being told
WAY_OUT = "use another user's token, or set force: true"

Groups = t.Mapping[str, t.Optional[Object]]  # id of a group that changes -> what becomes of it


def guard_user(run: Run, target: Object | None, current: Object | None) -> None:
    """Refuse a change of a user that saws off the branch which the token sits on."""
    if current is None or run.params.get("force"):
        return
    if _may_be_self(run, current):
        lost = _lost(run.around, (current, {}), (target, {}))
        if lost:
            raise Invalid(
                f"This {lost} {current.get('email_address')}, the user behind the token itself, or one who cannot be "
                f"told from it, and would lock this automation out; {WAY_OUT}"
            )
    _keep_an_admin(run, {str(current.get("id")): target}, {})


def guard_group(run: Run, target: Object | None, current: Object | None) -> None:
    """The same of a group, by what becomes of its members."""
    if current is None or run.params.get("force"):
        return
    ident = str(current.get("id"))
    loses = target is None or not _covers(_of_group(target), _of_group(current))
    if not loses:
        return
    does = "deletes" if target is None else "takes permissions from"
    users = _listed(run.around, "user")
    if users is None:
        raise Invalid(
            f"This {does} the group {current.get('name')!r}, and the token may not read users, so that it cannot be "
            f"told whether its own user is in it and would be locked out; {WAY_OUT}"
        )
    for user in users:
        if user.get("group_id") == ident and _may_be_self(run, user):
            raise Invalid(
                f"This {does} the group of {user.get('email_address')}, the user behind the token itself, or one who "
                f"cannot be told from it, and would lock this automation out; {WAY_OUT}"
            )
    _keep_an_admin(run, {}, {ident: target})


def _may_be_self(run: Run, user: Object) -> bool:
    """Whether this is, or cannot be told from, the user behind the token."""
    caller = run.around.caller
    if caller.user_id is not None:
        return bool(caller.user_id == user.get("id"))
    return not user.get("access_key")


def _lost(around: Around, was: tuple[Object, Groups], becomes: tuple[Object | None, Groups]) -> str:
    """What a user loses, as a verb; "" for nothing."""
    user, after = was[0], becomes[0]
    if after is None:
        return "deletes"
    if user.get("active") and not after.get("active"):
        return "deactivates"
    if not _covers(after.get("user_permissions") or {}, user.get("user_permissions") or {}):
        return "takes permissions from"
    if (user.get("group_id") or "") == (after.get("group_id") or ""):
        return ""
    has, keeps = _rights(around, *was), _rights(around, after, becomes[1])
    return "" if has is not None and keeps is not None and _covers(keeps, has) else "takes permissions from"


def _rights(around: Around, user: Object, groups: Groups) -> Object | None:
    """What a user may do, the group's permissions in place of the own ones; None where that cannot be told."""
    own: Object = user.get("user_permissions") or {}
    ident = str(user.get("group_id") or "")
    if not ident:
        return own
    if ident in groups:
        group = groups[ident]
    elif _listed(around, "user_group") is None:
        return None
    else:
        group = around.known("user_group", ident, load=True)
    return own if group is None else _of_group(group)


def _of_group(group: Object) -> Object:
    return (group.get("user_permissions") or {}) if group.get("active", True) else {}


def _level(rights: Object, name: str) -> int:
    value = rights.get(name)
    if rights.get(ADMIN) == "admin" and name not in OF_ITS_OWN and value != "deny":
        return RANK["admin"]
    return RANK.get(str(value), 0)


def _covers(keeps: Object, has: Object) -> bool:
    """Whether who has these permissions loses none by having those."""
    return all(_level(keeps, name) >= _level(has, name) for name in {*keeps, *has})


def _listed(around: Around, kind: str) -> list[Object] | None:
    """Every object of the kind; None where the token may not read them."""
    try:
        return around.listing(kind)
    except HttpFailure as error:
        if error.status != 403:
            raise
        return None


def _is_admin(around: Around, user: Object | None, groups: Groups) -> bool:
    rights = _rights(around, user, groups) if user and user.get("active") else None
    return bool(rights) and (rights or {}).get(ADMIN) == "admin"


def of_an_admin(around: Around) -> bool:
    """Whether the token is known to be that of an admin."""
    ident = around.caller.user_id
    user = around.known("user", ident, load=_listed(around, "user") is not None) if ident else None
    return _is_admin(around, user, {})


def _keep_an_admin(run: Run, users: t.Mapping[str, Object | None], groups: Groups) -> None:
    """Refuse what takes the last admin of the organisation away, whoever that is."""
    around = run.around
    admins = [user for user in _listed(around, "user") or () if _is_admin(around, user, {})]
    left = [user for user in admins if _is_admin(around, users.get(str(user.get("id")), user), groups)]
    if admins and not left:
        names = ", ".join(str(user.get("email_address")) for user in admins)
        raise Invalid(
            f"This would leave the organisation without an admin: {names} is the last one. Make another user an admin "
            "first, or set force: true"
        )
