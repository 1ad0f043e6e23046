# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Classic APIs, and what the two formats share. Writes go to files, reads come from what was loaded."""

from __future__ import annotations

import copy
import posixpath
import re
from typing import Any
from urllib.parse import unquote_plus

from ..go_json import first_value
from ..shape import Mismatch
from ..wire import Refusal, Response
from . import api_rules, definitions, primitives
from .call import MALFORMED, Call, Route, done

NOT_LOADED = (404, "API not found")
_LONGEST_NAME = 255  # of a file, in bytes
_CLASSIC_ONLY = "this API endpoint only supports Tyk Classic APIs; please use the appropriate Tyk OAS API endpoint"


def _decoded(call: Call) -> dict[str, Any]:
    """The definition in the body; a null is one too, and what follows the first value is not looked at."""
    try:
        definition = definitions.decoded(first_value(call.request.body), call.emulator.config.gateway_version)
    except (ValueError, Mismatch):
        raise Refusal(*MALFORMED) from None
    return {**definition, "is_oas": False}


def check_id(call: Call, api_id: str) -> None:
    """Ids that would lead out of the folder, however often they are encoded."""
    if not call.since(5, 12):
        return
    for _time in range(4):
        if api_id in ("", ".", "..") or "/" in api_id or "\\" in api_id:
            raise Refusal(400, "Invalid API ID")
        if re.search("%(?![0-9a-fA-F]{2})", api_id):
            return
        api_id = unquote_plus(api_id)


def file_of(call: Call, api_id: str, ending: str = "") -> str:
    """The name of the file that an API of that id is written to."""
    name = posixpath.normpath(f"apis/{api_id}{ending}.json")
    folder, _mark, last = name.removeprefix("apis/").rpartition("/")
    if folder.strip("./") or "\0" in name or len(last.encode()) > _LONGEST_NAME:
        raise Refusal(500, "file object creation failed, write error")
    return name


def check_rules(call: Call, definition: dict[str, Any]) -> None:
    """The rules that hold for definitions of both formats."""
    fault = api_rules.fault(definition, call.since)
    if fault:
        raise Refusal(400, fault)


def shown(call: Call, classic: dict[str, Any]) -> dict[str, Any]:
    return definitions.shown(classic, call.emulator.config.gateway_version)


def _list(call: Call) -> Any:
    """All that was loaded; MCP proxies only where they are asked for."""
    wanted = [kind.strip() for kind in call.param("include_types").split(",")]
    found = [api["classic"] for api in call.node.apis.values()]
    with_mcp = "mcp" in wanted
    return call.shuffled(shown(call, one) for one in found if with_mcp or one.get("application_protocol") != "mcp")


def loaded(call: Call) -> dict[str, Any]:
    """The API of the path, if it was loaded."""
    api = call.node.apis.get(call.args["api"])
    if api is None:
        raise Refusal(*NOT_LOADED)
    return api


def base_of(call: Call, api_id: str) -> dict[str, str]:
    """The header that tells the base of a child version."""
    base = call.node.apis[api_id]["base"]
    return {"x-tyk-base-api-id": base} if base else {}


def _read(call: Call) -> Response:
    return Response(200, shown(call, loaded(call)["classic"]), headers=base_of(call, call.args["api"]))


def _create(call: Call) -> Response:
    base = requested_base(call)
    definition = _decoded(call)
    check_rules(call, definition)
    definition["api_id"] = definition["api_id"] or call.state.hex(32)
    check_id(call, definition["api_id"])
    call.node.put(file_of(call, definition["api_id"]), definition)
    link(call, base, definition["api_id"])
    return done(definition["api_id"], "added")


def _update(call: Call) -> Response:
    check_id(call, call.args["api"])
    api = loaded(call)
    if api["oas"]:
        raise Refusal(400, _CLASSIC_ONLY)
    definition = _decoded(call)
    if definition["api_id"] != call.args["api"]:
        message = "Request APIID does not match that in Definition! For Update operations these must match."
        raise Refusal(400, message)
    check_rules(call, definition)
    call.node.put(file_of(call, call.args["api"]), definition)
    return done(call.args["api"], "modified")


def delete(call: Call) -> Response:
    check_id(call, call.args["api"])
    api, api_id = loaded(call), call.args["api"]
    names = [f"apis/{api_id}.json", *([f"apis/{api_id}-oas.json"] if api["oas"] else [])]
    if not call.node.has(names[0]) or (call.since(5, 12) and not all(map(call.node.has, names))):
        raise Refusal(500, "Delete failed")
    for name in names:
        call.node.remove(name)
    if not unlink(call, api_id):
        return Response(drop=True)
    return done(api_id, "deleted")


def requested_base(call: Call) -> dict[str, Any] | None:
    """The API that the request wants a new version of."""
    base_id = call.param("base_api_id")
    if not base_id:
        return None
    base = call.node.apis.get(base_id)
    if not call.since(5, 8, 6) or (call.since(5, 9) and not call.since(5, 10)):
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
    block["versions"] = dict(sorted({**(block["versions"] or {}), name: child_id}.items()))
    base["base"] = base["classic"]["api_id"]  # until the next load
    rewrite(call, base)


def unlink(call: Call, child_id: str) -> bool:
    """Take a deleted child out of its base; before 5.12 only the file of the base is without it until a reload.

    A base with scripts of its own makes such an older Gateway panic: then nothing is written, and nothing answered.
    """
    base = call.node.apis.get(call.node.apis[child_id]["base"])
    if base is None:
        return True
    if not call.since(5, 12) and definitions.has_scripts(base["classic"]):
        return False
    kept = base if call.since(5, 12) else copy.deepcopy(base)
    block = kept["classic"]["definition"]
    for name, api_id in list((block["versions"] or {}).items()):
        if api_id == child_id:
            block["versions"].pop(name)
            block["default"] = block["name"] if block["default"] == name else block["default"]
            break
    rewrite(call, kept)
    return True


def rewrite(call: Call, api: dict[str, Any]) -> None:
    """Write a loaded API back, with all that loading did to it."""
    from .oas import in_step

    api_id = api["classic"]["api_id"]
    call.node.put(f"apis/{api_id}.json", api["classic"])
    if api["oas"]:
        in_step(call, api)
        call.node.put(f"apis/{api_id}{primitives.ending(api['classic'])}.json", api["oas"])


def _versions(call: Call) -> Any:
    """An API and its children, those that were loaded and fit the search."""
    base = loaded(call)["classic"]
    block = base["definition"]
    default = block["name"] if block["default"] == "self" and call.since(5, 11) else block["default"]
    children = sorted((block["versions"] or {}).items())
    rows = [(block["name"], base)]
    rows += [(name, call.node.apis[api_id]["classic"]) for name, api_id in children if api_id in call.node.apis]
    told = [
        {
            "id": api["api_id"],
            "name": api["name"],
            "versionName": name,
            "internal": api["internal"],
            "expirationDate": api["expiration"],
            "isDefaultVersion": default == name,
        }
        for name, api in rows
        if _is_wanted(call, name, api)
    ]
    return {"status": "success", "apis": told or None}


def _is_wanted(call: Call, name: str, api: dict[str, Any]) -> bool:
    access = {"internal": True, "external": False}.get(call.param("accessType"), api["internal"])
    return access == api["internal"] and call.param("searchText").lower() in name.lower()


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
