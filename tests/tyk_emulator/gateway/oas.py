# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAS APIs: a document in one file, the classic definition behind it in another."""

from __future__ import annotations

import importlib
import json
from typing import Any

from ..go_json import first_value
from ..oas import addresses, authentication, documents, forms
from ..oas.extension import EXTENSION, Version
from ..oas.importing import Importer, options_of
from ..wire import Refusal, Response
from . import primitives, servers
from .apis import (
    NOT_LOADED,
    base_of,
    check_id,
    check_rules,
    delete,
    file_of,
    link,
    loaded,
    requested_base,
)
from .call import Call, Panic, Route, done

_MALFORMED = (400, "request malformed")
_IS_CLASSIC = (400, "the requested API definition is in Tyk classic format, please use old api endpoint")
_NOT_OAS = (400, "the supplied API definition is in OAS format, please use the Tyk classic format for this API")
_OTHER_ID = (400, "Request APIID does not match that in Definition! For Update operations these must match.")
_NO_EXTENSION = (400, "the payload should contain x-tyk-api-gateway")
_WITH_EXTENSION = (400, "the import payload should not contain x-tyk-api-gateway")
_FILE_TYPE = "application/octet-stream"


def version_of(call: Call) -> Version:
    return tuple(int(part) for part in call.emulator.config.gateway_version.split("."))


def body(call: Call) -> dict[str, Any]:
    """The document of the request; YAML is taken too."""
    text = call.request.body.decode("utf-8", "tyk-each-byte")
    try:
        doc = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        doc = _loosely(call, text)
    if doc is None:
        doc = {}
    if not isinstance(doc, dict):
        raise Refusal(*_MALFORMED)
    return doc


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _loosely(call: Call, text: str) -> Any:
    """A document with something behind it, or one in YAML."""
    try:
        first = first_value(call.request.body)
    except ValueError:
        first = None
    return first if isinstance(first, dict) else _yaml(text)


def _yaml(text: str) -> Any:
    yaml = importlib.import_module("yaml")
    try:
        return json.loads(json.dumps(yaml.safe_load(text.removeprefix("\ufeff")), default=str))
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        raise Refusal(*_MALFORMED) from None


def document(call: Call, extension: bool | None, mcp: bool = False) -> tuple[dict[str, Any], Any]:
    """The document of the request, checked, and its extension; `extension` says whether there has to be one."""
    doc, version = body(call), version_of(call)
    given = doc.get(EXTENSION)
    if call.request.path.rstrip("/").endswith("/import"):
        extension = False
    if extension is not None:
        _decodable(doc, version)
        if extension is False and given is not None:
            raise Refusal(*_WITH_EXTENSION)
        if extension and given is None:
            raise Refusal(*_NO_EXTENSION)
        if given is not None and not isinstance(given, dict):
            raise Panic
    if mcp or not call.since(5, 13):
        _check_json(call)
    try:
        normal, faults = documents.checked(doc, version, mcp)
    except documents.Malformed:
        raise Refusal(*_MALFORMED) from None
    if not faults or (normal and len(faults) == 1):
        faults = [*faults, *authentication.faults(normal, given, version, mcp)]
    if faults:
        raise Refusal(400, "\n".join(faults))
    return normal, given


def _check_json(call: Call) -> None:
    """Schemas that see what was sent, as those of MCP proxies and all before 5.13 do, see JSON only."""
    text = call.request.body.decode("utf-8", "replace").strip()
    if text.startswith("{"):
        return
    if text == "null":
        raise Refusal(400, "(root): Invalid type. Expected: object, given: null")
    raise Refusal(400, f"invalid character '{text[0]}' looking for beginning of value" if text else "EOF")


def _decodable(doc: dict[str, Any], version: Version) -> None:
    try:
        documents.normal(doc, version)
    except documents.Malformed:
        raise Refusal(*_MALFORMED) from None


def in_step(call: Call, api: dict[str, Any]) -> None:
    """Bring the document of a loaded API in step with its classic form."""
    api["oas"] = forms.shown(api["oas"], api["classic"], version_of(call))
    api.pop("shown", None)


def _create_from(call: Call, doc: dict[str, Any], extension: Any) -> Response:
    base = requested_base(call)
    doc, classic = forms.taken(doc, extension, version_of(call))
    check_rules(call, classic)
    classic["api_id"] = classic["api_id"] or call.state.hex(32)
    check_id(call, classic["api_id"])
    servers.add(call, doc, classic, base)
    write(call, doc, classic)
    link(call, base, classic["api_id"])
    return done(classic["api_id"], "added")


def write(call: Call, doc: dict[str, Any], classic: dict[str, Any]) -> None:
    doc[EXTENSION]["info"]["id"] = classic["api_id"]
    if not doc.get("servers"):
        doc.pop("servers", None)
    call.node.put(file_of(call, classic["api_id"]), classic)
    call.node.put(file_of(call, classic["api_id"], primitives.ending(classic)), dict(sorted(doc.items())))


def _create(call: Call) -> Response:
    return _create_from(call, *document(call, extension=True))


def _import(call: Call) -> Response:
    doc, _none = document(call, extension=False)
    version = version_of(call)
    try:
        Importer(doc, options_of(call.request.params, version), version).build(is_import=True)
    except ValueError as wrong:
        raise Refusal(400, str(wrong)) from None
    return _create_from(call, doc, doc.pop(EXTENSION))


def _found(call: Call) -> dict[str, Any]:
    api = loaded(call)
    if not api["oas"]:
        raise Refusal(*_IS_CLASSIC)
    return api


def shown(call: Call, api: dict[str, Any]) -> dict[str, Any]:
    """The document with its extension filled anew from the classic form."""
    path = api["classic"]["proxy"]["listen_path"]
    if "shown" not in api or api["shown"][0] != path:
        doc = forms.shown(api["oas"], api["classic"], version_of(call))
        if primitives.is_proxy(api):  # what is read is the API itself
            api["oas"] = doc
        api["shown"] = (path, doc)
    result: dict[str, Any] = api["shown"][1]
    return result


def _read(call: Call) -> Response:
    return Response(200, shown(call, _found(call)), headers=base_of(call, call.args["api"]))


def _all(call: Call) -> list[dict[str, Any]]:
    apis = [api for api in call.node.apis.values() if api["oas"]]
    return [api for api in apis if api["classic"].get("application_protocol") != "mcp"]


def _list(call: Call) -> Any:
    return call.shuffled(shown(call, api) for api in _all(call))


def _public(call: Call, doc: dict[str, Any]) -> dict[str, Any]:
    """The document without what is Tyk's, where that is asked for."""
    if call.param("mode") != "public":
        return doc
    return {name: value for name, value in doc.items() if name != EXTENSION}


def _export(call: Call) -> Response:
    one = "api" in call.args
    doc: Any = _public(call, shown(call, _found(call))) if one else [_public(call, each) for each in _list(call)]
    name = "oas" if call.param("mode") == "public" else "TykOasApiDef"
    name += f"-{call.args['api']}" if "api" in call.args else ""
    headers = {"content-type": _FILE_TYPE, "content-disposition": f'attachment;filename="{name}.json"'}
    return Response(200, body=json.dumps(doc, indent=2, ensure_ascii=False).encode(), headers=headers)


def _update(call: Call) -> Response:
    return _update_to(call, *document(call, extension=True))


def _update_to(call: Call, doc: dict[str, Any], extension: Any) -> Response:
    check_id(call, call.args["api"])
    api = loaded(call)
    if not api["oas"]:
        raise Refusal(*_NOT_OAS)
    doc, classic = forms.taken(doc, extension, version_of(call))
    if classic["api_id"] != call.args["api"]:
        raise Refusal(*_OTHER_ID)
    check_rules(call, classic)
    servers.renew(call, doc, classic, api)
    write(call, doc, classic)
    return done(call.args["api"], "modified")


def _patch(call: Call) -> Response:
    doc, given = document(call, extension=None)
    if not call.args["api"].strip():
        raise Refusal(400, "Must specify an apiID to patch")
    api, version = loaded(call), version_of(call)
    if not api["oas"]:
        raise Refusal(*_NOT_OAS)
    options = options_of(call.request.params, version)
    if given is not None and not options:
        return _update_to(call, doc, given)
    now = shown(call, api)
    extension = json.loads(json.dumps(now[EXTENSION] if given is None else given))
    if call.since(5, 11):
        urls = addresses.own(api["classic"], None, call.emulator.config.gateway_url)
        given_servers = doc.get("servers") or addresses.users(now.get("servers") or [], urls)
    else:
        given_servers = addresses.retained(now.get("servers"), doc.get("servers")) or []
    doc = {**doc, "servers": given_servers, EXTENSION: extension}
    try:
        importer = Importer(doc, options, version)
        if options:
            importer.build(is_import=False)
        importer.operations({})
    except ValueError as wrong:
        raise Refusal(400, str(wrong)) from None
    return _update_to(call, doc, doc.pop(EXTENSION))


def _delete(call: Call) -> Response:
    if call.args["api"] not in call.node.apis:
        raise Refusal(*NOT_LOADED)
    return delete(call)


_OAS = "/tyk/apis/oas"
ROUTES = (
    Route("GET", _OAS, _list),
    Route("POST", _OAS, _create),
    Route("POST", f"{_OAS}/import", _import),
    Route("GET", f"{_OAS}/export", _export),
    Route("GET", f"{_OAS}/{{api}}", _read),
    Route("PUT", f"{_OAS}/{{api}}", _update),
    Route("PATCH", f"{_OAS}/{{api}}", _patch),
    Route("DELETE", f"{_OAS}/{{api}}", _delete),
    Route("GET", f"{_OAS}/{{api}}/export", _export),
)
