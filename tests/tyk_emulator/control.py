# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The routes under /_emulator: they belong to the tests and exist on no real Dashboard."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import faults
from .state import State
from .wire import Request, Response

if TYPE_CHECKING:
    from .core import Emulator


def handle(emulator: Emulator, request: Request) -> Response:
    """Answers a control request; mistakes are told in plain words with status 400, 404 or 405."""
    name = request.path.removeprefix("/_emulator/")
    actions = _ACTIONS.get(name)
    if actions is None:
        return Response(404, {"error": f"no such control: {name}"})
    action = actions.get(request.method)
    if action is None:
        return Response(405, {"error": f"{name} knows {', '.join(actions)}"})
    try:
        body = json.loads(request.body) if request.body.strip() else None
        return Response(200, action(emulator, body))
    except (ValueError, TypeError, KeyError) as problem:
        return Response(400, {"error": str(problem)})


def _requests(emulator: Emulator, _body: Any) -> Any:
    return list(emulator.log)


def _forget_requests(emulator: Emulator, _body: Any) -> Any:
    emulator.log.clear()
    return {"ok": True}


def _pending(emulator: Emulator, _body: Any) -> Any:
    return emulator.faults.pending


def _set_faults(emulator: Emulator, body: Any) -> Any:
    emulator.faults.pending = faults.parse(body)
    return {"ok": True}


def _no_faults(emulator: Emulator, _body: Any) -> Any:
    emulator.faults.pending = []
    return {"ok": True}


def _state(emulator: Emulator, _body: Any) -> Any:
    tables = {name: list(table) for name, table in emulator.state.tables.items()}
    return {**tables, "config": {"quirks": sorted(emulator.config.quirks), "hash_keys": emulator.config.hash_keys}}


def _reset(emulator: Emulator, body: Any) -> Any:
    if body:
        emulator.config = emulator.config.changed(body)
        if "seed" in body:
            emulator.state = State(emulator.config.seed)
    emulator.state.clear()
    emulator.restart()
    emulator.faults.pending = []
    emulator.log.clear()
    return {"ok": True}


def _gateway(emulator: Emulator, body: Any) -> Any:
    """What the Gateway's surroundings do to it."""
    unknown = sorted(set(body) - {"redis", "loads", "restart", "remove"})
    if unknown:
        raise ValueError(f"unknown: {', '.join(unknown)}")
    if not all(isinstance(body.get(name, True), bool) for name in ("redis", "loads", "restart")):
        raise ValueError("redis, loads and restart are true or false")
    for name in body.get("remove", ()):
        emulator.node.remove(name)
    if body.get("restart"):
        emulator.restart()
    emulator.node.redis = body.get("redis", emulator.node.redis)
    emulator.node.loads = body.get("loads", emulator.node.loads)
    return {
        "redis": emulator.node.redis,
        "loads": emulator.node.loads,
        "log": emulator.node.errors,
        "dead": emulator.node.dead,
    }


def _age(emulator: Emulator, body: Any) -> Any:
    """Makes a key look older, or used."""
    wanted = body.get("key")
    for row in emulator.state["keys"]:
        if wanted in (row["id"], row["hash"], row["custom"]):
            _use(row["session"], int(body.get("requests", 0)))
            _backdate(row["session"], float(body.get("seconds", 0)))
            emulator.state["keys"].put(row)
            return {"ok": True}
    raise ValueError("no such key")


def _use(session: dict[str, Any], requests: int) -> None:
    if session["quota_max"] > 0:
        session["quota_remaining"] = max(0, session["quota_remaining"] - requests)


def _backdate(session: dict[str, Any], seconds: float) -> None:
    made = datetime.datetime.fromisoformat(session["date_created"].replace("Z", "+00:00"))
    moved = (made - datetime.timedelta(seconds=seconds)).astimezone(datetime.UTC)
    session["date_created"] = moved.strftime("%Y-%m-%dT%H:%M:%SZ")
    session["quota_renews"] = int(session["quota_renews"] - seconds)


_ACTIONS: dict[str, dict[str, Callable[[Emulator, Any], Any]]] = {
    "requests": {"GET": _requests, "DELETE": _forget_requests},
    "faults": {"GET": _pending, "PUT": _set_faults, "DELETE": _no_faults},
    "state": {"GET": _state},
    "reset": {"POST": _reset},
    "age": {"POST": _age},
    "gateway": {"PUT": _gateway},
}
