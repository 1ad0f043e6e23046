# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAuth clients of an API, and their tokens. Here clients can be changed, but for their id and secret."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import parse_qs

from ..state import Row
from ..wire import Refusal, Response
from . import store
from .call import BROKEN, Call, Route, done, said

_SHOWN = ("client_id", "redirect_uri", "policy_id", "secret", "meta_data", "description")
_NO_API = (404, "API doesn't exist")
_NO_CLIENT = (404, "OAuth Client ID not found")
_NOT_OAUTH = (400, "API is not OAuth2")
_UNREADABLE = (500, "Unmarshalling failed")
_PAGE = 100


def _api(call: Call, api_id: str) -> dict[str, Any] | None:
    found = call.node.apis.get(api_id)
    return found["classic"] if found else None


def _managed(call: Call, api: dict[str, Any]) -> bool:
    """Whether the API can hold clients: it is made for it, or something asked for one since it was loaded."""
    return api["use_oauth2"] or api["api_id"] in call.node.managed


def _panic(call: Call, api: dict[str, Any]) -> Response | None:
    """What comes of an API that holds no clients: the connection ends without an answer."""
    return None if _managed(call, api) else Response(drop=True)


def _shown(row: Row) -> dict[str, Any]:
    doc = row["doc"]
    return {name: doc.get(name) for name in _SHOWN if name != "policy_id" or doc[name]}


def _secret(call: Call) -> str:
    digits = call.state.hex(32)
    uuid = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    return base64.b64encode(uuid.encode()).decode()


def _create(call: Call) -> Any:
    doc = call.decode("Client", _UNREADABLE)
    doc["client_id"] = doc["client_id"] or call.state.hex(32)
    doc["secret"] = doc["secret"] or _secret(call)
    if doc["api_id"]:
        api = _api(call, doc["api_id"])
        if api is None:
            raise Refusal(400, "API doesn't exist")
        if not api["use_oauth2"]:
            raise Refusal(*_NOT_OAUTH)
        return _shown(_put(call, api, doc))
    return _create_for_policy(call, doc)


def _create_for_policy(call: Call, doc: dict[str, Any]) -> Any:
    """Without an API the client is for all those of its policy that know OAuth2 or JWT."""
    policy = call.node.policies.get(doc["policy_id"])
    if policy is None:
        raise Refusal(400, "Policy doesn't exist")
    made = None
    for api_id in policy["access_rights"] or {}:
        api = _api(call, api_id)
        if api is None:
            raise Refusal(400, "API doesn't exist")
        if api["use_oauth2"] or api.get("enable_jwt"):
            call.node.managed.add(api_id)
            made = _put(call, api, doc)
    if made is None:
        raise Refusal(*_NOT_OAUTH)
    return _shown(made)


def _put(call: Call, api: dict[str, Any], given: dict[str, Any]) -> Row:
    """Stores a client of an API; one that is there already is overwritten without a word."""
    if not call.node.redis:
        raise Refusal(500, "Failure in storing client data.")
    api_id = api["api_id"]
    doc = {**given, "api_id": api_id, "client_name": ""}
    doc["dcr_registration"] = {"access_token": "", "client_uri": "", "provider": ""}
    row = {"id": f"{api_id}/{doc['client_id']}", "api_id": api_id, "org_id": api["org_id"], "doc": doc}
    call.state["clients"].put(row)
    return row


def _of(call: Call, api: dict[str, Any]) -> list[Row]:
    return call.state["clients"].find("api", api["api_id"]) if api["use_oauth2"] and call.node.redis else []


def _list(call: Call) -> Any:
    api = _api(call, call.args["api"])
    if api is None:
        return Response(404, None)
    return call.shuffled(map(_shown, _of(call, api)))


def _find(call: Call) -> Row:
    row = call.state["clients"].get(f"{call.args['api']}/{call.args['id']}") if call.node.redis else None
    if row is None:
        raise Refusal(*_NO_CLIENT)
    return row


def _read(call: Call) -> Any:
    if _api(call, call.args["api"]) is not None:
        call.node.managed.add(call.args["api"])
        return _shown(_find(call))
    raise Refusal(*_NO_CLIENT)


def _update(call: Call) -> Any:
    doc = call.decode("Client", _UNREADABLE)
    api = _api(call, call.args["api"])
    if api is None:
        raise Refusal(*_NO_API)
    policy = store.policy(call, api["org_id"], doc["policy_id"]) if doc["policy_id"] else None
    if doc["policy_id"] and policy is None:
        raise Refusal(404, "Policy doesn't exist")
    if policy is not None and call.args["api"] not in (policy["access_rights"] or {}):
        raise Refusal(400, "Policy access rights doesn't contain API this OAuth client belongs to")
    return _panic(call, api) or _change(
        call, {name: doc[name] for name in ("redirect_uri", "policy_id", "meta_data", "description")}
    )


def _change(call: Call, changed: dict[str, Any]) -> Any:
    row = _find(call)
    row = {**row, "doc": {**row["doc"], **changed}}
    call.state["clients"].put(row)
    return _shown(row)


def _rotate(call: Call) -> Any:
    """A new secret, which cannot be chosen."""
    api = _api(call, call.args["api"])
    if api is None:
        raise Refusal(*_NO_API)
    return _panic(call, api) or _change(call, {"secret": _secret(call)})


def _delete(call: Call) -> Response:
    api = _api(call, call.args["api"])
    if api is None or not _managed(call, api):
        raise Refusal(*_NO_CLIENT)
    name = call.args.get("id", "")
    if call.node.redis:
        call.state["clients"].remove(f"{call.args['api']}/{name}")
    return done(name, "deleted")


def _tokens(call: Call) -> Any:
    """No client here ever got a token."""
    api = _api(call, call.args["api"])
    if api is None:
        raise Refusal(*_NO_CLIENT)
    if not _managed(call, api):
        return Response(drop=True)
    if not call.node.redis:
        raise Refusal(500, "Get client tokens failed")
    page = call.param("page")
    number = int(page) if page.isascii() and page.isdigit() and int(page) > 0 else 1
    told = {"page_num": number, "page_total": 0, "page_size": _PAGE}
    return {"Pagination": told, "Tokens": []} if page else []


def _apis(call: Call) -> Any:
    """The APIs of an organisation that have this client. Without the organisation the path means something else."""
    if "orgID" not in call.request.params:
        call.args["api"] = "apis"
        return _read(call)
    return _holders(call, call.args["id"], call.param("orgID"))


def _holders(call: Call, client: str, org: str) -> list[str]:
    apis = [found["classic"] for found in call.node.apis.values() if org in ("", found["classic"]["org_id"])]
    return call.shuffled(
        api["api_id"] for api in apis if any(row["doc"]["client_id"] == client for row in _of(call, api))
    )


def _forget_refresh(call: Call) -> Response:
    if not call.param("api_id"):
        raise Refusal(400, "Missing parameter api_id")
    api = _api(call, call.param("api_id"))
    if api is None:
        raise Refusal(404, "API for this refresh token not found")
    if not _managed(call, api):
        raise Refusal(400, "OAuth is not enabled on this API")
    return done(call.args["token"], "deleted")


def _form(call: Call) -> dict[str, str]:
    """The fields of a form; what is no form has none."""
    media = call.request.headers.get("content-type", "").split(";")[0].strip().lower()
    text = call.request.body.decode("utf-8", "replace") if media == "application/x-www-form-urlencoded" else ""
    if any(";" in part or BROKEN.search(part) for part in (text, call.request.query)):
        raise Refusal(400, "cannot parse form. Form malformed")
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def _revoke(call: Call) -> Response:
    form = _form(call)
    for name in ("token", "client_id"):
        if not form.get(name):
            raise Refusal(400, f"{name} is required")
    if not _holders(call, form["client_id"], form.get("org_id", "")):
        raise Refusal(400, "oauth client doesn't exist")
    return said("token revoked successfully")


def _revoke_all(call: Call) -> Response:
    form = _form(call)
    for name in ("client_id", "client_secret"):
        if not form.get(name):
            raise Refusal(401, f"{name} is required")
    if not _holders(call, form["client_id"], form.get("org_id", "")):
        raise Refusal(404, "oauth client doesn't exist")
    return said("tokens revoked successfully")


def _purge(call: Call) -> Response:
    if "scope" not in call.request.params:
        raise Refusal(422, "scope parameter is required")
    if call.param("scope") != "lapsed":
        raise Refusal(400, "unknown scope")
    return said("lapsed tokens purged")


_OAUTH = "/tyk/oauth/clients"
ROUTES = (
    Route("POST", f"{_OAUTH}/create", _create),
    Route("PUT", f"{_OAUTH}/{{api}}/{{id}}", _update),
    Route("PUT", f"{_OAUTH}/{{api}}/{{id}}/rotate", _rotate),
    Route("GET", f"{_OAUTH}/apis/{{id}}", _apis),
    Route("DELETE", "/tyk/oauth/refresh/{token}", _forget_refresh),
    Route("POST", "/tyk/oauth/revoke", _revoke),
    Route("POST", "/tyk/oauth/revoke_all", _revoke_all),
    Route("GET", f"{_OAUTH}/{{api}}", _list),
    Route("DELETE", f"{_OAUTH}/{{api}}", _delete),
    Route("GET", f"{_OAUTH}/{{api}}/{{id}}", _read),
    Route("DELETE", f"{_OAUTH}/{{api}}/{{id}}", _delete),
    Route("GET", f"{_OAUTH}/{{api}}/{{id}}/tokens", _tokens),
    Route("DELETE", "/tyk/oauth/tokens", _purge, (5, 0, 9)),
)
