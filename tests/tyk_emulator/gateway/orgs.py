# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions of whole organisations. Any loaded API will do to reach them, and without one there is no way."""

from __future__ import annotations

from typing import Any

from ..wire import Refusal, Response
from . import store
from .call import Call, Route, done
from .fields import shown


def _reach(call: Call, missing: str = "Org not found") -> None:
    if not call.node.apis:
        raise Refusal(404, missing)


def _list(call: Call) -> dict[str, Any]:
    _reach(call, "ORG not found")
    names = [row["id"] for row in call.state["org_keys"]] if call.node.redis else []
    return {"keys": call.shuffled(name for name in names if name.startswith(call.param("filter")))}


def _read(call: Call) -> dict[str, Any]:
    _reach(call)
    row = call.state["org_keys"].get(call.args["org"]) if call.node.redis else None
    if row is None:
        raise Refusal(404, "Org not found")
    return shown("Session", store.loaded(row), call.version)


def _write(call: Call, action: str) -> Response:
    """A full replacement; policies are not applied."""
    session, now = call.decode("Session"), int(call.emulator.clock())
    if call.param("reset_quota") == "1":
        session["quota_renews"] = now + session["quota_renewal_rate"]
    session["last_updated"] = str(now)
    if not call.node.redis:
        raise Refusal(500, "Error writing to key store storage: Redis is either down or was not configured")
    call.state["org_keys"].put({"id": call.args["org"], "session": store.kept(session)})
    return done(call.args["org"], action)


def _create(call: Call) -> Response:
    return _write(call, "added")


def _update(call: Call) -> Response:
    return _write(call, "modified")


def _delete(call: Call) -> Response:
    _reach(call)
    if not call.node.redis or call.state["org_keys"].get(call.args["org"]) is None:
        raise Refusal(400, "Failed to remove the key")
    call.state["org_keys"].remove(call.args["org"])
    return done(call.args["org"], "deleted")


ROUTES = (
    Route("GET", "/tyk/org/keys", _list),
    Route("GET", "/tyk/org/keys/{org}", _read),
    Route("POST", "/tyk/org/keys/{org}", _create),
    Route("PUT", "/tyk/org/keys/{org}", _update),
    Route("DELETE", "/tyk/org/keys/{org}", _delete),
)
