# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Classic APIs, and what the two formats share. Writes go to files, reads come from what was loaded."""

from __future__ import annotations

from typing import Any

from ..go_json import first_value
from ..shape import Mismatch
from ..wire import Refusal, Response
from . import definitions
from .call import MALFORMED, Call, Route, done

NOT_LOADED = (404, "API not found")
_CLASSIC_ONLY = "this API endpoint only supports Tyk Classic APIs; please use the appropriate Tyk OAS API endpoint"


def _decoded(call: Call) -> dict[str, Any]:
    """The definition in the body; a null is one too, and what follows the first value is not looked at."""
    try:
        return definitions.decoded(first_value(call.request.body), call.emulator.config.gateway_version)
    except (ValueError, Mismatch):
        raise Refusal(*MALFORMED) from None


def check_id(call: Call, api_id: str) -> None:
    if call.since(5, 12) and ("/" in api_id or "\\" in api_id or api_id in (".", "..")):
        raise Refusal(400, "Invalid API ID")


def shown(call: Call, classic: dict[str, Any]) -> dict[str, Any]:
    return definitions.shown(classic, call.emulator.config.gateway_version)


def _list(call: Call) -> Any:
    return call.shuffled(shown(call, api["classic"]) for api in call.node.apis.values())


def loaded(call: Call) -> dict[str, Any]:
    """The API of the path, if it was loaded."""
    api = call.node.apis.get(call.args["api"])
    if api is None:
        raise Refusal(*NOT_LOADED)
    return api


def base_of(call: Call, api_id: str) -> dict[str, str]:
    """The header that tells the base of a child version."""
    for base_id, base in call.node.apis.items():
        if base_id != api_id and api_id in (base["classic"]["definition"]["versions"] or {}).values():
            return {"x-tyk-base-api-id": base_id}
    return {}


def _read(call: Call) -> Response:
    return Response(200, shown(call, loaded(call)["classic"]), headers=base_of(call, call.args["api"]))


def _create(call: Call) -> Response:
    definition = _decoded(call)
    definition["api_id"] = definition["api_id"] or call.state.hex(32)
    check_id(call, definition["api_id"])
    base = requested_base(call)
    call.node.put(f"apis/{definition['api_id']}.json", definition)
    link(call, base, definition["api_id"])
    return done(definition["api_id"], "added")


def _update(call: Call) -> Response:
    api, definition = loaded(call), _decoded(call)
    if api["oas"]:
        raise Refusal(400, _CLASSIC_ONLY)
    if definition["api_id"] != call.args["api"]:
        message = "Request APIID does not match that in Definition! For Update operations these must match."
        raise Refusal(400, message)
    call.node.put(f"apis/{call.args['api']}.json", definition)
    return done(call.args["api"], "modified")


def delete(call: Call) -> Response:
    api, api_id = loaded(call), call.args["api"]
    names = [f"apis/{api_id}.json", *([f"apis/{api_id}-oas.json"] if api["oas"] else [])]
    if not call.node.has(names[0]) or (call.since(5, 12) and not all(map(call.node.has, names))):
        raise Refusal(500, "Delete failed")
    for name in names:
        call.node.remove(name)
    unlink(call, api_id)
    return done(api_id, "deleted")


def requested_base(call: Call) -> dict[str, Any] | None:
    """The API that the request wants a new version of."""
    base_id = call.param("base_api_id")
    if not base_id:
        return None
    base = call.node.apis.get(base_id)
    if not call.since(5, 8, 6):
        return base
    if not call.param("new_version_name"):
        raise Refusal(422, "The new version name is required")
    if base is None:
        raise Refusal(400, f"{base_id} is not a valid Base API version")
    if not (base["classic"]["definition"]["name"] or call.param("base_api_version_name")):
        raise Refusal(400, f"you need to provide a version name for the new Base API: {base_id}")
    return base


def link(call: Call, base: dict[str, Any] | None, child_id: str) -> None:
    """Enter a new child in its base, whose file is written anew from what was loaded."""
    if base is None:
        return
    block, name = base["classic"]["definition"], call.param("new_version_name")
    block["enabled"] = True
    block["name"] = call.param("base_api_version_name") or block["name"]
    block["key"], block["location"] = block["key"] or "x-api-version", block["location"] or "header"
    block["default"] = name if call.param("set_default") == "true" else block["default"] or "self"
    block["versions"] = {**(block["versions"] or {}), name: child_id}
    rewrite(call, base)


def unlink(call: Call, child_id: str) -> None:
    for base in call.node.apis.values():
        block = base["classic"]["definition"]
        names = [name for name, api_id in (block["versions"] or {}).items() if api_id == child_id]
        if names:
            block["versions"] = {name: api_id for name, api_id in block["versions"].items() if name not in names}
            block["default"] = block["name"] if block["default"] in names else block["default"]
            rewrite(call, base)


def rewrite(call: Call, api: dict[str, Any]) -> None:
    """Write a loaded API back, with all that loading did to it."""
    from .oas import in_step

    api_id = api["classic"]["api_id"]
    call.node.put(f"apis/{api_id}.json", api["classic"])
    if api["oas"]:
        in_step(api)
        call.node.put(f"apis/{api_id}-oas.json", api["oas"])


def _versions(call: Call) -> Any:
    base = loaded(call)["classic"]
    block = base["definition"]
    children = [
        (name, call.node.apis[i]["classic"]) for name, i in (block["versions"] or {}).items() if i in call.node.apis
    ]
    rows = [(block["name"], base), *sorted(children, key=lambda pair: pair[0])]
    told = [
        {
            "id": api["api_id"],
            "name": api["name"],
            "versionName": name,
            "internal": api["internal"],
            "expirationDate": "",
            "isDefaultVersion": block["default"] in (name, "self" if api is base else name),
        }
        for name, api in rows
    ]
    return {"status": "success", "apis": told}


ROUTES = (
    Route("GET", "/tyk/apis", _list),
    Route("POST", "/tyk/apis", _create),
    Route("GET", "/tyk/apis/{api}", _read),
    Route("POST", "/tyk/apis/{api}", _create),
    Route("PUT", "/tyk/apis/{api}", _update),
    Route("DELETE", "/tyk/apis/{api}", delete),
    Route("GET", "/tyk/apis/{api}/versions", _versions),
    Route("GET", "/tyk/apis/oas/{api}/versions", _versions),
)
