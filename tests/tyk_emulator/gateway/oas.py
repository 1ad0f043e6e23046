# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAS APIs: a document in one file, the classic definition behind it in another."""

from __future__ import annotations

import copy
import re
from typing import Any

from ..kinds import oas_document
from ..kinds.oas_schema import EXTENSION, at, problems
from ..shape import Mismatch
from ..wire import Refusal, Response
from . import definitions, primitives
from .apis import NOT_LOADED, base_of, check_id, delete, link, loaded, requested_base
from .call import Call, Route, done

_MALFORMED = (400, "request malformed")
_IS_CLASSIC = (400, "the requested API definition is in Tyk classic format, please use old api endpoint")


def _document(call: Call) -> dict[str, Any]:
    doc = call.json(_MALFORMED)
    if EXTENSION not in doc:
        raise Refusal(400, "the payload should contain x-tyk-api-gateway")
    found = problems(doc)
    if found:
        raise Refusal(400, "\n".join(found))
    try:
        return stored(doc)
    except (Mismatch, AttributeError, TypeError):
        raise Refusal(*_MALFORMED) from None


def stored(doc: dict[str, Any]) -> dict[str, Any]:
    """The document with its extension in Tyk's own words."""
    given = doc[EXTENSION]["info"]
    result = oas_document.normalised(doc)
    result[EXTENSION] = definitions.durations(result[EXTENSION])
    info = result[EXTENSION]["info"]
    if not re.fullmatch("[0-9a-f]{24}", info.get("dbId") or ""):
        info.pop("dbId", None)
    info["orgId"] = given.get("orgId") or ""
    if not info["orgId"]:
        info.pop("orgId")
    schemes = at(result, f"{EXTENSION}/server/authentication/securitySchemes") or {}
    for name, scheme in schemes.items():
        told = at(result, f"components/securitySchemes/{name}") or {}
        if told.get("type") == "apiKey":  # where the token is looked for is told by the document
            scheme.pop(told.get("in"), None)
    return result


def classic(doc: dict[str, Any], version: str) -> dict[str, Any]:
    classic = definitions.decoded(oas_document.classic(doc), version)
    return {**classic, "is_oas": True}


def in_step(api: dict[str, Any]) -> None:
    """Bring the links to versions of a document in step with its classic form."""
    info, block = api["oas"][EXTENSION]["info"], api["classic"]["definition"]
    kept = {name: block[name] for name in ("enabled", "name", "default", "location", "key")}
    entries = [{"name": name, "id": api_id} for name, api_id in sorted((block["versions"] or {}).items())]
    info["versioning"] = {**(info.get("versioning") or {}), **kept, "versions": entries}


def _store(call: Call, doc: dict[str, Any]) -> None:
    add_servers(call, doc)
    api_id = doc[EXTENSION]["info"]["id"]
    call.node.put(f"apis/{api_id}.json", classic(doc, call.emulator.config.gateway_version))
    call.node.put(f"apis/{api_id}-oas.json", doc)


def add_servers(call: Call, doc: dict[str, Any]) -> None:
    """Tyk's own addresses come first; those that it had before are gone."""
    path = doc[EXTENSION]["server"]["listenPath"]["value"].rstrip("/") or "/"
    own = [call.emulator.config.gateway_url + path]
    own += [path] if call.since(5, 11) else []
    old = call.node.apis.get(doc[EXTENSION]["info"]["id"])
    before = list((old or {}).get("servers") or [])
    given = doc.get("servers") or []
    others = [entry for entry in given if (entry or {}).get("url", "").rstrip("/") not in {*own, *before}]
    doc["servers"] = [{"url": url} for url in own] + others


def _create(call: Call) -> Response:
    doc = _document(call)
    info = doc[EXTENSION]["info"]
    info["id"] = info.get("id") or call.state.hex(32)
    check_id(call, info["id"])
    base = requested_base(call)
    _store(call, doc)
    link(call, base, info["id"])
    return done(info["id"], "added")


def _found(call: Call) -> dict[str, Any]:
    api = loaded(call)
    if not api["oas"]:
        raise Refusal(*_IS_CLASSIC)
    return api


def shown(call: Call, api: dict[str, Any]) -> dict[str, Any]:
    """The document with its extension filled anew from the classic form."""
    primitives.fill(api, call.shuffled)
    doc = copy.deepcopy(api["oas"])
    doc[EXTENSION]["server"]["listenPath"]["value"] = api["classic"]["proxy"]["listen_path"]
    doc[EXTENSION]["upstream"]["url"] = api["classic"]["proxy"]["target_url"]
    return doc


def _read(call: Call) -> Response:
    return Response(200, shown(call, _found(call)), headers=base_of(call, call.args["api"]))


def _list(call: Call) -> Any:
    found = [api for api in call.node.apis.values() if api["oas"] and not primitives.is_proxy(api)]
    return call.shuffled(shown(call, api) for api in found)


def _update(call: Call) -> Response:
    api = loaded(call)
    if not api["oas"]:
        wrong = "the supplied API definition is in OAS format, please use the Tyk classic format for this API"
        raise Refusal(400, wrong)
    doc = _document(call)
    if doc[EXTENSION]["info"].get("id") != call.args["api"]:
        message = "Request APIID does not match that in Definition! For Update operations these must match."
        raise Refusal(400, message)
    _store(call, doc)
    return done(call.args["api"], "modified")


def _delete(call: Call) -> Response:
    if call.args["api"] not in call.node.apis:
        raise Refusal(*NOT_LOADED)
    return delete(call)


_OAS = "/tyk/apis/oas"
ROUTES = (
    Route("GET", _OAS, _list),
    Route("POST", _OAS, _create),
    Route("GET", f"{_OAS}/{{api}}", _read),
    Route("PUT", f"{_OAS}/{{api}}", _update),
    Route("DELETE", f"{_OAS}/{{api}}", _delete),
)
