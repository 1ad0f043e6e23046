# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles of the identity broker in the Dashboard. Its answers are the broker's own, not those of the Dashboard."""

from __future__ import annotations

import json
from typing import Any

from ..call import Call, Route
from ..shape import Mismatch, read
from ..state import Row
from ..wire import Response, Text, text

_SHAPE: dict[str, Any] = {
    "ID": "str",
    "Name": "str",
    "OrgID": "str",
    "ActionType": "str",
    "MatchedPolicyID": "str",
    "Type": "str",
    "ProviderName": "str",
    "CustomEmailField": "str",
    "CustomUserIDField": "str",
    "ProviderConfig": "any",
    "IdentityHandlerConfig": "dict",
    "ProviderConstraints": {"Domain": "str", "Group": "str"},
    "ReturnURL": "str",
    "DefaultUserGroupID": "str",
    "CustomUserGroupField": "str",
    "UserGroupMapping": ("map", "str"),
    "UserGroupSeparator": "str",
    "SSOOnlyForRegisteredUsers": "bool",
}


class _Problem(Exception):
    """What the broker refuses: its errors have a member and a case of their own."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.answer = Response(status, {"Status": "error", "Error": Text(message)})


def _named(value: Any, shape: Any) -> Any:
    """The members of a struct under their own names: Go does not mind the case of what it reads."""
    if not isinstance(value, dict) or not isinstance(shape, dict):
        return value
    known = {name.lower(): name for name in shape}
    names = {key: known.get(key.lower(), key) for key in value}
    return {names[key]: _named(item, shape.get(names[key])) for key, item in value.items()}


def _profile(call: Call) -> dict[str, Any]:
    try:
        profile: dict[str, Any] = read(_SHAPE, _named(json.loads(call.request.body), _SHAPE))
    except (ValueError, RecursionError, Mismatch):
        raise _Problem(400, "Failed to decode body data") from None
    return profile


def _key(call: Call, profile_id: str) -> str:
    """Profiles of two organisations may have one id."""
    return f"{call.org}/{profile_id}"


def _find(call: Call, message: str) -> Row:
    row = call.state["tib_profiles"].get(_key(call, call.args["id"]))
    if row is None:
        raise _Problem(404, message)
    return row


def _answer(call: Call, profile: Any, status: int = 200) -> Response:
    if call.has("tib-bare-profiles"):
        return Response(status, profile)
    return Response(status, {"Status": "ok", "ID": profile["ID"], "Data": profile})


def _list(call: Call) -> Response:
    profiles = [row["doc"] for row in call.state["tib_profiles"] if row["org_id"] == call.org]
    shown = None if not profiles and call.has("tib-null-list") else profiles
    return Response(200, {"Status": "ok", "ID": "", "Data": shown})


def _store(call: Call, profile: dict[str, Any]) -> None:
    profile["OrgID"] = call.org
    call.state["tib_profiles"].put({"id": _key(call, profile["ID"]), "org_id": call.org, "doc": profile})


def _create(call: Call) -> Response:
    """The id stands in the path and in the profile, unless the path is the one of the list."""
    profile = _profile(call)
    if profile["ID"] != call.args.get("id", profile["ID"]) or not profile["ID"]:
        raise _Problem(400, "Object ID and URI resource ID do not match")
    if call.state["tib_profiles"].get(_key(call, profile["ID"])) is not None:
        raise _Problem(400, "Object ID already exists")
    _store(call, profile)
    return _answer(call, profile, 200 if call.has("tib-create-plain") else 201)


def _create_in_list(call: Call) -> Response:
    if not call.has("tib-post-without-id"):
        return text(405, "")
    return _create(call)


def _read(call: Call) -> Response:
    return _answer(call, _find(call, "Profile not found")["doc"])


def _update(call: Call) -> Response:
    profile = _profile(call)
    if profile["ID"] != call.args["id"]:
        raise _Problem(400, "Object ID and URI resource ID do not match")
    _find(call, "Object ID does not exist, operation not permitted")
    _store(call, profile)
    return _answer(call, profile)


def _delete(call: Call) -> Response:
    row = _find(call, "Object ID does not exist")
    call.state["tib_profiles"].remove(row["id"])
    return Response(200, {"Status": "ok", "ID": call.args["id"], "Data": {}})


def _guarded(handler: Any) -> Any:
    def handle(call: Call) -> Response:
        try:
            answer: Response = handler(call)
        except _Problem as problem:
            return problem.answer
        return answer

    return handle


_LIST = "/api/tib/profiles"
_PATHS: tuple[tuple[str, str, Any], ...] = (
    ("GET", _LIST, _list),
    ("POST", _LIST, _create_in_list),
    ("GET", f"{_LIST}/{{id}}", _read),
    ("POST", f"{_LIST}/{{id}}", _create),
    ("PUT", f"{_LIST}/{{id}}", _update),
    ("DELETE", f"{_LIST}/{{id}}", _delete),
)
ROUTES = tuple(Route(method, path, _guarded(handler), "idm", "doc", since=(3, 0)) for method, path, handler in _PATHS)
