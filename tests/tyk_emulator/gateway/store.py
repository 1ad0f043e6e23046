# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sessions that the Gateway has in Redis, and how it finds, applies and shows them."""

from __future__ import annotations

import contextlib
import copy
import datetime
from typing import Any

from ..shape import is_zero
from ..state import Row
from ..wire import Refusal
from . import lifetime, names
from .applied import Application, NotApplicable
from .call import Call
from .fields import read
from .merging import empty_limit

_NOT_HASHED = (400, "Key requested by hash but key hashing is not enabled")


def loaded(row: Row) -> dict[str, Any]:
    """A copy of a stored session."""
    session = row["session"]
    return read("Session", {**session, "date_created": session["date_created"] or None})


def token(call: Call, org: str, name: str) -> str:
    """The token of a name; without a name it is made up."""
    wanted = names.bare(org, name) or call.state.hex(32)
    return names.token(org, wanted, call.emulator.config.hash_key_function)


def stored(call: Call, name: str, hashed: bool = False) -> Row | None:
    """What Redis has under a token: by its hash where keys are hashed, so that two of one hash are one."""
    if not call.node.redis:
        return None
    if hashed or call.emulator.config.hash_keys:
        found = call.state["keys"].find("hash", name if hashed else names.key_hash(name))
        return _alive(call, found[0]) if found else None
    row = call.state["keys"].get(name)
    return _alive(call, row) if row else None


def _alive(call: Call, row: Row) -> Row | None:
    """A session that Redis did not drop yet."""
    if not row.get("until") or call.emulator.clock() < row["until"]:
        return row
    call.state["keys"].remove(row["id"])
    return None


def rows(call: Call) -> list[Row]:
    """All sessions."""
    return [row for row in call.state["keys"] if _alive(call, row)] if call.node.redis else []


def find(call: Call, org: str, name: str, hashed: bool) -> tuple[Row, str] | None:
    """A key by its token, its name or its hash, and the name it was found under."""
    if hashed:
        row = stored(call, name, hashed=True)
        return (row, name) if row else None
    tries = [name] if names.organisation(name) == org else [token(call, org, name), name]
    return next(((row, found) for found in tries if (row := stored(call, found)) is not None), None)


def kept(session: dict[str, Any]) -> dict[str, Any]:
    """A copy to store; what is empty is kept as the Dashboard has it."""
    copied = copy.deepcopy(session)
    for right in (copied["access_rights"] or {}).values():
        right["limit"] = None if empty_limit(right["limit"]) else {**right["limit"], "set_by_policy": False}
        for part in ("json_rpc_methods_access_rights", "mcp_access_rights"):
            right[part] = None if is_zero(right[part]) else right[part]
    return copied


def until(call: Call, session: dict[str, Any]) -> int:
    """When Redis drops a session; 0 is never."""
    now, apis = int(call.emulator.clock()), [call.node.apis.get(api_id) for api_id in session["access_rights"] or {}]
    left = lifetime.seconds(session, [api["classic"] for api in apis if api], now)
    return now + left if left > 0 else 0


def put(call: Call, name: str, given: dict[str, Any], hashed: bool = False, ends: int = 0) -> None:
    """Write a session; there is one for each hash. It is kept until it `ends`, if it does."""
    session = kept(given)
    if hashed:
        old = stored(call, name, hashed=True)
        row = {**old, "session": session} if old else {"id": name, "hash": name, "custom": name, "session": session}
        call.state["keys"].put({**row, "org_id": session["org_id"], "until": ends})
        return
    digest, hashing = names.key_hash(name), call.emulator.config.hash_keys
    for old in call.state["keys"].find("hash", digest) if hashing else ():
        if old["id"] != name:
            call.state["keys"].remove(old["id"])
    custom = names.identity(name) or names.bare(session["org_id"], name)
    row = {"id": name, "hash": digest, "org_id": session["org_id"], "custom": custom, "session": session}
    call.state["keys"].put({**row, "until": ends})


def policy(call: Call, org: str, name: str) -> dict[str, Any] | None:
    """A policy as keys find it: newer versions look in the organisation only."""
    return call.node.scoped.get((org, name)) if call.since(5, 12) else call.node.policies.get(name)


def apply(call: Call, session: dict[str, Any], org: str | None = None) -> None:
    """Write into a session what its policies say; raises NotApplicable."""
    Application(session, lambda owner, name: policy(call, owner, name), call.version, org).run()


def applied(call: Call, session: dict[str, Any], org: str | None = None) -> dict[str, Any]:
    """The same without a word about what goes wrong."""
    with contextlib.suppress(NotApplicable):
        apply(call, session, org)
    return session


def detail(call: Call, name: str, api_id: str, org: str, hashed: bool) -> dict[str, Any]:
    """A session as a read has it: policies applied, counters worked out, passwords blank."""
    if hashed and not call.emulator.config.hash_keys:
        raise Refusal(*_NOT_HASHED)
    api = call.node.apis.get(api_id)
    owner = api["classic"]["org_id"] if api else None
    found = find(call, org if owner is None else owner, name, hashed)
    if found is None:
        raise Refusal(404, "Key not found")
    session = applied(call, loaded(found[0]), owner)
    for right in (session["access_rights"] or {}).values():
        limit = right["limit"]
        if not empty_limit(limit) and limit["quota_max"] not in (-1, 0):
            limit["quota_remaining"] = limit["quota_max"]
    session["basic_auth_data"]["password"] = ""
    session["tags"] = call.shuffled(session["tags"] or [])
    return session


def now(call: Call) -> str:
    moment = datetime.datetime.fromtimestamp(call.emulator.clock(), datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".") + "Z"
