# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies: files that are called by their id. Create and update overwrite what is there."""

from __future__ import annotations

import re
from typing import Any

from ..wire import Refusal, Response
from . import grants
from .call import Call, Route, done
from .fields import shown

_SAFE = re.compile(r"[a-zA-Z0-9.\-_~]+")
_BAD_ID = "Invalid Policy ID: Allowed characters: a-z, A-Z, 0-9, ., _, -, ~"
_OTHER_ID = "Request ID does not match that in policy! For Update operations these must match."
_LONGEST = 255  # bytes in the name of a file


def _list(call: Call) -> Any:
    return call.shuffled(shown("Policy", policy, call.version) for policy in call.node.scoped.values())


def _read(call: Call) -> Any:
    policy = call.node.policies.get(call.args["id"])
    if policy is None:
        raise Refusal(404, "Policy not found")
    return shown("Policy", policy, call.version)


def _store(call: Call, action: str) -> Response:
    policy = call.decode("Policy")
    if policy["id"] and call.since(5, 13) and not _SAFE.fullmatch(policy["id"]):
        raise Refusal(400, _BAD_ID)
    if action == "modified" and policy["id"] != call.args["id"]:
        raise Refusal(400, _OTHER_ID)
    policy["id"] = policy["id"] or policy["_id"]
    if not policy["id"] and call.mended((5, 8, 8), (5, 11)):
        raise Refusal(400, "Unable to create policy without id.")
    if call.since(5, 13):
        grants.check(call, policy["access_rights"])
    name = f"{policy['id']}.json"
    if "/" in name or "\0" in name or len(name.encode()) > _LONGEST:
        raise Refusal(500, "Failed to create file!")
    call.node.put(f"policies/{name}", policy)
    return done(policy["id"], action)


def _create(call: Call) -> Response:
    return _store(call, "added")


def _update(call: Call) -> Response:
    return _store(call, "modified")


def _delete(call: Call) -> Response:
    name = f"policies/{call.args['id']}.json"
    if not call.node.has(name):
        raise Refusal(500, "Delete failed")
    call.node.remove(name)
    return done(call.args["id"], "deleted")


def _update_none(_call: Call) -> Response:
    raise Refusal(400, "Must specify an apiID to update")


def _delete_none(_call: Call) -> Response:
    raise Refusal(400, "Must specify an apiID to delete")


ROUTES = (
    Route("GET", "/tyk/policies", _list),
    Route("POST", "/tyk/policies", _create),
    Route("PUT", "/tyk/policies", _update_none),
    Route("DELETE", "/tyk/policies", _delete_none),
    Route("GET", "/tyk/policies/{id}", _read),
    Route("POST", "/tyk/policies/{id}", _create),
    Route("PUT", "/tyk/policies/{id}", _update),
    Route("DELETE", "/tyk/policies/{id}", _delete),
)
