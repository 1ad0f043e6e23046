# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""MCP proxies: OAS documents whose classic form is marked, in files and lists of their own."""

from __future__ import annotations

import re
from typing import Any

from ..oas import forms
from ..oas.extension import EXTENSION
from ..wire import Refusal, Response
from . import oas, primitives, servers
from .apis import NOT_LOADED, base_of, check_id, check_rules, link, requested_base, unlink
from .call import Call, Route, done

_NO_PROXY = (404, "API is not an MCP Proxy")
_OTHER_ID = "Request APIID does not match that in Definition! For Update operations these must match."


def _document(call: Call) -> tuple[dict[str, Any], Any]:
    """The document after all that is demanded of it, and its extension."""
    try:
        return oas.document(call, extension=True, mcp=True)
    except Refusal as refusal:
        raise Refusal(refusal.status, re.sub("^Schema not found", "schema not found", refusal.message)) from None


def _taken(call: Call, doc: dict[str, Any], given: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both forms of a proxy; the classic one is marked."""
    doc, classic = forms.taken(doc, given, oas.version_of(call))
    classic |= primitives.MARK
    check_rules(call, classic)
    return doc, classic


def _proxy(call: Call) -> dict[str, Any]:
    """The proxy of the path, if it was loaded."""
    check_id(call, call.args["api"])
    api = call.node.apis.get(call.args["api"])
    if api is None:
        raise Refusal(*NOT_LOADED)
    if not primitives.is_proxy(api):
        raise Refusal(*_NO_PROXY)
    return api


def _shown(call: Call, api: dict[str, Any]) -> dict[str, Any]:
    """The document; of a classic API that bears the mark it is made from nothing but that."""
    if api["oas"]:
        return oas.shown(call, api)
    nothing: dict[str, Any] = {"components": {}, "info": None, "openapi": "", "paths": {}, EXTENSION: {}}
    return forms.shown(nothing, api["classic"], oas.version_of(call))


def _list(call: Call) -> Any:
    found = [api for api in call.node.apis.values() if primitives.is_proxy(api)]
    return call.shuffled(_shown(call, api) for api in found)


def _read(call: Call) -> Response:
    return Response(200, _shown(call, _proxy(call)), headers=base_of(call, call.args["api"]))


def _create(call: Call) -> Response:
    doc, given = _document(call)
    base = requested_base(call)
    doc, classic = _taken(call, doc, given)
    classic["api_id"] = classic["api_id"] or call.state.hex(32)
    check_id(call, classic["api_id"])
    servers.add(call, doc, classic, base)
    oas.write(call, doc, classic)
    link(call, base, classic["api_id"])
    return done(classic["api_id"], "added")


def _update(call: Call) -> Response:
    doc, given = _document(call)
    api = _proxy(call)
    doc, classic = _taken(call, doc, given)
    if classic["api_id"] != call.args["api"]:
        raise Refusal(400, _OTHER_ID)
    servers.renew(call, doc, classic, api)
    oas.write(call, doc, classic)
    return done(call.args["api"], "modified")


def _delete(call: Call) -> Response:
    _proxy(call)
    api_id = call.args["api"]
    names = [f"apis/{api_id}.json", f"apis/{api_id}-mcp.json"]
    if not all(map(call.node.has, names)):
        raise Refusal(500, "Delete failed")
    for name in names:
        call.node.remove(name)
    unlink(call, api_id)
    return done(api_id, "deleted")


_SINCE = (5, 13)
ROUTES = (
    Route("GET", "/tyk/mcps", _list, _SINCE),
    Route("POST", "/tyk/mcps", _create, _SINCE),
    Route("GET", "/tyk/mcps/{api}", _read, _SINCE),
    Route("PUT", "/tyk/mcps/{api}", _update, _SINCE),
    Route("DELETE", "/tyk/mcps/{api}", _delete, _SINCE),
)
