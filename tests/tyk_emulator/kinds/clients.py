# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth clients of an API. They live in the Gateway, and there is no way to change one."""

from __future__ import annotations

import base64
from typing import Any

from ..call import Call, Route
from ..state import Row
from ..wire import Refusal, Response, ok
from . import apply
from .api_store import is_owner, reachable

SHAPE = {
    "client_id": "str",
    "secret": "str",
    "redirect_uri": "str",
    "policy_id": "str",
    "meta_data": "whatever",
    "description": "str",
    "client_name": "str",
    "dcr_registration": {"access_token": "str", "client_uri": "str", "provider": "str"},
}
_NO_CLIENT = (404, "Could not retrieve app detail")


def _api(call: Call) -> Row:
    """The API of the path, by its api_id only; the Gateway has to have loaded it."""
    for row in call.state["apis"].find("api_id", call.args["api"]):
        if reachable(call, row):
            if not is_owner(call, row):
                raise Refusal(403, "You don't have access to this")
            if not (call.has("late-gateway") and call.fresh(row)):
                return row
    raise Refusal(400, "API reference not found")


def _create(call: Call) -> Any:
    doc = call.read(SHAPE, call.json())
    api = _api(call)
    definition = api["doc"]["api_definition"]
    if not definition["use_oauth2"] and not definition["enable_jwt"]:
        raise Refusal(400, "API is not OAuth2")
    if doc["policy_id"]:
        policy = apply.find_policy(call.state, api["org_id"], doc["policy_id"])
        late = policy is not None and call.has("late-gateway") and call.fresh(policy)
        if policy is None or late or not call.visible(policy):
            raise Refusal(500, "Could not retrieve policy details")
    doc["client_id"] = doc["client_id"] or call.state.hex(32)
    doc["secret"] = doc["secret"] or base64.b64encode(call.state.hex(36).encode()).decode()
    # A client that is there already is overwritten without a word.
    row = {"id": f"{api['api_id']}/{doc['client_id']}", "api_id": api["api_id"], "org_id": api["org_id"], "doc": doc}
    call.state["clients"].put(row)
    return doc


def _list(call: Call) -> Any:
    api = _api(call)
    return {"apps": [row["doc"] for row in call.state["clients"].find("api", api["api_id"])], "pages": 1}


def _find(call: Call) -> Row:
    row = call.state["clients"].get(f"{_api(call)['api_id']}/{call.args['id']}")
    if row is None:
        raise Refusal(*_NO_CLIENT)
    return row


def _read(call: Call) -> Any:
    return _find(call)["doc"]


def _delete(call: Call) -> Response:
    call.state["clients"].remove(_find(call)["id"])
    return ok("OAuth client deleted successfully")


def _tokens(call: Call) -> Any:
    _find(call)
    return []


def _revoke(_call: Call) -> Response:
    return ok("tokens revoked successfully")


_OAUTH = "/api/apis/oauth/{api}"
ROUTES = (
    Route("GET", _OAUTH, _list, "oauth"),
    Route("POST", _OAUTH, _create, "oauth"),
    Route("GET", _OAUTH + "/{id}", _read, "oauth"),
    Route("DELETE", _OAUTH + "/{id}", _delete, "oauth"),
    Route("GET", _OAUTH + "/{id}/tokens", _tokens, "oauth"),
    Route("POST", _OAUTH + "/revoke", _revoke, "oauth"),
    Route("POST", _OAUTH + "/revoke_all", _revoke, "oauth"),
)
