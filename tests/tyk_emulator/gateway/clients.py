# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth clients of an API. Here they can be changed, but for their id and secret."""

from __future__ import annotations

import base64
from typing import Any

from ..state import Row
from ..wire import Refusal, Response
from .call import Call, Route, done

SHAPE = {
    "client_id": "str",
    "redirect_uri": "str",
    "api_id": "str",
    "policy_id": "str",
    "secret": "str",
    "meta_data": "any",
    "description": "str",
}
_NO_CLIENT = (404, "OAuth Client ID not found")
_UNREADABLE = (500, "Unmarshalling failed")


def _api(call: Call, api_id: str) -> dict[str, Any] | None:
    found = call.node.apis.get(api_id)
    return found["classic"] if found else None


def _shown(row: Row) -> dict[str, Any]:
    doc = row["doc"]
    kept = ("client_id", "redirect_uri", "policy_id", "secret", "meta_data", "description")
    shown = {name: doc[name] for name in kept}
    return {name: value for name, value in shown.items() if value or name not in ("policy_id",)}


def _create(call: Call) -> Any:
    doc = call.read(SHAPE, _UNREADABLE)
    api = _api(call, doc["api_id"])
    if api is None:
        raise Refusal(400, "API doesn't exist")
    if not api["use_oauth2"]:
        raise Refusal(400, "API is not OAuth2")
    if not call.node.redis:
        raise Refusal(500, "Failure in storing client data.")
    doc["client_id"] = doc["client_id"] or call.state.hex(32)
    doc["secret"] = doc["secret"] or base64.b64encode(call.state.hex(36).encode()).decode()
    # A client that is there already is overwritten without a word.
    doc |= {"client_name": "", "dcr_registration": {"access_token": "", "client_uri": "", "provider": ""}}
    row = {"id": f"{doc['api_id']}/{doc['client_id']}", "api_id": doc["api_id"], "org_id": api["org_id"], "doc": doc}
    call.state["clients"].put(row)
    return _shown(row)


def _list(call: Call) -> Any:
    api = _api(call, call.args["api"])
    if api is None:
        return Response(404, body=b"null", headers={"content-type": "application/json"})
    rows = call.state["clients"].find("api", call.args["api"]) if api["use_oauth2"] and call.node.redis else []
    return call.shuffled(map(_shown, rows))


def _find(call: Call) -> Row:
    row = call.state["clients"].get(f"{call.args['api']}/{call.args['id']}") if call.node.redis else None
    if row is None:
        raise Refusal(*_NO_CLIENT)
    return row


def _read(call: Call) -> Any:
    return _shown(_find(call))


def _update(call: Call) -> Any:
    doc = call.read(SHAPE, _UNREADABLE)
    api = _api(call, call.args["api"])
    if api is None:
        raise Refusal(404, "API doesn't exist")
    row = _find(call)
    policy = call.node.policies.get(doc["policy_id"]) if doc["policy_id"] else None
    if doc["policy_id"] and policy is None:
        raise Refusal(404, "Policy doesn't exist")
    if policy is not None and call.args["api"] not in (policy["access_rights"] or {}):
        raise Refusal(400, "Policy access rights doesn't contain API this OAuth client belongs to")
    changed = {name: doc[name] for name in ("redirect_uri", "policy_id", "meta_data", "description")}
    row = {**row, "doc": {**row["doc"], **changed}}
    call.state["clients"].put(row)
    return _shown(row)


def _delete(call: Call) -> Response:
    if _api(call, call.args["api"]) is None:
        raise Refusal(*_NO_CLIENT)
    if call.node.redis:
        call.state["clients"].remove(f"{call.args['api']}/{call.args['id']}")
    return done(call.args["id"], "deleted")


_OAUTH = "/tyk/oauth/clients"
ROUTES = (
    Route("POST", f"{_OAUTH}/create", _create),
    Route("GET", f"{_OAUTH}/{{api}}", _list),
    Route("GET", f"{_OAUTH}/{{api}}/{{id}}", _read),
    Route("PUT", f"{_OAUTH}/{{api}}/{{id}}", _update),
    Route("DELETE", f"{_OAUTH}/{{api}}/{{id}}", _delete),
)
